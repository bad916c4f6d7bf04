//! Files that the build writes of a hostile package, and the policy of every page.

use std::fs;
use std::path::Path;

use resvg::usvg::roxmltree;
use scraper::{Html, Selector};

use crate::common::hostile::hostile_package;
use crate::common::{build, files, site};

fn is(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

#[test]
fn every_page_says_what_it_may_load() {
    let pages: Vec<_> = files(site()).into_iter().filter(|path| is(path, "html")).collect();
    assert!(pages.len() > 50, "{} pages", pages.len());
    for path in pages {
        let page = fs::read_to_string(&path).expect("a page");
        let policy = page.split("<meta http-equiv=\"Content-Security-Policy\" content=\"").nth(1);
        let policy = policy.and_then(|rest| rest.split('"').next());
        let policy = policy.unwrap_or_else(|| panic!("{} has no policy", path.display()));
        // Embed pages name their own address, because a sandbox has another origin.
        let policy = policy.replace(" https://example.org", "");
        assert!(policy.starts_with("default-src 'none';"), "{}: {policy}", path.display());
        for forbidden in ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*", "data:;script", "blob:"] {
            assert!(!policy.contains(forbidden), "{}: {policy}", path.display());
        }
    }
}

/// Elements and attributes that only markup from the package can have made.
const FOREIGN: [&str; 4] = ["img[onerror]", "[onerror]", "a[href^='javascript:' i]", "link[href^='javascript:' i]"];

#[test]
fn a_hostile_package_is_text_in_every_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (package, out) = (folder.path().join("package"), folder.path().join("site"));
    hostile_package(&package).expect("a package");
    build(&package, &out, Some("https://example.org/"), false);
    let mut looked_at = 0;
    for path in files(&out) {
        let read = || fs::read_to_string(&path).expect("a text");
        if is(&path, "html") {
            let page = Html::parse_document(&read());
            for selector in FOREIGN {
                let found = page.select(&Selector::parse(selector).expect(selector)).next();
                assert!(found.is_none(), "{}: {:?}", path.display(), found.map(|element| element.html()));
            }
        } else if is(&path, "svg") || is(&path, "xml") {
            let text = read();
            let document =
                roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for node in document.descendants() {
                let hostile = node.attributes().find(|attribute| {
                    attribute.name().starts_with("on")
                        || attribute.value().trim().to_lowercase().starts_with("javascript:")
                });
                assert!(hostile.is_none() && !node.has_tag_name("script"), "{}: {node:?}", path.display());
            }
        } else {
            continue;
        }
        looked_at += 1;
    }
    assert!(looked_at > 100, "{looked_at} files");
}
