//! A figure of any package, read and checked in the browser.

use std::collections::HashMap;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::intl::locale;
use crate::error::{Error, Place, Problem};
use crate::figure::Figure;
use crate::locale::Locale;
use crate::markup;
use crate::package::{Descriptor, Package, Resource, is_table, limits};
use crate::state::State;
use crate::text::concat;
use crate::wire::{self, Item};
use crate::work::spend;

/// The paths of the tables that a view of a package needs, or the first of its views where none is named, or all where it
/// has none; of too many, one more than are allowed. `file` is the name of its descriptor, `bytes` what that holds.
///
/// # Errors
/// A list of what is wrong, in the words of `messages`, by the English ones.
#[wasm_bindgen]
pub fn needs(file: String, bytes: Vec<u8>, view: String, messages: JsValue) -> Reading {
    Reading::of(async move {
        let paths = paths(&file, &bytes, &view).await.map_err(|errors| texts(&errors, &messages))?;
        Ok(paths.into_iter().map(JsValue::from).collect::<Array>().into())
    })
}

async fn paths(file: &str, bytes: &[u8], view: &str) -> Result<Vec<String>, Vec<Error>> {
    let package = Package::new(Descriptor::read(file, bytes).await?);
    let descriptor = &package.descriptor;
    let mut paths = Vec::new();
    let mut need = |resource: &Resource| {
        if paths.len() <= limits::FILES && !paths.contains(&resource.path) {
            paths.push(resource.path.clone());
        }
    };
    if descriptor.lacks_views() {
        descriptor.resources.iter().for_each(need);
        return Ok(paths);
    }
    let first = descriptor.views.first().filter(|_| view.is_empty());
    for name in package.resources_of(first.map_or_else(|| descriptor.view(view), Ok)?) {
        descriptor.resource(&name).into_iter().for_each(&mut need);
    }
    Ok(paths)
}

/// A view of a package, or the first of its views where none is named, as a built page has it: the figure's name, its
/// words as HTML, and the figure and its points as [`wire`] writes them. `names` are the package's own file, or a CSV
/// file, and the paths of [`needs`]; `contents` their bytes in the same order, or a text that says why there are none,
/// or nothing where a file is missing; `own`: the language's texts, as [`locale`] reads
/// them.
///
/// # Errors
/// A list of all that keeps the view from being read, in the words of `messages`, by the English ones.
#[wasm_bindgen]
pub fn read(
    names: Vec<String>,
    contents: Array,
    view: String,
    language: String,
    own: Array,
    messages: JsValue,
    rules: Function,
) -> Reading {
    Reading::of(async move {
        let locale = locale(&language, &own, rules);
        let made = figure(&names, &contents, &view, &language, &locale).await;
        Ok(made.map_err(|errors| texts(&errors, &messages))?.into())
    })
}

/// A reading that goes on slice by slice, so that the page answers in between. Freed before its end, it ends there.
#[wasm_bindgen]
pub struct Reading {
    work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>,
    result: Option<Result<JsValue, JsValue>>,
}

impl Reading {
    fn of(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Self {
        Self { work: Box::pin(work), result: None }
    }
}

#[wasm_bindgen]
impl Reading {
    /// Reads one slice. Returns whether that was the last one.
    pub fn step(&mut self) -> bool {
        if self.result.is_none()
            && let Poll::Ready(result) = self.work.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        {
            self.result = Some(result);
        }
        self.result.is_some()
    }

