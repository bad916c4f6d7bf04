//! Numbers in time: as many points as a table has, of which a reader sees a window and reaches a few hundred.

use std::collections::{HashMap, HashSet};

use super::{Datum, DatumId, Figure, Origin, Span, Statement, Status};
use crate::locale::{Locale, Word};
use crate::order::ordered;
use crate::package::{Date, Precision, moment};
use crate::state::State;
use crate::text::concat;
use crate::work::{self, step};

/// One line: a number in time, in the order of time.
///
/// # Guarantees
/// `times` and `values` are equally long, times do not fall; a value that is not a number is a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// What addresses call it.
    pub key: String,
    pub label: String,
    /// In days since 1 January 1970, with parts of a day.
    pub times: Vec<f64>,
    pub values: Vec<f64>,
}

/// The part of the state that names a window: `zoom=2001-05-03,2002-01-31`.
pub const ZOOM: &str = "zoom";

/// What the keyboard and a screen reader reach at a time; more points are the least and greatest of each stretch, and
/// zooming in leads to all of them.
const DATA: usize = 240;

/// A window is at least so many days long: a hundredth of a second.
const SHORTEST: f64 = 0.01 / 86_400.0;

impl Line {
    /// The points from the first one at or after `from` up to the last one at or before `to`.
    pub fn within(&self, (from, to): (f64, f64)) -> std::ops::Range<usize> {
        let first = self.times.partition_point(|time| *time < from);
        let end = self.times.partition_point(|time| *time <= to);
        first..end.max(first)
    }

    /// The points of a window as they are drawn: those within, and where the line comes in and goes out of it.
    pub fn cut(&self, (from, to): (f64, f64)) -> impl Iterator<Item = (f64, f64)> {
        let within = self.within((from, to));
        let before = within.start.checked_sub(1).and_then(|before| self.between(before, from));
        let after = within.end.checked_sub(1).and_then(|last| self.between(last, to));
        let points = within.map(|index| (self.times[index], self.values[index]));
        before.into_iter().chain(points).chain(after)
    }

    /// The point at a time between a point and the next one; nothing in a gap.
    fn between(&self, index: usize, time: f64) -> Option<(f64, f64)> {
        let (begin, end) = (self.times[index], *self.times.get(index + 1)?);
        let (first, last) = (self.values[index], self.values[index + 1]);
        let value = first + (last - first) * ((time - begin) / (end - begin));
        (begin < time && time < end && !value.is_nan()).then_some((time, value))
    }

    /// The value at a time for which the line has a point.
    pub fn at(&self, time: f64) -> Option<f64> {
        self.values[self.within((time, time))].first().copied().filter(|value| !value.is_nan())
    }

    /// Whether a window shows at least a stroke.
    fn has_values(&self, window: (f64, f64)) -> bool {
        window.0 < window.1 && self.values[self.within(window)].iter().filter(|value| !value.is_nan()).nth(1).is_some()
    }
}

/// The values of lines at a time with the numbers of their lines, as they lie below each other: the greatest first.
pub fn values_at(lines: &[Line], time: f64) -> Vec<(usize, f64)> {
    let values = lines.iter().enumerate().filter_map(|(nth, line)| Some((nth, line.at(time)?)));
    ordered(&values.collect::<Vec<_>>(), &|one, other| one.1 > other.1)
}

impl Figure {
    /// From the first to the last point of all lines, in days since 1 January 1970.
    pub fn extent(&self) -> (f64, f64) {
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for line in &self.lines {
            if let (Some(first), Some(last)) = (line.times.first(), line.times.last()) {
                (from, to) = (from.min(*first), to.max(*last));
            }
        }
        if from <= to { (from, to) } else { (0.0, 1.0) }
    }

    /// The part of the extent that a state asks for; all of it where it asks for none that shows something.
    pub fn window(&self, state: &State) -> (f64, f64) {
        let (first, last) = self.extent();
        let asked = state.get(ZOOM).and_then(|zoom| zoom.split_once(','));
        let asked = asked.and_then(|(from, to)| Some((iso(from)?, iso(to)?)));
        let (from, to) = asked.unwrap_or((first, last));
        let window = (from.max(first), to.min(last));
        if self.has_values(window) { window } else { (first, last) }
    }

    fn has_values(&self, window: (f64, f64)) -> bool {
        self.lines.iter().any(|line| line.has_values(window))
    }

    /// The value of [`ZOOM`] for a window; empty where that is everything, `None` where no line has two values in it.
    pub fn zoom(&self, (from, to): (f64, f64)) -> Option<String> {
        let (first, last) = self.extent();
        let (from, to) = (from.max(first), to.min(last));
        if from - first < SHORTEST && last - to < SHORTEST {
            return Some(String::new());
        }
        let zoom = concat(&[&moment(from), ",", &moment(to)]);
        // As it is read again: an address has thousandths of a second.
        let read = zoom.split_once(',').and_then(|(from, to)| Some((iso(from)?, iso(to)?)));
        read.is_some_and(|window| self.has_values(window)).then_some(zoom)
    }

    /// The datum that is nearest to a point in time, of the same line.
    pub fn near(&self, line: Option<usize>, time: f64) -> Option<DatumId> {
        let (mut nearest, mut least) = (None, f64::INFINITY);
        for (id, datum) in self.entries() {
            let Some(span) = datum.span.as_ref().filter(|_| datum.group == line) else { continue };
            if (span.begin - time).abs() < least {
                (nearest, least) = (Some(id), (span.begin - time).abs());
            }
        }
        nearest
    }

