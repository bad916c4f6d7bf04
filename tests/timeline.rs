//! Timelines: goldens, what holds at every size, ticks and glyphs.

mod common;

use article_figures::figure::{Datum, DatumId, Edge, Figure, Lanes, Origin, Span, Statement, Status};
use article_figures::hit::{self, Step};
use article_figures::package::Date;
use article_figures::paint::Painter;
use article_figures::scene::timeline::{extent, layout, tick_days};
use article_figures::scene::{Align, Frame, Mark, Point, Scene, Shape, glyph};
use article_figures::theme::{Ink, Sizes, Theme};
use common::Ruler;
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use proptest::prelude::*;

use Edge::{Fuzzy, Open, Sharp};
use Status::{Confirmed, Deviates, NotChecked, NotFound, Partly};

const STATUSES: [Status; 5] = [Confirmed, Partly, Deviates, NotFound, NotChecked];

/// Key, label, begin, end, their edges, date in words, status, lane.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, (Edge, Edge), &'a str, Status, usize);

const STRIKES: [Row; 10] = [
    ("T01", "Hungerstreik in Tainschyn, 27 Tage", "2021-09", "2021-09", (Fuzzy, Fuzzy), "September 2021", Confirmed, 0),
    ("T02", "Kraftfahrer in Schymkent", "2021-09-30", "2021-09-30", (Sharp, Sharp), "30. September 2021", NotFound, 1),
    ("T03", "Transportarbeiter in Schangaösen", "2021-10-12", "2021-10-12", (Sharp, Open), "12. Oktober 2021, mehrere Tage", Partly, 1),
    ("T04a", "Kuriere in Nursultan", "2021-10-22", "2021-10-22", (Sharp, Sharp), "22. Oktober 2021", NotFound, 1),
    ("T04b", "Kuriere in Almaty", "2021-10-22", "2021-10-22", (Sharp, Sharp), "22. Oktober 2021", Deviates, 1),
    ("T05", "Kundgebungen der Lehrkräfte im Gebiet Türkistan", "2021-10-22", "2021-10-22", (Sharp, Sharp), "22. Oktober 2021", Deviates, 2),
    ("T06", "Müllmänner in Semej", "2021-10-23", "2021-10-23", (Sharp, Sharp), "23. Oktober 2021", Confirmed, 3),
    ("T07", "Pflegekräfte und Ärzte in Aktau", "2021-11-11", "2021-11-11", (Sharp, Sharp), "11. November 2021", Confirmed, 2),
    ("T08", "Arbeiter von Heidelberg Zement in Mangystau", "2021-11-10", "2021-11-12", (Sharp, Sharp), "10.–12. November 2021", NotChecked, 0),
    ("T09", "Ölarbeiter in drei Betrieben in Kysyl-Orda", "2021-12-30", "2021-12-30", (Sharp, Sharp), "30. Dezember 2021", Partly, 4),
];

const SECTORS: [&str; 5] =
    ["Industrie und Bergbau", "Verkehr und Zustellung", "Bildung und Gesundheit", "Stadtreinigung", "Öl und Gas"];

const CHRONOLOGY: [Row; 13] = [
    ("P01", "Nasarbajew ist fast 30 Jahre Präsident", "1989", "2019", (Fuzzy, Fuzzy), "fast 30 Jahre", Confirmed, 0),
    ("D01", "Der slawische Bevölkerungsanteil sinkt", "1989", "2021", (Sharp, Sharp), "1989 bis 2021", Deviates, 3),
    ("L10", "Das erste Abkommen mit einem amerikanischen Konzern", "1992", "1992", (Fuzzy, Fuzzy), "1992", NotChecked, 1),
    ("P06", "Rahmendokument der Partnerschaft für den Frieden", "1994", "1994", (Fuzzy, Fuzzy), "1994", Confirmed, 1),
    ("L04", "Der Aufstand von Schanyrak wird niedergeschlagen", "2006", "2006", (Fuzzy, Fuzzy), "2006", Confirmed, 2),
    ("L01", "Kasachstan lebt wie auf dem Pulverfass", "2007", "2022-01", (Fuzzy, Sharp), "seit 10–15 Jahren", NotFound, 2),
    ("M01", "Die Europäische Union wird wichtigster Handelspartner", "2008", "2022-01", (Fuzzy, Open), "seit 2008", NotChecked, 1),
    ("L05", "Streikende Ölarbeiter werden in Schangaösen erschossen", "2011", "2011", (Fuzzy, Fuzzy), "2011", Confirmed, 2),
    ("L06", "Die Streiks werden regelmäßig und hart", "2012", "2022-01", (Fuzzy, Open), "in den letzten 10 Jahren", Partly, 2),
    ("L03", "Die „Unabhängige Vereinigung der Gewerkschaften“ wird verboten", "2014", "2014", (Fuzzy, Fuzzy), "2014", Deviates, 0),
    ("P07", "Ein amerikanisches Labor wird in Almaty eröffnet", "2016", "2016", (Fuzzy, Fuzzy), "2016", Deviates, 1),
    ("L02", "Die Kommunistische Volkspartei ändert ihren Namen", "2020", "2020", (Fuzzy, Fuzzy), "2020", Confirmed, 0),
    ("P04", "Nasarbajew geht endgültig in Rente", "2022-01", "2022-01", (Fuzzy, Fuzzy), "Januar 2022", Confirmed, 0),
];

