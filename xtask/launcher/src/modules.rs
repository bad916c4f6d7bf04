//! The WebAssembly modules, as cargo compiles them; xtask makes libraries for pages of them.
//!
//! `BENCHMARKS.md` has the bytes that each option saves.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail, ensure};

use crate::atomic;
use crate::lock::Lock;
use crate::paths::{cache, root};
use crate::process;
use crate::progress::Job;

/// A module: its name, the features of the crate that it has, and how it is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    pub name: &'static str,
    pub features: &'static str,
    pub grade: Grade,
}

/// How a module is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// For readers: small.
    Published,
    /// For `cargo xtask serve`: soon.
    Preview,
}

impl Grade {
    /// The modules of this grade.
    pub fn modules(self) -> &'static [Module] {
        match self {
            Grade::Published => &MODULES,
            Grade::Preview => &[PREVIEW],
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Grade::Published => "web",
            Grade::Preview => "preview",
        }
    }
}

/// Bars, stacked bars and slopes; every chart kind but lines; every chart kind; the reader of packages that no page was
/// built for.
pub const MODULES: [Module; 4] = [
    published("article_figures", "living"),
    published("article_figures_all", "living,every-kind"),
    published("article_figures_lines", "living,every-kind,lines"),
    published("article_packages", "reader,every-kind,lines"),
];

/// One for all of these, because each takes the compiler twelve seconds.
pub const PREVIEW: Module =
    Module { name: "preview", features: "living,reader,every-kind,lines", grade: Grade::Preview };

const fn published(name: &'static str, features: &'static str) -> Module {
    Module { name, features, grade: Grade::Published }
}

/// The standard library that a module contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Std {
    /// Compiled with the module, for size.
    Small,
    /// As rustup ships it: a seventh more bytes.
    Shipped,
}

const PACKAGE: &str = "article-figures";
const TARGET: &str = "wasm32-unknown-unknown";

impl Module {
    /// The compiled module.
    pub fn path(self) -> PathBuf {
        cache().join("modules").join(self.name).with_extension("wasm")
    }

