//! Messages to the page, as lists of values whose names `article-figure.js` knows. They are put together beforehand: a
//! listener may change the figure at once, which must not be borrowed then.

use wasm_bindgen::JsValue;

use crate::figure::Datum;

/// A view and its state.
pub fn change(view: &str, state: &str) -> [JsValue; 2] {
    [view, state].map(JsValue::from_str)
}

/// A view and what was chosen of it.
pub fn selection(view: &str, datum: &Datum) -> [JsValue; 5] {
    let value = datum.value.map_or(JsValue::NULL, JsValue::from_f64);
    let [view, key, label, text] = [view, &datum.key, &datum.label, &datum.text].map(JsValue::from_str);
    [view, key, label, value, text]
}
