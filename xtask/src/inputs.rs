//! Everything that a build reads, as one number: another number says that something has changed, whatever its date.

use std::collections::hash_map::DefaultHasher;
use std::fs::Metadata;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::files;

const INPUTS: [&str; 4] = ["src", "www", "Cargo.toml", "Cargo.lock"];

/// Files of the package in `data` and of our own sources.
pub(crate) fn fingerprint(data: &Path) -> u64 {
    let (root, mut hasher) = (files::root(), DefaultHasher::new());
    for path in INPUTS.map(|input| root.join(input)).iter().map(|path| &**path).chain([data]) {
        add(path, &mut hasher);
    }
    hasher.finish()
}

/// Adds path, size and times, of a folder those of all that it holds. A link counts as itself and as what it leads to,
/// but no folder is entered through one: it may lead back.
fn add(path: &Path, hasher: &mut DefaultHasher) {
    path.hash(hasher);
    let Ok(own) = path.symlink_metadata() else { return };
    about(&own, hasher);
    if own.is_symlink()
        && let Ok(behind) = path.metadata()
    {
        about(&behind, hasher);
    }
    if own.is_dir() {
        files::entries(path).unwrap_or_default().iter().for_each(|entry| add(entry, hasher));
    }
}

/// The time of the last change of anything (`ctime`) cannot be set, as the date of a file can.
#[cfg(unix)]
fn about(about: &Metadata, hasher: &mut DefaultHasher) {
    use std::os::unix::fs::MetadataExt;
    (about.len(), about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec(), about.ino()).hash(hasher);
}

#[cfg(not(unix))]
fn about(about: &Metadata, hasher: &mut DefaultHasher) {
    (about.len(), about.modified().ok()).hash(hasher);
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::*;

    fn seen(path: &Path) -> u64 {
        let mut hasher = DefaultHasher::new();
        add(path, &mut hasher);
        hasher.finish()
    }

    /// The folder looks otherwise after this than before.
    #[track_caller]
    fn is_seen(folder: &Path, change: impl FnOnce() -> std::io::Result<()>) {
        let before = seen(folder);
        assert_eq!(before, seen(folder));
        change().expect("a change");
        assert_ne!(before, seen(folder));
    }

    #[test]
    fn a_change_is_seen_whatever_its_date() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (deep, file) = (folder.path().join("a/b"), folder.path().join("a/b/c.csv"));
        let dated = |text: &str, time: SystemTime| {
            fs::write(&file, text)?;
            File::options().write(true).open(&file)?.set_modified(time)
        };
        let now = SystemTime::now();
        let (past, future) = (SystemTime::UNIX_EPOCH, now + Duration::from_secs(1_000_000_000));
        fs::create_dir_all(&deep)?;
        is_seen(folder.path(), || dated("1", now));
        is_seen(folder.path(), || dated("2", future));
        is_seen(folder.path(), || dated("3", now));
        is_seen(folder.path(), || dated("4", past));
        // The same date and size.
        is_seen(folder.path(), || dated("5", past));
        is_seen(folder.path(), || fs::rename(&file, deep.join("d.csv")));
        is_seen(folder.path(), || fs::remove_file(deep.join("d.csv")));
        Ok(())
    }

    #[test]
    #[cfg(unix)]
    fn links_are_no_way_to_go_round_in_circles() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (data, other) = (folder.path().join("data"), folder.path().join("other.csv"));
        fs::create_dir_all(&data)?;
        fs::write(&other, "1")?;
        std::os::unix::fs::symlink(&data, data.join("round"))?;
        std::os::unix::fs::symlink(&other, data.join("link.csv"))?;
        is_seen(&data, || fs::write(&other, "22"));
        Ok(())
    }
}
