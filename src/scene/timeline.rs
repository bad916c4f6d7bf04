//! Dated entries: a table with a time axis, or, where the frame is narrow, a list downwards in time.
//!
//! Each entry is a row of the table: its label, its mark with the date beside or above it, its status. A day is a stroke, a
//! longer time a bar. How well its ends are known shows: a fuzzy end is lighter and thinner, an open end goes on as an arrow.
//! A bar that is fuzzy throughout is lighter. In a list, which has no axis, the status is the entry's mark.

use super::frame::Frame;
use super::glyph::{self, push_glyph, push_status};
use super::label::{Label, folded, paragraph};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Edge, Figure, Span, Status};
use crate::order::ordered;
use crate::package::Date;
use crate::state::State;
use crate::text::{concat, isolated};
use crate::theme::{Font, Ink, Sizes};

/// A month or a year of which nothing more is known, in days at most: it is fuzzy throughout.
const VAGUE_AT_MOST: f64 = 366.0;

/// The fuzzy end of a longer span is along this part of its bar, at least a dot's radius and at most [`Sizes::fade`]; how
/// far the time itself is uncertain is not known.
const FADE: f64 = 0.25;

/// What glyphs need around their centre, in radii of a dot.
const AROUND: f64 = 1.2;

const BETWEEN: &str = " · ";

/// A place on the time axis, named by the language: January 1990 or, without a month, 1990.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// In days since 1 January 1970.
    pub day: f64,
    pub year: i32,
    /// 1 to 12; `None` where the axis counts in years.
    pub month: Option<u32>,
}

/// From one tick to the next, in months.
const STEPS: [i32; 12] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000];

/// At most this many steps, each with this much room in heights of the axis' text for the name of a month or a year.
const STEPS_AT_MOST: f64 = 8.0;
const MONTH_AT_LEAST: f64 = 5.5;
const YEAR_AT_LEAST: f64 = 4.0;

/// How much of its length an axis may begin before its entries, so that it begins with a tick.
const LEAD: f64 = 0.1;

const DAYS_A_MONTH: f64 = 365.2425 / 12.0;

/// Round places on a time axis from day to day, `room` times as long as its text is high. The first may lie a little
/// before the begin, and the axis begins with it then. Nothing for a time that is longer than the calendar.
pub fn tick_days(begin: f64, end: f64, room: f64) -> Vec<Tick> {
    let mut ticks = Vec::new();
    let days = end - begin;
    let counted = days > 0.0 && begin.abs().max(end.abs()) < 1e6;
    let mut step = if counted { 0 } else { STEPS.len() };
    let fits = |months: i32| {
        let least = if months < 12 { MONTH_AT_LEAST } else { YEAR_AT_LEAST };
        f64::from(months) * DAYS_A_MONTH * room >= days * least.max(room / STEPS_AT_MOST)
    };
    while step < STEPS.len() && !fits(STEPS[step]) {
        step += 1;
    }
    let Some(step) = STEPS.get(step) else { return ticks };
    let mut month = 1970 * 12 + (begin / DAYS_A_MONTH) as i32 + 1;
    while first_of(month) > begin {
        month -= 1;
    }
    month -= month.rem_euclid(*step);
    if first_of(month) < begin - days * LEAD {
        month += step;
    }
    while first_of(month) < end {
        let name = if step % 12 == 0 { None } else { Some(month.rem_euclid(12) as u32 + 1) };
        ticks.push(Tick { day: first_of(month), year: month.div_euclid(12), month: name });
        month += step;
    }
    ticks
}

/// The first day of a month, counted from January of the year 0.
fn first_of(month: i32) -> f64 {
    Date { year: month.div_euclid(12), month: Some(month.rem_euclid(12) as u32 + 1), day: None }.begin()
}

/// The first day of a figure's entries and the day after the last one.
fn extent(figure: &Figure) -> Option<(f64, f64)> {
    let mut extent: Option<(f64, f64)> = None;
    for datum in &figure.data {
        if let Some(span) = &datum.span {
            let (begin, end) = extent.unwrap_or((span.begin, span.end));
            extent = Some((begin.min(span.begin), end.max(span.end)));
        }
    }
    extent
}

/// Lays out the data that have a span, in the lanes that the reader has chosen. The axis is the same
/// whatever is filtered.
pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let (entries, names) = entries(figure, state);
    let Some(time) = extent(figure) else {
        return Scene { width: frame.width, height: 0.0, marks: Vec::new(), plot: None };
    };
    if frame.is_narrow() {
        return list(&entries, names, frame);
    }
    Table::new(figure, time, frame).scene(&entries, names)
}

