//! axe-core finds nothing wrong: every figure, language and theme, and what a reader can open.

use std::fs;
use std::sync::LazyLock;

use anyhow::{Result, anyhow, ensure};
use browser::article::{LANGUAGES, VIEWS};
use browser::{Answer, Browser, Suite, Viewport};
use serde_json::{Value, json};

const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SCREEN: Viewport = Viewport::new(1200, 900);
const PHONE: Viewport = Viewport::new(320, 900);

/// What a system can ask for besides its default, in which all rules are checked.
const THEMES: [(&str, Viewport); 4] = [
    ("dark", SCREEN.dark()),
    ("more contrast", SCREEN.contrast()),
    ("dark, more contrast", SCREEN.dark().contrast()),
    ("forced colours", SCREEN.forced()),
];

/// What a reader can open in a figure, how, and what is there then. A card covers no table, nor the keys a card.
const OPENINGS: [(&str, &str, &str); 7] = [
    ("options", "const options = root.querySelector('.options'); if (options) options.open = true", ".stage"),
    ("card", "root.querySelector('.item').click()", ".card:not(.keys, [hidden])"),
    ("table", "root.querySelector('details.table').open = true", "details.table[open]"),
    (
        "keys",
        "root.querySelector('.item').dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))",
        ".keys:not([hidden])",
    ),
    ("menu", "root.querySelector('.download').click()", ".ways"),
    ("sharing", "root.querySelector('.share').click()", ".ways input"),
    ("codes", "for (const part of root.querySelectorAll('.ways > details')) part.open = true", ".ways > [open]"),
];

pub fn add(suite: &mut Suite) {
    for language in LANGUAGES {
        suite.full(format!("in {language}, in every theme"), async move |browser| {
            by_language(browser, language, &VIEWS).await
        });
        suite.either(language == "ru", format!("embedded in {language}"), async move |browser| {
            embedded(browser, language).await
        });
    }
    // Kazakh has a note that it is a draft; the colours of a timeline are those of bars and more.
    suite.case("in kk, every theme with a timeline", async |browser| by_language(browser, "kk", &["strikes"]).await);
    for (nth, view) in VIEWS.into_iter().enumerate() {
        for (place, viewport) in [("a screen", SCREEN), ("a phone", PHONE)] {
            // Everything that can be opened, once; all figures are looked at, closed, in one language.
            let is_quick = nth == 0 && place == "a phone";
            suite.either(is_quick, format!("{view}, opened on {place}"), async move |browser| {
                opened(browser, view, viewport).await
            });
        }
    }
    suite.case("the page that checks data and the doctor with its hosts", others);
    suite.case("violations are found", finds);
}

static SCRIPT: LazyLock<Result<String, String>> = LazyLock::new(|| {
    let script = xtask::axe::install().and_then(|path| Ok(fs::read_to_string(path)?));
    script.map_err(|error| format!("{error:#}"))
});

fn script() -> Result<&'static str> {
    SCRIPT.as_deref().map_err(|error| anyhow!("{error}"))
}

/// Every figure by all rules, then the colours of those in `themed` in each theme: nothing else differs there.
async fn by_language(browser: &Browser, language: &str, themed: &[&str]) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    open(browser, &format!("/{language}/")).await?;
    for view in VIEWS {
        browser.turn_to(view).await?;
        check(browser, view, "document", &all()).await?;
        let themes = THEMES.into_iter().filter(|(_, viewport)| browser.offers(*viewport).is_ok());
        for (theme, viewport) in themes.filter(|_| themed.contains(&view)) {
            browser.set_viewport(viewport).await?;
            browser.settle().await?;
            // What stands around the figures is the same for all of them.
            let part = if view == themed[0] { "document".to_owned() } else { panel(view) };
            check(browser, &format!("{view}, {theme}"), &part, &colours()).await?;
        }
        browser.set_viewport(SCREEN).await?;
    }
    Ok(())
}

