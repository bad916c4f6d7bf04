//! What an editor is told of a package.

use super::audit::{self, Size};
use super::{SPOKEN, borrowed, coverage, review, suggestion};
use crate::error::{Error, Part, Place, Problem};
use crate::locale::{Formats, cldr};
use crate::package::{Package, Resource};

/// All that there is to say of a package that was read once.
#[derive(Debug, Default)]
pub struct Report {
    /// What keeps something from being shown, or from being right.
    pub problems: Vec<Error>,
    /// What is no mistake, but may not be what an editor wants.
    pub notes: Vec<Error>,
    /// How large each table is that was read.
    pub sizes: Vec<Size>,
    /// How much of the article the package shows, in a sentence.
    pub summary: Option<String>,
    /// The views that the package was given because it has none of its own, to be copied into its descriptor.
    pub views: Option<String>,
    /// The figures that stand in the site that was written, those of each language.
    pub shown: usize,
}

impl Report {
    pub(super) fn of(package: &Package) -> Self {
        let (figures, stopped) = coverage::figures(package);
        let mut problems = package.problems();
        // A figure that cannot be read shows nothing: that its statements are missing is no news then.
        if problems.is_empty() {
            problems = coverage::missing(package);
        }
        problems.extend(stopped);
        problems.extend(audit::differences(package, &figures));
        problems.extend(review::problems(package, &figures));
        let mut notes = package.notes();
        notes.extend(package.undrawn());
        // Where nothing is drawn at all, that is a problem, and among them.
        notes.retain(|note| !problems.contains(note));
        judge_languages(package, &mut problems, &mut notes);
        let views = &package.descriptor.views;
        let views = (package.is_guessed() && !views.is_empty()).then(|| suggestion::text(views));
        Self { problems, notes, sizes: audit::sizes(package), summary: coverage::summary(package), views, shown: 0 }
    }

    /// Keeps what is said of one file and its description.
    pub(super) fn of_file(mut self, resource: &Resource) -> Self {
        let is_of = |error: &Error| {
            let place = error.place();
            place.part(Part::File) == Some(&resource.path) || place.within(Part::Resource, Some(&resource.name))
        };
        self.problems.retain(is_of);
        self.notes.retain(is_of);
        self.sizes.retain(|size| size.file == resource.path);
        Self { summary: None, views: None, ..self }
    }

    pub(super) fn failed(problems: Vec<Error>) -> Self {
        Self { problems, ..Self::default() }
    }
}

/// Adds to `problems` each language of the package that is none, and to `notes` what its pages have in English.
fn judge_languages(package: &Package, problems: &mut Vec<Error>, notes: &mut Vec<Error>) {
    for tag in &package.descriptor.languages {
        let place = Place::file(&package.descriptor.file).with(Part::Property, "languages");
        if Formats::of(tag).is_none() {
            let found = format!("\"{tag}\"");
            problems.push(Error::new(place, Problem::Unexpected, &["a tag of a language, such as en", &found]));
            continue;
        }
        if borrowed(tag).is_none() {
            notes.push(Error::new(place.clone(), Problem::NotSpoken, &[&SPOKEN.join(", "), tag]));
        }
        if cldr::patterns(tag).is_none() {
            notes.push(Error::new(place, Problem::NoPatterns, &[tag]));
        }
    }
}
