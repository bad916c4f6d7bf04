//! A datum, and a figure, in words: one wording for tooltip, live region and alternative text.

use crate::figure::{Datum, DatumId, Figure, Origin, Statement, Status};
use crate::locale::{Locale, Word};
use crate::order::ordered;
use crate::package::{Date, Kind};
use crate::question;
use crate::state::State;
use crate::text::concat;
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
        counts.push(concat(&[name, "\u{a0}(", &whole(*count, locale), ")"]));
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

/// The figure in one sentence, for those who do not see it: the take-away of its data, or its kind and size where they have
/// none. `marks`: how many can be reached.
pub fn summary(figure: &Figure, state: &State, marks: usize, locale: &Locale) -> String {
    let kind = figure.kind(state.get("kind"));
    let take_away = take_away(figure, state, kind, locale);
    if take_away.is_empty() { size(kind, marks, locale) } else { take_away }
}

/// The kind of a figure and how many marks it has: `Balken, 11 Werte.`
fn size(kind: Kind, marks: usize, locale: &Locale) -> String {
    let entries = matches!(kind, Kind::Timeline | Kind::Map);
    let count = locale.count(if entries { Word::CountEntries } else { Word::CountValues }, marks);
    locale.say(Word::Summary, &[question::kind_label(kind, locale), &count])
}

/// The change that a reader asked for by the name `asked` of the state; how many marks there are is said where that `differs`,
/// and where no name says it.
pub fn change(figure: &Figure, state: &State, asked: &str, marks: usize, differs: bool, locale: &Locale) -> String {
    let (kind, change) = (figure.kind(state.get("kind")), question::asked(figure, state, asked, locale));
    if Kind::LINES && kind == Kind::Line {
        return period(figure, state, locale);
    }
    if change.is_empty() || differs { locale.beside(&[change, size(kind, marks, locale)]) } else { change }
}

/// The name of the marks of a figure as a group: its kind, and once for all of them what the values are of and who states them.
pub fn marks(figure: &Figure, state: &State, locale: &Locale) -> String {
    let kind = question::kind_label(figure.kind(state.get("kind")), locale);
    let is_asked = figure.data.iter().any(|datum| datum.is_stated() && datum.status != Status::Unasked);
    let whole = figure.data.iter().find_map(|datum| datum.part_of.as_deref()).unwrap_or_default();
    let measure = if has_sentences(figure) { "" } else { &figure.measure };
    let measure = locale.beside(&[measure.to_owned(), whole.to_owned()]);
    let stated = locale.word(Word::Stated);
    match (measure.is_empty(), is_asked) {
        (false, true) => locale.say(Word::Datum, &[kind, &measure, stated]),
        (true, true) => locale.say(Word::Titled, &[kind, stated]),
        (false, false) => locale.say(Word::Titled, &[kind, &measure]),
        (true, false) => kind.to_owned(),
    }
}

/// A count as the language writes it.
fn whole(count: usize, locale: &Locale) -> String {
    locale.number(count as f64, 0)
}

/// What the data say at first sight: the two largest values, the change, or the time that they cover.
fn take_away(figure: &Figure, state: &State, kind: Kind, locale: &Locale) -> String {
    match kind {
        Kind::Bars | Kind::Stack => largest(figure, state, kind, locale),
        Kind::Slope => {
            let change = figure.data.iter().find(|datum| datum.is_change());
            change.map(|change| locale.say(Word::Asked, &[&change.label, &change.text])).unwrap_or_default()
        }
        Kind::Timeline | Kind::Map | Kind::Line if Kind::EVERY || Kind::LINES => period(figure, state, locale),
        _ => String::new(),
    }
}

/// The two largest values of the article, or of its groups, and what they are together.
fn largest(figure: &Figure, state: &State, kind: Kind, locale: &Locale) -> String {
    let grouped = kind == Kind::Bars && state.get("group").is_some();
    let mut top: [Option<(f64, &Datum)>; 2] = [None, None];
    for ((_, datum), heads) in figure.entries().zip(figure.heads(state, grouped)) {
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
    let Some((more, second)) = top[1] else {
        return locale.say(Word::Largest, &[label, text]);
    };
    let places = places(most).max(places(more));
    let sum = locale.quantity(most + more, places, &figure.unit);
    let word = if figure.whole.is_some() { Word::LargestTogether } else { Word::LargestThen };
    locale.say(word, &[label, text, &second.label, &second.text, &sum])
}

/// From the first to the last entry.
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
    locale.say(Word::Period, &[&locale.dates(date(from), date(to))])
}

/// The name of a datum's mark: `USA: 24,3 %; teilweise bestätigt.` Of dates and single numbers, whose labels are sentences or
/// quotations, the value comes first. The rest is said once, by [`marks`], and of a point its line by [`line`].
pub fn item(figure: &Figure, datum: &Datum, locale: &Locale) -> String {
    if Kind::LINES && !figure.lines.is_empty() {
        return datum.text.clone();
    }
    let (label, value) = (&*label(datum, locale), &*datum.text);
    let (first, second) = if has_sentences(figure) { (value, label) } else { (label, value) };
    let status = match datum.origin {
        Origin::Stated(_) if datum.status == Status::Unasked => return locale.say(Word::Titled, &[first, second]),
        Origin::Stated(_) => known(datum.status, locale),
        Origin::Found { .. } => locale.word(Word::Found),
        _ => locale.word(Word::Derived),
    };
    locale.say(Word::Datum, &[first, second, status])
}

/// Whether the labels of a figure are sentences about dates, places and single numbers.
fn has_sentences(figure: &Figure) -> bool {
    Kind::EVERY && figure.kinds.iter().any(|kind| matches!(kind, Kind::Timeline | Kind::Map | Kind::Cards))
}

/// A line: its first, last, least and greatest value in the window.
pub fn line(figure: &Figure, state: &State, number: usize, locale: &Locale) -> String {
    let Some([first, last, least, most]) = figure.landmarks(number, state, locale) else { return String::new() };
    let course = locale.say(Word::Course, &[&first.text, &last.text]);
    let texts = [&*first.label, &course, &least.text, &most.text];
    locale.say(Word::LineCourse, &texts)
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
