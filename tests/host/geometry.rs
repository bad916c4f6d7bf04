//! Geometry files: what is read, and what is said about broken ones.

use crate::common::{figure, folder};
use article_figures::package::{Geometry, Region};
use article_figures::work::finish;
use std::collections::{HashMap, HashSet};

fn read(json: &str) -> Result<Geometry, Vec<String>> {
    let problems = |problems: Vec<article_figures::Error>| problems.iter().map(ToString::to_string).collect();
    Geometry::read("map.json", json.as_bytes()).map_err(problems)
}

#[track_caller]
fn wrong(json: &str, expected: &[&str]) {
    assert_eq!(read(json).expect_err("a problem"), expected, "{json}");
}

/// Two squares side by side: the arc 0 is what they share, going up from (1, 0) to (1, 1).
fn squares(second: &str) -> String {
    format!(
        r#"{{"type":"Topology","transform":{{"scale":[0.5,0.5],"translate":[10,20]}},
        "objects":{{"all":{{"type":"GeometryCollection","geometries":[
        {{"type":"Polygon","arcs":[[0,1]],"id":"west","properties":{{"name":"West"}}}},
        {second}]}}}},
        "arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,2],[2,0],[0,-2],[-2,0]]]}}"#
    )
}

const EAST: &str = r#"{"type":"MultiPolygon","arcs":[[[-1,-3]]],"id":7}"#;

#[test]
fn arcs_are_steps_and_backwards_where_negative() {
    let Ok(geometry) = read(&squares(&EAST.replace("[-1,-3]", "[2,0]"))) else { panic!("readable") };
    let [west, east] = &geometry.regions[..] else { panic!("{geometry:?}") };
    assert_eq!((&*west.id, &*east.id), ("west", "7"));
    assert_eq!(west.polygons, [[[(11.0, 20.0), (11.0, 21.0), (10.0, 21.0), (10.0, 20.0), (11.0, 20.0)]]]);
    assert_eq!(east.polygons, [[[(11.0, 21.0), (12.0, 21.0), (12.0, 20.0), (11.0, 20.0), (11.0, 21.0)]]]);
    let Ok(geometry) = read(&squares(EAST)) else { panic!("readable") };
    assert_eq!(
        geometry.regions[1].polygons,
        [[[(11.0, 21.0), (11.0, 20.0), (12.0, 20.0), (12.0, 21.0), (11.0, 21.0)]]],
        "the same square the other way round"
    );
}

#[test]
fn topologies_without_steps() {
    let json =
        r#"{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[1,1],[2,1],[2,2],[1,1]]]}"#;
    let geometry = read(json).expect("readable");
    assert_eq!(geometry.regions[0].polygons, [[[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]]]);
}

#[test]
fn the_regions_of_a_country() {
    let bytes = std::fs::read(folder("data/regions.topo.json")).expect("the geometry");
    let geometry = Geometry::read("regions.topo.json", &bytes).expect("readable");
    let ids: Vec<_> = geometry.regions.iter().map(|region| &*region.id).collect();
    assert_eq!(ids.join(" ").replace("KZ.", ""), "AT QS QO AR WK AM QG NK PA EK AA MG SK ZM AC AS");
    let has_hole = |it: &&Region| it.polygons.iter().any(|polygon| polygon.len() > 1);
    let holes: Vec<_> = geometry.regions.iter().filter(has_hole).map(|it| &*it.id).collect();
    // Baikonur is leased, and no region of the file: in Natural Earth it is a hole, here a part of Qyzylorda.
    assert_eq!(holes, ["KZ.AM", "KZ.AA"], "around Astana and Almaty");
}

const RING: &str = "[[0,0],[1,0],[1,1],[0,0]]";

