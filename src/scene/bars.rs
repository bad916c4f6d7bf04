//! Horizontal bars with their values beside them: one a datum, or one a group with a piece for each
//! member; what is derived stands apart below, what others state stands hollow under what the article states.

use super::frame::Frame;
use super::glyph::{self, push_status};
use super::label::{Label, folded, wrapped};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::{Datum, DatumId, Figure, Origin};
use crate::order::ordered;
use crate::state::State;
use crate::theme::{Font, Ink, Sizes};

/// Labels take at most this part of the width; longer ones go above their bars.
const LABELS_AT_MOST: f64 = 0.4;
/// A bracket leaves the bars at least this part of the width.
const BARS_AT_LEAST: f64 = 0.4;

pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let rows = Rows::new(figure, state, frame);
    let mut marks = rows.axes();
    for index in 0..rows.rows.len() {
        rows.push_marks(index, &mut marks);
    }
    rows.push_bracket(&mut marks);
    Scene { width: frame.width, height: rows.height(), marks, plot: None }
}

type Entry<'a> = (DatumId, &'a Datum);

/// The height of a figure's bars in px: the other kinds of the figure take it over, so that nothing
/// jumps when a reader switches or an address asks for another kind than the page has reserved room for.
pub fn height(figure: &Figure, frame: &Frame) -> f64 {
    Rows::new(figure, &State::default(), frame).height()
}

/// One band: what its label and value say, and what its bar consists of.
struct Row<'a> {
    head: Entry<'a>,
    parts: Vec<Entry<'a>>,
    /// What another source states of it.
    found: Option<Entry<'a>>,
    /// The lines of its label.
    lines: Vec<String>,
    top: f64,
    height: f64,
}

impl<'a> Row<'a> {
    /// Without its label's lines and its place, which depend on the other rows.
    fn new(head: Entry<'a>, parts: Vec<Entry<'a>>, found: Option<Entry<'a>>) -> Self {
        Self { head, parts, found, lines: Vec::new(), top: 0.0, height: 0.0 }
    }

    fn label_height(&self, frame: &Frame) -> f64 {
        self.lines.len() as f64 * frame.sizes.label.line_height()
    }
}

struct Rows<'a> {
    figure: &'a Figure,
    frame: &'a Frame<'a>,
    rows: Vec<Row<'a>>,
    compares: bool,
    /// The width left of the bars for labels; `None` puts labels above.
    margin: Option<f64>,
    scale: Scale,
    /// The width of the column of statuses.
    statuses: f64,
    /// Where the bracket stands, and the rows that it is about: the first and the last.
    bracket: Option<(f64, usize, usize)>,
}

