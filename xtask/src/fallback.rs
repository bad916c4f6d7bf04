//! The module that a toolchain builds that refuses to compile its own standard library; a part of `test --full`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use anyhow::{Result, ensure};
use launcher::modules::{self, MODULES, Std};
use launcher::process;
use wasm_bindgen_cli_support::Bindgen;

use crate::files;

/// Builds the smallest module with a cargo that takes no unstable option, and binds it.
///
/// # Errors
/// When that does not end in a module with the shipped library.
pub(crate) fn run() -> Result<()> {
    let folder = files::cache().join("fallback");
    files::create(&folder)?;
    let refusing = folder.join("cargo");
    let cargo = process::cargo().get_program().to_string_lossy().into_owned();
    let script = format!(
        "#!/bin/sh\nfor word; do case $word in -Z*) echo \"error: the \\`-Z\\` flag is only accepted on the nightly channel\" >&2; exit 101;; esac; done\nexec '{cargo}' \"$@\"\n"
    );
    fs::write(&refusing, script)?;
    fs::set_permissions(&refusing, fs::Permissions::from_mode(0o755))?;
    let command = || {
        let mut command: Command = process::command(&refusing);
        command.env_remove("RUSTC_BOOTSTRAP");
        command
    };
    let built = modules::build(command, MODULES[0], &folder.join("target"))?;
    ensure!(built.std == Std::Shipped, "the toolchain took what it was told to refuse");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&built.path).typescript(false).web(true)?.generate(folder.join("library"))?;
    println!("{}: {} bytes before wasm-bindgen", files::shown(&built.path), fs::metadata(&built.path)?.len());
    Ok(())
}
