//! Numbers and dates of a hundred languages, by the table that was made of CLDR, against those of ICU4X, which has its own.

use std::fs;

use crate::common::{BASE, TAGS, build, generated};
use article_figures::locale::{Formats, PATTERNS, cldr};
use article_figures::package::{Date, Precision};
use fixed_decimal::{Decimal, FloatPrecision, Sign, SignedRoundingMode, UnsignedRoundingMode};
use icu_calendar::Gregorian;
use icu_datetime::fieldsets::YMD;
use icu_datetime::{FixedCalendarDateTimeFormatter, input};
use icu_decimal::DecimalFormatter;
use icu_locale_core::Locale as Tag;
use scraper::{Html, Selector};

const NUMBERS: [(f64, usize); 20] = [
    (0.0, 0),
    (-0.04, 1),
    (-0.5, 0),
    (2.5, 0),
    (1.005, 2),
    (999.0, 0),
    (999.95, 1),
    (1000.0, 0),
    (1234.0, 0),
    (-1234.5, 1),
    (9999.5, 0),
    (12_345.5, 1),
    (123_456.0, 0),
    (1e6, 0),
    (1_234_567.891, 3),
    (-1e7, 2),
    (123_456_789.0, 0),
    (1e12, 0),
    (123_456_789_012_345.0, 0),
    (-1e-6, 6),
];

/// ICU4X groups by the edition of CLDR after ours, which the browser's `Intl` does not have yet.
const NUMBERS_DIFFER: &[&str] = &["gl"];
/// ICU4X puts a long date together from its fields, where CLDR and `Intl` have a pattern for the whole of it.
const DATES_DIFFER: &[&str] = &[
    "am", "et", "fa", "ga", "gd", "ha", "hi", "hy", "kn", "kok", "ky", "mk", "or", "ps", "sd", "sl", "so", "sr", "ta",
    "te", "vi", "sr-Latn",
];

/// English is written as in Great Britain where no region is named.
fn tag(tag: &str) -> Tag {
    if tag == "en" { "en-GB" } else { tag }.parse().expect("a tag")
}

/// A number as ICU4X writes it, with U+2212 for a hyphen.
fn of_icu(icu: &DecimalFormatter, value: f64, decimals: usize) -> String {
    let mut decimal = Decimal::try_from_f64(value, FloatPrecision::RoundTrip).expect("a number");
    let last = -i16::try_from(decimals).expect("few decimals");
    decimal.round_with_mode(last, SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand));
    decimal.absolute.pad_end(last);
    if decimal.absolute.is_zero() {
        decimal.sign = Sign::None;
    }
    icu.format(&decimal).to_string().replace('-', "−")
}

#[test]
fn numbers_are_those_of_icu() {
    let mut differ = Vec::new();
    for language in TAGS {
        let formats = Formats::of(language).expect("a language");
        let icu = DecimalFormatter::try_new((&tag(language)).into(), Default::default()).expect("data");
        for (value, decimals) in NUMBERS {
            let (own, other) = (formats.plain(value, decimals), of_icu(&icu, value, decimals));
            if own != other {
                differ.push((language, own, other));
                break;
            }
        }
    }
    let found: Vec<_> = differ.iter().map(|(language, ..)| *language).collect();
    assert_eq!(found, NUMBERS_DIFFER, "{differ:#?}");
}

#[test]
fn dates_are_those_of_icu() {
    let mut differ = Vec::new();
    for language in TAGS {
        let formats = Formats::of(language).expect("a language");
        let icu = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&tag(language)).into(), YMD::long());
        let icu = icu.expect("data");
        for (month, day) in (1..=12).flat_map(|month| [(month, 1), (month, 25)]) {
            let own = formats.date(Date { year: 2021, month: Some(month), day: Some(day) });
            let date = input::Date::try_new_gregorian(2021, month as u8, day as u8).expect("a day");
            let other = icu.format(&date).to_string();
            if own != other {
                differ.push((language, own, other));
                break;
            }
        }
    }
    let found: Vec<_> = differ.iter().map(|(language, ..)| *language).collect();
    assert_eq!(found, DATES_DIFFER, "{differ:#?}");
}

/// Dates that are less or more than a day.
#[test]
fn spans_are_written_in_each_language() {
    let date = |text: &str| Date::parse(text).expect("a date");
    let written = |language: &str| {
        let formats = Formats::of(language).expect("a language");
        let spans = [("2021-11-10", "2021-11-12"), ("2022-03", "2022-04"), ("1989", "2019")];
        let mut texts: Vec<_> = spans.iter().map(|(from, to)| formats.dates(date(from), date(to))).collect();
        let day = date("2021-01-04").begin();
        texts.push(formats.moment(day, Precision::Quarter));
        texts.push(formats.moment(day, Precision::Week));
        texts.push(formats.moment(day + 14.5 / 24.0, Precision::Minute));
        texts.push(formats.moment(day + 0.25 / 86_400.0, Precision::Thousandth));
        texts.join(" | ")
    };
    let all: Vec<_> = TAGS.iter().map(|language| format!("{language}: {}", written(language))).collect();
    insta::assert_snapshot!("spans", all.join("\n"));
}

