//! `cargo xtask size`: what a reader downloads, and the budget for it.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Verdict, build, files};

/// Bytes of WebAssembly, JavaScript and style sheets together, after brotli at its best.
const BUDGET: usize = 112_000;

pub fn run() -> Result<Verdict> {
    // What is wrong with the data is another command's concern.
    build::build(&files::dist())?;
    report(&files::dist())
}

/// Prints the table of a folder that is built.
pub(crate) fn report(dist: &Path) -> Result<Verdict> {
    let weights = weigh(dist)?;
    println!("{:<40} {:>9} {:>9} {:>9}", "bytes", "raw", "gzip -9", "brotli 11");
    for Weight { name, raw, gzip, brotli, .. } in &weights {
        println!("{name:<40} {raw:>9} {gzip:>9} {brotli:>9}");
    }
    let spent = weights.iter().filter(|weight| weight.kind == Kind::Budgeted).map(|weight| weight.brotli).sum();
    Ok(judge(spent))
}

fn judge(spent: usize) -> Verdict {
    print!("wasm + JavaScript + CSS: {spent} of {BUDGET} bytes (brotli), ");
    match BUDGET.checked_sub(spent) {
        Some(left) => println!("{left} left"),
        None => println!("{} too many", spent - BUDGET),
    }
    if spent <= BUDGET { Verdict::Good } else { Verdict::Bad }
}

struct Weight {
    name: String,
    kind: Kind,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Budgeted,
    Other,
}

fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in files::below(dist)? {
        let relative = path.strip_prefix(dist)?;
        let Some(kind) = kind(relative) else { continue };
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let (gzip, brotli) = (gzip(&bytes)?, brotli(&bytes)?);
        weights.push(Weight { name: relative.display().to_string(), kind, raw: bytes.len(), gzip, brotli });
    }
    Ok(weights)
}

/// `None` for what the first page does not load: the other pages.
fn kind(path: &Path) -> Option<Kind> {
    // A page loads the words of one language: the first one's.
    if path.starts_with("words") {
        return (path == Path::new("words/de.json")).then_some(Kind::Budgeted);
    }
    if path.starts_with("data") || path == Path::new("index.html") {
        return Some(Kind::Other);
    }
    match path.extension()?.to_str()? {
        "wasm" | "js" | "css" => Some(Kind::Budgeted),
        "woff2" => Some(Kind::Other),
        _ => None,
    }
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    brotli::CompressorReader::new(bytes, 1 << 16, 11, 22).read_to_end(&mut compressed)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_for_code() {
        for path in ["article_figures_bg.wasm", "article_figures.js", "style.css"] {
            assert!(kind(Path::new(path)) == Some(Kind::Budgeted), "{path}");
        }
        for path in ["index.html", "data/investment.csv"] {
            assert!(kind(Path::new(path)) == Some(Kind::Other), "{path}");
        }
        assert!(kind(Path::new("embed/investment.html")).is_none());
    }

    #[test]
    fn one_byte_above_the_budget_is_too_many() {
        assert_eq!(judge(BUDGET), Verdict::Good);
        assert_eq!(judge(BUDGET + 1), Verdict::Bad);
    }
}