    /// A text that differs whenever the module was compiled from something else.
    ///
    /// # Errors
    /// When it has not been compiled.
    pub fn record(self) -> Result<String> {
        let path = self.record_path();
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// The standard library that the compiled module contains.
    ///
    /// # Errors
    /// When it has not been compiled.
    pub fn std(self) -> Result<Std> {
        let small = self.record()?.starts_with(SMALL);
        Ok(if small { Std::Small } else { Std::Shipped })
    }

    /// Whether it was compiled with these settings and from the same files, and is what was compiled then.
    fn is_fresh(self, settings: &str) -> bool {
        let (Ok(record), Ok(own)) = (self.record(), input(&self.path())) else { return false };
        record.ends_with(&own) && is_fresh(&record, settings)
    }

    fn record_path(self) -> PathBuf {
        self.path().with_extension("inputs")
    }
}

const SMALL: &str = "std: small\n";
const SHIPPED: &str = "std: shipped\n";

/// Compiles the modules of a grade whose inputs have changed. They stay as they are while the lock is held.
///
/// # Errors
/// Those of the compiler.
pub fn compile(grade: Grade, job: &Job) -> Result<Lock> {
    let (path, what) = (cache().join("modules.lock"), "the modules for the browser");
    let lock = Lock::shared(&path, what)?;
    let settings = settings()?;
    if grade.modules().iter().all(|module| module.is_fresh(&settings)) {
        return Ok(lock);
    }
    drop(lock);
    let lock = Lock::exclusive(&path, what)?;
    fs::create_dir_all(cache().join("modules"))?;
    atomic::clear(&cache().join("modules"));
    // The other build may have compiled some of them.
    let stale: Vec<_> = grade.modules().iter().filter(|module| !module.is_fresh(&settings)).collect();
    for (nth, module) in stale.iter().enumerate() {
        job.report(format!("{} of {}", nth + 1, stale.len()));
        make(**module, &settings)?;
    }
    Ok(lock)
}

fn make(module: Module, settings: &str) -> Result<()> {
    let started = SystemTime::now();
    let built = build(process::cargo, module, &Path::new("target").join(module.grade.profile()))?;
    let bytes = fs::read(&built.path).with_context(|| format!("cannot read {}", built.path.display()))?;
    atomic::write(&module.path(), &bytes)?;
    let inputs = built.inputs.iter().map(|path| input(path)).collect::<Result<String>>()?;
    let kind = if built.std == Std::Small { SMALL } else { SHIPPED };
    // A file that was saved meanwhile may have been read before: this record is never fresh.
    let is_settled = built.inputs.iter().all(|path| is_older(path, started));
    let settings = if is_settled { settings } else { UNSETTLED };
    // Written last: its presence says that the module is complete. The module itself is the last line.
    let own = input(&module.path())?;
    atomic::write(&module.record_path(), format!("{kind}{settings}{inputs}{own}").as_bytes())
}

const UNSETTLED: &str = "changed while it was compiled\n";

fn is_older(path: &Path, time: SystemTime) -> bool {
    fs::metadata(path).and_then(|about| about.modified()).is_ok_and(|modified| modified < time)
}

/// Lints the modules that have all code between them; `every` module for code that only one of them does not use.
///
/// # Errors
/// With any warning; cargo has printed it.
pub fn lint(job: &Job, every: bool) -> Result<()> {
    for (nth, module) in MODULES.iter().enumerate() {
        if every || nth >= 2 {
            job.report(format!("lints of {}", module.name));
            let mut clippy = process::cargo();
            clippy.args(["clippy", "--locked", "--quiet", "--lib", "--package", PACKAGE, "--target", TARGET]);
            clippy.args(["--target-dir", "target/web", "--no-default-features", "--features", module.features]);
            process::run(clippy.args(["--", "-D", "warnings"]))?;
        }
    }
    Ok(())
}

/// Whether a record was made with these settings and no input has changed since.
fn is_fresh(record: &str, settings: &str) -> bool {
    let inputs = record.strip_prefix(SMALL).or_else(|| record.strip_prefix(SHIPPED));
    let Some(inputs) = inputs.and_then(|rest| rest.strip_prefix(settings)) else { return false };
    inputs.lines().all(|line| {
        let path = line.split_once(' ').map(|(_, path)| root().join(path));
        path.and_then(|path| input(&path).ok()).is_some_and(|now| now.trim_end() == line)
    })
}

/// A line of a record: the hash of a file's content, and its path from the root.
fn input(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let path = path.strip_prefix(root()).unwrap_or(path);
    Ok(format!("{:016x} {}\n", hash(&bytes), path.display()))
}

/// The same for the same bytes with one version of the compiler, which is part of every record.
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// All but the source files: the compiler, its options, the crates with their features, and the profile. Only these: a
/// crate that the tests alone use must not compile the modules again.
fn settings() -> Result<String> {
    let rustc = process::output(process::command("rustc").args(["--version", "--verbose"]))?;
    let mut tree = process::cargo();
    tree.args(["tree", "--locked", "--package", PACKAGE, "--target", TARGET, "--edges", "normal,build"]);
    tree.args(["--no-default-features", "--features", "living,reader,every-kind,lines"]);
    let crates = process::output(tree.args(["--prefix", "depth", "--format", "{p} {f}"]))?;
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let options = [STD.concat(), FLAGS.to_owned()].concat();
    let parts = [sections(&manifest), options, rustc, crates];
    Ok(format!("settings: {:016x}\n", hash(parts.concat().as_bytes())))
}

/// The sections of the workspace's manifest that a module depends on.
fn sections(manifest: &str) -> String {
    let mut kept = false;
    let lines = manifest.lines().filter(|line| {
        if line.starts_with('[') {
            kept =
                ["[profile.web", "[profile.preview", "[features]", "[lib]"].iter().any(|name| line.starts_with(name));
        }
        kept
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// A module that cargo has compiled.
pub struct Built {
    pub path: PathBuf,
    pub std: Std,
    /// The files that the compiler has read, but those of registries.
    inputs: Vec<PathBuf>,
}

/// Compiles a module into a target folder with the cargo that `cargo` returns: with the small standard library, or with
/// the shipped one and a warning where the toolchain refuses to compile its own.
///
/// # Errors
/// When the crate does not compile, or cargo names no module.
pub fn build(cargo: impl Fn() -> Command, module: Module, target: &Path) -> Result<Built> {
    let first = if module.grade == Grade::Published { Std::Small } else { Std::Shipped };
    match attempt(cargo(), module, target, first)? {
        Attempt::Built(path) => Built::new(path, first),
        Attempt::Failed(reason) if first == Std::Shipped || is_our_fault(&reason) => {
            bail!("{}\n{PACKAGE} does not compile for the browser", reason.trim())
        }
        Attempt::Failed(reason) => {
            let why = reason.lines().find(|line| line.starts_with("error")).unwrap_or("no reason given");
            eprintln!(
                "warning: this toolchain cannot compile its standard library for size ({why}). \
                 {} is built with the shipped one: it works and is larger, its bytes are not judged.",
                module.name
            );
            match attempt(cargo(), module, target, Std::Shipped)? {
                Attempt::Built(path) => Built::new(path, Std::Shipped),
                Attempt::Failed(reason) => bail!("{}\n{PACKAGE} does not compile for the browser", reason.trim()),
            }
        }
    }
}

enum Attempt {
    Built(PathBuf),
    /// With all that cargo has printed.
    Failed(String),
}

/// The crate itself is named where its code is at fault; a toolchain that takes no such options fails before.
fn is_our_fault(reason: &str) -> bool {
    reason.contains(&format!("could not compile `{PACKAGE}`"))
}

/// cargo itself says where the module is: profile, target folder and configuration can all move it.
fn attempt(mut cargo: Command, module: Module, target: &Path, std: Std) -> Result<Attempt> {
    cargo.args(["build", "--locked", "--quiet", "--lib", "--package", PACKAGE]);
    cargo.args(["--target", TARGET, "--profile", module.grade.profile()]);
    cargo.args(["--no-default-features", "--features", module.features]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    // A folder of its own, because cargo would compile everything again whenever the flags change.
    cargo.arg("--target-dir").arg(target);
    if std == Std::Small {
        small_std(&mut cargo);
    }
    let output = cargo.stderr(Stdio::piped()).output().context("cannot start cargo")?;
    if !output.status.success() {
        return Ok(Attempt::Failed(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let named = messages.lines().rev().find_map(|line| artifact(line, "article_figures", ".wasm"));
    let path = named.context("cargo named no WebAssembly module: `crate-type` in Cargo.toml must hold \"cdylib\"")?;
    Ok(Attempt::Built(path))
}

const STD: [&str; 4] = ["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"];
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// The standard library is compiled with the module, for size and with panics that say nothing (they are bugs, and
/// nobody reads a message there). cargo and rustc call these options unstable; `RUSTC_BOOTSTRAP` lets the stable
/// toolchain take them.
fn small_std(cargo: &mut Command) {
    cargo.args(STD);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS);
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
}

impl Built {
    fn new(path: PathBuf, std: Std) -> Result<Self> {
        let listing = path.with_extension("d");
        let text = fs::read_to_string(&listing).with_context(|| format!("cannot read {}", listing.display()))?;
        let inputs = dependencies(&text);
        ensure!(!inputs.is_empty(), "{} names no source files", listing.display());
        Ok(Self { path, std, inputs })
    }
}

/// The files after the colon of the line that cargo writes for make; spaces in them are escaped.
fn dependencies(listing: &str) -> Vec<PathBuf> {
    let line = listing.lines().next().unwrap_or_default();
    let files = line.split_once(": ").map_or("", |(_, files)| files).replace("\\ ", "\0");
    files.split_whitespace().map(|file| PathBuf::from(file.replace('\0', " "))).collect()
}

/// The file of a target that a message of cargo names as built.
pub fn artifact(message: &str, target: &str, ending: &str) -> Option<PathBuf> {
    if !message.contains("\"reason\":\"compiler-artifact\"") || !message.contains(&format!("\"name\":\"{target}\"")) {
        return None;
    }
    let (_, files) = message.split_once("\"filenames\":[")?;
    let (files, _) = files.split_once(']')?;
    let files = files.split(',').map(|file| file.trim_matches('"').replace("\\\\", "\\"));
    files.into_iter().find(|file| file.ends_with(ending)).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cargo that is a script.
    fn scripted(folder: &Path, script: &str) -> impl Fn() -> Command {
        let path = folder.join("cargo");
        fs::write(&path, script).expect("a script");
        // Not as a program: a process that another test starts may still have the file open for writing.
        move || {
            let mut command = Command::new("sh");
            command.arg(&path);
            command
        }
    }

    const REFUSES: &str =
        "case \"$*\" in *build-std*) echo 'error: the `-Z` flag is only accepted on nightly' >&2; exit 101;; esac\n";

    /// A cargo that answers with a module in `folder`.
    fn answers(folder: &Path) -> String {
        let module = folder.join("article_figures.wasm");
        fs::write(module.with_extension("d"), format!("{}: /x/src/a\\ b.rs /x/src/lib.rs\n", module.display()))
            .expect("a listing");
        format!(
            "echo '{{\"reason\":\"compiler-artifact\",\"target\":{{\"name\":\"article_figures\"}},\"filenames\":[\"{}\"]}}'\n",
            module.display()
        )
    }

    #[test]
    fn a_toolchain_that_refuses_the_small_std_uses_the_shipped_one() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let answer = answers(folder.path());
        let built = build(scripted(folder.path(), &answer), MODULES[0], folder.path())?;
        assert_eq!(built.std, Std::Small);
        assert_eq!(built.inputs, [PathBuf::from("/x/src/a b.rs"), PathBuf::from("/x/src/lib.rs")]);
        let built = build(scripted(folder.path(), &format!("{REFUSES}{answer}")), MODULES[0], folder.path())?;
        assert_eq!(built.std, Std::Shipped);
        Ok(())
    }

    #[test]
    fn a_mistake_of_ours_is_reported_and_not_tried_again() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let script =
            "echo once >>\"$0.calls\"; echo 'error: could not compile `article-figures` (lib)' >&2; exit 101\n";
        let failed = build(scripted(folder.path(), script), MODULES[0], folder.path());
        assert!(failed.is_err_and(|error| error.to_string().contains("could not compile")));
        assert_eq!(fs::read_to_string(folder.path().join("cargo.calls"))?, "once\n");
        Ok(())
    }

    #[test]
    fn only_what_a_module_is_made_of_makes_it_stale() {
        let manifest = "[workspace]\nmembers = []\n[features]\na = []\n[dev-dependencies]\ncsv = \"1\"\n[profile.web]\nlto = \"fat\"\n";
        assert_eq!(sections(manifest), "[features]\na = []\n[profile.web]\nlto = \"fat\"\n");
        let this = input(&root().join("Cargo.toml")).expect("a file");
        assert!(is_fresh(&format!("{SMALL}settings: 1\n{this}"), "settings: 1\n"));
        assert!(!is_fresh(&format!("{SMALL}settings: 1\n{this}"), "settings: 2\n"));
        assert!(!is_fresh(&format!("{SMALL}settings: 1\n0123456789abcdef Cargo.toml\n"), "settings: 1\n"));
        assert!(!is_fresh(&format!("{SMALL}{UNSETTLED}{this}"), "settings: 1\n"));
        assert!(is_older(&root().join("Cargo.toml"), SystemTime::now()));
        assert!(!is_older(&root().join("Cargo.toml"), SystemTime::UNIX_EPOCH));
    }
}
