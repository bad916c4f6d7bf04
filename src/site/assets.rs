//! Scripts and style sheets. Colours come from the theme and words from the languages' lists, so that
//! neither stands twice.

use std::collections::BTreeMap;
use std::path::Path;

use super::{WordLists, WriteError, read_text, write_text};
use crate::locale::{Formats, Icu};
use crate::package::Date;
use crate::theme::{FONT_FAMILY, Theme};

pub fn write(www: &Path, out: &Path, words: &WordLists) -> Result<(), WriteError> {
    let figure = read_text(&www.join("figure.css"))?;
    let page = read_text(&www.join("page.css"))?;
    let page = format!("{}\n{page}\narticle-figure {{\n{figure}\n}}\n", variables(":root"));
    write_text(&out.join("page.css"), &minified(&page))?;
    let shadow = minified(&format!("{}\n{figure}", variables(":host")));
    let script = read_text(&www.join("article-figure.js"))?;
    let script = script.replace("\"{{inks}}\"", &serde_json::json!(Theme::NAMES).to_string());
    let script = fill(&script, "style", &shadow).replace("\"{{failures}}\"", &only(words, FAILURES).to_string());
    write_text(&out.join("article-figure.js"), &script)?;
    for (language, list) in words {
        let own = list.iter().filter(|(name, _)| !name.starts_with("page_") && !FAILURES.contains(&name.as_str()));
        let own: BTreeMap<_, _> = own.collect();
        let path = |folder: &str| out.join(folder).join(language).with_extension("json");
        write_text(&path("words"), &serde_json::json!(own).to_string())?;
        if let Some(icu) = Icu::new(language) {
            write_text(&path("intl"), &formats(&icu).to_string())?;
        }
    }
    write_text(&out.join("page.js"), &read_text(&www.join("page.js"))?)
}

/// What a browser needs to write numbers and dates whose `Intl` lacks the language: the signs in numbers, the names
/// of months, and the texts of dates with gaps for day and year.
fn formats(icu: &Icu) -> serde_json::Value {
    // Numbers that stand nowhere else in their texts.
    let (year, day) = (3333, 22);
    let number = icu.number(1234.5, 1);
    let sign = |at: usize| number.chars().nth(at).unwrap_or_default();
    let texts = |day: Option<u32>| {
        (1..=12).map(move |month| {
            let text = icu.date(Date { year, month: Some(month), day });
            text.replace(&year.to_string(), "{y}").replace("22", "{d}")
        })
    };
    serde_json::json!({
        "group": sign(1),
        "decimal": sign(5),
        "names": (1..=12).map(|month| icu.month(month)).collect::<Vec<_>>(),
        "months": texts(None).collect::<Vec<_>>(),
        "days": texts(Some(day)).collect::<Vec<_>>(),
    })
}

/// What the element says when it can load nothing.
const FAILURES: &[&str] = &["failed", "retry"];

/// The themes as custom properties: what a page has set as `--figure-series` counts, else what reader and system ask for.
fn variables(scope: &str) -> String {
    let asked = |theme: &str| match scope {
        ":host" => format!(":host([theme={theme}])"),
        _ => format!("{scope}[data-theme={theme}]"),
    };
    let (light, dark) = (palette(&Theme::LIGHT), palette(&Theme::DARK));
    let more = "@media(prefers-contrast:more)";
    let (more_light, more_dark) = (palette(&Theme::CONTRAST_LIGHT), palette(&Theme::CONTRAST_DARK));
    let dark_system = "(prefers-color-scheme:dark)";
    let system: String = SYSTEM.iter().map(|(name, colour)| property(name, colour)).collect();
    let (asks_light, asks_dark) = (asked("light"), asked("dark"));
    format!(
        "{scope}{{color-scheme:light dark;--font:var(--figure-font,{FONT_FAMILY});{light}}}\
         @media{dark_system}{{{scope}{{{dark}}}}}\
         {asks_light}{{color-scheme:light;{light}}}{asks_dark}{{color-scheme:dark;{dark}}}\
         {more}{{{scope}{{{more_light}}}}}{more}and {dark_system}{{{scope}{{{more_dark}}}}}\
         {more}{{{asks_light}{{{more_light}}}{asks_dark}{{{more_dark}}}}}\
         @media(forced-colors:active){{{scope}{scope}{{{system}}}}}\
         @media print{{{scope}{scope}{{color-scheme:light;{}}}}}",
        palette(&Theme::PRINT),
    )
}

/// Where the system's own colours are forced: names of CSS, and mixtures of them for what is behind the marks.
const SYSTEM: [(&str, &str); 10] = [
    ("ground", "Canvas"),
    ("text", "CanvasText"),
    ("soft-text", "CanvasText"),
    ("series", "LinkText"),
    ("on-series", "Canvas"),
    ("remainder", "CanvasText"),
    ("axis", "CanvasText"),
    ("rule", "color-mix(in srgb,CanvasText 45%,Canvas)"),
    ("land", "color-mix(in srgb,CanvasText 15%,Canvas)"),
    ("tint", "color-mix(in srgb,CanvasText 30%,Canvas)"),
];

fn palette(theme: &Theme) -> String {
    let colours = Theme::NAMES.iter().zip(theme.colours());
    colours.map(|(name, [red, green, blue])| property(name, &format!("#{red:02x}{green:02x}{blue:02x}"))).collect()
}

fn property(name: &str, colour: &str) -> String {
    format!("--{name}:var(--figure-{name},{colour});")
}

/// Some words of all languages, by language.
fn only(words: &WordLists, names: &[&str]) -> serde_json::Value {
    let list = |list: &BTreeMap<String, String>| {
        list.iter()
            .filter(|(name, _)| names.contains(&name.as_str()))
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect()
    };
    let all: BTreeMap<_, BTreeMap<_, _>> = words.iter().map(|(language, words)| (language, list(words))).collect();
    serde_json::json!(all)
}

/// Replaces the string literal `"{{name}}"` of a script by a text.
fn fill(script: &str, name: &str, text: &str) -> String {
    script.replace(&format!("\"{{{{{name}}}}}\""), &serde_json::Value::from(text).to_string())
}

/// Without comments and indentation: a style sheet has no strings that could suffer.
fn minified(css: &str) -> String {
    let mut text = String::new();
    for (index, part) in css.split("/*").enumerate() {
        let kept = if index == 0 { part } else { part.split_once("*/").map_or("", |(_, after)| after) };
        text.extend(kept.lines().map(str::trim));
    }
    text
}
