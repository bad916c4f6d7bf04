//! The interface's texts: every language has the same ones, and none is there for nothing.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::folder;

/// The texts of every language by name.
fn languages() -> BTreeMap<String, BTreeMap<String, String>> {
    let files = fs::read_dir(folder("www/strings")).expect("the words").map(|entry| entry.expect("an entry").path());
    let list = |path: std::path::PathBuf| {
        let words = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("texts by name");
        (path.file_stem().expect("a name").to_string_lossy().into_owned(), words)
    };
    files.map(list).collect()
}

#[test]
fn every_language_has_the_same_words() {
    let languages = languages();
    let german: Vec<_> = languages["de"].keys().collect();
    for (language, words) in &languages {
        assert_eq!(words.keys().collect::<Vec<_>>(), german, "{language}");
        for (name, text) in words {
            assert!(!text.is_empty(), "{language}: {name}");
        }
    }
}

#[test]
fn every_word_is_used() {
    let places = ["src/locale.rs", "www/article-figure.js", "www/page.html", "www/embed.html"];
    let text: String = places.iter().map(|place| fs::read_to_string(folder(place)).expect("a file")).collect();
    for name in languages()["de"].keys() {
        let used = text.contains(&format!("\"{name}\"")) || text.contains(&format!("words.{name}"));
        assert!(used, "{name}");
    }
}
