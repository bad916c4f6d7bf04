//! Fetching a package: the descriptor, then all the tables that a view needs.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortSignal, RequestCache};

use crate::error::{Error, Place, Problem};
use crate::package::{Descriptor, Package};

/// The package at `src` with the tables of `view`. Ends when `signal` is given.
pub async fn package(src: &str, view: &str, signal: &AbortSignal) -> Result<Package, Vec<Error>> {
    let (folder, file) = src.rsplit_once('/').unwrap_or(("", src));
    let bytes = fetch(folder, file, signal).await.map_err(|error| vec![error])?;
    let descriptor = Descriptor::parse(file, &bytes)?;
    let mut package = Package::new(descriptor);
    let resources = package.resources_of(package.descriptor.view(view)?);
    // All at once: one round trip instead of one a table.
    let files = js_sys::Array::new();
    let results = Rc::new(RefCell::new(Vec::new()));
    for name in resources {
        let Some(path) = package.descriptor.resource(&name).map(|resource| resource.path.clone()) else { continue };
        let (folder, signal, results) = (folder.to_owned(), signal.clone(), Rc::clone(&results));
        files.push(&future_to_promise(async move {
            let file = fetch(&folder, &path, &signal).await;
            results.borrow_mut().push((name, file));
            Ok(JsValue::UNDEFINED)
        }));
    }
    // None of the promises is ever rejected: what went wrong stands in the results.
    let _ = JsFuture::from(Promise::all(&files)).await;
    for (name, file) in results.take() {
        package.add(&name, file);
    }
    Ok(package)
}

async fn fetch(folder: &str, file: &str, signal: &AbortSignal) -> Result<Vec<u8>, Error> {
    let failed = |why: &str| Error::new(Place::file(file), Problem::NotLoaded, &[why]);
    let unreachable = |error: gloo_net::Error| failed(&error.to_string());
    // What the browser kept is asked for again: a table that was changed, an error that was mended.
    let request = Request::get(&[folder, "/", file].concat()).cache(RequestCache::NoCache).abort_signal(Some(signal));
    let response = request.send().await.map_err(unreachable)?;
    match response.status() {
        404 | 410 => Err(Error::new(Place::file(file), Problem::FileMissing, &[])),
        status if !response.ok() => Err(failed(&["HTTP status ", &status.to_string()].concat())),
        _ => response.binary().await.map_err(unreachable),
    }
}
