//! Legends name what is drawn, below it and in order; and what else stands around a drawing that leaves the site.

use article_figures::describe;
use article_figures::figure::{Figure, Status};
use article_figures::locale::Word;
use article_figures::markup;
use article_figures::scene::{Frame, Point, Shape};
use article_figures::site::edition::{Edition, Shown};
use article_figures::site::{drawing, legend, social};
use article_figures::state::State;
use article_figures::theme::Font;
use resvg::usvg::roxmltree::{Document, Node};

use crate::any::{NAME, VALUE, any_figure};
use crate::common::{Ruler, locale};
use crate::published::{LANGUAGES, Publication, typeface};

const FONT: Font = Font { size: 14.0, bold: false };

/// Calls with every figure of the article in every language.
fn each(check: impl Fn(&Edition, &Figure, &str)) {
    for language in LANGUAGES {
        let publication = Publication::article(language);
        for (figure, _) in publication.figures() {
            check(&publication.edition(None), &figure, &format!("{language} {}", figure.name));
        }
    }
}

/// The texts of a legend with their places, from the heading on, and the words of statuses.
fn below_heading(edition: &Edition, figure: &Figure, width: f64) -> Vec<(String, Point)> {
    let entries = legend::entries(figure, edition.locale);
    let scene = legend::layout(&entries, FONT, &Frame::new(width, 1.0, &Ruler));
    let texts = scene.marks.into_iter().filter_map(|mark| match mark.shape {
        Shape::Text(text) => Some((text.text, text.at)),
        _ => None,
    });
    let heading = edition.locale.word(Word::Checked);
    let texts = texts.skip_while(|(text, _)| !text.starts_with(heading));
    if figure.has_symbols() { texts.collect() } else { Vec::new() }
}

#[test]
fn entries_stand_behind_their_heading() {
    each(|edition, figure, name| {
        for width in [320.0, 480.0, 720.0] {
            let texts = below_heading(edition, figure, width);
            let Some((heading, at)) = texts.first() else { continue };
            assert_eq!(at.x, 0.0, "{name}, {width} px: {heading:?} begins a line, or all are on one");
            let end = at.x + 7.0 * heading.chars().count() as f64;
            for (text, place) in &texts[1..] {
                assert!(place.x >= end, "{name}, {width} px: {text:?} begins at {} of {end}", place.x);
            }
        }
    });
}

/// The vertical places of texts in a drawing, in px of the drawing.
fn places<'a>(svg: &'a Document) -> impl Iterator<Item = (String, f64)> + 'a {
    let texts = svg.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(move |node| {
        let outer = node.ancestors().skip(1).filter(|node| node.has_tag_name("svg"));
        (whole(node), number(node, "y") + outer.map(|outer| number(outer, "y")).sum::<f64>())
    })
}

