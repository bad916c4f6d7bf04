//! Labels that fit: shortened, wrapped, kept apart.

use super::frame::Frame;
use super::mark::{Align, Mark, Point, Shape, TextShape};
use crate::figure::DatumId;
use crate::text::concat;
use crate::theme::{Font, Ink};

const ELLIPSIS: &str = "…";

/// A text and how it is written.
pub struct Label<'a> {
    pub text: &'a str,
    pub font: Font,
    pub ink: Ink,
    pub datum: Option<DatumId>,
}

impl Label<'_> {
    /// The label as one line at a point.
    pub fn mark(&self, frame: &Frame, at: Point, align: Align) -> Mark {
        let width = self.width(frame);
        let at = Point { x: at.x.round(), y: at.y.round() };
        let shape = TextShape { text: self.text.to_owned(), at, align, font: self.font, width };
        Mark::new(Shape::Text(shape), self.ink, self.datum)
    }

    /// Lines around a vertical middle, each shortened to `width`.
    pub fn push_lines(
        &self,
        frame: &Frame,
        lines: &[String],
        at: Point,
        align: Align,
        width: f64,
        marks: &mut Vec<Mark>,
    ) {
        let height = self.font.line_height();
        let mut at = Point { y: at.y - height * (lines.len() as f64 - 1.0) / 2.0, ..at };
        for line in lines {
            marks.push(Label { text: line, ..*self }.fitted(frame, at, align, width));
            at.y += height;
        }
    }

    /// One line, shortened to `width`.
    pub fn fitted(&self, frame: &Frame, at: Point, align: Align, width: f64) -> Mark {
        let text = shortened(frame, self.text, self.font, width);
        Label { text: &text, ..*self }.mark(frame, at, align)
    }

    pub fn width(&self, frame: &Frame) -> f64 {
        frame.measure.width(self.text, self.font)
    }
}

/// The text as far as it fits, with an ellipsis where it does not.
pub fn shortened(frame: &Frame, text: &str, font: Font, width: f64) -> String {
    let (mut kept, mut short) = (text, text.to_owned());
    while frame.measure.width(&short, font) > width && !kept.is_empty() {
        let last = kept.char_indices().next_back().map_or(0, |(last, _)| last);
        kept = kept[..last].trim_end_matches(' ');
        short = concat(&[kept, ELLIPSIS]);
    }
    short
}

/// The text on one or two lines of at most `width`, broken between words; `None` where it needs more.
pub fn wrapped(frame: &Frame, text: &str, font: Font, width: f64) -> Option<Vec<String>> {
    let lines = paragraph(frame, text, font, width);
    let mut fits = lines.len() <= 2;
    for line in &lines {
        fits &= frame.measure.width(line, font) <= width;
    }
    fits.then_some(lines)
}

/// The text on as many lines as it needs, each as full as fits; a word wider than `width` stands alone.
pub fn paragraph(frame: &Frame, text: &str, font: Font, width: f64) -> Vec<String> {
    let (mut lines, mut rest) = (Vec::new(), text);
    loop {
        let mut line = rest;
        while frame.measure.width(line, font) > width
            && let Some((shorter, _)) = line.rsplit_once(' ')
        {
            line = shorter;
        }
        lines.push(line.to_owned());
        if line.len() == rest.len() {
            return lines;
        }
        rest = &rest[line.len() + 1..];
    }
}

/// Moves ordered positions apart until each is `distance` from the next and all lie within `from..=to`
/// as far as there is room.
pub fn spread(positions: &[f64], distance: f64, (from, to): (f64, f64)) -> Vec<f64> {
    let mut spread: Vec<f64> = Vec::with_capacity(positions.len());
    for position in positions {
        let least = spread.last().map_or(from, |last| last + distance);
        spread.push(position.max(least));
    }
    let mut most = to;
    for position in spread.iter_mut().rev() {
        *position = position.min(most);
        most = *position - distance;
    }
    spread
}
