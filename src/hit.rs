//! What lies under a point, and which datum comes next: both only read the marks of a scene.

use crate::figure::DatumId;
use crate::scene::{Mark, Point, Scene, Shape};

/// The datum at a point in device px: the mark that holds it, else the nearest one within `reach`.
///
/// Marks that show a value win over those that only widen it; of discs that widen one the nearest centre
/// wins, and of equals the mark painted last.
pub fn at(scene: &Scene, point: Point, reach: f64) -> Option<DatumId> {
    let (mut nearest, mut least) = (None, (reach, true, f64::INFINITY));
    for mark in &scene.marks {
        if mark.datum.is_some() {
            let distance = distance(mark, point);
            if distance <= least {
                (nearest, least) = (mark.datum, distance);
            }
        }
    }
    nearest
}

/// How far a mark is from a point, whether it only widens another, and how far its centre is if it is a disc that does.
fn distance(mark: &Mark, point: Point) -> (f64, bool, f64) {
    let centre = match mark.shape {
        Shape::Dot { centre, .. } if !mark.is_body() => (centre.x - point.x).hypot(centre.y - point.y),
        _ => f64::INFINITY,
    };
    (mark.shape.distance(point), !mark.is_body(), centre)
}

/// A step through the data in reading order, as the arrow keys take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
    First,
    Last,
}

/// The datum that a step leads to; it stays at either end, and starts there when nothing was chosen.
pub fn step(scene: &Scene, from: Option<DatumId>, step: Step) -> Option<DatumId> {
    let order = reading_order(scene);
    let (first, last) = (order.first().copied()?, order.last().copied()?);
    let index = from.and_then(|from| order.iter().position(|datum| *datum == from));
    Some(match (step, index) {
        (Step::First, _) | (Step::Next, None) => first,
        (Step::Last, _) | (Step::Previous, None) => last,
        (Step::Next, Some(index)) => order.get(index + 1).copied().unwrap_or(last),
        (Step::Previous, Some(index)) => order[index.saturating_sub(1)],
    })
}

/// A way across a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// The nearest datum in the quarter of the plane that lies in a direction, as the arrow keys take it on a map;
/// it stays where there is none, and starts with the first when nothing was chosen.
pub fn toward(scene: &Scene, from: Option<DatumId>, direction: Direction) -> Option<DatumId> {
    let Some(from) = from else { return step(scene, None, Step::First) };
    let start = scene.place_of(from)?.middle();
    let (mut nearest, mut least) = (from, f64::INFINITY);
    for datum in reading_order(scene) {
        let Some(place) = scene.place_of(datum) else { continue };
        let (right, down) = (place.middle().x - start.x, place.middle().y - start.y);
        let (along, across) = match direction {
            Direction::Left => (-right, down),
            Direction::Right => (right, down),
            Direction::Up => (-down, right),
            Direction::Down => (down, right),
        };
        let distance = along.hypot(across);
        if datum != from && along >= across.abs() && distance < least {
            (nearest, least) = (datum, distance);
        }
    }
    Some(nearest)
}

/// Every datum of the scene once, in the order in which the scene names them.
fn reading_order(scene: &Scene) -> Vec<DatumId> {
    let mut order = Vec::new();
    for mark in &scene.marks {
        if let Some(datum) = mark.datum
            && !order.contains(&datum)
        {
            order.push(datum);
        }
    }
    order
}
