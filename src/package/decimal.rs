//! Decimal numbers as tables write them.

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
    use super::{any, parse};

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
    fn refuses_what_is_no_finite_decimal_number() {
        for text in [
            "", "-", ".", "e5", "1e", "2e18", "n/a", "NaN", "inf", "1e999", "30,2", "1 000", "0x10", " 1", "1_0", "--1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
