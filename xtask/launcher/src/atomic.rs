//! Files that are there as a whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

/// Writes a file beside its place, then moves it there.
///
/// # Errors
/// A full disk, or no right to write; the last content stays.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let part = part(path);
    let moved = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    if moved.is_err() {
        let _ = fs::remove_file(&part);
    }
    moved.with_context(|| format!("cannot write {}", path.display()))
}

/// Another name for each process and call, in the same folder, because no file moves between disks.
fn part(path: &Path) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".{name}.{}-{count}{PART}", std::process::id()))
}

/// How the name of a file ends that is not complete.
const PART: &str = ".part";

/// No write takes as long.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Removes what processes have left in a folder that were killed while they wrote.
pub fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|about| about.modified()).map(|time| time.elapsed().unwrap_or_default());
        if entry.file_name().to_string_lossy().ends_with(PART) && age.is_ok_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_write_that_fails_leaves_the_last_content() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a");
        write(&path, b"one")?;
        write(&path, b"two")?;
        assert_eq!(fs::read(&path)?, b"two");
        // A folder in its place cannot be replaced by a file.
        let taken = folder.path().join("b");
        fs::create_dir_all(taken.join("c"))?;
        assert!(write(&taken, b"x").is_err());
        for (name, hours) in [(".a.1-1.part", 2), (".a.1-2.part", 0), ("a.old", 2)] {
            let file = File::create(folder.path().join(name))?;
            file.set_modified(SystemTime::now() - Duration::from_secs(3600 * hours))?;
        }
        clear(folder.path());
        let mut names: Vec<_> = fs::read_dir(folder.path())?.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, [".a.1-2.part", "a", "a.old", "b"]);
        Ok(())
    }
}
