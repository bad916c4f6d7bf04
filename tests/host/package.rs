//! What can be wrong with a package, and the words in which an editor is told.

use std::fs;
use std::path::Path;

use crate::common::folder;
use article_figures::error::Part;
use article_figures::package::{Descriptor, Package};
use article_figures::site;

/// The problems of a copy of the article's package with one file changed.
fn problems(change: impl FnOnce(&Path)) -> Vec<String> {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(folder("data")).expect("data") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, copy.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    change(copy.path());
    site::check(copy.path()).problems.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn replaced(file: &str, from: &str, to: &str) -> Vec<String> {
    problems(|folder| {
        let text = fs::read_to_string(folder.join(file)).expect("a file");
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(folder.join(file), text.replacen(from, to, 1)).expect("written");
    })
}

#[track_caller]
fn written(file: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    problems(|folder| fs::write(folder.join(file), bytes).expect("written"))
}

/// The problems of a package of these files.
fn package(files: &[(&str, &str)]) -> Vec<String> {
    site::check(in_folder(files).path()).problems.iter().map(ToString::to_string).collect()
}

fn in_folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    folder
}

/// A descriptor of one table, `data.csv`, with a view of this name.
fn named(view: &str) -> String {
    format!(
        r#"{{"name":"a","resources":[{{"name":"data","path":"data.csv"}}],"views":[{{"name":"{view}","title":"A",
        "resources":["data"],"specType":"simple","spec":{{"type":"bar","group":"name","series":["value"]}}}}]}}"#
    )
}

const TABLE: &str = "name,value\na,1\nb,2\nc,3\n";

#[track_caller]
fn case(found: Vec<String>, expected: &[&str]) {
    assert_eq!(found, expected);
}

#[test]
fn the_article_has_no_problems() {
    case(problems(|_| ()), &[]);
}

#[test]
fn what_is_no_mistake_is_read() {
    let csv = fs::read_to_string(folder("data/investment.csv")).expect("the table");
    let json = fs::read_to_string(folder("data/datapackage.json")).expect("the descriptor");
    case(written("investment.csv", format!("\u{feff}{csv}")), &[]);
    case(written("investment.csv", csv.replace('\n', "\r\n")), &[]);
    case(written("investment.csv", csv.trim_end()), &[]);
    case(written("investment.csv", format!("{csv}\n\n")), &[]);
    case(replaced("investment.csv", ",24.3,", ", 24.3 ,"), &[]);
    case(written("investment.csv", format!("{csv},,,,,,,,,\n")), &[]);
    case(
        replaced("datapackage.json", "\"path\": \"economy.csv\"", "\"path\": \"./economy.csv\", \"licenses\": null"),
        &[],
    );
    case(
        replaced("datapackage.json", "\"path\": \"economy.csv\"", "\"path\": [\"economy.csv\"], \"title\": null"),
        &[],
    );
    case(replaced("investment.csv", "Niederlande,", "\"Niederlande, die \"\"Holländer\"\"\","), &[]);
    case(written("datapackage.json", format!("\u{feff}{json}")), &[]);
    case(written("datapackage.json", json.replace('\n', "\r\n")), &[]);
    case(replaced("datapackage.json", "Ausländisches", "Ausl\\u00e4ndisches \\ud83d\\ude00"), &[]);
}

#[test]
fn files() {
    case(
        problems(|folder| fs::remove_file(folder.join("economy.csv")).expect("removed")),
        &["economy.csv: the file is missing"],
    );
    case(
        problems(|folder| fs::remove_file(folder.join("datapackage.json")).expect("removed")),
        &["datapackage.json: the file is missing"],
    );
    case(written("economy.csv", ""), &["economy.csv: expected a header and rows, found an empty file"]);
    case(
        written("economy.csv", "key,name,name@en,name@ru,name@kk,share,statement,quotation,source\n"),
        &["economy.csv: expected at least one row below the header, found none"],
    );
    case(
        written("economy.csv", b"key,name\nmining,Rohstoff\xe4\n"),
        &["economy.csv, row 2: not valid UTF-8: save the file as UTF-8, in Excel as \"CSV UTF-8\""],
    );
    case(
        written("datapackage.json", b"{\"title\": \"\xff\"}"),
        &["datapackage.json: not valid UTF-8: save the file as UTF-8, in Excel as \"CSV UTF-8\""],
    );
}

#[test]
fn ten_megabytes_of_one_line() {
    let long = "x".repeat(10 << 20);
    let shown = format!("{}…", "x".repeat(40));
    let found = written("population.csv", &long);
    assert_eq!(found[0], format!("population.csv, row 1, column \"year\": expected this column, found only {shown}"));
    let header = "expected at most 10000 characters in a cell, found 10485760";
    assert!(found.contains(&format!("population.csv, row 1, column \"{shown}\": {header}")), "{found:#?}");
    let cell =
        "population.csv, row 2, column \"statement\": expected at most 10000 characters in a cell, found 10485763";
    case(replaced("population.csv", "D01", &format!("{long}D01")), &[cell]);
    case(
        written("datapackage.json", &long),
        &["datapackage.json: not valid JSON in line 1, column 1: did not expect \"x\""],
    );
    case(
        written("datapackage.json", "[".repeat(10 << 20)),
        &["datapackage.json: not valid JSON in line 1, column 65: did not expect \"[\""],
    );
}

