//! What holds for the layout of every figure at every size.

use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Step};
use article_figures::scene::{Frame, Mark, Point, Scene, Shape, layout};
use article_figures::state::State;
use article_figures::theme::Ink;

use super::Ruler;

pub fn laid_out(figure: &Figure, query: &str, css_width: f64, ratio: f64) -> Scene {
    layout(figure, &State::parse(query), &Frame::new(css_width * ratio, ratio, &Ruler))
}

#[track_caller]
pub fn check(figure: &Figure, query: &str, width: f64, ratio: f64) {
    let scene = laid_out(figure, query, width, ratio);
    let place = format!("{} {query} at {width} px × {ratio}", figure.name);
    let texts: Vec<_> = scene.marks.iter().filter(|mark| matches!(mark.shape, Shape::Text(_))).collect();
    for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Reach) {
        let bounds = mark.shape.bounds();
        let bounds = bounds.grown(-ratio);
        let inside = bounds.within(&scene.bounds()) == bounds;
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

/// What pressing a point again and again chooses, each once.
fn presses(scene: &Scene, point: Point) -> Vec<DatumId> {
    let Some(first) = hit::at(scene, point, 0.0) else { return Vec::new() };
    let (mut pressed, mut next) = (Vec::new(), first);
    while !pressed.contains(&next) {
        pressed.push(next);
        next = hit::next_at_place(scene, first, &[next]);
    }
    pressed
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
        let answers = places.map(|place| presses(scene, place.middle())).any(|pressed| pressed.contains(&id));
        assert!(answers, "{place}: {id:?} answers nowhere");
    }
}
