//! A figure's words as HTML: the same for the static page and for the living figure, so that nothing
//! moves when one takes the other's place.
//!
//! Everything that comes from a package is escaped; only `http` and `https` addresses become links.

use crate::describe::{self, Description};
use crate::figure::{Datum, Figure, Origin, Statement, Status};
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::state::State;

/// HTML that grows; every text in it is escaped.
struct Html(String);

impl Html {
    fn new() -> Self {
        Self(String::new())
    }

    /// HTML as it stands here.
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    fn text(&mut self, text: &str) {
        push_escaped(text, &mut self.0);
    }

    /// The attribute of a tag that is still open.
    fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.text(value);
        self.raw("\"");
    }

    /// A whole element with a class, or without one where that is empty.
    fn element(&mut self, tag: &str, class: &str, text: &str) {
        self.raw("<");
        self.raw(tag);
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.raw(">");
        self.text(text);
        self.close(tag);
    }

    fn close(&mut self, tag: &str) {
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }

    /// An address as a link that shows its host; as text where it is none for a browser to follow.
    fn link(&mut self, address: &str) {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let Some(rest) = rest else { return self.text(address) };
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        self.raw("<a");
        self.attribute("href", address);
        self.raw(" rel=\"noopener\" target=\"_blank\">");
        self.text(host.strip_prefix("www.").unwrap_or(host));
        self.close("a");
    }
}

/// Title, subtitle, switches, legend, the given stage, counts, card, note, sources and table.
pub fn figure(figure: &Figure, state: &State, locale: &Locale, stage: &str) -> String {
    let mut html = Html::new();
    html.element("h2", "title", &figure.title);
    if let Some(subtitle) = &figure.subtitle {
        html.element("p", "subtitle", subtitle);
    }
    controls(figure, state, locale, &mut html);
    legend(figure, locale, &mut html);
    html.raw(stage);
    html.element("p", "counts", &describe::counts(figure, state, locale));
    html.raw("<p class=\"selection\" role=\"status\" hidden></p><section class=\"card\" hidden></section>");
    if let Some(note) = &figure.note {
        html.element("p", "note", note);
    }
    sources(figure, locale, &mut html);
    table(figure, locale, &mut html);
    html.0
}

/// The switches that this figure has: how it is drawn, sorted, grouped, compared, filtered.
fn controls(figure: &Figure, state: &State, locale: &Locale, html: &mut Html) {
    let own = |word| locale.word(word).to_owned();
    let pair = |first, value: &str, second| vec![(String::new(), own(first)), (value.to_owned(), own(second))];
    let mut switches = Switches { figure, state, locale, html: Html::new() };
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
        for one in &figure.series {
            series.push((one.key.clone(), one.label.clone()));
        }
        switches.push("compare", Word::Compare, series, "bars slope");
    }
    if figure.data.iter().any(|datum| datum.relative.is_some()) {
        switches.push("relative", Word::Values, pair(Word::Absolute, "1", Word::Relative), "slope");
    }
    if figure.lanes.len() > 1 {
        let mut choices = Vec::new();
        for lanes in &figure.lanes {
            // The first lanes are what an address without any means.
            let value = if choices.is_empty() { String::new() } else { lanes.field.clone() };
            choices.push((value, lanes.title.clone()));
        }
        switches.push("lanes", Word::Lanes, choices, "timeline");
    }
    if let Some(lanes) = figure.lanes.first() {
        let mut only = vec![(String::new(), own(Word::All))];
        for (lane, key) in lanes.keys.iter().enumerate() {
            only.push((key.clone(), lanes.labels[lane].clone()));
        }
        switches.push("only", Word::Only, only, "timeline map");
    }
    if figure.sort {
        switches.push("many", Word::Choose, pair(Word::One, "1", Word::Several), "");
    }
    if switches.html.0.is_empty() {
        return;
    }
    html.raw("<div class=\"controls\">");
    html.raw(&switches.html.0);
    html.raw("<button type=\"button\" class=\"reset\" data-reset");
    html.raw(if state.query().is_empty() { " hidden>" } else { ">" });
    html.text(locale.word(Word::Reset));
    html.raw("</button></div>");
}

/// More choices than this, or more bytes of labels, are offered as a list to open.
const BUTTONS: usize = 5;
const LABELS: usize = 48;

