//! Dates as precisely as they were written.

/// A day, a month or a year of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    pub year: i32,
    /// 1 to 12, unless only the year is known.
    pub month: Option<u32>,
    /// 1 to 31, unless only the month is known.
    pub day: Option<u32>,
}

impl Date {
    /// `2021`, `2021-09` or `2021-09-12`; `None` for anything else, and for days that no month has.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut numbers, mut count) = ([0_u32; 3], 0);
        for part in text.split('-') {
            let digits = if count == 0 { 4 } else { 2 };
            if count == numbers.len() || part.len() != digits {
                return None;
            }
            for byte in part.bytes() {
                let digit = byte.wrapping_sub(b'0');
                if digit > 9 {
                    return None;
                }
                numbers[count] = numbers[count] * 10 + u32::from(digit);
            }
            count += 1;
        }
        let [year, month, day] = numbers;
        Self::valid(year as i32, (count > 1).then_some(month), (count > 2).then_some(day))
    }

    /// `None` for months that no year has and days that no month has.
    pub fn valid(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let month_fits = month.is_none_or(|month| (1..=12).contains(&month));
        let day_fits = day.is_none_or(|day| month_fits && (1..=days_in(year, month.unwrap_or(1))).contains(&day));
        (month_fits && day_fits).then_some(Self { year, month, day })
    }

    /// The day so many days after 1 January 1970 (Hinnant, as above, civil_from_days).
    pub fn of(days: f64) -> Self {
        let days = days + 719_468.0;
        let era = (days / 146_097.0).floor();
        let of_era = (days - era * 146_097.0) as i32;
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era as i32 * 400 + i32::from(month <= 2);
        Self { year, month: Some(month as u32), day: Some(day as u32) }
    }

    /// The day on which it begins, in days since 1 January 1970.
    pub fn begin(self) -> f64 {
        days(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The day after it has ended, in days since 1 January 1970: a day is one long, a year 365 or 366.
    pub fn end(self) -> f64 {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.begin() + 1.0,
            (Some(month), None) => self.begin() + f64::from(days_in(self.year, month)),
            _ => days(self.year + 1, 1, 1),
        }
    }
}

fn days_in(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1 January 1970 (Hinnant, "chrono-compatible low-level date algorithms", days_from_civil):
/// years begin in March, so that the leap day is their last.
fn days(year: i32, month: u32, day: u32) -> f64 {
    let year = f64::from(year) - f64::from(u8::from(month <= 2));
    let era = (year / 400.0).floor();
    let of_era = year - era * 400.0;
    let of_year = ((153 * ((month + 9) % 12) + 2) / 5 + day - 1) as f64;
    era * 146_097.0 + of_era * 365.0 + (of_era / 4.0).floor() - (of_era / 100.0).floor() + of_year - 719_468.0
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn begins_and_ends() {
        for (text, begin, end) in [
            ("1970-01-01", 0.0, 1.0),
            ("1970", 0.0, 365.0),
            ("2000-02", 10988.0, 11017.0),
            ("2021-09", 18871.0, 18901.0),
            ("2021-12-31", 18992.0, 18993.0),
            ("1989", 6940.0, 7305.0),
            ("1969-12-31", -1.0, 0.0),
        ] {
            let date = Date::parse(text).expect(text);
            assert_eq!((date.begin(), date.end()), (begin, end), "{text}");
        }
    }

    #[test]
    fn finds_days() {
        for text in ["1970-01-01", "2000-02-29", "2021-09-30", "1969-12-31", "1600-03-01", "2022-01-02"] {
            let date = Date::parse(text).expect(text);
            assert_eq!(Date::of(date.begin()), date, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["", "21", "2021-9", "2021-13", "2021-02-29", "2021-00", "2021-01-01-01", "2021/01", "soon", "2021-"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
