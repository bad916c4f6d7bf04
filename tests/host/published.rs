//! What is published beside the pages: drawings, data, cards, tags, feeds.

use std::collections::BTreeMap;

use crate::common::{Ruler, article, folder, locale, longer, with_longer_texts, words};
use article_figures::figure::{Datum, Figure, Origin};
use article_figures::locale::{Formats, Locale};
use article_figures::package::{Date, Descriptor, Package};
use article_figures::scene::Measure;
use article_figures::site::about::About;
use article_figures::site::edition::{self, Edition, Shown};
use article_figures::site::metadata::{self, Page};
use article_figures::site::typeface::Typeface;
use article_figures::site::{drawing, exports, feeds, social};
use article_figures::theme::{Font, Theme};
use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{Group, Node as Drawn, Options, Tree};
use scraper::{Html, Selector};

/// A package with a locale: all that an edition borrows from.
pub(crate) struct Publication {
    package: Package,
    about: About,
    locale: Locale,
}

impl Publication {
    pub(crate) fn article(language: &str) -> Self {
        let about = About::read(&folder("data")).expect("a descriptor");
        Self { package: article(), about, locale: locale(language) }
    }

    /// A package in two languages with everything that means something in XML, HTML, JSON, CSV or an address.
    fn small(language: &str) -> Self {
        let descriptor = std::fs::read(folder("tests/fixtures/published.json")).expect("a descriptor");
        let mut package =
            Package::new(Descriptor::parse("published.json", &descriptor).expect("a readable descriptor"));
        let csv = "key,name,share,quotation,source\n\
            a,\"A, “b” & \"\"c\"\" </script>\",15,\"Fifteen\npercent\",https://example.org/?a=1&b=2\n\
            b,=B,2.5,,\n";
        package.add("values", Ok(csv.as_bytes().to_vec()));
        let about = About::parse(&descriptor).expect("JSON");
        let (words, formats) = (words(language), Formats::of(language).expect("a language"));
        let locale = Locale::new(language, formats, |word| words.get(word).cloned()).expect("every word");
        Self { package, about, locale }
    }

    pub(crate) fn edition<'a>(&'a self, base: Option<&'a str>) -> Edition<'a> {
        let languages = &self.package.descriptor.languages;
        Edition { package: &self.package, about: &self.about, locale: &self.locale, languages, base }
    }

    /// All figures with their summaries.
    pub(crate) fn figures(&self) -> Vec<(Figure, String)> {
        let figure = |name: &str| Figure::new(&self.package, name, &self.locale).expect("a figure");
        let figures = self.package.descriptor.views.iter().map(|view| figure(&view.name));
        figures.map(|figure| (figure.clone(), edition::summary(&figure, &self.locale, &Ruler))).collect()
    }
}

fn shown(figures: &[(Figure, String)]) -> Vec<Shown<'_>> {
    figures.iter().map(|(figure, summary)| Shown { figure, summary, has_card: true }).collect()
}

pub(crate) fn typeface() -> Typeface {
    Typeface::read(&folder("www")).expect("a typeface")
}

pub(crate) const LANGUAGES: [&str; 4] = ["de", "en", "ru", "kk"];
const BASE: Option<&str> = Some("https://example.org/figures/");

#[test]
fn drawings_are_svg_that_needs_nothing_else() {
    for publication in LANGUAGES.map(Publication::article).into_iter().chain([Publication::small("en")]) {
        let edition = publication.edition(BASE);
        for (mut figure, summary) in publication.figures() {
            // A vertical tab cannot be written in XML.
            figure.data[0].label.push('\u{b}');
            let shown = Shown { figure: &figure, summary: &summary, has_card: true };
            let svg = drawing::svg(&edition, shown, &Ruler);
            let document = Document::parse(&svg).expect("XML");
            let named = |name| document.descendants().filter(move |node: &Node| node.has_tag_name(name));
            assert_eq!(
                named(("http://www.w3.org/2000/svg", "title")).next().and_then(|node| node.text()),
                Some(&*figure.title)
            );
            assert_eq!(named(("http://www.w3.org/2000/svg", "script")).count(), 0);
            let (attributes, style) = (svg.replace("</style>", "<style>"), "<style>");
            let outside: String = attributes.split(style).step_by(2).collect();
            assert!(!outside.contains("var("), "{}: a colour that needs a style sheet", figure.name);
            let classes =
                document.descendants().filter_map(|node| node.attribute("class")).flat_map(str::split_whitespace);
            for class in classes {
                assert!(svg.contains(&format!(".{class}{{")), "{}: no colour for {class}", figure.name);
            }
            let tree = Tree::from_str(&svg, &Options::default()).expect("SVG");
            assert_eq!(tree.size().width(), 752.0);
            assert_eq!(svg, drawing::svg(&edition, shown, &Ruler));
        }
    }
}

