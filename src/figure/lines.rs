//! Numbers in time: as many points as a table has, of which a reader sees a window and reaches a few hundred.

use super::{Datum, DatumId, Figure, Origin, Span, Statement, Status};
use crate::locale::Locale;
use crate::package::{Date, moment};
use crate::state::State;
use crate::text::concat;

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

/// A window is at least so many days long: a minute.
const SHORTEST: f64 = 1.0 / 1440.0;

impl Line {
    /// The points from the first one at or after `from` up to the last one at or before `to`.
    pub fn within(&self, (from, to): (f64, f64)) -> std::ops::Range<usize> {
        let first = self.times.partition_point(|time| *time < from);
        let end = self.times.partition_point(|time| *time <= to);
        first..end.max(first)
    }
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

    /// The part of the extent that a state asks for; all of it where it asks for none that there is.
    pub fn window(&self, state: &State) -> (f64, f64) {
        let (first, last) = self.extent();
        let asked = state.get(ZOOM).and_then(|zoom| zoom.split_once(','));
        let asked = asked.and_then(|(from, to)| Some((iso(from)?, iso(to)?)));
        let (from, to) = asked.unwrap_or((first, last));
        let (from, to) = (from.max(first), to.min(last));
        if to - from >= SHORTEST { (from, to) } else { (first, last) }
    }

    /// The value of [`ZOOM`] for a window; empty where that is everything, `None` where it has not even two points.
    pub fn zoom(&self, (from, to): (f64, f64)) -> Option<String> {
        let (first, last) = self.extent();
        let (from, to) = (from.max(first), to.min(last));
        if from <= first && to >= last {
            return Some(String::new());
        }
        let has_points = self.lines.iter().any(|line| line.within((from, to)).len() > 1);
        (has_points && to - from >= SHORTEST).then(|| concat(&[&moment(from), ",", &moment(to)]))
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
        let from = (about - part * length).clamp(first, last - length);
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
        let precision = Precision::of(&self.lines);
        for (number, line) in self.lines.iter().enumerate() {
            let within = line.within(window);
            let stretches = if count <= DATA { within.len() } else { (DATA / 2 / self.lines.len()).max(1) };
            for index in outstanding(line, within, stretches) {
                data.push(self.point(number, index, precision, locale));
            }
        }
        self.data = data;
    }

    fn point(&self, number: usize, index: usize, precision: Precision, locale: &Locale) -> Datum {
        let line = &self.lines[number];
        let (time, value) = (line.times[index], line.values[index]);
        let when = precision.text(time, locale);
        let amount = locale.quantity(value, self.decimals, &self.unit);
        let text = concat(&[&when, ", ", &amount]);
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

/// How precisely the points of lines are dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Year,
    Month,
    Day,
    Minute,
}

impl Precision {
    /// The coarsest that says when each point is.
    fn of(lines: &[Line]) -> Self {
        let mut precision = Precision::Year;
        for line in lines {
            for time in &line.times {
                precision = precision.max(Self::of_time(*time));
                if precision == Precision::Minute {
                    return precision;
                }
            }
        }
        precision
    }

    fn of_time(time: f64) -> Self {
        if time != time.floor() {
            return Precision::Minute;
        }
        match Date::of(time) {
            Date { month: Some(1), day: Some(1), .. } => Precision::Year,
            Date { day: Some(1), .. } => Precision::Month,
            _ => Precision::Day,
        }
    }

    fn text(self, time: f64, locale: &Locale) -> String {
        let date = Date::of(time.floor());
        match self {
            Precision::Year => locale.date(Date { month: None, day: None, ..date }),
            Precision::Month => locale.date(Date { day: None, ..date }),
            Precision::Day => locale.date(date),
            Precision::Minute => concat(&[&locale.date(date), ", ", &clock(time)]),
        }
    }
}

/// The time of a day: `10:30`.
pub fn clock(time: f64) -> String {
    // A minute is no exact part of a day in binary: half a one more, and the last of a day stays in it.
    let minutes = (((time - time.floor()) * 1440.0 + 0.5) as u32).min(1439);
    let (hour, minute) = ((minutes / 60).to_string(), minutes % 60);
    concat(&[&hour, if minute < 10 { ":0" } else { ":" }, &minute.to_string()])
}

/// A date, or a date with a time, as [`moment`] writes them.
fn iso(text: &str) -> Option<f64> {
    let (day, time) = text.split_once('T').unwrap_or((text, "0:0"));
    let (hour, minute) = time.split_once(':')?;
    let minutes = 60.0 * f64::from(hour.parse::<u16>().ok()?) + f64::from(minute.parse::<u16>().ok()?);
    Some(Date::parse(day)?.begin() + minutes / 1440.0)
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
