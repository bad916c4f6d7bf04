//! Where texts and symbols stand: at the figure's left edge, at their bars, in one column.

use crate::common::sound::laid_out;
use crate::common::{STATES, figure, locale};
use article_figures::figure::{DatumId, Figure};
use article_figures::package::{Descriptor, Package};
use article_figures::scene::{Align, Mark, Rect, Scene, Shape, TextShape};
use article_figures::theme::Ink;

/// Bars of values on both sides of zero, and what others state of two of them.
fn both_sides() -> Figure {
    let descriptor = r#"{"title":"Growth","languages":["en"],"resources":[
        {"name":"growth","path":"growth.csv","schema":{"fields":[{"name":"key","type":"string"},{"name":"name","type":"string"},
        {"name":"change","type":"number","unit":"%"}],"primaryKey":"key"}},
        {"name":"found","path":"found.csv","schema":{"fields":[{"name":"key","type":"string"},{"name":"period","type":"string"},
        {"name":"change","type":"number"},{"name":"address","type":"string"}]}}],
        "views":[{"name":"growth","title":"Growth","resources":["growth"],"specType":"simple",
        "spec":{"type":"bar","group":"name","series":["change"]},
        "_figure":{"kinds":["bars"],"compare":{"resource":"found","series":"period"}}}]}"#;
    let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON"));
    package.add("growth", Ok(b"key,name,change\na,North,-3.2\nb,South,4.1\nc,East,-0.4\nd,West,1.5\n".to_vec()));
    package.add(
        "found",
        Ok(b"key,period,change,address\na,2019,-2,https://example.org\nd,2019,2.5,https://example.org\n".to_vec()),
    );
    assert_eq!(package.problems(), []);
    Figure::new(&package, "growth", &locale("en")).expect("a figure")
}

fn text(mark: &Mark) -> Option<&TextShape> {
    if let Shape::Text(text) = &mark.shape { Some(text) } else { None }
}

fn of<'a>(scene: &'a Scene, id: usize, own: &'a str) -> &'a TextShape {
    let texts = scene.marks_of(DatumId(id)).filter_map(text);
    texts.into_iter().find(|text| text.text == own).expect(own)
}

fn bar(scene: &Scene, id: usize) -> Rect {
    scene.place_of(DatumId(id)).expect("a bar")
}

#[test]
fn labels_begin_at_the_left_edge() {
    for (view, query) in [("investment", ""), ("investment", "compare=2021"), ("economy", ""), ("population", "")] {
        let figure = figure(view, "de");
        let scene = laid_out(&figure, query, 720.0, 1.0);
        let labels =
            scene.marks.iter().filter_map(text).filter(|text| {
                figure.data.iter().any(|datum| datum.label.starts_with(&text.text)) && text.at.x < 360.0
            });
        let edges: Vec<_> = labels.map(|text| (text.at.x, text.align)).collect();
        assert!(!edges.is_empty() && edges.iter().all(|edge| *edge == (0.0, Align::Left)), "{view} {query}: {edges:?}");
    }
}

#[test]
fn statuses_stand_in_one_column_or_nowhere() {
    for (width, view, query, count) in [
        (720.0, "investment", "", 10),
        (358.0, "investment", "", 10),
        (720.0, "economy", "", 0),
        (720.0, "economy", "kind=stack", 0),
        (358.0, "economy", "kind=stack", 0),
    ] {
        let figure = figure(view, "de");
        let scene = laid_out(&figure, query, width, 1.0);
        let grounds = scene.marks.iter().filter(|mark| mark.ink == Ink::Ground && mark.datum.is_some());
        let middles: Vec<_> = grounds.map(|mark| mark.shape.bounds().middle().x).collect();
        assert_eq!(middles.len(), count, "{view} {query} at {width}");
        assert!(middles.iter().all(|x| *x == middles[0] && width - x < 10.0), "{view}: {middles:?}");
        assert_eq!(figure.has_symbols(), count > 0, "{view}");
    }
}

/// A number and its unit are one run: no text of a card stands behind another one.
#[test]
fn numbers_and_units_are_one_run() {
    for language in ["de", "en", "ru", "kk"] {
        let figure = figure("counted", language);
        for width in [288.0, 358.0, 720.0] {
            let scene = laid_out(&figure, "", width, 1.0);
            for (id, datum) in figure.entries() {
                let texts: Vec<_> = scene.marks_of(id).filter_map(text).collect();
                let whole: String = texts.iter().map(|text| text.text.replace(' ', "")).collect();
                assert!(whole.starts_with(&datum.text.replace(' ', "")), "{language} {width}: {whole}");
                assert!(texts.iter().all(|text| text.at.x == texts[0].at.x), "{language} {width}: {}", datum.text);
            }
        }
    }
}

