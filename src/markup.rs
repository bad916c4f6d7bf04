//! A figure's words as HTML: the same for the static page and for the living figure, so that nothing
//! moves when one takes the other's place.
//!
//! Everything that comes from a package is escaped; only `http` and `https` addresses become links.

use crate::describe;
use crate::figure::{Datum, Figure, Lanes, Origin, Statement, Status};
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
        &format!("<p class=\"counts\">{}</p>", escape(&describe::counts(figure, state, locale))),
        "<p class=\"selection\" role=\"status\" hidden></p><section class=\"card\" hidden></section>",
        &paragraph("note", &figure.note),
        &sources(figure, locale),
        &table(figure, locale),
    ]
    .concat()
}

/// The switches that this figure has: how it is drawn, sorted, grouped, compared, filtered.
fn controls(figure: &Figure, state: &State, locale: &Locale) -> String {
    let own = |word| locale.word(word).to_owned();
    let pair = |first, value: &str, second| vec![(String::new(), own(first)), (value.to_owned(), own(second))];
    let mut switches = Switches { figure, state, locale, html: String::new() };
    if figure.kinds.len() > 1 {
        let mut kinds = Vec::new();
        for kind in &figure.kinds {
            // The first kind is what an address without one means.
            let value = if kinds.is_empty() { "" } else { kind.name() };
            kinds.push((value.to_owned(), kind_label(*kind, locale).to_owned()));
        }
        switches.push("kind", Word::Kinds, kinds, "");
    }
    if figure.sort {
        let mut orders = pair(Word::AsStated, "value", Word::ByValue);
        orders.push(("name".to_owned(), own(Word::ByName)));
        switches.push("sort", Word::Sort, orders, "bars");
    }
    if !figure.groups.is_empty() {
        switches.push("group", Word::Group, pair(Word::Singly, "1", Word::Grouped), "bars");
    }
    if !figure.series.is_empty() {
        let mut series = vec![(String::new(), own(Word::Nothing))];
        series.extend(figure.series.iter().map(|series| (series.key.clone(), series.label.clone())));
        switches.push("compare", Word::Compare, series, "bars slope");
    }
    if figure.data.iter().any(|datum| datum.relative.is_some()) {
        switches.push("relative", Word::Values, pair(Word::Absolute, "1", Word::Relative), "slope");
    }
    if figure.lanes.len() > 1 {
        let lanes = figure.lanes.iter().enumerate();
        let lane = |(index, lanes): (usize, &Lanes)| {
            (if index == 0 { String::new() } else { lanes.field.clone() }, lanes.title.clone())
        };
        switches.push("lanes", Word::Lanes, lanes.map(lane).collect(), "timeline");
    }
    if let Some(lanes) = figure.lanes.first() {
        let mut only = vec![(String::new(), own(Word::All))];
        only.extend(lanes.keys.iter().cloned().zip(lanes.labels.iter().cloned()));
        switches.push("only", Word::Only, only, "timeline map");
    }
    if figure.sort {
        switches.push("many", Word::Choose, pair(Word::One, "1", Word::Several), "");
    }
    if switches.html.is_empty() {
        return switches.html;
    }
    let hidden = if state.query().is_empty() { " hidden" } else { "" };
    let reset = escape(locale.word(Word::Reset));
    let reset = format!("<button type=\"button\" class=\"reset\" data-reset{hidden}>{reset}</button>");
    ["<div class=\"controls\">", &switches.html, &reset, "</div>"].concat()
}

/// More choices than this, or more bytes of labels, are offered as a list to open.
const BUTTONS: usize = 5;
const LABELS: usize = 48;

struct Switches<'a> {
    figure: &'a Figure,
    state: &'a State,
    locale: &'a Locale,
    html: String,
}

impl Switches<'_> {
    /// One switch of `name`; shown only for those kinds of figure that `only` names, for all where it is empty.
    fn push(&mut self, name: &str, title: Word, choices: Vec<(String, String)>, only: &str) {
        let title = escape(self.locale.word(title));
        let kind = self.figure.kind(self.state.get("kind"));
        let hidden = if is_for(only, kind) { "" } else { " hidden" };
        let labels: usize = choices.iter().map(|(_, label)| label.len()).sum();
        let list = choices.len() > BUTTONS || labels > LABELS;
        self.html += &format!(
            "<div class=\"switch\" role=\"group\" aria-label=\"{title}\" data-only=\"{only}\"{hidden}><span>{title}</span>"
        );
        if list {
            self.html += &format!("<select data-name=\"{name}\" aria-label=\"{title}\">");
        }
        for (value, label) in &choices {
            let chosen = self.state.get(name).unwrap_or_default() == value;
            let (value, label) = (escape(value), escape(label));
            self.html += &if list {
                let selected = if chosen { " selected" } else { "" };
                format!("<option value=\"{value}\"{selected}>{label}</option>")
            } else {
                format!(
                    "<button type=\"button\" data-name=\"{name}\" data-value=\"{value}\" aria-pressed=\"{chosen}\">{label}</button>"
                )
            };
        }
        self.html += if list { "</select></div>" } else { "</div>" };
    }
}

