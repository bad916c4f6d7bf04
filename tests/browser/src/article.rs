//! What the pages should show, from the library itself: the same package, words and figures on the host.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use article_figures::Error;
use article_figures::figure::Figure;
use article_figures::locale::{Formats, Locale};
use article_figures::package::{Descriptor, Package};
use article_figures::site::{self, Sources};

pub const DESCRIPTOR: &str = "datapackage.json";

/// The views of the article, in the order of their tabs.
pub const VIEWS: [&str; 7] = ["investment", "economy", "population", "strikes", "january", "chronology", "counted"];

/// The languages of the article, in the order of its descriptor; the first one is the default.
pub const LANGUAGES: [&str; 4] = ["de", "en", "ru", "kk"];

/// A file of `data/`.
pub fn file(name: &str) -> Result<Vec<u8>> {
    let path = xtask::files::data().join(name);
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// The interface's words by name.
pub fn words(language: &str) -> Result<serde_json::Value> {
    Ok(serde_json::from_slice(&fs::read(strings().join(format!("{language}.json")))?)?)
}

/// What a site of the package in a folder is built from, its scripts as they stand; with these as a start, a test asks for
/// what it needs.
pub fn from_sources<T>(data: &Path, build: impl FnOnce(Sources) -> T) -> T {
    let (www, libraries) = (xtask::files::root().join("www"), xtask::files::libraries());
    let minify = |script: &str| Ok(script.to_owned());
    build(Sources { data, www: &www, libraries: &libraries, minify: &minify, base: None, offline: false })
}

pub fn locale(language: &str) -> Result<Locale> {
    spoken(language, language)
}

/// A language with the interface's words in another one.
pub fn spoken(language: &str, borrowed: &str) -> Result<Locale> {
    let words = words(borrowed)?;
    let formats = Formats::of(language).context("no language")?;
    Ok(Locale::new(language, formats, |word| words[word].as_str().map(str::to_owned))?)
}

fn strings() -> PathBuf {
    xtask::files::root().join("www/strings")
}

/// A view of the article as the page shows it in a language.
pub fn figure(view: &str, language: &str) -> Result<Figure> {
    thread_local!(static PACKAGE: Result<Package> = package());
    PACKAGE.with(|package| {
        let package = package.as_ref().map_err(|error| anyhow!("{error:#}"))?;
        Figure::new(package, view, &locale(language)?).map_err(all)
    })
}

fn package() -> Result<Package> {
    let mut package = Package::new(Descriptor::parse(DESCRIPTOR, &file(DESCRIPTOR)?).map_err(all)?);
    let resources = package.descriptor.resources.iter().map(|resource| (resource.name.clone(), resource.path.clone()));
    for (name, path) in resources.collect::<Vec<_>>() {
        package.add(&name, Ok(file(&path)?));
    }
    Ok(package)
}

/// What `cargo xtask check` says when a file of the package holds `bytes`, or is missing.
pub fn problems(name: &str, bytes: Option<&[u8]>) -> Result<Vec<String>> {
    let copy = tempfile::tempdir()?;
    for entry in fs::read_dir(xtask::files::data())? {
        let path = entry?.path();
        fs::copy(&path, copy.path().join(path.file_name().unwrap_or_default()))?;
    }
    match bytes {
        Some(bytes) => fs::write(copy.path().join(name), bytes)?,
        None => fs::remove_file(copy.path().join(name))?,
    }
    Ok(site::check(copy.path()).problems.iter().map(ToString::to_string).collect())
}

fn all(errors: Vec<Error>) -> anyhow::Error {
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    anyhow!("{}", lines.join("\n"))
}
