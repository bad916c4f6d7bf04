//! A figure of any package, read and checked in the browser.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::intl::locale;
use super::load;
use crate::error::{Error, Place, Problem};
use crate::figure::Figure;
use crate::locale::Locale;
use crate::markup;
use crate::package::{Descriptor, Package, is_table};
use crate::state::State;
use crate::text::concat;
use crate::wire::{self, Item};

const DESCRIPTOR: &str = "datapackage.json";

/// Fetches what a view of a package needs, or of the first of its views where none is named, and gives what a built
/// page has: the figure's name, its words as HTML, and the figure and its points as [`wire`] writes them. `src` is the
/// absolute address of a `datapackage.json` or of a CSV file; `words`: as the element's. Ends when `signal` is given.
///
/// # Errors
/// A list of all that keeps the view from being read, in the words of `messages`, by the English ones.
#[wasm_bindgen]
pub async fn read(
    src: String,
    view: String,
    language: String,
    words: Array,
    messages: JsValue,
    ask: Function,
    signal: AbortSignal,
) -> Result<JsValue, JsValue> {
    let made = async {
        let locale = locale(&language, &words, ask);
        let package = load::package(&src, &view, &language, &signal).await?;
        let first = package.descriptor.views.first().filter(|_| view.is_empty());
        made(&package, first.map_or(&view, |first| &first.name), &locale)
    };
    Ok(made.await.map_err(|errors| texts(&errors, &messages))?.into())
}

/// The figures of files that a reader has at hand: of a package, where one of them is a `datapackage.json`, else of
/// each CSV file. `names` are their paths, `contents` their bytes in the same order. Gives a list of what [`read`] gives
/// of each figure, and a list of all that is wrong with the files.
///
/// # Errors
/// As [`read`], where there is nothing to be shown at all.
#[wasm_bindgen]
pub fn open(
    names: Vec<String>,
    contents: Array,
    language: &str,
    words: Array,
    messages: JsValue,
    ask: Function,
) -> Result<Array, JsValue> {
    let bytes = |at: usize| Uint8Array::new(&contents.get(at as u32)).to_vec();
    let wrong = |errors: Vec<Error>| texts(&errors, &messages);
    let locale = locale(language, &words, ask);
    let is_descriptor = |name: &&String| name.rsplit('/').next() == Some(DESCRIPTOR);
    let (mut folder, mut descriptor) = ("", None);
    if let Some(name) = names.iter().filter(is_descriptor).min_by_key(|name| name.len()) {
        folder = &name[..name.len() - DESCRIPTOR.len()];
        let at = names.iter().position(|own| own == name).unwrap_or_default();
        descriptor = Some(Descriptor::parse(DESCRIPTOR, &bytes(at)).map_err(wrong)?);
    }
    let descriptor = match descriptor {
        Some(descriptor) => descriptor,
        None => {
            let tables: Vec<_> = names.iter().filter(|name| is_table(name)).cloned().collect();
            if tables.is_empty() {
                return Err(wrong(vec![Error::new(Place::file(DESCRIPTOR), Problem::FileMissing, &[])]));
            }
            Descriptor::of_files(&tables, language)
        }
    };
    let mut package = Package::new(descriptor);
    let mut files = Vec::new();
    for resource in &package.descriptor.resources {
        let path = concat(&[folder, &resource.path]);
        let at = names.iter().position(|name| *name == path);
        let missing = || Error::new(Place::file(&resource.path), Problem::FileMissing, &[]);
        files.push((resource.name.clone(), at.map(bytes).ok_or_else(missing)));
    }
    for (name, file) in files {
        package.add(&name, file);
    }
    package.guess_views();
    let (figures, mut problems) = (Array::new(), package.problems());
    for view in &package.descriptor.views {
        match made(&package, &view.name, &locale) {
            Ok(figure) => drop(figures.push(&figure)),
            Err(errors) => {
                for error in errors {
                    if !problems.contains(&error) {
                        problems.push(error);
                    }
                }
            }
        }
    }
    Ok(Array::of2(&figures, &texts(&problems, &messages)))
}

/// Name, title, words, figure, points.
fn made(package: &Package, view: &str, locale: &Locale) -> Result<Array, Vec<Error>> {
    let figure = Figure::new(package, view, locale)?;
    let html = markup::figure(&figure, &State::default(), locale, "", "");
    let mut list = Vec::new();
    for item in wire::write(&figure) {
        list.push(Value(item));
    }
    let points = js_sys::Float64Array::from(&wire::points(&figure)[..]);
    Ok(Array::of5(&(&figure.name).into(), &(&figure.title).into(), &html.into(), &value(&list), &points))
}

/// What is wrong, in the words of `messages`, by the English ones.
fn texts(errors: &[Error], messages: &JsValue) -> JsValue {
    let message = |english: &str| Reflect::get(messages, &JsValue::from_str(english)).ok()?.as_string();
    let mut texts = Vec::new();
    for error in errors {
        texts.push(error.text(&message));
    }
    value(&texts)
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
