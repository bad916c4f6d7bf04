//! `cargo xtask bench`: how fast the built pages are in headless Chromium, as a table. Nothing is asserted: what misses
//! its target is printed as such.

mod compare;
mod living;
mod load;
mod package;
pub mod table;

use std::fs;

use anyhow::{Context, Result};
use browser::Browser;
use serde_json::json;
use table::{Row, Table};

/// Where the last results are kept.
const RESULTS: &str = "BENCHMARKS.md";

pub async fn run(runs: usize, keeps: bool) -> Result<()> {
    // The comparison first: its results are the ones that are waited for.
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
    rows.extend(package::measure(runs).await?);
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
