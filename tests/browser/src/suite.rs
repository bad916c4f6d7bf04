use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use futures_util::FutureExt;
use launcher::engine::Engine;
use launcher::progress::seconds;
use tokio::time::timeout;

use crate::Browser;
use crate::capabilities::Reading;
use crate::driver::engine;
use crate::site::lock;

/// Browsers at once. Both cores of the smallest machine are at 100 % with two; with three, cases meet their time limits.
const WORKERS: usize = 2;

/// How many of the slowest cases are listed.
const SLOWEST: usize = 10;

/// Longer than any case needs: a case that exceeds it hangs. WebKit paints in software and is the slowest by far.
fn limit(engine: Engine) -> Duration {
    Duration::from_secs(if engine == Engine::Webkit { 300 } else { 120 })
}

/// How much of the suite runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// One representative of every check: `cargo xtask test`.
    Quick,
    /// Every combination: `cargo xtask test --full`.
    Full,
}

/// All cases, in the order in which they start.
#[derive(Default)]
pub struct Suite {
    module: &'static str,
    cases: Vec<Case>,
}

/// A check in a browser.
pub struct Case {
    name: String,
    tier: Tier,
    reading: Reading,
    fresh: bool,
    early: bool,
    body: Box<dyn Body>,
}

impl Suite {
    /// The cases added by `add` belong to `module`.
    pub fn module(&mut self, module: &'static str, add: impl FnOnce(&mut Self)) {
        self.module = module;
        add(self);
    }

    /// A case of both tiers.
    pub fn case<F>(&mut self, name: impl fmt::Display, body: F) -> &mut Case
    where
        F: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static,
    {
        self.push(Tier::Quick, name, body)
    }

    /// A case of the full tier alone.
    pub fn full<F>(&mut self, name: impl fmt::Display, body: F) -> &mut Case
    where
        F: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static,
    {
        self.push(Tier::Full, name, body)
    }

    /// A case of both tiers if it is the representative of its kind, else of the full tier.
    pub fn either<F>(&mut self, is_quick: bool, name: impl fmt::Display, body: F) -> &mut Case
    where
        F: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static,
    {
        self.push(if is_quick { Tier::Quick } else { Tier::Full }, name, body)
    }

    fn push<F>(&mut self, tier: Tier, name: impl fmt::Display, body: F) -> &mut Case
    where
        F: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static,
    {
        let name = format!("{}: {name}", self.module);
        let at = self.cases.len();
        self.cases.push(Case { name, tier, reading: Reading::PLAIN, fresh: false, early: false, body: Box::new(body) });
        &mut self.cases[at]
    }

    /// Keeps the cases of a tier whose name contains `filter`.
    pub fn select(&mut self, tier: Tier, filter: &str) {
        self.cases.retain(|case| case.tier <= tier && case.name.contains(filter));
    }

    /// The names of the cases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.cases.iter().map(|case| &*case.name)
    }

    /// Runs all cases, whichever fail, and prints the result; true where none has failed.
    pub fn run(mut self) -> bool {
        note_places();
        // Cases for another screen or setting need a browser of their own: together, so that few are started.
        let order = |case: &Case| (case.reading.text, case.reading.ratio.to_bits(), !case.early);
        self.cases.sort_by_key(order);
        let (started, broken) = (Instant::now(), AtomicBool::new(false));
        let queue = Mutex::new(self.cases.into_iter());
        let outcomes = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    if let Err(error) = work(&queue, &outcomes) {
                        println!("FAILED  a worker: {error:#}");
                        broken.store(true, Ordering::Relaxed);
                    }
                });
            }
        });
        let outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
        report(&outcomes, started.elapsed())
            && !broken.into_inner()
            && queue.into_inner().is_ok_and(|mut rest| rest.next().is_none())
    }
}

impl Case {
    /// On a screen with so many device px to one CSS px; without it, one.
    pub fn on(&mut self, ratio: f64) -> &mut Self {
        self.reading.ratio = ratio;
        self
    }

    /// For a reader who has set the browser's text to a size, in CSS px; without it, 16.
    pub fn sized(&mut self, text: u32) -> &mut Self {
        self.reading.text = text;
        self
    }

    /// Before the others: it fills a [`Shared`](crate::Shared) folder that other cases would wait for.
    pub fn early(&mut self) -> &mut Self {
        self.early = true;
        self
    }

    /// In a browser that has loaded and stored nothing. Other cases may find files of the cases before in the cache,
    /// which the server is asked about each time.
    pub fn fresh(&mut self) -> &mut Self {
        self.fresh = true;
        self
    }
}

/// The check of a case.
trait Body: Send {
    fn run<'a>(self: Box<Self>, browser: &'a Browser) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;
}

impl<F: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static> Body for F {
    fn run<'a>(self: Box<Self>, browser: &'a Browser) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>> {
        Box::pin(async move { self(browser).await })
    }
}

/// How a case ended.
struct Outcome {
    name: String,
    time: Duration,
    end: End,
}

enum End {
    Passed,
    /// This driver lacks something that the case needs.
    Left,
    /// With the reason, the console and the path of a screenshot.
    Failed(String),
}

/// Runs cases from the queue in a browser of its own until there are none.
fn work(queue: &Mutex<impl Iterator<Item = Case>>, outcomes: &Mutex<Vec<Outcome>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut place = Place { browser: None, reading: Reading::PLAIN };
        loop {
            // Taken in a statement of its own: the queue is free while the case runs.
            let next = lock(queue).next();
            let Some(case) = next else { break };
            let outcome = place.run(case).await;
            println!("{outcome}");
            lock(outcomes).push(outcome);
        }
        place.end().await
    })
}