const SUBJECTS: [&str; 4] = ["Politik im Innern", "Beziehungen zum Ausland", "Streiks und Aufstände", "Bevölkerung"];

fn span(begin: f64, end: f64, (begin_edge, end_edge): (Edge, Edge), text: &str) -> Span {
    Span { begin, end, begin_edge, end_edge, text: text.to_owned() }
}

fn datum(key: &str, label: &str, span: Span, status: Status, lane: usize) -> Datum {
    Datum {
        key: key.to_owned(),
        label: label.to_owned(),
        value: None,
        text: String::new(),
        part_of: None,
        origin: Origin::Stated(Statement { id: None, quotation: None, source: None }),
        status,
        span: Some(span),
        place: None,
        lanes: vec![lane],
    }
}

fn figure(name: &str, labels: &[&str], data: Vec<Datum>) -> Figure {
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    Figure {
        name: name.to_owned(),
        kinds: Vec::new(),
        title: String::new(),
        subtitle: None,
        note: None,
        category: String::new(),
        measure: String::new(),
        whole: None,
        data,
        sources: Vec::new(),
        lanes: vec![Lanes { title: String::new(), labels }],
    }
}

fn from_rows(name: &str, labels: &[&str], rows: &[Row]) -> Figure {
    let date = |text: &str| Date::parse(text).expect("a date");
    let row = |(key, label, begin, end, edges, text, status, lane): &Row| {
        let span = span(date(begin).begin(), date(end).end(), *edges, text);
        datum(key, label, span, *status, *lane)
    };
    figure(name, labels, rows.iter().map(row).collect())
}

fn figures() -> [Figure; 2] {
    [from_rows("strikes", &SECTORS, &STRIKES), from_rows("chronology", &SUBJECTS, &CHRONOLOGY)]
}

/// As a locale would name the ticks.
fn ticks(figure: &Figure, css_width: f64) -> Vec<(f64, String)> {
    const MONTHS: [&str; 12] = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ];
    let (begin, end) = extent(figure).unwrap_or((0.0, 1.0));
    let name = |year: i32, month: Option<u32>| month.map_or(year.to_string(), |month| MONTHS[month as usize - 1].to_owned());
    tick_days(begin, end, css_width).iter().map(|tick| (tick.day, name(tick.year, tick.month))).collect()
}

fn laid_out(figure: &Figure, lanes: Option<usize>, css_width: f64, ratio: f64) -> Scene {
    layout(figure, lanes, &ticks(figure, css_width), &Frame::new(css_width * ratio, ratio, &Ruler))
}

/// What plotters makes of a scene, as its own SVG.
fn painted(scene: &Scene, theme: &Theme, focus: Option<DatumId>, ratio: f64) -> String {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (scene.width as u32, scene.height as u32)).into_drawing_area();
        area.fill(&plotters::style::RGBColor(theme.ground[0], theme.ground[1], theme.ground[2])).expect("a ground");
        let painter = Painter { area: &area, theme, sizes: &Sizes::at(ratio) };
        match focus {
            Some(datum) => painter.focus(scene, datum),
            None => painter.scene(scene),
        }
        .expect("painted");
    }
    svg
}

/// Writes pictures to look at: `PICTURES=/tmp/x cargo test --test timeline pictures -- --ignored`.
#[test]
#[ignore = "for the eye"]
fn pictures() {
    let folder = std::env::var("PICTURES").expect("a folder");
    for figure in figures() {
        for (width, ratio) in [(320.0, 2.0), (500.0, 1.0), (720.0, 1.0), (720.0, 2.0), (1200.0, 1.0)] {
            let scene = laid_out(&figure, Some(0), width, ratio);
            for (name, theme) in [("light", Theme::LIGHT), ("dark", Theme::DARK)] {
                let svg = painted(&scene, &theme, None, ratio);
                std::fs::write(format!("{folder}/{}-{width}-{ratio}-{name}.svg", figure.name), svg).expect("written");
            }
        }
    }
}
