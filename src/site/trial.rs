//! The page on which an editor tries files of a disk: a package, or a table, becomes figures without being sent anywhere.

use std::path::Path;

use minijinja::{Value, context};

use super::assets::Assets;
use super::templates::Templates;
use super::{Language, WriteError};

/// From the page to the top of the site.
const ROOT: &str = "../../";
const TEMPLATE: &str = "check/index.html";

/// Writes the page of each language below `out`.
pub fn write(languages: &[Language], assets: &Assets, www: &Path, out: &Path) -> Result<(), WriteError> {
    let templates = Templates::new(www, &[TEMPLATE])?;
    let menu = |other: &Language| context! { tag => other.locale.language.clone(), words => other.words.clone() };
    let all: Vec<_> = languages.iter().map(menu).collect();
    for language in languages {
        let context = context! {
            root => ROOT,
            language => language.locale.language.clone(),
            languages => all.clone(),
            words => language.words.clone(),
            files => assets.paths(),
            style => Value::from_safe_string(assets.head()),
        };
        templates.write(TEMPLATE, context, &out.join(&language.locale.language).join("index.html"))?;
    }
    Ok(())
}
