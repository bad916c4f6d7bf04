//! Horizontal bars with their values beside them; what is derived stands apart below.

use super::frame::Frame;
use super::label::{Label, wrapped};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Figure};
use crate::theme::Ink;

/// Labels take at most this part of the width; longer ones go above their bars.
const LABELS_AT_MOST: f64 = 0.4;

pub fn layout(figure: &Figure, frame: &Frame) -> Scene {
    let rows = Rows::new(figure, frame);
    let mut marks = rows.axes();
    for row in &rows.rows {
        marks.extend(rows.marks(row));
    }
    Scene { width: frame.width, height: height(figure, frame), marks }
}

/// The height of a figure's bars in px: the other kinds of the figure take it over, so that nothing
/// jumps when a reader switches or an address asks for another kind than the page has reserved room for.
pub fn height(figure: &Figure, frame: &Frame) -> f64 {
    rows(figure, frame).last().map_or(0.0, |row| row.top + frame.sizes.band)
}

/// One bar's band.
struct Row<'a> {
    id: DatumId,
    datum: &'a Datum,
    top: f64,
}

struct Rows<'a> {
    frame: &'a Frame<'a>,
    rows: Vec<Row<'a>>,
    /// The width left of the bars for labels, and the lines of each; `None` puts labels above.
    margin: Option<(f64, Vec<Vec<String>>)>,
    scale: Scale,
}

impl<'a> Rows<'a> {
    fn new(figure: &'a Figure, frame: &'a Frame) -> Self {
        let rows = rows(figure, frame);
        let margin = margin(&rows, frame);
        // The zero line stands left of zero.
        let left = margin.as_ref().map_or(frame.sizes.rule, |(width, _)| width + frame.sizes.gap);
        let values = rows.iter().map(|row| frame.measure.width(&row.datum.text, frame.sizes.value));
        let right = frame.width - values.fold(0.0, f64::max).ceil() - frame.sizes.gap;
        let numbers = rows.iter().filter_map(|row| row.datum.value);
        let scale = Scale::from_zero(numbers, (left.round(), right.max(left + 1.0).round()));
        Self { frame, rows, margin, scale }
    }

    /// The zero line along what is stated, and apart from it along what is derived; where labels stand above
    /// the bars, it does not run through them.
    fn axes(&self) -> Vec<Mark> {
        let zero = self.scale.snapped(0.0);
        let mut axes: Vec<Mark> = Vec::new();
        for row in &self.rows {
            let beside = self.margin.is_some();
            let (top, height) = if beside { (row.top, self.frame.sizes.band) } else { self.slot(row) };
            let rule = Rect::new(zero - self.frame.sizes.rule, top, self.frame.sizes.rule, height);
            match axes.last_mut() {
                Some(Mark { shape: Shape::Rect(above), .. }) if above.bottom == rule.top => above.bottom = rule.bottom,
                _ => axes.push(Mark::new(Shape::Rect(rule), Ink::Axis, None)),
            }
        }
        axes
    }

    fn band(&self, row: &Row) -> Rect {
        Rect::new(0.0, row.top, self.frame.width, self.frame.sizes.band)
    }

    /// Where in its band a bar lies: top and height.
    fn slot(&self, row: &Row) -> (f64, f64) {
        let sizes = &self.frame.sizes;
        match self.margin {
            Some(_) => (row.top + ((sizes.band - sizes.bar) / 2.0).round(), sizes.bar),
            None => (row.top + sizes.label.line_height() + sizes.rule, sizes.low_bar),
        }
    }

    fn bar(&self, row: &Row) -> Option<Rect> {
        let (top, height) = self.slot(row);
        let (zero, end) = (self.scale.snapped(0.0), self.scale.snapped(row.datum.value?));
        let (left, right) = if end < zero { (end, zero) } else { (zero, end) };
        Some(Rect::new(left, top, right - left, height))
    }

    fn marks(&self, row: &Row) -> Vec<Mark> {
        let bar = self.bar(row);
        let datum = Some(row.id);
        let ink = if row.datum.is_stated() { Ink::Series } else { Ink::Remainder };
        let mut marks = vec![Mark::new(Shape::Rect(self.band(row)), Ink::Reach, datum)];
        marks.extend(bar.map(|bar| Mark::new(Shape::Rect(bar), ink, datum)));
        marks.extend(self.label(row));
        marks.push(self.value(row, bar));
        marks
    }

    fn label(&self, row: &Row) -> Vec<Mark> {
        let sizes = &self.frame.sizes;
        let label = Label { text: &row.datum.label, font: sizes.label, ink: text_ink(row.datum), datum: Some(row.id) };
        match &self.margin {
            Some((width, lines)) => {
                let at = Point { x: *width, y: self.band(row).middle().y };
                label.lines(self.frame, &lines[row.id.0], at, Align::Right, *width)
            }
            None => {
                let at = Point { x: 0.0, y: row.top + sizes.label.line_height() / 2.0 };
                vec![label.fitted(self.frame, at, Align::Left, self.frame.width)]
            }
        }
    }

    fn value(&self, row: &Row, bar: Option<Rect>) -> Mark {
        let sizes = &self.frame.sizes;
        let zero = self.scale.snapped(0.0);
        let end = bar.map_or(zero, |bar| bar.right);
        let middle = bar.map_or_else(|| self.band(row).middle().y, |bar| bar.middle().y);
        let value = Label { text: &row.datum.text, font: sizes.value, ink: text_ink(row.datum), datum: Some(row.id) };
        value.mark(self.frame, Point { x: end + sizes.gap, y: middle }, Align::Left)
    }
}

fn rows<'a>(figure: &'a Figure, frame: &Frame) -> Vec<Row<'a>> {
    let (mut rows, mut top) = (Vec::new(), 0.0);
    for (id, datum) in figure.entries().filter(|(_, datum)| !datum.is_change()) {
        top += if datum.is_stated() { 0.0 } else { frame.sizes.apart };
        rows.push(Row { id, datum, top });
        top += frame.sizes.band;
    }
    rows
}

/// The widest label and the lines of all, where every one fits beside its bar.
fn margin(rows: &[Row], frame: &Frame) -> Option<(f64, Vec<Vec<String>>)> {
    if frame.is_narrow() {
        return None;
    }
    let (mut widest, mut all) = (0.0_f64, Vec::new());
    for row in rows {
        let lines = wrapped(frame, &row.datum.label, frame.sizes.label, frame.width * LABELS_AT_MOST)?;
        for line in &lines {
            widest = widest.max(frame.measure.width(line, frame.sizes.label));
        }
        all.push(lines);
    }
    Some((widest.ceil(), all))
}

fn text_ink(datum: &Datum) -> Ink {
    if datum.is_stated() { Ink::Text } else { Ink::SoftText }
}
