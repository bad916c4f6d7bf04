//! What a table is about, where its descriptor does not say it: types of columns, and a figure that fits them.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::date::Date;
use super::decimal::{self, affixes, is_alike};
use super::descriptor::{Descriptor, spaced};
use super::json::Problems;
use super::moment::{self, Format};
use super::schema::{Field, FieldType, Schema, Signs};
use super::table::{Cells, Column, Record, Table, UNNAMED};
use super::text::Text;
use super::view::{END, Kind, START, View, check_dates, slug};

/// Cells that mean "no value" where no schema says which do: as programs, spreadsheets and offices of statistics write it.
pub const MISSING: [&str; 23] = [
    "", "NA", "N/A", "n/a", "n.a.", "k.A.", "NaN", "nan", "null", "NULL", "None", "#N/A", "#NV", "#Н/Д", ":", ".",
    "..", "...", "…", "-", "–", "—", "/",
];

/// More lines than this are a thicket, more bars a wall.
const LINES: usize = 5;
const BARS: usize = 15;

/// What separates the cells of a file: the sign that its header has most of.
pub fn delimiter(path: &str, bytes: &[u8]) -> u8 {
    if path.ends_with(".tsv") || path.ends_with(".tab") {
        return b'\t';
    }
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let (mut counts, mut quoted) = ([0_usize; SEPARATORS.len()], false);
    for byte in header {
        quoted ^= *byte == b'"';
        if let Some(at) = SEPARATORS.iter().position(|sign| sign == byte && !quoted) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most && most > 0).map_or(b',', |at| SEPARATORS[at])
}

/// As many commas as semicolons are those of a name such as "Price, net".
const SEPARATORS: [u8; 4] = *b";,\t|";

/// The types of a table's columns, by all of their cells. Cells that don't fit what nearly all of their column are, are
/// problems of theirs: one odd cell must not make words of all the numbers.
pub fn schema(header: &Record, rows: &[Record], delimiter: u8) -> Schema {
    let columns: Vec<_> = (0..header.len()).map(|at| filled(rows, at)).collect();
    let decimal = decimal_of_table(&columns, delimiter);
    let mut fields: Vec<Field> = Vec::new();
    for (at, (name, cells)) in header.iter().zip(&columns).enumerate() {
        let mut field = field(name, cells, decimal);
        if field.field_type == FieldType::Integer && !is_id(name) && counts_years(at, rows, &fields) {
            field.field_type = FieldType::Year;
        }
        fields.push(field);
    }
    leave_spans(&mut fields, &columns);
    Schema { fields, missing_values: MISSING.map(str::to_owned).to_vec(), ..Schema::default() }
}

/// The cells of a column that hold a value.
fn filled(rows: &[Record], at: usize) -> Vec<&str> {
    let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
    cells.filter(|cell| !MISSING.contains(cell)).collect()
}

/// As many cells from all over a column as show how it is written.
fn sample<'a>(cells: &[&'a str]) -> Vec<&'a str> {
    const MOST: usize = 10_000;
    cells.iter().copied().step_by(cells.len() / MOST + 1).collect()
}

/// Whether nearly all cells are of a kind; in few cells, one may be a slip.
fn enough(read: usize, all: usize) -> bool {
    read > 0 && (read * 10 >= all * 9 || (all >= 5 && all - read == 1))
}

/// The decimal sign of a table: a table is written in one way, and what one column leaves open another one shows. `None`
/// where nothing does, and every column is left to itself.
fn decimal_of_table(columns: &[Vec<&str>], delimiter: u8) -> Decimal {
    let (mut points, mut commas, mut dotted) = (0, 0, false);
    for cells in columns {
        let cells = &sample(cells);
        match decimal_of(cells) {
            _ if signs(cells, '.').is_none() && signs(cells, ',').is_none() => dotted |= is_dotted(cells),
            Some(('.', Shown::ByMost)) => points += 1,
            Some((_, Shown::ByMost)) => commas += 1,
            _ => {}
        }
    }
    match points.cmp(&commas) {
        Ordering::Greater => Decimal { of_points: '.', of_commas: '.', is_shown: true },
        Ordering::Less => Decimal { of_points: ',', of_commas: ',', is_shown: true },
        // Where 01.02.2024 is a day, 1.234 is more than a thousand.
        Ordering::Equal if dotted => Decimal { of_points: ',', of_commas: ',', is_shown: true },
        // Cells stand apart by semicolons where commas are decimal signs.
        Ordering::Equal => {
            Decimal { of_points: '.', of_commas: if delimiter == b';' { ',' } else { '.' }, is_shown: false }
        }
    }
}

