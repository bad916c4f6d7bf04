//! What a reader sees, before it has any size: data with labels, values and where each comes from.

use crate::error::Error;
use crate::locale::{Locale, Word};
use crate::package::{FINDINGS, Kind, Package, Table, Text, View};
use crate::state::State;

/// Columns that carry where a row comes from; the names are the package's convention.
const STATEMENT: &str = "statement";
const QUOTATION: &str = "quotation";
const SOURCE: &str = "source";
/// The columns of tables that are looked up by a key.
const NAME: &str = "name";
const KEY: &str = "key";
const ADDRESS: &str = "address";

/// A relative change is written with one decimal: −49.3 %.
const CHANGE_DECIMALS: usize = 1;

/// A view of a package in one language.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The view's name in the package and in addresses.
    pub name: String,
    /// What the reader may choose from; never empty.
    pub kinds: Vec<Kind>,
    /// The language of the quotations, a BCP 47 tag.
    pub article_language: String,
    pub title: String,
    pub subtitle: Option<String>,
    pub note: Option<String>,
    /// What the labels name: "Land".
    pub category: String,
    /// What the values measure: "Anteil".
    pub measure: String,
    /// `%`, `Mio.`, `million`.
    pub unit: String,
    /// What the values are parts of, in the values' unit.
    pub whole: Option<f64>,
    /// In reading order: the rows of the table, then what is derived from them.
    pub data: Vec<Datum>,
    /// The addresses that the article prints as its sources, each once.
    pub sources: Vec<String>,
    /// The lanes that a reader may choose from.
    pub lanes: Vec<Lanes>,
    /// The groups of the rows, by name.
    pub groups: Vec<String>,
    /// The series of others that a reader may lay beside the article's: years, periods.
    pub series: Vec<String>,
    /// Whether the reader may sort.
    pub sort: bool,
}

/// One number of a figure.
#[derive(Debug, Clone, Default)]
pub struct Datum {
    /// What addresses and events call it: the row's primary key, `remainder` or `change`.
    pub key: String,
    pub label: String,
    /// In the unit of the column; `None` where the table has no value.
    pub value: Option<f64>,
    /// The value with its unit, as the language writes it.
    pub text: String,
    /// What the value is a share of, as a sentence goes on: "of the foreign investment volume".
    pub part_of: Option<String>,
    pub origin: Origin,
    /// What others say about the statement that it comes from.
    pub status: Status,
    /// When it was, where the figure is one of dates.
    pub span: Option<Span>,
    /// Where it was, where the figure is one of places.
    pub place: Option<Place>,
    /// Its lane in each of the figure's [`Lanes`].
    pub lanes: Vec<usize>,
    /// The group that it belongs to or is the sum of: an index into [`Figure::groups`].
    pub group: Option<usize>,
}

/// What is known of a statement from other sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    Confirmed,
    /// The same event, a detail differs or is missing.
    Partly,
    /// Another source gives another value or date.
    Deviates,
    NotFound,
    #[default]
    NotChecked,
}

/// As the column `status` names them.
const STATUSES: [(&str, Status); 5] = [
    ("confirmed", Status::Confirmed),
    ("partly", Status::Partly),
    ("deviates", Status::Deviates),
    ("not_found", Status::NotFound),
    ("not_checked", Status::NotChecked),
];

/// A time, as precisely as it was stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// In days since 1 January 1970.
    pub begin: f64,
    /// The day after the last one; a single day is one long, a month 28 to 31.
    pub end: f64,
    pub begin_edge: Edge,
    pub end_edge: Edge,
    /// As the language writes it: `10.–12. November 2021`.
    pub text: String,
}

/// How well an end of a span is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// To the day.
    Sharp,
    /// Somewhere in the month or year that is stated, or "about": drawn as a fading edge.
    Fuzzy,
    /// It went on, nobody says until when: drawn as an open end.
    Open,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub key: String,
    pub label: String,
    /// In degrees; of a region, where its label stands.
    pub latitude: f64,
    pub longitude: f64,
    /// The id of the geometry's region, where the place is one.
    pub region: Option<String>,
}

/// One way to sort data into lanes: by sector, by region.
#[derive(Debug, Clone)]
pub struct Lanes {
    pub title: String,
    pub labels: Vec<String>,
}

