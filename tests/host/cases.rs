//! Tables of the kinds that newsrooms have, from bug reports of programs for figures: what becomes of each of them. The
//! wording of problems and notes is part of it, because an editor has nothing else to go by.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::common::{build, folder, locale};
use article_figures::figure::Figure;
use article_figures::package::{Descriptor, Package};
use resvg::usvg::roxmltree;

/// A file alone, as it is dropped on the page `check/`.
fn alone(name: &str, bytes: Vec<u8>) -> Package {
    let mut package = Package::new(Descriptor::of_files(&[name.to_owned()], "en"));
    let resource = package.descriptor.resources[0].name.clone();
    package.add(&resource, Ok(bytes));
    package.guess_views();
    package
}

/// Problems, notes, and the figures with their first values.
fn outcome(package: &Package) -> String {
    const DATA: usize = 8;
    let mut text = String::new();
    let problems = package.problems();
    for problem in &problems {
        writeln!(text, "problem: {problem}").expect("a text");
    }
    for note in package.notes().iter().chain(&package.undrawn()).filter(|note| !problems.contains(note)) {
        writeln!(text, "note: {note}").expect("a text");
    }
    for view in &package.descriptor.views {
        let Ok(figure) = Figure::new(package, &view.name, &locale("en")) else { continue };
        let kinds: Vec<_> = figure.kinds.iter().map(|kind| kind.name()).collect();
        let lines: Vec<_> = figure.lines.iter().map(|line| line.label.as_str()).collect();
        writeln!(text, "figure: {} of {:?}, {} data {lines:?}", kinds.join(", "), figure.measure, figure.data.len())
            .expect("a text");
        for datum in figure.data.iter().take(DATA) {
            let label: String = datum.label.chars().take(40).collect();
            writeln!(text, "  {label}: {}", datum.text).expect("a text");
        }
    }
    text
}

#[test]
fn tables_of_newsrooms() {
    let mut folders: Vec<_> =
        fs::read_dir(folder("tests/cases")).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/cases");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for case in folders.iter().filter(|case| case.is_dir() && !case.join("data/datapackage.json").exists()) {
        let name = case.file_name().and_then(|name| name.to_str()).expect("a name");
        let file = [case.join("raw.csv"), case.join("data/unemployment.tsv")]
            .into_iter()
            .find(|path| path.exists())
            .expect(name);
        let bytes = fs::read(&file).expect(name);
        let package = alone(file.file_name().and_then(|name| name.to_str()).expect("a name"), bytes);
        settings.bind(|| insta::assert_snapshot!(name, outcome(&package)));
    }
}

/// Packages with maps, and one in many scripts.
#[test]
fn packages_of_newsrooms() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/cases");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in ["G19-antimeridian", "G21-city", "G22-swapped", "G23-holes-winding", "X28-card-scripts"] {
        let package = described(&folder("tests/cases").join(name).join("data"));
        settings.bind(|| insta::assert_snapshot!(name, outcome(&package)));
    }
}

fn described(data: &Path) -> Package {
    let descriptor = fs::read(data.join("datapackage.json")).expect("a descriptor");
    let mut package = Package::new(Descriptor::parse("datapackage.json", &descriptor).expect("JSON"));
    let resources: Vec<_> =
        package.descriptor.resources.iter().map(|own| (own.name.clone(), own.path.clone())).collect();
    for (name, path) in resources {
        package.add(&name, Ok(fs::read(data.join(path)).expect("a file")));
    }
    package
}

/// A country on both sides of 180° is one compact map, with its places on it.
#[test]
fn a_country_on_both_sides_of_180_degrees() {
    let package = described(&folder("tests/cases/G19-antimeridian/data"));
    let geometry = package.geometry("regions").expect("a geometry");
    let ((west, south), (east, north)) = geometry.bounds();
    assert!(east - west < 10.0 && north - south < 10.0, "{west} to {east}, {south} to {north}");
    let figure = Figure::new(&package, "where", &locale("en")).expect("a figure");
    for datum in &figure.data {
        let longitude = datum.place.as_ref().expect("a place").longitude;
        assert!((west..=east).contains(&longitude), "{}: {longitude}", datum.label);
    }
}