/// The decimal sign of columns that could be read either way, such as 1.234 and 1,234.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    of_points: char,
    of_commas: char,
    /// Whether other cells of the table show it.
    is_shown: bool,
}

/// How many of a column's cells with a sign show what it is.
#[derive(Debug, PartialEq)]
enum Shown {
    ByMost,
    ByFew,
}

/// Whether cells are dates such as 01.02.2024.
fn is_dotted(cells: &[&str]) -> bool {
    let (formats, count) = moment::fitting(cells.iter().copied());
    let of_points = |format: &Format| matches!(format, Format::Pattern(pattern) if pattern.starts_with("%d.%m."));
    enough(count, cells.len()) && formats.iter().all(of_points)
}

/// The decimal sign that the numbers of a column show by themselves.
fn decimal_of(cells: &[&str]) -> Option<(char, Shown)> {
    let shown = |sign| cells.iter().filter(|cell| decimal_in(cell) == Some(sign)).count();
    let (points, commas) = (shown('.'), shown(','));
    if points == commas {
        return ['.', ','].into_iter().find(|sign| !groups(cells, *sign)).map(|sign| (sign, Shown::ByMost));
    }
    let signed = cells.iter().filter(|cell| cell.contains([',', '.'])).count();
    let by = if 2 * points.max(commas) > signed { Shown::ByMost } else { Shown::ByFew };
    Some((if points > commas { '.' } else { ',' }, by))
}

/// The decimal sign of a number that can be read with one of the two only: 2,5 or 1.234,5 or 1,234,567, but not 1,234.
fn decimal_in(cell: &str) -> Option<char> {
    match (reads_with(cell, '.'), reads_with(cell, ',')) {
        (true, false) => Some('.'),
        (false, true) => Some(','),
        _ => None,
    }
}

fn reads_with(cell: &str, decimal: char) -> bool {
    let groups = [if decimal == '.' { ',' } else { '.' }, ' ', '\''];
    let reads = |group| decimal::parse_with(cell, &Signs { decimal, group: Some(group), bare: false }).is_some();
    groups.into_iter().any(reads)
}

/// Whether a sign may be that of groups: who groups 4.210 does not write 12345.
fn groups(cells: &[&str], sign: char) -> bool {
    let digits = |cell: &&&str| cell.bytes().filter(u8::is_ascii_digit).count();
    let numbers = cells.iter().filter(|cell| reads_with(cell, '.') || reads_with(cell, ','));
    let (grouped, plain): (Vec<_>, Vec<_>) = numbers.partition(|cell| cell.contains(sign));
    match (grouped.iter().map(digits).min(), plain.iter().map(digits).max()) {
        (Some(shortest), Some(longest)) => longest < shortest,
        _ => true,
    }
}

fn field(name: &str, cells: &[&str], decimal: Decimal) -> Field {
    let all = |reads: fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| reads(cell));
    if names_year(name) && all(is_year) {
        return Field::bare(name, FieldType::Year);
    }
    // Before numbers, since 20240102 is one, too.
    if all(is_compact_date) {
        return Field::bare(name, FieldType::Time(Format::Pattern("%Y%m%d".to_owned())));
    }
    // A plus before all of them is that of something to dial.
    let is_named = all(|cell| cell.starts_with('+')) || cells.iter().any(|cell| is_code(cell));
    if !is_named && let Some(field) = number(name, cells, decimal) {
        return field;
    }
    Field::bare(name, time(cells).map_or(FieldType::Text, FieldType::Time))
}

/// A leading zero is that of a code: 01 is not 1.
fn is_code(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4 && decimal::parse(cell).is_some_and(|year| (1000.0..2200.0).contains(&year))
}

fn is_compact_date(cell: &str) -> bool {
    let format = Format::Pattern("%Y%m%d".to_owned());
    cell.len() == 8 && cell.starts_with(['1', '2']) && moment::parse(cell, &format).is_some()
}

fn number(name: &str, cells: &[&str], decimal: Decimal) -> Option<Field> {
    let few = &sample(cells);
    let has_comma = few.iter().any(|cell| cell.contains(','));
    let of_table = if has_comma { decimal.of_commas } else { decimal.of_points };
    let signs = match decimal_of(few) {
        // What few cells show against all others is rather a slip of theirs.
        Some((sign, by)) if by == Shown::ByMost || !decimal.is_shown => signs(few, sign),
        _ => signs(few, of_table),
    }?;
    let mut numbers = cells.iter().filter_map(|cell| decimal::parse_with(cell, &signs));
    let is_whole = numbers.all(|number| number.fract() == 0.0);
    let field_type = if is_whole { FieldType::Integer } else { FieldType::Number };
    Some(Field { signs, ..Field::bare(name, field_type) })
}

