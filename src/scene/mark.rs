//! Marks: shapes with an ink and the datum that they stand for.
//!
//! All coordinates are device px; x grows to the right, y grows downwards from the figure's top.

use crate::figure::DatumId;
use crate::theme::{Font, Ink};
use crate::work::step;

/// Parts of a px that outlines are painted in. Whole px would make a small region crooked, and tenths make a page with a
/// map larger: by 1.2 KB after brotli instead of half of it.
pub const FINE: f64 = 5.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Edges lie on whole device px, so that they are sharp.
    Rect(Rect),
    Dot {
        centre: Point,
        radius: f64,
    },
    /// A circle's outline, `radius` to the middle of the line.
    Ring {
        centre: Point,
        radius: f64,
        width: f64,
    },
    Line {
        from: Point,
        to: Point,
        width: f64,
    },
    /// Filled; the last point is joined to the first.
    Polygon(Vec<Point>),
    /// A line through all points: a border.
    Path {
        points: Vec<Point>,
        width: f64,
    },
    Text(TextShape),
}

/// One line of text; `at` lies on its vertical middle, and horizontally where `align` says.
#[derive(Debug, Clone, PartialEq)]
pub struct TextShape {
    pub text: String,
    pub at: Point,
    pub align: Align,
    pub font: Font,
    /// As measured when it was laid out.
    pub width: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Middle,
    Right,
}

/// A shape on the canvas. Without a datum it is decoration.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub shape: Shape,
    pub ink: Ink,
    pub datum: Option<DatumId>,
}

/// Everything that is painted, from back to front.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    pub width: f64,
    pub height: f64,
    pub marks: Vec<Mark>,
    /// Of lines, what lies between the ends of their axes: its left edge is where the window begins.
    pub plot: Option<Rect>,
}

impl Rect {
    pub fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn middle(&self) -> Point {
        Point { x: (self.left + self.right) / 2.0, y: (self.top + self.bottom) / 2.0 }
    }

    /// Larger by `by` on every side.
    pub fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// The part that lies within another rectangle.
    pub fn within(&self, other: &Rect) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub fn joined(&self, other: &Rect) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The distance to another rectangle, 0 where they overlap.
    pub fn gap(&self, other: &Rect) -> f64 {
        let dx = (other.left - self.right).max(self.left - other.right).max(0.0);
        let dy = (other.top - self.bottom).max(self.top - other.bottom).max(0.0);
        dx.hypot(dy)
    }

    /// How far a point lies outside; 0 within.
    pub fn distance(&self, point: Point) -> f64 {
        let dx = (self.left - point.x).max(point.x - self.right).max(0.0);
        let dy = (self.top - point.y).max(point.y - self.bottom).max(0.0);
        dx.hypot(dy)
    }
}

impl Shape {
    /// The rectangle around the shape.
    pub fn bounds(&self) -> Rect {
        match self {
            Shape::Rect(rect) => *rect,
            Shape::Dot { centre, radius } => Rect::new(centre.x, centre.y, 0.0, 0.0).grown(*radius),
            Shape::Ring { centre, radius, width } => {
                Rect::new(centre.x, centre.y, 0.0, 0.0).grown(radius + width / 2.0)
            }
            Shape::Polygon(points) => around(points),
            Shape::Path { points, width } => around(points).grown(width / 2.0),
            Shape::Line { from, to, width } => {
                let end = |point: &Point| Rect::new(point.x, point.y, 0.0, 0.0);
                end(from).joined(&end(to)).grown(width / 2.0)
            }
            Shape::Text(text) => text.bounds(),
        }
    }

    /// How far a point lies outside of the shape; 0 within.
    pub fn distance(&self, point: Point) -> f64 {
        match self {
            Shape::Rect(rect) => rect.distance(point),
            Shape::Dot { centre, radius } => (apart(*centre, point) - radius).max(0.0),
            Shape::Ring { centre, radius, width } => (apart(*centre, point) - radius - width / 2.0).max(0.0),
            Shape::Polygon(points) => from_polygon(points, point),
            Shape::Path { points, width } => (from_path(points, point) - width / 2.0).max(0.0),
            Shape::Line { from, to, width } => (from_segment(*from, *to, point) - width / 2.0).max(0.0),
            Shape::Text(text) => text.bounds().distance(point),
        }
    }
}

impl TextShape {
    pub fn bounds(&self) -> Rect {
        let left = match self.align {
            Align::Left => self.at.x,
            Align::Middle => self.at.x - self.width / 2.0,
            Align::Right => self.at.x - self.width,
        };
        Rect::new(left, self.at.y - self.font.size / 2.0, self.width, self.font.size)
    }
}

impl Mark {
    pub fn new(shape: Shape, ink: Ink, datum: Option<DatumId>) -> Self {
        Self { shape, ink, datum }
    }
}

