//! Which statement of the article is shown by which figure.

use super::guard::guarded;
use crate::error::{Error, Part, Place, Problem};
use crate::figure::{Figure, Origin};
use crate::locale::{Formats, Locale};
use crate::package::{Package, STATEMENTS, View};

/// Its column that says `none` where a statement has nothing to draw.
const DRAWN: &str = "drawn";
const NOT_DRAWN: &str = "none";

/// A statement and where a reader finds it.
pub struct Shown {
    pub id: String,
    pub quotation: String,
    /// The figures that show it and the keys of its data there; empty where it is not drawn.
    pub places: Vec<(String, Vec<String>)>,
    /// The query of another figure that says more of it.
    pub see: Option<String>,
    row: usize,
    drawable: bool,
}

/// Every statement of the package, in the order of the article; none where the package lists none.
pub fn statements(package: &Package) -> Vec<Shown> {
    let Ok(table) = package.table(STATEMENTS) else { return Vec::new() };
    let (figures, _) = figures(package);
    let shown = |row| {
        let id = table.key(row);
        let in_figure = |figure: &Figure| {
            let data = figure.data.iter().filter(|datum| states(&datum.origin, &id));
            let keys: Vec<_> = data.map(|datum| datum.key.clone()).collect();
            (!keys.is_empty()).then(|| (figure.name.clone(), keys))
        };
        let places = figures.iter().filter_map(in_figure).collect();
        let quotation = table.cell("quotation", row).unwrap_or_default();
        let drawable = table.cell(DRAWN, row).as_deref() != Some(NOT_DRAWN);
        Shown { id, quotation, places, see: table.cell("see", row), row, drawable }
    };
    (0..table.rows).map(shown).collect()
}

/// The sentences that figures show, each once with all the data that come from it.
pub fn sentences(package: &Package) -> Vec<Shown> {
    let mut sentences: Vec<Shown> = Vec::new();
    for shown in statements(package).into_iter().filter(|shown| !shown.places.is_empty()) {
        match sentences.iter_mut().find(|other| other.quotation == shown.quotation) {
            Some(other) => other.places.iter_mut().zip(shown.places).for_each(|(known, more)| known.1.extend(more.1)),
            None => sentences.push(shown),
        }
    }
    sentences
}

/// Statements that no figure shows though they are not marked as not drawn.
pub fn missing(package: &Package) -> Vec<Error> {
    let Ok(table) = package.table(STATEMENTS) else { return Vec::new() };
    let statements = statements(package);
    let lost = statements.iter().filter(|shown| shown.drawable && shown.places.is_empty());
    let error = |shown: &Shown| {
        let place = Place::file(&table.file).row(table.line_of(shown.row)).with(Part::Column, "id");
        Error::new(place, Problem::NotShown, &[&shown.id])
    };
    lost.map(error).collect()
}

/// How many statements there are, are shown, and are marked as not drawn.
pub fn summary(package: &Package) -> Option<String> {
    let statements = statements(package);
    let shown = statements.iter().filter(|shown| !shown.places.is_empty()).count();
    let none = statements.iter().filter(|shown| !shown.drawable && shown.places.is_empty()).count();
    let all = statements.len();
    (all > 0).then(|| format!("{shown} of {all} statements are shown, {none} are marked as not drawn"))
}

fn states(origin: &Origin, id: &str) -> bool {
    match origin {
        Origin::Stated(statement) => statement.id.as_deref() == Some(id),
        Origin::Remainder { statement, .. } => {
            statement.as_ref().and_then(|statement| statement.id.as_deref()) == Some(id)
        }
        _ => false,
    }
}

/// Every figure that can be read, and why making one stops the program; the words of the interface don't matter here.
pub fn figures(package: &Package) -> (Vec<Figure>, Vec<Error>) {
    let (mut figures, mut stopped) = (Vec::new(), Vec::new());
    let language = package.descriptor.languages.first().cloned().unwrap_or_default();
    let Some(formats) = Formats::of(&language) else { return (figures, stopped) };
    let Ok(locale) = Locale::new(&language, formats, |_| Some(String::new())) else { return (figures, stopped) };
    for view in &package.descriptor.views {
        match guarded(|| Ok::<_, String>(Figure::new(package, &view.name, &locale).ok())) {
            Ok(figure) => figures.extend(figure),
            Err(message) => stopped.push(failure(package, view, Problem::FigureFailed, &[&language, &message])),
        }
    }
    (figures, stopped)
}

/// A problem of a view.
pub fn failure(package: &Package, view: &View, problem: Problem, values: &[&str]) -> Error {
    Error::new(Place::file(&package.descriptor.file).with(Part::View, &view.name), problem, values)
}
