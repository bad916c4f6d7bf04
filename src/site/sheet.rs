//! An SVG drawing put together from lines of text and scenes.

use std::fmt::Write;

use super::xml::{escaped, is_allowed};
use crate::scene::{Measure, Point, Scene};
use crate::svg;
use crate::theme::{Colour, FONT_FAMILY, Font, Ink, Sizes, Theme};

const ELLIPSIS: char = '…';

/// The inside of an `<svg>`, from back to front; its colours are those of [`Theme::NAMES`], as `var(--text)`.
pub struct Sheet {
    drawing: String,
    /// The distance of the baseline from the middle of a text, in sizes of the font.
    baseline: f64,
}

/// A text on lines, and how they are set.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub lines: Vec<String>,
    pub font: Font,
    /// From one line to the next, in px.
    pub line: f64,
    pub ink: Ink,
    /// Words that lead somewhere, each with its address.
    pub links: Vec<(String, String)>,
}

impl Sheet {
    /// An empty sheet for texts in a typeface with this baseline; [`svg::BASELINE`] where it is not known.
    pub fn new(baseline: f64) -> Self {
        Self { drawing: String::new(), baseline }
    }

    /// A block from `at` on, its left upper corner; returns its bottom.
    pub fn block(&mut self, block: &Block, at: Point) -> f64 {
        let weight = if block.font.bold { " font-weight=\"bold\"" } else { "" };
        for (nth, line) in block.lines.iter().enumerate() {
            let size = block.font.size;
            let (x, y) = (at.x, at.y + block.line * (nth as f64 + 0.5) + self.baseline * size);
            let (colour, text) = (variable(block.ink), block.markup(line));
            self.push(format_args!(
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} fill=\"{colour}\">{text}</text>"
            ));
        }
        at.y + block.height()
    }

    /// A scene with its left upper corner at a point; returns its bottom.
    pub fn scene(&mut self, scene: &Scene, sizes: &Sizes, at: Point) -> f64 {
        let (x, y, width, height) = (at.x, at.y, scene.width, scene.height);
        let marks = svg::marks(scene, sizes, self.baseline);
        self.push(format_args!(
            "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" stroke-linejoin=\"round\">{marks}</svg>"
        ));
        y + height
    }

    fn push(&mut self, svg: std::fmt::Arguments) {
        // A String takes everything.
        let _ = self.drawing.write_fmt(svg);
    }

    /// The drawing as a document of this size on the theme's ground; `head` comes first in it: title and style.
    pub fn document(&self, width: f64, height: f64, head: &str) -> String {
        let (ground, drawing) = (variable(Ink::Ground), &self.drawing);
        let document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONT_FAMILY}\">{head}\
             <rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>{drawing}</svg>\n"
        );
        document.chars().filter(|sign| is_allowed(*sign)).collect()
    }
}

fn variable(ink: Ink) -> String {
    ink.property().map_or_else(|| "none".to_owned(), |name| format!("var(--{name})"))
}

/// A theme's colours with their names, as style sheets write them: `("text", "#1a1e23")`.
pub fn colours(theme: &Theme) -> impl Iterator<Item = (&'static str, String)> {
    Theme::NAMES.into_iter().zip(theme.colours().map(hexadecimal))
}

