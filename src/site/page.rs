//! The pages: one for each language, and one to embed for each language and view.

use std::path::Path;

use minijinja::{AutoEscape, Environment, Value, context};

use super::coverage;
use super::{Language, WriteError, read_text, write_text};
use crate::describe;
use crate::error::{Error, Part};
use crate::figure::Figure;
use crate::hit;
use crate::markup;
use crate::package::{Package, View};
use crate::scene::{Frame, Measure, layout};
use crate::state::State;
use crate::theme::Font;

/// Writes the page of every language, the first one's at the top as well, and the embed pages.
pub fn write(package: &Package, languages: &[Language], www: &Path, out: &Path) -> Result<(), WriteError> {
    let templates = Templates::new(www)?;
    for language in languages {
        let site = Site { package, language, languages };
        let folder = out.join(site.tag());
        templates.write("page.html", site.page("../"), &folder.join("index.html"))?;
        for view in &package.descriptor.views {
            let path = folder.join(&view.name).join("embed.html");
            templates.write("embed.html", site.embed(view, "../../"), &path)?;
        }
    }
    let Some(language) = languages.first() else { return Ok(()) };
    templates.write("page.html", Site { package, language, languages }.page(""), &out.join("index.html"))
}

/// The one page that can be written without a descriptor: what is wrong with it.
pub fn write_failure(www: &Path, out: &Path, errors: &[Error]) -> Result<(), WriteError> {
    let errors: Vec<_> = errors.iter().map(Error::to_string).collect();
    Templates::new(www)?.write("failure.html", context! { errors }, &out.join("index.html"))
}

struct Templates<'a> {
    environment: Environment<'static>,
    www: &'a Path,
}

impl<'a> Templates<'a> {
    fn new(www: &'a Path) -> Result<Self, WriteError> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        for name in ["page.html", "embed.html", "failure.html", "head.html", "figure.html"] {
            let path = www.join(name);
            let text = read_text(&path)?;
            environment.add_template_owned(name, text).map_err(|source| WriteError::Template { path, source })?;
        }
        Ok(Self { environment, www })
    }

    fn write(&self, name: &str, context: Value, path: &Path) -> Result<(), WriteError> {
        let page = self.environment.get_template(name).and_then(|template| template.render(context));
        let page = page.map_err(|source| WriteError::Template { path: self.www.join(name), source })?;
        write_text(path, &page)
    }
}

/// What the templates are told, in one language.
struct Site<'a> {
    package: &'a Package,
    language: &'a Language,
    languages: &'a [Language],
}

impl Site<'_> {
    fn tag(&self) -> &str {
        &self.language.locale.language
    }

    /// `root` leads from the page to the top of the site.
    fn page(&self, root: &str) -> Value {
        let descriptor = &self.package.descriptor;
        let views: Vec<_> = descriptor.views.iter().map(|view| self.view(view)).collect();
        let unread = descriptor.problems.iter().filter(|error| error.place().within(Part::View, None));
        let unread: Vec<_> = unread.map(Error::to_string).collect();
        let menu = |other: &Language| context! { tag => other.locale.language.clone(), words => other.words.clone() };
        let languages: Vec<_> = self.languages.iter().map(menu).collect();
        let sentences: Vec<_> = coverage::sentences(self.package).into_iter().map(sentence).collect();
        let article_language = descriptor.languages.first();
        context! { views, unread, languages, sentences, article_language, ..self.common(root) }
    }

    fn embed(&self, view: &View, root: &str) -> Value {
        context! { view => self.view(view), ..self.common(root) }
    }

    fn common(&self, root: &str) -> Value {
        let descriptor = &self.package.descriptor;
        let language = self.tag();
        let sources: Vec<_> = descriptor.sources.iter().map(|source| source.in_language(language)).collect();
        context! {
            root,
            language,
            title => descriptor.title.in_language(language),
            description => descriptor.description.as_ref().map(|text| text.in_language(language)),
            sources,
            words => self.language.words.clone(),
        }
    }

    fn view(&self, view: &View) -> Value {
        let language = self.tag();
        let title = view.title.in_language(language);
        let tab = view.tab.as_ref().map_or_else(|| title.clone(), |tab| tab.in_language(language));
        let figure = Figure::new(self.package, &view.name, &self.language.locale);
        let content = figure.map(|figure| Value::from_safe_string(self.content(&figure)));
        context! { name => view.name.clone(), title, tab, content => content.ok() }
    }

    /// The figure's words around a stage of the size that the living figure will have.
    fn content(&self, figure: &Figure) -> String {
        let state = State::default();
        let scene = |width| layout(figure, &state, &Frame::new(width, 1.0, &Estimate));
        let (narrow, wide) = (scene(NARROW_WIDTH).height, scene(TYPICAL_WIDTH));
        let marks = hit::reading_order(&wide).len();
        let (wide, summary) = (wide.height, describe::summary(figure, &state, marks, &self.language.locale));
        let stage = format!(
            "<svg class=\"stage skeleton\" style=\"--narrow:{narrow}px;--wide:{wide}px\" aria-hidden=\"true\"></svg>"
        );
        markup::figure(figure, &state, &self.language.locale, &summary, &stage)
    }
}

/// A sentence of the article with the address of its numbers, and every mark that stands for it.
fn sentence(shown: coverage::Shown) -> Value {
    let (view, keys) = shown.places.first().cloned().unwrap_or_default();
    let query = shown.see.unwrap_or_else(|| format!("view={view}&select={}", keys.join(",")));
    let anchor = query.split(['=', '&']).nth(1).unwrap_or_default().to_owned();
    let marks = shown.places.iter().flat_map(|(view, keys)| keys.iter().map(move |key| format!("{view}/{key}")));
    context! { quotation => shown.quotation, query, anchor, marks => marks.collect::<Vec<_>>().join(" ") }
}

/// Heights of bars and slopes don't depend on the width, those of other kinds do: these are common ones, in CSS px.
const TYPICAL_WIDTH: f64 = 720.0;
const NARROW_WIDTH: f64 = 328.0;

/// Text as wide as most sans serifs set it: enough for heights, never for places.
struct Estimate;

impl Measure for Estimate {
    fn width(&self, text: &str, font: Font) -> f64 {
        0.55 * font.size * text.chars().count() as f64
    }
}
