//! From the rows of a view's table to the data of a figure.

use super::{Datum, DatumId, Edge, Finding, Lanes, Origin, Place, Relative, STATUSES, Series, Span, Statement, Status};
use crate::locale::{Locale, Word};
use crate::package::{Date, END, FINDINGS, Kind, Package, START, STATEMENTS, Table, View};
use crate::text::concat;

/// Columns that carry where a row comes from; the names are the package's convention.
const STATEMENT: &str = "statement";
const QUOTATION: &str = "quotation";
const SOURCE: &str = "source";
/// The columns of tables that are looked up by a key.
const ID: &str = "id";
const NAME: &str = "name";
const KEY: &str = "key";
const ADDRESS: &str = "address";
/// The key of a row's place.
const PLACE: &str = "place";
/// The unit of a row's own value; the end of a range that begins with the value; whether it is only "about".
const UNIT: &str = "unit";
const UPPER: &str = "upper";
const APPROXIMATE: &str = "approximate";

/// A relative change is written with one decimal: −49.3 %.
const CHANGE_DECIMALS: usize = 1;

/// A view's table, read in one language.
pub(super) struct Reading<'a> {
    package: &'a Package,
    view: &'a View,
    table: &'a Table,
    locale: &'a Locale,
    values: Vec<Option<f64>>,
    pub unit: String,
    /// The names of the groups, in the order of their first row.
    pub groups: Vec<String>,
    pub lanes: Vec<Lanes>,
    /// Every value is written with as many decimals as the most precise one of its column.
    decimals: usize,
}

impl<'a> Reading<'a> {
    pub fn new(package: &'a Package, view: &'a View, table: &'a Table, locale: &'a Locale) -> Self {
        let column = table.column(&view.value);
        let (mut values, mut places) = (Vec::new(), 0);
        for row in 0..table.rows {
            let value = column.and_then(|column| column.cells.number(row));
            places = places.max(value.map_or(0, decimals));
            values.push(value);
        }
        let unit = column.and_then(|column| column.field.unit.as_ref());
        let unit = unit.map(|unit| unit.in_language(&locale.language)).unwrap_or_default();
        let mut reading = Self {
            package,
            view,
            table,
            locale,
            values,
            unit,
            decimals: places,
            groups: Vec::new(),
            lanes: Vec::new(),
        };
        for row in 0..table.rows {
            if let Some(name) = reading.group_name(row)
                && !reading.groups.contains(&name)
            {
                reading.groups.push(name);
            }
        }
        for field in &view.lanes {
            if let Some(lanes) = reading.lanes_of(field) {
                reading.lanes.push(lanes);
            }
        }
        reading
    }

    /// The lanes that a field's keys lead to, as far as there are rows for them, in their own order.
    fn lanes_of(&self, field: &str) -> Option<Lanes> {
        let foreign = self.table.foreign_keys.iter().find(|foreign| foreign.field == field)?;
        let names = self.package.table(&foreign.resource).ok()?;
        let (mut labels, mut keys) = (Vec::new(), Vec::new());
        for row in 0..names.rows {
            let key = names.cell(&foreign.key, row)?;
            if (0..self.table.rows).any(|row| self.table.cell(field, row).as_ref() == Some(&key)) {
                labels.push(names.text(NAME, row, &self.locale.language).unwrap_or_default());
                keys.push(key);
            }
        }
        Some(Lanes { field: field.to_owned(), title: self.field_title(field), labels, keys })
    }

    fn group_name(&self, row: usize) -> Option<String> {
        let (groups, row) = self.package.referred(self.table, self.view.group.as_ref()?, row)?;
        groups.text(NAME, row, &self.locale.language)
    }

    pub fn data(&self) -> Vec<Datum> {
        let mut data = Vec::new();
        for row in 0..self.table.rows {
            data.push(self.stated(row));
        }
        if let Some(remainder) = self.remainder() {
            data.push(remainder);
        }
        if let Some(change) = self.change(&data) {
            data.push(change);
        }
        for group in 0..self.groups.len() {
            if let Some(sum) = self.sum(group, &data) {
                data.push(sum);
            }
        }
        for row in 0..self.found().map_or(0, |table| table.rows) {
            if let Some(found) = self.found_datum(row, &data) {
                data.push(found);
            }
        }
        data
    }

