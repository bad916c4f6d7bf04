//! The words beside the chosen mark, and the same words for those who listen.

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::part;
use crate::describe::Description;
use crate::markup;
use crate::scene::Rect;

/// Above the mark as long as there is this much room, in CSS px; else below it.
const ROOM_ABOVE: f64 = 96.0;
const GAP: f64 = 10.0;

pub struct Tooltip {
    bubble: HtmlElement,
    announcer: HtmlElement,
}

impl Tooltip {
    /// # Errors
    /// A stage that lacks its parts.
    pub fn new(stage: &HtmlElement) -> Result<Self, JsValue> {
        Ok(Self { bubble: part(stage, ".tooltip")?, announcer: part(stage, ".announcer")? })
    }

    /// Shows a description beside `mark`; all in CSS px. The bubble hangs on the mark's middle by the
    /// side that has more room, so that it stays inside without being measured.
    pub fn show(&self, description: &Description, mark: Rect, width: f64, height: f64) {
        self.bubble.set_inner_html(&markup::tooltip(description));
        self.announcer.set_text_content(Some(&description.sentence()));
        let middle = mark.middle().x.clamp(0.0, width);
        let (left, right) = if middle * 2.0 <= width { (Some(middle), None) } else { (None, Some(width - middle)) };
        let above = mark.top >= ROOM_ABOVE;
        self.place("left", left);
        self.place("right", right);
        self.place("bottom", above.then_some(height - mark.top + GAP));
        self.place("top", (!above).then_some(mark.bottom + GAP));
        self.place("max-width", Some(middle.max(width - middle) * 0.95));
        self.bubble.set_hidden(false);
    }

    pub fn hide(&self) {
        self.bubble.set_hidden(true);
        self.announcer.set_text_content(None);
    }

    fn place(&self, property: &str, px: Option<f64>) {
        let value = px.map_or_else(|| "auto".to_owned(), |px| px.to_string() + "px");
        // A bubble in the wrong place is no reason to fail.
        let _ = self.bubble.style().set_property(property, &value);
    }
}
