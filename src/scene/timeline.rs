//! Dated entries: in lanes above a time axis, or, where the frame is narrow, as a list downwards in time.
//!
//! An entry is a dot on its day, or a bar. How well its ends are known shows: what is fuzzy is hatched, an open end goes
//! on as an arrow. Its status is in a column at the right; in a list, which has no axis, it is the entry's mark.

use super::frame::Frame;
use super::glyph::{self, push_glyph, push_status};
use super::label::{Label, paragraph, shortened, wrapped};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Edge, Figure, Span, Status};
use crate::order::ordered;
use crate::package::Date;
use crate::state::State;
use crate::text::{concat, isolated};
use crate::theme::{Font, Ink, Sizes};
use crate::work::step;

/// The names of lanes take at most this part of the width; longer ones go above their lanes.
const NAMES_AT_MOST: f64 = 0.3;

/// A label on two lines is at least so many times as wide as it is high.
const LINE_AT_LEAST: f64 = 10.0;

/// A month or a year of which nothing more is known, in days at most: it is hatched throughout.
const VAGUE_AT_MOST: f64 = 366.0;

/// The fuzzy end of a longer span is hatched along this part of its bar, at least a dot's radius and at most
/// [`Sizes::fade`]; how far the time itself is uncertain is not known.
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
const STEPS: [i32; 11] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

/// At most this many steps, each with this much room in heights of the label for the name of a month or a year.
const STEPS_AT_MOST: f64 = 8.0;
const MONTH_AT_LEAST: f64 = 6.0;
const YEAR_AT_LEAST: f64 = 4.0;

/// How much of its length an axis may begin before its entries, so that it begins with a tick.
const LEAD: f64 = 0.1;

const DAYS_A_MONTH: f64 = 365.2425 / 12.0;

