//! How a column without a schema writes its numbers, found from its cells.

use std::collections::HashMap;

use super::guess::MISSING;
use super::number::{Affix, CURRENCIES, Negative, NumberFormat, Parts, cleaned, is_alike, magnitude, read, unmarked};
use crate::work::{self, spend};

/// Units that may stand around the numbers of a column beside currencies: parts, words for large numbers, measures. Other text
/// makes names: `Q1`, `Ward 11`.
const UNITS: [&str; 32] = [
    "%", "‰", "¢", "°", "°C", "°F", "k", "K", "M", "m", "B", "bn", "million", "billion", "Tsd.", "Mio.", "Mrd.",
    "тыс.", "млн", "млрд", "kg", "t", "g", "km", "m²", "km²", "ha", "mm", "kWh", "MWh", "TWh", "млн.",
];

/// The format of a column's numbers, and how sure it is.
#[derive(Debug, PartialEq)]
pub enum Convention {
    Sure(NumberFormat),
    /// The same where the column alone leaves it open and other columns show it, with the first cell that it decides.
    Shown {
        format: NumberFormat,
        by: usize,
    },
    /// With a point or a comma as decimal character, nothing says which.
    Either(NumberFormat),
}

/// The decimal character that the other columns of a table show.
pub type OfTable = Option<char>;

/// The result of judging a column: numbers, nearly numbers, or other text.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// Numbers; cells that do not fit are mistakes.
    Numbers(Convention),
    /// Text in which most cells have a number, but more than some are written in another way; the first of these.
    Nearly(usize),
    Other,
}

/// Judges the cells of a column that have a value.
pub async fn judge(cells: &[&str], of_table: OfTable) -> Verdict {
    let is_plain = |cell: &&str| !cell.contains([',', '.']) && super::decimal::parse(cell).is_some();
    if !cells.is_empty() && work::all(cells, is_plain).await {
        return Verdict::Numbers(Convention::Sure(NumberFormat::default()));
    }
    let clean: Vec<_> = work::mapped(cells, |cell| cleaned(cell)).await;
    let parts: Vec<_> = work::mapped(&clean, |cell| Parts::of(cell)).await;
    let affix = affix(&parts).await;
    let convention = convention(&parts, affix, of_table).await;
    let format = match &convention {
        Convention::Sure(format) | Convention::Shown { format, .. } | Convention::Either(format) => format,
    };
    let fits: Vec<_> = work::mapped(cells, |cell| read(cell, format).is_some()).await;
    let count = work::count(&fits, |fits| *fits).await;
    let is_alike = |at: usize| fits[at] || parts[at].as_ref().map_or_else(|| is_marked_gap(cells[at]), is_marked);
    let are_marked = count > 0 && work::all(0..cells.len(), is_alike).await;
    if enough(count, cells.len()) || are_marked {
        return Verdict::Numbers(convention);
    }
    let begin_with_digits = |own: &Option<Parts>| own.as_ref().is_some_and(|parts| parts.prefix.is_empty());
    let nearly = 3 * count >= cells.len() && 2 * work::count(&parts, begin_with_digits).await > cells.len();
    match work::position(&fits, |fits| !fits).await {
        Some(odd) if nearly && count > 1 => Verdict::Nearly(odd),
        _ => Verdict::Other,
    }
}

/// Whether nearly all cells are of one sort; in few cells, one may be a slip.
pub fn enough(count: usize, all: usize) -> bool {
    count > 0 && (count * 10 >= all * 9 || (all >= 5 && all - count == 1))
}

/// Whether the text behind a number looks like a footnote mark or a flag of an office of statistics, which the schema can
/// allow: `*`, `¹`, `(2)`, `b`.
pub fn is_marked(parts: &Parts) -> bool {
    let is_letter = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let inner = parts.suffix.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    let is_short = |text: &str| text.chars().count() <= 2 && text.chars().all(char::is_alphanumeric);
    let is_symbol = |own: char| "*†‡§#¹²³⁴⁵⁶⁷⁸⁹⁰ᵃᵇᶜᵈᵉ".contains(own);
    let is_mark = !parts.suffix.is_empty()
        && (is_letter(parts.suffix) || inner.is_some_and(is_short) || parts.suffix.chars().all(is_symbol));
    is_mark && parts.prefix.is_empty() && !UNITS.contains(&parts.suffix)
}

