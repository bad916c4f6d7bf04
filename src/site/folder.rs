//! The files of a Data Package on a disk: regular files within its folder, up to a size, and nothing else.

use std::fs::{File, OpenOptions};
use std::io::{Error, Read, Result};
use std::path::{Path, PathBuf};

/// Bytes of a file: a million rows of a line need a fifth of it.
const LIMIT: u64 = 100_000_000;

/// Reasons that stand in messages, where they are translated.
const OUTSIDE: &str = "it is a link that leads out of the package's folder";
const NO_FILE: &str = "it is not a regular file";
const LARGE: &str = "it is larger than 100 MB";

/// Reads a file by its path in a package's folder.
///
/// # Errors
/// Those of the system, a link out of the folder, a pipe, a device, or more bytes than the limit. None of them waits.
pub fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = resolved(folder, name)?;
    // Before it is opened, which may wait for a writer, or do something with a device; then the file that was opened.
    check(&path.metadata()?)?;
    let file = open(&path)?;
    check(&file.metadata()?)?;
    let mut bytes = Vec::new();
    // A file that grows meanwhile ends here as well.
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT { Err(Error::other(LARGE)) } else { Ok(bytes) }
}

fn resolved(folder: &Path, name: &str) -> Result<PathBuf> {
    let (folder, path) = (folder.canonicalize()?, folder.join(name).canonicalize()?);
    if path.starts_with(folder) { Ok(path) } else { Err(Error::other(OUTSIDE)) }
}

fn check(about: &std::fs::Metadata) -> Result<()> {
    match (about.is_file(), about.len() > LIMIT) {
        (false, _) => Err(Error::other(NO_FILE)),
        (true, true) => Err(Error::other(LARGE)),
        (true, false) => Ok(()),
    }
}

/// Does not wait, should a pipe have taken the file's place meanwhile.
#[cfg(unix)]
fn open(path: &Path) -> Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> Result<File> {
    OpenOptions::new().read(true).open(path)
}
