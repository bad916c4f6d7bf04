//! An article's Markdown as HTML: text, links and figures. Everything else that Markdown can hold stays as text, with a
//! problem that says where.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::reference::{Known, Reference};
use crate::error::{Error, Part, Place, Problem, excerpt};
use crate::link;
use crate::site::xml::escaped;

/// An article that was read.
#[derive(Debug, Default)]
pub struct Document {
    /// Its title, as text.
    pub title: String,
    /// Its first paragraph, as text.
    pub description: String,
    pub parts: Vec<Block>,
    pub problems: Vec<Error>,
}

/// A part of an article from margin to margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading that begins a section, as HTML.
    Heading(String),
    /// Anything else, as HTML.
    Text(String),
    Figure(Placed),
}

/// A figure of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub reference: Reference,
    pub setting: Setting,
    /// Whether it is in a frame.
    pub is_frame: bool,
    /// As HTML; may be empty.
    pub caption: String,
}

/// Where a figure is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// As wide as the text.
    Column,
    /// Wider than the text.
    Wide,
    /// Beside the text of its section, where the screen is wide.
    Beside,
}

/// The words behind a figure's address: `![caption](figure:NAME "beside")`.
const SETTINGS: &str = "wide, beside, frame";

const NO_HTML: &str = "Markdown without HTML";
const WEB_ADDRESS: &str = "an address that begins with https:// or http://, or figure:NAME";
const OWN_ADDRESS: &str = "words, or the address that the link leads to";
const FIGURE_ADDRESS: &str = "a figure, such as figure:NAME";
const OWN_PARAGRAPH: &str = "a figure in a paragraph of its own, outside of lists and quotations";
const TITLE: &str = "a title on top, such as # TITLE";
const ONE_TITLE: &str = "one title, and headings of sections such as ## HEADING";

/// Reads the Markdown of a file, whose figures are `known`.
pub fn parse(file: &str, text: &str, known: &Known) -> Document {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { file, text, known, document: Document::default(), depth: 0, open: Vec::new() };
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        reader.event(event, range.start, range.end);
    }
    if reader.document.title.is_empty() {
        reader.problem(0, Problem::Missing, &[TITLE]);
    }
    reader.document
}

/// HTML that grows, with its text alone.
#[derive(Default)]
struct Text {
    html: String,
    plain: String,
}

impl Text {
    fn push(&mut self, text: &str) {
        self.html += &escaped(text);
        self.plain += text;
    }

    fn join(&mut self, other: &Self) {
        self.html += &other.html;
        self.plain += &other.plain;
    }
}

/// An element whose end has not come yet, and what is in it so far.
struct Open {
    content: Text,
    start: usize,
    address: String,
    /// The words behind an image's address.
    title: String,
}

