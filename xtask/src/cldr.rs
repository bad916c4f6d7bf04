//! The patterns by which languages write numbers and dates, taken from the Unicode CLDR: `src/locale/cldr.json`.
//!
//! One line a language: under an empty name all patterns of the language, in the order of [`PATTERNS`]; under the
//! rest of a longer tag, such as `PT` or `Latn-ME`, those that differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use article_figures::locale::PATTERNS;
use serde_json::Value;

use crate::Verdict;
use crate::files;
use crate::registry::Npm;

/// All three have the same version.
const VERSION: &str = "48.2.0";
const CORE: Npm = Npm {
    name: "cldr-core",
    version: VERSION,
    integrity: "zfmLothncSwfv2jlevoSrgI2VGgH8SDGHXst6jUEotHA8nq9Igeg9jzdJDFtBso9pgJuG89DK16TzrmZDdo2Bg==",
};
const NUMBERS: Npm = Npm {
    name: "cldr-numbers-full",
    version: VERSION,
    integrity: "0EQ+UkVDsyXOlxnWnL1RIENVZFqCnb04D1Yrku0obnOyttbuZz8tHmUd5c5AEvhGS/Gg2zI4fTaCm51LSGITog==",
};
const DATES: Npm = Npm {
    name: "cldr-dates-full",
    version: VERSION,
    integrity: "zMrKvjMO414HDftLr6vKH1fNQHakFNe+F1h4S0eg+zmL4WRi9pI41fxB3UrTJDY42MEM87jCuAw/qlqCgYKcAQ==",
};

/// Levels of coverage at which a language has its own month names and symbols.
const COVERED: [&str; 3] = ["modern", "moderate", "basic"];
/// Tags that are still in use for languages that CLDR lists under another one.
const FORMER: [(&str, &str); 6] =
    [("in", "id"), ("iw", "he"), ("ji", "yi"), ("mo", "ro"), ("sh", "sr-Latn"), ("tl", "fil")];

/// English without a region is written as in Great Britain, the day before the month, and not as in CLDR.
const ENGLISH: [(&str, &str); 2] = [("en", "en-GB"), ("en-US", "en")];

/// Between the entries of a list of texts.
const NEXT: &str = "\n";

type Fields = BTreeMap<&'static str, String>;

/// Writes the table.
///
/// # Errors
/// When npm cannot be reached, or CLDR has a pattern that the table cannot hold.
pub fn run() -> Result<Verdict> {
    let path = files::root().join("src/locale/cldr.json");
    fs::write(&path, table()?).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written: {}", files::shown(&path));
    Ok(Verdict::Good)
}

/// The table as it stands in the repository.
///
/// # Errors
/// As [`run`].
pub fn table() -> Result<String> {
    let cldr = Cldr { core: CORE.install()?, numbers: NUMBERS.install()?, dates: DATES.install()? };
    let mut languages: BTreeMap<String, Vec<(String, Fields)>> = BTreeMap::new();
    for (tag, of) in cldr.tags()? {
        let fields = cldr.fields(&of).with_context(|| format!("the patterns of {of}"))?;
        let (language, rest) = tag.split_once('-').unwrap_or((&tag, ""));
        languages.entry(language.to_owned()).or_default().push((rest.to_owned(), fields));
    }
    let mut lines = Vec::new();
    for (language, mut tags) in languages {
        tags.sort_by(|one, other| one.0.cmp(&other.0));
        // CLDR covers some languages in an unusual script alone.
        let Some((_, own)) = tags.first().filter(|(rest, _)| rest.is_empty()).cloned() else { continue };
        let mut rows = serde_json::Map::new();
        for (rest, fields) in &tags {
            // A region may differ from its script's patterns while it equals those of the language.
            let nearest = nearest(rest, &tags);
            let is_new = |name: &&&str| rest.is_empty() || fields[**name] != own[**name];
            let row: serde_json::Map<_, _> = PATTERNS
                .iter()
                .filter(is_new)
                .map(|name| ((*name).to_owned(), Value::from(fields[name].clone())))
                .collect();
            if rest.is_empty() || nearest != Some(fields) {
                rows.insert(rest.clone(), Value::Object(row));
            }
        }
        lines.push(format!("{}: {}", Value::from(language), Value::Object(rows)));
    }
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// The patterns that a tag has where it has no row: those of the tag without its last part.
fn nearest<'a>(rest: &str, tags: &'a [(String, Fields)]) -> Option<&'a Fields> {
    let shorter = rest.rsplit_once('-').map_or("", |(shorter, _)| shorter);
    tags.iter().find(|(other, _)| other == shorter).map(|(_, fields)| fields)
}

