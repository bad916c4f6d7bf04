//! Colours are told apart, on screens and in words: contrasts, painting, markup.

use crate::common::{self, Ruler, figure, locale, small, state};
use article_figures::figure::{DatumId, Figure};
use article_figures::markup;
use article_figures::package::{Kind, Source, Text};
use article_figures::scene::{Frame, layout};
use article_figures::theme::{Colour, Ink, Theme};

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

/// The limits of `www/ground.js`: on a ground just within them, the softest text still has a contrast of 4.5.
#[test]
fn themes_can_be_read_on_the_grounds_that_they_are_chosen_for() {
    let script = include_str!("../../www/ground.js");
    let limit = |name: &str| {
        let line = script.lines().find_map(|line| line.strip_prefix(&format!("const {name} = ")));
        line.and_then(|line| line.trim_end_matches(';').parse::<f64>().ok()).expect(name)
    };
    let contrast = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
    for (name, theme) in [("LIGHT_FROM", Theme::LIGHT), ("DARK_TO", Theme::DARK)] {
        for colour in [theme.text, theme.soft_text] {
            assert!(contrast(limit(name), luminance(colour)) >= 4.5, "{name}: {colour:?}");
        }
    }
}

#[test]
fn contrasts() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    for (name, theme, more) in [
        ("light", Theme::LIGHT, false),
        ("dark", Theme::DARK, false),
        ("more contrast, light", Theme::CONTRAST_LIGHT, true),
        ("more contrast, dark", Theme::CONTRAST_DARK, true),
        ("print", Theme::PRINT, false),
    ] {
        for (what, front, back, least) in [
            ("text", theme.text, theme.ground, 4.5),
            ("soft text", theme.soft_text, theme.ground, 4.5),
            ("text on marks", theme.on_series, theme.series, 4.5),
            ("marks", theme.series, theme.ground, 3.0),
            ("derived marks", theme.remainder, theme.ground, 3.0),
            ("axes", theme.axis, theme.ground, 3.0),
            ("the ring of focus", theme.text, theme.ground, 4.5),
            ("the ring of focus on a map", theme.text, theme.land, 4.5),
            ("tooltip", theme.ground, theme.text, 4.5),
            ("names on a map", theme.text, theme.land, 4.5),
            ("softer marks", theme.soft_series, theme.ground, 3.0),
            ("text on softer marks", theme.on_soft, theme.soft_series, 4.5),
            ("the second line", theme.lines[0], theme.ground, 3.0),
            ("the third line", theme.lines[1], theme.ground, 3.0),
            ("the fourth line", theme.lines[2], theme.ground, 3.0),
            ("the fifth line", theme.lines[3], theme.ground, 3.0),
            ("the name of the first line", theme.series, theme.ground, 4.5),
            ("the name of the second line", theme.line_texts[0], theme.ground, 4.5),
            ("the name of the third line", theme.lines[1], theme.ground, 4.5),
            ("the name of the fourth line", theme.line_texts[1], theme.ground, 4.5),
            ("the name of the fifth line", theme.lines[3], theme.ground, 4.5),
            ("marks on a map", theme.series, theme.land, 3.0),
            ("unchecked marks on a map", theme.axis, theme.land, 3.0),
            ("what joins on a map", theme.soft_text, theme.land, 3.0),
            ("names on a region", theme.text, theme.tint, 4.5),
            ("marks on a region", theme.series, theme.tint, 3.0),
            ("unchecked marks on a region", theme.axis, theme.tint, 3.0),
            ("what joins on a region", theme.soft_text, theme.tint, 3.0),
            ("names on water", theme.text, theme.water, 4.5),
            ("names beyond the regions", theme.text, theme.beyond, 4.5),
            ("softer names on land", theme.soft_text, theme.land, 4.5),
            ("softer names on a region", theme.soft_text, theme.tint, 4.5),
            ("softer names on water", theme.soft_text, theme.water, 4.5),
            ("softer names beyond the regions", theme.soft_text, theme.beyond, 4.5),
            ("marks on water", theme.series, theme.water, 3.0),
            ("unchecked marks beyond the regions", theme.axis, theme.beyond, 3.0),
        ] {
            // WCAG 1.4.6 for those who ask for more; on the ground of a map 4.5:1 suffices for a shape.
            let least = match least {
                _ if !more => least,
                3.0 if back != theme.ground => 4.5,
                // A halo of the ground is behind it.
                4.5 if what.starts_with("softer names") => 4.5,
                _ => 7.0,
            };
            let found = contrast(front, back);
            assert!(found >= least, "{name}: {what} has {found:.2}:1, needs {least}:1");
        }
    }
}

