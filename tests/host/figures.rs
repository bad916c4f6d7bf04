//! The article's figures: what is stated, what is derived, and the words for both.

use crate::any::{NAME, VALUE, any_figure};
use crate::common::{Ruler, article, figure, folder, locale, small};
use article_figures::describe;
use article_figures::figure::{Datum, Figure, Origin, Statement};
use article_figures::hit;
use article_figures::locale::{Formats, Locale, Word};
use article_figures::package::{Date, Kind, Package};
use article_figures::question;
use article_figures::scene::{Frame, layout};
use article_figures::state::State;

/// Label, value as written, and status of every datum.
fn rows(figure: &Figure, locale: &Locale) -> Vec<String> {
    let row = |datum| {
        let describe::Description { label, value, status } = describe::datum(datum, locale);
        format!("{label} | {value} | {status}").replace('\u{a0}', "_")
    };
    figure.data.iter().map(row).collect()
}

/// Everything that the article's figures say, in both languages; goldens that a person can read.
#[test]
fn goldens() {
    for language in ["de", "en"] {
        for view in article().descriptor.views {
            let figure = figure(&view.name, language);
            insta::assert_snapshot!(format!("{} {language}", view.name), rows(&figure, &locale(language)).join("\n"));
        }
    }
}

/// The numbers of the article, as they stand in it.
#[test]
fn stated_and_derived() {
    let numbers = |view| {
        let part = |datum: &&Datum| !datum.is_sum() && !matches!(datum.origin, Origin::Found { .. });
        let figure = figure(view, "de");
        let texts = figure.data.iter().filter(part).map(|datum| datum.text.replace('\u{a0}', "_"));
        texts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(numbers("investment"), "30,2_% 24,3_% 10,9_% 6,1_% 4,3_% 3,9_% 3,7_% 2,4_% 1,7_% 1,7_% 10,8_%");
    assert_eq!(numbers("economy"), "15_% 11_% 17_% 6_% 8_% 43_%");
    assert_eq!(numbers("population"), "7,3_Mio. 3,7_Mio. −3,6_Mio. (−49,3_%)");
    assert_eq!(figure("economy", "en").kinds, [Kind::Bars, Kind::Stack]);
}

/// What the article says of the USA and the EU, held against its own list.
#[test]
fn a_selection_is_added_up() {
    let figure = figure("investment", "de");
    let selected = figure.selected(&State::parse("select=us,nl,fr,be"));
    assert_eq!(
        describe::selection(&figure, &selected, &locale("de")).replace('\u{a0}', "_"),
        "Ausgewählt: Niederlande, USA, Frankreich, Belgien – 62,5_% (eigene Berechnung: 30,2 + 24,3 + 4,3 + 3,7)"
    );
}

/// What is no part of a whole is named and not added up.
#[test]
fn only_parts_of_one_whole_are_added_up() {
    let says = |view: &str, query: &str| {
        let figure = figure(view, "de");
        describe::selection(&figure, &figure.selected(&State::parse(query)), &locale("de"))
    };
    assert_eq!(says("population", "select=1989,2021"), "Ausgewählt: 1989, 2021");
    assert_eq!(says("january", "select=J01,J03"), "Ausgewählt: Bergarbeiter, Karaganda, Arbeiter, Aktobe");
    assert_eq!(says("counted", "select=C02,C03"), "Ausgewählt: Von der OVKS gesichert, Dauer des Einsatzes der OVKS");
}

#[test]
fn months_are_counted() {
    let figure = figure("strikes", "de");
    for (query, expected) in [
        ("", "Einträge je Monat: September\u{a0}(2), Oktober\u{a0}(4), November\u{a0}(2), Dezember\u{a0}(1)"),
        ("only=transport", "Einträge je Monat: September\u{a0}(1), Oktober\u{a0}(2)"),
        (
            "only=nothing-known",
            "Einträge je Monat: September\u{a0}(2), Oktober\u{a0}(4), November\u{a0}(2), Dezember\u{a0}(1)",
        ),
    ] {
        assert_eq!(describe::counts(&figure, &State::parse(query), &locale("de")), expected, "{query}");
    }
    assert_eq!(describe::counts(&crate::common::figure("chronology", "de"), &State::default(), &locale("de")), "");
}

#[test]
fn dates_as_each_language_writes_them() {
    let date = |text| Date::parse(text).expect("a date");
    for (language, from, to, expected) in [
        ("de", "2021-09-30", "2021-09-30", "30. September 2021"),
        ("en", "2021-09-30", "2021-09-30", "30 September 2021"),
        ("de", "2021-11-10", "2021-11-12", "10.–12. November 2021"),
        ("en", "2021-11-10", "2021-11-12", "10 – 12 November 2021"),
        ("de", "2021-09", "2021-09", "September 2021"),
        ("de", "2022-03", "2022-04", "März 2022 – April 2022"),
        ("en", "1989", "2019", "1989 – 2019"),
        ("ru", "2021-11-10", "2021-11-12", "10–12 ноября 2021 г."),
        ("ru", "2021-09", "2021-12", "сентябрь 2021 г. – декабрь 2021 г."),
        ("kk", "2021-11-10", "2021-11-12", "2021 ж. 10–12 қараша"),
        ("kk", "2012-11-10", "2012-11-12", "2012 ж. 10–12 қараша"),
        ("kk", "2021-09", "2021-09", "2021 ж. қыркүйек"),
        ("de", "2021-12-30", "2022-01-02", "30. Dezember 2021 – 2. Januar 2022"),
    ] {
        // CLDR sets thin spaces around dashes, and narrow ones before what stands for "year".
        let written = locale(language).dates(date(from), date(to)).replace(['\u{2009}', '\u{202f}'], " ");
        assert_eq!(written, expected);
    }
}

#[test]
fn every_stated_number_has_its_wording_and_source() {
    for view in article().descriptor.views {
        for datum in figure(&view.name, "de").data {
            if let Origin::Stated(statement) = &datum.origin {
                assert!(statement.id.is_some() && statement.quotation.is_some(), "{}", datum.label);
                let source = statement.source.as_deref().unwrap_or_default();
                assert!(source.starts_with("http") || statement.source_note.is_some(), "{}", datum.label);
            }
        }
    }
}

#[test]
fn keys_are_what_addresses_can_hold() {
    let keys = |view| figure(view, "de").data.into_iter().map(|datum| datum.key).collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys("investment"),
        "nl us ch cn fr ru be gb kr jp remainder sum-0 sum-2 \
         nl-2020-9m us-2020-9m ch-2020-9m ru-2020-9m gb-2020-9m us-2021 ru-2021 cn-2021"
    );
    assert_eq!(keys("population"), "1989 2021 change census-1989 census-1999 census-2009 census-2021 register-2022");
    assert_eq!(keys("strikes"), "T01 T02 T03 T04a T04b T05 T06 T07 T08 T09");
}

