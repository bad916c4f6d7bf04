//! A datum, and a figure, in words: one wording for tooltip, live region and alternative text.

use crate::figure::{Datum, DatumId, Figure, Origin, Statement, Status};
use crate::locale::{Locale, Word};
use crate::order::ordered;
use crate::package::{Date, Kind};
use crate::question;
use crate::state::State;
use crate::work::step;

/// Months are counted where a figure covers less than this.
const DAYS_AT_MOST: f64 = 366.0;

/// What is said about a datum, from the most to the least important.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub label: String,
    /// `30,2 % des ausländischen Investitionsvolumens`
    pub value: String,
    /// `Angabe des Artikels`, or that it was derived and how; may be empty.
    pub status: String,
}

pub fn datum(datum: &Datum, locale: &Locale) -> Description {
    let value = match &datum.part_of {
        Some(whole) => locale.say(Word::Beside, &[&datum.text, whole]),
        None => datum.text.clone(),
    };
    Description { label: label(datum, locale), value, status: status(datum, locale) }
}

/// The label with the place, unless it names that itself.
pub fn label(datum: &Datum, locale: &Locale) -> String {
    match &datum.place {
        Some(place) if !place.is_named => locale.say(Word::List, &[&datum.label, &place.label]),
        _ => datum.label.clone(),
    }
}

/// Whether the article states a datum or it was derived, and how; empty for a row of a table without an article.
pub fn status(datum: &Datum, locale: &Locale) -> String {
    match &datum.origin {
        Origin::Stated(_) if datum.status == Status::Unasked => String::new(),
        Origin::Stated(_) => locale.say(Word::StatedStatus, &[known(datum.status, locale)]),
        Origin::Remainder { computation, .. } | Origin::Change { computation } | Origin::Sum { computation } => {
            locale.say(Word::DerivedFrom, &[computation])
        }
        Origin::Found { series, .. } => locale.say(Word::FoundIn, &[&series.label]),
    }
}

/// What the hollow marks of a comparison are, for the legend: `Angabe anderer, 2018, 2019`; `None` where a figure has no others.
pub fn others(figure: &Figure, locale: &Locale) -> Option<String> {
    let mut labels = Vec::new();
    for series in &figure.series {
        labels.push(series.label.clone());
    }
    (!labels.is_empty()).then(|| locale.say(Word::FoundIn, &[&locale.list(&labels)]))
}

/// What is known from others, in two or three words.
pub fn known(status: Status, locale: &Locale) -> &str {
    locale.word(match status {
        Status::Confirmed => Word::Confirmed,
        Status::Partly => Word::Partly,
        Status::Deviates => Word::Deviates,
        Status::NotFound => Word::NotFound,
        Status::NotChecked => Word::NotChecked,
        Status::Unasked => return "",
    })
}

/// The same where a table's head or the sentence names the other sources.
pub fn known_briefly(status: Status, locale: &Locale) -> &str {
    locale.word(match status {
        Status::Partly => Word::PartlyShort,
        Status::Deviates => Word::DeviatesShort,
        Status::NotFound => Word::NotFoundShort,
        _ => return known(status, locale),
    })
}

/// The title of a figure's addresses: those that an article cites, or the table's own.
pub fn source<'a>(figure: &Figure, locale: &'a Locale) -> &'a str {
    locale.word(if figure.has_statements() { Word::Source } else { Word::SourceOfData })
}

/// How many entries there are in each month, where all lie within about a year; empty for other figures.
/// Data that come from the same sentence are one entry.
pub fn counts(figure: &Figure, state: &State, locale: &Locale) -> String {
    let mut counts = Vec::new();
    for (_, name, count) in &months(figure, state) {
        counts.push(locale.say(Word::Beside, &[name, &whole(*count, locale)]));
    }
    if counts.is_empty() { String::new() } else { locale.say(Word::Counts, &[&locale.list(&counts)]) }
}

