//! Maps against their files: at each point of a grid, the colour that a renderer gives it is that of the region which
//! holds it by the even-odd rule over the positions of the GeoJSON.

use std::fmt::Write;

use article_figures::figure::{Datum, DatumId, Figure, Place};
use article_figures::hit;
use article_figures::package::{Geometry, Kind};
use article_figures::scene::{Frame, Point, Scene, Shape, layout};
use article_figures::theme::{Ink, Theme};
use resvg::tiny_skia::Pixmap;
use serde_json::Value;

use crate::common::{Ruler, folder, state};
use crate::twins::{rendered, static_svg};

type Ring = Vec<(f64, f64)>;

/// A region as its file has it: polygons of rings.
struct Region {
    id: String,
    polygons: Vec<Vec<Ring>>,
}

fn regions(json: &Value) -> Vec<Region> {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let position = |value: &Value| (value[0].as_f64().expect("a number"), value[1].as_f64().expect("a number"));
    let ring = |value: &Value| list(value).iter().map(position).collect::<Ring>();
    let polygon = |value: &Value| list(value).iter().map(ring).collect::<Vec<_>>();
    let features = list(&json["features"]);
    let region = |feature: &Value| {
        let coordinates = &feature["geometry"]["coordinates"];
        let multiple = feature["geometry"]["type"] == "MultiPolygon";
        let polygons =
            if multiple { list(coordinates).iter().map(polygon).collect() } else { vec![polygon(coordinates)] };
        Region { id: feature["id"].as_str().expect("an id").to_owned(), polygons }
    };
    features.iter().map(region).collect()
}

/// Albers' equal-area conic projection once more (Snyder 1987, p. 100), with the standard library's sines.
struct Projection {
    n: f64,
    c: f64,
    meridian: f64,
    west: f64,
    north: f64,
    /// Px to a radius of the earth, and around the map.
    scale: f64,
    margin: f64,
}

impl Projection {
    fn new(regions: &[Region], frame: &Frame) -> Self {
        let all: Vec<_> = regions.iter().flat_map(|region| &region.polygons).flat_map(|rings| &rings[0]).collect();
        let (west, east, south, north) = ends(all.iter().map(|(x, y)| (*x, *y)));
        let sixth = (north - south) / 6.0;
        let (first, second) = ((south + sixth).to_radians().sin(), (north - sixth).to_radians().sin());
        let mut own = Self {
            n: f64::midpoint(first, second),
            c: 1.0 + first * second,
            meridian: f64::midpoint(west, east),
            west: 0.0,
            north: 0.0,
            scale: 1.0,
            margin: 0.0,
        };
        let (west, east, south, north) = ends(all.iter().map(|(x, y)| own.plane(*x, *y)));
        (own.west, own.north, own.margin) = (west, north, frame.sizes.ring);
        let width = frame.width.min(frame.sizes.map_width);
        let height = if width < frame.sizes.narrow { width } else { (0.75 * width).min(frame.sizes.map_height) };
        own.scale = ((width - 2.0 * own.margin) / (east - west)).min((height - 2.0 * own.margin) / (north - south));
        own
    }

    fn plane(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let rho = (self.c - 2.0 * self.n * latitude.to_radians().sin()).sqrt() / self.n;
        let theta = self.n * (longitude - self.meridian).to_radians();
        (rho * theta.sin(), -rho * theta.cos())
    }

    fn px(&self, (longitude, latitude): (f64, f64)) -> Point {
        let (x, y) = self.plane(longitude, latitude);
        Point { x: (x - self.west) * self.scale + self.margin, y: (self.north - y) * self.scale + self.margin }
    }
}

fn ends(positions: impl Iterator<Item = (f64, f64)>) -> (f64, f64, f64, f64) {
    let start = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
    positions.fold(start, |(west, east, south, north), (x, y)| (west.min(x), east.max(x), south.min(y), north.max(y)))
}

/// Whether a point is in a polygon of a region: an odd number of edges of its rings lies right of it.
fn holds(region: &[Vec<Vec<Point>>], point: Point) -> bool {
    region.iter().any(|polygon| {
        let edges = polygon.iter().flat_map(|ring| ring.windows(2));
        let crossed = edges.filter(|ends| {
            let (a, b) = (ends[0], ends[1]);
            (a.y > point.y) != (b.y > point.y) && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
        });
        crossed.count() % 2 == 1
    })
}

