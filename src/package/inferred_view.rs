//! A view of a table that no one has described: the kind of figure that fits its columns.

use super::columns::{Columns, distinct, split_time, time_like, unread_time, value};
use super::descriptor::{Descriptor, spaced};
use super::json::Problems;
use super::name::slug;
use super::table::{Column, Table};
use super::text::Text;
use super::view::{Kind, START, View, check_dates};
use std::collections::HashSet;

/// More lines than this are a thicket, more bars a wall.
const LINES: usize = 5;
const BARS: usize = 15;
/// More bars than this are not drawn even where they are in the order of time.
const TIMES: usize = 60;

/// A view of a table, if any kind of figure fits it.
pub fn view(name: &str, table: &Table, descriptor: &Descriptor) -> Option<View> {
    if split_time(table).is_some() {
        return None;
    }
    let resource = descriptor.resource(name)?;
    let own = descriptor.languages.first().map_or("", |own| own);
    let title = resource.title.clone().unwrap_or_else(|| Text::new(&spaced(name), own));
    let view = View { name: slug(name), title, resource: name.to_owned(), ..View::default() };
    let columns = Columns::of(table);
    columns
        .timeline(&view)
        .or_else(|| columns.line(&view))
        .or_else(|| columns.bars(&view))
        .or_else(|| columns.counts(&view))
}

impl Columns<'_> {
    fn timeline(&self, view: &View) -> Option<View> {
        self.table.column(START)?;
        let category = self.texts.first()?;
        let mut problems = Problems::new();
        check_dates(self.table, &mut problems);
        problems.is_empty().then(|| View {
            category: category.field.name.clone(),
            kinds: vec![Kind::Timeline],
            ..view.clone()
        })
    }

    /// A number in time, and, where times come again, a line for each text that tells them apart.
    fn line(&self, view: &View) -> Option<View> {
        let (time, number) = (self.time?, self.numbers.first()?);
        // Lines of one unit, as far as the schema says it, can share an axis.
        let unit = &number.field.unit;
        let same = self.numbers.iter().filter(|other| unit.is_some() && other.field.unit == *unit).take(LINES);
        let mut values: Vec<_> = same.map(|column| column.field.name.clone()).collect();
        let mut view = View { category: time.field.name.clone(), kinds: vec![Kind::Line], ..view.clone() };
        let comes_twice =
            distinct(time, self.table.rows) < (0..self.table.rows).filter_map(|row| value(time, row)).count();
        let alternating = self.texts.iter().find(|text| self.alternates(text)).filter(|_| !comes_twice);
        if comes_twice || alternating.is_some() {
            let split = alternating.or_else(|| self.texts.iter().find(|text| self.is_key(time, text)))?;
            let lines = distinct(split, self.table.rows);
            // A line of one point is none.
            if lines * 2 > self.table.rows {
                return None;
            }
            view.split = Some(split.field.name.clone());
            view.limit = (lines > LINES).then_some(LINES);
            values.clear();
        }
        if values.is_empty() {
            values.push(number.field.name.clone());
        }
        view.value = values[0].clone();
        view.values = values;
        Some(view)
    }

    /// Whether rows of a few names take turns, as the times of several stations do.
    fn alternates(&self, text: &Column) -> bool {
        let rows = self.table.rows;
        let names = distinct(text, rows);
        let turns = (1..rows).filter(|row| value(text, *row) != value(text, row - 1)).count();
        let each = |row: usize| (0..rows).filter(|other| value(text, *other) == value(text, row)).count() > 2;
        (2..=LINES).contains(&names) && 2 * turns > rows && (0..rows.min(LINES)).all(each)
    }

    /// A number for each of the texts.
    fn bars(&self, view: &View) -> Option<View> {
        let number = self.numbers.first()?;
        let rows = self.table.rows;
        let category = self.texts.iter().find(|text| distinct(text, rows) == rows)?;
        let name = number.field.name.clone();
        // Time has an order of its own, and its greatest values alone are no series.
        let is_time = time_like(category).is_some();
        (!is_time || rows <= TIMES).then(|| View {
            category: category.field.name.clone(),
            value: name.clone(),
            values: vec![name],
            kinds: vec![Kind::Bars],
            sort: !is_time,
            limit: (rows > BARS && !is_time).then_some(BARS),
            ..view.clone()
        })
    }

    /// How often each text is there: the one with fewest, if it comes again.
    fn counts(&self, view: &View) -> Option<View> {
        let rows = self.table.rows;
        // Rows of times that nothing reads are no entries to be counted.
        if self.table.columns.iter().any(|column| unread_time(column).is_some()) {
            return None;
        }
        let times = self.texts.iter().map(|text| (distinct(text, rows), text));
        let (many, category) = times.filter(|(many, _)| *many > 1 && 2 * many <= rows).min_by_key(|(many, _)| *many)?;
        Some(View {
            category: category.field.name.clone(),
            kinds: vec![Kind::Bars],
            count: true,
            sort: true,
            limit: (many > BARS).then_some(BARS),
            ..view.clone()
        })
    }

    /// Whether no time stands twice with the same text.
    fn is_key(&self, time: &Column, text: &Column) -> bool {
        let keys = (0..self.table.rows).map(|row| (value(time, row), value(text, row)));
        keys.collect::<HashSet<_>>().len() == self.table.rows
    }
}
