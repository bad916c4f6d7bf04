//! A figure's data to take away, as tables for people and programs.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::address::File;
use super::edition::Edition;
use crate::figure::{Datum, Edge, Figure, Finding, Origin, Statement, Status};
use crate::package::{Cells, Column, Date, Table, moment};

/// A datum in columns; what is not known of it is empty.
#[derive(Serialize)]
struct Row<'a> {
    key: &'a str,
    label: &'a str,
    /// In `unit`; of a range its begin.
    #[serde(serialize_with = "number")]
    value: Option<f64>,
    unit: Option<&'a str>,
    /// Value and time as the language writes them.
    text: &'a str,
    group: Option<&'a str>,
    /// Its lane in each of the figure's lanes.
    lanes: Option<String>,
    /// The first day and the last, and how well they are known: `sharp`, `fuzzy`, `open`.
    begin: Option<String>,
    begin_edge: Option<&'a str>,
    end: Option<String>,
    end_edge: Option<&'a str>,
    place: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// `stated` by the article, `derived` here, `found` with others.
    origin: &'a str,
    computation: Option<&'a str>,
    /// What others say, as one set, and the key of the row that they say it of.
    series: Option<&'a str>,
    of: Option<&'a str>,
    /// What is known from others of what is stated.
    status: Option<&'a str>,
    statement: Option<&'a str>,
    quotation: Option<&'a str>,
    source: Option<&'a str>,
    note: Option<&'a str>,
}

/// The data as CSV (RFC 4180) in UTF-8: a header, then a line for each datum.
///
/// # Errors
/// None that the data could cause.
pub fn csv(figure: &Figure) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut plain = csv::WriterBuilder::new().from_writer(Vec::new());
    for datum in &figure.data {
        plain.serialize(row(datum, figure))?;
    }
    let written = plain.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*written);
    for record in reader.records() {
        writer.write_record(record?.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// All rows of a table as CSV, in the signs of programs: points, no groups, dates of ISO 8601.
///
/// # Errors
/// None that the data could cause.
pub fn rows(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| harmless(&column.field.name).into_owned()))?;
    for row in 0..table.rows {
        let cell = |column: &Column| {
            let text = column.text(row).unwrap_or_default();
            if matches!(column.cells, Cells::Text(_)) { harmless(&text).into_owned() } else { text }
        };
        writer.write_record(table.columns.iter().map(cell))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Protects a text that a spreadsheet would run as a formula with an apostrophe. A formula that has apostrophes before it
/// gets one more, so that `unprotected` in `www/menu/formula.js` restores every text. Numbers stay as they are.
fn harmless(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet runs a text. `-inf` and `+nan`, which Rust reads as numbers, are formulas there.
fn is_formula(text: &str) -> bool {
    let is_hidden =
        |character: char| character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let begin = text.trim_start_matches(is_hidden);
    let begins = begin.starts_with(['=', '+', '@', '-', '＝', '＋', '＠', '－']) || text.starts_with(['\t', '\r']);
    begins && !text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The same with what a table has no room for: title, note, licence, and what others say one by one.
#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    language: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    note: Option<&'a str>,
    /// What the labels name, and what the values measure.
    category: &'a str,
    measure: &'a str,
    unit: &'a str,
    #[serde(serialize_with = "number")]
    whole: Option<f64>,
    /// What the figure is from, and the addresses that are named there.
    origin: Vec<String>,
    sources: &'a [String],
    quotations_language: &'a str,
    licence: Option<Licence>,
    version: Option<&'a str>,
    /// What the figure is published in, and by whom.
    publication: Publication<'a>,
    /// The file beside this one that has all rows, where `data` are a part of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    excerpt_of: Option<&'static str>,
    data: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Publication<'a> {
    title: String,
    publishers: Vec<&'a str>,
    created: Option<String>,
}

#[derive(Serialize)]
struct Licence {
    name: Option<String>,
    title: Option<String>,
    path: Option<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    /// What is to be said of the source, and of what others say.
    source_note: Option<&'a str>,
    summary: Option<&'a str>,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    text: &'a str,
    address: Option<&'a str>,
}

/// The figure as JSON.
///
/// # Errors
/// None that the data could cause.
pub fn json(edition: &Edition, figure: &Figure) -> Result<String, serde_json::Error> {
    let licence = edition.about.licence(edition.language());
    let document = Document {
        name: &figure.name,
        language: edition.language(),
        title: &figure.title,
        subtitle: figure.subtitle.as_deref(),
        note: figure.note.as_deref(),
        category: &figure.category,
        measure: &figure.measure,
        unit: &figure.unit,
        whole: figure.whole,
        origin: edition.origins(),
        sources: &figure.sources,
        quotations_language: &figure.article_language,
        licence: licence.map(|own| Licence { name: own.name, title: own.title, path: own.address }),
        version: edition.about.version(),
        publication: Publication {
            title: edition.title(),
            publishers: edition.about.contributors("publisher"),
            created: edition.about.created(),
        },
        excerpt_of: figure.is_part.then(|| File::Csv.name()),
        data: figure.data.iter().map(|datum| entry(datum, figure)).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn entry<'a>(datum: &'a Datum, figure: &'a Figure) -> Entry<'a> {
    let statement = statement(datum);
    let found = |finding: &'a Finding| Found { text: &finding.text, address: finding.address.as_deref() };
    Entry {
        row: row(datum, figure),
        source_note: statement.and_then(|statement| statement.source_note.as_deref()),
        summary: statement.and_then(|statement| statement.summary.as_deref()),
        findings: statement.into_iter().flat_map(|statement| &statement.findings).map(found).collect(),
    }
}

fn row<'a>(datum: &'a Datum, figure: &'a Figure) -> Row<'a> {
    let (statement, found) = (statement(datum), Others::of(datum, figure));
    let (span, place) = (datum.span.as_ref(), datum.place.as_ref());
    Row {
        key: &datum.key,
        label: &datum.label,
        value: datum.value,
        unit: datum.value.and_then(|_| unit(datum, figure)),
        text: &datum.text,
        group: datum.group.and_then(|group| figure.groups.get(group)).map(String::as_str),
        lanes: lanes(datum, figure),
        begin: span.map(|span| moment(span.begin)),
        begin_edge: span.map(|span| edge(span.begin_edge)),
        end: span.map(|span| moment(span.end - 1.0)),
        end_edge: span.map(|span| edge(span.end_edge)),
        place: place.map(|place| &*place.label),
        latitude: place.map(|place| place.latitude),
        longitude: place.map(|place| place.longitude),
        origin: origin(&datum.origin),
        computation: computation(&datum.origin),
        series: found.series,
        of: found.of,
        status: datum.is_stated().then(|| status(datum.status)),
        statement: statement.and_then(|statement| statement.id.as_deref()),
        quotation: statement.and_then(|statement| statement.quotation.as_deref()),
        source: statement.and_then(|statement| statement.source.as_deref()).or(found.address),
        note: found.note,
    }
}

/// What is known of a datum that others state.
#[derive(Default)]
struct Others<'a> {
    series: Option<&'a str>,
    of: Option<&'a str>,
    address: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> Others<'a> {
    fn of(datum: &'a Datum, figure: &'a Figure) -> Self {
        let Origin::Found { series, of, address, note } = &datum.origin else { return Self::default() };
        Self {
            series: Some(&series.label),
            of: of.and_then(|of| figure.datum(of)).map(|datum| &*datum.key),
            address: address.as_deref(),
            note: note.as_deref(),
        }
    }
}

fn lanes(datum: &Datum, figure: &Figure) -> Option<String> {
    let labels = figure.lanes.iter().zip(&datum.lanes).filter_map(|(lanes, lane)| lanes.labels.get(*lane));
    let labels: Vec<_> = labels.map(String::as_str).collect();
    (!labels.is_empty()).then(|| labels.join("; "))
}

fn statement(datum: &Datum) -> Option<&Statement> {
    match &datum.origin {
        Origin::Stated(statement) => Some(statement),
        Origin::Remainder { statement, .. } => statement.as_deref(),
        _ => None,
    }
}

fn origin(origin: &Origin) -> &'static str {
    match origin {
        Origin::Stated(_) => "stated",
        Origin::Found { .. } => "found",
        Origin::Remainder { .. } | Origin::Change { .. } | Origin::Sum { .. } => "derived",
    }
}

fn computation(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Remainder { computation, .. } | Origin::Change { computation } | Origin::Sum { computation } => {
            Some(computation)
        }
        _ => None,
    }
}

/// As the column `status` of a package calls it.
fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Partly => "partly",
        Status::Deviates => "deviates",
        Status::NotFound => "not_found",
        Status::NotChecked => "not_checked",
        Status::Unasked => "not_asked",
    }
}

