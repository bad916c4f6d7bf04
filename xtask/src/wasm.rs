//! The library for the browser: cargo, then wasm-bindgen as a library, so that no tool is installed
//! whose version could drift from the crate's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::{files, process};

const NAME: &str = "article_figures";

/// The folder with `article_figures.js` and `article_figures_bg.wasm`.
pub(crate) fn build() -> Result<PathBuf> {
    let compiled = compile()?;
    let folder = files::cache().join("bindgen");
    let input = folder.join("input.wasm");
    let output = folder.join("output");
    let fresh = fs::read(&compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    if fs::read(&input).is_ok_and(|last| last == fresh) {
        return Ok(output);
    }
    files::remove(&folder)?;
    files::create(&output)?;
    bind(&compiled, &output)?;
    // Last: its presence says that the output is whole.
    fs::write(&input, fresh).with_context(|| format!("cannot write {}", input.display()))?;
    Ok(output)
}

/// cargo itself says where the module is: profile, target folder and configuration can all move it.
fn compile() -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--lib", "--package", "article-figures"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--profile", "web"]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let output = cargo.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the library does not compile for the browser");
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let module = messages.lines().rev().find_map(module);
    module.context("cargo named no WebAssembly module: `crate-type` in Cargo.toml must hold \"cdylib\"")
}

fn module(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["target"]["name"] != NAME {
        return None;
    }
    let artifacts = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    artifacts.map(PathBuf::from).find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
}

fn bind(compiled: &Path, output: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(NAME).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true).omit_default_module_path(false);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(output)).context("wasm-bindgen failed")
}
