//! The built pages: every one has its figure as a picture, its table, its sources and what brings it to life, and no
//! number in them that the data do not have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::common::{BASE, article, folder, locale, site, words};
use article_figures::describe;
use article_figures::figure::{Figure, Origin};
use article_figures::hit;
use article_figures::locale::{Locale, cldr};
use article_figures::package::Kind;
use article_figures::scene::{Estimate, Frame, layout};
use article_figures::site::Sources;
use article_figures::state::State;
use article_figures::wire::{self, Item};
use base64::prelude::{BASE64_STANDARD, Engine};
use scraper::{ElementRef, Html, Selector};
use sha2::{Digest, Sha256};

/// The widths of the pictures, in CSS px.
const PICTURES: [(&str, f64); 4] = [("wide", 720.0), ("broad", 358.0), ("narrow", 328.0), ("slim", 288.0)];

/// The page of a view in a state.
struct Page {
    path: PathBuf,
    state: State,
}

/// Every page of a figure: as it begins, and the modes that have a page of their own.
fn pages(out: &Path, language: &str, figure: &Figure) -> Vec<Page> {
    let home = out.join(language).join(&figure.name);
    let mut pages = vec![Page { path: home.join("index.html"), state: State::default() }];
    for kind in &figure.kinds[1..] {
        pages.push(Page { path: home.join(kind.name()).join("index.html"), state: crate::common::state(*kind) });
    }
    if !figure.groups.is_empty() {
        pages.push(Page { path: home.join("group/index.html"), state: State::parse("group=1") });
    }
    pages
}

#[test]
fn a_site_is_the_same_every_time() {
    let out = tempfile::tempdir().expect("a folder");
    crate::common::build(&folder("data"), out.path(), Some(BASE), true);
    let [one, other] = [site(), out.path()].map(files);
    assert!(one.len() > 100, "{} files", one.len());
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let changed: Vec<_> = one.iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(changed.is_empty(), "built differently: {changed:?}");
}

#[test]
fn the_worker_knows_each_file_by_its_digest() {
    let worker = fs::read_to_string(site().join("offline.js")).expect("a worker");
    let list = worker.split_once("new Map(").and_then(|(_, rest)| rest.split_once(");")).expect("a list of files").0;
    let list: Vec<(String, String)> = serde_json::from_str(list).expect("paths with digests");
    assert!(list.iter().any(|(path, _)| path.starts_with("article-figure.")), "{list:?}");
    for (path, digest) in list {
        let bytes = fs::read(site().join(&path)).expect("a file");
        assert_eq!(digest, format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes))), "{path}");
    }
}

/// The bytes of everything below a folder, by the path from there.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let bytes = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file");
        (path.strip_prefix(folder).expect("a path in it").to_owned(), bytes)
    };
    crate::common::files(folder).into_iter().map(bytes).collect()
}

/// Writes the site of a package of these files into a folder deep in another one; gives both folders.
fn site_of(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let around = tempfile::tempdir().expect("a folder");
    let (data, out) = (around.path().join("data"), around.path().join("a/b/site"));
    fs::create_dir_all(&data).expect("a folder");
    for (name, text) in files {
        fs::write(data.join(name), text).expect("written");
    }
    crate::common::build(&data, &out, None, false);
    (around, out)
}

const TABLE: &str = "name,value\na,1\nb,2\nc,3\n";