    /// The result, after the last slice.
    ///
    /// # Errors
    /// As the function says that began the reading.
    pub fn result(self) -> Result<JsValue, JsValue> {
        self.result.unwrap_or(Ok(JsValue::UNDEFINED))
    }
}

async fn figure(
    names: &[String],
    contents: &Array,
    view: &str,
    language: &str,
    locale: &Locale,
) -> Result<Array, Vec<Error>> {
    let package = package_of(names, contents, language).await?;
    let problems = package.check().await;
    // No table of a package without views that could be read.
    if package.descriptor.lacks_views() && !problems.is_empty() {
        return Err(problems);
    }
    let first = package.descriptor.views.first().filter(|_| view.is_empty());
    let made = made(&package, first.map_or(view, |first| &first.name), locale).await;
    package.release().await;
    made
}

async fn package_of(names: &[String], contents: &Array, language: &str) -> Result<Package, Vec<Error>> {
    let own = names.first().map_or("", |name| name);
    let descriptor = if is_descriptor(own) {
        Descriptor::read(own, &bytes(own, &contents.get(0)).map_err(|error| vec![error])?).await?
    } else {
        Descriptor::of_files(names, language)
    };
    let content = |path: &str| {
        let at = names.iter().position(|name| name == path)?;
        Some(bytes(path, &contents.get(at as u32)))
    };
    Ok(package(descriptor, content).await)
}

fn is_descriptor(file: &str) -> bool {
    file.ends_with(".json")
}

/// What a file holds, or why that is not known.
fn bytes(path: &str, content: &JsValue) -> Result<Vec<u8>, Error> {
    let place = || Place::file(path);
    if let Some(why) = content.as_string() {
        return Err(Error::new(place(), Problem::NotLoaded, &[&why]));
    }
    if content.is_null() || content.is_undefined() {
        return Err(Error::new(place(), Problem::FileMissing, &[]));
    }
    Ok(Uint8Array::new(content).to_vec())
}

/// With all tables whose file is known, one after the other, so that no more than one file is held beside them.
async fn package(descriptor: Descriptor, file: impl Fn(&str) -> Option<Result<Vec<u8>, Error>>) -> Package {
    let mut package = Package::new(descriptor);
    let mut resources = Vec::new();
    for resource in &package.descriptor.resources {
        resources.push((resource.name.clone(), resource.path.clone()));
    }
    for (name, path) in resources {
        if let Some(file) = file(&path) {
            package.read(&name, file).await;
        }
    }
    package.infer_views().await;
    package
}

/// The figures of files that a reader has at hand: of a package, where one of them is a `datapackage.json`, else of
/// each CSV file. `names` are their paths, `contents` their bytes in the same order. Gives a list of what [`read`] gives
/// of each figure, a list of all that is wrong with the files, and one of what an editor is to know of those that are read.
///
/// # Errors
/// As [`read`], where there is nothing to be shown at all.
#[wasm_bindgen]
pub fn open(
    names: Vec<String>,
    contents: Array,
    language: String,
    own: Array,
    messages: JsValue,
    rules: Function,
) -> Reading {
    Reading::of(async move {
        let locale = locale(&language, &own, rules);
        let (figures, problems, notes) =
            figures(&names, &contents, &language, &locale).await.map_err(|errors| texts(&errors, &messages))?;
        Ok(Array::of3(&figures, &texts(&problems, &messages), &texts(&notes, &messages)).into())
    })
}

/// The figures, what is wrong with the files, and the notes on those that are read.
async fn figures(
    names: &[String],
    contents: &Array,
    language: &str,
    locale: &Locale,
) -> Result<(Array, Vec<Error>, Vec<Error>), Vec<Error>> {
    let package = folder(names, contents, language).await?;
    let (figures, mut problems) = (Array::new(), package.check().await);
    for view in &package.descriptor.views {
        match made(&package, &view.name, locale).await {
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
    let mut notes = package.remarks().await;
    notes.extend(package.obstacles().await);
    notes.retain(|note| !problems.contains(note));
    package.release().await;
    Ok((figures, problems, notes))
}

/// All files of a folder; of several packages the one that is nearest to its top.
async fn folder(names: &[String], contents: &Array, language: &str) -> Result<Package, Vec<Error>> {
    const DESCRIPTOR: &str = "datapackage.json";
    let places: HashMap<_, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let known = |path: &str| places.get(path).map_or(JsValue::NULL, |at| contents.get(*at));
    let is_descriptor = |name: &&String| name.rsplit('/').next() == Some(DESCRIPTOR);
    let Some(own) = names.iter().filter(is_descriptor).min_by_key(|name| name.len()) else {
        let tables: Vec<_> = names.iter().filter(|name| is_table(name)).cloned().collect();
        if tables.is_empty() {
            return Err(vec![Error::new(Place::file(DESCRIPTOR), Problem::FileMissing, &[])]);
        }
        return Ok(package(Descriptor::of_files(&tables, language), |path| Some(bytes(path, &known(path)))).await);
    };
    let descriptor =
        Descriptor::read(DESCRIPTOR, &bytes(DESCRIPTOR, &known(own)).map_err(|error| vec![error])?).await?;
    let folder = &own[..own.len() - DESCRIPTOR.len()];
    Ok(package(descriptor, |path| Some(bytes(path, &known(&concat(&[folder, path]))))).await)
}

/// Name, title, words, figure, points.
async fn made(package: &Package, view: &str, locale: &Locale) -> Result<Array, Vec<Error>> {
    let figure = Figure::read(package, view, locale).await?;
    let html = markup::figure(&figure, &package.descriptor.sources, &State::default(), locale, "", "");
    let list = Array::new();
    for item in wire::write(&figure) {
        spend(1).await;
        list.push(&match item {
            Item::Text(text) => JsValue::from_str(&text),
            Item::Number(number) => JsValue::from_f64(number),
        });
    }
    let points = js_sys::Float64Array::from(&wire::points(&figure)[..]);
    Ok(Array::of5(&(&figure.name).into(), &(&figure.title).into(), &html.into(), &list, &points))
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
