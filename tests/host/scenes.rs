//! Layout of the article's figures: goldens that a person can read, and what holds at every size.

use crate::common::sound::{check, laid_out};
use crate::common::{STATES, article, figure, listing, locale, longer, small, with_longer_texts};
use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Step};
use article_figures::scene::{Point, Shape};

#[test]
fn goldens() {
    for (view, query) in STATES {
        for width in [320.0, 720.0] {
            let figure = figure(view, "de");
            let scene = laid_out(&figure, query, width, 1.0);
            let name = format!("{view} {} {width}", query.replace(['&', '/'], " "));
            insta::assert_snapshot!(name.replace("  ", " "), listing(&scene, &figure));
        }
    }
}

/// Everything that a package says can be seen in some state.
#[test]
fn every_datum_has_a_mark_somewhere() {
    for view in article().descriptor.views.iter().map(|view| view.name.as_str()) {
        let figure = figure(view, "de");
        let states: Vec<_> = STATES.iter().filter(|(other, _)| *other == view).collect();
        let scenes: Vec<_> = states.iter().map(|(_, query)| laid_out(&figure, query, 720.0, 1.0)).collect();
        for (id, datum) in figure.entries() {
            let shown = scenes.iter().any(|scene| scene.extent_of(id).is_some());
            assert!(shown, "{view}: {} is in no state of it", datum.key);
        }
    }
}

#[test]
fn labels_stay_apart_and_inside_at_every_size() {
    for language in ["de", "en"] {
        for (view, query) in STATES {
            let figure = figure(view, language);
            for width in (280..=1600).step_by(40) {
                for ratio in [1.0, 1.25, 2.0, 3.0] {
                    check(&figure, query, f64::from(width), ratio);
                }
            }
        }
    }
}

/// Other languages need more room for the same.
#[test]
fn longer_labels_stay_apart_and_inside_as_well() {
    assert_eq!(longer("Ost und 30,2\u{a0}%"), "Ostts unddn 30,2\u{a0}%%\u{a0}2");
    for language in &article().descriptor.languages {
        for (view, query) in STATES {
            let figure = with_longer_texts(figure(view, language));
            for width in (280..=1600).step_by(40) {
                for ratio in [1.0, 2.0] {
                    check(&figure, query, f64::from(width), ratio);
                }
            }
        }
    }
}

#[test]
fn long_labels_go_above_their_bars_and_are_shortened_last() {
    let name = "Landwirtschaft, Forstwirtschaft und Fischerei einschließlich aller vor- und nachgelagerten Bereiche";
    let package = small(&format!("key,name,share\na,\"{name}\",40\nb,B,20\n"), "\"bars\"");
    let figure = Figure::new(&package, "values", &locale("en")).expect("a figure");
    let label = |width| {
        let scene = laid_out(&figure, "", width, 1.0);
        let texts = scene.marks.into_iter().filter_map(|mark| match mark.shape {
            Shape::Text(text) if mark.datum == Some(DatumId(0)) => Some(text.text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    let value = "40%".to_owned();
    assert_eq!(
        label(1600.0),
        [
            "Landwirtschaft, Forstwirtschaft und Fischerei einschließlich aller vor- und".to_owned(),
            "nachgelagerten Bereiche".to_owned(),
            value.clone(),
        ]
    );
    assert_eq!(label(900.0), [name.to_owned(), value.clone()]);
    let lines = [
        "Landwirtschaft, Forstwirtschaft und",
        "Fischerei einschließlich aller vor- und",
        "nachgelagerten Bereiche",
        "40%",
    ];
    assert_eq!(label(320.0), lines);
    assert_eq!(label(200.0)[2..], ["Fischerei einschließlich…".to_owned(), value]);
}

#[test]
fn a_point_finds_the_nearest_datum_within_reach_and_nothing_beyond() {
    let figure = figure("population", "de");
    let scene = laid_out(&figure, "", 720.0, 1.0);
    let dot = scene.marks_of(DatumId(1)).filter(|mark| mark.is_body()).last().expect("a dot").shape.bounds().middle();
    let at = |x: f64, y: f64| hit::at(&scene, Point { x: dot.x + x, y: dot.y + y }, 12.0);
    assert_eq!(at(0.0, 0.0), Some(DatumId(1)));
    assert_eq!(at(0.0, 25.0), Some(DatumId(1)));
    assert_eq!(at(-100.0, -30.0), Some(DatumId(2)), "the line");
    assert_eq!(at(0.0, 60.0), Some(DatumId(1)), "the stem");
    assert_eq!(at(-40.0, 60.0), None);
}

#[test]
fn steps_follow_the_drawn_order_and_stay_at_the_ends() {
    let scene = laid_out(&figure("economy", "de"), "kind=stack", 720.0, 1.0);
    for (from, step, to) in [
        (None, Step::Next, 2),
        (None, Step::Previous, 5),
        (Some(2), Step::Previous, 2),
        (Some(1), Step::Next, 4),
        (Some(5), Step::Next, 5),
        (Some(3), Step::First, 2),
        (Some(3), Step::Last, 5),
    ] {
        assert_eq!(hit::step(&scene, from.map(DatumId), step), Some(DatumId(to)), "{from:?} {step:?}");
    }
}
