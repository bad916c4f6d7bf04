//! What an editor is told beyond the schema: every number has a statement and a source, is the article's own,
//! and can be read in every language of the package.

use crate::error::{Error, Part, Place, Problem};
use crate::figure::{Datum, Figure, Origin, Statement};
use crate::package::{Package, STATEMENTS, Table, View};

const QUOTATION: &str = "quotation";
const NO_BREAK_SPACES: &str = "no_break_spaces";
const NO_BREAK_SPACE: char = '\u{a0}';

/// Keys that the program gives to what it derives.
const DERIVED: [&str; 2] = ["remainder", "change"];

/// Texts write whole numbers up to this one in words, so that they need not stand in the quotation as digits.
const IN_WORDS: f64 = 12.0;

/// Everything that the schema cannot say. `figures` are those that can be read, in the package's first language.
pub fn problems(package: &Package, figures: &[Figure]) -> Vec<Error> {
    let mut problems = Vec::new();
    for figure in figures {
        let Ok((view, table)) = package.view(&figure.name) else { continue };
        for (row, datum) in figure.data.iter().take(table.rows).enumerate() {
            let row = Row { view, table, row };
            problems.extend(row.origin(datum));
            problems.extend(row.value(datum));
            problems.extend(row.key(datum));
            problems.extend(row.place(datum));
        }
    }
    for table in package.tables() {
        problems.extend(translations(table, &package.descriptor.languages));
    }
    problems.extend(package.table(STATEMENTS).into_iter().flat_map(wordings));
    problems
}

/// A row of a view, to be told from others.
struct Row<'a> {
    view: &'a View,
    table: &'a Table,
    row: usize,
}

impl Row<'_> {
    fn at(&self, column: &str) -> Place {
        place(self.table, self.row, column)
    }

    /// A statement, in the words of the list of statements, and its source or why there is none.
    fn origin(&self, datum: &Datum) -> Option<Error> {
        let Origin::Stated(statement) = &datum.origin else { return None };
        let missing = |what| Some(Error::new(self.at("statement"), Problem::Missing, &[what]));
        match statement {
            Statement { quotation: None, .. } => missing("a statement with a quotation"),
            Statement { source: None, source_note: None, .. } => missing("a source, or a note why there is none"),
            _ => None,
        }
    }

    /// A stated value stands in its quotation: what was computed has no place in the data.
    fn value(&self, datum: &Datum) -> Option<Error> {
        let (value, Origin::Stated(statement)) = (datum.value?, &datum.origin) else { return None };
        let quotation = statement.quotation.as_deref()?;
        let written = value.to_string();
        let in_words = value <= IN_WORDS && value.fract() == 0.0;
        if in_words || quotation.contains(&written) || quotation.contains(&written.replace('.', ",")) {
            return None;
        }
        let expected = format!("a number that the quotation states, “{quotation}”");
        Some(Error::new(self.at(&self.view.value), Problem::Unexpected, &[&expected, &written]))
    }

    fn key(&self, datum: &Datum) -> Option<Error> {
        let derived = DERIVED.contains(&&*datum.key) || datum.key.starts_with("sum-");
        let found = format!("\"{}\", which the program gives to what it derives", datum.key);
        derived.then(|| Error::new(self.at("key"), Problem::Unexpected, &["another key", &found]))
    }

    /// A row that names a place has its coordinates.
    fn place(&self, datum: &Datum) -> Option<Error> {
        let named = self.table.cell("place", self.row)?;
        let missing = datum.place.is_none();
        missing.then(|| Error::new(self.at("place"), Problem::Unexpected, &["a place with coordinates", &named]))
    }
}

/// Cells that have a text in the first language have one in all others that the table is translated into.
fn translations(table: &Table, languages: &[String]) -> Vec<Error> {
    let mut problems = Vec::new();
    for language in languages.iter().skip(1) {
        for column in &table.columns {
            let name = &column.field.name;
            let translated = format!("{name}@{language}");
            if table.column(&translated).is_none() {
                continue;
            }
            let lost = |row: &usize| table.cell(name, *row).is_some() && table.cell(&translated, *row).is_none();
            for row in (0..table.rows).filter(lost) {
                let expected = format!("a translation of the column \"{name}\"");
                problems.push(Error::new(place(table, row, &translated), Problem::CellEmpty, &[&expected]));
            }
        }
    }
    problems
}

/// Quotations have as many no-break spaces as in the article: editors lose them without a sign.
fn wordings(statements: &Table) -> Vec<Error> {
    let mut problems = Vec::new();
    for row in 0..statements.rows {
        let quotation = statements.cell(QUOTATION, row).unwrap_or_default();
        let found = quotation.chars().filter(|sign| *sign == NO_BREAK_SPACE).count().to_string();
        if let Some(expected) = statements.cell(NO_BREAK_SPACES, row).filter(|expected| *expected != found) {
            let expected = format!("{expected} no-break spaces");
            problems.push(Error::new(place(statements, row, QUOTATION), Problem::Unexpected, &[&expected, &found]));
        }
    }
    problems
}

fn place(table: &Table, row: usize, column: &str) -> Place {
    Place::file(&table.file).row(row + 2).with(Part::Column, column)
}