/// More tables of the same kinds.
#[test]
fn tables_that_nobody_sent() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/cases");
    settings.set_prepend_module_to_snapshot(false);
    for (name, text) in [
        ("seconds since 1970", "time,load\n1577836800,0.5\n1577840400,0.75\n1577844000,0.25\n1577847600,1.5\n"),
        ("thousandths since 1970", "timestamp,load\n1577836800000,5\n1577840400000,7\n1577844000000,2\n"),
        ("year and month columns", "Year,Month,Sales\n2020,1,5\n2020,2,6\n2020,3,7\n2020,4,8\n2021,1,9\n"),
        ("year and month names", "Jahr;Monat;Umsatz\n2020;Januar;5\n2020;Februar;6\n2021;Januar;7\n2021;Februar;9\n"),
        (
            "offsets and zones",
            "Time,kW\n2024-03-31T01:30:00+01:00,5\n2024-03-31T03:30:00+02:00,6\n2024-03-31T04:30:00+02:00,7\n",
        ),
        (
            "codes of places",
            "FIPS,OBJECTID,County,Cases\n6037,1,Los Angeles,50\n6059,2,Orange,20\n6073,3,San Diego,30\n",
        ),
        ("rank last", "Land;Wert;Rang\nA;5,5;2\nB;7,5;1\nC;3,5;3\n"),
        (
            "hours of a week",
            "Country,Year,Week hours\nA,2020,38\nA,2021,37\nA,2022,36\nB,2020,40\nB,2021,41\nB,2022,42\n",
        ),
        ("two quarters", "Quarter,Rate\n2015 Q1,3.5\n2015 Q2,4\n"),
        ("quarters of Russian", "Период,Оборот\nI кв. 2020,5\nII кв. 2020,6\nIII кв. 2020,7\nIV кв. 2020,8\n"),
        ("weeks of German", "Woche;Fälle\nKW 52/2020;5\nKW 53/2020;6\nKW 1/2021;7\n"),
        ("months of Kazakh", "Ай,Сан\n2020 ж. қаңтар,5\n2020 ж. ақпан,6\n2020 ж. наурыз,7\n"),
        ("months of Chinese", "月份,数量\n2020年1月,5\n2020年2月,6\n2020年12月,7\n"),
        ("a quarter that does not exist", "Quarter,Rate\n2015 Q1,3\n2015 Q2,4\n2015 Q3,4\n2015 Q5,4\n2016 Q1,5\n"),
        ("mixed decimal signs", "Month;Loans\n01.01.2025;1,5\n01.02.2025;2.5\n01.03.2025;3,5\n01.04.2025;4.5\n"),
        (
            "a slip among grouped numbers",
            "Month;Loans\n01.01.2025;4.210.000\n01.02.2025;890\n01.03.2025;0\n01.04.2025;4.0l2\n01.05.2025;4\n",
        ),
        (
            "millions beside thousands",
            "Firm,Sales\na,1.2 million\nb,3 million\nc,900 thousand\nd,2 million\ne,7 million\n",
        ),
        ("bare numbers among millions", "Firm,Sales\na,1.2 Mio. €\nb,3 Mio. €\nc,900000\nd,2 Mio. €\ne,7 Mio. €\n"),
        ("a bare share", "Firm,Share\na,12 %\nb,30 %\nc,0.2\nd,15 %\ne,7 %\n"),
        ("dashes of Unicode", "Firm,Growth\na,−1.5\nb,–2.5\nc,—3.5\nd,‑4.5\ne,－5.5\nf,﹣6.5\ng,7.5\n"),
        ("uncertain values in brackets", "Land,Quote\na,12.5\nb,(3.5)\nc,7.5\nd,-2.5\n"),
        ("approximate", "City,People\na,~1200\nb,1300\nc,1500\nd,1100\ne,1700\nf,ca. 900\n"),
        ("a range", "City,People\na,10-20\nb,13\nc,15\nd,11\ne,17\nf,19\n"),
        ("directional marks", "City,People\na,\u{200e}12\u{200f}\nb,\u{200e}-13\nc,15\n"),
        ("other digits", "City,People\na,١٢\nb,١٣\nc,١٥\n"),
        (
            "quoted lines with commas",
            "Place,Address,People\na,\"1 Street,\nTown, County\",5\nb,\"2 Street\nTown\",6\nc,x,7\n",
        ),
        ("a quotation mark that closes later", "a,b,c\n1,\"x,2\n3,y,4\n5,\"z\",6\n"),
        ("a source below", "Party,Votes\na,12\nb,30\nc,15\n,\nSource: Electoral office,\n"),
        ("two header rows", "Country,Men,Women\n,2020,2020\na,12,13\nb,30,31\nc,15,16\n"),
        ("header over two rows with texts", "Country,Men,Women\n,before,after\na,12,13\nb,30,31\nc,15,16\n"),
        ("halves", "Half,Orders\nH1 2020,5\nH2 2020,6\nH1 2021,7\nH2 2021,8\n"),
        ("seasons", "Season,Goals\n2018/19,5\n2019/20,6\n2020/21,7\n"),
        ("months of French", "Mois,Ventes\njanvier 2020,5\nfévrier 2020,6\nmars 2020,7\n"),
        ("months by number", "Monat;Wert\n01.2020;5\n02.2020;6\n03.2020;7\n"),
        ("postcodes", "PLZ,Ort,Preis\n10115,Berlin,12\n20095,Hamburg,11\n80331,München,18\n"),
        ("seats after shares with a plus", "Party,Change,Seats\na,+3.2,12\nb,-1.5,30\nc,+0.4,15\n"),
        ("widely different sizes", "Substance,Amount\na,12.5\nb,0.004\nc,3\n"),
        ("nothing but a name", "Name\na\nb\nc\n"),
        ("numbers without names", "x,y\n1.5,2.5\n3.5,4.5\n5.5,7.5\n"),
        ("names that come again", "Name,Value\na,2\na,3\nb,4\nc,5\n"),
    ] {
        let package = alone("table.csv", text.as_bytes().to_vec());
        settings.bind(|| insta::assert_snapshot!(name, outcome(&package), text));
    }
}