/// Whether something is painted here, within a px and a half, that is neither land nor tint.
fn is_covered(scene: &Scene, point: Point) -> bool {
    let others = scene.marks.iter().filter(|mark| !matches!(mark.ink, Ink::Reach | Ink::Land | Ink::Tint));
    others.into_iter().any(|mark| mark.shape.distance(point) < 1.5)
}

fn colour(pixels: &Pixmap, x: u32, y: u32) -> [u8; 3] {
    let pixel = pixels.pixel(x, y).expect("a pixel");
    [pixel.red(), pixel.green(), pixel.blue()]
}

/// Tints some regions of a file, and compares the px of a grid; returns how many of these are of each kind: tinted, land,
/// neither.
#[track_caller]
fn compare(json: &Value, tinted: &[usize], width: f64, name: &str) -> [usize; 3] {
    let regions = regions(json);
    let geometry = Geometry::read("regions.json", json.to_string().as_bytes()).expect("a geometry");
    let frame = Frame::new(width, 1.0, &Ruler);
    let projection = Projection::new(&regions, &frame);
    let datum = |nth: &usize| {
        let (longitude, latitude) = regions[*nth].polygons[0][0][0];
        let key = regions[*nth].id.clone();
        let place = Place { key: key.clone(), region: Some(key.clone()), longitude, latitude, ..Place::default() };
        Datum { key, place: Some(place), ..Datum::default() }
    };
    let data = tinted.iter().map(datum).collect();
    let figure = Figure { kinds: vec![Kind::Map], geometry: Some(geometry.into()), data, ..Figure::default() };
    let scene = layout(&figure, &state(Kind::Map), &frame);
    let theme = Theme::LIGHT;
    let pixels = rendered(&static_svg(&scene, &frame.sizes, &theme), &scene, theme.ground);
    let projected: Vec<Vec<Vec<Vec<Point>>>> = regions
        .iter()
        .map(|region| {
            let ring = |ring: &Ring| ring.iter().map(|position| projection.px(*position)).collect();
            region.polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect()
        })
        .collect();
    let edges: Vec<_> =
        projected.iter().flatten().flatten().map(|ring| Shape::Path { points: ring.clone(), width: 0.0 }).collect();
    let mut counts = [0; 3];
    let mut wrong = String::new();
    for (x, y) in (0..pixels.height()).step_by(6).flat_map(|y| (0..pixels.width()).step_by(5).map(move |x| (x, y))) {
        let point = Point { x: f64::from(x) + 0.5, y: f64::from(y) + 0.5 };
        if edges.iter().any(|edge| edge.distance(point) < 1.5) || is_covered(&scene, point) {
            continue;
        }
        let held: Vec<_> = (0..regions.len()).filter(|nth| holds(&projected[*nth], point)).collect();
        assert!(held.len() < 2, "{name}: regions overlap");
        let datum = held.first().and_then(|nth| tinted.iter().position(|own| own == nth));
        let (expected, kind) = match (held.first(), datum) {
            (None, _) => (theme.ground, 2),
            (Some(_), None) => (theme.land, 1),
            (Some(_), Some(_)) => (theme.tint, 0),
        };
        counts[kind] += 1;
        let found = colour(&pixels, x, y);
        let pointed = hit::at(&scene, point, 0.0);
        let by_reach = scene.marks.iter().any(|mark| mark.ink == Ink::Reach && mark.shape.distance(point) == 0.0);
        if found != expected || (!by_reach && pointed != datum.map(DatumId)) {
            writeln!(wrong, "({x}, {y}): {found:?}, {pointed:?} instead of {expected:?}, {datum:?}").expect("a text");
        }
    }
    assert!(wrong.is_empty(), "{name}, {tinted:?} tinted at {width} px:\n{}", &wrong[..wrong.len().min(1000)]);
    counts
}

fn collection(features: &[(&str, &str)]) -> Value {
    let features: Vec<_> = features
        .iter()
        .map(|(id, polygons)| {
            format!(
                r#"{{"type":"Feature","id":"{id}","geometry":{{"type":"MultiPolygon","coordinates":[{polygons}]}}}}"#
            )
        })
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    serde_json::from_str(&text).expect("JSON")
}

