//! Two values in time and the change between them, drawn from zero.

use super::frame::Frame;
use super::label::Label;
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Figure};
use crate::theme::{Font, Ink};

pub fn layout(figure: &Figure, frame: &Frame) -> Scene {
    let points: Vec<_> = figure.entries().filter(|(_, datum)| datum.is_stated()).collect();
    let change = figure.entries().find(|(_, datum)| datum.is_change());
    let mut marks = Vec::new();
    if let [first, .., last] = points[..] {
        marks = Slope::new(first, last, change, frame).marks();
    }
    Scene { width: frame.width, height: frame.sizes.slope_height, marks }
}

type Entry<'a> = (DatumId, &'a Datum);

struct Slope<'a> {
    frame: &'a Frame<'a>,
    first: Entry<'a>,
    last: Entry<'a>,
    change: Option<Entry<'a>>,
    /// From the first point's centre to the last one's, from the top to the zero line.
    plot: Rect,
    scale: Scale,
}

impl<'a> Slope<'a> {
    fn new(first: Entry<'a>, last: Entry<'a>, change: Option<Entry<'a>>, frame: &'a Frame) -> Self {
        let slope = Self::below(0.0, first, last, change, frame);
        // Where the change does not fit beside the line, it is written above the plot.
        if slope.change_fits() { slope } else { Self::below(slope.header(), first, last, change, frame) }
    }

    /// The slope below a header of the given height.
    fn below(header: f64, first: Entry<'a>, last: Entry<'a>, change: Option<Entry<'a>>, frame: &'a Frame) -> Self {
        let sizes = &frame.sizes;
        let margin = |(_, datum): Entry| frame.measure.width(&datum.text, sizes.key) + sizes.dot + sizes.gap;
        let width = frame.width.min(sizes.slope_width);
        let plot = Rect {
            left: margin(first).round(),
            top: header + sizes.key.line_height(),
            right: (width - margin(last)).max(margin(first) + 1.0).round(),
            bottom: (sizes.slope_height - sizes.label.line_height() - sizes.gap).round(),
        };
        let values = [first, last].into_iter().filter_map(|(_, datum)| datum.value);
        let scale = Scale::from_zero(values, (plot.bottom, plot.top));
        Self { frame, first, last, change, plot, scale }
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = vec![self.zero_line()];
        marks.extend(self.point(self.first, self.plot.left, Align::Right));
        marks.extend(self.point(self.last, self.plot.right, Align::Left));
        marks.extend(self.change_marks());
        marks
    }

    fn zero_line(&self) -> Mark {
        let sizes = &self.frame.sizes;
        let zero = self.scale.snapped(0.0);
        let rule = Rect::new(self.plot.left - sizes.dot, zero, self.plot.width() + 2.0 * sizes.dot, sizes.rule);
        Mark::new(Shape::Rect(rule), Ink::Axis, None)
    }

    /// A dot with its value on the outer side and its year below the zero line.
    fn point(&self, (id, datum): Entry, x: f64, outside: Align) -> Vec<Mark> {
        let sizes = &self.frame.sizes;
        let year = Label { text: &datum.label, font: sizes.label, ink: Ink::SoftText, datum: Some(id) };
        let below = Point { x, y: self.plot.bottom + sizes.gap + sizes.label.line_height() / 2.0 };
        let Some(value) = datum.value else { return vec![year.mark(self.frame, below, Align::Middle)] };
        let centre = Point { x, y: self.scale.snapped(value) };
        let away = sizes.dot + sizes.gap;
        let x = if outside == Align::Right { x - away } else { x + away };
        let label = Label { text: &datum.text, font: sizes.key, ink: Ink::Text, datum: Some(id) };
        vec![
            Mark::new(Shape::Dot { centre, radius: sizes.dot + sizes.reach }, Ink::Reach, Some(id)),
            Mark::new(Shape::Dot { centre, radius: sizes.dot }, Ink::Series, Some(id)),
            label.mark(self.frame, Point { x, y: centre.y }, outside),
            year.mark(self.frame, below, Align::Middle),
        ]
    }

    /// The straight line between the points, grey because it is derived, with the change written out.
    fn change_marks(&self) -> Vec<Mark> {
        let (Some((id, datum)), Some((from, to))) = (self.change, self.ends()) else { return Vec::new() };
        let sizes = &self.frame.sizes;
        // From dot to dot, so that it lies on neither.
        let length = (to.x - from.x).hypot(to.y - from.y).max(1.0);
        let (x, y) = ((to.x - from.x) / length * sizes.dot, (to.y - from.y) / length * sizes.dot);
        let (from, to) = (Point { x: from.x + x, y: from.y + y }, Point { x: to.x - x, y: to.y - y });
        let line = |width| Shape::Line { from, to, width };
        let at = if self.change_fits() { self.beside_line() } else { Point { x: 0.0, y: self.header() / 2.0 } };
        let label = Label { text: &datum.text, font: self.change_font(), ink: Ink::Text, datum: Some(id) };
        vec![
            Mark::new(line(2.0 * sizes.reach), Ink::Reach, Some(id)),
            Mark::new(line(sizes.line), Ink::Axis, Some(id)),
            label.fitted(self.frame, at, Align::Left, self.frame.width),
        ]
    }

    fn ends(&self) -> Option<(Point, Point)> {
        let from = Point { x: self.plot.left, y: self.scale.snapped(self.first.1.value?) };
        let to = Point { x: self.plot.right, y: self.scale.snapped(self.last.1.value?) };
        Some((from, to))
    }

    /// Above a falling line its right half is free, above a rising one its left half.
    fn beside_line(&self) -> Point {
        let Some((from, to)) = self.ends() else { return Point { x: 0.0, y: 0.0 } };
        let sizes = &self.frame.sizes;
        let (middle, height) = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
        let falls = from.y <= to.y;
        let x = if falls { middle + sizes.gap } else { middle - sizes.gap - self.change_width() };
        Point { x, y: height - sizes.gap - self.change_font().line_height() / 2.0 }
    }

    /// Whether the change fits beside the line, clear of the value at the line's lower end.
    fn change_fits(&self) -> bool {
        let (Some((from, to)), at) = (self.ends(), self.beside_line()) else { return true };
        let sizes = &self.frame.sizes;
        let inside = at.x >= 0.0 && at.x + self.change_width() <= self.frame.width.min(sizes.slope_width);
        let within_plot = at.x >= from.x + sizes.gap && at.x + self.change_width() <= to.x - sizes.gap;
        inside && (within_plot || from.y.max(to.y) - at.y >= 1.5 * self.change_font().line_height())
    }

    fn change_width(&self) -> f64 {
        self.change.map_or(0.0, |(_, datum)| self.frame.measure.width(&datum.text, self.change_font()))
    }

    fn change_font(&self) -> Font {
        self.frame.sizes.key
    }

    /// The height of a line above the plot, in px.
    fn header(&self) -> f64 {
        self.change_font().line_height() + self.frame.sizes.gap
    }
}
