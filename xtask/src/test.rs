//! `cargo xtask test`: everything that must hold before a change is taken in, the quick steps first.

use std::process::Command;

use anyhow::{Result, bail, ensure};
use launcher::engine::{ENGINE, Engine};
use launcher::process::{cargo, run as run_program};
use launcher::progress::{Job, step};
use launcher::{modules, process, tools};

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
    let cases = process::output(&mut case_names(&browser, &asked))?;
    if asked.list {
        println!("{cases}");
        return Ok(Verdict::Good);
    }
    if is_whole {
        step("lints of the modules", || modules::lint(&Job::new("lints"), asked.full))?;
    }
    let mut count = cases.lines().count();
    if asked.browser.is_none() {
        count += step("tests without a browser", || host::test(&programs, asked.filter, asked.full))?;
    }
    ensure!(
        count > 0,
        "no test has {:?} in its name: `cargo xtask test --list` prints those in a browser",
        asked.filter
    );
    if cases.is_empty() {
        return Ok(Verdict::Good);
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
    command.env(ENGINE, engine.name()).arg("test").arg(asked.filter).args(asked.full.then_some("--full"));
    run_program(&mut command)
}

/// The call that prints the cases in a browser, a line each.
fn case_names(program: &Program, asked: &Asked) -> Command {
    let mut command = program.command();
    command.args(["test", asked.filter, "--list"]).args(asked.full.then_some("--full"));
    command
}

fn good(verdict: Verdict) -> Result<()> {
    if verdict == Verdict::Bad { bail!("see above") } else { Ok(()) }
}

fn run_cargo(arguments: &str) -> Result<()> {
    run_program(cargo().args(arguments.split(' ')))
}
