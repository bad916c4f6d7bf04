//! A scale: values to pixels and back, with no drawing in it.

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
    pub fn from_zero(values: impl Iterator<Item = f64>, range: (f64, f64)) -> Self {
        let (least, most) = values.fold((0.0_f64, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
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

    pub fn value(&self, px: f64) -> f64 {
        let (from, to) = self.domain;
        let (start, end) = self.range;
        if start == end { from } else { from + (px - start) / (end - start) * (to - from) }
    }
}
