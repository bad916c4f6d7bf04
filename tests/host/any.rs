//! Any figure at any size: every mark inside of the frame, labels apart, every datum within reach of pointer and keys.
//! `tests/timeline.rs` has the same for timelines.

use std::fmt::Write;

use crate::common::sound::check;
use crate::common::{folder, locale};
use article_figures::figure::Figure;
use article_figures::package::{Descriptor, Package, moment};
use article_figures::state::State;
use proptest::collection::vec;
use proptest::prelude::*;

/// Tables by their files, with their fields and what else their descriptor says of them, as JSON; the view is of the first.
pub fn any_figure(tables: &[(&str, &str, String)], view: &str) -> Figure {
    let entry = |(file, fields, _): &(&str, &str, String)| {
        let schema = if fields.is_empty() {
            r#","format":"topojson""#.to_owned()
        } else {
            format!(r#","schema":{{"fields":[{fields}}}"#)
        };
        format!(r#"{{"name":"{}","path":"{file}"{schema}}}"#, name(file))
    };
    let resources: Vec<_> = tables.iter().map(entry).collect();
    let descriptor = format!(
        r#"{{"title":"Any","languages":["en"],"resources":[{}],"views":[{{"name":"any","title":"Any",
        "resources":["{}"],"specType":"simple",{view}}}]}}"#,
        resources.join(","),
        name(tables[0].0)
    );
    let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON"));
    for (file, _, text) in tables {
        package.add(name(file), Ok(text.clone().into_bytes()));
    }
    assert_eq!(package.problems(), []);
    Figure::new(&package, "any", &locale("en")).expect("a figure")
}

fn name(file: &str) -> &str {
    file.split('.').next().unwrap_or(file)
}

pub const NAME: &str = r#"{"name":"name","type":"string"}"#;
pub const VALUE: &str = r#"{"name":"value","type":"number"}"#;
pub const KEY: &str = r#"{"name":"key","type":"string"}"#;
pub const GROUP: &str = r#"{"name":"group","type":"string"}"#;
const PLACE: &str = r#"{"name":"place","type":"string"}"#;

/// The end of a list of fields, of which one holds keys of another table.
pub fn leads_to(field: &str, table: &str) -> String {
    format!(r#"],"foreignKeys":[{{"fields":"{field}","reference":{{"resource":"{table}","fields":"key"}}}}]"#)
}

/// Names as packages of any language have them.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zäöü]{1,12}( [a-zäöü]{1,30}){0,4}",
        1 => "[а-яәіңғүұқөһ]{1,24}( [а-я]{1,12}){0,3}",
        1 => "[一-十]{1,30}",
    ]
}

/// Of any size, below zero, and nothing.
fn any_value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        6 => (-100_000..1_000_000_i32).prop_map(|value| Some(f64::from(value) / 1000.0)),
        1 => Just(Some(0.0)),
        1 => prop_oneof![Just(0.001), Just(-1e9), Just(1e15)].prop_map(Some),
        1 => Just(None),
    ]
}

fn any_width() -> impl Strategy<Value = f64> {
    (280.0..1600.0_f64).prop_map(f64::round)
}

fn any_ratio() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![1.0, 1.25, 1.5, 2.0, 3.0])
}

