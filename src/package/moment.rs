//! Points in time as tables write them: ISO 8601, or the pattern that a schema gives.

use std::collections::HashSet;

use super::date::Date;
use super::month::month;
use crate::text::concat;
use crate::work;

/// How a field writes its dates: the standard's own way, any that can be told, or by a pattern of strptime
/// (`%d.%m.%Y`, `%b %d %Y`, `%Y-%m-%d %H:%M`). `%q` is a quarter, 1 to 4 or I to IV; `%G` and `%V` are the year and week
/// of ISO 8601; `%s` are seconds since 1970, or thousandths where they have 12 digits or more; `%b` and `%B` are months by
/// name or abbreviation in many languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    Iso,
    Any,
    Pattern(String),
}

impl Format {
    /// Its pattern of strptime, if it has one.
    pub fn pattern(&self) -> Option<&str> {
        match self {
            Format::Pattern(pattern) => Some(pattern),
            Format::Iso | Format::Any => None,
        }
    }

    /// The length of the spans that a pattern names, where it names none of days.
    pub fn precision(&self) -> Option<Precision> {
        let pattern = self.pattern()?;
        let has = |directives: &[&str]| directives.iter().any(|directive| pattern.contains(directive));
        match () {
            () if has(&["%q"]) => Some(Precision::Quarter),
            () if has(&["%V"]) => Some(Precision::Week),
            () if has(&["%d", "%e", "%j", "%F"]) => None,
            () if has(&["%m", "%b", "%B", "%h"]) => Some(Precision::Month),
            () => None,
        }
    }
}

/// What is tried after ISO 8601, and the times of day that may follow.
const DAYS: [&str; 17] = [
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%b %d %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y%m%d",
    "%d. %b %Y",
    "%d %b %Y г.",
    "%d de %b de %Y",
    "%Y年%m月%d日",
];
/// Months, quarters and weeks. A space in a pattern also fits no space.
const SPANS: [&str; 27] = [
    "%b %Y",
    "%b-%y",
    "%b-%Y",
    "%Y-%b",
    "%Y %b",
    "%m.%Y",
    "%m/%Y",
    "%b de %Y",
    "%b %Y г.",
    "%Y ж. %b",
    "%Y年%m月",
    "%Y Q%q",
    "%Y-Q%q",
    "Q%q %Y",
    "Q%q-%Y",
    "Q%q/%Y",
    "%q. Quartal %Y",
    "%Y K%q",
    "T%q %Y",
    "%Y-T%q",
    "%q кв. %Y",
    "%q квартал %Y",
    "%Y年第%q季度",
    "%G W%V",
    "%G-W%V",
    "KW %V %G",
    "KW %V/%G",
];
const TIMES: [&str; 5] = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];

/// Formats that read none of the first texts read no column.
const FIRST: usize = 100;

/// In days since 1 January 1970, on the clock of the place that a text speaks of: midnight in Almaty is no day before, as
/// it would be in UTC. `None` for what is no point in time.
pub fn parse(text: &str, format: &Format) -> Option<f64> {
    match format {
        // What "any" means is settled for a column as a whole, by `fitting`.
        Format::Iso | Format::Any => iso(text.trim()),
        Format::Pattern(pattern) => by_pattern(text, pattern),
    }
}

/// The format that reads most of some texts, and how many it reads. There are two where day and month may change places,
/// and none where nothing reads any.
pub async fn fitting(texts: &[&str]) -> (Vec<Format>, usize) {
    let days = DAYS.iter().flat_map(|day| TIMES.iter().map(move |time| concat(&[day, time])));
    let patterns = days.chain(SPANS.iter().map(|span| (*span).to_owned())).map(Format::Pattern);
    let (mut best, mut most) = (Vec::new(), 0);
    for format in [Format::Iso].into_iter().chain(patterns) {
        let fits = |text: &&str| parse(text, &format).is_some();
        if !work::any(texts.iter().take(FIRST), fits).await {
            continue;
        }
        let count = work::count(texts, fits).await;
        if count > most {
            (best, most) = (Vec::new(), count);
        }
        if count == most {
            best.push(format);
        }
    }
    if best.len() > 1
        && let Some(at) = settled(texts, &best).await
    {
        best = vec![best.swap_remove(at)];
    }
    (best, most)
}

