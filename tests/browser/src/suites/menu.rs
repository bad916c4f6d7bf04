//! The ways out of a figure: what they give opens in programs of others, all of them are reached by keyboard, and where
//! a sandbox forbids one, another is offered.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use article_figures::figure::{Datum, Figure};
use article_figures::hit;
use article_figures::site::exports;
use article_figures::site::typeface::Typeface;
use base64::prelude::{BASE64_STANDARD, Engine};
use biblatex::{Bibliography, ChunksExt, EntryType};
use browser::article::{self, LANGUAGES, words};
use browser::{Answer, Browser, Shown, Suite, Viewport, asset, element};
use png::Decoder;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::{By, Key};
use tokio::time::sleep;

pub fn add(suite: &mut Suite) {
    for (nth, ((view, state), language)) in STATES.into_iter().zip(LANGUAGES.iter().cycle()).enumerate() {
        let name = format!("the exports of {view} in {language}: {state}");
        // Bars with a choice, a stacked bar, a map, cards: one in each language.
        let is_quick = [0, 6, 9].contains(&nth);
        suite.either(is_quick, name, async move |browser| exports(browser, view, state, language).await);
    }
    suite.case("dark is exported as dark", dark);
    for language in LANGUAGES {
        let name = format!("every entry by keyboard, {language}");
        suite.either(language == "kk", name, async move |browser| by_keyboard(browser, language).await);
    }
    suite.case("codes follow figure and choices, and work", codes);
    suite.case("the frame of an embed page grows with its menu", grows);
    suite.case("in a sandbox, files by hand", async |browser| in_a_sandbox(browser, &FILES).await);
    // A frame of another origin draws and asks for permissions slowly.
    suite.full("in a sandbox, images by hand", async |browser| in_a_sandbox(browser, &["png", "print"]).await);
    suite.full("in a sandbox, copies by hand", async |browser| {
        in_a_sandbox(browser, &["copy_image", "copy_table", "copy"]).await
    });
    suite.case("an element gives its exports before it is interactive", early);
    suite.case("a figure that no page was built for", without_page);
    suite.case("a menu that does not come says so, and comes later", retried).fresh();
    suite.case("texts of packages are no markup, TeX or formula elsewhere", hostile);
    suite.case("raw CSV has the texts of the table", raw);
}

/// Every view, and states that change what is drawn.
const STATES: [(&str, &str); 12] = [
    ("investment", "sort=name&select=us,nl"),
    ("investment", "group=1"),
    ("economy", ""),
    ("economy", "kind=stack"),
    ("population", "compare=1"),
    ("strikes", ""),
    ("strikes", "kind=map"),
    ("january", ""),
    ("january", "kind=map"),
    ("chronology", ""),
    ("counted", ""),
    ("investment", "compare=2021"),
];

/// All that a figure gives to a program.
#[derive(Deserialize)]
struct Exports {
    png: String,
    svg: String,
    csv: String,
    shown: String,
    json: Value,
    link: String,
    plain: String,
    bibtex: String,
    csl: String,
    gost: String,
}

const EXPORTS: &str = "(async (figure) => {
    const bytes = new Uint8Array(await (await figure.png()).arrayBuffer());
    const png = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    const [svg, csv, shown, json, link] = await Promise.all(
        [figure.svg(), figure.csv(), figure.csv({ shown: true }), figure.json(), figure.link()]);
    const [plain, bibtex, csl, gost] =
        await Promise.all(['plain', 'bibtex', 'csl', 'gost'].map((format) => figure.cite(format)));
    return { png, svg, csv, shown, json, link, plain, bibtex, csl, gost };
})";

async fn given(browser: &Browser, shown: &Shown<'_>) -> Result<Exports> {
    browser.eval(&format!("await {EXPORTS}({})", shown.element)).await
}

async fn exports(browser: &Browser, view: &str, state: &str, language: &str) -> Result<()> {
    let query = if state.is_empty() { String::new() } else { format!("?{state}") };
    browser.open(&format!("/{language}/{view}/{query}")).await?;
    let shown = browser.figure(view);
    shown.alive().await?;
    let (figure, given) = (article::figure(view, language)?, given(browser, &shown).await?);
    let address = browser.site.url(&format!("/{language}/{view}/{query}"));
    ensure!(given.link == address, "{} instead of {address}", given.link);
    let scene = shown.scene(&figure, state).await?;
    let order: Vec<_> = hit::reading_order(&scene).into_iter().map(|id| &*figure.data[id.0].label).collect();
    tables(&given, &figure, &order)?;
    let texts = drawn(&given.svg, &figure, &address)?;
    ensure!(texts.contains("offen-siv"), "the article is not named in {texts}");
    picture(&given, figure.kinds[0] != article_figures::package::Kind::Cards)?;
    cited(&given, &figure, &address)
}

