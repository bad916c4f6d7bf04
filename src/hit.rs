//! What lies under a point, and which datum comes next: both only read the marks of a scene.

use crate::figure::DatumId;
use crate::scene::{Mark, Point, Scene};

/// The datum at a point in device px: the mark that holds it, else the nearest one within `reach`.
///
/// Marks that show a value win over those that only widen it, and of equals the one painted last.
pub fn at(scene: &Scene, point: Point, reach: f64) -> Option<DatumId> {
    let near = |mark: &Mark| (mark.shape.distance(point), !mark.is_body());
    let marks = scene.marks.iter().rev().filter(|mark| mark.datum.is_some());
    let near = marks.map(|mark| (near(mark), mark.datum)).filter(|((distance, _), _)| *distance <= reach);
    let nearest = near.reduce(|best, other| if other.0 < best.0 { other } else { best });
    nearest.and_then(|(_, datum)| datum)
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