#[test]
fn a_missing_value_is_no_zero_and_a_full_whole_has_no_remainder() {
    let rows_of = |csv| {
        let locale = locale("en");
        rows(&Figure::new(&small(csv, "\"bars\""), "values", &locale).expect("a figure"), &locale)
    };
    assert_eq!(
        rows_of("key,name,share\na,A,30\nb,B,\n"),
        ["A | 30% | ", "B | no data | ", "The rest | 70% | our calculation: 100 − 30 = 70",]
    );
    assert_eq!(rows_of("key,name,share\na,A,33.3\nb,B,66.7\n"), ["A | 33.3% | ", "B | 66.7% | "]);
}

#[test]
fn what_a_package_does_not_bring_is_marked() {
    let package = small("key,name,share\na,A,30\n", "\"bars\"");
    let told = |package: &Package, language| {
        let figure = Figure::new(package, "values", &locale(language)).expect("a figure");
        (figure.title, figure.data.into_iter().map(|datum| datum.label + " " + &datum.amount).collect::<Vec<_>>())
    };
    assert_eq!(told(&package, "en"), ("Values".to_owned(), vec!["A 30%".to_owned(), "The rest 70%".to_owned()]));
    // Names without a translation in any language are in none.
    let expected = vec!["A 30\u{a0}%".to_owned(), "The rest\u{a0}[en] 70\u{a0}%".to_owned()];
    assert_eq!(told(&package, "de"), ("Values\u{a0}[en]".to_owned(), expected));
}

