//! What a reader is shown of one datum: in three lines beside its mark, or everything in a card.

use super::html::Html;
use crate::describe::{self, Description};
use crate::figure::{Datum, Figure, Origin, Statement};
use crate::locale::{Locale, Word};

/// A datum in three lines: label, value, status.
pub fn tooltip(description: &Description) -> String {
    let mut html = Html::new();
    html.element("p", "label", &description.label);
    html.element("p", "value", &description.value);
    status(description, &mut html);
    html.0
}

fn status(description: &Description, html: &mut Html) {
    if !description.status.is_empty() {
        html.element("p", "status", &description.status);
    }
}

/// Everything that is known of one datum: value, origin, wording, source, what others say.
pub fn card(datum: &Datum, figure: &Figure, locale: &Locale) -> String {
    let description = describe::datum(datum, locale);
    let mut html = Html::new();
    close(locale, &mut html);
    html.raw("<h3");
    html.named("id", "card-", figure);
    html.raw(">");
    html.text(&description.label);
    html.close("h3");
    html.element("p", "", &description.value);
    status(&description, &mut html);
    if let Some(relative) = &datum.relative {
        html.element("p", "", &locale.say(Word::DerivedFrom, &[&relative.computation]));
    }
    match &datum.origin {
        Origin::Stated(statement) => push_statement(statement, figure, locale, &mut html),
        Origin::Remainder { statement: Some(statement), .. } => push_statement(statement, figure, locale, &mut html),
        Origin::Found { address, note, .. } => {
            html.raw("<p>");
            html.text(note.as_deref().unwrap_or_default());
            html.raw(" ");
            html.link(address.as_deref().unwrap_or_default());
            html.close("p");
        }
        _ => {}
    }
    html.0
}

/// The button that closes what it stands in.
pub(super) fn close(locale: &Locale, html: &mut Html) {
    html.raw("<button type=\"button\" class=\"close\" data-close");
    html.attribute("aria-label", locale.word(Word::Close));
    html.raw(">×</button>");
}

/// Where a statement comes from: an address, what is to be said of it, or both.
fn push_source(address: Option<&str>, note: Option<&str>, title: &str, locale: &Locale, html: &mut Html) {
    let mut source = Html::new();
    match (address.map(Html::link_to), note.map(Html::of)) {
        (None, None) => return,
        (Some(link), Some(note)) => source.message(locale.word(Word::Explained), &[link, note]),
        (link, note) => source = link.or(note).unwrap_or_else(Html::new),
    }
    html.raw("<p>");
    html.message(locale.word(Word::Titled), &[Html::of(title), source]);
    html.close("p");
}

fn push_statement(statement: &Statement, figure: &Figure, locale: &Locale, html: &mut Html) {
    if let Some(quotation) = &statement.quotation {
        html.raw("<blockquote");
        html.attribute("lang", &figure.article_language);
        html.raw(">");
        html.text(quotation);
        html.close("blockquote");
    }
    let title = describe::source(figure, locale);
    push_source(statement.source.as_deref(), statement.source_note.as_deref(), title, locale, html);
    if let Some(summary) = &statement.summary {
        html.element("p", "", summary);
    }
    if !statement.findings.is_empty() {
        html.raw("<ul>");
        for finding in &statement.findings {
            html.raw("<li>");
            html.text(&finding.text);
            html.raw(" ");
            html.link(finding.address.as_deref().unwrap_or_default());
            html.close("li");
        }
        html.close("ul");
    }
    if let Some(see) = &statement.see {
        html.raw("<p><a href=\"?");
        html.text(see);
        html.raw("\" data-article-figure>");
        html.text(locale.word(Word::See));
        html.raw("</a></p>");
    }
}
