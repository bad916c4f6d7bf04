//! Maps: what is drawn where, and what holds for every width.

use crate::common::{Ruler, figure, state};
use article_figures::figure::{Datum, DatumId, Figure, Place};
use article_figures::hit::{self, Direction, Step};
use article_figures::package::{Geometry, Kind};
use article_figures::scene::{Frame, Mark, Point, Scene, Shape, layout};
use article_figures::theme::Ink;

fn strikes() -> Figure {
    figure("strikes", "de")
}

fn january() -> Figure {
    figure("january", "de")
}

/// Everything at once, five of it at one place and two places at one point.
fn crowded() -> Figure {
    let mut crowded = strikes();
    crowded.name = "crowded".to_owned();
    crowded.data.extend(january().data);
    let almaty = crowded.data.iter().find(|datum| datum.key == "T04b").cloned().expect("a datum in Almaty");
    for key in ["X1", "X2", "X3", "X4"] {
        crowded.data.push(Datum { key: key.to_owned(), label: "Noch eine Kundgebung".to_owned(), ..almaty.clone() });
    }
    let place =
        almaty.place.clone().map(|place| Place { key: "beside".to_owned(), label: "Nebenan".to_owned(), ..place });
    crowded.data.push(Datum { key: "X5".to_owned(), place, ..almaty });
    crowded
}

fn laid_out(figure: &Figure, css_width: f64, ratio: f64) -> Scene {
    layout(figure, &state(Kind::Map), &Frame::new(css_width * ratio, ratio, &Ruler))
}

#[track_caller]
fn check(figure: &Figure, width: f64, ratio: f64) {
    let scene = laid_out(figure, width, ratio);
    let place = format!("{} at {width} px × {ratio}", figure.name);
    let sizes = Frame::new(width * ratio, ratio, &Ruler).sizes;
    for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Reach) {
        let bounds = mark.shape.bounds();
        let inside = bounds.grown(-1.0).within(&scene.bounds()) == bounds.grown(-1.0);
        assert!(inside, "{place}: {mark:?} leaves {}×{}", scene.width, scene.height);
    }
    let texts: Vec<_> = scene.marks.iter().filter(|mark| matches!(mark.shape, Shape::Text(_))).collect();
    for (index, one) in texts.iter().enumerate() {
        for other in &texts[index + 1..] {
            assert!(!one.shape.bounds().overlaps(&other.shape.bounds()), "{place}: {one:?} collides with {other:?}");
        }
        for glyph in scene.marks.iter().filter(|mark| mark.is_body()) {
            assert!(!one.shape.bounds().overlaps(&glyph.shape.bounds()), "{place}: {one:?} lies on {glyph:?}");
        }
    }
    for (id, datum) in figure.entries() {
        let shown = scene.place_of(id).expect("a glyph");
        assert_eq!(hit::at(&scene, shown.middle(), 0.0), Some(id), "{place}: {}", datum.key);
        // A finger's width of room, and a word about it.
        let reach = scene.marks_of(id).find(|mark| mark.ink == Ink::Reach).expect("a reach").shape.bounds();
        assert!(reach.width() >= 2.0 * sizes.reach && reach.height() >= 2.0 * sizes.reach, "{place}: {}", datum.key);
        let label = &datum.place.as_ref().expect("a place").label;
        let named = texts.iter().filter(|mark| matches!(&mark.shape, Shape::Text(text) if text.text == *label)).count();
        assert!(named >= 1, "{place}: {label} is not named");
    }
    check_ways(figure, &scene, &place);
}

/// The arrow keys come to every datum: in the order of the data, and across the map.
#[track_caller]
fn check_ways(figure: &Figure, scene: &Scene, place: &str) {
    let everything: Vec<_> = (0..figure.data.len()).map(DatumId).collect();
    let mut met = vec![hit::step(scene, None, Step::First).expect("a first")];
    while let Some(next) = hit::step(scene, met.last().copied(), Step::Next).filter(|next| met.last() != Some(next)) {
        met.push(next);
    }
    assert_eq!(met, everything, "{place}");
    let mut named: Vec<DatumId> = Vec::new();
    for id in scene.marks.iter().filter_map(|mark| mark.datum) {
        if !named.contains(&id) {
            named.push(id);
        }
    }
    assert_eq!(named, everything, "{place}: the scene names them in this order, too");
    let mut reached = vec![hit::toward(scene, None, Direction::Right).expect("a first")];
    let mut next = 0;
    while next < reached.len() {
        for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
            let to = hit::toward(scene, Some(reached[next]), direction).expect("it stays at least");
            if !reached.contains(&to) {
                reached.push(to);
            }
        }
        next += 1;
    }
    reached.sort();
    assert_eq!(reached, everything, "{place}: across the map");
}

#[test]
fn names_stay_apart_and_inside_at_every_size() {
    for figure in [strikes(), january(), crowded()] {
        for width in (280..=1600).step_by(40) {
            for ratio in [1.0, 1.25, 2.0, 3.0] {
                check(&figure, f64::from(width), ratio);
            }
        }
    }
}