/// Days with their names on an axis of a length in px: a month's, and the year where it begins.
fn ticks(figure: &Figure, (begin, end): (f64, f64), length: f64, frame: &Frame) -> Vec<(f64, String)> {
    let mut ticks = Vec::new();
    for tick in tick_days(begin, end, length / frame.sizes.small.size) {
        let month = tick.month.filter(|month| *month > 1).map(|month| figure.formats.month(month).to_owned());
        ticks.push((tick.day, month.unwrap_or_else(|| figure.formats.year(tick.year))));
    }
    ticks
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    id: DatumId,
    datum: &'a Datum,
    span: &'a Span,
    lane: usize,
    status: Status,
}

impl Entry<'_> {
    fn is_day(&self) -> bool {
        self.span.end - self.span.begin <= 1.0
    }
}

/// The entries in order of time, and the names of their lanes.
fn entries<'a>(figure: &'a Figure, state: &State) -> (Vec<Entry<'a>>, &'a [String]) {
    let chosen = figure.lanes(state).unwrap_or(usize::MAX);
    let names: &[String] = figure.lanes.get(chosen).map_or(&[], |lanes| &lanes.labels);
    let (mut entries, symbols): (Vec<Entry>, _) = (Vec::new(), figure.has_symbols());
    for (id, datum) in figure.shown(state) {
        let Some(span) = &datum.span else { continue };
        let lane = datum.lanes.get(chosen).copied().unwrap_or(0).min(names.len().saturating_sub(1));
        let status = if symbols { datum.status } else { Status::Unasked };
        entries.push(Entry { id, datum, span, lane, status });
    }
    (ordered(&entries, &|one, other| one.span.begin < other.span.begin), names)
}

/// An entry in px along the axis of time.
struct Stretch<'a> {
    entry: &'a Entry<'a>,
    from: f64,
    to: f64,
    /// The middle of its stroke, which stands for a day and for a span that would be hardly seen as a bar; else it is a bar.
    /// It is no dot, which tells a status.
    day: Option<f64>,
    /// Across the axis.
    across: f64,
}

impl Stretch<'_> {
    /// The fuzzy lengths at the begin and at the end.
    fn fades(&self, sizes: &Sizes) -> (f64, f64) {
        let (span, length) = (self.entry.span, self.to - self.from);
        let fuzzy = (span.begin_edge == Edge::Fuzzy, span.end_edge == Edge::Fuzzy);
        if fuzzy == (true, true) && span.end - span.begin <= VAGUE_AT_MOST {
            return (length, 0.0);
        }
        let fade = (length * FADE).clamp(sizes.dot, sizes.fade).min(length / 2.0).round();
        (if fuzzy.0 { fade } else { 0.0 }, if fuzzy.1 { fade } else { 0.0 })
    }

    /// Where its marks begin and end, arrows included.
    fn ends(&self, sizes: &Sizes) -> (f64, f64) {
        let half = (sizes.tick / 2.0).round();
        let beyond = |edge| if edge == Edge::Open { sizes.open } else { 0.0 };
        let (from, to) = self.day.map_or((self.from, self.to), |day| (day - half, day + half));
        (self.from.min(from) - beyond(self.entry.span.begin_edge), self.to.max(to) + beyond(self.entry.span.end_edge))
    }

    fn marks(&self, sizes: &Sizes) -> Vec<Mark> {
        let (span, datum) = (self.entry.span, Some(self.entry.id));
        let (fades, ends) = (self.fades(sizes), self.ends(sizes));
        let mut marks = Vec::new();
        if self.day.is_none() {
            let (head, tail) = (self.from + fades.0, self.to - fades.1);
            let thin = sizes.span - 2.0 * (sizes.span / 4.0).round();
            // All of it may be fuzzy.
            let first = if head == self.to { sizes.span } else { thin };
            for (from, to, thick, ink) in [
                (self.from, head, first, Ink::SoftSeries),
                (head, tail, sizes.span, Ink::Series),
                (tail, self.to, thin, Ink::SoftSeries),
            ] {
                if from < to {
                    marks.push(Mark::new(Shape::Rect(self.rect(from, to, thick)), ink, datum));
                }
            }
        }
        if span.begin_edge == Edge::Open {
            self.arrow(ends.0 + sizes.open, ends.0, sizes, &mut marks);
        }
        if span.end_edge == Edge::Open {
            self.arrow(ends.1 - sizes.open, ends.1, sizes, &mut marks);
        }
        if let Some(day) = self.day {
            let from = day - (sizes.tick / 2.0).round();
            let stroke = self.rect(from, from + sizes.tick, 2.0 * sizes.span);
            marks.push(Mark::new(Shape::Rect(stroke), Ink::Series, datum));
        }
        marks
    }

    /// A shaft and a head whose tip is the open end.
    fn arrow(&self, from: f64, tip: f64, sizes: &Sizes, marks: &mut Vec<Mark>) {
        let half = (sizes.span / 2.0).round();
        let head = if tip < from { tip + 2.0 * half } else { tip - 2.0 * half };
        let corners = vec![self.point(head, -half), self.point(tip, 0.0), self.point(head, half)];
        let shaft = self.rect(from.min(head), from.max(head), sizes.ring);
        marks.push(Mark::new(Shape::Rect(shaft), Ink::Series, Some(self.entry.id)));
        marks.push(Mark::new(Shape::Polygon(corners), Ink::Series, Some(self.entry.id)));
    }

    fn point(&self, along: f64, off: f64) -> Point {
        Point { x: along, y: self.across + off }
    }

    fn rect(&self, from: f64, to: f64, thick: f64) -> Rect {
        let off = -(thick / 2.0).floor();
        let (start, end) = (self.point(from, off), self.point(to, off + thick));
        Rect { left: start.x, top: start.y, right: end.x, bottom: end.y }
    }
}

