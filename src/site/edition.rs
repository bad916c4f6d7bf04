//! What is published, in one language: all files of a language are written from this.

use crate::describe;
use crate::figure::Figure;
use crate::hit;
use crate::locale::Locale;
use crate::package::Package;
use crate::scene::{Frame, Measure, layout};
use crate::state::State;

use super::about::About;

/// A language of the site.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    pub package: &'a Package,
    pub about: &'a About,
    pub locale: &'a Locale,
    /// The tags of all languages that have pages, the package's default first.
    pub languages: &'a [String],
    /// Where the site is published: `https://host/path/`. Without it addresses are relative, and what needs absolute
    /// ones is not written.
    pub base: Option<&'a str>,
}

/// A figure and what is said of it to those who do not see it.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub figure: &'a Figure,
    /// From [`summary`].
    pub summary: &'a str,
    /// Whether it has a card for link previews: one that the card's typeface has all characters for.
    pub has_card: bool,
}

/// What a figure shows at first, as [`describe::summary`] says it.
pub fn summary(figure: &Figure, locale: &Locale, measure: &dyn Measure) -> String {
    let state = State::default();
    // A common width in CSS px: how many marks there are does not depend on it.
    let scene = layout(figure, &state, &Frame::new(720.0, 1.0, measure));
    describe::summary(figure, &state, hit::reading_order(&scene).len(), locale)
}

impl Edition<'_> {
    pub fn language(&self) -> &str {
        &self.locale.language
    }

    pub fn title(&self) -> String {
        self.package.descriptor.title.in_language(self.language())
    }

    pub fn description(&self) -> String {
        let description = self.package.descriptor.description.as_ref();
        description.map(|text| text.in_language(self.language())).unwrap_or_default()
    }

    /// What the figures are from, as the package names its sources.
    pub fn origin(&self) -> String {
        self.origins().join("; ")
    }

    pub fn origins(&self) -> Vec<String> {
        let sources = self.package.descriptor.sources.iter();
        sources.map(|source| source.title.in_language(self.language())).collect()
    }
}