impl Scene {
    pub fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    /// All marks of a datum, from back to front.
    pub fn marks_of(&self, datum: DatumId) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| {
            step(1);
            mark.datum == Some(datum)
        })
    }

    /// The texts of a datum, as they are drawn.
    pub fn texts_of(&self, datum: DatumId) -> String {
        let mut texts = String::new();
        for mark in self.marks_of(datum) {
            if let Shape::Text(text) = &mark.shape {
                texts.push_str(if texts.is_empty() { "" } else { " " });
                texts.push_str(&text.text);
            }
        }
        texts
    }

    /// Where a datum stands: the rectangle around its shapes.
    pub fn place_of(&self, datum: DatumId) -> Option<Rect> {
        self.around(datum, Mark::is_body)
    }

    /// The rectangle around everything that belongs to a datum: a sum has no shape but those of its parts.
    pub fn extent_of(&self, datum: DatumId) -> Option<Rect> {
        self.around(datum, |_| true)
    }

    /// The room beside a datum, at the right of its shapes and texts and up to the next mark in its row: from and to, in
    /// device px.
    pub fn free_beside(&self, datum: DatumId) -> (f64, f64) {
        let own = |mark: &Mark| mark.is_body() || matches!(mark.shape, Shape::Text(_));
        let row = self.around(datum, own).unwrap_or(Rect::new(0.0, 0.0, self.width, 0.0));
        let mut to = self.width;
        for mark in &self.marks {
            let bounds = mark.shape.bounds();
            let is_behind = matches!(mark.ink, Ink::Reach | Ink::Ground | Ink::Grid);
            if !is_behind && bounds.left >= row.right && bounds.top < row.bottom && row.top < bounds.bottom {
                to = to.min(bounds.left);
            }
        }
        (row.right, to)
    }

    /// Where each datum stands, by its number; those without a shape where what belongs to them is.
    pub fn places(&self) -> Vec<Option<Rect>> {
        let mut places = self.bodies();
        for (place, extent) in places.iter_mut().zip(self.all_around(|_| true)) {
            *place = place.or(extent);
        }
        places
    }

    /// Where each datum stands, by its number, as [`Scene::place_of`] says it.
    pub fn bodies(&self) -> Vec<Option<Rect>> {
        self.all_around(Mark::is_body)
    }

    /// The rectangle around such marks of each datum, by its number.
    fn all_around(&self, which: fn(&Mark) -> bool) -> Vec<Option<Rect>> {
        let mut all: Vec<Option<Rect>> = Vec::new();
        for mark in &self.marks {
            step(1);
            let Some(DatumId(datum)) = mark.datum else { continue };
            all.resize(all.len().max(datum + 1), None);
            if which(mark) {
                let bounds = mark.shape.bounds();
                all[datum] = Some(all[datum].map_or(bounds, |all| all.joined(&bounds)));
            }
        }
        all
    }

    fn around(&self, datum: DatumId, which: fn(&Mark) -> bool) -> Option<Rect> {
        let mut all: Option<Rect> = None;
        for mark in self.marks_of(datum).filter(|mark| which(mark)) {
            let bounds = mark.shape.bounds();
            all = Some(all.map_or(bounds, |all| all.joined(&bounds)));
        }
        all
    }
}

impl Mark {
    /// Whether it is a point of a line, of which many may lie close together.
    pub fn is_spot(&self) -> bool {
        self.ink == Ink::Spot
    }

    /// Whether the mark itself shows a value, rather than naming it, standing behind it, bounding its ground or
    /// widening its reach.
    pub fn is_body(&self) -> bool {
        let behind = matches!(self.ink, Ink::Reach | Ink::Ground | Ink::Tint | Ink::Status | Ink::SoftText);
        let names = matches!(self.shape, Shape::Text(_) | Shape::Path { .. }) && self.ink != Ink::RegionText;
        self.datum.is_some() && !behind && !names
    }
}

fn around(points: &[Point]) -> Rect {
    let first = points.first().map_or((0.0, 0.0), |first| (first.x, first.y));
    let mut all = Rect::new(first.0, first.1, 0.0, 0.0);
    for point in points {
        all = all.joined(&Rect::new(point.x, point.y, 0.0, 0.0));
    }
    all
}

fn apart(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The distance of a point from a line between two ends.
fn from_segment(from: Point, to: Point, point: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 { 0.0 } else { ((point.x - from.x) * dx + (point.y - from.y) * dy) / length };
    let along = along.clamp(0.0, 1.0);
    apart(point, Point { x: from.x + along * dx, y: from.y + along * dy })
}

fn from_path(points: &[Point], point: Point) -> f64 {
    let mut nearest = f64::INFINITY;
    for ends in points.windows(2) {
        nearest = nearest.min(from_segment(ends[0], ends[1], point));
    }
    nearest
}

/// How far a point lies outside of a polygon; 0 within, which an odd number of edges to its right tells.
fn from_polygon(points: &[Point], point: Point) -> f64 {
    let (mut inside, mut nearest) = (false, f64::INFINITY);
    for (index, to) in points.iter().enumerate() {
        let from = points[(index + points.len() - 1) % points.len()];
        let crosses = (from.y > point.y) != (to.y > point.y);
        if crosses && point.x < from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x) {
            inside = !inside;
        }
        nearest = nearest.min(from_segment(from, *to, point));
    }
    if inside { 0.0 } else { nearest }
}