/// Whether a cell means "no value" and goes on with a flag, as Eurostat's `: z`.
fn is_marked_gap(cell: &str) -> bool {
    cell.split_once(' ').is_some_and(|(gap, flag)| MISSING.contains(&gap) && flag.len() <= 2)
}

/// Returns the text around most numbers of a column, if it can be a unit.
async fn affix(parts: &[Option<Parts<'_>>]) -> Affix {
    let bare = work::count(parts, |own| own.as_ref().is_some_and(Parts::is_bare)).await;
    match most_common(parts, is_unit).await {
        // One amount with a sign among many without is not of another sort, but ten percentages among numbers are.
        Some((affix, count)) if count * 2 >= bare => affix,
        _ => Affix::None,
    }
}

/// The text around most numbers among those that `can_be`, and how many these are.
async fn most_common(parts: &[Option<Parts<'_>>], can_be: impl Fn(&str, &str) -> bool) -> Option<(Affix, usize)> {
    let mut counts: Vec<((&str, &str), usize)> = Vec::new();
    let mut places = HashMap::new();
    for own in parts {
        spend(1).await;
        let Some(own) = own.as_ref().filter(|own| !own.is_bare() && can_be(own.prefix, own.suffix)) else { continue };
        let pair = (own.prefix, own.suffix);
        let place = *places.entry(pair).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((pair, 1)),
        }
    }
    let (mut best, mut most) = (None, 0);
    for (pair, count) in counts {
        spend(1).await;
        // The first of several that are equally common.
        if count > most {
            (best, most) = (Some(pair), count);
        }
    }
    let (prefix, suffix) = best?;
    Some((Affix::Known { prefix: prefix.to_owned(), suffix: suffix.to_owned() }, most))
}

/// The text around most numbers of a field that has some, by its schema.
pub async fn affix_of(cells: &[&str], marks: &[String]) -> Affix {
    let clean: Vec<_> = work::mapped(cells, |cell| cleaned(cell)).await;
    let parts: Vec<_> = work::mapped(&clean, |cell| Parts::of(unmarked(cell, marks).0)).await;
    let without_digits = |text: &str| !text.contains(|own: char| own.is_ascii_digit());
    let common = most_common(&parts, |prefix, suffix| without_digits(prefix) && without_digits(suffix)).await;
    common.map_or(Affix::None, |(affix, _)| affix)
}

/// Whether text around numbers can be their unit.
pub fn is_unit(prefix: &str, suffix: &str) -> bool {
    let is_known = |word: &str| UNITS.contains(&word) || CURRENCIES.contains(&word);
    [prefix, suffix].iter().all(|text| text.split_whitespace().all(is_known))
}

/// How the digits of numbers are separated, and how those below zero are written.
async fn convention(parts: &[Option<Parts<'_>>], affix: Affix, of_table: OfTable) -> Convention {
    let (mut signed, mut parenthesized, mut trailing) = (0, 0, 0);
    // Those of the cells that show something: others have text beside their digits and are mistakes.
    let mut digits = Vec::new();
    for (at, own) in parts.iter().enumerate() {
        spend(1).await;
        let Some(own) = own else { continue };
        match own.negative {
            Some(Negative::Sign) => signed += 1,
            Some(Negative::Parentheses) => parenthesized += 1,
            Some(Negative::Trailing) => trailing += 1,
            None => {}
        }
        if own.is_bare() || affix.fits(own) {
            digits.push((at, own.digits));
        }
    }
    let negative = match (parenthesized, trailing) {
        (0, 0) => Negative::Sign,
        // Where losses have signs, parentheses mean something else, such as values that are uncertain.
        _ if signed > 0 => Negative::Sign,
        _ if parenthesized >= trailing => Negative::Parentheses,
        _ => Negative::Trailing,
    };
    let format = async |decimal| {
        let group = group(&digits, decimal).await;
        NumberFormat { decimal, group, affix: affix.clone(), negative, marks: Vec::new() }
    };
    let (mut points, mut commas, mut open) = (0, 0, None);
    for (at, text) in &digits {
        spend(1).await;
        match (reads_with(text, '.'), reads_with(text, ',')) {
            (Some(_), None) => points += 1,
            (None, Some(_)) => commas += 1,
            (Some(one), Some(other)) if one != other => open = open.or(Some(*at)),
            _ => {}
        }
    }
    let own = if points >= commas { '.' } else { ',' };
    let separated = work::count(&digits, |(_, text)| text.contains(['.', ','])).await;
    match (open, of_table) {
        (None, _) => Convention::Sure(format(own).await),
        // Cells that show it decide for those that do not, unless they are few and the table shows the opposite.
        _ if points != commas && (2 * points.max(commas) >= separated || of_table.is_none_or(|shown| shown == own)) => {
            Convention::Sure(format(own).await)
        }
        (Some(by), Some(shown)) if points == commas => Convention::Shown { format: format(shown).await, by },
        _ => Convention::Either(format(own).await),
    }
}

/// The decimal character that the numbers of a column show by themselves: 2,5 and 1.234,5 and 1,234,567 do, 1,234 does
/// not.
pub async fn shown(cells: &[&str]) -> OfTable {
    let (mut points, mut commas) = (0, 0);
    for cell in cells {
        spend(1).await;
        if cell.is_ascii() && !cell.contains(['.', ',']) {
            continue;
        }
        let clean = cleaned(cell);
        let Some(parts) = Parts::of(&clean).filter(|own| is_unit(own.prefix, own.suffix)) else { continue };
        match (reads_with(parts.digits, '.'), reads_with(parts.digits, ',')) {
            (Some(_), None) => points += 1,
            (None, Some(_)) => commas += 1,
            _ => {}
        }
    }
    let most = points.max(commas);
    (points != commas && enough(most, points + commas)).then_some(if points > commas { '.' } else { ',' })
}

/// A number by its digits with one decimal character and any groups that go with it.
pub fn reads_with(digits: &str, decimal: char) -> Option<f64> {
    let groups = [if decimal == '.' { ',' } else { '.' }, ' ', '\''];
    groups.into_iter().find_map(|group| magnitude(digits, decimal, Some(group)))
}

/// The character between groups with which most numbers can be read. A point or a comma is one only where a number proves
/// it, by two groups or by decimals behind one, or where no number has decimals: beside 4.75, a 3,250 may be a slip.
async fn group(digits: &[(usize, &str)], decimal: char) -> Option<char> {
    let other = if decimal == '.' { ',' } else { '.' };
    let proves = |text: &str| {
        let is_long = text.matches(other).count() > 1 || text.contains(decimal);
        text.contains(other) && is_long && magnitude(text, decimal, Some(other)).is_some()
    };
    let (mut has_decimals, mut is_proven) = (false, false);
    // The first character of the text that is like each of these.
    let mut found = [(other, None), (' ', None), ('\'', None)];
    for (_, text) in digits {
        spend(1).await;
        has_decimals |= text.contains(decimal);
        is_proven |= proves(text);
        for (group, first) in &mut found {
            *first = first.or_else(|| text.chars().find(|own| is_alike(*own, *group)));
        }
    }
    if has_decimals && !is_proven {
        found[0].1 = None;
    }
    let (mut best, mut most) = (None, 0);
    for candidate in [None].into_iter().chain(found.into_iter().map(|(_, first)| first).filter(Option::is_some)) {
        let count = work::count(digits, |(_, text)| magnitude(text, decimal, candidate).is_some()).await;
        if count > most {
            (best, most) = (candidate, count);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::finish;

    fn sure(decimal: char, group: Option<char>) -> Convention {
        Convention::Sure(NumberFormat { decimal, group, ..NumberFormat::default() })
    }

    fn around(prefix: &str, suffix: &str, negative: Negative, group: Option<char>) -> Convention {
        let affix = Affix::Known { prefix: prefix.to_owned(), suffix: suffix.to_owned() };
        Convention::Sure(NumberFormat { affix, negative, group, ..NumberFormat::default() })
    }

    #[test]
    fn judges_columns() {
        let either = |decimal, group| {
            Verdict::Numbers(Convention::Either(NumberFormat { decimal, group, ..NumberFormat::default() }))
        };
        for (cells, expected) in [
            ("1|2", Verdict::Numbers(sure('.', None))),
            ("1|2.5", Verdict::Numbers(sure('.', None))),
            ("1.234,5|2,5", Verdict::Numbers(sure(',', Some('.')))),
            ("1,234.5|2.5", Verdict::Numbers(sure('.', Some(',')))),
            ("1,234|12,345,678", Verdict::Numbers(sure('.', Some(',')))),
            ("0,234|12,500", Verdict::Numbers(sure(',', None))),
            ("2.5|3,250|4.75|1.5|6.5", Verdict::Numbers(sure('.', None))),
            ("2.5|3,250.5|4,750", Verdict::Numbers(sure('.', Some(',')))),
            ("1.234|12.345|2", either('.', None)),
            ("1,234|8,451", either('.', Some(','))),
            ("4.210|12345", either('.', None)),
            ("0.619|0.606|1.036", Verdict::Numbers(sure('.', None))),
            ("1\u{202f}234,5|2", Verdict::Numbers(sure(',', Some('\u{202f}')))),
            ("1'234|2", Verdict::Numbers(sure('.', Some('\'')))),
            ("12 %|3 %", Verdict::Numbers(around("", "%", Negative::Sign, None))),
            ("2.1%|3.4%|–3.1%", Verdict::Numbers(around("", "%", Negative::Sign, None))),
            ("$5|$6|($7)", Verdict::Numbers(around("$", "", Negative::Parentheses, None))),
            ("5|-6|8|9|(7)", Verdict::Numbers(sure('.', None))),
            ("1200 €|340 €|310- €", Verdict::Numbers(around("", "€", Negative::Trailing, None))),
            ("$950000|$870000|$640000|$1.2M|$410000", Verdict::Numbers(around("$", "", Negative::Sign, None))),
            ("12%|9%|15%|<5%|22%", Verdict::Numbers(around("", "%", Negative::Sign, None))),
            ("61.2*|58.4|64.9(2)|55.0¹|60.3", Verdict::Numbers(sure('.', None))),
            ("6.0 b|6.1|: z|7.6", Verdict::Numbers(sure('.', None))),
            ("12|14|about 3|n.d.|17", Verdict::Nearly(2)),
            ("€5|$4", Verdict::Other),
            ("Q1|Q2", Verdict::Other),
            ("Ward 11|Ward 12", Verdict::Other),
            ("1|2|x", Verdict::Nearly(2)),
            ("a|b", Verdict::Other),
            ("2020-01|2020-02|2020-03", Verdict::Other),
        ] {
            let cells: Vec<_> = cells.split('|').collect();
            assert_eq!(finish(judge(&cells, None)), expected, "{cells:?}");
        }
    }

    #[test]
    fn other_columns_show_what_one_leaves_open() {
        let format = NumberFormat { decimal: ',', ..NumberFormat::default() };
        let shown = Verdict::Numbers(Convention::Shown { format, by: 0 });
        assert_eq!(finish(judge(&["12,500", "2,250"], Some(','))), shown);
        assert!(matches!(
            finish(judge(&["1.234", "5.678", "9.012", "2.5"], Some(','))),
            Verdict::Numbers(Convention::Either(_))
        ));
        assert_eq!(finish(judge(&["1.234", "2.5"], Some(','))), Verdict::Numbers(sure('.', None)));
        assert_eq!(finish(super::shown(&["2,5", "1.234"])), Some(','));
        assert_eq!(finish(super::shown(&["1.234"])), None);
    }
}