/// CSV and JSON have every datum, the table of what is shown has its marks in their order.
fn tables(given: &Exports, figure: &Figure, order: &[&str]) -> Result<()> {
    let mut all = csv::Reader::from_reader(given.csv.as_bytes());
    let keys: Vec<_> =
        all.records().map(|record| record.map(|record| record[0].to_owned())).collect::<Result<_, _>>()?;
    let expected: Vec<_> = figure.data.iter().map(|datum| datum.key.clone()).collect();
    ensure!(keys == expected, "{keys:?}");
    let shown = given.shown.strip_prefix('\u{feff}').context("no mark of UTF-8")?;
    let mut shown = csv::Reader::from_reader(shown.as_bytes());
    let labels: Vec<_> =
        shown.records().map(|record| record.map(|record| record[0].to_owned())).collect::<Result<_, _>>()?;
    ensure!(labels == order, "{labels:?} instead of {order:?}");
    let data = given.json["data"].as_array().context("no data")?;
    ensure!(data.len() == figure.data.len(), "{} data", data.len());
    let sources = data.iter().filter(|datum| datum["source"].is_string()).count();
    ensure!(sources > 0 || figure.sources.is_empty(), "no sources in {data:?}");
    Ok(())
}

fn whole(node: &resvg::usvg::roxmltree::Node) -> String {
    node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
}

/// What another program reads in the drawing: all its texts.
fn drawn(svg: &str, figure: &Figure, address: &str) -> Result<String> {
    let options = Options::default();
    let xml = resvg::usvg::roxmltree::Document::parse(svg)?;
    let texts = xml.descendants().filter(|node| node.has_tag_name("text"));
    let texts: Vec<_> = texts.map(|node| whole(&node)).collect();
    let texts = texts.join(" ");
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    for expected in [Some(&*figure.title), figure.subtitle.as_deref(), figure.note.as_deref(), Some(address)] {
        let expected = expected.unwrap_or_default();
        ensure!(squeezed(&texts).contains(&squeezed(expected)), "{expected:?} is not in {texts}");
    }
    let links: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("a")).collect();
    for source in &figure.sources {
        let link = links
            .iter()
            .find(|link| link.attribute("href") == Some(source))
            .with_context(|| format!("no link to {source:?}"))?;
        let host = whole(link);
        ensure!(source.contains(&host) && texts.contains(&host) && !host.contains('/'), "{host:?} of {source:?}");
    }
    ensure!(!svg.contains("var(") && !svg.contains("undefined") && !svg.contains("class="), "style is left behind");
    let tree = Tree::from_str(svg, &options)?;
    ensure!(tree.size().width() == 712.0, "{} px wide", tree.size().width());
    Ok(texts)
}

/// The PNG is the drawing at two device px to a CSS px: both have as much of each colour.
fn picture(given: &Exports, has_series: bool) -> Result<()> {
    let bytes = BASE64_STANDARD.decode(&given.png)?;
    let mut reader = Decoder::new(std::io::Cursor::new(bytes)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("too large")?];
    let info = reader.next_frame(&mut pixels)?;
    let fontdb = Typeface::read(&xtask::files::root().join("www"))?.database();
    let tree = Tree::from_str(&given.svg, &Options { fontdb, ..Options::default() })?;
    let (width, height) = (2 * tree.size().width() as u32, 2 * tree.size().height() as u32);
    ensure!((info.width, info.height) == (width, height), "{info:?} instead of {width} by {height}");
    let mut other = Pixmap::new(width, height).context("no size")?;
    resvg::render(&tree, Transform::from_scale(2.0, 2.0), &mut other.as_mut());
    let blue = [0x1f, 0x6a, 0x94, 0xff];
    let count = |pixels: &[u8]| pixels.chunks_exact(4).filter(|pixel| **pixel == blue).count();
    let (ours, theirs) = (count(&pixels), count(other.data()));
    let apart = ours.abs_diff(theirs);
    // The other has another font than the browser, and it blends edges otherwise.
    ensure!(
        !has_series || (ours > 500 && apart * 10 < ours),
        "{ours} px of the series, another program draws {theirs}"
    );
    Ok(())
}

