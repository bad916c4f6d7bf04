//! A package is read in slices: none takes more than a fixed number of steps, and ten times the package takes at most twelve
//! times the steps. Beside the steps that the library counts, each slice is limited in what it allocates, which it cannot
//! miscount.

use std::fmt::{self, Display, Formatter};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::measure;
use article_figures::figure::Figure;
use article_figures::package::{Descriptor, Package};
use article_figures::wire;
use article_figures::work::{SLICE, steps};

use crate::common::locale;

/// Steps that a slice may take beyond its limit: those between two places where it can give way. A cell is read in one go,
/// and so is a row where its cells are only moved.
const MORE: usize = SLICE / 4;

/// Allocations that a slice may make: a date takes several, the message about a wrong one a dozen.
const ALLOCATIONS: u64 = 15 * SLICE as u64;

type Files = (String, Vec<(String, String)>);

struct Case {
    name: &'static str,
    size: usize,
    files: fn(usize) -> Files,
}

/// The work of reading a package, in slices.
#[derive(Debug, Default)]
struct Slices {
    count: usize,
    steps: usize,
    /// The most steps and allocations of a slice.
    longest: usize,
    allocations: u64,
    figures: Vec<String>,
}

impl Display for Slices {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let Self { count, steps, longest, allocations, .. } = self;
        write!(to, "{steps} steps in {count} slices of at most {longest} steps and {allocations} allocations")
    }
}

async fn read((descriptor, files): Files) -> Vec<String> {
    let locale = locale("en");
    let Ok(descriptor) = Descriptor::read("datapackage.json", descriptor.as_bytes()).await else { return Vec::new() };
    let mut package = Package::new(descriptor);
    for (name, text) in files {
        package.read(&name, Ok(text.into_bytes())).await;
    }
    package.infer_views().await;
    let mut told = vec![format!("{:?}", package.check().await)];
    told.push(format!("{:?}", package.remarks().await));
    told.push(format!(
        "{:?} {:?}",
        package.obstacles().await,
        package.descriptor.resource("t").map(|_| package.geometry("t"))
    ));
    // Views have work of their own: of many the first.
    for view in package.descriptor.views.iter().take(1) {
        told.push(match Figure::read(&package, &view.name, &locale).await {
            Ok(figure) => format!("{:?} {:?}", wire::write(&figure), wire::points(&figure)),
            Err(errors) => format!("{errors:?}"),
        });
    }
    package.release().await;
    told
}

fn sliced(files: Files) -> Slices {
    let mut slices = Slices::default();
    let (mut work, mut context) = (pin!(read(files)), Context::from_waker(Waker::noop()));
    loop {
        let before = steps();
        let mut polled = Poll::Pending;
        let allocated = measure(|| polled = work.as_mut().poll(&mut context)).count_total;
        let taken = steps() - before;
        slices.count += 1;
        slices.steps += taken;
        slices.longest = slices.longest.max(taken);
        if let Poll::Ready(figures) = polled {
            slices.figures = figures;
            return slices;
        }
        slices.allocations = slices.allocations.max(allocated);
    }
}

/// The same package read without slices, by the functions that the build of a site calls.
fn whole((descriptor, files): Files) -> Vec<String> {
    let locale = locale("en");
    let Ok(descriptor) = Descriptor::parse("datapackage.json", descriptor.as_bytes()) else { return Vec::new() };
    let mut package = Package::new(descriptor);
    for (name, text) in files {
        package.add(&name, Ok(text.into_bytes()));
    }
    package.guess_views();
    let mut told = vec![format!("{:?}", package.problems()), format!("{:?}", package.notes())];
    told.push(format!("{:?} {:?}", package.undrawn(), package.descriptor.resource("t").map(|_| package.geometry("t"))));
    for view in package.descriptor.views.iter().take(1) {
        told.push(match Figure::new(&package, &view.name, &locale) {
            Ok(figure) => format!("{:?} {:?}", wire::write(&figure), wire::points(&figure)),
            Err(errors) => format!("{errors:?}"),
        });
    }
    told
}

