//! What has to be installed, and how it gets there. Each function says in one line what it installs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::engine::Engine;
use crate::paths::cache;
use crate::process::{cargo, command, find, output, run, succeeds};

const WASM: &str = "wasm32-unknown-unknown";

/// In the Rust registry.
const GECKODRIVER: &str = "0.37.1";

/// For the lints of the browser's code. rustup reads `targets` in `rust-toolchain.toml` only where it may install by itself, hence this.
pub fn wasm_target() -> Result<()> {
    let folder = output(command("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(&folder).is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", WASM])
}

/// The source of the standard library, which is compiled for size with the figures.
pub fn rust_source() -> Result<()> {
    let root = output(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(&root).join("lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(());
    }
    rustup(&["component", "add", "rust-src"])
}

/// Formatting and lints; rustup's "minimal" profile has neither.
pub fn lints() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !succeeds(cargo().args([subcommand, "--version"])) {
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

pub fn browser(engine: Engine) -> Result<()> {
    match engine {
        Engine::Firefox => firefox(),
        Engine::Webkit => webkit(),
        _ if find("chromium").is_some() && find("chromedriver").is_some() => Ok(()),
        _ => apt(&["chromium", "chromium-driver"]),
    }
}

/// With the article's own language, which this browser takes from the system alone.
fn webkit() -> Result<()> {
    if find("WebKitWebDriver").is_none() || find("Xvfb").is_none() {
        apt(&["webkit2gtk-driver", "xvfb"])?;
    }
    let german = locales().join("de_DE.UTF-8");
    if german.is_dir() {
        return Ok(());
    }
    if !Path::new("/usr/share/i18n/locales/de_DE").is_file() {
        apt(&["locales"])?;
    }
    std::fs::create_dir_all(locales())?;
    run(command("localedef").args(["-i", "de_DE", "-f", "UTF-8"]).arg(german))
}

/// Where a browser of WebKitGTK finds what it is to speak.
pub fn locales() -> PathBuf {
    cache().join("locales")
}

/// Debian has the browser, the Rust registry its driver.
fn firefox() -> Result<()> {
    if find("firefox-esr").is_none() {
        apt(&["firefox-esr"])?;
    }
    if geckodriver().is_file() {
        return Ok(());
    }
    let root = cache().join("geckodriver");
    println!("missing, so: cargo install geckodriver --version {GECKODRIVER} --root {}", root.display());
    let mut install = cargo();
    install.args(["install", "geckodriver", "--version", GECKODRIVER, "--locked", "--quiet", "--root"]);
    run(install.arg(root))
}

/// Where the driver of Firefox is, once it is installed.
pub fn geckodriver() -> PathBuf {
    cache().join("geckodriver/bin/geckodriver")
}

/// Where the browser of WebKitGTK is, once it is installed: not in the path, and in a folder named after the machine.
pub fn mini_browser() -> Option<PathBuf> {
    let libraries = std::fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
    let versions = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    let mut found = libraries.flat_map(|folder| versions.map(|version| folder.join(version).join("MiniBrowser")));
    found.find(|browser| browser.is_file())
}

/// The client of the npm registry.
pub fn npm() -> Result<()> {
    if find("npm").is_some() {
        return Ok(());
    }
    apt(&["npm"])
}

fn python() -> Result<()> {
    if succeeds(command("python3").args(["-c", "import ensurepip, venv"])) {
        return Ok(());
    }
    apt(&["python3", "python3-venv"])
}

const FRICTIONLESS: &str = "5.21.0";

/// The validator of Frictionless Data, in a virtual environment of its own, made once: system packages stay as they are.
/// pip compares every file with the hashes in the list. Returns the Python that has it (and pip) as modules: its scripts
/// name the folder in which they were installed, and fail in a copied checkout.
pub fn frictionless() -> Result<PathBuf> {
    let environment = cache().join(format!("frictionless-{FRICTIONLESS}"));
    let python3 = environment.join("bin/python");
    if !environment.join("bin/frictionless").is_file() {
        python()?;
        println!("missing, so: frictionless {FRICTIONLESS} from PyPI into {}", environment.display());
        run(command("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
        let mut pip = command(&python3);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]);
        pip.args(["--requirement", "xtask/requirements/frictionless.txt"]);
        run(&mut pip).context("cannot install frictionless from PyPI")?;
    }
    Ok(python3)
}

pub fn wordpress() -> Result<()> {
    let theme = Path::new("/usr/share/wordpress/wp-content/themes/twentytwentyone");
    if theme.exists() && find("php").is_some() && find("mariadbd").is_some() {
        return Ok(());
    }
    apt(&["wordpress", "wordpress-theme-twentytwentyone", "php-cli", "php-mysql", "php-xml", "mariadb-server"])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let line = format!("rustup {}", arguments.join(" "));
    if find("rustup").is_none() {
        bail!("this toolchain lacks {}, and rustup, which would add it, is not installed", arguments.join(" "));
    }
    println!("missing, so: {line}");
    run(command("rustup").args(arguments)).with_context(|| format!("run `{line}` yourself"))
}

/// Only root may install without being asked; everybody else is told what to type.
fn apt(packages: &[&str]) -> Result<()> {
    let line = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if !is_root() || find("apt-get").is_none() {
        bail!("{} not found. On Debian: sudo {line}", packages.join(" and "));
    }
    println!("missing, so: apt-get update, {line}");
    let quiet = || {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    run(quiet().arg("update"))?;
    run(quiet().args(line.split(' ').skip(1))).with_context(|| format!("run `{line}` yourself"))
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id == "0")
}
