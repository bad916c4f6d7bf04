//! A datum in words: one wording for tooltip, live region and alternative text.

use crate::figure::{Datum, DatumId, Figure, Origin, Status};
use crate::locale::{Locale, Word};

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
        Some(whole) => format!("{} {whole}", datum.text),
        None => datum.text.clone(),
    };
    Description { label: datum.label.clone(), value, status: status(datum, locale) }
}

/// Whether the article states a datum or it was derived, and how.
pub fn status(datum: &Datum, locale: &Locale) -> String {
    match &datum.origin {
        Origin::Stated(_) => [locale.word(Word::Stated), " – ", known(datum.status, locale)].concat(),
        Origin::Remainder { computation } | Origin::Change { computation } | Origin::Sum { computation } => {
            format!("{}: {computation}", locale.word(Word::Derived))
        }
        Origin::Found { series, .. } => [locale.word(Word::Found), ", ", series].concat(),
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

/// The labels of several data, and their sum where they are parts of one whole.
pub fn selection(figure: &Figure, chosen: &[DatumId], locale: &Locale) -> String {
    let (mut labels, mut terms, mut sum, mut decimals) = (String::new(), String::new(), 0.0, 0);
    for datum in chosen.iter().filter_map(|id| figure.datum(*id)) {
        let (Some(value), true) = (datum.value, datum.is_part()) else { continue };
        labels.push_str(if labels.is_empty() { "" } else { ", " });
        labels.push_str(&datum.label);
        let places = value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
        terms.push_str(if terms.is_empty() { "" } else { " + " });
        terms.push_str(&locale.number(value, places));
        sum += value;
        decimals = decimals.max(places);
    }
    let total = locale.quantity(sum, decimals, &figure.unit);
    [locale.word(Word::Selected), ": ", &labels, " – ", &total, " (", locale.word(Word::Derived), ": ", &terms, ")"]
        .concat()
}

impl Description {
    /// As one sentence, to be read aloud.
    pub fn sentence(&self) -> String {
        format!("{}: {}. {}.", self.label, self.value, self.status)
    }
}
