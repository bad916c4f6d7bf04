//! From degrees to a plane: Albers' equal-area conic projection, so that no region looks larger than it is.
//!
//! John P. Snyder, "Map Projections: A Working Manual", U.S. Geological Survey Professional Paper 1395, 1987,
//! pp. 98–103, the forward formulas for the sphere. The sphere will do: on a map of a country that is
//! 960 px wide the ellipsoid moves nothing by as much as two.

use std::f64::consts::FRAC_PI_2;

/// The projection that suits a country.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Albers {
    /// How much of a full circle the cone opens to: 1 at a pole, 0 where it becomes a cylinder.
    n: f64,
    c: f64,
    /// The cone's radius at the latitude of origin.
    rho: f64,
    /// The central meridian, in degrees.
    meridian: f64,
}

/// A cone as flat as a cylinder would divide by zero; one that is nearly so differs by nothing to be seen.
const LEAST_CONE: f64 = 1e-6;

impl Albers {
    /// Suited to what lies between two longitudes and two latitudes, in degrees: the standard parallels at 1/6
    /// and 5/6 of the latitudes (Snyder, p. 99), the central meridian and the latitude of origin in the middle.
    /// For 46.48–87.32° E, 40.58–55.43° N they are 43.06° N and 52.96° N, 66.90° E and 48.01° N: between the two
    /// parallels lengths are right to 0.4 %, at the northern and southern ends to 0.6 %.
    pub fn new((west, east): (f64, f64), (south, north): (f64, f64)) -> Self {
        let sixth = (north - south) / 6.0;
        Self::with((south + sixth, north - sixth), (west + east) / 2.0, (south + north) / 2.0)
    }

    /// With standard parallels, central meridian and latitude of origin, in degrees.
    pub fn with(parallels: (f64, f64), meridian: f64, origin: f64) -> Self {
        let (first, second) = (sine(parallels.0.to_radians()), sine(parallels.1.to_radians()));
        // (14-6); and (14-5), cos² φ1 + 2 n sin φ1, which is the same as 1 + sin φ1 sin φ2.
        let n = (first + second) / 2.0;
        let n = if n.abs() < LEAST_CONE { LEAST_CONE } else { n };
        let mut albers = Self { n, c: 1.0 + first * second, rho: 0.0, meridian };
        albers.rho = albers.rho(origin);
        albers
    }

    /// The place of a longitude and latitude, in radii of the earth east and north of the origin.
    pub fn project(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let rho = self.rho(latitude);
        let theta = self.n * (longitude - self.meridian).to_radians();
        // (14-4), (14-1), (14-2)
        (rho * sine(theta), self.rho - rho * sine(theta + FRAC_PI_2))
    }

    /// (14-3)
    fn rho(&self, latitude: f64) -> f64 {
        (self.c - 2.0 * self.n * sine(latitude.to_radians())).max(0.0).sqrt() / self.n
    }
}

/// The sine by its series, exact to 13 places within one and a half turns either way of zero: the standard library's
/// brings 8 KB of tables into the wasm.
fn sine(angle: f64) -> f64 {
    let (mut term, mut sum, mut power) = (angle, angle, 1.0);
    while power < 60.0 {
        term *= -angle * angle / ((power + 1.0) * (power + 2.0));
        sum += term;
        power += 2.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{Albers, sine};

    /// From PROJ 9 (`pyproj`): `+proj=aea +R=1` with the parallels, the meridian and the origin of the case.
    #[test]
    fn as_proj_has_it() {
        let stated = Albers::with((43.0, 53.0), 67.0, 48.0);
        let bounds = (46.478_278_849_000_05, 87.323_796_021_000_13);
        let derived = Albers::new(bounds, (40.584_655_660_000_124, 55.434_550_273_000_04));
        for (albers, longitude, latitude, x, y) in [
            (stated, 67.0, 48.0, 0.0, 0.0),
            (stated, 51.17392, 43.66105, -0.198_263_627_889_017_58, -0.055_595_722_349_554_12),
            (stated, 76.9115, 43.25249, 0.125_607_178_342_371_06, -0.075_018_989_515_982_4),
            (stated, 71.44598, 51.1801, 0.048_499_435_615_964_995, 0.057_085_110_044_659_326),
            (derived, 67.0, 48.0, 0.001_151_437_557_247_279, -0.000_167_492_963_744_964_03),
            (derived, 51.17392, 43.66105, -0.197_056_551_067_232_3, -0.056_004_496_010_083_17),
            (derived, 87.3, 49.1, 0.229_582_291_267_110_8, 0.049_541_066_926_764_854),
            (derived, 46.5, 48.5, -0.232_344_347_190_570_26, 0.039_399_810_826_470_48),
            (derived, 69.39, 55.43, 0.024_779_920_532_764_02, 0.130_024_351_102_603_3),
        ] {
            let found = albers.project(longitude, latitude);
            let off = (found.0 - x).hypot(found.1 - y);
            assert!(off < 1e-12, "{longitude} {latitude}: {found:?}, not {:?}", (x, y));
        }
    }

    #[test]
    fn any_bounds_give_places() {
        for (longitudes, latitudes) in [
            ((-180.0, 180.0), (-90.0, 90.0)),
            ((-10.0, 10.0), (-5.0, 5.0)),
            ((-75.0, -35.0), (-55.0, -20.0)),
            ((7.0, 7.0), (47.0, 47.0)),
        ] {
            let albers = Albers::new(longitudes, latitudes);
            let (west, _) = albers.project(longitudes.0, latitudes.0);
            let (east, south) = albers.project(longitudes.1, latitudes.0);
            let (_, north) = albers.project(longitudes.1, latitudes.1);
            let all = [west, east, south, north];
            assert!(all.iter().all(|place| place.is_finite()), "{all:?}");
            assert!(west <= east && south <= north, "{all:?}");
        }
    }

    #[test]
    fn the_sine_is_the_sine() {
        for step in -540..=540 {
            let angle = f64::from(step).to_radians();
            assert!((sine(angle) - angle.sin()).abs() < 1e-12, "{step}°: {}", sine(angle));
        }
    }
}
