//! Two values in time and the change between them, drawn from zero; what others counted as points of their own.

use super::frame::Frame;
use super::glyph::push_glyph;
use super::label::{Label, paragraph, spread};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Figure, Origin, Status};
use crate::order::ordered;
use crate::state::State;
use crate::text::{concat, isolated};
use crate::theme::{Font, Ink};

/// Dashes of a leader, however long it is.
const MOST_DASHES: f64 = 40.0;

pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let (mut stated, mut found, mut change) = (Vec::new(), Vec::new(), None);
    let (relative, symbols) = (state.get("relative").is_some(), figure.has_symbols());
    let zero = figure.formats.plain(0.0, 0);
    for (id, datum) in figure.entries() {
        let text = datum.relative.as_ref().filter(|_| relative).map_or(datum.drawn(), |relative| &*relative.text);
        let day = datum.span.as_ref().map_or(0.0, |span| span.begin);
        let status = if symbols { datum.status } else { Status::Unasked };
        let point = Entry { id, datum, text, day, status };
        match &datum.origin {
            Origin::Stated(_) => stated.push(point),
            Origin::Found { series, .. } if state.get("compare") == Some(&series.key) => found.push(point),
            Origin::Change { .. } => change = Some(point),
            _ => {}
        }
    }
    let (mut marks, mut height) = (Vec::new(), frame.sizes.slope_height);
    if let [first, last] = stated[..] {
        marks = Slope::new(first, last, change, &found, frame).marks(&zero);
        if is_listed(&found, frame) {
            height = list(&found, height, frame, &mut marks);
        }
    }
    Scene { width: frame.width, height, marks, plot: None }
}

/// Whether there is no room beside the points for what others counted: one label at either end and one between them.
fn is_listed(found: &[Entry], frame: &Frame) -> bool {
    let mut widest = 0.0_f64;
    for entry in found {
        widest = widest.max(frame.measure.width(&entry.dated(), frame.sizes.small));
    }
    frame.is_narrow() || 3.5 * widest > frame.width
}

/// The counts of others in words, a paragraph each from `top` on, where there is no room for it beside the points;
/// returns the bottom.
fn list(found: &[Entry], top: f64, frame: &Frame, marks: &mut Vec<Mark>) -> f64 {
    let sizes = &frame.sizes;
    let line = sizes.small.line_height();
    let mut bottom = top;
    for entry in found {
        let text = concat(&[&isolated(entry.text), " – ", &isolated(&entry.datum.label)]);
        let lines = paragraph(frame, &text, sizes.small, frame.width);
        let height = (lines.len() as f64 * line).max(2.0 * sizes.reach);
        let row = Rect::new(0.0, bottom, frame.width, height);
        marks.push(Mark::new(Shape::Rect(row), Ink::Reach, Some(entry.id)));
        let label = Label { text: "", font: sizes.small, ink: Ink::SoftText, datum: Some(entry.id) };
        let at = Point { x: 0.0, y: row.middle().y };
        label.push_lines(frame, &lines, at, Align::Left, frame.width, marks);
        bottom += height;
    }
    bottom
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    id: DatumId,
    datum: &'a Datum,
    /// The value as the reader has asked for it: absolute, or as a share of the first.
    text: &'a str,
    /// In days since 1 January 1970.
    day: f64,
    status: Status,
}

impl Entry<'_> {
    /// What another source counted, and when.
    fn dated(&self) -> String {
        let when = self.datum.span.as_ref().map_or("", |span| &span.text);
        concat(&[&isolated(self.text), BETWEEN, &isolated(when)])
    }
}

const BETWEEN: &str = " · ";

struct Slope<'a> {
    frame: &'a Frame<'a>,
    first: Entry<'a>,
    last: Entry<'a>,
    change: Option<Entry<'a>>,
    found: &'a [Entry<'a>],
    /// From the first point's centre to the last one's, from the top to the zero line.
    plot: Rect,
    scale: Scale,
    time: Scale,
    value_font: Font,
}

/// The stated values are large, unless they would then leave no room between them.
fn value_font(first: Entry, last: Entry, frame: &Frame) -> Font {
    let sizes = &frame.sizes;
    let values = frame.measure.width(first.text, sizes.key) + frame.measure.width(last.text, sizes.key);
    let between = 6.0 * sizes.dot + 2.0 * sizes.gap;
    if values + between <= frame.width { sizes.key } else { sizes.small }
}

