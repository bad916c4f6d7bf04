//! `cargo xtask fuzz`: the readers of what comes from outside, on whatever a machine can think of. Not a part of `test`,
//! which replays what the fuzzers have started from and found.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::{Verdict, files};
use launcher::process::{command, find, output, run as run_program, succeeds};

pub const TARGETS: [&str; 5] = ["csv", "descriptor", "query", "messages", "geometry"];

const VERSION: &str = "0.13.2";

/// Runs one fuzzer, or all of them one after the other, for some minutes each.
///
/// # Errors
/// A target that does not exist, a toolchain that cannot be installed, or a crash, whose input is in `fuzz/artifacts`.
pub fn run(target: Option<&str>, minutes: u32) -> Result<Verdict> {
    ensure!(target.is_none_or(|target| TARGETS.contains(&target)), "the targets are {}", TARGETS.join(", "));
    let fuzzer = install()?;
    for name in TARGETS.into_iter().filter(|name| target.is_none_or(|target| target == *name)) {
        println!("\n== {name}, {minutes} min");
        let mut fuzz = command("rustup");
        // No sanitizer, which looks for what safe code cannot do and takes half of the time.
        fuzz.args(["run", "nightly"]).arg(&fuzzer).args([
            "fuzz",
            "run",
            "--sanitizer",
            "none",
            "--fuzz-dir",
            "fuzz",
            name,
        ]);
        for folder in ["corpus", "seeds", "regressions"] {
            let folder = format!("fuzz/{folder}/{name}");
            files::create(Path::new(&folder))?;
            fuzz.arg(folder);
        }
        let limits =
            [format!("-max_total_time={}", minutes * 60), "-timeout=20".to_owned(), "-max_len=8192".to_owned()];
        run_program(fuzz.arg("--").args(limits).args(["-rss_limit_mb=3000", "-print_final_stats=1"]))?;
    }
    Ok(Verdict::Good)
}

fn install() -> Result<std::path::PathBuf> {
    if !succeeds(command("rustup").args(["run", "nightly", "rustc", "--version"])) {
        println!("missing, so: rustup toolchain install nightly --profile minimal");
        run_program(command("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"]))?;
    }
    if let Some(known) = find("cargo-fuzz") {
        return Ok(known);
    }
    let root = files::cache().join("cargo-fuzz");
    let fuzzer = root.join("bin/cargo-fuzz");
    if !fuzzer.is_file() {
        println!("missing, so: cargo install cargo-fuzz --root {}", files::shown(&root));
        let rust = output(command("rustup").args(["which", "cargo"]))?;
        let mut install = command(rust);
        install.args(["install", "cargo-fuzz", "--version", VERSION, "--locked", "--quiet", "--root"]);
        run_program(install.arg(&root))?;
    }
    Ok(fuzzer)
}
