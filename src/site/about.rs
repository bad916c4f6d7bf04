//! What a Data Package says of itself beyond what figures need: for catalogues, search engines and feeds.

use std::path::Path;

use serde_json::Value;

use super::{DESCRIPTOR, WriteError, folder};
use crate::link;
use crate::package::{Date, Text};

/// The descriptor's own properties; one that is missing, or of another type than the standard's, says nothing.
pub struct About(Value);

/// A licence of the package.
#[derive(Debug, PartialEq, Eq)]
pub struct Licence {
    /// An identifier of the Open Definition: `CC0-1.0`.
    pub name: Option<String>,
    pub title: Option<String>,
    pub address: Option<String>,
}

impl About {
    /// # Errors
    /// A descriptor that is missing or no JSON.
    pub fn read(data: &Path) -> Result<Self, WriteError> {
        let path = data.join(DESCRIPTOR);
        let bytes = folder::read(data, DESCRIPTOR).map_err(|source| WriteError::File { path: path.clone(), source })?;
        Self::parse(&bytes).map_err(|source| WriteError::Json { path, source })
    }

    /// # Errors
    /// What is no JSON; a byte order mark is no mistake.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map(Self)
    }

    pub fn name(&self) -> Option<&str> {
        self.0["name"].as_str()
    }

    pub fn version(&self) -> Option<&str> {
        self.0["version"].as_str()
    }

    /// When the package was made, as RFC 3339 has it: `2022-04-01T00:00:00Z`. A day begins at midnight UTC.
    pub fn created(&self) -> Option<String> {
        let created = self.0["created"].as_str()?;
        let (day, time) = created.split_once('T').unwrap_or((created, "00:00:00Z"));
        let is_day = Date::parse(day).is_some_and(|date| date.day.is_some());
        (is_day && !time.is_empty()).then(|| format!("{day}T{time}"))
    }

    pub fn keywords(&self) -> Vec<&str> {
        self.list("keywords").filter_map(Value::as_str).collect()
    }

    /// The names of the contributors in a role: `author`, `publisher`.
    pub fn contributors(&self, role: &str) -> Vec<&str> {
        let has_role = |one: &&Value| one["role"] == role || array(&one["roles"]).any(|own| own == role);
        self.list("contributors").filter(has_role).filter_map(|one| one["title"].as_str()).collect()
    }

    /// The first licence: that of the data.
    pub fn licence(&self, language: &str) -> Option<Licence> {
        let licence = self.list("licenses").next()?;
        let own = |property: &str| licence[property].as_str().map(str::to_owned);
        Some(Licence {
            name: own("name"),
            title: text(licence, "title", language),
            address: web_address(&licence["path"]),
        })
    }

    /// The part of the world that all data are about, a name: DCAT calls it so.
    pub fn spatial(&self, language: &str) -> Option<String> {
        text(&self.0, "spatial", language)
    }

    /// A property of the descriptor itself.
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &Value> {
        array(&self.0[name])
    }
}

/// An address that may become a link.
fn web_address(value: &Value) -> Option<String> {
    let address = link::with_ascii_host(value.as_str()?);
    link::host(&address).is_some().then(|| address.into_owned())
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A property in a language, else as it stands without one.
fn text(object: &Value, property: &str, language: &str) -> Option<String> {
    let translated = object[Text::name(property, language)].as_str();
    translated.or(object[property].as_str()).map(str::to_owned)
}
