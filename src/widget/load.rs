//! Fetching a package: the descriptor, then all the tables that a view needs.

use std::future::{Future, poll_fn};
use std::task::Poll;

use gloo_net::http::Request;
use web_sys::{AbortSignal, RequestCache, RequestInit};

use crate::error::{Error, Place, Problem};
use crate::package::{Descriptor, Package};
use crate::text::concat;

/// The package at `src` with the tables of `view`, or with all where it has no views of its own; `src` may be a CSV
/// file alone. Ends when `signal` is given.
pub async fn package(src: &str, view: &str, language: &str, signal: &AbortSignal) -> Result<Package, Vec<Error>> {
    let (folder, file) = src.rsplit_once('/').unwrap_or(("", src));
    let descriptor = if is_descriptor(file) {
        let bytes = fetch(folder, file.to_owned(), signal).await.map_err(|error| vec![error])?;
        Descriptor::parse(file, &bytes)?
    } else {
        Descriptor::of_files(&[file.to_owned()], language)
    };
    let mut package = Package::new(descriptor);
    let mut resources = Vec::new();
    if package.descriptor.lacks_views() {
        for resource in &package.descriptor.resources {
            resources.push(resource.name.clone());
        }
    } else {
        let first = package.descriptor.views.first().filter(|_| view.is_empty());
        let view = first.map_or_else(|| package.descriptor.view(view), Ok)?;
        resources = package.resources_of(view);
    }
    // All at once: one round trip instead of one a table.
    let mut files = Vec::new();
    for name in &resources {
        let path = package.descriptor.resource(name).map(|resource| resource.path.clone());
        files.extend(path.map(|path| (name, Box::pin(fetch(folder, path, signal)), None)));
    }
    poll_fn(|context| {
        let mut pending = false;
        for (_, request, file) in &mut files {
            if file.is_none() {
                match request.as_mut().poll(context) {
                    Poll::Ready(ready) => *file = Some(ready),
                    Poll::Pending => pending = true,
                }
            }
        }
        if pending { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    for (name, _, file) in files {
        package.add(name, file.unwrap_or_else(|| Err(Error::new(Place::file(name), Problem::FileMissing, &[]))));
    }
    package.guess_views();
    Ok(package)
}

/// Whether a file is a package's, and not a table; its query does not matter.
pub fn is_descriptor(file: &str) -> bool {
    file.split(['?', '#']).next().unwrap_or(file).ends_with(".json")
}

async fn fetch(folder: &str, file: String, signal: &AbortSignal) -> Result<Vec<u8>, Error> {
    let failed = |why: &str| Error::new(Place::file(&file), Problem::NotLoaded, &[why]);
    let unreachable = |error: gloo_net::Error| failed(&error.to_string());
    // What the browser kept is asked for again: a table that was changed, an error that was mended.
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoCache);
    options.set_signal(Some(signal));
    // gloo's builder would parse the address and its query as well.
    let request = web_sys::Request::new_with_str_and_init(&concat(&[folder, "/", &file]), &options);
    let request = request.map_err(|_| failed("not an address"))?;
    let response = Request::from(request).send().await.map_err(unreachable)?;
    match response.status() {
        404 | 410 => Err(Error::new(Place::file(&file), Problem::FileMissing, &[])),
        status if !response.ok() => Err(failed(&concat(&["HTTP status ", &status.to_string()]))),
        _ => response.binary().await.map_err(unreachable),
    }
}
