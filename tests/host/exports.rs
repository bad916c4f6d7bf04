//! Every export of every chart kind opens in another program with the values of its table. The expected values stand in
//! this file, and the readers share no code with what wrote the exports.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::common::{build, folder};
use resvg::usvg::roxmltree::{Document, Node};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Names that mean something to a spreadsheet, in CSV, JSON, XML or TeX.
const NAMES: [&str; 9] = [
    "=1+1",
    "+49 \"30\"",
    "-2; 3",
    "@a, b",
    "Tab\there",
    "two\nlines",
    "'=x",
    "Жаңаөзен & <b>",
    "%_$#~^{}\\ Übergröße",
];

/// Less than 100 in all.
const SHARES: [f64; 9] = [30.2, 24.3, 0.001, 12.0, 7.0, 1.5, 8.25, 2.0, 0.1];

const YEARS: [(&str, f64); 2] = [("1989", 7.3), ("2021", 3.7)];

const PLACES: [&str; 2] = ["almaty", "astana"];

/// The first day, the last day, and the value.
const EVENTS: [(&str, &str, Option<f64>); 3] =
    [("2021-09-12", "2021-09-14", Some(2.5)), ("2021-10", "", None), ("2021-11-02", "2021-11-02", Some(-1.0))];

/// The value, the end of its range, its unit, and whether it is approximate.
const CARDS: [(f64, Option<f64>, &str, bool); 3] =
    [(1234567.5, None, "€", false), (18.0, Some(20.0), "%", false), (-3.0, None, "1000 t", true)];