struct Cldr {
    core: PathBuf,
    numbers: PathBuf,
    dates: PathBuf,
}

impl Cldr {
    /// The tags of the table, each with the tag that it takes its patterns from.
    fn tags(&self) -> Result<BTreeMap<String, String>> {
        let levels = json(&self.core.join("coverageLevels.json"))?;
        let levels = levels["effectiveCoverageLevels"].as_object().context("no levels of coverage")?.clone();
        let covered: BTreeSet<String> = levels
            .into_iter()
            .filter(|(_, level)| COVERED.iter().any(|known| level == known))
            .map(|(tag, _)| tag)
            .filter(|tag| self.dates.join("main").join(tag).is_dir())
            .collect();
        let mut tags: BTreeMap<String, String> = covered.iter().map(|tag| (tag.clone(), tag.clone())).collect();
        // `zh-TW` is written in another script than `zh`, without saying so.
        let likely = json(&self.core.join("supplemental/likelySubtags.json"))?;
        let likely = likely["supplemental"]["likelySubtags"].as_object().context("no likely subtags")?;
        for (tag, full) in likely {
            let (Some((language, region)), Some(full)) = (tag.split_once('-'), full.as_str()) else { continue };
            let script = full.split('-').nth(1).unwrap_or_default();
            let usual = likely.get(language).and_then(Value::as_str).and_then(|full| full.split('-').nth(1));
            if region.len() != 2 || usual == Some(script) || !covered.contains(language) {
                continue;
            }
            let written = [format!("{language}-{script}-{region}"), format!("{language}-{script}")];
            if let Some(found) = written.into_iter().find(|tag| covered.contains(tag)) {
                tags.insert(tag.clone(), found);
            }
        }
        for (other, tag) in FORMER.into_iter().chain(ENGLISH) {
            tags.insert(other.to_owned(), tag.to_owned());
        }
        Ok(tags)
    }

    fn fields(&self, tag: &str) -> Result<Fields> {
        let numbers = json(&self.numbers.join("main").join(tag).join("numbers.json"))?;
        let dates = json(&self.dates.join("main").join(tag).join("ca-gregorian.json"))?;
        let digits = json(&self.core.join("supplemental/numberingSystems.json"))?;
        let mut fields = of_numbers(&numbers["main"][tag]["numbers"], &digits["supplemental"]["numberingSystems"])?;
        fields.extend(of_dates(&dates["main"][tag]["dates"]["calendars"]["gregorian"])?);
        for name in PATTERNS {
            ensure!(fields.contains_key(name), "no {name}");
        }
        Ok(fields)
    }
}

fn json(path: &Path) -> Result<Value> {
    serde_json::from_slice(&fs::read(path)?).with_context(|| path.display().to_string())
}

fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    let found = &value[name];
    // A pattern with more to be said about it, such as another numbering system, is an object.
    found.as_str().or_else(|| found["_value"].as_str()).with_context(|| format!("no {name}"))
}

fn of_numbers(numbers: &Value, systems: &Value) -> Result<Fields> {
    let system = text(numbers, "defaultNumberingSystem")?;
    let part = |name: &str| &numbers[&format!("{name}-numberSystem-{system}")];
    let symbols = part("symbols");
    // Typographers set a minus sign where keyboards have a hyphen.
    let minus = text(symbols, "minusSign")?.replace('-', "−");
    let pattern = |pattern: &str| -> Result<String> {
        Ok(unquoted(pattern)?.replace('-', &minus).replace('%', text(symbols, "percentSign")?))
    };
    let zero = text(&systems[system], "_digits")?.chars().next().context("no digits")?;
    let currencies = part("currencyFormats");
    let standard = text(currencies, "standard")?;
    let beside_letters = text(currencies, "standard-alphaNextToNumber").unwrap_or(standard);
    let mut compact = Vec::new();
    let short = &part("decimalFormats")["short"]["decimalFormat"];
    for zeros in 3..15 {
        let forms = forms(short, &format!("1{}", "0".repeat(zeros)))?;
        compact.push(joined(&forms, |form| pattern(form))?);
    }
    Ok(Fields::from([
        ("decimal", text(symbols, "decimal")?.to_owned()),
        ("group", text(symbols, "group")?.to_owned()),
        ("minimum_grouping", text(numbers, "minimumGroupingDigits")?.to_owned()),
        ("zero", zero.to_string()),
        ("minus", minus.clone()),
        ("number", pattern(text(part("decimalFormats"), "standard")?)?),
        ("percent", pattern(text(part("percentFormats"), "standard")?)?),
        ("currency", pattern(standard)?),
        ("currency_letters", pattern(beside_letters)?),
        ("compact", compact.join(NEXT)),
        // Typographers set a dash between numbers.
        ("range", text(part("miscPatterns"), "range")?.replace('-', "–")),
    ]))
}

