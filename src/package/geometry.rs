//! Outlines of regions: TopoJSON or GeoJSON.
//!
//! Read by hand on the package's own [`Json`], because the crates for it (`topojson`, `geojson`) bring
//! `serde_json` into the wasm: 11 KB brotli, and this costs two.

use std::collections::{BTreeMap, HashSet};

use super::descriptor::listed;
use super::json::{self, Json, Object, Problems, unexpected};
use super::limits;
use super::text::Text;
use crate::error::{Error, Part, Place, Problem};
use crate::text::concat;
use crate::work::{finish, spend, step};

/// The regions of a map, or the ground around them, in the order of their file; at least one has a ring.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Geometry {
    pub regions: Vec<Region>,
    /// What lies around them, from back to front; the id of each is its name in the language of the figure.
    pub ground: Vec<Region>,
    /// Where the geometry lies on both sides of 180°: longitudes west of this one are given as 360° more, so that the
    /// parts are beside each other.
    pub turn: Option<f64>,
    /// Parts of a degree that positions are rounded to: see [`parts`].
    pub parts: f64,
}

/// A region and its outlines.
///
/// # Guarantees
/// Every ring has at least four points, the last of them equal to the first, all in degrees, rounded to the parts of the
/// geometry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Region {
    /// What a place names it by; empty where the file has none.
    pub id: String,
    /// Of the ground, what it is called.
    pub name: Text,
    /// Whether it is a sea or a lake of the ground.
    pub is_water: bool,
    /// Each has its outline first, then its holes; any of them may run clockwise or counterclockwise.
    pub polygons: Vec<Vec<Vec<Position>>>,
}

/// Longitude and latitude in degrees.
pub type Position = (f64, f64);

/// A ring comes back to its first point.
const LEAST_POINTS: usize = 4;

/// The least and the most parts of a degree that positions are rounded to: 0.001° is 50 to 110 m, 1e-9° is 0.1 mm.
const PARTS: (f64, f64) = (1e3, 1e9);

/// Parts from one side of a map to the other: ten for each of the 960 CSS px that a map is wide at most, so that rounding
/// moves no point by more than a twentieth of a px.
const PARTS_ACROSS: f64 = 10_000.0;

/// How far the ends of a ring may be apart and how far beyond 180 degrees it may reach, in degrees: 0.1 m.
const TOLERANCE: f64 = 1e-6;

/// The kinds of what lies around the regions.
const KINDS: [&str; 2] = ["land", "water"];

const POLYGON: &str = "Polygon";
const MULTI_POLYGON: &str = "MultiPolygon";

