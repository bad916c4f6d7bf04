use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// Texts that are to stay as they are, byte by byte, until somebody has read the new ones: the environment variable
/// `UPDATE_GOLDENS` rewrites them.
pub struct Goldens {
    folder: PathBuf,
    update: bool,
}

impl Goldens {
    /// Those of `tests/browser/goldens`.
    pub fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
        Self { folder, update: env::var_os("UPDATE_GOLDENS").is_some() }
    }

    /// # Errors
    /// When the file `name` holds another text or is missing.
    pub fn check(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        if self.update {
            fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
            return fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()));
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        if golden == text {
            return Ok(());
        }
        bail!("{}\n  If that is right: UPDATE_GOLDENS=1 cargo xtask test goldens", difference(name, &golden, text))
    }

    /// # Errors
    /// When there is a file that is not among `names`: nothing compares it, and it would look as if it were still true.
    pub fn only(&self, names: &[String]) -> Result<()> {
        for language in fs::read_dir(&self.folder)? {
            for entry in fs::read_dir(language?.path())? {
                let path = entry?.path();
                let name = path.strip_prefix(&self.folder)?.to_string_lossy().into_owned();
                ensure!(names.contains(&name), "{} belongs to no figure: remove it", path.display());
            }
        }
        Ok(())
    }
}

impl Default for Goldens {
    fn default() -> Self {
        Self::new()
    }
}

/// The first line that differs, in both texts.
pub fn difference(name: &str, golden: &str, text: &str) -> String {
    let same = golden.lines().zip(text.lines()).take_while(|(golden, text)| golden == text).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(end)").to_owned();
    format!("{name}:{}\n  golden: {}\n  now:    {}", same + 1, line(golden), line(text))
}