impl Open {
    fn new(start: usize) -> Self {
        Self { content: Text::default(), start, address: String::new(), title: String::new() }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    known: &'a Known<'a>,
    document: Document,
    /// How many blocks are around what is read.
    depth: usize,
    /// The block from margin to margin, then links and images.
    open: Vec<Open>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event, start: usize, end: usize) {
        match event {
            Event::Start(tag) => self.start(tag, start, end),
            Event::End(tag) => self.end(tag, end),
            Event::Text(text) => self.push(&text),
            Event::Code(text) => {
                self.raw("<code>");
                self.push(&text);
                self.raw("</code>");
            }
            Event::InlineHtml(html) => {
                self.problem(start, Problem::Unexpected, &[NO_HTML, &excerpt(&html)]);
                self.push(&html);
            }
            Event::Html(html) => self.push(&html),
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => self.raw("<br>"),
            Event::Rule => {
                self.begin(start);
                self.raw("<hr>");
                self.finish();
            }
            // Of extensions, which are not read.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, start: usize, end: usize) {
        let mut opened = Open::new(start);
        match tag {
            Tag::Link { dest_url, .. } => {
                opened.address = dest_url.into_string();
                self.open.push(opened);
                return;
            }
            Tag::Image { dest_url, title, .. } => {
                (opened.address, opened.title) = (dest_url.into_string(), title.into_string());
                self.open.push(opened);
                return;
            }
            Tag::Emphasis => return self.raw("<em>"),
            Tag::Strong => return self.raw("<strong>"),
            _ => {}
        }
        self.begin(start);
        match tag {
            Tag::Heading { level, .. } => self.raw(&format!("<{}>", name(level))),
            Tag::BlockQuote(_) => self.raw("<blockquote>"),
            Tag::List(None) => self.raw("<ul>"),
            Tag::List(Some(1)) => self.raw("<ol>"),
            Tag::List(Some(first)) => self.raw(&format!("<ol start=\"{first}\">")),
            Tag::Item => self.raw("<li>"),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.raw("<pre><code>"),
            Tag::HtmlBlock => {
                let found = excerpt(self.text[start..end].trim());
                self.problem(start, Problem::Unexpected, &[NO_HTML, &found]);
                self.raw("<p>");
            }
            _ => self.raw("<p>"),
        }
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::Link => return self.end_link(),
            TagEnd::Image => return self.end_image(end),
            TagEnd::Emphasis => return self.raw("</em>"),
            TagEnd::Strong => return self.raw("</strong>"),
            TagEnd::Heading(level) => return self.end_heading(level),
            TagEnd::BlockQuote(_) => self.raw("</blockquote>"),
            TagEnd::List(false) => self.raw("</ul>"),
            TagEnd::List(true) => self.raw("</ol>"),
            TagEnd::Item => self.raw("</li>"),
            TagEnd::CodeBlock => self.raw("</code></pre>"),
            _ => self.raw("</p>"),
        }
        if tag == TagEnd::Paragraph && self.depth == 1 && self.document.description.is_empty() {
            self.document.description = self.open.last().map(|open| spaced(&open.content.plain)).unwrap_or_default();
        }
        self.finish();
    }

    /// Goes into a block.
    fn begin(&mut self, start: usize) {
        if self.depth == 0 {
            self.open.push(Open::new(start));
        }
        self.depth += 1;
    }

