//! What programs ask for anew: a feed of the figures of each language, and the list of all pages.
//!
//! Both have absolute addresses only, and no time but the package's own: two builds of the same are the same.

use super::address::{Address, File};
use super::edition::{Edition, Shown};
use super::xml::escaped;

/// Whether a language has a feed: where it stands and when it was made are known then.
pub fn is_written(edition: &Edition) -> bool {
    edition.base.is_some() && edition.about.created().is_some()
}

/// The figures of a language as an Atom feed (RFC 4287), in the package's order; `None` without a base or a date.
pub fn atom(edition: &Edition, all: &[Shown]) -> Option<String> {
    let updated = edition.about.created().filter(|_| edition.base.is_some())?;
    let (address, language) = (Address { base: edition.base, root: "" }, edition.language());
    let (page, own) = (address.page(language, None), address.feed(language));
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language)]);
    xml.element("id", &page);
    xml.element("title", &edition.title());
    xml.element("subtitle", &edition.description());
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("hreflang", language), ("href", &page)]);
    xml.element("updated", &updated);
    for author in authors(edition) {
        xml.open("author", &[]);
        xml.element("name", &author);
        xml.close("author");
    }
    if let Some(licence) = edition.about.licence(language).and_then(|licence| licence.title) {
        xml.element("rights", &licence);
    }
    for shown in all {
        push_entry(shown, &address, language, &updated, &mut xml);
    }
    xml.close("feed");
    Some(xml.0)
}

/// A feed needs one.
fn authors(edition: &Edition) -> Vec<String> {
    let authors: Vec<_> = edition.about.contributors("author").into_iter().map(str::to_owned).collect();
    if authors.is_empty() { vec![edition.title()] } else { authors }
}

fn push_entry(shown: &Shown, address: &Address, language: &str, updated: &str, xml: &mut Xml) {
    let figure = shown.figure;
    let page = address.page(language, Some(&figure.name));
    xml.open("entry", &[]);
    xml.element("id", &page);
    xml.element("title", &figure.title);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("hreflang", language), ("href", &page)]);
    xml.element("updated", updated);
    xml.element("summary", figure.subtitle.as_deref().unwrap_or(&figure.title));
    xml.open("content", &[("type", "html")]);
    // HTML within XML is escaped once more.
    xml.text(&content(shown, &page, &address.file(language, &figure.name, File::Card)));
    xml.close("content");
    xml.close("entry");
}

/// The card, which leads to the figure, what it shows, and the note.
fn content(shown: &Shown, page: &str, card: &str) -> String {
    let (page, title) = (escaped(page), escaped(&shown.figure.title));
    let mut html = match shown.has_card {
        true => format!("<p><a href=\"{page}\"><img src=\"{}\" alt=\"{title}\"></a></p>", escaped(card)),
        false => format!("<p><a href=\"{page}\">{title}</a></p>"),
    };
    for text in [Some(shown.summary), shown.figure.note.as_deref()].into_iter().flatten() {
        html += &format!("<p>{}</p>", escaped(text));
    }
    html
}

/// All pages with their translations, as sitemaps.org and Google's extension for languages have it; `None` without a
/// base. `views`: the names of those that have pages.
pub fn sitemap(edition: &Edition, views: &[&str]) -> Option<String> {
    let (base, updated) = (Some(edition.base?), edition.about.created());
    let address = Address { base, root: "" };
    let mut xml = Xml::new();
    let namespaces =
        [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")];
    xml.open("urlset", &namespaces);
    for view in [None].into_iter().chain(views.iter().map(|view| Some(*view))) {
        let pages = edition.languages.iter().map(|language| (&**language, address.page(language, view)));
        let mut translations: Vec<_> = pages.collect();
        let listed: Vec<_> = translations.iter().map(|(_, page)| page.clone()).collect();
        translations.push(("x-default", address.neutral(edition.languages, view)));
        for page in listed {
            xml.open("url", &[]);
            xml.element("loc", &page);
            if let Some(updated) = &updated {
                xml.element("lastmod", updated);
            }
            for (language, other) in &translations {
                xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", language), ("href", other)]);
            }
            xml.close("url");
        }
    }
    xml.close("urlset");
    Some(xml.0)
}

/// XML that grows, a tag a line.
struct Xml(String);

impl Xml {
    fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned())
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0 += &format!("<{name}{}>\n", written(attributes));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0 += &format!("<{name}{}/>\n", written(attributes));
    }

    fn element(&mut self, name: &str, text: &str) {
        self.0 += &format!("<{name}>{}</{name}>\n", escaped(text));
    }

    fn text(&mut self, text: &str) {
        self.0 += &escaped(text);
    }

    fn close(&mut self, name: &str) {
        self.0 += &format!("</{name}>\n");
    }
}

fn written(attributes: &[(&str, &str)]) -> String {
    attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect()
}
