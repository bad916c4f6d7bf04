//! Every text and every module beside itself in the two ways that browsers take it compressed, so that a server need
//! not do it at each request.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
#[cfg(feature = "publish")]
use compression::{brotli, gzip};
use launcher::atomic;

use crate::files::{self, digest};

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

/// A way to compress: the ending of its files, and how they are written.
struct Way {
    ending: &'static str,
    compress: fn(&[u8]) -> io::Result<Vec<u8>>,
}

const BROTLI: Way = Way { ending: "br", compress: brotli };
const GZIP: Way = Way { ending: "gz", compress: gzip };

const ENDINGS: [&str; 9] = ["html", "js", "css", "json", "csv", "svg", "wasm", "xml", "bin"];

/// At once: as many as small machines have cores.
const THREADS: usize = 2;

/// Writes `.br` and `.gz` beside every file of `out` that gets smaller by it.
///
/// # Errors
/// A file that cannot be read or written.
pub(crate) fn run(out: &Path) -> Result<()> {
    let texts: Vec<_> = files::below(out)?.into_iter().filter(|path| is_text(path)).collect();
    let kept = kept()?;
    atomic::clear(&kept);
    each(&texts, |path| {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        for way in [BROTLI, GZIP] {
            let small = remembered(&kept, &way, &bytes)?;
            if small.len() < bytes.len() {
                let beside = PathBuf::from(format!("{}.{}", path.display(), way.ending));
                fs::write(&beside, small).with_context(|| format!("cannot write {}", beside.display()))?;
            }
        }
        Ok(())
    })
}

fn kept() -> Result<PathBuf> {
    let kept = files::cache().join("compressed");
    files::create(&kept)?;
    Ok(kept)
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

/// The compressed form of a content, kept from before: brotli at its best takes a second for ten pages. A kept file begins with its
/// digest, because a full disk or a crash may have left a part of it, and decompressors ignore what follows the end.
fn remembered(kept: &Path, way: &Way, bytes: &[u8]) -> Result<Vec<u8>> {
    let content = digest(bytes);
    let seal = |small: &[u8]| digest(&[content.as_bytes(), small].concat());
    let path = kept.join(&content).with_extension(way.ending);
    if let Ok(known) = fs::read(&path)
        && let Some((found, small)) = known.split_at_checked(content.len())
        && found == seal(small).as_bytes()
    {
        return Ok(small.to_vec());
    }
    let small = (way.compress)(bytes).with_context(|| format!("cannot compress {}", path.display()))?;
    atomic::write(&path, &[seal(&small).as_bytes(), &small].concat())?;
    Ok(small)
}

/// The size after brotli.
pub(crate) fn compressed_size(bytes: &[u8]) -> Result<usize> {
    Ok(remembered(&kept()?, &BROTLI, bytes)?.len())
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
    fn a_broken_cache_is_never_published() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = "a text ".repeat(100);
        for way in [BROTLI, GZIP] {
            let good = remembered(folder.path(), &way, text.as_bytes())?;
            let path = files::below(folder.path())?
                .into_iter()
                .find(|path| path.extension().is_some_and(|own| own == way.ending));
            let path = path.context("a file")?;
            let kept = fs::read(&path)?;
            let mut flipped = kept.clone();
            flipped[kept.len() - 2] ^= 1;
            let longer = [&*kept, b"more"].concat();
            let elsewhere = tempfile::tempdir()?;
            remembered(elsewhere.path(), &way, b"another text")?;
            let other = fs::read(&files::below(elsewhere.path())?[0])?;
            for bad in [&[], &kept[..kept.len() - 1], &kept[..3], &flipped, &longer, &other, &good] {
                fs::write(&path, bad)?;
                assert_eq!(remembered(folder.path(), &way, text.as_bytes())?, good, "{}: {bad:?}", way.ending);
                assert_eq!(fs::read(&path)?, kept);
            }
        }
        Ok(())
    }

    #[test]
    fn a_failure_is_told() {
        assert!(each(&[1, 2, 3], |number| if *number == 2 { Err(anyhow!("two")) } else { Ok(()) }).is_err());
        assert!(each(&[1, 3], |_| Ok(())).is_ok());
        assert!(each::<u8>(&[], |_| Ok(())).is_ok());
    }
}