/// The lines of a label; a word that is wider than the room is broken.
fn lines(frame: &Frame, text: &str, room: f64) -> Vec<String> {
    let (font, mut lines) = (frame.sizes.label, Vec::new());
    for line in paragraph(frame, text, font, room) {
        lines.append(&mut folded(frame, &line, font, room));
    }
    lines
}

/// Blocks of a date and a label below each other, the glyphs at their left on a rail: lengths of time would mean nothing
/// here, and the dates say them.
fn list(entries: &[Entry], names: &[String], frame: &Frame) -> Scene {
    let sizes = &frame.sizes;
    let line = sizes.label.line_height();
    let across = (sizes.dot * AROUND).round() + sizes.rule;
    let left = 2.0 * across + sizes.gap;
    let room = frame.width - left;
    let (mut marks, mut top, mut rail) = (Vec::new(), 0.0, None);
    // One without its lane among others would look like a fault.
    let fits = |text: String| frame.measure.width(&text, sizes.label) <= room;
    let has_lanes = entries.iter().all(|entry| dated(entry, names).is_some_and(fits));
    for entry in entries {
        let lines = lines(frame, &entry.datum.label, room);
        let bottom = top + line * (lines.len() as f64 + 1.0);
        let reach = Rect { left: 0.0, top, right: frame.width, bottom };
        marks.push(Mark::new(Shape::Rect(reach), Ink::Reach, Some(entry.id)));
        let centre = Point { x: across, y: top + line / 2.0 };
        if let Some(top) = rail {
            let left = across - (sizes.ring / 2.0).floor();
            let rail = Rect { left, top, right: left + sizes.ring, bottom: (centre.y - across).round() };
            marks.push(Mark::new(Shape::Rect(rail), Ink::Grid, None));
        }
        rail = Some((centre.y + across).round());
        push_glyph(entry.status, centre, sizes.dot, sizes, Some(entry.id), &mut marks);
        let date = dated(entry, names).filter(|_| has_lanes).unwrap_or_else(|| entry.span.text.clone());
        let mut text = Label { text: &date, font: sizes.label, ink: Ink::SoftText, datum: Some(entry.id) };
        let mut at = Point { x: left, y: top + line / 2.0 };
        marks.push(text.fitted(frame, at, Align::Left, room));
        text.ink = Ink::Text;
        for label in &lines {
            at.y += line;
            text.text = label;
            marks.push(text.fitted(frame, at, Align::Left, room));
        }
        top = bottom + sizes.apart;
    }
    Scene { width: frame.width, height: top - sizes.apart, marks, plot: None }
}

/// The date and the lane of an entry.
fn dated(entry: &Entry, names: &[String]) -> Option<String> {
    Some(concat(&[&isolated(&entry.span.text), BETWEEN, &isolated(names.get(entry.lane)?)]))
}

