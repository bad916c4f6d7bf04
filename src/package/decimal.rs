//! Decimal numbers as tables write them.

use super::schema::Signs;

/// Powers of ten up to here are exact in binary.
const EXACT_POWER: i32 = 22;
/// More digits than this do not fit 64 bits.
const DIGITS: usize = 19;

/// No number is greater: with its groups and six decimals it still fits beside a bar on a phone, and sums and differences
/// are written by all browsers digit by digit. What has more digits names something rather than counts it.
pub const LARGEST: f64 = 1e18;

/// A decimal number up to [`LARGEST`]: `30.2`, `-4`, `1e-3`; `None` for anything else, `inf` and `NaN` as well.
///
/// The nearest binary number for up to 15 significant digits and 22 places (Clinger 1990: both the digits
/// and the power of ten are exact, so that only the division rounds); within a few units in the last
/// place beyond. The standard library's reader is exact for all, for 10 KB of tables in the wasm.
pub fn parse(text: &str) -> Option<f64> {
    any(text).filter(|number| number.abs() <= LARGEST)
}

/// Whether a text is a number beyond [`LARGEST`].
pub fn is_too_large(text: &str) -> bool {
    any(text).is_some_and(|number| number.abs() > LARGEST)
}

/// The same without an end, as JSON has them.
pub fn any(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    let magnitude = scaled(whole, fraction, exponent)?;
    Some(if negative { -magnitude } else { magnitude })
}

/// The same of a cell, with the signs of its field: `1.234,5`, `1\u{a0}234`, `$3.50`, `12 %`, `−4`. A group sign that no
/// group of three digits follows is none: `1.5` is no 15, whatever its point is said to be.
pub fn parse_with(text: &str, signs: &Signs) -> Option<f64> {
    // Nearly all cells of nearly all tables.
    let plain = if *signs == Signs::default() { parse(text) } else { None };
    if plain.is_some() {
        return plain;
    }
    let text = text.trim();
    let text = if signs.bare { text } else { number_in(text)? };
    let (whole, fraction) = text.split_once(signs.decimal).unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(|sign| signs.group.is_some_and(|group| is_alike(sign, group))).collect();
    if !is_grouped(&groups) || fraction.contains(['.', signs.decimal]) || groups.iter().any(|group| group.contains('.'))
    {
        return None;
    }
    let mut plain = groups.concat().replacen('\u{2212}', "-", 1);
    if text.len() > whole.len() {
        plain.push('.');
        plain.push_str(fraction);
    }
    parse(&plain)
}

/// What stands around a number, before and behind it: `€ `, ` %`.
pub fn affixes(text: &str) -> Option<(&str, &str)> {
    let is_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '-' | '+' | '\u{2212}');
    let start = text.find(is_number)?;
    let end = text.rfind(is_number).and_then(|at| Some(at + text[at..].chars().next()?.len_utf8()))?;
    Some((&text[..start], &text[end..]))
}

/// Brackets around a number make it a loss, which nobody can be sure of.
fn number_in(text: &str) -> Option<&str> {
    let (before, behind) = affixes(text)?;
    let is_clear = !before.contains('(') && !behind.contains(')');
    is_clear.then(|| &text[before.len()..text.len() - behind.len()])
}

/// Any space stands for any other, and so do apostrophes: which one it is nobody sees.
pub fn is_alike(sign: char, group: char) -> bool {
    let is_apostrophe = |sign| matches!(sign, '\'' | '\u{2019}' | '\u{2bc}');
    sign == group || (sign.is_whitespace() && group.is_whitespace()) || (is_apostrophe(sign) && is_apostrophe(group))
}

/// Whether digits stand in groups as in 1,234,567, or 12,34,567 in India.
fn is_grouped(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else { return true };
    let first = first.trim_start_matches(['-', '+', '\u{2212}']);
    let is_first = matches!(first.len(), 1..=3) && !first.starts_with('0');
    is_first && last.len() == 3 && middle.iter().all(|group| matches!(group.len(), 2 | 3))
}

