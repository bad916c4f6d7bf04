//! A language: its words for the interface, and how it writes numbers and dates.

#[cfg(not(target_arch = "wasm32"))]
pub mod cldr;
mod dates;
#[cfg(not(target_arch = "wasm32"))]
mod icu;
mod numbers;
mod patterns;

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use crate::error::{Error, Part, Place, Problem};
use crate::text::{concat, fill, isolated};

#[cfg(not(target_arch = "wasm32"))]
pub use icu::Icu;
pub use numbers::{NO_BREAK_SPACE, PowerOfTen};
use patterns::form;
pub use patterns::{PATTERNS, Pattern, Patterns};

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
    Kinds = "kinds",
    Bars = "bars",
    Stack = "stack",
    Slope = "slope",
    Stated = "stated",
    /// A datum that is stated, with what is known of it from others.
    StatedStatus = "stated_status",
    Derived = "derived",
    /// A datum that is derived, with its computation.
    DerivedFrom = "derived_from",
    NoValue = "no_value",
    Change = "change",
    /// From one label to another.
    ChangeOf = "change_of",
    Table = "table",
    TableQuotations = "table_quotations",
    Quotation = "quotation",
    /// The title of addresses that the article cites, and of those that a table without an article has.
    Source = "source",
    SourceOfData = "source_of_data",
    /// The five words of a status, in its order.
    Confirmed = "confirmed",
    Partly = "partly",
    Deviates = "deviates",
    NotFound = "not_found",
    NotChecked = "not_checked",
    /// Those that are too long for a table's cell.
    PartlyShort = "partly_short",
    DeviatesShort = "deviates_short",
    NotFoundShort = "not_found_short",
    /// The order of a table without an article.
    InData = "in_data",
    Close = "close",
    Found = "found",
    /// A datum that is found elsewhere, with its series.
    FoundIn = "found_in",
    Sort = "sort",
    ByValue = "by_value",
    ByName = "by_name",
    AsStated = "as_stated",
    Grouped = "grouped",
    Compare = "compare",
    Nothing = "nothing",
    /// The selected data; with their sum; with the sum and its terms.
    Selected = "selected",
    SelectedSum = "selected_sum",
    SelectedTerms = "selected_terms",
    Group = "group",
    Singly = "singly",
    Several = "several",
    ShowAll = "show_all",
    Options = "options",
    Reset = "reset",
    Timeline = "timeline",
    Map = "map",
    Cards = "cards",
    Line = "line",
    /// A time of which only the begin is known.
    Since = "since",
    /// A value or time that is approximate.
    About = "about",
    Lanes = "lanes",
    Only = "only",
    All = "all",
    Counts = "counts",
    Values = "values",
    Absolute = "absolute",
    /// Values as shares of the first one, with its label.
    Relative = "relative",
    See = "see",
    // Forms by plural category: `one:{0} value|other:{0} values`.
    CountValues = "count_values",
    CountEntries = "count_entries",
    /// Rows that are not drawn.
    Others = "others",
    Count = "count",
    /// The largest some of all, and the same where a reader may see all.
    Limited = "limited",
    LimitedAtFirst = "limited_at_first",
    Position = "position",
    /// The largest value; with the second; with what both are together.
    Largest = "largest",
    LargestThen = "largest_then",
    LargestTogether = "largest_together",
    Period = "period",
    Checked = "checked",
    /// A datum, to be read aloud: label, value, status.
    Datum = "datum",
    /// From one value to another, or a quotation and its source.
    Course = "course",
    /// A line: its name, its course, its least and its greatest value.
    LineCourse = "line_course",
    /// Before the article's words.
    Article = "article",
    /// Before what others state.
    OthersState = "others_state",
    /// What a click leads to.
    Hint = "hint",
    /// A figure: its kind and what it shows.
    Summary = "summary",
    /// A setting and what was chosen, as a sentence.
    Asked = "asked",
    /// A name and what belongs to it.
    Titled = "titled",
    /// Entries of a list, two at a time.
    List = "list",
    /// A text and what explains it.
    Explained = "explained",
    /// Two texts, or sentences, one after the other.
    Beside = "beside",
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
}

