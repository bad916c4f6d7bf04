//! The columns of a table by their use in a figure, where no view says it: the time, the numbers, the names.

use std::collections::HashSet;

use super::convention::enough;
use super::descriptor::spaced;
use super::guess::names_year;
use super::moment;
use super::schema::FieldType;
use super::table::{Cells, Column, Table, UNNAMED};
use super::view::{END, START};
use crate::work::{self, spend};

/// A table's columns by what they are good for.
pub struct Columns<'a> {
    pub table: &'a Table,
    pub time: Option<&'a Column>,
    pub numbers: Vec<&'a Column>,
    pub texts: Vec<&'a Column>,
}

impl<'a> Columns<'a> {
    pub async fn of(table: &'a Table) -> Self {
        // Two times are a line only where no texts name the rows.
        let has_texts = work::any(&table.columns, |column| column.field.field_type == FieldType::Text).await;
        let least = if has_texts { 3 } else { 2 };
        let mut time = None;
        let (mut numbers, mut texts, mut flags) = (Vec::new(), Vec::new(), Vec::new());
        for column in &table.columns {
            spend(1).await;
            if time.is_none() && column.is_time() && has_distinct(column, table.rows, least).await {
                time = Some(column);
            }
            let named = column.field.name.contains('@');
            match &column.field.field_type {
                FieldType::Number | FieldType::Integer
                    if !is_id(&column.field.name)
                        && !names_year(&column.field.name)
                        && !is_row_number(column, table).await =>
                {
                    if counts(column, table.rows).await {
                        numbers.push(column)
                    } else {
                        flags.push(column)
                    }
                }
                FieldType::Text if !named && ![START, END].contains(&&*column.field.name) => texts.push(column),
                _ => {}
            }
        }
        if numbers.is_empty() && flags.len() == 1 {
            numbers = flags;
        }
        // A name says more than a key.
        texts.sort_by_key(|text| is_id(&text.field.name));
        Self { table, time, numbers, texts }
    }
}

/// The columns of a time that is written in two: years that come again, and a part of the year.
pub async fn split_time(table: &Table) -> Option<(&Column, &Column)> {
    const PARTS: [&str; 22] = [
        "month",
        "months",
        "monat",
        "mois",
        "mes",
        "mese",
        "mês",
        "месяц",
        "ай",
        "айы",
        "quarter",
        "quartal",
        "trimestre",
        "квартал",
        "тоқсан",
        "week",
        "woche",
        "semaine",
        "неделя",
        "апта",
        "day",
        "tag",
    ];
    let is_part = |column: &&Column| {
        let name = spaced(&column.field.name).to_lowercase();
        !column.is_time() && PARTS.contains(&name.trim())
    };
    let are_years = |column: &&Column| matches!(column.field.field_type, FieldType::Year | FieldType::Integer);
    let part = &table.columns[work::position(&table.columns, |column| is_part(&column)).await?];
    let years = work::position(&table.columns, |column| column.is_time() && are_years(&column)).await?;
    let years = &table.columns[years];
    (!has_distinct(years, table.rows, table.rows).await).then_some((years, part))
}

/// The first cell of a column that should be time and is not read as such: of years beyond four digits, or of texts.
pub async fn unread_time(column: &Column) -> Option<(usize, String)> {
    let Cells::Number(cells) = &column.cells else { return time_like(column).await };
    if !column.field.is_number() || column.is_time() || !names_year(&column.field.name) {
        return None;
    }
    let is_year = |cell: f64| (1000.0..2200.0).contains(&cell) && cell.fract() == 0.0;
    let row = work::position(cells, |cell| cell.is_some_and(|cell| !is_year(cell))).await?;
    Some((row, cells[row]?.to_string()))
}

/// The first cell of a column of texts that look like time.
pub async fn time_like(column: &Column) -> Option<(usize, String)> {
    let Cells::Text(cells) = &column.cells else { return None };
    if [START, END].contains(&&*column.field.name) {
        return None;
    }
    let filled = work::count(cells, Option::is_some).await;
    let times = work::count(cells, |cell| cell.as_deref().is_some_and(moment::looks_like_time)).await;
    let first = work::position(cells, Option::is_some).await.filter(|_| enough(times, filled))?;
    Some((first, cells[first].clone()?))
}

/// How many different values a column has.
pub async fn distinct(column: &Column, rows: usize) -> usize {
    work::kept::<_, _, HashSet<_>>(0..rows, |row| value(column, row)).await.len()
}

/// Whether a column has so many different values.
pub async fn has_distinct(column: &Column, rows: usize, least: usize) -> bool {
    let mut values = HashSet::new();
    for row in 0..rows {
        if values.len() >= least {
            break;
        }
        spend(1).await;
        values.extend(value(column, row));
    }
    values.len() >= least
}

/// A cell as it can be compared; two seconds of a minute are two times.
pub fn value(column: &Column, row: usize) -> Option<(u64, &str)> {
    match &column.cells {
        Cells::Text(cells) => cells.get(row)?.as_deref().map(|text| (0, text)),
        Cells::Number(cells) | Cells::Time(cells) => cells.get(row).copied()?.map(|number| (number.to_bits(), "")),
    }
}

/// Whether the first column counts the rows, 1, 2, 3 …, beside other numbers: ranks and row numbers by any name.
pub async fn is_row_number(column: &Column, table: &Table) -> bool {
    let is_first = table.columns.first().is_some_and(|first| first.field.name == column.field.name);
    let others = || table.columns.iter().skip(1).any(|other| other.field.is_number() && !is_id(&other.field.name));
    let Cells::Number(cells) = &column.cells else { return false };
    let counts = |(row, cell): (usize, &Option<f64>)| *cell == Some(row as f64 + 1.0);
    is_first && others() && cells.len() > 2 && work::all(cells.iter().enumerate(), counts).await
}

/// Two numbers that come again and again are rather a yes and a no.
pub async fn counts(column: &Column, rows: usize) -> bool {
    has_distinct(column, rows, 3).await || work::count(0..rows, |row| value(column, row).is_some()).await < 3
}

/// Numbers that name rather than count: keys, codes, ranks, coordinates.
pub fn is_id(name: &str) -> bool {
    const IDS: [&str; 44] = [
        "id",
        "ids",
        "code",
        "codes",
        "zip",
        "index",
        "rownames",
        "latitude",
        "longitude",
        "lat",
        "lon",
        "lng",
        "rank",
        "ranking",
        "rang",
        "platz",
        "no",
        "no.",
        "nr",
        "nr.",
        "nummer",
        "number",
        "№",
        "#",
        "pos",
        "pos.",
        "position",
        "fips",
        "geoid",
        "objectid",
        "fid",
        "gid",
        "plz",
        "ags",
        "postcode",
        "isbn",
        "issn",
        "phone",
        "telefon",
        "uid",
        "key",
        "номер",
        "место",
        "код",
    ];
    // A column without a name is that of a program's row numbers.
    if name.strip_prefix(UNNAMED).is_some_and(|position| position.parse::<usize>().is_ok()) {
        return true;
    }
    let name = spaced(name).to_lowercase();
    name.trim().is_empty() || name.split_whitespace().any(|word| IDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [
            ("id", true),
            ("country_code", true),
            (" ", true),
            ("Population ", false),
            ("Population - Sex: all - Age: all", false),
        ] {
            assert_eq!(is_id(name), expected, "{name:?}");
        }
    }
}