impl Geometry {
    /// Reads TopoJSON (<https://github.com/topojson/topojson-specification>) or GeoJSON (RFC 7946); `file` is
    /// named in errors. Regions are Polygons and MultiPolygons; they and their collections are all that may
    /// be there.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        finish(Self::keyed(file, bytes, None))
    }

    /// As [`Self::read`], with the property of the features that is the region's id, and where it is named; without one
    /// that is the feature's `id`.
    ///
    /// # Errors
    /// Also where no feature has the property, or two have the same.
    pub async fn keyed(file: &str, bytes: &[u8], key: Option<&(String, Place)>) -> Result<Self, Vec<Error>> {
        let mut geometry = Self::all(file, bytes, key, None).await?;
        geometry.round().await;
        Ok(geometry)
    }

    /// Reads the ground that regions lie on: each feature has the property `kind`, "land" or "water", and may have a `name`
    /// with translations. Its positions are as they are written, see [`Self::on`].
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn ground(file: &str, bytes: &[u8], languages: &[String]) -> Result<Self, Vec<Error>> {
        Self::all(file, bytes, None, Some(languages)).await
    }

    async fn all(
        file: &str,
        bytes: &[u8],
        key: Option<&(String, Place)>,
        ground: Option<&[String]>,
    ) -> Result<Self, Vec<Error>> {
        let json = json::read(file, bytes).await.map_err(|error| vec![error])?;
        let geometry = Self::of(file, &json, key, ground).await;
        json.release().await;
        geometry
    }

    async fn of(
        file: &str,
        json: &Json,
        key: Option<&(String, Place)>,
        ground: Option<&[String]>,
    ) -> Result<Self, Vec<Error>> {
        let mut reader = Reader {
            ground,
            arcs: None,
            regions: Vec::new(),
            key: key.map(|(key, _)| &**key),
            properties: Vec::new(),
            known: HashSet::new(),
            ids: HashSet::new(),
            positions: 0,
            problems: Vec::new(),
        };
        if let Some(root) = Object::new(json, Place::file(file), &mut reader.problems) {
            reader.root(&root).await;
            if reader.problems.is_empty() && reader.regions.iter().all(|region| region.polygons.is_empty()) {
                reader.problems.push(root.missing("geometry", "at least one Polygon"));
            } else if let Some((key, place)) = key
                && reader.problems.is_empty()
                && !reader.properties.contains(key)
            {
                let known = listed(reader.properties.iter().map(String::as_str));
                reader.problems.push(Error::new(place.clone(), Problem::NotOneOf, &[&known, key]));
            }
        }
        if !reader.problems.is_empty() {
            return Err(reader.problems);
        }
        Ok(Self { regions: reader.regions, ..Self::default() })
    }

    /// Rounds all positions to what a map of them shows.
    async fn round(&mut self) {
        self.turn = turn(&self.regions).await;
        self.turn_all().await;
        self.parts = parts(self.bounds());
        self.round_all().await;
    }

    /// This geometry on a ground whose positions are turned and rounded as its own: a border of both has the same positions.
    /// A polygon that the turn of the longitudes would tear is left out.
    pub async fn on(&self, ground: &Self, language: &str) -> Self {
        let mut all = Self { regions: ground.regions.clone(), ground: Vec::new(), ..*self };
        all.turn_all().await;
        for region in &mut all.regions {
            region.id = std::mem::take(&mut region.name).in_language(language);
            region.polygons.retain(|polygon| !polygon.iter().any(|ring| is_torn(ring)));
        }
        all.round_all().await;
        Self { regions: self.regions.clone(), ground: all.regions, ..*self }
    }

    async fn turn_all(&mut self) {
        let turn = self.turn;
        for ring in self.rings() {
            spend(ring.len()).await;
            for (longitude, _) in ring {
                *longitude = turned(*longitude, turn);
            }
        }
    }

    async fn round_all(&mut self) {
        let parts = self.parts;
        let rounded = |degrees: f64| (degrees * parts).round() / parts;
        for ring in self.rings() {
            spend(ring.len()).await;
            for (longitude, latitude) in &mut *ring {
                (*longitude, *latitude) = (rounded(*longitude), rounded(*latitude));
            }
            let mut apart = ring.clone();
            apart.dedup();
            if apart.len() >= LEAST_POINTS {
                *ring = apart;
            }
        }
    }

    fn rings(&mut self) -> impl Iterator<Item = &mut Vec<Position>> {
        self.regions.iter_mut().chain(&mut self.ground).flat_map(|region| &mut region.polygons).flatten()
    }

    /// Changes every longitude and latitude.
    pub fn each(&mut self, change: impl Fn(f64) -> f64) {
        for ring in self.rings() {
            for (longitude, latitude) in ring {
                (*longitude, *latitude) = (change(*longitude), change(*latitude));
            }
        }
    }

    /// A longitude beside those of the regions.
    pub fn turned(&self, longitude: f64) -> f64 {
        turned(longitude, self.turn)
    }

    /// The least and the greatest longitude and latitude of the regions, in degrees.
    pub fn bounds(&self) -> (Position, Position) {
        let (mut least, mut most) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        for (longitude, latitude) in outlines(&self.regions).flatten() {
            least = (least.0.min(*longitude), least.1.min(*latitude));
            most = (most.0.max(*longitude), most.1.max(*latitude));
        }
        (least, most)
    }
}

/// The outer rings of all polygons.
fn outlines(regions: &[Region]) -> impl Iterator<Item = &Vec<Position>> {
    regions.iter().flat_map(|region| &region.polygons).filter_map(|polygon| polygon.first())
}

