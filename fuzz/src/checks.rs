//! What must hold of whatever comes from outside: it is shown, or what is wrong with it is said with its place.
#![allow(dead_code, reason = "each fuzzer uses its own part")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use article_figures::error::Part;
use article_figures::figure::Figure;
use article_figures::locale::{Formats, Locale};
use article_figures::package::{Descriptor, Kind, Package};
use article_figures::scene::{Frame, Measure, layout};
use article_figures::state::State;
use article_figures::theme::{Font, Ink};
use article_figures::wire::{self, Item};

const DESCRIPTOR: &str = "datapackage.json";

thread_local! {
    static LOCALE: Locale = english();
    static FIGURES: Vec<Figure> = figures();
    static FILES: BTreeMap<String, Vec<u8>> = files();
    /// Read once: what is tried takes the place of one of its files.
    static ARTICLE: RefCell<Package> = RefCell::new(article());
}

/// A table of which nothing is known, and one in the place of the article's.
pub fn csv(bytes: &[u8]) {
    for file in ["values.csv", "values.tsv"] {
        let mut package = Package::new(Descriptor::of_files(&[file.to_owned()], "en"));
        package.add("values", Ok(bytes.to_vec()));
        package.guess_views();
        shown(&package);
    }
    for view in ["investment", "strikes"] {
        instead(view, bytes, view);
    }
}

pub fn geometry(bytes: &[u8]) {
    instead("regions", bytes, "strikes");
}

/// A view of the article, one of whose files holds something else.
fn instead(resource: &str, bytes: &[u8], view: &str) {
    ARTICLE.with_borrow_mut(|article| {
        article.add(resource, Ok(bytes.to_vec()));
        self::view(article, view);
    });
}

/// What a file holds that the article has not.
const OTHER: &[u8] = b"day,name,value\n2024-01-01,a,30\n2024-01-02,a,\n2024-01-03,a,-2.5\n2024-01-01,b,1\n";

pub fn descriptor(bytes: &[u8]) {
    match Descriptor::parse(DESCRIPTOR, bytes) {
        Ok(descriptor) => shown(&package(descriptor)),
        Err(errors) => placed(&errors),
    }
}

/// The kinds of figures that come of a descriptor.
pub fn kinds(bytes: &[u8]) -> Vec<Kind> {
    let package = package(Descriptor::parse(DESCRIPTOR, bytes).expect("a descriptor"));
    let figures = package.descriptor.views.iter().map(|view| figure(&package, &view.name).expect("a figure"));
    figures.flat_map(|figure| figure.kinds).collect()
}

/// Its files are those of the article, or an invented one.
fn package(descriptor: Descriptor) -> Package {
    let mut package = Package::new(descriptor);
    let names = package.descriptor.resources.iter().map(|resource| (resource.name.clone(), resource.path.clone()));
    for (name, path) in names.take(30).collect::<Vec<_>>() {
        let file = FILES.with(|files| files.get(&path).cloned());
        package.add(&name, Ok(file.unwrap_or_else(|| OTHER.to_vec())));
    }
    package.guess_views();
    package
}

fn figure(package: &Package, view: &str) -> Result<Figure, Vec<article_figures::Error>> {
    LOCALE.with(|locale| Figure::new(package, view, locale))
}

/// What a reader has asked, of every figure.
pub fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let state = State::parse(text);
    let query = state.query();
    assert_eq!(State::parse(&query).query(), query);
    let which = bytes.len();
    FIGURES.with(|figures| {
        let mut figure = figures[which % figures.len()].clone();
        LOCALE.with(|locale| figure.show_window(&state, locale));
        laid_out(&figure, &state);
        figure.selected(&state);
    });
}

/// A figure as it is handed from the page to the library, with some entries changed: two bytes for which one, one for
/// how, one for the new value.
pub fn messages(bytes: &[u8]) {
    let Some((which, edits)) = bytes.split_first() else { return };
    FIGURES.with(|figures| {
        let figure = &figures[usize::from(*which) % figures.len()];
        let (mut list, mut points) = (wire::write(figure), wire::points(figure));
        for edit in edits.chunks_exact(4) {
            let at = usize::from(u16::from_le_bytes([edit[0], edit[1]]));
            if edit[2] & 8 == 0 {
                change(&mut list, at, edit[2], edit[3]);
            } else if !points.is_empty() {
                let at = at % points.len();
                points[at] = number(edit[3]);
            }
        }
        let mut items = list.into_iter();
        let mut figure = wire::read(&mut || items.next(), &points, Rc::default());
        LOCALE.with(|locale| figure.show_window(&State::default(), locale));
        // Numbers of another hand need not be finite: what is drawn of them need not be either, but it ends.
        for kind in figure.kinds.clone() {
            layout(&figure, &state_of(kind), &Frame::new(320.0, 1.0, &Ruler));
        }
    });
}

