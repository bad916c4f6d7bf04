//! Single numbers, large, each with what it counts below it.

use super::frame::Frame;
use super::glyph::{self, push_glyph};
use super::label::{Label, folded, paragraph};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use crate::figure::{Datum, DatumId, Figure};
use crate::theme::{Font, Ink};

/// A card is at least so many times as wide as its text is high.
const LEAST: f64 = 15.0;
const MOST_COLUMNS: f64 = 4.0;

pub fn layout(figure: &Figure, frame: &Frame) -> Scene {
    let sizes = &frame.sizes;
    let apart = 2.0 * sizes.apart;
    let columns = ((frame.width + apart) / (LEAST * sizes.label.size + apart)).clamp(1.0, MOST_COLUMNS) as usize;
    let width = ((frame.width + apart) / columns as f64 - apart).floor();
    let status = glyph::column(figure, sizes);
    let font = number_font(figure, width - status, frame);
    let (mut marks, mut top, mut bottom) = (Vec::new(), 0.0, 0.0_f64);
    for (index, (id, datum)) in figure.entries().enumerate() {
        let column = index % columns;
        if column == 0 && index > 0 {
            top = bottom + sizes.apart;
        }
        let left = (column as f64 * (width + apart)).round();
        let card = Card { frame, id, datum, left, top, width, status, font };
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
    /// The width of its status with its gap.
    status: f64,
    font: Font,
}

/// The largest font in which each number fits beside its status.
fn number_font(figure: &Figure, room: f64, frame: &Frame) -> Font {
    let sizes = &frame.sizes;
    let mut widest = 0.0_f64;
    for datum in &figure.data {
        widest = widest.max(frame.measure.width(&datum.text, sizes.headline));
    }
    // In between it is as large as fits.
    let size = (sizes.headline.size * room / widest.max(1.0)).clamp(sizes.key.size, sizes.headline.size);
    Font { size: size.floor(), bold: true }
}

impl Card<'_> {
    /// Rule, number and what it counts; returns the bottom.
    fn marks(&self, marks: &mut Vec<Mark>) -> f64 {
        let sizes = &self.frame.sizes;
        let reach = marks.len();
        let rule = Rect::new(self.left, self.top, self.width, sizes.rule);
        marks.push(Mark::new(Shape::Rect(rule), Ink::Axis, None));
        let mut y = self.top + sizes.gap;
        if self.status > 0.0 {
            let centre =
                Point { x: self.left + self.width - sizes.dot - sizes.ring, y: y + self.font.line_height() / 2.0 };
            push_glyph(self.datum.status, centre, sizes.dot, sizes, Some(self.id), marks);
        }
        let room = self.width - self.status;
        for line in folded(self.frame, &self.datum.text, self.font, room) {
            y += self.font.line_height();
            let at = Point { x: self.left, y: y - self.font.line_height() / 2.0 };
            self.text(&line, self.font, Ink::Text, at, room, marks);
        }
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

    fn text(&self, text: &str, font: Font, ink: Ink, at: Point, room: f64, marks: &mut Vec<Mark>) {
        let label = Label { text, font, ink, datum: Some(self.id) };
        marks.push(label.fitted(self.frame, at, Align::Left, room));
    }
}
