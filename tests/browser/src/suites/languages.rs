//! Texts of a figure in the browser and of the host: the same, for every value, date and name of every figure in
//! every language. Both against the browser's `Intl`, in a hundred languages. And which language a page and an element speak.

use anyhow::{Context, Result, anyhow, ensure};
use article_figures::describe;
use article_figures::figure::Figure;
use article_figures::locale::{Formats, Locale};
use article_figures::package::{Date, Descriptor, Package};
use article_figures::state::State;
use browser::article::{LANGUAGES, VIEWS};
use browser::{Answer, Browser, Left, Suite, Viewport, article, element, tooltip};
use launcher::engine::Engine;
use serde_json::{Value, json};

use super::common::TAGS;

pub fn add(suite: &mut Suite) {
    for language in LANGUAGES {
        suite.either(language == "ru", format!("every text, {language}"), async move |browser| {
            every_text(browser, language).await
        });
        suite.either(language == "kk", format!("names in order, {language}"), async move |browser| {
            in_order(browser, language).await
        });
    }
    suite.case("?lang= leads to the language's page", asked);
    suite.case("the element speaks as its page, or as it is told", spoken);
    suite.case("errors in the reader's language", mistaken);
    suite.case("numbers of a hundred languages as Intl writes them", numbers);
    suite.case("dates of a hundred languages as Intl writes them", dates);
    for language in ["pl", "es", "pt-PT", "hu", "hi", "fa", "ar-EG", "he", "zh-TW", "fr", "de-CH", "en-IN", "tlh"] {
        suite.either(
            ["pl", "fa", "tlh"].contains(&language),
            format!("a package in {language}"),
            async move |browser| read_here(browser, language).await,
        );
    }
}

/// With the decimals that they are written with: none to six, small and large, halves, and at both sides of a group.
const NUMBERS: [(f64, usize); 60] = [
    (0.0, 0),
    (0.0, 2),
    (-0.5, 0),
    (-0.5, 1),
    (-0.04, 1),
    (0.05, 1),
    (0.5, 0),
    (1.5, 0),
    (2.5, 0),
    (-2.5, 0),
    (1.005, 2),
    (1.45, 1),
    (8.345, 2),
    (9.0, 0),
    (9.99, 1),
    (99.5, 0),
    (100.0, 0),
    (-100.0, 1),
    (999.0, 0),
    (999.95, 1),
    (1000.0, 0),
    (1234.0, 0),
    (-1234.0, 0),
    (1234.5, 1),
    (9999.0, 0),
    (9999.5, 0),
    (10_000.0, 0),
    (12_345.5, 1),
    (-12_345.5, 2),
    (46_000.0, 0),
    (99_999.99, 2),
    (123_456.0, 0),
    (999_999.0, 0),
    (999_999.5, 0),
    (1e6, 0),
    (1_234_567.5, 1),
    (1_234_567.891, 3),
    (-1_234_567.891, 2),
    (1e7, 0),
    (12_345_678.0, 0),
    (1e8, 1),
    (123_456_789.0, 0),
    (1e9, 0),
    (1_234_567_890.12, 2),
    (1e10, 0),
    (1e11, 0),
    (1e12, 0),
    (-1e12, 2),
    (1_234_567_890_123.0, 0),
    (1e13, 0),
    (1e14, 0),
    (123_456_789_012_345.0, 0),
    (1e15, 0),
    (-1e-6, 6),
    (1e-6, 6),
    (0.000_123, 6),
    (0.35, 1),
    (-0.25, 1),
    (7.141_59, 4),
    (0.1 + 0.2, 3),
];

/// Thousands to thousands of billions in their short forms.
const LONG: [f64; 14] = [1e6, 2e6, 3e6, 1.5e6, -1.2e6, 1.1e7, 1.8e7, 1.82e7, 2.5e8, 1e9, 7.8e9, 1e12, 5e12, 3e14];

/// Languages of which `Intl` writes some numbers otherwise: both have symbols of their own for amounts of money, which CLDR's
/// patterns leave out.
const DIFFER: [&str; 2] = ["de-AT", "fr-CH"];

/// Languages that Chromium has no names of months for, and for some not even symbols; Firefox has all.
const NOT_IN_CHROMIUM: [&str; 41] = [
    "as", "az", "be", "bs", "chr", "cy", "dsb", "eu", "ga", "gd", "gl", "ha", "hsb", "hy", "ig", "is", "jv", "ka",
    "kk", "km", "kok", "ky", "lo", "mk", "mn", "my", "ne", "nn", "or", "pa", "pcm", "ps", "sd", "si", "so", "sq", "tk",
    "uz", "yo", "yue", "zu",
];