impl<'a> Rows<'a> {
    fn new(figure: &'a Figure, state: &State, frame: &'a Frame) -> Self {
        let sizes = &frame.sizes;
        let mut rows = rows(figure, state);
        let margin = wrap_labels(&mut rows, frame);
        let compares = rows.iter().any(|row| row.found.is_some());
        let more = if compares && margin.is_none() { sizes.low_bar + sizes.gap / 2.0 } else { 0.0 };
        let (band, mut top) = ((sizes.band + more).round(), 0.0);
        // Of values above zero and below it, which stand at the outer ends of their bars.
        let (mut widest, mut values) = ([0.0_f64; 2], Vec::new());
        for row in &mut rows {
            top += if row.head.1.is_stated() || row.head.1.is_sum() { 0.0 } else { sizes.apart };
            let extra = if margin.is_none() || compares { row.lines.len().saturating_sub(1) } else { 0 };
            (row.top, row.height) = (top, band + (extra as f64 * sizes.label.line_height()).round());
            top += row.height;
            for (text, font) in
                [Some((row.head.1, sizes.value)), row.found.map(|found| (found.1, sizes.small))].into_iter().flatten()
            {
                let (value, width) = (text.value.unwrap_or(0.0), frame.measure.width(text.drawn(), font).ceil());
                let side = usize::from(value < 0.0);
                widest[side] = widest[side].max(width + sizes.gap);
                values.push(value);
            }
        }
        let statuses = glyph::column(figure, sizes);
        // The zero line stands left of zero.
        let left = (margin.map_or(sizes.rule, |width| width + sizes.gap) + widest[1]).round();
        let mut right = frame.width - statuses - widest[0];
        let mut bracket = bracketed(figure, &rows).filter(|_| !compares).and_then(|(first, last)| {
            let at = right - bracket_width(figure, frame);
            let x = (at + widest[0] + sizes.gap).round();
            // Labels above the bars may be longer than these.
            let meets = margin.is_none() && labels_end(&rows[first..=last], frame) > x;
            if at - left < BARS_AT_LEAST * frame.width || meets {
                return None;
            }
            right = at;
            Some((x, first, last))
        });
        let right = right.max(left + 1.0).round();
        let scale = Scale::from_zero(&values, (left, right));
        if let Some((x, first, last)) = &mut bracket {
            // Beside its own rows, where these are not the longest.
            let rows = &rows[*first..=*last];
            let mut end = if margin.is_none() { labels_end(rows, frame) } else { 0.0 };
            for Row { head: (_, datum), .. } in rows {
                let width = frame.measure.width(datum.drawn(), sizes.value) + 2.0 * sizes.gap;
                end = end.max(scale.snapped(datum.value.unwrap_or(0.0)) + width);
            }
            *x = x.min(end.round());
        }
        Self { figure, frame, rows, compares, margin, scale, statuses, bracket }
    }

    fn height(&self) -> f64 {
        self.rows.last().map_or(0.0, |row| row.top + row.height)
    }

    /// The zero line along what is stated, and apart from it along what is derived; where labels stand above
    /// the bars, it does not run through them.
    fn axes(&self) -> Vec<Mark> {
        let zero = self.scale.snapped(0.0);
        let mut axes: Vec<Mark> = Vec::new();
        for row in &self.rows {
            let [slot, below] = self.slots(row);
            let end = if self.compares { below.0 + below.1 } else { slot.0 + slot.1 };
            let beside = self.margin.is_some();
            let (top, height) = if beside { (row.top, row.height) } else { (slot.0, end - slot.0) };
            let rule = Rect::new(zero - self.frame.sizes.rule, top, self.frame.sizes.rule, height);
            match axes.last_mut() {
                Some(Mark { shape: Shape::Rect(above), .. }) if above.bottom == rule.top => above.bottom = rule.bottom,
                _ => axes.push(Mark::new(Shape::Rect(rule), Ink::Axis, None)),
            }
        }
        axes
    }

    /// Where bars lie in a band: top and height of the article's, top and height of the other's.
    fn slots(&self, row: &Row) -> [(f64, f64); 2] {
        let sizes = &self.frame.sizes;
        if self.margin.is_some() && self.compares {
            // Each bar is as high as the line of text beside it.
            let label = row.label_height(self.frame).max(sizes.thin_bar);
            let small = sizes.small.line_height();
            let top = row.top + ((row.height - label - small) / 2.0).max(0.0);
            let within = |top: f64, room: f64, height: f64| ((top + (room - height) / 2.0).round(), height);
            return [within(top, label, sizes.thin_bar), within(top + label, small, sizes.thinner_bar)];
        }
        let (top, height) = match self.margin {
            None => (row.top + row.label_height(self.frame).round() + sizes.rule, sizes.low_bar),
            Some(_) => (row.top + ((sizes.band - sizes.bar) / 2.0).round(), sizes.bar),
        };
        [(top, height), (top + height + (sizes.gap / 2.0).round(), sizes.thinner_bar)]
    }