#[test]
fn broken_json() {
    let at = |place: &str| format!("datapackage.json: not valid JSON in {place}");
    for (json, place) in [
        ("", "line 1, column 1: did not expect the end of the file"),
        ("{", "line 1, column 2: did not expect the end of the file"),
        ("{\"title\": \"x\",}", "line 1, column 15: did not expect \"}\""),
        ("{\"title\": \"x\"\n \"views\": []}", "line 2, column 2: did not expect \"\"\""),
        ("{\"whole\": 1,5}", "line 1, column 13: did not expect \"5\""),
        ("{\"whole\": .5}", "line 1, column 11: did not expect \".\""),
        ("{\"whole\": 05}", "line 1, column 11: did not expect \"0\""),
        ("{\"title\": \"a\nb\"}", "line 1, column 13: did not expect \"\n\""),
        ("{\"title\": \"\\ud800\"}", "line 1, column 18: did not expect \"\"\""),
        ("{} x", "line 1, column 4: did not expect \"x\""),
        ("{\"x\": nul}", "line 1, column 7: did not expect \"n\""),
    ] {
        case(written("datapackage.json", json), &[&at(place)]);
    }
    case(written("datapackage.json", "[]"), &["datapackage.json: expected an object, found a list"]);
}

#[test]
fn columns() {
    case(
        replaced("population.csv", "year,population", "year,people"),
        &[
            "population.csv, row 1, column \"population\": expected this column, found only year, people, statement, quotation, sour…",
            "population.csv, row 1, column \"people\": the schema does not describe this column: describe it or remove it",
        ],
    );
    case(
        written("population.csv", "year,population,statement,quotation,source,year\n"),
        &[
            "population.csv, row 1, column \"year\": expected each column once, found this name again",
            "population.csv: expected at least one row below the header, found none",
        ],
    );
    case(replaced("population.csv", "1989,7.3,", "1989,"), &["population.csv, row 2: expected 5 cells, found 4"]);
}

#[test]
fn cells() {
    let share = |cell: &str| replaced("investment.csv", ",24.3,", &format!(",{cell},"));
    let at = |problem: &str| format!("investment.csv, row 3, column \"share\": {problem}");
    for (cell, problem) in [
        ("\"24,3\"", "expected a number, found \"24,3\": write a point, 24.3"),
        ("n/a", "expected a number, found \"n/a\": if it stands for no value, add it to \"missingValues\""),
        ("", "expected a number, found an empty cell"),
        ("NaN", "expected a number, found \"NaN\": if it stands for no value, add it to \"missingValues\""),
        ("inf", "expected a number, found \"inf\": if it stands for no value, add it to \"missingValues\""),
        ("24.3.1", "expected a number, found \"24.3.1\""),
        ("4.0l2", "expected a number, found \"4.0l2\""),
        (
            "\"1,234\"",
            "expected a number, found \"1,234\", which may be either of 1234 / 1.234: write the one that is meant, or give the field \"groupChar\" or \"decimalChar\"",
        ),
        (
            "1\u{a0}234",
            "expected a number, found \"1<U+00A0>234\": write it with digits and a point alone, or give the field \"groupChar\": \"\u{a0}\"",
        ),
        (
            "24 %",
            "expected a number, found \"24 %\": write it with digits and a point alone, or give the field \"bareNumber\": false",
        ),
        ("-4", "expected at least 0, found -4"),
        ("104", "expected at most 100, found 104"),
    ] {
        case(share(cell), &[&at(problem)]);
    }
    case(
        replaced("population.csv", "1989,", "89,"),
        &["population.csv, row 2, column \"year\": expected a year of four digits, found \"89\""],
    );
    case(
        replaced("investment.csv", "us,USA", "nl,USA"),
        &["investment.csv, row 3, column \"key\": expected every value once, found \"nl\" already in row 2"],
    );
    case(
        replaced("investment.csv", "us,USA", ",USA"),
        &["investment.csv, row 3, column \"key\": expected a text, found an empty cell"],
    );
}

#[test]
fn rows_are_counted_as_a_spreadsheet_does() {
    let broken = |csv: &str| of_table("", "\"name\":\"n\",\"type\":\"number\"", csv);
    for csv in ["n\n\n1\nx1\n", "n\r\n\r\n1\r\nx1\r\n", "n\r\r1\rx1\r", "\n\nn\nx1\n", "n\n\" \"\n1\nx1"] {
        case(
            broken(csv),
            &[
                "t.csv, row 4, column \"n\": expected a number, found \"x1\": remove \"x\" and write the number in the unit of its column, or leave the cell empty",
            ],
        );
    }
    case(
        of_table("", "\"name\":\"n\"", "n\n\na\n\na\n"),
        &["t.csv, row 5, column \"n\": expected every value once, found \"a\" already in row 3"],
    );
}

/// The problems of a table of a column, with more about its resource.
fn of_table(resource: &str, field: &str, csv: &str) -> Vec<String> {
    let json = format!(
        r#"{{"resources":[{{"name":"t","path":"t.csv"{resource},"schema":{{"fields":[{{{field}}}],"uniqueKeys":[["n"]]}}}}]}}"#
    );
    of_package(&json, csv)
}