/// The place of the format that is right, of several that read the same texts.
async fn settled(texts: &[&str], formats: &[Format]) -> Option<usize> {
    let are_same = |text: &&str| formats.iter().all(|other| parse(text, other) == parse(text, &formats[0]));
    if work::all(texts, are_same).await {
        return Some(0);
    }
    for (at, format) in formats.iter().enumerate() {
        if is_monthly(texts, format).await {
            return Some(at);
        }
    }
    None
}

/// Whether texts are of one day of all months, or of several in more than one year. Of a few months in one year nobody can
/// tell: the first of January, February and March may be the first three days of January.
async fn is_monthly(texts: &[&str], format: &Format) -> bool {
    let (mut days, mut months, mut years) = (HashSet::new(), HashSet::new(), HashSet::new());
    for text in texts {
        work::spend(1).await;
        let Some(time) = parse(text, format) else { continue };
        let date = Date::of(time.floor());
        days.insert(date.day);
        months.insert(date.month);
        years.insert(date.year);
    }
    days.len() == 1 && (months.len() == 12 || (months.len() > 1 && years.len() > 1))
}

/// `2021`, `2021-09`, `2021-09-12`, `2021-09-12T10:30:00Z`; a space may stand for the T.
fn iso(text: &str) -> Option<f64> {
    if let Some(date) = Date::parse(text) {
        return Some(date.begin());
    }
    let (day, time) = text.split_once(['T', ' '])?;
    let date = Date::parse(day).filter(|date| date.day.is_some())?;
    Some(date.begin() + clock(time)?)
}

/// `10:30`, `10:30:15.5`, with `Z` or an offset such as `+06:00`; a part of a day.
fn clock(text: &str) -> Option<f64> {
    let text = match text.find(['Z', 'z', '+', '-']) {
        Some(at) if is_zone(&text[at..]) => &text[..at],
        Some(_) => return None,
        None => text,
    };
    let mut seconds = 0.0;
    let mut count = 0;
    for (part, (unit, limit)) in text.split(':').zip([(3600.0, 25.0), (60.0, 60.0), (1.0, 61.0)]) {
        let number = super::decimal::parse(part).filter(|number| (0.0..limit).contains(number))?;
        seconds += number * unit;
        count += 1;
    }
    // 24:00 is the end of a day.
    (count >= 2 && count == text.split(':').count() && seconds <= DAY).then_some(seconds / DAY)
}

/// `Z`, or an offset from UTC such as `+06:00`.
fn is_zone(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or_default().replacen(':', "", 1);
    let is_offset = matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_offset || text.eq_ignore_ascii_case("z")
}

/// In seconds.
const DAY: f64 = 86_400.0;

/// Words in cells that are times, by their first letters: quarters, weeks, halves, and months in many languages.
const TIME_WORDS: [&str; 78] = [
    "q", "w", "h", "t", "kw", "quart", "quarter", "trim", "sem", "week", "woche", "кв", "нед", "тоқ", "jan", "feb",
    "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jän", "mär", "mrz", "mai", "okt", "dez",
    "janv", "fév", "avr", "juin", "juil", "aoû", "déc", "ene", "abr", "ago", "dic", "fev", "set", "out", "gen", "mag",
    "giu", "lug", "ott", "maj", "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "lis", "gru", "oca", "şub",
    "nis", "haz", "tem", "янв", "фев", "мар", "апр", "мая", "май", "июн", "июл", "авг", "сен", "окт",
];

