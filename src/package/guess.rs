//! What a table is about, where its descriptor does not say it: types of columns, and a figure that fits them.

use std::collections::{HashMap, HashSet};

use super::convention::{self, Convention, Verdict, enough};
use super::date::Date;
use super::decimal;
use super::descriptor::{Descriptor, listed, spaced};
use super::frame;
use super::json::Problems;
use super::mistake::quoted;
use super::moment::{self, Format};
use super::number::{self, Negative};
use super::records::Record;
use super::schema::{Field, FieldType, Schema};
use super::table::{Cells, Column, Table, UNNAMED};
use super::text::Text;
use super::view::{END, Kind, START, View, check_dates, slug};
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::text::concat;

/// Cells that mean "no value" where no schema says which do: as programs, spreadsheets and offices of statistics write it.
pub const MISSING: [&str; 23] = [
    "", "NA", "N/A", "n/a", "n.a.", "k.A.", "NaN", "nan", "null", "NULL", "None", "#N/A", "#NV", "#Н/Д", ":", ".",
    "..", "...", "…", "-", "–", "—", "/",
];

/// More lines than this are a thicket, more bars a wall.
const LINES: usize = 5;
const BARS: usize = 15;
/// More bars than this are not drawn even where they are in the order of time.
const TIMES: usize = 60;

/// The schema of a table that has none, and what its cells leave open.
#[derive(Debug, Default)]
pub struct Inferred {
    pub schema: Schema,
    /// Decisions that would change a value and that no cell supports: nothing is drawn until the schema makes them.
    pub problems: Vec<Remark>,
    /// Decisions that an editor may want to make in another way.
    pub notes: Vec<Remark>,
}

/// A problem or note about a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Below the header, from zero.
    pub row: usize,
    pub column: String,
    pub problem: Problem,
    pub values: Vec<String>,
}

/// The types of a table's columns, by all of their cells. Cells that don't fit what nearly all of their column are, are
/// problems of theirs: one odd cell must not make text of all the numbers.
pub fn schema(header: &Record, rows: &[Record]) -> Inferred {
    let columns: Vec<_> = (0..header.len()).map(|at| filled(rows, at)).collect();
    let of_table = decimal_of_table(&columns);
    let mut inferred = Inferred::default();
    let fields = &mut inferred.schema.fields;
    for (at, (name, cells)) in header.iter().zip(&columns).enumerate() {
        let mut field = field(name, &cells.texts);
        if field.field_type == FieldType::Text && !is_name(&cells.texts) {
            let verdict = convention::judge(&cells.texts, of_table);
            let are_numbers = matches!(verdict, Verdict::Numbers(_));
            let time = if are_numbers { None } else { time(&cells.texts) };
            if time.is_none() {
                remarks(name, cells, &verdict, &mut inferred.problems, &mut inferred.notes);
            }
            field = match (verdict, time) {
                (Verdict::Numbers(convention), _) => numbers(name, &cells.texts, convention),
                (_, Some(format)) => Field::bare(name, FieldType::Time(format)),
                _ => field,
            };
        }
        if field.field_type == FieldType::Text {
            // Namibia's code is NA, and a dash may name something.
            field.missing_values = Some(vec![String::new()]);
        }
        if field.field_type == FieldType::Integer && !is_id(name) && counts_years(at, rows, fields) {
            field.field_type = FieldType::Year;
        }
        fields.push(field);
    }
    leave_spans(fields, &columns);
    inferred.schema.missing_values = MISSING.map(str::to_owned).to_vec();
    inferred
}

/// The cells of a column that hold a value, with their rows.
#[derive(Debug)]
struct Filled<'a> {
    rows: Vec<usize>,
    texts: Vec<&'a str>,
}

fn filled(rows: &[Record], at: usize) -> Filled<'_> {
    let cells = rows.iter().enumerate().filter_map(|(row, cells)| Some((row, cells.get(at)?.trim())));
    let (rows, texts) = cells.filter(|(_, cell)| !MISSING.contains(cell)).unzip();
    Filled { rows, texts }
}

