//! The words beside the chosen mark, and the same words for those who listen.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlElement};

use crate::describe::Description;
use crate::scene::Rect;

/// Above the mark as long as there is this much room, in CSS px; else below it.
const ROOM_ABOVE: f64 = 96.0;
const GAP: f64 = 10.0;

pub struct Tooltip {
    bubble: HtmlElement,
    lines: [HtmlElement; 3],
    announcer: HtmlElement,
}

impl Tooltip {
    pub fn new(stage: &HtmlElement) -> Result<Self, JsValue> {
        let document = stage.owner_document().ok_or("no document")?;
        let bubble = element(&document, "div", "tooltip")?;
        bubble.set_hidden(true);
        bubble.set_attribute("aria-hidden", "true")?;
        let lines = ["label", "value", "status"].map(|class| element(&document, "p", class));
        let [label, value, status] = lines;
        let lines = [label?, value?, status?];
        for line in &lines {
            bubble.append_child(line)?;
        }
        let announcer = element(&document, "div", "announcer")?;
        announcer.set_attribute("role", "status")?;
        stage.append_child(&bubble)?;
        stage.append_child(&announcer)?;
        Ok(Self { bubble, lines, announcer })
    }

    /// Shows a description beside `mark`; all in CSS px. The bubble hangs on the mark's middle by the
    /// side that has more room, so that it stays inside without being measured.
    pub fn show(&self, description: &Description, mark: Rect, width: f64, height: f64) {
        let texts = [&description.label, &description.value, &description.status];
        for (line, text) in self.lines.iter().zip(texts) {
            line.set_text_content(Some(text));
        }
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
        let value = px.map_or_else(|| "auto".to_owned(), |px| format!("{px}px"));
        // A bubble in the wrong place is no reason to fail.
        let _ = self.bubble.style().set_property(property, &value);
    }
}

fn element(document: &Document, name: &str, class: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = document.create_element(name)?.unchecked_into();
    element.set_class_name(class);
    Ok(element)
}
