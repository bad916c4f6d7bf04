//! Every text and every module beside itself in the two ways that browsers take it compressed, so that a server need
//! not do it at each request.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
#[cfg(feature = "publish")]
use compression::{brotli, gzip};
use sha2::{Digest, Sha256};

use crate::files;

#[cfg(not(feature = "publish"))]
use without::{brotli, gzip};

/// `cargo xtask serve` compresses nothing.
#[cfg(not(feature = "publish"))]
mod without {
    use std::io::{Error, Result};

    pub fn brotli(_: &[u8]) -> Result<Vec<u8>> {
        Err(Error::other("compiled without compressors: `cargo xtask build` has them"))
    }

    pub use brotli as gzip;
}

const ENDINGS: [&str; 9] = ["html", "js", "css", "json", "csv", "svg", "wasm", "xml", "bin"];

/// At once: as many as small machines have cores.
const THREADS: usize = 2;

/// Writes `.br` and `.gz` beside every file of `out` that gets smaller by it.
///
/// # Errors
/// A file that cannot be read or written.
pub(crate) fn run(out: &Path) -> Result<()> {
    let texts: Vec<_> = files::below(out)?.into_iter().filter(|path| is_text(path)).collect();
    let kept = files::cache().join("compressed");
    files::create(&kept)?;
    each(&texts, |path| {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        for (ending, compress) in [("br", brotli as fn(&[u8]) -> io::Result<Vec<u8>>), ("gz", gzip)] {
            let small = remembered(&kept, ending, &bytes, compress)?;
            if small.len() < bytes.len() {
                let beside = PathBuf::from(format!("{}.{ending}", path.display()));
                fs::write(&beside, small).with_context(|| format!("cannot write {}", beside.display()))?;
            }
        }
        Ok(())
    })
}

/// Does something with every file, [`THREADS`] at a time.
pub(crate) fn each<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let part = items.len().div_ceil(THREADS).max(1);
    thread::scope(|scope| {
        let work = &work;
        let parts: Vec<_> =
            items.chunks(part).map(|part| scope.spawn(move || part.iter().try_for_each(work))).collect();
        parts.into_iter().try_for_each(|part| part.join().map_err(|_| anyhow!("a thread has panicked"))?)
    })
}

fn is_text(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending))
}

/// What was compressed before, by its content: brotli at its best takes a second for ten pages.
fn remembered(
    kept: &Path,
    ending: &str,
    bytes: &[u8],
    compress: impl Fn(&[u8]) -> io::Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let name: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let path = kept.join(name).with_extension(ending);
    if let Ok(known) = fs::read(&path) {
        return Ok(known);
    }
    let small = compress(bytes).with_context(|| format!("cannot compress {}", path.display()))?;
    fs::write(&path, &small).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(small)
}

/// The size after brotli.
pub(crate) fn compressed_size(bytes: &[u8]) -> Result<usize> {
    let kept = files::cache().join("compressed");
    files::create(&kept)?;
    Ok(remembered(&kept, "br", bytes, brotli)?.len())
}

#[cfg(all(test, feature = "publish"))]
mod tests {
    use super::*;

    #[test]
    fn texts_are_there_three_times_and_pictures_once() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = "a text ".repeat(100);
        fs::write(folder.path().join("a.html"), &text)?;
        fs::write(folder.path().join("b.png"), &text)?;
        // What would not get smaller.
        fs::write(folder.path().join("c.json"), "1")?;
        run(folder.path())?;
        let names: Vec<_> =
            files::below(folder.path())?.iter().filter_map(|path| path.file_name().map(ToOwned::to_owned)).collect();
        assert_eq!(names, ["a.html", "a.html.br", "a.html.gz", "b.png", "c.json"]);
        let read = compression::unbrotli(&fs::read(folder.path().join("a.html.br"))?)?;
        assert_eq!(read, text.as_bytes());
        Ok(())
    }

    #[test]
    fn a_failure_is_told() {
        assert!(each(&[1, 2, 3], |number| if *number == 2 { Err(anyhow!("two")) } else { Ok(()) }).is_err());
        assert!(each(&[1, 3], |_| Ok(())).is_ok());
        assert!(each::<u8>(&[], |_| Ok(())).is_ok());
    }
}
