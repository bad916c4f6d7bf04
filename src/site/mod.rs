//! The static site: pages, embed pages and everything that they load, but the wasm.
//!
//! With `check`, the only code that reads and writes files.

pub mod about;
mod address;
pub mod article;
mod assets;
pub mod audit;
pub mod coverage;
mod doctor;
pub mod drawing;
pub mod edition;
pub mod exports;
pub mod feeds;
mod folder;
mod guard;
pub mod legend;
pub mod metadata;
pub mod oembed;
mod page;
mod raster;
mod report;
mod review;
mod sheet;
pub mod social;
pub mod suggestion;
mod templates;
mod trial;
pub mod typeface;
mod xml;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use crate::error::{Error, Place, Problem};
use crate::locale::{Formats, Locale};
use crate::package::{Descriptor, Package, Resource, Table, delimiter, is_table};
use about::About;
use article::Article;
use assets::Assets;
use page::{EXPORTERS, Exporters};
pub use report::Report;

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

/// Returns what an editor is told of the Data Package in a folder, or of one file: as the descriptor beside it describes
/// it, else by its cells alone.
pub fn check(data: &Path) -> Report {
    if !data.is_file() {
        return read(data).map_or_else(Report::failed, |package| {
            let mut report = Report::of(&package);
            article(data, &package).report(&mut report);
            report
        });
    }
    let folder = data.parent().unwrap_or(data);
    let name = data.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name == DESCRIPTOR {
        return check(folder);
    }
    let described = read(folder).ok();
    let described = described.and_then(|package| {
        let resource = package.descriptor.resources.iter().find(|resource| resource.path == name)?;
        Some(Report::of(&package).of_file(resource))
    });
    described.unwrap_or_else(|| Report::of(&alone(folder, &[name])))
}