#[test]
fn csv_is_read_back() {
    for language in LANGUAGES {
        let publication = Publication::article(language);
        for (figure, _) in publication.figures() {
            let bytes = exports::csv(&figure).expect("CSV");
            let rows: Vec<BTreeMap<String, String>> =
                csv::Reader::from_reader(&*bytes).deserialize().map(|row| row.expect("a row")).collect();
            assert_eq!(rows.len(), figure.data.len());
            for (row, datum) in rows.iter().zip(&figure.data) {
                assert_eq!((&row["key"], &row["label"], &row["text"]), (&datum.key, &datum.label, &datum.text));
                assert_eq!(row["value"].parse().ok(), datum.value);
                assert_eq!(
                    row["unit"].is_empty(),
                    datum.amount.chars().all(|sign| !sign.is_alphabetic() && sign != '%')
                );
                let origin = (datum.is_stated(), datum.is_derived());
                assert_eq!(origin, (row["origin"] == "stated", row["origin"] == "derived"));
                assert_eq!(row["status"].is_empty(), !datum.is_stated());
            }
        }
    }
}

#[test]
fn csv_of_what_means_something_in_it() {
    let publication = Publication::small("en");
    let bytes = exports::csv(&publication.figures()[0].0).expect("CSV");
    insta::assert_snapshot!("csv", String::from_utf8(bytes).expect("UTF-8").replace('\r', "␍"));
}

