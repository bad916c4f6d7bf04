//! The whole as one strip: lying with names below and above it, or, where they don't fit, standing with names
//! beside it.

use super::bars;
use super::frame::Frame;
use super::glyph;
use super::label::{Label, shortened, spread};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Figure};
use crate::order::ordered;
use crate::state::State;
use crate::text::{concat, isolated};
use crate::theme::Ink;
use crate::work::step;

pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let parts = Parts::new(figure, state, frame);
    parts.lying().unwrap_or_else(|| parts.standing())
}

/// One datum and the sum of those before it.
struct Part<'a> {
    id: DatumId,
    datum: &'a Datum,
    from: f64,
}

/// Where the name of a part hangs: on which side of the strip, and on which level from it.
#[derive(Clone, Copy)]
struct Hung {
    above: bool,
    level: usize,
}

struct Parts<'a> {
    figure: &'a Figure,
    /// The width of a status with its gap; 0 without them.
    status: f64,
    frame: &'a Frame<'a>,
    parts: Vec<Part<'a>>,
    total: f64,
    height: f64,
}

impl<'a> Parts<'a> {
    fn new(figure: &'a Figure, state: &State, frame: &'a Frame) -> Self {
        let (mut sum, mut parts, mut all) = (0.0, Vec::new(), Vec::new());
        for entry in figure.entries() {
            if entry.1.is_part() {
                all.push(entry);
            }
        }
        let (before, is_rest) = (bars::before(figure, state, false), |datum: &Datum| !datum.is_stated());
        let is_before = |one: &Datum, other: &Datum| match (is_rest(one), is_rest(other)) {
            (false, false) => before(one, other),
            (one, other) => !one && other,
        };
        for (id, datum) in ordered(&all, &|one: &(DatumId, &Datum), other| is_before(one.1, other.1)) {
            parts.push(Part { id, datum, from: sum });
            sum += datum.value.unwrap_or(0.0).max(0.0);
        }
        let status = glyph::column(figure, &frame.sizes);
        Self { figure, status, frame, parts, total: figure.whole.unwrap_or(sum), height: bars::height(figure, frame) }
    }

