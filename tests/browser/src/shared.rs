use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Result, anyhow};

/// A folder that several cases read, such as a built site: filled once a run, by the first case that needs it.
pub struct Shared {
    name: &'static str,
    folder: OnceLock<Result<PathBuf, String>>,
}

impl Shared {
    /// `name` is the folder's name below `target/xtask/shared`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, folder: OnceLock::new() }
    }

    /// The folder, after `fill` has written into it; it begins empty.
    ///
    /// # Errors
    /// That of `fill`, for every case that asks.
    pub fn folder(&self, fill: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let made = self.folder.get_or_init(|| self.made(fill).map_err(|error| format!("{error:#}")));
        made.clone().map_err(|error| anyhow!("{}: {error}", self.name))
    }

    fn made(&self, fill: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let folder = xtask::files::cache().join("shared").join(self.name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        fill(&folder)?;
        Ok(folder)
    }
}
