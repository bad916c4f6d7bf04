//! Notes on a view of a table, and the reason why a table has none.

use std::collections::HashMap;

use super::columns::{Columns, split_time, unread_time, value};
use super::descriptor::listed;
use super::frame;
use super::mistake::quoted;
use super::table::{Column, Table};
use super::view::{Kind, View};
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::text::concat;
use crate::work::{self, spend};

/// Returns notes on a view of a table: rows and columns that it does not show, and rows that are sums. A view that the
/// editor wrote gets notes on rows without a time alone.
pub async fn notes(view: &View, table: &Table, is_inferred: bool) -> Vec<Error> {
    let at = |row: usize, column: &str| Place::file(&table.file).row(table.line_of(row)).with(Part::Column, column);
    let mut notes = Vec::new();
    if view.kinds.contains(&Kind::Line)
        && let Some(time) = table.column(&view.category)
    {
        let values: Vec<_> = view.values.iter().filter_map(|name| table.column(name)).collect();
        for row in 0..table.rows {
            spend(1).await;
            if time.cells.time(row).is_none() && values.iter().any(|column| value(column, row).is_some()) {
                notes.push(Error::new(at(row, &view.category), Problem::NoTime, &[]));
            }
        }
    }
    if !is_inferred {
        return notes;
    }
    for column in &table.columns {
        if let Some((row, cell)) = unread_time(column).await {
            notes.push(Error::new(at(row, &column.field.name), Problem::NotTime, &[&quoted(&cell)]));
        }
    }
    if view.kinds.contains(&Kind::Bars)
        && !view.count
        && let (Some(names), Some(values)) = (table.column(&view.category), table.column(&view.value))
    {
        let texts: Vec<_> = work::mapped(0..table.rows, |row| names.text(row)).await;
        let numbers: Vec<_> = work::mapped(0..table.rows, |row| values.cells.number(row)).await;
        if let Some(row) = frame::total(&texts, &numbers).await {
            let name = concat(&["\"", texts[row].as_deref().unwrap_or_default(), "\""]);
            notes.push(Error::new(at(row, &view.value), Problem::TotalRow, &[&name]));
        }
    }
    let columns = Columns::of(table).await;
    let others: Vec<_> = columns.numbers.iter().map(|column| column.field.name.as_str()).collect();
    let is_other = |name: &&str| !view.values.iter().any(|own| own == name);
    let others: Vec<_> = work::kept(others, |name| Some(name).filter(is_other)).await;
    if !others.is_empty() && view.count {
        let left = excerpt(&listed(others.into_iter()));
        notes.push(Error::new(Place::file(&table.file), Problem::NotCounted, &[&view.category, &left]));
    } else if !others.is_empty() {
        let (drawn, left) = (listed(view.values.iter().map(String::as_str)), listed(others.into_iter()));
        notes.push(Error::new(Place::file(&table.file), Problem::NotDrawn, &[&drawn, &excerpt(&left)]));
    }
    notes
}

/// Returns the reason why no figure fits a table.
pub async fn obstacle(table: &Table) -> Error {
    let columns = Columns::of(table).await;
    let at = |row: usize, column: &Column| {
        Place::file(&table.file).row(table.line_of(row)).with(Part::Column, &column.field.name)
    };
    if let Some((years, part)) = split_time(table).await {
        let place = Place::file(&table.file).with(Part::Column, &part.field.name);
        return Error::new(place, Problem::TimeInTwo, &[&years.field.name, &part.field.name]);
    }
    let is_odd = |note: &&Error| columns.numbers.is_empty() && note.problem() == Problem::NotNumbers;
    if let Some(odd) = table.notes.iter().find(is_odd) {
        return odd.clone();
    }
    for column in &table.columns {
        spend(1).await;
        if let Some((row, cell)) = unread_time(column).await {
            return Error::new(at(row, column), Problem::NotTime, &[&quoted(&cell)]);
        }
    }
    if let (Some(time), false) = (columns.time, columns.numbers.is_empty()) {
        let mut first: HashMap<_, usize> = HashMap::new();
        for row in 0..table.rows {
            spend(1).await;
            let Some(time_of_row) = value(time, row) else { continue };
            if let Some(earlier) = first.insert(time_of_row, row) {
                let (cell, line) = (time.text(row).unwrap_or_default(), table.line_of(earlier).to_string());
                return Error::new(at(row, time), Problem::Duplicate, &[&cell, &line]);
            }
        }
    }
    if let Some(text) = columns.texts.first().filter(|_| !columns.numbers.is_empty())
        && let Some(row) = work::position(0..table.rows, |row| value(text, row).is_none()).await
    {
        return Error::new(at(row, text), Problem::NoName, &[]);
    }
    let missing = match (columns.numbers.is_empty(), columns.texts.is_empty() && columns.time.is_none()) {
        (true, _) => Problem::NoFigure,
        (false, true) => Problem::NoNames,
        (false, false) => Problem::NamesTwice,
    };
    Error::new(Place::file(&table.file), missing, &[])
}
