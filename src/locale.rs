//! A language: its words for the interface and how it writes numbers.

use crate::error::{Error, Part, Place, Problem};
use crate::package::Date;
use crate::text::{concat, fill};

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
    /// The five words of a status, in its order.
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
    Timeline = "timeline",
    Map = "map",
    Cards = "cards",
    /// The twelve months, with spaces between them.
    Months = "months",
    /// What stands between a day and its month: `. ` in `30. September 2021`.
    DayPoint = "day_point",
    /// Before a time of which only the begin is known.
    Since = "since",
    /// Before a value or time that is approximate.
    About = "about",
    Lanes = "lanes",
    Only = "only",
    All = "all",
    Counts = "counts",
    Values = "values",
    Absolute = "absolute",
    Relative = "relative",
    See = "see",
    // Forms by plural category: `one:{0} value|other:{0} values`.
    CountValues = "count_values",
    CountEntries = "count_entries",
    Position = "position",
    Largest = "largest",
    Then = "then",
    Together = "together",
    Period = "period",
    Most = "most",
    Checked = "checked",
    Use = "use",
    Keys = "keys",
    KeysNext = "keys_next",
    KeysSeries = "keys_series",
    KeysTime = "keys_time",
    KeysLane = "keys_lane",
    KeysPlace = "keys_place",
    KeysEnds = "keys_ends",
    KeysOrder = "keys_order",
    KeysOpen = "keys_open",
    KeysClose = "keys_close",
    KeysHelp = "keys_help",
    KeyHome = "key_home",
    KeyEnd = "key_end",
    KeyPageUp = "key_page_up",
    KeyPageDown = "key_page_down",
    KeyEnter = "key_enter",
    KeyEscape = "key_escape",
    Skip = "skip",
    End = "end",
    ColumnTime = "column_time",
    ColumnPlace = "column_place",
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
                let place = Place::file(&concat(&["strings/", language, ".json"])).with(Part::Property, name);
                return Err(Error::new(place, Problem::Missing, &["a text"]));
            };
            words.push(word);
        }
        Ok(Self { language: language.to_owned(), words })
    }

    pub fn word(&self, word: Word) -> &str {
        &self.words[word as usize]
    }

    /// A word with the number of what it counts.
    pub fn count(&self, word: Word, count: usize) -> String {
        let category = if count == 1 { "one" } else { "other" };
        let mut found = "";
        for form in self.word(word).split('|') {
            if let Some((name, text)) = form.split_once(':')
                && (found.is_empty() || name == category)
            {
                found = text;
            }
        }
        fill(found, &[&count.to_string()])
    }

    /// A number with a fixed count of decimals: `1.234,5`, `−3.6`.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let scale = 10_f64.powi(decimals.try_into().unwrap_or(0));
        // As a whole number of last places: 64 bits hold every value that a label can show, and formatting
        // fractions would cost the wasm 5 KB.
        let places = (value.abs() * scale).round() as u64;
        let mut digits = places.to_string();
        while digits.len() <= decimals {
            digits.insert(0, '0');
        }
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

    pub fn months(&self) -> Vec<String> {
        self.word(Word::Months).split(' ').map(str::to_owned).collect()
    }

    /// `30. September 2021`, `September 2021`, `2021`
    pub fn date(&self, date: Date) -> String {
        date.day.map(|day| self.day(day)).unwrap_or_default() + &self.month(date)
    }

    /// `10.–12. November 2021`, `März 2022–April 2022`; one date where both are the same.
    pub fn dates(&self, from: Date, to: Date) -> String {
        let last = self.date(to);
        match from.day {
            _ if from == to => last,
            Some(day) if self.month(from) == self.month(to) => concat(&[self.day(day).trim_end(), "–", &last]),
            _ => concat(&[&self.date(from), "–", &last]),
        }
    }

    fn day(&self, day: u32) -> String {
        day.to_string() + self.word(Word::DayPoint)
    }

    fn month(&self, date: Date) -> String {
        let year = date.year.to_string();
        let name = date.month.and_then(|month| self.word(Word::Months).split(' ').nth(month as usize - 1));
        name.map_or_else(|| year.clone(), |name| concat(&[name, " ", &year]))
    }

    /// A number with its unit: `30,2 %`, `7.3 million`.
    pub fn quantity(&self, value: f64, decimals: usize, unit: &str) -> String {
        let number = self.number(value, decimals);
        match unit {
            "" => number,
            "%" => number + self.word(Word::Percent),
            _ => concat(&[&number, NO_BREAK_SPACE, unit]),
        }
    }
}
