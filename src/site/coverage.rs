//! Which statement of the article is shown by which figure.

use crate::error::{Error, Part, Place, Problem};
use crate::figure::{Figure, Origin};
use crate::locale::Locale;
use crate::package::{Package, STATEMENTS};

/// Its column that says `none` where a statement has nothing to draw.
const DRAWN: &str = "drawn";
const NOT_DRAWN: &str = "none";

/// A statement and where a reader finds it.
pub struct Shown {
    pub id: String,
    pub quotation: String,
    /// The figure that shows it and the keys of its data; `None` where it is not drawn.
    pub place: Option<(String, Vec<String>)>,
    /// The query of another figure that says more of it.
    pub see: Option<String>,
    row: usize,
    drawable: bool,
}

/// Every statement of the package, in the order of the article; none where the package lists none.
pub fn statements(package: &Package) -> Vec<Shown> {
    let Ok(table) = package.table(STATEMENTS) else { return Vec::new() };
    let figures = figures(package);
    let shown = |row| {
        let id = table.key(row);
        let place = figures.iter().find_map(|figure| {
            let data = figure.data.iter().filter(|datum| states(&datum.origin, &id));
            let keys: Vec<_> = data.map(|datum| datum.key.clone()).collect();
            (!keys.is_empty()).then(|| (figure.name.clone(), keys))
        });
        let quotation = table.cell("quotation", row).unwrap_or_default();
        let drawable = table.cell(DRAWN, row).as_deref() != Some(NOT_DRAWN);
        Shown { id, quotation, place, see: table.cell("see", row), row, drawable }
    };
    (0..table.rows).map(shown).collect()
}

/// The sentences that figures show, each once with all the data that come from it.
pub fn sentences(package: &Package) -> Vec<Shown> {
    let mut sentences: Vec<Shown> = Vec::new();
    for shown in statements(package) {
        let Some((view, keys)) = &shown.place else { continue };
        let same = |other: &&mut Shown| {
            other.quotation == shown.quotation && other.place.as_ref().is_some_and(|(known, _)| known == view)
        };
        match sentences.iter_mut().find(same).and_then(|other| other.place.as_mut()) {
            Some((_, known)) => known.extend(keys.iter().cloned()),
            None => sentences.push(shown),
        }
    }
    sentences
}

/// Statements that no figure shows though they are not marked as not drawn.
pub fn missing(package: &Package) -> Vec<Error> {
    let Ok(table) = package.table(STATEMENTS) else { return Vec::new() };
    let statements = statements(package);
    let lost = statements.iter().filter(|shown| shown.drawable && shown.place.is_none());
    let error = |shown: &Shown| {
        let place = Place::file(&table.file).row(shown.row + 2).with(Part::Column, "id");
        Error::new(place, Problem::NotShown, &[&shown.id])
    };
    lost.map(error).collect()
}

/// How many statements there are, are shown, and are marked as not drawn.
pub fn summary(package: &Package) -> Option<String> {
    let statements = statements(package);
    let shown = statements.iter().filter(|shown| shown.place.is_some()).count();
    let none = statements.iter().filter(|shown| !shown.drawable && shown.place.is_none()).count();
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

/// Every figure that can be read; the words of the interface don't matter here.
pub fn figures(package: &Package) -> Vec<Figure> {
    let language = package.descriptor.languages.first().cloned().unwrap_or_default();
    let Ok(locale) = Locale::new(&language, |_| Some(String::new())) else { return Vec::new() };
    package.descriptor.views.iter().filter_map(|view| Figure::new(package, &view.name, &locale).ok()).collect()
}