fn edge(edge: Edge) -> &'static str {
    match edge {
        Edge::Sharp => "sharp",
        Edge::Fuzzy => "fuzzy",
        Edge::Open => "open",
    }
}

/// The unit of the row or of the figure.
fn unit<'a>(datum: &'a Datum, figure: &'a Figure) -> Option<&'a str> {
    datum.unit.as_deref().or(Some(&*figure.unit)).filter(|unit| !unit.is_empty())
}

/// A day as ISO 8601 has it: `2021-09-30`.
///
/// `days`: since 1 January 1970.
pub fn day(days: f64) -> String {
    let Date { year, month, day } = Date::of(days);
    format!("{year:04}-{:02}-{:02}", month.unwrap_or(1), day.unwrap_or(1))
}

/// Whole numbers without a point: 15.0 would say that the tenths are known.
fn number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => serializer.serialize_some(&(*value as i64)),
        value => value.serialize(serializer),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn texts_of_tables_are_no_formulas() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-", "'-"),
            ("-inf", "'-inf"),
            ("+1e999", "'+1e999"),
            ("\t=1", "'\t=1"),
            ("\rx", "'\rx"),
            (" \u{200b}=1", "' \u{200b}=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("-5.3", "-5.3"),
            ("+1e3", "+1e3"),
            ("'-5.3", "'-5.3"),
            ("'t Hooft", "'t Hooft"),
            ("a=b", "a=b"),
            ("−5", "−5"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }
}
