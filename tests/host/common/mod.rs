//! What several tests stand on: the article's package, its locales, and a ruler for text.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod hostile;
pub mod sound;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use article_figures::figure::{Figure, Origin};
use article_figures::locale::{Formats, Locale};
use article_figures::package::{Descriptor, Kind, Package};
use article_figures::paint::Painter;
use article_figures::scene::{Align, FINE, Mark, Measure, Scene, Shape};
use article_figures::site::{self, Report, Sources};
use article_figures::state::State;
use article_figures::theme::{Font, Sizes, Theme};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use plotters::style::RGBColor;
use tempfile::TempDir;

/// Languages of CLDR's modern coverage, and tags with a script or a region that write in their own way.
pub const TAGS: [&str; 112] = [
    "af", "am", "ar", "as", "az", "be", "bg", "bn", "bs", "ca", "chr", "cs", "cy", "da", "de", "dsb", "el", "en", "es",
    "et", "eu", "fa", "fi", "fil", "fr", "ga", "gd", "gl", "gu", "ha", "he", "hi", "hr", "hsb", "hu", "hy", "id", "ig",
    "is", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko", "kok", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms",
    "my", "nb", "ne", "nl", "nn", "no", "or", "pa", "pcm", "pl", "ps", "pt", "ro", "ru", "sd", "si", "sk", "sl", "so",
    "sq", "sr", "sv", "sw", "ta", "te", "th", "tk", "tr", "uk", "ur", "uz", "vi", "yo", "yue", "zh", "zu", "de-AT",
    "de-CH", "en-IN", "en-US", "es-419", "es-MX", "fr-CA", "pt-PT", "sr-Latn", "zh-Hant", "zh-TW", "ar-EG", "en-ZA",
    "fr-CH", "it-CH", "nl-BE", "uz-Cyrl", "fa-AF", "es-US",
];

/// The number of generated tables of a test; `--full` makes 10,000.
pub fn generated() -> u64 {
    std::env::var("GENERATED_TABLES").ok().and_then(|count| count.parse().ok()).unwrap_or(1000)
}

/// A folder of the repository; also for the tests in a browser, whose package is below its root.
pub fn folder(name: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.ancestors().find(|folder| folder.join("data/datapackage.json").is_file());
    root.unwrap_or(package).join(name)
}

/// Builds the site of a package, without the modules for the browser.
pub fn build(data: &Path, out: &Path, base: Option<&str>, offline: bool) -> Report {
    let libraries = out.join("libraries");
    fs::create_dir_all(&libraries).expect("a folder");
    let (minify, www) = (|script: &str| Ok(script.to_owned()), folder("www"));
    site::write(Sources { data, www: &www, libraries: &libraries, minify: &minify, base, offline }, out)
        .expect("a site")
}

/// The site of the article as it is published at an address and kept by readers' browsers; built once for all tests.
pub fn site() -> &'static Path {
    static SITE: LazyLock<TempDir> = LazyLock::new(|| {
        let out = tempfile::tempdir().expect("a folder");
        assert_eq!(build(&folder("data"), out.path(), Some(BASE), true).problems, []);
        out
    });
    SITE.path()
}

/// The address of [`site`].
pub const BASE: &str = "https://example.org/figures/";

/// All files below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The article's package as it stands in `data/`.
pub fn article() -> Package {
    let bytes = fs::read(folder("data/datapackage.json")).expect("the descriptor");
    let mut package = Package::new(Descriptor::parse("datapackage.json", &bytes).expect("a readable descriptor"));
    let resources = package.descriptor.resources.iter().map(|resource| (resource.name.clone(), resource.path.clone()));
    for (name, path) in resources.collect::<Vec<_>>() {
        package.add(&name, Ok(fs::read(folder("data").join(path)).expect("a table")));
    }
    package
}

/// The interface's words by name, as `www/strings` has them.
pub fn words(language: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder("www/strings").join(format!("{language}.json"))).expect("the words");
    let words: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    words.into_iter().filter_map(|(name, word)| Some((name, word.as_str()?.to_owned()))).collect()
}

pub fn locale(language: &str) -> Locale {
    let words = words(language);
    let formats = Formats::of(language).expect("a language");
    Locale::new(language, formats, |word| words.get(word).cloned()).expect("every word")
}

pub fn figure(view: &str, language: &str) -> Figure {
    Figure::new(&article(), view, &locale(language)).expect("a figure")
}

/// A package of one table `values.csv` (`key,name,share`) and one view `values`, in a string each.
pub fn small(csv: &str, kinds: &str) -> Package {
    let descriptor = format!(
        r#"{{"title":"Small","languages":["en"],"resources":[{{"name":"values","path":"values.csv","schema":{{"fields":[
        {{"name":"key","type":"string"}},{{"name":"name","type":"string"}},
        {{"name":"share","type":"number","unit":"%"}}],"primaryKey":"key"}}}}],
        "views":[{{"name":"values","title":"Values","resources":["values"],"specType":"simple",
        "spec":{{"type":"bar","group":"name","series":["share"]}},
        "_figure":{{"kinds":[{kinds}],"whole":100,"remainder":"The rest"}}}}]}}"#
    );
    let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON"));
    package.add("values", Ok(csv.as_bytes().to_vec()));
    package
}

