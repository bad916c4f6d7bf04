//! Layout: goldens that a person can read, and what holds for every figure at every size.

mod common;

use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Step};
use article_figures::scene::{Frame, Mark, Point, Scene, Shape, layout};
use article_figures::state::State;
use article_figures::theme::Ink;
use common::{Ruler, STATES, article, figure, listing, locale, longer, small, with_longer_texts};
use proptest::prelude::*;

fn laid_out(figure: &Figure, query: &str, css_width: f64, ratio: f64) -> Scene {
    layout(figure, &State::parse(query), &Frame::new(css_width * ratio, ratio, &Ruler))
}

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

#[track_caller]
fn check(figure: &Figure, query: &str, width: f64, ratio: f64) {
    let scene = laid_out(figure, query, width, ratio);
    let place = format!("{} {query} at {width} px × {ratio}", figure.name);
    let texts: Vec<_> = scene.marks.iter().filter(|mark| matches!(mark.shape, Shape::Text(_))).collect();
    for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Reach) {
        let bounds = mark.shape.bounds();
        let inside = bounds.grown(-1.0).within(&scene.bounds()) == bounds.grown(-1.0);
        assert!(inside, "{place}: {mark:?} leaves {}×{}", scene.width, scene.height);
        if let Shape::Rect(rect) = mark.shape {
            let whole = [rect.left, rect.top, rect.right, rect.bottom].iter().all(|edge| edge.fract() == 0.0);
            assert!(whole, "{place}: {rect:?} would be blurred");
        }
    }
    for (index, one) in texts.iter().enumerate() {
        for rule in scene.marks.iter().filter(|mark| mark.ink == Ink::Axis && mark.datum.is_none()) {
            // A leader may touch the name that it leads to.
            let crossed = one.shape.bounds().grown(-2.0).overlaps(&rule.shape.bounds());
            assert!(!crossed, "{place}: {rule:?} runs through {one:?}");
        }
        for other in &texts[index + 1..] {
            assert!(!one.shape.bounds().overlaps(&other.shape.bounds()), "{place}: {one:?} collides with {other:?}");
        }
        for other in scene.marks.iter().filter(|mark| is_glyph(mark)) {
            // A name may lie on a region, and a value on its own strip.
            let bounds = other.shape.bounds().grown(-1.0);
            assert!(!one.shape.bounds().overlaps(&bounds), "{place}: {one:?} lies on {other:?}");
        }
    }
    check_reach(&scene, &place);
}

/// A dot, a ring or the polygon of a glyph; not the ground of a map.
fn is_glyph(mark: &Mark) -> bool {
    let shown = mark.datum.is_some() && !matches!(mark.ink, Ink::Reach | Ink::Tint);
    shown && matches!(mark.shape, Shape::Dot { .. } | Shape::Ring { .. } | Shape::Polygon(_))
}

/// Every datum that is shown answers a point within its own mark, and the arrow keys meet each once.
#[track_caller]
fn check_reach(scene: &Scene, place: &str) {
    let mut from = None;
    let mut met = Vec::new();
    while met.last() != hit::step(scene, from, Step::Next).as_ref() {
        from = hit::step(scene, from, Step::Next);
        met.extend(from);
    }
    let mut expected: Vec<_> = scene.marks.iter().filter_map(|mark| mark.datum).collect();
    expected.sort();
    expected.dedup();
    let mut ids = met.clone();
    ids.sort();
    assert_eq!(ids, expected, "{place}");
    for id in met {
        // Where two stand at one place, the label or the line of a list is the other's.
        let places = scene.place_of(id).into_iter().chain(scene.marks_of(id).map(|mark| mark.shape.bounds()));
        let answers = places.map(|place| hit::at(scene, place.middle(), 0.0)).any(|hit| hit == Some(id));
        assert!(answers, "{place}: {id:?} answers nowhere");
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_figure_at_any_size(
        rows in proptest::collection::vec(("[A-Za-zäöü]{1,12}( [a-zäöü]{1,30}){0,4}", 0.01..9.0_f64), 1..11),
        width in 280.0..1600.0_f64,
        ratio in prop::sample::select(vec![1.0, 1.25, 1.5, 2.0, 3.0]),
        stack in any::<bool>(),
    ) {
        let lines: String = rows.iter().enumerate().map(|(key, (name, share))| format!("{key},{name},{share:.2}\n")).collect();
        let package = small(&format!("key,name,share\n{lines}"), "\"bars\",\"stack\"");
        let figure = Figure::new(&package, "values", &locale("en")).expect("a figure");
        check(&figure, if stack { "kind=stack" } else { "" }, width.round(), ratio);
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
    assert_eq!(label(320.0), ["Landwirtschaft, Forstwirtschaft und Fisc…".to_owned(), value]);
}

#[test]
fn a_point_finds_the_nearest_datum_within_reach_and_nothing_beyond() {
    let figure = figure("population", "de");
    let scene = laid_out(&figure, "", 720.0, 1.0);
    let dot = scene.place_of(DatumId(1)).expect("a dot").middle();
    let at = |x: f64, y: f64| hit::at(&scene, Point { x: dot.x + x, y: dot.y + y }, 12.0);
    assert_eq!(at(0.0, 0.0), Some(DatumId(1)));
    assert_eq!(at(0.0, 25.0), Some(DatumId(1)));
    assert_eq!(at(-100.0, -30.0), Some(DatumId(2)), "the line");
    assert_eq!(at(0.0, 60.0), None);
}

#[test]
fn steps_stay_at_the_ends() {
    let scene = laid_out(&figure("economy", "de"), "kind=stack", 720.0, 1.0);
    for (from, step, to) in [
        (None, Step::Next, 0),
        (None, Step::Previous, 5),
        (Some(0), Step::Previous, 0),
        (Some(2), Step::Next, 3),
        (Some(5), Step::Next, 5),
        (Some(3), Step::First, 0),
        (Some(3), Step::Last, 5),
    ] {
        assert_eq!(hit::step(&scene, from.map(DatumId), step), Some(DatumId(to)), "{from:?} {step:?}");
    }
}