#[test]
fn values_stand_at_the_outer_ends_of_their_bars() {
    let figure = both_sides();
    for width in [720.0, 358.0] {
        let scene = laid_out(&figure, "compare=2019", width, 1.0);
        for (id, datum) in figure.entries() {
            let value = scene.marks_of(id).filter_map(text).find(|text| text.text.contains('%')).expect("a value");
            let (bar, bounds) = (bar(&scene, id.0), value.bounds());
            if datum.value < Some(0.0) {
                assert!(
                    bounds.right <= bar.left && bar.left - bounds.right < 20.0,
                    "{}: {bounds:?} {bar:?}",
                    datum.text
                );
            } else {
                assert!(
                    bounds.left >= bar.right && bounds.left - bar.right < 20.0,
                    "{}: {bounds:?} {bar:?}",
                    datum.text
                );
            }
        }
    }
    // On a phone a label stands at its bar: it ends or begins at the zero line.
    let scene = laid_out(&figure, "", 358.0, 1.0);
    for (id, label) in [(0, "North"), (1, "South"), (2, "East"), (3, "West")] {
        let (bar, bounds) = (bar(&scene, id), of(&scene, id, label).bounds());
        let apart = if id % 2 == 0 { bar.right - bounds.right } else { bounds.left - bar.left };
        assert!(apart.abs() <= 2.0, "{label}: {bounds:?} {bar:?}");
    }
}

/// The legend says the period once.
#[test]
fn a_label_is_at_the_article_s_bar_and_a_value_at_the_other_s() {
    let figure = figure("investment", "de");
    let found = figure.data.iter().position(|datum| datum.key == "nl-2020-9m").expect("a value of others");
    for width in [320.0, 720.0] {
        let scene = laid_out(&figure, "compare=2020-9m", width, 1.0);
        let value = scene.marks_of(DatumId(found)).filter_map(text).collect::<Vec<_>>();
        assert_eq!(value.iter().map(|text| text.text.as_str()).collect::<Vec<_>>(), ["31,4\u{a0}%"], "{width}");
        assert!((value[0].at.y - bar(&scene, found).middle().y).abs() <= 1.0, "{width}");
    }
    let scene = laid_out(&figure, "compare=2020-9m", 720.0, 1.0);
    assert!((of(&scene, 0, "Niederlande").at.y - bar(&scene, 0).middle().y).abs() <= 1.0);
}

#[test]
fn counts_of_others_have_their_year() {
    let figure = figure("population", "de");
    for width in [720.0, 1200.0] {
        let scene = laid_out(&figure, "compare=1", width, 1.0);
        let texts: Vec<_> = scene.marks.iter().filter_map(text).map(|text| text.text.replace('\u{a0}', " ")).collect();
        for expected in ["etwa 3,73 Mio. · 2022", "etwa 3,37 Mio. · 2021", "etwa 7,3 Mio. · 1989", "1999", "0"] {
            assert!(texts.iter().any(|text| text == expected), "{expected} is not in {texts:?} at {width}");
        }
        // The figure is as wide as its frame.
        assert!(bar(&scene, 1).left > 0.7 * width, "{:?} of {width}", bar(&scene, 1));
    }
}

#[test]
fn labels_have_a_halo_on_grid_lines() {
    let mut count = 0;
    for view in ["strikes", "chronology"] {
        for width in [600.0, 720.0, 1200.0] {
            let scene = laid_out(&figure(view, "de"), "", width, 1.0);
            let is_rule = |mark: &&Mark| mark.ink == Ink::Grid && mark.shape.bounds().width() < 3.0;
            for rule in scene.marks.iter().filter(is_rule) {
                let crossed = |mark: &&Mark| text(mark).is_some_and(|it| rule.shape.bounds().overlaps(&it.bounds()));
                for label in scene.marks.iter().filter(|mark| mark.datum.is_some()).filter(crossed) {
                    assert!(label.ink.has_halo(), "{view} at {width}: {:?} crosses {label:?}", rule.shape);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 0);
}

/// A list has dates in words; a bar of it would have a length that means nothing.
#[test]
fn a_list_of_times_has_no_bars() {
    for view in ["strikes", "chronology"] {
        let scene = laid_out(&figure(view, "de"), "", 358.0, 1.0);
        assert!(!scene.marks.iter().any(|mark| mark.is_body() && matches!(mark.shape, Shape::Rect(_))), "{view}");
    }
}

#[test]
fn no_text_of_the_article_is_cut() {
    let mut cut = Vec::new();
    for language in ["de", "en", "ru", "kk"] {
        for (view, query) in STATES {
            let figure = figure(view, language);
            for width in [288.0, 358.0, 608.0, 720.0, 1200.0] {
                let scene = laid_out(&figure, query, width, 1.0);
                let texts = scene.marks.iter().filter_map(text);
                cut.extend(
                    texts
                        .filter(|text| text.text.ends_with('…'))
                        .map(|text| format!("{language} {view} {query} at {width}: {}", text.text)),
                );
            }
        }
    }
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}
