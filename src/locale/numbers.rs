//! The one way in which numbers are rounded and written.

use super::Formats;
use super::patterns::{Pattern, Patterns, form};
use crate::text::{concat, fill};

/// Keeps a number and its unit on one line.
pub const NO_BREAK_SPACE: &str = "\u{a0}";

/// From here on, the steps of an axis have short forms.
const LONG: f64 = 1e6;

impl Formats {
    /// A number with a fixed count of decimals: `−1.234,5`. A number that is zero when it is rounded has no minus sign.
    pub fn plain(&self, value: f64, decimals: usize) -> String {
        self.patterns.write(self.patterns.get(Pattern::Number), value, decimals, "")
    }

    /// A number with a fixed count of decimals: `1.234,5`, `−3.6`; as a power of ten where it is so small that it would
    /// be written as zero, or with many zeros.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        match PowerOfTen::instead(value, decimals) {
            Some(power) => power.text(self),
            None => self.plain(value, decimals),
        }
    }

    /// A number with its unit: `30,2 %`, `$46,000`, `7.3 million`.
    pub fn quantity(&self, value: f64, decimals: usize, unit: &str) -> String {
        if unit.is_empty() {
            return self.number(value, decimals);
        }
        let pattern = self.pattern_of(unit);
        if pattern.is_empty() || PowerOfTen::instead(value, decimals).is_some() {
            return concat(&[&self.number(value, decimals), NO_BREAK_SPACE, unit]);
        }
        self.patterns.write(pattern, value, decimals, unit)
    }

    /// A number as it is written already with its unit: `80 %`, `$80`, `20 Mio. t`.
    pub fn with_unit(&self, number: &str, unit: &str) -> String {
        let pattern = self.pattern_of(unit);
        if pattern.is_empty() {
            return concat(&[number, NO_BREAK_SPACE, unit]);
        }
        let pattern = pattern.split_once(';').map_or(pattern, |(positive, _)| positive);
        let (start, end) = number_part(pattern);
        let mut text = String::new();
        push_affix(&pattern[..start], unit, &mut text);
        text.push_str(number);
        push_affix(&pattern[end..], unit, &mut text);
        text
    }

    /// From a number to another one, each with its count of decimals: `60–70 %`. A unit before the number stands before both:
    /// `$60–$70`.
    pub fn range(&self, from: (f64, usize), to: (f64, usize), unit: &str) -> String {
        let stands_before = !self.pattern_of(unit).starts_with(['#', '0']) && !self.pattern_of(unit).is_empty();
        let first = self.quantity(from.0, from.1, if stands_before { unit } else { "" });
        fill(self.patterns.get(Pattern::Range), &[&first, &self.quantity(to.0, to.1, unit)])
    }

    /// The pattern that has a place for a unit; empty where there is none.
    fn pattern_of(&self, unit: &str) -> &str {
        let patterns = &self.patterns;
        if unit == "%" {
            return patterns.get(Pattern::Percent);
        }
        if !is_currency(unit) {
            return "";
        }
        let stands_before = patterns
            .get(Pattern::Currency)
            .chars()
            .take_while(|character| *character != '#')
            .any(|own| own == CURRENCY);
        let beside = if stands_before { unit.bytes().next_back() } else { unit.bytes().next() };
        let is_letter = beside.is_some_and(|byte| byte.is_ascii_uppercase());
        if is_letter { patterns.get(Pattern::CurrencyLetters) } else { patterns.get(Pattern::Currency) }
    }

    /// The steps of an axis: all in short forms, `18,2 Mio.`, where some are long and the forms say them exactly; else with
    /// a fixed count of decimals.
    pub fn steps(&self, values: &[f64], decimals: usize) -> Vec<String> {
        let (mut texts, mut are_long) = (Vec::new(), false);
        for value in values {
            are_long |= value.abs() >= LONG;
            let Some(text) = self.compact(*value) else { break };
            texts.push(text);
        }
        if are_long && texts.len() == values.len() {
            return texts;
        }
        texts.clear();
        for value in values {
            // Beside powers of ten, zero has no decimals.
            let are_powers = decimals > PowerOfTen::DECIMALS;
            texts.push(match PowerOfTen::of(*value).filter(|_| are_powers) {
                Some(power) => power.text(self),
                None => self.plain(*value, if are_powers && *value == 0.0 { 0 } else { decimals }),
            });
        }
        texts
    }

    /// A number from a million on with its unit in its short form, to one decimal: `18,2 Mio.`; `None` for smaller ones, and
    /// in a language without such forms.
    pub fn short(&self, value: f64, unit: &str) -> Option<String> {
        let (mut size, mut next) = (0, 10.0);
        // Twice: what is rounded to a thousand millions is a billion.
        let (scaled, digits, forms) = loop {
            while next <= value.abs() {
                (next, size) = (next * 10.0, size + 1);
            }
            if value.abs() < LONG || !value.is_finite() {
                return None;
            }
            let (forms, exponent) = self.short_form(size)?;
            let scaled = value / ten_to(exponent);
            let digits = rounded(scaled.abs(), 1);
            if digits.len() <= size + 2 - exponent {
                break (scaled, digits, forms);
            }
            (next, size) = (next * 10.0, size + 1);
        };
        let decimals = usize::from(!digits.ends_with('0'));
        let number = self.patterns.write(form(forms, &self.plural(scaled, decimals)), scaled, decimals, "");
        Some(if unit.is_empty() { number } else { self.with_unit(&number, unit) })
    }

    /// The forms of numbers with `size` digits behind their first, at least three, and the exponent of their unit; `None`
    /// where there are none.
    fn short_form(&self, size: usize) -> Option<(&str, usize)> {
        let entry = (size - 3).min(11);
        let forms = self.patterns.entry(Pattern::Compact, entry);
        // `00 Mio.`, the form of ten millions, has the millions as its unit.
        let zeros = form(forms, "other").bytes().take_while(|byte| *byte != b';').filter(|byte| *byte == b'0').count();
        (forms.len() > 1).then_some((forms, (entry + 4).saturating_sub(zeros)))
    }

    /// A number in its short form, exactly; `None` where that needs more than [`SIGNIFICANT`] digits.
    fn compact(&self, value: f64) -> Option<String> {
        let whole = value.abs();
        let (mut size, mut unit) = (0, 1.0);
        while unit * 10.0 <= whole {
            (unit, size) = (unit * 10.0, size + 1);
        }
        let mut significant = 1;
        while significant <= SIGNIFICANT && (whole / unit).floor() * unit != whole {
            (unit, significant) = (unit / 10.0, significant + 1);
        }
        if significant > SIGNIFICANT || unit < 1.0 {
            return None;
        }
        if size < 3 {
            return Some(self.plain(value, 0));
        }
        let Some((forms, exponent)) = self.short_form(size) else { return Some(self.plain(value, 0)) };
        let decimals = significant.saturating_sub(size + 1 - exponent);
        let scaled = value / ten_to(exponent);
        Some(self.patterns.write(form(forms, &self.plural(scaled, decimals)), scaled, decimals, ""))
    }
}