/// Compact forms, currencies, percentages.
#[test]
fn amounts_are_written_in_each_language() {
    let written = |language: &str| {
        let formats = Formats::of(language).expect("a language");
        let mut texts = vec![formats.quantity(-1234.5, 1, "%")];
        texts.extend(["$", "US$", "Mio. €", "kg"].map(|unit| formats.quantity(-46_000.0, 0, unit)));
        texts.extend(["$", "%", "kg"].map(|unit| formats.range((5.0, 0), (10.5, 1), unit)));
        texts.extend(formats.steps(&[0.0, 5e5, 1e6, 1.82e7, 2e9], 0));
        texts.join(" | ")
    };
    let all: Vec<_> = TAGS.iter().map(|language| format!("{language}: {}", written(language))).collect();
    insta::assert_snapshot!("amounts", all.join("\n"));
}

/// As ICU 74 writes them in Chromium, with at most one decimal and halves away from zero.
#[test]
fn long_numbers_have_short_forms() {
    const VALUES: [f64; 10] = [
        1e6,
        18_190_422.0,
        8_161_981.0,
        13_369_393.0,
        999_949_999.0,
        999_950_000.0,
        1.25e6,
        -2.35e6,
        4.2e12,
        123_456_789.0,
    ];
    for (language, expected) in [
        ("de", "1_Mio.|18,2_Mio.|8,2_Mio.|13,4_Mio.|999,9_Mio.|1_Mrd.|1,3_Mio.|−2,4_Mio.|4,2_Bio.|123,5_Mio."),
        ("en", "1m|18.2m|8.2m|13.4m|999.9m|1bn|1.3m|−2.4m|4.2tn|123.5m"),
        ("ru", "1_млн|18,2_млн|8,2_млн|13,4_млн|999,9_млн|1_млрд|1,3_млн|−2,4_млн|4,2_трлн|123,5_млн"),
        ("fr", "1_M|18,2_M|8,2_M|13,4_M|999,9_M|1_Md|1,3_M|−2,4_M|4,2_Bn|123,5_M"),
        ("ja", "100万|1819万|816.2万|1336.9万|10億|10億|125万|−235万|4.2兆|1.2億"),
        ("hi", "10_लाख|1.8_क॰|81.6_लाख|1.3_क॰|1_अ॰|1_अ॰|12.5_लाख|−23.5_लाख|42_ख॰|12.3_क॰"),
        ("es", "1_M|18,2_M|8,2_M|13,4_M|999,9_M|1000_M|1,3_M|−2,4_M|4,2_B|123,5_M"),
        ("pt", "1_mi|18,2_mi|8,2_mi|13,4_mi|999,9_mi|1_bi|1,3_mi|−2,4_mi|4,2_tri|123,5_mi"),
    ] {
        let formats = Formats::of(language).expect("a language");
        let texts: Vec<_> = VALUES.iter().map(|value| formats.short(*value, "").expect("a short form")).collect();
        assert_eq!(texts.join("|").replace('\u{a0}', "_").replace('-', "−"), expected, "{language}");
    }
    let formats = Formats::of("en").expect("a language");
    assert_eq!(formats.short(999_999.0, ""), None);
    assert_eq!(formats.short(1.5e6, "$").as_deref(), Some("$1.5m"));
    assert_eq!(formats.short(1.5e6, "t").as_deref(), Some("1.5m\u{a0}t"));
}

/// A tag finds the patterns of its own script and region, or of as much of it as there are some for.
#[test]
fn tags_find_the_nearest_patterns() {
    for (tag, number) in [
        ("pt", "12.345,5"),
        ("pt-PT", "12\u{a0}345,5"),
        ("pt-pt", "12\u{a0}345,5"),
        ("pt-AO", "12\u{a0}345,5"),
        ("de-CH", "12'345.5"),
        ("de-DE", "12.345,5"),
        ("en-IN", "12,345.5"),
        ("sr-Latn-ME", "12.345,5"),
        ("iw", "12,345.5"),
        ("es", "12.345,5"),
        ("es-MX", "12,345.5"),
        ("xx", "12,345.5"),
    ] {
        assert_eq!(Formats::of(tag).expect("a tag").plain(12_345.5, 1), number, "{tag}");
    }
    assert_eq!(Formats::of("en-IN").expect("a tag").plain(12_345_678.0, 0), "1,23,45,678");
    assert_eq!(Formats::of("es").expect("a tag").plain(1234.0, 0), "1234");
    let date = Date { year: 2021, month: Some(7), day: Some(1) };
    assert_eq!(Formats::of("zh-TW").expect("a tag").date(date), "2021年7月1日");
    assert_eq!(Formats::of("sr-ME").expect("a tag").date(date), "1. jul 2021.");
    assert!(Formats::of("no tag").is_none());
    assert!(cldr::patterns("xx").is_none());
}