fn hexadecimal([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

impl Block {
    pub fn height(&self) -> f64 {
        self.line * self.lines.len() as f64
    }

    /// Whether it had to leave out some of its text.
    pub fn is_shortened(&self, text: &str) -> bool {
        self.lines.iter().any(|line| line.ends_with(ELLIPSIS)) && !text.ends_with(ELLIPSIS)
    }

    /// A text on as many lines as it needs, as full as fits; an address that is wider goes on in the next line.
    pub fn paragraph(text: &str, font: Font, ink: Ink, width: f64, measure: &dyn Measure) -> Self {
        let lines = wrapped(text, font, width, measure);
        let lines = lines.iter().flat_map(|line| broken(line, font, width, measure)).collect();
        Self { lines, font, line: (font.size * 1.45).round(), ink, links: Vec::new() }
    }

    /// A text on as few lines as it fits on, filled evenly.
    pub fn even(text: &str, font: Font, ink: Ink, width: f64, measure: &dyn Measure) -> Self {
        let lines = balanced(text, font, width, measure);
        let lines = lines.iter().flat_map(|line| broken(line, font, width, measure)).collect();
        Self { lines, font, line: (font.size * 1.35).round(), ink, links: Vec::new() }
    }

    /// A line in which the words that lead somewhere are links.
    fn markup(&self, line: &str) -> String {
        let word = |word: &str| {
            let bare = word.trim_end_matches([',', ';']);
            let rest = escaped(&word[bare.len()..]);
            let link = self.links.iter().find(|(shown, _)| shown == bare);
            match (escaped(bare), link) {
                (bare, None) => bare + &rest,
                (bare, Some((_, address))) => {
                    let address = escaped(address);
                    format!("<a href=\"{address}\" text-decoration=\"underline\">{bare}</a>{rest}")
                }
            }
        };
        line.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    /// A text on at most `most` lines, filled evenly, in the first of the sizes (px) in which it fits; in the last
    /// one with an ellipsis where it fits in none.
    pub fn heading(
        text: &str,
        sizes: &[f64],
        (bold, ink): (bool, Ink),
        (width, most): (f64, usize),
        measure: &dyn Measure,
    ) -> Self {
        let block = |lines, font: Font| Self { lines, font, line: (font.size * 1.22).round(), ink, links: Vec::new() };
        let mut font = Font { size: 0.0, bold };
        for size in sizes {
            font.size = *size;
            let lines = balanced(text, font, width, measure);
            if lines.len() <= most && lines.iter().all(|line| measure.width(line, font) <= width) {
                return block(lines, font);
            }
        }
        let mut lines = wrapped(text, font, width, measure);
        if let Some(last) = lines.get(most.saturating_sub(1)..).filter(|rest| rest.len() > 1) {
            let last = last.join(" ");
            lines.truncate(most.saturating_sub(1));
            lines.push(last);
        }
        block(lines.iter().map(|line| shortened(line, font, width, measure)).collect(), font)
    }
}

/// A text on as few lines as fit a width, filled evenly; a word that is wider stands alone.
fn balanced(text: &str, font: Font, width: f64, measure: &dyn Measure) -> Vec<String> {
    let (mut lines, mut narrower) = (wrapped(text, font, width, measure), width);
    // In steps of a hundredth: finer ones move no word.
    while narrower > width / 2.0 {
        narrower -= width / 100.0;
        let next = wrapped(text, font, narrower, measure);
        if next.len() > lines.len() || next.iter().any(|line| measure.width(line, font) > narrower) {
            break;
        }
        lines = next;
    }
    lines
}

/// A text on lines that are as full as fits; a word that is wider than `width` stands alone.
fn wrapped(text: &str, font: Font, width: f64, measure: &dyn Measure) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if measure.width(&format!("{line} {word}"), font) <= width => *line = format!("{line} {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The line in pieces that fit, at least a sign in each.
fn broken(line: &str, font: Font, width: f64, measure: &dyn Measure) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for sign in line.chars() {
        if let Some(piece) = pieces.last_mut() {
            piece.push(sign);
            if piece.chars().count() > 1 && measure.width(piece, font) > width {
                piece.pop();
                pieces.push(sign.to_string());
            }
        }
    }
    pieces
}

/// The line as far as it fits, with an ellipsis where it does not.
fn shortened(line: &str, font: Font, width: f64, measure: &dyn Measure) -> String {
    let (mut kept, mut short) = (line, line.to_owned());
    while measure.width(&short, font) > width && !kept.is_empty() {
        kept = &kept[..kept.char_indices().next_back().map_or(0, |(last, _)| last)];
        short = format!("{}{ELLIPSIS}", kept.trim_end());
    }
    short
}