/// Where a number comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The article states it.
    Stated(Statement),
    /// What the stated shares leave of the whole, computed here.
    Remainder { computation: String },
    /// The difference of two stated values, computed here.
    Change { computation: String },
    /// The sum of the stated values of a group, computed here.
    Sum { computation: String },
    /// Another source gives it, for the datum of the same row.
    Found { of: DatumId, series: String, address: Option<String> },
}

impl Default for Origin {
    fn default() -> Self {
        Origin::Stated(Statement::default())
    }
}

/// A statement of the article.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// Its number in the list of statements: `I01`.
    pub id: Option<String>,
    /// Verbatim, in the language of the article.
    pub quotation: Option<String>,
    /// The address that the article prints for it.
    pub source: Option<String>,
    /// What is to be said of that address.
    pub source_note: Option<String>,
    /// What others say, in a sentence.
    pub summary: Option<String>,
    /// What others say, one by one.
    pub findings: Vec<Finding>,
}

/// What another source says.
#[derive(Debug, Clone)]
pub struct Finding {
    pub text: String,
    pub address: Option<String>,
}

/// The place of a datum in [`Figure::data`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatumId(pub usize);

impl Figure {
    /// # Errors
    /// Everything that keeps the view from being read.
    pub fn new(package: &Package, view: &str, locale: &Locale) -> Result<Self, Vec<Error>> {
        let (view, table) = package.view(view)?;
        let reading = Reading::new(package, view, table, locale);
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.in_language(&locale.language).to_owned());
        let data = reading.data();
        Ok(Self {
            name: view.name.clone(),
            kinds: view.kinds.clone(),
            article_language: package.descriptor.languages.first().cloned().unwrap_or_default(),
            title: view.title.in_language(&locale.language).to_owned(),
            subtitle: text(&view.subtitle),
            note: text(&view.note),
            category: reading.field_title(&view.category),
            measure: reading.field_title(&view.value),
            unit: reading.unit.clone(),
            whole: view.whole.as_ref().map(|whole| whole.total),
            sources: sources(&data),
            lanes: Vec::new(),
            groups: reading.groups.clone(),
            series: series(&data),
            sort: view.sort,
            data,
        })
    }

    pub fn datum(&self, id: DatumId) -> Option<&Datum> {
        self.data.get(id.0)
    }

    /// The kind of this name if the reader may choose it, else the one to begin with.
    pub fn kind(&self, name: Option<&str>) -> Kind {
        let chosen = name.and_then(Kind::named).filter(|kind| self.kinds.contains(kind));
        chosen.unwrap_or_else(|| self.kinds.first().copied().unwrap_or(Kind::Bars))
    }

    /// The data that a state has selected, by their keys.
    pub fn selected(&self, state: &State) -> Vec<DatumId> {
        let keys = state.list("select");
        let mut selected = Vec::new();
        for (id, datum) in self.entries() {
            if keys.contains(&datum.key) {
                selected.push(id);
            }
        }
        selected
    }

    /// The data with their ids, in reading order.
    pub fn entries(&self) -> impl Iterator<Item = (DatumId, &Datum)> {
        self.data.iter().enumerate().map(|(index, datum)| (DatumId(index), datum))
    }
}

impl Datum {
    pub fn is_stated(&self) -> bool {
        matches!(self.origin, Origin::Stated(_))
    }

    pub fn is_change(&self) -> bool {
        matches!(self.origin, Origin::Change { .. })
    }

    pub fn is_sum(&self) -> bool {
        matches!(self.origin, Origin::Sum { .. })
    }

    /// Whether it is one of the whole's parts: a stated row or what they leave.
    pub fn is_part(&self) -> bool {
        matches!(self.origin, Origin::Stated(_) | Origin::Remainder { .. })
    }
}

/// A view's table, read in one language.
struct Reading<'a> {
    package: &'a Package,
    view: &'a View,
    table: &'a Table,
    locale: &'a Locale,
    values: Vec<Option<f64>>,
    unit: String,
    /// The names of the groups, in the order of their first row.
    groups: Vec<String>,
    /// Every value is written with as many decimals as the most precise one of its column.
    decimals: usize,
}