fn cited(given: &Exports, figure: &Figure, address: &str) -> Result<()> {
    let library = Bibliography::parse(&given.bibtex).map_err(|error| anyhow::anyhow!("{error}: {}", given.bibtex))?;
    let entry = library.iter().next().context("no entry")?;
    ensure!(entry.entry_type == EntryType::Online, "{:?}", entry.entry_type);
    let title = entry.title()?.format_verbatim();
    ensure!(title == figure.title.replace('\u{a0}', " "), "{title:?} instead of {:?}", figure.title);
    ensure!(entry.url()? == address, "{} instead of {address}", entry.url()?);
    // The package names no publisher.
    ensure!(entry.author().is_err(), "{:?}", entry.author());
    entry.date()?;
    entry.url_date()?;
    let csl: Value = serde_json::from_str(&given.csl)?;
    ensure!(csl[0]["title"] == *figure.title && csl[0]["URL"] == *address && csl[0]["type"] == "graphic", "{csl}");
    ensure!(csl[0]["issued"]["date-parts"][0][0].is_number(), "{csl}");
    for text in [&given.plain, &given.gost] {
        ensure!(text.contains(&figure.title) && text.contains(address), "{text}");
    }
    ensure!(given.gost.contains(": электронное // ") && given.gost.contains("(дата обращения: "), "{}", given.gost);
    Ok(())
}

async fn dark(browser: &Browser) -> Result<()> {
    browser.set_viewport(Viewport::DESKTOP.dark()).await?;
    browser.open("/de/investment/").await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    let svg = given(browser, &shown).await?.svg;
    ensure!(svg.contains("#14171b") && svg.contains("#6daed0") && !svg.contains("#1f6a94"), "{svg}");
    Ok(())
}

/// What the status line of an open menu says.
async fn says(browser: &Browser, shown: &Shown<'_>, word: &str, language: &str) -> Result<()> {
    let expected = words(language)?[word].as_str().with_context(|| format!("no {word}"))?.to_owned();
    let status = shown.part(".ways .status");
    browser.wait_until(&format!("{expected:?} is said"), &format!("{status}?.textContent === {expected:?}")).await
}

/// The words of the element that has the focus.
async fn focused(browser: &Browser, shown: &Shown<'_>) -> Result<String> {
    let active = format!("{}.shadowRoot.activeElement", shown.element);
    browser.eval(&format!("({active}?.ariaLabel || {active}?.textContent || '')")).await
}

/// The buttons of the two panels, and something that one of them has.
const DOWNLOAD: (&str, &str) = (".download", ".ways");
const SHARE: (&str, &str) = (".share", ".ways input");

async fn open_by_key(browser: &Browser, shown: &Shown<'_>, (button, content): (&str, &str)) -> Result<()> {
    browser.eval::<bool>(&format!("({}.focus(), true)", shown.part(button))).await?;
    browser.press(&[Key::Enter]).await?;
    browser.wait_until("the panel opens", &shown.part(content)).await?;
    let expanded = "[...root.querySelectorAll('[aria-expanded=true]')].map(button => '.' + button.className)";
    let expanded: Vec<String> = browser.eval(&format!("((root) => {expanded})({}.shadowRoot)", shown.element)).await?;
    ensure!(expanded == [button], "{expanded:?} say that they are open");
    Ok(())
}

