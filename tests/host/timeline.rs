//! Timelines: goldens, what holds at every size, ticks and glyphs.

use crate::common::{self, Ruler};
use article_figures::figure::{Datum, DatumId, Edge, Figure, Lanes, Span, Status};
use article_figures::hit::{self, Step};
use article_figures::package::{Date, Kind};
use article_figures::scene::timeline::tick_days;
use article_figures::scene::{Frame, Mark, Point, Rect, Scene, Shape, layout, push_glyph};
use article_figures::state::State;
use article_figures::theme::{Ink, Sizes, Theme};
use proptest::prelude::*;

use Edge::{Fuzzy, Open, Sharp};
use Status::{Confirmed, Deviates, NotChecked, NotFound, Partly};

const STATUSES: [Status; 5] = [Confirmed, Partly, Deviates, NotFound, NotChecked];

/// Key, label, begin, end, their edges, date in words, status, lane.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, (Edge, Edge), &'a str, Status, usize);

fn span(begin: f64, end: f64, (begin_edge, end_edge): (Edge, Edge), text: &str) -> Span {
    Span { begin, end, begin_edge, end_edge, text: text.to_owned() }
}

fn datum(key: &str, label: &str, span: Span, status: Status, lane: usize) -> Datum {
    let (key, label, span) = (key.to_owned(), label.to_owned(), Some(span));
    Datum { key, label, span, status, lanes: vec![lane], ..Datum::default() }
}

fn figure(name: &str, labels: &[&str], data: Vec<Datum>) -> Figure {
    let labels: Vec<_> = labels.iter().map(|label| (*label).to_owned()).collect();
    let lanes = vec![Lanes { field: "lane".to_owned(), title: String::new(), keys: labels.clone(), labels }];
    let formats = crate::common::locale("de").formats;
    Figure { name: name.to_owned(), kinds: vec![Kind::Timeline], data, lanes, formats, ..Figure::default() }
}

fn from_rows(name: &str, labels: &[&str], rows: &[Row]) -> Figure {
    let date = |text: &str| Date::parse(text).expect("a date");
    let row = |(key, label, begin, end, edges, text, status, lane): &Row| {
        let span = span(date(begin).begin(), date(end).end(), *edges, text);
        datum(key, label, span, *status, *lane)
    };
    figure(name, labels, rows.iter().map(row).collect())
}

/// The article's, and one whose lanes have no names.
fn figures() -> [Figure; 3] {
    let mut plain = crate::common::figure("strikes", "de");
    plain.lanes.clear();
    [crate::common::figure("strikes", "de"), crate::common::figure("chronology", "de"), plain]
}

fn laid_out(figure: &Figure, css_width: f64, ratio: f64) -> Scene {
    layout(figure, &State::default(), &Frame::new(css_width * ratio, ratio, &Ruler))
}

/// The SVG that plotters paints of a scene.
fn painted(scene: &Scene, theme: &Theme, focus: Option<DatumId>, ratio: f64) -> String {
    common::painted(scene, theme, &Sizes::at(ratio), |painter| {
        let ground = plotters::style::RGBColor(theme.ground[0], theme.ground[1], theme.ground[2]);
        painter.area.fill(&ground).expect("a ground");
        match focus {
            Some(datum) => painter.focus(scene, datum),
            None => painter.scene(scene),
        }
        .expect("painted");
    })
}

#[track_caller]
fn check(figure: &Figure, width: f64, ratio: f64) {
    let scene = laid_out(figure, width, ratio);
    let place = format!("{} with {} lanes at {width} px × {ratio}", figure.name, figure.lanes.len());
    for mark in &scene.marks {
        let bounds = mark.shape.bounds().grown(-1.0);
        assert!(bounds.within(&scene.bounds()) == bounds, "{place}: {mark:?} leaves {}×{}", scene.width, scene.height);
        if let Shape::Rect(rect) = mark.shape
            && mark.ink != Ink::Reach
        {
            let whole = [rect.left, rect.top, rect.right, rect.bottom].iter().all(|edge| edge.fract() == 0.0);
            assert!(whole, "{place}: {rect:?} would be blurred");
        }
    }
    check_apart(&scene, &place);
    check_reach(figure, &scene, ratio, &place);
}

