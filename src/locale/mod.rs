//! A language: its words for the interface, and how it writes numbers and dates.

#[cfg(not(target_arch = "wasm32"))]
mod icu;

use std::rc::Rc;

use crate::error::{Error, Part, Place, Problem};
use crate::package::Date;
use crate::text::{concat, fill};

#[cfg(not(target_arch = "wasm32"))]
pub use icu::Icu;

/// Keeps a number and its unit on one line.
pub const NO_BREAK_SPACE: &str = "\u{a0}";

macro_rules! words {
    ($($(#[$doc:meta])* $word:ident = $name:literal,)+) => {
        /// A text of the interface; `www/strings/LANGUAGE.json` has one entry for each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($(#[$doc])* $word,)+ }

        /// What the lists of `www/strings` call them, in the order of [`Word`].
        pub const NAMES: &[&str] = &[$($name,)+];
    };
}

words! {
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
    /// Of what no table names a source for: that it stands in the data.
    InData = "in_data",
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
    Line = "line",
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
    /// Rows that are not drawn.
    Others = "others",
    Count = "count",
    /// The largest some of all.
    Limited = "limited",
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
    KeysZoom = "keys_zoom",
    ZoomIn = "zoom_in",
    ZoomOut = "zoom_out",
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
    /// The head of the names of lines.
    ColumnLine = "column_line",
    /// Of a table that has a part of the values.
    Excerpt = "excerpt",
    /// At an axis: `Q1`.
    Quarter = "quarter",
    /// `Q1 2021`
    QuarterOfYear = "quarter_of_year",
    /// A week by ISO 8601.
    WeekOfYear = "week_of_year",
}

/// How a language writes what it has rules for: by the browser's `Intl` there, by the ICU crates on the host. Both
/// take them from the Unicode CLDR, so that they write the same.
pub trait Formats {
    /// With a fixed count of decimals and groups of digits: `1.234,5`; the minus sign is U+2212.
    fn number(&self, value: f64, decimals: usize) -> String;
    /// `30. September 2021` or, where the day is not known, `September 2021`.
    fn date(&self, date: Date) -> String;
    /// The name of a month, 1 to 12, alone.
    fn month(&self, month: u32) -> String;
    /// The plural category of a count: `one`, `few`, `many`, `other`.
    fn plural(&self, count: usize) -> String;
    /// For each of the texts, its place in the language's alphabetical order.
    fn ranks(&self, texts: &[String]) -> Vec<usize>;
}

/// A language as readers see it.
#[derive(Clone)]
pub struct Locale {
    /// A BCP 47 tag: `de`, `en`.
    pub language: String,
    formats: Rc<dyn Formats>,
    words: Vec<String>,
}

impl Locale {
    /// `look_up` gives the text of a word.
    ///
    /// # Errors
    /// A word that the language lacks.
    pub fn new(
        language: &str,
        formats: Rc<dyn Formats>,
        look_up: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let mut words = Vec::new();
        for name in NAMES {
            let Some(word) = look_up(name) else {
                let place = Place::file(&concat(&["strings/", language, ".json"])).with(Part::Property, name);
                return Err(Error::new(place, Problem::Missing, &["a text"]));
            };
            words.push(word);
        }
        Ok(Self { language: language.to_owned(), formats, words })
    }

    /// `words`: in the order of [`NAMES`]; one that is missing, where nobody is there to be told of it, stays empty.
    pub fn of(language: &str, formats: Rc<dyn Formats>, words: Vec<String>) -> Self {
        Self { language: language.to_owned(), formats, words }
    }

    pub fn word(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", |word| word)
    }

    /// A word with the number of what it counts.
    pub fn count(&self, word: Word, count: usize) -> String {
        let category = self.formats.plural(count);
        let mut found = "";
        for form in self.word(word).split('|') {
            if let Some((name, text)) = form.split_once(':')
                && (found.is_empty() || name == category)
            {
                found = text;
            }
        }
        fill(found, &[&self.number(count as f64, 0)])
    }

    /// A number with a fixed count of decimals: `1.234,5`, `−3.6`; as a power of ten where it is so small that it would
    /// be written as zero, or with many zeros.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let vanishes = decimals > PowerOfTen::DECIMALS || value.abs() * 10_f64.powi(decimals as i32) < 0.5;
        match PowerOfTen::of(value).filter(|_| vanishes) {
            Some(power) => power.text(|number, decimals| self.formats.number(number, decimals)),
            None => self.formats.number(value, decimals),
        }
    }

    pub fn months(&self) -> Vec<String> {
        let mut months = Vec::new();
        for month in 1..=12 {
            months.push(self.formats.month(month));
        }
        months
    }

    /// For each of the texts, its place in the language's alphabetical order.
    pub fn ranks(&self, texts: &[String]) -> Vec<usize> {
        self.formats.ranks(texts)
    }

    /// `30. September 2021`, `September 2021`, `2021`
    pub fn date(&self, date: Date) -> String {
        if date.month.is_some() { self.formats.date(date) } else { date.year.to_string() }
    }

    /// `10.–12. November 2021`, `März 2022 – April 2022`, `1989–2019`; one date where both are the same.
    pub fn dates(&self, from: Date, to: Date) -> String {
        let last = self.date(to);
        if from == to {
            return last;
        }
        let month = |date| Date { day: None, ..date };
        if let (Some(first), Some(day), true) = (from.day, to.day, month(from) == month(to)) {
            return with_day(&last, day, first);
        }
        let dash = if from.month.is_some() || to.month.is_some() { " – " } else { "–" };
        concat(&[&self.date(from), dash, &last])
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

/// A number close to zero as a product of a number from 1 to 10 and a power of ten: 2.1×10⁻¹¹.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerOfTen {
    factor: f64,
    /// Of the factor: as many as it has, and at most [`PowerOfTen::DECIMALS`] less one.
    decimals: usize,
    exponent: i32,
}

impl PowerOfTen {
    /// Numbers with at most so many decimals are written with all their zeros.
    pub const DECIMALS: usize = 6;

    /// Numbers from here on are never written so: 0.001 is read as easily.
    const LEAST: f64 = 1e-3;

    /// `None` for zero, and for all numbers that are not close to it.
    pub fn of(value: f64) -> Option<Self> {
        if value == 0.0 || value.is_nan() || value.abs() >= Self::LEAST {
            return None;
        }
        let (mut factor, mut exponent) = (value, 0);
        while factor.abs() < 1.0 {
            (factor, exponent) = (factor * 10.0, exponent - 1);
        }
        let mut decimals = 0;
        let mut scaled = factor;
        while decimals + 1 < Self::DECIMALS && (scaled - scaled.round()).abs() > 1e-6 {
            (scaled, decimals) = (scaled * 10.0, decimals + 1);
        }
        Some(Self { factor, decimals, exponent })
    }

    /// With the factor as `number` writes it.
    pub fn text(self, number: impl Fn(f64, usize) -> String) -> String {
        let mut text = number(self.factor, self.decimals);
        text.push_str("×10⁻");
        for digit in (-self.exponent).to_string().bytes() {
            text.push(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][usize::from(digit - b'0')]);
        }
        text
    }
}

/// A date's text with the days from `first` to its own: `12. November 2021` becomes `10.–12. November 2021`,
/// `2021 ж. 12 қараша` becomes `2021 ж. 10–12 қараша`. The point after the day is repeated where there is one.
fn with_day(text: &str, day: u32, first: u32) -> String {
    let day = day.to_string();
    let mut at = 0;
    // The day is the number that is no part of another one: the year holds its digits too.
    for number in text.split_inclusive(|sign: char| !sign.is_ascii_digit()) {
        let digits = number.trim_end_matches(|sign: char| !sign.is_ascii_digit());
        if digits == day {
            let point = if number.ends_with('.') { "." } else { "" };
            return concat(&[&text[..at], &first.to_string(), point, "–", &text[at..]]);
        }
        at += number.len();
    }
    concat(&[&first.to_string(), "–", text])
}