#[test]
fn geojson() {
    let hole = "[[0.2,0.1],[0.3,0.1],[0.3,0.2],[0.2,0.1]]";
    for (json, ids, rings, holes) in [
        (format!(r#"{{"type":"Polygon","coordinates":[{RING}]}}"#), vec![""], 1, 0),
        (format!(r#"{{"type":"Polygon","coordinates":[{RING},{hole}]}}"#), vec![""], 1, 1),
        (format!(r#"{{"type":"MultiPolygon","coordinates":[[{RING}],[{RING},{hole}]]}}"#), vec![""], 2, 1),
        (
            format!(
                r#"{{"type":"Feature","id":"a","properties":null,"geometry":{{"type":"Polygon","coordinates":[{RING}]}}}}"#
            ),
            vec!["a"],
            1,
            0,
        ),
        (
            format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":null}},
                {{"type":"Feature","id":"b","properties":{{"name":"B"}},"geometry":{{"type":"Polygon","coordinates":[{RING}]}}}},
                {{"type":"Feature","id":"c","geometry":{{"type":"MultiPolygon","coordinates":[[{RING}]]}}}}]}}"#
            ),
            vec!["b", "c"],
            2,
            0,
        ),
        // A height is no mistake.
        (r#"{"type":"Polygon","coordinates":[[[0,0,5],[1,0,5],[1,1,5],[0,0,5]]]}"#.to_owned(), vec![""], 1, 0),
    ] {
        let geometry = read(&json).unwrap_or_else(|problems| panic!("{json}: {problems:?}"));
        let found: Vec<_> = geometry.regions.iter().map(|region| &*region.id).collect();
        assert_eq!(found, ids, "{json}");
        let polygons: Vec<_> = geometry.regions.iter().flat_map(|region| &region.polygons).collect();
        assert_eq!(polygons.len(), rings, "{json}");
        assert_eq!(polygons.iter().map(|polygon| polygon.len() - 1).sum::<usize>(), holes, "{json}");
    }
}

#[test]
fn broken_geojson() {
    let of = |coordinates: &str| format!(r#"{{"type":"Polygon","coordinates":{coordinates}}}"#);
    let at = |problem: &str| format!("map.json, property \"coordinates\": {problem}");
    for (coordinates, problem) in [
        ("[[[0,0],[1,0],[0,0]]]", "expected a ring of at least 4 points, found 3"),
        ("[[]]", "expected a ring of at least 4 points, found 0"),
        ("[[[0,0],[1,0],[1,1],[0,1]]]", "expected a ring that ends where it begins, found an open line"),
        ("[[[0,0],[1],[1,1],[0,0]]]", "expected positions of two numbers, found something else"),
        ("[[[0,0],[1,\"0\"],[1,1],[0,0]]]", "expected positions of two numbers, found something else"),
        ("[[[0,0],7,[1,1],[0,0]]]", "expected a list, found 7"),
        ("[[[0,0],[1,0],[1,91],[0,0]]]", "expected longitude and latitude in degrees, found other numbers"),
        ("[[[0,0],[400,0],[1,1],[0,0]]]", "expected longitude and latitude in degrees, found other numbers"),
        ("{}", "expected a list, found an object"),
        ("[{}]", "expected a list, found an object"),
    ] {
        let found = read(&of(coordinates)).expect_err(coordinates);
        assert_eq!(found.first(), Some(&at(problem)), "{coordinates}");
    }
    wrong("[]", &["map.json: expected an object, found a list"]);
    wrong("{", &["map.json: not valid JSON in line 1, column 2: did not expect the end of the file"]);
    wrong("{}", &["map.json, property \"type\": expected a text, found nothing"]);
    wrong(&of("[]"), &["map.json, property \"geometry\": expected at least one Polygon, found nothing"]);
    wrong(
        r#"{"type":"FeatureCollection","features":[]}"#,
        &["map.json, property \"geometry\": expected at least one Polygon, found nothing"],
    );
    wrong(r#"{"type":"Polygon"}"#, &["map.json, property \"coordinates\": expected a list, found nothing"]);
    wrong(
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]}}, 5]}"#,
        &[
            "map.json, property \"features[0]\", property \"geometry\", property \"type\": expected one of Polygon, MultiPolygon, GeometryCollection, Feature, FeatureCollection, Topology, found \"Point\"",
            "map.json, property \"features[1]\": expected an object, found 5",
        ],
    );
}

