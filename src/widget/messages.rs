//! What the element is told.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::figure::Datum;

/// Tells the element what happens: a type and a list of values, whose names `article-figure.js` knows.
pub struct Messenger {
    on: Function,
}

impl Messenger {
    pub fn new(on: Function) -> Self {
        Self { on }
    }

    pub fn changed(&self, view: &str, state: &str) {
        self.tell("viewchange", &[view.into(), state.into()]);
    }

    pub fn selected(&self, view: &str, datum: &Datum) {
        let value = datum.value.map_or(JsValue::NULL, JsValue::from_f64);
        let text = |text: &str| JsValue::from_str(text);
        self.tell("select", &[text(view), text(&datum.key), text(&datum.label), value, text(&datum.text)]);
    }

    /// A listener of the page that throws is the page's own affair.
    fn tell(&self, kind: &str, values: &[JsValue]) {
        let list = Array::new();
        for value in values {
            list.push(value);
        }
        let _ = self.on.call2(&JsValue::NULL, &JsValue::from_str(kind), &list);
    }
}
