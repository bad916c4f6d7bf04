//! A figure's words as HTML: the same for the static page and for the living figure, so that nothing
//! moves when one takes the other's place.

mod card;
mod controls;
mod html;
mod marks;
mod table;

pub use card::{card, tooltip};
pub use marks::{items, keys};

use crate::describe;
use crate::figure::{Figure, Status};
use crate::locale::{Locale, Word};
use crate::question;
use crate::state::State;
use html::Html;

/// Title, subtitle, switches, legend, a stage with what it is given, counts, card, note, sources and table. `summary` is what
/// [`describe::summary`] says of it; only those see it who do not see the figure.
pub fn figure(figure: &Figure, state: &State, locale: &Locale, summary: &str, stage: &str) -> String {
    let mut html = Html::new();
    html.raw("<figure");
    html.named("aria-labelledby", "title-", figure);
    html.raw("><button type=\"button\" class=\"skip\" data-skip>");
    html.text(locale.word(Word::Skip));
    html.raw("</button><h2 class=\"title\"");
    html.named("id", "title-", figure);
    html.raw(">");
    html.text(&figure.title);
    html.close("h2");
    if let Some(subtitle) = &figure.subtitle {
        html.element("p", "subtitle", subtitle);
    }
    controls::push(figure, state, locale, &mut html);
    legend(figure, locale, &mut html);
    html.element("p", "summary", summary);
    html.raw("<div class=\"stage\" role=\"group\"");
    html.named("aria-describedby", "use-", figure);
    html.attribute("aria-label", question::kind_label(figure.kind(state.get("kind")), locale));
    html.raw(">");
    html.raw(stage);
    html.close("div");
    html.raw("<p class=\"use\"");
    html.named("id", "use-", figure);
    html.raw(">");
    html.text(locale.word(Word::Use));
    html.close("p");
    html.element("p", "counts", &describe::counts(figure, state, locale));
    html.raw("<p class=\"selection\" role=\"status\" hidden></p><p class=\"announcer\" role=\"status\"></p>");
    for (class, id) in [("card", "card-"), ("card keys", "keys-")] {
        html.raw("<section tabindex=\"-1\" hidden");
        html.attribute("class", class);
        html.named("aria-labelledby", id, figure);
        html.raw("></section>");
    }
    if let Some(note) = &figure.note {
        html.element("p", "note", note);
    }
    sources(figure, locale, &mut html);
    table::push(figure, locale, &mut html);
    html.raw("<p class=\"end\" tabindex=\"-1\">");
    html.text(locale.word(Word::End));
    html.raw("</p></figure>");
    html.0
}

/// The table alone, as it stands in [`figure`].
pub fn table(figure: &Figure, locale: &Locale) -> String {
    let mut html = Html::new();
    table::push(figure, locale, &mut html);
    html.0
}

/// Tells what is stated from what is derived, and what the shapes of the marks say of their statements.
fn legend(figure: &Figure, locale: &Locale, html: &mut Html) {
    let mut entries = Html::new();
    if let Some(derived) = figure.data.iter().find(|datum| datum.is_derived()) {
        let asked = figure.data.iter().any(|datum| datum.is_stated() && datum.status != Status::Unasked);
        entries.element("span", "series", locale.word(if asked { Word::Stated } else { Word::InData }));
        let class = if derived.is_change() { "change" } else { "remainder" };
        entries.element("span", class, locale.word(Word::Derived));
    }
    for (status, shape) in SHAPES {
        if figure.data.iter().any(|datum| datum.is_stated() && datum.status == status) {
            entries.raw("<span class=\"glyph\"><svg viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">");
            entries.raw(shape);
            entries.raw("</svg>");
            entries.text(describe::known(status, locale));
            entries.close("span");
        }
    }
    if !entries.0.is_empty() {
        html.raw("<p class=\"legend\">");
        html.raw(&entries.0);
        html.close("p");
    }
}

/// The shapes of `scene::glyph`, on a dot of radius 6.
const SHAPES: [(Status, &str); 5] = [
    (Status::Confirmed, "<circle r=\"6\"/>"),
    (Status::Partly, "<circle r=\"5\" class=\"ring\"/><path d=\"M0-5a5 5 0 0 0 0 10z\"/>"),
    (Status::Deviates, "<path d=\"M0-7 7 0 0 7-7 0z\"/>"),
    (Status::NotFound, "<circle r=\"5\" class=\"ring\"/>"),
    (Status::NotChecked, "<circle r=\"4\" class=\"unknown\"/>"),
];

fn sources(figure: &Figure, locale: &Locale, html: &mut Html) {
    let (mut list, between) = (Html::new(), locale.between());
    for source in &figure.sources {
        if !list.0.is_empty() {
            list.text(&between);
        }
        list.link(source);
    }
    if !list.0.is_empty() {
        html.raw("<p class=\"source\">");
        html.message(locale.word(Word::Titled), &[Html::of(locale.word(Word::Source)), list]);
        html.close("p");
    }
}
