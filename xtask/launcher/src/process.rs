//! Other programs, called from the root of the workspace.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths;

/// A program that does not see what `cargo run` told xtask about itself, and does not wait for a keyboard.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root()).stdin(Stdio::null());
    for (name, _) in env::vars_os().filter(|(name, _)| names_a_package(name)) {
        command.env_remove(name);
    }
    command
}

/// The cargo that runs xtask, so that both use one toolchain.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Runs to the end, its output where ours goes; an error names the command line.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Whether it can be started and ends well; its output is nobody's concern.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What it writes to its standard output, without white space around it.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program is, if it can be called by its name alone.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// A crate with a build script that reads these would be built again in every nested cargo.
fn names_a_package(variable: &OsStr) -> bool {
    let name = variable.to_string_lossy();
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_reach_a_nested_cargo_and_the_package_does_not() {
        for kept in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "RUSTUP_TOOLCHAIN", "PATH"] {
            assert!(!names_a_package(OsStr::new(kept)), "{kept}");
        }
        for dropped in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME"] {
            assert!(names_a_package(OsStr::new(dropped)), "{dropped}");
        }
    }

    #[test]
    fn a_failure_names_the_command_line() {
        let error = run(command("cargo-that-is-not-there").args(["build", "--lib"])).err();
        let message = error.map(|error| error.to_string());
        assert_eq!(message.as_deref(), Some("cannot start `cargo-that-is-not-there build --lib`"));
    }
}
