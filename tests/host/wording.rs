//! Titles hold for their data, and data without an article say nothing of one.

use std::fs;

use crate::common::{article, build, figure, files};
use article_figures::figure::{Datum, Figure, Origin, Status};
use article_figures::package::Date;
use scraper::{Html, Selector};

/// The article's statements in a figure, without what is derived or found elsewhere.
fn stated(figure: &Figure) -> Vec<&Datum> {
    figure.data.iter().filter(|datum| datum.is_stated()).collect()
}

/// The labels of the two largest values.
fn largest(figure: &Figure) -> [&str; 2] {
    let mut data = stated(figure);
    data.sort_by(|one, other| other.value.partial_cmp(&one.value).expect("numbers"));
    [&data[0].label, &data[1].label]
}

fn title(view: &str, language: &str) -> String {
    figure(view, language).title
}

#[test]
fn investment_names_the_two_countries_with_more_than_half() {
    let figure = figure("investment", "en");
    assert_eq!(largest(&figure), ["Netherlands", "United States"]);
    let two: f64 = stated(&figure)[..2].iter().filter_map(|datum| datum.value).sum();
    assert!(two > 50.0 && figure.title.starts_with("More than half"), "{two}: {}", figure.title);
}

#[test]
fn economy_names_the_two_largest_sectors() {
    let figure = figure("economy", "en");
    assert_eq!(largest(&figure), ["Trade", "Extraction of raw materials"]);
    assert!(figure.title.starts_with("Trade and the extraction of raw materials"), "{}", figure.title);
}

#[test]
fn population_shrinks_by_almost_half() {
    let figure = figure("population", "en");
    let values: Vec<_> = stated(&figure).iter().filter_map(|datum| datum.value).collect();
    let [first, last] = values[..] else { panic!("{values:?}") };
    let lost = (first - last) / first;
    assert!((0.45..0.5).contains(&lost) && figure.title.contains("almost half"), "{lost}: {}", figure.title);
}

#[test]
fn strikes_are_counted_by_the_sentences_that_name_them() {
    let figure = figure("strikes", "en");
    let mut sentences: Vec<_> = stated(&figure)
        .into_iter()
        .map(|datum| match &datum.origin {
            Origin::Stated(statement) => statement.quotation.clone().expect("a quotation"),
            _ => unreachable!("stated"),
        })
        .collect();
    sentences.sort();
    sentences.dedup();
    let months: Vec<_> =
        stated(&figure).iter().filter_map(|datum| datum.span.as_ref()).map(|span| span.begin).collect();
    let month = |day: f64| (Date::of(day).year, Date::of(day).month);
    let first = months.iter().copied().fold(f64::INFINITY, f64::min);
    let last = months.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert_eq!((sentences.len(), month(first), month(last)), (9, (2021, Some(9)), (2021, Some(12))));
    for (language, number, months) in [
        ("de", "neun", "vier Monaten"),
        ("en", "nine", "four months"),
        ("ru", "девять", "четыре месяца"),
        ("kk", "тоғыз", "төрт айдағы"),
    ] {
        let title = title("strikes", language);
        assert!(title.contains(number) && title.contains(months), "{title}");
    }
}

#[test]
fn the_chronology_has_as_many_statements_as_it_says() {
    let figure = figure("chronology", "en");
    let begins = stated(&figure).into_iter().filter_map(|datum| datum.span.as_ref()).map(|span| span.begin);
    let recent = begins.filter(|begin| Date::of(*begin).year >= 2020).count();
    assert_eq!((stated(&figure).len(), recent), (22, 10));
    for (language, ten) in [("de", "Zehn"), ("en", "Ten"), ("ru", "Десять"), ("kk", "10-ы")] {
        let title = title("chronology", language);
        assert!(title.contains("22 ") && title.contains("2020") && title.contains(ten), "{title}");
    }
}

#[test]
fn there_are_as_many_more_numbers_as_the_title_says() {
    let figure = figure("counted", "en");
    let data = stated(&figure);
    assert_eq!(data.len(), 12);
    let quoted = |datum: &&&Datum| matches!(&datum.origin, Origin::Stated(own) if own.quotation.is_some());
    assert_eq!(data.iter().filter(quoted).count(), 12);
    let unchecked = data.iter().filter(|datum| datum.status == Status::NotChecked).count();
    assert!(0 < unchecked && unchecked < 12, "some, not all: {unchecked}");
    let count = |status| data.iter().filter(|datum| datum.status == status).count();
    assert_eq!((count(Status::Confirmed), count(Status::Partly)), (2, 4));
    for (language, [number, two, four]) in [
        ("de", ["zwölf", "zwei", "vier"]),
        ("en", ["twelve", "two", "four"]),
        ("ru", ["двенадцати", "два", "четыре"]),
        ("kk", ["он екі", "екеуі", "төртеуі"]),
    ] {
        let title = title("counted", language);
        assert!(title.contains(number) && title.contains(two) && title.contains(four), "{title}");
    }
}

