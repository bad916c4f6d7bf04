//! A scene as an SVG document: for paper, and for pages that run no script.
//!
//! Colours are the style sheet's custom properties, so that themes count here too; positions are those that are
//! painted, in CSS px where the scene was laid out at a pixel ratio of 1.

use crate::figure::DatumId;
use crate::scene::{Align, Mark, Point, Rect, Scene, Shape, TextShape};
use crate::text::concat;
use crate::theme::{FONT_FAMILY, Ink, Sizes};

/// The whole scene as a picture; `label` is what a screen reader says of it.
pub fn document(scene: &Scene, sizes: &Sizes, label: &str) -> String {
    let mut svg = Svg { text: String::new(), sizes, baseline: BASELINE };
    svg.begin(scene);
    svg.attribute("role", "img");
    svg.attribute("aria-label", &escaped(label));
    svg.attribute("font-family", FONT_FAMILY);
    svg.raw(">");
    for mark in &scene.marks {
        svg.mark(mark);
    }
    svg.raw("</svg>");
    svg.text
}

/// The marks alone, for a drawing whose typeface is known: `baseline` is the distance of the baseline from the middle of
/// a text, in sizes of the font.
pub fn marks(scene: &Scene, sizes: &Sizes, baseline: f64) -> String {
    let mut svg = Svg { text: String::new(), sizes, baseline };
    for mark in &scene.marks {
        svg.mark(mark);
    }
    svg.text
}

/// The scene within a page, as a list of its data: `name` says each of them to a screen reader, where it stands for
/// the first time. As high as the scene at any width, or, where it `scales`, in proportion.
pub fn inline(scene: &Scene, sizes: &Sizes, class: &str, scales: bool, name: impl Fn(DatumId) -> String) -> String {
    let mut svg = Svg { text: String::new(), sizes, baseline: BASELINE };
    svg.begin(scene);
    svg.attribute("class", class);
    if !scales {
        svg.attribute("height", &number(scene.height));
    }
    svg.attribute("preserveAspectRatio", "xMinYMin");
    svg.attribute("role", "list");
    svg.raw(">");
    let (mut named, mut open) = (Vec::new(), None);
    // The points of lines stand in the table: hundreds of them are no list that anybody would go through.
    for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Spot) {
        let datum = mark.datum.filter(|datum| mark.is_body() && (open == Some(Some(*datum)) || !named.contains(datum)));
        if open != Some(datum) {
            svg.raw(if open.is_some() { "</g>" } else { "" });
            svg.raw(if datum.is_some() { "<g role=\"listitem\"><title>" } else { "<g aria-hidden=\"true\">" });
            if let Some(datum) = datum {
                named.push(datum);
                let name = escaped(&name(datum));
                svg.raw(&name);
                svg.raw("</title>");
            }
            open = Some(datum);
        }
        svg.mark(mark);
    }
    svg.raw(if open.is_some() { "</g></svg>" } else { "</svg>" });
    svg.text
}

/// How far the baseline lies below the middle that a canvas aligns text with, in sizes of the font: half of what its
/// ascent is more than its descent, as a part of both. SVG's own `central` takes neither from the font's size.
pub const BASELINE: f64 = 0.3;

struct Svg<'a> {
    text: String,
    sizes: &'a Sizes,
    baseline: f64,
}

