//! A cell that is not what its field expects: why, and what to do.

use super::convention;
use super::decimal;
use super::moment::{self, Format};
use super::number::{self, Affix, NEGATIVES, Negative, NumberFormat, Parts};
use super::schema::{Field, FieldType};
use crate::error::{Problem, excerpt};
use crate::text::concat;

/// A problem of a cell and what fills the gaps of its text.
pub type Mistake = (Problem, String, String);

/// A cell that its field's type cannot read.
pub fn unreadable(field: &Field, cell: &str) -> Mistake {
    (Problem::Unexpected, expected(&field.field_type).to_owned(), quoted(cell))
}

/// A cell as a message shows it, with the spaces that look like any other.
pub fn quoted(cell: &str) -> String {
    let mut shown = String::new();
    for sign in excerpt(cell).chars() {
        match sign {
            ' ' => shown.push(' '),
            _ if sign.is_whitespace() => shown.push_str(&concat(&["<U+", &hex(sign), ">"])),
            _ => shown.push(sign),
        }
    }
    concat(&["\"", &shown, "\""])
}

/// The code of a sign, as Unicode writes it.
fn hex(sign: char) -> String {
    let digit = |place: u32| char::from_digit(sign as u32 >> (4 * place) & 15, 16).unwrap_or_default();
    (0..4).rev().map(digit).collect::<String>().to_uppercase()
}

/// Why a cell is not a date in the format of its field, and what to do.
pub async fn no_date(field: &Field, cell: &str) -> Mistake {
    match &moment::fitting(&[cell]).await.0[..] {
        [Format::Pattern(pattern)] => (Problem::DateFormat, quoted(cell), pattern.clone()),
        formats @ [_, _] => either(cell, formats),
        _ => unreadable(field, cell),
    }
}

/// A date whose day and month may be swapped.
pub fn either(cell: &str, formats: &[Format]) -> Mistake {
    let names: Vec<_> = formats.iter().filter_map(Format::pattern).collect();
    (Problem::DateOrder, quoted(cell), names.join("\", \""))
}

/// Why a cell is not a number in the format of its field, and what to do.
pub fn no_number(field: &Field, cell: &str) -> Mistake {
    if decimal::is_too_large(cell.trim()) {
        return (Problem::TooLarge, decimal::LARGEST.to_string(), quoted(cell));
    }
    let clean = number::cleaned(cell);
    let Some(parts) = Parts::of(&clean) else { return without_digits(field, cell) };
    let mistake = beside(field, cell, &parts).or_else(|| negative(field, cell, &parts));
    mistake.or_else(|| separated(field, cell, &parts)).unwrap_or_else(|| unreadable(field, cell))
}

fn without_digits(field: &Field, cell: &str) -> Mistake {
    match cell {
        "" => unreadable(field, cell),
        _ => (Problem::NumberMissing, expected(&field.field_type).to_owned(), quoted(cell)),
    }
}

/// Text around a number that its field does not have, or lacks.
fn beside(field: &Field, cell: &str, parts: &Parts) -> Option<Mistake> {
    let affix = &field.numbers.affix;
    let with = |affix| number::read(cell, &NumberFormat { affix, ..field.numbers.clone() }).is_some();
    if parts.is_bare() {
        let unit = affix.unit().filter(|_| with(Affix::None))?;
        return Some((Problem::NumberBare, quoted(cell), unit));
    }
    if affix.fits(parts) {
        return None;
    }
    let both = [parts.prefix, parts.suffix].into_iter().filter(|own| !own.is_empty());
    let text = both.collect::<Vec<_>>().join(" … ");
    let own = Affix::Known { prefix: parts.prefix.to_owned(), suffix: parts.suffix.to_owned() };
    let is_unit = convention::is_unit(parts.prefix, parts.suffix);
    Some(match affix {
        _ if text.contains(|own: char| own.is_ascii_digit()) => unreadable(field, cell),
        Affix::None if convention::is_marked(parts) => (Problem::NumberMark, quoted(cell), text),
        Affix::None if is_unit && with(own) => (Problem::NumberSigns, quoted(cell), "\"bareNumber\": false".to_owned()),
        _ => (Problem::NumberText, quoted(cell), text),
    })
}

/// A number below zero that is written in a way that its field does not have.
fn negative(field: &Field, cell: &str, parts: &Parts) -> Option<Mistake> {
    let negative = parts.negative.filter(|own| *own != Negative::Sign && *own != field.numbers.negative)?;
    let name = NEGATIVES[negative as usize].0;
    Some((Problem::NumberSigns, quoted(cell), concat(&["\"negative\": \"", name, "\""])))
}

/// A number with other characters between its digits.
fn separated(field: &Field, cell: &str, parts: &Parts) -> Option<Mistake> {
    let NumberFormat { decimal, group, .. } = field.numbers;
    let read = |decimal, group| number::magnitude(parts.digits, decimal, group);
    let other = if decimal == '.' { ',' } else { '.' };
    let fraction = read(other, None).filter(|_| parts.digits.contains(other));
    let groups = [',', '.', ' ', '\''].into_iter().filter(|own| *own != decimal && group != Some(*own));
    let grouped = groups.filter_map(|own| Some((own, read(decimal, Some(own))?))).next();
    Some(match (fraction, grouped) {
        (Some(fraction), Some((_, grouped))) => {
            (Problem::NumberEither, quoted(cell), concat(&[&grouped.to_string(), " / ", &fraction.to_string()]))
        }
        (Some(_), None) if decimal == '.' => {
            (Problem::DecimalComma, excerpt(cell), excerpt(&cell.trim().replacen(',', ".", 1)))
        }
        (None, Some((own, _))) => {
            let own = cell.chars().find(|other| number::is_alike(*other, own)).unwrap_or(own);
            (Problem::NumberSigns, quoted(cell), concat(&["\"groupChar\": \"", &own.to_string(), "\""]))
        }
        _ => return None,
    })
}

/// Names a cell of this type in messages.
pub fn expected(field_type: &FieldType) -> &'static str {
    match field_type {
        FieldType::Text => "a text",
        FieldType::Number => "a number",
        FieldType::Integer => "a whole number",
        FieldType::Year => "a year of four digits",
        FieldType::Time(Format::Iso) => "a date such as 2021-09-12",
        FieldType::Time(_) => "a date in the format of its field",
    }
}
