//! `cargo xtask soak`: builds and serves while disk and network fail at random, and looks after each fault whether exactly
//! one complete site is published.

mod random;
mod readers;
mod rounds;
mod server;

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};

use crate::inventory::{self, Inventory};
use crate::new::DESCRIPTOR;
use crate::{Verdict, files, new};
use random::Random;
use readers::Readers;
use rounds::ROUNDS;
use server::Server;

/// How long it runs, and what is built.
#[derive(Clone, Copy)]
pub struct Course {
    pub minutes: u32,
    /// The faults of an earlier run, in their order; another one each time without it.
    pub seed: Option<u64>,
    /// As for publication, with compressed files and small modules.
    pub published: bool,
}

/// Anything that waits longer than this hangs.
const LIMIT: Duration = Duration::from_secs(300);

/// Packages that differ by their title.
const VARIANTS: usize = 4;

/// # Errors
/// The first fault that left something else than one complete site, with the seed that brings it again.
pub fn run(course: Course) -> Result<Verdict> {
    let seed = course.seed.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        u64::from(now.subsec_nanos())
    });
    println!("seed {seed}");
    soak(course, seed).with_context(|| format!("seed {seed}"))
}

fn soak(course: Course, seed: u64) -> Result<Verdict> {
    let mut soak = Soak::new(course, seed)?;
    let server = Server::start(&soak, 0)?;
    let readers = Readers::start(&server, seed)?;
    let mut counts = [0; ROUNDS.len()];
    let end = Instant::now() + Duration::from_secs(60 * u64::from(course.minutes));
    while Instant::now() < end {
        let round = soak.random.below(ROUNDS.len());
        let (name, play) = ROUNDS[round];
        play(&mut soak, &server)
            .and_then(|()| soak.check())
            .and_then(|()| readers.check())
            .with_context(|| format!("round {}, {name}", counts.iter().sum::<usize>()))?;
        counts[round] += 1;
    }
    let requests = readers.stop()?;
    for ((name, _), count) in ROUNDS.iter().zip(counts) {
        println!("{count:>6}  {name}");
    }
    println!("{requests:>6}  requests\n{:>6}  minutes without a half site, a wrong file or a hang", course.minutes);
    Ok(Verdict::Good)
}

/// A site that is built again and again.
struct Soak {
    folder: PathBuf,
    /// A copy of this program: cargo may write another one in its place meanwhile.
    program: PathBuf,
    random: Random,
    /// The list of files that each variant has, by which a site is known as one of them.
    lists: Vec<String>,
    /// The variants that may be published now.
    expected: Vec<usize>,
    /// How long a build takes that nothing disturbs.
    typical: Duration,
    published: bool,
}

impl Soak {
    fn new(course: Course, seed: u64) -> Result<Self> {
        let folder = files::cache().join("soak");
        files::remove(&folder)?;
        files::create(&folder)?;
        let program = folder.join("xtask");
        fs::copy(env::current_exe()?, &program)?;
        let (random, lists, expected) = (Random::new(seed), Vec::new(), vec![0]);
        let typical = Duration::default();
        let mut soak = Self { folder, program, random, lists, expected, typical, published: course.published };
        for variant in 0..VARIANTS {
            soak.write_variant(variant)?;
            let started = Instant::now();
            let reference = soak.folder.join(format!("reference-{variant}"));
            soak.must_build(&mut soak.build(&soak.data(variant), &reference))?;
            soak.typical = started.elapsed();
            soak.lists.push(list(&reference)?);
        }
        soak.must_build(&mut soak.build(&soak.data(0), &soak.out()))?;
        println!(
            "a build takes {:.1} s, a list has {} lines",
            soak.typical.as_secs_f64(),
            soak.lists[0].lines().count()
        );
        Ok(soak)
    }

    fn out(&self) -> PathBuf {
        self.folder.join("site")
    }

    fn data(&self, variant: usize) -> PathBuf {
        self.folder.join(format!("data-{variant}"))
    }

    fn write_variant(&self, variant: usize) -> Result<()> {
        let data = self.data(variant);
        files::create(&data)?;
        for (name, text) in new::FILES {
            let titled = text.replacen("\"title\": \"", &format!("\"title\": \"{} ", title(variant)), 1);
            fs::write(data.join(name), if name == DESCRIPTOR { &titled } else { text })?;
        }
        Ok(())
    }

    fn build(&self, data: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("build").args((!self.published).then_some("--preview"));
        command.arg("--data").arg(data).arg("--out").arg(out).current_dir(files::root());
        command
    }

    /// A build of a variant in the place that is watched.
    fn rebuild(&self, variant: usize) -> Command {
        self.build(&self.data(variant), &self.out())
    }

    /// The same behind a command of the shell that limits it.
    fn limited(&self, shell: &str, variant: usize) -> Command {
        let build = self.rebuild(variant);
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{shell}; exec \"$0\" \"$@\"")]).arg(build.get_program()).args(build.get_args());
        command.current_dir(files::root());
        command
    }

    /// Starts a build; its words go to a file, to be read when it fails.
    fn spawn(&self, command: &mut Command) -> Result<Child> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn();
        child.context("cannot start a build")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("builds.log")
    }

    fn must_build(&self, command: &mut Command) -> Result<()> {
        let status = ended(self.spawn(command)?)?;
        ensure!(status.success(), "a build failed ({status}): see {}", self.log().display());
        Ok(())
    }

    fn must_fail(&self, command: &mut Command) -> Result<()> {
        let status = ended(self.spawn(command)?)?;
        ensure!(!status.success(), "a build went well that could not");
        Ok(())
    }

    /// The site is one of those that are expected, with every file as its list says; from now on it is this one.
    fn check(&mut self) -> Result<()> {
        Inventory::verify(&self.out())?;
        let found = list(&self.out())?;
        let variant = self.expected.iter().find(|variant| self.lists[**variant] == found);
        let Some(variant) = variant else {
            bail!("the site is none of variants {:?}", self.expected);
        };
        self.expected = vec![*variant];
        Ok(())
    }
}

fn list(site: &Path) -> Result<String> {
    fs::read_to_string(site.join(inventory::NAME)).with_context(|| format!("{} has no list", site.display()))
}

fn title(variant: usize) -> String {
    format!("Variant {variant}")
}

/// Waits for the end of a process that must come.
fn ended(mut child: Child) -> Result<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if started.elapsed() > LIMIT {
            let _ = child.kill();
            bail!("a process hangs");
        }
        thread::sleep(Duration::from_millis(5));
    }
}
