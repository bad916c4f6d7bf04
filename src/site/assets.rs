//! Scripts and style sheets. Colours come from the theme and words from the languages' lists, so that
//! neither stands twice.

use std::path::Path;

use super::{WordLists, WriteError, read_text, write_text};
use crate::theme::{FONT_FAMILY, Theme};

pub fn write(www: &Path, out: &Path, words: &WordLists) -> Result<(), WriteError> {
    let figure = read_text(&www.join("figure.css"))?;
    let page = read_text(&www.join("page.css"))?;
    let page = format!("{}\n{page}\narticle-figure {{\n{figure}\n}}\n", variables(":root"));
    write_text(&out.join("page.css"), &minified(&page))?;
    let shadow = minified(&format!("{}\n{figure}", variables(":host")));
    let script = read_text(&www.join("article-figure.js"))?;
    let script = fill(&script, "style", &shadow).replace("\"{{words}}\"", &words_of_the_element(words));
    write_text(&out.join("article-figure.js"), &script)?;
    write_text(&out.join("page.js"), &read_text(&www.join("page.js"))?)
}

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

/// What the element and the wasm say; the words of the pages stay with the pages.
fn words_of_the_element(words: &WordLists) -> String {
    let of_the_element = |list: &std::collections::BTreeMap<String, String>| {
        let own = list.iter().filter(|(name, _)| !name.starts_with("page_"));
        own.map(|(name, text)| (name.clone(), text.clone().into())).collect::<serde_json::Map<_, _>>()
    };
    let all: serde_json::Map<_, _> =
        words.iter().map(|(language, list)| (language.clone(), of_the_element(list).into())).collect();
    serde_json::Value::Object(all).to_string()
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
