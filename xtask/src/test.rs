//! `cargo xtask test`: everything that must hold before a change is taken in, the quick steps first.

use anyhow::{Result, bail};

use crate::build::Published;
use crate::process::{cargo, run as run_program};
use crate::{Verdict, axe, browser, build, check, files, frictionless, size, tools};

type Step = fn() -> Result<Verdict>;

const STEPS: [(&str, Step); 8] = [
    ("formatting", formatting),
    ("lints", lints),
    ("tests on this machine", host),
    ("data", data),
    ("data, by frictionless", second_opinion),
    ("build", build),
    ("size", size),
    ("tests in a browser", in_a_browser),
];

pub fn run() -> Result<Verdict> {
    tools::lints()?;
    tools::wasm_target()?;
    for (heading, step) in STEPS {
        println!("\n== {heading}");
        if step()? == Verdict::Bad {
            bail!("failed at: {heading}");
        }
    }
    println!("\nall good");
    Ok(Verdict::Good)
}

pub fn run_in_a_browser() -> Result<Verdict> {
    build()?;
    in_a_browser()
}

fn formatting() -> Result<Verdict> {
    run_cargo("fmt --all --check")
}

fn lints() -> Result<Verdict> {
    run_cargo("clippy --workspace --all-targets -- -D warnings")?;
    for features in ["living", "living,every-kind", "reader,every-kind"] {
        let library = "clippy --package article-figures --lib --target wasm32-unknown-unknown --no-default-features";
        run_cargo(&format!("{library} --features {features} -- -D warnings"))?;
    }
    Ok(Verdict::Good)
}

fn host() -> Result<Verdict> {
    run_cargo("test --workspace --exclude browser")
}

fn data() -> Result<Verdict> {
    Ok(check::run(&files::data()))
}

fn second_opinion() -> Result<Verdict> {
    frictionless::validate()?;
    Ok(Verdict::Good)
}

fn build() -> Result<Verdict> {
    build::run(&files::dist(), Published::default())
}

fn size() -> Result<Verdict> {
    size::report(&files::dist())
}

fn in_a_browser() -> Result<Verdict> {
    tools::browser()?;
    axe::install()?;
    browser::test()?;
    Ok(Verdict::Good)
}

fn run_cargo(arguments: &str) -> Result<Verdict> {
    run_program(cargo().args(arguments.split(' ')))?;
    Ok(Verdict::Good)
}
