//! The whole as one strip: lying with names below it, or, where they don't fit, standing with names
//! beside it.

use super::frame::Frame;
use super::label::{Label, spread};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Figure};
use crate::theme::Ink;

pub fn layout(figure: &Figure, frame: &Frame) -> Scene {
    let parts = Parts::new(figure, frame);
    parts.lying().unwrap_or_else(|| parts.standing())
}

/// One datum and what lies before it.
struct Part<'a> {
    id: DatumId,
    datum: &'a Datum,
    from: f64,
    to: f64,
}

struct Parts<'a> {
    frame: &'a Frame<'a>,
    parts: Vec<Part<'a>>,
    total: f64,
}

impl<'a> Parts<'a> {
    fn new(figure: &'a Figure, frame: &'a Frame) -> Self {
        let mut to = 0.0;
        let mut parts = Vec::new();
        for (id, datum) in figure.entries().filter(|(_, datum)| !datum.is_change()) {
            let from = to;
            to += datum.value.unwrap_or(0.0).max(0.0);
            parts.push(Part { id, datum, from, to });
        }
        Self { frame, parts, total: figure.whole.unwrap_or(to) }
    }

    /// `None` where the frame is narrow or a name would leave it.
    fn lying(&self) -> Option<Scene> {
        let frame = self.frame;
        let scale = Scale::new((0.0, self.total), (0.0, frame.width));
        let strips: Vec<_> = self.parts.iter().map(|part| self.lying_strip(part, &scale)).collect();
        let names: Vec<_> = self.parts.iter().zip(&strips).map(|(part, strip)| self.name(part, strip)).collect();
        let outside = strips.iter().zip(&names).any(|(strip, name)| strip.left + self.width(name) > frame.width);
        if frame.is_narrow() || outside {
            return None;
        }
        let levels = self.levels(&strips, &names);
        let mut marks = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            marks.extend(self.strip_marks(part, strips[index]));
            marks.extend(self.hanging_name(part, strips[index], &names[index], levels[index]));
        }
        let deepest = levels.iter().max().copied().unwrap_or(0);
        Some(Scene { width: frame.width, height: self.level(deepest) + frame.sizes.label.line_height(), marks })
    }

    fn lying_strip(&self, part: &Part, scale: &Scale) -> Rect {
        let (left, right) = (scale.snapped(part.from), scale.snapped(part.to));
        let right = if part.to < self.total { right - self.seam() } else { right };
        Rect { left, top: 0.0, right: right.max(left + 1.0), bottom: self.frame.sizes.strip }
    }

    /// A name hangs from the left edge of its strip. From right to left, each name that would run into a
    /// later one goes one level deeper, so that neither names nor the lines to them ever cross.
    fn levels(&self, strips: &[Rect], names: &[String]) -> Vec<usize> {
        let mut levels = vec![0; strips.len()];
        for index in (0..strips.len()).rev() {
            let end = strips[index].left + self.width(&names[index]) + self.frame.sizes.gap;
            let below = (index + 1..strips.len()).filter(|later| strips[*later].left < end);
            levels[index] = below.map(|later| levels[later] + 1).max().unwrap_or(0);
        }
        levels
    }

    /// The top of a level of names, in px.
    fn level(&self, level: usize) -> f64 {
        let sizes = &self.frame.sizes;
        sizes.strip + sizes.gap + level as f64 * (sizes.label.line_height() + sizes.gap / 2.0).round()
    }

    fn hanging_name(&self, part: &Part, strip: Rect, name: &str, level: usize) -> Vec<Mark> {
        let sizes = &self.frame.sizes;
        let middle = self.level(level) + sizes.label.line_height() / 2.0;
        let rule = Rect::new(strip.left, strip.bottom, sizes.rule, middle + sizes.label.size / 2.0 - strip.bottom);
        let at = Point { x: strip.left + sizes.gap / 2.0 + sizes.rule, y: middle };
        vec![
            Mark::new(Shape::Rect(rule), Ink::Axis, None),
            self.label(part, name).mark(self.frame, at, Align::Left),
        ]
    }

    /// The name, with the value where the strip has no room for it.
    fn name(&self, part: &Part, strip: &Rect) -> String {
        if self.holds_value(part, strip) {
            return part.datum.label.clone();
        }
        format!("{} {}", part.datum.label, part.datum.text)
    }

    fn holds_value(&self, part: &Part, strip: &Rect) -> bool {
        let sizes = &self.frame.sizes;
        let width = self.frame.measure.width(&part.datum.text, sizes.value);
        strip.width() >= width + sizes.gap && strip.height() >= sizes.value.line_height()
    }

    fn width(&self, name: &str) -> f64 {
        let sizes = &self.frame.sizes;
        self.frame.measure.width(name, sizes.label) + sizes.gap / 2.0 + sizes.rule
    }

    fn standing(&self) -> Scene {
        let sizes = &self.frame.sizes;
        let scale = Scale::new((0.0, self.total), (0.0, sizes.column_height));
        let strips: Vec<_> = self.parts.iter().map(|part| self.standing_strip(part, &scale)).collect();
        let middles: Vec<_> = strips.iter().map(|strip| strip.middle().y).collect();
        let line = sizes.label.line_height();
        let room = (line / 2.0, sizes.column_height - line / 2.0);
        let mut marks = Vec::new();
        for ((part, strip), middle) in self.parts.iter().zip(strips).zip(spread(&middles, line, room)) {
            marks.extend(self.strip_marks(part, strip));
            marks.extend(self.name_beside(part, strip, middle));
        }
        Scene { width: self.frame.width, height: sizes.column_height, marks }
    }

    fn standing_strip(&self, part: &Part, scale: &Scale) -> Rect {
        let (top, bottom) = (scale.snapped(part.from), scale.snapped(part.to));
        let bottom = if part.to < self.total { bottom - self.seam() } else { bottom };
        Rect { left: 0.0, top, right: self.frame.sizes.column, bottom: bottom.max(top + 1.0) }
    }

    fn name_beside(&self, part: &Part, strip: Rect, middle: f64) -> Vec<Mark> {
        let sizes = &self.frame.sizes;
        let from = Point { x: strip.right + sizes.gap / 2.0, y: strip.middle().y };
        let to = Point { x: strip.right + 2.0 * sizes.gap, y: middle.round() };
        let at = Point { x: to.x + sizes.gap / 2.0, y: to.y };
        let name = self.name(part, &strip);
        let label = self.label(part, &name).fitted(self.frame, at, Align::Left, self.frame.width - at.x);
        vec![Mark::new(Shape::Line { from, to, width: sizes.rule }, Ink::Axis, None), label]
    }

    fn strip_marks(&self, part: &Part, strip: Rect) -> Vec<Mark> {
        let stated = part.datum.is_stated();
        let ink = if stated { Ink::Series } else { Ink::Remainder };
        let mut marks = vec![Mark::new(Shape::Rect(strip), ink, Some(part.id))];
        if self.holds_value(part, &strip) {
            marks.extend(self.value_inside(part, strip, stated));
        }
        marks
    }

    /// On the hatching of a derived part, a number needs a ground of its own to be read.
    fn value_inside(&self, part: &Part, strip: Rect, stated: bool) -> Vec<Mark> {
        let sizes = &self.frame.sizes;
        let ink = if stated { Ink::OnSeries } else { Ink::Text };
        let label = Label { text: &part.datum.text, font: sizes.value, ink, datum: Some(part.id) };
        let text = label.mark(self.frame, strip.middle(), Align::Middle);
        let around = text.shape.bounds().grown((sizes.gap / 2.0).round());
        let plate = Rect {
            left: around.left.floor(),
            top: around.top.floor(),
            right: around.right.ceil(),
            bottom: around.bottom.ceil(),
        };
        let plate = (!stated).then(|| Mark::new(Shape::Rect(plate), Ink::Ground, None));
        plate.into_iter().chain([text]).collect()
    }

    fn label<'b>(&self, part: &Part, text: &'b str) -> Label<'b> {
        let ink = if part.datum.is_stated() { Ink::Text } else { Ink::SoftText };
        Label { text, font: self.frame.sizes.label, ink, datum: Some(part.id) }
    }

    /// The gap between two parts.
    fn seam(&self) -> f64 {
        self.frame.sizes.ring
    }
}
