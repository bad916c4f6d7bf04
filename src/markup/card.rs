//! What a reader is shown of one datum: in one line beside its mark, or everything in a card.

use super::html::Html;
use crate::describe;
use crate::figure::lines;
use crate::figure::{Datum, DatumId, Figure, Origin, Statement};
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::text::holds;

/// Classes of the values of lines, by the number of the line. As many lines have a colour of their own (`theme::LINES`).
const KEYS: [&str; 5] = ["key", "key line-2", "key line-3", "key line-4", "key line-5"];

/// The tooltip of a datum: what its mark does not say itself, and whether a card has more; empty where there is nothing to add.
/// The values of others stand in place of the status. Lines give all values at the time of the datum, the greatest first.
/// `drawn`: the texts of the mark.
pub fn tooltip(id: DatumId, figure: &Figure, drawn: &str, locale: &Locale) -> String {
    let Some(datum) = figure.datum(id) else { return String::new() };
    let mut html = Html::new();
    let mut add = |class, text: &str| {
        if !text.is_empty() && !holds(drawn, text) {
            html.element("span", class, text);
        }
    };
    if let (true, Some(span)) = (Kind::LINES && !figure.lines.is_empty(), &datum.span) {
        add("label", &span.text);
        for (nth, value) in lines::values_at(&figure.lines, span.begin) {
            let text = locale.quantity(value, figure.decimals, &figure.unit);
            add(KEYS[nth % KEYS.len()], &locale.beside(&[figure.lines[nth].label.clone(), text]));
        }
    } else {
        add("label", &describe::label(datum, locale));
        add("value", &datum.text);
        match &datum.origin {
            Origin::Stated(_) => {
                let mut others = Vec::new();
                for datum in &figure.data {
                    if let Origin::Found { of: Some(of), series, .. } = &datum.origin
                        && *of == id
                    {
                        others.push(locale.say(Word::Explained, &[&datum.text, &series.label]));
                    }
                }
                let told = locale.say(Word::Titled, &[locale.word(Word::OthersState), &locale.list(&others)]);
                add("status", if others.is_empty() { describe::known(datum.status, locale) } else { &told });
            }
            _ => add("status", &describe::status(datum, locale)),
        }
        if statement(datum).is_some_and(|statement| statement.quotation.is_some()) {
            add("hint", locale.word(Word::Hint));
        }
    }
    html.0
}

/// What the article says of a datum, if it says anything.
fn statement(datum: &Datum) -> Option<&Statement> {
    match &datum.origin {
        Origin::Stated(statement) => Some(statement),
        Origin::Remainder { statement, .. } => statement.as_deref(),
        _ => None,
    }
}

/// Everything that is known of one datum: value, origin, wording with its source, what others say, and links last.
pub fn card(id: DatumId, datum: &Datum, figure: &Figure, locale: &Locale) -> String {
    let mut html = Html::new();
    close(locale, &mut html);
    html.raw("<h3");
    html.named("id", "card-", figure);
    html.raw(">");
    html.text(&describe::label(datum, locale));
    html.raw("</h3><p class=\"value\">");
    let mut whole = Html::new();
    whole.element("small", "", datum.part_of.as_deref().unwrap_or_default());
    html.message(locale.word(Word::Beside), &[Html::of(&datum.text), whole]);
    html.close("p");
    let status = describe::status(datum, locale);
    if !status.is_empty() {
        html.element("p", "status", &status);
    }
    if let Some(relative) = &datum.relative {
        html.element("p", "", &locale.say(Word::DerivedFrom, &[&relative.computation]));
    }
    if let Some(statement) = statement(datum) {
        push_quotation(statement, figure, locale, &mut html);
    }
    push_others(id, figure, locale, &mut html);
    if let Some(statement) = statement(datum) {
        push_findings(statement, locale, &mut html);
    }
    if let Origin::Found { address, note, .. } = &datum.origin {
        html.raw("<p>");
        html.text(note.as_deref().unwrap_or_default());
        html.raw(" ");
        html.link(address.as_deref().unwrap_or_default());
        html.close("p");
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
fn source(address: Option<&str>, note: Option<&str>, locale: &Locale) -> Option<Html> {
    match (address.map(Html::link_to), note.map(Html::of)) {
        (Some(link), Some(note)) => {
            let mut source = Html::new();
            source.message(locale.word(Word::Explained), &[link, note]);
            Some(source)
        }
        (link, note) => link.or(note),
    }
}

fn push_source(address: Option<&str>, note: Option<&str>, title: &str, locale: &Locale, html: &mut Html) {
    let Some(source) = source(address, note, locale) else { return };
    html.raw("<p>");
    html.message(locale.word(Word::Titled), &[Html::of(title), source]);
    html.close("p");
}

/// The words of the article and where it has them from: `Artikel: „…“ – Quelle`.
fn push_quotation(statement: &Statement, figure: &Figure, locale: &Locale, html: &mut Html) {
    let (address, note) = (statement.source.as_deref(), statement.source_note.as_deref());
    let Some(quotation) = &statement.quotation else {
        return push_source(address, note, describe::source(figure, locale), locale, html);
    };
    let mut quoted = Html::new();
    quoted.raw("<q");
    quoted.attribute("lang", &figure.article_language);
    quoted.raw(">");
    quoted.text(quotation);
    quoted.close("q");
    if let Some(source) = source(address, note, locale) {
        let mut sourced = Html::new();
        sourced.message(locale.word(Word::Course), &[quoted, source]);
        quoted = sourced;
    }
    html.raw("<p class=\"article\">");
    html.message(locale.word(Word::Titled), &[Html::head(locale.word(Word::Article)), quoted]);
    html.close("p");
}

/// What others state in place of a datum, in one line, each with its time and source: `Andere: 11,8 % (2021, …)`.
fn push_others(id: DatumId, figure: &Figure, locale: &Locale, html: &mut Html) {
    let mut others = Html::new();
    for datum in &figure.data {
        let Origin::Found { of: Some(of), series, address, .. } = &datum.origin else { continue };
        if *of != id {
            continue;
        }
        others.raw(if others.0.is_empty() { "" } else { " · " });
        let mut source = Html::of(&series.label);
        if let Some(address) = address {
            let parts = [source, Html::link_to(address)];
            source = Html::new();
            source.message(locale.word(Word::List), &parts);
        }
        others.message(locale.word(Word::Explained), &[Html::of(&datum.text), source]);
    }
    if !others.0.is_empty() {
        html.raw("<p>");
        html.message(locale.word(Word::Titled), &[Html::head(locale.word(Word::OthersState)), others]);
        html.close("p");
    }
}

/// What was found of a statement, one by one, and the figure that says more.
fn push_findings(statement: &Statement, locale: &Locale, html: &mut Html) {
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
