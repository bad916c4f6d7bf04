//! Words and texts 40 % longer, as another language may have them: nothing leaves the page.

use std::fs;
use std::path::{Path, PathBuf};

use super::common::longer;
use anyhow::{Context, Result, ensure};
use article_figures::site::{self, Sources};
use axum::body::Bytes;
use browser::article::{VIEWS, from_sources};
use browser::{Answer, Browser, Shared, Suite, Viewport};
use serde_json::Value;

/// What of the descriptor, and which columns of the tables, are texts for readers; in every language.
const TEXTS: [&str; 7] = ["title", "subtitle", "note", "tab", "unit", "whole_name", "remainder"];
const COLUMNS: [&str; 6] = ["name", "period_name", "note", "summary", "finding", "unit"];
/// Signs, not words.
const SIGNS: [&str; 4] = ["decimal_separator", "group_separator", "percent", "day_point"];

pub fn add(suite: &mut Suite) {
    suite.case("320 px", async |browser| fits(browser, &built()?, 320).await).early();
    suite.full("1280 px", async |browser| fits(browser, &built()?, 1280).await);
    suite.full("text that leaves the page is found", async |browser| found(browser, &built()?).await);
}

static SITE: Shared = Shared::new("long");

fn built() -> Result<PathBuf> {
    Ok(SITE.folder(write_site)?.join("out"))
}

/// The site as it would be built from longer texts; where it is.
fn write_site(folder: &Path) -> Result<()> {
    let [data, www, out] = ["data", "www", "out"].map(|name| folder.join(name));
    copy(&xtask::files::data(), &data)?;
    copy(&xtask::files::root().join("www"), &www)?;
    rewrite(&data, "json", |name, text| if name == "datapackage.json" { descriptor(&text) } else { Ok(text) })?;
    rewrite(&data, "csv", |_, text| table(&text))?;
    rewrite(&www.join("strings"), "json", |_, text| words(&text))?;
    from_sources(&data, |sources| site::write(Sources { www: &www, ..sources }, &out))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn rewrite(folder: &Path, extension: &str, change: impl Fn(&str, String) -> Result<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = change(&name, fs::read_to_string(&path)?).with_context(|| name)?;
            fs::write(path, text)?;
        }
    }
    Ok(())
}

fn descriptor(text: &str) -> Result<String> {
    let mut value = serde_json::from_str(text)?;
    lengthen(&mut value);
    Ok(serde_json::to_string(&value)?)
}

fn lengthen(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                match value {
                    Value::String(text) if TEXTS.contains(&base(name)) => *text = more(text),
                    value => lengthen(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(lengthen),
        _ => {}
    }
}

/// `title@en` is a `title`.
fn base(name: &str) -> &str {
    name.split_once('@').map_or(name, |(base, _)| base)
}

/// The sign of per cent is the same everywhere.
fn more(text: &str) -> String {
    if text == "%" { text.to_owned() } else { longer(text) }
}

fn table(text: &str) -> Result<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = reader.headers()?.clone();
    writer.write_record(&header)?;
    for record in reader.records() {
        let record = record?;
        let cells = header.iter().zip(&record);
        writer.write_record(cells.map(
            |(name, cell)| {
                if COLUMNS.contains(&base(name)) { more(cell) } else { cell.to_owned() }
            },
        ))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Placeholders and the names of plural forms stay.
fn words(text: &str) -> Result<String> {
    let words: serde_json::Map<String, Value> = serde_json::from_str(text)?;
    let word = |word: &str| if word.contains(['{', '}', '|', ':']) { word.to_owned() } else { longer(word) };
    let longer = words.into_iter().map(|(name, text)| match text {
        Value::String(text) if !SIGNS.contains(&&*name) => {
            (name, Value::from(text.split(' ').map(word).collect::<Vec<_>>().join(" ")))
        }
        text => (name, text),
    });
    Ok(serde_json::to_string(&longer.collect::<serde_json::Map<_, _>>())?)
}

/// From now on the site answers with what was built of longer texts.
fn serve(browser: &Browser, out: &Path, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            serve(browser, out, &path)?;
            continue;
        }
        let content_type = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html") => "text/html; charset=utf-8",
            Some("csv") => "text/csv",
            Some("json") => "application/json",
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            Some("wasm") => "application/wasm",
            _ => continue,
        };
        let address = format!("/{}", path.strip_prefix(out)?.display());
        let address = address.strip_suffix("index.html").unwrap_or(&address);
        browser.site.answer(address, Answer::Bytes { content_type, bytes: Bytes::from(fs::read(&path)?) });
    }
    Ok(())
}

