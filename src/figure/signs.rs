//! The signs in a language's numbers: what a scene needs to write the steps of an axis.

use crate::locale::Locale;

/// Between groups of three digits, and before the decimals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    pub group: String,
    pub decimal: String,
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
        Self { group: between('2', '3'), decimal: after.strip_suffix('5').unwrap_or(after).to_owned() }
    }

    /// A number of at most 15 digits with a fixed count of decimals, with U+2212 as its minus sign.
    pub fn number(&self, value: f64, decimals: usize) -> String {
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
        crate::text::concat(&[sign, &digits, &fraction])
    }
}

#[cfg(test)]
mod tests {
    use super::Signs;

    #[test]
    fn numbers() {
        let signs = Signs { group: ".".to_owned(), decimal: ",".to_owned() };
        for (value, decimals, expected) in [
            (0.0, 0, "0"),
            (-0.2, 0, "0"),
            (1234.5, 1, "1.234,5"),
            (-1_234_567.0, 0, "−1.234.567"),
            (0.05, 2, "0,05"),
            (2.999, 2, "3,00"),
        ] {
            assert_eq!(signs.number(value, decimals), expected);
        }
    }
}