/// The months that have entries: their first day, name and count; none where a figure covers more than about a year.
fn months<'a>(figure: &'a Figure, state: &State) -> Vec<(f64, &'a str, usize)> {
    let mut months: Vec<(f64, &str, usize)> = Vec::new();
    if !Kind::EVERY || !figure.kinds.contains(&Kind::Timeline) {
        return months;
    }
    let (mut quoted, mut from, mut to) = (Vec::new(), f64::INFINITY, f64::NEG_INFINITY);
    for (id, datum) in figure.shown(state) {
        if let (Some(span), Origin::Stated(Statement { quotation: Some(quotation), .. })) = (&datum.span, &datum.origin)
        {
            quoted.push((quotation, id, Date { day: None, ..Date::of(span.begin) }));
        }
    }
    // The first entry of each sentence, in the order of the data again.
    let mut quoted = ordered(&quoted, &|one, other| one.0 < other.0);
    quoted.dedup_by(|one, other| one.0 == other.0);
    for (_, _, date) in ordered(&quoted, &|one, other| one.1 < other.1) {
        let first = date.begin();
        (from, to) = (from.min(first), to.max(first));
        if to - from >= DAYS_AT_MOST {
            return Vec::new();
        }
        match months.iter_mut().find(|(month, ..)| *month == first) {
            Some((.., count)) => *count += 1,
            None => months.push((first, figure.formats.month(date.month.unwrap_or(1)), 1)),
        }
    }
    months
}

/// What the figure shows now, for those who do not see it: its kind and size, what was asked, the take-away that
/// its data give, and how many of them others confirm. `marks`: how many can be reached.
pub fn summary(figure: &Figure, state: &State, marks: usize, locale: &Locale) -> String {
    let kind = figure.kind(state.get("kind"));
    let entries = matches!(kind, Kind::Timeline | Kind::Map);
    let count = locale.count(if entries { Word::CountEntries } else { Word::CountValues }, marks);
    let head = locale.say(Word::Summary, &[question::kind_label(kind, locale), &count]);
    let asked = question::asked(figure, state, locale);
    locale.beside(&[head, asked, take_away(figure, state, kind, locale), tally(figure, state, locale)])
}

/// A count as the language writes it.
fn whole(count: usize, locale: &Locale) -> String {
    locale.number(count as f64, 0)
}

/// What the data say at first sight: the two largest values, the change, or the time and its fullest month.
fn take_away(figure: &Figure, state: &State, kind: Kind, locale: &Locale) -> String {
    match kind {
        Kind::Bars | Kind::Stack => largest(figure, state, kind, locale),
        Kind::Slope => {
            let change = figure.data.iter().find(|datum| datum.is_change());
            change.map(|change| locale.say(Word::Asked, &[&change.label, &change.text])).unwrap_or_default()
        }
        Kind::Timeline | Kind::Map if Kind::EVERY => period(figure, state, locale),
        Kind::Line if Kind::LINES => {
            let highest = largest(figure, state, kind, locale);
            locale.beside(&[period(figure, state, locale), highest])
        }
        _ => String::new(),
    }
}

/// The two largest values of the article, or of its groups, and what they are together.
fn largest(figure: &Figure, state: &State, kind: Kind, locale: &Locale) -> String {
    let grouped = kind == Kind::Bars && state.get("group").is_some();
    let mut top: [Option<(f64, &Datum)>; 2] = [None, None];
    for ((_, datum), heads) in figure.entries().zip(figure.heads(grouped)) {
        let (Some(value), true) = (datum.value, heads) else { continue };
        if top[0].is_none_or(|(first, _)| value > first) {
            top = [Some((value, datum)), top[0]];
        } else if top[1].is_none_or(|(second, _)| value > second) {
            top[1] = Some((value, datum));
        }
    }
    let Some((most, first)) = top[0] else { return String::new() };
    let label = if first.label.is_empty() { &figure.measure } else { &first.label };
    let (label, text) = (label.as_str(), first.text.as_str());
    // Of points in time, the second stands beside the first.
    let Some((more, second)) = top[1].filter(|_| kind != Kind::Line) else {
        return locale.say(Word::Largest, &[label, text]);
    };
    let places = places(most).max(places(more));
    let sum = locale.quantity(most + more, places, &figure.unit);
    let word = if figure.whole.is_some() { Word::LargestTogether } else { Word::LargestThen };
    locale.say(word, &[label, text, &second.label, &second.text, &sum])
}