/// A descriptor for the tables of a folder that has none, and what is to be said of them: their columns as their cells
/// suggest, and a view for each table that any kind of figure fits. `None` where no table can be read.
///
/// # Errors
/// A folder that cannot be read.
pub fn description(data: &Path) -> Result<(Option<String>, Report), WriteError> {
    let package = undescribed(data)?;
    let path = data.canonicalize().unwrap_or_else(|_| data.to_owned());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("data");
    let is_readable = package.tables().next().is_some();
    let notes = package.notes().into_iter().chain(package.undrawn()).collect();
    let report = Report { notes, ..Report::failed(package.broken()) };
    let draft = |resource: &Resource| Table::draft(resource, &folder::read(data, &resource.path).ok()?);
    let is_open =
        package.descriptor.resources.iter().any(|resource| draft(resource).is_some_and(|(_, open)| !open.is_empty()));
    Ok(((is_readable || is_open).then(|| suggestion::descriptor(name, &package, draft)), report))
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
/// the figure concerned says in its place what is wrong. A figure that cannot be drawn is such a problem: the others are
/// written. Where no figure can be shown at all, no page is written.
///
/// # Errors
/// A file of `www` that is missing or broken, a word that a language lacks, a folder that can't be written.
pub fn write(sources: Sources, out: &Path) -> Result<Report, WriteError> {
    write_with(sources, out, EXPORTERS)
}

fn write_with(sources: Sources, out: &Path, exporters: Exporters) -> Result<Report, WriteError> {
    let package = read(sources.data);
    let tags =
        package.as_ref().map_or_else(|_| vec![ENGLISH.to_owned()], |package| package.descriptor.languages.clone());
    let words = words(sources.www, &tags)?;
    let languages = languages(&tags, &words)?;
    let assets = Assets::write(sources, out, &words)?;
    trial::write(&languages, &assets, sources.www, &out.join("check"))?;
    let mut report = match &package {
        Ok(package) => Report::of(package),
        Err(errors) => Report::failed(errors.clone()),
    };
    let Ok(package) = package else { return Ok(report) };
    let article = article(sources.data, &package);
    article.report(&mut report);
    if languages.is_empty() || package.descriptor.views.is_empty() {
        return Ok(report);
    }
    copy_data(&package, &article, sources.data, &out.join("data"))?;
    let pages = page::write(&package, &article, &languages, &assets, sources, out, exporters)?;
    for problem in pages.problems {
        if !report.problems.contains(&problem) {
            report.problems.push(problem);
        }
    }
    report.notes.extend(pages.notes);
    report.shown = pages.shown;
    Ok(report)
}

/// The figure of a view as one file that needs no other, in a language. `scratch`: a folder for what stands in it.
///
/// # Errors
/// As [`write`], and a view or a language that the package does not have, or that cannot be read.
pub fn single(sources: Sources, scratch: &Path, view: &str, language: &str) -> Result<String, WriteError> {
    let failed = |message: String| WriteError::Export { view: view.to_owned(), message };
    let listed = |errors: &[Error]| errors.iter().map(Error::to_string).collect::<Vec<_>>().join("\n");
    let package = read(sources.data).map_err(|errors| failed(listed(&errors)))?;
    let words = words(sources.www, &package.descriptor.languages)?;
    let assets = Assets::write(sources, scratch, &words)?;
    let languages = languages(&package.descriptor.languages, &words)?;
    let spoken: Vec<_> = languages.iter().map(|language| language.locale.language.as_str()).collect();
    let language = languages.iter().find(|known| known.locale.language == language);
    let language = language.ok_or_else(|| failed(format!("no such language; there are {}", spoken.join(", "))))?;
    if !package.descriptor.views.iter().any(|known| known.name == view) {
        let names: Vec<_> = package.descriptor.views.iter().map(|known| known.name.as_str()).collect();
        return Err(failed(format!("no such view; there are {}", names.join(", "))));
    }
    page::single(&package, language, &assets, sources, scratch, view)
}

/// The interface's words by language, as they stand in `www/strings`.
type WordLists = BTreeMap<String, BTreeMap<String, String>>;

/// The languages that the interface has words in: the files of `www/strings`.
pub const SPOKEN: [&str; 4] = ["de", "en", "kk", "ru"];

/// The one whose words others borrow.
const ENGLISH: &str = "en";

/// The language whose words a language has, its own where it is not English: `de-AT` has those of `de`.
fn borrowed(tag: &str) -> Option<&'static str> {
    let own = tag.split(['-', '_']).next().unwrap_or(tag);
    SPOKEN.into_iter().find(|spoken| spoken.eq_ignore_ascii_case(own))
}

/// The words of all spoken languages, and of `tags`, which have English ones where they have none of their own.
fn words(www: &Path, tags: &[String]) -> Result<WordLists, WriteError> {
    let mut words = WordLists::new();
    for language in SPOKEN {
        let path = www.join("strings").join(language).with_extension("json");
        let list = serde_json::from_str(&read_text(&path)?);
        let list: BTreeMap<_, _> = list.map_err(|source| WriteError::Json { path, source })?;
        words.insert(language.to_owned(), list.into_iter().flat_map(texts).collect());
    }
    for tag in tags.iter().filter(|tag| Formats::of(tag).is_some()) {
        if let Some(list) = words.get(borrowed(tag).unwrap_or(ENGLISH)).filter(|_| !words.contains_key(tag)) {
            let mut list = list.clone();
            // Among other languages it is not the one whose words it has.
            list.insert(LANGUAGE.to_owned(), tag.clone());
            words.insert(tag.clone(), list);
        }
    }
    Ok(words)
}

/// The word for the language itself.
const LANGUAGE: &str = "page_language";

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

/// The languages to write pages in, each once, the package's default first.
fn languages(tags: &[String], words: &WordLists) -> Result<Vec<Language>, WriteError> {
    let mut languages: Vec<Language> = Vec::new();
    for tag in tags {
        let (Some(formats), Some(words)) = (Formats::of(tag), words.get(tag)) else { continue };
        if languages.iter().all(|known| known.locale.language != *tag) {
            let locale = Locale::new(tag, formats, |word| words.get(word).cloned())?;
            languages.push(Language { locale, words: words.clone() });
        }
    }
    Ok(languages)
}

