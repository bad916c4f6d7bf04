//! axe-core, which knows the rules of accessibility that a program can check: for the browser tests, never shipped.

use std::path::PathBuf;

use anyhow::Result;

use crate::registry::Npm;

pub const VERSION: &str = "4.14.1";

/// The script that defines `axe` in a page, fetched once.
///
/// # Errors
/// When npm cannot be reached.
pub fn install() -> Result<PathBuf> {
    let axe = Npm {
        name: "axe-core",
        version: VERSION,
        integrity: "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    };
    Ok(axe.install()?.join("axe.min.js"))
}
