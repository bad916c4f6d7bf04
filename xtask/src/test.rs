//! `cargo xtask test`: everything that must hold before a change is taken in, the quick steps first.

use anyhow::{Result, bail, ensure};

use crate::check::Format;
use crate::engine::Engine;
use crate::process::{cargo, run as run_program};
use crate::{Verdict, axe, browser, build, check, files, foreign, frictionless, programs, size, tools};

type Step = fn() -> Result<Verdict>;

const STEPS: [(&str, Step); 9] = [
    ("formatting", formatting),
    ("lints", lints),
    ("tests on this machine", host),
    ("data", data),
    ("data, by frictionless", second_opinion),
    ("build", build),
    ("size", size),
    ("packages of others", foreign::run),
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

pub fn run_in_a_browser(engine: Engine) -> Result<Verdict> {
    tools::lints()?;
    build()?;
    let mut failed = Vec::new();
    for engine in engine.each() {
        println!("\n== tests in {}", engine.name());
        if let Err(error) = in_browser(*engine) {
            println!("{error:#}");
            failed.push(engine.name());
        }
    }
    ensure!(failed.is_empty(), "failed in {}", failed.join(", "));
    Ok(Verdict::Good)
}

fn formatting() -> Result<Verdict> {
    run_cargo("fmt --all --check")
}

fn lints() -> Result<Verdict> {
    programs::built()?;
    for features in ["living", "living,every-kind", "living,every-kind,lines", "reader,every-kind,lines"] {
        let library = "clippy --package article-figures --lib --target wasm32-unknown-unknown --no-default-features";
        run_cargo(&format!("{library} --features {features} -- -D warnings"))?;
    }
    Ok(Verdict::Good)
}

fn host() -> Result<Verdict> {
    let programs = programs::built()?;
    let mut failed = Vec::new();
    for program in programs.iter().filter(|program| !program.in_browser()) {
        println!("-- {}", program.name);
        if let Err(error) = run_program(&mut program.command()) {
            failed.push(error.to_string());
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    run_program(programs::linting().args(["test", "--workspace", "--doc"]))?;
    Ok(Verdict::Good)
}

fn data() -> Result<Verdict> {
    Ok(check::run(&files::data(), Format::Text))
}

fn second_opinion() -> Result<Verdict> {
    frictionless::validate()?;
    Ok(Verdict::Good)
}

fn build() -> Result<Verdict> {
    build::run(&files::dist(), build::article(&files::data()))
}

fn size() -> Result<Verdict> {
    size::report(&files::dist())
}

fn in_a_browser() -> Result<Verdict> {
    in_browser(Engine::Chromium)
}

fn in_browser(engine: Engine) -> Result<Verdict> {
    tools::browser(engine)?;
    axe::install()?;
    browser::test(engine)?;
    Ok(Verdict::Good)
}

fn run_cargo(arguments: &str) -> Result<Verdict> {
    run_program(cargo().args(arguments.split(' ')))?;
    Ok(Verdict::Good)
}
