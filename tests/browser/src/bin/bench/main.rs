//! `cargo xtask bench`: how fast the built pages are in headless Chromium, as a table. Nothing is asserted: what misses
//! its target is printed as such.

mod compare;
mod living;
mod load;
mod table;

use std::fs;

use anyhow::{Context, Result};
use browser::Browser;
use serde_json::json;
use table::{Row, Table};

/// How often each thing is measured, unless `--runs N` says otherwise.
const RUNS: usize = 9;

/// Where the last results are kept.
const RESULTS: &str = "BENCHMARKS.md";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runs = arguments.iter().position(|argument| argument == "--runs").and_then(|at| arguments.get(at + 1));
    let runs = runs.map_or(Ok(RUNS), |runs| runs.parse().context("--runs needs a number"))?;
    let keeps = arguments.iter().any(|argument| argument == "--write");
    // The lines first: whoever waits for the first number waits least for it.
    report(keeps, "lines", &compare::measure(runs).await?)?;
    report(keeps, "bench", &measure(runs).await?.to_string())
}

fn report(keeps: bool, name: &str, results: &str) -> Result<()> {
    println!("{results}");
    if keeps {
        let path = xtask::files::root().join(RESULTS);
        let text = fs::read_to_string(&path)?;
        fs::write(&path, table::replaced(&text, name, results).context("no place for the results")?)?;
    }
    Ok(())
}

async fn measure(runs: usize) -> Result<Table> {
    let mut rows = load::measure(runs).await?;
    rows.extend(living::measure(runs).await?);
    Ok(Table { rows })
}

/// How much slower the processor is made than it is, as developers do to see what phones do.
const SLOW: u32 = 4;

async fn slow_down(browser: &Browser, rate: u32) -> Result<()> {
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await.map(drop)
}

/// A measurement in ms that should be at most `target`.
fn at_most(what: &str, values: Vec<f64>, target: f64) -> Row {
    Row { what: what.to_owned(), values, unit: "ms", target: Some(target) }
}