/// Rows below each other, and the axis of time below them.
struct Table<'a> {
    frame: &'a Frame<'a>,
    /// The width of the labels.
    labels: f64,
    /// Where the plot begins, right of the labels, and where it ends, left of the statuses.
    left: f64,
    right: f64,
    scale: Scale,
    ticks: Vec<(f64, String)>,
}

impl<'a> Table<'a> {
    fn new(figure: &Figure, (begin, end): (f64, f64), frame: &'a Frame) -> Self {
        let sizes = &frame.sizes;
        let around = (sizes.dot * AROUND).round();
        let (mut labels, mut open) = (0.0_f64, (0.0, 0.0));
        for datum in &figure.data {
            let Some(span) = &datum.span else { continue };
            for line in lines(frame, &datum.label, frame.width * sizes.labels) {
                labels = labels.max(frame.measure.width(&line, sizes.label));
            }
            open.0 = if span.begin_edge == Edge::Open { sizes.open } else { open.0 };
            open.1 = if span.end_edge == Edge::Open { sizes.open } else { open.1 };
        }
        let labels = labels.ceil();
        let (left, right) = (labels + 2.0 * sizes.gap, frame.width - glyph::column(figure, sizes));
        let (from, to) = (left + around + open.0, right - around - open.1);
        let ticks = ticks(figure, (begin, end), to - from, frame);
        let begin = ticks.first().map_or(begin, |(day, _)| begin.min(*day));
        Self { frame, labels, left, right, scale: Scale::new((begin, end), (from, to)), ticks }
    }

    fn scene(&self, entries: &[Entry], names: &[String]) -> Scene {
        let (frame, sizes) = (self.frame, &self.frame.sizes);
        let mut lanes: Vec<Vec<usize>> = vec![Vec::new(); names.len().max(1)];
        for (place, entry) in entries.iter().enumerate() {
            lanes[entry.lane].push(place);
        }
        let is_tall = (entries.len() + names.len()) as f64 * sizes.row > sizes.tall;
        let (mut marks, top) = (Vec::new(), if is_tall { axis_height(sizes) } else { 0.0 });
        let mut bottom = top;
        // Reading order is the order of time, whatever lane an entry is in.
        let mut placed: Vec<Vec<Mark>> = Vec::new();
        placed.resize_with(entries.len(), Vec::new);
        for (lane, places) in lanes.iter().enumerate().filter(|(_, places)| !places.is_empty()) {
            if bottom > top {
                bottom += (sizes.gap / 2.0).round();
                let rule = Rect::new(0.0, bottom, frame.width, sizes.rule);
                marks.push(Mark::new(Shape::Rect(rule), Ink::Grid, None));
                bottom += sizes.rule + (sizes.gap / 2.0).round();
            }
            if let Some(name) = names.get(lane) {
                let font = Font { bold: true, ..sizes.label };
                let name = Label { text: name, font, ink: Ink::MapText, datum: None };
                let at = Point { x: 0.0, y: bottom + sizes.row / 2.0 };
                marks.push(name.fitted(frame, at, Align::Left, frame.width));
                bottom += sizes.row;
            }
            for (nth, place) in places.iter().enumerate() {
                if nth > 0 {
                    let rule = Rect::new(0.0, bottom, frame.width, sizes.rule);
                    marks.push(Mark::new(Shape::Rect(rule), Ink::Grid, None));
                }
                placed[*place] = self.row(&entries[*place], &mut bottom);
            }
        }
        let mut all = self.axis(top, bottom);
        all.append(&mut marks);
        for marks in &mut placed {
            all.append(marks);
        }
        Scene { width: frame.width, height: bottom + axis_height(sizes), marks: all, plot: None }
    }

