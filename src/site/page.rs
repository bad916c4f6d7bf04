//! The pages: one for each language, view and mode, each with its figure as it stands, and one to embed.

use std::path::Path;

use minijinja::{Value, context};

use super::about::About;
use super::address::{Address, File, sibling};
use super::article::markdown::{Placed, Setting};
use super::article::{self, Article, Version};
use super::assets::Assets;
use super::edition::{self, Edition, Shown};
use super::guard::guarded;
use super::metadata::{self, Page};
use super::templates::Templates;
use super::typeface::Typeface;
use super::xml::escaped;
use super::{Language, Report, Sources, WriteError, write_bytes, write_text};
use super::{coverage, doctor, drawing, exports, feeds, oembed, social};
use crate::describe;
use crate::error::{Error, Part, Problem};
use crate::figure::Figure;
use crate::hit;
use crate::markup;
use crate::package::{Kind, Package, View};
use crate::scene::{Estimate, Frame, Measure, layout};
use crate::state::State;
use crate::svg::{self, Inline, Outlines};
use crate::wire::{self, Item};

/// What figures are drawn for before they live, and the widths in CSS px: the page's column, and what phones of 320,
/// 360 and 390 leave. Style sheets show the one that fits best; see `figure.css`.
const PICTURES: Pictures = [("wide", 720.0), ("broad", 358.0), ("narrow", 328.0), ("slim", 288.0)];

