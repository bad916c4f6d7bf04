//! Files that the build writes of a hostile package, and the policy of every page.

use std::fs;
use std::path::Path;

use resvg::usvg::roxmltree;
use scraper::{Html, Selector};

use crate::common::hostile::{FILLED, hostile_package, worse_package};
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
    for package_of in [hostile_package, worse_package] {
        let folder = tempfile::tempdir().expect("a folder");
        let (package, out) = (folder.path().join("package"), folder.path().join("site"));
        package_of(&package).expect("a package");
        build(&package, &out, Some("https://example.org/"), false);
        let looked_at = files(&out).iter().filter(|path| !path.starts_with(out.join("data")) && is_text(path)).count();
        assert!(looked_at > 100, "{looked_at} files");
    }
}

/// Checks a file by its type; whether it has one that is looked at.
fn is_text(path: &Path) -> bool {
    let read = || fs::read_to_string(path).expect("a text");
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => {
            let text = read();
            assert!(!text.contains(FILLED), "{}: a template was filled", path.display());
            let page = Html::parse_document(&text);
            for selector in FOREIGN {
                let found = page.select(&Selector::parse(selector).expect(selector)).next();
                assert!(found.is_none(), "{}: {:?}", path.display(), found.map(|element| element.html()));
            }
            for link in page.select(&Selector::parse("[href], [src]").expect("a selector")) {
                let address = link.attr("href").or(link.attr("src")).unwrap_or_default();
                let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
                let is_known = ["http", "https", "data"].contains(&scheme) || scheme.contains(['/', '?', '#', '.']);
                assert!(scheme.is_empty() || is_known, "{}: {address}", path.display());
            }
        }
        "svg" | "xml" => {
            let text = read();
            let document = roxmltree::Document::parse(&text).expect("XML");
            for node in document.descendants() {
                let hostile = node.attributes().find(|attribute| {
                    attribute.name().starts_with("on")
                        || attribute.value().trim().to_lowercase().starts_with("javascript:")
                });
                assert!(hostile.is_none() && !node.has_tag_name("script"), "{}: {node:?}", path.display());
            }
            assert!(!text.contains(FILLED), "{}: a template was filled", path.display());
        }
        "json" => {
            let json: Result<serde_json::Value, _> = serde_json::from_str(&read());
            assert!(json.is_ok(), "{}: {json:?}", path.display());
        }
        "csv" => {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a table");
            for cell in reader
                .records()
                .flat_map(|record| record.expect("a record").iter().map(str::to_owned).collect::<Vec<_>>())
            {
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                assert!(!runs, "{}: {cell}", path.display());
            }
        }
        _ => return false,
    }
    true
}