fn of_package(json: &str, csv: &str) -> Vec<String> {
    let mut package = Package::new(Descriptor::parse("datapackage.json", json.as_bytes()).expect("JSON"));
    package.add("t", Ok(csv.as_bytes().to_vec()));
    package.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn what_the_standard_says_of_cells() {
    let number = "\"name\":\"n\",\"type\":\"number\"";
    for (field, csv, expected) in [
        ("\"missingValues\":[\"-99\"],\"constraints\":{\"minimum\":0}", "n\n-99\n1\n", None),
        ("\"constraints\":{\"enum\":[1,\"2\"]}", "n\n1.0\n2\n", None),
        ("\"constraints\":{\"enum\":[1,2]}", "n\n3\n", Some("row 2, column \"n\": expected one of 1, 2, found \"3\"")),
        ("\"title\":null", "n\n1\n", None),
        (
            "\"title\":null",
            "n\n1\n1\n",
            Some("row 3, column \"n\": expected every value once, found \"1\" already in row 2"),
        ),
        (
            "\"decimalChar\":\",\",\"groupChar\":\".\"",
            "n\n4210.5\n",
            Some("row 2, column \"n\": expected a number, found \"4210.5\""),
        ),
        (
            "\"title\":null",
            "n\n-2e18\n",
            Some("row 2, column \"n\": expected at most 1000000000000000000, found \"-2e18\""),
        ),
        (
            "\"bareNumber\":false",
            "n\n(3.50)\n",
            Some(
                "row 2, column \"n\": expected a number, found \"(3.50)\": write it with digits and a point alone, or give the field \"negative\": \"parentheses\"",
            ),
        ),
        ("\"negative\":\"parentheses\"", "n\n(3.50)\n", None),
        ("\"negative\":\"trailing\",\"suffix\":\"%\"", "n\n3.50-%\n3.50%-\n", None),
        ("\"marks\":[\"*\",\"p\"]", "n\n3.50*\n4 p\n5\n", None),
        (
            "\"marks\":[\"*\"]",
            "n\n3.50*\n4 p\n",
            Some(
                "row 3, column \"n\": expected a number, found \"4 p\": remove \"p\", or, if the number is right without it, give the field \"marks\": [\"p\"]",
            ),
        ),
        (
            "\"prefix\":\"$\"",
            "n\n$3\n€4\n",
            Some(
                "row 3, column \"n\": expected a number, found \"€4\": remove \"€\" and write the number in the unit of its column, or leave the cell empty",
            ),
        ),
        (
            "\"bareNumber\":false",
            "n\n3 %\n4%\n0.5\n",
            Some("row 4, column \"n\": expected a number, found \"0.5\": write it as the others, with \"%\""),
        ),
    ] {
        let expected: Vec<_> = expected.map(|expected| format!("t.csv, {expected}")).into_iter().collect();
        assert_eq!(of_table("", &format!("{number},{field}"), csv), expected, "{field}");
    }
}

#[test]
fn dates() {
    let any = "\"name\":\"n\",\"type\":\"date\",\"format\":\"any\"";
    case(of_table("", any, "n\n01/02/2000\n01/25/2000\n"), &[]);
    case(
        of_table("", any, "n\n01/02/2000\n02/03/2000\n"),
        &[
            "t.csv, row 2, column \"n\": expected a date, found \"01/02/2000\", whose day and month may be swapped: write it as 2021-09-12, or give the field a \"format\", one of \"%d/%m/%Y\", \"%m/%d/%Y\"",
        ],
    );
    let start = r#"{"resources":[{"name":"t","path":"t.csv","schema":{"fields":[{"name":"start","type":"date"}]}}]}"#;
    for (cell, as_written) in [("2021-09", "2021-09"), ("2021", "2021"), ("2021-09-01", "2021-09-01")] {
        let mut package = Package::new(Descriptor::parse("datapackage.json", start.as_bytes()).expect("JSON"));
        package.add("t", Ok(format!("start\n{cell}\n").into_bytes()));
        assert_eq!(package.table("t").expect("a table").cell("start", 0).as_deref(), Some(as_written));
    }
    let zone = "\"name\":\"n\",\"type\":\"datetime\",\"format\":\"%Y-%m-%d %H:%M:%S %z\"";
    case(
        of_table("", zone, "n\n2021-01-01 10:00:00\n"),
        &["t.csv, row 2, column \"n\": expected a date in the format of its field, found \"2021-01-01 10:00:00\""],
    );
}

#[test]
fn dialects() {
    let text = "\"name\":\"n\"";
    for dialect in
        [r##""delimiter":";","commentChar":"#","quoteChar":"'""##, r##""csv":{"commentChar":"#","quoteChar":"'"}"##]
    {
        let dialect = format!(",\"dialect\":{{{dialect}}}");
        case(of_table(&dialect, text, "# of 2021\nn\n# and more\n'a,\nb'\n"), &[]);
    }
    case(
        of_table(",\"dialect\":{\"header\":false}", text, "a\nb\n"),
        &[
            "datapackage.json, resource \"t\", property \"dialect\", property \"header\": expected a row of names above the others, found false",
        ],
    );
    case(
        of_package(r#"{"resources":[{"name":"t","path":"t.csv","schema":"t.json"}]}"#, "n\n1\n"),
        &[
            "datapackage.json, resource \"t\", property \"schema\": expected a schema in the descriptor itself, found \"t.json\"",
        ],
    );
}

#[test]
fn tables_without_a_schema() {
    let guessed = |csv: &str| of_package(r#"{"resources":[{"name":"t","path":"t.csv"}]}"#, csv);
    let table = |odd: &str| {
        format!(
            "Month;Loans\n01.01.2025;4.210.000\n01.02.2025;890\n01.03.2025;0\n01.04.2025;{odd}\n01.05.2025;1.004.000\n"
        )
    };
    case(guessed(&table(":")), &[]);
    case(guessed(&table("4.0l2")), &["t.csv, row 5, column \"Loans\": expected a whole number, found \"4.0l2\""]);
    case(guessed(&table("1.5")), &["t.csv, row 5, column \"Loans\": expected a whole number, found \"1.5\""]);
}

#[test]
fn views() {
    let view = |from: &str, to: &str| replaced("datapackage.json", from, to);
    case(share_of("60"), &["investment.csv, column \"share\": expected shares that add up to at most 100, found 119"]);
    case(
        view("\"series\": [\"share\"]", "\"series\": [\"shares\"]"),
        &[
            "datapackage.json, view \"investment\", property \"series\": expected one of key, name, name@en, name@ru, name@kk, group, share, statement, quotation, source, found \"shares\"",
        ],
    );
    case(
        view("\"group\": \"name\"", "\"group\": \"land\""),
        &[
            "datapackage.json, view \"investment\", property \"group\": expected one of key, name, name@en, name@ru, name@kk, group, share, statement, quotation, source, found \"land\"",
        ],
    );
    case(
        view("\"series\": [\"share\"]", "\"series\": [\"name\"]"),
        &["datapackage.json, view \"investment\", property \"series\": expected a field of numbers, found \"name\""],
    );
    case(
        view("\"kinds\": [\"bars\"]", "\"kinds\": [\"pie\"]"),
        &[
            "datapackage.json, view \"investment\", property \"_figure\", property \"kinds\": expected one of bars, stack, slope, timeline, map, cards, line, found \"pie\"",
        ],
    );
    case(
        view("\"kinds\": [\"bars\"]", "\"kinds\": [\"slope\"]"),
        &["datapackage.json, view \"investment\": expected exactly 2 rows for this kind of figure, found 10"],
    );
    case(
        view("\"resources\": [\"economy\"]", "\"resources\": [\"economics\"]"),
        &[
            "datapackage.json, view \"economy\", property \"resources\": expected one of investment, economy, population, strikes, january, chronology, counted, groups, sectors, areas, subjects, places, regions, ground, investment_found, economy_found, population_found, statements, findings, found \"economics\"",
        ],
    );
    case(
        view("\"whole\": 100,", "\"whole\": \"100\","),
        &[
            "datapackage.json, view \"investment\", property \"_figure\", property \"whole\": expected a number, found \"100\"",
        ],
    );
    case(
        view("\"remainder\": \"Übrige Länder\",", ""),
        &[
            "datapackage.json, view \"investment\", property \"_figure\", property \"remainder\": expected a text, found nothing",
        ],
    );
}

/// What else is said of a package of these files.
#[track_caller]
fn notes(files: &[(&str, &str)], expected: &[&str]) {
    let folder = in_folder(files);
    let notes: Vec<_> = site::check(folder.path()).notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, expected);
}

#[test]
fn a_package_that_shows_nothing_says_why() {
    let of = |resources: &str| format!(r#"{{"name":"a","resources":[{resources}]}}"#);
    let unread = "datapackage.json, resource \"a\": expected a CSV file in or below the package's folder, found";
    let table = r#"{"name":"a","path":"data.csv"}"#;
    for (resources, csv, expected) in [
        ("", "", "datapackage.json, property \"resources\": expected a list with a table, found nothing"),
        (
            table,
            "a\nb\nc\n",
            "data.csv: no figure fits this table: give it a column of numbers, and one of dates or names",
        ),
        (table, "a,b\n1\n", "data.csv, row 2: expected 2 cells, found 1"),
        (r#"{"name":"a","path":"https://example.org/a.csv"}"#, "", &format!("{unread} https://example.org/a.csv")),
        (r#"{"name":"a","path":"a.json"}"#, "", &format!("{unread} a.json")),
        (r#"{"name":"a","data":[{"b":1}]}"#, "", &format!("{unread} data: …")),
    ] {
        case(package(&[("datapackage.json", &of(resources)), ("data.csv", csv)]), &[expected]);
    }
    // Beside others they are no mistake.
    let both = of(&format!(r#"{table},{{"name":"b","path":"b.csv"}},{{"name":"c","path":"c.json"}}"#));
    let files = [("datapackage.json", both.as_str()), ("data.csv", TABLE), ("b.csv", "a\nb\nc\n")];
    case(package(&files), &[]);
    notes(
        &files,
        &[
            "b.csv: no figure fits this table: give it a column of numbers, and one of dates or names",
            "datapackage.json, resource \"c\": expected a CSV file in or below the package's folder, found c.json",
        ],
    );
}

/// In the browser a figure may be asked for without a name.
#[test]
fn whoever_asks_for_a_view_is_told_why_there_is_none() {
    for (rest, lacks, view, expected) in [
        (r#""resources":[{"name":"a","path":"a.json"}]"#, true, "", "resource \"a\": expected a CSV file"),
        (r#""resources":[{"name":"a","path":"a.json"}]"#, true, "x", "resource \"a\": expected a CSV file"),
        (r#""resources":[{"name":"a","path":"../a.csv"}]"#, true, "", "property \"path\": expected a file in"),
        (r#""views":[{"name":"x","spec":1}]"#, false, "x", "view \"x\""),
    ] {
        let descriptor = format!("{{\"name\":\"a\",{rest}}}");
        let descriptor = Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON");
        assert_eq!(descriptor.lacks_views(), lacks, "{rest}");
        let mut package = Package::new(descriptor);
        package.guess_views();
        let errors = package.view(view).expect_err("no view");
        assert!(errors[0].to_string().contains(expected), "{rest}: {errors:?}");
    }
}

#[test]
fn languages() {
    let place = "datapackage.json, property \"languages\":";
    let english = "expected one of de, en, kk, ru, found \"fr\": the texts around the figures are in English there";
    let of = |languages: &str| named("loans").replacen('{', &format!("{{\"languages\":[{languages}],"), 1);
    for (languages, problem, note) in [
        ("\"de-AT\"", "", ""),
        ("\"fr\"", "", english),
        ("\"Deutsch!\"", "expected a tag of a language, such as en, found \"Deutsch!\"", ""),
    ] {
        let (descriptor, line) = (of(languages), |text: &str| format!("{place} {text}"));
        let files = [("datapackage.json", &*descriptor), ("data.csv", TABLE)];
        let [problem, note] = [problem, note].map(|text| (!text.is_empty()).then(|| line(text)));
        case(package(&files), &problem.as_deref().into_iter().collect::<Vec<_>>());
        notes(&files, &note.as_deref().into_iter().collect::<Vec<_>>());
    }
}

/// What is guessed of a folder of tables, written down, has no problems and is guessed no otherwise.
#[test]
fn a_guess_can_be_written_down() {
    for (name, csv, view) in [
        ("data.csv", TABLE, "data"),
        ("LOANS.CSV", TABLE, "LOANS"),
        ("data/loans.csv", TABLE, "loans"),
        ("loans of 2025.csv", TABLE, "loans-of-2025"),
        ("pandas.csv", ",name,value\n0,a,1\n1,b,2\n2,c,3\n", "pandas"),
        ("only.csv", ",value\na,1\nb,2\nc,3\n", "only"),
        ("trailing.csv", "name;value;;\na;1;;\nb;2;;\nc;3;;\n", "trailing"),
        ("two.csv", "name;value;;\na;1;x;y\nb;2;x;y\nc;3;x;z\n", "two"),
        ("dates.csv", "Tag;Wert\n01.02.2024;1.234,5\n02.02.2024;99,5\n03.02.2024;NA\n", "dates"),
        ("counted.csv", "kind\na\na\na\nb\nb\nb\n", "counted"),
    ] {
        let folder = in_folder(&[(name, csv)]);
        let (text, report) = site::description(folder.path()).expect("a folder");
        let text = text.expect("a descriptor");
        assert_eq!((report.problems, report.notes), (vec![], vec![]), "{name}");
        fs::write(folder.path().join("datapackage.json"), &text).expect("written");
        let report = site::check(folder.path());
        assert_eq!((report.problems, report.notes, report.views), (vec![], vec![], None), "{name}: {text}");
        let written = Descriptor::parse("datapackage.json", text.as_bytes()).expect("JSON");
        assert_eq!(written.views.iter().map(|view| &*view.name).collect::<Vec<_>>(), [view], "{text}");
        let mut silent: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        silent["views"] = serde_json::Value::Null;
        silent["resources"][0]["title"] = "Loans".into();
        silent["resources"][0]["title@de"] = "Ausleihen".into();
        silent["languages"] = ["en", "de"].as_slice().into();
        guessed_twice(silent, csv);
    }
}

/// A view that is guessed is read from its own text as it was.
#[track_caller]
fn guessed_twice(mut descriptor: serde_json::Value, csv: &str) {
    let package = |descriptor: &serde_json::Value| {
        let parsed = Descriptor::parse("datapackage.json", descriptor.to_string().as_bytes()).expect("JSON");
        let name = parsed.resources[0].name.clone();
        let mut package = Package::new(parsed);
        package.add(&name, Ok(csv.as_bytes().to_vec()));
        package.guess_views();
        package.descriptor.views
    };
    descriptor.as_object_mut().expect("an object").remove("views");
    let guessed = package(&descriptor);
    descriptor["views"] = site::suggestion::value(&guessed);
    assert_eq!(format!("{:?}", package(&descriptor)), format!("{guessed:?}"), "{descriptor:#}");
}

#[test]
fn a_folder_without_a_descriptor() {
    let cells = "b.csv, row 3: expected 2 cells, found 3";
    let files = [("a.csv", TABLE), ("b.csv", "a,b\n1,2\n1,2,3\n"), ("README.txt", "Read, me"), (".c.csv", "")];
    case(package(&files), &["datapackage.json: the file is missing", cells]);
    let folder = in_folder(&files);
    let (text, report) = site::description(folder.path()).expect("a folder");
    case(report.problems.iter().map(ToString::to_string).collect(), &[cells]);
    fs::write(folder.path().join("datapackage.json"), text.expect("a descriptor")).expect("written");
    case(site::check(folder.path()).problems.iter().map(ToString::to_string).collect(), &[cells]);
    let (text, report) = site::description(in_folder(&files[1..]).path()).expect("a folder");
    assert_eq!((text, report.problems.len()), (None, 1));
    let (text, report) = site::description(in_folder(&files[2..]).path()).expect("a folder");
    assert_eq!((text, report.problems, report.notes), (None, vec![], vec![]));
}

#[test]
fn files_have_names_of_their_own() {
    for (paths, names) in [
        ("a.csv b/c.csv", "a c"),
        ("2023/data.csv 2024/data.csv", "2023/data 2024/data"),
        ("a.csv a.tsv", "a.csv a.tsv"),
    ] {
        let paths: Vec<_> = paths.split(' ').map(str::to_owned).collect();
        let descriptor = Descriptor::of_files(&paths, "en");
        let found: Vec<_> = descriptor.resources.iter().map(|resource| &*resource.name).collect();
        assert_eq!(found.join(" "), names);
    }
}

/// Where rows say where they come from, those of other rows are not asked, nor points of lines and counts.
#[test]
fn origins_of_rows() {
    let of = |spec: &str| {
        format!(
            r#"{{"name":"a","resources":[{{"name":"data","path":"data.csv"}}],"views":[{{"name":"a","title":"A","resources":["data"],"specType":"simple",{spec}}}]}}"#
        )
    };
    let bars =
        |figure: &str| of(&format!(r#""spec":{{"type":"bar","group":"name","series":["value"]}},"_figure":{figure}"#));
    let rows = "https://example.org/,2020,b,1\n,2021,c,2\nhttps://example.org/,2022,d,3\n";
    let csv = format!("source,year,name,value\n{rows}");
    let missing = "data.csv, row 3, column \"source\": expected a source, or a note why there is none, found nothing";
    for (descriptor, expected) in [
        (bars(r#"{"kinds":["bars"]}"#), vec![missing]),
        (bars(r#"{"kinds":["bars"],"limit":2}"#), vec![missing]),
        // A reader may ask for the other bars, for no other parts.
        (bars(r#"{"kinds":["bars"],"limit":1}"#), vec![missing]),
        (bars(r#"{"kinds":["stack"],"limit":1}"#), vec![]),
        (of(r#""spec":{"type":"bar","group":"name"},"_figure":{"kinds":["bars"],"count":true}"#), vec![]),
        (of(r#""spec":{"type":"line","group":"year","series":["value"]}"#), vec![]),
    ] {
        case(package(&[("datapackage.json", &descriptor), ("data.csv", &csv)]), &expected);
    }
}

/// A long name is cut where it is told, and nowhere else.
#[test]
fn long_names() {
    let name = "loans-of-all-branches-of-the-city-in-each-month-of-2025";
    let descriptor = named(name).replace("\"bar\"", "7");
    let place = "datapackage.json, view \"loans-of-all-branches-of-the-city-in-eac…\", property \"spec\"";
    let told = format!("{place}, property \"type\": expected a text, found 7");
    let folder = in_folder(&[("datapackage.json", &descriptor), ("data.csv", TABLE)]);
    let problems = site::check(folder.path()).problems;
    case(problems.iter().map(ToString::to_string).collect(), &[&told]);
    assert_eq!(problems[0].place().part(Part::View), Some(name));
    let parsed = Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON");
    assert_eq!(parsed.view(name).map(|view| view.name.clone()), Err(problems));
}

/// They become folders and addresses.
#[test]
fn names_of_views() {
    for name in ["loans", "loans.2025_a-b", "жылдар"] {
        case(package(&[("datapackage.json", &named(name)), ("data.csv", TABLE)]), &[]);
    }
    for name in ["../../../x", "/tmp/x", "a/b", "..", ".a", "a b", "a#b", "100%", "a?b"] {
        let expected = "expected a name of letters, digits, - and _, found";
        case(
            package(&[("datapackage.json", &named(name)), ("data.csv", TABLE)]),
            &[&format!("datapackage.json, view \"{name}\", property \"name\": {expected} \"{name}\"")],
        );
    }
    for (name, expected) in [
        ("index.html", "a name that no file of the site has"),
        ("CON", "a name that Windows does not reserve for a device"),
        ("aux.txt", "a name that Windows does not reserve for a device"),
        ("lpt1", "a name that Windows does not reserve for a device"),
        ("constructor", "a name that JavaScript does not use itself"),
        ("__proto__", "a name that JavaScript does not use itself"),
        ("loans.", "a name that ends in neither a dot nor a space"),
    ] {
        let told =
            format!("datapackage.json, view \"{name}\", property \"name\": expected {expected}, found \"{name}\"");
        case(package(&[("datapackage.json", &named(name)), ("data.csv", TABLE)]), &[&told]);
    }
    let long = "a".repeat(300);
    let problems = package(&[("datapackage.json", &named(&long)), ("data.csv", TABLE)]);
    assert!(problems.len() == 1 && problems[0].contains("expected a name of at most 200 bytes"), "{problems:?}");
}

/// Names that a disk takes for one, and languages and files that no disk or server takes.
#[test]
fn names_that_are_too_alike_or_fit_no_disk() {
    let alike = |name: &str| {
        format!("a disk may take this name for \"{name}\": give it another one that differs in more than its case")
    };
    let view = |name: &str| {
        format!(
            r#"{{"name":"{name}","title":"A","resources":["data"],"specType":"simple",
        "spec":{{"type":"bar","group":"name","series":["value"]}}}}"#
        )
    };
    let two = format!(
        r#"{{"name":"a","resources":[{{"name":"data","path":"data.csv"}}],"views":[{},{}]}}"#,
        view("Loans"),
        view("loans")
    );
    let told = format!("datapackage.json, view \"loans\": {}", alike("Loans"));
    case(package(&[("datapackage.json", &two), ("data.csv", TABLE)]), &[&told]);

    let of_path = |path: &str| {
        format!(
            r#"{{"name":"a","resources":[{{"name":"data","path":"data.csv"}},{{"name":"other","path":"{path}"}}]}}"#
        )
    };
    let data = "a file whose name ends in .csv, .tsv, .tab, .txt, .json, .geojson or .topojson";
    for (path, expected) in [
        ("Data.csv", alike("data.csv")),
        ("nul.csv", "expected a name that Windows does not reserve for a device, found \"nul.csv\"".to_owned()),
        ("aux/a.csv", "expected a name that Windows does not reserve for a device, found \"aux/a.csv\"".to_owned()),
        ("a./b.csv", "expected a name that ends in neither a dot nor a space, found \"a./b.csv\"".to_owned()),
    ] {
        let told = format!("datapackage.json, resource \"other\", property \"path\": {expected}");
        case(package(&[("datapackage.json", &of_path(path)), ("data.csv", TABLE)]), &[&told]);
    }
    let html = r#"{"name":"a","resources":[{"name":"data","path":"data.csv"},{"name":"other","path":"a.html","format":"csv"}]}"#;
    let told = format!("datapackage.json, resource \"other\", property \"path\": expected {data}, found \"a.html\"");
    case(package(&[("datapackage.json", html), ("data.csv", TABLE)]), &[&told]);

    let of_languages = |tags: &str| {
        format!(r#"{{"name":"a","title":"1","languages":[{tags}],"resources":[{{"name":"data","path":"data.csv"}}]}}"#)
    };
    for (tags, expected) in [
        (r#""en","EN""#, alike("en")),
        (r#""en","con""#, "expected a name that Windows does not reserve for a device, found \"con\"".to_owned()),
        (r#""en","check""#, "expected a tag of a language, such as en, found \"check\"".to_owned()),
        (r#""en","__proto__""#, "expected a tag of a language, such as en, found \"__proto__\"".to_owned()),
        (r#""en","..""#, "expected a name that ends in neither a dot nor a space, found \"..\"".to_owned()),
    ] {
        let told = format!("datapackage.json, property \"languages\": {expected}");
        let problems = package(&[("datapackage.json", &of_languages(tags)), ("data.csv", TABLE)]);
        assert!(problems.contains(&told), "{tags}: {problems:?}");
    }
}

fn share_of(netherlands: &str) -> Vec<String> {
    replaced("investment.csv", ",30.2,", &format!(",{netherlands},"))
}

#[test]
fn resources() {
    let resource = |from: &str, to: &str| replaced("datapackage.json", from, to);
    for path in ["../secret.csv", "/etc/passwd", ".hidden/x.csv", "a\\\\b.csv"] {
        let found = path.replace("\\\\", "\\");
        let expected = "datapackage.json, resource \"economy\", property \"path\": expected a file in or below the package's folder, found ";
        case(resource("\"path\": \"economy.csv\"", &format!("\"path\": \"{path}\"")), &[&format!("{expected}{found}")]);
    }
    for (path, found) in
        [("\"https://example.org/x.csv\"", "https://example.org/x.csv"), ("[\"a.csv\", \"b.csv\"]", "path: […]")]
    {
        let view = "datapackage.json, view \"economy\", property \"resources\"";
        let expected = format!("{view}: expected a CSV file in or below the package's folder, found {found}");
        case(resource("\"path\": \"economy.csv\"", &format!("\"path\": {path}")), &[&expected]);
    }
    case(
        resource("\"name\": \"economy\",", "\"name\": \"investment\","),
        &[
            "datapackage.json, resource \"investment\": expected each name once, found this one again",
            "datapackage.json, view \"economy\", property \"resources\": expected one of investment, investment, population, strikes, january, chronology, counted, groups, sectors, areas, subjects, places, regions, ground, investment_found, economy_found, population_found, statements, findings, found \"economy\"",
            "investment.csv, row 1, column \"group\": expected this column, found only key, name, name@en, name@ru, name@kk, sh…",
        ],
    );
    case(
        resource("\"type\": \"year\"", "\"type\": \"jahr\""),
        &[
            "datapackage.json, resource \"population\", field \"year\", property \"type\": expected one of number, integer, year, date, datetime, yearmonth, string, boolean, object, array, list, time, geojson, duration, geopoint, any, found \"jahr\"",
            "datapackage.json, resource \"population\", property \"schema\", property \"primaryKey\": expected one of population, statement, quotation, source, found \"year\"",
        ],
    );
}

#[test]
fn all_problems_are_listed_and_not_only_the_first() {
    let found = problems(|folder| {
        fs::remove_file(folder.join("economy.csv")).expect("removed");
        let csv = fs::read_to_string(folder.join("investment.csv")).expect("read");
        let csv = csv.replace(",24.3,", ",x,").replace(",10.9,", ",,").replace("cn,", "ch,");
        fs::write(folder.join("investment.csv"), csv).expect("written");
        let json = fs::read_to_string(folder.join("datapackage.json")).expect("read");
        fs::write(folder.join("datapackage.json"), json.replace("\"slope\"", "\"pie\"")).expect("written");
    });
    case(
        found,
        &[
            "datapackage.json, view \"population\", property \"_figure\", property \"kinds\": expected one of bars, stack, slope, timeline, map, cards, line, found \"pie\"",
            "investment.csv, row 3, column \"share\": expected a number, found \"x\": if it stands for no value, add it to \"missingValues\"",
            "investment.csv, row 4, column \"share\": expected a number, found an empty cell",
            "investment.csv, row 5, column \"key\": expected every value once, found \"ch\" already in row 4",
            "economy.csv: the file is missing",
        ],
    );
}

#[test]
fn quotations_are_verbatim() {
    let table = fs::read_to_string(folder("data/population.csv")).expect("the table");
    assert_eq!(
        table.matches("7,3\u{a0}\u{a0}auf\u{a0}3,7\u{20}Millionen").count(),
        2,
        "no-break spaces as the article has them"
    );
}

#[test]
fn what_the_schema_cannot_say() {
    case(
        replaced("statements.csv", "von 7,3\u{a0}\u{a0}auf", "von 7,3  auf"),
        &["statements.csv, row 34, column \"quotation\": expected 3 no-break spaces, found 1"],
    );
    case(
        replaced(
            "statements.csv",
            ",,hier keine genannt,none given here,здесь не указан,бұл жерде көрсетілмеген,confirmed,Ein Bericht nennt für die Umbenennung",
            ",,,,,,confirmed,Ein Bericht nennt für die Umbenennung",
        ),
        &[
            "chronology.csv, row 14, column \"statement\": expected a source, or a note why there is none, found nothing",
        ],
    );
    case(
        replaced("strikes.csv", "Couriers’ strike in Almaty", ""),
        &["strikes.csv, row 6, column \"name@en\": expected a text, found an empty cell"],
    );
    case(
        replaced("datapackage.json", "\"tab@ru\": ", "\"_tab@ru\": "),
        &["datapackage.json, view \"investment\", property \"tab@ru\": expected a translation, found nothing"],
    );
    case(
        replaced("counted.csv", "Mio. Dollar,million dollars", "Mio. Dollar,"),
        &["counted.csv, row 4, column \"unit@en\": expected a translation of the column \"unit\", found an empty cell"],
    );
    case(
        replaced(
            "economy.csv",
            "construction,Bauwesen,Construction,Строительство,Құрылыс,6,",
            "construction,Bauwesen,Construction,Строительство,Құрылыс,16,",
        ),
        &["economy.csv, row 5, column \"share\": expected a number that the quotation states, “Bauwesen 6%”, found 16"],
    );
    case(
        replaced("january.csv", "J01,Bergarbeiter", "remainder,Bergarbeiter"),
        &[
            "january.csv, row 3, column \"key\": expected another key, found \"remainder\", which the program gives to what it derives",
        ],
    );
    case(
        replaced("january.csv", "2022-01,karaganda", "2022-01,atlantis"),
        &[
            "january.csv, row 3, column \"place\": expected a key of places, found \"atlantis\"",
            "january.csv, row 3, column \"place\": expected a place with coordinates, found atlantis",
        ],
    );
    case(
        replaced("strikes.csv", "2021-10-23", "23.10.2021"),
        &["strikes.csv, row 8, column \"start\": expected 2021, 2021-09 or 2021-09-12, found 23.10.2021"],
    );
    case(
        replaced("strikes.csv", "2021-11-10,2021-11-12", "2021-11-13,2021-11-12"),
        &["strikes.csv, row 10, column \"end\": expected at least 2021-11-13, found 2021-11-12"],
    );
    case(
        replaced("chronology.csv", ",protest,L04", ",protest,L99"),
        &[
            "chronology.csv, row 6, column \"statement\": expected a key of statements, found \"L99\"",
            "chronology.csv, row 6, column \"statement\": expected a statement with a quotation, found nothing",
        ],
    );
    case(
        problems(|folder| {
            let csv = fs::read_to_string(folder.join("january.csv")).expect("read");
            let lines: Vec<_> = csv.lines().filter(|line| !line.starts_with("J02")).collect();
            fs::write(folder.join("january.csv"), lines.join("\n")).expect("written");
        }),
        &[
            "statements.csv, row 59, column \"id\": expected statement J02 in a figure, or \"none\" in the column \"drawn\"",
        ],
    );
}

#[test]
fn geometries() {
    case(written("regions.topo.json", "{}"), &["regions.topo.json, property \"type\": expected a text, found nothing"]);
    case(
        replaced("datapackage.json", "\"geometry\": \"regions\"", "\"geometry\": \"lakes\""),
        &[
            "datapackage.json, view \"strikes\", property \"geometry\": expected one of investment, economy, population, strikes, january, chronology, counted, groups, sectors, areas, subjects, places, regions, ground, investment_found, economy_found, population_found, statements, findings, found \"lakes\"",
        ],
    );
}

#[test]
fn tables_have_as_many_rows_as_another_reader_counts() {
    let sizes = site::check(&folder("data")).sizes;
    assert!(sizes.len() > 10, "{sizes:?}");
    for size in &sizes {
        let mut reader = csv::Reader::from_path(folder("data").join(&size.file)).expect("a table");
        let columns = reader.headers().expect("a header").len();
        assert_eq!((size.rows, size.columns, size.left_out), (reader.records().count(), columns, 0), "{}", size.file);
    }
}

#[test]
fn one_file_is_checked_by_its_description_or_its_cells() {
    let descriptor = r#"{"name":"a","languages":["en"],"resources":[
        {"name":"t","path":"t.csv","schema":{"fieldsMatch":"subset","fields":[
        {"name":"n","type":"string"},{"name":"v","type":"number"}]}},
        {"name":"other","path":"other.csv"}]}"#;
    let table = "n,v,extra\n\"a\nb\",1,x\n\nc,2,y\n";
    let data =
        in_folder(&[("datapackage.json", descriptor), ("t.csv", table), ("other.csv", "a,b\n1\n"), ("own.csv", table)]);
    let told = |name: &str| {
        let report = site::check(&data.path().join(name));
        let problems: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
        let sizes: Vec<_> = report.sizes.iter().map(ToString::to_string).collect();
        [problems, sizes].concat()
    };
    assert_eq!(told("t.csv"), ["t.csv: 2 rows, 3 columns, 1 of them not in the schema"]);
    assert_eq!(told("own.csv"), ["own.csv: 2 rows, 3 columns"]);
    assert_eq!(told("other.csv"), ["other.csv, row 2: expected 2 cells, found 1"]);
    assert_eq!(told("datapackage.json"), told(""));
}

/// A key is a span of time as long as its field says, on both sides.
#[test]
fn quarters_are_keys() {
    let field = r#"{"name":"quarter","type":"date","format":"Q%q/%Y"}"#;
    let text = format!(
        r#"{{"resources":[{{"name":"a","path":"a.csv","schema":{{"fields":[{field}],
        "foreignKeys":[{{"fields":"quarter","reference":{{"resource":"b","fields":"quarter"}}}}]}}}},
        {{"name":"b","path":"b.csv","schema":{{"fields":[{field}],"primaryKey":"quarter"}}}}]}}"#
    );
    let mut package = Package::new(Descriptor::parse("datapackage.json", text.as_bytes()).expect("JSON"));
    package.add("a", Ok(b"quarter\nQ3/2015\n".to_vec()));
    package.add("b", Ok(b"quarter\nQ2/2015\nQ3/2015\n".to_vec()));
    assert_eq!(package.problems(), []);
    let table = package.table("a").expect("a table");
    assert_eq!(
        package.referred(table, "quarter", 0).map(|(other, row)| (other.key(row), row)),
        Some(("2015-Q3".to_owned(), 1))
    );
}
