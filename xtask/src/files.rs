//! Where things are, and what to do with whole folders.

use std::env;
use std::fs;
use std::path::{Display, Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

pub use launcher::paths::{cache, root};

/// The static files, as `cargo xtask build` writes them.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The Data Package of the article.
pub fn data() -> PathBuf {
    root().join("data")
}

/// The static files that are served of a package: a folder each, so that two servers share none, and `dist/` stays as it was
/// built to be published.
pub(crate) fn served(data: &Path) -> PathBuf {
    cache().join(format!("served-{}", &digest(data.as_os_str().as_encoded_bytes())[..8]))
}

/// The libraries that `cargo xtask build` publishes.
pub fn libraries() -> PathBuf {
    cache().join("libraries")
}

/// The libraries of `cargo xtask serve`.
pub(crate) fn previews() -> PathBuf {
    cache().join("previews")
}

/// A path as a person would type it here.
pub(crate) fn shown(path: &Path) -> Display<'_> {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display()
}

/// All files below `folder`, sorted, as paths that begin with `folder`.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            found.extend(below(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

pub(crate) fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Removes a folder and everything in it; a folder that is not there is none the less gone.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove the folder {}", folder.display()))
}

pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("cannot read the folder {}", folder.display());
    let listing = fs::read_dir(folder).with_context(unreadable)?;
    let mut paths = listing.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>().with_context(unreadable)?;
    paths.sort();
    Ok(paths)
}

/// The last part of a path.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The SHA-256, as 64 hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
