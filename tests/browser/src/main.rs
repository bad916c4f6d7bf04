//! The program for everything that needs a browser; `cargo xtask` calls it.

mod bench;
mod suites;
mod wordpress;

use std::process::ExitCode;

use anyhow::Result;
use browser::{Suite, Tier};
use clap::Parser;

#[derive(Parser)]
enum Task {
    /// Run the cases whose name contains the filter
    Test {
        #[arg(default_value = "")]
        filter: String,
        /// Every combination instead of a representative of each
        #[arg(long)]
        full: bool,
        /// Print the names of the cases instead
        #[arg(long)]
        list: bool,
    },
    /// Measure how fast the pages are
    Bench {
        /// How often each thing is measured
        #[arg(long, default_value_t = 9)]
        runs: usize,
        /// Keep the results in BENCHMARKS.md
        #[arg(long)]
        write: bool,
    },
    /// Embed figures in a real WordPress
    Wordpress,
}

fn main() -> Result<ExitCode> {
    match Task::parse() {
        Task::Test { filter, full, list } => Ok(test(&filter, if full { Tier::Full } else { Tier::Quick }, list)),
        Task::Bench { runs, write } => wait_for(bench::run(runs, write)),
        Task::Wordpress => wait_for(wordpress::embed()),
    }
}

fn test(filter: &str, tier: Tier, list: bool) -> ExitCode {
    let mut suite = Suite::default();
    suites::add(&mut suite);
    suite.select(tier, filter);
    if list {
        suite.names().for_each(|name| println!("{name}"));
        return ExitCode::SUCCESS;
    }
    if suite.run() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn wait_for(work: impl Future<Output = Result<()>>) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(work).map(|()| ExitCode::SUCCESS)
}
