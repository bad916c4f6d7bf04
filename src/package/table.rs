//! A CSV table with typed columns.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::convention;
use super::date::Date;
use super::decimal;
use super::descriptor::{Resource, listed};
use super::frame;
use super::guess::{self, Inferred, Remark};
use super::json::Problems;
use super::mistake::{Mistake, either, expected, no_date, no_number, unreadable};
use super::moment::{self, Format, Precision};
use super::number::{self, Affix};
use super::records::{Record, Records};
use super::schema::{Field, FieldType, ForeignKey, Schema};
use super::text::{Text, marked};
use super::view::{END, START};
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::text::concat;
use crate::work::{self, finish, spend, step};

/// A longer cell is a broken file, not a label: an unclosed quotation mark swallows all that follows.
const LONGEST_CELL: usize = 10_000;

/// What a column without a name is called, before its position: frictionless-py calls it so, too.
pub(super) const UNNAMED: &str = "field";

/// A table as its schema describes it.
///
/// # Guarantees
/// Every column has `rows` cells, cells of required fields are not empty, numbers are finite and within
/// the field's minimum and maximum, and no primary key stands twice.
#[derive(Debug)]
pub struct Table {
    pub file: String,
    pub rows: usize,
    pub columns: Vec<Column>,
    /// How many columns the file has: a schema may leave some out.
    pub width: usize,
    pub foreign_keys: Vec<ForeignKey>,
    /// Decisions on its columns that its file leaves open.
    pub notes: Vec<Error>,
    /// The place of each column by its name.
    places: HashMap<String, usize>,
    /// The names of columns that have a translation into any language.
    translated: HashSet<String>,
    primary_key: Vec<String>,
    languages: Vec<String>,
    lines: Vec<usize>,
}

#[derive(Debug)]
pub struct Column {
    pub field: Field,
    pub cells: Cells,
    /// Rows whose number has a mark behind it that the field allows, in their order.
    marks: Vec<(usize, String)>,
    /// The first row of each text, once it is asked for.
    rows: OnceCell<HashMap<String, usize>>,
}

/// The cells of a column; `None` where the schema lets a value be missing.
#[derive(Debug)]
pub enum Cells {
    Text(Vec<Option<String>>),
    /// Numbers, whole numbers and years.
    Number(Vec<Option<f64>>),
    /// Days since 1 January 1970, with parts of a day where the table has times of day.
    Time(Vec<Option<f64>>),
}

impl Table {
    /// # Errors
    /// Everything that is wrong with the file, by row and column. A header that does not fit the schema
    /// ends the reading, since cells have no meaning without it.
    pub async fn read(resource: &Resource, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        let mut records = Records::read(resource, bytes).await?;
        let table = Self::of(resource, &mut records).await;
        records.release().await;
        table
    }

    async fn of(resource: &Resource, Records { records, rows: lines }: &mut Records) -> Result<Self, Vec<Error>> {
        let above = if resource.schema.is_none() { frame::above(records).await } else { 0 };
        if above > 0 {
            let place = Place::file(&resource.path).row(lines[0]);
            let rows = [lines[above - 1].to_string(), lines[above].to_string()];
            return Err(vec![Error::new(place, Problem::Preamble, &[&rows[0], &rows[1]])]);
        }
        name_columns(records).await;
        let (Some((header, rows)), Some((first, lines))) = (records.split_first(), lines.split_first()) else {
            return Err(vec![Error::new(Place::file(&resource.path), Problem::EmptyFile, &[])]);
        };
        let inferred = if resource.schema.is_none() { guess::schema(header, rows).await } else { Inferred::default() };
        let schema = resource.schema.as_ref().unwrap_or(&inferred.schema);
        let mut sheet = Sheet::new(resource, schema, (*first, header), (lines, rows)).await;
        if resource.schema.is_none() {
            sheet.remark(frame::notes(header, rows).await);
        }
        sheet.check_header().await;
        sheet.check_rows().await;
        if resource.schema.is_none() {
            sheet.remark(frame::second_header(schema, rows).await);
        }
        if !sheet.problems.is_empty() {
            return Err(sheet.problems);
        }
        sheet.remark(inferred.problems);
        let mut columns = Vec::new();
        for field in &schema.fields {
            if sheet.places.contains_key(field.name.as_str()) {
                columns.push(sheet.column(field).await);
            }
        }
        for key in std::iter::once(&schema.primary_key).chain(&schema.unique_keys) {
            sheet.check_repeated(key).await;
        }
        if !sheet.problems.is_empty() {
            return Err(sheet.problems);
        }
        let notes = inferred.notes.iter().map(|remark| sheet.told(remark)).collect();
        let (mut places, mut translated) = (HashMap::new(), HashSet::new());
        for (place, column) in columns.iter().enumerate() {
            spend(1).await;
            places.insert(column.field.name.clone(), place);
            translated.extend(column.field.name.rsplit_once('@').map(|(name, _)| name.to_owned()));
        }
        Ok(Self {
            file: resource.path.clone(),
            rows: rows.len(),
            places,
            translated,
            columns,
            width: header.len(),
            foreign_keys: schema.foreign_keys.clone(),
            notes,
            primary_key: schema.primary_key.clone(),
            languages: resource.languages.clone(),
            lines: lines.to_vec(),
        })
    }

