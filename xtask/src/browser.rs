//! The tests in a browser: every test file is a program of its own with a browser of its own, and two run at a time.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::engine::{ENGINE, Engine};
use crate::process::{cargo, command};

/// A test waits for its browser half of the time; more at once would make slow machines run into time limits.
const AT_ONCE: usize = 2;

/// Builds all, runs all, prints the output of each when it ends.
pub(crate) fn test(engine: Engine) -> Result<()> {
    let mut tests = executables()?;
    // The longest first, so that none is left to run alone at the end.
    tests.sort_by_key(|test| LONGEST.iter().position(|name| *name == test.name).unwrap_or(LONGEST.len()));
    let (started, count) = (Instant::now(), tests.len());
    let queue = Mutex::new(tests.into_iter());
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(test) = next(&queue) {
                    if let Err(error) = test.run(engine) {
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
const LONGEST: [&str; 6] = ["axe", "twins", "life", "pointing", "security", "failures"];

struct Test {
    name: String,
    program: PathBuf,
}

impl Test {
    fn run(&self, engine: Engine) -> Result<()> {
        let started = Instant::now();
        // A test may look for files beside its manifest, as under cargo.
        let mut program = command(&self.program);
        let output = program
            .arg("--show-output")
            .env(ENGINE, engine.name())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output();
        let output = output.with_context(|| format!("cannot start {}", self.program.display()))?;
        let text = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
        // In one piece: the other test may end at the same time.
        println!("-- {} ({} s)\n{}", self.name, started.elapsed().as_secs(), text.trim());
        if !output.status.success() {
            bail!("{} failed ({})\n{}", self.name, output.status, reasons(&text));
        }
        Ok(())
    }
}

/// What a failed program says last: which cases failed, and why.
fn reasons(output: &str) -> &str {
    output.find("\nError: ").map_or("", |at| output[at..].trim())
}

fn next(queue: &Mutex<impl Iterator<Item = Test>>) -> Option<Test> {
    locked(queue).next()
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// What cargo has built to test the package `browser`.
fn executables() -> Result<Vec<Test>> {
    let mut build = cargo();
    build.args(["test", "--package", "browser", "--no-run", "--message-format=json"]);
    let output = build.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the tests cannot be built ({})", output.status);
    }
    let tests = found(&String::from_utf8_lossy(&output.stdout))?;
    if tests.is_empty() {
        bail!("cargo has built no tests");
    }
    Ok(tests)
}

/// From cargo's messages, one JSON object a line.
fn found(messages: &str) -> Result<Vec<Test>> {
    let mut tests = Vec::new();
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line).with_context(|| format!("cargo says {line:?}"))?;
        let name = message["target"]["name"].as_str();
        if let (Some(name), Some(program), Some(true)) =
            (name, message["executable"].as_str(), message["profile"]["test"].as_bool())
        {
            tests.push(Test { name: name.to_owned(), program: PathBuf::from(program) });
        }
    }
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_names_the_tests() -> Result<()> {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"serde"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","target":{"name":"xtask"},"profile":{"test":false},"executable":"/x/xtask"}
{"reason":"compiler-artifact","target":{"name":"cards"},"profile":{"test":true},"executable":"/x/cards-1"}
{"reason":"build-finished","success":true}"#;
        let names: Vec<_> = found(messages)?.into_iter().map(|test| test.name).collect();
        assert_eq!(names, ["cards"]);
        Ok(())
    }

    #[test]
    fn reasons_stand_behind_the_cases() {
        assert_eq!(reasons("ok one\nFAILED two\nError: 1 failed\n\ntwo\n  why\n"), "Error: 1 failed\n\ntwo\n  why");
        assert_eq!(reasons("cannot start"), "");
    }

    #[test]
    fn a_test_that_fails_is_told() {
        let test = |program: &str| Test { name: "x".to_owned(), program: PathBuf::from(program) };
        assert!(test("true").run(Engine::Chromium).is_ok());
        assert!(test("false").run(Engine::Chromium).is_err());
        assert!(test("a-program-that-is-not-there").run(Engine::Chromium).is_err());
    }
}
