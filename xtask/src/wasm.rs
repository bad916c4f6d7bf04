//! The libraries for the browser: cargo, then wasm-bindgen as a library, so that no tool is installed
//! whose version could drift from the crate's.
//!
//! What each step saved is in `BENCHMARKS.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{files, process, script};

const CRATE: &str = "article_figures";

/// Features of the crate, and the name of the library that they become: bars, strips and slopes; every kind but lines; every kind; and what
/// reads a package that no page was built for.
const LIBRARIES: [(&str, &str); 4] = [
    ("living", "article_figures"),
    ("living,every-kind", "article_figures_all"),
    ("living,every-kind,lines", "article_figures_lines"),
    ("reader,every-kind,lines", "article_packages"),
];

/// A folder with a script and a module of each library.
pub(crate) fn build() -> Result<PathBuf> {
    let output = files::libraries();
    files::create(&output)?;
    let sources = sources()?;
    for (features, name) in LIBRARIES {
        let record = files::cache().join(name).with_extension("sources");
        if fs::read_to_string(&record).is_ok_and(|last| last == sources) {
            continue;
        }
        bind(&compile(features)?, name, &output)?;
        drop_unneeded(&output.join(name).with_extension("js"))?;
        script::minify(&output.join(name).with_extension("js"))?;
        // Last: its presence says that the output is whole.
        fs::write(&record, &sources).with_context(|| format!("cannot write {}", record.display()))?;
    }
    Ok(output)
}

/// A hash of all that a library is made of. cargo would compile each of them again every time: what it remembers of a
/// module for the browser is one entry for all features, so that each library makes it forget the one before.
fn sources() -> Result<String> {
    let root = files::root();
    let mut paths = files::below(&root.join("src"))?;
    paths.extend(["Cargo.toml", "Cargo.lock", ".cargo/config.toml"].map(|name| root.join(name)));
    let mut hash = Sha256::new();
    for path in &paths {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        hash.update(format!("{} {}\n", path.display(), bytes.len()));
        hash.update(bytes);
    }
    // What is done to a module belongs to what comes out of it.
    hash.update(concat!(include_str!("wasm.rs"), include_str!("script.rs")));
    hash.update(process::output(process::command("rustc").args(["--version", "--verbose"]))?);
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// cargo itself says where the module is: profile, target folder and configuration can all move it.
fn compile(features: &str) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--lib", "--package", "article-figures"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--profile", "web"]);
    cargo.args(["--no-default-features", "--features", features]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    // A folder of its own, because cargo would build everything anew whenever the flags change.
    cargo.arg("--target-dir").arg(files::root().join("target/web"));
    small_std(&mut cargo);
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
    if message["target"]["name"] != CRATE {
        return None;
    }
    let artifacts = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    artifacts.map(PathBuf::from).find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
}

/// The standard library is compiled with the figures, for size and with panics that say nothing (they are
/// bugs, and nobody reads a message there): a seventh of the module. cargo and rustc call these options
/// unstable; `RUSTC_BOOTSTRAP` lets the stable toolchain take them.
fn small_std(cargo: &mut Command) {
    const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
    cargo.args(["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"]);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS);
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
}

fn bind(compiled: &Path, name: &str, output: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(name).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true).omit_default_module_path(true);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(output)).context("wasm-bindgen failed")?;
    shorten_names(&output.join(format!("{name}_bg.wasm")), &output.join(format!("{name}.js")))
}

/// What of wasm-bindgen's script nobody needs here, and what stands in its place: the export of a second way to start,
/// without which that way goes as well; the words for those who start it as one did years ago; many words about a server.
const UNNEEDED: [(&str, &str); 3] = [
    ("export { initSync, __wbg_init as default };", "export { __wbg_init as default };"),
    ("using deprecated parameters for the initialization function; pass a single object instead", ""),
    (
        "`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:",
        "Slower than if it were served as application/wasm:",
    ),
];

fn drop_unneeded(script: &Path) -> Result<()> {
    let mut text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    for (known, instead) in UNNEEDED {
        ensure!(text.contains(known), "{} has no {known:?} any more", script.display());
        text = text.replace(known, instead);
    }
    fs::write(script, text).with_context(|| format!("cannot write {}", script.display()))
}

/// Every import is called `__wbg_name_0123456789abcdef` in the module and in its JavaScript, and hashes
/// don't compress: `$0`, `$1` … say the same in 4 KB less. So with the exports by which closures are called.
fn shorten_names(wasm: &Path, script: &Path) -> Result<()> {
    let mut module = walrus::Module::from_file(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    let mut imports: Vec<_> = module.imports.iter_mut().collect();
    // The longest first, so that no name is replaced within another.
    imports.sort_by_key(|import| std::cmp::Reverse(import.name.len()));
    for (number, import) in imports.into_iter().enumerate() {
        let short = format!("${number}");
        text = text.replace(&import.name, &short);
        import.name = short;
    }
    let exports = module.exports.iter_mut().filter(|export| export.name.contains("convert__closures"));
    for (number, export) in exports.enumerate() {
        let short = format!("$e{number}");
        text = text.replace(&export.name, &short);
        export.name = short;
    }
    fs::write(script, text).with_context(|| format!("cannot write {}", script.display()))?;
    module.emit_wasm_file(wasm).with_context(|| format!("cannot write {}", wasm.display()))
}
