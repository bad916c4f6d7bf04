//! The table of every figure against the files of `data/`, cell by cell, in every language. What stands in a cell
//! is read back into the number or the words of the file, by other code than that which wrote it.

use std::collections::BTreeMap;

use crate::common::{article, figure, folder, locale};
use article_figures::markup;
use article_figures::package::Date;
use article_figures::state::State;
use scraper::{ElementRef, Html, Selector};

type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder("data").join(file)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The cell in a language; the package's first one needs no suffix.
fn own<'a>(row: &'a Row, column: &str, language: &str) -> &'a str {
    row.get(&format!("{column}@{language}")).or_else(|| row.get(column)).map_or("", String::as_str)
}

fn keyed<'a>(rows: &'a [Row], column: &str, key: &str) -> &'a Row {
    rows.iter().find(|row| row[column] == key).expect(key)
}

/// The number at the begin of a text, after words such as "about".
fn number(text: &str) -> f64 {
    let start = text.find(|sign: char| sign.is_ascii_digit() || sign == '−').unwrap_or(text.len());
    let end = text[start..].find(|sign: char| !(sign.is_ascii_digit() || "−.,\u{a0}".contains(sign)));
    let digits = text[start..end.map_or(text.len(), |end| start + end)].trim_end_matches(['\u{a0}', '.', ',']);
    let digits = digits.replace('\u{a0}', "").replace('−', "-").replace(',', ".");
    digits.parse().expect(text)
}

const STATUSES: [(&str, &str); 5] = [
    ("confirmed", "confirmed"),
    ("partly", "partly_short"),
    ("deviates", "deviates_short"),
    ("not_found", "not_found_short"),
    ("not_checked", "not_checked"),
];

#[test]
fn tables_are_the_data() {
    let package = article();
    let (statements, places) = (rows("statements.csv"), rows("places.csv"));
    let mut cells = 0;
    for language in &package.descriptor.languages {
        let (locale, words) = (locale(language), crate::common::words(language));
        for (view, label, value) in [
            ("investment", "name", "share"),
            ("economy", "name", "share"),
            ("population", "year", "population"),
            ("strikes", "name", "duration"),
            ("january", "name", ""),
            ("chronology", "name", ""),
            ("counted", "name", "value"),
        ] {
            let figure = figure(view, language);
            let html = Html::parse_fragment(&markup::figure(&figure, &[], &State::default(), &locale, "", ""));
            let select = |selector: &str| Selector::parse(selector).expect("a selector");
            let heads: Vec<_> = html.select(&select("thead th")).map(text).collect();
            let body: Vec<Vec<ElementRef>> =
                html.select(&select("tbody tr")).map(|row| row.select(&select("th, td")).collect()).collect();
            let column = |name: &str| heads.iter().position(|head| *head == words[name]);
            let measure = (!value.is_empty()).then(|| column("checked").expect("a status") - 1);
            for (index, row) in rows(&format!("{view}.csv")).iter().enumerate() {
                let at = |column: Option<usize>| column.map(|column| text(body[index][column]));
                let place = format!("{language} {view} {index}");
                assert_eq!(at(Some(0)).as_deref(), Some(own(row, label, language)), "{place}");
                if let Some(measure) = at(measure) {
                    match row[value].parse::<f64>() {
                        Ok(stated) => assert_eq!(number(&measure), stated, "{place}"),
                        Err(_) => assert_eq!(measure, words["no_value"], "{place}"),
                    }
                }
                if let Some(key) = row.get("place") {
                    let expected = own(keyed(&places, "key", key), "name", language);
                    assert_eq!(at(column("column_place")).as_deref(), Some(expected), "{place}");
                }
                if let (Some(time), Some(start)) =
                    (at(column("column_time")), row.get("start").filter(|at| !at.is_empty()))
                {
                    let date = |text: &str| Date::parse(text).expect("a date");
                    let end = row.get("end").filter(|end| !end.is_empty()).unwrap_or(start);
                    let open = row.get("end_edge").is_some_and(|edge| edge == "open");
                    let end = if open { start } else { end };
                    assert!(time.ends_with(&locale.dates(date(start), date(end))), "{place}: {time}");
                }
                if let Some(statement) = statements.iter().find(|statement| statement["id"] == row["statement"]) {
                    let status = STATUSES.iter().find(|(name, _)| *name == statement["status"]).expect("a status").1;
                    assert_eq!(at(column("checked")).as_deref(), Some(&*words[status]), "{place}");
                    let quotation =
                        row.get("quotation").filter(|own| !own.is_empty()).unwrap_or(&statement["quotation"]);
                    let wording = at(column("quotation")).expect("a wording");
                    assert_eq!(&wording, quotation, "{place}");
                }
                cells += body[index].len();
            }
        }
    }
    println!("{cells} cells");
    assert!(cells > 300 * package.descriptor.languages.len() / 2, "{cells} cells");
}

fn text(element: ElementRef) -> String {
    element.text().collect()
}
