//! Addresses of figures in an article: `figure:investment?select=us,nl`.

use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::figure::Figure;
use crate::figure::lines::ZOOM;
use crate::locale::Locale;
use crate::package::Kind;
use crate::question::questions;
use crate::site::address;
use crate::state::State;

/// What an address of a figure begins with.
const SCHEME: &str = "figure:";

/// The figures that an article can name.
pub struct Known<'a> {
    /// The names of all views, broken ones too.
    pub views: Vec<&'a str>,
    /// Those of them that can be read.
    pub figures: &'a [Figure],
    pub locale: &'a Locale,
}

/// A figure in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub view: String,
    pub state: State,
    /// The state as the address has it.
    query: String,
}

impl Reference {
    /// Returns `None` for an address of another kind.
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.strip_prefix(SCHEME)?;
        let (view, query) = address.split_once('?').unwrap_or((address, ""));
        Some(Self { view: view.to_owned(), state: State::parse(query), query: query.to_owned() })
    }

    /// The address of the figure's page in this state, from the page of an article.
    pub fn page(&self) -> String {
        address::sibling(&self.view) + &self.search()
    }

    /// The state as the end of an address; empty where the figure is as it begins.
    pub fn search(&self) -> String {
        if self.query.is_empty() { String::new() } else { format!("?{}", self.query) }
    }

    /// Whether the figure is there and knows each name and value of the state. One that cannot be read says so itself.
    ///
    /// # Errors
    /// The first name or value that it does not know.
    pub fn check(&self, known: &Known, place: Place) -> Result<(), Error> {
        let Known { views, figures, locale } = known;
        let Some(figure) = figures.iter().find(|figure| figure.name == self.view) else {
            let is_view = views.contains(&&*self.view);
            return if is_view { Ok(()) } else { Err(not_one_of(place, views.iter().copied(), &self.view)) };
        };
        let place = place.with(Part::View, &self.view);
        let mut figure = figure.clone();
        // Of lines, the points of this state's window are data.
        figure.show_window(&self.state, locale);
        for pair in self.query.split('&').filter(|pair| !pair.is_empty()) {
            let Some((name, value)) = pair.split_once('=') else {
                let expected = "a name with a value, such as select=KEY";
                return Err(Error::new(place, Problem::Unexpected, &[expected, &excerpt(pair)]));
            };
            let known = values(&figure, locale);
            let Some((_, known)) = known.iter().find(|(own, _)| own == name) else {
                return Err(not_one_of(place, known.iter().map(|(name, _)| name.as_str()), name));
            };
            let place = place.clone().with(Part::Property, name);
            let asked = if name == SELECT { value.split(',').collect() } else { vec![value] };
            if let Some(unknown) = asked.into_iter().find(|one| name != ZOOM && !known.iter().any(|own| own == one)) {
                return Err(not_one_of(place, known.iter().map(String::as_str), unknown));
            }
        }
        Ok(())
    }
}

/// The data that are chosen.
const SELECT: &str = "select";

/// Each name that a state of a figure can have, with its values; those of a zoom are any.
fn values(figure: &Figure, locale: &Locale) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for question in questions(figure, locale) {
        let choices = question.choices.into_iter().map(|(value, _)| value);
        all.push((question.name.to_owned(), choices.filter(|value| !value.is_empty()).collect()));
    }
    // What an address without a value means can be written as well.
    let named = [
        ("kind", figure.kinds.iter().copied().map(Kind::name).map(str::to_owned).collect::<Vec<_>>()),
        ("lanes", figure.lanes.iter().map(|lanes| lanes.field.clone()).collect()),
        (SELECT, figure.data.iter().map(|datum| datum.key.clone()).collect()),
    ];
    for (name, values) in named.into_iter().filter(|(_, values)| !values.is_empty()) {
        all.retain(|(known, _)| known != name);
        all.push((name.to_owned(), values));
    }
    if !figure.lines.is_empty() {
        all.push((ZOOM.to_owned(), Vec::new()));
    }
    all
}

fn not_one_of<'a>(place: Place, known: impl Iterator<Item = &'a str>, found: &str) -> Error {
    let known: Vec<_> = known.collect();
    Error::new(place, Problem::NotOneOf, &[&known.join(", "), &excerpt(found)])
}
