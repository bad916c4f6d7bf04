//! What a drawing's marks say, as a line of samples with words: pages have the same in HTML.

use crate::describe;
use crate::figure::{Figure, Status};
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::scene::{Align, Frame, Mark, Point, Rect, Scene, Shape, TextShape, push_glyph};
use crate::theme::{Font, Ink};

/// A sample and what it means.
pub struct Entry {
    pub sample: Sample,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    Stated,
    /// Bars of which the title names some.
    Tints,
    /// Points.
    Dot,
    Derived,
    /// The line between two values.
    Change,
    Status(Status),
    /// A word about the drawing itself.
    Nothing,
}

/// Colours of stated and derived data, where there are both, and every status that a statement of the figure has. A table
/// without statements has an entry for derived data only.
pub fn entries(figure: &Figure, locale: &Locale) -> Vec<Entry> {
    let entry = |sample, text: &str| Entry { sample, text: text.to_owned() };
    let checked = |text| entry(Sample::Nothing, locale.say(Word::Titled, &[locale.word(Word::Checked), text]).trim());
    let mut entries = Vec::new();
    let has = |status| figure.data.iter().any(|datum| datum.is_stated() && datum.status == status);
    let statuses: Vec<_> =
        Status::ALL.into_iter().filter(|status| *status != Status::Unasked && has(*status)).collect();
    if let Some(derived) = figure.data.iter().find(|datum| datum.is_derived()) {
        let sample = if derived.is_change() { Sample::Change } else { Sample::Derived };
        if figure.has_statements() {
            let stated = match (figure.kinds[..] == [Kind::Slope], figure.emphasis.data.is_empty()) {
                (true, _) => Sample::Dot,
                (false, true) => Sample::Stated,
                (false, false) => Sample::Tints,
            };
            entries.push(entry(stated, locale.word(Word::Stated)));
        }
        entries.push(entry(sample, locale.word(Word::Derived)));
    }
    if !figure.has_symbols() {
        // Where all are alike, no mark has a symbol.
        entries.extend(statuses.first().map(|status| checked(describe::known(*status, locale))));
        return entries;
    }
    entries.push(checked(""));
    entries.extend(statuses.into_iter().map(|status| entry(Sample::Status(status), describe::known(status, locale))));
    entries
}

/// The entries side by side, on as many lines as they need.
pub fn layout<'a>(entries: impl IntoIterator<Item = &'a Entry>, font: Font, frame: &Frame) -> Scene {
    let line = (font.size * 1.4).round();
    let (mut marks, mut at) = (Vec::new(), Point { x: 0.0, y: (line / 2.0).round() });
    for entry in entries {
        let sample = if entry.sample == Sample::Nothing { 0.0 } else { (font.size * 1.45).round() };
        let width = frame.measure.width(&entry.text, font);
        if at.x > 0.0 && at.x + sample + width > frame.width {
            at = Point { x: 0.0, y: at.y + line };
        }
        push_sample(entry.sample, at, font, frame, &mut marks);
        at.x += sample;
        let text = TextShape { text: entry.text.clone(), at, align: Align::Left, font, width };
        marks.push(Mark::new(Shape::Text(text), Ink::SoftText, None));
        at.x += (width + font.size * 1.4).round();
    }
    let height = if marks.is_empty() { 0.0 } else { at.y + (line / 2.0).round() };
    Scene { width: frame.width, height, marks, plot: None }
}

/// A sample as wide as the text is high, with its left middle at a point.
fn push_sample(sample: Sample, at: Point, font: Font, frame: &Frame, marks: &mut Vec<Mark>) {
    let side = font.size.round();
    let half = (side / 2.0).floor();
    let bar = |half: f64| Shape::Rect(Rect::new(at.x, at.y - half, side, 2.0 * half));
    match sample {
        Sample::Stated => marks.push(Mark::new(bar(half), Ink::Series, None)),
        Sample::Tints => {
            marks.push(Mark::new(bar(half), Ink::Series, None));
            let (right, top, bottom) = (at.x + 2.0 * half, at.y - half, at.y + half);
            let corners = [(right, top), (right, bottom), (at.x, bottom)].map(|(x, y)| Point { x, y });
            marks.push(Mark::new(Shape::Polygon(corners.to_vec()), Ink::SoftSeries, None));
        }
        Sample::Dot => {
            let centre = Point { x: at.x + half, y: at.y };
            marks.push(Mark::new(Shape::Dot { centre, radius: half }, Ink::Series, None));
        }
        Sample::Derived => marks.push(Mark::new(bar(half), Ink::Remainder, None)),
        Sample::Change => marks.push(Mark::new(bar((side / 9.0).ceil()), Ink::Axis, None)),
        Sample::Status(status) => {
            let centre = Point { x: at.x + half, y: at.y };
            push_glyph(status, centre, (0.4 * side).round(), &frame.sizes, None, marks);
        }
        Sample::Nothing => {}
    }
}