#[test]
fn counts_in_the_form_that_the_number_asks_for() {
    for (language, count, expected) in [
        ("de", 1, "1 Wert"),
        ("de", 0, "0 Werte"),
        ("en", 11, "11 values"),
        ("ru", 1, "1 значение"),
        ("ru", 3, "3 значения"),
        ("ru", 11, "11 значений"),
        ("ru", 21, "21 значение"),
        ("kk", 2, "2 мән"),
    ] {
        assert_eq!(locale(language).count(Word::CountValues, count).replace('\u{a0}', " "), expected);
    }
}

#[test]
fn names_in_the_order_of_the_language() {
    for (language, names, ranks) in [
        ("de", ["Zypern", "Österreich", "Oman"], [2, 1, 0]),
        ("en", ["a", "B", "Á"], [0, 2, 1]),
        ("ru", ["ёлка", "жук", "ель"], [0, 2, 1]),
        ("kk", ["Қытай", "Көкшетау", "Лиссабон"], [1, 0, 2]),
    ] {
        assert_eq!(locale(language).ranks(&names.map(str::to_owned)), ranks, "{names:?}");
    }
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
        ("ru", -1234567.5, 1, "−1\u{a0}234\u{a0}567,5"),
        ("kk", 1234.0, 0, "1\u{a0}234"),
        ("en", 1e15, 0, "1,000,000,000,000,000"),
    ] {
        assert_eq!(locale(language).number(value, decimals), expected);
    }
    assert_eq!(locale("de").quantity(12.0, 0, "Mio."), "12\u{a0}Mio.");
    assert_eq!(locale("en").quantity(12.0, 0, ""), "12");
}

#[test]
fn a_language_that_lacks_a_word_is_an_error() {
    let formats = Formats::of("de").expect("a language");
    let lacking = Locale::new("xx", formats, |word| (word != "stated").then(|| word.to_owned()));
    let error = lacking.err().expect("a word is missing");
    assert_eq!(error.to_string(), "strings/xx.json, property \"stated\": expected a text, found nothing");
    assert_eq!(locale("de").word(Word::Stated), "Angabe des Artikels");
}

/// The quotations that cards show, byte by byte against the file itself.
#[test]
fn every_quotation_is_the_one_of_the_file() {
    let csv = std::fs::read_to_string(folder("data/statements.csv")).expect("the statements");
    let mut quoted = 0;
    for view in article().descriptor.views {
        for datum in figure(&view.name, "de").data {
            let Origin::Stated(Statement { id: Some(id), quotation: Some(quotation), .. }) = datum.origin else {
                continue;
            };
            let plain = format!("\n{id},{quotation},");
            let escaped = format!("\n{id},\"{}\",", quotation.replace('"', "\"\""));
            assert!(csv.contains(&plain) || csv.contains(&escaped), "{id} is not quoted as in the file: {quotation:?}");
            quoted += 1;
        }
    }
    assert!(quoted > 60, "only {quoted} quotations");
}

