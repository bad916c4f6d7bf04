//! A language's patterns for numbers and dates, as the Unicode CLDR has them.

macro_rules! patterns {
    ($($(#[doc = $doc:literal])* $pattern:ident = $name:literal,)+) => {
        /// A symbol, a list of names, or a pattern. Lists have a line for each entry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Pattern { $($(#[doc = $doc])* $pattern,)+ }

        /// The names of the patterns in the table, in the order of [`Pattern`].
        pub const PATTERNS: &[&str] = &[$($name,)+];
    };
}

patterns! {
    /// Before the decimals.
    Decimal = "decimal",
    /// Between groups of digits.
    Group = "group",
    /// How many digits stand at least before the last group: 2 where 1234 is not grouped, as in Spanish.
    MinimumGrouping = "minimum_grouping",
    /// The digit zero; the other digits follow it in Unicode.
    Zero = "zero",
    /// U+2212, between the marks of direction that the language has beside it.
    Minus = "minus",
    /// `#,##0.###`; a second pattern after `;` is that of negative numbers.
    Number = "number",
    /// `#,##0 %`
    Percent = "percent",
    /// `¤#,##0.00`
    Currency = "currency",
    /// The same where the currency has a letter beside the number.
    CurrencyLetters = "currency_letters",
    /// Twelve short forms, from thousands to hundreds of billions of thousands: `0 Mio.`, `00 Mio.`; `0` where the number
    /// is written in full. A form may depend on the plural category: `one:0 M|other:0 MM`.
    Compact = "compact",
    /// From a number `{0}` to another one, `{1}`.
    Range = "range",
    /// The twelve months, as they stand in a date.
    Months = "months",
    /// The same, as they stand alone.
    MonthsAlone = "months_alone",
    /// The same, short.
    MonthsShort = "months_short",
    /// The four quarters of a year, short: `Q1`.
    Quarters = "quarters",
    /// A day: `{d}. {M} {y}`. Gaps of dates: day `{d}`, with two digits `{D}`; month `{M}`, alone `{L}`, in digits `{m}`, in
    /// two digits `{n}`; quarter `{Q}`, in digits `{q}`; week `{w}`; year `{y}`; hour `{h}`, with two digits `{H}`; minute `{i}`; second `{s}`.
    Day = "day",
    /// A month of a year: `{L} {y}`.
    Month = "month",
    Year = "year",
    /// A day without its year: `{d}. {M}`.
    DayOfMonth = "day_of_month",
    /// A quarter of a year: `{Q} {y}`.
    Quarter = "quarter",
    /// A week of a year; may depend on the plural category of the week's number.
    Week = "week",
    /// From a day to another one of the same month, parted where the second one begins: `{d}.–|{d}. {M} {y}`.
    Days = "days",
    /// From a year to another: `{y}–|{y}`.
    Years = "years",
    /// From a date `{0}` to another one, `{1}`.
    Between = "between",
    /// A date, `{1}`, and a time of day, `{0}`.
    DateTime = "date_time",
    /// Hour and minute; and, on a second line, with the second. Always of 24 hours.
    Clock = "clock",
}

/// The patterns of a language, in the order of [`Pattern`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patterns(pub Vec<String>);

impl Patterns {
    pub fn get(&self, pattern: Pattern) -> &str {
        self.0.get(pattern as usize).map_or("", |text| text)
    }

    /// An entry of a list, from 0; empty where there is none.
    pub(super) fn entry(&self, list: Pattern, index: usize) -> &str {
        self.get(list).split('\n').nth(index).unwrap_or_default()
    }
}

/// The text for a plural category of `one:…|other:…`, the first one where there is none for it; a text without categories
/// as it is.
pub(super) fn form<'a>(forms: &'a str, category: &str) -> &'a str {
    let mut found = "";
    for form in forms.split('|') {
        match form.split_once(':') {
            Some((name, text)) if found.is_empty() || name == category => found = text,
            Some(_) => {}
            None => return form,
        }
    }
    found
}