/// A view and a query for each way in which a reader can see it.
pub const STATES: [(&str, &str); 24] = [
    ("investment", ""),
    ("investment", "sort=name"),
    ("investment", "sort=value"),
    ("investment", "group=1"),
    ("investment", "compare=2020-9m"),
    ("investment", "compare=2021&sort=name"),
    ("economy", ""),
    ("economy", "kind=stack"),
    ("economy", "compare=2018"),
    ("economy", "compare=2019"),
    ("economy", "compare=2020"),
    ("economy", "compare=2021&sort=value"),
    ("population", ""),
    ("population", "compare=1"),
    ("population", "relative=1"),
    ("population", "compare=1&relative=1"),
    ("strikes", ""),
    ("strikes", "lanes=area"),
    ("strikes", "only=transport"),
    ("strikes", "kind=map"),
    ("strikes", "kind=map&only=transport"),
    ("january", ""),
    ("chronology", ""),
    ("counted", ""),
];

/// A state that asks for nothing but a kind.
pub fn state(kind: Kind) -> State {
    State::parse(&format!("kind={}", kind.name()))
}

/// The SVG that plotters paints of a scene. A pixel outside marks each change of the zoom, until it becomes the start or
/// the end of a group.
pub fn painted(scene: &Scene, theme: &Theme, sizes: &Sizes, paint: impl Fn(&SvgPainter<'_, '_>)) -> String {
    let mut svg = String::new();
    {
        let size = (scene.width as u32, scene.height.ceil() as u32);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let zoom = |scale: f64| {
            let at = if scale == 1.0 { (-1, -1) } else { (-2, -2) };
            area.draw_pixel(at, &RGBColor(0, 0, 0)).expect("a pixel");
        };
        paint(&Painter { area: &area, theme, sizes, zoom: &zoom });
    }
    let group = format!("<g transform=\"scale({})\">", 1.0 / FINE);
    let line = |line: &str| match line {
        _ if line.starts_with("<rect x=\"-2\" y=\"-2\"") => group.clone(),
        _ if line.starts_with("<rect x=\"-1\" y=\"-1\"") => "</g>".to_owned(),
        other => other.to_owned(),
    };
    svg.lines().map(line).collect::<Vec<_>>().join("\n")
}

pub type SvgPainter<'a, 'b> = Painter<'a, SVGBackend<'b>>;

/// One line a mark: what, where, in which ink, for which datum; the ground of a map in one line.
pub fn listing(scene: &Scene, figure: &Figure) -> String {
    let mut lines = vec![format!("{}×{}", scene.width, scene.height)];
    let land = scene.marks.iter().filter(|mark| is_land(mark)).count();
    if land > 0 {
        lines.push(format!("{land} areas and borders of the land"));
    }
    for mark in scene.marks.iter().filter(|mark| !is_land(mark)) {
        let bounds = mark.shape.bounds();
        let tenths = |px: f64| (px * 10.0).round() / 10.0;
        let [left, top] = [bounds.left, bounds.top].map(tenths);
        let around = format!("{left} {top} {}×{}", tenths(bounds.width()), tenths(bounds.height()));
        let shape = match &mark.shape {
            Shape::Rect(_) => format!("rect {around}"),
            Shape::Dot { centre, radius } => format!("dot  {} {} r {radius}", centre.x, centre.y),
            Shape::Ring { centre, radius, .. } => format!("ring {} {} r {radius}", centre.x, centre.y),
            Shape::Polygon(points) => format!("area {around} of {} corners", points.len()),
            Shape::Path { points, .. } => format!("path {around} of {} points", points.len()),
            Shape::Line { from, to, width } => {
                format!("line {:.1} {:.1} → {:.1} {:.1} w {width}", from.x, from.y, to.x, to.y)
            }
            Shape::Text(text) => {
                let side = match text.align {
                    Align::Left => "▏",
                    Align::Middle => "│",
                    Align::Right => "▕",
                };
                format!("text {} {} {side} {}", text.at.x, text.at.y, text.text.replace('\u{a0}', "_"))
            }
        };
        let datum = mark.datum.and_then(|id| figure.datum(id)).map_or("", |datum| &datum.key);
        lines.push(format!("{shape:<56} {:<10} {datum}", format!("{:?}", mark.ink)).trim_end().to_owned());
    }
    lines.join("\n")
}

fn is_land(mark: &Mark) -> bool {
    mark.datum.is_none() && matches!(mark.shape, Shape::Polygon(_) | Shape::Path { .. })
}

/// Every sign as wide as in a common sans serif, so that goldens are the same on every machine.
pub struct Ruler;

impl Measure for Ruler {
    fn width(&self, text: &str, font: Font) -> f64 {
        0.55 * font.size * text.chars().count() as f64
    }
}

/// A text 40 % longer, as another language may need: every word has some more of its own letters.
pub fn longer(text: &str) -> String {
    let word = |word: &str| {
        let signs = word.chars().count();
        word.chars().chain(word.chars().rev().cycle().take((signs * 2).div_ceil(5))).collect::<String>()
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A figure whose every text that can be drawn is longer.
pub fn with_longer_texts(mut figure: Figure) -> Figure {
    let lanes = figure.lanes.iter_mut().flat_map(|lanes| lanes.labels.iter_mut().chain([&mut lanes.title]));
    let series = figure.series.iter_mut().map(|series| &mut series.label);
    let own = [&mut figure.category, &mut figure.measure, &mut figure.unit].into_iter();
    for text in own.chain(lanes).chain(series).chain(&mut figure.groups) {
        *text = longer(text);
    }
    for datum in &mut figure.data {
        let place = datum.place.as_mut().map(|place| &mut place.label);
        let span = datum.span.as_mut().map(|span| &mut span.text);
        let relative = datum.relative.as_mut().map(|relative| &mut relative.text);
        let found = if let Origin::Found { series, .. } = &mut datum.origin { Some(&mut series.label) } else { None };
        let own = [&mut datum.label, &mut datum.text, &mut datum.amount].into_iter();
        for text in own.chain(&mut datum.part_of).chain(place).chain(span).chain(relative).chain(found) {
            *text = longer(text);
        }
    }
    figure
}
