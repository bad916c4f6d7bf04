//! Fetching a package: the descriptor and the table that a view needs.

use gloo_net::http::Request;
use web_sys::{AbortSignal, RequestCache};

use crate::error::{Error, Place, Problem};
use crate::package::{Descriptor, Package};

/// The package at `src` with the table of `view`. Ends when `signal` is given.
pub async fn package(src: &str, view: &str, signal: &AbortSignal) -> Result<Package, Vec<Error>> {
    let (folder, file) = src.rsplit_once('/').unwrap_or(("", src));
    let bytes = fetch(folder, file, signal).await.map_err(|error| vec![error])?;
    let descriptor = Descriptor::parse(file, &bytes)?;
    let resource = descriptor.view(view)?.resource.clone();
    let path = descriptor.resource(&resource).map(|resource| resource.path.clone());
    let mut package = Package::new(descriptor);
    if let Some(path) = path {
        package.add(&resource, fetch(folder, &path, signal).await);
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
