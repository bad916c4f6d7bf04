//! The static site: pages, embed pages and everything that they load, but the wasm.
//!
//! With `check`, the only code that reads and writes files.

pub mod about;
mod address;
mod assets;
pub mod coverage;
mod doctor;
pub mod drawing;
pub mod edition;
pub mod exports;
pub mod feeds;
mod legend;
pub mod metadata;
pub mod oembed;
mod page;
mod raster;
mod review;
mod sheet;
pub mod social;
mod suggestion;
mod templates;
mod trial;
pub mod typeface;
mod xml;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::error::{Error, Place, Problem};
use crate::locale::{Icu, Locale};
use crate::package::{Descriptor, Package, delimiter};
use assets::Assets;

/// The descriptor's name, as the standard has it.
const DESCRIPTOR: &str = "datapackage.json";

/// Why a site could not be written: nothing to do with the editor's data.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    Template { path: PathBuf, source: minijinja::Error },
    #[error("{path}: {message}")]
    Script { path: PathBuf, message: String },
    #[error("{view}: {message}")]
    Export { view: String, message: String },
    #[error(transparent)]
    Words(#[from] Error),
    #[error("{path}: no font")]
    Font { path: PathBuf },
    #[error("the card of {view} cannot be drawn")]
    Card { view: String },
    #[error("{path}: {source}")]
    Json { path: PathBuf, source: serde_json::Error },
}

/// Makes a script small, or says what is wrong with it.
pub type Minify<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Every problem of the Data Package in a folder.
pub fn check(data: &Path) -> Vec<Error> {
    match read(data) {
        Ok(package) => problems(&package),
        Err(errors) => errors,
    }
}

/// The views that the package in a folder is given because it has none of its own, to be copied into its descriptor.
pub fn suggestion(data: &Path) -> Option<String> {
    let mut package = read_only(data).ok()?;
    (package.guess_views() && !package.descriptor.views.is_empty()).then(|| suggestion::text(&package.descriptor.views))
}

/// A descriptor for the tables of a folder that has none: their columns as their cells suggest, and a view for each
/// table that any kind of figure fits. `None` where there are no tables, or one cannot be read.
pub fn description(data: &Path) -> Option<String> {
    let names = tables(data).ok()?;
    let mut descriptor = Descriptor::of_files(&names, UNDESCRIBED);
    for resource in &mut descriptor.resources {
        let bytes = fs::read(data.join(&resource.path)).ok()?;
        resource.delimiter = Some(delimiter(&resource.path, &bytes));
    }
    let mut package = filled(descriptor, data);
    package.guess_views();
    let folder = data.file_name().and_then(|name| name.to_str()).unwrap_or("data");
    let described = !names.is_empty() && package.problems().is_empty();
    described.then(|| suggestion::descriptor(folder, &package))
}

/// How much of the article the package in a folder shows, in a sentence.
pub fn summary(data: &Path) -> Option<String> {
    coverage::summary(&read(data).ok()?)
}

/// What a site is built from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The folder of the Data Package.
    pub data: &'a Path,
    /// Templates, style sheets, scripts, words, font.
    pub www: &'a Path,
    /// What was compiled for the browser.
    pub libraries: &'a Path,
    pub minify: Minify<'a>,
    /// Where the site is published: `https://host/path/`. Without it nothing is written that needs absolute addresses.
    pub base: Option<&'a str>,
    /// Whether readers' browsers keep the site, so that it can be read without a network.
    pub offline: bool,
}

/// Writes all pages, scripts, style sheets and data into `out`.
///
/// Problems of the data are given back rather than stop the writing: a page is written around them, and
/// the figure concerned says in its place what is wrong.
///
/// # Errors
/// A file of `www` that is missing or broken, a word that a language lacks, a folder that can't be written.
pub fn write(sources: Sources, out: &Path) -> Result<Vec<Error>, WriteError> {
    let words = words(sources.www)?;
    let assets = Assets::write(sources, out, &words)?;
    let package = match read(sources.data) {
        Ok(package) => package,
        Err(errors) => {
            page::write_failure(&assets, sources.www, out, &errors)?;
            return Ok(errors);
        }
    };
    copy_data(&package, sources.data, &out.join("data"))?;
    page::write(&package, &languages(&package, words)?, &assets, sources, out)?;
    Ok(problems(&package))
}

/// The figure of a view as one file that needs no other, in a language. `scratch`: a folder for what stands in it.
///
/// # Errors
/// As [`write`], and a view or a language that the package does not have, or that cannot be read.
pub fn single(sources: Sources, scratch: &Path, view: &str, language: &str) -> Result<String, WriteError> {
    let words = words(sources.www)?;
    let assets = Assets::write(sources, scratch, &words)?;
    let failed = |message: String| WriteError::Export { view: view.to_owned(), message };
    let listed = |errors: &[Error]| errors.iter().map(Error::to_string).collect::<Vec<_>>().join("\n");
    let package = read(sources.data).map_err(|errors| failed(listed(&errors)))?;
    let languages = languages(&package, words)?;
    let spoken: Vec<_> = languages.iter().map(|language| language.locale.language.as_str()).collect();
    let language = languages.iter().find(|known| known.locale.language == language);
    let language = language.ok_or_else(|| failed(format!("no such language; there are {}", spoken.join(", "))))?;
    if !package.descriptor.views.iter().any(|known| known.name == view) {
        let names: Vec<_> = package.descriptor.views.iter().map(|known| known.name.as_str()).collect();
        return Err(failed(format!("no such view; there are {}", names.join(", "))));
    }
    page::single(&package, language, &assets, sources, scratch, view)
}

