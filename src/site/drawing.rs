//! A figure to take away, as a drawing.

use super::edition::{Edition, Shown};
use super::legend;
use super::sheet::{Block, Sheet, colours};
use super::xml::escaped;
use crate::describe;
use crate::figure::Figure;
use crate::link;
use crate::locale::Word;
use crate::scene::{Frame, Measure, Point, layout};
use crate::state::State;
use crate::svg::BASELINE;
use crate::theme::{Font, Ink, Theme};

/// The drawing and its margin, in px.
const WIDTH: f64 = 720.0;
const MARGIN: f64 = 16.0;

/// The figure with its words as an SVG file: title, figure, legend, note, sources. In the light theme's colours, or the dark one's
/// where the reader's system asks for them; what knows no variables of CSS shows the light ones. `measure`: as wide as in
/// the widest of the fonts that readers may have.
pub fn svg(edition: &Edition, shown: Shown, measure: &dyn Measure) -> String {
    let figure = shown.figure;
    let frame = Frame::new(WIDTH, 1.0, measure);
    let scene = layout(figure, &State::default(), &frame);
    let legend = legend::layout(&legend::entries(figure, edition.locale), Font { size: 14.0, bold: false }, &frame);
    let mut sheet = Sheet::new(BASELINE);
    let mut at = Point { x: MARGIN, y: MARGIN };
    let title = Block::even(&figure.title, Font { size: 20.0, bold: true }, Ink::Text, WIDTH, measure);
    at.y = sheet.block(&title, at) + SUBTITLE;
    let subtitle = figure.subtitle.as_deref().unwrap_or_default();
    let subtitle = Block::even(subtitle, Font { size: 15.0, bold: false }, Ink::SoftText, WIDTH, measure);
    at.y = sheet.block(&subtitle, at) + GAP;
    at.y = sheet.scene(&scene, &frame.sizes, at) + GAP;
    if legend.height > 0.0 {
        at.y = sheet.scene(&legend, &frame.sizes, at) + NEAR;
    }
    let links = figure.sources.iter().filter(|source| link::host(source).is_some());
    let links: Vec<_> = links.map(|source| (shown_as(source), source.clone())).collect();
    for text in paragraphs(edition, figure) {
        let paragraph = Block::paragraph(&text, Font { size: 14.0, bold: false }, Ink::SoftText, WIDTH, measure);
        at.y = sheet.block(&Block { links: links.clone(), ..paragraph }, at);
    }
    let head = format!("<title>{}</title><desc>{}</desc>", escaped(&figure.title), escaped(shown.summary));
    themed(&sheet, at.y + MARGIN, &head)
}

/// Between words and drawing, and between paragraphs, in px.
const GAP: f64 = 12.0;
const NEAR: f64 = 6.0;
const SUBTITLE: f64 = 4.0;

/// Note and sources, as on the page.
fn paragraphs(edition: &Edition, figure: &Figure) -> Vec<String> {
    let locale = edition.locale;
    let hosts: Vec<_> = figure.sources.iter().map(|source| shown_as(source)).collect();
    let sources =
        [(locale.word(Word::SourceOfData), edition.origin()), (describe::source(figure, locale), locale.list(&hosts))];
    let sources = sources.into_iter().filter(|(_, names)| !names.is_empty());
    figure
        .note
        .clone()
        .into_iter()
        .chain(sources.map(|(word, names)| locale.say(Word::Titled, &[word, &names])))
        .collect()
}

/// The host of an address, else all of it.
fn shown_as(address: &str) -> String {
    let host = link::host(address).unwrap_or(address);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Colours as attributes, which every program knows, and as classes that a style sheet gives those of a theme.
fn themed(sheet: &Sheet, height: f64, head: &str) -> String {
    let mut svg = sheet.document(WIDTH + 2.0 * MARGIN, height.ceil(), &format!("{head}<style/>"));
    let mut classes = String::new();
    // A text with a halo has two colours, and one attribute for both classes.
    let halo = " stroke=\"var(--ground)\" fill=\"";
    let ground = colours(&Theme::LIGHT).next().map(|(_, ground)| ground).unwrap_or_default();
    for (name, colour) in colours(&Theme::LIGHT) {
        let both = format!(" class=\"stroke-ground fill-{name}\" stroke=\"{ground}\" fill=\"{colour}\"");
        svg = svg.replace(&format!("{halo}var(--{name})\""), &both);
    }
    for (name, colour) in colours(&Theme::LIGHT) {
        for property in ["fill", "stroke"] {
            let variable = format!(" {property}=\"var(--{name})\"");
            svg = svg.replace(&variable, &format!(" class=\"{property}-{name}\" {property}=\"{colour}\""));
        }
    }
    for (name, _) in colours(&Theme::LIGHT) {
        for property in ["fill", "stroke"] {
            let class = format!("{property}-{name}");
            if svg.contains(&format!("{class}\"")) || svg.contains(&format!("\"{class} ")) {
                classes += &format!(".{class}{{{property}:var(--{name})}}");
            }
        }
    }
    let [light, dark, print] = [Theme::LIGHT, Theme::DARK, Theme::PRINT].map(variables);
    let style = format!(
        "<style>@supports (fill:var(--text)){{svg{{{light}}}@media (prefers-color-scheme:dark){{svg{{{dark}}}}}\
         @media print{{svg{{{print}}}}}{classes}}}</style>"
    );
    svg.replacen("<style/>", &style, 1)
}

fn variables(theme: Theme) -> String {
    colours(&theme).map(|(name, colour)| format!("--{name}:{colour};")).collect()
}