/// A text that XML cannot hold as it is, in a cell: site and card are written nevertheless.
#[test]
fn texts_that_xml_cannot_hold() {
    let data = tempfile::tempdir().expect("a folder");
    let descriptor = r#"{"name":"x","title":"a ]]> b","languages":["en"],"resources":[{"name":"t","path":"t.csv"}]}"#;
    fs::write(data.path().join("datapackage.json"), descriptor).expect("written");
    fs::write(data.path().join("t.csv"), "Name,Value\na ]]> b,1\nc\u{1}d,2\n\"=1+1\",3\n").expect("written");
    let out = tempfile::tempdir().expect("a folder");
    let report = build(data.path(), out.path(), Some("https://example.org/"), false);
    assert_eq!(report.problems, []);
    let folder = out.path().join("en/t");
    assert!(folder.join("card.png").is_file());
    let drawing = fs::read_to_string(folder.join("figure.svg")).expect("a drawing");
    roxmltree::Document::parse(&drawing).expect("XML");
    let csv = fs::read_to_string(folder.join("data.csv")).expect("data");
    assert!(csv.contains("'=1+1"), "{csv}");
    assert!(!csv.starts_with('\u{feff}'));
}

/// `check` reports everything that the build refuses.
#[test]
fn check_reports_what_a_build_refuses() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let long = "n".repeat(300);
    for (rest, expected) in [
        (r#""version":1e999"#.to_owned(), "not valid JSON in line 1"),
        (format!(r#""keywords":{deep}"#), "not valid JSON in line 1"),
        (view_named("feed.xml"), "expected a name that no file of the site has, found \"feed.xml\""),
        (view_named("INDEX.html"), "expected a name that no file of the site has"),
        (view_named(&long), "expected a name of at most 200 bytes"),
    ] {
        let data = tempfile::tempdir().expect("a folder");
        let text = format!(r#"{{"name":"x","languages":["en"],"resources":[{{"name":"t","path":"t.csv"}}],{rest}}}"#);
        fs::write(data.path().join("datapackage.json"), text).expect("written");
        fs::write(data.path().join("t.csv"), "Name,Value\na,1\nb,2\nc,3\n").expect("written");
        let problems = article_figures::site::check(data.path()).problems;
        let found: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert!(found.iter().any(|problem| problem.contains(expected)), "{expected}: {found:?}");
    }
}

fn view_named(name: &str) -> String {
    format!(
        r#""views":[{{"name":"{name}","title":"X","resources":["t"],"specType":"simple","spec":{{"type":"bar","group":"Name","series":["Value"]}}}}]"#
    )
}

/// Places name a region by the feature's `id`, or by the property that the geometry's resource has as `regionKey`.
#[test]
fn regions_are_named_by_any_property() {
    let feature = |properties: &str, west: u32| {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":
            [[[{west},50],[{},50],[{},51],[{west},50]]]}}}}"#,
            west + 1,
            west + 1
        )
    };
    let outcome = |key: &str, first: &str, second: &str| {
        let descriptor = format!(
            r#"{{"name":"x","title":"X","languages":["en"],"resources":[
            {{"name":"events","path":"events.csv","schema":{{"fields":[{{"name":"name","type":"string"}},{{"name":"place","type":"string"}}],
            "foreignKeys":[{{"fields":"place","reference":{{"resource":"places","fields":"key"}}}}]}}}},
            {{"name":"places","path":"places.csv"}},
            {{"name":"regions","path":"map.json","format":"geojson"{key}}}],
            "views":[{{"name":"where","title":"Where","resources":["events"],"specType":"simple",
            "spec":{{"type":"table","group":"name"}},"_figure":{{"kinds":["map"],"geometry":"regions"}}}}]}}"#
        );
        let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON"));
        let map =
            format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, feature(first, 10), feature(second, 11));
        package.add("events", Ok(b"name,place\nFirst,a\nSecond,b\n".to_vec()));
        package.add("places", Ok(b"key,name,latitude,longitude,region\na,A,50.3,10.6,DE1\nb,B,50.3,11.6,7\n".to_vec()));
        package.add("regions", Ok(map.into_bytes()));
        let problems: Vec<_> = package.problems().iter().map(ToString::to_string).collect();
        let regions = package.geometry("regions").map(|geometry| geometry.regions.clone()).unwrap_or_default();
        (problems, regions.into_iter().map(|region| region.id).collect::<Vec<_>>())
    };
    let key = r#","regionKey":"NUTS_ID""#;
    let good = outcome(key, r#"{"NUTS_ID":"DE1","name":"One"}"#, r#"{"NUTS_ID":7}"#);
    assert_eq!(good, (vec![], vec!["DE1".to_owned(), "7".to_owned()]));
    let problems = |key: &str, first: &str, second: &str| outcome(key, first, second).0;
    assert_eq!(
        problems(key, r#"{"NUTS":"DE1","name":"One"}"#, r#"{"level":1}"#),
        [
            r#"datapackage.json, resource "regions", property "regionKey": expected one of NUTS, name, level, found "NUTS_ID""#
        ]
    );
    assert_eq!(
        problems(key, r#"{"NUTS_ID":"DE1"}"#, r#"{"NUTS_ID":"DE1"}"#),
        [
            r#"map.json, property "features[1]", property "properties", property "NUTS_ID": expected every region once, found "DE1" again: give "regionKey" a property that tells the regions apart"#
        ]
    );
    assert_eq!(
        problems(key, r#"{"NUTS_ID":"DE1"}"#, r#"{"NUTS_ID":"DE2"}"#),
        [r#"places.csv, row 3, column "region": expected one of DE1, DE2, found "7""#]
    );
    let unnamed = problems("", r#"{"NUTS_ID":"DE1"}"#, "null");
    assert_eq!(unnamed.len(), 2);
    assert_eq!(
        unnamed[0],
        r#"places.csv, row 2, column "region": expected a region of the map, found "DE1", and no region has an "id": give the resource of the geometry a "regionKey", the property that names its regions"#
    );
}