#[test]
fn json_says_what_csv_says() {
    for language in LANGUAGES {
        let publication = Publication::article(language);
        for (figure, _) in publication.figures() {
            let json = exports::json(&publication.edition(None), &figure).expect("JSON");
            let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            assert_eq!(json["licence"]["name"], "CC0-1.0");
            let csv = exports::csv(&figure).expect("CSV");
            let mut reader = csv::Reader::from_reader(&*csv);
            let names = reader.headers().expect("a header").clone();
            for (nth, row) in reader.records().enumerate() {
                for (name, cell) in names.iter().zip(&row.expect("a row")) {
                    let value = match &json["data"][nth][name] {
                        serde_json::Value::Null => String::new(),
                        serde_json::Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    assert_eq!(value, cell, "{language} {} {nth} {name}", figure.name);
                }
            }
        }
    }
}

#[test]
fn json_of_what_means_something_in_it() {
    let publication = Publication::small("de");
    insta::assert_snapshot!(
        "json",
        exports::json(&publication.edition(None), &publication.figures()[0].0).expect("JSON")
    );
}

/// The signs of Kazakh that Russian has not.
const KAZAKH: &str = "әғқңөұүһіӘҒҚҢӨҰҮҺІ";

#[test]
fn cards_are_pictures_in_a_typeface_that_has_their_signs() {
    let typeface = typeface();
    assert_eq!(KAZAKH.chars().filter(|sign| !typeface.has(*sign)).collect::<String>(), "");
    for publication in LANGUAGES.map(Publication::article).into_iter().chain([Publication::small("en")]) {
        let edition = publication.edition(None);
        for (figure, _) in publication.figures() {
            let svg = social::drawing(&edition, &figure, &typeface);
            let document = Document::parse(&svg).expect("XML");
            let text: String = document.descendants().filter_map(|node| node.text()).collect();
            let lost: String = text.chars().filter(|sign| !typeface.has(*sign)).collect();
            assert_eq!(lost, "", "{} {}", edition.language(), figure.name);
            let card = social::card(&edition, &figure, &typeface).expect("a card");
            let (width, height, colours) = decoded(&card);
            assert_eq!((width, height), (1200, 630));
            for (ink, colour) in [("ground", Theme::LIGHT.ground), ("text", Theme::LIGHT.text)] {
                assert!(colours.contains(&colour), "{}: the {ink} has another colour", figure.name);
            }
            assert!(card.len() < 60_000, "{}: {} bytes", figure.name, card.len());
        }
    }
}

#[test]
fn cards_are_the_same_every_time() {
    let (publication, typeface) = (Publication::article("kk"), typeface());
    let (figure, _) = &publication.figures()[0];
    let card = |typeface: &Typeface| social::card(&publication.edition(None), figure, typeface).expect("a card");
    assert!(card(&typeface) == card(&self::typeface()));
}

/// Width, height, and its colours.
fn decoded(bytes: &[u8]) -> (u32, u32, Vec<[u8; 3]>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a picture");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("a picture");
    let palette = reader.info().palette.as_ref().expect("a palette");
    let used = |index: &u8| pixels.contains(index);
    let colours = (0..=u8::MAX).zip(palette.chunks(3)).filter(|(index, _)| used(index));
    (frame.width, frame.height, colours.map(|(_, colour)| [colour[0], colour[1], colour[2]]).collect())
}

/// A text as it is drawn: left, top, right, bottom.
struct Text {
    text: String,
    bounds: [f32; 4],
}

fn texts(svg: &str, typeface: &Typeface) -> Vec<Text> {
    let tree = Tree::from_str(svg, &Options { fontdb: typeface.database(), ..Options::default() }).expect("SVG");
    let mut texts = Vec::new();
    collect(tree.root(), &mut texts);
    texts
}

fn collect(group: &Group, texts: &mut Vec<Text>) {
    for node in group.children() {
        match node {
            Drawn::Group(group) => collect(group, texts),
            Drawn::Text(text) => {
                let bounds = node.abs_bounding_box();
                texts.push(Text {
                    text: text.chunks().iter().map(|chunk| chunk.text()).collect(),
                    bounds: [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()],
                });
            }
            _ => {}
        }
    }
}

#[track_caller]
fn check_room(texts: &[Text], place: &str) {
    for (nth, one) in texts.iter().enumerate() {
        let [left, top, right, bottom] = one.bounds;
        let inside = left >= 60.0 && top >= 36.0 && right <= 1140.0 && bottom <= 604.0;
        assert!(inside, "{place}: {} leaves the card: {:?}", one.text, one.bounds);
        for other in &texts[nth + 1..] {
            // Lines of one text may touch with what hangs below and stands above.
            let [l, t, r, b] = other.bounds;
            let overlaps = left < r && l < right && top + 6.0 < b && t + 6.0 < bottom;
            assert!(!overlaps, "{place}: {} {:?} lies on {} {:?}", one.text, one.bounds, other.text, other.bounds);
        }
    }
}

#[test]
fn nothing_on_a_card_is_cut_or_covered() {
    let typeface = typeface();
    for language in LANGUAGES {
        let publication = Publication::article(language);
        let edition = publication.edition(None);
        for (figure, _) in publication.figures() {
            let mut long = with_longer_texts(figure.clone());
            long.title = longer(&longer(&longer(&figure.title)));
            long.subtitle = figure.subtitle.as_deref().map(longer);
            let mut endless = figure.clone();
            endless.title = figure.title.repeat(9).replace(' ', "");
            endless.subtitle = Some(figure.title.repeat(9));
            for (figure, length) in [(figure, "own"), (long, "longer"), (endless, "endless")] {
                let texts = texts(&social::drawing(&edition, &figure, &typeface), &typeface);
                assert!(texts.len() > 4, "{language} {}: hardly a text", figure.name);
                check_room(&texts, &format!("{language} {} {length}", figure.name));
            }
        }
    }
}

#[test]
fn a_card_shows_all_data_or_says_how_many() {
    let typeface = typeface();
    for (language, view, of) in [
        ("de", "investment", None),
        ("de", "strikes", None),
        ("kk", "strikes", None),
        ("de", "chronology", Some("… 12 weitere")),
        ("ru", "counted", Some("… ещё 6")),
    ] {
        let publication = Publication::article(language);
        let figures = publication.figures();
        let (figure, _) = figures.iter().find(|(figure, _)| figure.name == view).expect("a figure");
        let texts = texts(&social::drawing(&publication.edition(None), figure, &typeface), &typeface);
        let count = texts.iter().find(|text| text.text.starts_with('…')).map(|text| &*text.text);
        assert_eq!(count, of, "{language} {view}");
        let drawn: String = texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join(" ");
        let whole = figure.data.iter().filter(|datum| datum.is_stated()).all(|datum| drawn.contains(&datum.label));
        assert!(of.is_some() || whole, "{language} {view}: {drawn}");
        // Its title speaks of the ten that begin last.
        let is_late = |datum: &&Datum| {
            datum.span.as_ref().is_some_and(|span| span.begin >= Date::parse("2020").expect("a year").begin())
        };
        let mut late = figure.data.iter().filter(|datum| view == "chronology" && is_late(datum));
        assert!(late.all(|datum| drawn.contains(&datum.label)), "{language} {view}: {drawn}");
    }
}

/// Values of other sources are not rows: a card that counted them would name too many.
#[test]
fn a_card_counts_the_rows_that_it_leaves_out() {
    let (typeface, publication) = (typeface(), Publication::article("en"));
    let (mut figure, _) = publication.figures().into_iter().find(|(it, _)| it.name == "economy").expect("a figure");
    let row = figure.data[0].clone();
    figure.data.retain(|datum| matches!(datum.origin, Origin::Found { .. }));
    assert!(figure.data.len() > 10, "values of others");
    figure.emphasis.data.clear();
    let rows = (0..90).map(|nth| Datum { key: format!("r{nth}"), label: format!("Row {nth}"), ..row.clone() });
    figure.data.splice(0..0, rows);
    let texts = texts(&social::drawing(&publication.edition(None), &figure, &typeface), &typeface);
    let shown = texts.iter().filter(|text| text.text.starts_with("Row ")).count();
    assert!(shown > 5, "{shown} rows");
    let count = format!("… {} others", 90 - shown);
    assert!(texts.iter().any(|text| text.text == count), "{count}: {:?}", texts.last().map(|text| &text.text));
}

#[test]
fn text_is_measured_as_wide_as_it_is_drawn() {
    let typeface = typeface();
    for text in
        ["Großbritannien", "Größter Wert: 30,2\u{a0}%", "Қазақстанның әлеуметтік-экономикалық құрылымы", "WAVE To"]
    {
        for bold in [false, true] {
            let weight = if bold { "bold" } else { "normal" };
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"99\"><text y=\"40\" font-size=\"30\" \
                 font-family=\"sans-serif\" font-weight=\"{weight}\">{text}</text></svg>"
            );
            let [left, _, right, _] = texts(&svg, &typeface)[0].bounds;
            let (measured, drawn) = (typeface.width(text, Font { size: 30.0, bold }), f64::from(right - left));
            assert!(measured >= drawn - 0.1 && measured <= 1.06 * drawn, "{text}: {measured} measured, {drawn} drawn");
        }
    }
}