fn number(node: Node, name: &str) -> f64 {
    node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

fn whole(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn svg(edition: &Edition, figure: &Figure) -> String {
    drawing::svg(edition, Shown { figure, summary: "", has_card: true }, &Ruler)
}

#[test]
fn legends_are_below_the_drawing_and_on_one_line_of_a_card() {
    let typeface = typeface();
    each(|edition, figure, name| {
        let heading = format!("{}:", edition.locale.word(Word::Checked));
        if !figure.has_symbols() {
            return;
        }
        let (svg, card) = (svg(edition, figure), social::drawing(edition, figure, &typeface));
        let (svg, card) = (Document::parse(&svg).expect("SVG"), Document::parse(&card).expect("SVG"));
        let (_, legend) = places(&svg).find(|(text, _)| *text == heading).expect("a heading");
        let marks = svg.root_element().children().find(|node| node.has_tag_name("svg")).expect("the marks");
        let end = number(marks, "y") + number(marks, "height");
        assert!(legend > end, "{name}: the legend is at {legend}, the drawing ends at {end} px");
        let known: Vec<_> = Status::ALL.iter().map(|status| describe::known(*status, edition.locale)).collect();
        let lines: Vec<_> =
            places(&card).filter(|(text, _)| *text == heading || known.contains(&&**text)).map(|(_, y)| y).collect();
        assert!(lines.len() > 1 && lines.iter().all(|y| *y == lines[0]), "{name}: the legend of the card: {lines:?}");
    });
}

#[test]
fn statuses_that_are_not_drawn_at_first_are_not_named() {
    let table: String = (0..6).map(|row| format!("n{row},{}\n", 9 - row)).collect();
    let view = r#""spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars"],"limit":3}"#;
    let mut figure = any_figure(&[("t.csv", &format!("{NAME},{VALUE}]"), format!("name,value\n{table}"))], view);
    let all =
        [Status::Confirmed, Status::Partly, Status::Confirmed, Status::NotFound, Status::Partly, Status::Deviates];
    for (datum, status) in figure.data.iter_mut().zip(all) {
        datum.status = status;
    }
    let locale = locale("en");
    let entries = legend::entries(&figure, &locale);
    let named = |status| entries.iter().any(|entry| entry.text == describe::known(status, &locale));
    let html = markup::figure(&figure, &[], &State::default(), &locale, "", "");
    let page = |status| {
        let word = html.find(&format!("</svg>{}</span>", describe::known(status, &locale))).expect("an entry");
        let class = &html[html[..word].rfind("<span class=\"glyph").expect("an entry")..word];
        !class.starts_with("<span class=\"glyph more\"")
    };
    for status in [Status::Confirmed, Status::Partly, Status::NotFound, Status::Deviates] {
        let is_drawn = all[..3].contains(&status);
        assert_eq!((named(status), page(status)), (is_drawn, is_drawn), "{status:?}");
    }
}

#[test]
fn titles_fill_their_lines_evenly() {
    each(|edition, figure, name| {
        let svg = svg(edition, figure);
        let document = Document::parse(&svg).expect("SVG");
        for size in ["20", "15"] {
            let lines = document.descendants().filter(|node| node.has_tag_name("text"));
            let lines: Vec<_> = lines.filter(|node| node.attribute("font-size") == Some(size)).map(whole).collect();
            let last = lines.last().map_or("", |line| line);
            assert!(lines.len() < 2 || last.contains(' '), "{name}: {lines:?}");
        }
    });
}

#[test]
fn sources_are_links_that_show_their_host() {
    each(|edition, figure, name| {
        let svg = svg(edition, figure);
        let document = Document::parse(&svg).expect("SVG");
        let links = document.descendants().filter(|node| node.has_tag_name("a"));
        let links: Vec<_> =
            links.map(|node| (node.attribute("href").unwrap_or_default().to_owned(), whole(node))).collect();
        let expected: Vec<_> = figure.sources.iter().map(|source| source.to_owned()).collect();
        assert_eq!(links.iter().map(|(address, _)| address.clone()).collect::<Vec<_>>(), expected, "{name}");
        for (address, shown) in &links {
            assert!(address.contains(&**shown) && !shown.contains('/'), "{name}: {shown:?} of {address}");
        }
        let raw = places(&document).find(|(text, _)| text.contains("://"));
        assert!(raw.is_none(), "{name}: {raw:?}");
    });
    // An address that a browser does not follow stays text.
    let publication = Publication::article("en");
    let (mut figure, _) = publication.figures().into_iter().next().expect("a figure");
    figure.sources = vec!["javascript:alert(1)".to_owned(), "https://www.example.org/a?b&c".to_owned()];
    let svg = svg(&publication.edition(None), &figure);
    assert!(svg.contains("javascript:alert(1)") && !svg.contains("href=\"javascript"), "{svg}");
    assert!(svg.contains(r#"<a href="https://www.example.org/a?b&amp;c" text-decoration="underline">example.org</a>"#));
}
