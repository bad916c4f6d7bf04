//! A scene as an SVG document: for paper, and for pages that run no script.
//!
//! Colours are the style sheet's custom properties, so that themes count here too; positions are those that are
//! painted, in CSS px where the scene was laid out at a pixel ratio of 1.

use crate::figure::DatumId;
use crate::scene::{Align, Mark, Point, Rect, Scene, Shape, TextShape};
use crate::text::concat;
use crate::theme::{FONT_FAMILY, Ink, Sizes, Theme};

/// The whole scene as a picture; `label` is what a screen reader says of it.
pub fn document(scene: &Scene, sizes: &Sizes, label: &str) -> String {
    let mut svg = Svg { text: String::new(), sizes, baseline: BASELINE };
    svg.begin(scene, (0.0, scene.height));
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

/// How a scene is drawn within a page.
pub struct Inline<'a> {
    pub sizes: &'a Sizes,
    pub class: &'a str,
    /// Outlines that the page has already.
    pub outlines: Option<&'a Outlines>,
}

/// The scene within a page, as a list of its data: `name` says each of them to a screen reader, where it stands for
/// the first time. As high as the scene at any width; a map is in proportion, and what lies below it is a drawing of its own.
pub fn inline(scene: &Scene, how: &Inline, name: impl Fn(DatumId) -> String) -> String {
    let map = scene.plot.filter(|_| how.outlines.is_some()).map_or(scene.height, |plot| plot.bottom);
    let mut drawings = part(scene, how, (0.0, map), name);
    if map < scene.height {
        let list = Inline { outlines: None, ..*how };
        drawings += &part(scene, &list, (map, scene.height), |_| String::new());
    }
    drawings
}

/// What lies between two heights of a scene.
fn part(scene: &Scene, how: &Inline, (top, bottom): (f64, f64), name: impl Fn(DatumId) -> String) -> String {
    let mut svg = Svg { text: String::new(), sizes: how.sizes, baseline: BASELINE };
    svg.begin(scene, (top, bottom));
    svg.attribute("class", how.class);
    if how.outlines.is_none() {
        svg.attribute("height", &number(bottom - top));
    }
    svg.attribute("preserveAspectRatio", "xMinYMin");
    if top > 0.0 {
        svg.attribute("aria-hidden", "true");
    } else {
        svg.attribute("role", "list");
    }
    svg.raw(">");
    let mut outlines = how.outlines.map(|outlines| outlines.uses(scene));
    svg.raw(outlines.as_ref().map_or("", Uses::definitions));
    let (mut named, mut open) = (Vec::new(), None);
    // The points of lines stand in the table: hundreds of them are no list that anybody would go through.
    let is_here = |mark: &&Mark| {
        let y = mark.shape.bounds().middle().y;
        mark.ink != Ink::Spot && y >= top && (y < bottom || bottom == scene.height)
    };
    for mark in scene.marks.iter().filter(is_here) {
        let is_named = |datum: &DatumId| mark.is_body() && (open == Some(Some(*datum)) || !named.contains(datum));
        let datum = mark.datum.filter(|datum| top == 0.0 && is_named(datum));
        if open != Some(datum) {
            svg.raw(if open.is_some() { "</g>" } else { "" });
            svg.raw(match datum {
                Some(_) => "<g role=\"listitem\"><title>",
                None if top > 0.0 => "<g>",
                None => "<g aria-hidden=\"true\">",
            });
            if let Some(datum) = datum {
                named.push(datum);
                let name = escaped(&name(datum));
                svg.raw(&name);
                svg.raw("</title>");
            }
            open = Some(datum);
        }
        match outlines.as_mut().filter(|_| is_outline(mark)) {
            Some(outlines) => svg.raw(&outlines.next(mark)),
            None => svg.mark(mark),
        }
    }
    svg.raw(if open.is_some() { "</g></svg>" } else { "</svg>" });
    svg.text
}

/// Whether a mark is an outline of a map, which is the same at every width.
fn is_outline(mark: &Mark) -> bool {
    matches!(mark.shape, Shape::Path { .. })
        || matches!(mark.ink, Ink::Land | Ink::Tint | Ink::Water | Ink::Beyond)
            && matches!(mark.shape, Shape::Polygon(_))
}

fn outlines(scene: &Scene) -> impl Iterator<Item = (&Mark, &[Point])> {
    scene.marks.iter().filter(|mark| is_outline(mark)).filter_map(|mark| match &mark.shape {
        Shape::Polygon(points) | Shape::Path { points, .. } => Some((mark, &points[..])),
        _ => None,
    })
}

/// The outlines of a map, each once, for all drawings of a page: the first one has them, the others refer to them.
pub struct Outlines {
    /// What their ids begin with.
    prefix: String,
    /// The paths, in px of the scene that they are taken from.
    paths: Vec<String>,
    /// Of each outline of a scene in turn: its path, and the bounds of its points.
    places: Vec<(usize, Rect)>,
    bounds: Rect,
}

