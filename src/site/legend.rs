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
    /// No sample: the entries after it stand together, on one line if they fit, else one below the other behind it.
    Heading,
    /// A word about the drawing itself.
    Nothing,
}

/// Colours of stated and derived data, where there are both, and every status that a statement has which is drawn at first.
/// A table without statements has an entry for derived data only.
pub fn entries(figure: &Figure, locale: &Locale) -> Vec<Entry> {
    let entry = |sample, text: &str| Entry { sample, text: text.to_owned() };
    let checked = |text| entry(Sample::Nothing, locale.say(Word::Titled, &[locale.word(Word::Checked), text]).trim());
    let mut entries = Vec::new();
    let limit = figure.limit.unwrap_or(usize::MAX);
    let has = |status| figure.first_of(status).is_some_and(|first| first.0 < limit);
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
    entries.push(Entry { sample: Sample::Heading, ..checked("") });
    entries.extend(statuses.into_iter().map(|status| entry(Sample::Status(status), describe::known(status, locale))));
    entries
}

/// The entries side by side, on as many lines as they need, which begin behind the heading where there is one.
pub fn layout<'a>(entries: impl IntoIterator<Item = &'a Entry>, font: Font, frame: &Frame) -> Scene {
    let entries: Vec<_> = entries.into_iter().map(|entry| Set::new(entry, font, frame)).collect();
    let line = (font.size * 1.4).round();
    let (mut marks, mut indent, mut at) = (Vec::new(), 0.0, Point { x: 0.0, y: (line / 2.0).round() });
    for (nth, set) in entries.iter().enumerate() {
        let needed = match set.entry.sample {
            Sample::Heading => together(&entries[nth..]),
            _ => set.width(),
        };
        if at.x > indent && at.x + needed > frame.width {
            at = Point { x: indent, y: at.y + line };
        }
        push_sample(set.entry.sample, at, font, frame, &mut marks);
        let text = TextShape {
            text: set.entry.text.clone(),
            at: Point { x: at.x + set.sample, y: at.y },
            align: Align::Left,
            font,
            width: set.text,
        };
        marks.push(Mark::new(Shape::Text(text), Ink::SoftText, None));
        at.x += (set.width() + set.gap).round();
        if set.entry.sample == Sample::Heading {
            indent = at.x;
        }
    }
    let height = if marks.is_empty() { 0.0 } else { at.y + (line / 2.0).round() };
    Scene { width: frame.width, height, marks, plot: None }
}

/// An entry with its widths in px.
struct Set<'a> {
    entry: &'a Entry,
    sample: f64,
    text: f64,
    /// To the next one.
    gap: f64,
}

impl<'a> Set<'a> {
    fn new(entry: &'a Entry, font: Font, frame: &Frame) -> Self {
        let sample = match entry.sample {
            Sample::Heading | Sample::Nothing => 0.0,
            _ => (font.size * 1.45).round(),
        };
        let gap = font.size * if entry.sample == Sample::Heading { 0.7 } else { 1.4 };
        Self { entry, sample, text: frame.measure.width(&entry.text, font), gap }
    }

    fn width(&self) -> f64 {
        self.sample + self.text
    }
}

/// The width of a heading and all of its entries on one line, in px.
fn together(sets: &[Set]) -> f64 {
    let of_heading = |set: &&Set| matches!(set.entry.sample, Sample::Heading | Sample::Status(_));
    let sets = || sets.iter().take_while(of_heading);
    sets().map(|set| (set.width() + set.gap).round()).sum::<f64>() - sets().last().map_or(0.0, |set| set.gap)
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
        Sample::Heading | Sample::Nothing => {}
    }
}
