//! Words and patterns of a language, as the element has loaded them; plurals and order by the browser's `Intl`.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::locale::{Formats, Locale, NAMES, Patterns, Rules};

/// A language by its words, in the order of [`NAMES`], and after them its patterns, in the order of [`crate::locale::PATTERNS`]; the
/// build has checked that none is missing.
pub fn locale(language: &str, texts: &Array, ask: Function) -> Locale {
    let mut words = Vec::new();
    for text in texts.iter() {
        words.push(text.as_string().unwrap_or_default());
    }
    let patterns = words.split_off(NAMES.len().min(words.len()));
    Locale::of(language, Formats::new(Patterns(patterns), Rc::new(Intl { call: ask })), words)
}

/// `call(name, …)` of the element: `plural` (number, count of decimals) gives a text, `ranks` (texts) a list of numbers.
pub struct Intl {
    pub call: Function,
}

impl Intl {
    fn call(&self, name: &str, value: &JsValue, more: f64) -> Option<JsValue> {
        self.call.call3(&JsValue::NULL, &JsValue::from_str(name), value, &JsValue::from_f64(more)).ok()
    }
}

impl Rules for Intl {
    fn plural(&self, value: f64, decimals: usize) -> String {
        let category = self.call("plural", &JsValue::from_f64(value), decimals as f64);
        category.and_then(|category| category.as_string()).unwrap_or_default()
    }

    fn ranks(&self, texts: &[String]) -> Vec<usize> {
        let (list, mut ranks) = (Array::new(), Vec::new());
        for text in texts {
            list.push(&JsValue::from_str(text));
        }
        let found = Array::from(&self.call("ranks", &list, 0.0).unwrap_or_default());
        for index in 0..found.length() {
            ranks.push(found.get(index).as_f64().unwrap_or(0.0) as usize);
        }
        ranks
    }
}