impl<'a> Reading<'a> {
    fn new(package: &'a Package, view: &'a View, table: &'a Table, locale: &'a Locale) -> Self {
        let column = table.column(&view.value);
        let number = |row| column.and_then(|column| column.cells.number(row));
        let values: Vec<_> = (0..table.rows).map(number).collect();
        let unit = column.and_then(|column| column.field.unit.as_ref());
        let unit = unit.map(|unit| unit.in_language(&locale.language).to_owned()).unwrap_or_default();
        let decimals = values.iter().flatten().map(|value| decimals(*value)).max().unwrap_or(0);
        let mut reading = Self { package, view, table, locale, values, unit, decimals, groups: Vec::new() };
        for row in 0..table.rows {
            let name = reading.group_name(row).filter(|name| !reading.groups.contains(name));
            reading.groups.extend(name);
        }
        reading
    }

    fn group_name(&self, row: usize) -> Option<String> {
        let (groups, row) = self.package.referred(self.table, self.view.group.as_ref()?, row)?;
        groups.text(NAME, row, &self.locale.language)
    }

    fn data(&self) -> Vec<Datum> {
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
            key: ["sum-", &group.to_string()].concat(),
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
        let (key, series) = (table.cell(KEY, row)?, table.text(&compare.series, row, &self.locale.language)?);
        let of = data.iter().position(|datum| datum.key == key)?;
        let value = table.column(&self.view.value)?.cells.number(row)?;
        Some(Datum {
            label: [&data[of].label, ", ", &series].concat(),
            key: [&key, "-", &series].concat(),
            value: Some(value),
            text: self.locale.quantity(value, decimals(value), &self.unit),
            origin: Origin::Found { of: DatumId(of), series, address: table.cell(ADDRESS, row) },
            ..Datum::default()
        })
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
            text: value.map_or_else(|| self.locale.word(Word::NoValue).to_owned(), |value| self.quantity(value)),
            part_of: self.part_of(),
            status: self.status(row),
            origin: Origin::Stated(self.statement(row)),
            ..Datum::default()
        }
    }

    /// The row's statement: from its own columns, and from the table of statements where it has a key of one.
    fn statement(&self, row: usize) -> Statement {
        let list = self.package.referred(self.table, STATEMENT, row);
        let listed = |column| list.and_then(|(table, row)| table.text(column, row, &self.locale.language));
        let cell = |column| self.table.cell(column, row).or_else(|| listed(column));
        let id = self.table.cell(STATEMENT, row);
        Statement {
            quotation: cell(QUOTATION),
            source: cell(SOURCE),
            source_note: listed("source_note"),
            summary: listed("summary"),
            findings: id.as_deref().map(|id| self.findings(id)).unwrap_or_default(),
            id,
        }
    }

    fn status(&self, row: usize) -> Status {
        let list = self.package.referred(self.table, STATEMENT, row);
        let status = list.and_then(|(table, row)| table.cell("status", row));
        STATUSES
            .iter()
            .find(|(name, _)| Some(*name) == status.as_deref())
            .map_or(Status::NotChecked, |(_, status)| *status)
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
        let computation = format!("{} − {} = {}", self.locale.number(whole.total, 0), number(sum), number(value));
        (value > 0.0).then(|| Datum {
            key: "remainder".to_owned(),
            label: whole.remainder.in_language(&self.locale.language).to_owned(),
            value: Some(value),
            text: self.quantity(value),
            part_of: self.part_of(),
            origin: Origin::Remainder { computation },
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
        let relative = relative.map(|relative| format!(" ({relative})")).unwrap_or_default();
        let number = |value| self.locale.number(value, self.decimals);
        Some(Datum {
            key: "change".to_owned(),
            label: format!("{} {}–{}", self.locale.word(Word::Change), first.label, last.label),
            value: Some(difference),
            text: format!("{}{relative}", self.quantity(difference)),
            part_of: None,
            origin: Origin::Change {
                computation: format!("{} − {} = {}", number(to), number(from), number(difference)),
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

    fn field_title(&self, name: &str) -> String {
        let title = self.table.column(name).and_then(|column| column.field.title.as_ref());
        title.map_or(name, |title| title.in_language(&self.locale.language)).to_owned()
    }
}

fn series(data: &[Datum]) -> Vec<String> {
    let mut names = Vec::new();
    for datum in data {
        if let Origin::Found { series, .. } = &datum.origin
            && !names.contains(series)
        {
            names.push(series.clone());
        }
    }
    names
}

fn sources(data: &[Datum]) -> Vec<String> {
    let mut sources = Vec::new();
    for datum in data {
        if let Origin::Stated(Statement { source: Some(source), .. }) = &datum.origin
            && !sources.contains(source)
        {
            sources.push(source.clone());
        }
    }
    sources
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
