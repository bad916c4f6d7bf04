//! Names that become folders and files of a site, on any disk and behind any server.

use crate::text::has_no_width;

/// A name as a part of an address and of a file's path: what means something in either is a dash, so that nothing is
/// written elsewhere. So is what nobody sees, and what a disk may compose in another way.
pub fn slug(name: &str) -> String {
    let is_plain = |sign: char| match sign.is_ascii() {
        true => sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.'),
        false => !sign.is_control() && !sign.is_whitespace() && !has_no_width(sign),
    };
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '-' }).collect();
    plain.trim_start_matches('.').to_owned()
}

/// Returns the expected name, if a folder or a file cannot have this one everywhere.
pub fn unfit(name: &str) -> Option<&'static str> {
    /// Disks take names of 255 bytes; of some files the name is a part.
    const LONGEST: usize = 200;
    /// Windows opens a device by each of these, with any ending; so does `COM1` to `LPT9`.
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let is_port = |port: &str| matches!(stem.strip_prefix(port).map(str::as_bytes), Some([b'1'..=b'9']));
    match () {
        () if name.len() > LONGEST => Some("a name of at most 200 bytes"),
        () if DEVICES.contains(&&*stem) || is_port("com") || is_port("lpt") => {
            Some("a name that Windows does not reserve for a device")
        }
        () if name.ends_with(['.', ' ']) => Some("a name that ends in neither a dot nor a space"),
        () => None,
    }
}

/// The same of a view, whose name is also that of a property in scripts.
pub fn unfit_view(name: &str) -> Option<&'static str> {
    /// Files beside the folders of views.
    const FILES: [&str; 2] = ["index.html", "feed.xml"];
    /// Properties that every object of a script has, beside those that begin with `__`.
    const PROPERTIES: [&str; 7] = [
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    ];
    match () {
        () if FILES.iter().any(|file| name.eq_ignore_ascii_case(file)) => Some("a name that no file of the site has"),
        () if PROPERTIES.contains(&name) || name.starts_with("__") => {
            Some("a name that JavaScript does not use itself")
        }
        () => unfit(name),
    }
}

/// The name of a view, or the beginning of it that a view can have.
pub fn fit_view(name: &str) -> String {
    let mut name = name.trim_start_matches('_').to_owned();
    while unfit_view(&name).is_some() {
        name.pop();
    }
    if name.is_empty() { "figure".to_owned() } else { name }
}

/// How names are compared: many disks take `Loans` and `loans` for one.
pub fn folded(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_views() {
        for name in
            ["loans", "Loans_2024", "v1.2", "кредиты", "東京", "conference", "com10", "auxiliary", "a.aux", "prototype"]
        {
            assert_eq!((slug(name).as_str(), unfit_view(name)), (name, None), "{name:?}");
        }
        for name in [
            "index.html",
            "INDEX.HTML",
            "feed.xml",
            "CON",
            "con",
            "NUL",
            "aux.txt",
            "Prn.csv",
            "com1",
            "LPT9.a",
            "loans.",
            "a..",
            "constructor",
            "__proto__",
            "toString",
            "__defineGetter__",
        ] {
            assert!(unfit_view(name).is_some(), "{name:?}");
        }
        assert!(unfit_view(&"a".repeat(300)).is_some());
        for name in [
            "..",
            ".",
            ".git",
            "a/b",
            "a\\b",
            "a b",
            "loans ",
            "a:b",
            "a\u{0}",
            "e\u{301}",
            "a\u{202e}b",
            "%2e%2e",
            "a?b",
            "a#b",
        ] {
            assert_ne!(slug(name), name, "{name:?}");
        }
    }

    #[test]
    fn names_that_are_made_fit() {
        for (name, expected) in [
            ("loans", "loans"),
            ("index.html", "index.htm"),
            ("con", "co"),
            ("a.", "a"),
            ("__proto__", "proto__"),
            ("", "figure"),
            ("..", "figure"),
        ] {
            assert_eq!(fit_view(&slug(name)), expected, "{name:?}");
        }
        assert_eq!(fit_view(&"a".repeat(300)), "a".repeat(200));
    }
}