fn cell(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub fn rows<T>(header: &str, rows: &[T], row: impl Fn(&T) -> String) -> String {
    let lines = rows.iter().map(|entry| row(entry) + "\n");
    [header.to_owned() + "\n"].into_iter().chain(lines).collect()
}

/// A place in Kazakhstan, and what happened there.
fn any_event() -> impl Strategy<Value = (usize, String)> {
    (0..9_usize, any_name())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares(
        shares in vec((any_name(), 0.01..9.0_f64), 1..11),
        kind in prop::sample::select(vec!["bars", "stack"]),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let table = rows("name,value", &shares, |(name, share)| format!("{name},{share:.2}"));
        let figure = any_figure(
            &[("values.csv", &format!("{NAME},{VALUE}]"), table)],
            r#""spec":{"type":"bar","group":"name","series":["value"]},
            "_figure":{"kinds":["bars","stack"],"whole":100,"remainder":"The rest","sort":true}"#,
        );
        check(&figure, &format!("kind={kind}"), width, ratio);
    }

    #[test]
    fn bars(
        values in vec((any_name(), any_value()), 1..40),
        query in prop::sample::select(vec!["", "sort=value", "sort=name"]),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let table = rows("name,value", &values, |(name, value)| format!("{name},{}", cell(*value)));
        let figure = any_figure(
            &[("values.csv", &format!("{NAME},{VALUE}]"), table)],
            r#""spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars"],"sort":true}"#,
        );
        check(&figure, query, width, ratio);
    }

    #[test]
    fn groups(
        values in vec((any_name(), 1.0..30.0_f64, 0..3_usize), 1..20),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let table = rows("name,value,group", &values, |(name, value, group)| format!("{name},{value:.1},g{group}"));
        let groups = "key,name\ng0,First\ng1,Second with a longer name\ng2,Third\n".to_owned();
        let fields = format!("{NAME},{VALUE},{GROUP}{}", leads_to("group", "groups"));
        let figure = any_figure(
            &[("values.csv", &fields, table), ("groups.csv", &format!("{KEY},{NAME}]"), groups)],
            r#""spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars"],"group":"group"}"#,
        );
        check(&figure, "group=1", width, ratio);
    }

    /// What others say stands beside each of the rows.
    #[test]
    fn comparisons(
        values in vec((any_name(), any_value(), any_value()), 1..20),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let numbered: Vec<_> = values.iter().enumerate().collect();
        let table = rows("key,name,value", &numbered, |(key, (name, value, _))| format!("k{key},{name},{}", cell(*value)));
        let found = rows("key,year,value,address", &numbered, |(key, (_, _, found))| {
            format!("k{key},2020,{},https://example.org/", cell(*found))
        });
        let year = r#"{"name":"year","type":"year"}"#;
        let address = r#"{"name":"address","type":"string"}"#;
        let figure = any_figure(
            &[("values.csv", &format!("{KEY},{NAME},{VALUE}]"), table), ("found.csv", &format!("{KEY},{year},{VALUE},{address}]"), found)],
            r#""spec":{"type":"bar","group":"name","series":["value"]},
            "_figure":{"kinds":["bars"],"compare":{"resource":"found","series":"year"}}"#,
        );
        check(&figure, "compare=2020", width, ratio);
    }

    #[test]
    fn slopes(
        first in 0.0..1e7_f64,
        last in 0.0..1e7_f64,
        years in (1000..2000_i32, 1..500_i32),
        query in prop::sample::select(vec!["", "relative=1"]),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let table = format!("year,value\n{},{first:.2}\n{},{last:.2}\n", years.0, years.0 + years.1);
        let figure = any_figure(
            &[("values.csv", &format!(r#"{{"name":"year","type":"year"}},{VALUE}]"#), table)],
            r#""spec":{"type":"lines-and-points","group":"year","series":["value"]},"_figure":{"kinds":["slope"]}"#,
        );
        check(&figure, query, width, ratio);
    }

    #[test]
    fn lines(
        names in vec(any_name(), 1..6),
        values in vec(any_value(), 1..200),
        // In days: from a tenth of a second to ten years, so that the last has four digits.
        step in prop::sample::select(vec![0.1 / 86_400.0, 1.0 / 86_400.0, 1.0 / 1440.0, 1.0 / 24.0, 1.0, 7.0, 31.0, 366.0, 3652.0]),
        begin in -300_000.0..30_000.0_f64,
        window in (0.0..1.0_f64, 0.0..1.0_f64, any::<bool>()),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let mut table = String::from("time,name,value\n");
        let time = |part: f64| moment(begin.floor() + part * step);
        for (index, value) in values.iter().enumerate() {
            for (number, _) in names.iter().enumerate() {
                // Lines of their own heights, which cross.
                let value = value.map(|value| value * (1.0 - 0.3 * number as f64) + number as f64);
                writeln!(table, "{},{number}. {},{}", time(index as f64), names[number], cell(value)).expect("a text");
            }
        }
        let mut figure = any_figure(
            &[("values.csv", &format!(r#"{{"name":"time","type":"datetime","format":"any"}},{NAME},{VALUE}]"#), table)],
            r#""spec":{"type":"line","group":"time","series":["value"]},"_figure":{"kinds":["line"],"split":"name"}"#,
        );
        let (from, to, zoomed) = window;
        let last = values.len() as f64;
        let query = if zoomed { format!("zoom={},{}", time((from * last).floor()), time((to * last).ceil())) } else { String::new() };
        figure.show_window(&State::parse(&query), &locale("en"));
        check(&figure, &query, width, ratio);
    }

    #[test]
    fn maps(
        events in vec(any_event(), 1..30),
        places in vec((any_name(), 40.0..56.0_f64, 46.0..88.0_f64), 9),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let table = rows("name,place", &events, |(place, name)| format!("{name},p{place}"));
        let numbered: Vec<_> = places.iter().enumerate().collect();
        let places = rows("key,name,latitude,longitude", &numbered, |(number, (name, latitude, longitude))| {
            format!("p{number},{name},{latitude},{longitude}")
        });
        let number = |name: &str| format!(r#"{{"name":"{name}","type":"number"}}"#);
        let place = format!("{KEY},{NAME},{},{}]", number("latitude"), number("longitude"));
        let regions = std::fs::read_to_string(folder("data/regions.topo.json")).expect("the geometry");
        let figure = any_figure(
            &[("events.csv", &format!("{NAME},{PLACE}{}", leads_to("place", "places")), table), ("places.csv", &place, places), ("regions.topo.json", "", regions)],
            r#""spec":{"type":"table","group":"name"},"_figure":{"kinds":["map"],"geometry":"regions"}"#,
        );
        check(&figure, "", width, ratio);
    }

    #[test]
    fn cards(
        values in vec((any_name(), any_value(), prop::option::of((0..1000_u32).prop_map(f64::from)), "[a-zA-Z%€]{0,12}"), 1..25),
        (width, ratio) in (any_width(), any_ratio()),
    ) {
        let table = rows("name,value,upper,unit", &values, |(name, value, more, unit)| {
            let upper = more.zip(*value).map(|(more, value)| value + more);
            format!("{name},{},{},{unit}", cell(*value), cell(upper))
        });
        let upper = VALUE.replace("value", "upper");
        let figure = any_figure(
            &[("values.csv", &format!(r#"{NAME},{VALUE},{upper},{{"name":"unit","type":"string"}}]"#), table)],
            r#""spec":{"type":"table","group":"name","series":["value"]},"_figure":{"kinds":["cards"]}"#,
        );
        check(&figure, "", width, ratio);
    }
}
