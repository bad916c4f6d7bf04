//! Data on a map: regions as tinted ground, places as glyphs; names where they fit, else numbers and a list below.

use std::ops::Range;

use super::frame::Frame;
use super::glyph::{self, push_glyph, push_status};
use super::label::{Label, paragraph, wrapped};
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

/// The margin around regions that have ground, as a part of the width.
const MARGIN: f64 = 1.0 / 90.0;

/// So many places a side are tried for a name in an area.
const GRID: usize = 15;

/// A name that is too wide is wrapped at this part of its width.
const NARROW: f64 = 0.7;

/// How far from its place a name may stand, in gaps.
const DISTANCES: [f64; 6] = [0.5, 1.5, 2.5, 4.0, 7.0, 11.0];

/// The ways to stand beside a place, best first: whether clearly nearer to it than to every other, else a line joins them; a
/// range of [`DISTANCES`]; and the lines to keep off: all (2), the outlines of tinted regions (1) or none (0). With its halo
/// a name is readable on a border; on such an outline it is the last choice.
const WAYS: [(bool, Range<usize>, usize); 9] = [
    (true, 0..2, 2),
    (true, 0..2, 1),
    (true, 2..3, 2),
    (true, 2..3, 1),
    (false, 0..3, 2),
    (false, 0..6, 1),
    (true, 0..3, 0),
    (false, 0..3, 0),
    (false, 3..6, 0),
];

/// So many orders of placing the names are tried at most.
const TRIES: usize = 6;

/// Lays out the data that have a place on the regions of the figure's geometry. On a narrow map all places have
/// numbers, with their names in a list below.
pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let Some(geometry) = &figure.geometry else {
        return Scene { width: frame.width, height: 0.0, marks: Vec::new(), plot: None };
    };
    let land = Land::new(geometry, frame);
    let regions = ordered(&geometry.regions.iter().collect::<Vec<_>>(), &|one, other| one.id < other.id);
    let spots = spots(figure, state, &land, &regions);
    let mut marks = land.ground(geometry);
    reaches(&spots, frame, &mut marks);
    let mut outlines = Vec::new();
    for spot in &spots {
        land.tint(spot, &mut marks, &mut outlines);
    }
    land.water(geometry, &mut marks);
    marks.append(&mut outlines);
    let statuses = glyph::column(figure, &frame.sizes);
    let names = Names { frame, land: &land, spots: &spots, borders: Borders::of(&marks), statuses };
    let mut texts = Vec::new();
    let numbered = names.on_the_map(&mut texts);
    names.beyond(geometry, &mut texts);
    for spot in spots.iter().filter(|spot| spot.has_glyphs) {
        spot.marks(frame, &mut marks);
    }
    marks.append(&mut texts);
    let height = names.list(&numbered, &mut marks);
    Scene { width: frame.width, height, marks, plot: Some(land.room()) }
}

