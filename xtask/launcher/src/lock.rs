//! Locks on files: the system releases them when their holder ends, however it ends.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A lock that is held until it is dropped.
pub struct Lock {
    path: PathBuf,
    file: File,
    is_shared: bool,
}

impl Lock {
    /// Waits until nobody else holds the lock; prints that it waits, and for `what`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn exclusive(path: &Path, what: &str) -> Result<Self> {
        Self::new(path, false, || waiting(what))
    }

    /// The same, beside others that hold it shared.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn shared(path: &Path, what: &str) -> Result<Self> {
        Self::new(path, true, || waiting(what))
    }

    /// `announce` is called before it waits.
    fn new(path: &Path, is_shared: bool, announce: impl Fn()) -> Result<Self> {
        let failed = || format!("cannot lock {}", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(failed)?;
        }
        loop {
            let options = File::options().read(true).write(true).create(true).truncate(false).open(path);
            let file = options.with_context(failed)?;
            match if is_shared { file.try_lock_shared() } else { file.try_lock() } {
                Ok(()) => {}
                // Some network drives have no locks: one build at a time works there as well.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error).with_context(failed),
                Err(TryLockError::WouldBlock) => {
                    announce();
                    if is_shared { file.lock_shared() } else { file.lock() }.with_context(failed)?;
                }
            }
            // Not before it is held: what is dropped removes the file, even if waiting fails.
            let lock = Self { path: path.to_owned(), file, is_shared };
            if lock.is_current() {
                return Ok(lock);
            }
        }
    }

    /// Whether the path still leads to the file that is locked: its last holder has removed it.
    #[cfg(unix)]
    fn is_current(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let (Ok(named), Ok(held)) = (fs::metadata(&self.path), self.file.metadata()) else { return false };
        (named.dev(), named.ino()) == (held.dev(), held.ino())
    }

    #[cfg(not(unix))]
    fn is_current(&self) -> bool {
        true
    }
}

impl Drop for Lock {
    /// A lock that nobody shares is removed while it is held; who waits for it makes another.
    fn drop(&mut self) {
        if cfg!(unix) && !self.is_shared && self.is_current() {
            let _ = fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

/// Tells whoever still listens: a build that a server has started outlives it, and has no output then.
fn waiting(what: &str) {
    let _ = writeln!(io::stdout(), "another build is at work on {what}: waiting until it ends");
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_is_left() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("locks/a.lock");
        let (inside, entered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let lock = Lock::exclusive(&path, "a").expect("a lock");
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        entered.fetch_add(1, Ordering::SeqCst);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert_eq!(entered.load(Ordering::SeqCst), 400);
        assert!(!path.exists());
        Ok(())
    }

    #[test]
    fn readers_share_it() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.lock");
        let _two = [Lock::shared(&path, "a")?, Lock::shared(&path, "a")?];
        assert!(matches!(File::open(&path)?.try_lock(), Err(TryLockError::WouldBlock)));
        Ok(())
    }

    /// A build whose server was killed panicked when it printed that it waits, and took the lock's file with it: the next
    /// build began beside the one at work.
    #[test]
    fn waiting_in_vain_leaves_the_lock_to_its_holder() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.lock");
        let held = Lock::exclusive(&path, "a")?;
        let failing = || Lock::new(&path, false, || panic!("no output"));
        assert!(std::panic::catch_unwind(failing).is_err());
        assert!(held.is_current());
        Ok(())
    }
}
