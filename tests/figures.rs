//! The article's figures: what is stated, what is derived, and the words for both.

mod common;

use article_figures::describe;
use article_figures::figure::{Figure, Origin};
use article_figures::locale::{Locale, Word};
use article_figures::package::Kind;
use common::{figure, locale, small};

/// Label, value as written, and status of every datum.
fn rows(figure: &Figure, locale: &Locale) -> Vec<String> {
    let row = |datum| {
        let describe::Description { label, value, status } = describe::datum(datum, locale);
        format!("{label} | {value} | {status}").replace('\u{a0}', "_")
    };
    figure.data.iter().map(row).collect()
}

#[test]
fn investment() {
    let of = "des ausländischen Investitionsvolumens | Angabe des Artikels";
    let expected = [
        ("Niederlande", "30,2"),
        ("USA", "24,3"),
        ("Schweiz", "10,9"),
        ("China", "6,1"),
        ("Frankreich", "4,3"),
        ("Russland", "3,9"),
        ("Belgien", "3,7"),
        ("Großbritannien", "2,4"),
        ("Südkorea", "1,7"),
        ("Japan", "1,7"),
    ];
    let mut expected: Vec<_> = expected.iter().map(|(label, share)| format!("{label} | {share}_% {of}")).collect();
    expected.push(
        "Übrige Länder | 10,8_% des ausländischen Investitionsvolumens \
         | nicht im Artikel genannt, errechnet: 100 − 89,2 = 10,8"
            .to_owned(),
    );
    assert_eq!(rows(&figure("investment", "de"), &locale("de")), expected);
}

#[test]
fn economy() {
    assert_eq!(
        rows(&figure("economy", "en"), &locale("en")),
        [
            "Extraction of raw materials | 15% of the economy | Stated by the article",
            "Processing of raw materials | 11% of the economy | Stated by the article",
            "Trade | 17% of the economy | Stated by the article",
            "Construction | 6% of the economy | Stated by the article",
            "Storage and transport | 8% of the economy | Stated by the article",
            "Other sectors | 43% of the economy | not stated by the article, computed: 100 − 57 = 43",
        ]
    );
    assert_eq!(figure("economy", "en").kinds, [Kind::Bars, Kind::Stack]);
}

#[test]
fn population() {
    assert_eq!(
        rows(&figure("population", "de"), &locale("de")),
        [
            "1989 | 7,3_Mio. | Angabe des Artikels",
            "2021 | 3,7_Mio. | Angabe des Artikels",
            "Veränderung 1989–2021 | −3,6_Mio. (−49,3_%) | nicht im Artikel genannt, errechnet: 3,7 − 7,3 = −3,6",
        ]
    );
}

#[test]
fn every_stated_number_has_its_wording_and_source() {
    for view in ["investment", "economy", "population"] {
        for datum in figure(view, "de").data {
            if let Origin::Stated(statement) = &datum.origin {
                assert!(statement.id.is_some() && statement.quotation.is_some(), "{}", datum.label);
                let source = statement.source.as_deref().unwrap_or_default();
                assert!(source.starts_with("https://"), "{}", datum.label);
            }
        }
    }
}

#[test]
fn keys_are_what_addresses_can_hold() {
    let keys = |view| figure(view, "de").data.into_iter().map(|datum| datum.key).collect::<Vec<_>>().join(" ");
    assert_eq!(keys("investment"), "nl us ch cn fr ru be gb kr jp remainder");
    assert_eq!(keys("population"), "1989 2021 change");
}

#[test]
fn a_missing_value_is_no_zero_and_a_full_whole_has_no_remainder() {
    let rows_of = |csv| {
        let locale = locale("en");
        rows(&Figure::new(&small(csv, "\"bars\""), "values", &locale).expect("a figure"), &locale)
    };
    assert_eq!(
        rows_of("key,name,share\na,A,30\nb,B,\n"),
        [
            "A | 30% | Stated by the article",
            "B | not given | Stated by the article",
            "The rest | 70% | not stated by the article, computed: 100 − 30 = 70",
        ]
    );
    assert_eq!(
        rows_of("key,name,share\na,A,33.3\nb,B,66.7\n"),
        ["A | 33.3% | Stated by the article", "B | 66.7% | Stated by the article"]
    );
}

#[test]
fn numbers_as_each_language_writes_them() {
    for (language, value, decimals, expected) in [
        ("de", 0.0, 0, "0"),
        ("de", 30.2, 1, "30,2"),
        ("de", -3.6, 1, "−3,6"),
        ("de", 1234567.891, 2, "1.234.567,89"),
        ("de", 0.05, 2, "0,05"),
        ("de", -0.04, 1, "0,0"),
        ("en", 999.95, 1, "1,000.0"),
        ("en", 1000.0, 0, "1,000"),
        ("en", 0.30000000000000004, 1, "0.3"),
        ("en", 1e15, 0, "1,000,000,000,000,000"),
    ] {
        assert_eq!(locale(language).number(value, decimals), expected);
    }
    assert_eq!(locale("de").quantity(12.0, 0, "Mio."), "12\u{a0}Mio.");
    assert_eq!(locale("en").quantity(12.0, 0, ""), "12");
}

#[test]
fn a_language_that_lacks_a_word_is_an_error() {
    let error = Locale::new("xx", |word| (word != "percent").then(|| word.to_owned())).expect_err("a word is missing");
    assert_eq!(error.to_string(), "strings/xx.json, property \"percent\": expected a text, found nothing");
    assert_eq!(locale("de").word(Word::Stated), "Angabe des Artikels");
}
