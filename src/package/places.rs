//! The places of a map: whether they are on it.

use super::descriptor::listed;
use super::geometry::Geometry;
use super::table::Table;
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::text::concat;

/// The column of an event that holds the key of its place.
pub const PLACE: &str = "place";

/// How far beyond the regions a place may be, in parts of their extent: off a coast, or just across a border.
const BEYOND: f64 = 0.25;

/// Returns the mistake in a row of the table of places, if its place is not on the map of a geometry.
pub fn check(table: &Table, row: usize, geometry: &Geometry) -> Option<Error> {
    let at = |column: &str| Place::file(&table.file).row(table.line_of(row)).with(Part::Column, column);
    if let Some(region) = table.cell("region", row)
        && !geometry.regions.iter().any(|known| known.id == region)
    {
        let known = listed(geometry.regions.iter().map(|known| known.id.as_str()).filter(|id| !id.is_empty()));
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
    if is_on(geometry, latitude, longitude) && !is_unknown {
        return None;
    }
    let swapped = is_on(geometry, longitude, latitude);
    Some(Error::new(at("latitude"), if swapped { Problem::Swapped } else { Problem::OffMap }, &[&found]))
}

/// Whether a place is on the map of a geometry or near it.
fn is_on(geometry: &Geometry, latitude: f64, longitude: f64) -> bool {
    let ((west, south), (east, north)) = geometry.bounds();
    let (width, height) = (BEYOND * (east - west), BEYOND * (north - south));
    let is_within = |value: f64, least: f64, most: f64, room: f64| (least - room..=most + room).contains(&value);
    is_within(geometry.turned(longitude), west, east, width) && is_within(latitude, south, north, height)
}
