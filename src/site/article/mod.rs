//! The article of a package: a Markdown file a language, in which figures stand beside the sentences that speak of them.

pub mod markdown;
pub mod reference;

use std::path::Path;

use serde_json::Value;

use super::about::About;
use super::{Report, coverage, folder, unreadable};
use crate::error::{Error, Part, Place, Problem};
use crate::locale::{Formats, Locale};
use crate::package::{Package, Text};
use markdown::{Block, Document, Placed, Setting};
use reference::Known;

/// The folder of its page, beside those of the views.
pub const FOLDER: &str = "article";

/// The descriptor's property with the path of the file; of other languages than the package's own, with `@` and their tag.
const PROPERTY: &str = "_article";

const MARKDOWN_FILE: &str = "a Markdown file (.md) in or below the package's folder";

/// Bytes of a file: a hundred times those of a long article.
const LARGEST: usize = 10_000_000;

/// The article in one language.
pub struct Version {
    pub language: String,
    /// From the package's folder.
    pub path: String,
    pub document: Document,
}

/// The article in the languages that have a file.
#[derive(Default)]
pub struct Article {
    versions: Vec<Version>,
    problems: Vec<Error>,
    notes: Vec<Error>,
}

impl Article {
    /// Reads the files that the descriptor names. `about`: the descriptor itself.
    pub fn read(data: &Path, about: &About, package: &Package) -> Self {
        let mut article = Self::default();
        let descriptor = &package.descriptor;
        if descriptor.languages.iter().all(|language| about.property(&property(language, package)).is_none()) {
            return article;
        }
        let (figures, _) = coverage::figures(package);
        let language = descriptor.languages.first().cloned().unwrap_or_default();
        let Some(formats) = Formats::of(&language) else { return article };
        // The words of the interface don't matter here.
        let Ok(locale) = Locale::new(&language, formats, |_| Some(String::new())) else { return article };
        // Also those that the descriptor describes in a way that cannot be read.
        let broken = descriptor.problems.iter().filter_map(|problem| problem.place().part(Part::View));
        let views = descriptor.views.iter().map(|view| view.name.as_str()).chain(broken).collect();
        let known = Known { views, figures: &figures, locale: &locale };
        for language in &descriptor.languages {
            let property = property(language, package);
            let place = Place::file(&descriptor.file).with(Part::Property, &property);
            let Some(value) = about.property(&property) else {
                article.notes.push(Error::new(place, Problem::Missing, &[MARKDOWN_FILE]));
                continue;
            };
            let text = path(value).ok_or_else(|| {
                let found = crate::error::excerpt(&value.to_string());
                Error::new(place, Problem::Unexpected, &[MARKDOWN_FILE, &found])
            });
            match text.and_then(|path| text_of(data, path).map(|text| (path, text))) {
                Ok((path, text)) => {
                    let mut document = markdown::parse(path, &text, &known);
                    article.problems.append(&mut document.problems);
                    let (language, path) = (language.clone(), path.to_owned());
                    article.versions.push(Version { language, path, document });
                }
                Err(problem) => article.problems.push(problem),
            }
        }
        article.leave_to_view(package);
        article
    }

    /// A view has the page of its name: addresses of figures stay.
    fn leave_to_view(&mut self, package: &Package) {
        let descriptor = &package.descriptor;
        if descriptor.views.iter().any(|view| view.name.eq_ignore_ascii_case(FOLDER)) {
            let place = Place::file(&descriptor.file).with(Part::View, FOLDER);
            self.problems.push(Error::new(place, Problem::NameTwice, &[]));
            self.versions.clear();
        }
    }

    /// The version for readers of a language: in the first language that has one, where theirs has none.
    pub fn version(&self, language: &str) -> Option<&Version> {
        let own = self.versions.iter().find(|version| version.language == language);
        own.or_else(|| self.versions.first())
    }

    /// The paths of its files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.versions.iter().map(|version| &*version.path)
    }

    /// Adds what is wrong with it.
    pub fn report(&self, report: &mut Report) {
        report.problems.extend_from_slice(&self.problems);
        report.notes.extend_from_slice(&self.notes);
    }
}

impl Version {
    /// The title for readers of a language, marked where it is in another one.
    pub fn title(&self, language: &str) -> String {
        Text::new(&self.document.title, &self.language).in_language(language)
    }

    /// The article as HTML; `figure` gives that of a figure.
    pub fn html(&self, figure: impl Fn(&Placed) -> String) -> String {
        sections(&self.document.parts).into_iter().map(|section| html_of(section, &figure)).collect()
    }

    pub fn has_frames(&self) -> bool {
        self.document.parts.iter().any(|block| matches!(block, Block::Figure(Placed { is_frame: true, .. })))
    }
}

/// What a language's file is named by.
fn property(language: &str, package: &Package) -> String {
    let is_own = package.descriptor.languages.first().is_some_and(|own| own == language);
    if is_own { PROPERTY.to_owned() } else { Text::name(PROPERTY, language) }
}

/// A path in or below the package's folder, which browsers take for text.
fn path(value: &Value) -> Option<&str> {
    let path = value.as_str()?;
    let is_inside = !path.contains([':', '\\'])
        && path.split('/').all(|step| !step.is_empty() && !step.starts_with('.') && !step.contains(char::is_control));
    let is_markdown = path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"));
    (is_inside && is_markdown).then_some(path)
}

fn text_of(data: &Path, path: &str) -> Result<String, Error> {
    let bytes = folder::read(data, path).map_err(|error| unreadable(path, &error))?;
    if bytes.len() > LARGEST {
        let found = [LARGEST.to_string(), bytes.len().to_string()];
        return Err(Error::new(Place::file(path), Problem::FileLarge, &[&found[0], &found[1]]));
    }
    String::from_utf8(bytes).map_err(|_| Error::new(Place::file(path), Problem::NotUtf8, &[]))
}

/// The parts of an article, each section with its heading.
fn sections(parts: &[Block]) -> Vec<&[Block]> {
    let mut sections = Vec::new();
    let mut rest = parts;
    while !rest.is_empty() {
        let end =
            rest.iter().skip(1).position(|block| matches!(block, Block::Heading(_))).map_or(rest.len(), |at| at + 1);
        let (section, after) = rest.split_at(end);
        sections.push(section);
        rest = after;
    }
    sections
}

/// A section, with the first figure beside its text that is to be there.
fn html_of(section: &[Block], figure: &impl Fn(&Placed) -> String) -> String {
    let html = |blocks: &[Block]| -> String {
        let block = |block: &Block| match block {
            Block::Heading(html) | Block::Text(html) => html.clone() + "\n",
            Block::Figure(placed) => figure(placed),
        };
        blocks.iter().map(block).collect()
    };
    let is_beside = |block: &Block| matches!(block, Block::Figure(Placed { setting: Setting::Beside, .. }));
    let Some(at) = section.iter().position(is_beside) else { return html(section) };
    let column =
        |blocks: &[Block]| if blocks.is_empty() { String::new() } else { format!("<div>\n{}</div>\n", html(blocks)) };
    let (before, after) = (column(&section[..at]), column(&section[at + 1..]));
    format!("<section class=\"beside\">\n{before}{}{after}</section>\n", html(&section[at..=at]))
}
