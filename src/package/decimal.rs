//! Decimal numbers as tables write them.

use super::schema::Signs;

/// Powers of ten up to here are exact in binary.
const EXACT_POWER: i32 = 22;
/// More digits than this do not fit 64 bits.
const DIGITS: usize = 19;

/// No number is greater, so that differences are finite, too.
pub const LARGEST: f64 = 1e303;

/// A decimal number up to [`LARGEST`]: `30.2`, `-4`, `1e-3`; `None` for anything else, `inf` and `NaN` as well.
///
/// The nearest binary number for up to 15 significant digits and 22 places (Clinger 1990: both the digits
/// and the power of ten are exact, so that only the division rounds); within a few units in the last
/// place beyond. The standard library's reader is exact for all, for 10 KB of tables in the wasm.
pub fn parse(text: &str) -> Option<f64> {
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
    (magnitude <= LARGEST).then_some(if negative { -magnitude } else { magnitude })
}

/// The same of a number with other signs than a point: `1.234,5`, `$3.50`, `12 %`.
pub fn parse_with(text: &str, signs: &Signs) -> Option<f64> {
    if *signs == Signs::default() {
        return parse(text);
    }
    let mut plain = String::new();
    for sign in text.chars() {
        let written = match sign {
            _ if sign == signs.decimal => '.',
            _ if Some(sign) == signs.group => continue,
            '.' => return None,
            _ => sign,
        };
        plain.push(written);
    }
    if signs.bare {
        return parse(&plain);
    }
    parse(plain.trim_matches(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '.' | '-' | '+')))
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
    use super::{Signs, parse, parse_with};

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
            let (ours, exact) = (parse(text).unwrap_or(f64::NAN), text.parse().unwrap_or(0.0));
            assert!(((ours - exact) / exact).abs() < 1e-15, "{text}: {ours}");
        }
    }

    #[test]
    fn reads_other_signs() {
        let signs = |decimal, group, bare| Signs { decimal, group, bare };
        for (text, signs, expected) in [
            ("1.234,5", signs(',', Some('.'), true), Some(1234.5)),
            ("1 234", signs('.', Some(' '), true), Some(1234.0)),
            ("$3.50", signs('.', None, false), Some(3.5)),
            ("-12 %", signs('.', None, false), Some(-12.0)),
            ("$3.50", Signs::default(), None),
            ("3.5", signs(',', None, true), None),
        ] {
            assert_eq!(parse_with(text, &signs), expected, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_finite_decimal_number() {
        for text in
            ["", "-", ".", "e5", "1e", "n/a", "NaN", "inf", "1e999", "30,2", "1 000", "0x10", " 1", "1_0", "--1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