/// Whether a cell seems to name a point or a span of time: a year, with at most one word beside it that is one of time.
pub fn looks_like_time(text: &str) -> bool {
    let numbers = text.split(|own: char| !own.is_ascii_digit());
    let has_year = numbers.clone().any(|number| number.len() == 4 && ("1000".."2200").contains(&number));
    let has_clock = text.contains(':') && numbers.filter(|number| !number.is_empty()).count() > 1;
    let mut words = text.split(|own: char| !own.is_alphabetic()).filter(|word| !word.is_empty());
    let is_time = |word: &str| {
        let word = word.to_lowercase();
        TIME_WORDS.iter().any(|known| if known.len() < 3 { word == *known } else { word.starts_with(known) })
    };
    let is_plain = |own: char| own.is_alphanumeric() || own.is_whitespace() || "-–/.:'’()".contains(own);
    let is_short = text.chars().count() <= 30 && text.chars().all(is_plain);
    is_short && (has_year || has_clock) && words.next().is_none_or(is_time) && words.next().is_none()
}

/// What a pattern has found so far.
#[derive(Default)]
struct Found {
    year: Option<i32>,
    /// In seconds.
    since_1970: Option<f64>,
    /// The year of a week and the week, which may begin in the year before.
    week_year: Option<i32>,
    week: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    of_year: Option<u32>,
    seconds: f64,
    afternoon: Option<bool>,
}

fn by_pattern(text: &str, pattern: &str) -> Option<f64> {
    let (mut found, mut rest) = (Found::default(), text.trim());
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        if sign == '%' {
            let directive = signs.next()?;
            rest = found.take(directive, rest)?;
            // The full stop of an abbreviation, which only some months have.
            if matches!(directive, 'b' | 'B' | 'h') && !signs.as_str().starts_with('.') {
                rest = rest.strip_prefix('.').unwrap_or(rest);
            }
        } else if sign.is_whitespace() {
            rest = rest.trim_start();
        } else {
            let same = rest.chars().next().filter(|own| own.eq_ignore_ascii_case(&sign))?;
            rest = &rest[same.len_utf8()..];
        }
    }
    if rest.is_empty() { found.days() } else { None }
}