    /// The columns that say where a row comes from; the names are the package's convention.
    pub const ORIGINS: [&str; 3] = ["statement", "quotation", "source"];

    /// Whether its rows say where they come from. A column `source` of something else than addresses is a column like any
    /// other: of energy, say.
    pub async fn names_origins(&self) -> bool {
        let is_address = |text: String| text.starts_with("https://") || text.starts_with("http://");
        match self.column(Self::ORIGINS[2]) {
            _ if self.quotes() => true,
            Some(column) => work::all(0..self.rows, |row| column.text(row).is_none_or(is_address)).await,
            None => false,
        }
    }

    /// Whether they say it in the words of the article, and not only by a source.
    pub fn quotes(&self) -> bool {
        Self::ORIGINS[..2].iter().any(|name| self.column(name).is_some())
    }

    /// Infers the columns of a file without a schema, and those whose decimal character it leaves open, with a
    /// cell's two readings; `None` for a file that is no table.
    pub fn draft(resource: &Resource, bytes: &[u8]) -> Option<(Schema, Vec<(String, String)>)> {
        let mut records = finish(Records::read(resource, bytes)).ok()?.records;
        finish(name_columns(&mut records));
        let (header, rows) = records.split_first()?;
        let Inferred { schema, problems, .. } = finish(guess::schema(header, rows));
        let open = problems.into_iter().filter(|remark| remark.problem == Problem::NumberEither);
        let open = open.filter_map(|remark| Some((remark.column, remark.values.into_iter().nth(1)?)));
        Some((schema, open.collect()))
    }

    /// Lets go of all cells, in slices.
    pub(super) async fn release(self) {
        for column in self.columns {
            match column.cells {
                Cells::Text(cells) => work::release(cells).await,
                Cells::Number(_) | Cells::Time(_) => spend(1).await,
            }
            for row in column.rows.into_inner().into_iter().flatten() {
                spend(1).await;
                drop(row);
            }
        }
    }

    /// The number of a row in a spreadsheet, where the header is 1 and empty lines count.
    pub fn line_of(&self, row: usize) -> usize {
        self.lines.get(row).copied().unwrap_or(row + 2)
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        step(1);
        self.places.get(name).map(|place| &self.columns[*place])
    }

    /// The primary key of a row, or its number where the table has no key.
    pub fn key(&self, row: usize) -> String {
        let cells = self.primary_key.iter().filter_map(|name| self.column(name)?.text(row));
        cells.reduce(|key, cell| key + "-" + &cell).unwrap_or_else(|| row.to_string())
    }

    /// The first row whose cell in `column` is `key`.
    pub fn row_of(&self, column: &str, key: &str) -> Option<usize> {
        self.column(column)?.row_of(key)
    }

    /// The cell of a row as it stands in the column, whatever the language.
    pub fn cell(&self, column: &str, row: usize) -> Option<String> {
        self.column(column)?.text(row)
    }

    /// The cell of a row as text, in `language` where the table has a column for it (`name@en`). In a column that has
    /// translations, a text that lacks the one that is wanted is marked.
    pub fn text(&self, column: &str, row: usize, language: &str) -> Option<String> {
        let own = self.languages.first()?;
        let text = self.column(column)?.text(row)?;
        if own == language {
            return Some(text);
        }
        let translated = self.column(&Text::name(column, language)).and_then(|column| column.text(row));
        Some(match translated {
            Some(translated) => translated,
            None if self.is_translated(column) => marked(&text, own),
            None => text,
        })
    }