/// A power of ten, exactly: up to the 22nd.
fn ten_to(exponent: usize) -> f64 {
    let mut power = 1.0;
    for _ in 0..exponent {
        power *= 10.0;
    }
    power
}

/// Digits of a number in its short form.
const SIGNIFICANT: usize = 4;

/// The place of the currency in a pattern.
const CURRENCY: char = '¤';

/// Where the number of a pattern begins and ends.
fn number_part(pattern: &str) -> (usize, usize) {
    let is_number = |byte: &u8| matches!(byte, b'#' | b'0' | b',' | b'.');
    let start = pattern.bytes().position(|byte| is_number(&byte)).unwrap_or(0);
    (start, start + pattern[start..].bytes().take_while(is_number).count())
}

/// Adds the text before or behind the number of a pattern.
fn push_affix(affix: &str, currency: &str, text: &mut String) {
    for character in affix.chars() {
        if character == CURRENCY {
            text.push_str(currency);
        } else {
            text.push(character);
        }
    }
}

/// Whether a unit is the symbol of a currency: `$`, `US$`, `₸`. A code such as USD stands behind its number like other units.
fn is_currency(unit: &str) -> bool {
    let is_symbol =
        |character| matches!(character, '$' | '£'..='¥' | '֏' | '؋' | '৲' | '৳' | '฿' | '៛' | '\u{20a0}'..='\u{20c0}');
    let mut symbols = 0;
    for character in unit.chars() {
        if is_symbol(character) {
            symbols += 1;
        } else if !character.is_ascii_uppercase() {
            return false;
        }
    }
    symbols == 1
}

