//! When something that a build reads was last changed.

use std::path::Path;
use std::time::SystemTime;

use crate::files;

const INPUTS: [&str; 4] = ["src", "www", "Cargo.toml", "Cargo.lock"];

pub(crate) fn newest(data: &Path) -> SystemTime {
    let root = files::root();
    INPUTS.iter().map(|input| newest_of(&root.join(input))).fold(newest_of(data), Ord::max)
}

/// Folders count: theirs is the only date that changes when a file is removed or an old one moved in.
fn newest_of(path: &Path) -> SystemTime {
    let own = path.metadata().and_then(|metadata| metadata.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    if !path.is_dir() {
        return own;
    }
    let entries = files::entries(path).unwrap_or_default();
    entries.iter().map(|entry| newest_of(entry)).fold(own, Ord::max)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_change_deep_below_and_a_removal_are_seen() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let deep = folder.path().join("a/b");
        fs::create_dir_all(&deep)?;
        let file = deep.join("c.csv");
        let later = SystemTime::now() + Duration::from_secs(60);
        File::create(&file)?.set_modified(later)?;
        assert_eq!(newest_of(folder.path()), later);
        let before = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        File::open(&deep)?.set_modified(before)?;
        fs::remove_file(&file)?;
        assert!(newest_of(&deep) > before);
        Ok(())
    }
}
