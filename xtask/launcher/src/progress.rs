//! One line a step, with its time; while several jobs run, a line that says how far each is.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stdout};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

/// How often the line changes on a terminal, and how often a new one is printed elsewhere.
const REDRAW: Duration = Duration::from_millis(250);
const REPEAT: Duration = Duration::from_secs(15);

/// How often the jobs are looked at while they may have nothing to do.
const SHORT: Duration = Duration::from_millis(20);

/// Jobs that end sooner had nothing to do, and need no line.
const WORTH_A_LINE: Duration = Duration::from_secs(1);

/// How far a job is, as the job itself reports it.
pub struct Job {
    name: &'static str,
    state: Mutex<State>,
}

enum State {
    Running(String),
    Ended,
}

impl Job {
    pub fn new(name: &'static str) -> Self {
        Self { name, state: Mutex::new(State::Running(String::new())) }
    }

    /// Replaces the text that is shown beside the job's name.
    pub fn report(&self, text: impl Into<String>) {
        *locked(&self.state) = State::Running(text.into());
    }

    fn line(&self) -> Option<String> {
        match &*locked(&self.state) {
            State::Running(text) if text.is_empty() => Some(self.name.to_owned()),
            State::Running(text) => Some(format!("{}: {text}", self.name)),
            State::Ended => None,
        }
    }
}

/// A job and the work that it stands for.
pub type Task<'a> = (&'a Job, Box<dyn FnOnce(&Job) -> Result<()> + Send + 'a>);

/// Runs all tasks at once and prints a line when each ends.
///
/// # Errors
/// The first task that fails, in the order of the list, after all have ended.
pub fn together(tasks: Vec<Task>) -> Result<()> {
    let started = Instant::now();
    let jobs: Vec<_> = tasks.iter().map(|(job, _)| *job).collect();
    thread::scope(|scope| {
        let run = |(job, work): Task<'_>| {
            let result = work(job);
            *locked(&job.state) = State::Ended;
            if started.elapsed() > WORTH_A_LINE {
                line(&format!("{} ({})", job.name, seconds(started.elapsed())));
            }
            result
        };
        let handles: Vec<_> = tasks.into_iter().map(|task| scope.spawn(move || run(task))).collect();
        watch(&jobs, started);
        let results =
            handles.into_iter().map(|handle| handle.join().unwrap_or_else(|_| Err(anyhow!("a job panicked"))));
        results.collect::<Vec<_>>().into_iter().collect()
    })
}

/// Shows the state of the jobs until all have ended.
fn watch(jobs: &[&Job], started: Instant) {
    let is_terminal = stdout().is_terminal();
    let mut last: Option<Instant> = None;
    loop {
        let lines: Vec<_> = jobs.iter().filter_map(|job| job.line()).collect();
        if lines.is_empty() {
            break;
        }
        let text = format!("{:>5}  {}", seconds(started.elapsed()), lines.join(" · "));
        if is_terminal {
            // Cleared to the end of the line; cut, because a wrapped line could not be overwritten.
            print!("\r\x1b[K{}\r", text.chars().take(100).collect::<String>());
            let _ = stdout().flush();
        } else if last.is_none_or(|last| last.elapsed() > REPEAT) && started.elapsed() > WORTH_A_LINE {
            line(&text);
            last = Some(Instant::now());
        }
        thread::sleep(if started.elapsed() < WORTH_A_LINE { SHORT } else { REDRAW });
    }
    if is_terminal {
        print!("\r\x1b[K");
        let _ = stdout().flush();
    }
}

/// Runs one step of several: prints its name first, its time when it ends.
///
/// # Errors
/// Those of `work`.
pub fn step<T>(name: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    line(&format!("-- {name}"));
    let result = work();
    let verdict = if result.is_ok() { "" } else { " FAILED" };
    line(&format!("   {name}{verdict} ({})", seconds(started.elapsed())));
    result
}

/// `0.4 s`, `83 s`.
pub fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.1} s") } else { format!("{seconds:.0} s") }
}

/// Written at once, also where the output is a file.
fn line(text: &str) {
    let mut out = stdout().lock();
    let clear = if out.is_terminal() { "\r\x1b[K" } else { "" };
    let _ = writeln!(out, "{clear}{text}");
    let _ = out.flush();
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tasks_run_and_the_first_failure_counts() {
        let jobs = [Job::new("one"), Job::new("two"), Job::new("three")];
        let ended = Mutex::new(Vec::new());
        let task = |nth: usize, result: Result<()>| -> Task<'_> {
            let work = |job: &Job| {
                job.report("half");
                locked(&ended).push(job.name);
                result
            };
            (&jobs[nth], Box::new(work))
        };
        let result = together(vec![task(0, Ok(())), task(1, Err(anyhow!("second"))), task(2, Err(anyhow!("third")))]);
        assert_eq!(result.err().map(|error| error.to_string()).as_deref(), Some("second"));
        assert_eq!(locked(&ended).len(), 3);
    }

    #[test]
    fn times_are_short() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(83)), "83 s");
    }
}