/// The decimal character that the columns of a table show, where all that show one show the same.
fn decimal_of_table(columns: &[Filled]) -> convention::OfTable {
    let mut shown = columns.iter().filter_map(|column| convention::shown(&column.texts));
    let first = shown.next()?;
    shown.all(|other| other == first).then_some(first)
}

/// Adds the open decisions of a column's numbers to `problems`, and the decisions made for them to `notes`.
fn remarks(name: &str, cells: &Filled, verdict: &Verdict, problems: &mut Vec<Remark>, notes: &mut Vec<Remark>) {
    let texts = &cells.texts;
    let remark = |nth: usize, problem, values: &[&str]| Remark {
        row: cells.rows[nth],
        column: name.to_owned(),
        problem,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let value = |nth: usize, format| {
        number::read(texts[nth], format).map(|number| number.value.to_string()).unwrap_or_default()
    };
    match verdict {
        Verdict::Numbers(Convention::Either(_)) => {
            let open = texts.iter().position(|cell| readings(cell).is_some()).unwrap_or_default();
            if let Some((grouped, plain)) = readings(texts[open]) {
                let both = concat(&[&grouped.to_string(), " / ", &plain.to_string()]);
                problems.push(remark(open, Problem::NumberEither, &[&quoted(texts[open]), &both]));
            }
        }
        Verdict::Numbers(Convention::Shown { format, by }) => {
            notes.push(remark(*by, Problem::ReadAsTable, &[&quoted(texts[*by]), &value(*by, format)]));
        }
        Verdict::Numbers(Convention::Sure(format)) if format.negative != Negative::Sign => {
            let is_negative =
                |cell: &&str| number::Parts::of(cell).is_some_and(|parts| parts.negative == Some(format.negative));
            if let Some(nth) = texts.iter().position(is_negative) {
                notes.push(remark(nth, Problem::ReadAsNegative, &[&quoted(texts[nth]), &value(nth, format)]));
            }
        }
        Verdict::Nearly(odd) => notes.push(remark(*odd, Problem::NotNumbers, &[&quoted(texts[*odd])])),
        _ => {}
    }
}

/// The two readings of a number such as 1,234: with groups, and with decimals.
fn readings(cell: &str) -> Option<(f64, f64)> {
    let cell = number::cleaned(cell);
    let digits = number::Parts::of(&cell)?.digits;
    let (one, other) = (convention::reads_with(digits, '.')?, convention::reads_with(digits, ',')?);
    (one != other).then(|| (one.max(other), one.min(other)))
}

/// A field of numbers by how its column writes them.
fn numbers(name: &str, cells: &[&str], convention: Convention) -> Field {
    let (Convention::Sure(format) | Convention::Shown { format, .. } | Convention::Either(format)) = convention;
    let mut values = cells.iter().filter_map(|cell| number::read(cell, &format));
    let is_whole = values.all(|number| number.value.fract() == 0.0);
    let field_type = if is_whole { FieldType::Integer } else { FieldType::Number };
    Field { numbers: format, ..Field::bare(name, field_type) }
}

/// A field of years or of dates that are numbers as well; anything else is text so far.
fn field(name: &str, cells: &[&str]) -> Field {
    let all = |reads: fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| reads(cell));
    let field_type = match () {
        () if names_year(name) && all(is_year) => FieldType::Year,
        () if all(is_month_of_year) => FieldType::Time(Format::Pattern("%m.%Y".to_owned())),
        () if all(is_compact_date) => FieldType::Time(Format::Pattern("%Y%m%d".to_owned())),
        () => FieldType::Text,
    };
    Field::bare(name, field_type)
}

/// Whether numbers name something: a plus before all of them is that of something to dial.
fn is_name(cells: &[&str]) -> bool {
    cells.iter().all(|cell| cell.starts_with('+')) || cells.iter().any(|cell| is_code(cell))
}

/// A leading zero is that of a code: 01 is not 1.
fn is_code(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4 && decimal::parse(cell).is_some_and(|year| (1000.0..2200.0).contains(&year))
}

/// A month such as 01.2020, which is no 1.202.
fn is_month_of_year(cell: &str) -> bool {
    cell.len() == 7
        && cell.starts_with(['0', '1'])
        && moment::parse(cell, &Format::Pattern("%m.%Y".to_owned())).is_some()
}

