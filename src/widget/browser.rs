//! The browser and the document around a figure, as its script answers for them (`www/browser.js`).

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

#[cfg(feature = "living")]
use crate::theme::{COLOURS, Colour, Theme};

/// `ask(name, …values)` of the element: a question that only the browser can answer, or a change of the document.
#[derive(Clone)]
pub struct Browser {
    ask: Function,
}

impl Browser {
    pub fn new(ask: Function) -> Self {
        Self { ask }
    }

    /// The answer; `undefined` where there is none. A listener of the page that throws is the page's own affair.
    #[inline(never)]
    pub fn ask(&self, name: &str, values: &[JsValue]) -> JsValue {
        let list = Array::of1(&name.into());
        for value in values {
            list.push(value);
        }
        self.ask.apply(&JsValue::NULL, &list).unwrap_or_default()
    }
}

#[cfg(feature = "living")]
impl Browser {
    /// A number; 0 where the browser can't tell it.
    pub fn number(&self, name: &str, values: &[JsValue]) -> f64 {
        self.ask(name, values).as_f64().unwrap_or(0.0)
    }

    /// The colours that the style sheets, the page and the reader's system agree on: red, green, blue and alpha of each
    /// in the order of [`Theme::NAMES`]. A browser that can't tell them leaves everything black.
    pub fn theme(&self) -> Theme {
        let found = Array::from(&self.ask("colours", &[]));
        let mut all = [Colour::default(); COLOURS];
        for (index, part) in all.as_flattened_mut().iter_mut().enumerate() {
            // Every fourth one is the opacity.
            *part = found.get((index / 3 * 4 + index % 3) as u32).as_f64().unwrap_or(0.0) as u8;
        }
        all.into()
    }
}