fn read(data: &Path) -> Result<Package, Vec<Error>> {
    let bytes = folder::read(data, DESCRIPTOR).map_err(|error| {
        let mut problems = vec![unreadable(DESCRIPTOR, &error)];
        // What a descriptor could be made of.
        problems.extend(undescribed(data).map(|package| package.broken()).unwrap_or_default());
        problems
    })?;
    let mut package = filled(Descriptor::parse(DESCRIPTOR, &bytes)?, data);
    // Read once more where pages are written, by a parser with limits of its own.
    if let Err(error) = About::parse(&bytes) {
        let found = [error.line().to_string(), error.column().to_string(), error.to_string()];
        let place = Place::file(DESCRIPTOR);
        return Err(vec![Error::new(place, Problem::NotJson, &[&found[0], &found[1], &found[2]])]);
    }
    package.guess_views();
    Ok(package)
}

/// The article of a package, if its descriptor can be read once more.
fn article(data: &Path, package: &Package) -> Article {
    About::read(data).map_or_else(|_| Article::default(), |about| Article::read(data, &about, package))
}

/// The tables of a folder, whatever its descriptor says.
fn undescribed(data: &Path) -> Result<Package, WriteError> {
    Ok(alone(data, &tables(data)?))
}

/// Some files of a folder, without a descriptor.
fn alone(data: &Path, files: &[String]) -> Package {
    let mut descriptor = Descriptor::of_files(files, ENGLISH);
    for resource in &mut descriptor.resources {
        let bytes = folder::read(data, &resource.path);
        resource.delimiter = bytes.ok().map(|bytes| delimiter(&resource.path, &bytes));
    }
    let mut package = filled(descriptor, data);
    package.guess_views();
    package
}

/// With the files of all its resources.
fn filled(descriptor: Descriptor, data: &Path) -> Package {
    let file = |name: &str| folder::read(data, name).map_err(|error| unreadable(name, &error));
    let mut package = Package::new(descriptor);
    let resources = package.descriptor.resources.iter().map(|resource| (resource.name.clone(), resource.path.clone()));
    for (name, path) in resources.collect::<Vec<_>>() {
        package.add(&name, file(&path));
    }
    package
}

