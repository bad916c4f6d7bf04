use std::cell::Cell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use http::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId, WebDriver};
use tokio::time::sleep;

use launcher::engine::Engine;

use crate::capabilities::{Reading, capabilities};
use crate::driver::{Driver, engine};
use crate::{Left, Site, Viewport, site};

/// How long a page may take to get anywhere; on a machine with other work it was more than ten seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// In a process of its own.
const BLANK: &str = "about:blank";

/// One browser with one tab, and the site that it reads.
pub struct Browser {
    pub site: Site,
    // In this order: the session ends before its driver, the driver before the profile is removed.
    driver: WebDriver,
    _program: Driver,
    _profile: TempDir,
    /// What is driven.
    pub engine: Engine,
    /// How many fingers are down.
    pub(crate) fingers: Cell<usize>,
    pub(crate) viewport: Cell<Viewport>,
}

impl Browser {
    /// # Errors
    /// When `dist/` is not built, or the browser or its driver do not start.
    pub async fn start() -> Result<Self> {
        Self::start_for(Reading::PLAIN).await
    }

    /// For a reader with such a screen and settings.
    pub async fn start_for(reading: Reading) -> Result<Self> {
        let site = Site::start().await?;
        let profile = tempfile::tempdir()?;
        let engine = engine();
        let program = Driver::start(engine, reading.ratio)?;
        let session = WebDriver::new(program.url(), capabilities(engine, profile.path(), reading)?).await;
        let driver = session.with_context(|| format!("cannot start {}", engine.name()))?;
        Ok(Self {
            site,
            driver,
            _program: program,
            _profile: profile,
            engine,
            fingers: Cell::new(0),
            viewport: Cell::new(Viewport::DESKTOP),
        })
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
        // By way of an empty page: another `#fragment` alone would keep the old document. One of the same site keeps the
        // process, which takes as long to start as a figure takes to come alive.
        let empty = self.site.url(site::EMPTY);
        let between = if url.starts_with(&self.site.url("/")) { &empty } else { BLANK };
        self.leave_for(between).await?;
        self.driver.goto(url).await?;
        self.wait_until(&format!("{url} answers"), &format!("location.href !== '{between}'")).await?;
        if self.engine == Engine::Firefox {
            // Where the page has a process of its own, the one before knew what is wished for.
            self.set_viewport(self.viewport.get()).await?;
        }
        self.watch().await
    }

    /// Goes to an empty page. While a document that leads elsewhere is just being replaced, Chromium may forget where it
    /// was told to go (one of 150 times): it is told again.
    async fn leave_for(&self, empty: &str) -> Result<()> {
        let mut left = Ok(());
        for _ in 0..5 {
            self.driver.goto(empty).await?;
            left = self.wait(PATIENCE / 5, "the empty page is there", &format!("location.href === '{empty}'")).await;
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
        // What is awaited needs a function of its own, which has the arguments of the one around it.
        let answer = self.driver.execute(format!("return (async () => {{ {body}\n }})()"), arguments).await;
        let answer = answer.map_err(|error| anyhow!("{}\n  in: {body}", without_trace(&error.to_string())))?;
        let value = answer.json();
        T::deserialize(value).with_context(|| format!("`{body}` returned {value}"))
    }

    /// Waits until a JavaScript expression is truthy.
    ///
    /// # Errors
    /// After twenty seconds, naming `what` was waited for, or the last error of the expression itself.
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

    /// Hides the page for a while: by another tab, or, where a new tab is not shown, by making the window an icon.
    pub async fn look_away(&self, time: Duration) -> Result<()> {
        if self.engine == Engine::Webkit {
            let shown = self.driver.get_window_rect().await?;
            self.driver.minimize_window().await?;
            sleep(time).await;
            let (x, y, width, height) = (shown.x, shown.y, shown.width as u32, shown.height as u32);
            return Ok(self.driver.set_window_rect(x, y, width, height).await?);
        }
        let first = self.driver.window().await?;
        let second = self.driver.new_tab().await?;
        self.driver.switch_to_window(second).await?;
        sleep(time).await;
        self.driver.close_window().await?;
        Ok(self.driver.switch_to_window(first).await?)
    }

    /// What the page holds, after the garbage was collected; no other browser than Chromium tells.
    pub async fn metrics(&self) -> Result<Option<Metrics>> {
        if self.engine != Engine::Chromium {
            return Ok(None);
        }
        self.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        self.devtools("Performance.enable", json!({})).await?;
        let answer = self.devtools("Performance.getMetrics", json!({})).await?;
        let list: Vec<Metric> = serde_json::from_value(answer["metrics"].clone())?;
        let values: HashMap<_, _> = list.into_iter().map(|metric| (metric.name, metric.value)).collect();
        let value = |name: &str| values.get(name).copied().with_context(|| format!("Chromium counts no {name}"));
        let (heap, nodes, listeners) = (value("JSHeapUsedSize")?, value("Nodes")?, value("JSEventListeners")?);
        Ok(Some(Metrics { heap, nodes, listeners }))
    }

    /// Removes all figures and counts those that something still holds afterwards: a listener, an observer, an answer that
    /// is waited for. Only Chromium collects its garbage when it is asked to; elsewhere none is found.
    pub async fn held(&self) -> Result<u32> {
        const COUNT: &str = "
            const held = Array.from(document.querySelectorAll('article-figure'), figure => new WeakRef(figure));
            document.querySelectorAll('article-figure').forEach(figure => figure.remove());
            if (!window.gc) return 0;
            const count = () => held.filter(figure => figure.deref()).length;
            for (let wait = 0; wait < 200 && count(); wait++) {
                await new Promise(done => setTimeout(done, 50));
                // Later, and not from here: what is left on the stack would be taken for something that is held.
                await gc({ type: 'major', execution: 'async' });
            }
            return count();";
        self.run(COUNT, &[]).await
    }

    /// A command of the Chrome DevTools Protocol, such as `Network.emulateNetworkConditions`.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        self.only_in_chromium(command)?;
        let answer = self.driver.cdp().send_raw(command, parameters).await;
        answer.with_context(|| format!("{command} failed"))
    }

