//! From the rows of a view's table to the data of a figure.

use std::collections::HashMap;

use super::lines::Line;
use super::{
    Datum, DatumId, Edge, Emphasis, Finding, Lanes, Origin, Place, Relative, STATUSES, Series, Span, Statement, Status,
};
use crate::link::with_ascii_host;
use crate::locale::{Locale, Word};
use crate::package::{Date, END, FINDINGS, Kind, Package, START, STATEMENTS, Table, View, spaced};
use crate::text::{concat, fill};
use crate::work::{self, spend};

/// Columns that carry where a row comes from; the names are the package's convention.
/// A reader may see all of up to so many bars. Tables with more rows are cut at the view's limit.
const SHOWN_AT_MOST: usize = 100;

const STATEMENT: &str = Table::ORIGINS[0];
const QUOTATION: &str = Table::ORIGINS[1];
const SOURCE: &str = Table::ORIGINS[2];
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

/// The greatest value of a column is so many times its least where each is written with its own decimals.
const WIDE: f64 = 1000.0;

/// Steps of a datum: lookups in some twenty columns, and texts.
const STEPS: usize = 20;

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
    /// The group of each row.
    group_of: Vec<Option<usize>>,
    /// The place of each lane by its key.
    lane_places: Vec<HashMap<String, usize>>,
    /// The rows with what others say of a statement, by its id.
    findings: HashMap<String, Vec<usize>>,
    /// What is to be said of what is not drawn.
    pub note: Option<String>,
    /// As [`super::Figure::limit`].
    pub limit: Option<usize>,
    /// Whether rows say where they come from.
    names_origins: bool,
    /// Every value is written with as many decimals as the most precise one of its column.
    decimals: usize,
    /// Unless the column holds numbers of very different size: beside 0.004, 12.5 is no 12.500.
    is_wide: bool,
}

