//! Data on a map: regions as tinted ground, places as glyphs; names where they fit, else numbers and a list below.

use super::frame::Frame;
use super::glyph::push_glyph;
use super::label::{Label, wrapped};
use super::mark::{Align, FINE, Mark, Point, Rect, Scene, Shape};
use super::projection::Albers;
use crate::figure::{Datum, DatumId, Figure, Place};
use crate::order::{order, ordered};
use crate::package::{Geometry, Position, Region};
use crate::state::State;
use crate::theme::Ink;
use crate::work::step;

/// What a glyph needs around its centre, in radii of a dot.
const AROUND: f64 = 1.2;

/// The line to a hole of a polygon is the shortest one, as long as no more than so many pairs of points are compared for it.
const PAIRS: usize = 1_000_000;

/// Data of one place stand side by side, at most so many in a row.
const IN_A_ROW: usize = 4;

/// So many places are kept apart and named on the map at most; of more, which it has no room for, the list tells.
const APART: usize = 500;

/// Places that lie too close are moved apart in small steps, at most so many.
const ROUNDS: usize = 60;

/// Where a name may stand, best first, as steps to the right and down.
const SIDES: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0), (0.0, -1.0), (0.0, 1.0)];

/// How far away a name may stand, in gaps.
const DISTANCES: [f64; 3] = [0.5, 1.5, 2.5];

/// So many orders of placing the names are tried at most.
const TRIES: usize = 6;

/// Lays out the data that have a place on the regions of the figure's geometry. On a narrow map all places have
/// numbers, with their names in a list below.
pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let Some(geometry) = &figure.geometry else {
        return Scene { width: frame.width, height: 0.0, marks: Vec::new(), plot: None };
    };
    let land = Land::new(geometry, frame);
    let spots = spots(figure, state, &land);
    let mut marks = land.ground(geometry);
    reaches(&spots, frame, &mut marks);
    let regions = ordered(&geometry.regions.iter().collect::<Vec<_>>(), &|one, other| one.id < other.id);
    for spot in &spots {
        land.tint(spot, &regions, &mut marks);
    }
    let outlines = outlines(&marks);
    for spot in &spots {
        spot.marks(frame, &mut marks);
    }
    let names = Names { frame, land: &land, spots: &spots, outlines };
    let numbered = names.on_the_map(&mut marks);
    let height = names.list(&numbered, &mut marks);
    Scene { width: frame.width, height, marks, plot: None }
}

/// The projected ground.
struct Land<'a> {
    frame: &'a Frame<'a>,
    albers: Albers,
    /// Device px to one radius of the earth.
    scale: f64,
    /// The western and northern ends, in radii of the earth.
    west: f64,
    north: f64,
    width: f64,
    height: f64,
}

impl<'a> Land<'a> {
    /// As wide as the frame and the sizes let it be, at most as high as wide.
    fn new(geometry: &Geometry, frame: &'a Frame) -> Self {
        let degrees = bounds(geometry, None);
        let albers = Albers::new((degrees.left, degrees.right), (degrees.top, degrees.bottom));
        let plane = bounds(geometry, Some(&albers));
        let margin = 2.0 * frame.sizes.ring;
        let width = frame.width.min(frame.sizes.map_width);
        let extent = plane.width().max(plane.height()).max(f64::EPSILON);
        let scale = (width - margin).max(1.0) / extent;
        let height = (plane.height() * scale + margin).ceil();
        Self { frame, albers, scale, west: plane.left, north: plane.bottom, width, height }
    }

    fn point(&self, longitude: f64, latitude: f64) -> Point {
        let (x, y) = self.albers.project(longitude, latitude);
        let margin = self.frame.sizes.ring;
        Point { x: (x - self.west) * self.scale + margin, y: (self.north - y) * self.scale + margin }
    }

    /// The same point, or for one beyond the map the nearest on its edge.
    fn within(&self, Point { x, y }: Point) -> Point {
        let edge = self.frame.sizes.ring;
        Point { x: x.min(self.width - edge).max(edge), y: y.min(self.height - edge).max(edge) }
    }

