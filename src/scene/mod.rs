//! A figure laid out: every mark computed once, for painting, pointing and reading alike.

pub mod mark;
pub mod plane;
pub mod projection;

mod estimate;
mod frame;
mod glyph;
mod label;

mod bars;
mod cards;
mod line;
mod map;
mod slope;
mod stack;
pub mod timeline;

pub use estimate::{Estimate, em};
pub use frame::{Frame, Measure};
pub use glyph::push_glyph;
pub use mark::{Align, FINE, Mark, Point, Rect, Scene, Shape, TextShape};

use crate::figure::Figure;
use crate::package::Kind;
use crate::state::State;

/// Lays a figure out in a frame, as the reader has asked for it. The scene's height follows from its content.
pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    match figure.kind(state.get("kind")) {
        Kind::Bars => bars::layout(figure, state, frame),
        Kind::Stack => stack::layout(figure, state, frame),
        Kind::Slope => slope::layout(figure, state, frame),
        Kind::Timeline if Kind::EVERY => timeline::layout(figure, state, frame),
        Kind::Map if Kind::EVERY => map::layout(figure, state, frame),
        Kind::Cards if Kind::EVERY => cards::layout(figure, frame),
        Kind::Line if Kind::LINES => line::layout(figure, state, frame),
        _ => Scene { width: frame.width, height: 0.0, marks: Vec::new(), plot: None },
    }
}
