//! The tests that need no browser: their programs, one after the other, and the slowest tests of all.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::programs::Program;

const SLOWEST: usize = 10;

/// Runs the tests whose name contains `filter`; prints failures as they come, then the slowest ones. Returns their number.
/// `full`: with ten times as many generated tables.
///
/// # Errors
/// When a test fails; its output is printed before.
pub(crate) fn test(programs: &[Program], filter: &str, full: bool) -> Result<usize> {
    let (mut tests, mut failed) = (Vec::new(), Vec::new());
    for program in programs {
        let mut command = program.command();
        // The times of tests are an option of nightly toolchains; a test program takes it where this is set.
        command.env("RUSTC_BOOTSTRAP", "1").args(["-Zunstable-options", "--report-time"]).args(filter_of(filter));
        command.envs(full.then_some(("GENERATED_TABLES", "10000")));
        if !run(&mut command, &mut tests).with_context(|| format!("cannot start {}", program.name))? {
            failed.push(&*program.name);
        }
    }
    tests.sort_by(|one, other| other.seconds.total_cmp(&one.seconds));
    if !tests.is_empty() {
        println!("\nthe slowest of {} tests:", tests.len());
    }
    for Test { name, seconds } in tests.iter().take(SLOWEST) {
        println!("{seconds:>6.1} s  {name}");
    }
    ensure!(failed.is_empty(), "tests of {} failed", failed.join(" and "));
    Ok(tests.len())
}

fn filter_of(filter: &str) -> Option<&str> {
    (!filter.is_empty()).then_some(filter)
}

struct Test {
    name: String,
    seconds: f64,
}

/// Runs a test program, keeps the times of its tests and prints the rest; true where none has failed.
fn run(program: &mut Command, tests: &mut Vec<Test>) -> Result<bool> {
    let mut child = program.stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        match timed(&line) {
            Some(test) => tests.push(test),
            None if line.is_empty() || line.starts_with("running ") => {}
            None => println!("{line}"),
        }
    }
    Ok(child.wait()?.success())
}

/// `test keys::arrows_alone_reach_every_datum ... ok <1.234s>`
fn timed(line: &str) -> Option<Test> {
    let (name, rest) = line.strip_prefix("test ")?.split_once(" ... ok <")?;
    let seconds = rest.strip_suffix("s>")?.parse().ok()?;
    Some(Test { name: name.to_owned(), seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_failures_are_counted() -> Result<()> {
        let mut tests = Vec::new();
        let script = "echo 'running 1 test'; echo 'test a::b ... ok <1.250s>'; exit 1";
        assert!(!run(Command::new("sh").args(["-c", script]), &mut tests)?);
        assert_eq!((&*tests[0].name, tests[0].seconds), ("a::b", 1.25));
        assert!(timed("test a::b ... FAILED <1.250s>").is_none());
        Ok(())
    }
}