#[test]
fn tags_of_pages() {
    let publication = Publication::small("en");
    let figures = publication.figures();
    let all = shown(&figures);
    for (name, base, page) in [
        ("figure", BASE, Page { root: "../../", shown: Some(all[0]), neutral: false }),
        ("figure without base", None, Page { root: "../../", shown: Some(all[0]), neutral: false }),
        ("language", BASE, Page { root: "../", shown: None, neutral: false }),
        ("top without base", None, Page { root: "", shown: None, neutral: true }),
    ] {
        let edition = publication.edition(base);
        let head = metadata::head(&edition, page, &all) + &metadata::linked_data(&edition, page, &all);
        insta::assert_snapshot!(format!("head of {name}"), readable(&head));
    }
}

/// The tags with their JSON, as a browser finds it, on lines of its own.
fn readable(head: &str) -> String {
    let (tags, _) = head.split_once("<script").expect("a script");
    let data: serde_json::Value = serde_json::from_str(&script(head)).expect("JSON");
    format!("{tags}{data:#}")
}

/// What stands in the one script.
fn script(head: &str) -> String {
    let scripts = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let scripts: Vec<_> =
        Html::parse_fragment(head).select(&scripts).map(|script| script.text().collect::<String>()).collect();
    assert_eq!(scripts.len(), 1);
    scripts.concat()
}

