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
        let number = |row| column.and_then(|column| column.cells.number(row));
        let values: Vec<_> = (0..table.rows).map(number).collect();
        let unit = column.and_then(|column| column.field.unit.as_ref());
        let unit = unit.map(|unit| unit.in_language(&locale.language).to_owned()).unwrap_or_default();
        let decimals = values.iter().flatten().map(|value| decimals(*value)).max().unwrap_or(0);
        let mut reading =
            Self { package, view, table, locale, values, unit, decimals, groups: Vec::new(), lanes: Vec::new() };
        for row in 0..table.rows {
            let name = reading.group_name(row).filter(|name| !reading.groups.contains(name));
            reading.groups.extend(name);
        }
        for field in &view.lanes {
            reading.lanes.extend(reading.lanes_of(field));
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
        data.extend(self.remainder());
        data.extend(self.change(&data));
        for group in 0..self.groups.len() {
            data.push(self.sum(group, &data));
        }
        for row in 0..self.found().map_or(0, |table| table.rows) {
            data.extend(self.found_datum(row, &data));
        }
        data
    }

    /// The sum of a group's rows.
    fn sum(&self, group: usize, rows: &[Datum]) -> Datum {
        let (mut sum, mut terms) = (0.0, String::new());
        for datum in rows.iter().filter(|datum| datum.group == Some(group) && datum.is_stated()) {
            let value = datum.value.unwrap_or(0.0);
            sum += value;
            terms.push_str(if terms.is_empty() { "" } else { " + " });
            terms.push_str(&self.locale.number(value, self.decimals));
        }
        let value = round(sum, self.decimals);
        Datum {
            key: concat(&["sum-", &group.to_string()]),
            label: self.groups[group].clone(),
            value: Some(value),
            text: self.quantity(value),
            part_of: self.part_of(),
            origin: Origin::Sum { computation: terms + " = " + &self.locale.number(value, self.decimals) },
            group: Some(group),
            ..Datum::default()
        }
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
            None => Series { key: "1".to_owned(), label: compare.title.as_ref()?.in_language(language).to_owned() },
        };
        let key = table.cell(KEY, row)?;
        let of = data.iter().position(|datum| datum.key == key);
        let own = table.text(NAME, row, language);
        let value = table.column(&self.view.value)?.cells.number(row)?;
        let number = self.locale.quantity(value, decimals(value), &self.unit);
        Some(Datum {
            label: match of {
                Some(of) => concat(&[&data[of].label, ", ", &series.label]),
                None => own?,
            },
            key: if of.is_some() { concat(&[&key, "-", &series.key]) } else { key },
            value: Some(value),
            text: concat(&[self.about(table, row), &number]),
            span: self.span(table, row, &self.view.category, &self.view.category),
            relative: self.relative(value, decimals(value)),
            origin: Origin::Found {
                of: of.map(DatumId),
                series,
                address: table.cell(ADDRESS, row),
                note: table.text("note", row, language),
            },
            ..Datum::default()
        })
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
        let (table, row) = self.package.referred(self.table, PLACE, row)?;
        let degrees = |column| table.column(column)?.cells.number(row);
        Some(Place {
            key: table.key(row),
            label: table.text(NAME, row, &self.locale.language)?,
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

    /// What a row states: its value, its time, or both.
    fn text(&self, row: usize, span: Option<&Span>) -> String {
        let Some(value) = self.values[row] else {
            return span.map_or_else(|| self.locale.word(Word::NoValue).to_owned(), |span| span.text.clone());
        };
        let own = self.table.text(UNIT, row, &self.locale.language);
        let unit = own.as_deref().unwrap_or(&self.unit);
        let upper = self.table.column(UPPER).and_then(|column| column.cells.number(row));
        let from = upper.map(|_| self.locale.number(value, self.decimals) + "–").unwrap_or_default();
        let to = self.locale.quantity(upper.unwrap_or(value), self.decimals, unit);
        let number = concat(&[self.about(self.table, row), &from, &to]);
        match span {
            Some(span) => concat(&[&span.text, ", ", &number]),
            None => number,
        }
    }

    fn stated(&self, row: usize) -> Datum {
        let cell = |column| self.table.text(column, row, &self.locale.language);
        let value = self.values[row];
        let group = self.group_name(row);
        Datum {
            group: group.and_then(|group| self.groups.iter().position(|name| *name == group)),
            key: self.table.key(row),
            label: cell(&self.view.category).unwrap_or_default(),
            value,
            text: self.text(row, self.span(self.table, row, START, END).as_ref()),
            part_of: self.part_of(),
            status: self.status(row),
            origin: Origin::Stated(self.statement(row)),
            span: self.span(self.table, row, START, END).or_else(|| self.year(row)),
            place: self.place(row),
            lanes: self.lanes_at(row),
            relative: value.and_then(|value| self.relative(value, self.decimals)),
        }
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
        let sum: f64 = self.values.iter().flatten().sum();
        let value = round(whole.total - sum, self.decimals);
        let number = |value| self.locale.number(value, self.decimals);
        let computation = concat(&[&self.locale.number(whole.total, 0), " − ", &number(sum), " = ", &number(value)]);
        (value > 0.0).then(|| Datum {
            key: "remainder".to_owned(),
            label: whole.remainder.in_language(&self.locale.language).to_owned(),
            value: Some(value),
            text: self.quantity(value),
            part_of: self.part_of(),
            origin: Origin::Remainder {
                computation,
                statement: whole.statement.clone().map(|id| Box::new(self.listed(id))),
            },
            ..Datum::default()
        })
    }

    /// The change from the first to the last value, absolute and relative.
    fn change(&self, points: &[Datum]) -> Option<Datum> {
        let slope = self.view.kinds.contains(&Kind::Slope);
        let (first, last) = (points.first().filter(|_| slope)?, points.last()?);
        let (from, to) = (first.value?, last.value?);
        let difference = round(to - from, self.decimals);
        let relative = (from != 0.0).then(|| self.locale.quantity(100.0 * difference / from, CHANGE_DECIMALS, "%"));
        let relative = relative.map(|relative| concat(&[" (", &relative, ")"])).unwrap_or_default();
        let number = |value| self.locale.number(value, self.decimals);
        Some(Datum {
            key: "change".to_owned(),
            label: concat(&[self.locale.word(Word::Change), " ", &first.label, "–", &last.label]),
            value: Some(difference),
            text: self.quantity(difference) + &relative,
            part_of: None,
            origin: Origin::Change {
                computation: concat(&[&number(to), " − ", &number(from), " = ", &number(difference)]),
            },
            ..Datum::default()
        })
    }

    fn quantity(&self, value: f64) -> String {
        self.locale.quantity(value, self.decimals, &self.unit)
    }

    fn part_of(&self) -> Option<String> {
        let name = self.view.whole.as_ref()?.name.as_ref()?;
        Some(name.in_language(&self.locale.language).to_owned())
    }

    pub fn field_title(&self, name: &str) -> String {
        let title = self.table.column(name).and_then(|column| column.field.title.as_ref());
        title.map_or(name, |title| title.in_language(&self.locale.language)).to_owned()
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