impl Patterns {
    /// A number by a pattern of CLDR, of which the decimals are ignored.
    pub(super) fn write(&self, pattern: &str, value: f64, decimals: usize, currency: &str) -> String {
        let digits = rounded(value.abs(), decimals);
        let is_negative = value < 0.0 && digits.bytes().any(|digit| digit != b'0');
        let mut text = String::new();
        let pattern = match pattern.split_once(';') {
            Some((_, negative)) if is_negative => negative,
            Some((positive, _)) => positive,
            None => {
                text.push_str(if is_negative { self.get(Pattern::Minus) } else { "" });
                pattern
            }
        };
        let (start, end) = number_part(pattern);
        push_affix(&pattern[..start], currency, &mut text);
        self.push_digits(&pattern[start..end], &digits, decimals, &mut text);
        push_affix(&pattern[end..], currency, &mut text);
        text
    }

    /// `digits`, of which the last `decimals` are behind the decimal symbol, in the groups of `#,##,##0`.
    fn push_digits(&self, pattern: &str, digits: &str, decimals: usize, text: &mut String) {
        let (mut last, mut before, mut commas) = (0, 0, 0);
        for byte in pattern.bytes().take_while(|byte| *byte != b'.') {
            if byte == b',' {
                (before, last, commas) = (last, 0, commas + 1);
            } else {
                last += 1;
            }
        }
        if commas < 2 {
            // The first group of a pattern says nothing about its size.
            before = last;
        }
        let whole = digits.len() - decimals;
        let least = self.get(Pattern::MinimumGrouping).bytes().next().map_or(1, |digit| usize::from(digit - b'0'));
        let is_grouped = commas > 0 && whole >= last + least;
        for (at, digit) in digits.bytes().enumerate() {
            if at == whole {
                text.push_str(self.get(Pattern::Decimal));
            }
            let rest = whole.saturating_sub(at);
            if is_grouped && at > 0 && rest >= last && (rest - last).is_multiple_of(before) {
                text.push_str(self.get(Pattern::Group));
            }
            text.push(self.digit(digit));
        }
    }

    /// A digit of ASCII in the language's own.
    pub(super) fn digit(&self, digit: u8) -> char {
        let zero = self.get(Pattern::Zero).chars().next().unwrap_or('0');
        char::from_u32(zero as u32 + u32::from(digit - b'0')).unwrap_or('0')
    }
}

/// The digits of a number that is not negative, the last `decimals` of them behind the decimal symbol, at least one before
/// it. Rounded half up as its shortest decimal is: 1.005 becomes 1.01, though the binary number is below 1.005. Digits
/// beyond the 15 that binary numbers keep are zeros.
fn rounded(value: f64, decimals: usize) -> String {
    // Greater numbers have no halves in binary.
    const SURE: f64 = (1_u64 << 52) as f64;
    let (mut power, mut sure) = (1.0, 0);
    while sure < decimals && value * power * 10.0 < SURE {
        (power, sure) = (power * 10.0, sure + 1);
    }
    let mut units = (value * power).floor();
    if value < SURE {
        // The product may be rounded across a whole number. A quotient of whole numbers below 2^53 is the binary number
        // nearest to the decimal, which is how the value was read.
        if units / power > value {
            units -= 1.0;
        } else if (units + 1.0) / power <= value {
            units += 1.0;
        }
        if (units + 0.5) / power <= value {
            units += 1.0;
        }
    }
    let mut digits = whole(units);
    while digits.len() <= sure {
        digits.insert(0, '0');
    }
    for _ in sure..decimals {
        digits.push('0');
    }
    digits
}

/// The digits of a whole number; those beyond the sixteenth of a very large one are zeros.
fn whole(mut units: f64) -> String {
    let mut zeros = 0;
    while units >= 1e19 {
        (units, zeros) = ((units / 10.0).round(), zeros + 1);
    }
    let mut digits = (units as u64).to_string();
    for _ in 0..zeros {
        digits.push('0');
    }
    digits
}

/// A number close to zero as a product of a number from 1 to 10 and a power of ten: 2.1×10⁻¹¹.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerOfTen {
    factor: f64,
    /// The decimals of the factor: as many as it has, and at most [`PowerOfTen::DECIMALS`] less one.
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

    /// A power of ten in place of a number that would be written as zero, or with many zeros.
    fn instead(value: f64, decimals: usize) -> Option<Self> {
        let vanishes = decimals > Self::DECIMALS || value.abs() * 10_f64.powi(decimals as i32) < 0.5;
        Self::of(value).filter(|_| vanishes)
    }

    fn text(self, formats: &Formats) -> String {
        let mut text = formats.plain(self.factor, self.decimals);
        text.push_str("×10⁻");
        for digit in (-self.exponent).to_string().bytes() {
            text.push(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][usize::from(digit - b'0')]);
        }
        text
    }
}