#[test]
fn narrow_maps_have_numbers_and_wide_ones_names() {
    let texts = |figure: &Figure, width| {
        let scene = laid_out(figure, width, 1.0);
        let texts = scene.marks.into_iter().filter_map(|mark| match mark.shape {
            Shape::Text(text) => Some(text.text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    // At the place and in the list.
    for width in [280.0, 300.0, 320.0, 360.0, 400.0, 440.0, 479.0] {
        for (figure, places) in [(strikes(), 10), (january(), 9), (crowded(), 17)] {
            let narrow = texts(&figure, width);
            for number in 1..=places {
                let count = narrow.iter().filter(|text| **text == number.to_string()).count();
                assert_eq!(count, 2, "{} at {width}: {number}", figure.name);
            }
        }
    }
    let narrow = texts(&january(), 320.0);
    assert_eq!(narrow.iter().filter(|text| *text == "Schymkent").count(), 1, "once for two entries");
    assert!(narrow.contains(&"Lastwagenfahrer sperren Straßen".to_owned()), "{narrow:?}");
    for figure in [strikes(), january()] {
        for width in [600.0, 720.0, 1200.0] {
            let wide = texts(&figure, width);
            assert!(!wide.contains(&"1".to_owned()), "{} {width}: {wide:?}", figure.name);
        }
    }
}

#[test]
fn a_list_line_is_its_datum() {
    let figure = january();
    let scene = laid_out(&figure, 320.0, 1.0);
    let line = |text: &str| {
        let mark = scene.marks.iter().rev().find(|mark| matches!(&mark.shape, Shape::Text(it) if it.text == text));
        mark.expect("a line").shape.bounds().middle()
    };
    let key = |point| hit::at(&scene, point, 0.0).and_then(|id| figure.datum(id)).map(|datum| datum.key.as_str());
    assert_eq!(key(line("Schymkent")), Some("J06"));
    assert_eq!(key(line("Lastwagenfahrer sperren Straßen")), Some("J09"));
    assert_eq!(key(Point { x: 310.0, ..line("Lastwagenfahrer sperren Straßen") }), Some("J09"), "the whole line");
}

#[test]
fn a_region_is_hit_on_its_ground_and_towns_on_it_win() {
    let figure = strikes();
    let scene = laid_out(&figure, 720.0, 1.0);
    let of = |key: &str| figure.data.iter().position(|datum| datum.key == key).map(DatumId).expect("a datum");
    let area = |mark: &&Mark| mark.ink == Ink::Tint && mark.datum == Some(of("T08"));
    let ground = scene.marks.iter().find(area).expect("the region's ground").shape.bounds();
    let far = Point { x: ground.right - 20.0, y: ground.top + 30.0 };
    assert_eq!(hit::at(&scene, far, 0.0), Some(of("T08")));
    let town = scene.place_of(of("T03")).expect("a town").middle();
    assert_eq!(hit::at(&scene, Point { x: town.x, y: town.y + 11.0 }, 0.0), Some(of("T03")));
    assert_eq!(figure.geometry.as_ref().map(|geometry| geometry.regions.len()), Some(15));
}

#[test]
fn an_arrow_leads_to_the_nearest_in_its_direction() {
    let figure = strikes();
    let scene = laid_out(&figure, 720.0, 1.0);
    let of = |key: &str| figure.data.iter().position(|datum| datum.key == key).map(DatumId);
    for (from, direction, to) in [
        ("T04a", Direction::Right, "T06"),
        ("T04a", Direction::Up, "T01"),
        ("T01", Direction::Down, "T04a"),
        ("T01", Direction::Up, "T01"),
        ("T07", Direction::Right, "T03"),
        ("T07", Direction::Left, "T07"),
        ("T09", Direction::Right, "T05"),
        ("T06", Direction::Down, "T04b"),
        ("T02", Direction::Up, "T05"),
    ] {
        assert_eq!(hit::toward(&scene, of(from), direction), of(to), "{from} {direction:?}");
    }
    assert_eq!(hit::toward(&scene, None, Direction::Up), Some(DatumId(0)));
}

#[test]
fn odd_places_and_geometries_are_drawn_as_well() {
    let square = br#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,9],[0,9],[0,0]]]}"#;
    let line = br#"{"type":"Polygon","coordinates":[[[5,5],[5,5],[5,5],[5,5]]]}"#;
    for bytes in [square.as_slice(), line] {
        let geometry = Geometry::read("odd.json", bytes).expect("a geometry");
        let mut figure = strikes();
        figure.geometry = Some(geometry.into());
        figure.data.truncate(2);
        for width in [1.0, 300.0, 900.0] {
            let scene = laid_out(&figure, width, 1.0);
            assert!(scene.height.is_finite() && scene.height < 1100.0, "{}", scene.height);
            for mark in &scene.marks {
                let bounds = mark.shape.bounds();
                assert!([bounds.left, bounds.top, bounds.right, bounds.bottom].iter().all(|edge| edge.is_finite()));
            }
        }
    }
}