#[test]
fn broken_topologies() {
    let arcs = "map.json, property \"objects\", property \"all\", property \"geometries[1]\", property \"arcs\"";
    for (from, to, problem) in [
        ("-3", "-4", "expected the number of one of 3 arcs, found -4"),
        ("-3", "3", "expected the number of one of 3 arcs, found 3"),
        ("-3", "1e300", "expected the number of one of 3 arcs, found 1"),
        ("-3", "0.5", "expected the number of an arc, found 0.5"),
        ("-3", "\"a\"", "expected the number of an arc, found \"a\""),
        ("-1,-3", "-3", "expected a ring that ends where it begins, found an open line"),
        ("-1,-3", "0", "expected a ring of at least 4 points, found 2"),
        ("[[[-1,-3]]]", "[[-1,-3]]", "expected a list, found -1"),
        ("[[[-1,-3]]]", "5", "expected a list, found 5"),
    ] {
        let found = read(&squares(&EAST.replace(from, to))).expect_err(to);
        let expected = format!("{arcs}: {problem}");
        assert!(found[0].starts_with(&expected), "{to}: {found:?}");
    }
    let topology = |from: &str, to: &str| {
        let json = squares(EAST);
        assert!(json.contains(from), "{from}");
        read(&json.replace(from, to)).expect_err(to).remove(0)
    };
    for (from, to, problem) in [
        (
            r#""scale":[0.5,0.5],"#,
            "",
            "property \"transform\", property \"scale\": expected two numbers, found nothing",
        ),
        (
            "[0.5,0.5]",
            "[0.5]",
            "property \"transform\", property \"scale\": expected positions of two numbers, found something else",
        ),
        (
            "[[2,0],[0,2]]",
            "[[2,0],[null,2]]",
            "property \"arcs[0]\": expected positions of two numbers, found something else",
        ),
        ("[[2,0],[0,2]]", "3", "property \"arcs[0]\": expected a list, found 3"),
        (r#""objects""#, r#""things""#, "property \"objects\": expected an object, found nothing"),
        (
            r#"{"name":"West"}"#,
            "3",
            "property \"objects\", property \"all\", property \"geometries[0]\", property \"properties\": expected an object, found 3",
        ),
    ] {
        assert_eq!(topology(from, to), format!("map.json, {problem}"));
    }
}

/// The positions of all outlines, in thousandths of a degree.
fn positions(regions: &[Region]) -> HashSet<(i64, i64)> {
    let all = regions.iter().flat_map(|region| &region.polygons).flatten().flatten();
    all.map(|(longitude, latitude)| ((longitude * 1e3).round() as i64, (latitude * 1e3).round() as i64)).collect()
}

#[test]
fn neighbours_and_sea_have_the_borders_of_the_regions() {
    let figure = figure("strikes", "de");
    let geometry = figure.geometry.as_deref().expect("a geometry");
    let names: Vec<_> = geometry.ground.iter().map(|region| &*region.id).collect();
    for (name, is_water) in [("Russland", false), ("Usbekistan", false), ("Kaspisches Meer", true), ("Aralsee", true)] {
        let part = geometry.ground.iter().find(|region| region.id == name);
        assert_eq!(part.map(|part| part.is_water), Some(is_water), "{name} of {names:?}");
    }
    // Each end of a region's border that another region does not share lies on a neighbour or on the coast.
    let ground = positions(&geometry.ground);
    let mut counts = HashMap::new();
    for region in &geometry.regions {
        for position in positions(std::slice::from_ref(region)) {
            *counts.entry(position).or_insert(0) += 1;
        }
    }
    let outer: Vec<_> = counts.iter().filter(|(_, count)| **count == 1).map(|(position, _)| position).collect();
    let apart: Vec<_> = outer.iter().filter(|position| !ground.contains(position)).collect();
    assert!(outer.len() > 500, "{}", outer.len());
    assert!(apart.is_empty(), "{} of {} lie apart: {apart:?}", apart.len(), outer.len());
}

#[test]
fn a_ground_says_of_each_feature_what_it_is() {
    let square = r#"{"type":"Polygon","coordinates":[[[0,0],[0,9],[9,9],[0,0]]]}"#;
    let ground = |properties: &str| {
        let feature = format!(r#"{{"type":"Feature","geometry":{square},"properties":{properties}}}"#);
        let json = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
        let languages = ["en".to_owned(), "de".to_owned()];
        finish(Geometry::ground("ground.json", json.as_bytes(), &languages)).map_err(|errors| errors[0].to_string())
    };
    let sea = ground(r#"{"kind":"water","name":"Sea","name@de":"Meer"}"#).expect("readable");
    assert!(sea.regions[0].is_water);
    assert_eq!(sea.regions[0].name.in_language("de"), "Meer");
    for (properties, expected) in [
        (r#"{"kind":"sand"}"#, "expected one of land, water, found \"sand\""),
        ("{}", "kind"),
        ("null", "kind"),
        (r#"{"kind":"land","name":7}"#, "expected a text, found 7"),
    ] {
        let error = ground(properties).expect_err(properties);
        assert!(error.starts_with("ground.json") && error.contains(expected), "{error}");
    }
}
