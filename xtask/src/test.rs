//! `cargo xtask test`: everything that must hold before a change is taken in, the quick steps first.

use anyhow::{Result, bail, ensure};
use launcher::engine::{ENGINE, Engine};
use launcher::modules::MODULES;
use launcher::process::{cargo, run as run_program};
use launcher::progress::step;
use launcher::tools;

use crate::check::Format;
use crate::programs::{Program, Programs};
use crate::{Verdict, axe, build, check, fallback, files, foreign, frictionless, host, programs, size};

/// The options of a call.
pub struct Asked<'a> {
    /// The tests whose name contains this, in place of all steps; empty for all.
    pub filter: &'a str,
    /// Every combination, three engines, packages of others.
    pub full: bool,
    /// The cases in this browser alone.
    pub browser: Option<Engine>,
    /// The names of the cases in a browser, in place of running them.
    pub list: bool,
}

/// # Errors
/// The first step that fails, and, where there are several engines, each that fails.
pub fn run(asked: Asked) -> Result<Verdict> {
    let is_whole = asked.filter.is_empty() && asked.browser.is_none() && !asked.list;
    if is_whole {
        step("formatting", || run_cargo("fmt --all --check"))?;
    }
    let Programs { host: programs, browser } = step("lints", programs::built)?;
    if asked.list {
        return in_engine(&browser, Engine::Chromium, &asked).map(|()| Verdict::Good);
    }
    if is_whole {
        step("lints of the modules", || lints(asked.full))?;
    }
    if asked.browser.is_none() {
        step("tests without a browser", || host::test(&programs, asked.filter))?;
    }
    if is_whole {
        step("data", || good(check::run(&files::data(), Format::Text)))?;
        step("data, by frictionless", frictionless::validate)?;
    }
    step("build", || good(build::run(&files::dist(), build::article(&files::data()))?))?;
    if is_whole {
        step("size", || good(size::report(&files::dist())?))?;
    }
    if is_whole && asked.full {
        step("documentation's examples", || {
            run_program(programs::linting().args(["test", "--locked", "--doc", "--workspace"]))
        })?;
        step("packages of others", || good(foreign::run()?))?;
        step("modules with the shipped standard library", fallback::run)?;
    }
    let engines = asked.browser.unwrap_or(if asked.full { Engine::All } else { Engine::Chromium });
    in_browsers(&browser, engines, &asked)?;
    println!("\nall good");
    Ok(Verdict::Good)
}

/// All engines run, whichever fail.
fn in_browsers(program: &Program, engines: Engine, asked: &Asked) -> Result<()> {
    axe::install()?;
    let mut failed = Vec::new();
    for engine in engines.each() {
        tools::browser(*engine)?;
        if let Err(error) = step(format!("tests in {}", engine.name()), || in_engine(program, *engine, asked)) {
            println!("{error:#}");
            failed.push(engine.name());
        }
    }
    ensure!(failed.is_empty(), "tests failed in {}", failed.join(" and "));
    Ok(())
}

fn in_engine(program: &Program, engine: Engine, asked: &Asked) -> Result<()> {
    let mut command = program.command();
    command.env(ENGINE, engine.name()).arg("test").arg(asked.filter);
    command.args(asked.full.then_some("--full")).args(asked.list.then_some("--list"));
    run_program(&mut command)
}

/// Each module has other code that nobody uses; the two of the quick tier have all code between them.
fn lints(full: bool) -> Result<()> {
    for (nth, module) in MODULES.iter().enumerate() {
        if full || nth >= 2 {
            let library = "clippy --locked --quiet --package article-figures --lib --target wasm32-unknown-unknown --no-default-features";
            run_cargo(&format!("{library} --features {} -- -D warnings", module.features))?;
        }
    }
    Ok(())
}

fn good(verdict: Verdict) -> Result<()> {
    if verdict == Verdict::Bad { bail!("see above") } else { Ok(()) }
}

fn run_cargo(arguments: &str) -> Result<()> {
    run_program(cargo().args(arguments.split(' ')))
}