    /// The sum of a group's rows; nothing where the group is only another word for its one row.
    fn sum(&self, group: usize, rows: &[Datum]) -> Option<Datum> {
        let (mut sum, mut terms, mut others) = (0.0, String::new(), false);
        for datum in rows {
            if datum.group != Some(group) || !datum.is_stated() {
                continue;
            }
            let value = datum.value.unwrap_or(0.0);
            sum += value;
            others |= datum.label != self.groups[group];
            terms.push_str(if terms.is_empty() { "" } else { " + " });
            terms.push_str(&self.locale.number(value, self.decimals));
        }
        if !others {
            return None;
        }
        let value = round(sum, self.decimals);
        let origin = Origin::Sum { computation: terms + " = " + &self.locale.number(value, self.decimals) };
        let key = concat(&["sum-", &group.to_string()]);
        let mut datum = Datum::new(key, self.groups[group].clone(), Some(value), self.quantity(value), origin);
        datum.part_of = self.part_of();
        datum.group = Some(group);
        Some(datum)
    }

    fn found(&self) -> Option<&Table> {
        self.package.table(&self.view.compare.as_ref()?.resource).ok()
    }

    /// What another source says of a row.
    fn found_datum(&self, row: usize, data: &[Datum]) -> Option<Datum> {
        let (table, compare) = (self.found()?, self.view.compare.as_ref()?);
        let language = &self.locale.language;
        let series = match &compare.series {
            Some(field) => {
                let name = compare.name.as_ref().unwrap_or(field);
                Series { key: table.cell(field, row)?, label: table.text(name, row, language)? }
            }
            None => Series { key: "1".to_owned(), label: compare.title.as_ref()?.in_language(language) },
        };
        let key = table.cell(KEY, row)?;
        let of = data.iter().position(|datum| datum.key == key);
        let own = table.text(NAME, row, language);
        let value = table.column(&self.view.value)?.cells.number(row)?;
        let number = self.locale.quantity(value, decimals(value), &self.unit);
        let (key, label) = match of {
            Some(of) => (concat(&[&key, "-", &series.key]), concat(&[&data[of].label, ", ", &series.label])),
            None => (key, own?),
        };
        let (address, note) = (table.cell(ADDRESS, row), table.text("note", row, language));
        let origin = Origin::Found { of: of.map(DatumId), series, address, note };
        let text = concat(&[self.about(table, row), &number]);
        let mut datum = Datum::new(key, label, Some(value), text, origin);
        datum.span = self.span(table, row, &self.view.category, &self.view.category);
        datum.relative = self.relative(value, decimals(value));
        Some(datum)
    }

    /// The word for a value that is only approximate.
    fn about(&self, table: &Table, row: usize) -> &str {
        let about = table.cell(APPROXIMATE, row).as_deref() == Some("true");
        if about { self.locale.word(Word::About) } else { "" }
    }

    /// A value as a share of the first one, where a figure is of change.
    fn relative(&self, value: f64, places: usize) -> Option<Relative> {
        let first = self.values.first().copied().flatten().filter(|first| *first != 0.0)?;
        if !self.view.kinds.contains(&Kind::Slope) {
            return None;
        }
        let text = self.locale.quantity(100.0 * value / first, CHANGE_DECIMALS, "%");
        let (part, whole) = (self.locale.number(value, places), self.locale.number(first, self.decimals));
        Some(Relative { computation: concat(&[&part, " ÷ ", &whole, " = ", &text]), text })
    }

    /// When a row was, from the columns of its begin and end.
    fn span(&self, table: &Table, row: usize, start: &str, end: &str) -> Option<Span> {
        let begin = Date::parse(&table.cell(start, row)?)?;
        let last = table.cell(end, row).and_then(|end| Date::parse(&end)).unwrap_or(begin);
        let edge = |column: &str, date: Date| match table.cell(column, row).as_deref() {
            Some("open") => Edge::Open,
            None if date.day.is_some() => Edge::Sharp,
            _ => Edge::Fuzzy,
        };
        let (begin_edge, end_edge) = (edge("start_edge", begin), edge("end_edge", last));
        let about = table.cell("start_edge", row).is_some();
        let mut text = String::from(if about { self.locale.word(Word::About) } else { "" });
        text += &match end_edge {
            Edge::Open => concat(&[self.locale.word(Word::Since), &self.locale.date(begin)]),
            _ => self.locale.dates(begin, last),
        };
        Some(Span { begin: begin.begin(), end: last.end(), begin_edge, end_edge, text })
    }

