//! The table of all languages' patterns, which `cargo xtask cldr` has made of the Unicode CLDR (Unicode-3.0).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{PATTERNS, Patterns};

/// Under an empty name the patterns of a language; under the rest of a longer tag those that differ.
pub type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// By language. The language's own patterns stand in a row with an empty name.
pub fn languages() -> &'static BTreeMap<String, Rows> {
    static TABLE: OnceLock<BTreeMap<String, Rows>> = OnceLock::new();
    // The table is a part of the program, and a test reads it.
    TABLE.get_or_init(|| serde_json::from_str(include_str!("cldr.json")).unwrap_or_default())
}

/// The patterns of a BCP 47 tag: those of the tag without its last parts where it has none of
/// its own. `None` for a language that CLDR does not cover.
pub fn patterns(tag: &str) -> Option<Patterns> {
    let (language, rest) = tag.split_once('-').unwrap_or((tag, ""));
    let rows = languages().get(&language.to_ascii_lowercase())?;
    let own = rows.get("")?;
    let other = nearest(rows, rest).unwrap_or(own);
    let text = |name: &&str| other.get(*name).or_else(|| own.get(*name)).cloned().unwrap_or_default();
    Some(Patterns(PATTERNS.iter().map(text).collect()))
}

/// The rows with their fields as lists of index and text, in the order of [`PATTERNS`]: those that differ from the
/// first row, which has all of them.
pub fn in_order(rows: &Rows) -> BTreeMap<&str, Vec<(usize, &str)>> {
    rows.iter()
        .map(|(name, row)| {
            let fields = PATTERNS.iter().enumerate();
            (&**name, fields.filter_map(|(index, field)| Some((index, &**row.get(*field)?))).collect())
        })
        .collect()
}

/// The row of the rest of a tag, or of as many of its first parts as there is one for.
fn nearest<'a>(rows: &'a Rows, rest: &str) -> Option<&'a BTreeMap<String, String>> {
    let mut rest = rest;
    loop {
        if let Some((_, row)) = rows.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest)) {
            return Some(row);
        }
        rest = rest.rsplit_once('-').map_or("", |(shorter, _)| shorter);
    }
}