/// Where a worker runs its cases: a browser that is replaced when it has failed or the screen must be another one.
struct Place {
    browser: Option<Browser>,
    reading: Reading,
}

impl Place {
    async fn run(&mut self, case: Case) -> Outcome {
        let started = Instant::now();
        let Case { name, body, reading, fresh, .. } = case;
        let end = match self.ready(reading, fresh).await {
            Err(error) if error.downcast_ref::<Left>().is_some() => End::Left,
            Err(error) => End::Failed(format!("no browser: {error:#}")),
            Ok(browser) => match attempt(browser, body).await {
                Ok(()) => End::Passed,
                Err(error) if error.downcast_ref::<Left>().is_some() => End::Left,
                Err(error) => End::Failed(described(browser, &name, &error).await),
            },
        };
        if let End::Failed(_) = end {
            // The next case must not suffer from the state that this one has left.
            let _ = self.end().await;
        }
        Outcome { name, time: started.elapsed(), end }
    }

    /// A browser that is prepared for a case; started again where the one before does not answer any more.
    async fn ready(&mut self, reading: Reading, fresh: bool) -> Result<&Browser> {
        // WebKit forgets nothing when it is told to, but a new one knows nothing.
        let forgets = self.browser.as_ref().is_none_or(|browser| browser.engine != Engine::Webkit);
        if reading != self.reading || (fresh && !forgets) {
            self.end().await?;
        }
        self.reading = reading;
        if let Some(browser) = &self.browser
            && browser.reset(fresh).await.is_err()
        {
            let _ = self.end().await;
        }
        if self.browser.is_none() {
            let browser = Browser::start_for(reading).await?;
            browser.reset(fresh).await?;
            self.browser = Some(browser);
        }
        self.browser.as_ref().ok_or_else(|| anyhow!("no browser"))
    }

    async fn end(&mut self) -> Result<()> {
        match self.browser.take() {
            Some(browser) => browser.end().await,
            None => Ok(()),
        }
    }
}

async fn attempt(browser: &Browser, body: Box<dyn Body>) -> Result<()> {
    let body = AssertUnwindSafe(body.run(browser)).catch_unwind();
    let limit = limit(browser.engine);
    match timeout(limit, body).await {
        Err(_) => bail!("still running after {} s", limit.as_secs()),
        Ok(Err(panic)) => Err(anyhow!("{} ({})", said(panic.as_ref()), PLACE.take())),
        Ok(Ok(result)) => result.and(nothing_thrown(browser).await),
    }
}

/// An uncaught exception, such as a panic of the wasm, fails every case.
async fn nothing_thrown(browser: &Browser) -> Result<()> {
    let errors = browser.errors().await?;
    let uncaught: Vec<_> = errors.iter().filter(|line| line.contains("Uncaught")).collect();
    if uncaught.is_empty() { Ok(()) } else { bail!("{uncaught:#?}") }
}

thread_local! {
    /// Where the last assertion of this worker failed.
    static PLACE: Cell<String> = const { Cell::new(String::new()) };
}

/// Keeps the place of a failed assertion for the report, instead of printing thirty lines of the harness.
fn note_places() {
    panic::set_hook(Box::new(|info| PLACE.set(info.location().map(ToString::to_string).unwrap_or_default())));
}

/// The message of an `assert!`.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panicked")
}

/// A failure with everything that helps to find its cause.
async fn described(browser: &Browser, name: &str, error: &anyhow::Error) -> String {
    let mut report = format!("{error:#}");
    for line in browser.console().await.unwrap_or_default() {
        report += &format!("\n  console: {line}");
    }
    if let Ok(path) = browser.screenshot(&format!("failed-{name}")).await {
        report += &format!("\n  screenshot: {}", path.display());
    }
    report
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (name, time) = (&self.name, seconds(self.time));
        match &self.end {
            End::Passed => write!(f, "ok      {name} ({time})"),
            End::Left => write!(f, "left    {name}"),
            End::Failed(reason) => write!(f, "FAILED  {name} ({time})\n  {reason}"),
        }
    }
}

/// Prints the failures once more, at the end, the slowest cases and the count; true where none has failed.
fn report(outcomes: &[Outcome], time: Duration) -> bool {
    let failed: Vec<_> = outcomes.iter().filter(|outcome| matches!(outcome.end, End::Failed(_))).collect();
    let left = outcomes.iter().filter(|outcome| matches!(outcome.end, End::Left)).count();
    let mut slowest: Vec<_> = outcomes.iter().collect();
    slowest.sort_by_key(|outcome| std::cmp::Reverse(outcome.time));
    println!("\nthe slowest of {} cases in {}:", outcomes.len(), engine().name());
    for outcome in slowest.into_iter().take(SLOWEST) {
        println!("{:>7}  {}", seconds(outcome.time), outcome.name);
    }
    for outcome in &failed {
        println!("\n{outcome}");
    }
    let passed = outcomes.len() - failed.len() - left;
    println!("\nin {} with {WORKERS} browsers:", seconds(time));
    println!("{passed} passed, {} failed, {left} skipped", failed.len());
    failed.is_empty() && !outcomes.is_empty()
}

/// The reason why a case is skipped: only Chromium's driver offers something that it needs.
#[derive(Debug)]
pub struct Left(pub String);

impl fmt::Display for Left {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "this driver offers no {}", self.0)
    }
}

impl std::error::Error for Left {}
