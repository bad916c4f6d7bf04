//! Folders of the workspace.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The root of the workspace: of the one that cargo runs a program of, else of the one that this process was called in or
/// that its program lies in. Not where the program was compiled: cargo does not compile a copied checkout again.
pub fn root() -> PathBuf {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let starts = [package, env::current_dir().ok(), env::current_exe().ok()];
        root_of(starts.into_iter().flatten()).or_else(|| env::current_dir().ok()).unwrap_or_default()
    });
    ROOT.clone()
}

/// The first folder at or above one of these that is a checkout.
fn root_of(starts: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let above = |start: PathBuf| start.ancestors().find(|folder| is_root(folder)).map(Path::to_owned);
    starts.filter_map(above).next()
}

fn is_root(folder: &Path) -> bool {
    ["Cargo.toml", "xtask/launcher/Cargo.toml", "www"].iter().all(|name| folder.join(name).exists())
}

/// The folder that keeps intermediate results. Not cargo's own target folder, which the environment can move.
pub fn cache() -> PathBuf {
    root().join("target/xtask")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_copied_checkout_is_its_own_root() -> anyhow::Result<()> {
        let around = tempfile::tempdir()?;
        let copy = around.path().join("copy");
        for folder in ["www", "xtask/launcher/src", "tests/browser"] {
            fs::create_dir_all(copy.join(folder))?;
        }
        for manifest in ["Cargo.toml", "xtask/Cargo.toml", "xtask/launcher/Cargo.toml", "tests/browser/Cargo.toml"] {
            fs::write(copy.join(manifest), "")?;
        }
        for start in ["", "xtask/launcher", "tests/browser", "target/debug/xtask"] {
            assert_eq!(root_of([copy.join(start)].into_iter()), Some(copy.clone()), "{start}");
        }
        let elsewhere = around.path().join("elsewhere");
        assert_eq!(root_of([elsewhere.clone(), copy.join("www")].into_iter()), Some(copy));
        assert_eq!(root_of([elsewhere].into_iter()), None);
        Ok(())
    }
}
