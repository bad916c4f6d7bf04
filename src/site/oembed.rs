//! What a program gets that knows only a figure's address and wants to show the figure in its place: oEmbed 1.0.
//!
//! The markup begins with a bare quotation, which WordPress shows until the frame behind it has told its height; of the
//! frame it keeps no more than these attributes. As wide as the host's column: a frame of 600 px juts out on phones.

use serde_json::json;

use super::address::{Address, File};
use super::edition::{Edition, Shown};
use super::social;
use super::xml::escaped;
use crate::figure::Figure;
use crate::scene::{Estimate, Frame, layout};
use crate::state::State;

/// In CSS px; hosts may make a frame wider.
const WIDTH: f64 = 600.0;
/// What stands around a drawing of this width: 260 to 530 CSS px were measured. A frame that is too low scrolls.
const AROUND: f64 = 500.0;
/// For how many seconds an answer may be kept.
const CACHE: u32 = 86_400;

/// How high a frame is before the figure in it has told its height, in CSS px.
pub fn height(figure: &Figure, measure: &Estimate) -> f64 {
    height_at(figure, WIDTH, measure)
}

/// The same of a frame with a width in CSS px.
pub fn height_at(figure: &Figure, width: f64, measure: &Estimate) -> f64 {
    (layout(figure, &State::default(), &Frame::new(width, 1.0, measure)).height + AROUND).ceil()
}

/// The answer for a figure; `None` without a base, because all of its addresses are absolute.
pub fn json(edition: &Edition, shown: Shown, measure: &Estimate) -> Option<String> {
    let base = edition.base?;
    let (figure, language) = (shown.figure, edition.language());
    let address = Address { base: Some(base), root: "" };
    let file = |file| address.file(language, &figure.name, file);
    let (page, title) = (address.page(language, Some(&figure.name)), &figure.title);
    let height = height(figure, measure);
    let html = format!(
        "<blockquote><a href=\"{}\">{}</a></blockquote><iframe src=\"{}\" width=\"100%\" height=\"{height}\" \
         title=\"{}\" frameborder=\"0\"></iframe>",
        escaped(&page),
        escaped(title),
        escaped(&file(File::Frame)),
        escaped(title),
    );
    let mut answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": edition.about.contributors("author").join(", "),
        "provider_name": edition.title(),
        "provider_url": address.page(language, None),
        "cache_age": CACHE,
        "width": WIDTH,
        "height": height,
        "html": html,
    });
    if shown.has_card {
        answer["thumbnail_url"] = file(File::Card).into();
        answer["thumbnail_width"] = social::WIDTH.into();
        answer["thumbnail_height"] = social::HEIGHT.into();
    }
    Some(answer.to_string())
}
