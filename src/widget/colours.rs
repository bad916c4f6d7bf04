//! The colours that the style sheets, the page and the reader's system agree on.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::theme::{Colour, Theme};

/// What to paint with. `ask("colours")` of the element gives red, green, blue and alpha of each colour in the order
/// of [`Theme::NAMES`]; a browser that cannot tell them leaves everything black.
pub fn theme(ask: &Function) -> Theme {
    let found = ask.call1(&JsValue::NULL, &JsValue::from_str("colours")).unwrap_or_default();
    let found = Array::from(&found);
    let mut all: [Colour; 14] = [[0; 3]; 14];
    for (index, part) in all.as_flattened_mut().iter_mut().enumerate() {
        // Every fourth one is the opacity.
        *part = found.get((index / 3 * 4 + index % 3) as u32).as_f64().unwrap_or(0.0) as u8;
    }
    all.into()
}
