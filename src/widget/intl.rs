//! Words and patterns of a language, as the element has loaded them; plurals and order by the browser's `Intl`.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use super::browser::Browser;
use crate::locale::{Formats, Locale, NAMES, Patterns, Rules};

/// A language by its words, in the order of [`NAMES`], and after them its patterns, in the order of [`crate::locale::PATTERNS`]; the
/// build has checked that none is missing.
pub fn locale(language: &str, texts: &Array, ask: Function) -> Locale {
    let mut words = Vec::new();
    for text in texts.iter() {
        words.push(text.as_string().unwrap_or_default());
    }
    let patterns = words.split_off(NAMES.len().min(words.len()));
    Locale::of(language, Formats::new(Patterns(patterns), Rc::new(Intl { browser: Browser::new(ask) })), words)
}

/// `plural` (number, count of decimals) gives a text, `ranks` (texts) a list of numbers.
pub struct Intl {
    browser: Browser,
}

impl Rules for Intl {
    fn plural(&self, value: f64, decimals: usize) -> String {
        self.browser.ask("plural", &[value.into(), (decimals as f64).into()]).as_string().unwrap_or_default()
    }

    fn ranks(&self, texts: &[String]) -> Vec<usize> {
        let (list, mut ranks) = (Array::new(), Vec::new());
        for text in texts {
            list.push(&JsValue::from_str(text));
        }
        let found = Array::from(&self.browser.ask("ranks", &[list.into()]));
        for index in 0..found.length() {
            ranks.push(found.get(index).as_f64().unwrap_or(0.0) as usize);
        }
        ranks
    }
}