    /// The marks of an entry, in a row that begins at `bottom`, which moves to its end: all on the middle of the row, but a date
    /// that has no room beside its mark stands above it.
    fn row(&self, entry: &Entry, bottom: &mut f64) -> Vec<Mark> {
        let (frame, sizes, datum) = (self.frame, &self.frame.sizes, Some(entry.id));
        let label = Label { text: &entry.datum.label, font: sizes.label, ink: Ink::Text, datum };
        let lines = lines(frame, label.text, self.labels);
        // Its halo interrupts the rules behind it.
        let date = Label { text: &entry.span.text, font: sizes.small, ink: Ink::SoftMapText, datum };
        let (ends, room) = (self.stretch(entry, 0.0).ends(sizes), date.width(frame) + sizes.gap);
        let (is_after, is_before) = (ends.1 + room <= self.right - sizes.gap, ends.0 - room >= self.left);
        let above = if is_after || is_before { 0.0 } else { date.font.line_height() };
        let more = label.font.line_height() * (lines.len() as f64 - 1.0);
        let row = Rect::new(0.0, *bottom, frame.width, sizes.row + more.max(above));
        *bottom = row.bottom;
        let middle = row.middle().y.round();
        let mut marks = vec![Mark::new(Shape::Rect(row), Ink::Reach, datum)];
        label.push_lines(frame, &lines, Point { x: 0.0, y: middle }, Align::Left, self.labels, &mut marks);
        let across = middle + (above / 2.0).round();
        marks.extend(self.stretch(entry, across).marks(sizes));
        if is_after {
            marks.push(date.mark(frame, Point { x: ends.1 + sizes.gap, y: across }, Align::Left));
        } else if is_before {
            marks.push(date.mark(frame, Point { x: ends.0 - sizes.gap, y: across }, Align::Right));
        } else {
            let (left, right) = (self.left, self.right - sizes.gap);
            let half = (date.width(frame) / 2.0).min((right - left) / 2.0);
            let x = ((ends.0 + ends.1) / 2.0).min(right - half).max(left + half).round();
            marks.push(date.fitted(frame, Point { x, y: across - above }, Align::Middle, right - left));
        }
        if self.right < frame.width {
            push_status(entry.status, glyph::column_at(frame, middle), sizes, entry.id, &mut marks);
        }
        marks
    }

    /// The rules of the ticks between `top` and `bottom`, their names below and, where there is room, above, and the line
    /// below the rows.
    fn axis(&self, top: f64, bottom: f64) -> Vec<Mark> {
        let (sizes, frame) = (&self.frame.sizes, self.frame);
        let (mut marks, height) = (Vec::new(), axis_height(sizes));
        let ends = |(day, name): &(f64, String)| {
            let x = self.scale.snapped(*day);
            (x, x + 0.75 * sizes.gap + frame.measure.width(name, sizes.small))
        };
        // Every tick has its name, or every second one, or every third.
        let fit = |every: &usize| {
            let mut free = self.left;
            self.ticks.iter().step_by(*every).all(|tick| {
                let (x, end) = ends(tick);
                x >= std::mem::replace(&mut free, end)
            })
        };
        let every = (1..self.ticks.len()).find(fit).unwrap_or(self.ticks.len().max(1));
        for (nth, tick) in self.ticks.iter().enumerate() {
            let (x, end) = ends(tick);
            let label = Label { text: &tick.1, font: sizes.small, ink: Ink::SoftText, datum: None };
            let mut rule = Rect { left: x, top, right: x + sizes.rule, bottom };
            if nth % every == 0 && end <= frame.width {
                let middles = [bottom + (height + sizes.gap / 2.0) / 2.0, (height - sizes.gap / 2.0) / 2.0];
                for y in &middles[..if top > 0.0 { 2 } else { 1 }] {
                    marks.push(label.mark(frame, Point { x: x + sizes.gap / 2.0, y: *y }, Align::Left));
                }
                (rule.top, rule.bottom) = (0.0, bottom + height);
            }
            marks.push(Mark::new(Shape::Rect(rule), Ink::Grid, None));
        }
        let rule = Rect::new(self.left, bottom, self.right - self.left, sizes.rule);
        marks.push(Mark::new(Shape::Rect(rule), Ink::Axis, None));
        marks
    }

    fn stretch<'b>(&self, entry: &'b Entry, across: f64) -> Stretch<'b> {
        let span = entry.span;
        let (from, to) = (self.scale.snapped(span.begin), self.scale.snapped(span.end));
        let sizes = &self.frame.sizes;
        let around = (sizes.dot * AROUND).round();
        let mut stretch = Stretch { entry, from, to, day: None, across };
        let is_short = match span.end_edge {
            Edge::Open => to - from <= 3.0 * around,
            // A year is as long as it is: its middle would seem to be after what was in its spring.
            _ if stretch.fades(sizes).0 == to - from => to - from < 2.0 * sizes.tick,
            _ => to - from < sizes.tick,
        };
        if entry.is_day() || is_short {
            stretch.day = Some(self.scale.snapped((span.begin + span.end) / 2.0));
        }
        stretch
    }
}

/// A name of the axis with its distance from the rows, in whole px.
fn axis_height(sizes: &Sizes) -> f64 {
    (sizes.gap / 2.0 + sizes.small.line_height()).round()
}