/// The tags whose texts an engine can judge.
fn judged(browser: &Browser) -> Result<Vec<&'static str>> {
    match browser.engine {
        Engine::Firefox => Ok(TAGS.to_vec()),
        Engine::Webkit => Err(Left("edition of CLDR that is near to ours".to_owned()).into()),
        _ => Ok(TAGS.into_iter().filter(|tag| !NOT_IN_CHROMIUM.contains(tag) && *tag != "uz-Cyrl").collect()),
    }
}

/// English without a region is written as in Great Britain.
fn of_intl(tag: &str) -> &str {
    if tag == "en" { "en-GB" } else { tag }
}

/// Compares texts with those of `Intl`, of which `body` makes one of `tag`, `style`, `value`, `decimals`.
async fn compared(browser: &Browser, rows: Vec<Value>, body: &str, known: &[&str]) -> Result<()> {
    browser.open("/de/").await?;
    let script = format!(
        "const made = {{}};
         const known = (key, make) => (made[key] ??= make());
         const text = (tag, style, value, decimals) => {{ {body} }};
         const differ = {{}};
         for (const [tag, intl, style, value, decimals, own] of arguments[0]) {{
           const other = text(intl, style, value, decimals).replace(/[\\u2009\\u202f]/g, ' ');
           if (own.replace(/[\\u2009\\u202f]/g, ' ') !== other) differ[tag] ??= `${{style}} ${{value}}: ${{own}} instead of ${{other}}`;
         }}
         return Object.entries(differ);"
    );
    let found: Vec<(String, String)> = browser.run(&script, &[Value::from(rows)]).await?;
    let tags: Vec<_> = found.iter().map(|(tag, _)| tag.as_str()).collect();
    ensure!(tags == known, "{found:#?}");
    Ok(())
}

