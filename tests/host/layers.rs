//! The rules of the house: which room may name which. Reads the `use` lines and paths of `src/`.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms that it may name; see ARCHITECTURE.md.
const ROOMS: [(&str, &[&str]); 20] = [
    ("text", &[]),
    ("work", &[]),
    ("link", &[]),
    ("order", &["work"]),
    ("error", &["text"]),
    ("package", &["error", "text", "work"]),
    ("locale", &["error", "package", "text"]),
    ("state", &[]),
    ("figure", &["error", "link", "package", "locale", "order", "state", "text", "work"]),
    ("question", &["figure", "locale", "package", "state", "text"]),
    ("describe", &["figure", "locale", "order", "package", "question", "state", "text", "work"]),
    ("markup", &["describe", "figure", "link", "locale", "package", "question", "state", "text"]),
    ("theme", &[]),
    ("scene", &["figure", "locale", "order", "package", "state", "text", "theme", "work"]),
    ("hit", &["figure", "package", "scene", "state", "work"]),
    ("paint", &["figure", "scene", "theme"]),
    ("svg", &["figure", "scene", "text", "theme"]),
    ("wire", &["figure", "locale", "package"]),
    (
        "site",
        &[
            "describe", "error", "figure", "hit", "link", "locale", "markup", "package", "question", "scene", "state",
            "svg", "theme", "text", "wire", "work",
        ],
    ),
    (
        "widget",
        &[
            "describe", "error", "figure", "hit", "locale", "markup", "package", "paint", "question", "scene", "state",
            "svg", "text", "theme", "wire", "work",
        ],
    ),
];

/// A crate, and the only rooms that may name it.
const CRATES: [(&str, &[&str]); 13] = [
    ("web_sys", &["widget"]),
    ("js_sys", &["widget"]),
    ("gloo", &["widget"]),
    ("wasm_bindgen", &["widget"]),
    ("plotters", &["paint", "widget"]),
    ("csv_core", &["package"]),
    ("csv", &["site"]),
    ("minijinja", &["site"]),
    ("png", &["site"]),
    ("pulldown_cmark", &["site"]),
    ("resvg", &["site"]),
    ("skrifa", &["site"]),
    ("serde_json", &["locale", "site"]),
];

#[test]
fn rooms_name_only_what_they_may() {
    let mut broken = Vec::new();
    for (file, room, text) in sources() {
        let (_, allowed) = ROOMS.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("{room} is no room"));
        for (other, _) in ROOMS.iter().filter(|(other, _)| *other != room && !allowed.contains(other)) {
            if text.contains(&format!("crate::{other}::")) || text.contains(&format!("crate::{other};")) {
                broken.push(format!("{}: {room} may not name {other}", file.display()));
            }
        }
        for (name, rooms) in CRATES {
            if text.contains(&format!("{name}::")) && !rooms.contains(&room.as_str()) {
                broken.push(format!("{}: only {rooms:?} may name {name}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn files_are_read_and_written_by_the_site_alone() {
    for (file, room, text) in sources() {
        assert!(room == "site" || !text.contains("std::fs"), "{}", file.display());
    }
}

#[test]
fn handles_are_dropped_and_never_forgotten() {
    for (file, _, text) in sources() {
        for call in [".forget()", ".unwrap()", ".expect(", "todo!", "unimplemented!"] {
            assert!(!text.contains(call), "{} calls {call}", file.display());
        }
    }
}

#[test]
fn the_program_knows_nothing_of_the_article() {
    for (file, _, text) in sources() {
        // What stands in quotation marks reaches readers; comments may give examples.
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in ["Kasach", "Kazakh", "Niederlande", "Netherlands", "offen-siv", "investment", "economy"] {
                assert!(!line.contains(word), "{}: {line}", file.display());
            }
        }
    }
}

/// Every file with its room and its text up to its own tests.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.retain(|file| file != &root.join("lib.rs"));
    let source = |file: PathBuf| {
        let below = file.strip_prefix(&root).expect("below src").with_extension("");
        let room = below.iter().next().expect("a room").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a source");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        (file, room, text)
    };
    files.into_iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