    /// A window `factor` times as long, around a point in time that keeps its place in it.
    pub fn scaled(&self, state: &State, factor: f64, about: f64) -> (f64, f64) {
        let (from, to) = self.window(state);
        let (first, last) = self.extent();
        let length = ((to - from) * factor).max(SHORTEST).min(last - first);
        let part = ((about - from) / (to - from)).clamp(0.0, 1.0);
        // Not `clamp`, which panics where rounding leaves no room between the two.
        let from = (about - part * length).min(last - length).max(first);
        (from, from + length)
    }

    /// Makes the data those of the window that a state asks for.
    pub fn show_window(&mut self, state: &State, locale: &Locale) {
        if self.lines.is_empty() {
            return;
        }
        let window = self.window(state);
        let mut count = 0;
        for line in &self.lines {
            count += line.within(window).len();
        }
        let mut data = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            let within = line.within(window);
            let stretches = if count <= DATA { within.len() } else { (DATA / 2 / self.lines.len()).max(1) };
            for index in outstanding(line, within, stretches) {
                data.push(self.point(number, index, locale));
            }
        }
        self.data = data;
    }

    /// The first, last, least and greatest point of a line in the window of a state; nothing where it has no value there.
    pub fn landmarks(&self, number: usize, state: &State, locale: &Locale) -> Option<[Datum; 4]> {
        let line = self.lines.get(number)?;
        let mut found: Option<[usize; 4]> = None;
        for index in line.within(self.window(state)) {
            let value = line.values[index];
            if value.is_nan() {
                continue;
            }
            let [_, last, least, most] = found.get_or_insert([index; 4]);
            *last = index;
            if value < line.values[*least] {
                *least = index;
            }
            if value > line.values[*most] {
                *most = index;
            }
        }
        found.map(|found| found.map(|index| self.point(number, index, locale)))
    }

    fn point(&self, number: usize, index: usize, locale: &Locale) -> Datum {
        let line = &self.lines[number];
        let (time, value) = (line.times[index], line.values[index]);
        let when = locale.moment(time, self.precision);
        let amount = locale.quantity(value, self.decimals, &self.unit);
        let text = locale.say(Word::List, &[&when, &amount]);
        let key = concat(&[&line.key, if line.key.is_empty() { "" } else { "-" }, &moment(time)]);
        let origin = Origin::Stated(Statement::default());
        let label = if line.label.is_empty() { &self.measure } else { &line.label };
        let mut datum = Datum::new(key, label.clone(), Some(value), text, origin);
        datum.amount = amount;
        datum.status = Status::Unasked;
        datum.span = Some(Span { begin: time, end: time + 1.0, text: when, ..Span::default() });
        datum.group = Some(number);
        datum
    }
}

/// The points of a part of a line that have a value: all of them, or the least and the greatest of each stretch.
fn outstanding(line: &Line, part: std::ops::Range<usize>, stretches: usize) -> Vec<usize> {
    let (mut found, count) = (Vec::new(), part.len());
    for stretch in 0..stretches.min(count) {
        let bounds = |stretch: usize| part.start + (stretch as f64 * count as f64 / stretches as f64) as usize;
        let (mut least, mut most) = (None, None);
        for index in bounds(stretch)..bounds(stretch + 1) {
            let value = line.values[index];
            if value.is_nan() {
                continue;
            }
            if least.is_none_or(|least: usize| value < line.values[least]) {
                least = Some(index);
            }
            if most.is_none_or(|most: usize| value > line.values[most]) {
                most = Some(index);
            }
        }
        if let (Some(least), Some(most)) = (least, most) {
            found.push(least.min(most));
            if least != most {
                found.push(least.max(most));
            }
        }
    }
    found
}

/// The coarsest precision that says when each point of some lines is.
pub async fn precision(lines: &[Line]) -> Precision {
    let mut precision = Precision::default();
    for line in lines {
        for time in &line.times {
            work::spend(1).await;
            precision = precision.max(Precision::of(*time));
        }
    }
    precision
}

/// A date, or a date with a time, as [`moment`] writes them.
fn iso(text: &str) -> Option<f64> {
    let (day, time) = text.split_once('T').unwrap_or((text, "0:0"));
    let (clock, thousandths) = time.split_once('.').unwrap_or((time, "0"));
    let mut sum = 0.0;
    for (part, unit) in clock.split(':').chain(["0"]).zip([3_600_000.0, 60_000.0, 1000.0]) {
        sum += f64::from(part.parse::<u16>().ok()?) * unit;
    }
    Some(Date::parse(day)?.begin() + (sum + f64::from(thousandths.parse::<u16>().ok()?)) / 86_400_000.0)
}

/// Makes the keys of lines such as states can hold, in which some signs part names, values and entries of lists: no two
/// are the same, and none is empty where it was not.
pub fn make_addressable(lines: &mut [Line]) {
    let (mut known, mut numbers) = (HashSet::new(), HashMap::new());
    for line in lines {
        let own = &mut line.key;
        let parts = own.split(|sign: char| !(sign.is_alphanumeric() || "-_.".contains(sign)));
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        let slug = if parts.is_empty() && !own.is_empty() { "line".to_owned() } else { parts.join("-") };
        let number = numbers.entry(slug.clone()).or_insert(1_usize);
        *own = slug.clone();
        while !known.insert(own.clone()) {
            step(1);
            *number += 1;
            *own = concat(&[&slug, "-", &number.to_string()]);
        }
    }
}

/// How many decimals show what tells the values of lines apart: as many as the most precise of them has, of a few
/// hundred, and six at most.
pub fn decimals(lines: &[Line]) -> usize {
    const LOOKED_AT: usize = 300;
    const MOST: usize = 6;
    let mut most = 0;
    for line in lines {
        let step = line.values.len() / LOOKED_AT + 1;
        for value in line.values.iter().step_by(step) {
            most = most.max(value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len()));
        }
    }
    most.min(MOST)
}