/// In a page of somebody else, which has the heading and the name that a frame by itself lacks.
async fn embedded(browser: &Browser, language: &str) -> Result<()> {
    let frame = format!("<iframe title=Figure width=700 height=760 src=/{language}/{}/embed.html></iframe>", VIEWS[0]);
    let head = format!("<!doctype html><html lang={language}><title>Host</title>");
    let page = format!("{head}<body><main><h1>Host</h1>{frame}</main>");
    browser.site.answer("/host.html", Answer::html(page));
    open(browser, "/host.html").await?;
    let document = "document.querySelector('iframe').contentDocument";
    browser.shown(&format!("{document}.querySelector('article-figure')")).alive().await?;
    // Into the frame, too: axe asks its own kind there, and the page takes scripts of its own site alone.
    let script = script()?.to_owned().into();
    browser.site.answer("/axe.js", Answer::Bytes { content_type: "text/javascript", bytes: script });
    let body = format!(
        "const script = {document}.createElement('script');
        script.src = '/axe.js';
        {document}.head.append(script);
        return new Promise(done => script.addEventListener('load', () => done(null)))"
    );
    browser.run::<Value>(&body, &[]).await?;
    check(browser, "embedded", "document", &all()).await?;
    // That it was looked into.
    let title = format!("{document}.querySelector('article-figure').shadowRoot.querySelector('.title')");
    browser.eval::<bool>(&format!("({title}.style.color = '#ccc', true)")).await?;
    let found = violations(browser, "document", &colours()).await?;
    ensure!(!found.is_empty(), "the frame was not looked into");
    Ok(())
}

async fn opened(browser: &Browser, view: &str, viewport: Viewport) -> Result<()> {
    browser.set_viewport(viewport).await?;
    open(browser, "/").await?;
    browser.turn_to(view).await?;
    check(browser, view, &panel(view), &all()).await?;
    for (name, opening, opened) in OPENINGS {
        let root = format!("const root = {}.shadowRoot", browser.figure(view).element);
        browser.run::<bool>(&format!("{root}; {opening}; return true"), &[]).await?;
        let there = browser.figure(view).part(opened);
        browser.wait_until(&format!("{view} has its {name}"), &there).await?;
        browser.settle().await?;
        check(browser, &format!("{view} with {name}"), &panel(view), &all()).await?;
    }
    Ok(())
}

/// Pages of the site that are about no figure in particular.
async fn others(browser: &Browser) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    let doctor = fs::read_dir(xtask::files::dist().join("doctor"))?.map(|entry| Ok(entry?.file_name()));
    let doctor = doctor.collect::<Result<Vec<_>>>()?;
    let names = doctor.iter().filter_map(|name| name.to_str()).filter(|name| name.ends_with(".html"));
    let paths = names.map(|name| format!("/doctor/{name}"));
    for path in paths.chain(LANGUAGES.map(|language| format!("/check/{language}/"))) {
        open(browser, &path).await?;
        check(browser, &path, "document", &all()).await?;
    }
    Ok(())
}

/// The rules reach into the figures: what is spoilt there is told.
async fn finds(browser: &Browser) -> Result<()> {
    open(browser, "/").await?;
    browser.turn_to(VIEWS[0]).await?;
    let item = browser.figure(VIEWS[0]).part(".item");
    browser.eval::<bool>(&format!("({item}.removeAttribute('aria-label'), true)")).await?;
    let title = browser.figure(VIEWS[0]).part(".title");
    browser.eval::<bool>(&format!("({title}.style.color = '#ccc', true)")).await?;
    for (options, rule) in [(all(), "button-name"), (colours(), "color-contrast")] {
        let found = violations(browser, "document", &options).await?;
        ensure!(found.iter().any(|line| line.starts_with(rule)), "{rule} is not among {found:#?}");
    }
    Ok(())
}

pub async fn open(browser: &Browser, path: &str) -> Result<()> {
    browser.open(path).await?;
    browser.run::<Value>(&format!("{}; return null", script()?), &[]).await.map(drop)
}

pub async fn check(browser: &Browser, what: &str, part: &str, options: &Value) -> Result<()> {
    let found = violations(browser, part, options).await?;
    ensure!(found.is_empty(), "{what}:\n{}", found.join("\n"));
    Ok(())
}

pub fn all() -> Value {
    json!({ "runOnly": TAGS, "resultTypes": ["violations"] })
}

fn colours() -> Value {
    json!({ "runOnly": { "type": "rule", "values": ["color-contrast"] }, "resultTypes": ["violations"] })
}

/// One line for each element: the rule, what it asks for, where, why.
async fn violations(browser: &Browser, part: &str, options: &Value) -> Result<Vec<String>> {
    let body = format!(
        "return axe.run({part}, arguments[0]).then(({{ violations }}) => violations.flatMap(({{ id, help, nodes }}) =>
            nodes.map(({{ target, failureSummary }}) => `${{id}}: ${{help}}: ${{target.flat().join(' > ')}}: ${{failureSummary}}`)))"
    );
    browser.run(&body, std::slice::from_ref(options)).await
}

fn panel(view: &str) -> String {
    format!("document.getElementById('{view}')")
}