    /// From a value to another one, on the scale.
    fn bar(&self, from: f64, to: f64, (top, height): (f64, f64)) -> Rect {
        let (from, to) = (self.scale.snapped(from), self.scale.snapped(to));
        Rect::new(from.min(to), top, (to - from).abs(), height)
    }

    fn push_marks(&self, index: usize, marks: &mut Vec<Mark>) {
        let (row, sizes) = (&self.rows[index], &self.frame.sizes);
        let (id, datum) = row.head;
        let [slot, below] = self.slots(row);
        let band = Rect::new(0.0, row.top, self.frame.width, row.height);
        marks.push(Mark::new(Shape::Rect(band), Ink::Reach, Some(id)));
        let (mut from, last) = (0.0, row.parts.len().saturating_sub(1));
        for (place, (part, datum)) in row.parts.iter().enumerate() {
            let Some(value) = datum.value else { continue };
            let mut bar = self.bar(from, from + value, slot);
            bar.right = if place < last { (bar.right - sizes.ring).max(bar.left + 1.0) } else { bar.right };
            marks.push(Mark::new(Shape::Rect(bar), bar_ink(self.figure, *part), Some(*part)));
            from += value;
        }
        self.push_label(index, slot, marks);
        let end = self.push_value((id, datum), datum.drawn(), slot, (sizes.value, text_ink(datum)), marks);
        if datum.is_stated() && self.statuses > 0.0 {
            let at = glyph::column_at(self.frame, slot.0 + slot.1 / 2.0);
            if self.bracket.is_none_or(|(_, first, last)| !(first..=last).contains(&index)) {
                push_leader(end + sizes.gap, Point { x: self.frame.width - self.statuses, ..at }, sizes, marks);
            }
            push_status(datum.status, at, sizes, id, marks);
        }
        if let Some(found) = row.found {
            self.push_found(found, below, marks);
        }
    }

    /// What another source states: a hollow bar, whose period the legend says.
    fn push_found(&self, (id, datum): Entry, slot: (f64, f64), marks: &mut Vec<Mark>) {
        let bar = self.bar(0.0, datum.value.unwrap_or(0.0), slot);
        marks.push(Mark::new(Shape::Rect(bar), Ink::Comparison, Some(id)));
        self.push_value((id, datum), datum.drawn(), slot, (self.frame.sizes.small, Ink::SoftText), marks);
    }

    /// The label flush left, at the height of the article's bar; above the bars of a scale with two sides it begins at the zero
    /// line, and ends there for a value below zero.
    fn push_label(&self, index: usize, slot: (f64, f64), marks: &mut Vec<Mark>) {
        let (row, frame, zero) = (&self.rows[index], self.frame, self.scale.snapped(0.0));
        let (id, datum) = row.head;
        let label = Label { text: &datum.label, font: frame.sizes.label, ink: text_ink(datum), datum: Some(id) };
        let y = row.top + row.label_height(frame) / 2.0;
        let mut widest = 0.0_f64;
        for line in &row.lines {
            widest = widest.max(frame.measure.width(line, label.font));
        }
        let (at, align, width) = match self.margin {
            Some(width) => (Point { x: 0.0, y: slot.0 + slot.1 / 2.0 }, Align::Left, width),
            None if datum.value < Some(0.0) && widest <= zero => (Point { x: zero, y }, Align::Right, zero),
            None if datum.value >= Some(0.0) && (zero <= frame.sizes.rule || zero + widest <= frame.width) => {
                let x = if zero > frame.sizes.rule { zero } else { 0.0 };
                (Point { x, y }, Align::Left, frame.width - x)
            }
            None if datum.value >= Some(0.0) => (Point { x: frame.width, y }, Align::Right, frame.width),
            None => (Point { x: 0.0, y }, Align::Left, frame.width),
        };
        label.push_lines(frame, &row.lines, at, align, width, marks);
    }