impl Found {
    /// Reads what a directive means; returns what is left.
    fn take<'a>(&mut self, directive: char, text: &'a str) -> Option<&'a str> {
        let text = text.trim_start_matches(if matches!(directive, 'e' | 'd') { ' ' } else { '\0' });
        let digits = |most: usize| {
            let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
            let number = text[..count].parse::<u32>().ok()?;
            Some((number, &text[count..]))
        };
        let rest;
        match directive {
            'Y' | 'G' => {
                let (year, left) = digits(4).filter(|(_, left)| text.len() - left.len() == 4)?;
                let own = if directive == 'Y' { &mut self.year } else { &mut self.week_year };
                (*own, rest) = (Some(year as i32), left);
            }
            'y' => {
                let (year, left) = digits(2).filter(|(_, left)| text.len() - left.len() == 2)?;
                // As POSIX has it: 69 to 99 are of the last century.
                (self.year, rest) = (Some(year as i32 + if year < 69 { 2000 } else { 1900 }), left);
            }
            'm' => {
                let (month, left) = digits(2)?;
                (self.month, rest) = (Some(month), left);
            }
            'd' | 'e' => {
                let (day, left) = digits(2)?;
                (self.day, rest) = (Some(day), left);
            }
            'j' => {
                let (day, left) = digits(3)?;
                (self.of_year, rest) = (Some(day), left);
            }
            'H' | 'I' => {
                let (hour, left) = digits(2).filter(|(hour, _)| *hour <= 24)?;
                self.seconds += f64::from(hour) * 3600.0;
                rest = left;
            }
            'M' => {
                let (minute, left) = digits(2).filter(|(minute, _)| *minute < 60)?;
                self.seconds += f64::from(minute) * 60.0;
                rest = left;
            }
            'S' => {
                let (second, left) = digits(2).filter(|(second, _)| *second < 61)?;
                self.seconds += f64::from(second);
                rest = left;
            }
            'f' => {
                let (_, left) = digits(6)?;
                self.seconds += super::decimal::parse(&(String::from("0.") + &text[..text.len() - left.len()]))?;
                rest = left;
            }
            'b' | 'B' | 'h' => {
                let is_of_word =
                    |own: char| !(own.is_whitespace() || own.is_ascii_punctuation() || own.is_ascii_digit());
                let (word, left) = text.split_at(text.find(|own| !is_of_word(own)).unwrap_or(text.len()));
                (self.month, rest) = (Some(month(word)?), left);
            }
            's' => {
                let (number, left) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
                let seconds = super::decimal::parse(number)?;
                // Thousandths are longer: 12 digits of seconds would be later than the year 5000.
                self.since_1970 = Some(if number.len() < 12 { seconds } else { seconds / 1000.0 });
                rest = left;
            }
            'q' => {
                let (quarter, left) = quarter(text)?;
                (self.month, rest) = (Some(3 * quarter - 2), left);
            }
            'V' => {
                let (week, left) = digits(2)?;
                (self.week, rest) = (Some(week), left);
            }
            'p' => {
                let half = text.get(..2)?.to_ascii_lowercase();
                self.afternoon = Some(half == "pm");
                rest = if half == "pm" || half == "am" { &text[2..] } else { return None };
            }
            'z' | 'Z' => {
                let (zone, left) = text.split_at(text.find(' ').unwrap_or(text.len()));
                rest = if is_zone(zone) || matches!(zone, "UTC" | "GMT") { left } else { return None };
            }
            'a' | 'A' => rest = text.trim_start_matches(|sign: char| sign.is_alphabetic()),
            '%' => rest = text.strip_prefix('%')?,
            'F' => return ['Y', '-', 'm', '-', 'd'].iter().try_fold(text, |text, part| self.part(*part, text)),
            'T' => return ['H', ':', 'M', ':', 'S'].iter().try_fold(text, |text, part| self.part(*part, text)),
            _ => return None,
        }
        Some(rest)
    }

    fn part<'a>(&mut self, part: char, text: &'a str) -> Option<&'a str> {
        if part.is_alphabetic() { self.take(part, text) } else { text.strip_prefix(part) }
    }

    fn days(&self) -> Option<f64> {
        if let Some(seconds) = self.since_1970 {
            return Some(seconds / DAY);
        }
        if let (Some(year), Some(week)) = (self.week_year, self.week) {
            return week_begin(year, week);
        }
        let date = Date::valid(self.year?, self.month, self.day)?;
        let twelve = 12.0 * 3600.0;
        let hours = match self.afternoon {
            Some(true) if self.seconds < twelve => self.seconds + twelve,
            Some(false) if self.seconds >= twelve => self.seconds - twelve,
            _ => self.seconds,
        };
        let begin = date.begin() + f64::from(self.of_year.unwrap_or(1)) - 1.0;
        let is_of_year = self.of_year.is_none_or(|day| day > 0 && begin < date.end());
        (is_of_year && hours <= DAY).then_some(begin + hours / DAY)
    }
}

/// A quarter and what follows it: 1 to 4, or I to IV.
fn quarter(text: &str) -> Option<(u32, &str)> {
    // The longer ones first: II begins with I.
    const QUARTERS: [(&str, u32); 8] =
        [("III", 3), ("II", 2), ("IV", 4), ("I", 1), ("1", 1), ("2", 2), ("3", 3), ("4", 4)];
    let (left, quarter) = QUARTERS.iter().find_map(|(name, quarter)| Some((text.strip_prefix(name)?, *quarter)))?;
    Some((quarter, left))
}

/// The Monday on which a week of ISO 8601 begins: the first week of a year is that of 4 January.
fn week_begin(year: i32, week: u32) -> Option<f64> {
    let fourth = Date::valid(year, Some(1), Some(4))?.begin();
    let begin = monday(fourth) + 7.0 * (f64::from(week) - 1.0);
    (week > 0 && week_of(begin) == (year, week)).then_some(begin)
}