    /// A ring in fifths of a device px, without the points that fall together.
    fn outline(&self, ring: &[Position]) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for (longitude, latitude) in ring {
            let point = self.point(*longitude, *latitude);
            let point = Point { x: (point.x * FINE).round() / FINE, y: (point.y * FINE).round() / FINE };
            if points.last() != Some(&point) {
                points.push(point);
            }
        }
        points
    }

    /// A polygon without its holes as one ring: a line leads to each hole, around it against the direction of the
    /// outline, and back. Every rule of filling leaves the holes out then.
    fn area(&self, polygon: &[Vec<Position>]) -> Shape {
        let Some((outline, holes)) = polygon.split_first() else { return Shape::Polygon(Vec::new()) };
        let mut points = self.outline(outline);
        let (clockwise, mut pairs) = (is_clockwise(&points), 0);
        for hole in holes {
            let mut hole = self.outline(hole);
            if hole.len() < 4 {
                continue;
            }
            if is_clockwise(&hole) == clockwise {
                hole.reverse();
            }
            pairs += points.len() * hole.len();
            let (at, from) = if pairs <= PAIRS { nearest(&points, &hole) } else { (points.len().saturating_sub(1), 0) };
            let rest = points.split_off(at);
            points.extend(rest.first());
            points.extend_from_slice(&hole[from..hole.len() - 1]);
            points.extend_from_slice(&hole[..=from]);
            points.extend(rest);
        }
        Shape::Polygon(points)
    }

    /// All regions, and over them their borders. In a hole nothing is drawn but the region that lies there, if any.
    fn ground(&self, geometry: &Geometry) -> Vec<Mark> {
        let mut marks = Vec::new();
        for region in &geometry.regions {
            for polygon in &region.polygons {
                marks.push(Mark::new(self.area(polygon), Ink::Land, None));
            }
        }
        for region in &geometry.regions {
            for outline in region.polygons.iter().flat_map(|polygon| polygon.first()) {
                marks.push(self.border(outline, self.frame.sizes.rule, Ink::Ground, None));
            }
        }
        marks
    }

    fn border(&self, ring: &[Position], width: f64, ink: Ink, datum: Option<DatumId>) -> Mark {
        Mark::new(Shape::Path { points: self.outline(ring), width }, ink, datum)
    }

    /// The region that a place is, in an outline of its own; each of its data has one. `regions` are in the order of their ids.
    fn tint(&self, spot: &Spot, regions: &[&Region], marks: &mut Vec<Mark>) {
        let Some(id) = &spot.place.region else { return };
        let first = regions.partition_point(|region| region.id < *id);
        for (datum, _) in &spot.data {
            for region in regions[first..].iter().take_while(|region| region.id == *id) {
                step(1);
                for polygon in &region.polygons {
                    marks.push(Mark::new(self.area(polygon), Ink::Tint, Some(*datum)));
                }
                for ring in region.polygons.iter().flatten() {
                    marks.push(self.border(ring, self.frame.sizes.ring, Ink::Series, Some(*datum)));
                }
            }
        }
    }
}

/// Whether a ring runs clockwise as it is drawn: twice its area is positive where y grows downwards.
fn is_clockwise(ring: &[Point]) -> bool {
    let mut twice = 0.0;
    for ends in ring.windows(2) {
        twice += ends[0].x * ends[1].y - ends[1].x * ends[0].y;
    }
    twice > 0.0
}

/// The numbers of the two points of two rings that are nearest to each other.
fn nearest(one: &[Point], other: &[Point]) -> (usize, usize) {
    let (mut pair, mut least) = ((0, 0), f64::INFINITY);
    for (at, a) in one.iter().enumerate() {
        step(other.len());
        for (from, b) in other.iter().enumerate() {
            let distance = (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
            if distance < least {
                (pair, least) = ((at, from), distance);
            }
        }
    }
    pair
}

/// The rectangle around a geometry, in degrees or projected; upwards is north.
fn bounds(geometry: &Geometry, albers: Option<&Albers>) -> Rect {
    let mut bounds: Option<Rect> = None;
    for region in &geometry.regions {
        for (longitude, latitude) in region.polygons.iter().flat_map(|polygon| polygon.first()).flatten() {
            let (x, y) = albers.map_or((*longitude, *latitude), |albers| albers.project(*longitude, *latitude));
            let point = Rect::new(x, y, 0.0, 0.0);
            bounds = Some(bounds.map_or(point, |bounds| bounds.joined(&point)));
        }
    }
    bounds.unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0))
}

