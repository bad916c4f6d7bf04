//! Rows of a file that are no rows of its table: lines above its header, units, totals, sources.

use super::guess::{MISSING, Remark};
use super::number;
use super::records::Record;
use super::schema::Schema;
use crate::error::Problem;
use crate::work::{self, spend};

/// How many of the first records belong to no table: those with fewer cells than nearly all that follow, and titles that
/// a spreadsheet has filled up with empty cells.
pub async fn above(records: &[Record]) -> usize {
    const MOST: usize = 20;
    for at in 1..records.len().min(MOST) {
        let (before, below) = records.split_at(at);
        let width = below[0].len();
        if below.len() > 1 && are_above(before, width).await {
            let usual = work::count(below, |own| own.len() == width).await;
            if usual * 10 >= below.len() * 9 {
                return at;
            }
        }
    }
    0
}

/// Whether all records are titles, or shorter than the header.
async fn are_above(records: &[Record], width: usize) -> bool {
    let is_filled = |cell: &String| !cell.trim().is_empty();
    for record in records.iter().filter(|record| record.len() >= width) {
        let first = work::position(record, is_filled).await;
        let Some(first) = first.filter(|_| width > 2) else { return false };
        if work::any(&record[first + 1..], is_filled).await {
            return false;
        }
    }
    true
}

/// The first row, if it goes on with the header: it has text wherever the table has numbers below, of two columns at
/// least, or units in brackets.
pub async fn second_header(schema: &Schema, rows: &[Record]) -> Option<Remark> {
    let first = rows.first().filter(|_| rows.len() > 2)?;
    let is_number = |at: &usize| schema.fields.get(*at).is_some_and(|field| field.is_number());
    let numbers: Vec<_> = work::kept(0..first.len(), |at| Some(at).filter(is_number)).await;
    let is_text = |at: &&usize| {
        let cell = first[**at].trim();
        !MISSING.contains(&cell) && number::read(cell, &schema.fields[**at].numbers).is_none()
    };
    let is_unit = |cell: &str| cell.starts_with(['[', '(']) && cell.ends_with([']', ')']);
    let texts: Vec<&usize> = work::kept(&numbers, |at| Some(at).filter(is_text)).await;
    let is_header =
        texts.len() == numbers.len() && (texts.len() > 1 || texts.iter().any(|at| is_unit(first[**at].trim())));
    let column = texts.first().filter(|_| is_header).map(|at| schema.fields[**at].name.clone())?;
    Some(Remark { row: 0, column, problem: Problem::SecondHeader, values: Vec::new() })
}

/// Begins of rows that say where a table is from.
const NOTES: [&str; 14] = [
    "source",
    "sources",
    "note",
    "notes",
    "quelle",
    "quellen",
    "hinweis",
    "anmerkung",
    "stand",
    "источник",
    "примечание",
    "дереккөз",
    "ескерту",
    "©",
];

/// The last rows, if they hold nothing but a note.
pub async fn notes(header: &Record, rows: &[Record]) -> Vec<Remark> {
    let mut found = Vec::new();
    for (row, cells) in rows.iter().enumerate().rev() {
        spend(1).await;
        let is_alone = cells.len() > 1 || header.len() > 1;
        let text = cells.first().map(|cell| cell.trim().to_lowercase()).unwrap_or_default();
        let is_note = NOTES
            .iter()
            .any(|note| text.strip_prefix(note).is_some_and(|rest| *note == "©" || rest.trim_start().starts_with(':')));
        if !is_alone || !is_note || work::any(cells.iter().skip(1), |cell| !cell.trim().is_empty()).await {
            break;
        }
        let column = header.first().cloned().unwrap_or_default();
        found.push(Remark { row, column, problem: Problem::NoteRow, values: Vec::new() });
    }
    found.reverse();
    found
}

/// Words for a sum of all, in lower case.
const TOTALS: [&str; 19] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "all",
    "overall",
    "summe",
    "gesamt",
    "insgesamt",
    "gesamtsumme",
    "итого",
    "всего",
    "барлығы",
    "жиыны",
    "total général",
    "ensemble",
    "totale",
    "suma",
    "toplam",
];

/// A row that is the sum of all others, or is called so.
pub async fn total(names: &[Option<String>], values: &[Option<f64>]) -> Option<usize> {
    const FEWEST: usize = 3;
    let known = values.iter().flatten().count();
    if known <= FEWEST {
        return None;
    }
    let sum: f64 = values.iter().flatten().sum();
    // Decimal fractions do not add up exactly in binary.
    let is_sum = |value: f64| value != 0.0 && (sum - 2.0 * value).abs() <= 1e-9 * sum.abs();
    let called = |name: &Option<String>| {
        let name = name.as_deref().unwrap_or_default().trim().to_lowercase();
        TOTALS.contains(&name.trim_end_matches(':'))
    };
    let named = work::position(names, called).await.filter(|row| values.get(*row).is_some_and(Option::is_some));
    // Of the last row or the first, where totals stand.
    let last = values.len().checked_sub(1)?;
    let by_value = [last, 0].into_iter().find(|row| values[*row].is_some_and(is_sum));
    named.or(by_value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::finish;

    fn records(lines: &str) -> Vec<Record> {
        lines.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn lines_above_a_header() {
        for (lines, expected) in [
            ("a,b\n1,2\n3,4", 0),
            ("Title\nDate,2020\na,b,c\n1,2,3\n4,5,6", 2),
            ("Title,,\na,b,c\n1,2,3", 1),
            ("a,b\n1,2\n3,4,5", 0),
            ("a,b,\n1,2,3\n4,5,6", 0),
            ("a", 0),
        ] {
            assert_eq!(finish(above(&records(lines))), expected, "{lines:?}");
        }
    }

    #[test]
    fn sums_of_all() {
        let values = |numbers: &[f64]| numbers.iter().map(|number| Some(*number)).collect::<Vec<_>>();
        let names = |text: &str| text.split(' ').map(|name| Some(name.to_owned())).collect::<Vec<_>>();
        for (called, numbers, expected) in [
            ("a b c Total", [1.0, 2.0, 3.0, 6.0], Some(3)),
            ("a b c Insgesamt:", [1.0, 2.0, 3.0, 5.9], Some(3)),
            ("a b c d", [0.1, 0.2, 0.3, 0.6], Some(3)),
            ("d a b c", [0.6, 0.1, 0.2, 0.3], Some(0)),
            ("a b c d", [1.0, 2.0, 3.0, 4.0], None),
            ("a b c d", [0.0, 0.0, 0.0, 0.0], None),
        ] {
            assert_eq!(finish(total(&names(called), &values(&numbers))), expected, "{called} {numbers:?}");
        }
        assert_eq!(finish(total(&names("Total b"), &values(&[1.0, 2.0]))), None);
    }

    #[test]
    fn rows_below_a_table() {
        let rows = records("a,1\nb,2\n,\nSource: X,\nNote: y");
        let found = finish(notes(&vec!["n".to_owned(), "v".to_owned()], &rows));
        let found: Vec<_> = found.iter().map(|own| own.row).collect();
        assert_eq!(found, [3, 4]);
    }
}
