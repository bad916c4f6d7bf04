//! A figure's words as HTML: the same for the static page and for the living figure, so that nothing
//! moves when one takes the other's place.
//!
//! Everything that comes from a package is escaped; only `http` and `https` addresses become links.

use crate::describe;
use crate::figure::{Datum, Figure, Origin, Statement};
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::state::State;

/// Title, subtitle, switch, legend, the given stage, note, sources and table.
pub fn figure(figure: &Figure, state: &State, locale: &Locale, stage: &str) -> String {
    let paragraph = |class: &str, text: &Option<String>| {
        text.as_ref().map_or_else(String::new, |text| format!("<p class=\"{class}\">{}</p>", escape(text)))
    };
    [
        &*format!("<h2 class=\"title\">{}</h2>", escape(&figure.title)),
        &paragraph("subtitle", &figure.subtitle),
        &controls(figure, state, locale),
        &legend(figure, locale),
        stage,
        "<p class=\"selection\" role=\"status\" hidden></p><section class=\"card\" hidden></section>",
        &paragraph("note", &figure.note),
        &sources(figure, locale),
        &table(figure, locale),
    ]
    .concat()
}

/// The switches that this figure has: how it is drawn, sorted, grouped, compared.
fn controls(figure: &Figure, state: &State, locale: &Locale) -> String {
    let word = |word| locale.word(word).to_owned();
    let mut switches = String::new();
    if figure.kinds.len() > 1 {
        let kind = |(index, kind): (usize, &Kind)| {
            // The first kind is what an address without one means.
            let value = if index == 0 { "" } else { kind.name() };
            (value.to_owned(), kind_label(*kind, locale).to_owned())
        };
        let kinds: Vec<_> = figure.kinds.iter().enumerate().map(kind).collect();
        switches += &switch("kind", Word::Kinds, &kinds, "", state, locale);
    }
    if figure.sort {
        let orders = [("", Word::AsStated), ("value", Word::ByValue), ("name", Word::ByName)];
        let orders = orders.map(|(value, name)| (value.to_owned(), word(name)));
        switches += &switch("sort", Word::Sort, &orders, "bars", state, locale);
    }
    if !figure.groups.is_empty() {
        let choices = [("", Word::Singly), ("1", Word::Grouped)].map(|(value, name)| (value.to_owned(), word(name)));
        switches += &switch("group", Word::Group, &choices, "bars", state, locale);
    }
    if !figure.series.is_empty() {
        let mut series = vec![(String::new(), word(Word::Nothing))];
        series.extend(figure.series.iter().map(|name| (name.clone(), name.clone())));
        switches += &switch("compare", Word::Compare, &series, "bars", state, locale);
    }
    if figure.sort {
        let choices = [("", Word::One), ("1", Word::Several)].map(|(value, name)| (value.to_owned(), word(name)));
        switches += &switch("many", Word::Choose, &choices, "", state, locale);
    }
    if switches.is_empty() {
        return switches;
    }
    let reset =
        format!("<button type=\"button\" class=\"reset\" data-reset>{}</button>", escape(locale.word(Word::Reset)));
    ["<div class=\"controls\">", &switches, &reset, "</div>"].concat()
}

/// One switch of `name`; shown for one kind of figure only where `only` names it.
fn switch(name: &str, title: Word, choices: &[(String, String)], only: &str, state: &State, locale: &Locale) -> String {
    let title = escape(locale.word(title));
    let mut switch = format!(
        "<div class=\"switch\" role=\"group\" aria-label=\"{title}\" data-only=\"{only}\"><span>{title}</span>"
    );
    for (value, label) in choices {
        let pressed = state.get(name).unwrap_or_default() == value;
        switch += &format!(
            "<button type=\"button\" data-name=\"{name}\" data-value=\"{}\" aria-pressed=\"{pressed}\">{}</button>",
            escape(value),
            escape(label),
        );
    }
    switch + "</div>"
}

