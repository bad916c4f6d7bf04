//! `cargo xtask build`: the static files, written beside the old ones and swapped in when complete.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use article_figures::site::{self, Report, Sources};
use launcher::modules::Grade;

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
    let scratch = files::cache().join("single");
    files::remove(&scratch)?;
    let www = files::root().join("www");
    let minify = &script::minified;
    let sources = Sources { data, www: &www, libraries: &libraries, minify, base, offline: false };
    let page = site::single(sources, &scratch, view, language)?;
    fs::write(out, &page).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{}: {} bytes", files::shown(out), page.len());
    Ok(Verdict::Good)
}

/// Writes `out` and returns what is to be said of the data; figures that cannot be shown say so on their pages.
///
/// # Errors
/// When the library does not compile, or `out` cannot be written or holds files of somebody else.
pub fn build(out: &Path, published: Published) -> Result<Report> {
    ensure!(published.data.is_dir(), "{} is no folder", published.data.display());
    refuse_foreign(out)?;
    let libraries = wasm::build(published.grade)?;
    let fresh = sibling(out, "new")?;
    files::remove(&fresh)?;
    let report = write(&libraries, &fresh, published)?;
    swap(&fresh, out)?;
    Ok(report)
}

/// `--out .` must not empty a folder that was not written by this command.
fn refuse_foreign(out: &Path) -> Result<()> {
    if !out.exists() || out.join("article-figure.js").is_file() || files::entries(out)?.is_empty() {
        return Ok(());
    }
    bail!("{} holds files that are not from a build: empty it or name another folder with --out", out.display())
}

fn write(libraries: &Path, out: &Path, published: Published) -> Result<Report> {
    files::create(out)?;
    let www = files::root().join("www");
    let Published { data, base, offline, compressed, .. } = published;
    let sources = Sources { data, www: &www, libraries, minify: &script::minified, base, offline };
    let report = site::write(sources, out).context("cannot write the pages")?;
    if compressed {
        compress::run(out)?;
    }
    Ok(report)
}

/// A reader of `out` never meets half a build, and a build that fails leaves the last one alone.
fn swap(fresh: &Path, out: &Path) -> Result<()> {
    let old = sibling(out, "old")?;
    files::remove(&old)?;
    if out.exists() {
        fs::rename(out, &old).with_context(|| format!("cannot move {} away", out.display()))?;
    }
    fs::rename(fresh, out).with_context(|| format!("cannot move {} into its place", out.display()))?;
    files::remove(&old)
}

/// In the same folder, therefore on the same disk, as a rename demands. In `dist/`, `dist/` would be published.
fn sibling(out: &Path, suffix: &str) -> Result<PathBuf> {
    let name = out.file_name().with_context(|| format!("{} has no name to write to", out.display()))?;
    Ok(out.with_file_name(format!(".{}.{suffix}", name.to_string_lossy())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_folder_is_emptied() -> Result<()> {
        let folder = tempfile::tempdir()?;
        assert!(refuse_foreign(&folder.path().join("missing")).is_ok());
        assert!(refuse_foreign(folder.path()).is_ok());
        fs::write(folder.path().join("thesis.txt"), "years of work")?;
        assert!(refuse_foreign(folder.path()).is_err());
        fs::write(folder.path().join("article-figure.js"), "")?;
        assert!(refuse_foreign(folder.path()).is_ok());
        Ok(())
    }

    #[test]
    fn nothing_stale_stays() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (fresh, out) = (folder.path().join("fresh"), folder.path().join("out"));
        files::create(&fresh)?;
        files::create(&out)?;
        fs::write(fresh.join("new.html"), "new")?;
        fs::write(out.join("stale.html"), "stale")?;
        swap(&fresh, &out)?;
        assert_eq!(files::below(folder.path())?, [out.join("new.html")]);
        Ok(())
    }
}