async fn numbers(browser: &Browser) -> Result<()> {
    let mut rows = Vec::new();
    for tag in judged(browser)? {
        let formats = Formats::of(tag).context("a language")?;
        let mut row = |style: &str, value: f64, decimals: usize, text: String| {
            rows.push(json!([tag, of_intl(tag), style, value, decimals, text]));
        };
        for (value, decimals) in NUMBERS {
            row("decimal", value, decimals, formats.plain(value, decimals));
            if value.abs() >= 1e-3 || value == 0.0 {
                row("percent", value, decimals, formats.quantity(value, decimals, "%"));
                row("currency", value, decimals, formats.quantity(value, decimals, "$"));
            }
        }
        for value in LONG {
            row("compact", value, 0, formats.steps(&[value], 0).concat());
        }
    }
    // A percentage of `Intl` is a share of one, of which the decimal of its text is shifted, without rounding.
    let body =
        "const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: 'negative' };
         const options = {
           decimal: digits,
           percent: { ...digits, style: 'percent' },
           currency: { ...digits, style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' },
           compact: { notation: 'compact', maximumSignificantDigits: 4 },
         }[style];
         const format = known(`${tag} ${style} ${decimals}`, () => new Intl.NumberFormat(tag, options));
         // `Intl` has a symbol of its own for the currency, and a hyphen for the minus sign.
         const own = ({ type, value }) => (type === 'currency' ? '$' : value);
         return format.formatToParts(style === 'percent' ? `${value}e-2` : value).map(own).join('').replaceAll('-', '−');";
    compared(browser, rows, body, &DIFFER).await
}

async fn dates(browser: &Browser) -> Result<()> {
    let mut rows = Vec::new();
    for tag in judged(browser)? {
        let formats = Formats::of(tag).context("a language")?;
        for (month, day) in (1..=12).flat_map(|month| [(month, 1 + month), (month, 28)]) {
            let date = Date { year: 1990 + month as i32, month: Some(month), day: Some(day) };
            let iso = format!("{}-{month:02}-{day:02}", date.year);
            rows.push(json!([tag, of_intl(tag), "day", iso, 0, formats.date(date)]));
            rows.push(json!([tag, of_intl(tag), "month", iso, 0, formats.date(Date { day: None, ..date })]));
        }
    }
    let body = "const options = { day: { dateStyle: 'long' }, month: { year: 'numeric', month: 'long' } }[style];
         const make = () => new Intl.DateTimeFormat(tag, { ...options, calendar: 'gregory', timeZone: 'UTC' });
         return known(`${tag} ${style}`, make).format(new Date(value));";
    compared(browser, rows, body, &[]).await
}

/// A package that no page was built for has its numbers in its own language: table, summary, names of marks, tooltip, card
/// and sum say the same as on the host.
async fn read_here(browser: &Browser, language: &str) -> Result<()> {
    let rows = "name,value\na,1234567.5\nb,1234.5\nc,0.5\nd,46000\n";
    let descriptor = json!({ "name": "x", "title": "X", "languages": [language], "resources": [
        { "name": "t", "path": "t.csv", "schema": { "primaryKey": "name", "fields": [
            { "name": "name", "type": "string" }, { "name": "value", "type": "number", "unit": "%" }] } }],
        "views": [{ "name": "v", "title": "V", "resources": ["t"], "specType": "simple",
            "spec": { "type": "bar", "group": "name", "series": ["value"] },
            "_figure": { "kinds": ["bars"], "sort": true, "whole": 2e6, "remainder": "rest" } }] });
    let descriptor = descriptor.to_string();
    let (figure, locale) = (on_host(&descriptor, rows, language)?, borrowing(language)?);
    browser.site.answer("/own/datapackage.json", Answer::json(descriptor));
    browser.site.answer("/own/t.csv", Answer::csv(rows));
    let package = browser.site.url("/own/datapackage.json");
    let state = "many=1&select=a,b";
    browser
        .open_host(&format!("<article-figure package=\"{package}\" view=\"v\" state=\"{state}\"></article-figure>"))
        .await?;
    let shown = browser.figure("v");
    shown.alive().await?;
    let (state, selected) = (State::parse(state), figure.selected(&State::parse(state)));
    let table: Vec<_> = figure.data.iter().map(|datum| datum.amount.clone()).collect();
    let cells = format!("[...{}.querySelectorAll('td.value')].map(cell => cell.textContent)", shown.part("tbody"));
    let cells: Vec<String> = browser.eval(&cells).await?;
    ensure!(cells == table, "{cells:?} instead of {table:?}");
    let all = figure.data.len();
    let expected = describe::summary(&figure, &state, all, &locale);
    ensure!(shown.text(".summary").await? == expected, "{} instead of {expected}", shown.text(".summary").await?);
    let scene = shown.scene(&figure, &state.query()).await?;
    let expected = describe::selection(&figure, &selected, &locale);
    ensure!(shown.text(".selection").await? == expected, "{} instead of {expected}", shown.text(".selection").await?);
    for (id, datum) in figure.entries() {
        let item = shown.part(&format!(".item[data-datum=\"{}\"]", id.0));
        browser.eval::<bool>(&format!("({item}.focus(), true)")).await?;
        let name: String = browser.eval(&format!("{item}.ariaLabel")).await?;
        let expected = describe::item(&figure, datum, &locale);
        ensure!(name == expected, "{name} instead of {expected}");
        let (told, expected) = (shown.tooltip().await?, tooltip(&figure, &scene, id, &locale));
        ensure!(told == expected, "the tooltip says {told:?} instead of {expected:?}");
    }
    let choose = format!("({}.setAttribute('state', 'select=a'), true)", shown.element);
    browser.eval::<bool>(&choose).await?;
    let card = format!("{}?.textContent.includes({:?})", shown.part(".card:not([hidden])"), figure.data[0].text);
    browser.wait_until("the card has the value", &card).await?;
    browser.site.restore("/own/datapackage.json");
    browser.site.restore("/own/t.csv");
    Ok(())
}

fn on_host(descriptor: &str, rows: &str, language: &str) -> Result<Figure> {
    let failed = |errors| anyhow!("{errors:?}");
    let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).map_err(failed)?);
    package.add("t", Ok(rows.as_bytes().to_vec()));
    Figure::new(&package, "v", &borrowing(language)?).map_err(failed)
}

/// A language with its own messages, or with English ones.
fn borrowing(language: &str) -> Result<Locale> {
    let own = language.split('-').next().filter(|own| LANGUAGES.contains(own));
    article::spoken(language, own.unwrap_or("en"))
}

