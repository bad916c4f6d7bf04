//! Colours are told apart, on screens and in words: contrasts, painting, markup.

mod common;

use article_figures::figure::{DatumId, Figure};
use article_figures::markup;
use article_figures::package::Kind;
use article_figures::paint::Painter;
use article_figures::scene::{Frame, layout};
use article_figures::theme::{Colour, Ink, Theme};
use common::{Ruler, figure, locale, small, state};
use plotters::prelude::{IntoDrawingArea, SVGBackend};

/// WCAG 2.2, relative luminance.
fn luminance(colour: Colour) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

/// WCAG 2.2, contrast ratio.
fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrasts() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    for (name, theme) in [("light", Theme::LIGHT), ("dark", Theme::DARK)] {
        for (what, front, back, least) in [
            ("text", theme.text, theme.ground, 4.5),
            ("soft text", theme.soft_text, theme.ground, 4.5),
            ("text on marks", theme.on_series, theme.series, 4.5),
            ("marks", theme.series, theme.ground, 3.0),
            ("derived marks", theme.remainder, theme.ground, 3.0),
            ("axes", theme.axis, theme.ground, 3.0),
            ("tooltip", theme.ground, theme.text, 4.5),
            ("names on a map", theme.text, theme.land, 4.5),
            ("marks on a map", theme.series, theme.land, 3.0),
            ("unchecked marks on a map", theme.axis, theme.land, 3.0),
            ("what joins on a map", theme.soft_text, theme.land, 3.0),
            ("names on a region", theme.text, theme.tint, 4.5),
            ("marks on a region", theme.series, theme.tint, 3.0),
            ("unchecked marks on a region", theme.axis, theme.tint, 3.0),
            ("what joins on a region", theme.soft_text, theme.tint, 3.0),
        ] {
            let found = contrast(front, back);
            assert!(found >= least, "{name}: {what} has {found:.2}:1, needs {least}:1");
        }
    }
}

#[test]
fn every_ink_but_the_reach_has_a_colour() {
    for ink in [
        Ink::Series,
        Ink::Remainder,
        Ink::Axis,
        Ink::Grid,
        Ink::Land,
        Ink::Tint,
        Ink::Text,
        Ink::SoftText,
        Ink::Status,
        Ink::OnSeries,
        Ink::Ground,
    ] {
        assert!(Theme::LIGHT.colour(ink).is_some(), "{ink:?}");
    }
    assert_eq!(Theme::LIGHT.colour(Ink::Reach), None);
}

/// What plotters makes of a scene, as its own SVG: each element on a line.
fn painted(figure: &Figure, kind: Kind, focus: Option<DatumId>) -> String {
    let frame = Frame::new(400.0, 1.0, &Ruler);
    let scene = layout(figure, &state(kind), &frame);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (scene.width as u32, scene.height as u32)).into_drawing_area();
        let painter = Painter { area: &area, theme: &Theme::LIGHT, sizes: &frame.sizes };
        match focus {
            Some(datum) => painter.focus(&scene, datum),
            None => painter.scene(&scene),
        }
        .expect("painted");
    }
    svg.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn painting() {
    let package = small("key,name,share\na,A,40\nb,B,50\n", "\"bars\",\"stack\"");
    let figure_of = || Figure::new(&package, "values", &locale("en")).expect("a figure");
    insta::assert_snapshot!("painted bars", painted(&figure_of(), Kind::Bars, None));
    insta::assert_snapshot!("painted focus", painted(&figure_of(), Kind::Bars, Some(DatumId(1))));
    insta::assert_snapshot!("painted slope", painted(&figure("population", "en"), Kind::Slope, None));
}

#[test]
fn words() {
    let economy = figure("economy", "en");
    let html = markup::figure(&economy, &state(Kind::Stack), &locale("en"), "Bars, 6 values.", "<i></i>");
    insta::assert_snapshot!("markup economy", html.replace("><", ">\n<").replace('\u{a0}', "_"));
}

#[test]
fn what_a_package_brings_stays_text() {
    let csv = "key,name,share\na,<img onerror=alert(1)>,40\nb,\"\"\"'&\",50\n";
    let figure = Figure::new(&small(csv, "\"bars\""), "values", &locale("en")).expect("a figure");
    let html = markup::figure(&figure, &state(Kind::Bars), &locale("en"), "", "");
    assert!(html.contains("&lt;img onerror=alert(1)&gt;") && html.contains("&quot;&#39;&amp;"), "{html}");
    assert!(!html.contains("<img"), "{html}");
}

#[test]
fn only_web_addresses_become_links() {
    for (source, link) in [
        ("https://www.example.org/a?b#c", true),
        ("http://example.org", true),
        ("javascript:alert(1)", false),
        ("data:text/html,x", false),
        ("somebody told me", false),
    ] {
        let mut figure = figure("economy", "en");
        figure.sources = vec![source.to_owned()];
        let html = markup::figure(&figure, &state(Kind::Bars), &locale("en"), "", "");
        assert_eq!(html.contains("<a href"), link, "{source}");
    }
}