/// The Monday of a day's week. 1 January 1970 was a Thursday.
fn monday(day: f64) -> f64 {
    // Not the remainder, which wasm has no instruction for.
    let since = day.floor() + 3.0;
    day - (since - 7.0 * (since / 7.0).floor())
}

/// The year and week of ISO 8601 in which a day lies: those of the week's Thursday.
pub fn week_of(day: f64) -> (i32, u32) {
    let thursday = monday(day.floor()) + 3.0;
    let year = Date::of(thursday).year;
    let first = Date { year, month: None, day: None }.begin();
    (year, ((thursday - first) / 7.0) as u32 + 1)
}

/// A point in time as precisely as a field names it: `2021-09`, `2021-Q3`, `2021-W36`; a day or a time otherwise.
pub fn span_text(days: f64, precision: Option<Precision>) -> String {
    let day = text(days);
    match precision {
        Some(Precision::Quarter) => concat(&[&day[..4], "-Q", &quarter_of(Date::of(days)).to_string()]),
        Some(Precision::Week) => {
            let (year, week) = week_of(days);
            concat(&[&year.to_string(), "-W", &two(week)])
        }
        Some(Precision::Month) => day[..7].to_owned(),
        _ => day,
    }
}

/// The quarter of a date, 1 to 4.
pub fn quarter_of(date: Date) -> u32 {
    date.month.unwrap_or(1).div_ceil(3)
}

/// As ISO 8601 has it: `2021-09-12`, and `2021-09-12T10:30`, `…T10:30:15`, `…T10:30:15.250` as far as it is not zero.
pub fn text(days: f64) -> String {
    let (date, time) = day_and_time(days);
    let year = date.year.to_string();
    let zeros = &"0000"[year.len().min(4)..];
    let (month, day) = (two(date.month.unwrap_or(1)), two(date.day.unwrap_or(1)));
    let date = concat(&[zeros, &year, "-", &month, "-", &day]);
    if time == 0 { date } else { concat(&[&date, "T", &clock_text(time, Precision::of_day(time))]) }
}

/// How precisely a point in time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Precision {
    #[default]
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Minute,
    Second,
    Thousandth,
}

impl Precision {
    pub const ALL: [Precision; 8] = [
        Precision::Year,
        Precision::Quarter,
        Precision::Month,
        Precision::Week,
        Precision::Day,
        Precision::Minute,
        Precision::Second,
        Precision::Thousandth,
    ];

    /// The coarsest that says when a point in time is.
    pub fn of(days: f64) -> Self {
        match day_and_time(days) {
            (Date { month: Some(1), day: Some(1), .. }, 0) => Precision::Year,
            (Date { day: Some(1), .. }, 0) => Precision::Month,
            (_, 0) => Precision::Day,
            (_, time) => Self::of_day(time),
        }
    }

    /// The coarsest that says when in a day a time is, in thousandths of a second.
    fn of_day(time: u32) -> Self {
        match time {
            _ if time.is_multiple_of(60_000) => Precision::Minute,
            _ if time.is_multiple_of(1000) => Precision::Second,
            _ => Precision::Thousandth,
        }
    }
}

/// The day of a point in time, and how many thousandths of a second of it have passed: rounded, because these are no
/// exact part of a day in binary.
pub fn day_and_time(days: f64) -> (Date, u32) {
    let time = ((days - days.floor()) * 86_400_000.0).round() as u32;
    if time < 86_400_000 { (Date::of(days.floor()), time) } else { (Date::of(days.floor() + 1.0), 0) }
}

/// A time of day, in thousandths of a second: `10:30`, `10:30:15`, `10:30:15.250`.
pub fn clock_text(time: u32, precision: Precision) -> String {
    let seconds = time / 1000;
    let mut text = concat(&[&two(seconds / 3600), ":", &two(seconds / 60 % 60)]);
    if precision > Precision::Minute {
        text = text + ":" + &two(seconds % 60);
    }
    if precision > Precision::Second {
        // With a one before them, the thousandths keep their zeros.
        text = text + "." + &(time % 1000 + 1000).to_string()[1..];
    }
    text
}