#[test]
fn slices_are_limited_and_their_number_grows_with_the_package() {
    let mut wrong = Vec::new();
    for Case { name, size, files } in cases() {
        let (few, many) = (sliced(files(size)), sliced(files(10 * size)));
        let is_linear = many.steps <= 12 * few.steps;
        let is_sliced = many.count > 1 && many.count >= many.steps / (SLICE + MORE);
        let are_short =
            [&few, &many].iter().all(|slices| slices.longest <= SLICE + MORE && slices.allocations <= ALLOCATIONS);
        if !(is_linear && is_sliced && are_short) {
            wrong.push(format!("{name}: {few}, then {many}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn slices_read_what_is_read_at_once() {
    for Case { name, size, files } in cases() {
        let sliced = sliced(files(size)).figures;
        assert!(!sliced.is_empty());
        assert_eq!(sliced, whole(files(size)), "{name}");
    }
}

fn case(name: &'static str, size: usize, files: fn(usize) -> Files) -> Case {
    Case { name, size, files }
}

fn cases() -> Vec<Case> {
    const SCHEMA: &str = r#"{"name":"a","resources":[{"name":"t","path":"t.csv","schema":{"fields":[{"name":"name"},
        {"name":"value","type":"number","bareNumber":false},{"name":"day","type":"date","format":"any"}],
        "primaryKey":["name","day"],"uniqueKeys":[["name"]],"missingValues":["","-"]}}],
        "views":[{"name":"v","title":"V","resources":["t"],"specType":"simple",
        "spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars"],"limit":20}}]}"#;
    const BARE: &str = r#"{"name":"a","resources":[{"name":"t","path":"t.csv"}]}"#;
    fn one(descriptor: &str, text: String) -> Files {
        (descriptor.to_owned(), vec![("t".to_owned(), text)])
    }
    vec![
        case("rows that are guessed", 3_000, |size| {
            one(BARE, rows(size, "name,value", |at| format!("n{at},{}.5", at % 977)))
        }),
        case("rows with a schema", 3_000, |size| {
            one(SCHEMA, rows(size, "name,value,day", |at| format!("n{at},{} €,{:02}.02.2024", at % 977, 1 + at % 28)))
        }),
        case("days", 3_000, |size| one(BARE, rows(size, "day,value", |at| format!("{},{at}", day(at))))),
        case("days in no order", 3_000, |size| {
            one(BARE, rows(size, "day,value", |at| format!("{},{at}", day(at * 7919 % size))))
        }),
        case("days of any format", 3_000, |size| {
            one(
                BARE,
                rows(size, "day,value", |at| {
                    format!("{:02}/{:02}/{},\"1,234\"", 1 + at % 12, 1 + at % 28, 1900 + at / 336)
                }),
            )
        }),
        case("lines of several names", 3_000, |size| {
            one(BARE, rows(size, "day,name,value", |at| format!("{},x{},{at}", day(at / 3), at % 3)))
        }),
        case("years", 3_000, |size| {
            one(BARE, rows(size, "code,count,value", |at| format!("c{},{},{at}", at / 50, 1950 + at % 50)))
        }),
        case("counts", 3_000, |size| one(BARE, rows(size, "name,kind", |at| format!("{},k{}", at / 2, at % 7)))),
        case("columns", 1_000, |size| {
            let cells = |start: &str| format!("{start},{}", joined(size, |at| at.to_string()));
            one(
                BARE,
                format!("name,{}\n{}\n{}\n{}", joined(size, |at| format!("c{at}")), cells("a"), cells("b"), cells("c")),
            )
        }),
        case("columns without names", 1_000, |size| {
            one(BARE, format!("{}a\n{}1\n{}2\n", ",".repeat(size), ",".repeat(size), ",".repeat(size)))
        }),
        case("long cells", 60, |size| {
            one(BARE, rows(size, "name,value", |at| format!("{at}{},\"{}\"", "ä".repeat(4_000), "1 ".repeat(4_000))))
        }),
        case("one cell that is too long", 12_000, |size| {
            one(BARE, format!("name,value\n\"{}\",1\nb,2", "x\n".repeat(size)))
        }),
        case("empty lines", 20_000, |size| one(BARE, format!("name,value\n{}a,1\nb,2", "\n".repeat(size)))),
        case("quotation marks", 3_000, |size| one(BARE, format!("a,b\n{}", "\"x,1\n".repeat(size)))),
        case("wrong cells", 1_000, |size| one(SCHEMA, rows(size, "name,value,day", |_| "x,y,z".to_owned()))),
        case("resources", 200, |size| {
            let resources = joined(size, |at| format!(r#"{{"name":"t{at}","path":"t{at}.csv"}}"#));
            let tables = (0..size).map(|at| (format!("t{at}"), rows(20, "name,value", |row| format!("n{row},{row}"))));
            (format!(r#"{{"name":"a","resources":[{resources}]}}"#), tables.collect())
        }),
        case("a descriptor", 1_000, |size| {
            let resource = |at| {
                let fields = joined(5, |at| format!(r#"{{"name":"c{at}","type":"number","title":"C{at}"}}"#));
                format!(r#"{{"name":"t{at}","path":"t{at}.csv","schema":{{"fields":[{fields}],"primaryKey":"c0"}}}}"#)
            };
            let resources = joined(size, resource);
            let enumeration = joined(size, |at| format!("\"e{at}\""));
            let fields = format!(
                r#"{{"name":"name","constraints":{{"enum":[{enumeration}]}}}},{{"name":"value","type":"number"}}"#
            );
            let views = joined(size / 20, |at| {
                format!(
                    r#"{{"name":"v{at}","title":"V","resources":["t"],"specType":"simple",
                    "spec":{{"type":"bar","group":"name","series":["value"]}}}}"#
                )
            });
            let own = format!(r#"{{"name":"t","path":"t.csv","schema":{{"fields":[{fields}]}}}}"#);
            one(
                &format!(r#"{{"name":"a","resources":[{own},{resources}],"views":[{views}]}}"#),
                "name,value\ne1,1\ne2,2".to_owned(),
            )
        }),
        case("a geometry", 300, |size| {
            let ring = |at: usize| {
                let (x, y) = ((at % 30) as f64, (at / 30 % 80) as f64);
                let corners = [(x, y), (x + 0.5, y), (x + 0.5, y + 0.5)].map(|(x, y)| format!("[{x},{y}]"));
                format!(
                    "[{},{},{}]",
                    corners.join(","),
                    joined(100, |step| format!("[{x},{}]", y + step as f64 / 1e3)),
                    corners[0]
                )
            };
            let features = joined(size, |at| {
                format!(
                    r#"{{"type":"Feature","properties":{{"id":"r{at}"}},"geometry":{{"type":"Polygon","coordinates":[{}]}}}}"#,
                    ring(at)
                )
            });
            let descriptor =
                r#"{"name":"a","resources":[{"name":"t","path":"t.geojson","format":"geojson","regionKey":"id"}]}"#;
            one(descriptor, format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#))
        }),
        case("keys", 2_000, |size| {
            let descriptor = r#"{"name":"a","resources":[{"name":"t","path":"t.csv","schema":{"fields":[{"name":"name"},
                {"name":"value","type":"number"},{"name":"group"}],"primaryKey":"name","foreignKeys":[{"fields":"group",
                "reference":{"resource":"o","fields":"id"}}]}},{"name":"o","path":"o.csv"}],"views":[{"name":"v","title":"V",
                "resources":["t"],"specType":"simple","spec":{"type":"bar","group":"name","series":["value"]},
                "_figure":{"kinds":["bars"],"group":"group"}}]}"#;
            let others = rows(size, "id,name", |at| format!("g{at},G{at}"));
            let own = rows(size, "name,value,group", |at| format!("n{at},{at},g{at}"));
            (descriptor.to_owned(), vec![("t".to_owned(), own), ("o".to_owned(), others)])
        }),
    ]
}

fn day(number: usize) -> String {
    article_figures::package::moment(number as f64 - 100_000.0)
}

fn rows(size: usize, header: &str, row: impl Fn(usize) -> String) -> String {
    let mut table = header.to_owned();
    for at in 0..size {
        table.push('\n');
        table.push_str(&row(at));
    }
    table
}

fn joined(size: usize, entry: impl Fn(usize) -> String) -> String {
    (0..size).map(entry).collect::<Vec<_>>().join(",")
}
