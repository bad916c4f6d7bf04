//! The places of a map: whether they are on it.

use std::collections::HashSet;

use super::descriptor::listed;
use super::geometry::{Geometry, Position};
use super::table::Table;
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::text::concat;

/// The column of an event that holds the key of its place.
pub const PLACE: &str = "place";

/// How far beyond the regions a place may be, in parts of their extent: off a coast, or just across a border.
const BEYOND: f64 = 0.25;

/// The ground of a map.
pub struct Land<'a> {
    geometry: &'a Geometry,
    bounds: (Position, Position),
    ids: HashSet<&'a str>,
}

impl<'a> Land<'a> {
    pub fn of(geometry: &'a Geometry) -> Self {
        let ids = geometry.regions.iter().map(|region| region.id.as_str());
        Self { geometry, bounds: geometry.bounds(), ids: ids.collect() }
    }

    /// Returns the mistake in a row of the table of places, if its place is not on the map.
    pub fn check(&self, table: &Table, row: usize) -> Option<Error> {
        let at = |column: &str| Place::file(&table.file).row(table.line_of(row)).with(Part::Column, column);
        if let Some(region) = table.cell("region", row)
            && !self.ids.contains(region.as_str())
        {
            let known = listed(self.geometry.regions.iter().map(|known| known.id.as_str()).filter(|id| !id.is_empty()));
            if known.is_empty() {
                return Some(Error::new(at("region"), Problem::RegionsUnnamed, &[&region]));
            }
            return Some(Error::new(at("region"), Problem::NotOneOf, &[&excerpt(&known), &region]));
        }
        let degrees = |column| table.column(column)?.cells.number(row);
        let (latitude, longitude) = (degrees("latitude")?, degrees("longitude")?);
        let found = concat(&[&latitude.to_string(), ", ", &longitude.to_string()]);
        // Programs that know no place give it the one in the Gulf of Guinea.
        let is_unknown = latitude == 0.0 && longitude == 0.0;
        if self.is_on(latitude, longitude) && !is_unknown {
            return None;
        }
        let swapped = self.is_on(longitude, latitude);
        Some(Error::new(at("latitude"), if swapped { Problem::Swapped } else { Problem::OffMap }, &[&found]))
    }

    /// Whether a place is on the map or near it.
    fn is_on(&self, latitude: f64, longitude: f64) -> bool {
        let ((west, south), (east, north)) = self.bounds;
        let (width, height) = (BEYOND * (east - west), BEYOND * (north - south));
        let is_within = |value: f64, least: f64, most: f64, room: f64| (least - room..=most + room).contains(&value);
        is_within(self.geometry.turned(longitude), west, east, width) && is_within(latitude, south, north, height)
    }
}