/// No text touches another one, nor the marks of another datum; no two data share a glyph's place.
#[track_caller]
fn check_apart(scene: &Scene, place: &str) {
    let is_text = |mark: &Mark| matches!(mark.shape, Shape::Text(_));
    let shown: Vec<_> = scene.marks.iter().filter(|mark| is_text(mark) || mark.is_body()).collect();
    for (index, one) in shown.iter().enumerate() {
        for other in &shown[index + 1..] {
            let same = one.datum == other.datum && one.datum.is_some() && !(is_text(one) && is_text(other));
            let bodies_of_one = same && !is_text(one) && !is_text(other);
            let apart = !one.shape.bounds().overlaps(&other.shape.bounds());
            assert!(bodies_of_one || apart, "{place}: {one:?} collides with {other:?}");
        }
    }
}

/// Every datum answers a point within its own marks and is as high as a finger needs; the arrow keys meet each once.
#[track_caller]
fn check_reach(figure: &Figure, scene: &Scene, ratio: f64, place: &str) {
    let (mut from, mut met) = (None, Vec::new());
    while met.last() != hit::step(scene, from, Step::Next).as_ref() {
        from = hit::step(scene, from, Step::Next);
        met.extend(from);
    }
    let expected: Vec<_> = (0..figure.data.len()).map(DatumId).collect();
    met.sort();
    assert_eq!(met, expected, "{place}");
    for id in expected {
        let bounds = scene.place_of(id).expect("marks");
        assert_eq!(hit::at(scene, bounds.middle(), 0.0), Some(id), "{place}: {id:?}");
        let reach = scene.marks_of(id).find(|mark| mark.ink == Ink::Reach).expect("a reach").shape.bounds();
        assert!(reach.height() >= (24.0 * ratio).floor(), "{place}: {id:?} has {reach:?}");
    }
}

#[test]
fn entries_stay_apart_and_inside_at_every_size() {
    for figure in figures() {
        for width in (280..=1600).step_by(20) {
            for ratio in [1.0, 1.25, 2.0, 3.0] {
                check(&figure, f64::from(width), ratio);
            }
        }
    }
}

fn any_edge() -> impl Strategy<Value = Edge> {
    prop::sample::select(vec![Sharp, Fuzzy, Open])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_spans_at_any_size(
        rows in proptest::collection::vec(
            ("[A-Za-zäöü]{1,12}( [a-zäöü]{1,30}){0,6}", -9000..20000_i32, 1..4000_i32, (any_edge(), any_edge()), 0..5_usize, 0..4_usize),
            1..14,
        ),
        months in any::<bool>(),
        names in prop::sample::select(vec![vec!["A", "B", "C"], vec!["Ein langer Name ohne Ende und ohne Sinn", "B b", "C c"]]),
        width in 280.0..1600.0_f64,
        ratio in prop::sample::select(vec![1.0, 1.25, 1.5, 2.0, 3.0]),
    ) {
        let scale = if months { 200.0 } else { 1.0 };
        let data = rows.iter().enumerate().map(|(key, (label, begin, days, edges, status, lane))| {
            let (begin, days) = ((f64::from(*begin) / scale).floor(), (f64::from(*days) / scale).ceil());
            datum(&key.to_string(), label, span(begin, begin + days, *edges, "irgendwann"), STATUSES[*status], *lane)
        });
        check(&figure("any", &names, data.collect()), width.round(), ratio);
    }
}

/// The height of the axis' text in CSS px.
const TEXT: f64 = 12.0;

