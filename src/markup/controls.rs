//! The switches by which a reader asks something of a figure.

use super::html::Html;
use crate::figure::Figure;
use crate::locale::{Locale, Word};
use crate::question::{Question, is_for, questions};
use crate::state::State;

/// More choices than this, or more bytes of labels, are offered as a list to open.
const BUTTONS: usize = 5;
const LABELS: usize = 48;

/// The switches that a figure has, and a button that resets them; nothing where there is nothing to ask.
pub fn push(figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    let questions = questions(figure, locale);
    if questions.is_empty() && figure.lines.is_empty() {
        return;
    }
    html.raw("<div class=\"controls\">");
    for question in &questions {
        switch(question, figure, state, locale, html);
    }
    if !figure.lines.is_empty() {
        html.raw("<div class=\"switch\" data-only=\"line\">");
        for (way, sign, word) in [("in", "+", Word::ZoomIn), ("out", "−", Word::ZoomOut)] {
            html.raw("<button type=\"button\"");
            html.attribute("data-zoom", way);
            html.attribute("aria-label", locale.word(word));
            html.raw(">");
            html.text(sign);
            html.close("button");
        }
        html.close("div");
    }
    html.raw("<button type=\"button\" class=\"reset\" data-reset");
    html.raw(if state.query().is_empty() { " hidden>" } else { ">" });
    html.text(locale.word(Word::Reset));
    html.raw("</button></div>");
}

/// One switch, shown only for those kinds of figure that it is of use for.
fn switch(question: &Question, figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    let (title, choices) = (locale.word(question.title), &question.choices);
    let mut bytes = 0;
    for (_, label) in choices {
        bytes += label.len();
    }
    html.raw("<div class=\"switch\" role=\"group\"");
    html.attribute("aria-label", title);
    html.attribute("data-only", question.only);
    html.raw(if is_for(question.only, figure.kind(state.get("kind"))) { ">" } else { " hidden>" });
    html.raw("<span aria-hidden=\"true\">");
    html.text(title);
    html.close("span");
    let chosen = state.get(question.name).unwrap_or_default();
    if choices.len() > BUTTONS || bytes > LABELS {
        select(question.name, title, choices, chosen, html);
    } else {
        buttons(question.name, choices, chosen, html);
    }
    html.close("div");
}

fn select(name: &str, title: &str, choices: &[(String, String)], chosen: &str, html: &mut Html) {
    html.raw("<select");
    html.attribute("data-name", name);
    html.attribute("aria-label", title);
    html.raw(">");
    for (value, label) in choices {
        html.raw("<option");
        html.attribute("value", value);
        html.raw(if value == chosen { " selected>" } else { ">" });
        html.text(label);
        html.close("option");
    }
    html.close("select");
}

fn buttons(name: &str, choices: &[(String, String)], chosen: &str, html: &mut Html) {
    for (value, label) in choices {
        html.raw("<button type=\"button\"");
        html.attribute("data-name", name);
        html.attribute("data-value", value);
        html.attribute("aria-pressed", if value == chosen { "true" } else { "false" });
        html.raw(">");
        html.text(label);
        html.close("button");
    }
}
