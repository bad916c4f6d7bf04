//! `cargo xtask`: compiles xtask beside the modules for the browser and the tools that its command needs, then runs it.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use launcher::engine::Engine;
use launcher::modules::{self, Grade, artifact};
use launcher::programs::EVERYTHING;
use launcher::progress::{Job, Task, together};
use launcher::{process, tools};

/// As xtask itself has it: the work could not be done.
const COULD_NOT: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let error = match prepared(&arguments) {
        Ok(program) => run(&program, &arguments),
        Err(error) => error,
    };
    eprintln!("error: {error:#}");
    ExitCode::from(COULD_NOT)
}

/// Compiles and installs what a command needs, all at once; returns the path of xtask.
fn prepared(arguments: &[String]) -> Result<PathBuf> {
    let command = arguments.first().map_or("", String::as_str);
    let is_test = command == "test";
    if is_test {
        tools::lints()?;
    }
    if needs_modules(command) {
        tools::rust_source()?;
        tools::wasm_target()?;
    }
    let mut xtask = None;
    let [program, libraries, installed] = ["xtask", "modules for the browser", "tools"].map(Job::new);
    let path = &mut xtask;
    let mut tasks: Vec<Task> = vec![(
        &program,
        Box::new(move |job| {
            *path = Some(compile(is_test, grade(arguments), job)?);
            Ok(())
        }),
    )];
    if needs_modules(command) {
        tasks.push((
            &libraries,
            Box::new(move |job| {
                drop(modules::compile(grade(arguments), job)?);
                if is_test { modules::lint(job, false) } else { Ok(()) }
            }),
        ));
    }
    if is_test {
        tasks.push((
            &installed,
            Box::new(|_| {
                engines(arguments).iter().try_for_each(|engine| tools::browser(*engine))?;
                tools::frictionless().map(drop)
            }),
        ));
    }
    together(tasks)?;
    xtask.context("cargo named no program: `xtask` must be a binary of the workspace")
}

/// Pages that are served to their author need small modules no more than files that are compressed.
fn grade(arguments: &[String]) -> Grade {
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let is_preview = match arguments.first().map(String::as_str) {
        Some("serve") => true,
        Some("soak") => !has("--published"),
        _ => has("--preview"),
    };
    if is_preview { Grade::Preview } else { Grade::Published }
}

fn needs_modules(command: &str) -> bool {
    ["serve", "build", "test", "size", "soak", "bench", "packages", "wordpress"].contains(&command)
}

/// The browsers that a call of `test` drives; xtask reads its arguments properly.
fn engines(arguments: &[String]) -> Vec<Engine> {
    let named = arguments.iter().filter_map(|word| Engine::named(word.strip_prefix("--browser=").unwrap_or(word)));
    let named: Vec<_> = named.flat_map(Engine::each).copied().collect();
    match named.is_empty() {
        false => named,
        true if arguments.iter().any(|word| word == "--full") => Engine::All.each().to_vec(),
        true => vec![Engine::Chromium],
    }
}

/// Compiles xtask and returns its path; for `test`, with all tests and with clippy, so that nothing is compiled twice; for a
/// preview without what only publishing needs.
fn compile(with_tests: bool, grade: Grade, job: &Job) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    if with_tests {
        cargo.args(EVERYTHING).env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    } else {
        cargo.args(["build", "--locked", "--bin", "xtask"]);
        if grade == Grade::Preview {
            cargo.args(["--package", "xtask", "--no-default-features"]);
        }
    }
    cargo.args(["--quiet", "--message-format", "json-render-diagnostics"]);
    let mut child = cargo.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().context("cannot start cargo")?;
    // Read beside the messages, because a pipe that is full stops its writer.
    let errors = child.stderr.take().map(|mut pipe| {
        thread::spawn(move || {
            let mut text = String::new();
            let _ = pipe.read_to_string(&mut text);
            text
        })
    });
    let (mut program, mut count) = (None, 0);
    for line in BufReader::new(child.stdout.take().context("no output")?).lines().map_while(Result::ok) {
        if line.contains("\"fresh\":false") {
            count += 1;
            job.report(format!("{count} crates, {}", name(&line)));
        }
        let is_bin = line.contains("\"kind\":[\"bin\"]");
        program = program.or_else(|| is_bin.then(|| artifact(&line, "xtask", "xtask"))?);
    }
    let errors = errors.and_then(|reader| reader.join().ok()).unwrap_or_default();
    if !child.wait()?.success() {
        bail!("{}\nthe sources do not compile", errors.trim());
    }
    program.context("cargo named no program")
}

/// The target that a message of cargo is about.
fn name(message: &str) -> &str {
    let name = message.split_once("\"target\":").and_then(|(_, rest)| rest.split_once("\"name\":\""));
    name.and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default()
}

/// Becomes xtask, where the launcher was called: a signal that ends `cargo xtask serve` ends the server. Returns the error
/// if xtask cannot be started.
fn run(program: &Path, arguments: &[String]) -> anyhow::Error {
    let error = Command::new(program).args(arguments).exec();
    anyhow::Error::new(error).context(format!("cannot start {}", program.display()))
}
