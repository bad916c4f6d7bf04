//! The test programs of the workspace, all built by one call of cargo: for each selection of packages it would choose
//! other features of the dependencies, and compile those again.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use launcher::process::{cargo, command};
use serde_json::{Value, json};

/// A program of tests.
pub(crate) struct Program {
    pub(crate) name: String,
    path: PathBuf,
    /// The folder of its package.
    folder: PathBuf,
}

impl Program {
    /// A call of it, in the folder where cargo would call it.
    pub(crate) fn command(&self) -> Command {
        let mut program = command(&self.path);
        program.current_dir(&self.folder);
        program
    }
}

/// The programs that one build has made.
pub(crate) struct Programs {
    /// The tests that need no browser.
    pub(crate) host: Vec<Program>,
    /// The program with the cases in a browser.
    pub(crate) browser: Program,
}

/// Builds all of them, with benchmarks and everything else that is compiled for this machine, and lints them on the way.
///
/// # Errors
/// With the messages of the compiler or clippy.
pub(crate) fn built() -> Result<Programs> {
    let mut build = linting();
    build.args(launcher::programs::EVERYTHING).args(["--quiet", "--message-format=json"]);
    let output = build.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    let messages = messages(&String::from_utf8_lossy(&output.stdout))?;
    let told: Vec<_> = messages.iter().filter_map(|message| message["message"]["rendered"].as_str()).collect();
    ensure!(told.is_empty(), "{}", told.concat());
    ensure!(output.status.success(), "the tests cannot be built ({})", output.status);
    let host: Vec<_> = messages.iter().filter(|message| is_test(message)).filter_map(program).collect();
    let browser = messages.iter().filter(|message| message["target"]["name"] == "browser").find_map(program);
    ensure!(!host.is_empty(), "cargo has built no tests");
    Ok(Programs { host, browser: browser.context("cargo has built no program for the browser")? })
}

/// A call of the program for the browser, for the commands that are not `test`.
pub(crate) fn in_browser() -> Command {
    let mut cargo = cargo();
    cargo.args(["run", "--locked", "--quiet", "--bin", "browser", "--"]);
    cargo
}

/// A cargo that compiles with clippy, which is the compiler and more: `cargo clippy` would go through all dependencies of
/// the workspace a second time.
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

/// Benchmarks are no tests, though cargo builds them as if they were.
fn is_test(message: &Value) -> bool {
    message["profile"]["test"] == true && message["target"]["kind"] != json!(["bench"])
}

/// The program that a message is about, if it is about one.
fn program(message: &Value) -> Option<Program> {
    let folder = PathBuf::from(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    let path = PathBuf::from(message["executable"].as_str()?);
    Some(Program { name: message["target"]["name"].as_str()?.to_owned(), path, folder })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_names_the_tests() -> Result<()> {
        let told = r#"{"reason":"compiler-artifact","manifest_path":"/y/Cargo.toml","target":{"name":"serde"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"browser"},"profile":{"test":false},"executable":"/x/browser"}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"host"},"profile":{"test":true},"executable":"/x/host-1"}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"fast","kind":["bench"]},"profile":{"test":true},"executable":"/x/fast-1"}
{"reason":"build-finished","success":true}"#;
        let programs: Vec<_> = messages(told)?.iter().filter(|message| is_test(message)).filter_map(program).collect();
        let named: Vec<_> = programs.iter().map(|program| (&*program.name, program.folder.to_str())).collect();
        assert_eq!(named, [("host", Some("/x"))]);
        Ok(())
    }
}