/// Tab goes from entry to entry, Enter presses them, Escape leads back.
async fn by_keyboard(browser: &Browser, language: &str) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let folder = scratch.path().to_owned();
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
    browser.devtools("Browser.setDownloadBehavior", behaviour).await?;
    let granted = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    browser.devtools("Browser.grantPermissions", granted).await?;
    browser.set_viewport(Viewport::PHONE).await?;
    browser.open(&format!("/{language}/economy/")).await?;
    let shown = browser.figure("economy");
    shown.complete().await?;
    let words = words(language)?;
    let word = |name: &str| words[format!("menu_{name}")].as_str().unwrap_or_default().to_owned();
    let mut entries = Vec::new();
    for panel in [DOWNLOAD, SHARE] {
        open_by_key(browser, &shown, panel).await?;
        if panel == SHARE {
            // The other button is between them.
            browser.press(&[Key::Tab]).await?;
        }
        for _ in 0..40 {
            browser.press(&[Key::Tab]).await?;
            let name = focused(browser, &shown).await?;
            let within: bool =
                browser.eval(&format!("{}.shadowRoot.activeElement?.closest('.ways') !== null", shown.element)).await?;
            if !within {
                break;
            }
            if [word("embed"), word("cite")].contains(&name) {
                // A heading opens what is behind it; the second time the focus is on the box itself.
                browser.press(&[Key::Enter]).await?;
            } else if entered(&name, &word) {
                browser.press(&[Key::Enter]).await?;
            }
            if [word("copy"), word("copy_table"), word("copy_image")].contains(&name) {
                says(browser, &shown, "menu_copied", language).await?;
            }
            entries.push(name);
        }
    }
    for name in ENTRIES {
        ensure!(entries.contains(&word(name)), "{language}: {} is not among {entries:?}", word(name));
    }
    ensure!(entries.iter().filter(|name| **name == word("copy")).count() == 3, "{entries:?}");
    saved(&folder, language).await?;
    // Last: Tab goes through all of the figure in its frame.
    let preview = format!("[...{}.querySelectorAll('summary')].at(-2)", shown.part(".ways"));
    browser.eval::<bool>(&format!("({preview}.focus(), true)")).await?;
    ensure!(focused(browser, &shown).await? == word("preview"), "another summary is the preview's");
    browser.press(&[Key::Enter]).await?;
    let frame = format!("{}?.contentDocument", shown.part(".preview iframe"));
    let figure = browser.shown(&format!("{frame}.querySelector('article-figure')"));
    figure.alive().await?;
    let height = format!("{}.offsetHeight > 500", shown.part(".preview iframe"));
    browser.wait_until("the preview is as high as it asks", &height).await?;
    browser.eval::<bool>(&format!("({}.focus(), true)", shown.part(".ways button"))).await?;
    browser.press(&[Key::Escape]).await?;
    browser.wait_until("the menu closes", &format!("!{}", shown.part(".ways"))).await?;
    let back = format!("{}.shadowRoot.activeElement === {}", shown.element, shown.part(".share"));
    ensure!(browser.eval::<bool>(&back).await?, "the focus is not on the button");
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

/// What is pressed as a button; choices and boxes are not.
fn entered(name: &str, word: &impl Fn(&str) -> String) -> bool {
    ["png", "svg", "copy_image", "csv", "csv_shown", "json", "copy_table", "copy"].iter().any(|own| word(own) == name)
}

const ENTRIES: [&str; 15] = [
    "png",
    "svg",
    "copy_image",
    "print",
    "csv",
    "json",
    "csv_shown",
    "copy_table",
    "link",
    "embed",
    "way",
    "theme",
    "preview",
    "cite",
    "format",
];

/// The files that the menu has saved, opened.
async fn saved(folder: &Path, language: &str) -> Result<()> {
    let file = |ending: &str| folder.join(format!("economy-{language}{ending}"));
    for ending in [".png", ".svg", ".csv", ".json", "-shown.csv"] {
        let mut tries = 0;
        while fs::metadata(file(ending)).map_or(true, |about| about.len() == 0) {
            tries += 1;
            ensure!(tries < 100, "{} was not saved", file(ending).display());
            sleep(Duration::from_millis(50)).await;
        }
    }
    Decoder::new(std::io::BufReader::new(fs::File::open(file(".png"))?)).read_info()?;
    Tree::from_data(&fs::read(file(".svg"))?, &Options::default())?;
    serde_json::from_slice::<Value>(&fs::read(file(".json"))?)?;
    for ending in [".csv", "-shown.csv"] {
        let rows = csv::Reader::from_path(file(ending))?.records().collect::<Result<Vec<_>, _>>()?;
        ensure!(rows.len() > 3, "{ending}: {} rows", rows.len());
    }
    Ok(())
}