fn is_compact_date(cell: &str) -> bool {
    let format = Format::Pattern("%Y%m%d".to_owned());
    cell.len() == 8 && cell.starts_with(['1', '2']) && moment::parse(cell, &format).is_some()
}

/// How a column writes its dates. Where day and month may change places, it is for the editor to say which is which; of
/// two dates, such as those of a file's own, nothing is drawn.
fn time(cells: &[&str]) -> Option<Format> {
    let (mut formats, count) = moment::fitting(cells.iter().copied());
    let several = || cells.iter().collect::<HashSet<_>>().len() > 2;
    match formats.len() {
        _ if !enough(count, cells.len()) => None,
        1 => formats.pop(),
        _ => several().then_some(Format::Any),
    }
}

/// Whether a column of whole numbers counts years: they lead, or come again for each text before them, by small steps.
fn counts_years(at: usize, rows: &[Record], before: &[Field]) -> bool {
    let cells: Vec<f64> = rows.iter().filter_map(|row| decimal::parse(row.get(at)?.trim())).collect();
    let mut years = cells.clone();
    years.sort_by(f64::total_cmp);
    years.dedup();
    let [first, _, .., last] = years[..] else { return false };
    let is_dense = first >= 1500.0 && last <= 2100.0 && last - first <= 10.0 * (years.len() - 1) as f64;
    let of_texts = before.iter().all(|field| field.field_type == FieldType::Text);
    if cells.len() != rows.len() || !is_dense || !of_texts {
        return false;
    }
    if at == 0 {
        return cells.is_sorted() || cells.iter().rev().is_sorted();
    }
    let distinct = |columns: usize| rows.iter().filter_map(|row| row.get(..columns)).collect::<HashSet<_>>().len();
    distinct(at) * 2 <= rows.len() && distinct(at + 1) == rows.len()
}

/// Whether a column is called a year, in the languages of this program and of its neighbours.
pub fn names_year(name: &str) -> bool {
    const YEARS: [&str; 11] =
        ["year", "years", "jahr", "jahre", "год", "года", "годы", "жыл", "жылы", "année", "années"];
    let name = spaced(name).to_lowercase();
    name.split_whitespace().any(|word| YEARS.contains(&word) || word.ends_with("year") || word.ends_with("jahr"))
}

/// Spans of a timeline stay as they are written: a month is no first of the month.
fn leave_spans(fields: &mut [Field], columns: &[Filled]) {
    let is_span = |field: &Field| [START, END].contains(&&*field.name);
    let are_dates = |(field, cells): (&Field, &Filled)| {
        !is_span(field) || cells.texts.iter().all(|cell| Date::parse(cell).is_some())
    };
    let is_told = fields.iter().any(|field| field.field_type == FieldType::Text && !is_span(field));
    if !is_told || !fields.iter().any(|field| field.name == START) || !fields.iter().zip(columns).all(are_dates) {
        return;
    }
    for field in fields.iter_mut().filter(|field| is_span(field)) {
        *field = Field::bare(&field.name, FieldType::Text);
    }
}

/// A view of a table, if any kind of figure fits it.
pub fn view(name: &str, table: &Table, descriptor: &Descriptor) -> Option<View> {
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

/// A table's columns by what they are good for.
struct Columns<'a> {
    table: &'a Table,
    time: Option<&'a Column>,
    numbers: Vec<&'a Column>,
    texts: Vec<&'a Column>,
}