/// What can be opened, one after the other.
const OPENINGS: [&str; 7] = [
    "",
    "const options = root.querySelector('.options'); if (options) options.open = true",
    "root.querySelector('.item').click()",
    "root.querySelector('.item').dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))",
    "root.querySelector('details.table').open = true",
    "root.querySelector('.download').click();
    return new Promise(done => requestAnimationFrame(function wait() {
        root.querySelector('.ways') ? done(true) : requestAnimationFrame(wait);
    }))",
    "root.querySelector('.share').click();
    return new Promise(done => requestAnimationFrame(function wait() {
        const parts = root.querySelectorAll('.ways > details');
        for (const part of parts) part.open = true;
        parts.length ? done(true) : requestAnimationFrame(wait);
    }))",
];

async fn open(browser: &Browser, out: &Path, width: u32) -> Result<()> {
    browser.set_viewport(Viewport::new(width, 900)).await?;
    serve(browser, out, out)?;
    browser.open("/de/").await
}

async fn fits(browser: &Browser, out: &Path, width: u32) -> Result<()> {
    open(browser, out, width).await?;
    for view in VIEWS {
        let shown = browser.turn_to(view).await?;
        shown.complete().await?;
        let use_text = shown.text(".use").await?;
        ensure!(use_text.contains("nächsterrets"), "the words are not longer: {use_text}");
        for opening in OPENINGS {
            let root = format!("const root = {}.shadowRoot", shown.element);
            browser.run::<bool>(&format!("{root}; {opening}; return true"), &[]).await?;
            browser.settle().await?;
            let outside = outside(browser, &shown.element).await?;
            ensure!(outside.is_empty(), "{view}, {opening}: {outside:#?}");
        }
    }
    Ok(())
}

async fn found(browser: &Browser, out: &Path) -> Result<()> {
    open(browser, out, 320).await?;
    let shown = browser.turn_to(VIEWS[0]).await?;
    shown.options().await?;
    for spoilt in [".switch label", ".note", ".title"] {
        let part = shown.part(spoilt);
        browser
            .eval::<bool>(&format!("({part}.style.cssText = 'white-space: nowrap; min-width: 24rem', true)"))
            .await?;
        let outside = outside(browser, &shown.element).await?;
        ensure!(!outside.is_empty(), "{spoilt} leaves the page and is not found");
        browser.eval::<bool>(&format!("({part}.style.cssText = '', true)")).await?;
    }
    Ok(())
}

/// What needs more room than it has: the page itself, and each element that is shown, but for what can be scrolled.
async fn outside(browser: &Browser, figure: &str) -> Result<Vec<String>> {
    let body = format!(
        "const {{ scrollWidth, clientWidth }} = document.documentElement;
        const lines = scrollWidth > clientWidth ? [`the page needs ${{scrollWidth}} of ${{clientWidth}} px`] : [];
        const hidden = '.tabs, .tabs *, .scroll *, .ways input, .ways textarea, .summary, .announcer, .end, .skip, #shown, canvas, .items, .items *';
        const elements = [...document.querySelectorAll('body *'), ...{figure}.shadowRoot.querySelectorAll('*')];
        for (const element of elements) {{
            if (!element.checkVisibility() || element.matches(hidden)) continue;
            const {{ left, right }} = element.getBoundingClientRect();
            const name = `${{element.localName}}.${{element.className}} ${{element.textContent.slice(0, 60)}}`;
            if (left < 0 || right > clientWidth + 0.5) lines.push(`${{name}}: ${{left}} to ${{right}} of ${{clientWidth}} px`);
            const own = element.clientWidth && !element.matches('.scroll') && element.scrollWidth > element.clientWidth + 1;
            if (own) lines.push(`${{name}}: needs ${{element.scrollWidth}} of ${{element.clientWidth}} px`);
        }}
        return lines"
    );
    browser.run(&body, &[]).await
}
