//! What a table is about, where its descriptor does not say it: types of columns, and a figure that fits them.

use std::collections::HashSet;

use super::decimal;
use super::descriptor::{Descriptor, spaced};
use super::moment::{self, Format};
use super::schema::{Field, FieldType, Schema, Signs};
use super::table::{Column, Record, Table, UNNAMED};
use super::text::Text;
use super::view::{Kind, START, View, slug};

/// Cells that mean "no value" where no schema says which do.
pub const MISSING: [&str; 8] = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL"];

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

const SEPARATORS: [u8; 4] = *b",;\t|";

/// The types of a table's columns, by all of their cells.
pub fn schema(header: &Record, rows: &[Record]) -> Schema {
    let mut schema = Schema { missing_values: MISSING.map(str::to_owned).to_vec(), ..Schema::default() };
    for (at, name) in header.iter().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
        schema.fields.push(field(name, cells.filter(|cell| !MISSING.contains(cell))));
    }
    if schema.fields.iter().any(writes_points_otherwise) {
        for (at, field) in schema.fields.iter_mut().enumerate() {
            let mut cells = rows.iter().filter_map(|row| row.get(at)).filter(|cell| !MISSING.contains(&cell.as_str()));
            let signs = Signs { decimal: ',', group: Some('.'), bare: true };
            if field.field_type == FieldType::Number && cells.all(|cell| cell.contains('.') && is_grouped(cell, &signs))
            {
                field.signs = signs;
            }
        }
    }
    schema
}

/// Whether a column shows that its table is written where a point is no decimal sign: 1.234 is a thousand there.
fn writes_points_otherwise(field: &Field) -> bool {
    let dated = matches!(&field.field_type, FieldType::Time(Format::Pattern(pattern)) if pattern == "%d.%m.%Y");
    dated || (field.field_type == FieldType::Number && field.signs.decimal == ',')
}

fn field<'a>(name: &str, cells: impl Iterator<Item = &'a str> + Clone) -> Field {
    let all = |reads: &dyn Fn(&str) -> bool| cells.clone().next().is_some() && cells.clone().all(reads);
    let is_number = |cell: &str| decimal::parse(cell).is_some();
    if all(&|cell| is_year(cell)) && spaced(name).to_lowercase().contains("year") {
        return Field::bare(name, FieldType::Year);
    }
    // A leading zero is that of a code: 01 is not 1; a plus before all of them, that of something to dial.
    let is_dialled = all(&|cell| cell.starts_with('+'));
    let is_code = |cell: &str| is_dialled || (cell.len() > 1 && cell.starts_with('0') && !cell.contains(['.', ',']));
    if all(&|cell| is_number(cell) && !is_code(cell)) {
        let whole = all(&|cell| decimal::parse(cell).is_some_and(|number| number.fract() == 0.0));
        return Field::bare(name, if whole { FieldType::Integer } else { FieldType::Number });
    }
    for signs in [
        Signs { decimal: '.', group: Some(','), bare: true },
        Signs { decimal: ',', group: Some('.'), bare: true },
        Signs { decimal: ',', group: Some(' '), bare: true },
    ] {
        if all(&|cell| !is_code(cell) && is_grouped(cell, &signs) && decimal::parse_with(cell, &signs).is_some()) {
            return Field { signs, ..Field::bare(name, FieldType::Number) };
        }
    }
    let dated = all(&|cell| cell.bytes().any(|byte| byte.is_ascii_digit())).then(|| moment::guess(cells.clone()));
    match dated.flatten() {
        Some(format) => Field::bare(name, FieldType::Time(format)),
        None => Field::bare(name, FieldType::Text),
    }
}

