//! The types of a table's columns, where its descriptor does not say them.

use std::collections::HashSet;

use super::columns::is_id;
use super::convention::{self, Convention, Verdict, enough};
use super::date::Date;
use super::decimal;
use super::descriptor::spaced;
use super::mistake::quoted;
use super::moment::{self, Format};
use super::number::{self, Negative};
use super::records::Record;
use super::schema::{Field, FieldType, Schema};
use super::view::{END, START};
use crate::error::Problem;
use crate::text::concat;
use crate::work::{self, spend};

/// Cells that mean "no value" where no schema says which do: as programs, spreadsheets and offices of statistics write it.
pub const MISSING: [&str; 23] = [
    "", "NA", "N/A", "n/a", "n.a.", "k.A.", "NaN", "nan", "null", "NULL", "None", "#N/A", "#NV", "#Н/Д", ":", ".",
    "..", "...", "…", "-", "–", "—", "/",
];

/// The schema of a table that has none, and what its cells leave open.
#[derive(Debug, Default)]
pub struct Inferred {
    pub schema: Schema,
    /// Decisions that would change a value and that no cell supports: nothing is drawn until the schema makes them.
    pub problems: Vec<Remark>,
    /// Decisions that an editor may want to make in another way.
    pub notes: Vec<Remark>,
}

/// A problem or note about a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Below the header, from zero.
    pub row: usize,
    pub column: String,
    pub problem: Problem,
    pub values: Vec<String>,
}

/// The types of a table's columns, by all of their cells. Cells that don't fit what nearly all of their column are, are
/// problems of theirs: one odd cell must not make text of all the numbers.
pub async fn schema(header: &Record, rows: &[Record]) -> Inferred {
    let mut columns = Vec::new();
    for at in 0..header.len() {
        columns.push(filled(rows, at).await);
    }
    let of_table = decimal_of_table(&columns).await;
    let mut inferred = Inferred::default();
    let fields = &mut inferred.schema.fields;
    // Whether all columns so far are texts.
    let mut are_texts = true;
    for (at, (name, cells)) in header.iter().zip(&columns).enumerate() {
        let mut field = field(name, &cells.texts).await;
        if field.field_type == FieldType::Text && !is_name(&cells.texts).await {
            let verdict = convention::judge(&cells.texts, of_table).await;
            let are_numbers = matches!(verdict, Verdict::Numbers(_));
            let time = if are_numbers { None } else { time(&cells.texts).await };
            if time.is_none() {
                remarks(name, cells, &verdict, &mut inferred.problems, &mut inferred.notes).await;
            }
            field = match (verdict, time) {
                (Verdict::Numbers(convention), _) => numbers(name, &cells.texts, convention).await,
                (_, Some(format)) => Field::bare(name, FieldType::Time(format)),
                _ => field,
            };
        }
        if field.field_type == FieldType::Time(seconds()) {
            inferred.notes.extend(since_1970(name, cells));
        }
        if field.field_type == FieldType::Text {
            // Namibia's code is NA, and a dash may name something.
            field.missing_values = Some(vec![String::new()]);
        }
        if field.field_type == FieldType::Integer && are_texts && !is_id(name) && counts_years(at, rows).await {
            field.field_type = FieldType::Year;
        }
        are_texts &= field.field_type == FieldType::Text;
        fields.push(field);
    }
    leave_spans(fields, &columns).await;
    inferred.schema.missing_values = MISSING.map(str::to_owned).to_vec();
    inferred
}

/// The cells of a column that hold a value, with their rows.
#[derive(Debug)]
struct Filled<'a> {
    rows: Vec<usize>,
    texts: Vec<&'a str>,
}

async fn filled(rows: &[Record], at: usize) -> Filled<'_> {
    let mut filled = Filled { rows: Vec::new(), texts: Vec::new() };
    for (row, cells) in rows.iter().enumerate() {
        let Some(cell) = cells.get(at).map(|cell| cell.trim()) else { continue };
        spend(work::weight(cell.as_bytes())).await;
        if !MISSING.contains(&cell) {
            filled.rows.push(row);
            filled.texts.push(cell);
        }
    }
    filled
}

