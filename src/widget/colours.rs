//! The colours that the style sheets, the page and the reader's system agree on.

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::theme::{Colour, Theme};

/// What to paint with. `ask("colours")` of the element gives red, green, blue and alpha of each colour in the order
/// of [`Theme::NAMES`]; a browser that cannot tell them leaves everything black.
pub fn theme(ask: &Function) -> Theme {
    let colours = ask.call1(&JsValue::NULL, &JsValue::from_str("colours")).ok();
    let colours: Vec<u8> = colours.and_then(|list| serde_wasm_bindgen::from_value(list).ok()).unwrap_or_default();
    let mut all: [Colour; 10] = [[0; 3]; 10];
    for (colour, found) in all.iter_mut().zip(colours.chunks_exact(4)) {
        colour.copy_from_slice(&found[..3]);
    }
    all.into()
}