/// Whether groups end with three digits before the decimal sign, as in 1,234.5: 2,5 has none, whatever its comma is.
fn is_grouped(cell: &str, signs: &Signs) -> bool {
    let (Some(group), (whole, fraction)) = (signs.group, cell.split_once(signs.decimal).unwrap_or((cell, ""))) else {
        return true;
    };
    let last = whole.rsplit_once(group).map(|(first, last)| (first.trim_start_matches('-'), last));
    !fraction.contains(group) && last.is_none_or(|(first, last)| last.len() == 3 && !matches!(first, "" | "0"))
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4 && decimal::parse(cell).is_some_and(|year| (1000.0..2200.0).contains(&year))
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
        let time = table.columns.iter().find(|column| column.is_time());
        let (mut numbers, mut texts) = (Vec::new(), Vec::new());
        for column in &table.columns {
            let named = column.field.name.contains('@');
            match &column.field.field_type {
                FieldType::Number | FieldType::Integer
                    if !is_id(&column.field.name) && !column.is_time() && counts(column, table.rows) =>
                {
                    numbers.push(column);
                }
                FieldType::Text if !named => texts.push(column),
                _ => {}
            }
        }
        // A name says more than a key.
        texts.sort_by_key(|text| is_id(&text.field.name));
        Self { table, time, numbers, texts }
    }

    fn timeline(&self, view: &View) -> Option<View> {
        self.table.column(START)?;
        let category = self.texts.iter().find(|column| column.field.name != START)?;
        Some(View { category: category.field.name.clone(), kinds: vec![Kind::Timeline], ..view.clone() })
    }

    /// A number in time, and, where times come again, a line for each text that tells them apart.
    fn line(&self, view: &View) -> Option<View> {
        let (time, number) = (self.time?, self.numbers.first()?);
        let times = distinct(time, self.table.rows);
        if times < 3 {
            return None;
        }
        // Lines of one unit, as far as the schema says it, can share an axis.
        let unit = &number.field.unit;
        let same = self.numbers.iter().filter(|other| unit.is_some() && other.field.unit == *unit).take(LINES);
        let mut values: Vec<_> = same.map(|column| column.field.name.clone()).collect();
        let mut view = View { category: time.field.name.clone(), kinds: vec![Kind::Line], ..view.clone() };
        if times < self.table.rows {
            let split = self.texts.iter().find(|text| self.is_key(time, text))?;
            let lines = distinct(split, self.table.rows);
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
        let keys = (0..self.table.rows).map(|row| (time.cells.text(row), text.cells.text(row)));
        keys.collect::<HashSet<_>>().len() == self.table.rows
    }
}

/// How many different values a column has.
fn distinct(column: &Column, rows: usize) -> usize {
    (0..rows).filter_map(|row| column.cells.text(row)).collect::<HashSet<_>>().len()
}

/// Two numbers that come again and again are rather a yes and a no.
fn counts(column: &Column, rows: usize) -> bool {
    let filled = (0..rows).filter(|row| column.cells.text(*row).is_some()).count();
    filled < 3 || distinct(column, rows) > 2
}

/// Numbers that name rather than count.
fn is_id(name: &str) -> bool {
    // A column without a name is that of a program's row numbers.
    if name.strip_prefix(UNNAMED).is_some_and(|position| position.parse::<usize>().is_ok()) {
        return true;
    }
    let name = spaced(name).to_lowercase();
    const IDS: [&str; 10] = ["", "id", "code", "zip", "index", "rownames", "latitude", "longitude", "lat", "lon"];
    name.split(' ').any(|word| IDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators() {
        for (path, header, expected) in [
            ("x.csv", "a,b;c,d", b','),
            ("x.csv", "a;b;c", b';'),
            ("x.tsv", "a,b", b'\t'),
            ("x.csv", "\"a,b,c\";d;e", b';'),
            ("x.csv", "a", b','),
        ] {
            assert_eq!(delimiter(path, header.as_bytes()), expected, "{header}");
        }
    }

    #[test]
    fn a_table_is_written_in_one_way() {
        for (rows, expected) in [
            (["01.02.2024", "4.210"], Some('.')),
            (["2,5", "4.210"], Some('.')),
            (["2024-02-01", "4.210"], None),
            (["01.02.2024", "4.21"], None),
        ] {
            let header = vec!["a".to_owned(), "b".to_owned()];
            let schema = schema(&header, &[rows.map(str::to_owned).to_vec()]);
            assert_eq!(schema.fields[1].signs.group, expected, "{rows:?}");
        }
    }

    #[test]
    fn types() {
        let number = |decimal, group| (FieldType::Number, Signs { decimal, group, bare: true });
        let plain = |field_type| (field_type, Signs::default());
        for (name, cells, expected) in [
            ("n", "1 2 NA", plain(FieldType::Integer)),
            ("n", "1 2.5", plain(FieldType::Number)),
            ("year", "1999 2000", plain(FieldType::Year)),
            ("n", "1999 2000", plain(FieldType::Integer)),
            ("n", "1.234,5 2,5", number(',', Some('.'))),
            ("n", "1,234.5 2.5", number('.', Some(','))),
            ("n", "1,234 12,345,678", number('.', Some(','))),
            ("n", "0,234 12,5", number(',', Some('.'))),
            ("zip", "01067 99999", plain(FieldType::Text)),
            ("calls", "+7 +49", plain(FieldType::Text)),
            ("when", "2020-01-01 2020-01-02", plain(FieldType::Time(moment::Format::Iso))),
            ("x", "a b", plain(FieldType::Text)),
            ("x", "", plain(FieldType::Text)),
        ] {
            let field = field(name, cells.split(' ').filter(|cell| !MISSING.contains(cell)));
            assert_eq!((field.field_type, field.signs), expected, "{name}: {cells}");
        }
    }
}