impl<'a> Reading<'a> {
    pub async fn new(package: &'a Package, view: &'a View, table: &'a Table, locale: &'a Locale) -> Self {
        let column = table.column(&view.value);
        let (mut values, mut places) = (Vec::new(), 0);
        for row in 0..table.rows {
            spend(1).await;
            let value = column.and_then(|column| column.cells.number(row));
            places = places.max(value.map_or(0, decimals));
            values.push(value);
        }
        let sizes = values.iter().flatten().map(|value: &f64| value.abs()).filter(|size| *size > 0.0);
        let is_wide = sizes.clone().fold(0.0, f64::max) >= WIDE * sizes.fold(f64::INFINITY, f64::min);
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
            is_wide,
            groups: Vec::new(),
            lanes: Vec::new(),
            group_of: Vec::new(),
            lane_places: Vec::new(),
            findings: findings(package).await,
            note: None,
            limit: None,
            names_origins: table.names_origins().await,
        };
        let mut groups = HashMap::new();
        for row in 0..table.rows {
            spend(1).await;
            let group = reading.group_name(row).map(|name| {
                *groups.entry(name.clone()).or_insert_with(|| {
                    reading.groups.push(name);
                    reading.groups.len() - 1
                })
            });
            reading.group_of.push(group);
        }
        if let Some(limit) = view.limit.filter(|_| !view.count && !view.kinds.contains(&Kind::Line)) {
            let may_all_be_shown = view.kinds == [Kind::Bars] && (limit + 1..=SHOWN_AT_MOST).contains(&table.rows);
            reading.limit = may_all_be_shown.then_some(limit);
            let word = if may_all_be_shown { Word::LimitedAtFirst } else { Word::Limited };
            reading.note = reading.limited(word, limit, table.rows);
        }
        for field in &view.lanes {
            if let Some(lanes) = reading.lanes_of(field).await {
                let keys = lanes.keys.iter().enumerate().rev();
                reading.lane_places.push(keys.map(|(place, key)| (key.clone(), place)).collect());
                reading.lanes.push(lanes);
            }
        }
        reading
    }

    /// The lanes that a field's keys lead to, as far as there are rows for them, in their own order.
    async fn lanes_of(&self, field: &str) -> Option<Lanes> {
        let foreign = self.table.foreign_keys.iter().find(|foreign| foreign.field == field)?;
        let names = self.package.table(&foreign.resource).ok()?;
        let used = self.table.column(field)?;
        used.list_rows().await;
        let (mut labels, mut keys) = (Vec::new(), Vec::new());
        for row in 0..names.rows {
            spend(1).await;
            let key = names.cell(&foreign.key, row)?;
            if used.row_of(&key).is_some() {
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

    pub async fn data(&self) -> Vec<Datum> {
        if self.view.count {
            return self.counts().await;
        }
        let mut data = Vec::new();
        for row in self.largest().await {
            spend(STEPS).await;
            data.push(self.stated(row));
        }
        if let Some(remainder) = self.remainder() {
            data.push(remainder);
        }
        if let Some(change) = self.change(&data) {
            data.push(change);
        }
        data.extend(self.sums(&data).await);
        let mut places = HashMap::new();
        for (place, datum) in data.iter().enumerate() {
            spend(1).await;
            places.entry(datum.key.as_str()).or_insert(place);
        }
        let mut found = Vec::new();
        for row in 0..self.found().map_or(0, |table| table.rows) {
            spend(STEPS).await;
            found.extend(self.found_datum(row, &data, &places));
        }
        data.extend(found);
        for datum in &mut data {
            spend(1).await;
            datum.short = self.short(datum);
        }
        data
    }

    /// The text of a datum with the short form of its number.
    fn short(&self, datum: &Datum) -> Option<String> {
        let (value, unit) = (datum.value?, datum.unit.as_ref().unwrap_or(&self.unit));
        let short = self.locale.short(value, unit)?;
        let places = if datum.is_stated() { self.places(value) } else { decimals(value).min(self.decimals) };
        let full = self.locale.quantity(value, places, unit);
        datum.text.contains(&full).then(|| datum.text.replace(&full, &short))
    }

    /// The rows that are drawn: all of them, the largest first where a reader may ask for the others, or as many of the
    /// largest as the view lets be seen. Nobody can say what the others are together: means and
    /// rates have no sum.
    async fn largest(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.table.rows).collect();
        if let Some(limit) = self.view.limit.filter(|limit| *limit < rows.len()) {
            let value = |row: &usize| self.values[*row].unwrap_or(f64::NEG_INFINITY);
            rows = work::sorted(rows, |one, other| value(other).total_cmp(&value(one))).await;
            rows.truncate(if self.limit.is_some() { SHOWN_AT_MOST } else { limit });
        }
        rows
    }

    /// Says that not everything is drawn.
    fn limited(&self, word: Word, drawn: usize, all: usize) -> Option<String> {
        let number = |count: usize| self.locale.number(count as f64, 0);
        (drawn < all).then(|| fill(self.locale.word(word), &[&number(drawn), &number(all)]))
    }

    /// How often each text of the category is there, the most frequent first.
    async fn counts(&self) -> Vec<Datum> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in 0..self.table.rows {
            spend(1).await;
            let label = self.table.text(&self.view.category, row, &self.locale.language);
            let label = label.unwrap_or_else(|| self.locale.word(Word::NoValue).to_owned());
            let place = *places.entry(label.clone()).or_insert(counts.len());
            match counts.get_mut(place) {
                Some((_, count)) => *count += 1,
                None => counts.push((label, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let rest = counts.split_off(self.view.limit.unwrap_or(counts.len()).min(counts.len()));
        let mut data = Vec::new();
        for (label, count) in counts {
            spend(1).await;
            let value = count as f64;
            let text = self.locale.number(value, 0);
            let mut datum = Datum::new(label.clone(), label, Some(value), text, Origin::Stated(Statement::default()));
            datum.status = Status::Unasked;
            data.push(datum);
        }
        if !rest.is_empty() {
            let mut sum = 0.0;
            for (_, count) in &rest {
                sum += *count as f64;
            }
            let label = self.locale.count(Word::Others, rest.len());
            let computation = self.locale.number(sum, 0);
            let origin = Origin::Remainder { computation: computation.clone(), statement: None };
            data.push(Datum::new("others".to_owned(), label, Some(sum), computation, origin));
        }
        data
    }

    /// What the values measure.
    pub fn measure(&self) -> String {
        if self.view.count { self.locale.word(Word::Count).to_owned() } else { self.field_title(&self.view.value) }
    }

    /// What is measured, where the view does not say it and one axis or number stands for it.
    pub fn subtitle(&self) -> Option<String> {
        if self.view.value.is_empty() && !self.view.count {
            return None;
        }
        // Several lines have their names at their ends; the first is not that of all.
        if self.view.values.len() > 1 {
            return Some(self.unit.clone()).filter(|unit| !unit.is_empty());
        }
        let measure = self.measure();
        if self.unit.is_empty() {
            return Some(measure);
        }
        Some(self.locale.say(Word::Explained, &[&measure, &self.unit]))
    }

    /// The view's numbers in time: a line for each of its fields, or for each text of the field that splits them.
    pub async fn lines(&mut self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        if !self.view.kinds.contains(&Kind::Line) {
            return lines;
        }
        let Some(time) = self.table.column(&self.view.category) else { return lines };
        for field in &self.view.values {
            let Some(column) = self.table.column(field) else { continue };
            let split = self.view.split.as_ref().and_then(|split| self.table.column(split));
            let several = self.view.values.len() > 1;
            let title = if several { self.field_title(field) } else { String::new() };
            let mut places: HashMap<String, usize> = HashMap::new();
            for row in 0..self.table.rows {
                spend(1).await;
                let Some(when) = time.cells.time(row) else { continue };
                let own = split.and_then(|split| split.text(row)).unwrap_or_default();
                let place = *places.entry(own.clone()).or_insert(lines.len());
                if place == lines.len() {
                    lines.push(self.line(&own, field, &title, row));
                }
                lines[place].times.push(when);
                lines[place].values.push(column.cells.number(row).unwrap_or(f64::NAN));
            }
        }
        for line in &mut lines {
            in_order(line).await;
        }
        if let Some(limit) = self.view.limit.filter(|limit| *limit < lines.len()) {
            self.note = self.limited(Word::Limited, limit, lines.len());
            lines = highest(lines, limit).await;
        }
        lines
    }

    /// How many rows there are, or of lines how many values.
    pub async fn count(&self) -> usize {
        if !self.view.kinds.contains(&Kind::Line) {
            return self.table.rows;
        }
        let columns = self.view.values.iter().filter_map(|field| self.table.column(field));
        let mut count = 0;
        for column in columns {
            count += work::count(0..self.table.rows, |row| column.cells.number(row).is_some()).await;
        }
        count
    }

    /// A line without points, of the text that splits the rows or of its field.
    fn line(&self, own: &str, field: &str, title: &str, row: usize) -> Line {
        let split = self.view.split.as_ref().and_then(|split| self.table.text(split, row, &self.locale.language));
        let (key, label) = match (own.is_empty(), title.is_empty()) {
            (true, true) => (String::new(), String::new()),
            (true, false) => (field.to_owned(), title.to_owned()),
            (false, true) => (own.to_owned(), split.unwrap_or_default()),
            (false, false) => {
                (concat(&[own, "-", field]), self.locale.say(Word::List, &[&split.unwrap_or_default(), title]))
            }
        };
        Line { key, label, ..Line::default() }
    }

    /// The sum of each group.
    async fn sums(&self, data: &[Datum]) -> Vec<Datum> {
        let mut members: Vec<Vec<&Datum>> = vec![Vec::new(); self.groups.len()];
        for datum in data.iter().filter(|datum| datum.is_stated()) {
            spend(1).await;
            if let Some(members) = datum.group.and_then(|group| members.get_mut(group)) {
                members.push(datum);
            }
        }
        let mut sums = Vec::new();
        for (group, members) in members.iter().enumerate() {
            sums.extend(self.sum(group, members).await);
        }
        sums
    }

    /// The sum of a group's rows; nothing where the group is only another word for its one row.
    async fn sum(&self, group: usize, members: &[&Datum]) -> Option<Datum> {
        let (mut sum, mut terms, mut others) = (0.0, String::new(), false);
        for datum in members {
            spend(1).await;
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
    fn found_datum(&self, row: usize, data: &[Datum], places: &HashMap<&str, usize>) -> Option<Datum> {
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
        let of = places.get(key.as_str()).copied();
        let own = table.text(NAME, row, language);
        let value = table.column(&self.view.value)?.cells.number(row)?;
        let number = self.locale.quantity(value, decimals(value), &self.unit);
        let (key, label) = match of {
            Some(of) => {
                (concat(&[&key, "-", &series.key]), self.locale.say(Word::List, &[&data[of].label, &series.label]))
            }
            None => (key, own?),
        };
        let (address, note) = (address(table, ADDRESS, row), table.text("note", row, language));
        let origin = Origin::Found { of: of.map(DatumId), series, address, note };
        let text = self.about(table, row, number);
        let mut datum = Datum::new(key, label, Some(value), text, origin);
        datum.span = self.span(table, row, &self.view.category, &self.view.category);
        datum.relative = self.relative(value, decimals(value));
        Some(datum)
    }

    /// A value, which a row may have only approximately.
    fn about(&self, table: &Table, row: usize, value: String) -> String {
        let about = table.cell(APPROXIMATE, row).as_deref() == Some("true");
        if about { self.locale.say(Word::About, &[&value]) } else { value }
    }

    /// A value as a share of the first one, where a figure is of change.
    fn relative(&self, value: f64, places: usize) -> Option<Relative> {
        let first = self.values.first().copied().flatten().filter(|first| *first != 0.0)?;
        if !self.view.kinds.contains(&Kind::Slope) {
            return None;
        }
        // The first one is 100 by definition.
        let places_of_share = if value == first { 0 } else { CHANGE_DECIMALS };
        let text = self.locale.quantity(100.0 * value / first, places_of_share, "%");
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
        let mut text = match end_edge {
            Edge::Open => self.locale.say(Word::Since, &[&self.locale.date(begin)]),
            _ => self.locale.dates(begin, last),
        };
        if table.cell("start_edge", row).is_some() {
            text = self.locale.say(Word::About, &[&text]);
        }
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
            longitude: self.turned(degrees("longitude")?),
            region: table.cell("region", row),
        })
    }

    /// A longitude beside those of the view's geometry.
    fn turned(&self, longitude: f64) -> f64 {
        let geometry = self.view.geometry.as_ref().and_then(|name| self.package.geometry(name).ok());
        geometry.map_or(longitude, |geometry| geometry.turned(longitude))
    }

    /// The lane of a row in each of the figure's lanes.
    fn lanes_at(&self, row: usize) -> Vec<usize> {
        let mut lanes = Vec::new();
        for (of, places) in self.lanes.iter().zip(&self.lane_places) {
            let key = self.table.cell(&of.field, row).unwrap_or_default();
            lanes.push(places.get(&key).copied().unwrap_or(0));
        }
        lanes
    }

    /// What a row states: its time, its amount, or both.
    fn text(&self, amount: &str, span: Option<&Span>) -> String {
        match span {
            Some(span) if amount.is_empty() => span.text.clone(),
            Some(span) => self.locale.say(Word::List, &[&span.text, amount]),
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
        let own = (value, self.places(value));
        let text = match upper {
            Some(upper) => self.locale.range(own, (upper, self.places(upper)), unit),
            None => self.locale.quantity(own.0, own.1, unit),
        };
        self.about(self.table, row, text) + &self.mark(row)
    }

    /// The mark behind a row's number, apart from it where it is a word or a letter.
    fn mark(&self, row: usize) -> String {
        let mark = self.table.column(&self.view.value).and_then(|column| column.mark(row)).unwrap_or_default();
        let space = if mark.starts_with(char::is_alphabetic) { "\u{a0}" } else { "" };
        concat(&[space, mark])
    }

    /// How many decimals a value of the column is written with.
    fn places(&self, value: f64) -> usize {
        if self.is_wide { decimals(value).min(self.decimals) } else { self.decimals }
    }

    fn stated(&self, row: usize) -> Datum {
        let span = self.span(self.table, row, START, END);
        let amount = self.amount(row);
        let text = self.text(&amount, span.as_ref());
        let label = self.table.text(&self.view.category, row, &self.locale.language).unwrap_or_default();
        let origin = Origin::Stated(self.statement(row));
        let mut datum = Datum::new(self.table.key(row), label, self.values[row], text, origin);
        datum.amount = amount;
        datum.unit = self.table.text(UNIT, row, &self.locale.language);
        datum.group = self.group_of.get(row).copied().flatten();
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
        statement.quotation = self.table.cell(QUOTATION, row).or(statement.quotation);
        let source = address(self.table, SOURCE, row).or(statement.source);
        statement.source = source.filter(|_| self.names_origins);
        statement
    }

    /// The statement of an id, as the table of statements has it.
    fn listed(&self, id: String) -> Statement {
        let list = self.package.table(STATEMENTS).ok();
        let list = list.and_then(|table| Some((table, table.row_of(ID, &id)?)));
        let cell = |column| list.and_then(|(table, row)| table.text(column, row, &self.locale.language));
        Statement {
            quotation: cell(QUOTATION),
            source: cell(SOURCE).map(|address| with_ascii_host(&address).into_owned()),
            source_note: cell("source_note"),
            summary: cell("summary"),
            see: cell("see"),
            findings: self.findings(&id),
            id: Some(id),
        }
    }

    fn status(&self, row: usize) -> Status {
        if !self.table.quotes() {
            return Status::Unasked;
        }
        let list = self.package.referred(self.table, STATEMENT, row);
        let status = list.and_then(|(table, row)| table.cell("status", row)).unwrap_or_default();
        let known = STATUSES.iter().find(|(name, _)| *name == status);
        known.map_or(Status::NotChecked, |(_, status)| *status)
    }

    fn findings(&self, statement: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Ok(table) = self.package.table(FINDINGS) else { return findings };
        for row in self.findings.get(statement).into_iter().flatten() {
            let text = table.text("finding", *row, &self.locale.language).unwrap_or_default();
            findings.push(Finding { text, address: address(table, ADDRESS, *row) });
        }
        findings
    }

    /// The data that the view emphasises, and their sum where they are parts of one whole.
    pub async fn emphasis(&self, data: &[Datum]) -> Emphasis {
        let (mut emphasis, mut sum, mut terms) = (Emphasis::default(), 0.0, Vec::new());
        for (index, datum) in data.iter().enumerate() {
            spend(1 + self.view.emphasis.len()).await;
            if !datum.is_stated() || !self.view.emphasis.contains(&datum.key) {
                continue;
            }
            emphasis.data.push(DatumId(index));
            let value = datum.value.unwrap_or(0.0);
            sum += value;
            terms.push(value);
        }
        if self.view.by_value {
            terms.sort_by(|one, other| other.total_cmp(one));
        }
        let terms = terms.into_iter().map(|term| self.locale.number(term, self.decimals));
        emphasis.terms = terms.collect::<Vec<_>>().join(" + ");
        if self.view.whole.is_some() && emphasis.data.len() > 1 {
            emphasis.sum = self.quantity(round(sum, self.decimals));
        }
        emphasis
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
            text = self.locale.say(Word::Explained, &[&text, &relative]);
        }
        let label = self.locale.say(Word::ChangeOf, &[&first.label, &last.label]);
        let computation = self.difference(&self.locale.number(to, self.decimals), from, difference);
        let mut change = Datum::new("change".to_owned(), label, Some(difference), text, Origin::Change { computation });
        change.relative = self.relative(difference, self.decimals);
        Some(change)
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
        title.map_or_else(|| spaced(name), |title| title.in_language(&self.locale.language))
    }
}

/// The rows with what others say, by the id of the statement.
async fn findings(package: &Package) -> HashMap<String, Vec<usize>> {
    let mut findings: HashMap<String, Vec<usize>> = HashMap::new();
    let Ok(table) = package.table(FINDINGS) else { return findings };
    for row in 0..table.rows {
        spend(1).await;
        if let Some(statement) = table.cell(STATEMENT, row) {
            findings.entry(statement).or_default().push(row);
        }
    }
    findings
}

/// An address of a row as links have it.
fn address(table: &Table, column: &str, row: usize) -> Option<String> {
    table.cell(column, row).map(|address| with_ascii_host(&address).into_owned())
}

/// Puts the points of a line into the order of time.
async fn in_order(line: &mut Line) {
    if work::all(line.times.windows(2), |pair| pair[0] <= pair[1]).await {
        return;
    }
    let order = (0..line.times.len()).collect();
    let order = work::sorted(order, |one: &usize, other| line.times[*one].total_cmp(&line.times[*other])).await;
    line.times = work::mapped(&order, |index| line.times[*index]).await;
    line.values = work::mapped(&order, |index| line.values[*index]).await;
}

/// The lines with the greatest values, the greatest first.
async fn highest(lines: Vec<Line>, limit: usize) -> Vec<Line> {
    let mut ranked = Vec::new();
    for line in lines {
        let mut most = f64::NEG_INFINITY;
        for value in &line.values {
            spend(1).await;
            most = most.max(*value);
        }
        ranked.push((most, line));
    }
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked.into_iter().take(limit).map(|(_, line)| line).collect()
}

/// How many decimals a value is written with: 30.2 has one, as in the data. More than six behind the point and its zeros
/// are of computing, and no reader can use them; more than nine in all leave a phone's width.
fn decimals(value: f64) -> usize {
    const MOST: usize = 6;
    const WIDEST: usize = 9;
    let text = value.to_string();
    let Some((whole, fraction)) = text.split_once('.') else { return 0 };
    let is_small = matches!(whole, "0" | "-0");
    let zeros = if is_small { fraction.bytes().take_while(|byte| *byte == b'0').count() } else { 0 };
    fraction.len().min(zeros + MOST).min(WIDEST)
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

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn as_many_decimals_as_in_the_data_and_no_more_than_a_reader_can_use() {
        for (value, expected) in [
            (30.2, 1),
            (4.0, 0),
            (-0.25, 2),
            (9_341.570_221_995_46, 6),
            (0.1 + 0.2, 6),
            (1e-9, 9),
            (0.000_123_456_789, 9),
        ] {
            assert_eq!(decimals(value), expected, "{value}");
        }
    }
}
