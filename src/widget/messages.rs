//! What goes in and comes out, by serde-wasm-bindgen: lists of values, whose names `article-figure.js` knows.
//! Structs would bring a map of names into the wasm.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::figure::Datum;

#[derive(Debug, Clone)]
pub struct Options {
    /// The absolute address of `datapackage.json`.
    pub src: String,
    pub view: String,
    /// What the reader has asked, as in an address: `kind=stack&select=us`.
    pub state: String,
    pub language: String,
}

impl Options {
    /// # Errors
    /// A list of other values.
    pub fn read(options: JsValue) -> Result<Self, JsValue> {
        let options: Vec<String> = serde_wasm_bindgen::from_value(options)?;
        let [src, view, state, language] = options.try_into().map_err(|_| "four options")?;
        Ok(Self { src, view, state, language })
    }
}

/// A language as the element hands it over: the interface's texts, as an object by name, and
/// what only the browser can tell.
pub struct Words {
    pub words: JsValue,
    pub ask: Function,
}

/// The text of a name, where the object has one.
pub fn word(words: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(words, &JsValue::from_str(name)).ok()?.as_string()
}

/// Tells the element what happens.
#[derive(Clone)]
pub struct Messenger {
    on: Function,
}

impl Messenger {
    pub fn new(on: Function) -> Self {
        Self { on }
    }

    pub fn ready(&self, options: &Options) {
        self.tell("ready", (&options.view, &options.state));
    }

    pub fn failed(&self, messages: &[String]) {
        self.tell("error", (messages,));
    }

    pub fn changed(&self, view: &str, state: &str) {
        self.tell("viewchange", (view, state));
    }

    pub fn selected(&self, view: &str, datum: &Datum) {
        self.tell("select", (view, &datum.key, &datum.label, datum.value, &datum.text));
    }

    /// A listener of the page that throws is the page's own affair.
    fn tell(&self, kind: &str, values: impl Serialize) {
        let values = serde_wasm_bindgen::to_value(&values).unwrap_or(JsValue::NULL);
        let _ = self.on.call2(&JsValue::NULL, &JsValue::from_str(kind), &values);
    }
}
