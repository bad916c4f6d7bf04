//! A text with its translations; which language is wanted is the locale's business.

use crate::text::concat;

/// A text in the package's default language and in the others that it brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The language of the package, a BCP 47 tag.
    own: String,
    default: String,
    translations: Vec<(String, String)>,
}

impl Text {
    /// `own`: the language that the text is in.
    pub fn new(default: &str, own: &str) -> Self {
        Self { own: own.to_owned(), default: default.to_owned(), translations: Vec::new() }
    }

    pub fn add(&mut self, language: &str, text: &str) {
        self.translations.push((language.to_owned(), text.to_owned()));
    }

    /// The text in `language`, or, where there is no translation, in the package's own, marked with that language's
    /// tag: `Handel [de]`.
    pub fn in_language(&self, language: &str) -> String {
        let translation = self.translations.iter().find(|(tag, _)| tag == language);
        match translation {
            Some((_, text)) => text.clone(),
            None if language == self.own => self.default.clone(),
            None => marked(&self.default, &self.own),
        }
    }

    /// Its translations with their languages.
    pub fn translations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.translations.iter().map(|(language, text)| (language.as_str(), text.as_str()))
    }

    /// The text as it was written.
    pub fn as_written(&self) -> &str {
        &self.default
    }

    /// Whether it lacks a translation that readers of a language would miss.
    pub fn lacks(&self, language: &str) -> bool {
        let translated = self.translations.iter().any(|(tag, _)| tag == language);
        !translated && language != self.own && marked(&self.default, &self.own) != self.default
    }

    /// What the Frictionless translation recipe calls a property or column in another language.
    pub fn name(name: &str, language: &str) -> String {
        concat(&[name, "@", language])
    }
}

/// A text in a language that was not asked for, with its tag; what has no letters is in no language.
pub(super) fn marked(text: &str, language: &str) -> String {
    // Letters beyond ASCII begin with 0xc3; signs such as the no-break space or the section sign with 0xc2.
    let has_letters = text.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0xc3);
    if has_letters { concat(&[text, "\u{a0}[", language, "]"]) } else { text.to_owned() }
}