/// The decimal character that the columns of a table show, where all that show one show the same.
async fn decimal_of_table(columns: &[Filled<'_>]) -> convention::OfTable {
    let mut first = None;
    for column in columns {
        let shown = convention::shown(&column.texts).await;
        first = first.or(shown);
        if shown.is_some() && shown != first {
            return None;
        }
    }
    first
}

/// Adds the open decisions of a column's numbers to `problems`, and the decisions made for them to `notes`.
async fn remarks(
    name: &str,
    cells: &Filled<'_>,
    verdict: &Verdict,
    problems: &mut Vec<Remark>,
    notes: &mut Vec<Remark>,
) {
    let texts = &cells.texts;
    let remark = |nth: usize, problem, values: &[&str]| Remark {
        row: cells.rows[nth],
        column: name.to_owned(),
        problem,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let value = |nth: usize, format| {
        number::read(texts[nth], format).map(|number| number.value.to_string()).unwrap_or_default()
    };
    match verdict {
        Verdict::Numbers(Convention::Either(_)) => {
            let open = work::position(texts, |cell| readings(cell).is_some()).await.unwrap_or_default();
            if let Some((grouped, plain)) = readings(texts[open]) {
                let both = concat(&[&grouped.to_string(), " / ", &plain.to_string()]);
                problems.push(remark(open, Problem::NumberEither, &[&quoted(texts[open]), &both]));
            }
        }
        Verdict::Numbers(Convention::Shown { format, by }) => {
            notes.push(remark(*by, Problem::ReadAsTable, &[&quoted(texts[*by]), &value(*by, format)]));
        }
        Verdict::Numbers(Convention::Sure(format)) if format.negative != Negative::Sign => {
            let is_negative =
                |cell: &&str| number::Parts::of(cell).is_some_and(|parts| parts.negative == Some(format.negative));
            if let Some(nth) = work::position(texts, is_negative).await {
                notes.push(remark(nth, Problem::ReadAsNegative, &[&quoted(texts[nth]), &value(nth, format)]));
            }
        }
        Verdict::Nearly(odd) => notes.push(remark(*odd, Problem::NotNumbers, &[&quoted(texts[*odd])])),
        _ => {}
    }
}

/// The note on a column of seconds since 1970: what its first cell is read as.
fn since_1970(name: &str, cells: &Filled) -> Option<Remark> {
    let (row, cell) = (cells.rows.first()?, cells.texts.first()?);
    let time = moment::text(moment::parse(cell, &seconds())?);
    let (column, values) = (name.to_owned(), vec![quoted(cell), time]);
    Some(Remark { row: *row, column, problem: Problem::ReadAsTime, values })
}

/// The two readings of a number such as 1,234: with groups, and with decimals.
fn readings(cell: &str) -> Option<(f64, f64)> {
    let cell = number::cleaned(cell);
    let digits = number::Parts::of(&cell)?.digits;
    let (one, other) = (convention::reads_with(digits, '.')?, convention::reads_with(digits, ',')?);
    (one != other).then(|| (one.max(other), one.min(other)))
}

/// A field of numbers by how its column writes them.
async fn numbers(name: &str, cells: &[&str], convention: Convention) -> Field {
    let (Convention::Sure(format) | Convention::Shown { format, .. } | Convention::Either(format)) = convention;
    let is_fraction = |cell: &&str| number::read(cell, &format).is_some_and(|number| number.value.fract() != 0.0);
    let is_whole = !work::any(cells, is_fraction).await;
    let field_type = if is_whole { FieldType::Integer } else { FieldType::Number };
    Field { numbers: format, ..Field::bare(name, field_type) }
}

/// A field of years or of dates that are numbers as well; anything else is text so far.
async fn field(name: &str, cells: &[&str]) -> Field {
    let all = async |reads: fn(&str) -> bool| !cells.is_empty() && work::all(cells, |cell| reads(cell)).await;
    let field_type = match () {
        () if names_year(name) && all(is_year).await => FieldType::Year,
        () if all(is_month_of_year).await => FieldType::Time(Format::Pattern("%m.%Y".to_owned())),
        () if names_time(name) && all(is_since_1970).await && rises(cells).await => FieldType::Time(seconds()),
        () if all(is_compact_date).await => FieldType::Time(Format::Pattern("%Y%m%d".to_owned())),
        () => FieldType::Text,
    };
    Field::bare(name, field_type)
}

/// Whether numbers name something: a plus before all of them is that of something to dial.
async fn is_name(cells: &[&str]) -> bool {
    work::all(cells, |cell| cell.starts_with('+')).await || work::any(cells, |cell| is_code(cell)).await
}

/// A leading zero is that of a code: 01 is not 1.
fn is_code(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4 && decimal::parse(cell).is_some_and(|year| (1000.0..2200.0).contains(&year))
}

/// A month such as 01.2020, which is no 1.202.
fn is_month_of_year(cell: &str) -> bool {
    cell.len() == 7
        && cell.starts_with(['0', '1'])
        && moment::parse(cell, &Format::Pattern("%m.%Y".to_owned())).is_some()
}

fn is_compact_date(cell: &str) -> bool {
    let format = Format::Pattern("%Y%m%d".to_owned());
    cell.len() == 8 && cell.starts_with(['1', '2']) && moment::parse(cell, &format).is_some()
}

/// The format of seconds since 1970.
fn seconds() -> Format {
    Format::Pattern("%s".to_owned())
}

/// Seconds from 1973 to 2128, or thousandths of such.
fn is_since_1970(cell: &str) -> bool {
    const LEAST: f64 = 1e8;
    const MOST: f64 = 5e9;
    let number = decimal::parse(cell).filter(|_| cell.bytes().all(|byte| byte.is_ascii_digit()));
    number.is_some_and(|number| (LEAST..MOST).contains(&number) || (LEAST..MOST).contains(&(number / 1000.0)))
}

/// Whether numbers are in an order, and as long as each other: times are, amounts hardly ever.
async fn rises(cells: &[&str]) -> bool {
    work::all(cells, |cell| cell.len() == cells[0].len()).await && in_order(cells).await
}

/// Whether values rise or fall, or stay the same.
async fn in_order<T: PartialOrd>(values: &[T]) -> bool {
    let rise = |pair: &[T]| pair[0] <= pair[1];
    work::all(values.windows(2), rise).await || work::all(values.windows(2), |pair| pair[0] >= pair[1]).await
}

/// Whether a column is called a time, in the languages of this program and of its neighbours.
fn names_time(name: &str) -> bool {
    const TIMES: [&str; 16] = [
        "time",
        "timestamp",
        "datetime",
        "date",
        "unix",
        "epoch",
        "ts",
        "zeit",
        "zeitstempel",
        "datum",
        "время",
        "дата",
        "уақыт",
        "күні",
        "heure",
        "fecha",
    ];
    let name = spaced(name).to_lowercase();
    name.split_whitespace().any(|word| TIMES.contains(&word) || word.ends_with("time"))
}

/// How a column writes its dates. Where day and month may change places, it is for the editor to say which is which; of
/// two dates, such as those of a file's own, nothing is drawn.
async fn time(cells: &[&str]) -> Option<Format> {
    let (mut formats, count) = moment::fitting(cells).await;
    match formats.len() {
        _ if !enough(count, cells.len()) => None,
        1 => formats.pop(),
        _ => {
            let other = work::position(cells, |cell| *cell != cells[0]).await?;
            work::any(&cells[other..], |cell| ![cells[0], cells[other]].contains(cell)).await.then_some(Format::Any)
        }
    }
}

/// Whether a column of whole numbers behind texts counts years: they lead, or come again for each text before them, by
/// small steps.
async fn counts_years(at: usize, rows: &[Record]) -> bool {
    let mut years = Vec::new();
    for row in rows {
        spend(1).await;
        let year = row.get(at).and_then(|cell| decimal::parse(cell.trim()));
        let Some(year) = year.filter(|year| (1500.0..=2100.0).contains(year)) else { return false };
        years.push(year);
    }
    let distinct: HashSet<u64> = work::mapped(&years, |year| year.to_bits()).await;
    let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
    for year in &years {
        spend(1).await;
        (first, last) = (first.min(*year), last.max(*year));
    }
    if distinct.len() < 3 || last - first > 10.0 * (distinct.len() - 1) as f64 {
        return false;
    }
    if at == 0 {
        return in_order(&years).await;
    }
    keys(at, rows).await * 2 <= rows.len() && keys(at + 1, rows).await == rows.len()
}

/// How many rows differ in their first columns.
async fn keys(columns: usize, rows: &[Record]) -> usize {
    let mut keys = HashSet::with_capacity(rows.len());
    for row in rows {
        spend(work::row_weight(columns)).await;
        keys.extend(row.get(..columns));
    }
    keys.len()
}

/// Whether a column is called a year, in the languages of this program and of its neighbours.
pub fn names_year(name: &str) -> bool {
    const YEARS: [&str; 11] =
        ["year", "years", "jahr", "jahre", "год", "года", "годы", "жыл", "жылы", "année", "années"];
    let name = spaced(name).to_lowercase();
    name.split_whitespace().any(|word| YEARS.contains(&word) || word.ends_with("year") || word.ends_with("jahr"))
}

/// Spans of a timeline stay as they are written: a month is no first of the month.
async fn leave_spans(fields: &mut [Field], columns: &[Filled<'_>]) {
    let is_span = |field: &Field| [START, END].contains(&&*field.name);
    let is_told = fields.iter().any(|field| field.field_type == FieldType::Text && !is_span(field));
    if !is_told || !fields.iter().any(|field| field.name == START) {
        return;
    }
    for (_, cells) in fields.iter().zip(columns).filter(|(field, _)| is_span(field)) {
        if !work::all(&cells.texts, |cell| Date::parse(cell).is_some()).await {
            return;
        }
    }
    for field in fields.iter_mut().filter(|field| is_span(field)) {
        *field = Field::bare(&field.name, FieldType::Text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::number::{Affix, NumberFormat};

    /// What the lines of a file are taken for, with semicolons between cells if there are any.
    fn of_table(lines: &str) -> Inferred {
        let delimiter = if lines.contains(';') { ';' } else { '|' };
        let mut records = lines.lines().map(|line| line.split(delimiter).map(str::to_owned).collect());
        let header = records.next().unwrap_or_default();
        work::finish(schema(&header, &records.collect::<Vec<_>>()))
    }

    #[derive(Debug, PartialEq)]
    enum Read {
        Sure(f64),
        Noted(f64),
        Asked,
    }

    #[test]
    fn a_factor_of_a_thousand_is_never_decided_by_weak_evidence() {
        for (lines, expected) in [
            ("a|b\n01.02.2024|4.210", Read::Asked),
            ("a|b\n2,5|4.210", Read::Noted(4210.0)),
            ("a|b\n2.5|4.210", Read::Noted(4.21)),
            ("a|b\n2024-02-01|4.210", Read::Asked),
            ("a|b\n01.02.2024|4.21", Read::Sure(4.21)),
            ("a|b\n01.02.2024|4.210\n01.03.2024|890\n01.04.2024|0", Read::Asked),
            ("a|b\n01.02.2024|4.210\n01.03.2024|12345", Read::Asked),
            ("a|b\n01.02.24|1,659\n02.02.24|1,702", Read::Asked),
            ("a|b\n2,5|1,659\n3,5|1,702", Read::Noted(1.659)),
            ("a|b\n2.5|1,659\n3.5|1,702", Read::Noted(1659.0)),
            ("a|b|c\n2.5|1,659|2,5\n3.5|1,702|1,5", Read::Asked),
            ("a;b\nx;1,659\ny;1,702", Read::Asked),
            ("a|b\nx|1,659\ny|1,702,000", Read::Sure(1659.0)),
            ("a|b\nx|1.659\ny|0.606", Read::Sure(1.659)),
            ("a|b\n1.234,5|4.210", Read::Noted(4210.0)),
            ("a|b\nx|1 659\ny|1 702", Read::Sure(1659.0)),
        ] {
            let inferred = of_table(lines);
            let field = &inferred.schema.fields[1];
            let cell = lines.lines().nth(1).and_then(|line| line.split(['|', ';']).nth(1)).unwrap_or_default();
            let value = number::read(cell, &field.numbers).map_or(f64::NAN, |number| number.value);
            let is_about = |remarks: &[Remark]| remarks.iter().any(|remark| remark.column == "b" && remark.row == 0);
            let found = match (is_about(&inferred.problems), is_about(&inferred.notes)) {
                (true, _) => Read::Asked,
                (false, true) => Read::Noted(value),
                (false, false) => Read::Sure(value),
            };
            assert_eq!(found, expected, "{lines:?}: {inferred:?}");
            assert!(field.is_number(), "{lines:?}");
        }
    }

    /// A sample of 10,000 rows would miss the cell in row 2.
    #[test]
    fn one_cell_decides_for_a_long_column() {
        for (most, odd, expected) in [("(7)", "-6", None), ("(7)", "6", Some(-7.0)), ("1.085", "1.5", Some(1.085))] {
            let rows: Vec<Record> = (0..20_000).map(|row| vec![if row == 1 { odd } else { most }.to_owned()]).collect();
            let inferred = work::finish(schema(&vec!["n".to_owned()], &rows));
            let value = number::read(most, &inferred.schema.fields[0].numbers).map(|number| number.value);
            assert_eq!((value, inferred.problems), (expected, Vec::new()), "{most} {odd}");
        }
    }

    #[test]
    fn says_what_it_has_decided() {
        for (cells, problem, values) in [
            ("5|(1,204.5)|7.5", Problem::ReadAsNegative, vec!["\"(1,204.5)\"", "-1204.5"]),
            ("5|7.5|310-", Problem::ReadAsNegative, vec!["\"310-\"", "-310"]),
            ("12|14|about 3|n.d.|17", Problem::NotNumbers, vec!["\"about 3\""]),
        ] {
            let rows: Vec<Record> = cells.split('|').map(|cell| vec![cell.to_owned()]).collect();
            let notes = work::finish(schema(&vec!["n".to_owned()], &rows)).notes;
            let found: Vec<_> = notes.iter().map(|note| (note.problem, note.values.clone())).collect();
            assert_eq!(found, [(problem, values.into_iter().map(str::to_owned).collect())], "{cells}");
        }
    }

    #[test]
    fn years() {
        for (lines, expected) in [
            ("t|n\n1990|7\n1991|8\n1992|9", Some(0)),
            ("t|n\n1992|7\n1991|8\n1990|9", Some(0)),
            ("id|n\n1990|7\n1991|8\n1992|9", None),
            ("t|n\n1990|7\n1992|8\n1991|9", None),
            ("t|n\n1001|7\n1002|8\n1003|9", None),
            ("Land|Jahr|n\nDE|2000|1", Some(1)),
            ("Год|n\n2000|1", Some(0)),
            ("geo|t|n\nDE|2000|1\nDE|2001|1\nDE|2002|1\nFR|2000|1\nFR|2001|1\nFR|2002|1", Some(1)),
            ("name|n\na|1990\nb|1991\nc|1992", None),
        ] {
            let fields = of_table(lines).schema.fields;
            let found = fields.iter().position(|field| field.field_type == FieldType::Year);
            assert_eq!(found, expected, "{lines:?}");
        }
    }

    #[test]
    fn types() {
        let plain = |field_type| (field_type, NumberFormat::default());
        let numbers =
            |field_type, decimal, group| (field_type, NumberFormat { decimal, group, ..NumberFormat::default() });
        let around = |field_type, decimal, group, prefix: &str, suffix: &str| {
            let affix = Affix::Known { prefix: prefix.to_owned(), suffix: suffix.to_owned() };
            (field_type, NumberFormat { decimal, group, affix, ..NumberFormat::default() })
        };
        let time = |pattern: &str| plain(FieldType::Time(Format::Pattern(pattern.to_owned())));
        for (name, cells, expected) in [
            ("n", "1|2|NA", plain(FieldType::Integer)),
            ("n", "1|2.5", plain(FieldType::Number)),
            ("year", "1999|2000", plain(FieldType::Year)),
            ("n", "1999|2000", plain(FieldType::Integer)),
            ("n", "1.234,5|2,5", numbers(FieldType::Number, ',', Some('.'))),
            ("n", "1,234.5|2.5", numbers(FieldType::Number, '.', Some(','))),
            ("n", "1,234|12,345,678", numbers(FieldType::Integer, '.', Some(','))),
            ("n", "0,234|12,5", numbers(FieldType::Number, ',', None)),
            ("n", "1\u{a0}234|2", numbers(FieldType::Integer, '.', Some('\u{a0}'))),
            ("n", "1\u{202f}234,5|2", numbers(FieldType::Number, ',', Some('\u{202f}'))),
            ("n", "1 234.5|2", numbers(FieldType::Number, '.', Some(' '))),
            ("n", "1'234|2", numbers(FieldType::Integer, '.', Some('\''))),
            ("n", "12 %|3 %", around(FieldType::Integer, '.', None, "", "%")),
            ("n", "€ 5,5|€ 4", around(FieldType::Number, ',', None, "€", "")),
            ("n", "€5|$4", plain(FieldType::Text)),
            ("n", "Q1|Q2", plain(FieldType::Text)),
            ("n", "\u{2212}5| 2", plain(FieldType::Integer)),
            ("n", "1|2|:|..|-|#N/A|3", plain(FieldType::Integer)),
            ("n", "1.5|2.5|3.5|4.0l2|5.5", plain(FieldType::Number)),
            ("n", "1|2|x", plain(FieldType::Text)),
            ("zip", "01067|99999", plain(FieldType::Text)),
            ("calls", "+7|+49", plain(FieldType::Text)),
            ("when", "2020-01-01|2020-01-02", plain(FieldType::Time(Format::Iso))),
            ("when", "20200101|20200102", time("%Y%m%d")),
            ("when", "31.01.2020 10:30|01.02.2020 11:30", time("%d.%m.%Y %H:%M")),
            ("when", "01/02/2020|02/03/2020|04/05/2020", plain(FieldType::Time(Format::Any))),
            ("when", "01/02/2020|02/03/2020", plain(FieldType::Text)),
            ("x", "a|b", plain(FieldType::Text)),
            ("x", "", plain(FieldType::Text)),
        ] {
            let rows: Vec<Record> = cells.split('|').map(|cell| vec![cell.to_owned()]).collect();
            let field = work::finish(schema(&vec![name.to_owned()], &rows)).schema.fields.remove(0);
            assert_eq!((field.field_type, field.numbers), expected, "{name}: {cells:?}");
        }
    }

    #[test]
    fn spans_stay_as_they_are_written() {
        for (lines, expected) in [
            ("start|end|who\n2021-09|2021|a", FieldType::Text),
            ("start|n\n2021-09-01|7", FieldType::Time(Format::Iso)),
            ("start|who\n2024-01-01 10:30|a", FieldType::Time(Format::Iso)),
            ("start|who\n5|a", FieldType::Integer),
        ] {
            assert_eq!(of_table(lines).schema.fields[0].field_type, expected, "{lines}");
        }
    }
}
