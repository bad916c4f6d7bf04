//! What an editor is told beyond the schema: every number has a statement and a source, is the article's own,
//! and can be read in every language of the package.

use std::collections::HashMap;

use crate::error::{Error, Part, Place, Problem};
use crate::figure::keys::make_addressable;
use crate::figure::{Datum, Figure, Origin, Statement};
use crate::package::{Kind, Package, STATEMENTS, Table, View};
use crate::work::finish;

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
        // Data without statements have nothing to be compared with.
        if !finish(table.names_origins()) {
            continue;
        }
        // Points of lines and counts are of no row.
        if view.count || view.kinds.contains(&Kind::Line) {
            continue;
        }
        let mut keys: Vec<_> = (0..table.rows).map(|row| table.key(row)).collect();
        make_addressable(keys.iter_mut());
        let rows: HashMap<_, _> = keys.into_iter().zip(0..).collect();
        for datum in figure.data.iter().filter(|datum| datum.is_stated()) {
            let Some(&row) = rows.get(&datum.key) else { continue };
            let row = Row { view, table, row };
            problems.extend(row.origin(datum));
            problems.extend(row.value(datum));
            problems.extend(row.key(datum));
            problems.extend(row.place(datum));
        }
    }
    for language in package.descriptor.languages.iter().skip(1) {
        problems.extend(untranslated(package, language));
        for table in package.tables() {
            problems.extend(translations(table, language));
        }
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
        let [listed, quotation, source] = Table::ORIGINS;
        let missing = |own, what| {
            let column = if self.table.column(listed).is_some() { listed } else { own };
            Some(Error::new(self.at(column), Problem::Missing, &[what]))
        };
        match statement {
            Statement { quotation: None, .. } if self.table.quotes() => {
                missing(quotation, "a statement with a quotation")
            }
            Statement { source: None, source_note: None, .. } => {
                missing(source, "a source, or a note why there is none")
            }
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

/// The texts of the descriptor that readers see and that lack a language.
fn untranslated(package: &Package, language: &str) -> Vec<Error> {
    let descriptor = &package.descriptor;
    let file = Place::file(&descriptor.file);
    let mut texts = vec![(file.clone(), "title", Some(&descriptor.title))];
    texts.push((file.clone(), "description", descriptor.description.as_ref()));
    for view in &descriptor.views {
        let place = file.clone().with(Part::View, &view.name);
        let own = [
            ("title", Some(&view.title)),
            ("tab", view.tab.as_ref()),
            ("subtitle", view.subtitle.as_ref()),
            ("note", view.note.as_ref()),
            ("whole_name", view.whole.as_ref().and_then(|whole| whole.name.as_ref())),
            ("remainder", view.whole.as_ref().map(|whole| &whole.remainder)),
            ("compare", view.compare.as_ref().and_then(|compare| compare.title.as_ref())),
        ];
        texts.extend(own.map(|(property, text)| (place.clone(), property, text)));
        let Ok((_, table)) = package.view(&view.name) else { continue };
        for field in view.lanes.iter().chain([&view.category, &view.value]) {
            let Some(column) = table.column(field) else { continue };
            let place = file.clone().with(Part::Resource, &view.resource).with(Part::Field, field);
            texts.push((place.clone(), "title", column.field.title.as_ref()));
            texts.push((place, "unit", column.field.unit.as_ref()));
        }
    }
    let lost = texts.into_iter().filter(|(_, _, text)| text.is_some_and(|text| text.lacks(language)));
    lost.map(|(place, property, _)| {
        let place = place.with(Part::Property, &format!("{property}@{language}"));
        Error::new(place, Problem::Missing, &["a translation"])
    })
    .collect()
}

/// Columns that are translated at all have every language, and each text in them a translation.
fn translations(table: &Table, language: &str) -> Vec<Error> {
    let mut problems = Vec::new();
    for column in table.columns.iter().filter(|column| table.is_translated(&column.field.name)) {
        let name = &column.field.name;
        let (translated, expected) = (format!("{name}@{language}"), format!("a translation of the column \"{name}\""));
        if table.column(&translated).is_none() {
            let place = Place::file(&table.file).row(1).with(Part::Column, &translated);
            problems.push(Error::new(place, Problem::Missing, &[&expected]));
            continue;
        }
        let lost = |row: &usize| table.cell(name, *row).is_some() && table.cell(&translated, *row).is_none();
        for row in (0..table.rows).filter(lost) {
            problems.push(Error::new(place(table, row, &translated), Problem::CellEmpty, &[&expected]));
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
    Place::file(&table.file).row(table.line_of(row)).with(Part::Column, column)
}