/// A place with its data, as a block of glyphs.
struct Spot<'a> {
    place: &'a Place,
    data: Vec<(DatumId, &'a Datum)>,
    /// Where the place is.
    anchor: Point,
    /// The middle of its glyphs: the same, unless another place is too close.
    centre: Point,
}

/// The places in the order of their first data, none on top of another.
fn spots<'a>(figure: &'a Figure, state: &State, land: &Land) -> Vec<Spot<'a>> {
    let mut shown = Vec::new();
    for (id, datum) in figure.shown(state) {
        shown.extend(datum.place.as_ref().map(|place| (id, datum, place)));
    }
    let mut places: Vec<Vec<(DatumId, &Datum, &Place)>> = Vec::new();
    for entry in ordered(&shown, &|one, other| one.2.key < other.2.key) {
        match places.last_mut() {
            Some(last) if last[0].2.key == entry.2.key => last.push(entry),
            _ => places.push(vec![entry]),
        }
    }
    let mut spots: Vec<Spot> = Vec::new();
    for at in order(places.len(), &|one, other| places[one][0].0 < places[other][0].0) {
        let place = places[at][0].2;
        let anchor = land.within(land.point(place.longitude, place.latitude));
        let data = places[at].iter().map(|(id, datum, _)| (*id, *datum)).collect();
        spots.push(Spot { place, data, anchor, centre: anchor });
    }
    for spot in &mut spots {
        spot.keep_inside(land);
    }
    let mut moved = spots.len() <= APART;
    let mut rounds = 0;
    while moved && rounds < ROUNDS {
        moved = false;
        rounds += 1;
        for index in 1..spots.len() {
            let (before, from) = spots.split_at_mut(index);
            for other in before {
                moved |= part(other, &mut from[0], land);
            }
        }
    }
    spots
}

/// Moves two places apart, across or down, whichever is shorter; whether they were too close.
fn part(one: &mut Spot, other: &mut Spot, land: &Land) -> bool {
    step(1);
    let (a, b) = (one.area(land.frame), other.area(land.frame));
    let across = a.right.min(b.right) - a.left.max(b.left);
    let down = a.bottom.min(b.bottom) - a.top.max(b.top);
    if across < 0.5 || down < 0.5 {
        return false;
    }
    let sign = |from: f64, to: f64| if to < from { -0.5 } else { 0.5 };
    let (x, y) = if across < down {
        (across * sign(one.centre.x, other.centre.x), 0.0)
    } else {
        (0.0, down * sign(one.centre.y, other.centre.y))
    };
    one.centre = Point { x: one.centre.x - x, y: one.centre.y - y };
    other.centre = Point { x: other.centre.x + x, y: other.centre.y + y };
    one.keep_inside(land);
    other.keep_inside(land);
    true
}

/// The area that a finger needs around each glyph. All of them come before the other marks of the data, so that the data are
/// met in their own order and not regions first.
fn reaches(spots: &[Spot], frame: &Frame, marks: &mut Vec<Mark>) {
    let mut glyphs = Vec::new();
    for spot in spots {
        for (index, (datum, _)) in spot.data.iter().enumerate() {
            glyphs.push((*datum, spot.centre_of(index, frame)));
        }
    }
    for (datum, centre) in ordered(&glyphs, &|one, other| one.0 < other.0) {
        marks.push(Mark::new(Shape::Dot { centre, radius: frame.sizes.reach }, Ink::Reach, Some(datum)));
    }
}