#[test]
fn bars_beyond_the_limit_are_a_choice_away() {
    for (rows, kinds, limit, asks, first, all) in [
        (20, r#"["bars"]"#, 8, true, 8, 20),
        (8, r#"["bars"]"#, 8, false, 8, 8),
        (100, r#"["bars"]"#, 99, true, 99, 100),
        // More than a page shows, and kinds that have no room for more.
        (101, r#"["bars"]"#, 8, false, 8, 8),
        (20, r#"["cards"]"#, 8, false, 8, 8),
        (20, r#"["bars","stack"]"#, 8, false, 8, 8),
    ] {
        let table: String = (0..rows).map(|row| format!("n{row},{}\n", (row * 7) % rows + 1)).collect();
        let view = format!(
            r#""spec":{{"type":"bar","group":"name","series":["value"]}},"_figure":{{"kinds":{kinds},"limit":{limit}}}"#
        );
        let figure = any_figure(&[("t.csv", &format!("{NAME},{VALUE}]"), format!("name,value\n{table}"))], &view);
        let drawn = |query: &str| {
            let scene = layout(&figure, &State::parse(query), &Frame::new(720.0, 1.0, &Ruler));
            let ids = hit::reading_order(&scene);
            let values: Vec<_> = ids.iter().filter_map(|id| figure.datum(*id)?.value).collect();
            assert!(rows <= limit || values[0] == f64::from(rows), "{kinds} {rows}: the largest is first");
            values.len()
        };
        assert_eq!((drawn(""), drawn("all=1")), (first, all), "{kinds} {rows}");
        let questions = question::questions(&figure, &locale("en"));
        assert_eq!(questions.iter().any(|question| question.name == "all"), asks, "{kinds} {rows}");
        let note = figure.note.unwrap_or_default();
        let expected = match (asks, rows > limit) {
            (true, _) => format!("Shown at first: the {limit} largest of {rows}."),
            (false, true) => format!("Showing the {limit} largest of {rows}."),
            _ => String::new(),
        };
        assert_eq!(note, expected, "{kinds} {rows}");
    }
}

#[test]
fn a_value_that_is_the_default_or_unknown_is_dropped() {
    let table = format!("name,group,value\n{}", ["a,x,3", "b,y,1", "c,x,2"].join("\n"));
    let fields = format!(r#"{NAME},{{"name":"group","type":"string"}},{VALUE}]"#);
    let by_value = any_figure(
        &[("t.csv", &fields, table)],
        r#""spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars"],"sort":true,"order":"value"}"#,
    );
    assert!(by_value.by_value && by_value.sort);
    let de = locale("de");
    let (investment, economy, strikes) = (figure("investment", "de"), figure("economy", "de"), figure("strikes", "de"));
    let lanes = &strikes.lanes;
    let [first, second] = [&lanes[0].field, &lanes[1].field];
    for (figure, query, expected) in [
        (&by_value, "sort=value", ""),
        (&by_value, "sort=data", "sort=data"),
        (&by_value, "sort=name", "sort=name"),
        (&by_value, "sort=size&select=a", "select=a"),
        (&investment, "sort=value", "sort=value"),
        (&investment, "sort=data", ""),
        (&economy, "kind=bars&sort=value", ""),
        (&economy, "kind=stack&sort=data", "kind=stack&sort=data"),
        (&economy, "kind=pie&select=e01", "select=e01"),
        (&investment, "group=1&many=1", "group=1&many=1"),
        (&investment, "group=0&many=yes", ""),
        (&investment, "compare=2021x", ""),
        (&strikes, "kind=timeline", ""),
        (&strikes, "kind=map&only=nowhere", "kind=map"),
        (&strikes, &format!("lanes={first}"), ""),
        (&strikes, &format!("lanes={second}"), &format!("lanes={second}")),
        (&strikes, "zoom=1,2&else=3", "zoom=1,2&else=3"),
    ] {
        let state = question::state(figure, query, &de);
        assert_eq!(state.query(), expected, "{}: {query}", figure.name);
        // Each control has exactly one choice of it.
        for question in question::questions(figure, &de).iter().filter(|question| question.choices.len() > 1) {
            let chosen = state.get(question.name).unwrap_or_default();
            let found = question.choices.iter().filter(|(choice, _)| choice == chosen).count();
            assert_eq!(found, 1, "{}: {query}: {}", figure.name, question.name);
        }
    }
}