/// The signs with which most cells are numbers, if nearly all are.
fn signs(cells: &[&str], decimal: char) -> Option<Signs> {
    // What the cells don't show needs no mention.
    let is_plain = |cell: &&str| !cell.contains([',', '.']) && decimal::parse(cell).is_some();
    if cells.iter().all(is_plain) && !cells.is_empty() {
        return Some(Signs::default());
    }
    let shown = |group| cells.iter().flat_map(|cell| cell.chars()).find(|sign| is_alike(*sign, group));
    let usual = if decimal == '.' { [None, Some(',')] } else { [Some('.'), None] };
    for affix in [None, affix(cells)] {
        let (mut best, mut most) = (None, 0);
        for group in usual.into_iter().chain([shown(' '), shown('\'')]) {
            let signs = Signs { decimal, group, bare: affix.is_none() };
            let is_number = |cell: &&&str| {
                (affix.is_none() || affixes(cell) == affix) && decimal::parse_with(cell, &signs).is_some()
            };
            let count = cells.iter().filter(is_number).count();
            if count > most {
                (best, most) = (Some(signs), count);
            }
        }
        if enough(most, cells.len()) {
            return best;
        }
    }
    None
}

/// The one sign around the numbers of a column: `€ `, ` %`. Letters would make numbers of names, as of Q1.
fn affix<'a>(cells: &[&'a str]) -> Option<(&'a str, &'a str)> {
    const UNITS: [&str; 16] = ["%", "‰", "€", "$", "£", "¥", "₽", "₸", "₹", "₺", "₴", "₩", "₫", "₪", "¢", "°"];
    let (before, behind) = cells.iter().find_map(|cell| affixes(cell).filter(|affix| *affix != ("", "")))?;
    let is_unit = UNITS.contains(&before.trim()) && behind.is_empty();
    (is_unit || (before.is_empty() && UNITS.contains(&behind.trim()))).then_some((before, behind))
}