/// Whether a switch is of use for a kind: `only` lists the kinds, and is empty for all.
pub fn is_for(only: &str, kind: Kind) -> bool {
    only.is_empty() || only.split(' ').any(|name| name == kind.name())
}

/// Tells what is stated from what is derived, and what the shapes of the marks say of their statements.
fn legend(figure: &Figure, locale: &Locale) -> String {
    let mut entries = String::new();
    if let Some(derived) = figure.data.iter().find(|datum| datum.is_derived()) {
        let class = if derived.is_change() { "change" } else { "remainder" };
        for (class, word) in [("series", Word::Stated), (class, Word::Derived)] {
            entries += &format!("<span class=\"{class}\">{}</span>", escape(locale.word(word)));
        }
    }
    for (status, shape) in SHAPES {
        if figure.data.iter().any(|datum| datum.is_stated() && datum.status == status) {
            entries += &format!(
                "<span class=\"glyph\"><svg viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">{shape}</svg>{}</span>",
                escape(describe::known(status, locale))
            );
        }
    }
    if entries.is_empty() { entries } else { ["<p class=\"legend\">", &entries, "</p>"].concat() }
}

/// The shapes of `scene::glyph`, on a dot of radius 6.
const SHAPES: [(Status, &str); 5] = [
    (Status::Confirmed, "<circle r=\"6\"/>"),
    (Status::Partly, "<circle r=\"5\" class=\"ring\"/><path d=\"M0-5a5 5 0 0 0 0 10z\"/>"),
    (Status::Deviates, "<path d=\"M0-7 7 0 0 7-7 0z\"/>"),
    (Status::NotFound, "<circle r=\"5\" class=\"ring\"/>"),
    (Status::NotChecked, "<circle r=\"4\" class=\"unknown\"/>"),
];

fn kind_label(kind: Kind, locale: &Locale) -> &str {
    locale.word(match kind {
        Kind::Bars => Word::Bars,
        Kind::Stack => Word::Stack,
        Kind::Slope => Word::Slope,
        Kind::Timeline => Word::Timeline,
        Kind::Map => Word::Map,
        Kind::Cards => Word::Cards,
    })
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
    let (label, value) = (escape(&describe::label(datum)), escape(&datum.text));
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
    if let Some(relative) = &datum.relative {
        card += &format!("<p>{}: {}</p>", escape(locale.word(Word::Derived)), escape(&relative.computation));
    }
    match &datum.origin {
        Origin::Stated(statement) => push_statement(statement, figure, locale, &mut card),
        Origin::Remainder { statement: Some(statement), .. } => push_statement(statement, figure, locale, &mut card),
        Origin::Found { address, note, .. } => {
            let note = note.as_deref().map(escape).unwrap_or_default();
            card += &format!("<p>{note} {}</p>", address.as_deref().map(link).unwrap_or_default());
        }
        _ => {}
    }
    card
}

fn push_statement(statement: &Statement, figure: &Figure, locale: &Locale, card: &mut String) {
    if let Some(quotation) = &statement.quotation {
        let language = escape(&figure.article_language);
        *card += &format!("<blockquote lang=\"{language}\">{}</blockquote>", escape(quotation));
    }
    let source = statement.source.as_deref().map(link);
    let note = statement.source_note.as_deref().map(escape);
    let source = match (source, note) {
        (Some(source), Some(note)) => Some([&source, " (", &note, ")"].concat()),
        (source, note) => source.or(note),
    };
    if let Some(source) = source {
        *card += &format!("<p>{}: {source}</p>", escape(locale.word(Word::Source)));
    }
    if let Some(summary) = &statement.summary {
        *card += &format!("<p>{}</p>", escape(summary));
    }
    let mut findings = String::new();
    for finding in &statement.findings {
        let address = finding.address.as_deref().map(link).unwrap_or_default();
        findings += &format!("<li>{} {address}</li>", escape(&finding.text));
    }
    if !findings.is_empty() {
        *card = [&*card, "<ul>", &findings, "</ul>"].concat();
    }
    if let Some(see) = &statement.see {
        let see = escape(see);
        *card += &format!("<p><a href=\"?{see}\" data-article-figure>{}</a></p>", escape(locale.word(Word::See)));
    }
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