/// The living table and the names of the marks against the host's figure.
async fn every_text(browser: &Browser, language: &str) -> Result<()> {
    browser.set_viewport(Viewport::DESKTOP).await?;
    browser.open(&format!("/{language}/")).await?;
    for view in VIEWS {
        let shown = browser.turn_to(view).await?;
        shown.alive().await?;
        let figure = article::figure(view, language)?;
        let rows =
            format!("[...{}.rows].map(row => [...row.cells].map(cell => cell.textContent))", shown.part("tbody"));
        let rows: Vec<Vec<String>> = browser.eval(&rows).await?;
        ensure!(rows.len() == figure.data.len(), "{view}: {} rows", rows.len());
        for (row, datum) in rows.iter().zip(&figure.data) {
            ensure!(row[0] == datum.label, "{view}: {row:?} is not {:?}", datum.label);
            let time = datum.span.as_ref().filter(|_| view != "population").map(|span| &span.text);
            for text in [Some(&datum.amount).filter(|amount| !amount.is_empty()), time].into_iter().flatten() {
                ensure!(row.contains(text), "{view}: {text:?} is not in {row:?}");
            }
        }
        let scene = shown.scene(&figure, "").await?;
        let order = article_figures::hit::reading_order(&scene);
        let names = format!("[...{}.querySelectorAll('.item')].map(item => item.ariaLabel)", shown.part(".items"));
        let names: Vec<String> = browser.eval(&names).await?;
        let locale = article::locale(language)?;
        let said = order.iter().map(|id| article_figures::describe::item(&figure, &figure.data[id.0], &locale));
        let said: Vec<_> = said.collect();
        ensure!(names == said, "{view}: {names:#?} instead of {said:#?}");
        let summary = article_figures::describe::summary(&figure, &Default::default(), order.len(), &locale);
        ensure!(shown.text(".summary").await? == summary, "{view}: not {summary:?}");
    }
    Ok(())
}

/// Countries by name: the rows of the canvas in the order in which the host lays them out.
async fn in_order(browser: &Browser, language: &str) -> Result<()> {
    browser.open(&format!("/{language}/investment/?sort=name")).await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    let figure = article::figure("investment", language)?;
    let scene = shown.scene(&figure, "sort=name").await?;
    let expected: Vec<_> =
        article_figures::hit::reading_order(&scene).into_iter().map(|id| figure.data[id.0].key.clone()).collect();
    let found = format!("[...{}.querySelectorAll('.item')].map(item => item.dataset.key)", shown.part(".items"));
    let found: Vec<String> = browser.eval(&found).await?;
    ensure!(found == expected, "{found:?} instead of {expected:?}");
    Ok(())
}

async fn asked(browser: &Browser) -> Result<()> {
    for (from, to) in [
        ("/?lang=ru&view=economy", "/ru/economy/"),
        ("/de/?lang=kk", "/kk/investment/"),
        ("/en/strikes/?kind=map&lang=de", "/de/strikes/?kind=map"),
        ("/de/economy/?lang=xx", "/de/economy/?lang=xx"),
        ("/?view=economy", "/de/economy/"),
    ] {
        browser.open(from).await?;
        let there = format!("location.pathname + location.search === '{to}' && document.readyState === 'complete'");
        browser.wait_until(&format!("{from} leads to {to}"), &there).await?;
    }
    let languages: Vec<(String, Option<String>)> = browser
        .eval("[...document.querySelectorAll('.languages a')].map(link => [link.lang, link.ariaCurrent])")
        .await?;
    ensure!(languages.len() == 4 && languages[0] == ("de".to_owned(), Some("true".to_owned())), "{languages:?}");
    for path in ["/kk/economy/", "/kk/article/"] {
        browser.open(path).await?;
        let text: String = browser.eval("document.body.innerText").await?;
        ensure!(text.contains("Жобалық нұсқа"), "{path} is not marked as a draft");
    }
    Ok(())
}

async fn spoken(browser: &Browser) -> Result<()> {
    for (attributes, title) in [("lang=ru", "ru"), ("lang=kk-KZ", "kk"), ("lang=fr", ""), ("", "de")] {
        // What the browser asks for, where the page's own is not there.
        let asked: String = browser.eval("navigator.language.slice(0, 2)").await?;
        let title = if title.is_empty() { &asked } else { title };
        browser.open_host(&element("economy", attributes)).await?;
        let shown = browser.figure("economy");
        shown.alive().await?;
        let expected = article::figure("economy", title)?.title;
        let found = shown.text(".title").await?;
        ensure!(found == expected, "{attributes:?}: {found} instead of {expected}");
    }
    Ok(())
}

async fn mistaken(browser: &Browser) -> Result<()> {
    let csv = String::from_utf8(article::file("economy.csv")?)?.replace(",17,", ",viel,");
    browser.site.answer("/data/economy.csv", Answer::csv(csv));
    for (language, expected) in
        [("de", "Zeile 4, Spalte „share“"), ("ru", "строка 4"), ("kk", "4-жол"), ("en", "row 4")]
    {
        browser.open_host(&element("economy", &format!("lang={language}"))).await?;
        let said = format!("{}.messages?.join() ?? ''", browser.figure("economy").element);
        browser.wait_until(&format!("{expected} is said"), &format!("({said}).includes({expected:?})")).await?;
    }
    browser.site.restore("/data/economy.csv");
    Ok(())
}
