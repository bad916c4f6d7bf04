//! A text with its translations; which language is wanted is the locale's business.

use crate::text::concat;

/// A text in the package's default language and in the others that it brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    default: String,
    translations: Vec<(String, String)>,
}

impl Text {
    pub fn new(default: &str) -> Self {
        Self { default: default.to_owned(), translations: Vec::new() }
    }

    pub fn add(&mut self, language: &str, text: &str) {
        self.translations.push((language.to_owned(), text.to_owned()));
    }

    /// The text in `language`, or in the default language where there is no translation.
    pub fn in_language(&self, language: &str) -> &str {
        let translation = self.translations.iter().find(|(tag, _)| tag == language);
        translation.map_or(&self.default, |(_, text)| text)
    }

    /// What the Frictionless translation recipe calls a property or column in another language.
    pub fn name(name: &str, language: &str) -> String {
        concat(&[name, "@", language])
    }
}