struct Switches<'a> {
    figure: &'a Figure,
    state: &'a State,
    locale: &'a Locale,
    html: Html,
}

impl Switches<'_> {
    /// One switch of `name`; shown only for those kinds of figure that `only` names, for all where it is empty.
    fn push(&mut self, name: &str, title: Word, choices: Vec<(String, String)>, only: &str) {
        let (title, html) = (self.locale.word(title), &mut self.html);
        let mut bytes = 0;
        for (_, label) in &choices {
            bytes += label.len();
        }
        html.raw("<div class=\"switch\" role=\"group\"");
        html.attribute("aria-label", title);
        html.attribute("data-only", only);
        html.raw(if is_for(only, self.figure.kind(self.state.get("kind"))) { ">" } else { " hidden>" });
        html.element("span", "", title);
        let chosen = self.state.get(name).unwrap_or_default();
        if choices.len() > BUTTONS || bytes > LABELS {
            select(name, title, &choices, chosen, html);
        } else {
            buttons(name, &choices, chosen, html);
        }
        html.close("div");
    }
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

/// Whether a switch is of use for a kind: `only` lists the kinds, and is empty for all.
pub fn is_for(only: &str, kind: Kind) -> bool {
    only.is_empty() || only.split(' ').any(|name| name == kind.name())
}

/// Tells what is stated from what is derived, and what the shapes of the marks say of their statements.
fn legend(figure: &Figure, locale: &Locale, html: &mut Html) {
    let mut entries = Html::new();
    if let Some(derived) = figure.data.iter().find(|datum| datum.is_derived()) {
        entries.element("span", "series", locale.word(Word::Stated));
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

fn sources(figure: &Figure, locale: &Locale, html: &mut Html) {
    for (index, source) in figure.sources.iter().enumerate() {
        if index == 0 {
            html.raw("<p class=\"source\">");
            html.text(locale.word(Word::Source));
        }
        html.raw(if index == 0 { ": " } else { ", " });
        html.link(source);
    }
    if !figure.sources.is_empty() {
        html.close("p");
    }
}

/// All data with status and wording, to be opened on request.
fn table(figure: &Figure, locale: &Locale, html: &mut Html) {
    html.raw("<details class=\"table\">");
    html.element("summary", "", locale.word(Word::Table));
    html.raw("<table><thead><tr>");
    for head in [&figure.category, &figure.measure, locale.word(Word::Quotation)] {
        html.raw("<th scope=\"col\">");
        html.text(head);
        html.close("th");
    }
    html.raw("</tr></thead><tbody>");
    for datum in &figure.data {
        row(datum, locale, html);
    }
    html.raw("</tbody></table></details>");
}

fn row(datum: &Datum, locale: &Locale, html: &mut Html) {
    html.raw("<tr><th scope=\"row\">");
    html.text(&describe::label(datum));
    html.raw("</th>");
    html.element("td", "", &datum.text);
    html.raw("<td>");
    if let Origin::Stated(statement) = &datum.origin {
        if let Some(quotation) = &statement.quotation {
            html.element("q", "", quotation);
        }
        for note in [statement.id.as_deref(), Some(describe::known(datum.status, locale))].into_iter().flatten() {
            html.raw(" ");
            html.element("span", "statement", note);
        }
    } else {
        html.text(&describe::status(datum, locale));
    }
    html.raw("</td></tr>");
}

/// Everything that is known of one datum: value, origin, wording, source, what others say.
pub fn card(datum: &Datum, figure: &Figure, locale: &Locale) -> String {
    let description = describe::datum(datum, locale);
    let mut html = Html::new();
    html.raw("<button type=\"button\" class=\"close\" data-close");
    html.attribute("aria-label", locale.word(Word::Close));
    html.raw(">×</button>");
    html.element("h3", "", &description.label);
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

/// A datum in three lines: label, value, status.
pub fn tooltip(description: &Description) -> String {
    let mut html = Html::new();
    html.element("p", "label", &description.label);
    html.element("p", "value", &description.value);
    html.element("p", "status", &description.status);
    html.0
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

/// Text as it may stand in HTML, in attributes too.
fn push_escaped(text: &str, escaped: &mut String) {
    for sign in text.chars() {
        let entity = match sign {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            other => {
                escaped.push(other);
                continue;
            }
        };
        escaped.push_str(entity);
    }
}
