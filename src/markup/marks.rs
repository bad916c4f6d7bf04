//! The marks of a canvas for those who do not see it: a button each, in reading order, and the keys that lead there.

use super::html::Html;
use crate::describe;
use crate::figure::{DatumId, Figure};
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::state::State;

/// A list with a button for the mark of each datum; those of `selected`, in reading order, are current. `focus` is the one that
/// Tab leads to. Points stand in the lists of their lines, which `www/browser.js` opens one at a time.
pub fn items(
    figure: &Figure,
    state: &State,
    items: &[DatumId],
    selected: &[DatumId],
    focus: DatumId,
    locale: &Locale,
) -> String {
    let (mut html, mut line) = (Html::new(), None);
    for id in items {
        let Some(datum) = figure.datum(*id) else { continue };
        if Kind::LINES && !figure.lines.is_empty() && line != datum.group {
            html.raw(if line.is_some() { "</ul></li>" } else { "" });
            html.raw("<li><button type=\"button\" class=\"level\" tabindex=\"-1\"");
            html.attribute("aria-label", &describe::line(figure, state, datum.group.unwrap_or_default(), locale));
            html.raw("></button><ul role=\"list\"");
            html.attribute("aria-label", &datum.label);
            html.raw(">");
            line = datum.group;
        }
        html.raw("<li><button type=\"button\" class=\"item\"");
        html.attribute("tabindex", if *id == focus { "0" } else { "-1" });
        html.attribute("data-datum", &id.0.to_string());
        html.attribute("data-key", &datum.key);
        html.attribute("aria-label", &describe::item(figure, datum, locale));
        if selected.binary_search(id).is_ok() {
            html.raw(" aria-current=\"true\"");
        }
        html.raw("></button></li>");
    }
    html.raw(if line.is_some() { "</ul></li>" } else { "" });
    html.0
}

/// The lines of a figure as a list that is read before it is interactive; nothing for figures without lines.
pub fn lines(figure: &Figure, state: &State, locale: &Locale) -> String {
    let mut html = Html::new();
    if figure.lines.is_empty() {
        return html.0;
    }
    html.raw("<ul class=\"lines\" role=\"list\">");
    for number in 0..figure.lines.len() {
        html.element("li", "", &describe::line(figure, state, number, locale));
    }
    html.close("ul");
    html.0
}

/// The list of keys for a kind of figure.
pub fn keys(figure: &Figure, kind: Kind, locale: &Locale) -> String {
    let word = |word| locale.word(word);
    let (all, sideways, upright) = ("← → ↑ ↓", "← →", "↑ ↓");
    let mut html = Html::new();
    super::card::close(locale, &mut html);
    html.raw("<h3");
    html.named("id", "keys-", figure);
    html.raw(">");
    html.text(word(Word::Keys));
    html.raw("</h3><dl>");
    let mut key = |keys: &[&str], text| {
        html.raw("<dt>");
        for key in keys {
            html.element("kbd", "", key);
            html.raw(" ");
        }
        html.raw("</dt>");
        html.element("dd", "", word(text));
    };
    match kind {
        Kind::Map if Kind::EVERY => {
            key(&[all], Word::KeysPlace);
            key(&[word(Word::KeyPageUp), word(Word::KeyPageDown)], Word::KeysOrder);
        }
        Kind::Timeline if Kind::EVERY => {
            key(&[sideways], Word::KeysTime);
            key(&[upright], Word::KeysLane);
        }
        Kind::Line if Kind::LINES => {
            key(&[all], Word::KeysNext);
            key(&["+", "−"], Word::KeysZoom);
        }
        Kind::Bars if !figure.series.is_empty() => {
            key(&[upright], Word::KeysNext);
            key(&[sideways], Word::KeysSeries);
        }
        _ => key(&[all], Word::KeysNext),
    }
    key(&[word(Word::KeyHome), word(Word::KeyEnd)], Word::KeysEnds);
    key(&[word(Word::KeyEnter)], Word::KeysOpen);
    key(&[word(Word::KeyEscape)], Word::KeysClose);
    key(&["?"], Word::KeysHelp);
    html.raw("</dl>");
    html.0
}