impl Svg<'_> {
    fn begin(&mut self, scene: &Scene) {
        self.open("svg");
        self.attribute("xmlns", "http://www.w3.org/2000/svg");
        self.attribute("stroke-linejoin", "round");
        self.attribute("viewBox", &concat(&["0 0 ", &number(scene.width), " ", &number(scene.height)]));
    }

    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn open(&mut self, name: &str) {
        self.raw("<");
        self.raw(name);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\"", value, "\""] {
            self.raw(part);
        }
    }

    fn numbers(&mut self, attributes: &[(&str, f64)]) {
        for (name, value) in attributes {
            self.attribute(name, &number(*value));
        }
    }

    fn mark(&mut self, mark: &Mark) {
        let Some(colour) = mark.ink.property().filter(|_| mark.ink != Ink::Spot) else { return };
        let colour = &concat(&["var(--", colour, ")"]);
        match &mark.shape {
            Shape::Rect(rect) if mark.ink == Ink::Remainder => self.hatched(*rect, colour),
            Shape::Rect(rect) if mark.ink == Ink::Comparison => self.border(*rect, self.sizes.ring, colour),
            Shape::Rect(rect) => {
                self.rect(*rect);
                self.filled(colour);
            }
            Shape::Dot { centre, radius } => {
                self.circle(*centre, *radius);
                self.filled(colour);
            }
            Shape::Ring { centre, radius, width } => {
                self.circle(*centre, *radius);
                self.stroked(*width, colour);
            }
            Shape::Line { from, to, width } => self.line(&[*from, *to], *width, colour),
            Shape::Polygon(points) => {
                self.path(points);
                self.filled(colour);
            }
            Shape::Path { points, width } => self.line(points, *width, colour),
            Shape::Text(text) => self.label(text, colour),
        }
    }

    fn filled(&mut self, colour: &str) {
        self.attribute("fill", colour);
        self.raw("/>");
    }

    fn stroked(&mut self, width: f64, colour: &str) {
        self.attribute("fill", "none");
        self.attribute("stroke", colour);
        self.numbers(&[("stroke-width", width)]);
        self.raw("/>");
    }

    fn rect(&mut self, rect: Rect) {
        self.open("rect");
        self.numbers(&[("x", rect.left), ("y", rect.top), ("width", rect.width()), ("height", rect.height())]);
    }

    fn circle(&mut self, centre: Point, radius: f64) {
        self.open("circle");
        self.numbers(&[("cx", centre.x), ("cy", centre.y), ("r", radius)]);
    }

    /// Its edges lie inside, as they are painted.
    fn border(&mut self, rect: Rect, width: f64, colour: &str) {
        self.rect(rect.grown(-width / 2.0));
        self.stroked(width, colour);
    }

    fn line(&mut self, points: &[Point], width: f64, colour: &str) {
        self.path(points);
        self.stroked(width, colour);
    }

    /// Each point as steps from the one before it, which are short: a map has thousands.
    fn path(&mut self, points: &[Point]) {
        let (mut path, mut last) = (String::new(), (0, 0));
        for point in points {
            let here = (tenths(point.x), tenths(point.y));
            for step in [here.0.saturating_sub(last.0), here.1.saturating_sub(last.1)] {
                if path.is_empty() {
                    path.push('m');
                } else if step >= 0 {
                    path.push(' ');
                }
                path += &decimal(step);
            }
            last = here;
        }
        self.open("path");
        self.attribute("d", &path);
    }

    /// Diagonal lines in a border, for what was derived: one path from the left or bottom edge to the top or right one.
    fn hatched(&mut self, outside: Rect, colour: &str) {
        let rect = outside.grown(-self.sizes.rule);
        let (reach, mut along, mut path) = (rect.width() + rect.height(), self.sizes.hatch, String::new());
        while along < reach {
            let from = (rect.left + (along - rect.height()).max(0.0), rect.top + along.min(rect.height()));
            let to = (rect.left + along.min(rect.width()), rect.top + (along - rect.width()).max(0.0));
            path += &concat(&["M", &number(from.0), " ", &number(from.1), "L", &number(to.0), " ", &number(to.1)]);
            along += self.sizes.hatch;
        }
        self.open("path");
        self.attribute("d", &path);
        self.stroked(self.sizes.hatch_line, colour);
        self.border(outside, self.sizes.rule, colour);
    }

    fn label(&mut self, text: &TextShape, colour: &str) {
        self.open("text");
        self.numbers(&[
            ("x", text.at.x),
            ("y", text.at.y + self.baseline * text.font.size),
            ("font-size", text.font.size),
        ]);
        match text.align {
            Align::Left => {}
            Align::Middle => self.attribute("text-anchor", "middle"),
            Align::Right => self.attribute("text-anchor", "end"),
        }
        if text.font.bold {
            self.attribute("font-weight", "bold");
        }
        self.attribute("fill", colour);
        self.raw(">");
        let label = escaped(&text.text);
        self.raw(&label);
        self.raw("</text>");
    }
}

/// With one decimal at most: `12.5`, `-3`.
fn number(value: f64) -> String {
    decimal(tenths(value))
}

fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

fn decimal(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = ((tenths.abs() / 10).to_string(), tenths.abs() % 10);
    if tenth == 0 { concat(&[sign, &whole]) } else { concat(&[sign, &whole, ".", &tenth.to_string()]) }
}

/// `]]>` may not stand in XML, and control characters but tabs and line ends can't be written in it.
fn escaped(text: &str) -> String {
    let mut all = String::new();
    for sign in text.chars() {
        match sign {
            '&' => all.push_str("&amp;"),
            '<' => all.push_str("&lt;"),
            '>' => all.push_str("&gt;"),
            '\t' | '\n' | '\r' => all.push(' '),
            _ if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            '"' => all.push_str("&quot;"),
            other => all.push(other),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers() {
        for (value, expected) in [(0.0, "0"), (12.5, "12.5"), (-3.04, "-3"), (-0.06, "-0.1"), (719.96, "720")] {
            assert_eq!(number(value), expected);
        }
    }
}