/// A rectangle in degrees, clockwise or not.
fn rectangle(west: f64, south: f64, east: f64, north: f64, clockwise: bool) -> String {
    let mut ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    if clockwise {
        ring.reverse();
    }
    let ring: Vec<_> = ring.iter().map(|(x, y)| format!("[{x},{y}]")).collect();
    format!("[{}]", ring.join(","))
}

#[test]
fn holes_and_islands_are_drawn_as_the_file_has_them() {
    let file = folder("tests/cases/G23-holes-winding/data/regions.json");
    let json: Value = serde_json::from_slice(&std::fs::read(file).expect("the regions")).expect("JSON");
    for width in [288.0, 720.0] {
        for tinted in [&[][..], &[0], &[1], &[0, 1], &[1, 0]] {
            let counts = compare(&json, tinted, width, "holes");
            assert!(counts[2] > 10, "{counts:?}");
        }
    }
    // An island in a lake of an island, all of one region; a region in another lake; and an empty lake.
    for (outer, inner) in [(false, false), (false, true), (true, false), (true, true)] {
        let lake = |west: f64, clockwise| rectangle(west, 52.0, west + 6.0, 58.0, clockwise);
        let country = format!(
            "[{},{},{},{}],[{},{}],[{}]",
            rectangle(0.0, 50.0, 30.0, 60.0, outer),
            lake(2.0, inner),
            lake(12.0, inner),
            lake(22.0, !inner),
            rectangle(3.0, 53.0, 7.0, 57.0, inner),
            rectangle(4.0, 54.0, 6.0, 56.0, outer),
            rectangle(4.5, 54.5, 5.5, 55.5, outer),
        );
        let enclave = format!("[{}]", rectangle(12.0, 52.0, 18.0, 58.0, outer));
        for (features, tinted) in [
            ([("country", &*country), ("enclave", &*enclave)], [[0, 1], [1, 0]]),
            ([("enclave", &*enclave), ("country", &*country)], [[0, 1], [1, 0]]),
        ] {
            for tinted in tinted {
                let counts = compare(&collection(&features), &tinted, 720.0, "lakes");
                assert!(counts[0] > 1000 && counts[2] > 100, "{counts:?}");
                compare(&collection(&features), &tinted[..1], 720.0, "lakes");
            }
        }
    }
}

/// Stars of many corners with holes of many corners, some in others: a generator of its own seed makes them.
#[test]
fn generated_outlines_are_drawn_as_the_file_has_them() {
    let mut seed = 20_220_105_u64;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as f64 / f64::from(1_u32 << 31)
    };
    for round in 0..12 {
        let size = 10.0_f64.powi(-(round % 5));
        let mut features = Vec::new();
        for nth in 0..4 {
            let centre = (20.0 + size * 2.1 * f64::from(nth % 2), 40.0 + size * 2.1 * f64::from(nth / 2));
            let mut star = |radius: f64, least: f64, (x, y): (f64, f64)| {
                let corners = 5 + (random() * 40.0) as usize;
                let mut ring: Vec<_> = (0..corners)
                    .map(|corner| {
                        let angle = std::f64::consts::TAU * corner as f64 / corners as f64;
                        let radius = size * radius * (least + (1.0 - least) * random());
                        format!("[{:.9},{:.9}]", x + radius * angle.cos(), y + radius * angle.sin())
                    })
                    .collect();
                ring.push(ring[0].clone());
                if random() < 0.5 {
                    ring.reverse();
                }
                format!("[{}]", ring.join(","))
            };
            let hole = |x: f64, y: f64| (centre.0 + size * x, centre.1 + size * y);
            let outline = star(1.0, 0.85, centre);
            let (west, east) = (star(0.3, 0.5, hole(-0.33, 0.0)), star(0.3, 0.5, hole(0.33, 0.0)));
            let island = star(0.12, 0.7, hole(0.33, 0.0));
            features.push((format!("r{nth}"), format!("[{outline},{west},{east}],[{island}]")));
            // The region in the western hole has the same border.
            features.push((format!("e{nth}"), format!("[{west}]")));
        }
        let features: Vec<_> = features.iter().map(|(id, polygons)| (&**id, &**polygons)).collect();
        compare(&collection(&features), &[0, 3, 4], 720.0, &format!("round {round}"));
    }
}