    fn place(&self, row: usize) -> Option<Place> {
        let label = self.table.cell(&self.view.category, row).unwrap_or_default();
        let (table, row) = self.package.referred(self.table, PLACE, row)?;
        let degrees = |column| table.column(column)?.cells.number(row);
        Some(Place {
            key: table.key(row),
            label: table.text(NAME, row, &self.locale.language)?,
            is_named: holds(&label, &table.cell(NAME, row)?),
            latitude: degrees("latitude")?,
            longitude: degrees("longitude")?,
            region: table.cell("region", row),
        })
    }

    /// The lane of a row in each of the figure's lanes.
    fn lanes_at(&self, row: usize) -> Vec<usize> {
        let mut lanes = Vec::new();
        for of in &self.lanes {
            let key = self.table.cell(&of.field, row).unwrap_or_default();
            lanes.push(of.keys.iter().position(|known| *known == key).unwrap_or(0));
        }
        lanes
    }

    /// What a row states: its time, its amount, or both.
    fn text(&self, amount: &str, span: Option<&Span>) -> String {
        match span {
            Some(span) if amount.is_empty() => span.text.clone(),
            Some(span) => concat(&[&span.text, ", ", amount]),
            None if amount.is_empty() => self.locale.word(Word::NoValue).to_owned(),
            None => amount.to_owned(),
        }
    }

    /// A row's number with its unit; empty where it has none.
    fn amount(&self, row: usize) -> String {
        let Some(value) = self.values[row] else { return String::new() };
        let own = self.table.text(UNIT, row, &self.locale.language);
        let unit = own.as_deref().unwrap_or(&self.unit);
        let upper = self.table.column(UPPER).and_then(|column| column.cells.number(row));
        let from = upper.map(|_| self.locale.number(value, self.decimals) + "–").unwrap_or_default();
        let to = self.locale.quantity(upper.unwrap_or(value), self.decimals, unit);
        concat(&[self.about(self.table, row), &from, &to])
    }

    fn stated(&self, row: usize) -> Datum {
        let span = self.span(self.table, row, START, END);
        let amount = self.amount(row);
        let text = self.text(&amount, span.as_ref());
        let label = self.table.text(&self.view.category, row, &self.locale.language).unwrap_or_default();
        let origin = Origin::Stated(self.statement(row));
        let mut datum = Datum::new(self.table.key(row), label, self.values[row], text, origin);
        datum.amount = amount;
        let group = self.group_name(row);
        datum.group = group.and_then(|group| self.groups.iter().position(|name| *name == group));
        datum.part_of = self.part_of();
        datum.status = self.status(row);
        datum.span = span.or_else(|| self.year(row));
        datum.place = self.place(row);
        datum.lanes = self.lanes_at(row);
        datum.relative = self.values[row].and_then(|value| self.relative(value, self.decimals));
        datum
    }

    /// The year of a row of a figure of change.
    fn year(&self, row: usize) -> Option<Span> {
        let slope = self.view.kinds.contains(&Kind::Slope);
        if slope { self.span(self.table, row, &self.view.category, &self.view.category) } else { None }
    }

    /// The row's statement: from its own columns, and from the table of statements where it has a key of one.
    fn statement(&self, row: usize) -> Statement {
        let mut statement = self.table.cell(STATEMENT, row).map(|id| self.listed(id)).unwrap_or_default();
        let own = |column, listed| self.table.cell(column, row).or(listed);
        statement.quotation = own(QUOTATION, statement.quotation);
        statement.source = own(SOURCE, statement.source);
        statement
    }