    /// Leaves a block; one from margin to margin is a part of the article.
    fn finish(&mut self) {
        self.depth -= 1;
        if self.depth > 0 {
            return;
        }
        let html = self.open.pop().map(|open| open.content.html).unwrap_or_default();
        // A paragraph whose figure has become a part of its own.
        if html != "<p></p>" {
            self.document.parts.push(Block::Text(html));
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let is_title = level == HeadingLevel::H1 && self.document.title.is_empty();
        let Some(heading) = self.open.last() else { return };
        let (plain, start) = (spaced(&heading.content.plain), heading.start);
        if level == HeadingLevel::H1 && (!is_title || !self.document.parts.is_empty()) {
            let expected = if is_title { TITLE } else { ONE_TITLE };
            self.problem(start, Problem::Unexpected, &[expected, &excerpt(&plain)]);
        }
        self.raw(&format!("</{}>", name(level)));
        if self.depth > 1 {
            return self.finish();
        }
        self.depth -= 1;
        let html = self.open.pop().map(|open| open.content.html).unwrap_or_default();
        if is_title {
            self.document.title = plain;
        }
        self.document.parts.push(if name(level) == "h3" { Block::Text(html) } else { Block::Heading(html) });
    }

    fn end_link(&mut self) {
        let Some(Open { content, start, address, .. }) = self.open.pop() else { return };
        let tag = match Reference::parse(&address) {
            Some(reference) => self.is_known(&reference, start).then(|| link_to(&reference)),
            None => self.web(&address, &content.plain, start),
        };
        match tag {
            Some(tag) => {
                self.raw(&tag);
                self.join(&content);
                self.raw("</a>");
            }
            None => self.join(&content),
        }
    }

    /// The tag of a link to the web, or a problem where it is none to follow.
    fn web(&mut self, address: &str, text: &str, start: usize) -> Option<String> {
        let address = link::with_ascii_host(address);
        let Some(host) = link::host(&address) else {
            self.problem(start, Problem::Unexpected, &[WEB_ADDRESS, &excerpt(&address)]);
            return None;
        };
        if named_host(text).is_some_and(|named| without_www(&named) != without_www(host)) {
            self.problem(start, Problem::Unexpected, &[OWN_ADDRESS, &excerpt(text)]);
            return None;
        }
        Some(format!("<a href=\"{}\" rel=\"noopener\">", escaped(&address)))
    }

    fn end_image(&mut self, end: usize) {
        let Some(Open { content, start, address, title }) = self.open.pop() else { return };
        let Some(reference) = Reference::parse(&address) else {
            self.problem(start, Problem::Unexpected, &[FIGURE_ADDRESS, &excerpt(&address)]);
            return self.join(&content);
        };
        if !self.is_known(&reference, start) {
            return self.join(&content);
        }
        if self.is_alone(start, end) && self.is_first(&reference, start) {
            let (setting, is_frame) = self.setting(&title, start);
            let placed = Placed { reference, setting, is_frame, caption: content.html };
            return self.document.parts.push(Block::Figure(placed));
        }
        self.raw(&link_to(&reference));
        if content.plain.is_empty() {
            self.push(&reference.view)
        } else {
            self.join(&content)
        }
        self.raw("</a>");
    }

    /// Whether an image is a whole paragraph from margin to margin.
    fn is_alone(&mut self, start: usize, end: usize) -> bool {
        let before = self.text[..start].rsplit('\n').next().unwrap_or_default();
        let after = self.text[end..].split('\n').next().unwrap_or_default();
        let is_own = self.open.len() == 1 && self.depth == 1;
        let is_alone = is_own
            && self.open.last().is_some_and(|open| open.start == start)
            && before.trim().is_empty()
            && after.trim().is_empty()
            && self.ends_paragraph(end);
        if !is_alone {
            self.problem(start, Problem::Unexpected, &[OWN_PARAGRAPH, &excerpt(&self.text[start..end])]);
        }
        is_alone
    }

    /// Whether an empty line follows.
    fn ends_paragraph(&self, end: usize) -> bool {
        self.text[end..].split('\n').nth(1).is_none_or(|line| line.trim().is_empty())
    }

    /// Whether a figure is not in the article yet: links change its state, and lead to one figure.
    fn is_first(&mut self, reference: &Reference, start: usize) -> bool {
        let is_same = |block: &Block| matches!(block, Block::Figure(other) if other.reference.view == reference.view);
        let is_first = !self.document.parts.iter().any(is_same);
        if !is_first {
            let place = self.place(start).with(Part::View, &reference.view);
            self.document.problems.push(Error::new(place, Problem::NameTwice, &[]));
        }
        is_first
    }

    fn setting(&mut self, title: &str, start: usize) -> (Setting, bool) {
        let (mut setting, mut is_frame) = (Setting::Column, false);
        for word in title.split_whitespace() {
            match word {
                "wide" => setting = Setting::Wide,
                "beside" => setting = Setting::Beside,
                "frame" => is_frame = true,
                _ => self.problem(start, Problem::NotOneOf, &[SETTINGS, &excerpt(word)]),
            }
        }
        (setting, is_frame)
    }

    /// Whether a figure and its state are known; else a problem says why not.
    fn is_known(&mut self, reference: &Reference, start: usize) -> bool {
        let checked = reference.check(self.known, self.place(start));
        checked.map_err(|error| self.document.problems.push(error)).is_ok()
    }

    fn place(&self, at: usize) -> Place {
        let line = self.text[..at].matches('\n').count() + 1;
        Place::file(self.file).with(Part::Line, &line.to_string())
    }

    fn problem(&mut self, at: usize, problem: Problem, values: &[&str]) {
        let error = Error::new(self.place(at), problem, values);
        self.document.problems.push(error);
    }

    fn raw(&mut self, html: &str) {
        if let Some(open) = self.open.last_mut() {
            open.content.html += html;
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.content.push(text);
        }
    }

    fn join(&mut self, content: &Text) {
        if let Some(open) = self.open.last_mut() {
            open.content.join(content);
        }
    }
}

/// A link that shows a state of a figure, there or on the figure's own page; see EMBEDDING.md.
fn link_to(reference: &Reference) -> String {
    format!("<a href=\"{}\" data-article-figure>", escaped(&reference.page()))
}

fn name(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        _ => "h3",
    }
}

/// The host that the text of a link names, if it looks like an address.
fn named_host(text: &str) -> Option<String> {
    let text = text.trim();
    let address = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let host = link::host(&address).unwrap_or(if text.contains("://") { text } else { "" });
    let is_name = |ending: &str| ending.len() > 1 && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_host = host.rsplit_once('.').is_some_and(|(_, ending)| is_name(ending)) || text.contains("://");
    is_host.then(|| host.to_ascii_lowercase())
}

fn without_www(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// A text on one line.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
