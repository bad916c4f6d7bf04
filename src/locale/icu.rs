//! Numbers, dates, plurals and order by the ICU crates, for pages that are written at build time.

use std::cmp::Ordering;

use fixed_decimal::{Decimal, FloatPrecision, Sign};
use icu_calendar::Gregorian;
use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_datetime::fieldsets::{M, YM, YMD};
use icu_datetime::{FixedCalendarDateTimeFormatter, input};
use icu_decimal::DecimalFormatter;
use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules};

use super::Formats;
use crate::package::Date;

type Dates<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// A language as the Unicode CLDR knows it.
pub struct Icu {
    numbers: DecimalFormatter,
    days: Dates<YMD>,
    months: Dates<YM>,
    names: Dates<M>,
    plurals: PluralRules,
    order: CollatorBorrowed<'static>,
}

impl Icu {
    /// `language`: a BCP 47 tag. English is written as in Great Britain, the day before the month. `None` for what
    /// is no tag.
    pub fn new(language: &str) -> Option<Self> {
        let tag: Tag = if language == "en" { "en-GB" } else { language }.parse().ok()?;
        Some(Self {
            numbers: DecimalFormatter::try_new((&tag).into(), Default::default()).ok()?,
            days: Dates::try_new((&tag).into(), YMD::long()).ok()?,
            months: Dates::try_new((&tag).into(), YM::long()).ok()?,
            names: Dates::try_new((&tag).into(), M::long()).ok()?,
            plurals: PluralRules::try_new_cardinal((&tag).into()).ok()?,
            order: CollatorBorrowed::try_new(CollatorPreferences::from(&tag), CollatorOptions::default()).ok()?,
        })
    }

    fn decimal(value: f64, decimals: usize) -> Option<Decimal> {
        let mut decimal = Decimal::try_from_f64(value, FloatPrecision::RoundTrip).ok()?;
        let last = -i16::try_from(decimals).ok()?;
        decimal.round(last);
        decimal.absolute.pad_end(last);
        if decimal.absolute.is_zero() {
            decimal.sign = Sign::None;
        }
        Some(decimal)
    }
}

fn day(date: Date) -> Option<input::Date<Gregorian>> {
    let part = |part: Option<u32>| u8::try_from(part.unwrap_or(1)).ok();
    input::Date::try_new_gregorian(date.year, part(date.month)?, part(date.day)?).ok()
}

impl Formats for Icu {
    fn number(&self, value: f64, decimals: usize) -> String {
        let decimal = Self::decimal(value, decimals);
        let text = decimal.map_or_else(|| value.to_string(), |decimal| self.numbers.format(&decimal).to_string());
        text.replace('-', "−").replace('\u{202f}', "\u{a0}")
    }

    fn date(&self, date: Date) -> String {
        let Some(day) = day(date) else { return date.year.to_string() };
        let text =
            if date.day.is_some() { self.days.format(&day).to_string() } else { self.months.format(&day).to_string() };
        // Editions of the CLDR differ in which spaces of a date are narrow or do not break.
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    fn month(&self, month: u32) -> String {
        let date = day(Date { year: 2021, month: Some(month), day: None });
        date.map_or_else(String::new, |date| self.names.format(&date).to_string())
    }

    fn plural(&self, count: usize) -> String {
        let category = match self.plurals.category_for(count) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        category.to_owned()
    }

    fn ranks(&self, texts: &[String]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by(|one, other| self.compare(&texts[*one], &texts[*other]));
        let mut ranks = vec![0; texts.len()];
        for (rank, index) in order.into_iter().enumerate() {
            ranks[index] = rank;
        }
        ranks
    }
}

impl Icu {
    fn compare(&self, one: &str, other: &str) -> Ordering {
        self.order.compare(one, other)
    }
}