    /// The value at the outer end of its bar; returns where text and bar end.
    fn push_value(
        &self,
        (id, datum): Entry,
        text: &str,
        slot: (f64, f64),
        (font, ink): (Font, Ink),
        marks: &mut Vec<Mark>,
    ) -> f64 {
        let value = datum.value.unwrap_or(0.0);
        let (bar, gap) = (self.bar(0.0, value, slot), self.frame.sizes.gap);
        let (x, align) = if value < 0.0 { (bar.left - gap, Align::Right) } else { (bar.right + gap, Align::Left) };
        let label = Label { text, font, ink, datum: Some(id) };
        // A frame that is too narrow for values of both sides has them on the bars.
        let width = label.width(self.frame);
        let x = if value < 0.0 { x.max(width) } else { x.min(self.frame.width - self.statuses - width).max(0.0) };
        marks.push(label.mark(self.frame, Point { x, y: slot.0 + slot.1 / 2.0 }, align));
        if value < 0.0 { bar.right } else { x + width }
    }

    /// The sum of what is emphasised, as it is computed, beside these rows.
    fn push_bracket(&self, marks: &mut Vec<Mark>) {
        let Some((x, first, last)) = self.bracket else { return };
        let (sizes, emphasis) = (&self.frame.sizes, &self.figure.emphasis);
        let [(top, _), (below, height)] = [first, last].map(|row| self.slots(&self.rows[row])[0]);
        let (bottom, rule) = (below + height, sizes.rule);
        for edge in [
            Rect::new(x, top, sizes.tick, rule),
            Rect::new(x, bottom - rule, sizes.tick, rule),
            Rect::new(x + sizes.tick, top, rule, bottom - top),
        ] {
            marks.push(Mark::new(Shape::Rect(edge), Ink::Axis, None));
        }
        let mut at = Point { x: x + sizes.tick + sizes.gap, y: (top + bottom - sizes.small.line_height()) / 2.0 };
        for (text, font, ink) in [
            (&emphasis.sum, Font { bold: true, ..sizes.value }, Ink::Text),
            (&emphasis.terms, sizes.small, Ink::SoftText),
        ] {
            marks.push(Label { text, font, ink, datum: None }.mark(self.frame, at, Align::Left));
            at.y += (sizes.value.line_height() + sizes.small.line_height()) / 2.0;
        }
    }
}

/// A hardly visible line on which the eye finds the status of a short bar.
fn push_leader(from: f64, to: Point, sizes: &Sizes, marks: &mut Vec<Mark>) {
    let rule = Rect { left: from.ceil(), top: to.y.floor(), right: to.x.floor(), bottom: to.y.floor() + sizes.rule };
    if rule.width() > sizes.gap {
        marks.push(Mark::new(Shape::Rect(rule), Ink::Grid, None));
    }
}

/// The first and the last row of what is emphasised, where it has a sum and its rows follow each other.
fn bracketed(figure: &Figure, rows: &[Row]) -> Option<(usize, usize)> {
    let is_named = |row: &Row| !row.head.1.is_sum() && figure.emphasis.data.binary_search(&row.head.0).is_ok();
    let first = rows.iter().position(is_named).filter(|_| !figure.emphasis.sum.is_empty())?;
    let count = rows[first..].iter().take_while(|row| is_named(row)).count();
    (count == figure.emphasis.data.len()).then_some((first, first + count - 1))
}

/// Where the longest label above these rows ends, with its gap.
fn labels_end(rows: &[Row], frame: &Frame) -> f64 {
    let mut end = 0.0_f64;
    for row in rows {
        for line in &row.lines {
            end = end.max(frame.measure.width(line, frame.sizes.label) + frame.sizes.gap);
        }
    }
    end
}

fn bracket_width(figure: &Figure, frame: &Frame) -> f64 {
    let (sizes, emphasis) = (&frame.sizes, &figure.emphasis);
    let sum = frame.measure.width(&emphasis.sum, Font { bold: true, ..sizes.value });
    let terms = frame.measure.width(&emphasis.terms, sizes.small);
    sum.max(terms).ceil() + sizes.tick + 2.0 * sizes.gap
}