/// A number pattern without its quotation marks.
///
/// # Errors
/// A quoted character that would be taken for a part of the number without them.
fn unquoted(pattern: &str) -> Result<String> {
    let is_number = |character: char| "#0,.".contains(character);
    let parts: Vec<&str> = pattern.split('\'').collect();
    for pair in parts.windows(2) {
        ensure!(
            !(pair[0].ends_with(is_number) && pair[1].starts_with(is_number)),
            "{pattern} needs its quotation marks"
        );
    }
    Ok(parts.concat())
}

/// The texts of `NAME-count-one` and so on, by their plural category.
fn forms<'a>(object: &'a Value, name: &str) -> Result<Vec<(&'a str, &'a str)>> {
    let prefix = format!("{name}-count-");
    let object = object.as_object().context("no forms")?;
    let forms: Vec<_> =
        object.iter().filter_map(|(key, value)| Some((key.strip_prefix(&prefix)?, value.as_str()?))).collect();
    // Those of exact numbers (`-count-1`) say the same in words.
    let forms: Vec<_> = forms.into_iter().filter(|(category, _)| category.parse::<u8>().is_err()).collect();
    ensure!(forms.iter().any(|(category, _)| *category == "other"), "no form {name}");
    Ok(forms)
}

/// One text where all forms are the same, else `one:…|other:…`.
fn joined(forms: &[(&str, &str)], pattern: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut texts = Vec::new();
    for (category, form) in forms {
        texts.push((category, pattern(form)?));
    }
    if texts.iter().all(|(_, text)| *text == texts[0].1) {
        return Ok(texts[0].1.clone());
    }
    let texts: Vec<_> = texts.iter().map(|(category, text)| format!("{category}:{text}")).collect();
    Ok(texts.join("|"))
}

fn of_dates(calendar: &Value) -> Result<Fields> {
    let list = |value: &Value, count: usize| -> Result<String> {
        let texts: Result<Vec<_>> = (1..=count).map(|number| text(value, &number.to_string())).collect();
        Ok(texts?.join(NEXT))
    };
    let (formats, available) = (&calendar["dateTimeFormats"], &calendar["dateTimeFormats"]["availableFormats"]);
    let era = text(&calendar["eras"]["eraAbbr"], "1")?;
    let template = |pattern: &str| template(pattern, era);
    let long = text(&calendar["dateFormats"], "long")?;
    let weeks = forms(available, "yw")?;
    let between = text(&formats["intervalFormats"], "intervalFormatFallback")?.replace('-', "–");
    let (months, quarters) = (&calendar["months"], &calendar["quarters"]);
    Ok(Fields::from([
        ("months", list(&months["format"]["wide"], 12)?),
        ("months_alone", list(&months["stand-alone"]["wide"], 12)?),
        ("months_short", list(&months["stand-alone"]["abbreviated"], 12)?),
        ("quarters", list(&quarters["stand-alone"]["abbreviated"], 4)?),
        ("day", template(long)?),
        ("month", template(text(available, "yMMMM")?)?),
        ("year", template(text(available, "y")?)?),
        ("day_of_month", template(text(available, "MMMMd")?)?),
        ("quarter", template(text(available, "yQQQ")?)?),
        ("week", joined(&weeks, template)?),
        ("days", days(&template(long)?, &formats["intervalFormats"], &between)?),
        ("years", years(&formats["intervalFormats"]["y"], &between)?),
        ("between", between.clone()),
        ("date_time", text(formats, "medium")?.replace('\'', "")),
        ("clock", template(text(available, "Hm")?)? + NEXT + &template(text(available, "Hms")?)?),
    ]))
}

