//! The signs in a language's numbers and dates: what a scene needs to write the steps of an axis.

use crate::locale::{Locale, PowerOfTen};
use crate::package::Date;
use crate::text::{concat, fill};

/// How numbers and days are put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Between groups of three digits, and before the decimals.
    pub group: String,
    pub decimal: String,
    /// A day of each month, `{0} февраля`, which is another word than the month's name alone; and such a day in a year:
    /// `{0} {1} г.`
    pub days: Vec<String>,
}

impl Signs {
    /// As they stand in `12.345,5`.
    pub fn of(locale: &Locale) -> Self {
        let number = locale.number(12_345.5, 1);
        let between = |from: char, to: char| {
            let rest = number.split_once(from).map_or("", |(_, rest)| rest);
            rest.split_once(to).map_or("", |(between, _)| between).to_owned()
        };
        let after = number.split_once("345").map_or("", |(_, rest)| rest);
        let (mut days, mut day_and_year) = (Vec::new(), String::new());
        for month in 1..=12 {
            let text = locale.date(Date { year: 2001, month: Some(month), day: Some(25) });
            let day = without_year(&text).to_owned();
            day_and_year = text.replace(&day, "{0}").replace("2001", "{1}");
            days.push(day.replace("25", "{0}"));
        }
        days.push(day_and_year);
        Self { group: between('2', '3'), decimal: after.strip_suffix('5').unwrap_or(after).to_owned(), days }
    }

    /// `25 февраля`
    pub fn day(&self, date: Date) -> String {
        let (month, day) = (date.month.unwrap_or(1) as usize, date.day.unwrap_or(1).to_string());
        fill(self.pattern(month - 1), &[&day])
    }

    fn pattern(&self, number: usize) -> &str {
        self.days.get(number).map_or("{0}", |pattern| pattern)
    }

    /// `25 февраля 2001 г.`
    pub fn day_of_year(&self, date: Date) -> String {
        fill(self.pattern(12), &[&self.day(date), &date.year.to_string()])
    }

    /// A number of at most 15 digits with a fixed count of decimals, with U+2212 as its minus sign; what would have more
    /// than six decimals and begin with zeros, as a power of ten.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        match PowerOfTen::of(value).filter(|_| decimals > PowerOfTen::DECIMALS) {
            Some(power) => power.text(|number, decimals| self.plain(number, decimals)),
            // Beside powers of ten.
            None if value == 0.0 && decimals > PowerOfTen::DECIMALS => self.plain(0.0, 0),
            None => self.plain(value, decimals),
        }
    }

    fn plain(&self, value: f64, decimals: usize) -> String {
        let mut power = 1.0;
        for _ in 0..decimals {
            power *= 10.0;
        }
        let scaled = (value.abs() * power).round();
        let whole = (scaled / power).floor();
        let (mut digits, mut fraction) = ((whole as i64).to_string(), String::new());
        if decimals > 0 {
            fraction = ((scaled - whole * power) as i64).to_string();
            while fraction.len() < decimals {
                fraction.insert(0, '0');
            }
            fraction.insert_str(0, &self.decimal);
        }
        let mut at = digits.len();
        while at > 3 {
            at -= 3;
            digits.insert_str(at, &self.group);
        }
        let sign = if value < 0.0 && scaled > 0.0 { "−" } else { "" };
        concat(&[sign, &digits, &fraction])
    }
}

/// The part of a date of 2001 that names the day: what stands before the year, or behind it from the first digit on.
fn without_year(text: &str) -> &str {
    let (before, after) = text.split_once("2001").unwrap_or((text, ""));
    match after.find(|sign: char| sign.is_ascii_digit()) {
        Some(first) => &after[first..],
        None => before.trim_end_matches([' ', ',']),
    }
}

#[cfg(test)]
mod tests {
    use super::Signs;

    #[test]
    fn numbers() {
        let signs = Signs { group: ".".to_owned(), decimal: ",".to_owned(), ..Signs::default() };
        for (value, decimals, expected) in [
            (0.0, 0, "0"),
            (-0.2, 0, "0"),
            (1234.5, 1, "1.234,5"),
            (-1_234_567.0, 0, "−1.234.567"),
            (0.05, 2, "0,05"),
            (2.999, 2, "3,00"),
            (2e-9, 9, "2×10⁻⁹"),
            (-2.5e-9, 10, "−2,5×10⁻⁹"),
            (0.0, 9, "0"),
        ] {
            assert_eq!(signs.number(value, decimals), expected);
        }
    }
}