#[test]
fn few_round_ticks() {
    for (begin, end, width, expected) in [
        ("2021-09", "2021-12", 320.0, "2021-9 2021-10 2021-11 2021-12"),
        ("2021-09", "2021-12", 240.0, "2021-10"),
        ("2021-09-30", "2021-12-30", 320.0, "2021-10 2021-11 2021-12"),
        ("2021-09-05", "2021-12-30", 800.0, "2021-9 2021-10 2021-11 2021-12"),
        ("2021-11-10", "2022-02-03", 240.0, "2021-12 2022-1 2022-2"),
        ("1989", "2022-01", 360.0, "1990 1995 2000 2005 2010 2015 2020"),
        ("1989", "2022-01", 240.0, "1990 2000 2010 2020"),
        ("1989", "2022-01", 800.0, "1990 1995 2000 2005 2010 2015 2020"),
        ("1920", "2022", 320.0, "1920 1940 1960 1980 2000 2020"),
        ("1180", "1991", 360.0, "1200 1400 1600 1800"),
        ("1960-05-08", "1961-02-28", 320.0, "1960-7 1960-10 1961-1"),
        ("2021-10-22", "2021-10-22", 320.0, ""),
    ] {
        let day = |text| Date::parse(text).expect("a date");
        let ticks = tick_days(day(begin).begin(), day(end).end(), width / TEXT);
        let name = |year: i32, month: Option<u32>| month.map_or(year.to_string(), |month| format!("{year}-{month}"));
        let names: Vec<_> = ticks.iter().map(|tick| name(tick.year, tick.month)).collect();
        assert_eq!(names.join(" "), expected, "{begin} to {end} at {width}");
    }
    for (begin, end) in [(0.0, 0.0), (1.0, 0.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (-2e6, 2e6)] {
        assert!(tick_days(begin, end, 360.0 / TEXT).is_empty(), "{begin} {end}");
    }
}

#[test]
fn statuses_are_told_by_shape() {
    let sizes = Sizes::at(1.0);
    let shapes = STATUSES.map(|status| {
        let mut marks = Vec::new();
        push_glyph(status, Point { x: 20.4, y: 20.0 }, 6.0, &sizes, Some(DatumId(3)), &mut marks);
        let last = marks.last().expect("a mark").shape.bounds();
        let mut shapes = String::new();
        for mark in marks.iter().filter(|mark| mark.is_body()) {
            assert_eq!(
                mark.shape.bounds().within(&last),
                mark.shape.bounds(),
                "{status:?}: the ring goes around the last"
            );
            shapes += match &mark.shape {
                Shape::Dot { .. } => "dot ",
                Shape::Ring { .. } => "ring ",
                Shape::Polygon(_) => "area ",
                _ => "? ",
            };
        }
        format!("{shapes}{} {:?}", last.width(), marks.last().expect("a mark").ink)
    });
    assert_eq!(shapes, ["dot 12 Series", "area ring 12 Series", "area 14 Series", "ring 12 Series", "dot 8 Axis"]);
}

/// What shows how well the ends of the one entry of a figure are known.
fn ends(begin: &str, end: &str, edges: (Edge, Edge), width: f64) -> String {
    let rows = [
        ("a", "A", begin, end, edges, "", Confirmed, 0),
        ("b", "B", "2021-01-01", "2021-12-31", (Sharp, Sharp), "", Confirmed, 0),
    ];
    let scene = laid_out(&from_rows("ends", &["L"], &rows), width, 1.0);
    let mut shown = String::new();
    for mark in scene.marks_of(DatumId(0)) {
        shown += match (&mark.shape, mark.ink) {
            (Shape::Rect(rect), Ink::Series) if (rect.width(), rect.height()) == (4.0, 16.0) => "stroke",
            (Shape::Rect(rect), Ink::Series) if rect.width().min(rect.height()) < 4.0 => "shaft ",
            (Shape::Rect(rect), Ink::Series) if rect.height() == 8.0 => "bar ",
            (Shape::Rect(rect), Ink::SoftSeries) if rect.height() == 4.0 => "pale ",
            (Shape::Rect(rect), Ink::SoftSeries) if rect.height() == 8.0 => "pale bar",
            (Shape::Polygon(_), Ink::Series) => "head ",
            (Shape::Dot { .. }, Ink::Series) => "glyph",
            _ => "",
        };
    }
    shown
}

#[test]
fn ends_show_how_well_they_are_known() {
    for (begin, end, edges, expected) in [
        ("2021-05-01", "2021-05-01", (Sharp, Sharp), "stroke"),
        ("2021-05-01", "2021-05-01", (Sharp, Open), "shaft head stroke"),
        ("2021-05-01", "2021-06-30", (Sharp, Sharp), "bar "),
        ("2021-05", "2021-05", (Fuzzy, Fuzzy), "pale bar"),
        ("2021-05", "2021-08-15", (Fuzzy, Sharp), "pale bar "),
        ("2021-05-01", "2021-08", (Sharp, Fuzzy), "bar pale "),
        ("2019", "2021", (Fuzzy, Fuzzy), "pale bar pale "),
        ("2021-05-01", "2021-08-15", (Open, Open), "bar shaft head shaft head "),
    ] {
        // A list has no lengths of time.
        for (width, expected) in [(320.0, "glyph"), (1000.0, expected)] {
            assert_eq!(ends(begin, end, edges, width), expected, "{begin} to {end} {edges:?} at {width}");
        }
    }
}

/// The texts of an entry: at the left edge its label, else its date.
fn texts(scene: &Scene, id: DatumId) -> (String, Vec<Rect>, Option<Rect>) {
    let (mut label, mut lines, mut date) = (String::new(), Vec::new(), None);
    for mark in scene.marks_of(id) {
        match &mark.shape {
            Shape::Text(text) if text.at.x == 0.0 => {
                label += &text.text;
                lines.push(text.bounds());
            }
            Shape::Text(text) => date = Some(text.bounds()),
            _ => {}
        }
    }
    (label, lines, date)
}

#[test]
fn a_wide_timeline_is_a_table() {
    for figure in figures() {
        for width in (480..=1600).step_by(20) {
            let (width, place) = (f64::from(width), format!("{} at {width}", figure.name));
            let scene = laid_out(&figure, width, 1.0);
            let mut rows: Vec<Rect> = Vec::new();
            for (index, datum) in figure.data.iter().enumerate() {
                let id = DatumId(index);
                let (label, lines, date) = texts(&scene, id);
                let letters = |text: &str| text.split_whitespace().collect::<String>();
                assert_eq!(letters(&label), letters(&datum.label), "{place}: a label is cut");
                let row = scene.marks_of(id).find(|mark| mark.ink == Ink::Reach).expect("a row").shape.bounds();
                assert_eq!((row.left, row.right), (0.0, width), "{place}");
                assert!(rows.iter().all(|other| !other.overlaps(&row)), "{place}: {label} shares its row");
                rows.push(row);
                let body = scene.place_of(id).expect("a mark");
                for line in &lines {
                    assert!(line.right <= 0.45 * width + 1.0 && line.right < body.left, "{place}: {line:?} {body:?}");
                }
                let middle = row.middle().y.round();
                let on_middle = |bounds: Rect| (bounds.middle().y - middle).abs() <= 0.5;
                let date = date.expect("a date");
                // Both on the middle, or the date above its mark.
                let is_beside = on_middle(body) && on_middle(date);
                let is_above = date.bottom <= body.top && date.top >= row.top && body.bottom <= row.bottom;
                assert!(is_beside || is_above, "{place}: {label} {date:?} {body:?} in {row:?}");
                let status = scene.marks_of(id).find(|mark| mark.ink == Ink::Status).map(|mark| mark.shape.bounds());
                if let Some(status) = status {
                    assert!(date.right + 8.0 <= status.left, "{place}: {label} {date:?} {status:?}");
                }
            }
        }
    }
}

#[test]
fn dates_are_beside_their_marks_or_above_where_there_is_no_room() {
    let rows = [
        ("a", "First", "2021-01-01", "2021-01-01", (Sharp, Sharp), "1 January", Confirmed, 0),
        ("b", "Last", "2021-12-31", "2021-12-31", (Sharp, Sharp), "31 December", Partly, 0),
        ("c", "All", "2021-01-01", "2021-12-31", (Sharp, Sharp), "all the year", Confirmed, 0),
    ];
    let scene = laid_out(&from_rows("dates", &["L"], &rows), 720.0, 1.0);
    let side = |id| {
        let mark = scene.place_of(DatumId(id)).expect("a mark");
        let date = texts(&scene, DatumId(id)).2.expect("a date");
        match () {
            () if date.left > mark.right => "right",
            () if date.right < mark.left => "left",
            () if date.bottom <= mark.top => "above",
            () => "on it",
        }
    };
    assert_eq!([side(0), side(1), side(2)], ["right", "left", "above"]);
}

#[test]
fn high_timelines_have_their_axis_above_as_well() {
    let [strikes, chronology, _] = figures();
    for (figure, name, count) in [(strikes, "Oktober", 1), (chronology, "2010", 2)] {
        let scene = laid_out(&figure, 720.0, 1.0);
        let named = |mark: &&Mark| matches!(&mark.shape, Shape::Text(text) if text.text == name);
        assert_eq!(scene.marks.iter().filter(named).count(), count, "{}", figure.name);
    }
}

#[test]
fn a_list_has_a_rail_between_its_marks() {
    for figure in figures() {
        let scene = laid_out(&figure, 358.0, 1.0);
        let rails: Vec<_> =
            scene.marks.iter().filter(|mark| mark.ink == Ink::Grid).map(|mark| mark.shape.bounds()).collect();
        assert_eq!(rails.len(), figure.data.len() - 1, "{}", figure.name);
        let mut marks: Vec<_> = scene.bodies().into_iter().flatten().collect();
        marks.sort_by(|one, other| one.top.total_cmp(&other.top));
        for (rail, ends) in rails.iter().zip(marks.windows(2)) {
            assert_eq!(rail.middle().x, ends[0].middle().x, "{}", figure.name);
            assert!(rail.top > ends[0].bottom && rail.bottom < ends[1].top, "{}: {rail:?} {ends:?}", figure.name);
            assert!(rail.height() > 12.0, "{}: {rail:?}", figure.name);
        }
    }
}

#[test]
fn nothing_dated_is_nothing_drawn() {
    let mut figure = figure("none", &["L"], vec![datum("a", "A", span(0.0, 1.0, (Sharp, Sharp), ""), Confirmed, 0)]);
    figure.data[0].span = None;
    assert_eq!(laid_out(&figure, 720.0, 1.0).marks, []);
}

#[test]
fn a_datum_has_one_ring_in_focus() {
    let [strikes, ..] = figures();
    let scene = laid_out(&strikes, 720.0, 1.0);
    let plain = |id| scene.marks_of(DatumId(id)).cloned().collect::<Vec<_>>();
    for (id, rects, circles) in [(1, 4, 0), (2, 4, 0), (0, 4, 0)] {
        let alone = Scene { marks: plain(id), ..scene.clone() };
        let (with, without) =
            (painted(&scene, &Theme::LIGHT, Some(DatumId(id)), 1.0), painted(&alone, &Theme::LIGHT, None, 1.0));
        let more = |tag| with.matches(tag).count() - without.matches(tag).count();
        assert_eq!((more("<rect"), more("<circle")), (rects, circles), "{id}");
    }
}