impl Spot<'_> {
    /// The room of its glyphs, with a little around them.
    fn area(&self, frame: &Frame) -> Rect {
        let sizes = &frame.sizes;
        let columns = self.data.len().min(IN_A_ROW) as f64 - 1.0;
        let rows = self.data.len().div_ceil(IN_A_ROW) as f64 - 1.0;
        let glyph = (sizes.dot * AROUND + sizes.rule).ceil();
        let (half, high) = (columns * sizes.reach + glyph, rows * sizes.reach + glyph);
        Rect::new(self.centre.x - half, self.centre.y - high, 2.0 * half, 2.0 * high)
    }

    fn keep_inside(&mut self, land: &Land) {
        let area = self.area(land.frame);
        let (half, high) = (area.width() / 2.0, area.height() / 2.0);
        self.centre.x = self.centre.x.min(land.width - half).max(half);
        self.centre.y = self.centre.y.min(land.height - high).max(high);
    }

    /// Where its glyph of this number stands; two are one reach apart.
    fn centre_of(&self, index: usize, frame: &Frame) -> Point {
        let step = 2.0 * frame.sizes.reach;
        let columns = self.data.len().min(IN_A_ROW) as f64;
        let rows = self.data.len().div_ceil(IN_A_ROW) as f64;
        let (column, row) = ((index % IN_A_ROW) as f64, (index / IN_A_ROW) as f64);
        let x = self.centre.x + step * (column - (columns - 1.0) / 2.0);
        Point { x: x.round(), y: (self.centre.y + step * (row - (rows - 1.0) / 2.0)).round() }
    }

    /// Its glyphs, joined by thin rules to each other and to the place where that is elsewhere.
    fn marks(&self, frame: &Frame, marks: &mut Vec<Mark>) {
        let sizes = &frame.sizes;
        let join = |from, to| Mark::new(Shape::Line { from, to, width: sizes.rule }, Ink::SoftText, None);
        if self.area(frame).distance(self.anchor) > 0.0 {
            marks.push(join(self.anchor, self.centre));
        }
        for index in 0..self.data.len() {
            let centre = self.centre_of(index, frame);
            // To the one before it, and in a new row to the one above.
            if index > 0 {
                let other = if index % IN_A_ROW == 0 { index - IN_A_ROW } else { index - 1 };
                marks.push(join(self.centre_of(other, frame), centre));
            }
        }
        for (index, (datum, entry)) in self.data.iter().enumerate() {
            push_glyph(entry.status, self.centre_of(index, frame), sizes.dot, sizes, Some(*datum), marks);
        }
    }
}

/// What is written on the map and below it.
struct Names<'a> {
    frame: &'a Frame<'a>,
    land: &'a Land<'a>,
    spots: &'a [Spot<'a>],
    /// The outlines of tinted regions: a text on one is hard to read.
    outlines: Vec<Shape>,
}

fn outlines(marks: &[Mark]) -> Vec<Shape> {
    let mut outlines = Vec::new();
    for mark in marks {
        if matches!(mark.shape, Shape::Path { .. }) && mark.datum.is_some() {
            outlines.push(mark.shape.clone());
        }
    }
    outlines
}

