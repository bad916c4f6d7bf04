//! A datum in words: one wording for tooltip, live region and alternative text.

use crate::figure::{Datum, DatumId, Figure, Origin, Statement, Status};
use crate::locale::{Locale, Word};
use crate::package::{Date, Kind};
use crate::state::State;
use crate::text::concat;

/// Months are counted where a figure covers less than this.
const DAYS_AT_MOST: f64 = 366.0;

/// What is said about a datum, from the most to the least important.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub label: String,
    /// `30,2 % des ausländischen Investitionsvolumens`
    pub value: String,
    /// `Angabe des Artikels`, or that it was derived and how.
    pub status: String,
}

pub fn datum(datum: &Datum, locale: &Locale) -> Description {
    let value = match &datum.part_of {
        Some(whole) => concat(&[&datum.text, " ", whole]),
        None => datum.text.clone(),
    };
    Description { label: label(datum), value, status: status(datum, locale) }
}

/// The label with the place, unless it names that itself.
pub fn label(datum: &Datum) -> String {
    match &datum.place {
        Some(place) if !names(&datum.label, &place.label) => concat(&[&datum.label, ", ", &place.label]),
        _ => datum.label.clone(),
    }
}

/// Whether the article states a datum or it was derived, and how.
pub fn status(datum: &Datum, locale: &Locale) -> String {
    match &datum.origin {
        Origin::Stated(_) => concat(&[locale.word(Word::Stated), " – ", known(datum.status, locale)]),
        Origin::Remainder { computation, .. } | Origin::Change { computation } | Origin::Sum { computation } => {
            concat(&[locale.word(Word::Derived), ": ", computation])
        }
        Origin::Found { series, .. } => concat(&[locale.word(Word::Found), ", ", &series.label]),
    }
}

/// What is known from others, in two or three words.
pub fn known(status: Status, locale: &Locale) -> &str {
    locale.word(match status {
        Status::Confirmed => Word::Confirmed,
        Status::Partly => Word::Partly,
        Status::Deviates => Word::Deviates,
        Status::NotFound => Word::NotFound,
        Status::NotChecked => Word::NotChecked,
    })
}

/// Whether a text holds another one; the standard library's search would be a kilobyte.
fn names(text: &str, name: &str) -> bool {
    text.as_bytes().windows(name.len().max(1)).any(|part| part == name.as_bytes())
}

/// How many entries there are in each month, where all lie within about a year; empty for other figures.
/// Data that come from the same sentence are one entry.
pub fn counts(figure: &Figure, state: &State, locale: &Locale) -> String {
    if !figure.kinds.contains(&Kind::Timeline) {
        return String::new();
    }
    let mut months: Vec<(f64, &str, usize)> = Vec::new();
    let mut counted: Vec<&str> = Vec::new();
    for datum in &figure.data {
        if !figure.shows(datum, state) {
            continue;
        }
        let (Some(span), Origin::Stated(Statement { quotation: Some(quotation), .. })) = (&datum.span, &datum.origin)
        else {
            continue;
        };
        if counted.contains(&&**quotation) {
            continue;
        }
        counted.push(quotation);
        let date = Date::of(span.begin);
        let Some(name) = figure.months.get(date.month.unwrap_or(1) as usize - 1) else { continue };
        let first = Date { day: None, ..date }.begin();
        match months.iter_mut().find(|(month, ..)| *month == first) {
            Some((.., count)) => *count += 1,
            None => months.push((first, name, 1)),
        }
    }
    let (mut text, mut from, mut to) = (String::new(), f64::INFINITY, f64::NEG_INFINITY);
    for (first, name, count) in &months {
        (from, to) = (from.min(*first), to.max(*first));
        text.push_str(if text.is_empty() { ": " } else { ", " });
        text = text + name + " " + &count.to_string();
    }
    if to - from < DAYS_AT_MOST { concat(&[locale.word(Word::Counts), &text]) } else { String::new() }
}

/// The labels of several data, and their sum where they are parts of one whole.
pub fn selection(figure: &Figure, chosen: &[DatumId], locale: &Locale) -> String {
    let (mut labels, mut terms, mut sum, mut decimals) = (String::new(), String::new(), 0.0, 0);
    for datum in chosen.iter().filter_map(|id| figure.datum(*id)) {
        labels.push_str(if labels.is_empty() { "" } else { ", " });
        labels.push_str(&label(datum));
        let (Some(value), true, true) = (datum.value, datum.is_part(), figure.whole.is_some()) else { continue };
        let places = value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
        terms.push_str(if terms.is_empty() { "" } else { " + " });
        terms.push_str(&locale.number(value, places));
        sum += value;
        decimals = decimals.max(places);
    }
    let selected = concat(&[locale.word(Word::Selected), ": ", &labels]);
    if terms.is_empty() {
        return selected;
    }
    let total = locale.quantity(sum, decimals, &figure.unit);
    selected + " – " + &total + " (" + locale.word(Word::Derived) + ": " + &terms + ")"
}

impl Description {
    /// As one sentence, to be read aloud.
    pub fn sentence(&self) -> String {
        concat(&[&self.label, ": ", &self.value, ". ", &self.status, "."])
    }
}