/// The codes that are handed out, in a page of another origin.
async fn codes(browser: &Browser) -> Result<()> {
    browser.open("/ru/strikes/").await?;
    let shown = browser.figure("strikes");
    shown.alive().await?;
    shown.complete().await?;
    shown.ask("kind=map").await?;
    open_by_key(browser, &shown, SHARE).await?;
    let link = format!("{}.value", shown.part(".ways input"));
    let address = browser.site.url("/ru/strikes/?kind=map");
    browser.wait_until("the link has the state", &format!("{link} === {address:?}")).await?;
    shown.ask("kind=timeline&only=oil").await?;
    browser.eval::<bool>(&format!("({}.click(), true)", shown.part("[data-name=kind][value=map]"))).await?;
    browser.wait_until("it follows", &format!("{link}.includes('kind=map') && {link}.includes('only=oil')")).await?;
    for (way, theme) in [("iframe", "dark"), ("element", "dark"), ("iframe", ""), ("element", "")] {
        let code: String = browser.eval(&format!("await {}.embedCode('{way}', '{theme}')", shown.element)).await?;
        ensure!(code.contains("theme=") != theme.is_empty(), "{code}");
        let page = format!("<!doctype html><meta charset=utf-8><title>Host</title><link rel=icon href=data:,>
            <script>window.lived = []; addEventListener('ready', ({{ detail }}) => detail && lived.push(detail.state))</script>
            <body>{code}");
        let host = browser::Site::start().await?;
        host.answer("/host.html", Answer::html(page));
        let before: String = browser.eval("location.href").await?;
        browser.open_url(&host.url("/host.html")).await?;
        browser.wait_until(&format!("{way} lives"), "window.lived?.some(state => state.includes('only=oil'))").await?;
        browser.open_url(&before).await?;
        shown.alive().await?;
    }
    Ok(())
}

/// An embed page tells its new height when its menu opens, and the old one when it closes.
async fn grows(browser: &Browser) -> Result<()> {
    let host = "<!doctype html><title>Host</title><link rel=icon href=data:,>
        <iframe src=/de/investment/embed.html width=320 height=900></iframe><script src=/embed.js></script>";
    browser.site.answer("/host.html", Answer::html(host));
    browser.open("/host.html").await?;
    let document = "document.querySelector('iframe').contentDocument";
    let shown = browser.shown(&format!("{document}.querySelector('article-figure')"));
    shown.complete().await?;
    let height = "document.querySelector('iframe').offsetHeight";
    let before: f64 = browser.eval(height).await?;
    let press = format!("({}.click(), true)", shown.part(".download"));
    browser.eval::<bool>(&press).await?;
    browser.wait_until("the frame grows", &format!("{height} > {before} + 200")).await?;
    browser.eval::<bool>(&press).await?;
    browser.wait_until("the frame shrinks", &format!("{height} === {before}")).await
}

const FILES: [&str; 4] = ["svg", "csv", "json", "csv_shown"];

async fn in_a_sandbox(browser: &Browser, names: &[&str]) -> Result<()> {
    let host = "<!doctype html><title>Host</title><link rel=icon href=data:,>
        <iframe src=/en/economy/embed.html width=700 height=1600 sandbox=allow-scripts></iframe>";
    browser.site.answer("/host.html", Answer::html(host));
    browser.open("/host.html").await?;
    // Where a reader is, keys go. A script in a frame of another origin may move the focus in WebKit once a key was pressed.
    browser.eval::<bool>("(document.querySelector('iframe').focus(), true)").await?;
    browser.driver().find(By::Tag("iframe")).await?.enter_frame().await?;
    let shown = browser.figure("economy");
    shown.complete().await?;
    browser.press(&[Key::Tab]).await?;
    open_by_key(browser, &shown, DOWNLOAD).await?;
    let words = words("en")?;
    let press = async |name: &str| -> Result<()> {
        let label = words[format!("menu_{name}")].as_str().unwrap_or_default();
        let button = format!(
            "[...{}.querySelectorAll('button')].find(one => one.textContent === {label:?})",
            shown.part(".ways")
        );
        browser.eval::<bool>(&format!("({button}.focus(), true)")).await?;
        browser.press(&[Key::Enter]).await
    };
    let image = format!("{}?.naturalWidth === 1424", shown.part(".hand img"));
    for name in ["png", "print"].into_iter().filter(|name| names.contains(name)) {
        press(name).await?;
        says(browser, &shown, "menu_image_by_hand", "en").await?;
        browser.wait_until("an image is there", &image).await?;
    }
    for (name, begin) in [("svg", "<svg "), ("csv", "key,label"), ("json", "{"), ("csv_shown", "\u{feff}")]
        .into_iter()
        .filter(|(name, _)| names.contains(name))
    {
        press(name).await?;
        says(browser, &shown, "menu_file_by_hand", "en").await?;
        let selected = format!(
            "(box => box.selectionEnd - box.selectionStart === box.value.length && box.value.startsWith({begin:?}))({})",
            shown.part(".hand textarea")
        );
        browser.wait_until(&format!("{name} is selected"), &selected).await?;
    }
    // Chromium denies the clipboard to a sandbox, Firefox asks for a hand on the button alone; text also goes by the
    // interface of old.
    let said = format!("{}?.textContent", shown.part(".ways .status"));
    for (name, by_hand) in
        [("copy_image", "menu_image_by_hand"), ("copy_table", "menu_by_hand"), ("copy", "menu_by_hand")]
            .into_iter()
            .filter(|(name, _)| names.contains(name))
    {
        if name == "copy" {
            open_by_key(browser, &shown, SHARE).await?;
        }
        press(name).await?;
        let either = format!("[{}, {}].includes({said})", words["menu_copied"], words[by_hand]);
        browser.wait_until(&format!("{name} says what it did"), &either).await?;
        if name == "copy_image" {
            let copied = format!("{said} === {} || {image}", words["menu_copied"]);
            browser.wait_until("an image is there", &copied).await?;
        }
    }
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

async fn early(browser: &Browser) -> Result<()> {
    browser.open_host("").await?;
    let link: String = browser
        .eval(
            "await (() => {
                const figure = document.createElement('article-figure');
                figure.setAttribute('src', '/kk/economy/');
                figure.setAttribute('state', 'kind=stack');
                document.body.append(figure);
                return figure.link();
            })()",
        )
        .await?;
    let expected = browser.site.url("/kk/economy/?kind=stack");
    ensure!(link == expected, "{link} instead of {expected}");
    Ok(())
}

