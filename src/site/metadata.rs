//! What search engines, feed readers and whoever shows a link are told of a page, in its `<head>`.

use icu_locale::{LanguageIdentifier, LocaleExpander};
use serde_json::{Value, json};

use super::address::{Address, File};
use super::article;
use super::edition::{Edition, Shown};
use super::exports::day;
use super::feeds;
use super::social;
use super::xml::escaped;
use crate::figure::{Figure, Place};

/// A page of the site.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// From the page to the top of the site: `../../`.
    pub root: &'a str,
    /// The figure that it is of; the page of a language is of all.
    pub shown: Option<Shown<'a>>,
    /// Whether it is the one page at the top of the site, whose language the reader's browser decides.
    pub neutral: bool,
}

/// The tags for a page's head: canonical and translated addresses, feed, Open Graph, card. `all` are the figures of
/// the language, in the package's order.
pub fn head(edition: &Edition, page: Page, all: &[Shown]) -> String {
    let tags = Tags::new(edition, page);
    let mut html = Html(String::new());
    tags.push_links(&mut html);
    tags.push_oembed(&mut html);
    tags.push_open_graph(all, &mut html);
    html.0
}

/// The same for the page of an article with a title and a description. It is shown by the card of the first figure.
pub fn head_of_article(edition: &Edition, root: &str, title: &str, description: &str, all: &[Shown]) -> String {
    let page = Page { root, shown: None, neutral: false };
    let tags = Tags { article: Some((title, description)), ..Tags::new(edition, page) };
    let mut html = Html(String::new());
    tags.push_links(&mut html);
    tags.push_open_graph(all, &mut html);
    html.0
}

/// What search engines read, as JSON-LD: it may stand behind all that readers see.
pub fn linked_data(edition: &Edition, page: Page, all: &[Shown]) -> String {
    // A script ends with `</script>` wherever that stands.
    let data = Tags::new(edition, page).linked_data(all).to_string().replace('<', "\\u003c");
    format!("<script type=\"application/ld+json\">{data}</script>\n")
}

/// Tags that grow, one a line.
struct Html(String);

impl Html {
    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let attributes = attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value)));
        self.0 += &format!("<{name}{}>\n", attributes.collect::<String>());
    }

    fn property(&mut self, property: &str, content: &str) {
        self.tag("meta", &[("property", property), ("content", content)]);
    }
}

struct Tags<'a> {
    edition: &'a Edition<'a>,
    page: Page<'a>,
    address: Address<'a>,
    /// The title and the description of the page of an article.
    article: Option<(&'a str, &'a str)>,
}

impl<'a> Tags<'a> {
    fn new(edition: &'a Edition<'a>, page: Page<'a>) -> Self {
        Self { edition, page, address: Address { base: edition.base, root: page.root }, article: None }
    }

    fn figure(&self) -> Option<&Figure> {
        self.page.shown.map(|shown| shown.figure)
    }

    fn view(&self) -> Option<&str> {
        self.figure().map(|figure| &*figure.name).or(self.article.map(|_| article::FOLDER))
    }

    /// The address that counts of all that lead to this page.
    fn canonical(&self) -> String {
        match self.page.neutral {
            true => self.neutral(),
            false => self.address.page(self.edition.language(), self.view()),
        }
    }

    fn neutral(&self) -> String {
        self.address.neutral(self.edition.languages, self.view())
    }

    fn title(&self) -> String {
        if let Some((title, _)) = self.article {
            return title.to_owned();
        }
        self.figure().map_or_else(|| self.edition.title(), |figure| figure.title.clone())
    }

    fn description(&self) -> String {
        if let Some((_, description)) = self.article {
            return description.to_owned();
        }
        let subtitle = self.figure().and_then(|figure| figure.subtitle.clone());
        subtitle.unwrap_or_else(|| self.edition.description())
    }

    fn push_links(&self, html: &mut Html) {
        html.tag("link", &[("rel", "canonical"), ("href", &self.canonical())]);
        for language in self.edition.languages {
            let href = self.address.page(language, self.view());
            html.tag("link", &[("rel", "alternate"), ("hreflang", language), ("href", &href)]);
        }
        html.tag("link", &[("rel", "alternate"), ("hreflang", "x-default"), ("href", &self.neutral())]);
        if feeds::is_written(self.edition) {
            let (kind, feed) = ("application/atom+xml", self.address.feed(self.edition.language()));
            html.tag(
                "link",
                &[("rel", "alternate"), ("type", kind), ("title", &self.edition.title()), ("href", &feed)],
            );
        }
    }