/// How a column writes its dates. Where day and month may change places, it is for the editor to say which is which; of
/// two dates, such as those of a file's own, nothing is drawn.
fn time(cells: &[&str]) -> Option<Format> {
    let cells = sample(cells);
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
fn leave_spans(fields: &mut [Field], columns: &[Vec<&str>]) {
    let is_span = |field: &Field| [START, END].contains(&&*field.name);
    let are_dates =
        |(field, cells): (&Field, &Vec<&str>)| !is_span(field) || cells.iter().all(|cell| Date::parse(cell).is_some());
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
        let several = |column: &&Column| column.is_time() && distinct(column, table.rows) > 2;
        let time = table.columns.iter().find(several);
        let (mut numbers, mut texts) = (Vec::new(), Vec::new());
        for column in &table.columns {
            let named = column.field.name.contains('@');
            match &column.field.field_type {
                FieldType::Number | FieldType::Integer
                    if !is_id(&column.field.name) && !column.is_time() && counts(column, table.rows) =>
                {
                    numbers.push(column);
                }
                FieldType::Text if !named && ![START, END].contains(&&*column.field.name) => texts.push(column),
                _ => {}
            }
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
        if distinct(time, self.table.rows) < self.table.rows {
            let split = self.texts.iter().find(|text| self.is_key(time, text))?;
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

    /// A number for each of the texts.
    fn bars(&self, view: &View) -> Option<View> {
        let number = self.numbers.first()?;
        let rows = self.table.rows;
        let category = self.texts.iter().find(|text| distinct(text, rows) == rows)?;
        let name = number.field.name.clone();
        Some(View {
            category: category.field.name.clone(),
            value: name.clone(),
            values: vec![name],
            kinds: vec![Kind::Bars],
            sort: true,
            limit: (rows > BARS).then_some(BARS),
            ..view.clone()
        })
    }

    /// How often each text is there: the one with fewest, if it comes again.
    fn counts(&self, view: &View) -> Option<View> {
        let rows = self.table.rows;
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

/// Two numbers that come again and again are rather a yes and a no.
fn counts(column: &Column, rows: usize) -> bool {
    let filled = (0..rows).filter(|row| value(column, *row).is_some()).count();
    filled < 3 || distinct(column, rows) > 2
}

/// Numbers that name rather than count.
fn is_id(name: &str) -> bool {
    const IDS: [&str; 9] = ["id", "code", "zip", "index", "rownames", "latitude", "longitude", "lat", "lon"];
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

    #[test]
    fn separators() {
        for (path, header, expected) in [
            ("x.csv", "a,b;c,d", b','),
            ("x.csv", "a;b;c", b';'),
            ("x.csv", "Stadt;Preis, netto", b';'),
            ("x.tsv", "a,b", b'\t'),
            ("x.csv", "\"a,b,c\";d;e", b';'),
            ("x.csv", "a", b','),
        ] {
            assert_eq!(delimiter(path, header.as_bytes()), expected, "{header}");
        }
    }

    /// The schema of a table that is written as in a file, with semicolons if it has any.
    fn of_table(lines: &str) -> Schema {
        let delimiter = if lines.contains(';') { ';' } else { '|' };
        let mut records = lines.lines().map(|line| line.split(delimiter).map(str::to_owned).collect());
        let header = records.next().unwrap_or_default();
        schema(&header, &records.collect::<Vec<_>>(), delimiter as u8)
    }

    #[test]
    fn a_table_is_written_in_one_way() {
        for (lines, expected) in [
            ("a|b\n01.02.2024|4.210", Some(4210.0)),
            ("a|b\n2,5|4.210", Some(4210.0)),
            ("a|b\n2024-02-01|4.210", Some(4.21)),
            ("a|b\n01.02.2024|4.21", Some(4.21)),
            ("a|b\n01.02.2024|4.210\n01.03.2024|890\n01.04.2024|0", Some(4210.0)),
            ("a|b\n01.02.2024|4.000\n01.03.2024|12.000", Some(4000.0)),
            ("a|b\n01.02.2024|4.210\n01.03.2024|12345", Some(4.21)),
            ("a|b\n01.02.2024|12.345\n01.03.2024|1890", Some(12345.0)),
            ("a|b\n01.02.24|1,659\n02.02.24|1,702", Some(1.659)),
            ("a|b\n2,5|1,659\n3,5|1,702", Some(1.659)),
            ("a|b\n2.5|1,659\n3.5|1,702", Some(1659.0)),
            ("a;b\nx;1,659\ny;1,702", Some(1.659)),
            ("a|b\nx|1,659\ny|1,702", Some(1659.0)),
            ("a|b\n1.234,5|4.210", Some(4210.0)),
        ] {
            let schema = of_table(lines);
            let cell = lines.lines().nth(1).and_then(|line| line.rsplit(['|', ';']).next()).unwrap_or_default();
            assert_eq!(decimal::parse_with(cell, &schema.fields[1].signs), expected, "{lines:?}: {:?}", schema.fields);
            assert!(schema.fields[1].is_number(), "{lines:?}");
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
            let fields = of_table(lines).fields;
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
        let signs = |decimal, group, bare| Signs { decimal, group, bare };
        let plain = |field_type| (field_type, Signs::default());
        let time = |pattern: &str| plain(FieldType::Time(Format::Pattern(pattern.to_owned())));
        for (name, cells, expected) in [
            ("n", "1|2|NA", plain(FieldType::Integer)),
            ("n", "1|2.5", plain(FieldType::Number)),
            ("year", "1999|2000", plain(FieldType::Year)),
            ("n", "1999|2000", plain(FieldType::Integer)),
            ("n", "1.234,5|2,5", (FieldType::Number, signs(',', Some('.'), true))),
            ("n", "1,234.5|2.5", (FieldType::Number, signs('.', Some(','), true))),
            ("n", "1,234|12,345,678", (FieldType::Integer, signs('.', Some(','), true))),
            ("n", "0,234|12,5", (FieldType::Number, signs(',', Some('.'), true))),
            ("n", "1\u{a0}234|2", (FieldType::Integer, signs('.', Some('\u{a0}'), true))),
            ("n", "1\u{202f}234,5|2", (FieldType::Number, signs(',', Some('\u{202f}'), true))),
            ("n", "1 234.5|2", (FieldType::Number, signs('.', Some(' '), true))),
            ("n", "1'234|2", (FieldType::Integer, signs('.', Some('\''), true))),
            ("n", "12 %|3 %", (FieldType::Integer, signs('.', None, false))),
            ("n", "€ 5,5|€ 4", (FieldType::Number, signs(',', Some('.'), false))),
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
            let cells: Vec<_> = cells.split('|').map(str::trim).filter(|cell| !MISSING.contains(cell)).collect();
            let field = field(name, &cells, Decimal { of_points: '.', of_commas: '.', is_shown: false });
            assert_eq!((field.field_type, field.signs), expected, "{name}: {cells:?}");
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
            assert_eq!(of_table(lines).fields[0].field_type, expected, "{lines}");
        }
    }
}