    /// Whether pages may run scripts; a case begins with them.
    pub async fn set_scripts(&self, enabled: bool) -> Result<()> {
        if self.engine != Engine::Chromium {
            self.site.set_scripts(enabled);
            return Ok(());
        }
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !enabled })).await.map(drop)
    }

    /// What the body of a function returns that runs in Firefox itself, not in the page.
    pub(crate) async fn system(&self, body: &str, arguments: Value) -> Result<Value> {
        self.send(Method::POST, "moz/context", json!({ "context": "chrome" })).await?;
        let answer = self.send(Method::POST, "execute/sync", json!({ "script": body, "args": arguments })).await;
        self.send(Method::POST, "moz/context", json!({ "context": "content" })).await?;
        answer
    }

    /// A command of WebDriver that the crate does not know.
    pub(crate) async fn send(&self, method: Method, path: &'static str, body: Value) -> Result<Value> {
        let answer = self.driver.cmd(Raw { method, path, body }).await;
        let answer = answer.map_err(|error| anyhow!("{path}: {}", without_trace(&error.to_string())))?;
        Ok(answer.value::<Value>()?)
    }

    /// An error that leaves a case out where no other driver offers this.
    pub fn only_in_chromium(&self, what: &str) -> Result<()> {
        if self.engine == Engine::Chromium { Ok(()) } else { Err(Left(what.to_owned()).into()) }
    }

    /// Whether what is painted twice is the same twice: other engines than Chromium blend the edges of shapes, and of
    /// letters on them, a little differently each time.
    pub fn is_exact(&self) -> bool {
        self.engine == Engine::Chromium
    }

    /// WebDriver itself, for frames, windows and the back button.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// As if just started: nothing open, pointed at, injected or logged; `fresh`: and nothing loaded or stored.
    pub(crate) async fn reset(&self, fresh: bool) -> Result<()> {
        self.driver.enter_default_frame().await?;
        self.set_scripts(true).await?;
        self.site.reset();
        // An empty page of the same site keeps the process, which takes as long to start as a figure to become
        // interactive; a fresh one is started where nothing may be left.
        self.leave_for(&if fresh { BLANK.to_owned() } else { self.site.url(site::EMPTY) }).await?;
        self.site.reset();
        if fresh {
            self.forget().await?;
        }
        self.hover((0.0, 0.0)).await?;
        self.set_viewport(Viewport::DESKTOP).await?;
        self.console().await.map(drop)
    }

    async fn forget(&self) -> Result<()> {
        match self.engine {
            Engine::Firefox => {
                let clear = "return new Promise(done =>
                    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, () => done(true)))";
                self.system(clear, json!([])).await?;
            }
            // A session of its own for each case.
            Engine::Webkit => {}
            _ => {
                let storage = json!({ "origin": self.site.url(""), "storageTypes": "all" });
                self.devtools("Storage.clearDataForOrigin", storage).await?;
                self.devtools("Network.clearBrowserCache", json!({})).await?;
            }
        }
        Ok(())
    }

    pub async fn end(self) -> Result<()> {
        self.driver.quit().await.context("cannot end the browser")
    }
}

#[derive(Debug)]
struct Raw {
    method: Method,
    path: &'static str,
    body: Value,
}

impl FormatRequestData for Raw {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let data = RequestData::new(self.method.clone(), format!("session/{session}/{}", self.path));
        if self.method == Method::GET { data } else { data.add_body(self.body.clone()) }
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
