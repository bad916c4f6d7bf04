//! A view of a table that no one has described: the kind of figure that fits its columns.

use super::columns::{Columns, distinct, has_distinct, split_time, time_like, unread_time, value};
use super::descriptor::{Descriptor, spaced};
use super::json::Problems;
use super::name::slug;
use super::table::{Column, Table};
use super::text::Text;
use super::view::{Kind, START, View, check_dates};
use crate::work::{self, spend};
use std::collections::{HashMap, HashSet};

/// More lines than this are a thicket, more bars a wall.
const LINES: usize = 5;
const BARS: usize = 15;
/// More bars than this are not drawn even where they are in the order of time.
const TIMES: usize = 60;

/// A view of a table, if any kind of figure fits it.
pub async fn view(name: &str, table: &Table, descriptor: &Descriptor) -> Option<View> {
    if split_time(table).await.is_some() {
        return None;
    }
    let resource = descriptor.resource(name)?;
    let own = descriptor.languages.first().map_or("", |own| own);
    let title = resource.title.clone().unwrap_or_else(|| Text::new(&spaced(name), own));
    let view = View { name: slug(name), title, resource: name.to_owned(), ..View::default() };
    let columns = Columns::of(table).await;
    if let Some(view) = columns.timeline(&view).await {
        return Some(view);
    }
    if let Some(view) = columns.line(&view).await {
        return Some(view);
    }
    if let Some(view) = columns.bars(&view).await {
        return Some(view);
    }
    columns.counts(&view).await
}

impl Columns<'_> {
    async fn timeline(&self, view: &View) -> Option<View> {
        self.table.column(START)?;
        let category = self.texts.first()?;
        let mut problems = Problems::new();
        check_dates(self.table, &mut problems).await;
        problems.is_empty().then(|| View {
            category: category.field.name.clone(),
            kinds: vec![Kind::Timeline],
            ..view.clone()
        })
    }

    /// A number in time, and, where times come again, a line for each text that tells them apart.
    async fn line(&self, view: &View) -> Option<View> {
        let (time, number) = (self.time?, self.numbers.first()?);
        // Lines of one unit, as far as the schema says it, can share an axis.
        let unit = &number.field.unit;
        let same = self.numbers.iter().filter(|other| unit.is_some() && other.field.unit == *unit).take(LINES);
        let mut values: Vec<_> = same.map(|column| column.field.name.clone()).collect();
        let mut view = View { category: time.field.name.clone(), kinds: vec![Kind::Line], ..view.clone() };
        let rows = self.table.rows;
        let times = work::count(0..rows, |row| value(time, row).is_some()).await;
        let comes_twice = !has_distinct(time, rows, times).await;
        let alternating = if comes_twice { None } else { self.alternating().await };
        if comes_twice || alternating.is_some() {
            let split = match alternating {
                Some(text) => text,
                None => self.key(time).await?,
            };
            let lines = distinct(split, rows).await;
            // A line of one point is none.
            if lines * 2 > rows {
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

    /// The text whose rows of a few names take turns, as the times of several stations do.
    async fn alternating(&self) -> Option<&Column> {
        for text in &self.texts {
            if self.alternates(text).await {
                return Some(text);
            }
        }
        None
    }

    async fn alternates(&self, text: &Column) -> bool {
        let mut names = HashMap::new();
        let mut turns = 0;
        for row in 0..self.table.rows {
            spend(1).await;
            *names.entry(value(text, row)).or_insert(0_usize) += 1;
            turns += usize::from(row > 0 && value(text, row) != value(text, row - 1));
            if names.len() > LINES + 1 {
                return false;
            }
        }
        let each = |row: usize| names.get(&value(text, row)).is_some_and(|count| *count > 2);
        let count = names.keys().filter(|name| name.is_some()).count();
        (2..=LINES).contains(&count) && 2 * turns > self.table.rows && (0..self.table.rows.min(LINES)).all(each)
    }

    /// The text that no time stands twice with.
    async fn key(&self, time: &Column) -> Option<&Column> {
        for text in &self.texts {
            if self.is_key(time, text).await {
                return Some(text);
            }
        }
        None
    }

    async fn is_key(&self, time: &Column, text: &Column) -> bool {
        let mut keys = HashSet::new();
        for row in 0..self.table.rows {
            spend(1).await;
            if !keys.insert((value(time, row), value(text, row))) {
                return false;
            }
        }
        true
    }

    /// A number for each of the texts.
    async fn bars(&self, view: &View) -> Option<View> {
        let number = self.numbers.first()?;
        let rows = self.table.rows;
        let mut category = None;
        for text in &self.texts {
            if has_distinct(text, rows, rows).await {
                category = Some(text);
                break;
            }
        }
        let category = category?;
        let name = number.field.name.clone();
        // Time has an order of its own, and its greatest values alone are no series.
        let is_time = time_like(category).await.is_some();
        (!is_time || rows <= TIMES).then(|| View {
            category: category.field.name.clone(),
            value: name.clone(),
            values: vec![name],
            kinds: vec![Kind::Bars],
            sort: !is_time,
            by_value: false,
            limit: (rows > BARS && !is_time).then_some(BARS),
            ..view.clone()
        })
    }

    /// How often each text is there: the one with fewest, if it comes again.
    async fn counts(&self, view: &View) -> Option<View> {
        let rows = self.table.rows;
        // Rows of times that nothing reads are no entries to be counted.
        for column in &self.table.columns {
            if unread_time(column).await.is_some() {
                return None;
            }
        }
        let mut fewest: Option<(usize, &Column)> = None;
        for text in &self.texts {
            let many = distinct(text, rows).await;
            if many > 1 && 2 * many <= rows && fewest.is_none_or(|(fewest, _)| many < fewest) {
                fewest = Some((many, text));
            }
        }
        let (many, category) = fewest?;
        Some(View {
            category: category.field.name.clone(),
            kinds: vec![Kind::Bars],
            count: true,
            sort: true,
            by_value: false,
            limit: (many > BARS).then_some(BARS),
            ..view.clone()
        })
    }
}
