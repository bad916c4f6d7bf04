//! The libraries for pages: wasm-bindgen, used as a library so that its version cannot drift from the crate's, on the
//! modules that cargo has compiled.
//!
//! `BENCHMARKS.md` has the bytes that each step saves.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use launcher::atomic;
use launcher::lock::Lock;
use launcher::modules::{self, Grade, MODULES, Module, Std};
use launcher::progress::Job;
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, digest};
use crate::script;

/// The folder with a script and a module of each library; they stay as they are while this is held.
pub(crate) struct Libraries {
    pub(crate) folder: PathBuf,
    _lock: Lock,
}

/// Makes the libraries whose modules have changed.
///
/// # Errors
/// When a module does not compile, or wasm-bindgen's output is not what is expected.
pub(crate) fn build(grade: Grade) -> Result<Libraries> {
    let folder = if grade == Grade::Published { files::libraries() } else { files::previews() };
    let _modules = modules::compile(grade, &Job::new("modules for the browser"))?;
    let lock = |hold: fn(&Path, &str) -> Result<Lock>| hold(&folder.with_extension("lock"), "the libraries for pages");
    let shared = lock(Lock::shared)?;
    if stale(grade, &folder).is_empty() && others(grade, &folder)?.is_empty() {
        return Ok(Libraries { folder, _lock: shared });
    }
    drop(shared);
    let lock = lock(Lock::exclusive)?;
    files::create(&folder)?;
    files::create(&records(&folder))?;
    for path in others(grade, &folder)? {
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    for module in stale(grade, &folder) {
        make(module, &folder)?;
    }
    Ok(Libraries { folder, _lock: lock })
}

/// The modules whose libraries are of other inputs, or are not what was written.
fn stale(grade: Grade, folder: &Path) -> Vec<Module> {
    let is_stale = |module: &Module| {
        let last = fs::read_to_string(record(*module, folder)).ok();
        last.is_none() || last != made(*module, folder).ok()
    };
    grade.modules().iter().copied().filter(is_stale).collect()
}

/// Beside the libraries: all that lies among them is published, and a record names the compiler and folders of this machine.
fn records(folder: &Path) -> PathBuf {
    folder.with_extension("records")
}

fn record(module: Module, folder: &Path) -> PathBuf {
    records(folder).join(module.name).with_extension("made")
}

/// Files that are no part of a library.
fn others(grade: Grade, folder: &Path) -> Result<Vec<PathBuf>> {
    let names = grade.modules().iter().flat_map(|module| names(*module));
    let known: Vec<_> = names.flat_map(|name| parts(name, folder)).collect();
    let mut others = files::entries(folder)?;
    others.retain(|path| !known.contains(path));
    Ok(others)
}

/// The inputs of a library and the hashes of its files.
fn made(module: Module, folder: &Path) -> Result<String> {
    // The steps below belong to the result.
    let steps = digest(concat!(include_str!("wasm.rs"), include_str!("script.rs")).as_bytes());
    let mut text = format!("{}{steps}\n", module.record()?);
    for name in names(module) {
        for path in parts(name, folder) {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            text += &format!("{} {}\n", digest(&bytes), files::name(&path));
        }
    }
    Ok(text)
}

/// The libraries of a module: a preview has the names of all, because pages load it by any of them.
fn names(module: Module) -> Vec<&'static str> {
    match module.grade {
        Grade::Published => vec![module.name],
        Grade::Preview => MODULES.iter().map(|module| module.name).collect(),
    }
}

fn parts(name: &str, folder: &Path) -> [PathBuf; 2] {
    [".js", "_bg.wasm"].map(|end| folder.join(format!("{name}{end}")))
}

fn make(module: Module, folder: &Path) -> Result<()> {
    let record = record(module, folder);
    // First: what the last record says is no longer so.
    match fs::remove_file(&record) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", record.display()));
        }
        _ => {}
    }
    let names = names(module);
    let script = folder.join(names[0]).with_extension("js");
    bind(&module.path(), names[0], folder)?;
    drop_unneeded(&script)?;
    script::minify(&script)?;
    names[1..].iter().try_for_each(|other| copy(names[0], other, folder))?;
    // Written last: its presence says that the library is complete.
    atomic::write(&record, made(module, folder)?.as_bytes())
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
    for (from, to) in parts(from, folder).into_iter().zip(parts(to, folder)) {
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
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
