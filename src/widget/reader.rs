//! A figure of any package, read and checked in the browser.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::intl::{Intl, word};
use super::load;
use crate::error::Error;
use crate::figure::Figure;
use crate::locale::Locale;
use crate::markup;
use crate::state::State;
use crate::wire::{self, Item};

/// Fetches what a view of the package at `src` needs, the absolute address of a `datapackage.json`, and gives what a
/// built page has: the figure's words as HTML, and the figure as [`wire`] writes it. Ends when `signal` is given.
///
/// # Errors
/// A list of all that keeps the view from being read, in the language of `words`.
#[wasm_bindgen]
pub async fn read(
    src: String,
    view: String,
    language: String,
    words: JsValue,
    ask: Function,
    signal: AbortSignal,
) -> Result<JsValue, JsValue> {
    let figure = load(&src, &view, &language, &words, ask, &signal).await;
    let made = figure.map_err(|errors| {
        let mut texts = Vec::new();
        for error in &errors {
            texts.push(error.text(&|english| word(&words, english)));
        }
        value(&texts)
    })?;
    Ok(value(&made))
}

async fn load(
    src: &str,
    view: &str,
    language: &str,
    words: &JsValue,
    ask: Function,
    signal: &AbortSignal,
) -> Result<(String, Vec<Value>), Vec<Error>> {
    let locale = Locale::new(language, Rc::new(Intl { call: ask }), |name| word(words, name));
    let locale = locale.map_err(|error| vec![error])?;
    let package = load::package(src, view, signal).await?;
    let figure = Figure::new(&package, view, &locale)?;
    let html = markup::figure(&figure, &State::default(), &locale, "", "");
    let mut list = Vec::new();
    for item in wire::write(&figure) {
        list.push(Value(item));
    }
    Ok((html, list))
}

fn value(value: &impl serde::Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::NULL)
}

struct Value(Item);

impl serde::Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Item::Text(text) => serializer.serialize_str(text),
            Item::Number(number) => serializer.serialize_f64(*number),
        }
    }
}
