//! The libraries for pages: wasm-bindgen, used as a library so that its version cannot drift from the crate's, on the
//! modules that cargo has compiled.
//!
//! `BENCHMARKS.md` has the bytes that each step saves.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use launcher::modules::{self, Grade, MODULES, Module, Std};
use launcher::progress::Job;
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{files, script};

/// Makes the libraries whose modules have changed; returns the folder with a script and a module of each.
///
/// # Errors
/// When a module does not compile, or wasm-bindgen's output is not what is expected.
pub(crate) fn build(grade: Grade) -> Result<PathBuf> {
    let output = if grade == Grade::Published { files::libraries() } else { files::previews() };
    files::create(&output)?;
    modules::compile(grade, &Job::new("modules for the browser"))?;
    for module in grade.modules() {
        let record = output.join(module.name).with_extension("made");
        // The steps below belong to the result.
        let inputs =
            format!("{}{}", module.record()?, digest(concat!(include_str!("wasm.rs"), include_str!("script.rs"))));
        if fs::read_to_string(&record).is_ok_and(|last| last == inputs) {
            continue;
        }
        // The first name of a preview; pages load it by the others, too.
        let name = if grade == Grade::Published { module.name } else { MODULES[0].name };
        bind(&module.path(), name, &output)?;
        drop_unneeded(&output.join(name).with_extension("js"))?;
        script::minify(&output.join(name).with_extension("js"))?;
        if grade == Grade::Preview {
            MODULES[1..].iter().try_for_each(|other| copy(name, other.name, &output))?;
        }
        // Written last: its presence says that the library is complete.
        fs::write(&record, inputs).with_context(|| format!("cannot write {}", record.display()))?;
    }
    Ok(output)
}

/// Whether every module contains the standard library that is compiled for size; the byte budgets hold for these alone.
///
/// # Errors
/// When a module was not compiled.
pub(crate) fn are_small() -> Result<bool> {
    let kinds = MODULES.into_iter().map(Module::std).collect::<Result<Vec<_>>>()?;
    Ok(kinds.iter().all(|kind| *kind == Std::Small))
}

/// A library under another name.
fn copy(from: &str, to: &str, folder: &Path) -> Result<()> {
    for end in [".js", "_bg.wasm"] {
        let [from, to] = [from, to].map(|name| folder.join(format!("{name}{end}")));
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
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