    /// Whether a column has a translation into any language: names, years and keys have none.
    pub fn is_translated(&self, column: &str) -> bool {
        self.translated.contains(column)
    }
}

impl Column {
    /// The length of the spans of time that the column names: quarters, months or weeks.
    pub fn span(&self) -> Option<Precision> {
        if let FieldType::Time(format) = &self.field.field_type { format.precision() } else { None }
    }

    /// The cell of a row as text; a quarter, a month or a week is written as such.
    pub fn text(&self, row: usize) -> Option<String> {
        match self.cells {
            Cells::Time(_) => self.cells.time(row).map(|days| moment::span_text(days, self.span())),
            _ => self.cells.text(row),
        }
    }

    /// The first row with a text.
    pub fn row_of(&self, text: &str) -> Option<usize> {
        step(1);
        self.rows().get(text).copied()
    }

    fn rows(&self) -> &HashMap<String, usize> {
        self.rows.get_or_init(|| finish(self.first_rows()))
    }

    /// Makes the list of the first row of each text ahead, in slices.
    pub async fn list_rows(&self) {
        if self.rows.get().is_none() {
            let rows = self.first_rows().await;
            self.rows.get_or_init(|| rows);
        }
    }

    async fn first_rows(&self) -> HashMap<String, usize> {
        let mut rows = HashMap::new();
        for row in 0..self.cells.len() {
            spend(1).await;
            if let Some(text) = self.text(row) {
                rows.entry(text).or_insert(row);
            }
        }
        rows
    }

    /// The mark behind the number of a row: `*`, `p`.
    pub fn mark(&self, row: usize) -> Option<&str> {
        let at = self.marks.binary_search_by_key(&row, |(own, _)| *own).ok()?;
        Some(&self.marks[at].1)
    }

    /// Whether its cells are points in time: dates, years, or whole numbers that its name says are years.
    pub fn is_time(&self) -> bool {
        let is_year = |number: &Option<f64>| number.is_none_or(|year| (1000.0..2200.0).contains(&year));
        match (&self.field.field_type, &self.cells) {
            (FieldType::Time(_) | FieldType::Year, _) => true,
            (FieldType::Integer, Cells::Number(cells)) => {
                guess::names_year(&self.field.name) && cells.iter().all(is_year)
            }
            _ => false,
        }
    }
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Cells::Text(cells) => cells.len(),
            Cells::Number(cells) | Cells::Time(cells) => cells.len(),
        }
    }

    pub fn number(&self, row: usize) -> Option<f64> {
        if let Cells::Number(cells) = self { cells.get(row).copied().flatten() } else { None }
    }

    /// A point in time, in days since 1 January 1970: a date, or the first day of a year.
    pub fn time(&self, row: usize) -> Option<f64> {
        match self {
            Cells::Time(cells) => cells.get(row).copied().flatten(),
            Cells::Number(_) => self.number(row).and_then(|year| Some(Date::valid(year as i32, None, None)?.begin())),
            Cells::Text(_) => None,
        }
    }

    pub fn text(&self, row: usize) -> Option<String> {
        match self {
            Cells::Text(cells) => cells.get(row).cloned().flatten(),
            Cells::Number(_) => self.number(row).map(|number| number.to_string()),
            Cells::Time(_) => self.time(row).map(moment::text),
        }
    }
}

/// Names columns without a name by their position, as other readers of packages do, and leaves out those that have no
/// cells either: what a spreadsheet once held beside its table.
async fn name_columns(records: &mut [Record]) {
    let Some((header, rows)) = records.split_first_mut() else { return };
    let mut is_kept: Vec<bool> = header.iter().map(|name| !name.is_empty()).collect();
    if !is_kept.contains(&false) {
        return;
    }
    for row in &*rows {
        for (is_kept, cell) in is_kept.iter_mut().zip(row) {
            spend(1).await;
            *is_kept |= !cell.is_empty();
        }
    }
    for (column, name) in header.iter_mut().enumerate().filter(|(_, name)| name.is_empty()) {
        *name = concat(&[UNNAMED, &(column + 1).to_string()]);
    }
    for record in records {
        let mut columns = is_kept.iter();
        spend(work::row_weight(record.len())).await;
        // Cells beyond the header are of no column.
        record.retain(|_| columns.next().is_none_or(|is_kept| *is_kept));
    }
}

/// The texts that mean "no value" in a column.
type Missing<'a> = Rc<HashSet<&'a str>>;

