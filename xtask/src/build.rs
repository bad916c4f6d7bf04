//! `cargo xtask build`: the static files, written beside the old ones and swapped in when complete.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use article_figures::site::{self, Report, Sources};
use launcher::atomic;
use launcher::lock::Lock;
use launcher::modules::Grade;

use crate::place::Place;
use crate::{Verdict, check, compress, files, script, wasm};

/// What is published, and how.
#[derive(Clone, Copy)]
pub struct Published<'a> {
    /// The folder of the Data Package.
    pub data: &'a Path,
    /// The address that it will have: `https://host/path/`.
    pub base: Option<&'a str>,
    /// Whether readers' browsers keep it.
    pub offline: bool,
    /// Whether the files stand there compressed as well, for servers that send such files.
    pub compressed: bool,
    pub grade: Grade,
}

/// A package at no known address.
pub fn article(data: &Path) -> Published<'_> {
    Published { data, base: None, offline: false, compressed: true, grade: Grade::Published }
}

/// The same for a browser on this machine, which gains nothing by compressed files and small modules.
pub fn preview(data: &Path) -> Published<'_> {
    Published { compressed: false, grade: Grade::Preview, ..article(data) }
}

pub fn run(out: &Path, published: Published) -> Result<Verdict> {
    let report = build(out, published)?;
    println!("{}: {} files", files::shown(out), files::below(out)?.len());
    Ok(check::print(&report))
}

/// Writes the figure of a view as one file.
///
/// # Errors
/// As [`build`], and a view or language that the package does not have, or whose data is wrong.
pub fn single(out: &Path, data: &Path, base: Option<&str>, view: &str, language: &str) -> Result<Verdict> {
    let libraries = wasm::build(Grade::Published)?;
    let libraries = &libraries.folder;
    let scratch = files::cache().join("single");
    let _lock = Lock::exclusive(&scratch.with_extension("lock"), "a figure in one file")?;
    files::remove(&scratch)?;
    let www = files::root().join("www");
    let minify = &script::minified;
    let sources = Sources { data, www: &www, libraries, minify, base, offline: false };
    let page = site::single(sources, &scratch, view, language)?;
    write_single(out, &page)?;
    println!("{}: {} bytes", files::shown(out), page.len());
    Ok(Verdict::Good)
}

/// The file behind a link is written, and the link stays.
fn write_single(out: &Path, page: &str) -> Result<()> {
    let behind = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    match behind.metadata() {
        // `/dev/stdout` is no file to be replaced.
        Ok(about) if !about.is_file() => {
            fs::write(out, page).with_context(|| format!("cannot write {}", out.display()))
        }
        _ => atomic::write(&behind, page.as_bytes()),
    }
}

/// Writes `out` and returns what is to be said of the data; figures that cannot be shown say so on their pages.
///
/// # Errors
/// When the library does not compile, or `out` cannot be written or holds files of somebody else; [`Unshown`], when no
/// figure can be shown. The last site stays then.
pub fn build(out: &Path, published: Published) -> Result<Report> {
    ensure!(published.data.is_dir(), "{} is no folder", published.data.display());
    let place = Place::take(out, published.data)?;
    let libraries = wasm::build(published.grade)?;
    publish(&place, &libraries.folder, published)
}

/// The same with libraries that were made before.
///
/// # Errors
/// As [`build`].
pub fn build_with(libraries: &Path, out: &Path, published: Published) -> Result<Report> {
    publish(&Place::take(out, published.data)?, libraries, published)
}

/// A package without a single figure that can be shown. A page that says so must not replace a site.
#[derive(Debug)]
pub struct Unshown(Report);

impl fmt::Display for Unshown {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let lines = check::lines(&self.0.problems);
        write!(out, "no figure can be shown, so nothing was written\n{}", lines.join("\n"))
    }
}

impl std::error::Error for Unshown {}

fn publish(place: &Place, libraries: &Path, published: Published) -> Result<Report> {
    let written = write(libraries, place.begin()?, published).and_then(|report| {
        ensure!(report.shown > 0, Unshown(report));
        place.publish(published.grade == Grade::Published)?;
        Ok(report)
    });
    if written.is_err() {
        // Its reason counts more than what may fail here.
        let _ = place.discard();
    }
    written
}

fn write(libraries: &Path, out: &Path, published: Published) -> Result<Report> {
    let www = files::root().join("www");
    let Published { data, base, offline, compressed, .. } = published;
    let sources = Sources { data, www: &www, libraries, minify: &script::minified, base, offline };
    let report = site::write(sources, out).context("cannot write the pages")?;
    if compressed {
        compress::run(out)?;
    }
    Ok(report)
}