/// The paths of the tables in a folder and in those below it, in their order.
fn tables(data: &Path) -> Result<Vec<String>, WriteError> {
    let mut tables = Vec::new();
    for path in files(data)? {
        let below = if path.is_dir() { files(&path).unwrap_or_default() } else { vec![path] };
        let names = below.iter().filter_map(|path| path.strip_prefix(data).ok()?.to_str());
        tables.extend(names.map(|name| name.replace(MAIN_SEPARATOR, "/")).filter(|name| is_table(name)));
    }
    Ok(tables)
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
    fs::write(path, bytes).map_err(failed)?;
    let written = fs::metadata(path).map_err(failed)?.len();
    if written == bytes.len() as u64 {
        return Ok(());
    }
    Err(failed(io::Error::other(format!("{written} of {} bytes were written: is the disk full?", bytes.len()))))
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
fn copy_data(package: &Package, article: &Article, from: &Path, to: &Path) -> Result<(), WriteError> {
    let paths = package.descriptor.resources.iter().map(|resource| &*resource.path);
    for name in paths.chain(article.paths()).chain([DESCRIPTOR]) {
        // What is missing the figures concerned say.
        if let Ok(bytes) = folder::read(from, name) {
            write_bytes(&to.join(name), &bytes)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTOR_OF_TWO: &str = r#"{"name":"two","title":"Two","created":"2024-01-01","languages":["en"],
        "resources":[{"name":"good","path":"good.csv"},{"name":"bad","path":"bad.csv"}],"views":[
        {"name":"bad","title":"Bad","resources":["bad"],"specType":"simple",
        "spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars"]}},
        {"name":"good","title":"Good","resources":["good"],"specType":"simple",
        "spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars","stack"]}}]}"#;

    const TABLE: &str = "name,value\na,1\nb,2\n";

    /// The site of two figures, of which the first has a table, and what is reported of it.
    fn two(bad: &str, exporters: Exporters) -> (tempfile::TempDir, Report) {
        let around = tempfile::tempdir().expect("a folder");
        let (data, libraries) = (around.path().join("data"), around.path().join("libraries"));
        for (name, text) in [(DESCRIPTOR, DESCRIPTOR_OF_TWO), ("good.csv", TABLE), ("bad.csv", bad)] {
            write_text(&data.join(name), text).expect("written");
        }
        fs::create_dir_all(&libraries).expect("a folder");
        let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("www");
        let minify = |script: &str| Ok(script.to_owned());
        let base = Some("https://example.org/");
        let sources = Sources { data: &data, www: &www, libraries: &libraries, minify: &minify, base, offline: false };
        let report = write_with(sources, &around.path().join("site"), exporters).expect("a site");
        (around, report)
    }

    const FILES: [&str; 6] = ["index.html", "embed.html", "figure.svg", "data.csv", "data.json", "card.png"];

    /// The files of a view that are there.
    fn written(around: &tempfile::TempDir, view: &str) -> Vec<&'static str> {
        let folder = around.path().join("site/en").join(view);
        FILES.into_iter().filter(|name| folder.join(name).is_file()).collect()
    }

    #[test]
    fn the_fault_of_one_figure_stops_no_other() {
        let stops: Exporters = Exporters {
            drawing: |edition, shown, measure| {
                assert!(shown.figure.name != "bad", "no room");
                drawing::svg(edition, shown, measure)
            },
            ..EXPORTERS
        };
        let no_card = Exporters {
            card: |edition, figure, typeface| match &*figure.name {
                "bad" => Err(WriteError::Card { view: figure.name.clone() }),
                _ => social::card(edition, figure, typeface),
            },
            ..EXPORTERS
        };
        let place = "datapackage.json, view \"bad\"";
        let no_card_in = format!(
            "{place}: no image for link previews in en: it could not be drawn (the card of bad cannot be drawn)"
        );
        let failed = format!("{place}: the figure could not be written in en, the others were: no room");
        let unread = format!("{place}, property \"series\": expected one of name, other, found \"value\"");
        for (bad, exporters, files, problems, notes) in [
            (TABLE, EXPORTERS, &FILES[..], None, 0),
            (TABLE, no_card, &FILES[..5], Some(no_card_in), 0),
            (TABLE, stops, &FILES[..2], Some(failed), 0),
            ("name,other\na,1\n", EXPORTERS, &FILES[..2], Some(unread), 0),
            ("name,value\n漢,1\nb,2\n", EXPORTERS, &FILES[..5], None, 1),
        ] {
            let (around, report) = two(bad, exporters);
            let problems: Vec<_> = problems.into_iter().collect();
            assert_eq!(report.problems.iter().map(Error::to_string).collect::<Vec<_>>(), problems);
            assert_eq!(report.notes.len(), notes, "{:?}", report.notes);
            assert_eq!(written(&around, "good"), FILES, "{problems:?}");
            assert_eq!(written(&around, "bad"), files, "{problems:?}");
            // Nothing leads to a card that is not there.
            let text = |path: &str| read_text(&around.path().join("site").join(path)).expect("a file");
            for path in ["en/bad/index.html", "en/index.html", "index.html", "en/feed.xml"] {
                assert_eq!(text(path).contains("bad/card.png"), files.contains(&"card.png"), "{path} {problems:?}");
            }
            assert!(text("en/feed.xml").contains("good/card.png") && text("sitemap.xml").contains("good"));
        }
    }
}