impl Outlines {
    /// The outlines of a scene; nothing where it has none.
    pub fn of(scene: &Scene, prefix: &str) -> Option<Self> {
        let (mut paths, mut places) = (Vec::new(), Vec::new());
        let mut bounds: Option<Rect> = None;
        for (_, points) in outlines(scene) {
            let path = data(points);
            let place = paths.iter().position(|known| *known == path).unwrap_or(paths.len());
            if place == paths.len() {
                paths.push(path);
            }
            let around = Shape::Polygon(points.to_vec()).bounds();
            bounds = Some(bounds.map_or(around, |bounds| bounds.joined(&around)));
            places.push((place, around));
        }
        bounds.map(|bounds| Self { prefix: prefix.to_owned(), paths, places, bounds })
    }

    /// How a scene refers to these outlines. One whose outlines differ by more than a px has its own.
    fn uses(&self, scene: &Scene) -> Uses<'_> {
        let around = |points: &[Point]| Shape::Polygon(points.to_vec()).bounds();
        let all = outlines(scene).map(|(_, points)| around(points)).reduce(|one, other| one.joined(&other));
        let all = all.unwrap_or(self.bounds);
        let scale = all.width() / self.bounds.width().max(1.0);
        let moved = Point { x: all.left - scale * self.bounds.left, y: all.top - scale * self.bounds.top };
        let fits = |(own, (_, shared)): (Rect, &(usize, Rect))| {
            let ends = [
                (own.left, scale * shared.left + moved.x),
                (own.right, scale * shared.right + moved.x),
                (own.top, scale * shared.top + moved.y),
                (own.bottom, scale * shared.bottom + moved.y),
            ];
            ends.iter().all(|(one, other)| (one - other).abs() <= 1.0)
        };
        let own: Vec<_> = outlines(scene).map(|(_, points)| around(points)).collect();
        let is_shared = own.len() == self.places.len() && own.into_iter().zip(&self.places).all(fits);
        let is_first = scale == 1.0;
        let mut definitions = String::new();
        if is_first {
            definitions += "<defs>";
            for (nth, path) in self.paths.iter().enumerate() {
                let id = self.id(nth);
                definitions +=
                    &concat(&["<path id=\"", &id, "\" vector-effect=\"non-scaling-stroke\" d=\"", path, "\"/>"]);
            }
            definitions += "</defs>";
        }
        let transform = if is_first {
            String::new()
        } else {
            let move_to = concat(&["translate(", &number(moved.x), " ", &number(moved.y), ")"]);
            let move_to = if move_to == "translate(0 0)" { "" } else { &move_to };
            concat(&[" transform=\"", move_to, "scale(", &((scale * 1e5).round() / 1e5).to_string(), ")\""])
        };
        Uses { outlines: self, is_shared, definitions, transform, next: 0 }
    }

    fn id(&self, nth: usize) -> String {
        concat(&[&self.prefix, "-", &nth.to_string()])
    }
}

/// The outlines of a drawing, in their order.
struct Uses<'a> {
    outlines: &'a Outlines,
    is_shared: bool,
    definitions: String,
    transform: String,
    next: usize,
}

impl Uses<'_> {
    fn definitions(&self) -> &str {
        &self.definitions
    }

    /// The next outline as an element.
    fn next(&mut self, mark: &Mark) -> String {
        let place = self.outlines.places.get(self.next).map_or(0, |(place, _)| *place);
        self.next += 1;
        let colour = mark.ink.property().map(|colour| concat(&["var(--", colour, ")"])).unwrap_or_default();
        let paint = match &mark.shape {
            Shape::Path { width, .. } => {
                concat(&["\" fill=\"none\" stroke=\"", &colour, "\" stroke-width=\"", &number(*width), "\"/>"])
            }
            _ => concat(&["\" fill=\"", &colour, "\"/>"]),
        };
        match &mark.shape {
            Shape::Polygon(points) | Shape::Path { points, .. } if !self.is_shared => {
                concat(&["<path d=\"", &data(points), &paint])
            }
            _ => concat(&["<use href=\"#", &self.outlines.id(place), "\"", &self.transform, &paint[1..]]),
        }
    }
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
    fn begin(&mut self, scene: &Scene, (top, bottom): (f64, f64)) {
        self.open("svg");
        self.attribute("xmlns", "http://www.w3.org/2000/svg");
        self.attribute("stroke-linejoin", "round");
        self.attribute(
            "viewBox",
            &concat(&["0 ", &number(top), " ", &number(scene.width), " ", &number(bottom - top)]),
        );
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
            Shape::Text(text) => self.label(text, colour, mark.ink.has_halo()),
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

    fn path(&mut self, points: &[Point]) {
        self.open("path");
        self.attribute("d", &data(points));
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

    fn label(&mut self, text: &TextShape, colour: &str, has_halo: bool) {
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
        if has_halo {
            self.attribute("paint-order", "stroke");
            self.numbers(&[("stroke-width", 2.0 * self.sizes.halo)]);
            self.attribute("stroke", &concat(&["var(--", Theme::NAMES[0], ")"]));
        }
        self.attribute("fill", colour);
        self.raw(">");
        let label = escaped(&text.text);
        self.raw(&label);
        self.raw("</text>");
    }
}

/// A path with each point as steps from the one before it, which are short: a map has thousands.
fn data(points: &[Point]) -> String {
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
    path
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