type Pictures = [(&'static str, f64); 4];

/// The same for a column that has this width on a wide screen.
fn pictures(wide: f64) -> Pictures {
    PICTURES.map(|(class, width)| (class, if class == "wide" { wide } else { width }))
}

/// The functions that draw a figure for the files beside its page.
#[derive(Clone, Copy)]
pub struct Exporters {
    pub drawing: fn(&Edition, Shown, &dyn Measure) -> String,
    pub card: fn(&Edition, &Figure, &Typeface) -> Result<Vec<u8>, WriteError>,
}

pub const EXPORTERS: Exporters = Exporters { drawing: drawing::svg, card: social::card };

/// Writes the pages of every language and view, the first view's at the top of its language as well, and the first
/// language's at the top of the site; and beside each page the figure as files. Returns which figures could not be
/// written, which have no card, and why.
///
/// All of a figure is made before any page names it. A figure that cannot be made gets the page of one that cannot be
/// read, and the others are written.
pub fn write(
    package: &Package,
    article: &Article,
    languages: &[Language],
    assets: &Assets,
    sources: Sources,
    out: &Path,
    exporters: Exporters,
) -> Result<Report, WriteError> {
    let templates = Templates::new(sources.www, &TEMPLATES)?;
    let mut report = Report::default();
    let (typeface, about) = (Typeface::read(sources.www)?, About::read(sources.data)?);
    let tags: Vec<_> = languages.iter().map(|language| language.locale.language.clone()).collect();
    let sentences: Vec<_> = coverage::sentences(package).into_iter().map(Sentence::of).collect();
    for (number, language) in languages.iter().enumerate() {
        let locale = &language.locale;
        let edition = Edition { package, about: &about, locale, languages: &tags, base: sources.base };
        let article = article.version(&locale.language);
        let site = Site { edition, language, languages, assets, sentences: &sentences, all: &[], article };
        let made: Vec<_> =
            package.descriptor.views.iter().map(|view| site.made(view, exporters, &typeface, &mut report)).collect();
        let all: Vec<_> = made.iter().flatten().map(Made::shown).collect();
        report.shown += all.len();
        let site = Site { all: &all, ..site };
        site.write(&templates, &made, &out.join(site.tag()))?;
        site.write_files(&made, &out.join(site.tag()))?;
        site.write_article(&templates, &made, &out.join(site.tag()))?;
        let (Some(view), Some(first)) = (package.descriptor.views.first(), made.first()) else { continue };
        let first = site.seen(view, first.as_ref());
        if number == 0 {
            let page = Page { root: "", shown: None, neutral: true };
            templates.write("page.html", site.page(page, &State::default(), &first), &out.join("index.html"))?;
        }
        let page = Page { root: "../", shown: None, neutral: false };
        let path = out.join(site.tag()).join("index.html");
        templates.write("page.html", site.page(page, &State::default(), &first), &path)?;
        if number == 0 {
            let views = all.iter().map(|shown| &*shown.figure.name);
            let views: Vec<_> = views.chain(article.map(|_| article::FOLDER)).collect();
            write_some(&out.join("sitemap.xml"), feeds::sitemap(&edition, &views))?;
            doctor::write(&edition, &all, assets, sources.www, &out.join("doctor"), &MEASURE)?;
        }
    }
    Ok(report)
}

fn write_some(path: &Path, text: Option<String>) -> Result<(), WriteError> {
    text.map_or(Ok(()), |text| write_text(path, &text))
}

/// The page of one view that needs no other file. `scratch`: where the files are that stand in it.
pub fn single(
    package: &Package,
    language: &Language,
    assets: &Assets,
    sources: Sources,
    scratch: &Path,
    view: &str,
) -> Result<String, WriteError> {
    let (about, locale) = (About::read(sources.data)?, &language.locale);
    let tags = [locale.language.clone()];
    let edition = Edition { package, about: &about, locale, languages: &tags, base: sources.base };
    let figure = Figure::new(package, view, locale).map_err(|errors| {
        let messages: Vec<_> = errors.iter().map(Error::to_string).collect();
        WriteError::Export { view: view.to_owned(), message: messages.join("\n") }
    })?;
    let site = Site { edition, language, languages: &[], assets, sentences: &[], all: &[], article: None };
    let tables = tables(&edition, &figure)?.map(|(file, bytes)| (file.name(), bytes));
    // The element asks for the one that draws more where it is there.
    let library = if figure.lines.is_empty() { EVERY_KIND } else { LINES };
    let (head, element) = assets.single(scratch, &locale.language, library, &tables, sources)?;
    let address = Address { base: sources.base, root: "" };
    let page = sources.base.map(|_| address.page(&locale.language, Some(view)));
    let named = package.descriptor.views.iter().find(|own| own.name == view).map(|own| site.named(own));
    let (content, rest) = around_links(site.content(&figure, &State::default()));
    let seen = context! {
        content, rest,
        data => Value::from_safe_string(data(&figure, &locale.language, library, &State::default(), &Beside::default())),
        ..named.unwrap_or_default()
    };
    let context = context! {
        style => Value::from_safe_string(head),
        element => Value::from_safe_string(element),
        frame => Value::from_safe_string(assets.frame.clone()),
        color_scheme => "light dark",
        page,
        ..site.embed("", &seen)
    };
    Templates::new(sources.www, &TEMPLATES)?.render("embed.html", context)
}

/// A figure's data as the files that readers take away.
fn tables(edition: &Edition, figure: &Figure) -> Result<[(File, Vec<u8>); 2], WriteError> {
    let failed = |message: String| WriteError::Export { view: figure.name.clone(), message };
    // All rows, where the figure shows a part of them.
    let table = edition.package.view(&figure.name).ok().filter(|_| figure.is_part).map(|(_, table)| table);
    let csv = table.map_or_else(|| exports::csv(figure), exports::rows);
    let csv = csv.map_err(|error| failed(error.to_string()))?;
    let json = exports::json(edition, figure).map_err(|error| failed(error.to_string()))?;
    Ok([(File::Csv, csv), (File::Json, json.into_bytes())])
}

/// The states of a figure that have pages of their own, by the name of their folder: its other kinds, and its groups.
fn modes(figure: &Figure) -> Vec<(String, State)> {
    let kinds = figure.kinds.iter().skip(1).map(|kind| (kind.name(), format!("kind={}", kind.name())));
    let groups = (!figure.groups.is_empty()).then(|| ("group", "group=1".to_owned()));
    kinds.chain(groups).map(|(name, query)| (name.to_owned(), State::parse(&query))).collect()
}

const TEMPLATES: [&str; 5] = ["page.html", "embed.html", "head.html", "figure.html", "article.html"];

/// The width of text on every page.
const MEASURE: Estimate = Estimate { stretch: 1.0 };

/// A figure with all that is written of it.
struct Made {
    figure: Figure,
    summary: String,
    /// As it begins, then its modes.
    states: Vec<Seen>,
    drawing: String,
    tables: [(File, Vec<u8>); 2],
    card: Option<Vec<u8>>,
}

/// A view in a state, for the template of its page.
struct Seen {
    /// The name of its folder; empty for the state that a figure begins with.
    folder: String,
    state: State,
    view: Value,
}

impl Made {
    fn shown(&self) -> Shown<'_> {
        Shown { figure: &self.figure, summary: &self.summary, has_card: self.card.is_some() }
    }
}

/// What the templates are told, in one language.
#[derive(Clone, Copy)]
struct Site<'a> {
    edition: Edition<'a>,
    language: &'a Language,
    languages: &'a [Language],
    assets: &'a Assets,
    sentences: &'a [Sentence],
    all: &'a [Shown<'a>],
    article: Option<&'a Version>,
}

