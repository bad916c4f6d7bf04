//! A figure as one file: it needs no other, on a disk or in a frame without an origin.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use article_figures::site;
use browser::article::{VIEWS, from_sources};
use browser::{Answer, Browser, Suite};
use serde_json::{Value, json};

pub fn add(suite: &mut Suite) {
    for (view, language) in VIEWS.into_iter().zip(["de", "en", "ru", "kk"].into_iter().cycle()) {
        let name = format!("{view} in {language}, from a disk, without a network");
        suite.either(view == "strikes", name, async move |browser| {
            let folder = tempfile::tempdir()?;
            from_disk(browser, view, &written(folder.path(), view, language)?).await
        });
    }
    suite.case("in a sandboxed frame", async |browser| sandboxed(browser, tempfile::tempdir()?.path()).await);
}

fn page(folder: &Path, view: &str, language: &str) -> Result<String, site::WriteError> {
    from_sources(&xtask::files::data(), |sources| site::single(sources, &folder.join("scratch"), view, language))
}

fn written(folder: &Path, view: &str, language: &str) -> Result<PathBuf> {
    let path = folder.join(format!("{view}.{language}.html"));
    fs::write(&path, page(folder, view, language)?)?;
    Ok(path)
}

const OFFLINE: &str = "Network.emulateNetworkConditions";

async fn from_disk(browser: &Browser, view: &str, file: &Path) -> Result<()> {
    browser.devtools("Network.enable", json!({})).await?;
    let network =
        |offline| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools(OFFLINE, network(true)).await?;
    let tried = alone(browser, view, file).await;
    browser.devtools(OFFLINE, network(false)).await?;
    tried
}

async fn alone(browser: &Browser, view: &str, file: &Path) -> Result<()> {
    browser.open_url(&format!("file://{}", file.display())).await?;
    let figure = browser.figure(view);
    figure.alive().await?;
    browser.eval::<bool>(&format!("({}.click(), true)", figure.part(".item"))).await?;
    browser.wait_until("its card opens", &format!("!{}.hidden", figure.part(".card"))).await?;
    browser.eval::<bool>(&format!("({}.click(), true)", figure.part(".download"))).await?;
    browser.wait_until("its menu opens", &figure.part(".ways")).await?;
    let gives: (String, Value) =
        browser.eval(&format!("await Promise.all([{0}.csv(), {0}.json()])", figure.element)).await?;
    ensure!(gives.0.starts_with("key,label") && gives.1["name"] == view, "{gives:?}");
    let asked: Vec<String> = browser.eval("performance.getEntriesByType('resource').map(entry => entry.name)").await?;
    let others: Vec<_> = asked.iter().filter(|address| !address.starts_with("data:")).collect();
    ensure!(others.is_empty(), "it asks for {others:?}");
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

async fn sandboxed(browser: &Browser, folder: &Path) -> Result<()> {
    browser.site.answer("/single.html", Answer::html(page(folder, "strikes", "kk")?));
    let host = "<!doctype html><title>Host</title><link rel=icon href=data:,>
        <script>window.messages = []; addEventListener('message', ({ data }) => messages.push(data))</script>
        <iframe src=/single.html sandbox=allow-scripts></iframe>";
    browser.site.answer("/host.html", Answer::html(host));
    browser.open("/host.html").await?;
    browser.wait_until("it lives", "messages.some(data => data.type === 'ready')").await?;
    let heights: Vec<f64> =
        browser.eval("messages.filter(data => data.type === 'height').map(data => data.height)").await?;
    ensure!(heights.iter().all(|height| *height > 300.0) && !heights.is_empty(), "{heights:?}");
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}
