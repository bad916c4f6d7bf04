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
    let known = PLACES.iter().find(|known| known.0 == key).expect("a place of the list");
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

/// One line a mark: what, where, in which ink, for which datum.
fn listing(scene: &Scene, figure: &Figure) -> String {
    let mut lines = vec![format!("{}×{}", scene.width, scene.height)];
    let mut land = 0;
    for mark in &scene.marks {
        let shape = match &mark.shape {
            Shape::Polygon(_) | Shape::Path { .. } if mark.datum.is_none() => {
                land += 1;
                continue;
            }
            Shape::Polygon(points) | Shape::Path { points, .. } => {
                let bounds = mark.shape.bounds();
                let kind = if matches!(mark.shape, Shape::Path { .. }) { "path" } else { "area" };
                format!("{kind} {} corners, {}×{}", points.len(), bounds.width(), bounds.height())
            }
            Shape::Rect(rect) => format!("rect {} {} {}×{}", rect.left, rect.top, rect.width(), rect.height()),
            Shape::Dot { centre, radius } => format!("dot  {} {} r {radius}", centre.x, centre.y),
            Shape::Ring { centre, radius, .. } => format!("ring {} {} r {radius}", centre.x, centre.y),
            Shape::Line { from, to, .. } => format!("line {:.1} {:.1} → {:.1} {:.1}", from.x, from.y, to.x, to.y),
            Shape::Text(text) => format!("text {} {} {:?} {}", text.at.x, text.at.y, text.align, text.text),
        };
        let datum = mark.datum.and_then(|id| figure.datum(id)).map_or("", |datum| &datum.key);
        lines.push(format!("{shape:<64} {:<9} {datum}", format!("{:?}", mark.ink)).trim_end().to_owned());
    }
    lines.insert(1, format!("{land} areas and borders of the land"));
    lines.join("\n")
}

#[test]
fn goldens() {
    for figure in [strikes(), january()] {
        for width in [320.0, 720.0] {
            let scene = laid_out(&figure, width, 1.0);
            insta::assert_snapshot!(format!("{} {width}", figure.name), listing(&scene, &figure));
        }
    }
}

#[track_caller]
fn check(figure: &Figure, width: f64, ratio: f64) {
    let scene = laid_out(figure, width, ratio);
    let place = format!("{} at {width} px × {ratio}", figure.name);
    let sizes = Frame::new(width * ratio, ratio, &Ruler).sizes;
    for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Reach) {
        let bounds = mark.shape.bounds();
        let inside = bounds.grown(-1.0).within(&scene.bounds()) == bounds.grown(-1.0);
        assert!(inside, "{place}: {mark:?} leaves {}×{}", scene.width, scene.height);
    }
    let texts: Vec<_> = scene.marks.iter().filter(|mark| matches!(mark.shape, Shape::Text(_))).collect();
    for (index, one) in texts.iter().enumerate() {
        for other in &texts[index + 1..] {
            assert!(!one.shape.bounds().overlaps(&other.shape.bounds()), "{place}: {one:?} collides with {other:?}");
        }
        for glyph in scene.marks.iter().filter(|mark| mark.is_body()) {
            assert!(!one.shape.bounds().overlaps(&glyph.shape.bounds()), "{place}: {one:?} lies on {glyph:?}");
        }
    }
    for (id, datum) in figure.entries() {
        let shown = scene.place_of(id).expect("a glyph");
        assert_eq!(hit::at(&scene, shown.middle(), 0.0), Some(id), "{place}: {}", datum.key);
        // A finger's width of room, and a word about it.
        let reach = scene.marks_of(id).find(|mark| mark.ink == Ink::Reach).expect("a reach").shape.bounds();
        assert!(reach.width() >= 2.0 * sizes.reach && reach.height() >= 2.0 * sizes.reach, "{place}: {}", datum.key);
        let label = &datum.place.as_ref().expect("a place").label;
        let named = texts.iter().filter(|mark| matches!(&mark.shape, Shape::Text(text) if text.text == *label)).count();
        assert!(named >= 1, "{place}: {label} is not named");
    }
    check_ways(figure, &scene, &place);
}

/// The arrow keys come to every datum: in the order of the data, and across the map.
#[track_caller]
fn check_ways(figure: &Figure, scene: &Scene, place: &str) {
    let everything: Vec<_> = (0..figure.data.len()).map(DatumId).collect();
    let mut met = vec![hit::step(scene, None, Step::First).expect("a first")];
    while let Some(next) = hit::step(scene, met.last().copied(), Step::Next).filter(|next| met.last() != Some(next)) {
        met.push(next);
    }
    assert_eq!(met, everything, "{place}");
    let mut named: Vec<DatumId> = Vec::new();
    for id in scene.marks.iter().filter_map(|mark| mark.datum) {
        if !named.contains(&id) {
            named.push(id);
        }
    }
    assert_eq!(named, everything, "{place}: the scene names them in this order, too");
    let mut reached = vec![hit::toward(scene, None, Direction::Right).expect("a first")];
    let mut next = 0;
    while next < reached.len() {
        for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
            let to = hit::toward(scene, Some(reached[next]), direction).expect("it stays at least");
            if !reached.contains(&to) {
                reached.push(to);
            }
        }
        next += 1;
    }
    reached.sort();
    assert_eq!(reached, everything, "{place}: across the map");
}

