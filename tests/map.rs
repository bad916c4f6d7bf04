//! Maps: what is drawn where, and what holds for every width.

mod common;

use article_figures::figure::{Datum, DatumId, Figure, Origin, Place, Statement, Status};
use article_figures::hit::{self, Direction, Step};
use article_figures::package::{Geometry, Kind};
use article_figures::scene::{Frame, Mark, Point, Scene, Shape, map};
use article_figures::theme::Ink;
use common::{Ruler, folder};

/// Key, what happened, place and status of an entry.
type Entry = (&'static str, &'static str, &'static str, Status);

use Status::{Confirmed, Deviates, NotChecked, NotFound, Partly};

const STRIKES: [Entry; 10] = [
    ("T01", "Hungerstreik bei „Obuchowsky GOK“", "taiynsha", Confirmed),
    ("T02", "Streik und Kundgebung der Kraftfahrer", "shymkent", NotFound),
    ("T03", "Streik der Transportarbeiter", "zhanaozen", Partly),
    ("T04a", "Kurier-Streik", "astana", NotFound),
    ("T04b", "Kurier-Streik", "almaty", Deviates),
    ("T05", "Politische Kundgebungen der Lehrkräfte", "turkistan_region", Deviates),
    ("T06", "Streik der Müllmänner", "semey", Confirmed),
    ("T07", "Streik der Pflegekräfte und Ärzte", "aktau", Confirmed),
    ("T08", "Streik der Arbeiter des deutschen Konzerns „Heidelberg Zement“", "mangystau_region", NotFound),
    ("T09", "Streik der Ölarbeiter in drei Betrieben", "kyzylorda", Partly),
];

const JANUARY: [Entry; 11] = [
    ("J00a", "Gebiet Mangystau", "mangystau_region", Confirmed),
    ("J00b", "Schangaösen", "zhanaozen", Confirmed),
    ("J01", "Bergarbeiter", "karaganda", Partly),
    ("J02", "Bergarbeiter", "zhezkazgan", Partly),
    ("J03", "Arbeiter", "aktobe", Confirmed),
    ("J04", "Arbeiter", "oral", Confirmed),
    ("J05", "Arbeiter", "kyzylorda", Partly),
    ("J06", "Arbeiter", "shymkent", Confirmed),
    ("J07", "Arbeiter", "kokshetau", NotFound),
    ("J08", "Arbeiter", "kostanay", NotFound),
    ("J09", "Lastwagenfahrer", "shymkent", NotChecked),
];

/// Key, name, latitude, longitude and region.
const PLACES: [(&str, &str, f64, f64, Option<&str>); 17] = [
    ("almaty", "Almaty", 43.25249, 76.9115, None),
    ("shanyrak", "Schangyrak (Siedlung in Almaty)", 43.25249, 76.9115, None),
    ("astana", "Nur-Sultan (heute Astana)", 51.1801, 71.44598, None),
    ("shymkent", "Schymkent", 42.30988, 69.60042, None),
    ("zhanaozen", "Schangaösen", 43.34116, 52.86192, None),
    ("aktau", "Aktau", 43.66105, 51.17392, None),
    ("mangystau_region", "Gebiet Mangystau", 44.04001, 53.46488, Some("KZ.MG")),
    ("kyzylorda", "Kysylorda", 44.85278, 65.50917, None),
    ("semey", "Semei", 50.42064, 80.25025, None),
    ("taiynsha", "Taiynscha", 53.84665, 69.75987, None),
    ("turkistan_region", "Gebiet Türkistan", 43.27188, 68.47668, Some("KZ.SK")),
    ("karaganda", "Karaganda", 49.80187, 73.10211, None),
    ("zhezkazgan", "Schesqasghan", 47.79411, 67.70628, None),
    ("aktobe", "Aqtöbe (Aktobe)", 50.27969, 57.20718, None),
    ("oral", "Oral (Uralsk)", 51.24601, 51.42558, None),
    ("kokshetau", "Kökschetau", 53.28414, 69.39364, None),
    ("kostanay", "Qostanai (Kostanai)", 53.21435, 63.62463, None),
];

fn place(key: &str) -> Place {
    let known = PLACES.iter().find(|known| known.0 == key).unwrap_or_else(|| panic!("no place {key}"));
    let (key, label, latitude, longitude, region) = *known;
    Place { key: key.to_owned(), label: label.to_owned(), latitude, longitude, region: region.map(str::to_owned) }
}

fn figure(name: &str, entries: &[Entry]) -> Figure {
    let datum = |entry: &Entry| Datum {
        key: entry.0.to_owned(),
        label: entry.1.to_owned(),
        value: None,
        text: String::new(),
        part_of: None,
        origin: Origin::Stated(Statement { id: Some(entry.0.to_owned()), quotation: None, source: None }),
        status: entry.3,
        span: None,
        place: Some(place(entry.2)),
        lanes: Vec::new(),
    };
    Figure {
        name: name.to_owned(),
        kinds: vec![Kind::Bars],
        title: String::new(),
        subtitle: None,
        note: None,
        category: String::new(),
        measure: String::new(),
        whole: None,
        data: entries.iter().map(datum).collect(),
        sources: Vec::new(),
        lanes: Vec::new(),
    }
}

fn strikes() -> Figure {
    figure("strikes", &STRIKES)
}

fn january() -> Figure {
    figure("january", &JANUARY)
}

/// Everything at once, five of it at one place and two places at one point.
fn crowded() -> Figure {
    let mut entries = [STRIKES.as_slice(), &JANUARY].concat();
    for key in ["X1", "X2", "X3", "X4"] {
        entries.push((key, "Noch eine Kundgebung", "almaty", NotChecked));
    }
    entries.push(("E05", "Zusammenstöße", "shanyrak", Partly));
    figure("crowded", &entries)
}

fn geometry() -> Geometry {
    let bytes = std::fs::read(folder("tests/fixtures/regions.topo.json")).expect("the geometry");
    Geometry::read("regions.topo.json", &bytes).expect("a readable geometry")
}

fn laid_out(figure: &Figure, css_width: f64, ratio: f64) -> Scene {
    map::layout(figure, &geometry(), &Frame::new(css_width * ratio, ratio, &Ruler))
}