    /// Where a program that is given the page's address finds how to frame the figure.
    fn push_oembed(&self, html: &mut Html) {
        let Some(figure) = self.figure().filter(|_| self.edition.base.is_some()) else { return };
        let href = self.address.file(self.edition.language(), &figure.name, File::Oembed);
        let kind = File::Oembed.media_type();
        html.tag("link", &[("rel", "alternate"), ("type", kind), ("title", &figure.title), ("href", &href)]);
    }

    fn push_open_graph(&self, all: &[Shown], html: &mut Html) {
        let language = self.edition.language();
        html.property("og:type", "article");
        html.property("og:site_name", &self.edition.title());
        html.property("og:title", &self.title());
        html.property("og:description", &self.description());
        if self.edition.base.is_some() {
            html.property("og:url", &self.canonical());
        }
        html.property("og:locale", &locale(language));
        for other in self.edition.languages.iter().filter(|other| *other != language) {
            html.property("og:locale:alternate", &locale(other));
        }
        // All figures are shown by the card of the first.
        let Some(shown) = self.page.shown.as_ref().or(all.first()) else { return };
        if !shown.has_card {
            return;
        }
        html.property("og:image", &self.address.file(language, &shown.figure.name, File::Card));
        html.property("og:image:type", File::Card.media_type());
        html.property("og:image:width", &social::WIDTH.to_string());
        html.property("og:image:height", &social::HEIGHT.to_string());
        html.property("og:image:alt", &format!("{}. {}", shown.figure.title, shown.summary));
        html.tag("meta", &[("name", "twitter:card"), ("content", "summary_large_image")]);
    }

    /// schema.org: the figure as a data set with its pictures, or all figures as parts of the package.
    fn linked_data(&self, all: &[Shown]) -> Value {
        let graph = match &self.page.shown {
            Some(shown) => {
                let images = images(shown).into_iter().map(|file| self.image(shown, file));
                [self.figure_set(shown)].into_iter().chain(images).collect()
            }
            None => vec![self.package_set(all)],
        };
        json!({ "@context": "https://schema.org", "@graph": graph })
    }

    /// What is the same of a figure's data and of the package's.
    fn data_set(&self, view: Option<&str>) -> Value {
        let (about, language) = (self.edition.about, self.edition.language());
        let people = |role, kind: &str| -> Vec<_> {
            about.contributors(role).into_iter().map(|name| json!({ "@type": kind, "name": name })).collect()
        };
        let url = self.address.page(language, view);
        without_nothing(json!({
            "@type": "Dataset",
            "@id": format!("{url}#data"),
            "url": url,
            "inLanguage": language,
            "license": about.licence(language).and_then(|licence| licence.address),
            "creator": people("author", "Person"),
            "publisher": people("publisher", "Organization"),
            "citation": self.edition.origins(),
            "keywords": about.keywords(),
            "version": about.version(),
            "dateModified": about.created(),
            "isAccessibleForFree": true,
            "spatialCoverage": self.spatial(),
        }))
    }

    fn spatial(&self) -> Option<Value> {
        let name = self.edition.about.spatial(self.edition.language())?;
        Some(json!({ "@type": "Place", "name": name }))
    }

    fn figure_set(&self, shown: &Shown) -> Value {
        let (figure, language) = (shown.figure, self.edition.language());
        let download = |file: File| {
            let address = self.address.file(language, &figure.name, file);
            json!({ "@type": "DataDownload", "contentUrl": address, "encodingFormat": file.media_type() })
        };
        let image = |file| json!({ "@id": self.address.file(language, &figure.name, file) });
        let own = without_nothing(json!({
            "name": figure.title,
            "description": description(shown),
            "variableMeasured": variable(figure),
            "temporalCoverage": temporal(figure),
            "spatialCoverage": self.spatial().into_iter().chain(places(figure)).collect::<Vec<_>>(),
            "distribution": [download(File::Csv), download(File::Json)],
            "image": images(shown).into_iter().map(image).collect::<Vec<_>>(),
            "isPartOf": { "@id": format!("{}#data", self.address.page(language, None)) },
            "isBasedOn": figure.sources,
        }));
        joined(self.data_set(Some(&figure.name)), own)
    }

