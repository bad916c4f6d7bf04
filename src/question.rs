//! What a reader can ask of a figure: how it is drawn, sorted, grouped, compared, filtered. Each is a name of the
//! state with its possible values.

use crate::figure::Figure;
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::state::State;

/// A name of the state and what a reader may choose for it.
pub struct Question {
    /// As addresses call it.
    pub name: &'static str,
    pub title: Word,
    /// Values of the state and their labels; the empty value is what the figure begins with. One without a label is
    /// switched on and off.
    pub choices: Vec<(String, String)>,
    /// The kinds of figure that it is asked of, with spaces between them; empty for all.
    pub only: &'static str,
}

/// Everything that can be asked of a figure.
pub fn questions(figure: &Figure, locale: &Locale) -> Vec<Question> {
    let own = |word| locale.word(word).to_owned();
    let pair = |first, value: &str, second| vec![(String::new(), own(first)), (value.to_owned(), own(second))];
    let mut questions = Vec::new();
    let mut ask = |name, title, choices, only| questions.push(Question { name, title, choices, only });
    if figure.kinds.len() > 1 {
        let mut kinds = Vec::new();
        for kind in &figure.kinds {
            // The first kind is what an address without one means.
            let value = if kinds.is_empty() { "" } else { kind.name() };
            kinds.push((value.to_owned(), kind_label(*kind, locale).to_owned()));
        }
        ask("kind", Word::Kinds, kinds, "");
    }
    if figure.sort {
        let in_data = if figure.has_statements() { Word::AsStated } else { Word::InData };
        let mut orders = match figure.by_value {
            true => pair(Word::ByValue, "data", in_data),
            false => pair(in_data, "value", Word::ByValue),
        };
        orders.push(("name".to_owned(), own(Word::ByName)));
        ask("sort", Word::Sort, orders, "bars");
    }
    if !figure.groups.is_empty() {
        ask("group", Word::Group, pair(Word::Singly, "1", Word::Grouped), "bars");
    }
    if !figure.series.is_empty() {
        let mut series = vec![(String::new(), own(Word::Nothing))];
        for one in &figure.series {
            series.push((one.key.clone(), one.label.clone()));
        }
        ask("compare", Word::Compare, series, "bars slope");
    }
    if let Some(first) = figure.data.iter().find(|datum| datum.relative.is_some()) {
        let index = locale.say(Word::Relative, &[&first.label]);
        let values = vec![(String::new(), own(Word::Absolute)), ("1".to_owned(), index)];
        ask("relative", Word::Values, values, "slope");
    }
    if figure.lanes.len() > 1 {
        let mut choices = Vec::new();
        for lanes in &figure.lanes {
            // The first lanes are what an address without any means.
            let value = if choices.is_empty() { String::new() } else { lanes.field.clone() };
            choices.push((value, lanes.title.clone()));
        }
        ask("lanes", Word::Lanes, choices, "timeline");
    }
    if let Some(lanes) = figure.lanes.first() {
        let mut only = vec![(String::new(), own(Word::All))];
        for (lane, key) in lanes.keys.iter().enumerate() {
            only.push((key.clone(), lanes.labels[lane].clone()));
        }
        ask("only", Word::Only, only, "timeline map");
    }
    if figure.limit.is_some() {
        ask("all", Word::ShowAll, vec![("1".to_owned(), String::new())], "bars");
    }
    if figure.sort {
        ask("many", Word::Several, vec![("1".to_owned(), String::new())], "");
    }
    questions
}

/// A query as a state of a figure. A value that no control offers means the default, as its own name does: `sort=value` where
/// bars begin in that order.
#[inline(never)]
pub fn state(figure: &Figure, query: &str, locale: &Locale) -> State {
    let mut state = State::parse(query);
    for question in &questions(figure, locale) {
        let value = state.get(question.name).unwrap_or_default();
        if !question.choices.iter().any(|(choice, _)| choice == value) {
            state.set(question.name, "");
        }
    }
    state
}

/// The choice of a state for one name, in words: `Reihenfolge: nach Wert.`; nothing for a name that this figure is not asked,
/// nor for a toggle, which says itself that it is on.
pub fn asked(figure: &Figure, state: &State, name: &str, locale: &Locale) -> String {
    for question in questions(figure, locale) {
        for (choice, label) in &question.choices {
            if question.name == name && !label.is_empty() && choice == state.get(name).unwrap_or_default() {
                return locale.say(Word::Asked, &[locale.word(question.title), label]);
            }
        }
    }
    String::new()
}

/// Whether a question is of use for a kind: `only` lists the kinds, and is empty for all.
pub fn is_for(only: &str, kind: Kind) -> bool {
    only.is_empty() || only.split(' ').any(|name| name == kind.name())
}

pub fn kind_label(kind: Kind, locale: &Locale) -> &str {
    locale.word(match kind {
        Kind::Bars => Word::Bars,
        Kind::Stack => Word::Stack,
        Kind::Slope => Word::Slope,
        Kind::Timeline => Word::Timeline,
        Kind::Map => Word::Map,
        Kind::Cards => Word::Cards,
        Kind::Line => Word::Line,
    })
}