impl Names<'_> {
    /// Names beside the places, as many as fit, and numbers at the others; these are returned. Where not even a
    /// number fits, the line of the list alone leads to the place.
    fn on_the_map(&self, marks: &mut Vec<Mark>) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.spots.len()).collect();
        let (mut names, mut left) = (Vec::new(), order.clone());
        if self.spots.len() > APART {
            return order;
        }
        let tries = if self.frame.is_narrow() { 0 } else { TRIES };
        for _ in 0..tries {
            let (placed, failed) = self.placed(&order);
            if failed.len() < left.len() {
                (names, left) = (placed, failed.clone());
            }
            // What did not fit has the first choice in the next try.
            let Some(first) = failed.first() else { break };
            let place = order.iter().position(|index| index == first).unwrap_or(0);
            order[..=place].rotate_right(1);
        }
        // In the order of the data; sorting the others would bring a sort into the wasm.
        let mut numbered = Vec::new();
        for (index, spot) in self.spots.iter().enumerate() {
            if left.contains(&index) {
                numbered.push(index);
                let number = numbered.len().to_string();
                names.extend(self.near(spot, &number, &names));
            }
        }
        marks.append(&mut names);
        numbered
    }

    /// The names that fit when they are placed in this order, and the places of the others.
    fn placed(&self, order: &[usize]) -> (Vec<Mark>, Vec<usize>) {
        let (mut names, mut failed) = (Vec::new(), Vec::new());
        for index in order {
            let spot = &self.spots[*index];
            match self.near(spot, &spot.place.label, &names) {
                Some(name) => names.push(name),
                None => failed.push(*index),
            }
        }
        (names, failed)
    }

    /// A text as near to a place as it meets no glyph, no other text and no edge; rather a little farther than
    /// on an outline.
    fn near(&self, spot: &Spot, text: &str, texts: &[Mark]) -> Option<Mark> {
        for clear in [true, false] {
            for distance in DISTANCES {
                let mark = self.beside(spot, text, distance * self.frame.sizes.gap, texts, clear);
                if mark.is_some() {
                    return mark;
                }
            }
        }
        None
    }

    /// A text at a distance from a place, on the first side that is free.
    fn beside(&self, spot: &Spot, text: &str, distance: f64, texts: &[Mark], clear: bool) -> Option<Mark> {
        let sizes = &self.frame.sizes;
        let label = Label { text, font: sizes.label, ink: Ink::Text, datum: spot.data.first().map(|(id, _)| *id) };
        let area = spot.area(self.frame);
        let room = Rect::new(0.0, 0.0, self.frame.width, self.land.height);
        for (right, down) in SIDES {
            let align = match right {
                0.0 => Align::Middle,
                1.0 => Align::Left,
                _ => Align::Right,
            };
            // At the corners a text may be as high as the glyphs, above and below it is clear of them.
            let above = if right == 0.0 { sizes.label.size / 2.0 + distance } else { 0.0 };
            let x = spot.centre.x + right * (area.width() / 2.0 + distance);
            let y = spot.centre.y + down * (area.height() / 2.0 + above);
            let mark = label.mark(self.frame, Point { x, y }, align);
            let bounds = mark.shape.bounds();
            let mut free = bounds.within(&room) == bounds;
            step(self.spots.len() + texts.len());
            for other in self.spots {
                free &= !bounds.overlaps(&other.area(self.frame));
            }
            for other in texts {
                free &= !bounds.overlaps(&other.shape.bounds());
            }
            if free && !(clear && self.crosses(&bounds)) {
                return Some(mark);
            }
        }
        None
    }

    /// Whether an outline comes into the room of a text, which circles along its middle line fill.
    fn crosses(&self, text: &Rect) -> bool {
        let radius = text.height() / 2.0;
        let last = (text.right - radius).max(text.middle().x);
        let mut x = text.left;
        while x < last {
            x = (x + radius).min(last);
            for outline in &self.outlines {
                if outline.distance(Point { x, y: text.middle().y }) < radius {
                    return true;
                }
            }
        }
        false
    }

    /// The numbered places below the map, and under each what its data are; returns the height of all.
    fn list(&self, numbered: &[usize], marks: &mut Vec<Mark>) -> f64 {
        let sizes = &self.frame.sizes;
        let column = self.frame.measure.width(&numbered.len().to_string(), sizes.label).ceil();
        let mut top = self.land.height + if numbered.is_empty() { 0.0 } else { sizes.apart };
        for (number, index) in numbered.iter().enumerate() {
            top += if number > 0 { (sizes.gap / 2.0).round() } else { 0.0 };
            let number = (number + 1).to_string();
            let mut number = Some(&*number);
            for (id, datum) in &self.spots[*index].data {
                let place = &*self.spots[*index].place.label;
                top = self.entry(*id, datum, place, number.take(), (column, top), marks);
            }
        }
        top
    }

    /// A datum of the list, the first of a place below its number and name, from `top` to the bottom that is
    /// returned.
    fn entry(
        &self,
        id: DatumId,
        datum: &Datum,
        place: &str,
        number: Option<&str>,
        (column, top): (f64, f64),
        marks: &mut Vec<Mark>,
    ) -> f64 {
        let sizes = &self.frame.sizes;
        let left = column + sizes.gap;
        let width = (self.frame.width - left).max(0.0);
        let mut lines = Vec::new();
        if number.is_some() {
            lines.push(place.to_owned());
        }
        if number.is_none() || datum.label != place {
            let own = wrapped(self.frame, &datum.label, sizes.label, width);
            lines.append(&mut own.unwrap_or_else(|| vec![datum.label.clone()]));
        }
        let line = sizes.label.line_height();
        let height = (lines.len() as f64 * line).max(2.0 * sizes.reach);
        marks.push(Mark::new(Shape::Rect(Rect::new(0.0, top, self.frame.width, height)), Ink::Reach, Some(id)));
        let mut y = top + (height - (lines.len() as f64 - 1.0) * line) / 2.0;
        let label = |text, ink| Label { text, font: sizes.label, ink, datum: Some(id) };
        if let Some(number) = number {
            marks.push(label(number, Ink::SoftText).mark(self.frame, Point { x: column, y }, Align::Right));
        }
        for (nth, text) in lines.iter().enumerate() {
            let ink = if nth == 0 && number.is_some() { Ink::Text } else { Ink::SoftText };
            marks.push(label(text, ink).fitted(self.frame, Point { x: left, y }, Align::Left, width));
            y += line;
        }
        top + height
    }
}