/// Rules of a language that no pattern can say: from the browser's `Intl` there, from the ICU crates on the host.
pub trait Rules {
    /// The plural category of a number with a count of visible decimals: `one`, `few`, `many`, `other`.
    fn plural(&self, value: f64, decimals: usize) -> String;
    /// For each of the texts, its place in the language's alphabetical order.
    fn ranks(&self, texts: &[String]) -> Vec<usize>;
}

/// How a language writes numbers and dates, on the host and in the browser alike.
#[derive(Clone, Default)]
pub struct Formats {
    pub patterns: Patterns,
    rules: Option<Rc<dyn Rules>>,
}

impl Formats {
    pub fn new(patterns: Patterns, rules: Rc<dyn Rules>) -> Self {
        Self { patterns, rules: Some(rules) }
    }

    fn plural(&self, value: f64, decimals: usize) -> String {
        self.rules.as_ref().map_or_else(String::new, |rules| rules.plural(value, decimals))
    }

    /// For each of the texts, its place in the language's alphabetical order.
    pub fn ranks(&self, texts: &[String]) -> Vec<usize> {
        self.rules.as_ref().map_or_else(Vec::new, |rules| rules.ranks(texts))
    }
}

impl fmt::Debug for Formats {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.patterns.fmt(formatter)
    }
}

/// A language as readers see it.
#[derive(Clone)]
pub struct Locale {
    /// A BCP 47 tag: `de`, `en`.
    pub language: String,
    pub formats: Rc<Formats>,
    words: Vec<String>,
}

/// A locale writes numbers and dates by its formats.
impl Deref for Locale {
    type Target = Formats;

    fn deref(&self) -> &Formats {
        &self.formats
    }
}

impl Locale {
    /// `look_up` gives the text of a word.
    ///
    /// # Errors
    /// A word that the language lacks.
    pub fn new(language: &str, formats: Formats, look_up: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let mut words = Vec::new();
        for name in NAMES {
            let Some(word) = look_up(name) else {
                let place = Place::file(&concat(&["strings/", language, ".json"])).with(Part::Property, name);
                return Err(Error::new(place, Problem::Missing, &["a text"]));
            };
            words.push(word);
        }
        Ok(Self::of(language, formats, words))
    }

    /// `words`: in the order of [`NAMES`]; one that is missing, where nobody is there to be told of it, stays empty.
    pub fn of(language: &str, formats: Formats, words: Vec<String>) -> Self {
        Self { language: language.to_owned(), formats: Rc::new(formats), words }
    }

    pub fn word(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", |word| word)
    }

    /// A message with its gaps filled. A sentence that ends with a text with a full stop has one.
    pub fn say(&self, word: Word, values: &[&str]) -> String {
        let mut isolates = Vec::new();
        for value in values {
            isolates.push(isolated(value));
        }
        let mut parts = Vec::new();
        for value in &isolates {
            parts.push(&**value);
        }
        let mut text = fill(self.word(word), &parts);
        if self.word(word).ends_with('.') && text.ends_with("..") {
            text.pop();
        }
        text
    }

    /// Sentences one after the other; an empty one is left out.
    pub fn beside(&self, sentences: &[String]) -> String {
        let mut text = String::new();
        for sentence in sentences {
            if text.is_empty() || sentence.is_empty() {
                text.push_str(sentence);
            } else {
                text = self.say(Word::Beside, &[&text, sentence]);
            }
        }
        text
    }

    /// The entries of a list, as the language parts them.
    pub fn list(&self, entries: &[String]) -> String {
        let (mut list, between) = (String::new(), self.between());
        for entry in entries {
            if !list.is_empty() {
                list.push_str(&between);
            }
            list.push_str(entry);
        }
        list
    }

    /// The text between two entries of a list: in each language, a list begins and ends with an entry.
    pub fn between(&self) -> String {
        fill(self.word(Word::List), &[])
    }

    /// A word with the number of what it counts.
    pub fn count(&self, word: Word, count: usize) -> String {
        let count = count as f64;
        fill(form(self.word(word), &self.plural(count, 0)), &[&self.number(count, 0)])
    }
}
