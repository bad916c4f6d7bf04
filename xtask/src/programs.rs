//! The test programs of the workspace, all built by one call of cargo: for each selection of packages it would choose
//! other features of what they depend on, and compile that again.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

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

/// Builds all of them.
pub(crate) fn built() -> Result<Vec<Program>> {
    let mut build = cargo();
    build.args(["test", "--workspace", "--no-run", "--message-format=json"]);
    let output = build.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the tests cannot be built ({})", output.status);
    }
    let programs = found(&String::from_utf8_lossy(&output.stdout))?;
    if programs.is_empty() {
        bail!("cargo has built no tests");
    }
    Ok(programs)
}

/// From cargo's messages, one JSON object a line.
fn found(messages: &str) -> Result<Vec<Program>> {
    let mut programs = Vec::new();
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line).with_context(|| format!("cargo says {line:?}"))?;
        if message["profile"]["test"].as_bool() == Some(true) {
            programs.extend(program(&message));
        }
    }
    Ok(programs)
}

fn program(message: &Value) -> Option<Program> {
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
        let messages = r#"{"reason":"compiler-artifact","manifest_path":"/y/Cargo.toml","target":{"name":"serde"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"xtask"},"profile":{"test":false},"executable":"/x/xtask"}
{"reason":"compiler-artifact","manifest_path":"/x/Cargo.toml","target":{"name":"cards"},"profile":{"test":true},"executable":"/x/cards-1"}
{"reason":"build-finished","success":true}"#;
        let programs = found(messages)?;
        let named: Vec<_> = programs.iter().map(|program| (&*program.name, program.folder.to_str())).collect();
        assert_eq!(named, [("cards", Some("/x"))]);
        Ok(())
    }
}
