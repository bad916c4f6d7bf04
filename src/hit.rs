//! What lies under a point, and which datum comes next: both only read the marks of a scene.

use crate::figure::{DatumId, Figure, Origin};
use crate::package::Kind;
use crate::scene::{Mark, Point, Rect, Scene, Shape};
use crate::state::State;
use crate::work;

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
        Shape::Dot { centre, .. } if !mark.is_body() || is_spot(mark) => (centre.x - point.x).hypot(centre.y - point.y),
        _ => f64::INFINITY,
    };
    (mark.shape.distance(point), !mark.is_body(), centre)
}

/// Cycles through line points that overlap at a pixel, of which some are chosen, in reading order. Returns the datum itself
/// for every other kind.
pub fn next_at_place(scene: &Scene, datum: DatumId, chosen: &[DatumId]) -> DatumId {
    let Some(place) = scene.place_of(datum).map(|place| place.middle()) else { return datum };
    let mut here = Vec::new();
    for mark in scene.marks.iter().filter(|mark| is_spot(mark)) {
        let middle = mark.shape.bounds().middle();
        here.extend(mark.datum.filter(|_| (middle.x - place.x).hypot(middle.y - place.y) < 1.0));
    }
    match here.iter().rposition(|id| chosen.binary_search(id).is_ok()) {
        Some(last) => here[(last + 1) % here.len()],
        None => datum,
    }
}

fn is_spot(mark: &Mark) -> bool {
    Kind::LINES && mark.is_spot()
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

/// Where an arrow key points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

impl Direction {
    /// In reading order, where there is nothing else to go by.
    fn step(self) -> Step {
        match self {
            Direction::Right | Direction::Down => Step::Next,
            Direction::Left | Direction::Up => Step::Previous,
        }
    }

    fn is_vertical(self) -> bool {
        matches!(self, Direction::Up | Direction::Down)
    }
}

/// The datum that an arrow key leads to, as this kind of figure is read: bars up and down from row to row and
/// sideways within a row, times sideways in time and up and down between rows, places to the nearest one in the
/// direction, everything else in reading order. It stays where there is none, and starts with the first.
pub fn arrow(
    scene: &Scene,
    figure: &Figure,
    state: &State,
    from: Option<DatumId>,
    direction: Direction,
) -> Option<DatumId> {
    let kind = figure.kind(state.get("kind"));
    let Some(at) = from else { return step(scene, None, Step::First) };
    match kind {
        Kind::Line if Kind::LINES && direction.is_vertical() => other_line(scene, figure, at, direction),
        Kind::Map if Kind::EVERY => toward(scene, from, direction),
        Kind::Bars => Some(across(scene, figure, state, at, direction)),
        Kind::Timeline | Kind::Cards if Kind::EVERY && direction.is_vertical() => beside(scene, at, direction),
        _ => step(scene, from, direction.step()),
    }
}

/// From row to row in the same column, or within the row; in reading order where each row has one datum.
fn across(scene: &Scene, figure: &Figure, state: &State, from: DatumId, direction: Direction) -> DatumId {
    let grouped = state.get("group").is_some();
    let row_of = |id: DatumId| match figure.datum(id) {
        Some(datum) if grouped && datum.group.is_some() => (1, datum.group.unwrap_or_default()),
        Some(datum) => match datum.origin {
            Origin::Found { of: Some(of), .. } => (0, of.0),
            _ => (0, id.0),
        },
        None => (0, id.0),
    };
    let mut rows: Vec<Vec<DatumId>> = Vec::new();
    let (mut row, mut column, mut widest) = (0, 0, 1);
    for id in reading_order(scene) {
        match rows.last_mut() {
            Some(last) if row_of(last[0]) == row_of(id) => last.push(id),
            _ => rows.push(vec![id]),
        }
        let last = &rows[rows.len() - 1];
        widest = widest.max(last.len());
        if id == from {
            (row, column) = (rows.len() - 1, last.len() - 1);
        }
    }
    let next = match direction {
        _ if widest == 1 => return step(scene, Some(from), direction.step()).unwrap_or(from),
        Direction::Left => return rows[row][column.saturating_sub(1)],
        Direction::Right => return rows[row].get(column + 1).copied().unwrap_or(from),
        Direction::Up if row == 0 => return from,
        Direction::Up => row - 1,
        Direction::Down => row + 1,
    };
    let Some(next) = rows.get(next) else { return from };
    next[column.min(next.len() - 1)]
}

/// The datum in the next row above or below, the nearest one sideways.
fn beside(scene: &Scene, from: DatumId, direction: Direction) -> Option<DatumId> {
    let start = scene.place_of(from)?;
    let (mut nearest, mut least, places) = (from, (f64::INFINITY, f64::INFINITY), scene.bodies());
    for datum in reading_order(scene) {
        let Some(place) = places[datum.0] else { continue };
        let down = place.middle().y - start.middle().y;
        let along = if direction == Direction::Down { down } else { -down };
        let distance = (along, sideways(&start, &place));
        if along > start.height().min(place.height()) / 2.0 && distance < least {
            (nearest, least) = (datum, distance);
        }
    }
    Some(nearest)
}

/// The datum of another line above or below, the nearest one in time.
fn other_line(scene: &Scene, figure: &Figure, from: DatumId, direction: Direction) -> Option<DatumId> {
    let line = |id| figure.datum(id).and_then(|datum| datum.group);
    let start = scene.place_of(from)?.middle();
    let (mut nearest, mut least) = (from, (f64::INFINITY, f64::INFINITY));
    for mark in &scene.marks {
        let Some(datum) = mark.datum.filter(|datum| line(*datum) != line(from)) else { continue };
        let place = mark.shape.bounds().middle();
        let down = if direction == Direction::Down { place.y - start.y } else { start.y - place.y };
        let distance = ((place.x - start.x).abs(), down);
        if down >= 0.0 && distance < least {
            (nearest, least) = (datum, distance);
        }
    }
    Some(nearest)
}

/// How far two places are apart along the axis; 0 where they overlap.
fn sideways(one: &Rect, other: &Rect) -> f64 {
    (one.left - other.right).max(other.left - one.right).max(0.0)
}

/// The nearest datum in the quarter of the plane that lies in a direction; it stays where there is none, and starts
/// with the first when nothing was chosen.
pub fn toward(scene: &Scene, from: Option<DatumId>, direction: Direction) -> Option<DatumId> {
    let Some(from) = from else { return step(scene, None, Step::First) };
    let start = scene.place_of(from)?.middle();
    let (mut nearest, mut least, places) = (from, f64::INFINITY, scene.bodies());
    for datum in reading_order(scene) {
        let Some(place) = places[datum.0] else { continue };
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
pub fn reading_order(scene: &Scene) -> Vec<DatumId> {
    let (mut order, mut known) = (Vec::new(), Vec::new());
    for mark in &scene.marks {
        work::step(1);
        let Some(datum) = mark.datum else { continue };
        known.resize(known.len().max(datum.0 + 1), false);
        if !known[datum.0] {
            known[datum.0] = true;
            order.push(datum);
        }
    }
    order
}