/// The parts of a degree that fit a map between two positions: 1, 2 or 5 times a power of ten. Maps wider than 10° have
/// the least, a map of a city of 2 km has 500,000.
fn parts(((west, south), (east, north)): (Position, Position)) -> f64 {
    // 1 - (φ/90°)² is the cosine of a latitude to a quarter, without the tables of the standard library's.
    let middle = (south + north) / 180.0;
    let extent = (north - south).max((east - west) * (1.0 - middle * middle));
    let mut parts = PARTS.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if extent * parts >= PARTS_ACROSS || parts >= PARTS.1 {
            break;
        }
        parts *= factor;
    }
    parts
}

fn turned(longitude: f64, turn: Option<f64>) -> f64 {
    if turn.is_some_and(|turn| longitude < turn) { longitude + 360.0 } else { longitude }
}

/// Whether a ring goes around half the earth in one step.
fn is_torn(ring: &[Position]) -> bool {
    step(ring.len());
    ring.windows(2).any(|ends| (ends[0].0 - ends[1].0).abs() > 180.0)
}

/// The middle of the longitudes that no region has, where these are a quarter of the earth and do not go on at 180°.
/// Looks at the first and last longitude of each degree, because sorting all of them takes more than linear work.
async fn turn(regions: &[Region]) -> Option<f64> {
    const WIDE: f64 = 90.0;
    let mut degrees = BTreeMap::<i32, (f64, f64)>::new();
    for (longitude, _) in outlines(regions).flatten() {
        spend(1).await;
        let (first, last) = degrees.entry(longitude.floor() as i32).or_insert((*longitude, *longitude));
        (*first, *last) = (first.min(*longitude), last.max(*longitude));
    }
    let gaps = degrees.values().zip(degrees.values().skip(1)).map(|((_, west), (east, _))| (*west, *east));
    let (west, east) = gaps.max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))?;
    let around = degrees.values().next()?.0 + 360.0 - degrees.values().next_back()?.1;
    (east - west > WIDE && east - west > around).then_some((west + east) / 2.0)
}

struct Reader<'a> {
    /// Of the ground around regions, the languages of its names.
    ground: Option<&'a [String]>,
    /// The lines that rings are put together from; `None` in GeoJSON, where rings are positions.
    arcs: Option<Vec<Vec<Position>>>,
    regions: Vec<Region>,
    /// The property that is the id of a region.
    key: Option<&'a str>,
    /// The names of all properties that a feature has, each once.
    properties: Vec<String>,
    /// The same, and the ids of all regions.
    known: HashSet<String>,
    ids: HashSet<String>,
    /// In all rings.
    positions: usize,
    problems: Problems,
}