const VALUES: [(&str, f64); 4] = [("a", 1_234_567.5), ("b", -1234.5), ("c", 0.5), ("d", 46_000.0)];

/// All languages in a full run, else every fifth; and one that CLDR does not cover.
fn languages() -> Vec<&'static str> {
    let step = if generated() > 1000 { 1 } else { 5 };
    TAGS.into_iter().step_by(step).chain(["tlh"]).collect()
}

/// A package in these languages.
fn site() -> tempfile::TempDir {
    let around = tempfile::tempdir().expect("a folder");
    let data = around.path().join("data");
    fs::create_dir_all(&data).expect("a folder");
    let rows: String = VALUES.iter().map(|(name, value)| format!("{name},{value}\n")).collect();
    fs::write(data.join("t.csv"), format!("name,value\n{rows}")).expect("written");
    let languages = languages();
    let mut descriptor = serde_json::json!({ "name": "x", "title": "X", "languages": languages, "resources": [
        { "name": "t", "path": "t.csv", "schema": { "fields": [
            { "name": "name", "type": "string" }, { "name": "value", "type": "number", "unit": "$" }] } }],
        "views": [{ "name": "v", "title": "V", "resources": ["t"], "specType": "simple",
            "spec": { "type": "bar", "group": "name", "series": ["value"] }, "_figure": { "kinds": ["bars"] } }] });
    for language in &languages {
        let title = format!("title@{language}");
        descriptor[&title] = "X".into();
        descriptor["views"][0][&title] = "V".into();
    }
    fs::write(data.join("datapackage.json"), descriptor.to_string()).expect("written");
    let report = build(&data, &around.path().join("site"), Some(BASE), false);
    assert_eq!(report.problems, []);
    let notes: Vec<_> = report.notes.iter().map(ToString::to_string).filter(|note| note.contains("CLDR")).collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("\"tlh\""), "{notes:?}");
    around
}

/// Table, static SVG, summary, exports and drawing have the same text for the same value.
#[test]
fn a_package_in_each_language_shows_the_same_texts_everywhere() {
    let site = site();
    for language in languages() {
        let folder = site.path().join("site").join(language).join("v");
        let read = |file: &str| fs::read_to_string(folder.join(file)).expect(file);
        let (page, drawing) = (Html::parse_document(&read("index.html")), read("figure.svg"));
        let json: serde_json::Value = serde_json::from_str(&read("data.json")).expect("JSON");
        let texts = |selector: &str| -> Vec<String> {
            let selector = Selector::parse(selector).expect("a selector");
            page.select(&selector).map(|element| element.text().collect()).collect()
        };
        let (cells, labels) = (texts("td.value"), texts(".stage svg text").join("\n"));
        let csv = read("data.csv");
        let summary = texts(".summary").concat();
        let formats = Formats::of(language).expect("a language");
        for (index, (_, value)) in VALUES.iter().enumerate() {
            // Numbers far apart have their own decimals.
            let text = formats.quantity(*value, usize::from(value.fract() != 0.0), "$");
            assert_eq!(cells[index], text, "{language}");
            assert_eq!(json["data"][index]["text"], *text, "{language}: {json}");
            assert!(csv.contains(&text), "{language}: {text} is not in the CSV: {csv}");
            let drawn = formats.short(*value, "$").unwrap_or(text);
            assert!(labels.contains(&drawn), "{language}: {drawn} is not in the page: {labels}");
            assert!(drawing.contains(&drawn), "{language}: {drawn} is not in the drawing");
        }
        assert!(summary.contains(&cells[0]), "{language}: {summary}");
    }
}

/// Every row can be read: lists have all their entries, spans their two halves, plural forms their categories.
#[test]
fn the_table_is_whole() {
    let categories = ["zero", "one", "two", "few", "many", "other"];
    for (language, rows) in cldr::languages() {
        for rest in rows.keys() {
            let tag = if rest.is_empty() { language.clone() } else { format!("{language}-{rest}") };
            let patterns = cldr::patterns(&tag).expect("a row");
            for (name, text) in PATTERNS.iter().zip(&patterns.0) {
                let entries: Vec<_> = text.split('\n').collect();
                let count = match *name {
                    "compact" | "months" | "months_alone" | "months_short" => 12,
                    "quarters" => 4,
                    "clock" => 2,
                    _ => 1,
                };
                assert_eq!(entries.len(), count, "{tag} {name}: {text:?}");
                assert!(entries.iter().all(|entry| !entry.is_empty()), "{tag} {name}: {text:?}");
                let has_forms = matches!(*name, "compact" | "week");
                let is_span = matches!(*name, "days" | "years");
                assert!(text.matches('|').count() == usize::from(is_span) || has_forms, "{tag} {name}: {text:?}");
                for entry in entries.iter().filter(|entry| has_forms && entry.contains(':')) {
                    let is_form = |form: &str| form.split_once(':').is_some_and(|(name, _)| categories.contains(&name));
                    assert!(entry.split('|').all(is_form), "{tag} {name}: {entry:?}");
                }
            }
        }
    }
}