/// The projected ground.
struct Land<'a> {
    frame: &'a Frame<'a>,
    albers: Albers,
    /// Device px to one radius of the earth.
    scale: f64,
    /// The western and northern ends, in radii of the earth, and where they are on the map.
    west: f64,
    north: f64,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl<'a> Land<'a> {
    /// As wide as the frame and the sizes let it be, at most as high as wide on a narrow one and three quarters of that
    /// elsewhere. With ground around the regions it has the whole width, and a margin in proportion, so that maps of two
    /// widths are one drawing in two sizes.
    fn new(geometry: &Geometry, frame: &'a Frame) -> Self {
        let degrees = bounds(geometry, None);
        let albers = Albers::new((degrees.left, degrees.right), (degrees.top, degrees.bottom));
        let plane = bounds(geometry, Some(&albers));
        let (widest, has_ground) = (frame.width.min(frame.sizes.map_width), !geometry.ground.is_empty());
        let top = if has_ground { widest * MARGIN } else { frame.sizes.ring };
        let highest = if frame.is_narrow() { widest } else { (widest * 0.75).min(frame.sizes.map_height) };
        let fitting = |room: f64, extent: f64| (room - 2.0 * top).max(1.0) / extent.max(f64::EPSILON);
        let scale = fitting(widest, plane.width()).min(fitting(highest, plane.height()));
        let (width, height) = (plane.width() * scale, (plane.height() * scale + 2.0 * top).ceil());
        let left = if has_ground { (widest - width) / 2.0 } else { top };
        let width = if has_ground { widest } else { width + 2.0 * top };
        Self { frame, albers, scale, west: plane.left, north: plane.bottom, left, top, width, height }
    }

    fn room(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    fn point(&self, longitude: f64, latitude: f64) -> Point {
        let (x, y) = self.albers.project(longitude, latitude);
        Point { x: (x - self.west) * self.scale + self.left, y: (self.north - y) * self.scale + self.top }
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

    /// The land beyond, all regions, and over them their borders. In a hole nothing is drawn but the region that lies there,
    /// if any.
    fn ground(&self, geometry: &Geometry) -> Vec<Mark> {
        let mut marks = Vec::new();
        for region in geometry.ground.iter().filter(|region| !region.is_water) {
            self.beyond(region, Ink::Beyond, &mut marks);
        }
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

    /// Seas and lakes; the latter lie on regions.
    fn water(&self, geometry: &Geometry, marks: &mut Vec<Mark>) {
        for region in geometry.ground.iter().filter(|region| region.is_water) {
            self.beyond(region, Ink::Water, marks);
        }
    }

    /// A part of the ground as far as it is on the map; land has a border.
    fn beyond(&self, region: &Region, ink: Ink, marks: &mut Vec<Mark>) {
        for polygon in &region.polygons {
            let Shape::Polygon(points) = self.area(polygon) else { continue };
            let points = cut(points, &self.room());
            if points.len() < 3 {
                continue;
            }
            marks.push(Mark::new(Shape::Polygon(points.clone()), ink, None));
            if ink == Ink::Beyond {
                marks.push(Mark::new(Shape::Path { points, width: self.frame.sizes.rule }, Ink::Ground, None));
            }
        }
    }

    fn border(&self, ring: &[Position], width: f64, ink: Ink, datum: Option<DatumId>) -> Mark {
        Mark::new(Shape::Path { points: self.outline(ring), width }, ink, datum)
    }

    /// The region that a place is, and its outline; each of its data has both.
    fn tint(&self, spot: &Spot, marks: &mut Vec<Mark>, outlines: &mut Vec<Mark>) {
        for (datum, _) in &spot.data {
            for region in spot.regions {
                step(1);
                for polygon in &region.polygons {
                    marks.push(Mark::new(self.area(polygon), Ink::Tint, Some(*datum)));
                }
                for ring in region.polygons.iter().flatten() {
                    outlines.push(self.border(ring, self.frame.sizes.ring, Ink::Series, Some(*datum)));
                }
            }
        }
    }
}

/// The part of an area that lies in a rectangle, by one edge after the other (Sutherland, Hodgman: "Reentrant polygon
/// clipping", 1974).
fn cut(mut points: Vec<Point>, room: &Rect) -> Vec<Point> {
    for (across, sign, edge) in
        [(true, 1.0, room.left), (true, -1.0, room.right), (false, 1.0, room.top), (false, -1.0, room.bottom)]
    {
        let inside = |point: &Point| sign * (if across { point.x } else { point.y } - edge);
        let mut kept = Vec::new();
        let mut last = points.last().copied();
        for point in &points {
            let (from, to) = (last.unwrap_or(*point), inside(point));
            let before = inside(&from);
            if (before < 0.0) != (to < 0.0) {
                let part = before / (before - to);
                let (x, y) = (from.x + part * (point.x - from.x), from.y + part * (point.y - from.y));
                kept.push(if across { Point { x: edge, y } } else { Point { x, y: edge } });
            }
            if to >= 0.0 {
                kept.push(*point);
            }
            last = Some(*point);
        }
        points = kept;
    }
    points
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
    /// The parts of the region that it is, if any.
    regions: &'a [&'a Region],
    data: Vec<(DatumId, &'a Datum)>,
    /// Whether its data have glyphs: a region with one datum has its name or number in place of one, unless that has a status.
    has_glyphs: bool,
    /// Where the place is.
    anchor: Point,
    /// The middle of its glyphs: the same, unless another place is too close.
    centre: Point,
}

/// The places in the order of their first data, none on top of another.
fn spots<'a>(figure: &'a Figure, state: &State, land: &Land, regions: &'a [&'a Region]) -> Vec<Spot<'a>> {
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
    let (mut spots, symbols): (Vec<Spot>, _) = (Vec::new(), figure.has_symbols());
    for at in order(places.len(), &|one, other| places[one][0].0 < places[other][0].0) {
        let place = places[at][0].2;
        let anchor = land.within(land.point(place.longitude, place.latitude));
        let data: Vec<_> = places[at].iter().map(|(id, datum, _)| (*id, *datum)).collect();
        let regions = named(place, regions);
        let has_glyphs = regions.is_empty() || data.len() > 1 || symbols;
        spots.push(Spot { place, regions, data, has_glyphs, anchor, centre: anchor });
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

/// The regions that a place is, of those that are in the order of their ids.
fn named<'a>(place: &Place, regions: &'a [&'a Region]) -> &'a [&'a Region] {
    let Some(id) = &place.region else { return &[] };
    let first = regions.partition_point(|region| region.id < *id);
    let count = regions[first..].iter().take_while(|region| region.id == *id).count();
    &regions[first..first + count]
}

/// Moves two places apart, across or down, whichever is shorter; whether they were too close.
fn part(one: &mut Spot, other: &mut Spot, land: &Land) -> bool {
    step(1);
    if !one.has_glyphs || !other.has_glyphs {
        return false;
    }
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
    borders: Borders,
    /// The width of the list's column of statuses.
    statuses: f64,
}

/// The lines that a text should not lie on, those of tinted regions first: a text on one is hard to read.
struct Borders {
    lines: Vec<(Point, Point)>,
    tinted: usize,
}

impl Borders {
    fn of(marks: &[Mark]) -> Self {
        let mut borders = Self { lines: Vec::new(), tinted: 0 };
        for is_tinted in [true, false] {
            for mark in marks.iter().filter(|mark| mark.datum.is_some() == is_tinted) {
                let (Shape::Path { points, .. } | Shape::Polygon(points)) = &mark.shape else { continue };
                if matches!(mark.ink, Ink::Series | Ink::Ground | Ink::Water) {
                    step(points.len());
                    borders.lines.extend(points.windows(2).map(|ends| (ends[0], ends[1])));
                }
            }
            if is_tinted {
                borders.tinted = borders.lines.len();
            }
        }
        borders
    }

    /// Whether one of the first lines comes into the room of a text.
    fn cross(&self, text: &Rect, count: usize) -> bool {
        step(count);
        self.lines[..count].iter().any(|(from, to)| {
            let apart = from.x.max(to.x) < text.left
                || from.x.min(to.x) > text.right
                || from.y.max(to.y) < text.top
                || from.y.min(to.y) > text.bottom;
            // On which side of the line each corner lies.
            let side = |x: f64, y: f64| (to.x - from.x) * (y - from.y) > (to.y - from.y) * (x - from.x);
            let first = side(text.left, text.top);
            let corners = [(text.right, text.top), (text.left, text.bottom), (text.right, text.bottom)];
            !apart && corners.iter().any(|(x, y)| side(*x, *y) != first)
        })
    }
}

/// How far a text stands from the area of its place, in px, and whether it must be nearer to it than to every other.
struct Away {
    distance: f64,
    is_nearest: bool,
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
                let mut text = self.near(spot, &number, &names);
                if text.is_empty() && !spot.has_glyphs {
                    // Nothing else stands for the region.
                    text.push(self.label(spot, &number).mark(self.frame, spot.centre, Align::Middle));
                }
                names.append(&mut text);
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
            let mut name = self.near(spot, &spot.place.label, &names);
            if name.is_empty() {
                failed.push(*index);
            }
            names.append(&mut name);
        }
        (names, failed)
    }

    fn label<'b>(&self, spot: &Spot, text: &'b str) -> Label<'b> {
        let ink = if spot.has_glyphs { Ink::MapText } else { Ink::RegionText };
        Label { text, font: self.frame.sizes.label, ink, datum: spot.data.first().map(|(id, _)| *id) }
    }

    /// A text in the region that a place is, or as near to a place as it meets no glyph, no other text and no edge.
    fn near(&self, spot: &Spot, text: &str, texts: &[Mark]) -> Vec<Mark> {
        let label = self.label(spot, text);
        if let Some(area) = self.largest(spot.regions) {
            for font in [label.font, self.frame.sizes.small] {
                // A number touching a glyph would name that one.
                let air = if self.frame.is_narrow() { self.frame.sizes.gap / 2.0 } else { 0.0 };
                let (label, count) = (Label { font, ..label }, self.borders.lines.len());
                let within = self.within(&area, &label, spot.centre, texts, air, count);
                let is_nearest = |mark: &Mark| !spot.has_glyphs || self.is_nearest(&mark.shape.bounds(), spot);
                if !within.is_empty() && within.iter().any(is_nearest) {
                    return within;
                }
            }
        }
        let own = match self.largest(spot.regions) {
            Some(region) if !spot.has_glyphs => region.bounds(),
            _ => spot.area(self.frame),
        };
        // A number is short enough for a border everywhere.
        let all = if self.frame.is_narrow() { self.borders.tinted } else { self.borders.lines.len() };
        let borders = [0, self.borders.tinted, all];
        for (is_nearest, distances, lines) in WAYS {
            for distance in &DISTANCES[distances] {
                let at = Away { distance: distance * self.frame.sizes.gap, is_nearest };
                if let Some(mark) = self.beside(spot, &own, &label, texts, borders[lines], at) {
                    return if is_nearest && spot.has_glyphs { vec![mark] } else { self.joined(spot, mark) };
                }
            }
        }
        // Better across its outline than not on the map.
        match self.largest(spot.regions) {
            Some(area) if !spot.has_glyphs => {
                let small = Label { font: self.frame.sizes.small, ..label };
                self.within(&area, &small, spot.centre, texts, 0.0, 0)
            }
            _ => Vec::new(),
        }
    }

    /// A text with a line from the place that it names beside it.
    fn joined(&self, spot: &Spot, text: Mark) -> Vec<Mark> {
        let bounds = text.shape.bounds();
        let nearest = |area: &Rect, to: Point| Point {
            x: to.x.max(area.left).min(area.right),
            y: to.y.max(area.top).min(area.bottom),
        };
        let from = if spot.has_glyphs { nearest(&spot.area(self.frame), bounds.middle()) } else { spot.anchor };
        let round = |point: Point| Point { x: point.x.round(), y: point.y.round() };
        let (from, to) = (round(from), round(nearest(&bounds.grown(self.frame.sizes.gap / 4.0), from)));
        vec![Mark::new(Shape::Line { from, to, width: self.frame.sizes.rule }, Ink::SoftText, None), text]
    }

    /// Whether a text is clearly nearer to a place than to the glyphs of every other one.
    fn is_nearest(&self, text: &Rect, spot: &Spot) -> bool {
        step(self.spots.len());
        let own = spot.area(self.frame).gap(text).max(self.frame.sizes.gap / 2.0);
        let mut others = self.spots.iter().filter(|other| other.has_glyphs && other.place.key != spot.place.key);
        others.all(|other| other.area(self.frame).gap(text) >= 2.0 * own)
    }

    /// A text at a distance from the area of a place, on the first side that is free and, if asked, nearest to this place.
    fn beside(
        &self,
        spot: &Spot,
        area: &Rect,
        label: &Label,
        texts: &[Mark],
        count: usize,
        Away { distance, is_nearest }: Away,
    ) -> Option<Mark> {
        let centre = area.middle();
        for (right, down) in SIDES {
            let align = match right {
                0.0 => Align::Middle,
                1.0 => Align::Left,
                _ => Align::Right,
            };
            // At the corners a text may be as high as the glyphs; above and below, and far away, it is clear of them.
            let is_far = distance > DISTANCES[2] * self.frame.sizes.gap;
            let above = if right == 0.0 || is_far { label.font.size / 2.0 + distance } else { 0.0 };
            let aside = if is_far && down != 0.0 { 0.0 } else { distance };
            let x = centre.x + right * (area.width() / 2.0 + aside);
            let y = centre.y + down * (area.height() / 2.0 + above);
            let mark = label.mark(self.frame, Point { x, y }, align);
            let may_stand = !is_nearest || !spot.has_glyphs || self.is_nearest(&mark.shape.bounds(), spot);
            if may_stand && self.is_free(&mark, texts, count, 0.0) {
                return Some(mark);
            }
        }
        None
    }

    /// A text in an area, as near to a point as it fits on a grid with some air around it, in as few lines as fit; nothing
    /// where it does not.
    fn within(&self, area: &Shape, label: &Label, around: Point, texts: &[Mark], air: f64, count: usize) -> Vec<Mark> {
        let bounds = area.bounds();
        let narrow = wrapped(self.frame, label.text, label.font, label.width(self.frame) * NARROW);
        for lines in [Some(vec![label.text.to_owned()]), narrow].into_iter().flatten() {
            let (mut best, mut least) = (Vec::new(), f64::INFINITY);
            for nth in 0..GRID * GRID {
                let (column, row) = ((nth % GRID) as f64 + 0.5, (nth / GRID) as f64 + 0.5);
                let x = bounds.left + bounds.width() * column / GRID as f64;
                let y = bounds.top + bounds.height() * row / GRID as f64;
                let distance = (x - around.x).hypot(y - around.y);
                if distance < least && area.distance(Point { x, y }) == 0.0 {
                    let mut marks = Vec::new();
                    label.push_lines(self.frame, &lines, Point { x, y }, Align::Middle, f64::INFINITY, &mut marks);
                    if marks.iter().all(|mark| self.is_free(mark, texts, count, air)) {
                        (best, least) = (marks, distance);
                    }
                }
            }
            if !best.is_empty() {
                return best;
            }
        }
        Vec::new()
    }

    /// Whether a text with some air around it meets no edge, no glyph and no other text, and its halo none of the first
    /// borders.
    fn is_free(&self, mark: &Mark, texts: &[Mark], count: usize, air: f64) -> bool {
        let bounds = mark.shape.bounds().grown(air);
        let room = Rect { right: self.frame.width, ..self.land.room() };
        // Two names in a row would be one.
        let half = self.frame.sizes.gap / 2.0;
        step(self.spots.len() + texts.len());
        bounds.within(&room) == bounds
            && !self.spots.iter().any(|other| other.has_glyphs && bounds.overlaps(&other.area(self.frame)))
            && !texts.iter().any(|other| bounds.grown(half).overlaps(&other.shape.bounds()))
            && !self.borders.cross(&mark.shape.bounds().grown(self.frame.sizes.halo), count)
    }

    /// The largest area of some regions.
    fn largest(&self, regions: &[&Region]) -> Option<Shape> {
        let areas = regions.iter().flat_map(|region| &region.polygons).map(|polygon| {
            let points = self.land.area(polygon);
            match points {
                Shape::Polygon(points) => Shape::Polygon(cut(points, &self.land.room())),
                other => other,
            }
        });
        let size = |shape: &Shape| shape.bounds().width() * shape.bounds().height();
        areas.max_by(|one, other| size(one).total_cmp(&size(other)))
    }

    /// The names of what lies around the regions, where there is room in it.
    fn beyond(&self, geometry: &Geometry, texts: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        if self.frame.is_narrow() {
            return;
        }
        for region in geometry.ground.iter().filter(|region| !region.id.is_empty()) {
            if let Some(area) = self.largest(&[region]) {
                let label = Label { text: &region.id, font: sizes.small, ink: Ink::SoftMapText, datum: None };
                let count = self.borders.lines.len();
                texts.extend(self.within(&area, &label, area.bounds().middle(), texts, sizes.gap, count));
            }
        }
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
        let width = (self.frame.width - left - self.statuses).max(0.0);
        let mut lines = Vec::new();
        if number.is_some() {
            lines.push(place.to_owned());
        }
        if number.is_none() || datum.label != place {
            lines.append(&mut paragraph(self.frame, &datum.label, sizes.label, width));
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
        if self.statuses > 0.0 {
            push_status(datum.status, glyph::column_at(self.frame, y - line), sizes, id, marks);
        }
        top + height
    }
}
