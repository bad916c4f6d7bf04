//! The tests in a browser: every test file is a program of its own with a browser of its own, and two run at a time.

use std::process::Stdio;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::engine::{ENGINE, Engine};
use crate::programs::{self, Program};

/// A test waits for its browser half of the time; more at once would make slow machines run into time limits.
const AT_ONCE: usize = 2;

/// Builds all, runs all, prints the output of each when it ends.
pub(crate) fn test(engine: Engine) -> Result<()> {
    let mut tests: Vec<_> = programs::built()?.into_iter().filter(Program::in_browser).collect();
    // The longest first, so that none is left to run alone at the end.
    tests.sort_by_key(|test| LONGEST.iter().position(|name| *name == test.name).unwrap_or(LONGEST.len()));
    let (started, count) = (Instant::now(), tests.len());
    let queue = Mutex::new(tests.into_iter());
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(test) = next(&queue) {
                    if let Err(error) = run(&test, engine) {
                        locked(&failed).push(format!("{error:#}"));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !failed.is_empty() {
        // Once more, where whoever reads the end of the output finds it.
        bail!("{}", failed.join("\n\n"));
    }
    println!("{count} programs in {} s, {AT_ONCE} at a time", started.elapsed().as_secs());
    Ok(())
}

/// As measured; a file that is missing here runs last.
const LONGEST: [&str; 8] = ["axe", "pointing", "twins", "life", "figures", "faults", "failures", "security"];

fn run(program: &Program, engine: Engine) -> Result<()> {
    let started = Instant::now();
    let mut command = program.command();
    command.arg("--show-output").env(ENGINE, engine.name()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = command.output().with_context(|| format!("cannot start {}", program.name))?;
    let text = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
    // In one piece: the other test may end at the same time.
    println!("-- {} ({} s)\n{}", program.name, started.elapsed().as_secs(), text.trim());
    if !output.status.success() {
        bail!("{} failed ({})\n{}", program.name, output.status, reasons(&text));
    }
    Ok(())
}

/// What a failed program says last: which cases failed, and why.
fn reasons(output: &str) -> &str {
    output.find("\nError: ").map_or("", |at| output[at..].trim())
}

fn next(queue: &Mutex<impl Iterator<Item = Program>>) -> Option<Program> {
    locked(queue).next()
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_stand_behind_the_cases() {
        assert_eq!(reasons("ok one\nFAILED two\nError: 1 failed\n\ntwo\n  why\n"), "Error: 1 failed\n\ntwo\n  why");
        assert_eq!(reasons("cannot start"), "");
    }

    #[test]
    fn a_test_that_fails_is_told() {
        assert!(run(&Program::at("true"), Engine::Chromium).is_ok());
        assert!(run(&Program::at("false"), Engine::Chromium).is_err());
        assert!(run(&Program::at("a-program-that-is-not-there"), Engine::Chromium).is_err());
    }
}
