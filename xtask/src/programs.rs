//! The test programs of the workspace, all built by one call of cargo: for each selection of packages it would choose
//! other features of what they depend on, and compile that again.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::files;
use crate::process::{cargo, command};

/// A file of tests.
pub(crate) struct Program {
    pub(crate) name: String,
    path: PathBuf,
    /// Of its package.
    folder: PathBuf,
}

impl Program {
    /// To be run where cargo would run it.
    pub(crate) fn command(&self) -> Command {
        let mut program = command(&self.path);
        program.current_dir(&self.folder);
        program
    }

    /// Whether it drives a browser.
    pub(crate) fn in_browser(&self) -> bool {
        self.folder == files::root().join("tests/browser")
    }
}

/// Builds all of them, with benchmarks and all else that is compiled for this machine, and lints them on the way.
///
/// # Errors
/// With whatever the compiler or clippy has to say.
pub(crate) fn built() -> Result<Vec<Program>> {
    let mut build = linting();
    build.args(["test", "--workspace", "--all-targets", "--no-run", "--message-format=json"]);
    let output = build.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    let messages = messages(&String::from_utf8_lossy(&output.stdout))?;
    let told: Vec<_> = messages.iter().filter_map(|message| message["message"]["rendered"].as_str()).collect();
    ensure!(told.is_empty(), "{}", told.concat());
    ensure!(output.status.success(), "the tests cannot be built ({})", output.status);
    let programs: Vec<_> = messages.iter().filter_map(program).collect();
    ensure!(!programs.is_empty(), "cargo has built no tests");
    Ok(programs)
}

/// A cargo that compiles with clippy, which is the compiler and more: `cargo clippy` would go through everything that the
/// workspace depends on a second time, only to look at it.
pub(crate) fn linting() -> Command {
    let mut cargo = cargo();
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    cargo
}

/// One JSON object a line.
fn messages(output: &str) -> Result<Vec<Value>> {
    let read = |line| serde_json::from_str(line).with_context(|| format!("cargo says {line:?}"));
    output.lines().map(read).collect()
}

/// The test program that a message tells of. Benchmarks are none, though cargo builds them as if they were.
fn program(message: &Value) -> Option<Program> {
    if message["profile"]["test"] != true || message["target"]["kind"] == json!(["bench"]) {
        return None;
    }
    let folder = PathBuf::from(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    let path = PathBuf::from(message["executable"].as_str()?);
    Some(Program { name: message["target"]["name"].as_str()?.to_owned(), path, folder })
}

#[cfg(test)]
impl Program {
    pub(crate) fn at(path: &str) -> Self {
        Self { name: "x".to_owned(), path: PathBuf::from(path), folder: files::root() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_names_the_tests() -> Result<()> {
        let told = r#"{"reason":"compiler-artifact","manifest_path":"/y/Cargo.toml","target":{"name":"serde"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"xtask"},"profile":{"test":false},"executable":"/x/xtask"}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"cards"},"profile":{"test":true},"executable":"/x/cards-1"}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"fast","kind":["bench"]},"profile":{"test":true},"executable":"/x/fast-1"}
{"reason":"build-finished","success":true}"#;
        let programs: Vec<_> = messages(told)?.iter().filter_map(program).collect();
        let named: Vec<_> = programs.iter().map(|program| (&*program.name, program.folder.to_str())).collect();
        assert_eq!(named, [("cards", Some("/x"))]);
        Ok(())
    }
}
