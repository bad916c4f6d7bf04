//! Numbers, dates, plurals and order by the browser's `Intl`, as the element has made them ready.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::locale::{Formats, Locale};
use crate::package::Date;

/// A language by its words, in the order of [`crate::locale::NAMES`]; the build has checked that none is missing.
pub fn locale(language: &str, words: &Array, ask: Function) -> Locale {
    let mut list = Vec::new();
    for word in words.iter() {
        list.push(word.as_string().unwrap_or_default());
    }
    Locale::of(language, Rc::new(Intl { call: ask }), list)
}

/// `call(name, …)` of the element: `number` (value, decimals), `date` (20210930, 20210900 without a day), `month`
/// (1 to 12), `plural` (count) give a text, `ranks` (texts) a list of numbers.
pub struct Intl {
    pub call: Function,
}

impl Intl {
    fn call(&self, name: &str, value: &JsValue, more: f64) -> Option<JsValue> {
        self.call.call3(&JsValue::NULL, &JsValue::from_str(name), value, &JsValue::from_f64(more)).ok()
    }

    /// A browser that cannot format writes nothing rather than something wrong.
    fn text(&self, name: &str, value: f64, more: f64) -> String {
        self.call(name, &JsValue::from_f64(value), more).and_then(|text| text.as_string()).unwrap_or_default()
    }
}

impl Formats for Intl {
    fn number(&self, value: f64, decimals: usize) -> String {
        self.text("number", value, decimals as f64)
    }

    fn date(&self, date: Date) -> String {
        let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(0));
        self.text("date", f64::from(date.year * 10_000 + (month * 100 + day) as i32), 0.0)
    }

    fn month(&self, month: u32) -> String {
        self.text("month", f64::from(month), 0.0)
    }

    fn plural(&self, count: usize) -> String {
        self.text("plural", count as f64, 0.0)
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