/// Round places on a time axis from day to day, in a figure `width` times as wide as its labels are high. The first may lie a little
/// before the begin, and the axis begins with it then. Nothing for a time that is longer than the calendar.
pub fn tick_days(begin: f64, end: f64, width: f64) -> Vec<Tick> {
    let mut ticks = Vec::new();
    let days = end - begin;
    let counted = days > 0.0 && begin.abs().max(end.abs()) < 1e6;
    let room = width * (1.0 - NAMES_AT_MOST);
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
pub fn extent(figure: &Figure) -> Option<(f64, f64)> {
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
    let Some((begin, end)) = extent(figure) else {
        return Scene { width: frame.width, height: 0.0, marks: Vec::new(), plot: None };
    };
    if frame.is_narrow() {
        return list(&entries, names, frame);
    }
    let ticks = ticks(figure, (begin, end), frame);
    Lanes::new(figure, names, (begin, end), &ticks, &entries, frame).scene(&entries, &ticks)
}

/// Days with their names: a month's, and the year where it begins.
fn ticks(figure: &Figure, (begin, end): (f64, f64), frame: &Frame) -> Vec<(f64, String)> {
    let mut ticks = Vec::new();
    for tick in tick_days(begin, end, frame.width / frame.sizes.label.size) {
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
    /// The middle of its dot, which stands for a day and for a span that is hardly longer than the dot; else it is a bar.
    dot: Option<f64>,
    /// Across the axis.
    across: f64,
}

impl Stretch<'_> {
    /// The lengths that are hatched at the begin and at the end.
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
        let around = (sizes.dot * AROUND).round();
        let beyond = |edge| if edge == Edge::Open { sizes.open } else { 0.0 };
        let (from, to) = self.dot.map_or((self.from, self.to), |dot| (dot - around, dot + around));
        (self.from.min(from) - beyond(self.entry.span.begin_edge), self.to.max(to) + beyond(self.entry.span.end_edge))
    }

    fn marks(&self, sizes: &Sizes) -> Vec<Mark> {
        let (span, datum) = (self.entry.span, Some(self.entry.id));
        let (fades, ends) = (self.fades(sizes), self.ends(sizes));
        let mut marks = Vec::new();
        if self.dot.is_none() {
            let (head, tail) = (self.from + fades.0, self.to - fades.1);
            for (from, to, ink) in
                [(self.from, head, Ink::Remainder), (head, tail, Ink::Series), (tail, self.to, Ink::Remainder)]
            {
                if from < to {
                    marks.push(Mark::new(Shape::Rect(self.rect(from, to, sizes.span)), ink, datum));
                }
            }
        }
        if span.begin_edge == Edge::Open {
            self.arrow(ends.0 + sizes.open, ends.0, sizes, &mut marks);
        }
        if span.end_edge == Edge::Open {
            self.arrow(ends.1 - sizes.open, ends.1, sizes, &mut marks);
        }
        if let Some(dot) = self.dot {
            push_glyph(Status::Unasked, self.point(dot, 0.0), sizes.dot, sizes, datum, &mut marks);
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

/// Blocks of a date and a label below each other, the glyphs at their left: lengths of time would mean nothing here, and
/// the dates say them.
fn list(entries: &[Entry], names: &[String], frame: &Frame) -> Scene {
    let sizes = &frame.sizes;
    let line = sizes.label.line_height();
    let across = (sizes.dot * AROUND).round() + sizes.rule;
    let left = 2.0 * across + sizes.gap;
    let room = frame.width - left;
    let (mut marks, mut top) = (Vec::new(), 0.0);
    // One without its lane among others would look like a fault.
    let fits = |text: String| frame.measure.width(&text, sizes.label) <= room;
    let has_lanes = entries.iter().all(|entry| dated(entry, names).is_some_and(fits));
    for entry in entries {
        let lines = paragraph(frame, &entry.datum.label, sizes.label, room);
        let bottom = top + line * (lines.len() as f64 + 1.0);
        let reach = Rect { left: 0.0, top, right: frame.width, bottom };
        marks.push(Mark::new(Shape::Rect(reach), Ink::Reach, Some(entry.id)));
        let centre = Point { x: across, y: top + line / 2.0 };
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

/// Lanes below each other, and the axis of time below them.
struct Lanes<'a> {
    frame: &'a Frame<'a>,
    names: &'a [String],
    /// The names' lines at the left of the lanes; `None` puts them above.
    beside: Option<Vec<Vec<String>>>,
    /// Where lanes begin, right of the names, and where they end, left of the statuses.
    left: f64,
    right: f64,
    scale: Scale,
}

/// Rows of entries beside each other, as far as they do not touch. Entries come in the order of time, so that none before
/// one begins beyond its end: where each row ends says whether there is room.
struct Rows {
    tops: Vec<f64>,
    /// A tree over the ends of as many rows as there can be: each node has the lesser end of the two below it, at twice its
    /// number and behind that, and the second half are the rows.
    ends: Vec<f64>,
}

impl Rows {
    /// For at most so many entries.
    fn new(entries: usize) -> Self {
        Self { tops: Vec::new(), ends: vec![f64::NEG_INFINITY; 2 * entries.max(1).next_power_of_two()] }
    }

    /// The top of the first row that has room; `bottom` moves on where it is a new one.
    fn top(&mut self, taken: (f64, f64), bottom: &mut f64, sizes: &Sizes) -> f64 {
        let (apart, count) = (2.0 * sizes.gap, self.ends.len() / 2);
        let mut node = 1;
        while node < count {
            step(1);
            node *= 2;
            node += usize::from(taken.0 - self.ends[node] < apart);
        }
        let row = node - count;
        self.ends[node] = taken.1;
        while node > 1 {
            node /= 2;
            self.ends[node] = self.ends[2 * node].min(self.ends[2 * node + 1]);
        }
        if row == self.tops.len() {
            self.tops.push(*bottom);
            *bottom += sizes.row;
        }
        self.tops[row]
    }
}

impl<'a> Lanes<'a> {
    fn new(
        figure: &Figure,
        names: &'a [String],
        (begin, end): (f64, f64),
        ticks: &[(f64, String)],
        entries: &[Entry],
        frame: &'a Frame,
    ) -> Self {
        let sizes = &frame.sizes;
        let beside = beside(names, frame);
        let mut left = 0.0_f64;
        for lines in beside.iter().flatten() {
            left = left.max(widest(frame, lines, bold(sizes)) + 2.0 * sizes.gap);
        }
        let around = (sizes.dot * AROUND).round();
        let right = frame.width - glyph::column(figure, sizes);
        let (mut from, mut to) = (left + around, right - around);
        if entries.iter().any(|entry| entry.span.begin_edge == Edge::Open) {
            from += sizes.open;
        }
        if entries.iter().any(|entry| entry.span.end_edge == Edge::Open) {
            to -= sizes.open;
        }
        let begin = ticks.first().map_or(begin, |(day, _)| begin.min(*day));
        let scale = Scale::new((begin, end), (from, to));
        Self { frame, names, beside, left, right, scale }
    }

    fn scene(&self, entries: &[Entry], ticks: &[(f64, String)]) -> Scene {
        let sizes = &self.frame.sizes;
        let (mut marks, mut top) = (Vec::new(), 0.0);
        // Reading order is the order of time, whatever lane an entry is in.
        let mut placed: Vec<Vec<Mark>> = Vec::new();
        placed.resize_with(entries.len(), Vec::new);
        let mut lanes: Vec<Vec<usize>> = vec![Vec::new(); self.names.len().max(1)];
        for (place, entry) in entries.iter().enumerate() {
            lanes[entry.lane].push(place);
        }
        for (lane, places) in lanes.iter().enumerate() {
            if !places.is_empty() {
                if top > 0.0 {
                    let rule = Rect::new(0.0, top, self.frame.width, sizes.rule);
                    marks.push(Mark::new(Shape::Rect(rule), Ink::Grid, None));
                    top += sizes.rule;
                }
                let begin = (top + sizes.gap / 2.0).round();
                let named = self.name(lane, begin, &mut marks);
                top = self.lane(places, entries, (begin, named), &mut placed) + sizes.gap / 2.0;
            }
        }
        let top = top.ceil();
        let mut all = self.axis(ticks, top);
        all.append(&mut marks);
        for marks in &mut placed {
            all.append(marks);
        }
        Scene {
            width: self.frame.width,
            height: top + sizes.gap / 2.0 + sizes.label.line_height(),
            marks: all,
            plot: None,
        }
    }

    /// The entries of a lane from `top` on, their marks `placed` for each; returns its bottom. `named`: that of its name.
    fn lane(&self, places: &[usize], entries: &[Entry], (top, named): (f64, f64), placed: &mut [Vec<Mark>]) -> f64 {
        let (mut bottom, mut rows) = (if self.beside.is_some() { top } else { named }, Rows::new(places.len()));
        for place in places {
            self.place(&entries[*place], &mut rows, &mut bottom, &mut placed[*place]);
        }
        bottom.max(named)
    }

    /// The name of a lane; returns its bottom.
    fn name(&self, lane: usize, top: f64, marks: &mut Vec<Mark>) -> f64 {
        let Some(name) = self.names.get(lane) else { return top };
        let (sizes, frame) = (&self.frame.sizes, self.frame);
        let font = bold(sizes);
        let (above, mut y) = (vec![shortened(frame, name, font, frame.width)], top + sizes.row / 2.0);
        let lines = self.beside.as_ref().map_or(&above, |beside| &beside[lane]);
        for line in lines {
            let label = Label { text: line, font, ink: Ink::SoftText, datum: None };
            marks.push(label.mark(frame, Point { x: 0.0, y }, Align::Left));
            y += font.line_height();
        }
        (y - font.line_height() + sizes.row / 2.0).round()
    }

    /// An entry with its label at its right, else at its left: on one line in the first row where it touches no other, or on
    /// two lines in a row of its own, where these are not too short; else on more lines above it. `bottom` is where the
    /// next row begins.
    fn place(&self, entry: &Entry, rows: &mut Rows, bottom: &mut f64, marks: &mut Vec<Mark>) {
        let (sizes, frame) = (&self.frame.sizes, self.frame);
        let mut stretch = self.stretch(entry);
        let ends = stretch.ends(sizes);
        // Its halo interrupts the rules behind it.
        let label = Label { text: &entry.datum.label, font: sizes.label, ink: Ink::MapText, datum: Some(entry.id) };
        let line = label.font.line_height();
        let (before, after) = (ends.0 - sizes.gap - self.left, self.right - ends.1 - sizes.gap);
        let fit = |room: f64| {
            let lines = wrapped(frame, label.text, label.font, room)?;
            (lines.len() == 1 || room >= LINE_AT_LEAST * label.font.size).then_some(lines)
        };
        let beside = fit(after).map(|lines| (true, lines)).or_else(|| Some((false, fit(before)?)));
        let mut reach = Rect::new(ends.0, *bottom, ends.1 - ends.0, sizes.row);
        let at;
        let (align, lines) = if let Some((right, lines)) = beside {
            let away = sizes.gap + widest(frame, &lines, label.font);
            let (x, align) = if right { (ends.1 + sizes.gap, Align::Left) } else { (ends.0 - sizes.gap, Align::Right) };
            if right {
                reach.right += away
            } else {
                reach.left -= away
            }
            if lines.len() == 1 {
                // A row has one status.
                let end = if self.has_statuses() { f64::INFINITY } else { reach.right };
                reach.top = rows.top((reach.left, end), bottom, sizes);
                reach.bottom = reach.top + sizes.row;
            } else {
                reach.bottom += line;
                *bottom = reach.bottom;
            }
            stretch.across = reach.middle().y.round();
            at = Point { x, y: stretch.across };
            (align, lines)
        } else {
            let lines = paragraph(frame, label.text, label.font, self.right - self.left);
            let height = line * lines.len() as f64;
            let x = ends.0.min(self.right - widest(frame, &lines, label.font)).max(self.left);
            reach = Rect { left: x.min(ends.0), right: self.right, bottom: *bottom + height + sizes.row, ..reach };
            *bottom = reach.bottom;
            stretch.across = (reach.bottom - sizes.row / 2.0).round();
            at = Point { x, y: reach.top + (sizes.gap + height) / 2.0 };
            (Align::Left, lines)
        };
        marks.push(Mark::new(Shape::Rect(reach), Ink::Reach, label.datum));
        marks.extend(stretch.marks(sizes));
        label.push_lines(frame, &lines, at, align, self.right - self.left, marks);
        if self.has_statuses() {
            push_status(entry.status, glyph::column_at(frame, stretch.across), sizes, entry.id, marks);
        }
    }

    fn has_statuses(&self) -> bool {
        self.right < self.frame.width
    }

    /// The rules of the ticks, their names, and the line below the lanes.
    fn axis(&self, ticks: &[(f64, String)], bottom: f64) -> Vec<Mark> {
        let (sizes, frame) = (&self.frame.sizes, self.frame);
        let (mut marks, mut free) = (Vec::new(), self.left);
        let line = sizes.label.line_height();
        for (day, name) in ticks {
            let x = self.scale.snapped(*day);
            if x < self.left || x >= frame.width {
                continue;
            }
            let label = Label { text: name, font: sizes.label, ink: Ink::SoftText, datum: None };
            let end = x + sizes.gap + label.width(frame);
            let named = x >= free && end <= frame.width;
            let end_of_rule = bottom + if named { sizes.gap / 2.0 + line } else { 0.0 }.round();
            let rule = Rect { left: x, top: 0.0, right: x + sizes.rule, bottom: end_of_rule };
            marks.push(Mark::new(Shape::Rect(rule), Ink::Grid, None));
            if named {
                let at = Point { x: x + sizes.gap / 2.0, y: bottom + sizes.gap / 2.0 + line / 2.0 };
                marks.push(label.mark(frame, at, Align::Left));
                free = end;
            }
        }
        let rule = Rect::new(self.left, bottom, frame.width - self.left, sizes.rule);
        marks.push(Mark::new(Shape::Rect(rule), Ink::Axis, None));
        marks
    }

    fn stretch<'b>(&self, entry: &'b Entry) -> Stretch<'b> {
        let span = entry.span;
        let (from, to) = (self.scale.snapped(span.begin), self.scale.snapped(span.end));
        let sizes = &self.frame.sizes;
        let around = (sizes.dot * AROUND).round();
        let mut stretch = Stretch { entry, from, to, dot: None, across: 0.0 };
        let is_vague = stretch.fades(sizes).0 == to - from || span.end_edge == Edge::Open;
        if entry.is_day() || is_vague && to - from <= 3.0 * around {
            stretch.dot = Some(self.scale.snapped((span.begin + span.end) / 2.0));
        }
        stretch
    }
}

/// The lines of all names, where every one fits beside its lane.
fn beside(names: &[String], frame: &Frame) -> Option<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for name in names {
        all.push(wrapped(frame, name, bold(&frame.sizes), frame.width * NAMES_AT_MOST - 2.0 * frame.sizes.gap)?);
    }
    Some(all)
}

/// In whole px.
fn widest(frame: &Frame, lines: &[String], font: Font) -> f64 {
    let mut widest = 0.0_f64;
    for line in lines {
        widest = widest.max(frame.measure.width(line, font));
    }
    widest.ceil()
}

fn bold(sizes: &Sizes) -> Font {
    Font { bold: true, ..sizes.label }
}
