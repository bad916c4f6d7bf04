//! Numbers as the cells of a field write them.

use crate::work::{step, weight};
use std::borrow::Cow;

use super::decimal;

/// How a field writes its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    /// Before the decimals.
    pub decimal: char,
    /// Between groups of digits.
    pub group: Option<char>,
    /// Around each number.
    pub affix: Affix,
    pub negative: Negative,
    /// Texts behind a number that leave it as it is: `*`, `(2)`, `p`.
    pub marks: Vec<String>,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self { decimal: '.', group: None, affix: Affix::None, negative: Negative::Sign, marks: Vec::new() }
    }
}

/// The text around each number of a field, such as `$` or `%`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Affix {
    #[default]
    None,
    /// There is some (`"bareNumber": false`); the cells say which.
    Unknown,
    /// One of the two may be empty.
    Known { prefix: String, suffix: String },
}

/// How a field writes numbers below zero. A sign before the number always means that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Negative {
    #[default]
    Sign,
    /// `(1,204)`
    Parentheses,
    /// `1,204-`
    Trailing,
}

/// In the order of [`Negative`], as a schema names them.
pub const NEGATIVES: [(&str, Negative); 3] =
    [("sign", Negative::Sign), ("parentheses", Negative::Parentheses), ("trailing", Negative::Trailing)];

/// Every dash and minus of Unicode that stands for a minus.
const MINUS: [char; 13] = [
    '-', '\u{2212}', '\u{2013}', '\u{2014}', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2015}', '\u{fe58}', '\u{fe63}',
    '\u{ff0d}', '\u{02d7}', '\u{2796}',
];

/// A cell with a number, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Without sign and parentheses.
    pub prefix: &'a str,
    /// Digits with the characters that separate them.
    pub digits: &'a str,
    pub suffix: &'a str,
    /// How the cell says that its number is below zero.
    pub negative: Option<Negative>,
}

impl<'a> Parts<'a> {
    /// `None` for a cell without digits, or with two signs.
    pub fn of(cell: &'a str) -> Option<Self> {
        step(weight(cell.as_bytes()));
        let text = cell.trim();
        let mut start = text.find(|character: char| character.is_ascii_digit())?;
        // Not of an abbreviation: "No.5".
        if let Some(before) = text[..start].strip_suffix(['.', ','])
            && !before.ends_with(char::is_alphanumeric)
        {
            start = before.len();
        }
        let digits = &text[start..start + length(&text[start..])];
        let (mut prefix, mut suffix) = (text[..start].trim(), text[start + digits.len()..].trim());
        let mut negative = None;
        if let (Some(before), Some(after)) = (without(prefix, |own| own == '('), without(suffix, |own| own == ')')) {
            (prefix, suffix, negative) = (before, after, Some(Negative::Parentheses));
        }
        for (text, kind) in [(&mut prefix, Negative::Sign), (&mut suffix, Negative::Trailing)] {
            if let Some(rest) = without(text, |own| MINUS.contains(&own)) {
                if negative.is_some() {
                    return None;
                }
                (*text, negative) = (rest, Some(kind));
            }
        }
        if negative.is_none() {
            prefix = without(prefix, |own| own == '+').unwrap_or(prefix);
        }
        Some(Self { prefix, digits, suffix, negative })
    }

    /// Whether nothing but a sign stands around the digits.
    pub fn is_bare(&self) -> bool {
        self.prefix.is_empty() && self.suffix.is_empty()
    }
}

/// A text without the character at its begin or else at its end that `is_meant`; `None` where neither is.
fn without(text: &str, is_meant: impl Fn(char) -> bool) -> Option<&str> {
    text.strip_prefix(&is_meant).or_else(|| text.strip_suffix(&is_meant)).map(str::trim)
}

