//! `cargo xtask size`: what a reader downloads, and the budgets for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::compress::{compressed_size, each};
use crate::{Verdict, build, files, wasm};

/// Bytes after brotli 11. A page up to the end of its figure fits into the first ten packets that a server sends; one
/// with a map has the outlines as well.
const PAGE: usize = 14_000;
const PAGE_WITH_MAP: usize = 16_000;
/// A page of an article to its end, with four figures and seven hundred words.
const ARTICLE: usize = 17_500;
/// The wasm and JavaScript for bars, stacked bars and slopes.
const LIVING: usize = 67_500;
/// Every chart kind but lines and every control, in one language, with tabs and style sheets.
const EVERYTHING: usize = 98_200;
/// The same for pages that have lines.
const WITH_LINES: usize = 110_000;

pub fn run() -> Result<Verdict> {
    // What is wrong with the data is another command's concern.
    build::build(&files::dist(), build::article(&files::data()))?;
    report(&files::dist())
}

/// What brings a figure of lines to life: bytes of a folder that is built, after brotli.
///
/// # Errors
/// When it cannot be read, or has no lines.
pub fn lines(dist: &Path) -> Result<usize> {
    sum(&weigh(dist)?, &LINES_ALONE)
}

/// A file's bytes after brotli.
///
/// # Errors
/// When it cannot be read.
pub fn compressed(path: &Path) -> Result<usize> {
    compressed_size(&read(path)?)
}

fn sum(weights: &[Weight], names: &[&str]) -> Result<usize> {
    let of = |name: &&str| weights.iter().find(|weight| weight.name == **name).map(|weight| weight.brotli);
    names.iter().map(|name| of(name).with_context(|| format!("{name} is not built"))).sum()
}

/// Prints the tables of a folder that is built.
pub(crate) fn report(dist: &Path) -> Result<Verdict> {
    let weights = weigh(dist)?;
    println!("{:<44} {:>9} {:>9}", "bytes", "raw", "brotli 11");
    for Weight { name, raw, brotli } in &weights {
        println!("{name:<44} {raw:>9} {brotli:>9}");
    }
    let living = sum(&weights, &["article_figures_bg.wasm", "article_figures.js", "article-figure.js"])?;
    let everything =
        sum(&weights, &["article_figures_all_bg.wasm", "article_figures_all.js"])? + sum(&weights, &CONTROLS)?;
    let with_lines =
        sum(&weights, &["article_figures_lines_bg.wasm", "article_figures_lines.js"])? + sum(&weights, &CONTROLS)?;
    let mut budgets = vec![
        ("bars, stacked bars and slopes, interactive", living, LIVING, "wasm and JavaScript".to_owned()),
        (
            "every kind, every control, one language",
            everything,
            EVERYTHING,
            "all but the reader of packages".to_owned(),
        ),
        ("the same with lines", with_lines, WITH_LINES, "where a package has some".to_owned()),
    ];
    for (what, budget, has_map) in
        [("a page until its figure is there", PAGE, false), ("the same with a map", PAGE_WITH_MAP, true)]
    {
        if let Some((page, weight)) = heaviest(dist, |_, bytes| is_map(bytes) == has_map, until_figure)? {
            budgets.push((what, weight, budget, format!("the heaviest: {}", page.display())));
        }
    }
    if let Some((page, weight)) = heaviest(dist, is_article, <[u8]>::len)? {
        budgets.push(("an article, whole", weight, ARTICLE, format!("the heaviest: {}", page.display())));
    }
    println!();
    let verdicts: Vec<_> =
        budgets.iter().map(|(what, spent, budget, note)| judge(what, *spent, *budget, note)).collect();
    if !wasm::are_small()? {
        println!("not judged, because the modules have the shipped standard library: this toolchain compiles no other");
        return Ok(Verdict::Good);
    }
    Ok(if verdicts.contains(&Verdict::Bad) { Verdict::Bad } else { Verdict::Good })
}

/// What a figure has beside its library: controls, tabs, style sheet, words.
const CONTROLS: [&str; 6] = ["article-figure.js", "host.js", LONGEST_MENU, "page.js", "figure.css", LONGEST_WORDS];