/// `None` where anything but digits is there.
fn scaled(whole: &str, fraction: &str, exponent: i32) -> Option<f64> {
    let (mut significant, mut taken) = (0_u64, 0);
    let mut power = exponent.saturating_sub(length(fraction));
    for part in [whole, fraction] {
        for byte in part.bytes() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            if taken == DIGITS {
                power = power.saturating_add(1);
            } else {
                significant = significant * 10 + u64::from(digit);
                taken += usize::from(significant > 0);
            }
        }
    }
    let significant = significant as f64;
    if significant == 0.0 {
        return Some(0.0);
    }
    Some(match power {
        0.. => significant * 10_f64.powi(power),
        _ if power >= -EXACT_POWER => significant / 10_f64.powi(-power),
        // In two steps, because the power alone may be too large where the quotient is not.
        _ => significant / 10_f64.powi(EXACT_POWER) / 10_f64.powi(-(power + EXACT_POWER)),
    })
}

fn length(text: &str) -> i32 {
    i32::try_from(text.len()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Signs, any, parse, parse_with};

    #[test]
    fn reads_what_the_standard_library_reads() {
        for text in ["0", "30.2", "-4", "+1.7", "15", "0.1", ".5", "5.", "1e3", "1E-3", "89.2", "123456.789", "007.10"]
        {
            assert_eq!(parse(text), text.parse().ok(), "{text}");
        }
        for text in [
            "9007199254740993",
            "1e22",
            "1e300",
            "1e-300",
            "0.000000000000000000000000123",
            "3.141592653589793238462643",
        ] {
            let (ours, exact) = (any(text).unwrap_or(f64::NAN), text.parse().unwrap_or(0.0));
            assert!(((ours - exact) / exact).abs() < 1e-15, "{text}: {ours}");
        }
    }

    #[test]
    fn reads_other_signs() {
        let signs = |decimal, group| Signs { decimal, group, bare: true };
        let amid = Signs { bare: false, ..Signs::default() };
        for (text, signs, expected) in [
            ("1.234,5", signs(',', Some('.')), Some(1234.5)),
            ("1.234.567", signs(',', Some('.')), Some(1_234_567.0)),
            ("-4.210", signs(',', Some('.')), Some(-4210.0)),
            ("4210.5", signs(',', Some('.')), None),
            ("1.5", signs(',', Some('.')), None),
            ("0.123", signs(',', Some('.')), None),
            ("1,5.000", signs(',', Some('.')), None),
            ("1.23.4", signs(',', Some('.')), None),
            (".123", signs(',', Some('.')), None),
            ("2,5", signs('.', Some(',')), None),
            ("12,34,567.5", signs('.', Some(',')), Some(1_234_567.5)),
            ("1 234", signs('.', Some(' ')), Some(1234.0)),
            ("1\u{202f}234,5", signs(',', Some(' ')), Some(1234.5)),
            ("1’234.5", signs('.', Some('\'')), Some(1234.5)),
            ("1 23", signs('.', Some(' ')), None),
            ("\u{2212}4.5", Signs::default(), Some(-4.5)),
            (" 4.5\u{a0}", Signs::default(), Some(4.5)),
            ("1e-3", signs('.', Some(',')), Some(0.001)),
            ("$3.50", amid.clone(), Some(3.5)),
            ("-12 %", amid.clone(), Some(-12.0)),
            ("€ 5", amid.clone(), Some(5.0)),
            ("(3.50)", amid.clone(), None),
            ("€", amid, None),
            ("$3.50", Signs::default(), None),
            ("3.5", signs(',', None), None),
        ] {
            assert_eq!(parse_with(text, &signs), expected, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_finite_decimal_number() {
        for text in [
            "", "-", ".", "e5", "1e", "2e18", "n/a", "NaN", "inf", "1e999", "30,2", "1 000", "0x10", " 1", "1_0", "--1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
