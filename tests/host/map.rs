//! Maps: what is drawn where, and what holds for every width.

use crate::common::{Ruler, figure, folder, state};
use article_figures::figure::{Datum, DatumId, Figure, Place};
use article_figures::hit::{self, Direction, Step};
use article_figures::package::{Geometry, Kind};
use article_figures::scene::{Frame, Mark, Point, Rect, Scene, Shape, TextShape, layout};
use article_figures::theme::Ink;
use article_figures::wire;
use std::rc::Rc;

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
        let bounds = bounds.grown(-sizes.rule);
        let inside = bounds.within(&scene.bounds()) == bounds;
        assert!(inside, "{place}: {mark:?} leaves {}×{}", scene.width, scene.height);
    }
    let texts: Vec<_> = scene.marks.iter().filter(|mark| matches!(mark.shape, Shape::Text(_))).collect();
    for (index, one) in texts.iter().enumerate() {
        for other in &texts[index + 1..] {
            assert!(!one.shape.bounds().overlaps(&other.shape.bounds()), "{place}: {one:?} collides with {other:?}");
        }
        for glyph in scene.marks.iter().filter(|mark| mark.is_body() && mark != one) {
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
        // The name of a region may have several lines; it belongs to the first of its data.
        let key = |datum: &Datum| datum.place.as_ref().map(|place| place.key.clone());
        let (first, _) = figure.entries().find(|(_, other)| key(other) == key(datum)).expect("a first");
        let own = scene.marks_of(first).filter_map(|mark| match &mark.shape {
            Shape::Text(text) if matches!(mark.ink, Ink::RegionText | Ink::MapText) => Some(&*text.text),
            _ => None,
        });
        let is_name = |mark: &&Mark| matches!(&mark.shape, Shape::Text(text) if text.text == *label);
        let is_named = texts.iter().any(is_name) || own.collect::<Vec<_>>().join(" ") == *label;
        assert!(is_named, "{place}: {label} is not named");
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
    assert_eq!(figure.geometry.as_ref().map(|geometry| geometry.regions.len()), Some(16));
}

/// The names and numbers on a map, without those of the list below it.
fn names(scene: &Scene) -> impl Iterator<Item = (&Mark, &TextShape)> {
    let map = scene.plot.expect("a map").bottom;
    scene.marks.iter().filter_map(move |mark| match &mark.shape {
        Shape::Text(text) if text.at.y < map => Some((mark, text)),
        _ => None,
    })
}

/// The symbol of a region stands in its outline, at the same place in all languages, or a line leads there.
#[test]
fn a_region_has_its_symbol_inside_in_each_language() {
    for (view, width) in
        ["strikes", "january"].into_iter().flat_map(|view| [288.0, 358.0, 720.0, 960.0].map(|it| (view, it)))
    {
        let mut places = Vec::new();
        for language in ["de", "en", "ru", "kk"] {
            let figure = figure(view, language);
            let scene = laid_out(&figure, width, 1.0);
            let mut own = Vec::new();
            for (id, _) in figure.entries().filter(|(_, it)| it.place.as_ref().is_some_and(|it| it.region.is_some())) {
                let body = scene.marks_of(id).filter(|mark| mark.is_body()).last().expect("a symbol");
                assert!(!matches!(body.shape, Shape::Text(_)), "{view}, {language}, {width}: {body:?}");
                let centre = body.shape.bounds().middle();
                let areas = scene.marks_of(id).filter(|mark| mark.ink == Ink::Tint);
                let apart = areas.map(|area| area.shape.distance(centre)).fold(f64::INFINITY, f64::min);
                assert!(apart == 0.0, "{view}, {language}, {width}: {apart} px from its region");
                own.push(centre);
            }
            assert!(!own.is_empty());
            places.push(own);
        }
        assert!(places.iter().all(|place| *place == places[0]), "{view}, {width}: {places:?}");
    }
}

#[test]
fn names_of_the_maps_lie_on_no_border() {
    for (view, language) in
        ["strikes", "january"].into_iter().flat_map(|view| [(view, "de"), (view, "en"), (view, "ru"), (view, "kk")])
    {
        let figure = figure(view, language);
        let scene = laid_out(&figure, 720.0, 1.0);
        let mut crossed = Vec::new();
        for (_, text) in names(&scene) {
            let bounds = text.bounds();
            let is_crossed = |mark: &&Mark| matches!(mark.shape, Shape::Path { .. }) && comes_near(&mark.shape, bounds);
            crossed.extend(scene.marks.iter().find(is_crossed).map(|_| &*text.text));
        }
        assert!(crossed.len() <= 5, "{view}, {language}: {crossed:?}");
    }
}

/// A name on the outline of a tinted region is hard to read; a line leads to it from elsewhere.
#[test]
fn names_of_wide_maps_lie_on_no_outline() {
    for (view, language) in
        ["strikes", "january"].into_iter().flat_map(|view| [(view, "de"), (view, "en"), (view, "ru"), (view, "kk")])
    {
        let figure = figure(view, language);
        let mut crossed = Vec::new();
        for width in (560..=1200).step_by(20) {
            let scene = laid_out(&figure, f64::from(width), 1.0);
            let is_outline = |mark: &&Mark| mark.ink == Ink::Series && matches!(mark.shape, Shape::Path { .. });
            let outlines = || scene.marks.iter().filter(is_outline);
            let is_crossed = |text: &TextShape| outlines().any(|mark| comes_near(&mark.shape, text.bounds()));
            crossed.extend(names(&scene).filter(|(_, text)| is_crossed(text)).map(|(_, it)| (width, it.text.clone())));
        }
        assert!(crossed.is_empty(), "{view}, {language}: {crossed:?}");
    }
}

#[test]
fn a_text_is_nearer_to_its_own_glyphs_than_to_others_or_a_line_joins_them() {
    for figure in [strikes(), january(), crowded(), figure("strikes", "ru"), figure("january", "kk")] {
        for width in (280..=1200).step_by(30) {
            let scene = laid_out(&figure, f64::from(width), 1.0);
            for (mark, text) in names(&scene) {
                let Some(id) = mark.datum else { continue };
                let place = |id| figure.datum(id).and_then(|datum| datum.place.as_ref()).map(|place| &place.key);
                let glyphs = |is_own: bool| {
                    let bodies =
                        scene.marks.iter().filter(|mark| mark.is_body() && !matches!(mark.shape, Shape::Text(_)));
                    let of =
                        bodies.filter(|mark| mark.datum.is_some_and(|other| (place(other) == place(id)) == is_own));
                    of.map(|body| body.shape.bounds().gap(&text.bounds())).fold(f64::INFINITY, f64::min)
                };
                let is_joined = scene.marks.iter().any(|mark| match mark.shape {
                    Shape::Line { to, .. } => text.bounds().distance(to) < 4.0,
                    _ => false,
                });
                let (own, others) = (glyphs(true), glyphs(false));
                // A region's own text has none; a number in it must not look like that of a glyph.
                let is_own = if own.is_infinite() { width >= 480 || others > 3.0 } else { own < others };
                let is_own = is_own || is_joined;
                assert!(is_own, "{} at {width}: {}: {own} and {others} px", figure.name, text.text);
            }
        }
    }
}

/// Whether a line comes into the room of a text, tried on a grid of px.
fn comes_near(line: &Shape, text: Rect) -> bool {
    let (width, height) = (text.width() as usize, text.height() as usize);
    line.bounds().overlaps(&text)
        && (0..=width).step_by(2).any(|x| {
            let on = |y| line.distance(Point { x: text.left + x as f64, y: text.top + y as f64 }) < 1.0;
            (0..=height).step_by(2).any(on)
        })
}

#[test]
fn neighbours_are_named_where_there_is_room() {
    let figure = figure("strikes", "de");
    let named = |width| {
        let scene = laid_out(&figure, width, 1.0);
        let names: Vec<_> = names(&scene).filter(|(mark, _)| mark.ink == Ink::SoftMapText).collect();
        names.into_iter().map(|(_, text)| text.text.clone()).collect::<Vec<_>>()
    };
    for name in ["Russland", "China", "Usbekistan", "Turkmenistan"] {
        assert!(named(720.0).contains(&name.to_owned()), "{:?}", named(720.0));
    }
    assert_eq!(named(358.0), Vec::<String>::new());
}

#[test]
fn a_map_has_a_bounded_height_and_its_ground_ends_with_it() {
    let square = br#"{"type":"Polygon","coordinates":[[[7,47],[7,47.1],[7.15,47.1],[7.15,47],[7,47]]]}"#;
    let square = Geometry::read("square.json", square).expect("a geometry");
    let place = Place { latitude: 47.05, longitude: 7.07, ..Place::default() };
    let data = vec![Datum { place: Some(place), ..Datum::default() }];
    let square = Figure { kinds: vec![Kind::Map], geometry: Some(square.into()), data, ..Figure::default() };
    for figure in [square, strikes()] {
        for (width, most) in
            [(288.0, 288.0), (358.0, 358.0), (480.0, 360.0), (720.0, 540.0), (960.0, 600.0), (1600.0, 600.0)]
        {
            let scene = laid_out(&figure, width, 1.0);
            let map = scene.plot.expect("a map");
            assert!(map.height() <= most, "{} at {width}: {}", figure.name, map.height());
            for mark in scene.marks.iter().filter(|mark| matches!(mark.ink, Ink::Beyond | Ink::Water)) {
                let bounds = mark.shape.bounds();
                assert!(bounds.within(&map) == bounds, "{width}: {bounds:?} of {map:?}");
            }
        }
    }
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

/// The regions of a geometry as they are drawn, in CSS px: what the page carries is read as the module reads it.
fn drawn(geometry: Geometry, width: f64) -> Vec<Vec<Point>> {
    let figure = Figure { kinds: vec![Kind::Map], geometry: Some(geometry.into()), ..Figure::default() };
    let mut items = wire::write(&figure).into_iter();
    let read = wire::read(&mut || items.next(), &[], Rc::default());
    let scene = laid_out(&figure, width, 1.0);
    assert_eq!(laid_out(&read, width, 1.0), scene);
    let areas = scene.marks.into_iter().filter_map(|mark| match mark.shape {
        Shape::Polygon(points) => Some(points),
        _ => None,
    });
    areas.collect()
}

/// Hexagons side by side around a place, `across` metres from one corner to the opposite one, with ten decimals.
fn hexagons(latitude: f64, longitude: f64, across: f64) -> String {
    const METRES_A_DEGREE: f64 = 111_194.93;
    let radius = across / 2.0;
    let centres = [(0.0, 0.0), (1.5, 0.5), (1.5, -0.5), (0.0, 1.0), (0.0, -1.0), (-1.5, 0.5), (-1.5, -0.5)];
    let mut features = Vec::new();
    for (x, y) in centres {
        let corner = |nth: i32| {
            let angle = f64::from(nth % 6) * std::f64::consts::FRAC_PI_3;
            let east = radius * (x + angle.cos());
            let north = radius * (y * 3.0_f64.sqrt() + angle.sin());
            let scale = METRES_A_DEGREE * latitude.to_radians().cos();
            format!("[{:.10},{:.10}]", longitude + east / scale, latitude + north / METRES_A_DEGREE)
        };
        let ring: Vec<_> = (0..=6).map(corner).collect();
        features.push(format!(
            r#"{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
            ring.join(",")
        ));
    }
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn sides(ring: &[Point]) -> Vec<f64> {
    ring.windows(2).map(|ends| (ends[0].x - ends[1].x).hypot(ends[0].y - ends[1].y)).collect()
}

/// The hexagons that are not regular to half a px: their sides, and how far the opposite corners are apart.
#[track_caller]
fn regular(regions: &[Vec<Point>], place: &str) {
    for ring in regions {
        assert_eq!(ring.len(), 7, "{place}: {ring:?}");
        let mut lengths = sides(ring);
        let diagonals = (0..3).map(|nth| sides(&[ring[nth], ring[nth + 3]])[0] / 2.0);
        lengths.extend(diagonals);
        let (least, most) =
            lengths.iter().fold((f64::MAX, 0.0_f64), |(least, most), side| (least.min(*side), most.max(*side)));
        assert!(most - least < 0.5, "{place}: {least} to {most} in {ring:?}");
    }
}

#[test]
fn small_regions_are_as_regular_as_large_ones() {
    let wards = std::fs::read(folder("tests/cases/G21-city/data/regions.json")).expect("the wards");
    for width in [288.0, 720.0, 960.0] {
        regular(&drawn(Geometry::read("wards.json", &wards).expect("a geometry"), width), "wards");
        for (latitude, longitude) in
            [(48.85, 2.33), (0.0, 32.6), (-0.2, -78.5), (78.2, 15.6), (-54.8, -68.3), (-17.0, 178.0)]
        {
            for across in [8.0, 600.0, 100_000.0] {
                let json = hexagons(latitude, longitude, across);
                let regions = drawn(Geometry::read("rooms.json", json.as_bytes()).expect("a geometry"), width);
                // The earth is round: meridians meet.
                let flat = across < 1e5 || latitude.abs() < 1.0;
                if flat {
                    regular(&regions, &format!("{across} m at {latitude}, {longitude}"));
                }
                borders(&regions);
            }
        }
    }
}

/// Each corner of a region that lies near one of its neighbour is the same point.
#[track_caller]
fn borders(regions: &[Vec<Point>]) {
    let mut shared = 0;
    for (nth, region) in regions.iter().enumerate() {
        for other in regions[nth + 1..].iter().flatten() {
            for corner in region {
                let apart = (corner.x - other.x).hypot(corner.y - other.y);
                assert!(apart == 0.0 || apart > 3.0, "{corner:?} and {other:?}");
                shared += usize::from(apart == 0.0);
            }
        }
    }
    assert!(shared > 24, "{shared}");
}

/// A world map has the precision that it had: what a page carries of it does not grow.
#[test]
fn large_maps_keep_their_precision() {
    let parts = |ring: &str| {
        let json = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
        Geometry::read("map.json", json.as_bytes()).expect("a geometry").parts
    };
    for (ring, expected) in [
        ("[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]", 1e3),
        ("[[46.478,40.584],[87.323,40.584],[87.323,55.434],[46.478,40.584]]", 1e3),
        ("[[5.9,47.3],[15.0,47.3],[15.0,55.0],[5.9,47.3]]", 2e3),
        ("[[2.32,48.84],[2.36,48.84],[2.36,48.87],[2.32,48.84]]", 5e5),
        ("[[2.3200,48.8400],[2.3202,48.8400],[2.3202,48.84025],[2.3200,48.8400]]", 5e7),
        ("[[2,48],[2,48],[2,48],[2,48]]", 1e9),
    ] {
        assert_eq!(parts(ring), expected, "{ring}");
    }
}
