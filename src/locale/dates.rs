//! Dates, spans and times of day as a language writes them.

use super::Formats;
use super::patterns::{Pattern, Patterns, form};
use crate::package::{Date, Precision, day_and_time, week_of};
use crate::text::fill;

impl Formats {
    /// `30. September 2021`, `September 2021`, `2021`
    pub fn date(&self, date: Date) -> String {
        let patterns = &self.patterns;
        let pattern = match (date.month, date.day) {
            (None, _) => patterns.get(Pattern::Year),
            (_, None) => patterns.get(Pattern::Month),
            _ => patterns.get(Pattern::Day),
        };
        patterns.fill(pattern, date.into())
    }

    /// `10.–12. November 2021`, `März 2022 – April 2022`, `1989–2019`; one date where both are the same.
    pub fn dates(&self, from: Date, to: Date) -> String {
        let patterns = &self.patterns;
        if from == to {
            return self.date(from);
        }
        let is_month = from.month.is_some() && (from.year, from.month) == (to.year, to.month);
        let pattern = match (from.month, to.month) {
            _ if is_month && from.day.is_some() && to.day.is_some() => patterns.get(Pattern::Days),
            (None, None) => patterns.get(Pattern::Years),
            _ => return fill(patterns.get(Pattern::Between), &[&self.date(from), &self.date(to)]),
        };
        let (first, last) = pattern.split_once('|').unwrap_or_default();
        patterns.fill(first, from.into()) + &patterns.fill(last, to.into())
    }

    /// `25 февраля`
    pub fn day_of_month(&self, date: Date) -> String {
        self.patterns.fill(self.patterns.get(Pattern::DayOfMonth), date.into())
    }

    /// The day of a month alone, in digits.
    pub fn day_number(&self, date: Date) -> String {
        self.patterns.fill("{d}", date.into())
    }

    pub fn year(&self, year: i32) -> String {
        self.patterns.fill(self.patterns.get(Pattern::Year), Parts { year, ..Parts::default() })
    }

    /// The name of a month, 1 to 12, alone.
    pub fn month(&self, month: u32) -> &str {
        self.patterns.entry(Pattern::MonthsAlone, month as usize - 1)
    }

    /// The short name of a month, 1 to 12, alone: `Sept.`
    pub fn short_month(&self, month: u32) -> &str {
        self.patterns.entry(Pattern::MonthsShort, month as usize - 1)
    }

    /// The short name of a quarter, 1 to 4, alone.
    pub fn quarter(&self, quarter: usize) -> &str {
        self.patterns.entry(Pattern::Quarters, quarter.wrapping_sub(1))
    }

    /// A time of day, in thousandths of a second: `10:30`, `10:30:15`, `10:30:15,250`.
    pub fn clock(&self, time: u32, precision: Precision) -> String {
        let pattern = self.patterns.entry(Pattern::Clock, usize::from(precision > Precision::Minute));
        let decimals = if precision > Precision::Second { 3 } else { 0 };
        self.patterns.fill(pattern, Parts { time, decimals, ..Parts::default() })
    }

    /// A point in time, in days since 1 January 1970.
    pub fn moment(&self, days: f64, precision: Precision) -> String {
        let (date, time) = day_and_time(days);
        let patterns = &self.patterns;
        match precision {
            Precision::Quarter => patterns.fill(patterns.get(Pattern::Quarter), date.into()),
            Precision::Week => {
                let (year, week) = week_of(days);
                let pattern = form(patterns.get(Pattern::Week), &self.plural(f64::from(week), 0));
                patterns.fill(pattern, Parts { year, week, ..Parts::default() })
            }
            Precision::Year => self.date(Date { month: None, day: None, ..date }),
            Precision::Month => self.date(Date { day: None, ..date }),
            Precision::Day => self.date(date),
            _ => fill(patterns.get(Pattern::DateTime), &[&self.clock(time, precision), &self.date(date)]),
        }
    }
}

/// The parts of a date and a time that stand in the gaps of a pattern.
#[derive(Clone, Copy, Default)]
struct Parts {
    year: i32,
    month: u32,
    day: u32,
    week: u32,
    /// In thousandths of a second.
    time: u32,
    /// The decimals of the seconds: three, or none.
    decimals: usize,
}

impl From<Date> for Parts {
    fn from(date: Date) -> Self {
        let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
        Self { year: date.year, month, day, ..Self::default() }
    }
}

impl Patterns {
    /// A pattern with its gaps filled, which [`Pattern::Day`] lists.
    fn fill(&self, pattern: &str, parts: Parts) -> String {
        let Parts { year, month, day, week, time, decimals } = parts;
        let mut text = String::new();
        let mut rest = pattern.split(['{', '}']);
        while let Some(between) = rest.next() {
            text.push_str(between);
            let Some(gap) = rest.next().and_then(|gap| gap.bytes().next()) else { continue };
            // A count of digits that is filled with zeros, and 0 for as many digits as a number has.
            let (number, least) = match gap {
                b'M' | b'L' | b'Q' => {
                    let (list, index) = match gap {
                        b'M' => (Pattern::Months, month - 1),
                        b'L' => (Pattern::MonthsAlone, month - 1),
                        _ => (Pattern::Quarters, (month - 1) / 3),
                    };
                    text.push_str(self.entry(list, index as usize));
                    continue;
                }
                b'y' => (year, 0),
                b'd' => (day as i32, 0),
                b'D' => (day as i32, 2),
                b'm' => (month as i32, 0),
                b'n' => (month as i32, 2),
                b'q' => (month.div_ceil(3) as i32, 0),
                b'w' => (week as i32, 0),
                b'h' => ((time / 3_600_000) as i32, 0),
                b'H' => ((time / 3_600_000) as i32, 2),
                b'i' => ((time / 60_000 % 60) as i32, 2),
                _ => ((time / 1000 % 60) as i32, 2),
            };
            self.push_number(number, least, &mut text);
            if gap == b's' && decimals > 0 {
                text.push_str(self.get(Pattern::Decimal));
                self.push_number((time % 1000) as i32, decimals, &mut text);
            }
        }
        text
    }

    /// A whole number without groups, with at least so many digits.
    fn push_number(&self, number: i32, least: usize, text: &mut String) {
        let digits = number.to_string();
        for _ in digits.len()..least {
            text.push(self.digit(b'0'));
        }
        for digit in digits.bytes() {
            // The minus sign of a year before our era.
            text.push(if digit.is_ascii_digit() { self.digit(digit) } else { '−' });
        }
    }
}
