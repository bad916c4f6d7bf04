//! Single numbers, large, each with what it counts below it.

use super::frame::Frame;
use super::glyph::push_glyph;
use super::label::{Label, paragraph};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use crate::figure::{Datum, DatumId, Figure};
use crate::theme::{Font, Ink};

/// Stands between a number and its unit.
const NO_BREAK_SPACE: char = '\u{a0}';

/// A card is at least so many times as wide as its text is high.
const LEAST: f64 = 15.0;
const MOST_COLUMNS: f64 = 4.0;

/// The middle of a smaller text lies so much of the difference in size lower, for both to stand on one line.
const BASELINE: f64 = 0.35;

pub fn layout(figure: &Figure, frame: &Frame) -> Scene {
    let sizes = &frame.sizes;
    let apart = 2.0 * sizes.apart;
    let columns = ((frame.width + apart) / (LEAST * sizes.label.size + apart)).clamp(1.0, MOST_COLUMNS) as usize;
    let width = ((frame.width + apart) / columns as f64 - apart).floor();
    let (mut marks, mut top, mut bottom) = (Vec::new(), 0.0, 0.0_f64);
    for (index, (id, datum)) in figure.entries().enumerate() {
        let column = index % columns;
        if column == 0 && index > 0 {
            top = bottom + sizes.apart;
        }
        let card = Card { frame, id, datum, left: (column as f64 * (width + apart)).round(), top, width };
        bottom = bottom.max(card.marks(&mut marks));
    }
    Scene { width: frame.width, height: bottom, marks, plot: None }
}

struct Card<'a> {
    frame: &'a Frame<'a>,
    id: DatumId,
    datum: &'a Datum,
    left: f64,
    top: f64,
    width: f64,
}

impl Card<'_> {
    /// Rule, number and what it counts; returns the bottom.
    fn marks(&self, marks: &mut Vec<Mark>) -> f64 {
        let sizes = &self.frame.sizes;
        let reach = marks.len();
        let rule = Rect::new(self.left, self.top, self.width, sizes.rule);
        marks.push(Mark::new(Shape::Rect(rule), Ink::Axis, None));
        let mut y = self.number(self.top + sizes.gap, marks);
        for line in paragraph(self.frame, &self.datum.label, sizes.label, self.width) {
            y += sizes.label.line_height();
            let at = Point { x: self.left, y: y - sizes.label.line_height() / 2.0 };
            self.text(&line, sizes.label, Ink::SoftText, at, self.width, marks);
        }
        let bottom = (y + sizes.gap).round();
        let room = Rect::new(self.left, self.top, self.width, bottom - self.top);
        marks.insert(reach, Mark::new(Shape::Rect(room), Ink::Reach, Some(self.id)));
        bottom
    }

    /// The number, smaller where it is long, with its unit beside it or, where that does not fit, below it; returns
    /// the bottom.
    fn number(&self, top: f64, marks: &mut Vec<Mark>) -> f64 {
        let sizes = &self.frame.sizes;
        let text = &self.datum.text;
        let (number, unit) = parts(text);
        let mut at = Point { x: self.left, y: top + sizes.headline.line_height() / 2.0 };
        let mut bottom = top + sizes.headline.line_height();
        let radius = sizes.dot;
        let corner = Point { x: self.left + self.width - 2.0 * radius, y: at.y };
        push_glyph(self.datum.status, corner, radius, sizes, Some(self.id), marks);
        let room = self.width - 4.0 * radius;
        let mut font = sizes.headline;
        for smaller in [sizes.key, sizes.label] {
            font = if self.frame.measure.width(number, font) > room { smaller } else { font };
        }
        self.text(number, font, Ink::Text, at, room, marks);
        let beside = self.frame.measure.width(number, font) + sizes.gap;
        if self.frame.measure.width(unit, sizes.label) <= room - beside {
            at.x += beside;
            at.y += (font.size - sizes.label.size) * BASELINE;
        } else {
            at.y = bottom + sizes.label.line_height() / 2.0;
            bottom += sizes.label.line_height();
        }
        if !unit.is_empty() {
            self.text(unit, sizes.label, Ink::Text, at, self.width, marks);
        }
        bottom
    }

    fn text(&self, text: &str, font: Font, ink: Ink, at: Point, room: f64, marks: &mut Vec<Mark>) {
        let label = Label { text, font, ink, datum: Some(self.id) };
        marks.push(label.fitted(self.frame, at, Align::Left, room));
    }
}

/// A number with what stands before it, and its unit: `ca. 1 200` and `km`.
fn parts(text: &str) -> (&str, &str) {
    let end = text.rfind(|sign: char| sign.is_ascii_digit()).map_or(0, |at| at + 1);
    text[end..].strip_prefix(NO_BREAK_SPACE).map_or((text, ""), |unit| (&text[..end], unit))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_number_and_its_unit() {
        for (text, expected) in [
            ("30\u{a0}%", ("30", "%")),
            ("ок.\u{a0}30\u{a0}лет", ("ок.\u{a0}30", "лет")),
            ("1\u{a0}200\u{a0}км", ("1\u{a0}200", "км")),
            ("60–70\u{a0}%", ("60–70", "%")),
            ("5", ("5", "")),
            ("keine", ("keine", "")),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