/// A date with two values; a gap has none.
type Time = (&'static str, Option<f64>, Option<f64>);

const TIMES: [Time; 5] = [
    ("2021-01-01", Some(1.0), Some(10.25)),
    ("2021-02-01", Some(4.5), Some(-2.0)),
    ("2021-03-01", None, Some(0.0)),
    ("2021-04-01", Some(9.0), Some(3.125)),
    ("2021-05-01", Some(2.0), Some(8.0)),
];

/// The columns of these as readers see them.
const LABELS: [&str; 2] = ["One", "Other"];

const KINDS: [&str; 7] = ["bars", "stack", "slope", "timeline", "map", "cards", "line"];

const BASE: &str = "https://example.org/";

/// A table in the way of RFC 4180, written without the crate that reads it in the program.
fn table(header: &str, rows: Vec<Vec<String>>) -> String {
    let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let lines = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n");
    [format!("{header}\r\n")].into_iter().chain(lines).collect()
}

fn optional(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn files() -> Vec<(&'static str, String)> {
    let key = |index: usize| format!("k{index}");
    let named = |index: usize, cells: &[String]| [&[key(index), NAMES[index].to_owned()], cells].concat();
    let shares = SHARES.iter().enumerate().map(|(index, share)| named(index, &[share.to_string()])).collect();
    let years = YEARS.iter().map(|(year, value)| vec![(*year).to_owned(), value.to_string()]).collect();
    let events = EVENTS.iter().enumerate();
    let events = events
        .map(|(index, (start, end, value))| named(index, &[(*start).to_owned(), (*end).to_owned(), optional(*value)]));
    let places =
        PLACES.iter().enumerate().map(|(index, place)| named(index, &[(*place).to_owned(), optional(Some(1.5))]));
    let cards = CARDS.iter().enumerate();
    let cards = cards.map(|(index, (value, upper, unit, about))| {
        named(index, &[value.to_string(), optional(*upper), (*unit).to_owned(), about.to_string()])
    });
    let times = TIMES.iter().map(|(date, one, other)| vec![(*date).to_owned(), optional(*one), optional(*other)]);
    vec![
        ("shares.csv", table("key,name,share", shares)),
        ("years.csv", table("year,people", years)),
        ("events.csv", table("key,name,start,end,value", events.collect())),
        ("visits.csv", table("key,name,place,value", places.collect())),
        ("cards.csv", table("key,name,value,upper,unit,approximate", cards.collect())),
        ("times.csv", table("date,one,other", times.collect())),
    ]
}

/// The title of a view.
fn title(view: &str) -> String {
    format!("{view}: {}", NAMES.join(" ").replace(['\n', '\t'], " "))
}

fn descriptor() -> Value {
    let field = |name: &str| {
        let kind = match name {
            "share" | "people" | "value" | "upper" | "one" | "other" | "latitude" | "longitude" => "number",
            "date" => "date",
            "year" => "year",
            _ => "string",
        };
        json!({ "name": name, "type": kind })
    };
    let resource = |name: &str, header: &str| {
        let fields: Vec<_> = header.split(',').map(field).collect();
        let mut schema = json!({ "fields": fields });
        if header.starts_with("key") {
            schema["primaryKey"] = json!("key");
        }
        json!({ "name": name, "path": format!("{name}.csv"), "schema": schema })
    };
    let header = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    let mut resources: Vec<_> =
        files().iter().map(|(path, text)| resource(path.trim_end_matches(".csv"), &header(text))).collect();
    let places = fs::read_to_string(folder("data/places.csv")).expect("places");
    resources.push(resource("places", &header(&places)));
    resources.push(json!({ "name": "regions", "path": "regions.topo.json", "format": "topojson" }));
    resources[3]["schema"]["foreignKeys"] =
        json!([{ "fields": "place", "reference": { "resource": "places", "fields": "key" } }]);
    let view = |name: &str, table: &str, group: &str, series: &[&str], figure: Value| {
        let kind = if name == "line" { "line" } else { "bar" };
        json!({ "name": name, "title": title(name), "resources": [table], "specType": "simple",
            "spec": { "type": kind, "group": group, "series": series }, "_figure": figure })
    };
    let whole = |kind: &str| json!({ "kinds": [kind], "whole": 100, "remainder": "The rest" });
    let mut part = whole("stack");
    part["limit"] = json!(8);
    json!({ "name": "exports", "title": title("all"), "languages": ["en"], "created": "2024-01-01",
        "resources": resources, "views": [
        view("bars", "shares", "name", &["share"], whole("bars")),
        view("stack", "shares", "name", &["share"], whole("stack")),
        view("slope", "years", "year", &["people"], json!({ "kinds": ["slope"] })),
        view("timeline", "events", "name", &["value"], json!({ "kinds": ["timeline"] })),
        view("map", "visits", "name", &["value"], json!({ "kinds": ["map"], "geometry": "regions" })),
        view("cards", "cards", "name", &["value"], json!({ "kinds": ["cards"] })),
        view("line", "times", "date", &["one", "other"], json!({ "kinds": ["line"] })),
        view("part", "shares", "name", &["share"], part),
    ]})
}

/// The site of all kinds; built once.
fn site() -> PathBuf {
    static SITE: LazyLock<TempDir> = LazyLock::new(|| {
        let around = tempfile::tempdir().expect("a folder");
        let data = around.path().join("data");
        fs::create_dir_all(&data).expect("a folder");
        for (name, text) in files() {
            fs::write(data.join(name), text).expect("written");
        }
        for name in ["places.csv", "regions.topo.json"] {
            fs::copy(folder("data").join(name), data.join(name)).expect("a copy");
        }
        fs::write(data.join("datapackage.json"), descriptor().to_string()).expect("written");
        assert_eq!(build(&data, &around.path().join("site"), Some(BASE), false).problems, []);
        around
    });
    SITE.path().join("site")
}

fn text(view: &str, file: &str) -> String {
    fs::read_to_string(site().join("en").join(view).join(file)).expect(file)
}

/// A row of the table as an export should have it.
#[derive(Debug, PartialEq)]
struct Row {
    key: String,
    label: String,
    value: Option<f64>,
}

/// The rows of a view's table.
fn rows(view: &str) -> Vec<Row> {
    let named =
        |(index, value): (usize, Option<f64>)| Row { key: format!("k{index}"), label: NAMES[index].to_owned(), value };
    match view {
        "bars" | "stack" => SHARES.iter().copied().map(Some).enumerate().map(named).collect(),
        "timeline" => EVENTS.iter().map(|event| event.2).enumerate().map(named).collect(),
        "map" => PLACES.iter().map(|_| Some(1.5)).enumerate().map(named).collect(),
        "cards" => CARDS.iter().map(|card| Some(card.0)).enumerate().map(named).collect(),
        "slope" => {
            let row = |(index, (year, value)): (usize, &(&str, f64))| Row {
                key: index.to_string(),
                label: (*year).to_owned(),
                value: Some(*value),
            };
            YEARS.iter().enumerate().map(row).collect()
        }
        _ => {
            let line = |name: &'static str, value: fn(&Time) -> Option<f64>| {
                let point = |time: &Time| {
                    let value = value(time)?;
                    Some(Row {
                        key: format!("{name}-{}", time.0),
                        label: LABELS[usize::from(name == "other")].to_owned(),
                        value: Some(value),
                    })
                };
                TIMES.iter().filter_map(point).collect::<Vec<_>>()
            };
            line("one", |time| time.1).into_iter().chain(line("other", |time| time.2)).collect()
        }
    }
}

type Cells = BTreeMap<String, String>;

fn csv_rows(text: &str) -> Vec<Cells> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A text as CSV has it: what a spreadsheet runs as a formula is behind an apostrophe.
fn protected(text: &str) -> String {
    let runs = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

#[test]
fn csv_has_the_rows_of_the_table() {
    for view in KINDS {
        let found = csv_rows(&text(view, "data.csv"));
        let stated: Vec<_> = found.iter().filter(|row| row["origin"] == "stated").collect();
        let expected = rows(view);
        assert_eq!(stated.len(), expected.len(), "{view}");
        for (row, expected) in stated.into_iter().zip(expected) {
            let own = (row["key"].as_str(), row["label"].as_str(), row["value"].parse().ok());
            assert_eq!(own, (&*expected.key, &*protected(&expected.label), expected.value), "{view}");
        }
    }
    let units: Vec<_> = csv_rows(&text("cards", "data.csv")).into_iter().map(|mut row| row.remove("unit")).collect();
    assert_eq!(units, CARDS.map(|card| Some(card.2.to_owned())));
    let change = csv_rows(&text("slope", "data.csv")).pop().expect("the change");
    assert_eq!((&*change["origin"], &*change["value"], &*change["unit"]), ("derived", "-3.6", ""));
}

#[test]
fn csv_of_a_part_has_all_rows() {
    let found = csv_rows(&text("part", "data.csv"));
    let found: Vec<_> = found.iter().map(|row| (row["name"].clone(), row["share"].parse().ok())).collect();
    let expected: Vec<_> = rows("bars").iter().map(|row| (protected(&row.label), row.value)).collect();
    assert_eq!(found, expected);
    let json: Value = serde_json::from_str(&text("part", "data.json")).expect("JSON");
    assert_eq!(json["excerpt_of"], "data.csv");
}

#[test]
fn json_has_the_rows_of_the_table() {
    for view in KINDS {
        let json: Value = serde_json::from_str(&text(view, "data.json")).expect("JSON");
        assert_eq!(json["title"], *title(view));
        let data = json["data"].as_array().expect("a list").iter().filter(|datum| datum["origin"] == "stated");
        let found = data.map(|datum| Row {
            key: datum["key"].as_str().expect("a key").to_owned(),
            label: datum["label"].as_str().expect("a label").to_owned(),
            value: datum["value"].as_f64(),
        });
        assert_eq!(found.collect::<Vec<_>>(), rows(view), "{view}");
    }
}

#[test]
fn tables_are_published_byte_for_byte() {
    for (name, text) in files() {
        assert_eq!(fs::read_to_string(site().join("data").join(name)).ok(), Some(text), "{name}");
    }
}

#[test]
fn titles_are_the_same_for_every_program() {
    let feed = fs::read_to_string(site().join("en/feed.xml")).expect("a feed");
    let feed = Document::parse(&feed).expect("XML");
    let entries = feed.descendants().filter(|node| node.has_tag_name("entry"));
    let titles = entries.filter_map(|entry| entry.children().find(|node| node.has_tag_name("title"))?.text());
    let titles: Vec<_> = titles.collect();
    for view in KINDS {
        let expected = title(view);
        assert!(titles.contains(&&*expected), "{view}: {titles:?}");
        let oembed: Value = serde_json::from_str(&text(view, "oembed.json")).expect("JSON");
        assert_eq!(oembed["title"], *expected);
        let page = Html::parse_document(&text(view, "index.html"));
        let script = Selector::parse("script[type='application/ld+json']").expect("a selector");
        let data: String = page.select(&script).flat_map(|script| script.text()).collect();
        let data: Value = serde_json::from_str(&data).expect("JSON-LD");
        assert_eq!(data["@graph"][0]["name"], *expected);
        let tag = Selector::parse("meta[property='og:title']").expect("a selector");
        assert_eq!(page.select(&tag).next().and_then(|tag| tag.attr("content")), Some(&*expected));
    }
}

#[test]
fn cards_are_pictures() {
    for view in KINDS {
        let file = fs::File::open(site().join("en").join(view).join("card.png")).expect("a card");
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info().expect("a picture");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((info.width, info.height), (1200, 630), "{view}");
    }
}

/// The first number of a text as the language writes it.
fn number(text: &str) -> f64 {
    let is_part = |character: char| character.is_ascii_digit() || "−.,".contains(character);
    let start = text.find(is_part).unwrap_or(0);
    let end = text[start..].find(|character| !is_part(character)).map_or(text.len(), |end| start + end);
    text[start..end].replace(',', "").replace('−', "-").parse().expect(text)
}

fn attribute(node: &Node, name: &str) -> f64 {
    node.attribute(name).expect(name).parse().expect(name)
}

/// The points of a path of steps: `m12.5 3-1 4`.
fn path(steps: &str) -> Vec<(f64, f64)> {
    let spaced = steps.strip_prefix('m').expect("relative").replace('-', " -");
    let numbers: Vec<f64> = spaced.split_whitespace().map(|number| number.parse().expect(steps)).collect();
    let mut at = (0.0, 0.0);
    let moved = numbers.chunks(2).map(|step| {
        at = (at.0 + step[0], at.1 + step[1]);
        at
    });
    moved.collect()
}

/// A text of a drawing with its place.
#[derive(Debug)]
struct Text {
    x: f64,
    y: f64,
    text: String,
}

/// The marks of a figure in its drawing: the first nested document.
struct Drawing {
    texts: Vec<Text>,
    /// Left, top, width, height.
    rects: Vec<[f64; 4]>,
    circles: Vec<(f64, f64)>,
    /// Lines of three px.
    lines: Vec<Vec<(f64, f64)>>,
}

impl Drawing {
    fn of(view: &str) -> Self {
        let svg = text(view, "figure.svg");
        let document = Document::parse(&svg).expect("XML");
        let words: String =
            document.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
        assert!(squeezed(&words).contains(&squeezed(&title(view))), "{view}: {words}");
        let marks = document.root_element().children().find(|node| node.has_tag_name("svg"));
        let marks = marks.expect("the marks");
        let named = |name: &'static str| marks.descendants().filter(move |node| node.has_tag_name(name));
        let place = |node: Node| Text {
            x: attribute(&node, "x"),
            y: attribute(&node, "y"),
            text: node.text().unwrap_or_default().to_owned(),
        };
        let wide = named("path").filter(|node| node.attribute("stroke-width") == Some("3"));
        Self {
            texts: named("text").map(place).collect(),
            rects: named("rect").map(|node| ["x", "y", "width", "height"].map(|name| attribute(&node, name))).collect(),
            circles: named("circle").map(|node| (attribute(&node, "cx"), attribute(&node, "cy"))).collect(),
            lines: wide.map(|node| path(node.attribute("d").expect("a path"))).collect(),
        }
    }

    fn text(&self, text: &str) -> &Text {
        let found = self.texts.iter().find(|own| squeezed(&own.text) == squeezed(text));
        assert!(found.is_some(), "{text:?} is not in {:?}", self.texts);
        found.expect(text)
    }

    /// The text that stands in the same row, right of another.
    fn beside(&self, label: &Text) -> &Text {
        let right = self.texts.iter().filter(|own| (own.y - label.y).abs() < 3.0 && own.x > label.x);
        right.min_by(|one, other| one.x.total_cmp(&other.x)).expect("a text beside it")
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Checks that lengths stand for values: each is as many px to one as the first.
#[track_caller]
fn check_lengths(lengths: &[f64], values: &[f64], tolerance: f64) {
    let scale = lengths[0] / values[0];
    assert_eq!(lengths.len(), values.len());
    for (length, value) in lengths.iter().zip(values) {
        assert!((length - value * scale).abs() <= tolerance, "{length} px for {value}: {lengths:?}");
    }
}

#[test]
fn bars_are_as_long_as_their_values() {
    let drawing = Drawing::of("bars");
    for row in rows("bars") {
        let value = drawing.beside(drawing.text(&row.label));
        assert_eq!(Some(number(&value.text)), row.value, "{}", row.label);
    }
    let bars: Vec<_> = drawing.rects.iter().filter(|[left, _, _, height]| *left == 197.0 && *height == 25.0).collect();
    check_lengths(&bars.iter().map(|bar| bar[2]).collect::<Vec<_>>(), &SHARES, 1.0);
}

#[test]
fn parts_of_a_stack_are_as_high_as_their_values() {
    let drawing = Drawing::of("stack");
    let parts: Vec<_> = drawing.rects.iter().filter(|[left, ..]| *left == 0.0).map(|part| part[3]).collect();
    // A part of less than a px is drawn as one, with a gap around it.
    check_lengths(&parts, &SHARES, 5.0);
    for row in rows("stack") {
        let texts = drawing.texts.iter().map(|text| squeezed(&text.text));
        let (label, value) = (squeezed(&row.label), row.value.expect("a value"));
        let inside = |text: &str| text == label && drawing.texts.iter().any(|own| own.text == value.to_string());
        let mut found = texts.filter(|text| inside(text) || *text == format!("{label}{value}"));
        assert!(found.next().is_some(), "{label} {value}: {:?}", drawing.texts);
    }
}

#[test]
fn slopes_end_at_their_values() {
    let drawing = Drawing::of("slope");
    // The widest rule: two more lead from it to the points.
    let widest = drawing.rects.iter().max_by(|one, other| one[2].total_cmp(&other[2]));
    let axis = widest.expect("an axis")[1];
    let ends: Vec<_> = drawing.circles.chunks(2).map(|pair| axis - pair[0].1).collect();
    check_lengths(&ends, &YEARS.map(|year| year.1), 2.0);
    for (year, value) in YEARS {
        let (year, value) = (drawing.text(year), drawing.text(&value.to_string()));
        assert!((year.x - value.x).abs() < 20.0, "{year:?} {value:?}");
    }
}

#[test]
fn timelines_are_drawn_to_scale() {
    let drawing = Drawing::of("timeline");
    // The rules of October and November.
    let rules: Vec<_> = drawing.rects.iter().filter(|rect| rect[2] == 1.0).map(|rect| rect[0]).collect();
    let (october, day) = (rules[0], (rules[1] - rules[0]) / 31.0);
    assert!(day > 10.0, "{day}");
    let days = drawing.rects.iter().find(|rect| rect[3] == 8.0 && rect[2] < 5.0 * day);
    let [from, _, width, _] = *days.expect("three days");
    assert!((october - 19.0 * day - from).abs() < 1.0 && (width - 3.0 * day).abs() < 1.0, "{from} {width}");
    let month = drawing.rects.iter().find(|rect| rect[3] == 8.0 && rect[2] > 5.0 * day);
    let [from, _, width, _] = *month.expect("a month");
    assert!((october - from).abs() < 1.0 && (width - 31.0 * day).abs() < 1.5, "{from} {width}");
    let [from, _, width, _] = *drawing.rects.iter().rfind(|rect| rect[3] == 16.0).expect("a day");
    assert!((october + 32.5 * day - from - width / 2.0).abs() < 1.0, "{from} {width}");
    for row in rows("timeline") {
        drawing.text(&row.label);
    }
}

#[test]
fn places_of_a_map_are_where_they_are() {
    let drawing = Drawing::of("map");
    let [almaty, astana] = ["Almaty", "Nur-Sultan"].map(|name| drawing.text(name));
    // Almaty lies south and east of the capital.
    assert!(almaty.y > astana.y + 100.0 && almaty.x > astana.x + 50.0, "{almaty:?} {astana:?}");
    for (place, (x, y)) in [almaty, astana].into_iter().zip([drawing.circles[0], drawing.circles[2]]) {
        assert!((place.x - x).abs() < 20.0 && (place.y - y).abs() < 20.0, "{place:?} {x} {y}");
    }
}

#[test]
fn cards_have_number_and_unit() {
    let drawing = Drawing::of("cards");
    for (row, (value, upper, unit, about)) in rows("cards").iter().zip(CARDS) {
        let label = drawing.text(&row.label);
        let above =
            drawing.texts.iter().filter(|text| text.y < label.y && (label.x..label.x + 220.0).contains(&text.x));
        let text: Vec<_> = above.map(|text| text.text.as_str()).collect();
        let text = text.join(" ");
        assert_eq!(number(&text), value, "{text}");
        assert!(text.contains(unit) && text.starts_with("about") == about, "{text}");
        assert_eq!(text.contains('–'), upper.is_some(), "{text}");
    }
}

#[test]
fn lines_run_through_their_values() {
    let drawing = Drawing::of("line");
    let tick = |value: &str| drawing.text(value).y;
    let (zero, five) = (tick("0"), tick("5"));
    let value = |y: f64| (zero - 3.6 - y + 0.5) / (zero - five) * 5.0;
    let (first, last) = (drawing.text("2021").x, drawing.text("May").x);
    let day = |x: f64| (x - first) / (last - first) * 120.0;
    let days = [0.0, 31.0, 59.0, 90.0, 120.0];
    let plotted: Vec<_> = drawing.lines.iter().filter(|line| line[0].0 <= last).collect();
    // The gap of the first line parts it.
    let [one, rest, other] = plotted[..] else { panic!("{plotted:?}") };
    // Gridlines lie on whole px, of which 16 are one.
    let points = |values: [Option<f64>; 5]| days.into_iter().zip(values).filter_map(|(day, value)| Some((day, value?)));
    let expected: Vec<_> = points(TIMES.map(|time| time.1)).chain(points(TIMES.map(|time| time.2))).collect();
    let drawn: Vec<_> = one.iter().chain(rest).chain(other).map(|(x, y)| (day(*x), value(*y))).collect();
    assert_eq!(drawn.len(), expected.len());
    for ((drawn_day, drawn_value), (day, value)) in drawn.into_iter().zip(expected) {
        assert!(
            (drawn_day - day).abs() < 0.2 && (drawn_value - value).abs() < 0.1,
            "{drawn_day} {drawn_value} {day} {value}"
        );
    }
}