const LINES_ALONE: [&str; 4] =
    ["article_figures_lines_bg.wasm", "article_figures_lines.js", "article-figure.js", "host.js"];

/// Of the four languages' words the heaviest.
const LONGEST_WORDS: &str = "words/kk.json";
const LONGEST_MENU: &str = "menu/kk.js";

fn judge(what: &str, spent: usize, budget: usize, note: &str) -> Verdict {
    let (left, verdict) = match budget.checked_sub(spent) {
        Some(left) => (format!("{left} left"), Verdict::Good),
        None => (format!("{} too many", spent - budget), Verdict::Bad),
    };
    println!("{what:<44} {spent:>9} of {budget}, {left} ({note})");
    verdict
}

struct Weight {
    /// Without its hash.
    name: String,
    raw: usize,
    brotli: usize,
}

/// Scripts, modules, style sheets and words.
fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in files::below(dist)? {
        let Some(name) = unhashed(&path.strip_prefix(dist)?.to_string_lossy()) else { continue };
        let bytes = read(&path)?;
        weights.push(Weight { name, raw: bytes.len(), brotli: compressed_size(&bytes)? });
    }
    Ok(weights)
}

/// `page.js` of `page.1f0a9c3e.js`; nothing where there is no hash.
pub(crate) fn unhashed(name: &str) -> Option<String> {
    let (rest, ending) = name.rsplit_once('.')?;
    let (stem, hash) = rest.rsplit_once('.')?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|sign| sign.is_ascii_hexdigit());
    is_hash.then(|| format!("{stem}.{ending}"))
}

/// The heaviest of some pages, and its bytes as far as they count; nothing where there is no such page.
fn heaviest(
    dist: &Path,
    is_one: impl Fn(&Path, &[u8]) -> bool + Sync,
    end: impl Fn(&[u8]) -> usize + Sync,
) -> Result<Option<(PathBuf, usize)>> {
    let pages: Vec<_> = files::below(dist)?.into_iter().filter(|path| path.ends_with("index.html")).collect();
    let heaviest: Mutex<Option<(PathBuf, usize)>> = Mutex::default();
    each(&pages, |page| {
        let bytes = read(page)?;
        if !is_one(page, &bytes) {
            return Ok(());
        }
        let weight = compressed_size(&bytes[..end(&bytes)])?;
        let mut heaviest = heaviest.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if heaviest.as_ref().is_none_or(|(_, most)| weight > *most) {
            *heaviest = Some((page.strip_prefix(dist)?.to_owned(), weight));
        }
        Ok(())
    })?;
    Ok(heaviest.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn is_article(page: &Path, bytes: &[u8]) -> bool {
    page.ends_with("article/index.html") && String::from_utf8_lossy(bytes).contains("<article lang=")
}

/// Whether a page draws land; its style sheet alone names the colour once.
fn is_map(page: &[u8]) -> bool {
    String::from_utf8_lossy(page).matches("var(--land)").count() > 1
}

/// Up to the last picture of the first stage.
fn until_figure(page: &[u8]) -> usize {
    let text = String::from_utf8_lossy(page);
    let stage = text.find("class=\"use\"").unwrap_or(text.len());
    let end = text[..stage].rfind("</svg>").map_or(text.len(), |at| at + "</svg>".len());
    end.min(page.len())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_hash() {
        for (name, expected) in [
            ("page.1f0a9c3e.js", Some("page.js")),
            ("words/de.1f0a9c3e.json", Some("words/de.json")),
            ("article-figure.js", None),
            ("data/investment.csv", None),
            ("page.1f0a9c3e.js.br", None),
        ] {
            assert_eq!(unhashed(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_page_counts_until_its_last_picture() {
        let page = b"<svg></svg><p><svg>1</svg></p><p class=\"use\"></p><svg></svg>";
        assert_eq!(&page[..until_figure(page)], b"<svg></svg><p><svg>1</svg>");
        assert_eq!(until_figure(b"no picture"), 10);
    }

    #[test]
    fn one_byte_above_a_budget_is_too_many() {
        assert_eq!(judge("", PAGE, PAGE, ""), Verdict::Good);
        assert_eq!(judge("", PAGE + 1, PAGE, ""), Verdict::Bad);
    }
}
