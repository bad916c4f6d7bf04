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

/// Returns notes on a view of a table: rows and columns that it does not show, and rows that are sums. A view that the
/// editor wrote gets notes on rows without a time alone.
pub fn notes(view: &View, table: &Table, is_inferred: bool) -> Vec<Error> {
    let at = |row: usize, column: &str| Place::file(&table.file).row(table.line_of(row)).with(Part::Column, column);
    let mut notes = Vec::new();
    if view.kinds.contains(&Kind::Line)
        && let Some(time) = table.column(&view.category)
    {
        let has_value = |row: &usize| {
            view.values.iter().filter_map(|name| table.column(name)).any(|column| value(column, *row).is_some())
        };
        let lost = (0..table.rows).filter(|row| time.cells.time(*row).is_none() && has_value(row));
        notes.extend(lost.map(|row| Error::new(at(row, &view.category), Problem::NoTime, &[])));
    }
    if !is_inferred {
        return notes;
    }
    for column in &table.columns {
        if let Some((row, cell)) = unread_time(column) {
            notes.push(Error::new(at(row, &column.field.name), Problem::NotTime, &[&quoted(&cell)]));
        }
    }
    if view.kinds.contains(&Kind::Bars)
        && !view.count
        && let (Some(names), Some(values)) = (table.column(&view.category), table.column(&view.value))
    {
        let texts: Vec<_> = (0..table.rows).map(|row| names.text(row)).collect();
        let numbers: Vec<_> = (0..table.rows).map(|row| values.cells.number(row)).collect();
        if let Some(row) = frame::total(&texts, &numbers) {
            let name = concat(&["\"", texts[row].as_deref().unwrap_or_default(), "\""]);
            notes.push(Error::new(at(row, &view.value), Problem::TotalRow, &[&name]));
        }
    }
    let columns = Columns::of(table);
    let others: Vec<_> = columns.numbers.iter().map(|column| column.field.name.as_str()).collect();
    let others: Vec<_> = others.into_iter().filter(|name| !view.values.iter().any(|own| own == name)).collect();
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
pub fn obstacle(table: &Table) -> Error {
    let columns = Columns::of(table);
    let at = |row: usize, column: &Column| {
        Place::file(&table.file).row(table.line_of(row)).with(Part::Column, &column.field.name)
    };
    if let Some((years, part)) = split_time(table) {
        let place = Place::file(&table.file).with(Part::Column, &part.field.name);
        return Error::new(place, Problem::TimeInTwo, &[&years.field.name, &part.field.name]);
    }
    let is_odd = |note: &&Error| columns.numbers.is_empty() && note.problem() == Problem::NotNumbers;
    if let Some(odd) = table.notes.iter().find(is_odd) {
        return odd.clone();
    }
    if let Some((column, (row, cell))) = table.columns.iter().find_map(|own| Some((own, unread_time(own)?))) {
        return Error::new(at(row, column), Problem::NotTime, &[&quoted(&cell)]);
    }
    if let (Some(time), false) = (columns.time, columns.numbers.is_empty()) {
        let mut first: HashMap<_, usize> = HashMap::new();
        for row in 0..table.rows {
            let Some(time_of_row) = value(time, row) else { continue };
            if let Some(earlier) = first.insert(time_of_row, row) {
                let (cell, line) = (time.text(row).unwrap_or_default(), table.line_of(earlier).to_string());
                return Error::new(at(row, time), Problem::Duplicate, &[&cell, &line]);
            }
        }
    }
    let nameless = |text: &&Column| (0..table.rows).find(|row| value(text, *row).is_none());
    if let Some((text, row)) =
        columns.texts.first().filter(|_| !columns.numbers.is_empty()).and_then(|own| Some((own, nameless(own)?)))
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
