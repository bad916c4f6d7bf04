//! What goes in and comes out as plain JavaScript objects.

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::figure::Datum;

#[derive(Debug, Clone, Deserialize)]
pub struct Options {
    /// The absolute address of `datapackage.json`.
    pub src: String,
    pub view: String,
    /// What the reader has asked, as in an address: `kind=stack&select=us`.
    pub state: String,
    /// `light` or `dark`; the reader's system decides where there is none.
    pub theme: Option<String>,
    pub language: String,
    /// The interface's texts by name.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub words: JsValue,
}

impl Options {
    pub fn read(options: JsValue) -> Result<Self, JsValue> {
        serde_wasm_bindgen::from_value(options).map_err(JsValue::from)
    }

    pub fn word(&self, name: &str) -> Option<String> {
        js_sys::Reflect::get(&self.words, &JsValue::from_str(name)).ok()?.as_string()
    }
}

#[derive(Serialize)]
struct View<'a> {
    view: &'a str,
    state: &'a str,
}

#[derive(Serialize)]
struct Failure {
    messages: Vec<String>,
}

#[derive(Serialize)]
struct Selection<'a> {
    view: &'a str,
    key: &'a str,
    label: &'a str,
    value: Option<f64>,
    text: &'a str,
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

    pub fn ready(&self, options: &super::Options) {
        self.tell("ready", &View { view: &options.view, state: &options.state });
    }

    pub fn failed(&self, messages: Vec<String>) {
        self.tell("error", &Failure { messages });
    }

    pub fn changed(&self, view: &str, state: &str) {
        self.tell("viewchange", &View { view, state });
    }

    pub fn selected(&self, view: &str, datum: &Datum) {
        let Datum { key, label, value, text, .. } = datum;
        self.tell("select", &Selection { view, key, label, value: *value, text });
    }

    /// A listener of the page that throws is the page's own affair.
    fn tell(&self, kind: &str, detail: &impl Serialize) {
        let detail = serde_wasm_bindgen::to_value(detail).unwrap_or(JsValue::NULL);
        let _ = self.on.call2(&JsValue::NULL, &JsValue::from_str(kind), &detail);
    }
}