/// How many bytes of a text that begins with digits belong to one number: separators where a digit follows, an exponent
/// where digits go before.
fn length(text: &str) -> usize {
    let mut end = 0;
    for (at, character) in text.char_indices() {
        let follows = |text: &str| text.starts_with(|next: char| next.is_ascii_digit());
        let rest = &text[at + character.len_utf8()..];
        let belongs = match character {
            '0'..='9' => true,
            'e' | 'E' => at == end && at > 0 && follows(rest.strip_prefix(['-', '+']).unwrap_or(rest)),
            '-' | '+' => text[..at].ends_with(['e', 'E']) && follows(rest),
            _ => is_separator(character) && follows(rest),
        };
        if !belongs {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

fn is_separator(character: char) -> bool {
    matches!(character, '.' | ',' | '\'' | '\u{2019}' | '\u{2bc}') || character.is_whitespace()
}

/// A number and the mark behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub value: f64,
    pub mark: Option<String>,
}

/// The number of a cell in the format of its field; `None` for anything else.
pub fn read(cell: &str, format: &NumberFormat) -> Option<Number> {
    let plain = if *format == NumberFormat::default() { decimal::parse(cell) } else { None };
    // Nearly all cells of nearly all tables.
    if let Some(value) = plain {
        return Some(Number { value, mark: None });
    }
    let cell = &*cleaned(cell);
    let (text, mark) = unmarked(cell, &format.marks);
    let parts = Parts::of(text)?;
    let is_signed = match parts.negative {
        None | Some(Negative::Sign) => true,
        Some(other) => other == format.negative,
    };
    if !is_signed || !format.affix.fits(&parts) {
        return None;
    }
    let value = magnitude(parts.digits, format.decimal, format.group)?;
    let value = if parts.negative.is_some() { -value } else { value };
    Some(Number { value, mark: mark.map(str::to_owned) })
}

impl Affix {
    /// Whether a cell has what a field has around its numbers. Only amounts of money may go without: spreadsheets write the
    /// currency once a column, but a bare 0.5 among percentages may be 50 %, and a bare 3 among millions 3.
    pub fn fits(&self, parts: &Parts) -> bool {
        match self {
            Affix::None | Affix::Unknown => parts.is_bare(),
            Affix::Known { prefix, suffix } => {
                let is_money = |text: &String| text.is_empty() || CURRENCIES.contains(&text.as_str());
                (parts.is_bare() && is_money(prefix) && is_money(suffix))
                    || (is_same(parts.prefix, prefix) && is_same(parts.suffix, suffix))
            }
        }
    }

    /// What stands around the numbers, as a unit: `$`, `%`, `Mio. €`.
    pub fn unit(&self) -> Option<String> {
        let Affix::Known { prefix, suffix } = self else { return None };
        Some([prefix.as_str(), suffix].into_iter().filter(|own| !own.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

/// Signs and codes of currencies, without those of their parts.
pub const CURRENCIES: [&str; 34] = [
    "€", "$", "£", "¥", "₽", "₸", "₹", "₺", "₴", "₩", "₫", "₪", "₦", "₱", "US$", "USD", "EUR", "GBP", "CHF", "JPY",
    "CNY", "RUB", "KZT", "PLN", "SEK", "NOK", "DKK", "kr", "zł", "Kč", "Fr.", "руб.", "тг", "INR",
];

/// Whether two texts differ in their spaces at most.
pub fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    one == other || letters(one) == letters(other)
}

/// A cell without the mark that it ends with, and the mark.
pub fn unmarked<'a>(cell: &'a str, marks: &[String]) -> (&'a str, Option<&'a str>) {
    let cell = cell.trim();
    let longest =
        marks.iter().filter(|mark| !mark.is_empty() && cell.ends_with(&***mark)).max_by_key(|mark| mark.len());
    match longest {
        Some(mark) => {
            let (text, mark) = cell.split_at(cell.len() - mark.len());
            (text.trim_end(), Some(mark))
        }
        None => (cell, None),
    }
}

/// The size of a number by its digits: groups have three of them, or two in India. A group character that no group
/// follows is none: `1.5` is not 15 where points separate groups.
pub fn magnitude(digits: &str, decimal: char, group: Option<char>) -> Option<f64> {
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    let is_group = |own| group.is_some_and(|group| is_alike(own, group));
    let is_foreign = (whole.contains('.') && group != Some('.')) || fraction.contains(['.', decimal]);
    if is_foreign || !is_grouped(whole, is_group) {
        return None;
    }
    if decimal == '.' && !whole.contains(is_group) {
        return decimal::parse(digits);
    }
    let mut plain: String = whole.chars().filter(|own| !is_group(*own)).collect();
    if digits.len() > whole.len() {
        plain.push('.');
        plain.push_str(fraction);
    }
    decimal::parse(&plain)
}

/// Whether one character separates groups as the other does: nobody sees which space or apostrophe it is.
pub fn is_alike(own: char, group: char) -> bool {
    let is_apostrophe = |own| matches!(own, '\'' | '\u{2019}' | '\u{2bc}');
    own == group || (own.is_whitespace() && group.is_whitespace()) || (is_apostrophe(own) && is_apostrophe(group))
}

fn is_grouped(whole: &str, is_group: impl Fn(char) -> bool) -> bool {
    let mut groups = whole.split(is_group);
    let (Some(first), Some(last)) = (groups.next(), groups.next_back()) else { return true };
    let is_first = matches!(first.len(), 1..=3) && !first.starts_with('0');
    is_first && last.len() == 3 && groups.all(|group| matches!(group.len(), 2 | 3))
}

/// A cell without characters that nobody sees, and with digits of other scripts as those that are computed with.
pub fn cleaned(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() {
        return Cow::Borrowed(cell);
    }
    step(weight(cell.as_bytes()));
    let seen = cell.chars().filter(|character| !is_invisible(*character));
    Cow::Owned(seen.map(ascii).collect())
}

/// Marks of direction, joiners, soft hyphens: what copying out of other programs leaves in a cell.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The digits zero of scripts whose digits follow each other: Arabic, Persian, Devanagari, Bengali, Thai, full width.
const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/// A digit or separator of another script as ASCII has it.
fn ascii(character: char) -> char {
    match character {
        '\u{66b}' | '\u{ff0e}' => '.',
        '\u{66c}' | '\u{ff0c}' => ',',
        _ => {
            let code = u32::from(character);
            let digit = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10));
            digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(character)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(decimal: char, group: Option<char>) -> NumberFormat {
        NumberFormat { decimal, group, ..NumberFormat::default() }
    }

    fn around(prefix: &str, suffix: &str) -> NumberFormat {
        let affix = Affix::Known { prefix: prefix.to_owned(), suffix: suffix.to_owned() };
        NumberFormat { affix, group: Some(','), ..NumberFormat::default() }
    }

    #[test]
    fn reads_the_format_of_a_field() {
        let negative = |negative| NumberFormat { negative, ..format('.', Some(',')) };
        for (text, format, expected) in [
            ("1.234,5", format(',', Some('.')), Some(1234.5)),
            ("1.234.567", format(',', Some('.')), Some(1_234_567.0)),
            ("-4.210", format(',', Some('.')), Some(-4210.0)),
            ("4210.5", format(',', Some('.')), None),
            ("1.5", format(',', Some('.')), None),
            ("0.123", format(',', Some('.')), None),
            ("1,5.000", format(',', Some('.')), None),
            ("1.23.4", format(',', Some('.')), None),
            (".123", format(',', Some('.')), None),
            ("2,5", format('.', Some(',')), None),
            ("12,34,567.5", format('.', Some(',')), Some(1_234_567.5)),
            ("1 234", format('.', Some(' ')), Some(1234.0)),
            ("1\u{202f}234,5", format(',', Some(' ')), Some(1234.5)),
            ("1’234.5", format('.', Some('\'')), Some(1234.5)),
            ("1 23", format('.', Some(' ')), None),
            ("3.5", format(',', None), None),
            ("1e-3", format('.', Some(',')), Some(0.001)),
            ("\u{2212}4.5", NumberFormat::default(), Some(-4.5)),
            ("–4.5", NumberFormat::default(), Some(-4.5)),
            ("— 4.5", NumberFormat::default(), Some(-4.5)),
            ("－４．５", NumberFormat::default(), Some(-4.5)),
            ("٤٫٥", NumberFormat::default(), Some(4.5)),
            ("\u{200e}-4.5\u{200f}", NumberFormat::default(), Some(-4.5)),
            ("--4.5", NumberFormat::default(), None),
            ("-4.5-", NumberFormat::default(), None),
            (" 4.5\u{a0}", NumberFormat::default(), Some(4.5)),
            ("(4.5)", NumberFormat::default(), None),
            ("4.5-", NumberFormat::default(), None),
            ("(1,204)", negative(Negative::Parentheses), Some(-1204.0)),
            ("( 1,204 )", negative(Negative::Parentheses), Some(-1204.0)),
            ("(-1,204)", negative(Negative::Parentheses), None),
            ("1,204-", negative(Negative::Parentheses), None),
            ("1,204-", negative(Negative::Trailing), Some(-1204.0)),
            ("3-5", NumberFormat::default(), None),
            ("$3.50", NumberFormat::default(), None),
            ("$3.50", around("$", ""), Some(3.5)),
            ("-$3.50", around("$", ""), Some(-3.5)),
            ("$-3.50", around("$", ""), Some(-3.5)),
            ("3.50", around("$", ""), Some(3.5)),
            ("$1.2M", around("$", ""), None),
            ("US$ 5", around("$", ""), None),
            ("–3.1%", around("", "%"), Some(-3.1)),
            ("3.1 %", around("", "%"), Some(3.1)),
            ("3.1", around("", "%"), None),
            ("<5%", around("", "%"), None),
            ("1,2 Mio. €", around("", "Mio. €"), None),
            ("12 Mio.\u{a0}€", around("", "Mio. €"), Some(12.0)),
        ] {
            assert_eq!(read(text, &format).map(|number| number.value), expected, "{text}");
        }
    }

    #[test]
    fn keeps_declared_marks() {
        let marks = ["*", "(2)", "¹", "p"].map(str::to_owned).to_vec();
        let format = NumberFormat { marks, ..NumberFormat::default() };
        for (text, expected) in [
            ("61.2*", Some((61.2, Some("*")))),
            ("64.9(2)", Some((64.9, Some("(2)")))),
            ("55.0¹", Some((55.0, Some("¹")))),
            ("6.2 p", Some((6.2, Some("p")))),
            ("6.2", Some((6.2, None))),
            ("6.2 b", None),
        ] {
            let found = read(text, &format);
            let found = found.as_ref().map(|number| (number.value, number.mark.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn takes_cells_apart() {
        for (cell, expected) in [
            ("12 m2", Some(("", "12", "m2", None))),
            ("Q1", Some(("Q", "1", "", None))),
            ("1 234 (3)", Some(("", "1 234", "(3)", None))),
            ("$(5)", Some(("$", "5", "", Some(Negative::Parentheses)))),
            ("310- €", Some(("", "310", "€", Some(Negative::Trailing)))),
            ("1e5", Some(("", "1e5", "", None))),
            ("5e", Some(("", "5", "e", None))),
            ("No.5", Some(("No.", "5", "", None))),
            ("-.5", Some(("", ".5", "", Some(Negative::Sign)))),
            ("2020-W01", Some(("", "2020", "W01", Some(Negative::Trailing)))),
            ("none", None),
        ] {
            let found = Parts::of(cell).map(|own| (own.prefix, own.digits, own.suffix, own.negative));
            assert_eq!(found, expected, "{cell}");
        }
    }
}