    /// `None` where the frame is narrow, or a name would leave it, or too little would be left of the strip.
    fn lying(&self) -> Option<Scene> {
        let (frame, sizes) = (self.frame, &self.frame.sizes);
        let (mut strips, mut names) = (Vec::new(), Vec::new());
        let mut outside = frame.is_narrow();
        for (part, (left, right)) in self.parts.iter().zip(self.spans(frame.width)) {
            let strip = Rect { left, top: 0.0, right, bottom: self.height };
            let name = if self.holds_name(part, &strip) { String::new() } else { self.name(part, &strip) };
            outside |= left + self.width(&name) > frame.width;
            strips.push(strip);
            names.push(name);
        }
        // Many names always leave it, and their levels would take long.
        if outside {
            return None;
        }
        let hung = self.hung(&strips, &names);
        let mut rooms = [0.0_f64; 2];
        for (hung, name) in hung.iter().zip(&names) {
            if !name.is_empty() {
                let room = &mut rooms[usize::from(hung.above)];
                *room = room.max((self.away(hung.level) + sizes.label.line_height()).ceil());
            }
        }
        let (top, bottom) = (rooms[1], self.height - rooms[0]);
        if bottom - top < sizes.band {
            return None;
        }
        let mut marks = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            let strip = Rect { top, bottom, ..strips[index] };
            let (name, texts) = (&names[index], [&*part.datum.label, part.datum.drawn()]);
            let is_inside = name.is_empty();
            self.push_strip(part, strip, &texts[usize::from(!is_inside)..], &mut marks);
            if !is_inside {
                self.push_hanging_name(part, strip, name, hung[index], &mut marks);
            }
        }
        Some(Scene { width: frame.width, height: self.height, marks, plot: None })
    }

    /// Where each part begins and ends on a length of px, a gap between two; none is less than 1 px.
    fn spans(&self, length: f64) -> Vec<(f64, f64)> {
        let (scale, seam) = (Scale::new((0.0, self.total), (0.0, length)), self.frame.sizes.ring);
        let mut starts = Vec::new();
        for part in &self.parts {
            starts.push(scale.snapped(part.from));
        }
        let starts = spread(&starts, seam + 1.0, (0.0, length - 1.0));
        let mut spans = Vec::new();
        for (index, start) in starts.iter().enumerate() {
            spans.push((*start, starts.get(index + 1).map_or(length, |next| next - seam)));
        }
        spans
    }

    /// Names that are not in their part hang from its left edge, all below the strip where they fit on one level, else by
    /// turns below and above it.
    fn hung(&self, strips: &[Rect], names: &[String]) -> Vec<Hung> {
        let below = self.levels(strips, names, false);
        if below.iter().all(|hung| hung.level == 0) { below } else { self.levels(strips, names, true) }
    }

    /// From right to left, each name that would run into a later one on its side goes one level away from the strip, so
    /// that neither names nor the lines to them ever cross.
    fn levels(&self, strips: &[Rect], names: &[String], by_turns: bool) -> Vec<Hung> {
        let (mut all, mut above) = (Vec::new(), false);
        for name in names {
            all.push(Hung { above, level: 0 });
            above = by_turns && above == name.is_empty();
        }
        for index in (0..strips.len()).rev() {
            if names[index].is_empty() {
                continue;
            }
            let end = strips[index].left + self.width(&names[index]) + self.frame.sizes.gap;
            for later in index + 1..strips.len() {
                step(1);
                let meets = strips[later].left < end && all[later].above == all[index].above;
                if meets && !names[later].is_empty() {
                    all[index].level = all[index].level.max(all[later].level + 1);
                }
            }
        }
        all
    }

    /// How far from the strip a level of names begins, in px.
    fn away(&self, level: usize) -> f64 {
        let sizes = &self.frame.sizes;
        sizes.gap + level as f64 * (sizes.label.line_height() + sizes.gap / 2.0).round()
    }

    fn push_hanging_name(&self, part: &Part, strip: Rect, name: &str, hung: Hung, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let away = self.away(hung.level) + sizes.label.line_height() / 2.0;
        let end = away + sizes.label.size / 2.0;
        let (left, right) = (strip.left, strip.left + sizes.rule);
        let (middle, top, bottom) = if hung.above {
            (strip.top - away, (strip.top - end).round(), strip.top)
        } else {
            (strip.bottom + away, strip.bottom, (strip.bottom + end).round())
        };
        let at = Point { x: right + sizes.gap / 2.0, y: middle };
        marks.push(Mark::new(Shape::Rect(Rect { left, top, right, bottom }), Ink::Axis, None));
        self.push_status(part, Point { x: at.x + sizes.dot + sizes.ring, y: middle }, marks);
        let room = if part.datum.is_stated() { self.status } else { 0.0 };
        marks.push(self.label(part, name).mark(self.frame, Point { x: at.x + room, ..at }, Align::Left));
    }

    /// What others say of a part: before a name that hangs from the strip, in a column at the right of those beside it.
    fn push_status(&self, part: &Part, centre: Point, marks: &mut Vec<Mark>) {
        if part.datum.is_stated() && self.status > 0.0 {
            glyph::push_status(part.datum.status, centre, &self.frame.sizes, part.id, marks);
        }
    }

    /// The name, with the value where the strip has no room for it.
    fn name(&self, part: &Part, strip: &Rect) -> String {
        if self.holds_value(part, strip) {
            return part.datum.label.clone();
        }
        concat(&[&isolated(&part.datum.label), " ", &isolated(part.datum.drawn())])
    }

    fn holds_value(&self, part: &Part, strip: &Rect) -> bool {
        let sizes = &self.frame.sizes;
        let width = self.frame.measure.width(part.datum.drawn(), sizes.value);
        strip.width() >= width + sizes.gap && strip.height() >= sizes.value.line_height()
    }

    /// Whether the name stands in the part, above the value. With a status it hangs like the others, whose statuses would
    /// be hard to see on the colour of a part.
    fn holds_name(&self, part: &Part, strip: &Rect) -> bool {
        let name = self.frame.measure.width(&part.datum.label, self.frame.sizes.label);
        self.status == 0.0 && self.holds_value(part, strip) && strip.width() >= name + 2.0 * self.frame.sizes.gap
    }

    fn width(&self, name: &str) -> f64 {
        let sizes = &self.frame.sizes;
        self.frame.measure.width(name, sizes.label) + sizes.gap / 2.0 + sizes.rule + self.status
    }

    fn standing(&self) -> Scene {
        let sizes = &self.frame.sizes;
        let (mut strips, mut middles) = (Vec::new(), Vec::new());
        for (top, bottom) in self.spans(self.height) {
            let strip = Rect { left: 0.0, top, right: sizes.column, bottom };
            middles.push(strip.middle().y);
            strips.push(strip);
        }
        let line = sizes.label.line_height();
        let middles = spread(&middles, line, (line / 2.0, self.height - line / 2.0));
        let mut marks = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            self.push_strip(part, strips[index], &[part.datum.drawn()], &mut marks);
            self.push_name_beside(part, strips[index], middles[index], &mut marks);
        }
        Scene { width: self.frame.width, height: self.height, marks, plot: None }
    }

    fn push_name_beside(&self, part: &Part, strip: Rect, middle: f64, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let from = Point { x: strip.right + sizes.gap / 2.0, y: strip.middle().y };
        let to = Point { x: strip.right + 2.0 * sizes.gap, y: middle.round() };
        let at = Point { x: to.x + sizes.gap / 2.0, y: to.y };
        let value =
            if self.holds_value(part, &strip) { String::new() } else { concat(&[" ", &isolated(part.datum.drawn())]) };
        let room = self.frame.width - at.x - self.status - self.frame.measure.width(&value, sizes.label);
        // Of a name that is too long the value still stands.
        let name = shortened(self.frame, &part.datum.label, sizes.label, room);
        let name = isolated(&name).into_owned() + &value;
        marks.push(Mark::new(Shape::Line { from, to, width: sizes.rule }, Ink::Axis, None));
        marks.push(self.label(part, &name).mark(self.frame, at, Align::Left));
        self.push_status(part, glyph::column_at(self.frame, at.y), marks);
    }

    /// A part, with `texts` below each other in it where it has room for its value. On the hatching of a derived part, they
    /// need a ground of their own to be read.
    fn push_strip(&self, part: &Part, strip: Rect, texts: &[&str], marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let ink = bars::bar_ink(self.figure, part.id);
        let on = match ink {
            Ink::Series => Ink::OnSeries,
            Ink::SoftSeries => Ink::OnSoft,
            _ => Ink::Text,
        };
        marks.push(Mark::new(Shape::Rect(strip), ink, Some(part.id)));
        if !self.holds_value(part, &strip) {
            return;
        }
        let (line, mut at) = (sizes.value.line_height(), strip.middle());
        at.y -= (texts.len() as f64 - 1.0) / 2.0 * line;
        let (mut written, mut plate) = (Vec::new(), None);
        for text in texts {
            let label = Label { text, font: sizes.value, ink: on, datum: Some(part.id) };
            let text = label.mark(self.frame, at, Align::Middle);
            let around = text.shape.bounds().grown((sizes.gap / 2.0).round());
            plate = Some(plate.map_or(around, |plate: Rect| plate.joined(&around)));
            written.push(text);
            at.y += line;
        }
        if let Some(Rect { left, top, right, bottom }) = plate.filter(|_| !part.datum.is_stated()) {
            let plate = Rect { left: left.floor(), top: top.floor(), right: right.ceil(), bottom: bottom.ceil() };
            marks.push(Mark::new(Shape::Rect(plate), Ink::Ground, None));
        }
        marks.append(&mut written);
    }

    fn label<'b>(&self, part: &Part, text: &'b str) -> Label<'b> {
        let ink = if part.datum.is_stated() { Ink::Text } else { Ink::SoftText };
        Label { text, font: self.frame.sizes.label, ink, datum: Some(part.id) }
    }
}