impl Reader<'_> {
    async fn root(&mut self, root: &Object<'_>) {
        if root.get("type") != Some(&Json::Text("Topology".to_owned())) {
            return self.geometry(root, root).await;
        }
        self.arcs = Some(self.arcs(root).await);
        let Some(objects) = root.required_object("objects", &mut self.problems) else { return };
        for (name, value) in objects.properties {
            if let Some(object) = Object::new(value, objects.at(name), &mut self.problems) {
                Box::pin(self.geometry(&object, &object)).await;
            }
        }
    }

    /// The arcs of a topology: where it is quantized, every position is a step from the one before it.
    async fn arcs(&mut self, root: &Object<'_>) -> Vec<Vec<Position>> {
        let quantized = root.object("transform", &mut self.problems);
        let mut transform = ((1.0, 1.0), (0.0, 0.0));
        if let Some(quantized) = &quantized {
            let mut pair = |name| match quantized.get(name) {
                Some(value) => self.position(value, &quantized.at(name)),
                None => {
                    self.problems.push(quantized.missing(name, "two numbers"));
                    None
                }
            };
            transform = (pair("scale").unwrap_or_default(), pair("translate").unwrap_or_default());
        }
        let (scale, translate) = transform;
        let mut arcs = Vec::new();
        for (index, arc) in root.list("arcs", &mut self.problems).iter().enumerate() {
            let mut line = Vec::new();
            let (mut x, mut y) = (0.0, 0.0);
            for step in self.items(arc, &entry(root, "arcs", index)) {
                spend(1).await;
                // One mistake an arc is enough.
                let Some((dx, dy)) = self.position(step, &entry(root, "arcs", index)) else { break };
                (x, y) = if quantized.is_some() { (x + dx, y + dy) } else { (dx, dy) };
                line.push((x * scale.0 + translate.0, y * scale.1 + translate.1));
            }
            arcs.push(line);
        }
        arcs
    }

    /// A region, a feature or a collection. `feature` has the region's id and name.
    async fn geometry(&mut self, object: &Object<'_>, feature: &Object<'_>) {
        spend(1).await;
        let Some(kind) = object.required_string("type", &mut self.problems) else { return };
        match kind {
            "FeatureCollection" => self.collection(object, "features").await,
            "GeometryCollection" => self.collection(object, "geometries").await,
            "Feature" => {
                // One that lies nowhere is no mistake.
                if let Some(geometry) = object.object("geometry", &mut self.problems) {
                    Box::pin(self.geometry(&geometry, object)).await;
                }
            }
            POLYGON | MULTI_POLYGON => self.region(object, feature, kind == MULTI_POLYGON).await,
            other => {
                let known = "Polygon, MultiPolygon, GeometryCollection, Feature, FeatureCollection, Topology";
                self.problems.push(Error::new(object.at("type"), Problem::NotOneOf, &[known, other]));
            }
        }
    }

    async fn collection(&mut self, collection: &Object<'_>, name: &str) {
        for (index, value) in collection.list(name, &mut self.problems).iter().enumerate() {
            if let Some(object) = Object::new(value, entry(collection, name, index), &mut self.problems) {
                Box::pin(self.geometry(&object, &object)).await;
            }
        }
    }

    async fn region(&mut self, object: &Object<'_>, feature: &Object<'_>, multiple: bool) {
        let name = if self.arcs.is_some() { "arcs" } else { "coordinates" };
        let Some(polygons) = object.get(name) else {
            return self.problems.push(object.missing(name, "a list"));
        };
        let properties = feature.get("properties").filter(|properties| **properties != Json::Null);
        let properties = properties.and_then(|it| Object::new(it, feature.at("properties"), &mut self.problems));
        let id = self.id(feature, properties.as_ref());
        let mut region = Region { id, ..Region::default() };
        if let Some(languages) = self.ground {
            self.kind(feature, properties.as_ref(), languages, &mut region);
        }
        let place = object.at(name);
        if multiple {
            for polygon in self.items(polygons, &place) {
                self.polygon(polygon, &place, &mut region).await;
            }
        } else {
            self.polygon(polygons, &place, &mut region).await;
        }
        self.regions.push(region);
    }

    /// What a part of the ground is, and how it is called.
    fn kind(&mut self, feature: &Object, properties: Option<&Object>, languages: &[String], region: &mut Region) {
        let Some(properties) = properties else {
            return self.problems.push(feature.missing("properties", "an object with the property \"kind\""));
        };
        let Some(kind) = properties.required_string("kind", &mut self.problems) else { return };
        if !KINDS.contains(&kind) {
            self.problems.push(Error::new(properties.at("kind"), Problem::NotOneOf, &[&KINDS.join(", "), kind]));
        }
        region.is_water = kind == KINDS[1];
        region.name = properties.text("name", languages, &mut self.problems).unwrap_or_default();
    }

    /// Returns the text that places name a region by, empty where it has none.
    fn id(&mut self, feature: &Object, properties: Option<&Object>) -> String {
        let text = |value: Option<&Json>| match value {
            Some(Json::Text(id)) => id.clone(),
            Some(Json::Number(id)) => id.to_string(),
            _ => String::new(),
        };
        let Some(key) = self.key else { return text(feature.get("id")) };
        let Some(properties) = properties else { return String::new() };
        for (name, _) in properties.properties {
            if self.known.insert(name.clone()) {
                self.properties.push(name.clone());
            }
        }
        let id = text(properties.get(key));
        if !id.is_empty() && !self.ids.insert(id.clone()) {
            self.problems.push(Error::new(properties.at(key), Problem::RegionTwice, &[&id]));
        }
        id
    }

    /// The first ring of a polygon is its outline, the others are holes.
    async fn polygon(&mut self, rings: &Json, place: &Place, region: &mut Region) {
        let mut polygon = Vec::new();
        for json in self.items(rings, place) {
            let known = self.problems.len();
            let mut ring = self.ring(json, place).await;
            if let [first, .., last] = &mut ring[..]
                && (first.0 - last.0).abs().max((first.1 - last.1).abs()) <= TOLERANCE
            {
                *last = *first;
            }
            if self.problems.len() > known {
                continue;
            }
            let outside = |(x, y): &Position| x.abs() > 180.0 + TOLERANCE || y.abs() > 90.0 + TOLERANCE;
            if ring.len() < LEAST_POINTS {
                self.wrong(place, "a ring of at least 4 points", &ring.len().to_string());
            } else if ring.first() != ring.last() {
                self.wrong(place, "a ring that ends where it begins", "an open line");
            } else if ring.iter().any(outside) {
                self.wrong(place, "longitude and latitude in degrees", "other numbers");
            } else {
                polygon.push(ring);
            }
        }
        if !polygon.is_empty() {
            region.polygons.push(polygon);
        }
    }

    /// A ring of arcs, each joined to the one before it at their common point, or one of positions.
    async fn ring(&mut self, json: &Json, place: &Place) -> Vec<Position> {
        let mut ring = Vec::new();
        for item in self.items(json, place) {
            spend(1).await;
            if self.positions + ring.len() > limits::POSITIONS {
                break;
            }
            let Some(arcs) = &self.arcs else {
                let Some(position) = self.position(item, place) else { break };
                ring.push(position);
                continue;
            };
            let number = match item {
                Json::Number(number) if number.fract() == 0.0 => *number,
                other => {
                    self.problems.push(unexpected(place.clone(), "the number of an arc", other));
                    break;
                }
            };
            // -1 is the arc 0 from its end to its begin.
            let backwards = number < 0.0;
            let index = if backwards { -1.0 - number } else { number };
            let Some(arc) = arcs.get(index as usize) else {
                let expected = concat(&["the number of one of ", &arcs.len().to_string(), " arcs"]);
                self.wrong(place, &expected, &number.to_string());
                break;
            };
            ring.pop();
            step(arc.len());
            for step in 0..arc.len() {
                ring.push(arc[if backwards { arc.len() - 1 - step } else { step }]);
            }
        }
        let before = self.positions;
        self.positions += ring.len();
        if before <= limits::POSITIONS && self.positions > limits::POSITIONS {
            let most = limits::POSITIONS.to_string();
            self.problems.push(Error::new(place.first(1), Problem::PositionsMany, &[&most]));
        }
        ring
    }

    fn items<'a>(&mut self, json: &'a Json, place: &Place) -> &'a [Json] {
        match json {
            Json::List(items) => items,
            other => {
                self.problems.push(unexpected(place.clone(), "a list", other));
                &[]
            }
        }
    }

    /// Two numbers; a third one, the height, is not used.
    fn position(&mut self, json: &Json, place: &Place) -> Option<Position> {
        match self.items(json, place) {
            [Json::Number(x), Json::Number(y), ..] => Some((*x, *y)),
            _ => {
                self.wrong(place, "positions of two numbers", "something else");
                None
            }
        }
    }

    fn wrong(&mut self, place: &Place, expected: &str, found: &str) {
        self.problems.push(Error::new(place.clone(), Problem::Unexpected, &[expected, found]));
    }
}

/// The place of an entry of a list, counted from 0 as TopoJSON counts: `arcs[3]`.
fn entry(object: &Object, list: &str, index: usize) -> Place {
    object.place.clone().with(Part::Property, &concat(&[list, "[", &index.to_string(), "]"]))
}