#[test]
fn names_stay_apart_and_inside_at_every_size() {
    for figure in [strikes(), january(), crowded()] {
        for width in (280..=1600).step_by(40) {
            for ratio in [1.0, 1.25, 2.0, 3.0] {
                check(&figure, f64::from(width), ratio);
            }
        }
    }
}

#[test]
fn narrow_maps_have_numbers_and_wide_ones_names() {
    let texts = |figure: &Figure, width| {
        let scene = laid_out(figure, width, 1.0);
        let texts = scene.marks.into_iter().filter_map(|mark| match mark.shape {
            Shape::Text(text) => Some(text.text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    // At the place and in the list.
    for width in [280.0, 300.0, 320.0, 360.0, 400.0, 440.0, 479.0] {
        for (figure, places) in [(strikes(), 10), (january(), 10), (crowded(), 17)] {
            let narrow = texts(&figure, width);
            for number in 1..=places {
                let count = narrow.iter().filter(|text| **text == number.to_string()).count();
                assert_eq!(count, 2, "{} at {width}: {number}", figure.name);
            }
        }
    }
    let narrow = texts(&january(), 320.0);
    assert_eq!(narrow.iter().filter(|text| *text == "Schymkent").count(), 1, "once for two entries");
    assert!(narrow.contains(&"Lastwagenfahrer".to_owned()), "{narrow:?}");
    for figure in [strikes(), january()] {
        for width in [600.0, 720.0, 1200.0] {
            let wide = texts(&figure, width);
            assert!(!wide.contains(&"1".to_owned()), "{} {width}: {wide:?}", figure.name);
        }
    }
}

#[test]
fn a_list_line_is_its_datum() {
    let figure = january();
    let scene = laid_out(&figure, 320.0, 1.0);
    let line = |text: &str| {
        let mark = scene.marks.iter().rev().find(|mark| matches!(&mark.shape, Shape::Text(it) if it.text == text));
        mark.expect("a line").shape.bounds().middle()
    };
    let key = |point| hit::at(&scene, point, 0.0).and_then(|id| figure.datum(id)).map(|datum| datum.key.as_str());
    assert_eq!(key(line("Schymkent")), Some("J06"));
    assert_eq!(key(line("Lastwagenfahrer")), Some("J09"));
    assert_eq!(key(Point { x: 310.0, ..line("Lastwagenfahrer") }), Some("J09"), "the whole line");
}

#[test]
fn a_region_is_hit_on_its_ground_and_towns_on_it_win() {
    let figure = strikes();
    let scene = laid_out(&figure, 720.0, 1.0);
    let geometry = geometry();
    let of = |key: &str| figure.data.iter().position(|datum| datum.key == key).map(DatumId).expect("a datum");
    let area = |mark: &&Mark| mark.ink == Ink::Tint && mark.datum == Some(of("T08"));
    let ground = scene.marks.iter().find(area).expect("the region's ground").shape.bounds();
    let far = Point { x: ground.right - 20.0, y: ground.top + 30.0 };
    assert_eq!(hit::at(&scene, far, 0.0), Some(of("T08")));
    let town = scene.place_of(of("T03")).expect("a town").middle();
    assert_eq!(hit::at(&scene, Point { x: town.x, y: town.y + 11.0 }, 0.0), Some(of("T03")));
    assert_eq!(geometry.regions.len(), 15);
}

#[test]
fn an_arrow_leads_to_the_nearest_in_its_direction() {
    let figure = strikes();
    let scene = laid_out(&figure, 720.0, 1.0);
    let of = |key: &str| figure.data.iter().position(|datum| datum.key == key).map(DatumId);
    for (from, direction, to) in [
        ("T04a", Direction::Right, "T06"),
        ("T04a", Direction::Up, "T01"),
        ("T01", Direction::Down, "T04a"),
        ("T01", Direction::Up, "T01"),
        ("T07", Direction::Right, "T03"),
        ("T07", Direction::Left, "T07"),
        ("T09", Direction::Right, "T05"),
        ("T06", Direction::Down, "T04b"),
        ("T02", Direction::Up, "T05"),
    ] {
        assert_eq!(hit::toward(&scene, of(from), direction), of(to), "{from} {direction:?}");
    }
    assert_eq!(hit::toward(&scene, None, Direction::Up), Some(DatumId(0)));
}

#[test]
fn odd_places_and_geometries_are_drawn_as_well() {
    let square = br#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,9],[0,9],[0,0]]]}"#;
    let line = br#"{"type":"Polygon","coordinates":[[[5,5],[5,5],[5,5],[5,5]]]}"#;
    for bytes in [square.as_slice(), line] {
        let geometry = Geometry::read("odd.json", bytes).expect("a geometry");
        let mut figure = strikes();
        figure.data.truncate(2);
        for width in [1.0, 300.0, 900.0] {
            let scene = map::layout(&figure, &geometry, &Frame::new(width, 1.0, &Ruler));
            assert!(scene.height.is_finite() && scene.height < 1100.0, "{}", scene.height);
            for mark in &scene.marks {
                let bounds = mark.shape.bounds();
                assert!([bounds.left, bounds.top, bounds.right, bounds.bottom].iter().all(|edge| edge.is_finite()));
            }
        }
    }
}
