//! Controls by which a reader changes what a figure shows.

use super::html::Html;
use crate::figure::Figure;
use crate::locale::{Locale, Word};
use crate::question::{Question, is_for, questions};
use crate::state::State;
use crate::text::concat;

/// More choices than this, or more characters of labels, are offered as a list to open.
const CHOICES: usize = 5;
const LABELS: usize = 48;

const KIND: &str = "kind";

/// The switch between chart kinds, the only control above the stage.
pub fn push_kinds(figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    for question in questions(figure, locale).iter().filter(|question| question.name == KIND) {
        html.raw("<div class=\"controls kinds\">");
        switch(question, figure, state, locale, html);
        html.raw("</div>");
    }
}

/// Everything else that a reader can change, behind one disclosure, and a button that resets the figure.
pub fn push_options(figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    let questions = questions(figure, locale);
    if questions.is_empty() && figure.lines.is_empty() {
        return;
    }
    let kind = figure.kind(state.get(KIND));
    let has_options = !figure.lines.is_empty()
        || questions.iter().any(|question| question.name != KIND && is_for(question.only, kind));
    html.raw("<div class=\"row controls\"><details class=\"options\"");
    html.raw(if has_options { "><summary>" } else { " hidden><summary>" });
    html.text(locale.word(Word::Options));
    html.raw("</summary><div class=\"switches\">");
    for question in questions.iter().filter(|question| question.name != KIND) {
        switch(question, figure, state, locale, html);
    }
    if !figure.lines.is_empty() {
        zoom(locale, html);
    }
    html.raw("</div></details><button type=\"button\" class=\"reset\" data-reset");
    html.raw(if state.query().is_empty() { " hidden>" } else { ">" });
    html.text(locale.word(Word::Reset));
    html.raw("</button></div>");
}

fn zoom(locale: &Locale, html: &mut Html) {
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

/// One switch, shown only for those kinds of figure that it is of use for.
fn switch(question: &Question, figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    let title = locale.word(question.title);
    let chosen = state.get(question.name).unwrap_or_default();
    let characters: usize = question.choices.iter().map(|(_, label)| label.chars().count()).sum();
    let is_list = question.choices.len() > CHOICES || characters > LABELS;
    let is_toggle = question.choices.len() == 1;
    html.raw("<div class=\"switch\"");
    if !is_list && !is_toggle {
        html.raw(" role=\"radiogroup\"");
        html.attribute("aria-label", title);
    }
    html.attribute("data-only", question.only);
    html.raw(if is_for(question.only, figure.kind(state.get(KIND))) { ">" } else { " hidden>" });
    if is_toggle {
        toggle(question.name, title, chosen, html);
    } else {
        html.raw("<span aria-hidden=\"true\">");
        html.text(title);
        html.close("span");
        if is_list {
            list(question, title, chosen, html);
        } else {
            // One stop of the keyboard, whose arrow keys the browser knows.
            radios(question, figure, chosen, html);
        }
    }
    html.close("div");
}

fn list(question: &Question, title: &str, chosen: &str, html: &mut Html) {
    html.raw("<select");
    html.attribute("data-name", question.name);
    html.attribute("aria-label", title);
    html.raw(">");
    for (value, label) in &question.choices {
        html.raw("<option");
        html.attribute("value", value);
        html.raw(if value == chosen { " selected>" } else { ">" });
        html.text(label);
        html.close("option");
    }
    html.close("select");
}

fn radios(question: &Question, figure: &Figure, chosen: &str, html: &mut Html) {
    for (value, label) in &question.choices {
        html.raw("<label><input type=\"radio\"");
        html.named("name", &concat(&[question.name, "-"]), figure);
        html.attribute("data-name", question.name);
        html.attribute("value", value);
        html.raw(if value == chosen { " checked>" } else { ">" });
        html.text(label);
        html.close("label");
    }
}

fn toggle(name: &str, title: &str, chosen: &str, html: &mut Html) {
    html.raw("<label><input type=\"checkbox\"");
    html.attribute("data-name", name);
    html.raw(if chosen.is_empty() { ">" } else { " checked>" });
    html.text(title);
    html.close("label");
}
