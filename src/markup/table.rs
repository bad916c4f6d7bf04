//! All data of a figure as a table, with what the canvas cannot say: status and wording.

use super::html::Html;
use crate::describe;
use crate::figure::{Datum, Figure, Origin};
use crate::locale::{Locale, Word};
use crate::package::Kind;

/// What a column tells of a datum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Label,
    Time,
    Place,
    Value,
    Status,
    Wording,
}

/// The table, to be opened on request. Cells that sort by another thing than their text have it as `data-value`: a
/// value in its unit, a time in days since 1 January 1970.
pub fn push(figure: &Figure, locale: &Locale, html: &mut Html) {
    let columns = columns(figure);
    html.raw("<details class=\"table\">");
    let title = locale.word(if figure.has_quotations() { Word::TableQuotations } else { Word::Table });
    html.element("summary", "", title);
    html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
    html.attribute("aria-label", title);
    html.raw("><table><caption><span>");
    // The heading has said the title.
    html.text(figure.subtitle.as_ref().unwrap_or(&figure.title));
    html.raw("</span>");
    if figure.is_part {
        html.element("span", "excerpt", locale.word(Word::Excerpt));
    }
    html.raw("</caption><thead><tr>");
    for column in &columns {
        html.raw("<th scope=\"col\"");
        html.raw(match column {
            Column::Value => " class=\"value\">",
            Column::Wording => " class=\"wording\">",
            _ => ">",
        });
        html.text(head(*column, figure, locale));
        html.close("th");
    }
    html.raw("</tr></thead><tbody>");
    for datum in &figure.data {
        html.raw("<tr>");
        for column in &columns {
            cell(*column, datum, figure, locale, html);
        }
        html.close("tr");
    }
    html.raw("</tbody></table></div></details>");
}

/// The columns that have something to tell; of a change the years are the labels.
fn columns(figure: &Figure) -> Vec<Column> {
    let (mut time, mut place, mut value) = (false, false, false);
    for datum in &figure.data {
        time |= datum.span.is_some();
        place |= datum.place.is_some();
        value |= datum.value.is_some();
    }
    time &= !figure.kinds.contains(&Kind::Slope);
    let mut columns = vec![Column::Label];
    for (column, there) in [
        (Column::Time, time),
        (Column::Place, place),
        (Column::Value, value),
        (Column::Status, figure.has_statements()),
        (Column::Wording, figure.has_quotations()),
    ] {
        if there {
            columns.push(column);
        }
    }
    columns
}

fn head<'a>(column: Column, figure: &'a Figure, locale: &'a Locale) -> &'a str {
    match column {
        Column::Label if Kind::LINES && !figure.lines.is_empty() => locale.word(Word::ColumnLine),
        Column::Label => &figure.category,
        Column::Value => &figure.measure,
        Column::Time => locale.word(Word::ColumnTime),
        Column::Place => locale.word(Word::ColumnPlace),
        Column::Status => locale.word(Word::Checked),
        Column::Wording => locale.word(Word::Quotation),
    }
}

fn cell(column: Column, datum: &Datum, figure: &Figure, locale: &Locale, html: &mut Html) {
    match column {
        Column::Label => {
            html.raw("<th scope=\"row\">");
            html.text(&datum.label);
            return html.close("th");
        }
        Column::Time => {
            html.raw("<td");
            if let Some(span) = &datum.span {
                html.attribute("data-value", &span.begin.to_string());
                html.raw(">");
                html.text(&span.text);
            } else {
                html.raw(">");
            }
        }
        Column::Place => {
            html.raw("<td>");
            html.text(datum.place.as_ref().map_or("", |place| &place.label));
        }
        Column::Value => {
            html.raw("<td class=\"value\"");
            if let Some(value) = datum.value {
                html.attribute("data-value", &value.to_string());
            }
            html.raw(">");
            html.text(if datum.amount.is_empty() { locale.word(Word::NoValue) } else { &datum.amount });
        }
        Column::Status => {
            html.raw("<td>");
            html.text(&if datum.is_stated() {
                describe::known_briefly(datum.status, locale).to_owned()
            } else {
                describe::status(datum, locale)
            });
        }
        Column::Wording => {
            html.raw("<td class=\"wording\">");
            wording(datum, figure, html);
        }
    }
    html.close("td");
}

/// The article's words, in its language.
fn wording(datum: &Datum, figure: &Figure, html: &mut Html) {
    let Origin::Stated(statement) = &datum.origin else { return };
    if let Some(quotation) = &statement.quotation {
        html.raw("<q");
        html.attribute("lang", &figure.article_language);
        html.raw(">");
        html.text(quotation);
        html.close("q");
    }
}
