//! What the element is told.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::figure::Datum;

/// What is to be told, put together beforehand: a listener may change the figure at once, which must not be borrowed then.
pub struct Message {
    kind: &'static str,
    values: Array,
}

impl Message {
    pub fn changed(view: &str, state: &str) -> Self {
        Self::new("viewchange", &[view.into(), state.into()])
    }

    pub fn selected(view: &str, datum: &Datum) -> Self {
        let value = datum.value.map_or(JsValue::NULL, JsValue::from_f64);
        let text = |text: &str| JsValue::from_str(text);
        Self::new("select", &[text(view), text(&datum.key), text(&datum.label), value, text(&datum.text)])
    }

    fn new(kind: &'static str, list: &[JsValue]) -> Self {
        let values = Array::new();
        for value in list {
            values.push(value);
        }
        Self { kind, values }
    }
}

/// Tells the element what happens: a type and a list of values, whose names `article-figure.js` knows.
pub struct Messenger {
    on: Function,
}

impl Messenger {
    pub fn new(on: Function) -> Self {
        Self { on }
    }

    /// A listener of the page that throws is the page's own affair.
    pub fn tell(&self, message: &Message) {
        let _ = self.on.call2(&JsValue::NULL, &JsValue::from_str(message.kind), &message.values);
    }
}