impl Site<'_> {
    fn tag(&self) -> &str {
        &self.language.locale.language
    }

    /// Makes all that is written of a view's figure. Reports why it cannot be made, or has no card.
    fn made(&self, view: &View, exporters: Exporters, typeface: &Typeface, report: &mut Report) -> Option<Made> {
        let (edition, language) = (&self.edition, self.tag());
        let failed = |problem, message: &str| coverage::failure(edition.package, view, problem, &[language, message]);
        let made = guarded(|| {
            // The report of the package has what keeps a view from being read.
            let Ok(figure) = Figure::new(edition.package, &view.name, edition.locale) else { return Ok(None) };
            self.drawn(view, figure, exporters).map(Some)
        });
        let mut made = match made {
            Ok(made) => made?,
            Err(message) => {
                report.problems.push(failed(Problem::FigureFailed, &message));
                return None;
            }
        };
        match social::lacking(edition, &made.figure, typeface) {
            Some(character) => {
                let found = format!("\"{character}\" (U+{:04X})", u32::from(character));
                report.notes.push(failed(Problem::NoCard, &found));
            }
            None => match guarded(|| (exporters.card)(edition, &made.figure, typeface)) {
                Ok(card) => made.card = Some(card),
                Err(message) => report.problems.push(failed(Problem::CardFailed, &message)),
            },
        }
        Some(made)
    }

    /// A figure in each of its states, and the files beside its page but the card.
    fn drawn(&self, view: &View, figure: Figure, exporters: Exporters) -> Result<Made, WriteError> {
        let summary = edition::summary(&figure, self.edition.locale, &MEASURE);
        let states = std::iter::once((String::new(), State::default())).chain(modes(&figure));
        let seen = |(folder, state)| {
            let view = self.view(view, Some(&figure), &state);
            Seen { folder, state, view }
        };
        let states = states.map(seen).collect();
        let shown = Shown { figure: &figure, summary: &summary, has_card: false };
        let drawing = (exporters.drawing)(&self.edition, shown, &MEASURE);
        let tables = tables(&self.edition, &figure)?;
        Ok(Made { figure, summary, states, drawing, tables, card: None })
    }

    /// A view's figure as it begins.
    fn seen(&self, view: &View, made: Option<&Made>) -> Value {
        let first = made.and_then(|made| made.states.first());
        first.map_or_else(|| self.view(view, None, &State::default()), |seen| seen.view.clone())
    }

    /// The pages of all views, into the language's folder.
    fn write(&self, templates: &Templates, made: &[Option<Made>], folder: &Path) -> Result<(), WriteError> {
        for (view, made) in self.edition.package.descriptor.views.iter().zip(made) {
            let folder = folder.join(&view.name);
            let shown = made.as_ref().map(Made::shown);
            let seen = self.seen(view, made.as_ref());
            let page = |root, state: &State, seen: &Value| self.page(Page { root, shown, neutral: false }, state, seen);
            templates.write("page.html", page("../../", &State::default(), &seen), &folder.join("index.html"))?;
            templates.write("embed.html", self.frame("../../", &seen), &folder.join(File::Frame.name()))?;
            for mode in made.iter().flat_map(|made| made.states.iter().skip(1)) {
                let path = folder.join(&mode.folder).join("index.html");
                templates.write("page.html", page("../../../", &mode.state, &mode.view), &path)?;
            }
        }
        Ok(())
    }

    /// Each figure as files to take away, and the feed of all.
    fn write_files(&self, made: &[Option<Made>], folder: &Path) -> Result<(), WriteError> {
        for made in made.iter().flatten() {
            let figure = &made.figure;
            let path = |file: File| folder.join(&figure.name).join(file.name());
            write_text(&path(File::Drawing), &made.drawing)?;
            for (file, bytes) in &made.tables {
                write_bytes(&path(*file), bytes)?;
            }
            if let (Some(points), Some(out)) = (self.beside(figure).points, folder.parent()) {
                write_bytes(&out.join(points), &bytes(&wire::points(figure)))?;
            }
            if let Some(card) = &made.card {
                write_bytes(&path(File::Card), card)?;
            }
            write_some(&path(File::Oembed), oembed::json(&self.edition, made.shown(), &MEASURE))?;
        }
        write_some(&folder.join("feed.xml"), feeds::atom(&self.edition, self.all))
    }

    /// The page of the article, where the package has one.
    fn write_article(&self, templates: &Templates, made: &[Option<Made>], folder: &Path) -> Result<(), WriteError> {
        const ROOT: &str = "../../";
        let Some(version) = self.article else { return Ok(()) };
        let (title, description) = (version.title(self.tag()), &version.document.description);
        let figures: Vec<_> = made.iter().flatten().map(|made| &made.figure).collect();
        let html = version.html(|placed| self.placed(placed, &figures));
        let tags = metadata::head_of_article(&self.edition, ROOT, &title, description, self.all);
        let context = context! {
            sources => self.edition.origins(),
            article_title => title,
            description,
            article_language => version.language.clone(),
            article => Value::from_safe_string(html),
            has_frames => version.has_frames(),
            tags => Value::from_safe_string(tags),
            ..self.around(ROOT, &Value::from(()))
        };
        let context = context! { style => Value::from_safe_string(self.assets.article_head()), ..context };
        templates.write("article.html", context, &folder.join(article::FOLDER).join("index.html"))
    }

    /// A figure of the article: an element with all of the figure's words in it, or a frame, and the caption. Where the
    /// figure cannot be shown, the element is as on its page.
    fn placed(&self, placed: &Placed, figures: &[&Figure]) -> String {
        let Placed { reference, setting, is_frame, caption } = placed;
        let (class, width) = match setting {
            Setting::Column => ("placed", COLUMN),
            Setting::Wide => ("placed wide", WIDE),
            Setting::Beside => ("placed", COLUMN),
        };
        let page = escaped(&sibling(&reference.view));
        let figure = figures.iter().find(|figure| figure.name == reference.view);
        let title = figure.map_or_else(|| reference.view.clone(), |figure| figure.title.clone());
        let link = format!("<a href=\"{page}\">{}</a>", escaped(&title));
        let state = reference.state.query();
        let shown = match figure {
            Some(figure) if *is_frame => {
                let (file, height) = (File::Frame.name(), frame_height(figure));
                let search = escaped(&reference.search());
                format!(
                    "<iframe src=\"{page}{file}{search}\" title=\"{}\" height=\"{height}\" loading=\"lazy\"></iframe>",
                    escaped(&title)
                )
            }
            Some(figure) => {
                let asked = if state.is_empty() { String::new() } else { format!(" state=\"{}\"", escaped(&state)) };
                let content = self.content_for(figure, &reference.state, pictures(width));
                let content =
                    content.replacen(markup::ACTIONS, &(markup::ACTIONS.to_owned() + &self.links(&reference.view)), 1);
                format!(
                    "<article-figure src=\"{page}\" lang=\"{}\"{asked}>{content}</article-figure>",
                    escaped(self.tag())
                )
            }
            None => format!("<p class=\"note\">{link}</p>"),
        };
        let caption = match (caption.is_empty(), is_frame) {
            (true, false) => String::new(),
            (false, false) => format!("<p class=\"caption\">{caption}</p>\n"),
            (_, true) => format!("<p class=\"caption\">{caption} {link}</p>\n"),
        };
        format!("<div class=\"{class}\">\n{shown}\n{caption}</div>\n")
    }

    /// What stands in an article for the buttons that come with the script, as in `figure.html`.
    fn links(&self, view: &str) -> String {
        let word = |name: &str| self.language.words.get(name).map(|word| escaped(word)).unwrap_or_default();
        let (page, file, download, share) = (sibling(view), File::Drawing.name(), word("download"), word("share"));
        let (page, name) = (escaped(&page), escaped(&format!("{view}-{}.svg", self.tag())));
        format!("<span>{share}</span><a href=\"{page}{file}\" download=\"{name}\">{download}</a>")
    }

    /// A view, and what leads to the others, to the other languages and to the article.
    fn around(&self, root: &str, view: &Value) -> Value {
        let descriptor = &self.edition.package.descriptor;
        let views: Vec<_> = descriptor.views.iter().map(|view| self.named(view)).collect();
        let menu = |other: &Language| context! { tag => other.locale.language.clone(), words => other.words.clone() };
        let languages: Vec<_> = self.languages.iter().map(menu).collect();
        context! { views, languages, has_article => self.article.is_some(), ..self.embed(root, view) }
    }

    /// The page of a view in a state.
    fn page(&self, page: Page, state: &State, view: &Value) -> Value {
        let descriptor = &self.edition.package.descriptor;
        let unread = descriptor.problems.iter().filter(|error| error.place().within(Part::View, None));
        let unread: Vec<_> = unread.map(Error::to_string).collect();
        let article_language = descriptor.languages.first();
        let own = view.get_attr("name").ok();
        let (state, sentences) = (state.query(), self.sentences_beside(own.as_ref().and_then(Value::as_str)));
        let tags = Value::from_safe_string(metadata::head(&self.edition, page, self.all));
        let linked_data = Value::from_safe_string(metadata::linked_data(&self.edition, page, self.all));
        context! {
            state, unread, sentences, article_language, tags, linked_data,
            ..self.around(page.root, view)
        }
    }

    /// The sentences of the article by the figure that shows them, those of the page's own figure first.
    fn sentences_beside(&self, own: Option<&str>) -> Vec<Value> {
        let mut views: Vec<_> = self.edition.package.descriptor.views.iter().collect();
        views.sort_by_key(|view| Some(&*view.name) != own);
        let group = |view: &View| {
            let items = self.sentences.iter().filter(|sentence| sentence.view == view.name);
            let items: Vec<_> = items.map(|sentence| sentence.item.clone()).collect();
            (!items.is_empty()).then(|| context! { view => view.name.clone(), items, ..self.named(view) })
        };
        views.into_iter().filter_map(group).collect()
    }

    /// The page of a view to embed.
    fn frame(&self, root: &str, view: &Value) -> Value {
        context! {
            style => Value::from_safe_string(self.assets.embed_head(self.edition.base)),
            frame => Value::from_safe_string(self.assets.frame.clone()),
            color_scheme => "light",
            // Relative, because a frame may be opened from any address of the site.
            page => Address { base: None, root }.page(self.tag(), view.get_attr("name").ok().as_ref().and_then(Value::as_str)),
            ..self.embed(root, view)
        }
    }

    fn embed(&self, root: &str, view: &Value) -> Value {
        let descriptor = &self.edition.package.descriptor;
        let language = self.tag();
        context! {
            root,
            language,
            view,
            title => descriptor.title.in_language(language),
            has_statements => self.edition.package.has_statements(),
            words => self.language.words.clone(),
            files => self.assets.paths(),
            style => Value::from_safe_string(self.assets.head()),
        }
    }

    fn named(&self, view: &View) -> Value {
        let title = view.title.in_language(self.tag());
        let tab = view.tab.as_ref().map_or_else(|| title.clone(), |tab| tab.in_language(self.tag()));
        context! { name => view.name.clone(), title, tab }
    }

    /// A view with its figure, or, where that cannot be read, without one.
    fn view(&self, view: &View, figure: Option<&Figure>, state: &State) -> Value {
        let Some(figure) = figure else { return context! { broken => true, ..self.named(view) } };
        let library = library(figure);
        let files = self.assets.paths();
        let (content, rest) = around_links(self.content(figure, state));
        context! {
            content, rest,
            data => Value::from_safe_string(data(figure, self.tag(), library, state, &self.beside(figure))),
            script => files.get(&format!("{library}.js")),
            module => files.get(&format!("{library}_bg.wasm")),
            speech => files.get(&format!("words/{}.json", self.tag())),
            ..self.named(view)
        }
    }

    fn beside(&self, figure: &Figure) -> Beside {
        let numbers = wire::points(figure);
        let hash = || super::assets::hash(&bytes(&numbers));
        Beside {
            points: (numbers.len() > INLINE).then(|| format!("points/{}.{}.bin", figure.name, hash())),
            rows: figure.is_part.then(|| format!("{}/{}/{}", self.tag(), figure.name, File::Csv.name())),
        }
    }

    /// The figure's words around its pictures: one for each of [`PICTURES`].
    fn content(&self, figure: &Figure, state: &State) -> String {
        self.content_for(figure, state, PICTURES)
    }

    /// The same with pictures of other widths.
    fn content_for(&self, figure: &Figure, state: &State, drawn: Pictures) -> String {
        let locale = &self.language.locale;
        let name = |id| figure.datum(id).map(|datum| describe::item(figure, datum, locale)).unwrap_or_default();
        let is_map = figure.kind(state.get("kind")) == Kind::Map;
        let (mut pictures, mut marks, mut outlines) = (String::new(), 0, None);
        for (class, width) in drawn {
            let frame = Frame::new(width, 1.0, &MEASURE);
            let scene = layout(figure, state, &frame);
            marks = hit::reading_order(&scene).len();
            if is_map && outlines.is_none() {
                outlines = Outlines::of(&scene, &figure.name);
            }
            let how = Inline { sizes: &frame.sizes, class, outlines: outlines.as_ref() };
            pictures += &svg::inline(&scene, &how, name);
        }
        pictures += &markup::lines(figure, state, locale);
        let summary = describe::summary(figure, state, marks, locale);
        markup::figure(figure, &self.edition.package.descriptor.sources, state, locale, &summary, &pictures)
    }
}

