//! axe-core finds nothing wrong: every figure, language and theme, and what a reader can open.

use std::cell::Cell;
use std::fs;

use anyhow::{Result, ensure};
use browser::article::{self, VIEWS};
use browser::{Answer, Browser, Cases, Failures, Viewport};
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
const OPENINGS: [(&str, &str, &str); 5] = [
    ("card", "root.querySelector('.item').click()", ".card:not(.keys, [hidden])"),
    ("table", "root.querySelector('details.table').open = true", "details.table[open]"),
    (
        "keys",
        "root.querySelector('.item').dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))",
        ".keys:not([hidden])",
    ),
    ("menu", "root.querySelector('.more').click()", ".ways"),
    ("codes", "for (const part of root.querySelectorAll('.ways > details')) part.open = true", ".ways > [open]"),
];

#[tokio::test]
async fn axe() -> Result<(), Failures> {
    let script = fs::read_to_string(xtask::axe::install()?).map_err(anyhow::Error::from)?;
    let languages = article::languages()?;
    let axe = Axe { script: &script, pages: Cell::default() };
    let mut cases = Cases::start().await?;
    for language in &languages {
        cases.case(&format!("in {language}"), async |browser| axe.language(browser, language).await).await;
        cases.case(&format!("embedded in {language}"), async |browser| axe.embedded(browser, language).await).await;
    }
    for view in VIEWS {
        for (place, viewport) in [("a screen", SCREEN), ("a phone", PHONE)] {
            let name = format!("{view}, opened on {place}");
            cases.case(&name, async |browser| axe.opened(browser, view, viewport).await).await;
        }
    }
    cases.case("what is wrong is found", async |browser| axe.finds(browser).await).await;
    cases.end().await?;
    println!("axe-core {}: 0 violations on {} pages", xtask::axe::VERSION, axe.pages.get());
    Ok(())
}

struct Axe<'a> {
    script: &'a str,
    pages: Cell<u32>,
}

impl Axe<'_> {
    /// Every figure by all rules, then its colours in each theme: they alone differ there.
    async fn language(&self, browser: &Browser, language: &str) -> Result<()> {
        browser.set_viewport(SCREEN).await?;
        self.open(browser, &format!("/{language}/")).await?;
        for view in VIEWS {
            browser.turn_to(view).await?;
            self.check(browser, view, "document", &all()).await?;
            for (theme, viewport) in THEMES.into_iter().filter(|(_, viewport)| browser.offers(*viewport).is_ok()) {
                browser.set_viewport(viewport).await?;
                browser.settle().await?;
                // What stands around the figures is the same for all of them.
                let part = if view == VIEWS[0] { "document".to_owned() } else { panel(view) };
                self.check(browser, &format!("{view}, {theme}"), &part, &colours()).await?;
            }
            browser.set_viewport(SCREEN).await?;
        }
        Ok(())
    }

    /// In a page of somebody else, which has the heading and the name that a frame by itself lacks.
    async fn embedded(&self, browser: &Browser, language: &str) -> Result<()> {
        let frame =
            format!("<iframe title=Figure width=700 height=760 src=/{language}/{}/embed.html></iframe>", VIEWS[0]);
        let head = format!("<!doctype html><html lang={language}><title>Host</title>");
        let page = format!("{head}<body><main><h1>Host</h1>{frame}</main>");
        browser.site.answer("/host.html", Answer::html(page));
        self.open(browser, "/host.html").await?;
        let document = "document.querySelector('iframe').contentDocument";
        browser.shown(&format!("{document}.querySelector('article-figure')")).alive().await?;
        // Into the frame, too: axe asks its own kind there, and the page takes scripts of its own site alone.
        let script = self.script.to_owned().into();
        browser.site.answer("/axe.js", Answer::Bytes { content_type: "text/javascript", bytes: script });
        let body = format!(
            "const script = {document}.createElement('script');
            script.src = '/axe.js';
            {document}.head.append(script);
            return new Promise(done => script.addEventListener('load', () => done(null)))"
        );
        browser.run::<Value>(&body, &[]).await?;
        self.check(browser, "embedded", "document", &all()).await?;
        // That it was looked into.
        let title = format!("{document}.querySelector('article-figure').shadowRoot.querySelector('.title')");
        browser.eval::<bool>(&format!("({title}.style.color = '#ccc', true)")).await?;
        let found = violations(browser, "document", &colours()).await?;
        ensure!(!found.is_empty(), "the frame was not looked into");
        Ok(())
    }

    async fn opened(&self, browser: &Browser, view: &str, viewport: Viewport) -> Result<()> {
        browser.set_viewport(viewport).await?;
        self.open(browser, "/").await?;
        browser.turn_to(view).await?;
        self.check(browser, view, &panel(view), &all()).await?;
        for (name, opening, opened) in OPENINGS {
            let root = format!("const root = {}.shadowRoot", browser.figure(view).element);
            browser.run::<bool>(&format!("{root}; {opening}; return true"), &[]).await?;
            let there = browser.figure(view).part(opened);
            browser.wait_until(&format!("{view} has its {name}"), &there).await?;
            browser.settle().await?;
            self.check(browser, &format!("{view} with {name}"), &panel(view), &all()).await?;
        }
        Ok(())
    }

    /// The rules reach into the figures: what is spoilt there is told.
    async fn finds(&self, browser: &Browser) -> Result<()> {
        self.open(browser, "/").await?;
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

    async fn open(&self, browser: &Browser, path: &str) -> Result<()> {
        browser.open(path).await?;
        browser.run::<Value>(&format!("{}; return null", self.script), &[]).await.map(drop)
    }

    async fn check(&self, browser: &Browser, what: &str, part: &str, options: &Value) -> Result<()> {
        let found = violations(browser, part, options).await?;
        ensure!(found.is_empty(), "{what}:\n{}", found.join("\n"));
        self.pages.set(self.pages.get() + 1);
        Ok(())
    }
}

fn all() -> Value {
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