fn two(number: u32) -> String {
    concat(&[if number < 10 { "0" } else { "" }, &number.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_tables_write() {
        let pattern = |pattern: &str| Format::Pattern(pattern.to_owned());
        for (written, format, expected) in [
            ("2000-01-01", Format::Iso, "2000-01-01"),
            ("2000-01", Format::Iso, "2000-01-01"),
            ("2000-01-01T10:30:00Z", Format::Iso, "2000-01-01T10:30"),
            ("2000-01-01 10:30", Format::Iso, "2000-01-01T10:30"),
            ("2000-01-01T02:30:00+06:00", Format::Iso, "2000-01-01T02:30"),
            ("2000-01-01T00:00+06:00", Format::Iso, "2000-01-01"),
            (" 2000-01-01", Format::Iso, "2000-01-01"),
            ("2000-01-01 10:30 -0500", pattern("%Y-%m-%d %H:%M %z"), "2000-01-01T10:30"),
            ("2000-01-01 10:30 UTC", pattern("%Y-%m-%d %H:%M %Z"), "2000-01-01T10:30"),
            ("2020-366", pattern("%Y-%j"), "2020-12-31"),
            ("Jan 1 2000", pattern("%b %d %Y"), "2000-01-01"),
            ("September 12, 2021", pattern("%B %d, %Y"), "2021-09-12"),
            ("12.09.2021", pattern("%d.%m.%Y"), "2021-09-12"),
            ("12. Sept. 2021", pattern("%d. %b %Y"), "2021-09-12"),
            ("12.Sep.2021", pattern("%d.%b.%Y"), "2021-09-12"),
            ("Sep. 2021", pattern("%b. %Y"), "2021-09-01"),
            ("12 сентября 2021 г.", pattern("%d %b %Y г."), "2021-09-12"),
            ("1577836800", pattern("%s"), "2020-01-01"),
            ("1577836800250", pattern("%s"), "2020-01-01T00:00:00.250"),
            ("2015 q3", pattern("%Y Q%q"), "2015-07-01"),
            ("IV кв. 2020", pattern("%q кв. %Y"), "2020-10-01"),
            ("2020-W01", pattern("%G-W%V"), "2019-12-30"),
            ("2020-W53", pattern("%G-W%V"), "2020-12-28"),
            ("KW 7 2021", pattern("KW %V %G"), "2021-02-15"),
            ("2020年12月", pattern("%Y年%m月"), "2020-12-01"),
            ("12/09/21 07:05 PM", pattern("%d/%m/%y %I:%M %p"), "2021-09-12T19:05"),
            ("2010/01/01 00:00", pattern("%Y/%m/%d %H:%M"), "2010-01-01"),
            ("2021-032", pattern("%Y-%j"), "2021-02-01"),
            ("0987-01-01T00:00:01", Format::Iso, "0987-01-01T00:00:01"),
            ("2000-01-01T10:30:15.05", Format::Iso, "2000-01-01T10:30:15.050"),
            ("2000-12-31T23:59:59.9999", Format::Iso, "2001-01-01"),
        ] {
            assert_eq!(parse(written, &format).map(text).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn refuses_what_is_no_point_in_time() {
        for (written, format) in [
            ("2000-13-01", Format::Iso),
            ("2000-01-01T25:00", Format::Iso),
            ("2000-01-01T10", Format::Iso),
            ("soon", Format::Any),
            ("31.02.2021", Format::Pattern("%d.%m.%Y".to_owned())),
            ("12.09.2021 x", Format::Pattern("%d.%m.%Y".to_owned())),
            ("2021", Format::Pattern("%".to_owned())),
            ("ä1", Format::Pattern("%b%d".to_owned())),
            ("2021-01-01 10:00:00", Format::Pattern("%Y-%m-%d %H:%M:%S %z".to_owned())),
            ("2021-01-01 é", Format::Pattern("%Y-%m-%d %z".to_owned())),
            ("2021-01-01T10:00+é", Format::Iso),
            ("01.02.24", Format::Pattern("%d.%m.%Y".to_owned())),
            ("01/02/24", Format::Pattern("%Y/%m/%d".to_owned())),
            ("01.02.2", Format::Pattern("%d.%m.%y".to_owned())),
            ("2021-366", Format::Pattern("%Y-%j".to_owned())),
            ("2021-0", Format::Pattern("%Y-%j".to_owned())),
            ("2021-W53", Format::Pattern("%G-W%V".to_owned())),
            ("2021-W00", Format::Pattern("%G-W%V".to_owned())),
            ("2021 Q5", Format::Pattern("%Y Q%q".to_owned())),
            ("jui 2021", Format::Pattern("%b %Y".to_owned())),
        ] {
            assert_eq!(parse(written, &format), None, "{written}");
        }
    }

    #[test]
    fn finds_the_pattern_that_fits_most() {
        for (texts, expected) in [
            ("2000-01-01, 2000-02-01", vec!["iso"]),
            ("01/02/2000, 25/02/2000", vec!["%d/%m/%Y"]),
            ("01/02/2000, 02/25/2000", vec!["%m/%d/%Y"]),
            ("01/02/24, 02/25/24", vec!["%m/%d/%y"]),
            ("01.02.24, 25.02.24", vec!["%d.%m.%y"]),
            ("1/1/2020, 2/1/2020, 1/1/2021, 2/1/2021", vec!["%m/%d/%Y"]),
            ("01/01/2020, 01/02/2020, 01/01/2021", vec!["%d/%m/%Y"]),
            (
                "1/1/20, 2/1/20, 3/1/20, 4/1/20, 5/1/20, 6/1/20, 7/1/20, 8/1/20, 9/1/20, 10/1/20, 11/1/20, 12/1/20",
                vec!["%m/%d/%y"],
            ),
            ("1/1/2020, 2/1/2020, 3/1/2020", vec!["%d/%m/%Y", "%m/%d/%Y"]),
            ("01/01/2020, 01/01/2021", vec!["%d/%m/%Y"]),
            ("01/02/2000", vec!["%d/%m/%Y", "%m/%d/%Y"]),
            ("01/02/2000, 02/03/2000", vec!["%d/%m/%Y", "%m/%d/%Y"]),
            ("13.01.2024 10:30, 14.01.2024 10:30", vec!["%d.%m.%Y %H:%M"]),
            ("2/25/2000 1:05 PM", vec!["%m/%d/%Y %I:%M %p"]),
            ("20240101, 20240102", vec!["%Y%m%d"]),
            ("Jan 1 2000", vec!["%b %d %Y"]),
            ("2000-01-01, x", vec!["iso"]),
            ("2015 Q1, 2015 Q2", vec!["%Y Q%q"]),
            ("Q1/2015, Q2/2015", vec!["Q%q/%Y"]),
            ("1. Quartal 2015", vec!["%q. Quartal %Y"]),
            ("2020-W01, 2020-W02", vec!["%G-W%V"]),
            ("janv. 2020, févr. 2020", vec!["%b %Y"]),
            ("enero de 2020", vec!["%b de %Y"]),
            ("1 января 2020 г.", vec!["%d %b %Y г."]),
            ("x", vec![]),
        ] {
            let (found, _) = work::finish(fitting(&texts.split(", ").collect::<Vec<_>>()));
            let format = |name: &str| match name {
                "iso" => Format::Iso,
                pattern => Format::Pattern(pattern.to_owned()),
            };
            assert_eq!(found, expected.into_iter().map(format).collect::<Vec<_>>(), "{texts:?}");
        }
    }
}
