//! Where everything is on the site: the one list of its paths.

/// The site as it is seen from one of its files.
#[derive(Clone, Copy)]
pub struct Address<'a> {
    /// Where it is published: `https://host/path/`.
    pub base: Option<&'a str>,
    /// From the file to the top of the site: `../../`; counts where there is no base.
    pub root: &'a str,
}

/// A file of each view and language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    Drawing,
    Csv,
    Json,
    Card,
    /// The figure alone, for frames.
    Frame,
    /// What says how it is framed.
    Oembed,
}

impl File {
    pub fn name(self) -> &'static str {
        match self {
            File::Drawing => "figure.svg",
            File::Csv => "data.csv",
            File::Json => "data.json",
            File::Card => "card.png",
            File::Frame => "embed.html",
            File::Oembed => "oembed.json",
        }
    }

    /// As servers call it.
    pub fn media_type(self) -> &'static str {
        match self {
            File::Drawing => "image/svg+xml",
            File::Csv => "text/csv",
            File::Json => "application/json",
            File::Card => "image/png",
            File::Frame => "text/html",
            File::Oembed => "application/json+oembed",
        }
    }
}

impl Address<'_> {
    /// To a path from the top of the site: absolute where there is a base.
    pub fn to(&self, path: &str) -> String {
        let address = match self.base {
            Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
            None => format!("{}{path}", self.root),
        };
        if address.is_empty() { "./".to_owned() } else { address }
    }

    /// To the page of a language, or of a view in it.
    pub fn page(&self, language: &str, view: Option<&str>) -> String {
        self.to(&page(language, view))
    }

    /// To the page for readers of other languages: at the top of the site the one that speaks what their browsers ask
    /// for, of a view that in the package's own language.
    pub fn neutral(&self, languages: &[String], view: Option<&str>) -> String {
        match (languages.first(), view) {
            (Some(language), Some(view)) => self.page(language, Some(view)),
            _ => self.to(""),
        }
    }

    pub fn file(&self, language: &str, view: &str, file: File) -> String {
        self.to(&(page(language, Some(view)) + file.name()))
    }

    pub fn feed(&self, language: &str) -> String {
        self.to(&(page(language, None) + "feed.xml"))
    }

    /// To the package with all data.
    pub fn package(&self) -> String {
        self.to("data/datapackage.json")
    }
}

/// From the page of a view to that of another one in the same language.
pub fn sibling(view: &str) -> String {
    format!("../{}/", encoded(view))
}

fn page(language: &str, view: Option<&str>) -> String {
    let view = view.map_or_else(String::new, |view| encoded(view) + "/");
    format!("{}/{view}", encoded(language))
}

/// A name as a part of an address (RFC 3986, unreserved characters as they are).
fn encoded(name: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    name.bytes().map(sign).collect()
}