/// Tells what is stated from what is derived; nothing where all is stated.
fn legend(figure: &Figure, locale: &Locale) -> String {
    let Some(derived) = figure.data.iter().find(|datum| !datum.is_stated()) else { return String::new() };
    let entry = |class: &str, word| format!("<span class=\"{class}\">{}</span>", escape(locale.word(word)));
    let derived = entry(if derived.is_change() { "change" } else { "remainder" }, Word::Derived);
    format!("<p class=\"legend\">{}{derived}</p>", entry("series", Word::Stated))
}

fn kind_label(kind: Kind, locale: &Locale) -> &str {
    match kind {
        Kind::Bars => locale.word(Word::Bars),
        Kind::Stack => locale.word(Word::Stack),
        Kind::Slope => locale.word(Word::Slope),
    }
}

fn sources(figure: &Figure, locale: &Locale) -> String {
    let links = figure.sources.iter().map(|source| link(source)).reduce(|all, one| all + ", " + &one);
    let paragraph = |links| format!("<p class=\"source\">{}: {links}</p>", escape(locale.word(Word::Source)));
    links.map(paragraph).unwrap_or_default()
}

/// All data with status and wording, to be opened on request.
fn table(figure: &Figure, locale: &Locale) -> String {
    let heads = [&figure.category, &figure.measure, locale.word(Word::Quotation)];
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))).collect();
    let rows: String = figure.data.iter().map(|datum| row(datum, locale)).collect();
    format!(
        "<details class=\"table\"><summary>{}</summary><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>",
        escape(locale.word(Word::Table))
    )
}

fn row(datum: &Datum, locale: &Locale) -> String {
    let origin = match &datum.origin {
        Origin::Stated(statement) => {
            let known = escape(describe::known(datum.status, locale));
            format!("{} <span class=\"statement\">{known}</span>", quotation(statement))
        }
        _ => escape(&describe::status(datum, locale)),
    };
    let (label, value) = (escape(&datum.label), escape(&datum.text));
    format!("<tr><th scope=\"row\">{label}</th><td>{value}</td><td>{origin}</td></tr>")
}

fn quotation(statement: &Statement) -> String {
    let quotation = statement.quotation.as_deref().map(|text| format!("<q>{}</q>", escape(text)));
    let id = statement.id.as_deref().map(|id| format!(" <span class=\"statement\">{}</span>", escape(id)));
    quotation.unwrap_or_default() + &id.unwrap_or_default()
}

/// Everything that is known of one datum: value, origin, wording, source, what others say.
pub fn card(datum: &Datum, figure: &Figure, locale: &Locale) -> String {
    let description = describe::datum(datum, locale);
    let mut card = format!(
        "<button type=\"button\" class=\"close\" data-close aria-label=\"{}\">×</button>\
         <h3>{}</h3><p>{}</p><p class=\"status\">{}</p>",
        escape(locale.word(Word::Close)),
        escape(&description.label),
        escape(&description.value),
        escape(&description.status),
    );
    let Origin::Stated(statement) = &datum.origin else { return card };
    if let Some(quotation) = &statement.quotation {
        let language = escape(&figure.article_language);
        card += &format!("<blockquote lang=\"{language}\">{}</blockquote>", escape(quotation));
    }
    if let Some(source) = &statement.source {
        let note = statement.source_note.as_deref().map(|note| [" (", &escape(note), ")"].concat()).unwrap_or_default();
        card += &format!("<p>{}: {}{note}</p>", escape(locale.word(Word::Source)), link(source));
    }
    if let Some(summary) = &statement.summary {
        card += &format!("<p>{}</p>", escape(summary));
    }
    let mut findings = String::new();
    for finding in &statement.findings {
        let address = finding.address.as_deref().map(link).unwrap_or_default();
        findings += &format!("<li>{} {address}</li>", escape(&finding.text));
    }
    if findings.is_empty() { card } else { card + "<ul>" + &findings + "</ul>" }
}

/// An address as a link that shows its host; as text where it is none for a browser to follow.
fn link(address: &str) -> String {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    match rest {
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            let host = host.strip_prefix("www.").unwrap_or(host);
            format!("<a href=\"{}\" rel=\"noopener\" target=\"_blank\">{}</a>", escape(address), escape(host))
        }
        None => escape(address),
    }
}

/// Text as it may stand in HTML, in attributes too.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