/// What a figure of the article is drawn for, in CSS px; see `article.css`.
const COLUMN: f64 = 576.0;
const WIDE: f64 = 1040.0;

/// How high a frame is until its figure has told its height: as high as on the screen on which it is the highest.
fn frame_height(figure: &Figure) -> f64 {
    pictures(COLUMN).map(|(_, width)| oembed::height_at(figure, width, &MEASURE)).into_iter().fold(0.0, f64::max)
}

/// The library that draws a figure's kinds; see `xtask/src/wasm.rs`.
fn library(figure: &Figure) -> &'static str {
    let small = figure.kinds.iter().all(|kind| matches!(kind, Kind::Bars | Kind::Stack | Kind::Slope));
    match small {
        true => "article_figures",
        false if figure.lines.is_empty() => EVERY_KIND,
        false => LINES,
    }
}

/// A figure's words before and after the place of its links, which count from the page that they stand on.
fn around_links(content: String) -> (Value, Value) {
    let place = content.find(markup::ACTIONS).map_or(content.len(), |at| at + markup::ACTIONS.len());
    let (before, after) = content.split_at(place);
    (Value::from_safe_string(before.to_owned()), Value::from_safe_string(after.to_owned()))
}

const LINES: &str = "article_figures_lines";

const EVERY_KIND: &str = "article_figures_all";