/// The cells of a file beside the schema that they should fit, and what is wrong with them so far.
struct Sheet<'a> {
    resource: &'a Resource,
    schema: &'a Schema,
    header: &'a Record,
    /// The header's row.
    first: usize,
    rows: &'a [Record],
    lines: &'a [usize],
    /// The first column of each name.
    places: HashMap<&'a str, usize>,
    missing: Missing<'a>,
    primary_key: HashSet<&'a str>,
    problems: Problems,
}

impl<'a> Sheet<'a> {
    async fn new(
        resource: &'a Resource,
        schema: &'a Schema,
        (first, header): (usize, &'a Record),
        (lines, rows): (&'a [usize], &'a [Record]),
    ) -> Self {
        let mut places = HashMap::new();
        for (place, name) in header.iter().enumerate() {
            spend(1).await;
            places.entry(name.as_str()).or_insert(place);
        }
        let missing = Rc::new(schema.missing_values.iter().map(String::as_str).collect());
        let primary_key = schema.primary_key.iter().map(String::as_str).collect();
        Self { resource, schema, header, first, rows, lines, places, missing, primary_key, problems: Problems::new() }
    }
}

impl Sheet<'_> {
    /// `row` counts the rows below the header from zero; messages count as a spreadsheet does.
    fn at(&self, row: usize) -> Place {
        Place::file(&self.resource.path).row(self.lines[row])
    }

    fn told(&self, remark: &Remark) -> Error {
        let place = self.at(remark.row).with(Part::Column, &remark.column);
        let values: Vec<_> = remark.values.iter().map(String::as_str).collect();
        Error::new(place, remark.problem, &values)
    }

    fn remark(&mut self, remarks: impl IntoIterator<Item = Remark>) {
        for remark in remarks {
            self.problems.push(self.told(&remark));
        }
    }

    fn in_header(&mut self, column: &str, problem: Problem, values: &[&str]) {
        let place = Place::file(&self.resource.path).row(self.first).with(Part::Column, column);
        self.problems.push(Error::new(place, problem, values));
    }

    async fn check_header(&mut self) {
        let (header, schema) = (self.header, self.schema);
        let fields: HashSet<_> = work::mapped(&schema.fields, |field| &field.name).await;
        let known = excerpt(&listed(header.iter().map(String::as_str)));
        for field in schema.fields.iter().filter(|_| !schema.fields_match.fewer) {
            spend(1).await;
            if !self.places.contains_key(field.name.as_str()) {
                self.in_header(&field.name, Problem::ColumnMissing, &[&known]);
            }
        }
        for (index, name) in header.iter().enumerate() {
            spend(1).await;
            if let Some((problem, limit, found)) = too_long(name) {
                self.in_header(name, problem, &[&limit, &found]);
            } else if !fields.contains(name) {
                if !schema.fields_match.more {
                    self.in_header(name, Problem::ColumnExtra, &[]);
                }
            } else if self.places.get(name.as_str()) != Some(&index) {
                self.in_header(name, Problem::ColumnTwice, &[]);
            }
        }
    }

    async fn check_rows(&mut self) {
        if self.rows.is_empty() {
            self.problems.push(Error::new(Place::file(&self.resource.path), Problem::NoRows, &[]));
        }
        let expected = self.header.len();
        for (row, cells) in self.rows.iter().enumerate() {
            spend(1).await;
            if cells.len() != expected {
                let (expected, found) = (expected.to_string(), cells.len().to_string());
                self.problems.push(Error::new(self.at(row), Problem::Cells, &[&expected, &found]));
            }
        }
    }