/// Linear sRGB as a reader with a colour vision deficiency sees it, at severity 1.0 (Machado, Oliveira, Fernandes:
/// "A physiologically-based model for simulation of color vision deficiency", 2009, table 1).
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    ("protanopia", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopia", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

fn linear(colour: Colour) -> [f64; 3] {
    colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn seen(colour: Colour, by: &[[f64; 3]; 3]) -> [f64; 3] {
    let colour = linear(colour);
    by.map(|row| row.iter().zip(colour).map(|(weight, part)| weight * part).sum::<f64>().clamp(0.0, 1.0))
}

/// The distance of two colours in OKLab (Ottosson 2020), times 100: 2 is just noticeable.
fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    let lab = |[r, g, b]: [f64; 3]| {
        let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
        let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
        let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
        [
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
        ]
    };
    let (one, other) = (lab(one), lab(other));
    100.0 * one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn colours_are_told_apart_by_every_eye() {
    const APART: f64 = 10.0;
    for (name, theme) in [
        ("light", Theme::LIGHT),
        ("dark", Theme::DARK),
        ("more contrast, light", Theme::CONTRAST_LIGHT),
        ("more contrast, dark", Theme::CONTRAST_DARK),
        ("print", Theme::PRINT),
    ] {
        for (eye, matrix) in &DEFICIENCIES {
            // What is derived differs from what is stated by its hatching as well, what is not checked by its size,
            // what others state by being hollow: there colour is not alone.
            for (what, one, other, shape_differs) in [
                ("stated and derived", theme.series, theme.remainder, true),
                ("stated and of others", theme.series, theme.soft_text, true),
                ("stated and ground", theme.series, theme.ground, false),
                ("derived and ground", theme.remainder, theme.ground, false),
                ("named in the title and others", theme.series, theme.soft_series, false),
                ("stated and land", theme.series, theme.land, false),
                ("stated and its region", theme.series, theme.tint, false),
            ] {
                let found = distance(seen(one, matrix), seen(other, matrix));
                assert!(found >= APART || shape_differs, "{name}, {eye}: {what} are {found:.1} apart");
            }
        }
    }
}

/// Lines have nothing but their colour until a reader has found their names.
#[test]
fn lines_are_told_apart_by_every_eye() {
    const APART: f64 = 8.5;
    let own = ("trichromacy", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    for (name, theme) in [("light", Theme::LIGHT), ("dark", Theme::DARK)] {
        let colours: Vec<_> = [theme.series].into_iter().chain(theme.lines).collect();
        for (eye, matrix) in DEFICIENCIES.iter().chain([&own]) {
            for (nth, one) in colours.iter().enumerate() {
                for other in &colours[nth + 1..] {
                    let found = distance(seen(*one, matrix), seen(*other, matrix));
                    assert!(found >= APART, "{name}, {eye}: {one:x?} and {other:x?} are {found:.1} apart");
                }
            }
        }
    }
}

#[test]
fn every_ink_but_the_reach_has_a_colour() {
    for ink in [
        Ink::Series,
        Ink::SoftSeries,
        Ink::OnSoft,
        Ink::Remainder,
        Ink::Axis,
        Ink::Grid,
        Ink::Land,
        Ink::Tint,
        Ink::Water,
        Ink::Beyond,
        Ink::Text,
        Ink::MapText,
        Ink::SoftMapText,
        Ink::RegionText,
        Ink::SoftText,
        Ink::Status,
        Ink::OnSeries,
        Ink::Ground,
    ] {
        assert!(Theme::LIGHT.colour(ink).is_some(), "{ink:?}");
    }
    assert_eq!(Theme::LIGHT.colour(Ink::Reach), None);
}

/// The SVG that plotters paints of a scene: each element on a line.
fn painted(figure: &Figure, kind: Kind, focus: Option<DatumId>) -> String {
    let frame = Frame::new(400.0, 1.0, &Ruler);
    let scene = layout(figure, &state(kind), &frame);
    let svg = common::painted(&scene, &Theme::LIGHT, &frame.sizes, |painter| {
        match focus {
            Some(datum) => painter.focus(&scene, datum),
            None => painter.scene(&scene),
        }
        .expect("painted");
    });
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
    let html = markup::figure(&economy, &[], &state(Kind::Stack), &locale("en"), "Bars, 6 values.", "<i></i>");
    insta::assert_snapshot!("markup economy", html.replace("><", ">\n<").replace('\u{a0}', "_"));
}

#[test]
fn what_a_package_brings_stays_text() {
    let csv = "key,name,share\na,<img onerror=alert(1)>,40\nb,\"\"\"'&\",50\n";
    let figure = Figure::new(&small(csv, "\"bars\""), "values", &locale("en")).expect("a figure");
    let html = markup::figure(&figure, &[], &state(Kind::Bars), &locale("en"), "", "");
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
        let html = markup::figure(&figure, &[], &state(Kind::Bars), &locale("en"), "", "");
        assert_eq!(html.contains("<a href"), link, "{source}");
    }
}

#[test]
fn short_words_with_a_hyphen_stay_whole() {
    let economy = figure("economy", "en");
    let source =
        |title: &str, path: Option<&str>| Source { title: Text::new(title, "en"), path: path.map(str::to_owned) };
    for (title, path, expected) in [
        ("A: B, offen-siv, 2022", None, "A: B, <span>offen-siv,</span> 2022"),
        ("offen-siv", Some("https://example.org/"), "><span>offen-siv</span></a>"),
        ("Donaudampfschiff-Fahrtsgesellschaft", None, ": Donaudampfschiff-Fahrtsgesellschaft<"),
        ("<a-b>", None, "<span>&lt;a-b&gt;</span>"),
    ] {
        let html = markup::figure(&economy, &[source(title, path)], &state(Kind::Bars), &locale("en"), "", "");
        assert!(html.contains(expected), "{title}: {html}");
    }
}
