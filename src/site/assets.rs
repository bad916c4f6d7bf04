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

/// The theme as custom properties: light, and dark where the reader's system or the page asks for it.
fn variables(scope: &str) -> String {
    let (light, dark) = (Theme::LIGHT.css(), Theme::DARK.css());
    let themed = |theme: &str| match scope {
        ":host" => format!(":host([theme={theme}])"),
        _ => format!("{scope}[data-theme={theme}]"),
    };
    format!(
        "{scope}{{color-scheme:light dark;--figure-font:{FONT_FAMILY};{light}}}\
         @media(prefers-color-scheme:dark){{{scope}{{{dark}}}}}\
         {}{{color-scheme:light;{light}}}{}{{color-scheme:dark;{dark}}}",
        themed("light"),
        themed("dark"),
    )
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
