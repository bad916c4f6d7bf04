//! The interface's texts: every language has the same ones, none is there for nothing, and each error can be said.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{article, folder, small, words};
use article_figures::describe;
use article_figures::figure::Figure;
use article_figures::locale::{Formats, Locale};
use article_figures::markup;
use article_figures::site::SPOKEN;
use article_figures::state::State;

/// Only languages that wait for a native reader have it.
const DRAFT: &str = "page_draft";

fn names(language: &str) -> BTreeSet<String> {
    words(language).into_keys().filter(|name| name != DRAFT).collect()
}

#[test]
fn every_language_has_the_same_words() {
    for language in &article().descriptor.languages {
        assert_eq!(names(language), names("de"), "{language}");
        for (name, text) in words(language) {
            assert!(!text.is_empty(), "{language}: {name}");
        }
    }
}

#[test]
fn every_list_is_of_a_spoken_language() {
    let lists = fs::read_dir(folder("www/strings")).expect("a folder").map(|list| list.expect("a file").file_name());
    let lists: BTreeSet<_> = lists.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(lists, SPOKEN.iter().map(|language| format!("{language}.json")).collect());
}

#[test]
fn gaps_are_kept() {
    for language in &article().descriptor.languages {
        for (name, text) in words(language) {
            let gaps = |text: &str| ["{0}", "{1}", "{2}", "{3}", "{4}"].map(|gap| text.contains(gap));
            assert_eq!(gaps(&text), gaps(words("de").get(&name).map_or("", |text| text)), "{language}: {name}");
        }
    }
}

/// French has a space before a colon, Chinese marks of its own: every mark between words stands in a message.
#[test]
fn punctuation_stands_in_the_messages() {
    let formats = Formats::of("de").expect("a language");
    let bare = |text: &String| text.replace([',', ';', ':', '.', '(', ')', '–', '?', '…'], "¦");
    let words = words("de");
    // The categories of a plural end with a colon.
    let word = |name: &str| {
        let text = words.get(name)?;
        Some(if text.starts_with("one:") { "other:{0} Werte".to_owned() } else { bare(text) })
    };
    let locale = Locale::new("de", formats, word).expect("every word");
    let mut judged = 0;
    for kinds in ["\"bars\"", "\"stack\"", "\"bars\",\"stack\""] {
        let package = small("key,name,share\na,A,50\nb,B,20\nc,C,10", kinds);
        let figure = Figure::new(&package, "values", &locale).expect("a figure");
        let state = State::parse("sort=value&select=a,b");
        let summary = describe::summary(&figure, &state, 3, &locale);
        let mut texts = vec![summary, describe::selection(&figure, &figure.selected(&state), &locale)];
        for (id, datum) in figure.entries() {
            texts.push(describe::item(&figure, datum, &locale));
            let html = markup::card(id, datum, &figure, &locale) + &markup::table(&figure, &locale);
            texts.push(scraper::Html::parse_fragment(&html).root_element().text().collect());
        }
        for text in texts {
            assert!(!text.contains([',', ';', ':', '(', '–', '?', '…']), "{kinds}: {text}");
            judged += 1;
        }
    }
    assert!(judged > 12, "{judged}");
}

#[test]
fn every_word_is_used() {
    let places = [
        "src/locale/mod.rs",
        "www/article-figure.js",
        "www/host.js",
        "www/page.html",
        "www/embed.html",
        "www/check/index.html",
        "www/check/check.js",
    ];
    let text: String = places.iter().map(|place| read(&folder(place))).collect();
    let menu: String = ["menu.js", "citation.js"].iter().map(|name| read(&folder("www/menu").join(name))).collect();
    for name in names("de") {
        let (text, name) = name.strip_prefix("menu_").map_or((&text, &*name), |own| (&menu, own));
        let used = text.contains(&format!("\"{name}\"")) || text.contains(&format!("words.{name}"));
        assert!(used, "{name}");
    }
}

/// English texts are the keys of their translations, as they stand in the code.
#[test]
fn every_error_is_translated() {
    let expected = errors();
    assert!(expected.len() > 40, "{expected:#?}");
    for language in article().descriptor.languages.iter().filter(|language| *language != "en") {
        let list: serde_json::Value =
            serde_json::from_str(&read(&folder("www/strings").join(format!("{language}.json")))).expect("JSON");
        let errors = list["errors"].as_object().expect("errors");
        assert_eq!(errors.keys().cloned().collect::<BTreeSet<_>>(), expected, "{language}");
        for (english, text) in errors {
            let gaps = |text: &str| ["{0}", "{1}", "{2}"].map(|gap| text.contains(gap));
            assert_eq!(gaps(text.as_str().expect("a text")), gaps(english), "{language}: {english}");
        }
    }
}

/// The problems, the parts of a place, and what is expected or found by a name of its own.
fn errors() -> BTreeSet<String> {
    let error = read(&folder("src/error.rs"));
    let (problems, rest) =
        error.split_once("\nproblems! {").and_then(|(_, rest)| rest.split_once("\n}")).expect("a list");
    let mut errors: BTreeSet<_> = problems.lines().filter_map(literal).collect();
    errors.extend(rest.lines().filter(|line| line.contains("=> \", ")).filter_map(literal));
    for file in fs::read_dir(folder("src/package")).expect("a folder") {
        let text = read(&file.expect("a file").path());
        let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let literals = line.split('"').skip(1).step_by(2);
            let named = literals.filter(|text| ["a ", "an ", "the "].iter().any(|article| text.starts_with(article)));
            errors.extend(named.filter(|text| !text.ends_with([' ', '\\'])).map(str::to_owned));
        }
    }
    // Reasons why a file is not read.
    let reasons = read(&folder("src/site/folder.rs"));
    errors.extend(
        reasons.lines().filter(|line| line.starts_with("const ") && line.contains(": &str")).filter_map(literal),
    );
    errors
}

/// The string literal of a line.
fn literal(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('"')?;
    let (text, _) = rest.rsplit_once('"')?;
    Some(text.replace("\\\"", "\""))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}
