//! Numbers in time: windows, keys, what is drawn of many points, and what is said of them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::common::locale;
use crate::common::sound::laid_out;
use article_figures::figure::Figure;
use article_figures::figure::lines::{Line, ZOOM};
use article_figures::hit;
use article_figures::locale::{Formats, Pattern};
use article_figures::package::{Descriptor, Kind, Package};
use article_figures::scene::{Mark, Scene, Shape};
use article_figures::state::State;
use article_figures::theme::Ink;
use article_figures::wire;
use proptest::collection::vec;
use proptest::prelude::*;

/// A figure of lines from a table with the columns `time`, `name` and one or more of numbers.
fn lines(table: &str) -> Figure {
    lines_in(table, "en")
}

fn lines_in(table: &str, language: &str) -> Figure {
    let head = table.lines().next().expect("a header");
    let columns: Vec<_> = head.split(',').collect();
    let kind = |name: &str| match name {
        "time" => "datetime",
        "name" => "string",
        _ => "number",
    };
    let fields: Vec<_> =
        columns.iter().map(|name| format!(r#"{{"name":"{name}","type":"{}","format":"any"}}"#, kind(name))).collect();
    let values: Vec<_> =
        columns.iter().filter(|name| kind(name) == "number").map(|name| format!("\"{name}\"")).collect();
    let split = if columns.contains(&"name") { r#","split":"name""# } else { "" };
    let descriptor = format!(
        r#"{{"title":"Lines","languages":["{language}"],"resources":[{{"name":"values","path":"values.csv","schema":{{"fields":[{}]}}}}],
        "views":[{{"name":"lines","title":"Lines","resources":["values"],"specType":"simple",
        "spec":{{"type":"line","group":"time","series":[{}]}},"_figure":{{"kinds":["line"]{split}}}}}]}}"#,
        fields
            .join(",")
            .replace(r#""type":"number","format":"any""#, r#""type":"number""#)
            .replace(r#""type":"string","format":"any""#, r#""type":"string""#),
        values.join(",")
    );
    let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON"));
    package.add("values", Ok(table.as_bytes().to_vec()));
    assert_eq!(package.problems(), []);
    Figure::new(&package, "lines", &locale(language)).expect("a figure")
}

/// A table with a row for each time and value; `None` is an empty cell.
fn table(rows: impl Iterator<Item = (f64, Option<f64>)>) -> String {
    let row = |(time, value): (f64, Option<f64>)| {
        format!("{},{}\n", moment(time), value.map(|value| value.to_string()).unwrap_or_default())
    };
    ["time,value\n".to_owned()].into_iter().chain(rows.map(row)).collect()
}

fn moment(days: f64) -> String {
    article_figures::package::moment(days)
}

fn zoomed(mut figure: Figure, zoom: &str) -> Figure {
    figure.show_window(&State::parse(&format!("{ZOOM}={zoom}")), &locale("en"));
    figure
}

fn texts(scene: &Scene) -> Vec<String> {
    let text = |shape: &Shape| if let Shape::Text(text) = shape { Some(text.text.clone()) } else { None };
    scene.marks.iter().filter_map(|mark| text(&mark.shape)).collect()
}

/// What is drawn of the first line: its paths and its lone points.
fn drawn(scene: &Scene) -> Vec<&Shape> {
    let marks = scene.marks.iter().filter(|mark| mark.ink == Ink::Line(0));
    marks.map(|mark| &mark.shape).filter(|shape| !matches!(shape, Shape::Line { .. })).collect()
}

#[test]
fn several_lines_are_not_called_by_the_first() {
    for (table, expected) in
        [("time,a\n2020,1\n2021,2\n2022,3\n", Some("A")), ("time,a,b\n2020,1,5\n2021,2,6\n2022,3,7\n", None)]
    {
        assert_eq!(lines(table).subtitle.as_deref(), expected, "{table}");
    }
}

#[test]
fn a_state_holds_the_key_of_every_point() {
    for (names, expected) in [
        ("Centre", "Centre-2024-01-01"),
        ("S&P 500", "S-P-500-2024-01-01"),
        ("R&D|R+D", "R-D-2024-01-01 R-D-2-2024-01-01"),
        ("Korea. Rep.=#", "Korea.-Rep.-2024-01-01"),
        ("&", "line-2024-01-01"),
        ("Қазақстан", "Қазақстан-2024-01-01"),
    ] {
        let rows: String = names.split('|').map(|name| format!("2024-01-01,{name},1\n")).collect();
        let figure = lines(&format!("time,name,value\n{rows}"));
        let keys: Vec<_> = figure.data.iter().map(|datum| &*datum.key).collect();
        assert_eq!(keys.join(" "), expected);
        for (id, datum) in figure.entries() {
            let mut state = State::default();
            state.set("select", &datum.key);
            assert_eq!(figure.selected(&State::parse(&state.query())), [id], "{}", datum.key);
        }
    }
}

#[test]
fn a_window_shows_values_or_everything() {
    // Each week a value, and none in March.
    let weekly =
        table((0..52).map(|week| (19_723.0 + 7.0 * f64::from(week), (!(9..13).contains(&week)).then_some(1.0))));
    let seconds = table((0..7200).map(|second| (19_723.0 + f64::from(second) / 86_400.0, Some(1.0))));
    let tenths = table((0..600).map(|tenth| (19_723.0 + f64::from(tenth) / 864_000.0, Some(1.0))));
    for (table, zoom, count) in [
        (&weekly, "2024-04-15,2024-04-16", 48),
        (&weekly, "2024-03-01,2024-03-30", 48),
        (&weekly, "2024-04-15,2024-04-30", 3),
        (&weekly, "2024-04-30,2024-04-15", 48),
        (&weekly, "soon", 48),
        (&seconds, "2024-01-01T00:59,2024-01-01T01:00", 61),
        (&seconds, "2024-01-01T00:59:10,2024-01-01T00:59:12.500", 3),
        (&tenths, "2024-01-01T00:00:10.100,2024-01-01T00:00:10.900", 9),
    ] {
        let figure = zoomed(lines(table), zoom);
        assert_eq!(figure.data.len().min(count + 1), count, "{zoom}");
        let keys: BTreeSet<_> = figure.data.iter().map(|datum| &datum.key).collect();
        assert_eq!(keys.len(), figure.data.len(), "{zoom}: a key for two");
    }
}

#[test]
fn points_are_dated_as_precisely_as_they_are() {
    for (times, expected) in [
        (["2000-01-01", "2001-01-01"], "2000"),
        (["2000-01-01", "2000-02-01"], "January 2000"),
        (["2000-01-01", "2000-02-02"], "1 January 2000"),
        (["2000-01-01T00:00", "2000-01-01T10:30"], "1 January 2000, 00:00"),
        (["2000-01-01T10:30:00", "2000-01-01T10:30:01"], "1 January 2000, 10:30:00"),
        (["2000-01-01T10:30:00", "2000-01-01T10:30:00.1"], "1 January 2000, 10:30:00.000"),
    ] {
        let figure = lines(&format!("time,value\n{},1\n{},2\n", times[0], times[1]));
        assert_eq!(figure.data[0].span.as_ref().map(|span| &*span.text), Some(expected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Minutes of any two dates, which are no exact parts of a day in binary.
    #[test]
    fn windows_scale_within_the_extent(
        (first, minutes) in (-500_000_000..500_000_000_i64, 1..60_000_000_i64),
        factor in prop::sample::select(vec![0.5, 2.0, 1e9]),
        (from, to, about) in (0.0..1.0_f64, 0.0..1.0_f64, -0.2..1.2_f64),
    ) {
        let time = |minute: i64| minute as f64 / 1440.0;
        let mut figure = Figure::default();
        let times: Vec<_> = (0..=10).map(|part| time(first + minutes * part / 10)).collect();
        figure.lines.push(Line { values: vec![1.0; times.len()], times, ..Default::default() });
        let (first, last) = figure.extent();
        let at = |part: f64| first + part * (last - first);
        let state = State::parse(&format!("{ZOOM}={},{}", moment(at(from.min(to))), moment(at(from.max(to)))));
        let (from, to) = figure.scaled(&state, factor, at(about));
        prop_assert!(from >= first && from < to && to <= last + 1e-6, "{from} {to} of {first} {last}");
        let (from, to) = figure.scaled(&State::default(), 2.0, at(about));
        prop_assert_eq!(figure.zoom((from, to)), Some(String::new()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of each column of pixels that a window shows whole, the least and the greatest value are drawn.
    #[test]
    fn columns_keep_their_extremes(
        seed in vec((-1000.0..1000.0_f64, 0..40_u32), 64),
        count in 5_000..50_000_usize,
        gap in 0..40_u32,
        (from, to) in (0.0..0.5_f64, 0.5..1.0_f64),
        width in 280.0..900.0_f64,
    ) {
        let value = |index: usize| {
            let ((height, _), (other, rest)) = (seed[index % 64], seed[index * 31 / 7 % 64]);
            (rest >= gap).then_some(height + other * (index as f64 / count as f64))
        };
        let time = |index: f64| 19_723.0 + index.floor() / 1440.0;
        let times = (0..count).map(|index| time(index as f64)).collect();
        let values = (0..count).map(|index| value(index).unwrap_or(f64::NAN)).collect();
        let lines = vec![Line { times, values, ..Line::default() }];
        // Without short forms, so that a step is read as it is written.
        let mut formats = Formats::of("en").expect("a language");
        for pattern in [Pattern::Compact, Pattern::Group] {
            formats.patterns.0[pattern as usize].clear();
        }
        let figure = Figure { kinds: vec![Kind::Line], lines, formats: Rc::new(formats), ..Figure::default() };
        let query = format!("{ZOOM}={},{}", moment(time(from * count as f64)), moment(time(to * count as f64)));
        let scene = laid_out(&figure, &query, width.round(), 1.0);
        let plot = scene.plot.expect("a plot");
        let (begin, end) = figure.window(&State::parse(&query));
        let px = |time: f64| plot.left + (time - begin) / (end - begin) * plot.width();
        let (mut shown, mut dots, mut values) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let drawn = drawn(&scene);
        prop_assert!(drawn.len() as f64 <= plot.width() + 2.0, "{} marks", drawn.len());
        for shape in drawn {
            match shape {
                Shape::Path { points, .. } => points.iter().for_each(|point| add(&mut shown, point.x, point.y)),
                Shape::Dot { centre, .. } => add(&mut dots, centre.x, centre.y),
                other => panic!("{other:?} is no part of a line"),
            }
        }
        let line = &figure.lines[0];
        for index in line.within((begin, end)).filter(|index| !line.values[*index].is_nan()) {
            add(&mut values, px(line.times[index]), line.values[index]);
        }
        // Two steps of the axis say where each value is.
        let rule = |mark: &Mark| match mark.shape {
            Shape::Rect(rect) if matches!(mark.ink, Ink::Grid | Ink::Axis) && rect.width() > 9.0 => Some(rect.top),
            _ => None,
        };
        let rules: Vec<_> = scene.marks.iter().filter_map(rule).collect();
        let steps: Vec<f64> = texts(&scene).iter().take(rules.len()).map(|text| text.replace('−', "-").parse().expect("a number")).collect();
        let (first, last) = (0, rules.len() - 1);
        let y = |value: f64| rules[first] + (value - steps[first]) / (steps[last] - steps[first]) * (rules[last] - rules[first]);
        for (column, (least, most)) in values {
            if column as f64 <= plot.left || column as f64 + 1.0 >= plot.right {
                continue;
            }
            // A dot stands for what lies within a px of it.
            let nearby = [column, column - 1].into_iter().find_map(|column| dots.get(&column));
            let Some(found) = shown.get(&column).or(nearby) else { panic!("nothing is drawn at {column}") };
            let apart = (found.0 - y(most)).abs().max((found.1 - y(least)).abs());
            prop_assert!(apart < 1.5, "{column}: {found:?}, not {:?}", (y(most), y(least)));
        }
    }
}

/// Widens a column of pixels by what lies in it.
fn add(columns: &mut BTreeMap<i64, (f64, f64)>, x: f64, y: f64) {
    let (least, most) = columns.entry(x.floor() as i64).or_insert((y, y));
    (*least, *most) = (least.min(y), most.max(y));
}

#[test]
fn what_is_shorter_than_a_pixel_is_seen() {
    let day = 1.0 / 1440.0;
    // Two equal values, then nothing, again and again; a value in every second row; one value in a long gap.
    let pairs = table(
        (0..100_000).map(|row| (19_723.0 + f64::from(row) * day, (row % 3 < 2).then_some(f64::from(row / 3 % 7)))),
    );
    let second = table((0..100_000).map(|row| (19_723.0 + f64::from(row) * day, (row % 2 == 0).then_some(1.0))));
    let lone = table((0..1000).map(|row| (19_723.0 + f64::from(row), (row < 400 || row == 700).then_some(1.0))));
    for (table, paths, dots) in [(pairs, 1, 0), (second, 1, 0), (lone, 1, 1)] {
        let scene = laid_out(&lines(&table), "", 720.0, 1.0);
        let drawn = drawn(&scene);
        let count = |is: fn(&Shape) -> bool| drawn.iter().filter(|shape| is(shape)).count();
        assert_eq!(count(|shape| matches!(shape, Shape::Path { .. })), paths);
        assert_eq!(count(|shape| matches!(shape, Shape::Dot { .. })), dots);
    }
}

#[test]
fn a_line_comes_in_and_goes_out_of_its_window() {
    let yearly = "time,value\n2000-01-01,1\n2001-01-01,9\n2002-01-01,2\n2003-01-01,8\n2004-01-01,3\n2005-01-01,7\n";
    let gap = yearly.replace("2001-01-01,9", "2001-01-01,");
    for (table, zoom, whole) in [
        (yearly, "2001-05-01,2004-06-30", (true, true)),
        (&gap, "2001-05-01,2004-06-30", (false, true)),
        (yearly, "", (true, true)),
    ] {
        let query = if zoom.is_empty() { String::new() } else { format!("{ZOOM}={zoom}") };
        let scene = laid_out(&lines(table), &query, 720.0, 1.0);
        let plot = scene.plot.expect("a plot");
        let [Shape::Path { points, .. }] = drawn(&scene)[..] else { panic!("one path") };
        let ends = (points[0].x - plot.left < 0.1, plot.right - points[points.len() - 1].x < 0.1);
        assert_eq!(ends, whole, "{zoom}");
        assert!(points.iter().all(|point| point.y >= plot.top && point.y <= plot.bottom), "{zoom}: {points:?}");
    }
}

#[test]
fn points_at_one_place_are_chosen_in_turn() {
    let figure = lines("time,name,value\n2024-01-01,a,1\n2024-01-01,b,1\n2024-01-02,a,2\n2024-01-02,b,3\n");
    let scene = laid_out(&figure, "", 720.0, 1.0);
    let place = scene.place_of(article_figures::figure::DatumId(0)).expect("a place").middle();
    let first = hit::at(&scene, place, 0.0).expect("a datum");
    let second = hit::next_at_place(&scene, first, &[first]);
    let key = |id| &*figure.datum(id).expect("a datum").key;
    assert_eq!((key(first), key(second)), ("b-2024-01-01", "a-2024-01-01"));
    assert_eq!(hit::next_at_place(&scene, first, &[second]), first);
    assert_eq!(hit::next_at_place(&scene, first, &[]), first);
}

#[test]
fn the_axis_says_what_its_first_step_leaves_unsaid() {
    let minutes = table((0..2880).map(|minute| (19_778.0 + f64::from(minute) / 1440.0, Some(1.0))));
    let days = table((0..366).map(|day| (19_723.0 + f64::from(day), Some(1.0))));
    for (table, zoom, language, expected) in [
        (&days, "2024-03-05,2024-10-05", "en", "April|2024"),
        (&days, "2024-02-24,2024-02-29", "de", "24. Februar|2024"),
        (&days, "2024-02-24,2024-02-29", "ru", "24 февраля|2024"),
        (&days, "2024-02-24,2024-02-29", "kk", "24 ақпан|2024"),
        (&minutes, "2024-02-25T14:30,2024-02-25T16:30", "en", "25 February 2024"),
        (&minutes, "2024-02-25T14:30,2024-02-25T16:30", "de", "25. Februar 2024"),
        (&minutes, "2024-02-25T14:30,2024-02-25T16:30", "ru", "25 февраля 2024\u{202f}г."),
        (&minutes, "2024-02-25T14:30,2024-02-25T16:30", "kk", "2024\u{202f}ж. 25 ақпан"),
    ] {
        let scene = laid_out(&lines_in(table, language), &format!("{ZOOM}={zoom}"), 720.0, 1.0);
        let texts = texts(&scene);
        for text in expected.split('|') {
            assert!(texts.iter().any(|own| own == text), "{text}: {texts:?}");
        }
    }
}

#[test]
fn names_find_room() {
    for (count, width) in [(1, 320.0), (5, 320.0), (20, 320.0), (5, 720.0), (20, 720.0), (60, 720.0)] {
        let rows: String = (0..count)
            .flat_map(|line| [1, 2].map(|day| format!("2024-01-0{day},Line {line},{}\n", 100 + line % 7)))
            .collect();
        let figure = lines(&format!("time,name,value\n{rows}"));
        crate::common::sound::check(&figure, "", width, 1.0);
        let texts = texts(&laid_out(&figure, "", width, 1.0));
        assert_eq!(texts.iter().filter(|text| text.starts_with("Line ")).count(), count);
    }
}

#[test]
fn a_page_brings_lines_whole() {
    let figure = lines("time,name,value\n2024-01-01T10:30:15,a,1\n2024-01-02,a,2.5\n2024-01-02,b,\n");
    let mut items = wire::write(&figure).into_iter();
    let mut read = wire::read(&mut || items.next(), &wire::points(&figure), Rc::clone(&figure.formats));
    read.show_window(&State::default(), &locale("en"));
    read.is_part = figure.is_part;
    assert_eq!(format!("{read:?}"), format!("{figure:?}"));
}

#[test]
fn a_table_of_a_part_of_the_points_says_so() {
    let row = |row: usize| format!("{},{row},{row},{row},{row},{row}\n", moment(19_723.0 + row as f64));
    let wide = |rows: usize| format!("time,a,b,c,d,e\n{}", (0..rows).map(row).collect::<String>());
    let gaps = table((0..200).map(|row| (19_723.0 + f64::from(row), (row % 2 == 0).then_some(1.0))));
    for (table, is_part) in [(wide(100), true), (wide(48), false), (gaps, false)] {
        let figure = lines(&table);
        let page = article_figures::markup::figure(&figure, &[], &State::default(), &locale("en"), "", "");
        assert_eq!((figure.is_part, page.contains(">Excerpt<")), (is_part, is_part));
        assert!(page.contains("<th scope=\"col\">Line</th>"), "{page}");
    }
}

#[test]
fn axes_have_their_unit_and_their_last_date() {
    let mut figure = lines(
        "time,name,value\n2000,North,10\n2000,South,40\n2003,North,12\n2003,South,41\n2013,North,15.5\n2013,South,44\n",
    );
    figure.unit = "%".to_owned();
    for (width, zoom, expected, absent) in [
        (720.0, "", vec!["50%", "40", "2013", "North 15.5", "South 44.0"], "2014"),
        (720.0, "2000-01-01,2006-06-01", vec!["North", "South"], "2013"),
        (220.0, "", vec!["50%", "2013", "North", "South"], "North 15.5"),
    ] {
        let scene = laid_out(&figure, &format!("{ZOOM}={zoom}"), width, 1.0);
        let texts = texts(&scene);
        for text in expected {
            assert!(texts.iter().any(|own| own == text), "{text} is not in {texts:?} at {width}");
        }
        assert!(!texts.iter().any(|own| own == absent), "{absent} is in {texts:?}");
    }
}

#[test]
fn what_is_pointed_at_shows_all_lines_at_its_time() {
    let figure = lines("time,name,value\n2000,North,10\n2000,South,40\n2001,North,15\n2001,South,44\n2002,South,45\n");
    let scene = laid_out(&figure, "", 720.0, 1.0);
    let sizes = article_figures::theme::Sizes::at(1.0);
    let focused = |key: &str| {
        let id = figure.entries().find(|(_, datum)| datum.key == key).expect("a point").0;
        let theme = article_figures::theme::Theme::LIGHT;
        let svg = crate::common::painted(&scene, &theme, &sizes, |painter| painter.focus(&scene, id).expect("painted"));
        (svg.matches("<circle").count(), svg.matches("<rect").count())
    };
    // The points, and the ring; the rule.
    assert_eq!(focused("North-2001-01-01").1, 1);
    assert_eq!(focused("North-2001-01-01").0, focused("South-2002-01-01").0 + 1);
}