    /// The statement of an id, as the table of statements has it.
    fn listed(&self, id: String) -> Statement {
        let list = self.package.table(STATEMENTS).ok();
        let list = list.and_then(|table| Some((table, table.row_of(ID, &id)?)));
        let cell = |column| list.and_then(|(table, row)| table.text(column, row, &self.locale.language));
        Statement {
            quotation: cell(QUOTATION),
            source: cell(SOURCE),
            source_note: cell("source_note"),
            summary: cell("summary"),
            see: cell("see"),
            findings: self.findings(&id),
            id: Some(id),
        }
    }

    fn status(&self, row: usize) -> Status {
        let list = self.package.referred(self.table, STATEMENT, row);
        let status = list.and_then(|(table, row)| table.cell("status", row)).unwrap_or_default();
        let known = STATUSES.iter().find(|(name, _)| *name == status);
        known.map_or(Status::NotChecked, |(_, status)| *status)
    }

    fn findings(&self, statement: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Ok(table) = self.package.table(FINDINGS) else { return findings };
        for row in 0..table.rows {
            if table.cell(STATEMENT, row).as_deref() == Some(statement) {
                let text = table.text("finding", row, &self.locale.language).unwrap_or_default();
                findings.push(Finding { text, address: table.cell("address", row) });
            }
        }
        findings
    }

    /// What the stated values leave of the whole; nothing where they fill it.
    fn remainder(&self) -> Option<Datum> {
        let whole = self.view.whole.as_ref()?;
        let mut sum = 0.0;
        for value in self.values.iter().flatten() {
            sum += value;
        }
        let value = round(whole.total - sum, self.decimals);
        if value <= 0.0 {
            return None;
        }
        let total = self.locale.number(whole.total, 0);
        let computation = self.difference(&total, sum, value);
        let statement = whole.statement.clone().map(|id| Box::new(self.listed(id)));
        let label = whole.remainder.in_language(&self.locale.language);
        let origin = Origin::Remainder { computation, statement };
        let mut datum = Datum::new("remainder".to_owned(), label, Some(value), self.quantity(value), origin);
        datum.part_of = self.part_of();
        Some(datum)
    }

    /// `100 − 89,2 = 10,8`
    fn difference(&self, from: &str, less: f64, result: f64) -> String {
        let number = |value| self.locale.number(value, self.decimals);
        concat(&[from, " − ", &number(less), " = ", &number(result)])
    }

    /// The change from the first to the last value, absolute and relative.
    fn change(&self, points: &[Datum]) -> Option<Datum> {
        let slope = self.view.kinds.contains(&Kind::Slope);
        let (first, last) = (points.first().filter(|_| slope)?, points.last()?);
        let (from, to) = (first.value?, last.value?);
        let difference = round(to - from, self.decimals);
        let mut text = self.quantity(difference);
        if from != 0.0 {
            let relative = self.locale.quantity(100.0 * difference / from, CHANGE_DECIMALS, "%");
            text = concat(&[&text, " (", &relative, ")"]);
        }
        let label = concat(&[self.locale.word(Word::Change), " ", &first.label, "–", &last.label]);
        let computation = self.difference(&self.locale.number(to, self.decimals), from, difference);
        Some(Datum::new("change".to_owned(), label, Some(difference), text, Origin::Change { computation }))
    }

    fn quantity(&self, value: f64) -> String {
        self.locale.quantity(value, self.decimals, &self.unit)
    }

    fn part_of(&self) -> Option<String> {
        let name = self.view.whole.as_ref()?.name.as_ref()?;
        Some(name.in_language(&self.locale.language))
    }

    pub fn field_title(&self, name: &str) -> String {
        let title = self.table.column(name).and_then(|column| column.field.title.as_ref());
        title.map_or_else(|| name.to_owned(), |title| title.in_language(&self.locale.language))
    }
}

/// How many decimals a value is written with in the data: 30.2 has one.
fn decimals(value: f64) -> usize {
    value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// To the given count of decimals: sums of decimal fractions are not exact in binary.
fn round(value: f64, decimals: usize) -> f64 {
    let scale = 10_f64.powi(decimals.try_into().unwrap_or(0));
    (value * scale).round() / scale
}

/// Whether a text holds another one; the standard library's search would be a kilobyte.
fn holds(text: &str, name: &str) -> bool {
    text.as_bytes().windows(name.len().max(1)).any(|part| part == name.as_bytes())
}
