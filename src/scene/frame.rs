//! The room that a figure is given, and how its text is measured.

use crate::theme::{Font, Sizes};

/// The width of a text in device px.
pub trait Measure {
    fn width(&self, text: &str, font: Font) -> f64;
}

/// A width to lay out in, with all sizes at its pixel ratio.
///
/// # Guarantees
/// Width and ratio are finite, the width at least one device px and whole.
pub struct Frame<'a> {
    pub width: f64,
    pub sizes: Sizes,
    pub measure: &'a dyn Measure,
}

impl<'a> Frame<'a> {
    /// `width` in device px, `ratio` in device px to one CSS px.
    pub fn new(width: f64, ratio: f64, measure: &'a dyn Measure) -> Self {
        let ratio = if ratio.is_finite() { ratio.clamp(0.25, 16.0) } else { 1.0 };
        let width = if width.is_finite() { width.round().max(1.0) } else { 1.0 };
        Self { width, sizes: Sizes::at(ratio), measure }
    }

    pub fn is_narrow(&self) -> bool {
        self.width < self.sizes.narrow
    }
}