fn change(list: &mut Vec<Item>, at: usize, how: u8, value: u8) {
    if list.is_empty() {
        return;
    }
    let at = at % list.len();
    match how % 4 {
        0 => drop(list.remove(at)),
        1 => list[at] = Item::Number(number(value)),
        2 => list[at] = Item::Text("\u{202e}<b>".repeat(usize::from(value % 8))),
        _ => list.truncate(at),
    }
}

fn number(value: u8) -> f64 {
    match value {
        255 => f64::NAN,
        254 => f64::INFINITY,
        253 => -1e303,
        252 => 1e303,
        _ => f64::from(value) - 100.0,
    }
}

fn shown(package: &Package) {
    placed(&package.problems());
    for view in package.descriptor.views.iter().take(20) {
        self::view(package, &view.name);
    }
}

fn view(package: &Package, name: &str) {
    match figure(package, name) {
        Ok(figure) => figure.kinds.iter().for_each(|kind| laid_out(&figure, &state_of(*kind))),
        Err(errors) => {
            assert!(!errors.is_empty(), "{name} is not shown, and nobody knows why");
            placed(&errors);
        }
    }
}

/// Every error says where.
fn placed(errors: &[article_figures::Error]) {
    for error in errors {
        assert!(error.place().part(Part::File).is_some(), "{error}");
    }
}

/// Lines have bounds half their width around them, which they do not fill at their ends.
const SLACK: f64 = 2.0;

/// Every mark is somewhere inside of the frame.
fn laid_out(figure: &Figure, state: &State) {
    for width in [320.0, 900.0] {
        let scene = layout(figure, state, &Frame::new(width, 1.0, &Ruler));
        assert!(scene.height.is_finite() && scene.height >= 0.0, "{}", scene.height);
        for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Reach) {
            let bounds = mark.shape.bounds();
            let edges = [bounds.left, bounds.top, bounds.right, bounds.bottom];
            assert!(edges.iter().all(|edge| edge.is_finite()), "{mark:?}");
            let inside = bounds.left >= -SLACK && bounds.right <= scene.width + SLACK;
            assert!(
                inside && bounds.top >= -SLACK && bounds.bottom <= scene.height + SLACK,
                "{mark:?} leaves {width}×{}",
                scene.height
            );
        }
    }
}

fn state_of(kind: Kind) -> State {
    State::parse(&format!("kind={}", kind.name()))
}

fn root() -> PathBuf {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    if own.ends_with("fuzz") { own.join("..") } else { own }
}

/// What is in `data/`, by the names of the files.
fn files() -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(root().join("data")).expect("the article").map(|entry| entry.expect("a file"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("bytes")))
        .collect()
}

fn article() -> Package {
    FILES.with(|files| {
        let mut package =
            Package::new(Descriptor::parse(DESCRIPTOR, &files[DESCRIPTOR]).expect("a readable descriptor"));
        let names = package.descriptor.resources.iter().map(|resource| (resource.name.clone(), resource.path.clone()));
        for (name, path) in names.collect::<Vec<_>>() {
            package.add(&name, Ok(files[&path].clone()));
        }
        package
    })
}

fn english() -> Locale {
    let text = fs::read_to_string(root().join("www/strings/en.json")).expect("the words");
    let words: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    let word = |name: &str| words.get(name)?.as_str().map(str::to_owned);
    Locale::new("en", Formats::of("en").expect("a language"), word).expect("every word")
}

/// The article's, and one of two lines with a gap.
fn figures() -> Vec<Figure> {
    let package = article();
    let names = package.descriptor.views.iter().map(|view| view.name.as_str());
    let mut figures: Vec<_> =
        names.filter_map(|name| LOCALE.with(|locale| Figure::new(&package, name, locale)).ok()).collect();
    let mut lines = Package::new(Descriptor::of_files(&["lines.csv".to_owned()], "en"));
    let mut table = String::from("day,who,value\n");
    for day in 1..=28 {
        let gap = if day == 9 { String::new() } else { (day * day % 17).to_string() };
        table += &format!("2024-02-{day:02},a,{gap}\n2024-02-{day:02},b,{}\n", 20 - day);
    }
    lines.add("lines", Ok(table.into_bytes()));
    lines.guess_views();
    figures.extend(LOCALE.with(|locale| Figure::new(&lines, "lines", locale)));
    assert!(figures.iter().any(|figure| !figure.lines.is_empty()));
    figures
}

/// Every sign as wide as in a common sans serif.
struct Ruler;

impl Measure for Ruler {
    fn width(&self, text: &str, font: Font) -> f64 {
        0.55 * font.size * text.chars().count() as f64
    }
}
