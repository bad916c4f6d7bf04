//! A language: its words for the interface and how it writes numbers.

use crate::error::{Error, Part, Place, Problem};

/// Keeps a number and its unit on one line.
pub const NO_BREAK_SPACE: &str = "\u{a0}";
const MINUS: char = '−';

macro_rules! words {
    ($($(#[$doc:meta])* $word:ident = $name:literal,)+) => {
        /// A text of the interface; `www/strings/LANGUAGE.json` has one entry for each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($(#[$doc])* $word,)+ }

        const NAMES: &[&str] = &[$($name,)+];
    };
}

words! {
    /// The sign between whole and fraction.
    DecimalSeparator = "decimal_separator",
    /// The sign between groups of three digits.
    GroupSeparator = "group_separator",
    /// What follows the number of a percentage: `%`, with a space before it where the language has one.
    Percent = "percent",
    Kinds = "kinds",
    Bars = "bars",
    Stack = "stack",
    Slope = "slope",
    Stated = "stated",
    Derived = "derived",
    NoValue = "no_value",
    Change = "change",
    Table = "table",
    Quotation = "quotation",
    Source = "source",
    Instructions = "instructions",
    /// The five words of [`crate::figure::Status`], in its order.
    Confirmed = "confirmed",
    Partly = "partly",
    Deviates = "deviates",
    NotFound = "not_found",
    NotChecked = "not_checked",
    Close = "close",
    Found = "found",
    Sort = "sort",
    ByValue = "by_value",
    ByName = "by_name",
    AsStated = "as_stated",
    Grouped = "grouped",
    Compare = "compare",
    Nothing = "nothing",
    Selected = "selected",
    Group = "group",
    Singly = "singly",
    Choose = "choose",
    One = "one",
    Several = "several",
    Reset = "reset",
}

/// A language as readers see it.
#[derive(Debug, Clone)]
pub struct Locale {
    /// A BCP 47 tag: `de`, `en`.
    pub language: String,
    words: Vec<String>,
}

impl Locale {
    /// `look_up` gives the text of a word.
    ///
    /// # Errors
    /// A word that the language lacks.
    pub fn new(language: &str, look_up: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let mut words = Vec::new();
        for name in NAMES {
            let Some(word) = look_up(name) else {
                let place = Place::file(&["strings/", language, ".json"].concat()).with(Part::Property, name);
                return Err(Error::new(place, Problem::Missing, &["a text"]));
            };
            words.push(word);
        }
        Ok(Self { language: language.to_owned(), words })
    }

    pub fn word(&self, word: Word) -> &str {
        &self.words[word as usize]
    }

    /// A number with a fixed count of decimals: `1.234,5`, `−3.6`.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let scale = 10_f64.powi(decimals.try_into().unwrap_or(0));
        // As a whole number of last places: 64 bits hold every value that a label can show, and formatting
        // fractions would cost the wasm 5 KB.
        let places = (value.abs() * scale).round() as u64;
        let digits = format!("{places:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let mut text = String::new();
        text.extend((value < 0.0 && places > 0).then_some(MINUS));
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(self.word(Word::GroupSeparator));
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push_str(self.word(Word::DecimalSeparator));
            text.push_str(fraction);
        }
        text
    }

    /// A number with its unit: `30,2 %`, `7.3 million`.
    pub fn quantity(&self, value: f64, decimals: usize, unit: &str) -> String {
        let number = self.number(value, decimals);
        match unit {
            "" => number,
            "%" => number + self.word(Word::Percent),
            _ => [&number, NO_BREAK_SPACE, unit].concat(),
        }
    }
}