    async fn column(&mut self, field: &Field) -> Column {
        let rows = self.rows;
        let index = self.index(&field.name);
        let values = field.missing_values.as_ref();
        let missing =
            values.map_or_else(|| Rc::clone(&self.missing), |own| Rc::new(own.iter().map(String::as_str).collect()));
        let field = &self.settled(field, index, &missing).await;
        let allowed = field.allowed.as_ref().map(|allowed| Allowed::new(field, allowed));
        let (mut texts, mut numbers) = (Vec::new(), Vec::new());
        for (row, record) in rows.iter().enumerate() {
            let cell = &record[index];
            spend(work::weight(cell.as_bytes())).await;
            let checked = self.check_cell(field, &missing, cell);
            if let Some(problem) =
                allowed.as_ref().filter(|_| checked == Ok(true)).and_then(|own| own.refuse(field, cell))
            {
                let place = self.at(row).with(Part::Column, &field.name);
                self.problems.push(Error::new(place, Problem::NotOneOf, &[&problem, &excerpt(cell)]));
            }
            let (text, number) = match checked {
                Ok(true) if field.field_type == FieldType::Text => (Some(cell.clone()), None),
                Ok(true) => (None, self.number(field, row, cell).await),
                Ok(false) => (None, None),
                Err((problem, value, found)) => {
                    let place = self.at(row).with(Part::Column, &field.name);
                    self.problems.push(Error::new(place, problem, &[&value, &found]));
                    (None, None)
                }
            };
            match field.field_type {
                FieldType::Text => texts.push(text),
                _ => numbers.push(number),
            }
        }
        if field.unique && self.schema.primary_key != [field.name.as_str()] {
            self.check_repeated(std::slice::from_ref(&field.name)).await;
        }
        let cells = match field.field_type {
            FieldType::Text => Cells::Text(texts),
            FieldType::Time(_) => Cells::Time(numbers),
            _ => Cells::Number(numbers),
        };
        let marked = |(row, record): (usize, &Record)| Some((row, number::read(&record[index], &field.numbers)?.mark?));
        let has_marks = field.is_number() && !field.numbers.marks.is_empty();
        let marks = if has_marks { work::kept(rows.iter().enumerate(), marked).await } else { Vec::new() };
        Column { field: field.clone(), cells, marks, rows: OnceCell::new() }
    }

    /// A field as its cells are read: with one format for its dates and one text around its numbers; and what a timeline
    /// shows of months stays months.
    async fn settled(&mut self, field: &Field, index: usize, missing: &Missing<'_>) -> Field {
        if field.is_number() && field.numbers.affix != Affix::None {
            return self.with_one_affix(field, index, missing).await;
        }
        let is_coarse = |cell: &str| Date::parse(cell).is_some_and(|date| date.day.is_none());
        match field.field_type {
            FieldType::Time(Format::Any) => self.with_one_format(field, index, missing).await,
            FieldType::Time(_)
                if [START, END].contains(&&*field.name) && work::any(self.rows, |row| is_coarse(&row[index])).await =>
            {
                Field { field_type: FieldType::Text, ..field.clone() }
            }
            _ => field.clone(),
        }
    }

    /// A field of any dates has one format for all of its cells, or 01/02/2000 would be of another month than 01/25/2000.
    async fn with_one_format(&mut self, field: &Field, index: usize, missing: &Missing<'_>) -> Field {
        let cells = self.filled(index, missing).await;
        let (mut formats, _) = moment::fitting(&cells).await;
        if formats.len() > 1 {
            let of_both = |row: &Record| formats.iter().all(|format| moment::parse(&row[index], format).is_some());
            let row = work::position(self.rows, of_both).await.unwrap_or_default();
            let (problem, first, second) = either(&self.rows[row][index], &formats);
            let place = self.at(row).with(Part::Column, &field.name);
            self.problems.push(Error::new(place, problem, &[&first, &second]));
        }
        let format = formats.pop().unwrap_or_default();
        Field { field_type: FieldType::Time(format), ..field.clone() }
    }

    /// A field of numbers with the text that stands around most of them, which is their unit unless the schema has one.
    async fn with_one_affix(&self, field: &Field, index: usize, missing: &Missing<'_>) -> Field {
        let mut field = field.clone();
        if field.numbers.affix == Affix::Unknown {
            let cells = self.filled(index, missing).await;
            field.numbers.affix = convention::affix_of(&cells, &field.numbers.marks).await;
        }
        let own = self.resource.languages.first().map_or("", |own| own);
        field.unit = field.unit.or_else(|| field.numbers.affix.unit().map(|unit| Text::new(&unit, own)));
        field
    }

    /// The cells of a column that hold a value.
    async fn filled(&self, index: usize, missing: &Missing<'_>) -> Vec<&str> {
        let cells = self.rows.iter().map(|row| row[index].as_str());
        work::kept(cells, |cell| Some(cell).filter(|cell| !is_missing(missing, cell))).await
    }

    /// Whether a cell holds a value, or what is wrong before it is even read.
    fn check_cell(&self, field: &Field, missing: &Missing, cell: &str) -> Result<bool, Mistake> {
        if let Some(wrong) = too_long(cell) {
            return Err(wrong);
        }
        let missing = is_missing(missing, cell);
        if missing && (field.required || self.primary_key.contains(field.name.as_str())) {
            return Err((Problem::CellEmpty, expected(&field.field_type).to_owned(), String::new()));
        }
        Ok(!missing)
    }

