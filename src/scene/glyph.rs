//! What others say about a statement, told by shape alone: full, half, other, empty, not looked at.

use super::frame::Frame;
use super::mark::{Mark, Point, Shape};
use crate::figure::{DatumId, Figure, Status};
use crate::theme::{Ink, Sizes};

/// A diamond of this many radii covers about as much as a dot.
const DIAMOND: f64 = 1.2;

/// A dot that nobody has checked yet, in radii.
const SMALL: f64 = 0.6;

/// The left half of a circle of radius 1, from its top to its bottom.
const HALF: [(f64, f64); 7] =
    [(0.0, -1.0), (-0.5, -0.866), (-0.866, -0.5), (-1.0, 0.0), (-0.866, 0.5), (-0.5, 0.866), (0.0, 1.0)];

/// The marks of a status around `centre`, from back to front, within 1.2 times `radius` (device px).
///
/// A confirmed statement is a filled dot, a partly confirmed one a half-filled ring, one that deviates a
/// diamond, one that nobody else has a ring, one not checked a small grey dot. The first mark is a piece of
/// ground, one rule wider, which keeps the glyph clear of what lies behind it; the last mark
/// is as large as the whole.
pub fn push_glyph(
    status: Status,
    centre: Point,
    radius: f64,
    sizes: &Sizes,
    datum: Option<DatumId>,
    marks: &mut Vec<Mark>,
) {
    let centre = Point { x: centre.x.round(), y: centre.y.round() };
    let small = (radius * SMALL).round();
    let around = if status == Status::NotChecked { small } else { radius } + sizes.rule;
    marks.push(Mark::new(Shape::Dot { centre, radius: around }, Ink::Ground, datum));
    if status == Status::Partly {
        marks.push(Mark::new(polygon(&HALF, centre, radius - sizes.ring / 2.0), Ink::Series, datum));
    }
    let (shape, ink) = match status {
        Status::Confirmed | Status::Unasked => (Shape::Dot { centre, radius }, Ink::Series),
        Status::Partly | Status::NotFound => {
            (Shape::Ring { centre, radius: radius - sizes.ring / 2.0, width: sizes.ring }, Ink::Series)
        }
        Status::Deviates => {
            let corners = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)];
            (polygon(&corners, centre, (radius * DIAMOND).round()), Ink::Series)
        }
        Status::NotChecked => (Shape::Dot { centre, radius: small }, Ink::Axis),
    };
    marks.push(Mark::new(shape, ink, datum));
}

/// The width of the column that has the statuses at the right of a figure, with its gap; 0 where all are alike.
pub fn column(figure: &Figure, sizes: &Sizes) -> f64 {
    if figure.has_symbols() { 2.0 * (sizes.dot + sizes.ring) + sizes.gap } else { 0.0 }
}

/// The middle of that column.
pub fn column_at(frame: &Frame, y: f64) -> Point {
    Point { x: frame.width - frame.sizes.dot - frame.sizes.ring, y }
}

/// The same beside a value that another mark shows; it is no part of what shows the value.
pub fn push_status(status: Status, centre: Point, sizes: &Sizes, datum: DatumId, marks: &mut Vec<Mark>) {
    let first = marks.len();
    push_glyph(status, centre, sizes.dot, sizes, Some(datum), marks);
    for mark in &mut marks[first..] {
        mark.ink = match mark.ink {
            Ink::Series => Ink::Status,
            Ink::Axis => Ink::SoftText,
            other => other,
        };
    }
}

fn polygon(corners: &[(f64, f64)], centre: Point, radius: f64) -> Shape {
    let mut points = Vec::with_capacity(corners.len());
    for (x, y) in corners {
        points.push(Point { x: centre.x + x * radius, y: centre.y + y * radius });
    }
    Shape::Polygon(points)
}
