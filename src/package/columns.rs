//! The columns of a table by their use in a figure, where no view says it: the time, the numbers, the names.

use std::collections::HashSet;

use super::convention::enough;
use super::descriptor::spaced;
use super::guess::names_year;
use super::moment;
use super::schema::FieldType;
use super::table::{Cells, Column, Table, UNNAMED};
use super::view::{END, START};

/// A table's columns by what they are good for.
pub struct Columns<'a> {
    pub table: &'a Table,
    pub time: Option<&'a Column>,
    pub numbers: Vec<&'a Column>,
    pub texts: Vec<&'a Column>,
}

impl<'a> Columns<'a> {
    pub fn of(table: &'a Table) -> Self {
        // Two times are a line only where no texts name the rows.
        let least = if table.columns.iter().any(|column| column.field.field_type == FieldType::Text) { 3 } else { 2 };
        let several = |column: &&Column| column.is_time() && distinct(column, table.rows) >= least;
        let time = table.columns.iter().find(several);
        let (mut numbers, mut texts, mut flags) = (Vec::new(), Vec::new(), Vec::new());
        for column in &table.columns {
            let named = column.field.name.contains('@');
            match &column.field.field_type {
                FieldType::Number | FieldType::Integer
                    if !is_id(&column.field.name)
                        && !names_year(&column.field.name)
                        && !is_row_number(column, table) =>
                {
                    if counts(column, table.rows) {
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
pub fn split_time(table: &Table) -> Option<(&Column, &Column)> {
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
    let years = table.columns.iter().find(|column| column.is_time() && are_years(column))?;
    let part = table.columns.iter().find(is_part)?;
    (distinct(years, table.rows) < table.rows).then_some((years, part))
}

/// The first cell of a column that should be time and is not read as such: of years beyond four digits, or of texts.
pub fn unread_time(column: &Column) -> Option<(usize, String)> {
    let is_number = column.field.is_number() && !column.is_time() && names_year(&column.field.name);
    let Cells::Number(cells) = &column.cells else { return time_like(column) };
    let is_year = |cell: &f64| (1000.0..2200.0).contains(cell) && cell.fract() == 0.0;
    let odd =
        cells.iter().enumerate().find_map(|(row, cell)| cell.filter(|cell| !is_year(cell)).map(|cell| (row, cell)));
    odd.filter(|_| is_number).map(|(row, cell)| (row, cell.to_string()))
}

/// The first cell of a column of texts that look like time.
pub fn time_like(column: &Column) -> Option<(usize, String)> {
    let Cells::Text(cells) = &column.cells else { return None };
    let filled: Vec<_> = cells.iter().enumerate().filter_map(|(row, cell)| Some((row, cell.as_deref()?))).collect();
    let count = filled.iter().filter(|(_, cell)| moment::looks_like_time(cell)).count();
    let is_span = [START, END].contains(&&*column.field.name);
    let first = filled.first().filter(|_| !is_span && enough(count, filled.len()));
    first.map(|(row, cell)| (*row, (*cell).to_owned()))
}

/// How many different values a column has.
pub fn distinct(column: &Column, rows: usize) -> usize {
    (0..rows).filter_map(|row| value(column, row)).collect::<HashSet<_>>().len()
}

/// A cell as it can be compared; two seconds of a minute are two times.
pub fn value(column: &Column, row: usize) -> Option<(u64, &str)> {
    match &column.cells {
        Cells::Text(cells) => cells.get(row)?.as_deref().map(|text| (0, text)),
        Cells::Number(cells) | Cells::Time(cells) => cells.get(row).copied()?.map(|number| (number.to_bits(), "")),
    }
}

/// Whether the first column counts the rows, 1, 2, 3 …, beside other numbers: ranks and row numbers by any name.
pub fn is_row_number(column: &Column, table: &Table) -> bool {
    let is_first = table.columns.first().is_some_and(|first| first.field.name == column.field.name);
    let others = || table.columns.iter().skip(1).any(|other| other.field.is_number() && !is_id(&other.field.name));
    let Cells::Number(cells) = &column.cells else { return false };
    let counts = |(row, cell): (usize, &Option<f64>)| *cell == Some(row as f64 + 1.0);
    is_first && others() && cells.len() > 2 && cells.iter().enumerate().all(counts)
}

/// Two numbers that come again and again are rather a yes and a no.
pub fn counts(column: &Column, rows: usize) -> bool {
    let filled = (0..rows).filter(|row| value(column, *row).is_some()).count();
    filled < 3 || distinct(column, rows) > 2
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
