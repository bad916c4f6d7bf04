//! HTML that grows; every text in it is escaped, and only `http` and `https` addresses become links.

use crate::figure::Figure;
use crate::link;
use crate::text::{concat, fill};

/// Characters of a word with a hyphen that is not broken there.
const UNBROKEN: usize = 20;

/// The text as it stands so far.
pub struct Html(pub String);

impl Html {
    pub fn new() -> Self {
        Self(String::new())
    }

    /// Only this text.
    pub fn of(text: &str) -> Self {
        let mut html = Self::new();
        html.text(text);
        html
    }

    /// A word that heads a sentence.
    pub fn head(text: &str) -> Self {
        let mut html = Self::new();
        html.element("b", "", text);
        html
    }

    /// An address as a link.
    pub fn link_to(address: &str) -> Self {
        let mut html = Self::new();
        html.link(address);
        html
    }

    /// A title as a link to its address; as text where that is none for a browser to follow. A title that is an address
    /// itself gives way to the host that the link leads to.
    pub fn titled(&mut self, address: &str, title: &str) {
        let Some(host) = link::host(address) else { return self.unbroken(title) };
        self.raw("<a class=\"titled\"");
        self.attribute("href", address);
        self.raw(" rel=\"noopener\" target=\"_blank\">");
        self.unbroken(if title.contains("://") { host } else { title });
        self.close("a");
    }

    /// HTML as it stands here.
    pub fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    pub fn text(&mut self, text: &str) {
        push_escaped(text, &mut self.0);
    }

    /// A text in which short words with a hyphen, such as the name of a journal, have an element that keeps them on one line.
    pub fn unbroken(&mut self, text: &str) {
        for (nth, word) in text.split(' ').enumerate() {
            self.raw(if nth > 0 { " " } else { "" });
            match word.contains('-') && word.chars().count() <= UNBROKEN {
                true => self.element("span", "", word),
                false => self.text(word),
            }
        }
    }

    /// The attribute of a tag that is still open.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.text(value);
        self.raw("\"");
    }

    /// The attribute of a tag that is still open, with a value that no other figure of a page has.
    pub fn named(&mut self, name: &str, value: &str, figure: &Figure) {
        self.attribute(name, &concat(&[value, &figure.name]));
    }

    /// A message with HTML in its gaps.
    pub fn message(&mut self, message: &str, values: &[Html]) {
        let mut escaped = Html::new();
        escaped.text(message);
        let mut texts = Vec::new();
        for value in values {
            texts.push(&*value.0);
        }
        self.raw(&fill(&escaped.0, &texts));
    }

    /// A whole element with a class, or without one where that is empty.
    pub fn element(&mut self, tag: &str, class: &str, text: &str) {
        self.raw("<");
        self.raw(tag);
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.raw(">");
        self.text(text);
        self.close(tag);
    }

    pub fn close(&mut self, tag: &str) {
        self.raw("</");
        self.raw(tag);
        self.raw(">");
    }

    /// An address as a link that shows its host; as text where it is none for a browser to follow.
    pub fn link(&mut self, address: &str) {
        let Some(host) = link::host(address) else { return self.text(address) };
        self.raw("<a");
        self.attribute("href", address);
        self.raw(" rel=\"noopener\" target=\"_blank\">");
        self.text(host.strip_prefix("www.").unwrap_or(host));
        self.close("a");
    }
}

/// Text as it may stand in HTML, in attributes too.
fn push_escaped(text: &str, escaped: &mut String) {
    for sign in text.chars() {
        let entity = match sign {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            other => {
                escaped.push(other);
                continue;
            }
        };
        escaped.push_str(entity);
    }
}