/// A pattern of dates as a text with gaps: `{d}. {M} {y}`.
///
/// # Errors
/// A field that has no gap.
fn template(pattern: &str, era: &str) -> Result<String> {
    let mut template = String::new();
    for token in tokens(pattern) {
        template += match token {
            Token::Literal(text) => text,
            Token::Field("d") => "{d}",
            Token::Field("dd") => "{D}",
            Token::Field("M" | "L") => "{m}",
            Token::Field("MM" | "LL") => "{n}",
            Token::Field("MMM" | "MMMM") => "{M}",
            Token::Field("LLL" | "LLLL") => "{L}",
            Token::Field("y" | "Y" | "yyyy" | "YYYY") => "{y}",
            Token::Field("Q") => "{q}",
            Token::Field("QQQ" | "QQQQ" | "qqq") => "{Q}",
            Token::Field("w") => "{w}",
            Token::Field("H") => "{h}",
            Token::Field("HH") => "{H}",
            Token::Field("m" | "mm") => "{i}",
            Token::Field("s" | "ss") => "{s}",
            Token::Field("G") => era,
            Token::Field(field) => anyhow::bail!("{pattern} has {field}, which has no gap"),
        };
    }
    Ok(template)
}

enum Token<'a> {
    Field(&'a str),
    Literal(&'a str),
}

/// The fields of a pattern, letters of one kind, and the texts between them, which may be quoted.
fn tokens(pattern: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (index, part) in pattern.split('\'').enumerate() {
        if index % 2 == 1 {
            // Two marks in a row are an apostrophe.
            tokens.push(Token::Literal(if part.is_empty() { "'" } else { part }));
            continue;
        }
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let is_field = first.is_ascii_alphabetic();
            let same = |character: char| if is_field { character == first } else { !character.is_ascii_alphabetic() };
            let end = rest.find(|character| !same(character)).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            tokens.push(if is_field { Token::Field(token) } else { Token::Literal(token) });
            rest = after;
        }
    }
    tokens
}

/// Some days of one month, `{d}.–|{d}. {M} {y}`: the long date with its day twice, parted by what CLDR has between them.
fn days(long: &str, intervals: &Value, between: &str) -> Result<String> {
    let pattern = text(&intervals["yMMMMd"], "d").or_else(|_| text(&intervals["yMMMd"], "d"))?;
    let (mut before, mut texts) = (false, String::new());
    let mut found = None;
    for token in tokens(pattern) {
        match token {
            Token::Field("d" | "dd") if before => {
                found = Some(texts.clone());
                break;
            }
            Token::Field("d" | "dd") => before = true,
            // Whole dates on both sides.
            Token::Field(_) if before => break,
            Token::Field(_) => {}
            Token::Literal(text) if before => texts += text,
            Token::Literal(_) => {}
        }
    }
    let dash = found.unwrap_or_else(|| between.replace("{0}", "").replace("{1}", ""));
    for gap in ["{d}", "{D}"] {
        if let Some((start, end)) = long.split_once(gap) {
            return Ok(format!("{start}{gap}{dash}|{gap}{end}"));
        }
    }
    anyhow::bail!("{long} has no day")
}

/// Two years: `{y}–|{y}`.
fn years(interval: &Value, between: &str) -> Result<String> {
    let pattern = text(interval, "y").map_or_else(|_| between.replace("{0}", "y").replace("{1}", "y"), str::to_owned);
    let template = template(&pattern, "")?;
    let (first, rest) = template.split_once("{y}").context("no year")?;
    let (dash, end) = rest.split_once("{y}").with_context(|| format!("{pattern} has one year"))?;
    Ok(format!("{first}{{y}}{dash}|{{y}}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_texts_with_gaps() -> Result<()> {
        for (pattern, expected) in [
            ("d. MMMM y", "{d}. {M} {y}"),
            ("d 'de' MMMM 'de' y", "{d} de {M} de {y}"),
            ("y('e')'ko' MMMM'ren' d('a')", "{y}(e)ko {M}ren {d}(a)"),
            ("d MMMM G y", "{d} {M} AD {y}"),
            ("yyyy''MM", "{y}'{n}"),
        ] {
            assert_eq!(template(pattern, "AD")?, expected);
        }
        assert!(template("E d", "AD").is_err());
        Ok(())
    }
}