impl<'a> Slope<'a> {
    fn new(
        first: Entry<'a>,
        last: Entry<'a>,
        change: Option<Entry<'a>>,
        found: &'a [Entry<'a>],
        frame: &'a Frame,
    ) -> Self {
        let slope = Self::below(0.0, first, last, change, found, frame);
        // Where the change does not fit beside the line, it is written above the plot.
        if slope.change_fits() { slope } else { Self::below(slope.header(), first, last, change, found, frame) }
    }

    /// The slope below a header of the given height.
    fn below(
        header: f64,
        first: Entry<'a>,
        last: Entry<'a>,
        change: Option<Entry<'a>>,
        found: &'a [Entry<'a>],
        frame: &'a Frame,
    ) -> Self {
        let sizes = &frame.sizes;
        let font = value_font(first, last, frame);
        let stated = |entry: Entry| {
            let year = frame.measure.width(&entry.datum.label, sizes.small);
            frame.measure.width(entry.text, font).max(year)
        };
        let (mut before, mut after) = (stated(first), stated(last));
        let (listed, mut latest, mut most) = (is_listed(found, frame), last.day, 0.0_f64);
        for entry in found {
            let width = if listed { 0.0 } else { frame.measure.width(&entry.dated(), sizes.small) };
            if entry.day <= first.day {
                before = before.max(width);
            } else if entry.day >= last.day {
                after = after.max(width);
            }
            latest = latest.max(entry.day);
            most = most.max(entry.datum.value.unwrap_or(0.0));
        }
        let left = (before + sizes.dot + sizes.gap).round();
        // The axis of time goes on to what was counted last; without dates the points are its ends.
        let end = (frame.width - after - sizes.dot - sizes.gap).max(left + 1.0).round();
        let (from, to) = if last.day > first.day { (first.day, last.day) } else { (0.0, 1.0) };
        let time = Scale::new((from, latest.max(to)), (left, end));
        let plot = Rect {
            left,
            top: header + sizes.key.line_height(),
            right: time.snapped(to),
            bottom: (sizes.slope_height - sizes.small.line_height()).round(),
        };
        let ends = (first.datum.value.unwrap_or(0.0), last.datum.value.unwrap_or(0.0));
        let scale = Scale::from_zero(&[ends.0, ends.1, most], (plot.bottom, plot.top));
        Self { frame, first, last, change, found, plot, scale, time, value_font: font }
    }

    fn marks(&self, zero: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        self.push_zero_line(zero, &mut marks);
        self.push_change(&mut marks);
        // The article's points are read before those of others, and lie on them.
        for (entry, x) in [(self.first, self.plot.left), (self.last, self.plot.right)] {
            let centre = Point { x, ..self.place(entry) };
            let reach = Shape::Dot { centre, radius: self.frame.sizes.dot + self.frame.sizes.reach };
            marks.push(Mark::new(reach, Ink::Reach, Some(entry.id).filter(|_| entry.datum.value.is_some())));
        }
        let (mut before, mut after) = (vec![self.first], vec![self.last]);
        let listed = is_listed(self.found, self.frame);
        for entry in self.found {
            self.push_found(*entry, &mut marks);
            if listed {
                continue;
            }
            if entry.day <= self.first.day {
                before.push(*entry);
            } else if entry.day >= self.last.day {
                after.push(*entry);
            } else {
                self.push_label_within(*entry, &mut marks);
            }
        }
        self.push_point(self.first, self.plot.left, &mut marks);
        self.push_point(self.last, self.plot.right, &mut marks);
        let away = self.frame.sizes.dot + self.frame.sizes.gap;
        self.push_column(before, 0.0, self.plot.left - away, &mut marks);
        let end = self.time.snapped(self.latest()) + away;
        self.push_column(after, end, end - self.frame.sizes.gap / 2.0, &mut marks);
        marks
    }

    fn latest(&self) -> f64 {
        let latest = self.found.iter().fold(self.last.day, |latest, entry| latest.max(entry.day));
        if self.last.day > self.first.day { latest } else { 1.0 }
    }

    /// The zero line with its number, and how high the article's points stand above it.
    fn push_zero_line(&self, zero: &str, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let (y, right) = (self.scale.snapped(0.0), self.time.snapped(self.latest()));
        for (entry, x) in [(self.first, self.plot.left), (self.last, self.plot.right)] {
            let end = self.scale.snapped(entry.datum.value.unwrap_or(0.0));
            let stem = Rect::new(x - sizes.span / 2.0, y.min(end), sizes.span, (y - end).abs());
            marks.push(Mark::new(Shape::Rect(stem), Ink::SoftSeries, Some(entry.id)));
        }
        let rule = Rect::new(self.plot.left - sizes.dot, y, right - self.plot.left + 2.0 * sizes.dot, sizes.rule);
        marks.push(Mark::new(Shape::Rect(rule), Ink::Axis, None));
        let label = Label { text: zero, font: sizes.small, ink: Ink::SoftText, datum: None };
        let x = rule.left - 2.0 * sizes.gap;
        marks.push(label.mark(self.frame, Point { x, y }, Align::Left));
    }

    /// A stated point: its status tells its shape.
    fn push_point(&self, entry: Entry, x: f64, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let Some(value) = entry.datum.value else { return };
        let centre = Point { x, y: self.scale.snapped(value) };
        push_glyph(entry.status, centre, sizes.dot, sizes, Some(entry.id), marks);
    }

    /// What another source counted: a hollow square on its year.
    fn push_found(&self, entry: Entry, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let centre = self.place(entry);
        let reach = Shape::Dot { centre, radius: sizes.reach };
        marks.push(Mark::new(reach, Ink::Reach, Some(entry.id)));
        let side = 2.0 * sizes.dot;
        let square = Rect::new(centre.x - sizes.dot, centre.y - sizes.dot, side, side);
        marks.push(Mark::new(Shape::Rect(square), Ink::Comparison, Some(entry.id)));
    }

    fn place(&self, entry: Entry) -> Point {
        Point { x: self.time.snapped(entry.day), y: self.scale.snapped(entry.datum.value.unwrap_or(0.0)) }
    }

    /// Labels beside one of the ends from `x` on, kept apart; the article's larger than those of others, its year below the
    /// value. Dashes lead to `near` from the points of others.
    fn push_column(&self, mut entries: Vec<Entry>, x: f64, near: f64, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        entries.retain(|entry| entry.datum.value.is_some());
        let (mut places, mut texts) = (Vec::new(), Vec::new());
        for entry in ordered(&entries, &|one, other| one.datum.value > other.datum.value) {
            let (stated, y) = (entry.datum.is_stated(), self.place(entry).y);
            let (font, ink) = if stated { (self.value_font, Ink::Text) } else { (sizes.small, Ink::SoftText) };
            let text = if stated { isolated(entry.text).into_owned() } else { entry.dated() };
            places.push(y);
            texts.push((entry, text, font, ink));
            if stated {
                places.push(y + sizes.key.line_height());
                texts.push((entry, entry.datum.label.clone(), sizes.small, Ink::SoftText));
            }
        }
        let line = sizes.key.line_height();
        let room = (self.plot.top - line / 2.0, self.plot.bottom - line);
        for ((entry, text, font, ink), y) in texts.iter().zip(spread(&places, line, room)) {
            if !entry.datum.is_stated() {
                self.push_leader(*entry, Point { x: near, y }, marks);
            }
            let label = Label { text, font: *font, ink: *ink, datum: Some(entry.id) };
            marks.push(label.mark(self.frame, Point { x, y }, Align::Left));
        }
    }

    /// Dashes from the square of a point to its label, whose ends lie on whole px, as a canvas paints them.
    fn push_leader(&self, entry: Entry, to: Point, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let from = self.place(entry);
        let length = (to.x - from.x).hypot(to.y - from.y);
        let at = |along: f64| Point {
            x: (from.x + (to.x - from.x) * along / length).round(),
            y: (from.y + (to.y - from.y) * along / length).round(),
        };
        // A long leader has longer dashes: a figure of many points would have as many dashes as points squared.
        let dash = sizes.tick.max(length / MOST_DASHES / 2.0);
        let mut along = 1.5 * sizes.dot;
        while along + dash <= length {
            let line = Shape::Line { from: at(along), to: at(along + dash), width: sizes.rule };
            marks.push(Mark::new(line, Ink::SoftText, Some(entry.id)));
            along += 2.0 * dash;
        }
    }

    /// The label of a point between the ends, on the side of the line where the point is: value and year.
    fn push_label_within(&self, entry: Entry, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let at = self.place(entry);
        let Some((from, to)) = self.ends() else { return };
        let line = from.y + (to.y - from.y) * (at.x - from.x) / (to.x - from.x).max(1.0);
        let height = sizes.small.line_height();
        let down = if at.y >= line { 1.0 } else { -1.0 };
        let year = entry.datum.span.as_ref().map_or("", |span| &span.text);
        let texts = if down > 0.0 { [entry.text, year] } else { [year, entry.text] };
        let mut y = at.y + down * (sizes.dot + sizes.gap / 2.0 + height / 2.0);
        for text in texts {
            let label = Label { text, font: sizes.small, ink: Ink::SoftText, datum: Some(entry.id) };
            marks.push(label.mark(self.frame, Point { x: at.x, y }, Align::Middle));
            y += down * height;
        }
    }

    /// The straight line between the points, grey because it is derived, with the change written out.
    fn push_change(&self, marks: &mut Vec<Mark>) {
        let (Some(Entry { id, text, .. }), Some((from, to))) = (self.change, self.ends()) else { return };
        let sizes = &self.frame.sizes;
        // From dot to dot, so that it lies on neither.
        let length = (to.x - from.x).hypot(to.y - from.y).max(1.0);
        let (x, y) = ((to.x - from.x) / length * sizes.dot, (to.y - from.y) / length * sizes.dot);
        let (from, to) = (Point { x: from.x + x, y: from.y + y }, Point { x: to.x - x, y: to.y - y });
        let line = |width| Shape::Line { from, to, width };
        // Above the plot it is over the lower end, where a value of its own is far.
        let (at, align) = match (self.change_fits(), from.y <= to.y) {
            (true, _) => (self.beside_line(), Align::Left),
            (false, true) => (Point { x: self.frame.width, y: self.header() / 2.0 }, Align::Right),
            (false, false) => (Point { x: 0.0, y: self.header() / 2.0 }, Align::Left),
        };
        let label = Label { text, font: self.change_font(), ink: Ink::Text, datum: Some(id) };
        marks.push(Mark::new(line(2.0 * sizes.reach), Ink::Reach, Some(id)));
        marks.push(Mark::new(line(sizes.line), Ink::Axis, Some(id)));
        marks.push(label.fitted(self.frame, at, align, self.frame.width));
    }

    fn ends(&self) -> Option<(Point, Point)> {
        let from = Point { x: self.plot.left, y: self.scale.snapped(self.first.datum.value?) };
        let to = Point { x: self.plot.right, y: self.scale.snapped(self.last.datum.value?) };
        Some((from, to))
    }

    /// Above a falling line its right half is free, above a rising one its left half; where that is too short, as much more
    /// of it as the text needs, above the line there.
    fn beside_line(&self) -> Point {
        let Some((from, to)) = self.ends() else { return Point { x: 0.0, y: 0.0 } };
        let (gap, width) = (self.frame.sizes.gap, self.change_width());
        let middle = (from.x + to.x) / 2.0;
        let (x, meets) = if from.y <= to.y {
            let x = (middle + gap).min(self.frame.width - width);
            (x, x - gap)
        } else {
            let x = (middle - gap - width).max(0.0);
            (x, x + width + gap)
        };
        let height = from.y + (to.y - from.y) * (meets - from.x) / (to.x - from.x).max(1.0);
        Point { x, y: height - gap - self.change_font().line_height() / 2.0 }
    }

    /// Whether the change fits beside the line, clear of the value at the line's lower end.
    fn change_fits(&self) -> bool {
        let (Some((from, to)), at) = (self.ends(), self.beside_line()) else { return true };
        let sizes = &self.frame.sizes;
        let inside = at.x >= 0.0 && at.x + self.change_width() <= self.frame.width && at.y >= self.change_font().size;
        let within_plot = at.x >= from.x + sizes.gap && at.x + self.change_width() <= to.x - sizes.gap;
        inside && (within_plot || from.y.max(to.y) - at.y >= 1.5 * self.change_font().line_height())
    }

    fn change_width(&self) -> f64 {
        self.change.map_or(0.0, |change| self.frame.measure.width(change.text, self.change_font()))
    }

    fn change_font(&self) -> Font {
        self.frame.sizes.key
    }

    /// The height of a line above the plot, in px.
    fn header(&self) -> f64 {
        self.change_font().line_height() + self.frame.sizes.gap
    }
}