    async fn number(&mut self, field: &Field, row: usize, cell: &str) -> Option<f64> {
        match number(field, cell).await {
            Ok(number) => Some(number),
            Err((problem, first, second)) => {
                let place = self.at(row).with(Part::Column, &field.name);
                self.problems.push(Error::new(place, problem, &[&first, &second]));
                None
            }
        }
    }

    /// Rows with the same cells in all of `columns`.
    async fn check_repeated(&mut self, columns: &[String]) {
        let places: Option<Vec<_>> = columns.iter().map(|name| self.places.get(name.as_str()).copied()).collect();
        let (Some(places), Some(last)) = (places, columns.last()) else { return };
        let mut rows = HashMap::with_capacity(self.rows.len());
        for (row, record) in self.rows.iter().enumerate() {
            spend(work::row_weight(places.len())).await;
            let key = match places[..] {
                [place] => Cow::Borrowed(record[place].as_str()),
                _ => Cow::Owned(places.iter().flat_map(|place| [record[*place].as_str(), "\0"]).collect()),
            };
            if let Some(first) = rows.insert(key, row) {
                let place = self.at(row).with(Part::Column, last);
                let found = excerpt(&record[self.index(last)]);
                self.problems.push(Error::new(place, Problem::Duplicate, &[&found, &self.lines[first].to_string()]));
            }
        }
        for key in rows {
            spend(1).await;
            drop(key);
        }
    }

    /// The place of a column; the header was checked, so it is there.
    fn index(&self, name: &str) -> usize {
        self.places.get(name).copied().unwrap_or_default()
    }
}

fn is_missing(missing: &Missing, cell: &str) -> bool {
    let trimmed = cell.trim();
    missing.contains(cell) || (trimmed.len() < cell.len() && missing.contains(trimmed))
}

/// The only cells of a column. Numbers are compared as such: 1.0 is the 1 of an enumeration.
struct Allowed<'a> {
    texts: HashSet<&'a str>,
    numbers: HashSet<u64>,
    listed: String,
}

impl<'a> Allowed<'a> {
    fn new(field: &Field, allowed: &'a [String]) -> Self {
        let texts = allowed.iter().map(String::as_str);
        let numbers = texts.clone().filter(|_| field.is_number()).filter_map(decimal::parse).map(comparable);
        Self { numbers: numbers.collect(), listed: excerpt(&listed(texts.clone())), texts: texts.collect() }
    }

    /// The text that is expected instead of a cell.
    fn refuse(&self, field: &Field, cell: &str) -> Option<String> {
        let number = || number::read(cell, &field.numbers).map(|number| comparable(number.value));
        let is_known = self.texts.contains(cell) || number().is_some_and(|number| self.numbers.contains(&number));
        (!is_known).then(|| self.listed.clone())
    }
}

/// The bits of a number, the same for both zeros.
fn comparable(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

async fn number(field: &Field, cell: &str) -> Result<f64, Mistake> {
    if let FieldType::Time(format) = &field.field_type {
        return match moment::parse(cell, format) {
            Some(time) => Ok(time),
            None => Err(no_date(field, cell).await),
        };
    }
    if field.field_type == FieldType::Year && !is_year(cell.trim()) {
        return Err(unreadable(field, cell));
    }
    let Some(number) = number::read(cell, &field.numbers) else { return Err(no_number(field, cell)) };
    let number = number.value;
    let limit = |limit: f64, problem| Err((problem, limit.to_string(), number.to_string()));
    match (field.minimum, field.maximum) {
        (Some(minimum), _) if number < minimum => limit(minimum, Problem::TooSmall),
        (_, Some(maximum)) if number > maximum => limit(maximum, Problem::TooLarge),
        _ if field.field_type == FieldType::Integer && number.fract() != 0.0 => Err(unreadable(field, cell)),
        _ => Ok(number),
    }
}

fn is_year(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn too_long(cell: &str) -> Option<Mistake> {
    // Bytes first: counting the characters of ten megabytes for every cell would be work for nothing.
    let found = if cell.len() > LONGEST_CELL { cell.chars().count() } else { 0 };
    (found > LONGEST_CELL).then(|| (Problem::CellLong, LONGEST_CELL.to_string(), found.to_string()))
}