async fn without_page(browser: &Browser) -> Result<()> {
    browser.open_host(&element("economy", "lang=en")).await?;
    let shown = browser.figure("economy");
    shown.complete().await?;
    open_by_key(browser, &shown, DOWNLOAD).await?;
    let labels: Vec<String> = browser
        .eval(&format!("[...{}.querySelectorAll('button')].map(one => one.textContent)", shown.part(".ways")))
        .await?;
    let words = words("en")?;
    for (name, there) in [("png", true), ("csv_shown", true), ("copy_table", true), ("csv", false), ("json", false)] {
        let label = words[format!("menu_{name}")].as_str().unwrap_or_default();
        ensure!(labels.iter().any(|own| own == label) == there, "{label} in {labels:?}");
    }
    let svg: String = browser.eval(&format!("await {}.svg()", shown.element)).await?;
    ensure!(svg.contains("/host.html"), "no address in {svg}");
    let refused: String = browser.eval(&format!("await {}.csv().catch(error => error.message)", shown.element)).await?;
    ensure!(refused == "data.csv is missing", "{refused}");
    Ok(())
}

async fn retried(browser: &Browser) -> Result<()> {
    let script = asset("menu/de.js")?;
    browser.site.answer(&script, Answer::Status(500));
    browser.open("/de/economy/").await?;
    let shown = browser.figure("economy");
    shown.complete().await?;
    let press = format!("({}.click(), true)", shown.part(".download"));
    browser.eval::<bool>(&press).await?;
    let alert = shown.part("[role=alert]");
    browser.wait_until("it is said", &format!("{alert}?.textContent.startsWith('Das Menü konnte nicht')")).await?;
    browser.site.restore(&script);
    browser.eval::<bool>(&press).await?;
    browser.wait_until("the menu opens", &shown.part(".ways")).await?;
    browser.wait_until("nothing is wrong any more", &format!("!{alert}")).await
}

/// Texts that are something else to programs: markup, TeX, formulas.
const HOSTILE: &str = "=HYPERLINK(1) \"><img src=x onerror=alert(1)> \\input{a} 100% & #1_2^{x}~ }$ Übergröße Жаңаөзен";