#[test]
fn tags_of_the_article() {
    let select = |text: &str| Selector::parse(text).expect("a selector");
    for language in LANGUAGES {
        let publication = Publication::article(language);
        let figures = publication.figures();
        let (edition, all) = (publication.edition(BASE), shown(&figures));
        for shown in &all {
            let page = Page { root: "../../", shown: Some(*shown), neutral: false };
            let head = metadata::head(&edition, page, &all) + &metadata::linked_data(&edition, page, &all);
            let page = Html::parse_fragment(&head);
            let content = |property: &str| {
                let selector = select(&format!("meta[property='{property}']"));
                page.select(&selector).next().and_then(|tag| tag.attr("content")).map(str::to_owned)
            };
            assert_eq!(content("og:title").as_deref(), Some(&*shown.figure.title));
            assert_eq!(page.select(&select("link[hreflang]")).count(), LANGUAGES.len() + 1);
            let data: serde_json::Value = serde_json::from_str(&script(&head)).expect("JSON");
            let set = &data["@graph"][0];
            // What search engines take: https://developers.google.com/search/docs/appearance/structured-data/dataset
            let length = set["description"].as_str().map_or(0, |text| text.chars().count());
            assert!((50..=5000).contains(&length), "{language} {}: {length}", shown.figure.name);
            assert!(set["name"].is_string() && set["license"].is_string());
            assert_eq!(set["distribution"].as_array().map(Vec::len), Some(2));
            assert_eq!(
                set["temporalCoverage"].is_string(),
                shown.figure.data.iter().any(|datum| datum.is_stated() && datum.span.is_some())
            );
        }
    }
}

#[test]
fn feeds_of_figures() {
    let publication = Publication::small("en");
    let figures = publication.figures();
    let atom = |base| feeds::atom(&publication.edition(base), &shown(&figures));
    insta::assert_snapshot!("atom", atom(BASE).expect("a feed"));
    assert_eq!(atom(None), None);
    assert_eq!(feeds::sitemap(&publication.edition(None), &["a"]), None);
    let sitemap = feeds::sitemap(&publication.edition(BASE), &["a & b"]).expect("a site map");
    insta::assert_snapshot!("sitemap", sitemap);
}

#[test]
fn feeds_of_the_article_are_xml() {
    for language in LANGUAGES {
        let publication = Publication::article(language);
        let figures = publication.figures();
        let edition = publication.edition(BASE);
        let atom = feeds::atom(&edition, &shown(&figures)).expect("a feed");
        let atom = Document::parse(&atom).expect("XML");
        let entries = atom.root_element().children().filter(|node| node.has_tag_name("entry"));
        let ids: Vec<_> =
            entries.filter_map(|entry| entry.children().find(|node| node.has_tag_name("id"))?.text()).collect();
        assert_eq!(ids.len(), figures.len());
        assert!(ids.iter().all(|id| id.starts_with(&format!("https://example.org/figures/{language}/"))));
        let views: Vec<_> = figures.iter().map(|(figure, _)| &*figure.name).collect();
        let sitemap = feeds::sitemap(&edition, &views).expect("a site map");
        let sitemap = Document::parse(&sitemap).expect("XML");
        assert_eq!(
            sitemap.root_element().children().filter(Node::is_element).count(),
            LANGUAGES.len() * (figures.len() + 1)
        );
    }
}

#[test]
fn dates_of_packages() {
    for (created, expected) in [
        ("\"2022-04-01\"", Some("2022-04-01T00:00:00Z")),
        ("\"2022-04-01T12:30:00+02:00\"", Some("2022-04-01T12:30:00+02:00")),
        ("\"April 2022\"", None),
        ("\"2022-04\"", None),
        ("\"2022-04-31\"", None),
        ("2022", None),
        ("null", None),
    ] {
        let about = About::parse(format!("{{\"created\": {created}}}").as_bytes()).expect("JSON");
        assert_eq!(about.created().as_deref(), expected, "{created}");
    }
}
