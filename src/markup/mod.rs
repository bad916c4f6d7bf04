//! A figure's words as HTML: the same for the static page and for the living figure, so that nothing
//! moves when one takes the other's place.

mod card;
mod controls;
mod html;
mod marks;
mod table;

pub use card::{card, tooltip};
pub use marks::{items, keys, lines};

use crate::describe;
use crate::figure::{Figure, Status};
use crate::locale::{Locale, Word};
use crate::package::{Kind, Source};
use crate::state::State;
use crate::text::concat;
use html::Html;

/// Title, subtitle, the switch of the chart kind, a stage with what it is given, counts, card, legend, note, options, sources
/// and table. `sources` are the package's; `summary`, from [`describe::summary`], is for screen readers.
pub fn figure(
    figure: &Figure,
    sources: &[Source],
    state: &State,
    locale: &Locale,
    summary: &str,
    stage: &str,
) -> String {
    let mut html = Html::new();
    html.raw("<figure");
    html.named("aria-labelledby", "title-", figure);
    html.raw("><button type=\"button\" class=\"skip\" data-skip>");
    html.text(locale.word(Word::Skip));
    html.raw("</button><h2 class=\"title\"");
    html.named("id", "title-", figure);
    html.raw(">");
    html.unbroken(&figure.title);
    html.close("h2");
    if let Some(subtitle) = &figure.subtitle {
        html.element("p", "subtitle", subtitle);
    }
    html.element("p", "summary", summary);
    controls::push_kinds(figure, state, locale, &mut html);
    html.raw("<div class=\"stage\" role=\"group\"");
    html.attribute("aria-label", &describe::marks(figure, state, locale));
    html.raw(">");
    html.raw(stage);
    html.close("div");
    // Keys do not reach a figure in the browse mode of screen readers: this is for eyes alone.
    html.raw("<div class=\"sheet\"><p class=\"use\" aria-hidden=\"true\">");
    html.text(locale.word(Word::Use));
    html.close("p");
    for (class, id) in [("card", "card-"), ("card keys", "keys-")] {
        html.raw("<section tabindex=\"-1\" hidden");
        html.attribute("class", class);
        html.named("aria-labelledby", id, figure);
        html.raw("></section>");
    }
    html.raw("</div>");
    html.element("p", "counts", &describe::counts(figure, state, locale));
    html.raw("<p class=\"selection\" role=\"status\" hidden></p><p class=\"announcer\" role=\"status\"></p>");
    legend(figure, state, locale, &mut html);
    if let Some(note) = &figure.note {
        html.element("p", "note", note);
    }
    controls::push_options(figure, state, locale, &mut html);
    source_line(figure, sources, locale, &mut html);
    html.raw("<div class=\"row\">");
    table::push(figure, locale, &mut html);
    html.raw(ACTIONS);
    html.raw("</div></div>");
    html.raw("<p class=\"end\" tabindex=\"-1\">");
    html.text(locale.word(Word::End));
    html.raw("</p></figure>");
    html.0
}

/// The place for links, and then buttons, by which a reader takes the figure away.
pub const ACTIONS: &str = "<div class=\"actions\">";

/// The table alone, as it stands in [`figure`].
pub fn table(figure: &Figure, locale: &Locale) -> String {
    let mut html = Html::new();
    table::push(figure, locale, &mut html);
    html.0
}

/// Tells what is stated from what is derived and from what others state, and how the statements compare with other sources:
/// by the symbols of the marks, or, where all are alike and no mark has one, once.
fn legend(figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    let mut entries = Html::new();
    if let Some(derived) = figure.data.iter().find(|datum| datum.is_derived()) {
        if figure.has_statements() {
            // As the marks are: those that the title names are darker.
            let class = match (figure.kinds[..] == [Kind::Slope], figure.emphasis.data.is_empty()) {
                (true, _) => "series dot",
                (false, true) => "series",
                (false, false) => "series tints",
            };
            entries.element("span", class, locale.word(Word::Stated));
        }
        let class = if derived.is_change() { "change" } else { "remainder" };
        entries.element("span", class, locale.word(Word::Derived));
    }
    for series in &figure.series {
        entries.raw("<span class=\"others\"");
        entries.attribute("data-of", &series.key);
        entries.raw(if state.get("compare") == Some(&series.key) { ">" } else { " hidden>" });
        entries.text(&locale.say(Word::FoundIn, &[&series.label]));
        entries.close("span");
    }
    let mut checks = Html::new();
    for (status, shape) in SHAPES {
        let Some(first) = figure.first_of(status) else { continue };
        if figure.has_symbols() {
            let is_first = figure.limit.is_none_or(|limit| first.0 < limit);
            checks.raw(if is_first { "<span class=\"glyph\">" } else { "<span class=\"glyph more\">" });
            checks.raw("<svg viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">");
            checks.raw(shape);
            checks.raw("</svg>");
            checks.text(describe::known(status, locale));
            checks.raw("</span> ");
        } else {
            checks.text(describe::known(status, locale));
        }
    }
    if !checks.0.is_empty() {
        let checks = Html(concat(&["<span>", checks.0.trim_end(), "</span>"]));
        entries.raw("<span class=\"check\">");
        entries.message(locale.word(Word::Titled), &[Html::of(locale.word(Word::Checked)), checks]);
        entries.close("span");
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

/// The package's sources, and those that its statements name.
fn source_line(figure: &Figure, sources: &[Source], locale: &Locale, html: &mut Html) {
    let of_package = sources.iter().map(|source| {
        let title = source.title.in_language(&locale.language);
        let mut link = Html::new();
        link.titled(source.path.as_deref().unwrap_or_default(), &title);
        link
    });
    let of_statements = figure.sources.iter().map(|source| Html::link_to(source));
    let mut line = Html::new();
    for (word, links) in [
        (locale.word(Word::SourceOfData), of_package.collect::<Vec<_>>()),
        (describe::source(figure, locale), of_statements.collect()),
    ] {
        let Some(links) = joined(links, &locale.between()) else { continue };
        line.raw("<span>");
        line.message(locale.word(Word::Titled), &[Html::of(word), links]);
        line.raw("</span> ");
    }
    if !line.0.is_empty() {
        html.raw("<p class=\"source\">");
        html.raw(line.0.trim_end());
        html.close("p");
    }
}

/// A list, or nothing where it is empty.
fn joined(parts: Vec<Html>, between: &str) -> Option<Html> {
    parts.into_iter().reduce(|mut list, part| {
        list.text(between);
        list.raw(&part.0);
        list
    })
}