/// From the first to the last entry, and the month that has most.
fn period(figure: &Figure, state: &State, locale: &Locale) -> String {
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    for (_, datum) in figure.shown(state) {
        if let Some(span) = &datum.span {
            (from, to) = (from.min(span.begin), to.max(span.end - 1.0));
        }
    }
    if from > to {
        return String::new();
    }
    let date = |day| {
        let date = Date { day: None, ..Date::of(day) };
        if to - from < DAYS_AT_MOST { date } else { Date { month: None, ..date } }
    };
    let period = locale.say(Word::Period, &[&locale.dates(date(from), date(to))]);
    let (mut fullest, mut most, mut several) = ("", 0, false);
    for (_, name, count) in months(figure, state) {
        several |= count == most;
        if count > most {
            (fullest, most, several) = (name, count, false);
        }
    }
    if most < 2 || several {
        return period;
    }
    locale.beside(&[period, locale.say(Word::Most, &[fullest, &whole(most, locale)])])
}

/// How many of the article's statements have which status.
fn tally(figure: &Figure, state: &State, locale: &Locale) -> String {
    let mut counts = Vec::new();
    for status in Status::ALL {
        if status == Status::Unasked {
            continue;
        }
        let mut count = 0;
        for (_, datum) in figure.shown(state) {
            count += usize::from(datum.is_stated() && datum.status == status);
        }
        if count > 0 {
            counts.push(locale.say(Word::Titled, &[known_briefly(status, locale), &whole(count, locale)]));
        }
    }
    if counts.is_empty() { String::new() } else { locale.say(Word::Tally, &[&locale.list(&counts)]) }
}

/// A datum as a screen reader says it when it is reached: `USA: 24,3 %. Angabe des Artikels. 2 von 11.`
pub fn item(datum: &Datum, position: usize, of: usize, locale: &Locale) -> String {
    let sentence = self::datum(datum, locale).sentence(locale);
    locale.say(Word::Item, &[&sentence, &whole(position, locale), &whole(of, locale)])
}

/// The labels of several data, and their sum where all of them are parts of one whole: of a group its members, each part
/// once, whichever of them were chosen.
pub fn selection(figure: &Figure, chosen: &[DatumId], locale: &Locale) -> String {
    let (mut labels, mut are_parts) = (Vec::new(), figure.whole.is_some());
    let (mut own, mut groups) = (vec![false; figure.data.len()], vec![false; figure.groups.len()]);
    for (id, datum) in chosen.iter().filter_map(|id| Some((*id, figure.datum(*id)?))) {
        step(1);
        labels.push(label(datum, locale));
        are_parts &= (datum.is_part() || datum.is_sum()) && datum.value.is_some();
        own[id.0] = datum.is_part();
        if let Some(group) = datum.group.and_then(|group| groups.get_mut(group)) {
            *group |= datum.is_sum();
        }
    }
    let mut parts = Vec::new();
    for (id, datum) in figure.entries() {
        let is_member = datum.is_stated() && datum.group.is_some_and(|group| groups.get(group) == Some(&true));
        if own[id.0] || is_member {
            parts.push(id);
        }
    }
    let (mut terms, mut sum, mut decimals, mut count) = (String::new(), 0.0, 0, 0);
    for value in parts.iter().filter_map(|part| figure.datum(*part)?.value) {
        let places = places(value);
        terms.push_str(if terms.is_empty() { "" } else { " + " });
        terms.push_str(&locale.number(value, places));
        (sum, decimals, count) = (sum + value, decimals.max(places), count + 1);
    }
    let total = locale.quantity(sum, decimals, &figure.unit);
    let word = match count {
        _ if count == 0 || !are_parts => Word::Selected,
        // One part is stated, not computed.
        1 => Word::SelectedSum,
        _ => Word::SelectedTerms,
    };
    locale.say(word, &[&locale.list(&labels), &total, &terms])
}

/// How many decimals a value has: 30.2 has one.
fn places(value: f64) -> usize {
    value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

impl Description {
    /// As one sentence, to be read aloud.
    pub fn sentence(&self, locale: &Locale) -> String {
        if self.status.is_empty() {
            return locale.say(Word::Asked, &[&self.label, &self.value]);
        }
        locale.say(Word::Datum, &[&self.label, &self.value, &self.status])
    }
}
