use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::{
    CapabilitiesHelper, ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities, PageLoadStrategy, WebDriver,
};
use tokio::time::sleep;

use crate::chromedriver::Chromedriver;
use crate::{Site, Viewport};

/// How long a page may take to get anywhere; a machine with one busy core needs seconds.
const PATIENCE: Duration = Duration::from_secs(10);

const ARGUMENTS: [&str; 14] = [
    "--headless",
    // The article's own language is what a page without one in its address keeps.
    "--accept-lang=de-DE,de",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--enable-precise-memory-info",
    "--js-flags=--expose-gc",
    // Colours as the style sheet gives them, whatever screen the machine believes to have.
    "--force-color-profile=srgb",
];

/// One Chromium with one tab, and the site that it reads.
pub struct Browser {
    pub site: Site,
    // In this order: the session ends before its driver, the driver before the profile is removed.
    driver: WebDriver,
    _chromedriver: Chromedriver,
    _profile: TempDir,
}

impl Browser {
    /// # Errors
    /// When `dist/` is not built, or Chromium or its driver do not start.
    pub async fn start() -> Result<Self> {
        Self::start_on(1.0).await
    }

    /// On a screen with `ratio` device pixels to one CSS px.
    pub async fn start_on(ratio: f64) -> Result<Self> {
        let site = Site::start().await?;
        let profile = tempfile::tempdir()?;
        let chromedriver = Chromedriver::start()?;
        let session = WebDriver::new(chromedriver.url(), capabilities(&profile, ratio)?).await;
        let driver = session.context("chromedriver cannot start Chromium")?;
        Ok(Self { site, driver, _chromedriver: chromedriver, _profile: profile })
    }

    /// Opens a path of the site in a fresh document and waits until it has loaded.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.open_url(&self.site.url(path)).await
    }

    /// The same for another site.
    pub async fn open_url(&self, url: &str) -> Result<()> {
        self.visit(url).await?;
        self.wait_until(&format!("{url} has loaded"), "document.readyState === 'complete'").await
    }

    /// Goes to an address without waiting for anything but that the document has changed.
    pub async fn visit(&self, url: &str) -> Result<()> {
        // By way of an empty page: another `#fragment` alone would keep the old document.
        self.leave().await?;
        self.driver.goto(url).await?;
        self.wait_until(&format!("{url} answers"), "location.href !== 'about:blank'").await
    }

    /// Goes to an empty page. While a document that leads elsewhere is just being replaced, Chromium may forget where it
    /// was told to go (one of 150 times): it is told again.
    async fn leave(&self) -> Result<()> {
        let mut left = Ok(());
        for _ in 0..5 {
            self.driver.goto("about:blank").await?;
            left = self.wait(PATIENCE / 5, "the empty page is there", "location.href === 'about:blank'").await;
            if left.is_ok() {
                break;
            }
        }
        left
    }

    /// The value of a JavaScript expression, awaited if it is a promise.
    pub async fn eval<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        self.run(&format!("return {expression}"), &[]).await
    }

    /// What the body of a JavaScript function returns; it finds its arguments in `arguments`.
    pub async fn run<T: DeserializeOwned>(&self, body: &str, arguments: &[Value]) -> Result<T> {
        let answer = self.driver.execute(body, arguments).await;
        let answer = answer.map_err(|error| anyhow!("{}\n  in: {body}", without_trace(&error.to_string())))?;
        let value = answer.json();
        T::deserialize(value).with_context(|| format!("`{body}` returned {value}"))
    }

    /// Waits until a JavaScript expression is truthy.
    ///
    /// # Errors
    /// After ten seconds, naming `what` was waited for, or the last error of the expression itself.
    pub async fn wait_until(&self, what: &str, expression: &str) -> Result<()> {
        self.wait(PATIENCE, what, expression).await
    }

    async fn wait(&self, limit: Duration, what: &str, expression: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let answer = self.eval::<bool>(&format!("Boolean({expression})")).await;
            if matches!(answer, Ok(true)) {
                return Ok(());
            }
            if started.elapsed() > limit {
                let why = answer.err().map(|error| format!(": {error:#}")).unwrap_or_default();
                bail!("waited {} s until {what} (`{expression}`){why}", limit.as_secs());
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// After the browser has painted what the last call changed: two animation frames.
    pub async fn settle(&self) -> Result<()> {
        let frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.eval::<bool>(frames).await.map(drop)
    }

    /// What the page holds, after the garbage was collected.
    pub async fn metrics(&self) -> Result<Metrics> {
        self.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        self.devtools("Performance.enable", json!({})).await?;
        let answer = self.devtools("Performance.getMetrics", json!({})).await?;
        let list: Vec<Metric> = serde_json::from_value(answer["metrics"].clone())?;
        let values: HashMap<_, _> = list.into_iter().map(|metric| (metric.name, metric.value)).collect();
        let value = |name: &str| values.get(name).copied().with_context(|| format!("Chromium counts no {name}"));
        Ok(Metrics { heap: value("JSHeapUsedSize")?, nodes: value("Nodes")?, listeners: value("JSEventListeners")? })
    }

    /// A command of the Chrome DevTools Protocol, such as `Network.emulateNetworkConditions`.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let answer = self.driver.cdp().send_raw(command, parameters).await;
        answer.with_context(|| format!("{command} failed"))
    }

    /// Whether pages may run scripts; a case begins with them.
    pub async fn set_scripts(&self, enabled: bool) -> Result<()> {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !enabled })).await.map(drop)
    }

    /// WebDriver itself, for frames, windows and the back button.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// As if just started: nothing open, stored, pointed at, injected or logged.
    pub(crate) async fn reset(&self) -> Result<()> {
        self.driver.enter_default_frame().await?;
        self.leave().await?;
        self.site.reset();
        self.set_scripts(true).await?;
        let storage = json!({ "origin": self.site.url(""), "storageTypes": "all" });
        self.devtools("Storage.clearDataForOrigin", storage).await?;
        self.devtools("Network.clearBrowserCache", json!({})).await?;
        self.hover((0.0, 0.0)).await?;
        self.set_viewport(Viewport::DESKTOP).await?;
        self.console().await.map(drop)
    }

    pub async fn end(self) -> Result<()> {
        self.driver.quit().await.context("cannot end Chromium")
    }
}

/// Bytes of JavaScript's heap, nodes of all documents, listeners for events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    pub heap: f64,
    pub nodes: f64,
    pub listeners: f64,
}

#[derive(Deserialize)]
struct Metric {
    name: String,
    value: f64,
}

/// chromedriver adds the addresses of its own functions, thirty lines of them.
fn without_trace(error: &str) -> String {
    let lines = error.lines().map(str::trim).take_while(|line| !line.starts_with("Stacktrace"));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n  ")
}

fn capabilities(profile: &TempDir, ratio: f64) -> Result<ChromeCapabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        chrome.add_arg(argument)?;
    }
    chrome.add_arg(&format!("--force-device-scale-factor={ratio}"))?;
    chrome.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    // A test about a file that never answers could not get past the usual "wait until loaded".
    chrome.set_page_load_strategy(PageLoadStrategy::None)?;
    Ok(chrome)
}