    fn package_set(&self, all: &[Shown]) -> Value {
        let part = |shown: &Shown| {
            let url = self.address.page(self.edition.language(), Some(&shown.figure.name));
            let (name, description) = (&shown.figure.title, description(shown));
            let id = format!("{url}#data");
            json!({ "@type": "Dataset", "@id": id, "name": name, "description": description, "url": url })
        };
        let package = json!({
            "@type": "DataDownload",
            "contentUrl": self.address.package(),
            "encodingFormat": File::Json.media_type(),
        });
        let own = without_nothing(json!({
            "name": self.edition.title(),
            "description": self.edition.description(),
            "identifier": self.edition.about.name(),
            "hasPart": all.iter().map(part).collect::<Vec<_>>(),
            "distribution": [package],
        }));
        joined(self.data_set(None), own)
    }

    fn image(&self, shown: &Shown, file: File) -> Value {
        let address = self.address.file(self.edition.language(), &shown.figure.name, file);
        let licence = self.edition.about.licence(self.edition.language()).and_then(|licence| licence.address);
        let (width, height) =
            if file == File::Card { (Some(social::WIDTH), Some(social::HEIGHT)) } else { (None, None) };
        without_nothing(json!({
            "@type": "ImageObject",
            "@id": address,
            "contentUrl": address,
            "encodingFormat": file.media_type(),
            "width": width,
            "height": height,
            "name": shown.figure.title,
            "caption": shown.summary,
            "inLanguage": self.edition.language(),
            "license": licence,
            "acquireLicensePage": licence.as_ref().map(|_| self.address.page(self.edition.language(), None)),
            "creditText": self.edition.origin(),
        }))
    }
}

/// The pictures of a figure.
fn images(shown: &Shown) -> Vec<File> {
    if shown.has_card { vec![File::Card, File::Drawing] } else { vec![File::Drawing] }
}

/// Subtitle, what the figure shows, and note: search engines want more than a title's length.
fn description(shown: &Shown) -> String {
    let parts = [shown.figure.subtitle.as_deref(), Some(shown.summary), shown.figure.note.as_deref()];
    let sentence = |part: &str| if part.ends_with('.') { part.to_owned() } else { format!("{part}.") };
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.map(sentence).collect::<Vec<_>>().join(" ")
}

fn variable(figure: &Figure) -> Value {
    let measured = !figure.measure.is_empty() && figure.data.iter().any(|datum| datum.value.is_some());
    if !measured {
        return Value::Null;
    }
    let unit = (!figure.unit.is_empty()).then_some(&figure.unit);
    without_nothing(json!({ "@type": "PropertyValue", "name": figure.measure, "unitText": unit }))
}

/// From the first to the last day of what the article states: `2021-09-01/2021-12-20`.
fn temporal(figure: &Figure) -> Option<String> {
    let stated = figure.data.iter().filter(|datum| datum.is_stated());
    let spans: Vec<_> = stated.filter_map(|datum| datum.span.as_ref()).collect();
    let begin = spans.iter().map(|span| span.begin).reduce(f64::min)?;
    let end = spans.iter().map(|span| span.end - 1.0).reduce(f64::max)?;
    Some(format!("{}/{}", day(begin), day(end)))
}

/// The places of the data, each once.
fn places(figure: &Figure) -> Vec<Value> {
    let mut places: Vec<&Place> = Vec::new();
    for place in figure.data.iter().filter_map(|datum| datum.place.as_ref()) {
        if places.iter().all(|known| known.key != place.key) {
            places.push(place);
        }
    }
    let value = |place: &Place| {
        let geo = json!({ "@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude });
        json!({ "@type": "Place", "name": place.label, "geo": geo })
    };
    places.into_iter().map(value).collect()
}

/// An object without the properties that say nothing.
fn without_nothing(value: Value) -> Value {
    let Value::Object(object) = value else { return value };
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    Value::Object(object.into_iter().filter(|(_, value)| says(value)).collect())
}

/// Both objects as one; the second one's properties count.
fn joined(mut first: Value, second: Value) -> Value {
    if let (Value::Object(first), Value::Object(second)) = (&mut first, second) {
        first.extend(second);
    }
    first
}

/// A language as Open Graph calls it, with the country where it is written so: `de_DE`; English as in Great Britain,
/// as the locale writes it.
fn locale(language: &str) -> String {
    let tag = if language == "en" { "en-GB" } else { language };
    let Ok(mut known) = tag.parse::<LanguageIdentifier>() else { return language.to_owned() };
    LocaleExpander::new_common().maximize(&mut known);
    known.region.map_or_else(|| language.to_owned(), |region| format!("{}_{region}", known.language))
}
