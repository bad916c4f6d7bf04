//! What the element is told.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::figure::Datum;

/// Tells the element what happens: a type and a list of values, whose names `article-figure.js` knows. The list is put
/// together beforehand: a listener may change the figure at once, which must not be borrowed then.
pub struct Messenger {
    on: Function,
}

impl Messenger {
    pub fn new(on: Function) -> Self {
        Self { on }
    }

    pub fn changed(&self, values: &Array) {
        self.tell("viewchange", values);
    }

    pub fn selected(&self, values: &Array) {
        self.tell("select", values);
    }

    /// A listener of the page that throws is the page's own affair.
    fn tell(&self, kind: &str, values: &Array) {
        let _ = self.on.call2(&JsValue::NULL, &JsValue::from_str(kind), values);
    }
}

/// A view and its state.
pub fn change(view: &str, state: &str) -> Array {
    list(&[view.into(), state.into()])
}

/// A view and what was chosen of it.
pub fn selection(view: &str, datum: &Datum) -> Array {
    let value = datum.value.map_or(JsValue::NULL, JsValue::from_f64);
    let text = |text: &str| JsValue::from_str(text);
    list(&[text(view), text(&datum.key), text(&datum.label), value, text(&datum.text)])
}

fn list(values: &[JsValue]) -> Array {
    let list = Array::new();
    for value in values {
        list.push(value);
    }
    list
}