const TABLES: [(&str, &str); 3] = [
    ("shares.csv", "name,share\na,50\nb,20\nc,10\n"),
    ("sourced.csv", "name,share,source\na,50,https://example.org/a\nb,20,https://example.org/b\n"),
    ("years.csv", "name,value\n2001,7\n2011,4\n"),
];

/// Three figures of tables that have sources at most.
const DESCRIPTOR: &str = r#"{"name":"plain","title":"Plain","languages":["de","en","ru","kk"],
    "resources":[{"name":"shares","path":"shares.csv"},{"name":"sourced","path":"sourced.csv"},{"name":"years","path":"years.csv"}],
    "views":[
    {"name":"shares","title":"S","resources":["shares"],"specType":"simple",
    "spec":{"type":"bar","group":"name","series":["share"]},
    "_figure":{"kinds":["bars","stack"],"sort":true,"whole":100,"remainder":"R"}},
    {"name":"sourced","title":"S","resources":["sourced"],"specType":"simple",
    "spec":{"type":"bar","group":"name","series":["share"]},"_figure":{"kinds":["bars"],"sort":true}},
    {"name":"years","title":"Y","resources":["years"],"specType":"simple",
    "spec":{"type":"lines-and-points","group":"name","series":["value"]},"_figure":{"kinds":["slope"]}}]}"#;

/// Word stems of the article, its statements and quotations.
const OF_AN_ARTICLE: [(&str, &[&str]); 4] = [
    ("de", &["artikel", "zitat", "wortlaut", "abgleich", "überprüft"]),
    ("en", &["article", "quot", "wording", "check"]),
    ("ru", &["стать", "цитат", "сверк", "проверен"]),
    ("kk", &["мақала", "дәйексөз", "тексер"]),
];

/// All texts that readers see or hear in a page: its text and its labels, without scripts and styles.
fn texts(html: &str) -> String {
    let document = Html::parse_document(html);
    let all = Selector::parse("body *").expect("a selector");
    let mut texts = String::new();
    for element in document.select(&all).filter(|element| !matches!(element.value().name(), "script" | "style")) {
        let own = element.children().filter_map(|child| child.value().as_text().map(|text| text.to_string()));
        texts.extend(own.chain(element.value().attr("aria-label").map(str::to_owned)));
        texts.push('\n');
    }
    texts.to_lowercase()
}

#[test]
fn data_without_an_article_say_nothing_of_one() {
    let around = tempfile::tempdir().expect("a folder");
    let (data, out) = (around.path().join("data"), around.path().join("site"));
    fs::create_dir_all(&data).expect("a folder");
    for (name, text) in TABLES.into_iter().chain([("datapackage.json", DESCRIPTOR)]) {
        fs::write(data.join(name), text).expect("a file");
    }
    assert_eq!(build(&data, &out, None, false).shown, 12);
    let mut judged = 0;
    for (language, stems) in OF_AN_ARTICLE {
        for path in files(&out.join(language)) {
            let text = match path.extension().and_then(|extension| extension.to_str()) {
                Some("html") => texts(&fs::read_to_string(&path).expect("a page")),
                Some("svg") => fs::read_to_string(&path).expect("a drawing").to_lowercase(),
                _ => continue,
            };
            for stem in stems {
                let line = text.lines().find(|line| line.contains(stem));
                assert_eq!(line, None, "{stem}: {}", path.display());
            }
            judged += 1;
        }
    }
    assert!(judged > 30, "{judged}");
}

/// The same words are there where the package has them.
#[test]
fn data_of_an_article_say_so() {
    assert!(article().has_statements());
    let site = crate::common::site();
    for (language, stems) in OF_AN_ARTICLE {
        let page = fs::read_to_string(site.join(language).join("investment/index.html")).expect("a page");
        for stem in &stems[..2] {
            assert!(texts(&page).contains(stem), "{language}: {stem}");
        }
    }
}
