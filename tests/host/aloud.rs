//! What is said of the figures to those who do not see them, as goldens to be read aloud: the summary, the
//! name of the marks as a group, then every mark in reading order, in every language.

use crate::common::{Ruler, STATES, article, figure, locale};
use article_figures::describe;
use article_figures::hit;
use article_figures::scene::{Frame, layout};
use article_figures::state::State;

#[test]
fn figures_read_aloud() {
    for language in &article().descriptor.languages {
        let locale = locale(language);
        for (view, query) in STATES {
            let (figure, state) = (figure(view, language), State::parse(query));
            let scene = layout(&figure, &state, &Frame::new(720.0, 1.0, &Ruler));
            let order = hit::reading_order(&scene);
            let mut lines = vec![
                describe::summary(&figure, &state, order.len(), &locale),
                describe::marks(&figure, &state, &locale),
                String::new(),
            ];
            lines.extend(order.iter().map(|id| describe::item(&figure, &figure.data[id.0], &locale)));
            let name = format!("{language} {view} {query}").trim_end().replace('/', "-");
            insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/aloud"}, {
                insta::assert_snapshot!(name, lines.join("\n"));
            });
        }
    }
}

#[test]
fn sentences_end_once() {
    for language in &article().descriptor.languages {
        let locale = locale(language);
        for (view, _) in STATES {
            let figure = figure(view, language);
            for datum in &figure.data {
                let said = describe::item(&figure, datum, &locale);
                assert!(!said.contains("..") && !said.contains("  ") && !said.contains(['{', '}', '|']), "{said}");
            }
        }
    }
}
