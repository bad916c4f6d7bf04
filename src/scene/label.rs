//! Labels that fit: shortened, wrapped, kept apart.

use super::frame::Frame;
use super::mark::{Align, Mark, Point, Shape, TextShape};
use crate::figure::DatumId;
use crate::text::{concat, has_no_width, isolated};
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
        let text = isolated(self.text).into_owned();
        let shape = TextShape { text, at, align, font: self.font, width };
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

/// Whether what is before and behind a position of a text can be shown apart: not an accent without its letter, nor a part of
/// an emoji.
fn parts(text: &str, at: usize) -> bool {
    const JOINER: char = '\u{200d}';
    let is_joined = |own| has_no_width(own) || matches!(own, '\u{1f3fb}'..='\u{1f3ff}');
    !text[at..].starts_with(is_joined) && !text[..at].ends_with(JOINER)
}

/// The longest beginning of a text that `fits`, of those that end where it `can_end`, or of all; at least the first `least`
/// of these. Looks about twice as far as the text fits: a label may be as long as a book.
fn longest(text: &str, least: usize, can_end: fn(&str, usize) -> bool, fits: &dyn Fn(&str) -> bool) -> Option<usize> {
    const FIRST_LOOK: usize = 64;
    let mut ends = Vec::new();
    for at in 0..=text.len() {
        if at == text.len() || text.is_char_boundary(at) && can_end(text, at) {
            ends.push(at);
            if ends.len() >= FIRST_LOOK && ends.len().is_power_of_two() && !fits(&text[..at]) {
                break;
            }
        }
    }
    let fitting = ends.partition_point(|end| fits(&text[..*end])).max(least);
    ends[..fitting.min(ends.len())].last().copied()
}

/// The text as far as it fits, with an ellipsis where it does not.
pub fn shortened(frame: &Frame, text: &str, font: Font, width: f64) -> String {
    let fits = |text: &str| frame.measure.width(text, font) <= width;
    if fits(text) {
        return text.to_owned();
    }
    let cut = |text: &str| concat(&[text.trim_end_matches(' '), ELLIPSIS]);
    let end = longest(text, 0, parts, &|start| fits(&cut(start))).unwrap_or(0);
    cut(&text[..end])
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
        let fits = |line: &str| frame.measure.width(line, font) <= width;
        let end = longest(rest, 1, |text, at| text[at..].starts_with(' '), &fits).unwrap_or(rest.len());
        lines.push(rest[..end].to_owned());
        if end == rest.len() {
            return lines;
        }
        rest = &rest[end + 1..];
    }
}

