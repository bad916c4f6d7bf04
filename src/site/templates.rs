//! The templates of pages.

use std::path::Path;

use minijinja::{AutoEscape, Environment, Value};

use super::{WriteError, read_text, write_text};

/// Pages with gaps; what fills them is escaped, but for HTML that says it is safe.
pub struct Templates<'a> {
    environment: Environment<'static>,
    www: &'a Path,
}

impl<'a> Templates<'a> {
    /// Of `www/`, by their names there.
    pub fn new(www: &'a Path, names: &[&'static str]) -> Result<Self, WriteError> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        for &name in names {
            let path = www.join(name);
            let text = read_text(&path)?;
            environment.add_template_owned(name, text).map_err(|source| WriteError::Template { path, source })?;
        }
        Ok(Self { environment, www })
    }

    pub fn write(&self, name: &str, context: Value, path: &Path) -> Result<(), WriteError> {
        write_text(path, &self.render(name, context)?)
    }

    pub fn render(&self, name: &str, context: Value) -> Result<String, WriteError> {
        let page = self.environment.get_template(name).and_then(|template| template.render(context));
        page.map_err(|source| WriteError::Template { path: self.www.join(name), source })
    }
}
