//! Folders of the workspace.

use std::path::{Path, PathBuf};

/// The root of the workspace, wherever the command was called from.
pub fn root() -> PathBuf {
    // Two above `xtask/launcher/`; at the root of a disk there is none, and the folder stands for itself.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The folder that keeps intermediate results. Not cargo's own target folder, which the environment can move.
pub fn cache() -> PathBuf {
    root().join("target/xtask")
}
