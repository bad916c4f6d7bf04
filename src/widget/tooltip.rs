//! The words beside the chosen mark.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::living::write;
use super::mount::part;
use crate::describe::Description;
use crate::markup;
use crate::scene::Rect;

/// What it needs above or below a mark, in CSS px.
const ROOM: f64 = 96.0;
const GAP: f64 = 10.0;

pub struct Tooltip {
    bubble: HtmlElement,
    ask: Function,
    /// The middle of the mark that it was shown for last, from the stage's top.
    last: Cell<f64>,
}

impl Tooltip {
    /// # Errors
    /// A stage that lacks its parts.
    pub fn new(stage: &HtmlElement, ask: Function) -> Result<Self, JsValue> {
        Ok(Self { bubble: part(stage, ".tooltip")?, ask, last: Cell::default() })
    }

    /// Shows a description beside `mark` on a stage of a size, of which `visible` is in the window; all in CSS px from
    /// the stage's top left corner.
    ///
    /// The bubble hangs on the mark's middle by the side that has more room, so that it stays inside without being
    /// measured. It can be entered by the pointer, so it hangs on the side that the pointer comes from: who goes on
    /// from mark to mark does not run into it.
    pub fn show(&self, description: &Description, mark: Rect, (width, height): (f64, f64), visible: (f64, f64)) {
        write(&self.ask, &self.bubble, &markup::tooltip(description));
        let middle = mark.middle();
        let x = middle.x.clamp(0.0, width);
        let (left, right) = if x * 2.0 <= width { (Some(x), None) } else { (None, Some(width - x)) };
        let upwards = middle.y < self.last.replace(middle.y);
        let room = (mark.top - visible.0.max(0.0) >= ROOM, visible.1 - mark.bottom >= ROOM);
        let above = room.0 && !(upwards && room.1);
        self.place("left", left);
        self.place("right", right);
        self.place("bottom", above.then_some(height - mark.top + GAP));
        self.place("top", (!above).then_some(mark.bottom + GAP));
        self.place("max-width", Some(x.max(width - x) * 0.95));
        // Only how it is reached by the pointer hangs on it.
        let _ = self.bubble.toggle_attribute_with_force("data-above", above);
        self.bubble.set_hidden(false);
    }

    pub fn hide(&self) {
        self.bubble.set_hidden(true);
    }

    fn place(&self, property: &str, px: Option<f64>) {
        let value = px.map_or_else(|| "auto".to_owned(), |px| px.to_string() + "px");
        // A bubble in the wrong place is no reason to fail.
        let _ = self.bubble.style().set_property(property, &value);
    }
}
