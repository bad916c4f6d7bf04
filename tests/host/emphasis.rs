//! What the title names: the keys in a view, their colour, and their sum.

use crate::common::sound::laid_out;
use crate::common::{article, figure, locale, small};
use article_figures::figure::{DatumId, Figure};
use article_figures::package::{Descriptor, Package};
use article_figures::scene::{Mark, Scene, Shape};
use article_figures::theme::Ink;

/// The package of [`small`] whose view emphasises some keys; each `share` of two rows, of a whole of 100.
fn emphasising(keys: &str) -> Package {
    let mut package = Package::new(
        Descriptor::parse(
            "datapackage.json",
            format!(
                r#"{{"title":"Small","languages":["en"],"resources":[{{"name":"values","path":"values.csv","schema":{{"fields":[
                {{"name":"key","type":"string"}},{{"name":"name","type":"string"}},
                {{"name":"share","type":"number","unit":"%"}}],"primaryKey":"key"}}}}],
                "views":[{{"name":"values","title":"Values","resources":["values"],"specType":"simple",
                "spec":{{"type":"bar","group":"name","series":["share"]}},
                "_figure":{{"kinds":["bars"],"whole":100,"remainder":"The rest","emphasis":{keys}}}}}]}}"#
            )
            .as_bytes(),
        )
        .expect("JSON"),
    );
    package.add("values", Ok(b"key,name,share\na,A,0.1\nb,B,0.2\nc,C,0.7\n".to_vec()));
    package
}

/// The colours of the bars, in reading order.
fn inks(figure: &Figure, query: &str) -> Vec<Ink> {
    let scene = laid_out(figure, query, 720.0, 1.0);
    (0..figure.data.len())
        .filter_map(|id| scene.marks_of(DatumId(id)).find(|mark| mark.is_body()).map(|mark| mark.ink))
        .collect()
}

fn texts(scene: &Scene) -> Vec<&str> {
    scene.marks.iter().filter_map(text).collect()
}

fn text(mark: &Mark) -> Option<&str> {
    if let Shape::Text(text) = &mark.shape { Some(&text.text) } else { None }
}

#[test]
fn an_unknown_key_is_an_error_with_its_place() {
    let problems: Vec<_> = emphasising(r#"["a","x"]"#).problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    let expected = r#"datapackage.json, view "values", property "_figure", property "emphasis""#;
    assert!(
        problems[0].starts_with(expected) && problems[0].contains("a, b, c") && problems[0].contains('x'),
        "{problems:?}"
    );
}

#[test]
fn a_sum_is_computed_from_the_data() {
    // 0.1 + 0.2 is 0.30000000000000004 in binary.
    for (keys, sum, terms) in [(r#"["b","a"]"#, "0.3%", "0.1 + 0.2"), (r#"["a"]"#, "", "0.1"), ("[]", "", "")] {
        let package = emphasising(keys);
        assert_eq!(package.problems(), []);
        let emphasis = Figure::new(&package, "values", &locale("en")).expect("a figure").emphasis;
        assert_eq!((&*emphasis.sum, &*emphasis.terms), (sum, terms), "{keys}");
    }
    let emphasis = figure("investment", "de").emphasis;
    assert_eq!((&*emphasis.sum, &*emphasis.terms), ("54,5\u{a0}%", "30,2 + 24,3"));
    let own = Figure::new(&small("key,name,share\na,A,40\n", "\"bars\""), "values", &locale("en")).expect("a figure");
    assert!(own.emphasis.data.is_empty() && own.is_emphasised(DatumId(0)));
}

#[test]
fn the_title_s_data_have_the_accent() {
    use Ink::{Remainder, Series, SoftSeries};
    for (keys, expected) in [
        (r#"["a","b"]"#, [Series, Series, SoftSeries, Remainder]),
        (r#"["c"]"#, [SoftSeries, SoftSeries, Series, Remainder]),
        ("[]", [Series, Series, Series, Remainder]),
    ] {
        let figure = Figure::new(&emphasising(keys), "values", &locale("en")).expect("a figure");
        assert_eq!(inks(&figure, ""), expected, "{keys}");
    }
}

/// Only where the bars of the sum follow each other, and nothing else is asked.
#[test]
fn a_bracket_has_the_sum() {
    let figure = figure("investment", "en");
    for (query, width, expected) in [
        ("", 720.0, true),
        ("sort=value", 720.0, true),
        ("sort=name", 720.0, false),
        ("group=1", 720.0, false),
        ("compare=2021", 720.0, false),
        ("", 240.0, false),
    ] {
        let scene = laid_out(&figure, query, width, 1.0);
        assert_eq!(texts(&scene).contains(&"54.5%"), expected, "{query} at {width}");
    }
}

/// A title that names countries or sectors has them emphasised.
#[test]
fn the_article_s_titles() {
    let keys = |view: &str| {
        let figure = figure(view, "de");
        let key = |id: &DatumId| figure.datum(*id).map(|datum| datum.key.clone());
        figure.emphasis.data.iter().filter_map(key).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((&*keys("investment"), &*keys("economy")), ("nl us", "mining trade"));
    assert_eq!(article().problems(), []);
}