async fn hostile(browser: &Browser) -> Result<()> {
    let mut descriptor: Value = serde_json::from_slice(&article::file(article::DESCRIPTOR)?)?;
    for view in descriptor["views"].as_array_mut().context("no views")? {
        view["title"] = json!(HOSTILE);
        view["title@de"] = json!(HOSTILE);
    }
    browser.site.answer("/data/datapackage.json", Answer::json(descriptor.to_string()));
    let csv = String::from_utf8(article::file("economy.csv")?)?;
    let label = "\"=HYPERLINK(1) \"\"><img src=x onerror=alert(1)>\"";
    let csv = csv.replacen("Rohstoffgewinnung,", &format!("{label},"), 1);
    browser.site.answer("/data/economy.csv", Answer::csv(csv));
    browser.open_host(&element("economy", "lang=de")).await?;
    let shown = browser.figure("economy");
    shown.alive().await?;
    let asked =
        "[figure.svg(), figure.csv({ shown: true }), figure.csv({ shown: true, raw: true }), figure.cite('bibtex')]";
    let gives: (String, String, String, String) =
        browser.eval(&format!("await ((figure) => Promise.all({asked}))({})", shown.element)).await?;
    let (svg, csv, raw, bibtex) = gives;
    ensure!(!svg.contains("<img"), "{svg}");
    Tree::from_str(&svg, &Options::default())?;
    let rows = csv.trim_start_matches('\u{feff}').as_bytes();
    let rows: Vec<_> = csv::Reader::from_reader(rows).records().collect::<Result<_, _>>()?;
    let labels: Vec<_> = rows.iter().map(|row| &row[0]).collect();
    ensure!(labels.contains(&"'=HYPERLINK(1) \"><img src=x onerror=alert(1)>"), "{labels:?}");
    let raw: Vec<_> = csv::Reader::from_reader(raw.as_bytes()).records().collect::<Result<_, _>>()?;
    let labels: Vec<_> = raw.iter().map(|row| &row[0]).collect();
    ensure!(labels.contains(&"=HYPERLINK(1) \"><img src=x onerror=alert(1)>"), "{labels:?}");
    let library = Bibliography::parse(&bibtex).map_err(|error| anyhow::anyhow!("{error}: {bibtex}"))?;
    let title = library.iter().next().context("no entry")?.title()?.format_verbatim();
    ensure!(title == HOSTILE, "{title} in {bibtex}");
    // BibTeX itself counts braces, whatever stands before them.
    let braces = bibtex.chars().map(|character| i32::from(character == '{') - i32::from(character == '}'));
    ensure!(braces.sum::<i32>() == 0, "braces of {bibtex}");
    Ok(())
}

/// Texts that a file protects, and texts that it leaves alone.
const TEXTS: [&str; 15] = [
    "=1+1",
    "+49 30 \"1234\"",
    "@SUM(A1), 2",
    "-inf",
    "\t=1",
    "\rx",
    " \u{200b}=1",
    "＝1",
    "'=1",
    "''=1",
    "'-5.3",
    "'t Hooft",
    "-1e3",
    "-",
    "+1\n'=2",
];

/// `raw` returns what the protection of files has changed; arguments of any type are an answer, not an error.
async fn raw(browser: &Browser) -> Result<()> {
    let mut figure = article::figure("economy", "de")?;
    let first = figure.data.first().context("no data")?.clone();
    figure.data = TEXTS.map(|text| Datum { label: text.to_owned(), ..first.clone() }).to_vec();
    let file = String::from_utf8(exports::csv(&figure)?)?;
    browser.site.answer("/de/economy/data.csv", Answer::csv(file.clone()));
    browser.open("/de/economy/").await?;
    let shown = browser.figure("economy");
    shown.alive().await?;
    let raw: String = browser.eval(&format!("await {}.csv({{ raw: true }})", shown.element)).await?;
    let mut table = csv::Reader::from_reader(raw.as_bytes());
    let labels = table.records().map(|record| Ok(record?[1].to_owned())).collect::<Result<Vec<_>>>()?;
    ensure!(labels == TEXTS, "{labels:?}");
    for argument in ["", "null", "{ raw: false }", "{ raw: 'true' }", "true", "'raw'", "[]", "7", "{ shown: null }"] {
        let given: String = browser.eval(&format!("await {}.csv({argument})", shown.element)).await?;
        ensure!(given == file, "csv({argument}): {given}");
    }
    Ok(())
}