fn problems(package: &Package) -> Vec<Error> {
    let mut problems = package.problems();
    // A figure that cannot be read shows nothing: that its statements are missing is no news then.
    if problems.is_empty() {
        problems = coverage::missing(package);
    }
    problems.extend(review::problems(package, &coverage::figures(package)));
    problems
}

/// The interface's words by language, as they stand in `www/strings`.
type WordLists = BTreeMap<String, BTreeMap<String, String>>;

fn words(www: &Path) -> Result<WordLists, WriteError> {
    let folder = www.join("strings");
    let mut words = WordLists::new();
    for path in files(&folder)? {
        let list = serde_json::from_str(&read_text(&path)?);
        let list: BTreeMap<_, _> = list.map_err(|source| WriteError::Json { path: path.clone(), source })?;
        let language = path.file_stem().unwrap_or_default().to_string_lossy();
        words.insert(language.into_owned(), list.into_iter().flat_map(texts).collect());
    }
    Ok(words)
}

/// A text by its name; the texts of an object, such as `errors`, by theirs.
fn texts((name, value): (String, serde_json::Value)) -> Vec<(String, String)> {
    match value {
        serde_json::Value::String(text) => vec![(name, text)],
        serde_json::Value::Object(object) => object.into_iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// A language of the package that the interface speaks too.
struct Language {
    locale: Locale,
    words: BTreeMap<String, String>,
}

/// The languages to write pages in, the package's default first.
fn languages(package: &Package, mut words: WordLists) -> Result<Vec<Language>, WriteError> {
    let spoken = package.descriptor.languages.iter().filter_map(|tag| Some((tag, Icu::new(tag)?, words.remove(tag)?)));
    let language = |(tag, icu, words): (&String, Icu, BTreeMap<String, String>)| {
        let locale = Locale::new(tag, Rc::new(icu), |word| words.get(word).cloned())?;
        Ok(Language { locale, words })
    };
    let spoken: Vec<Language> = spoken.map(language).collect::<Result<_, WriteError>>()?;
    Ok(spoken)
}

fn read(data: &Path) -> Result<Package, Vec<Error>> {
    let mut package = read_only(data)?;
    package.guess_views();
    Ok(package)
}

/// With the views that its descriptor has.
fn read_only(data: &Path) -> Result<Package, Vec<Error>> {
    let file = |name: &str| fs::read(data.join(name)).map_err(|error| unreadable(name, &error));
    let bytes = file(DESCRIPTOR).map_err(|error| vec![error])?;
    Ok(filled(Descriptor::parse(DESCRIPTOR, &bytes)?, data))
}

/// With the files of all its resources.
fn filled(descriptor: Descriptor, data: &Path) -> Package {
    let file = |name: &str| fs::read(data.join(name)).map_err(|error| unreadable(name, &error));
    let mut package = Package::new(descriptor);
    let resources = package.descriptor.resources.iter().map(|resource| (resource.name.clone(), resource.path.clone()));
    for (name, path) in resources.collect::<Vec<_>>() {
        package.add(&name, file(&path));
    }
    package
}

/// What a folder without a descriptor is taken to be written in.
const UNDESCRIBED: &str = "en";

/// The names of the tables in a folder, in their order.
fn tables(data: &Path) -> Result<Vec<String>, WriteError> {
    let is_table = |name: &String| !name.starts_with('.') && (name.ends_with(".csv") || name.ends_with(".tsv"));
    let names = files(data)?.into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    Ok(names.filter(is_table).collect())
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::new(Place::file(name), Problem::FileMissing, &[]),
        _ => Error::new(Place::file(name), Problem::NotLoaded, &[&error.to_string()]),
    }
}

fn read_text(path: &Path) -> Result<String, WriteError> {
    fs::read_to_string(path).map_err(|source| WriteError::File { path: path.to_owned(), source })
}

fn write_text(path: &Path, text: &str) -> Result<(), WriteError> {
    write_bytes(path, text.as_bytes())
}

fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError::File { path: path.to_owned(), source };
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
    fs::write(path, bytes).map_err(failed)
}

/// The files of a folder in the order of their names, so that two builds are the same.
fn files(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let failed = |source| WriteError::File { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut paths =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
}

/// The descriptor and the files that it names: what else lies in the folder is nobody's business.
fn copy_data(package: &Package, from: &Path, to: &Path) -> Result<(), WriteError> {
    let paths = package.descriptor.resources.iter().map(|resource| &*resource.path);
    for name in paths.chain([DESCRIPTOR]) {
        // What is missing the figures concerned say.
        if let Ok(bytes) = fs::read(from.join(name)) {
            write_bytes(&to.join(name), &bytes)?;
        }
    }
    Ok(())
}