/// What a bar or a part of a strip is painted as.
pub fn bar_ink(figure: &Figure, id: DatumId) -> Ink {
    match figure.datum(id) {
        Some(datum) if !datum.is_stated() => Ink::Remainder,
        _ if figure.is_emphasised(id) => Ink::Series,
        _ => Ink::SoftSeries,
    }
}

/// The rows in the order that was asked for, the remainder always last.
fn rows<'a>(figure: &'a Figure, state: &State) -> Vec<Row<'a>> {
    let grouped = state.get("group").is_some() && !figure.groups.is_empty();
    let series = state.get("compare").filter(|_| !grouped);
    let (mut heads, mut rest) = (Vec::new(), Vec::new());
    // The statements of another source about each datum, or the members of each group.
    let mut others: Vec<Vec<Entry>> = Vec::new();
    others.resize_with(figure.data.len().max(figure.groups.len()), Vec::new);
    for (entry, has_row) in figure.entries().zip(figure.heads(state, grouped)) {
        if has_row {
            heads.push(entry);
        } else if entry.1.is_part() && !entry.1.is_stated() {
            rest.push(Row::new(entry, vec![entry], None));
        }
        let of = match &entry.1.origin {
            Origin::Found { of, series: own, .. } if Some(&*own.key) == series => of.map(|of| of.0),
            Origin::Stated(_) if grouped => entry.1.group,
            _ => None,
        };
        if let Some(others) = of.and_then(|of| others.get_mut(of)) {
            others.push(entry);
        }
    }
    let before = before(figure, state, grouped);
    let mut rows = Vec::new();
    for head in ordered(&heads, &|one, other| before(one.1, other.1)) {
        let of = if grouped { head.1.group } else { Some(head.0.0) };
        let others = of.and_then(|of| others.get(of)).map_or(&[][..], |others| others);
        let parts = if head.1.is_sum() { ordered(others, &|one, other| larger(one.1, other.1)) } else { vec![head] };
        rows.push(Row::new(head, parts, others.last().copied().filter(|_| !grouped)));
    }
    rows.extend(rest);
    rows
}

/// The order that was asked for, else the figure's own.
pub fn before(figure: &Figure, state: &State, grouped: bool) -> fn(&Datum, &Datum) -> bool {
    match state.get("sort") {
        Some("name") => |one, other| one.rank < other.rank,
        Some("data") if !grouped => |_, _| false,
        sort if grouped || figure.by_value || sort == Some("value") => larger,
        _ => |_, _| false,
    }
}

fn larger(one: &Datum, other: &Datum) -> bool {
    one.value.unwrap_or(0.0) > other.value.unwrap_or(0.0)
}

/// Puts the labels on lines: beside the bars, with the width of the widest, where every one fits there, else above them.
fn wrap_labels(rows: &mut [Row], frame: &Frame) -> Option<f64> {
    let font = frame.sizes.label;
    let beside = |row: &Row| wrapped(frame, &row.head.1.label, font, frame.width * LABELS_AT_MOST);
    let lines: Option<Vec<_>> = if frame.is_narrow() { None } else { rows.iter().map(beside).collect() };
    let Some(lines) = lines else {
        for row in rows {
            row.lines = folded(frame, &row.head.1.label, font, frame.width);
        }
        return None;
    };
    let mut widest = 0.0_f64;
    for (row, lines) in rows.iter_mut().zip(lines) {
        for line in &lines {
            widest = widest.max(frame.measure.width(line, font));
        }
        row.lines = lines;
    }
    Some(widest.ceil())
}

fn text_ink(datum: &Datum) -> Ink {
    if datum.is_stated() || datum.is_sum() { Ink::Text } else { Ink::SoftText }
}
