//! A scale: values to pixels, with no drawing in it.

/// Maps a domain of values linearly onto a range of device px; either may run backwards.
///
/// # Guarantees
/// Both ends of the domain are finite and differ, so that no value divides by zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    domain: (f64, f64),
    range: (f64, f64),
}

impl Scale {
    /// A domain of a single value is widened by one on both sides; one that is not finite becomes 0 to 1.
    pub fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        let domain = match domain {
            (from, to) if !from.is_finite() || !to.is_finite() => (0.0, 1.0),
            (from, to) if from == to => (from - 1.0, to + 1.0),
            ends => ends,
        };
        Self { domain, range }
    }

    /// From zero, where bars start, to the largest value.
    pub fn from_zero(values: &[f64], range: (f64, f64)) -> Self {
        let (mut least, mut most) = (0.0_f64, 0.0_f64);
        for value in values {
            (least, most) = (least.min(*value), most.max(*value));
        }
        Self::new(if least == most { (0.0, 1.0) } else { (least, most) }, range)
    }

    /// The px of a value, on a whole px so that edges are sharp.
    pub fn snapped(&self, value: f64) -> f64 {
        self.px(value).round()
    }

    pub fn px(&self, value: f64) -> f64 {
        let (from, to) = self.domain;
        let (start, end) = self.range;
        start + (value - from) / (to - from) * (end - start)
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn values_become_pixels() {
        let px = |domain, range, value| Scale::new(domain, range).px(value);
        for (domain, range, value, expected) in [
            ((0.0, 10.0), (0.0, 100.0), 2.5, 25.0),
            ((0.0, 10.0), (100.0, 0.0), 2.5, 75.0),
            ((-5.0, 5.0), (20.0, 120.0), 0.0, 70.0),
            ((0.0, 10.0), (0.0, 100.0), 20.0, 200.0),
            ((3.0, 3.0), (0.0, 100.0), 3.0, 50.0),
            ((f64::NAN, 3.0), (0.0, 100.0), 1.0, 100.0),
        ] {
            assert_eq!(px(domain, range, value), expected, "{domain:?} {value}");
        }
    }

    #[test]
    fn bars_start_at_zero() {
        let px = |values: &[f64], value| Scale::from_zero(values, (0.0, 100.0)).snapped(value);
        assert_eq!(px(&[30.2, 24.3], 30.2), 100.0);
        assert_eq!(px(&[30.2, 24.3], 0.0), 0.0);
        assert_eq!(px(&[-10.0, 30.0], 0.0), 25.0);
        assert_eq!(px(&[0.0], 0.0), 0.0);
        assert_eq!(px(&[], 1.0), 100.0);
    }
}
