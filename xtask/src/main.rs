use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use launcher::engine::Engine;
use xtask::build::{Published, article};
use xtask::check::Format;
use xtask::{Verdict, base, bench, build, check, cldr, files, foreign, fuzz, new, serve, size, soak, test, wordpress};

/// Build, serve, check, measure and test the figures.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", after_help = "Exit code: 0 good, 1 something is wrong, 2 could not do the work.")]
enum Task {
    /// Write the static files that any web server can publish
    Build {
        /// The folder to write, `dist/` without it; the last site in it is replaced. With --single the file
        #[arg(long)]
        out: Option<PathBuf>,
        /// Where it will be published: `https://host/path/`; link previews, feeds and the sitemap need it
        #[arg(long, value_name = "URL", value_parser = base::parse)]
        base: Option<String>,
        /// Let readers' browsers keep the site, so that it can be read without a network
        #[arg(long)]
        offline: bool,
        /// Write one figure, such as `investment`, as one HTML file with everything in it
        #[arg(long, value_name = "VIEW", requires = "lang", conflicts_with = "offline")]
        single: Option<String>,
        /// The language of that file, such as `de`
        #[arg(long, requires = "single")]
        lang: Option<String>,
        /// For a browser on this machine, as `serve` shows it: sooner, with larger modules
        #[arg(long, conflicts_with = "single")]
        preview: bool,
        /// The folder of the Data Package
        #[arg(long, default_value_os_t = files::data())]
        data: PathBuf,
    },
    /// Build, then serve on 127.0.0.1; a reload builds what has changed
    Serve {
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The folder of the Data Package
        #[arg(long, default_value_os_t = files::data())]
        data: PathBuf,
    },
    /// Describe the tables of a folder, or write a small Data Package to start from
    New {
        /// A folder of CSV files; one that does not exist yet, or is empty, is given an example
        folder: PathBuf,
    },
    /// List everything that is wrong with a Data Package or a table, and how many rows and columns were read
    Check {
        /// The folder of a Data Package, or a file
        #[arg(default_value_os_t = files::data())]
        path: PathBuf,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Write src/locale/cldr.json, by which languages write numbers and dates, from packages on npm
    Cldr,
    /// Build sites of packages that others have published, and compare what they say; a part of `test --full`
    Packages,
    /// Build, then print what a reader downloads, and fail above the budget
    Size,
    /// Build, then measure in a browser how fast the pages are; takes some minutes
    Bench {
        /// How often each thing is measured
        #[arg(long, default_value_t = 9)]
        runs: usize,
        /// Keep the results in BENCHMARKS.md
        #[arg(long)]
        write: bool,
    },
    /// Try the readers of what comes from outside on whatever a machine can think of; needs a nightly toolchain
    Fuzz {
        /// csv, descriptor, query, messages or geometry; all of them without it
        target: Option<String>,
        /// How long each of them runs
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Build and serve while disk and network fail at random; fails when less or more than one whole site is published
    Soak {
        #[arg(long, default_value_t = 30)]
        minutes: u32,
        /// The number that an earlier run has printed, for the same faults
        #[arg(long)]
        seed: Option<u64>,
        /// As for publication, with compressed files and small modules
        #[arg(long)]
        published: bool,
    },
    /// Let a real WordPress embed the figures; on Debian, takes a minute
    Wordpress,
    /// Formatting, lints, tests, data, build, size, and a browser
    Test {
        /// The tests whose name contains this, in place of everything: `keys`, `menu: the exports`
        #[arg(default_value = "")]
        filter: String,
        /// Every combination, in three engines, and packages of others; Chromium alone takes a quarter of an hour
        #[arg(long)]
        full: bool,
        /// The tests in a browser alone: chromium, firefox, webkit or all of them
        #[arg(long, value_parser = engine)]
        browser: Option<Engine>,
        /// Print the names of the tests in a browser
        #[arg(long)]
        list: bool,
    },
}

fn engine(name: &str) -> Result<Engine, String> {
    Engine::named(name).ok_or_else(|| "expected chromium, firefox, webkit or all".to_owned())
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Bad) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(task: Task) -> anyhow::Result<Verdict> {
    match task {
        Task::Build { out, base, single: Some(view), lang, data, .. } => {
            let language = lang.unwrap_or_default();
            let out = out.unwrap_or_else(|| PathBuf::from(format!("{view}.{language}.html")));
            build::single(&out, &data, base.as_deref(), &view, &language)
        }
        Task::Build { out, base, offline, preview, data, .. } => {
            let package = if preview { build::preview(&data) } else { article(&data) };
            let published = Published { base: base.as_deref(), offline, ..package };
            build::run(&out.unwrap_or_else(files::dist), published)
        }
        Task::Serve { port, data } => serve::run(port, &data),
        Task::New { folder } => new::run(&folder),
        Task::Check { path, format } => Ok(check::run(&path, format)),
        Task::Cldr => cldr::run(),
        Task::Packages => foreign::run(),
        Task::Size => size::run(),
        Task::Bench { runs, write } => bench::run(runs, write),
        Task::Fuzz { target, minutes } => fuzz::run(target.as_deref(), minutes),
        Task::Soak { minutes, seed, published } => soak::run(soak::Course { minutes, seed, published }),
        Task::Wordpress => wordpress::run(),
        Task::Test { filter, full, browser, list } => test::run(test::Asked { filter: &filter, full, browser, list }),
    }
}