/// Whatever a package calls its tables, their pages are where pages are.
#[test]
fn nothing_is_written_elsewhere() {
    for (name, page) in
        [("../../../x", "-..-..-x"), ("/tmp/article-figures-x", "-tmp-article-figures-x"), ("..", "figure")]
    {
        let descriptor = format!(r#"{{"name":"a","resources":[{{"name":"{name}","path":"data.csv"}}]}}"#);
        let (around, out) = site_of(&[("datapackage.json", &descriptor), ("data.csv", TABLE)]);
        assert!(out.join("en").join(page).join("index.html").is_file(), "{name}");
        let outside = files(around.path()).into_keys().filter(|path| !path.starts_with("a/b/site"));
        let outside: Vec<_> = outside.map(|path| path.display().to_string()).collect();
        assert_eq!(outside, ["data/data.csv", "data/datapackage.json"], "{name}");
        assert!(!Path::new("/tmp/article-figures-x").exists());
    }
}

#[test]
fn what_shows_nothing_has_no_page_and_says_why() {
    let of = |rest: &str| format!(r#"{{"name":"a","resources":[{{"name":"data","path":"data.csv"}}]{rest}}}"#);
    for (rest, csv, page, text) in [
        ("", TABLE, "en/data/index.html", "Data"),
        (r#","languages":["fr"]"#, TABLE, "fr/data/index.html", "Data"),
        (r#","languages":["fr","en"]"#, TABLE, "en/data/index.html", ">fr</a>"),
        (r#","languages":["de-AT"]"#, TABLE, "de-AT/data/index.html", "Tabelle"),
    ] {
        let (_around, out) = site_of(&[("datapackage.json", &of(rest)), ("data.csv", csv)]);
        let html = fs::read_to_string(out.join(page)).unwrap_or_else(|_| panic!("{page} of {rest}"));
        assert!(html.contains(text), "{rest}: {html}");
    }
    for (descriptor, csv, text) in [
        (of(""), "a,b\n1\n", "expected 2 cells, found 1"),
        (of(""), "a\nb\nc\n", "no figure fits this table"),
        (of(r#","languages":["?"]"#), TABLE, "a tag of a language"),
        ("{".to_owned(), TABLE, "not valid JSON"),
    ] {
        let around = tempfile::tempdir().expect("a folder");
        let (data, out) = (around.path().join("data"), around.path().join("site"));
        fs::create_dir_all(&data).expect("a folder");
        fs::write(data.join("datapackage.json"), &descriptor).expect("written");
        fs::write(data.join("data.csv"), csv).expect("written");
        let report = crate::common::build(&data, &out, None, false);
        assert_eq!((report.shown, out.join("index.html").exists()), (0, false), "{descriptor}");
        let told: Vec<_> = report.problems.iter().chain(&report.notes).map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.contains(text)), "{descriptor}: {told:?}");
    }
    let (_around, out) = site_of(&[("datapackage.json", &format!("\u{feff}{}", of(""))), ("data.csv", TABLE)]);
    assert!(out.join("en/data/index.html").is_file(), "a byte order mark is no mistake");
    assert!(out.join("check/en/index.html").is_file());
}

#[test]
fn sources_that_have_an_address_are_links() {
    let sources =
        r#"[{"title":"One","path":"https://example.org/"},{"title":"Two","path":"javascript:x"},{"title":"Three"}]"#;
    let descriptor = format!(r#"{{"name":"a","sources":{sources},"resources":[{{"name":"data","path":"data.csv"}}]}}"#);
    let (_around, out) = site_of(&[("datapackage.json", &descriptor), ("data.csv", TABLE)]);
    let html = Html::parse_document(&fs::read_to_string(out.join("en/data/index.html")).expect("a page"));
    let line: Vec<_> = all(&html, "article-figure .source").into_iter().map(|line| line.inner_html()).collect();
    let link = "<a class=\"titled\" href=\"https://example.org/\" rel=\"noopener\" target=\"_blank\">One</a>";
    assert_eq!(line, [format!("<span>Source: {link}, Two, Three</span>")]);
}

/// The data that readers download are those of the package.
#[test]
fn the_package_is_published_as_it_is() {
    let mut compared = 0;
    for path in crate::common::files(&folder("data")) {
        let published = site().join("data").join(path.file_name().expect("a name"));
        if published.is_file() {
            assert!(fs::read(&path).ok() == fs::read(&published).ok(), "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared} files");
    words_have_patterns(site());
}

/// Pages write numbers and dates by the patterns of their language's file, which are those of the host.
fn words_have_patterns(out: &Path) {
    for language in ["de", "en", "ru", "kk"] {
        let name = format!("{language}.");
        let is_list = |path: &PathBuf| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&name));
        let path = crate::common::files(&out.join("words")).into_iter().find(is_list).expect("a list of words");
        let list: serde_json::Value = serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
        let patterns = cldr::patterns(language).expect("a language");
        assert_eq!(list["patterns"], serde_json::json!(patterns.0), "{language}");
    }
}

#[test]
fn a_figure_that_does_not_exist_is_named() {
    let scratch = tempfile::tempdir().expect("a folder");
    let libraries = scratch.path().join("libraries");
    fs::create_dir_all(&libraries).expect("a folder");
    let (minify, data, www) = (|script: &str| Ok(script.to_owned()), folder("data"), folder("www"));
    for (view, language, message) in [
        (
            "nothing",
            "de",
            "nothing: no such view; there are investment, economy, population, strikes, january, chronology, counted",
        ),
        ("economy", "fr", "economy: no such language; there are de, en, ru, kk"),
    ] {
        let sources =
            Sources { data: &data, www: &www, libraries: &libraries, minify: &minify, base: None, offline: false };
        let page = article_figures::site::single(sources, &scratch.path().join("scratch"), view, language);
        assert_eq!(page.err().map(|error| error.to_string()).as_deref(), Some(message));
    }
}

#[test]
fn every_page_shows_its_figure_and_no_other_number() {
    let package = article();
    let (mut looked_at, mut numbers) = (0, 0);
    for language in &package.descriptor.languages {
        let locale = locale(language);
        for view in &package.descriptor.views {
            let figure = Figure::new(&package, &view.name, &locale).expect("a figure");
            let known = known(&figure, &locale);
            for page in pages(site(), language, &figure) {
                let html = Html::parse_document(&fs::read_to_string(&page.path).expect("a page"));
                let place = format!("{}", page.path.display());
                numbers += pictures(&html, &figure, &page.state, &locale, &known, &place);
                table(&html, &figure, &known, &place);
                sources(&html, &figure, &place);
                lives(&html, &figure, &page.state, &place);
                looked_at += 1;
            }
        }
    }
    assert_eq!(looked_at, 4 * 10);
    assert!(numbers > 700, "{numbers}");
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect(selector)).collect()
}

fn text(element: ElementRef) -> String {
    element.text().collect()
}

/// The numbers of a text, as they are written.
fn numbers(text: &str) -> BTreeSet<String> {
    let part = |sign: char| sign.is_ascii_digit() || ".,\u{a0}\u{202f}".contains(sign);
    let parts = text.split(|sign| !part(sign)).map(|part| part.trim_matches(|sign: char| !sign.is_ascii_digit()));
    // A no-break space also stands before units and between the parts of a date.
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Every number that the figure's data have, in its language.
fn known(figure: &Figure, locale: &Locale) -> BTreeSet<String> {
    // The zero of an axis, and what the emphasised data are together.
    let mut texts = vec!["0".to_owned(), figure.emphasis.sum.clone(), figure.emphasis.terms.clone()];
    for datum in &figure.data {
        let described = describe::datum(datum, locale);
        texts.extend([datum.label.clone(), datum.text.clone(), datum.amount.clone(), datum.drawn().to_owned()]);
        texts.extend([described.label, described.value, described.status]);
        texts.extend(datum.span.as_ref().map(|span| span.text.clone()));
        texts.extend(datum.relative.as_ref().map(|relative| relative.text.clone()));
        if let Origin::Stated(statement) = &datum.origin {
            texts.extend(statement.quotation.clone().into_iter().chain(statement.id.clone()));
        }
        // The years of an axis lie between the first and the last.
        if let Some(span) = &datum.span {
            let year = |days: f64| (1970.0 + days / 365.2425) as i32;
            texts.extend((year(span.begin) - 5..=year(span.end) + 5).map(|year| year.to_string()));
        }
    }
    texts.iter().flat_map(|text| numbers(text)).collect()
}

/// Each picture names every datum that is laid out, in reading order but on a map; how many numbers there are in both.
fn pictures(
    html: &Html,
    figure: &Figure,
    state: &State,
    locale: &Locale,
    known: &BTreeSet<String>,
    place: &str,
) -> usize {
    let mut count = 0;
    for (class, width) in PICTURES {
        let found = all(html, &format!("main article-figure .stage > svg.{class}"));
        let estimate = Estimate { stretch: 1.0 };
        let scene = layout(figure, state, &Frame::new(width, 1.0, &estimate));
        // The list below a map is a drawing of its own.
        let has_list =
            figure.kind(state.get("kind")) == Kind::Map && scene.plot.is_some_and(|map| map.bottom < scene.height);
        let expected = if has_list { 2 } else { 1 };
        assert_eq!(found.len(), expected, "{place} has {} pictures for {class}", found.len());
        let order = hit::reading_order(&scene).into_iter().filter(|id| scene.place_of(*id).is_some());
        let mut sentences: Vec<_> =
            order.filter_map(|id| figure.datum(id)).map(|datum| describe::item(figure, datum, locale)).collect();
        let mut titles: Vec<_> = all(html, &format!("svg.{class} title")).into_iter().map(text).collect();
        // On a map what lies at one place stands together.
        if figure.kind(state.get("kind")) == Kind::Map {
            sentences.sort();
            titles.sort();
        }
        assert_eq!(titles, sentences, "{place} {class}");
        // On a narrow map places are numbered.
        let places = 1..=figure.data.len();
        for label in all(html, &format!("svg.{class} text")) {
            for number in numbers(&text(label)) {
                let is_place = number.parse().is_ok_and(|number| places.contains(&number));
                assert!(known.contains(&number) || is_place, "{place} {class}: {number} in {:?}", text(label));
                count += 1;
            }
        }
    }
    count
}

fn table(html: &Html, figure: &Figure, known: &BTreeSet<String>, place: &str) {
    let rows = all(html, "main .table tbody tr");
    assert_eq!(rows.len(), figure.data.len(), "{place}");
    let cells = Selector::parse("th, td q, td:not(:has(q))").expect("a selector");
    for (row, datum) in rows.into_iter().zip(&figure.data) {
        let cell = Selector::parse(".value").expect("a selector");
        for value in row.select(&cell) {
            assert_eq!(value.attr("data-value").map(str::parse), datum.value.map(Ok), "{place}: {}", datum.key);
        }
        let cells = row.select(&cells).flat_map(|cell| numbers(&text(cell)));
        for number in cells {
            assert!(known.contains(&number), "{place}: {number} in the row of {}", datum.key);
        }
    }
}

fn sources(html: &Html, figure: &Figure, place: &str) {
    let links: BTreeSet<_> = all(html, "main .source a").into_iter().filter_map(|link| link.attr("href")).collect();
    let named: BTreeSet<_> = figure.sources.iter().filter(|source| source.starts_with("http")).map(|s| &**s).collect();
    assert_eq!(links, named, "{place}");
}

/// What the page carries for the living figure is the figure.
fn lives(html: &Html, figure: &Figure, state: &State, place: &str) {
    let data = all(html, "main article-figure script[type='application/json']");
    let data: serde_json::Value = serde_json::from_str(&text(data[0])).expect("JSON");
    assert_eq!(data["view"], *figure.name, "{place}");
    assert_eq!(data["state"], *state.query(), "{place}");
    let mut items = data["figure"].as_array().expect("a list").iter().map(|value| match value {
        serde_json::Value::String(text) => Item::Text(text.clone()),
        other => Item::Number(other.as_f64().expect("a number")),
    });
    let read = wire::read(&mut || items.next(), &[], Rc::clone(&figure.formats));
    let mut figure = figure.clone();
    for datum in &mut figure.data {
        // For exports alone.
        datum.unit = None;
        match &mut datum.origin {
            Origin::Stated(statement) => statement.id = None,
            Origin::Remainder { statement: Some(statement), .. } => statement.id = None,
            _ => {}
        }
    }
    assert_eq!(format!("{read:?}"), format!("{figure:?}"), "{place}");
}

#[test]
fn figures_can_be_taken_away_before_their_script() {
    let package = article();
    for language in &package.descriptor.languages {
        let locale = locale(language);
        let mut files: Vec<_> = ["index.html", "embed.html"]
            .into_iter()
            .flat_map(|name| package.descriptor.views.iter().map(move |view| (view.name.clone(), name)))
            .map(|(view, name)| (view.clone(), site().join(language).join(view).join(name)))
            .collect();
        for view in &package.descriptor.views {
            let figure = Figure::new(&package, &view.name, &locale).expect("a figure");
            files.extend(pages(site(), language, &figure).into_iter().map(|page| (view.name.clone(), page.path)));
        }
        let first = package.descriptor.views[0].name.clone();
        files.push((first.clone(), site().join(language).join("index.html")));
        if *language == package.descriptor.languages[0] {
            files.push((first, site().join("index.html")));
        }
        for (view, path) in files {
            let html = Html::parse_document(&fs::read_to_string(&path).expect("a page"));
            let links = all(&html, ".actions a[download]");
            assert_eq!(links.len(), 1, "{}", path.display());
            let file = path.parent().expect("a folder").join(links[0].attr("href").expect("an address"));
            let file = file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let expected = site().join(language).join(view).join("figure.svg");
            assert_eq!(file, expected.canonicalize().expect("a drawing"), "{}", path.display());
            assert_eq!(text(links[0]), words(language)["download"]);
        }
        let path = site().join(language).join("article/index.html");
        let article = Html::parse_document(&fs::read_to_string(&path).expect("the article"));
        let (figures, links) = (all(&article, "article-figure"), all(&article, ".actions a[download]"));
        assert_eq!(links.len(), figures.len());
        for (figure, link) in figures.into_iter().zip(links) {
            let page = figure.attr("src").expect("a page");
            assert_eq!(link.attr("href"), Some(&*format!("{page}figure.svg")));
        }
    }
}

#[test]
fn drafts_are_marked_on_their_pages_and_not_in_links_to_them() {
    for language in &article().descriptor.languages {
        let draft = words(language).get("page_draft").cloned();
        assert_eq!(draft.is_some(), language == "kk", "{language}");
        for page in ["index.html", "strikes/index.html", "article/index.html"] {
            let html = fs::read_to_string(site().join(language).join(page)).expect("a page");
            let html = Html::parse_document(&html);
            for link in all(&html, "a[hreflang]") {
                assert!(!text(link).contains('('), "{language}/{page}: {}", text(link));
            }
            let marked = all(&html, "header p, main > p").into_iter().any(|one| Some(text(one)) == draft);
            assert_eq!(marked, draft.is_some(), "{language}/{page}");
        }
    }
}
