//! Packages that are ten times as large take at most twelve times the work. Work is what is allocated, in bytes, and the
//! steps that the library counts in debug builds: lookups, cells, marks, comparisons.

use std::rc::Rc;

use allocation_counter::measure;
use article_figures::error::Problem;
use article_figures::figure::lines::Line;
use article_figures::figure::{Datum, DatumId, Figure, Lanes, Origin, Place, Series, Span, Statement, Status};
use article_figures::hit::Direction;
use article_figures::locale::Word;
use article_figures::package::{Descriptor, Geometry, Kind, Package, Region, limits};
use article_figures::scene::{Estimate, Frame, layout};
use article_figures::state::State;
use article_figures::svg::{self, Inline};
use article_figures::work::steps;
use article_figures::{describe, hit, markup, wire};

use crate::common::locale;

const BAR: &str = r#"{"type":"bar","group":"name","series":["value"]}"#;

/// A descriptor and its files by the names of their resources.
type Files = (String, Vec<(String, String)>);

/// A package of a size, and the states in which its first figure is laid out.
struct Case {
    name: &'static str,
    size: usize,
    states: &'static [&'static str],
    files: fn(usize) -> Files,
}

fn case(name: &'static str, size: usize, states: &'static [&'static str], files: fn(usize) -> Files) -> Case {
    Case { name, size, states, files }
}

#[test]
fn ten_times_the_package_is_at_most_twelve_times_the_work() {
    for Case { name, size, states, files } in cases() {
        let [few, many] = [size, 10 * size].map(|size| {
            let files = files(size);
            let before = steps();
            let allocated = measure(|| all(&files, states));
            [steps() - before, allocated.bytes_total as usize, allocated.count_total as usize]
        });
        for (few, many) in few.into_iter().zip(many) {
            assert!(many <= 12 * few.max(1000), "{name} of {size}: {few}, then {many}");
        }
    }
}

/// Laid out, walked through by keys, selected as a whole and put into words: for every chart kind, ten times the data take at
/// most fourteen times the steps, as a sort of so many does. Loops over data, marks, rows and places count them, and sorts.
#[test]
fn ten_times_the_data_is_at_most_fourteen_times_the_steps_to_show_them() {
    const SIZE: usize = 800;
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let [few, many] = [SIZE, 10 * SIZE].map(|size| {
            let figure = figure(kind, size);
            asked(&figure).into_iter().map(|state| shown(&figure, &State::parse(&state))).collect::<Vec<_>>()
        });
        for (nth, (few, many)) in few.into_iter().zip(many).enumerate() {
            for ((what, few), (_, many)) in few.into_iter().zip(many) {
                // Every datum is laid out, but lines: of these a few hundred values can be reached. The summary of two values
                // or of single numbers reads no datum after the other.
                let least = match (kind, what) {
                    (Kind::Slope | Kind::Cards, "summary") => 0,
                    (Kind::Line, _) => 1,
                    (_, "layout") => SIZE,
                    _ => 1,
                };
                if few < least || many > 14 * few {
                    wrong.push(format!("{kind:?}, state {nth}, {what}: {few}, then {many} steps"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The states that ask most of a figure.
fn asked(figure: &Figure) -> Vec<String> {
    let every: Vec<_> = figure.data.iter().map(|datum| &*datum.key).collect();
    let states = ["", "sort=value", "sort=name", "group=1", "compare=s", "only=l7", "lanes=none"];
    let mut states: Vec<_> = states.into_iter().map(str::to_owned).collect();
    states.push(format!("many=1&select={}", every.join(",")));
    states
}

/// The steps of each thing that is done to show a figure.
fn shown(figure: &Figure, state: &State) -> Vec<(&'static str, usize)> {
    let locale = locale("en");
    let mut counts = Vec::new();
    let mut before = steps();
    let mut count = |what| {
        counts.push((what, steps() - before));
        before = steps();
    };
    for width in [320.0, 680.0] {
        let frame = Frame::new(width, 1.0, &Estimate { stretch: 1.0 });
        let scene = layout(figure, state, &frame);
        count("layout");
        let order = hit::reading_order(&scene);
        count("reading order");
        drop(scene.places());
        count("places");
        let from = order.get(order.len() / 2).copied();
        for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
            let _ = hit::arrow(&scene, figure, state, from, direction);
            count("arrow");
        }
        let selected = figure.selected(state);
        count("selected");
        let focus = from.unwrap_or_default();
        drop(markup::items(figure, state, &order, &selected, focus, &locale));
        drop(describe::selection(figure, &selected, &locale));
        count("selection");
        drop(describe::summary(figure, state, order.len(), &locale));
        drop(describe::counts(figure, state, &locale));
        count("summary");
    }
    counts
}

/// A figure of a kind with so many data, each of its own group, lane, place, day, source and quotation.
fn figure(kind: Kind, size: usize) -> Figure {
    let locale = locale("en");
    let names = || (0..size).map(|at| format!("l{at}")).collect::<Vec<_>>();
    let datum = |at: usize| Datum {
        key: format!("k{at}"),
        label: format!("n{at}"),
        rank: size - at,
        value: Some((at * 7919 % 977) as f64),
        text: at.to_string(),
        // From the last day to the first one.
        span: Some(Span { begin: (size - at) as f64, end: (size - at + 1) as f64, ..Span::default() }),
        place: Some(Place {
            key: format!("p{at}"),
            label: format!("Place {at}"),
            longitude: (at % 100) as f64 / 10.0,
            latitude: (at / 100 % 100) as f64 / 10.0,
            region: Some(format!("r{at}")),
            ..Place::default()
        }),
        lanes: vec![at],
        group: Some(at / 2),
        origin: Origin::Stated(Statement {
            quotation: Some(format!("said {at}")),
            source: Some(format!("https://s{at}.org/")),
            ..Statement::default()
        }),
        status: Status::Confirmed,
        ..Datum::default()
    };
    let mut data: Vec<_> = (0..if kind == Kind::Slope { 2 } else { size }).map(datum).collect();
    let series = Series { key: "s".to_owned(), label: "S".to_owned() };
    let found = |of| Origin::Found { of, series: series.clone(), address: None, note: None };
    if matches!(kind, Kind::Bars | Kind::Slope) {
        let of = |at| if kind == Kind::Bars { Some(DatumId(at)) } else { None };
        data.extend((0..size).map(|at| Datum { key: format!("f{at}"), origin: found(of(at)), ..datum(at) }));
        let sum = |at| Datum {
            key: format!("s{at}"),
            group: Some(at),
            origin: Origin::Sum { computation: String::new() },
            ..datum(at)
        };
        data.extend((0..size / 2).filter(|_| kind == Kind::Bars).map(sum));
    }
    let ring = |at: usize| {
        let (left, top) = ((at % 100) as f64 / 10.0, (at / 100 % 100) as f64 / 10.0);
        vec![(left, top), (left + 0.1, top), (left, top + 0.1), (left, top)]
    };
    let region = |at: usize| Region { id: format!("r{at}"), polygons: vec![vec![ring(at)]], ..Region::default() };
    // One region with a hole for each of the others.
    let outline = vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)];
    let holed = std::iter::once(outline).chain((0..size).map(ring)).collect();
    let mut regions: Vec<_> = (0..size).map(region).collect();
    regions.push(Region { id: "holed".to_owned(), polygons: vec![holed], ..Region::default() });
    let lines = (0..size).filter(|_| kind == Kind::Line).map(|at| Line {
        key: format!("x{at}"),
        label: format!("x{at}"),
        times: vec![0.0, 1.0, 2.0],
        values: vec![at as f64, 2.0, (size - at) as f64],
    });
    let mut figure = Figure {
        kinds: vec![kind],
        data,
        lines: lines.collect(),
        sort: true,
        groups: names().into_iter().take(size / 2).collect(),
        lanes: vec![Lanes { field: "lane".to_owned(), title: String::new(), labels: names(), keys: names() }],
        series: vec![series],
        geometry: Some(Rc::new(Geometry { regions, ..Geometry::default() })),
        formats: Rc::clone(&locale.formats),
        ..Figure::default()
    };
    figure.show_window(&State::default(), &locale);
    figure
}

/// So that lists can be put together without being copied for each entry.
#[test]
fn lists_begin_and_end_with_an_entry() {
    for language in ["de", "en", "kk", "ru"] {
        let locale = locale(language);
        let list = locale.word(Word::List);
        assert!(list.starts_with("{0}") && list.ends_with("{1}"), "{language}: {list}");
    }
}

/// Everything that is done with a package: reading, checking, and its first figure in several states.
fn all((descriptor, files): &Files, states: &[&str]) {
    let Ok(descriptor) = Descriptor::parse("datapackage.json", descriptor.as_bytes()) else { return };
    let mut package = Package::new(descriptor);
    for (name, text) in files {
        package.add(name, Ok(text.clone().into_bytes()));
    }
    package.guess_views();
    drop((package.problems(), package.notes(), package.undrawn()));
    let locale = locale("en");
    let Some(view) = package.descriptor.views.first() else { return };
    drop(package.resources_of(view));
    let Ok(figure) = Figure::new(&package, &view.name, &locale) else { return };
    for (state, width) in states.iter().flat_map(|state| [(state, 320.0), (state, 680.0)]) {
        let (state, frame) = (State::parse(state), Frame::new(width, 1.0, &Estimate { stretch: 1.0 }));
        let scene = layout(&figure, &state, &frame);
        drop(hit::reading_order(&scene));
        let how = Inline { sizes: &frame.sizes, class: "small", outlines: None };
        drop(svg::inline(&scene, &how, |_| String::new()));
        drop(describe::summary(&figure, &state, 1, &locale));
        drop(markup::figure(&figure, &[], &state, &locale, "", ""));
    }
    drop(wire::write(&figure));
}

fn cases() -> Vec<Case> {
    vec![
        case("columns", 800, &[""], |size| (resources(""), vec![table(wide(size))])),
        case("columns with a schema", 800, &[""], |size| {
            let fields = joined(size, |at| format!(r#"{{"name":"c{at}","type":"number"}}"#));
            (resources(&format!(r#","schema":{{"fields":[{{"name":"name"}},{fields}]}}"#)), vec![table(wide(size))])
        }),
        case("columns that are missing", 800, &[""], |size| {
            let fields = joined(size, |at| format!(r#"{{"name":"d{at}"}}"#));
            (resources(&format!(r#","schema":{{"fields":[{fields}]}}"#)), vec![table(wide(size))])
        }),
        case("columns of a key", 800, &[""], |size| {
            let (fields, keys) =
                (joined(size, |at| format!(r#"{{"name":"c{at}"}}"#)), joined(size, |at| format!(r#""c{at}""#)));
            let schema = format!(r#","schema":{{"fields":[{{"name":"name"}},{fields}],"primaryKey":[{keys}]}}"#);
            (resources(&schema), vec![table(wide(size))])
        }),
        case("a header of equal names", 800, &[""], |size| {
            (
                resources(""),
                vec![table(format!("{}\n{}", joined(size, |_| "a".to_owned()), joined(size, |_| "1".to_owned())))],
            )
        }),
        case("a header without names", 800, &[""], |size| {
            (resources(""), vec![table(format!("{}a\n{}1\n", ",".repeat(size), ",".repeat(size)))])
        }),
        case("quotation marks", 800, &[""], |size| {
            (resources(""), vec![table(format!("a,b\n{}", "\"x,1\n".repeat(size)))])
        }),
        case("values that are missing", 800, &[""], |size| {
            let values = joined(size, |at| format!(r#""m{at}""#));
            let schema = format!(
                r#","schema":{{"fields":[{{"name":"name"}},{{"name":"value","type":"number"}}],"missingValues":[{values}]}}"#
            );
            (resources(&schema), vec![table(rows(size, "name,value", |at| format!("n{at},m{at}")))])
        }),
        case("resources", 400, &[""], |size| {
            let resources = joined(size, |at| format!(r#"{{"name":"t{at}","path":"t{at}.csv"}}"#));
            let tables = (0..size).map(|at| (format!("t{at}"), "name,value\na,1\nb,2\nc,4".to_owned())).collect();
            (format!(r#"{{"name":"a","resources":[{resources}]}}"#), tables)
        }),
        case("resources in a chain", 400, &[""], |size| {
            let resources = joined(size, |at| {
                format!(
                    r#"{{"name":"t{at}","path":"t{at}.csv","schema":{{"fields":[{{"name":"name"}},{{"name":"value","type":"number"}}],
                    "foreignKeys":[{{"fields":"name","reference":{{"resource":"t{}","fields":"name"}}}}]}}}}"#,
                    at + 1
                )
            });
            let tables = (0..size).map(|at| (format!("t{at}"), "name,value\na,1\nb,2\nc,4".to_owned())).collect();
            (format!(r#"{{"name":"a","resources":[{resources}]}}"#), tables)
        }),
        case("views of tables that are missing", 80, &[""], |size| {
            let views = joined(size, |at| view(&format!("v{at}"), &format!("x{at}"), "bars", ""));
            (
                format!(r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv"}}],"views":[{views}]}}"#),
                vec![table(bars(3))],
            )
        }),
        case("bars", 800, &["", "sort=name", "sort=value"], |size| {
            (one("bars", r#","sort":true"#), vec![table(bars(size))])
        }),
        case("a strip", 800, &[""], |size| (one("stack", r#","whole":1e9,"remainder":"x""#), vec![table(bars(size))])),
        case("cards", 800, &[""], |size| (one("cards", ""), vec![table(bars(size))])),
        case("counts", 800, &[""], |size| (one("bars", r#","count":true"#), vec![table(bars(size))])),
        case("sources", 800, &[""], |size| {
            let source = |at| format!("n{at},{at},said,https://s{at}.org/");
            (one("bars", ""), vec![table(rows(size, "name,value,quotation,source", source))])
        }),
        case("groups", 800, &["", "group=1"], |size| {
            let (fields, group) = (r#"{"name":"name"},{"name":"value","type":"number"},{"name":"own"}"#, |at| {
                format!("n{at},{at},g{}", at / 2)
            });
            let groups = ("o".to_owned(), rows(size, "id,name", |at| format!("g{at},Group {at}")));
            (
                keyed(fields, "own", &view("v", "t", "bars", r#","group":"own""#)),
                vec![table(rows(size, "name,value,own", group)), groups],
            )
        }),
        case("lanes", 800, &[""], |size| {
            let (fields, entry) = (r#"{"name":"name"},{"name":"start"},{"name":"own"}"#, |at: usize| {
                format!("n{at},{}-0{}-1{},g{at}", 2100 - at % 150, 1 + at % 9, at % 9)
            });
            let lanes = ("o".to_owned(), rows(size, "id,name", |at| format!("g{at},Lane {at}")));
            (
                keyed(fields, "own", &view("v", "t", "timeline", r#","lanes":["own"]"#)),
                vec![table(rows(size, "name,start,own", entry)), lanes],
            )
        }),
        case("what others say", 800, &["", "compare=2020"], |size| {
            let descriptor = format!(
                r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv","schema":{{"fields":[{{"name":"name"}},{{"name":"value","type":"number"}}],
                "primaryKey":"name"}}}},{{"name":"o","path":"o.csv","schema":{{"fields":[{{"name":"key"}},{{"name":"value","type":"number"}},
                {{"name":"address"}},{{"name":"year"}}]}}}}],"views":[{}]}}"#,
                view("v", "t", "bars", r#","compare":{"resource":"o","series":"year"}"#)
            );
            let others = rows(size, "key,value,address,year", |at| format!("n{at},{at},https://x.org,2020"));
            (descriptor, vec![table(bars(size)), ("o".to_owned(), others)])
        }),
        case("statements", 800, &[""], |size| {
            let schema = |fields: &str, more: &str| format!(r#""schema":{{"fields":[{fields}]{more}}}"#);
            let key = r#","foreignKeys":[{"fields":"statement","reference":{"resource":"statements","fields":"id"}}]"#;
            let descriptor = format!(
                r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv",{}}},{{"name":"statements","path":"s.csv",{}}},
                {{"name":"findings","path":"f.csv",{}}}],"views":[{}]}}"#,
                schema(r#"{"name":"name"},{"name":"value","type":"number"},{"name":"statement"}"#, key),
                schema(
                    r#"{"name":"id"},{"name":"quotation"},{"name":"source"},{"name":"status"}"#,
                    r#","primaryKey":"id""#
                ),
                schema(r#"{"name":"statement"},{"name":"finding"},{"name":"address"}"#, key),
                view("v", "t", "bars", "")
            );
            let own = table(rows(size, "name,value,statement", |at| format!("n{at},{at},s{at}")));
            let listed =
                rows(size, "id,quotation,source,status", |at| format!("s{at},said,https://s{at}.org,confirmed"));
            let found = rows(size, "statement,finding,address", |at| format!("s{at},found,https://x.org"));
            (descriptor, vec![own, ("statements".to_owned(), listed), ("findings".to_owned(), found)])
        }),
        case("lines", 400, &[""], |size| {
            let lines = rows(3 * size, "year,name,value", |at| format!("{},x{},{at}", 2000 + at % 3, at / 3));
            let spec = r#"{"type":"line","group":"year","series":["value"]}"#;
            (one("line", r#","split":"name""#).replace(BAR, spec), vec![table(lines)])
        }),
        case("a long number", 8_000, &[""], |size| {
            (resources(""), vec![table(format!("a,b\nx,{}\ny,3", "1".repeat(size)))])
        }),
        case("nesting", 8_000, &[], |size| ("[".repeat(size), Vec::new())),
        case("a long number of JSON", 8_000, &[], |size| (format!(r#"{{"a":{}}}"#, "1".repeat(size)), Vec::new())),
        case("properties", 800, &[], |size| {
            (format!("{{{},\"name\":\"a\"}}", joined(size, |at| format!(r#""p{at}":1"#))), Vec::new())
        }),
    ]
}

/// A package of one table without a schema, or with more than its name.
fn resources(more: &str) -> String {
    format!(r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv"{more}}}]}}"#)
}

/// A package of one table and one view.
fn one(kind: &str, more: &str) -> String {
    format!(r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv"}}],"views":[{}]}}"#, view("v", "t", kind, more))
}

/// The same with a key that leads to another table.
fn keyed(fields: &str, key: &str, view: &str) -> String {
    format!(
        r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv","schema":{{"fields":[{fields}],"primaryKey":"name","foreignKeys":
        [{{"fields":"{key}","reference":{{"resource":"o","fields":"id"}}}}]}}}},{{"name":"o","path":"o.csv"}}],"views":[{view}]}}"#
    )
}

fn view(name: &str, resource: &str, kind: &str, more: &str) -> String {
    format!(
        r#"{{"name":"{name}","title":"V","resources":["{resource}"],"specType":"simple","spec":{BAR},"_figure":{{"kinds":["{kind}"]{more}}}}}"#
    )
}

fn table(text: String) -> (String, String) {
    ("t".to_owned(), text)
}

fn bars(size: usize) -> String {
    rows(size, "name,value", |at| format!("n{at},{}", at % 977))
}

fn rows(size: usize, header: &str, row: impl Fn(usize) -> String) -> String {
    let mut table = header.to_owned();
    for at in 0..size {
        table = table + "\n" + &row(at);
    }
    table
}

/// Three rows with as many columns as that.
fn wide(size: usize) -> String {
    let cells = |name: &str| format!("\n{name},{}", joined(size, |at| at.to_string()));
    format!("name,{}{}{}{}", joined(size, |at| format!("c{at}")), cells("a"), cells("b"), cells("c"))
}

fn joined(size: usize, entry: impl Fn(usize) -> String) -> String {
    (0..size).map(entry).collect::<Vec<_>>().join(",")
}

/// A file or a list beyond its limit is named with it.
#[test]
fn what_a_package_may_hold_is_limited() {
    let read = |descriptor: String, table: Vec<u8>| {
        let descriptor = match Descriptor::parse("datapackage.json", descriptor.as_bytes()) {
            Ok(descriptor) => descriptor,
            Err(problems) => return problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        };
        let mut package = Package::new(descriptor);
        package.add("t", Ok(table));
        package.problems().iter().map(ToString::to_string).collect()
    };
    let small = || bars(3).into_bytes();
    let first = |descriptor: String, table: Vec<u8>| read(descriptor, table).into_iter().next().unwrap_or_default();
    let file = format!("t.csv: expected a file of at most {} bytes, found {}", limits::BYTES, limits::BYTES + 1);
    assert!(first(resources(""), vec![b'1'; limits::BYTES + 1]).starts_with(&file));
    let file = format!("datapackage.json: expected a file of at most {} bytes", limits::DESCRIPTOR_BYTES);
    assert!(first(" ".repeat(limits::DESCRIPTOR_BYTES + 1), small()).starts_with(&file));
    let columns = format!("t.csv: expected at most {} columns, found {}", limits::COLUMNS, limits::COLUMNS + 1);
    assert!(first(resources(""), joined(limits::COLUMNS + 1, |at| at.to_string()).into_bytes()).starts_with(&columns));
    let cells = format!("t.csv: expected at most {} cells", limits::CELLS);
    assert!(first(resources(""), "1,\n".repeat(limits::CELLS / 2 + 1).into_bytes()).starts_with(&cells));
    let views = joined(limits::VIEWS + 1, |at| view(&format!("v{at}"), "t", "bars", ""));
    let views = format!(r#"{{"name":"a","resources":[{{"name":"t","path":"t.csv"}}],"views":[{views}]}}"#);
    let told = format!(
        "datapackage.json, property \"views\": expected at most {} entries, found {}",
        limits::VIEWS,
        limits::VIEWS + 1
    );
    assert!(first(views, small()).starts_with(&told));
    let resources = joined(limits::RESOURCES + 1, |at| format!(r#"{{"name":"t{at}","path":"t{at}.csv"}}"#));
    let told = format!("datapackage.json, property \"resources\": expected at most {} entries", limits::RESOURCES);
    assert!(first(format!(r#"{{"name":"a","resources":[{resources}]}}"#), small()).starts_with(&told));
    let languages = joined(limits::LANGUAGES + 1, |at| format!(r#""x{at}""#));
    let told = format!("datapackage.json, property \"languages\": expected at most {} entries", limits::LANGUAGES);
    assert!(first(format!(r#"{{"name":"a","languages":[{languages}]}}"#), small()).starts_with(&told));
}

#[test]
fn a_figure_reads_so_many_files_and_no_more() {
    let resource = |name: &str, keys: &str| {
        format!(
            r#"{{"name":"{name}","path":"{name}.csv","schema":{{"fields":[{{"name":"name"}},{{"name":"value","type":"number"}}],"foreignKeys":[{keys}]}}}}"#
        )
    };
    for (count, is_told) in [(limits::FILES - 1, false), (limits::FILES, true)] {
        let key = |at| format!(r#"{{"fields":"name","reference":{{"resource":"o{at}","fields":"name"}}}}"#);
        let others = joined(count, |at| resource(&format!("o{at}"), ""));
        let own = resource("t", &joined(count, key));
        let descriptor =
            format!(r#"{{"name":"a","resources":[{own},{others}],"views":[{}]}}"#, view("v", "t", "bars", ""));
        let mut package =
            Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("a descriptor"));
        package.add("t", Ok(bars(3).into_bytes()));
        assert!(package.resources_of(&package.descriptor.views[0]).len() <= limits::FILES + 1);
        let told = package.problems().iter().any(|problem| problem.problem() == Problem::FilesMany);
        assert_eq!(told, is_told, "{count}");
    }
}

/// A topology may use one arc again and again.
#[test]
fn outlines_are_limited() {
    let arc = joined(10_000, |at| format!("[{},{}]", at % 180, at % 90));
    let ring = joined(limits::POSITIONS / 10_000 + 2, |_| "0".to_owned());
    let topology =
        format!(r#"{{"type":"Topology","arcs":[[{arc}]],"objects":{{"a":{{"type":"Polygon","arcs":[[{ring}]]}}}}}}"#);
    let read = article_figures::package::Geometry::read("a.json", topology.as_bytes());
    let problems = read.expect_err("too many positions");
    assert_eq!(problems[0].problem(), Problem::PositionsMany);
}
