//! `cargo xtask bench`: how fast the built pages are. The measuring is done by a program beside the tests in a browser,
//! which shares with them how a page is opened, pointed at and waited for.

use anyhow::Result;

use crate::{Verdict, build, files, programs};
use launcher::engine::Engine;
use launcher::process::run as run_program;
use launcher::tools;

/// Measures each thing `runs` times, prints a table and, to `write`, keeps it in `BENCHMARKS.md`.
pub fn run(runs: usize, write: bool) -> Result<Verdict> {
    build::build(&files::dist(), build::article(&files::data()))?;
    tools::browser(Engine::Chromium)?;
    let mut bench = programs::in_browser();
    bench.args(["bench", "--runs", &runs.to_string()]);
    run_program(bench.args(write.then_some("--write")))?;
    Ok(Verdict::Good)
}