/// What brings a figure to life, as JSON that may stand in a script element.
fn data(figure: &Figure, language: &str, library: &str, state: &State, beside: &Beside) -> String {
    let items = wire::write(figure).into_iter().map(|item| match item {
        Item::Text(text) => serde_json::Value::from(text),
        Item::Number(number) => short(number),
    });
    let view = &figure.name;
    let mut data = serde_json::json!({
        "view": view, "language": language, "library": library, "state": state.query(),
        "figure": items.collect::<Vec<_>>(),
    });
    if !figure.lines.is_empty() {
        let points = wire::points(figure).into_iter().map(short).collect::<Vec<_>>();
        data["points"] = beside.points.clone().map_or_else(|| points.into(), Into::into);
    }
    if let Some(rows) = &beside.rows {
        data["rows"] = rows.clone().into();
    }
    data.to_string().replace('<', "\\u003c")
}

/// A whole number needs no point: 7 instead of 7.0; what is no number is `null`.
fn short(number: f64) -> serde_json::Value {
    if number.fract() == 0.0 { serde_json::Value::from(number as i64) } else { serde_json::Value::from(number) }
}

fn bytes(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Where the data are that a page does not bring itself, as addresses from the top of the site.
#[derive(Default)]
struct Beside {
    /// The points of lines, as little-endian numbers of 64 bits.
    points: Option<String>,
    /// All rows of the table, where the figure shows a part of them.
    rows: Option<String>,
}

/// More numbers than this stand beside their page.
const INLINE: usize = 4000;

/// A sentence of the article with the address of its numbers, and every mark that stands for it.
struct Sentence {
    /// The figure that it leads to.
    view: String,
    item: Value,
}

impl Sentence {
    fn of(shown: coverage::Shown) -> Self {
        let (view, keys) = shown.places.first().cloned().unwrap_or_default();
        let own = (view, format!("select={}", keys.join(",")));
        // `view=investment&select=us,nl`
        let other = shown.see.as_ref().and_then(|see| see.strip_prefix("view=")?.split_once('&'));
        let (view, query) = other.map_or(own, |(view, query)| (view.to_owned(), query.to_owned()));
        let marks = shown.places.iter().flat_map(|(view, keys)| keys.iter().map(move |key| format!("{view}/{key}")));
        let marks = marks.collect::<Vec<_>>().join(" ");
        Self { item: context! { quotation => shown.quotation, view => view.clone(), query, marks }, view }
    }
}
