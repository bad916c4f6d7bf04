//! What the browser writes by its `Intl`, and what the host writes by the ICU crates: the same, for every value, date
//! and name of every figure in every language. And which language a page and an element speak.

use anyhow::{Result, ensure};
use browser::article::{LANGUAGES, VIEWS};
use browser::{Answer, Browser, Suite, Viewport, article, element};

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
        let names = format!("[...{}.children].map(item => item.ariaLabel)", shown.part(".items"));
        let names: Vec<String> = browser.eval(&names).await?;
        let locale = article::locale(language)?;
        let said = order
            .iter()
            .enumerate()
            .map(|(index, id)| article_figures::describe::item(&figure.data[id.0], index + 1, order.len(), &locale));
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
    let found = format!("[...{}.children].map(item => item.dataset.key)", shown.part(".items"));
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
    let draft: String = browser.eval("document.querySelector('.languages [lang=kk]').textContent").await?;
    ensure!(draft.contains('('), "Kazakh is not marked as a draft: {draft}");
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
        let said =
            format!("{}.shadowRoot.querySelector('.failure li')?.textContent ?? ''", browser.figure("economy").element);
        browser.wait_until(&format!("{expected} is said"), &format!("({said}).includes({expected:?})")).await?;
    }
    browser.site.restore("/data/economy.csv");
    Ok(())
}
