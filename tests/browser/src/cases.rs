use std::any::Any;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use futures_util::FutureExt;
use tokio::time::timeout;

use xtask::engine::Engine;

use crate::Browser;

/// Longer than any case needs: what exceeds it hangs. WebKit, which paints without any help here, is the slowest by far.
fn limit(engine: Engine) -> Duration {
    Duration::from_secs(if engine == Engine::Webkit { 300 } else { 120 })
}

/// The cases of one test file, one after the other in one browser. All run, whichever fail.
pub struct Cases {
    browser: Browser,
    ratio: f64,
    left: u32,
    failures: Vec<String>,
}

impl Cases {
    /// # Errors
    /// When `dist/` is not built, or Chromium or its driver do not start.
    pub async fn start() -> Result<Self> {
        Self::start_on(1.0).await
    }

    /// On a screen with `ratio` device pixels to one CSS px.
    pub async fn start_on(ratio: f64) -> Result<Self> {
        Ok(Self { browser: Browser::start_on(ratio).await?, ratio, left: 0, failures: Vec::new() })
    }

    /// Runs `body` in a browser that has forgotten the cases before. It fails with an error or a panic.
    pub async fn case(&mut self, name: &str, body: impl AsyncFnOnce(&Browser) -> Result<()>) {
        let started = Instant::now();
        if let Err(error) = self.refresh().await {
            return self.fail(name, &error).await;
        }
        match attempt(&self.browser, body).await {
            Ok(()) => println!("ok      {name} ({} ms)", started.elapsed().as_millis()),
            Err(error) if error.downcast_ref::<Left>().is_some() => {
                self.left += 1;
                println!("left    {name}: {error}");
            }
            Err(error) => self.fail(name, &error).await,
        }
    }

    /// WebKit forgets nothing when it is told to, but a new one knows nothing.
    async fn refresh(&mut self) -> Result<()> {
        if self.browser.engine == Engine::Webkit {
            let fresh = Browser::start_on(self.ratio).await?;
            std::mem::replace(&mut self.browser, fresh).end().await?;
        }
        Ok(())
    }

    /// Whether none was left out so far.
    pub fn complete(&self) -> bool {
        self.left == 0
    }

    /// # Errors
    /// When a case failed; the message names each, its reason and its screenshot.
    pub async fn end(self) -> Result<(), Failures> {
        self.browser.end().await?;
        if self.failures.is_empty() {
            return Ok(());
        }
        Err(Failures(format!("{} failed\n\n{}", self.failures.len(), self.failures.join("\n\n"))))
    }

    async fn fail(&mut self, name: &str, error: &anyhow::Error) {
        println!("FAILED  {name}");
        let mut report = format!("{name}\n  {error:#}");
        for line in self.browser.console().await.unwrap_or_default() {
            report += &format!("\n  console: {line}");
        }
        if let Ok(path) = self.browser.screenshot(&format!("failed-{name}")).await {
            report += &format!("\n  screenshot: {}", path.display());
        }
        self.failures.push(report);
    }
}

/// What no driver but Chromium's offers: a case that needs it is left out elsewhere, and said to be.
#[derive(Debug)]
pub struct Left(pub String);

impl fmt::Display for Left {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "this driver offers no {}", self.0)
    }
}

impl std::error::Error for Left {}

/// Why a test file failed. An [`anyhow::Error`] would bury the reasons under the backtrace of the harness.
pub struct Failures(String);

impl fmt::Debug for Failures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<anyhow::Error> for Failures {
    fn from(error: anyhow::Error) -> Self {
        Self(format!("{error:#}"))
    }
}

async fn attempt(browser: &Browser, body: impl AsyncFnOnce(&Browser) -> Result<()>) -> Result<()> {
    browser.reset().await?;
    let body = AssertUnwindSafe(body(browser)).catch_unwind();
    let limit = limit(browser.engine);
    match timeout(limit, body).await {
        Err(_) => bail!("still running after {} s", limit.as_secs()),
        Ok(Err(panic)) => Err(anyhow!("{}", said(panic.as_ref()))),
        Ok(Ok(result)) => result.and(nothing_thrown(browser).await),
    }
}

/// An exception that nobody caught, such as a panic of the wasm, fails every case.
async fn nothing_thrown(browser: &Browser) -> Result<()> {
    let errors = browser.errors().await?;
    let uncaught: Vec<_> = errors.iter().filter(|line| line.contains("Uncaught")).collect();
    if uncaught.is_empty() { Ok(()) } else { bail!("{uncaught:#?}") }
}

/// What `assert!` had to say; the lines before have its place in the source.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panicked")
}
