//! Layout: goldens that a person can read, and what holds for every figure at every size.

mod common;

use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Step};
use article_figures::package::Kind;
use article_figures::scene::{Align, Frame, Mark, Point, Scene, Shape, layout};
use article_figures::theme::Ink;
use common::{Ruler, figure, locale, small, state};
use proptest::prelude::*;

const FIGURES: [(&str, Kind); 4] =
    [("investment", Kind::Bars), ("economy", Kind::Bars), ("economy", Kind::Stack), ("population", Kind::Slope)];

fn laid_out(figure: &Figure, kind: Kind, css_width: f64, ratio: f64) -> Scene {
    layout(figure, &state(kind), &Frame::new(css_width * ratio, ratio, &Ruler))
}

/// One line a mark: what, where, in which ink, for which datum.
fn listing(scene: &Scene, figure: &Figure) -> String {
    let line = |mark: &Mark| {
        let shape = match &mark.shape {
            Shape::Rect(rect) => format!("rect {} {} {}×{}", rect.left, rect.top, rect.width(), rect.height()),
            Shape::Dot { centre, radius } => format!("dot  {} {} r {radius}", centre.x, centre.y),
            Shape::Ring { centre, radius, .. } => format!("ring {} {} r {radius}", centre.x, centre.y),
            Shape::Polygon(points) => format!("area of {} corners", points.len()),
            Shape::Path { points, .. } => format!("path of {} points", points.len()),
            Shape::Line { from, to, width } => format!("line {} {} → {} {} w {width}", from.x, from.y, to.x, to.y),
            Shape::Text(text) => {
                let side = match text.align {
                    Align::Left => "▏",
                    Align::Middle => "│",
                    Align::Right => "▕",
                };
                format!("text {} {} {side} {}", text.at.x, text.at.y, text.text.replace('\u{a0}', "_"))
            }
        };
        let datum = mark.datum.and_then(|id| figure.datum(id)).map_or("", |datum| &datum.key);
        format!("{shape:<48} {:<10} {datum}", format!("{:?}", mark.ink)).trim_end().to_owned()
    };
    let marks: Vec<_> = scene.marks.iter().map(line).collect();
    format!("{}×{}\n{}", scene.width, scene.height, marks.join("\n"))
}

#[test]
fn goldens() {
    for (view, kind) in FIGURES {
        for width in [320.0, 720.0] {
            let figure = figure(view, "de");
            let scene = laid_out(&figure, kind, width, 1.0);
            insta::assert_snapshot!(format!("{view} {} {width}", kind.name()), listing(&scene, &figure));
        }
    }
}

#[track_caller]
fn check(figure: &Figure, kind: Kind, width: f64, ratio: f64) {
    let scene = laid_out(figure, kind, width, ratio);
    let place = format!("{} {} at {width} px × {ratio}", figure.name, kind.name());
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
    }
    check_reach(figure, &scene, &place);
}

/// Every datum answers a point within its own mark, and the arrow keys meet each once.
#[track_caller]
fn check_reach(figure: &Figure, scene: &Scene, place: &str) {
    let mut from = None;
    let mut met = Vec::new();
    while met.last() != hit::step(scene, from, Step::Next).as_ref() {
        from = hit::step(scene, from, Step::Next);
        met.extend(from);
    }
    let expected: Vec<_> = (0..figure.data.len()).map(DatumId).collect();
    assert_eq!(met, expected, "{place}");
    for id in expected {
        let Some(bounds) = scene.place_of(id) else { continue };
        assert_eq!(hit::at(scene, bounds.middle(), 0.0), Some(id), "{place}: {id:?}");
    }
}

#[test]
fn labels_stay_apart_and_inside_at_every_size() {
    for language in ["de", "en"] {
        for (view, kind) in FIGURES {
            let figure = figure(view, language);
            for width in (280..=1600).step_by(20) {
                for ratio in [1.0, 1.25, 2.0, 3.0] {
                    check(&figure, kind, f64::from(width), ratio);
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
        check(&figure, if stack { Kind::Stack } else { Kind::Bars }, width.round(), ratio);
    }
}

#[test]
fn long_labels_go_above_their_bars_and_are_shortened_last() {
    let name = "Landwirtschaft, Forstwirtschaft und Fischerei einschließlich aller vor- und nachgelagerten Bereiche";
    let package = small(&format!("key,name,share\na,\"{name}\",40\nb,B,20\n"), "\"bars\"");
    let figure = Figure::new(&package, "values", &locale("en")).expect("a figure");
    let label = |width| {
        let scene = laid_out(&figure, Kind::Bars, width, 1.0);
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
    let scene = laid_out(&figure, Kind::Slope, 720.0, 1.0);
    let dot = scene.place_of(DatumId(1)).expect("a dot").middle();
    let at = |x: f64, y: f64| hit::at(&scene, Point { x: dot.x + x, y: dot.y + y }, 12.0);
    assert_eq!(at(0.0, 0.0), Some(DatumId(1)));
    assert_eq!(at(0.0, 25.0), Some(DatumId(1)));
    assert_eq!(at(-100.0, -30.0), Some(DatumId(2)), "the line");
    assert_eq!(at(0.0, 60.0), None);
}

#[test]
fn steps_stay_at_the_ends() {
    let scene = laid_out(&figure("economy", "de"), Kind::Stack, 720.0, 1.0);
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
