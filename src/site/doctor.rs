//! The embed doctor: a figure in every way that pages of others can have it, each in a page as an editor would write it,
//! and a page that opens them all and says how they fared.

use std::path::Path;

use minijinja::{Value, context};

use super::address::Address;
use super::assets::Assets;
use super::edition::{Edition, Shown};
use super::templates::Templates;
use super::{WriteError, oembed, read_text};
use crate::scene::Estimate;

/// The ways: name, title, and what is special about it.
const WAYS: [(&str, &str, &str); 12] = [
    ("element", "Custom element", "The figure is part of the article's own page; until it loads, a link is shown."),
    ("iframe", "Plain iframe", "Nothing listens to the frame's requests: it keeps its height and scrolls."),
    ("script", "iframe with embed.js", "The frame gets the height that it asks for, whenever that changes."),
    ("sandbox", "Sandboxed iframe", "The frame has no origin: no storage, no downloads, no new windows."),
    (
        "wordpress",
        "WordPress",
        "The oEmbed answer as WordPress filters it for a site that it does not trust, with a stand-in for its script.",
    ),
    ("hostile", "Hostile style sheet", "The article's style sheet overrides every property of every element."),
    ("twenty", "Twenty at once", "Frames load when a reader comes near them."),
    ("dark", "Dark article", "The figures take the theme that suits the article, whatever the reader's system is."),
    ("scaled", "Scaled and zoomed", "The article scales its figures down and up; pointing still finds the marks."),
    ("root", "Small root", "The article sets its root to 62.5%; the figure's text has the reader's size."),
    (
        "publishers",
        "Two publishers",
        "A stand-in for the script of another publisher: each figure has the library of its own site.",
    ),
    ("trusted", "Trusted Types", "The article's policy allows one policy for markup, article-figures."),
];

/// Templates below `www/doctor/`, the ways among them.
const TEMPLATES: [&str; 14] = [
    "doctor/index.html",
    "doctor/host.html",
    "doctor/ways/element.html",
    "doctor/ways/iframe.html",
    "doctor/ways/script.html",
    "doctor/ways/sandbox.html",
    "doctor/ways/wordpress.html",
    "doctor/ways/hostile.html",
    "doctor/ways/twenty.html",
    "doctor/ways/dark.html",
    "doctor/ways/scaled.html",
    "doctor/ways/root.html",
    "doctor/ways/publishers.html",
    "doctor/ways/trusted.html",
];

/// What WordPress writes into a frame that has not told its height yet.
const HIDDEN: &str = "position: absolute; visibility: hidden;";
const MANY: usize = 20;
/// From the doctor's folder to the top of the site.
const ROOT: &str = "../";

/// Writes the doctor's pages into `out`; none where no figure can be read.
pub fn write(
    edition: &Edition,
    all: &[Shown],
    assets: &Assets,
    www: &Path,
    out: &Path,
    measure: &Estimate,
) -> Result<(), WriteError> {
    let Some(first) = all.first().map(|shown| shown.figure) else { return Ok(()) };
    let templates = Templates::new(www, &TEMPLATES)?;
    let height = oembed::height(first, measure);
    let frame_style = format!("width:100%;height:{height}px;border:0");
    let head = Assets::own_head(&read_text(&www.join("doctor/doctor.css"))?, &[&frame_style, HIDDEN]);
    let address = Address { base: None, root: ROOT };
    let page = |shown: &Shown| address.page(edition.language(), Some(&shown.figure.name));
    let pages: Vec<_> =
        all.iter().map(|shown| context! { address => page(shown), title => &shown.figure.title }).collect();
    let common = context! {
        root => ROOT,
        style => Value::from_safe_string(head),
        files => assets.paths(),
        title => &first.title,
        page => address.page(edition.language(), Some(&first.name)),
        pages => pages.into_iter().cycle().take(MANY).collect::<Vec<_>>(),
        height,
        frame_style,
        hidden_style => HIDDEN,
    };
    let ways = WAYS.map(|(name, title, what)| context! { name, title, what });
    for way in &ways {
        let name = way.get_attr("name").unwrap_or_default().to_string();
        let markup = templates.render(&format!("doctor/ways/{name}.html"), common.clone())?;
        let markup = Value::from_safe_string(markup);
        let context = context! { way, markup, ..common.clone() };
        templates.write("doctor/host.html", context, &out.join(name).with_extension("html"))?;
    }
    templates.write("doctor/index.html", context! { ways => ways.to_vec(), ..common }, &out.join("index.html"))
}
