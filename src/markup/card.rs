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
    html.element("p", "status", &description.status);
    html.0
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
    html.element("p", "status", &description.status);
    if let Some(relative) = &datum.relative {
        titled(Word::Derived, &relative.computation, locale, &mut html);
        html.close("p");
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

/// A paragraph that is still open: a word, a colon and a text.
fn titled(title: Word, text: &str, locale: &Locale, html: &mut Html) {
    html.raw("<p>");
    html.text(locale.word(title));
    html.raw(": ");
    html.text(text);
}

fn push_statement(statement: &Statement, figure: &Figure, locale: &Locale, html: &mut Html) {
    if let Some(quotation) = &statement.quotation {
        html.raw("<blockquote");
        html.attribute("lang", &figure.article_language);
        html.raw(">");
        html.text(quotation);
        html.close("blockquote");
    }
    match (&statement.source, &statement.source_note) {
        (Some(source), note) => {
            titled(Word::Source, "", locale, html);
            html.link(source);
            if let Some(note) = note {
                html.raw(" (");
                html.text(note);
                html.raw(")");
            }
            html.close("p");
        }
        (None, Some(note)) => {
            titled(Word::Source, note, locale, html);
            html.close("p");
        }
        _ => {}
    }
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