/// The text on one to three lines of at most `width`, broken between words, and within a word that is wider: of languages
/// without spaces, or German. The third has the rest, to be shortened.
pub fn folded(frame: &Frame, text: &str, font: Font, width: f64) -> Vec<String> {
    const LINES: usize = 3;
    let (mut lines, mut rest) = (Vec::new(), text);
    while lines.len() + 1 < LINES && frame.measure.width(rest, font) > width {
        // The first is 0, before everything.
        let fits = |line: &str| frame.measure.width(line, font) <= width;
        let end = longest(rest, 2, parts, &fits).unwrap_or(rest.len());
        // A short word is not worth breaking the next one: half a line may stay empty.
        let space = rest[..end].rfind(' ').filter(|space| 2 * space > end);
        let end = if rest[end..].starts_with(' ') { end } else { space.unwrap_or(end) };
        if end == rest.len() {
            break;
        }
        lines.push(rest[..end].to_owned());
        rest = rest[end..].trim_start_matches(' ');
    }
    lines.push(rest.to_owned());
    lines
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Estimate, Measure};
    use std::cell::Cell;

    const ESTIMATE: Estimate = Estimate { stretch: 1.0 };
    const SIZE: usize = 10_000;

    /// Counts the bytes that are measured.
    #[derive(Default)]
    struct Counting(Cell<usize>);

    impl Measure for Counting {
        fn width(&self, text: &str, font: Font) -> f64 {
            self.0.set(self.0.get() + text.len() + 1);
            ESTIMATE.width(text, font)
        }
    }

    #[test]
    fn ten_times_the_text_is_at_most_twelve_times_the_work() {
        const TEXTS: [&str; 6] = ["ab ", "x", "e\u{301}", " ", "👩\u{200d}👧 ", "\u{301}"];
        type Fold = fn(&Frame, &str, Font);
        let folds: [(&str, Fold); 4] = [
            ("shortened", |frame, text, font| drop(shortened(frame, text, font, 300.0))),
            ("wrapped", |frame, text, font| drop(wrapped(frame, text, font, 300.0))),
            ("paragraph", |frame, text, font| drop(paragraph(frame, text, font, 300.0))),
            ("folded", |frame, text, font| drop(folded(frame, text, font, 300.0))),
        ];
        for (name, fold) in folds {
            for text in TEXTS {
                let [few, many] = [SIZE, 10 * SIZE].map(|count| {
                    let counting = Counting::default();
                    let frame = Frame::new(320.0, 1.0, &counting);
                    fold(&frame, &text.repeat(count), frame.sizes.label);
                    counting.0.get()
                });
                assert!(many <= 12 * few, "{name} of {text:?}: {few} bytes, then {many}");
            }
        }
    }

    /// As texts were cut before, a word or a character at a time from their ends.
    #[test]
    fn texts_are_cut_where_they_no_longer_fit() {
        let frame = Frame::new(320.0, 1.0, &ESTIMATE);
        let font = frame.sizes.label;
        let fits = |text: &str, width: f64| frame.measure.width(text, font) <= width;
        let texts = [
            "Diseases of the heart  and the lungs ",
            " a  b",
            "Donaudampfschifffahrt",
            "e\u{301}e\u{301}e\u{301} x",
            "",
        ];
        for (text, width) in texts.into_iter().flat_map(|text| (0..30).map(move |tens| (text, f64::from(10 * tens)))) {
            let (mut kept, mut short) = (text, text.to_owned());
            while !fits(&short, width) && !kept.is_empty() {
                let last = kept.char_indices().map(|(at, _)| at).rfind(|at| parts(kept, *at)).unwrap_or_default();
                kept = kept[..last].trim_end_matches(' ');
                short = concat(&[kept, ELLIPSIS]);
            }
            assert_eq!(shortened(&frame, text, font, width), short, "{text:?} in {width}");
            let (mut lines, mut rest) = (Vec::new(), Some(text));
            while let Some(text) = rest {
                let mut line = text;
                while let Some((shorter, _)) = line.rsplit_once(' ').filter(|_| !fits(line, width)) {
                    line = shorter;
                }
                lines.push(line.to_owned());
                rest = text.get(line.len() + 1..);
            }
            assert_eq!(paragraph(&frame, text, font, width), lines, "{text:?} in {width}");
        }
    }

    #[test]
    fn labels_on_several_lines() {
        let frame = Frame::new(320.0, 1.0, &ESTIMATE);
        let font = frame.sizes.label;
        for (text, width, expected) in [
            ("Wasser", 200.0, vec!["Wasser"]),
            ("Diseases of the heart and the lungs", 120.0, vec!["Diseases of the", "heart and the", "lungs"]),
            ("x", 1.0, vec!["x"]),
        ] {
            assert_eq!(folded(&frame, text, font, width), expected, "{text}");
        }
        for text in
            ["Donaudampfschifffahrtsgesellschaft", "循環器系の疾患（高血圧性疾患及び虚血性心疾患を含む）", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"]
        {
            let lines = folded(&frame, text, font, 150.0);
            assert!(lines.len() > 1, "{lines:?}");
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(frame.measure.width(line, font) <= 150.0, "{line}");
                assert!(!line.ends_with('\u{200d}') && !line.starts_with('\u{200d}'), "{line}");
            }
        }
    }
}