impl<'a> Columns<'a> {
    fn of(table: &'a Table) -> Self {
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
        let texts: Vec<_> = (0..table.rows).map(|row| names.cells.text(row)).collect();
        let numbers: Vec<_> = (0..table.rows).map(|row| values.cells.number(row)).collect();
        if let Some(row) = frame::total(&texts, &numbers) {
            let name = concat(&["\"", texts[row].as_deref().unwrap_or_default(), "\""]);
            notes.push(Error::new(at(row, &view.value), Problem::TotalRow, &[&name]));
        }
    }
    let columns = Columns::of(table);
    let others: Vec<_> = columns.numbers.iter().map(|column| column.field.name.as_str()).collect();
    let others: Vec<_> = others.into_iter().filter(|name| !view.values.iter().any(|own| own == name)).collect();
    if !others.is_empty() {
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

/// The first cell of a column that should be time and is not read as such: of years beyond four digits, or of texts.
fn unread_time(column: &Column) -> Option<(usize, String)> {
    let is_number = column.field.is_number() && !column.is_time() && names_year(&column.field.name);
    let Cells::Number(cells) = &column.cells else { return time_like(column) };
    let is_year = |cell: &f64| (1000.0..2200.0).contains(cell) && cell.fract() == 0.0;
    let odd =
        cells.iter().enumerate().find_map(|(row, cell)| cell.filter(|cell| !is_year(cell)).map(|cell| (row, cell)));
    odd.filter(|_| is_number).map(|(row, cell)| (row, cell.to_string()))
}

/// The first cell of a column of texts that look like time.
fn time_like(column: &Column) -> Option<(usize, String)> {
    let Cells::Text(cells) = &column.cells else { return None };
    let filled: Vec<_> = cells.iter().enumerate().filter_map(|(row, cell)| Some((row, cell.as_deref()?))).collect();
    let count = filled.iter().filter(|(_, cell)| moment::looks_like_time(cell)).count();
    let is_span = [START, END].contains(&&*column.field.name);
    let first = filled.first().filter(|_| !is_span && enough(count, filled.len()));
    first.map(|(row, cell)| (*row, (*cell).to_owned()))
}

/// How many different values a column has.
fn distinct(column: &Column, rows: usize) -> usize {
    (0..rows).filter_map(|row| value(column, row)).collect::<HashSet<_>>().len()
}

/// A cell as it can be compared; two seconds of a minute are two times.
fn value(column: &Column, row: usize) -> Option<(u64, &str)> {
    match &column.cells {
        Cells::Text(cells) => cells.get(row)?.as_deref().map(|text| (0, text)),
        Cells::Number(cells) | Cells::Time(cells) => cells.get(row).copied()?.map(|number| (number.to_bits(), "")),
    }
}

/// Whether the first column counts the rows, 1, 2, 3 …, beside other numbers: ranks and row numbers by any name.
fn is_row_number(column: &Column, table: &Table) -> bool {
    let is_first = table.columns.first().is_some_and(|first| first.field.name == column.field.name);
    let others = table.columns.iter().skip(1).any(|other| other.field.is_number() && !is_id(&other.field.name));
    let Cells::Number(cells) = &column.cells else { return false };
    let counts = |(row, cell): (usize, &Option<f64>)| *cell == Some(row as f64 + 1.0);
    is_first && others && cells.len() > 2 && cells.iter().enumerate().all(counts)
}

/// Two numbers that come again and again are rather a yes and a no.
fn counts(column: &Column, rows: usize) -> bool {
    let filled = (0..rows).filter(|row| value(column, *row).is_some()).count();
    filled < 3 || distinct(column, rows) > 2
}

/// Numbers that name rather than count: keys, codes, ranks, coordinates.
fn is_id(name: &str) -> bool {
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
    use crate::package::number::{Affix, NumberFormat};

    /// What the lines of a file are taken for, with semicolons between cells if there are any.
    fn of_table(lines: &str) -> Inferred {
        let delimiter = if lines.contains(';') { ';' } else { '|' };
        let mut records = lines.lines().map(|line| line.split(delimiter).map(str::to_owned).collect());
        let header = records.next().unwrap_or_default();
        schema(&header, &records.collect::<Vec<_>>())
    }

    #[derive(Debug, PartialEq)]
    enum Read {
        Sure(f64),
        Noted(f64),
        Asked,
    }

    #[test]
    fn a_factor_of_a_thousand_is_never_decided_by_weak_evidence() {
        for (lines, expected) in [
            ("a|b\n01.02.2024|4.210", Read::Asked),
            ("a|b\n2,5|4.210", Read::Noted(4210.0)),
            ("a|b\n2.5|4.210", Read::Noted(4.21)),
            ("a|b\n2024-02-01|4.210", Read::Asked),
            ("a|b\n01.02.2024|4.21", Read::Sure(4.21)),
            ("a|b\n01.02.2024|4.210\n01.03.2024|890\n01.04.2024|0", Read::Asked),
            ("a|b\n01.02.2024|4.210\n01.03.2024|12345", Read::Asked),
            ("a|b\n01.02.24|1,659\n02.02.24|1,702", Read::Asked),
            ("a|b\n2,5|1,659\n3,5|1,702", Read::Noted(1.659)),
            ("a|b\n2.5|1,659\n3.5|1,702", Read::Noted(1659.0)),
            ("a|b|c\n2.5|1,659|2,5\n3.5|1,702|1,5", Read::Asked),
            ("a;b\nx;1,659\ny;1,702", Read::Asked),
            ("a|b\nx|1,659\ny|1,702,000", Read::Sure(1659.0)),
            ("a|b\nx|1.659\ny|0.606", Read::Sure(1.659)),
            ("a|b\n1.234,5|4.210", Read::Noted(4210.0)),
            ("a|b\nx|1 659\ny|1 702", Read::Sure(1659.0)),
        ] {
            let inferred = of_table(lines);
            let field = &inferred.schema.fields[1];
            let cell = lines.lines().nth(1).and_then(|line| line.split(['|', ';']).nth(1)).unwrap_or_default();
            let value = number::read(cell, &field.numbers).map_or(f64::NAN, |number| number.value);
            let is_about = |remarks: &[Remark]| remarks.iter().any(|remark| remark.column == "b" && remark.row == 0);
            let found = match (is_about(&inferred.problems), is_about(&inferred.notes)) {
                (true, _) => Read::Asked,
                (false, true) => Read::Noted(value),
                (false, false) => Read::Sure(value),
            };
            assert_eq!(found, expected, "{lines:?}: {inferred:?}");
            assert!(field.is_number(), "{lines:?}");
        }
    }

    /// A sample of 10,000 rows would miss the cell in row 2.
    #[test]
    fn one_cell_decides_for_a_long_column() {
        for (most, odd, expected) in [("(7)", "-6", None), ("(7)", "6", Some(-7.0)), ("1.085", "1.5", Some(1.085))] {
            let rows: Vec<Record> = (0..20_000).map(|row| vec![if row == 1 { odd } else { most }.to_owned()]).collect();
            let inferred = schema(&vec!["n".to_owned()], &rows);
            let value = number::read(most, &inferred.schema.fields[0].numbers).map(|number| number.value);
            assert_eq!((value, inferred.problems), (expected, Vec::new()), "{most} {odd}");
        }
    }

    #[test]
    fn says_what_it_has_decided() {
        for (cells, problem, values) in [
            ("5|(1,204.5)|7.5", Problem::ReadAsNegative, vec!["\"(1,204.5)\"", "-1204.5"]),
            ("5|7.5|310-", Problem::ReadAsNegative, vec!["\"310-\"", "-310"]),
            ("12|14|about 3|n.d.|17", Problem::NotNumbers, vec!["\"about 3\""]),
        ] {
            let rows: Vec<Record> = cells.split('|').map(|cell| vec![cell.to_owned()]).collect();
            let notes = schema(&vec!["n".to_owned()], &rows).notes;
            let found: Vec<_> = notes.iter().map(|note| (note.problem, note.values.clone())).collect();
            assert_eq!(found, [(problem, values.into_iter().map(str::to_owned).collect())], "{cells}");
        }
    }

    #[test]
    fn years() {
        for (lines, expected) in [
            ("t|n\n1990|7\n1991|8\n1992|9", Some(0)),
            ("t|n\n1992|7\n1991|8\n1990|9", Some(0)),
            ("id|n\n1990|7\n1991|8\n1992|9", None),
            ("t|n\n1990|7\n1992|8\n1991|9", None),
            ("t|n\n1001|7\n1002|8\n1003|9", None),
            ("Land|Jahr|n\nDE|2000|1", Some(1)),
            ("Год|n\n2000|1", Some(0)),
            ("geo|t|n\nDE|2000|1\nDE|2001|1\nDE|2002|1\nFR|2000|1\nFR|2001|1\nFR|2002|1", Some(1)),
            ("name|n\na|1990\nb|1991\nc|1992", None),
        ] {
            let fields = of_table(lines).schema.fields;
            let found = fields.iter().position(|field| field.field_type == FieldType::Year);
            assert_eq!(found, expected, "{lines:?}");
        }
    }

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

    #[test]
    fn types() {
        let plain = |field_type| (field_type, NumberFormat::default());
        let numbers =
            |field_type, decimal, group| (field_type, NumberFormat { decimal, group, ..NumberFormat::default() });
        let around = |field_type, decimal, group, prefix: &str, suffix: &str| {
            let affix = Affix::Known { prefix: prefix.to_owned(), suffix: suffix.to_owned() };
            (field_type, NumberFormat { decimal, group, affix, ..NumberFormat::default() })
        };
        let time = |pattern: &str| plain(FieldType::Time(Format::Pattern(pattern.to_owned())));
        for (name, cells, expected) in [
            ("n", "1|2|NA", plain(FieldType::Integer)),
            ("n", "1|2.5", plain(FieldType::Number)),
            ("year", "1999|2000", plain(FieldType::Year)),
            ("n", "1999|2000", plain(FieldType::Integer)),
            ("n", "1.234,5|2,5", numbers(FieldType::Number, ',', Some('.'))),
            ("n", "1,234.5|2.5", numbers(FieldType::Number, '.', Some(','))),
            ("n", "1,234|12,345,678", numbers(FieldType::Integer, '.', Some(','))),
            ("n", "0,234|12,5", numbers(FieldType::Number, ',', None)),
            ("n", "1\u{a0}234|2", numbers(FieldType::Integer, '.', Some('\u{a0}'))),
            ("n", "1\u{202f}234,5|2", numbers(FieldType::Number, ',', Some('\u{202f}'))),
            ("n", "1 234.5|2", numbers(FieldType::Number, '.', Some(' '))),
            ("n", "1'234|2", numbers(FieldType::Integer, '.', Some('\''))),
            ("n", "12 %|3 %", around(FieldType::Integer, '.', None, "", "%")),
            ("n", "€ 5,5|€ 4", around(FieldType::Number, ',', None, "€", "")),
            ("n", "€5|$4", plain(FieldType::Text)),
            ("n", "Q1|Q2", plain(FieldType::Text)),
            ("n", "\u{2212}5| 2", plain(FieldType::Integer)),
            ("n", "1|2|:|..|-|#N/A|3", plain(FieldType::Integer)),
            ("n", "1.5|2.5|3.5|4.0l2|5.5", plain(FieldType::Number)),
            ("n", "1|2|x", plain(FieldType::Text)),
            ("zip", "01067|99999", plain(FieldType::Text)),
            ("calls", "+7|+49", plain(FieldType::Text)),
            ("when", "2020-01-01|2020-01-02", plain(FieldType::Time(Format::Iso))),
            ("when", "20200101|20200102", time("%Y%m%d")),
            ("when", "31.01.2020 10:30|01.02.2020 11:30", time("%d.%m.%Y %H:%M")),
            ("when", "01/02/2020|02/03/2020|04/05/2020", plain(FieldType::Time(Format::Any))),
            ("when", "01/02/2020|02/03/2020", plain(FieldType::Text)),
            ("x", "a|b", plain(FieldType::Text)),
            ("x", "", plain(FieldType::Text)),
        ] {
            let rows: Vec<Record> = cells.split('|').map(|cell| vec![cell.to_owned()]).collect();
            let field = schema(&vec![name.to_owned()], &rows).schema.fields.remove(0);
            assert_eq!((field.field_type, field.numbers), expected, "{name}: {cells:?}");
        }
    }

    #[test]
    fn spans_stay_as_they_are_written() {
        for (lines, expected) in [
            ("start|end|who\n2021-09|2021|a", FieldType::Text),
            ("start|n\n2021-09-01|7", FieldType::Time(Format::Iso)),
            ("start|who\n2024-01-01 10:30|a", FieldType::Time(Format::Iso)),
            ("start|who\n5|a", FieldType::Integer),
        ] {
            assert_eq!(of_table(lines).schema.fields[0].field_type, expected, "{lines}");
        }
    }
}
