//! `datapackage.json`: names, languages, sources, resources, views.

use super::json::{self, Object, Problems};
use super::schema::Schema;
use super::text::Text;
use super::view::View;
use crate::error::{Error, Part, Place, Problem};
use crate::text::concat;

/// What `datapackage.json` says. A resource or view that could not be read is left out; why stands in
/// `problems`.
#[derive(Debug)]
pub struct Descriptor {
    /// The name of the descriptor's own file, for messages.
    pub file: String,
    pub title: Text,
    pub description: Option<Text>,
    /// BCP 47 tags, the default language first; `en` where the descriptor says nothing.
    pub languages: Vec<String>,
    pub sources: Vec<Text>,
    pub resources: Vec<Resource>,
    pub views: Vec<View>,
    pub problems: Vec<Error>,
}

/// A file of the package at `path`, relative to the descriptor: a table as CSV, or a geometry.
#[derive(Debug)]
pub struct Resource {
    pub name: String,
    pub path: String,
    /// Empty where it is a geometry.
    pub schema: Schema,
    /// Whether its format is `topojson` or `geojson`.
    pub is_geometry: bool,
    /// The package's languages, the default first: translated columns are looked for in them.
    pub languages: Vec<String>,
}

impl Descriptor {
    /// # Errors
    /// Only where nothing at all can be shown: no UTF-8, no JSON, or no object.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        let value = json::parse(file, bytes).map_err(|error| vec![error])?;
        let mut problems = Problems::new();
        let Some(root) = Object::new(&value, Place::file(file), &mut problems) else { return Err(problems) };
        let languages = languages(&root, &mut problems);
        let mut descriptor = Self {
            file: file.to_owned(),
            title: root.text("title", &languages, &mut problems).unwrap_or_default(),
            description: root.text("description", &languages, &mut problems),
            sources: Vec::new(),
            resources: Vec::new(),
            views: Vec::new(),
            problems: Vec::new(),
            languages,
        };
        descriptor.read_lists(&root, &mut problems);
        descriptor.check(&mut problems);
        descriptor.problems = problems;
        Ok(descriptor)
    }

    fn read_lists(&mut self, root: &Object, problems: &mut Problems) {
        for source in objects(root, "sources", problems) {
            if let Some(title) = source.text("title", &self.languages, problems) {
                self.sources.push(title);
            }
        }
        for resource in objects(root, "resources", problems) {
            if let Some(resource) = Resource::read(&resource, &self.languages, problems) {
                self.resources.push(resource);
            }
        }
        for view in objects(root, "views", problems) {
            if let Some(view) = View::read(&view, &self.languages, problems) {
                self.views.push(view);
            }
        }
    }

    /// The view of this name, or what keeps it from being read.
    pub fn view(&self, name: &str) -> Result<&View, Vec<Error>> {
        match self.views.iter().find(|view| view.name == name) {
            Some(view) => Ok(view),
            None => Err(self.problems_of(Part::View, name)),
        }
    }

    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// What is wrong with a view or resource that could not be read; that there is none, where nothing is.
    pub fn problems_of(&self, part: Part, name: &str) -> Vec<Error> {
        let mut found = Vec::new();
        for problem in &self.problems {
            if problem.place().within(part, Some(name)) {
                found.push(problem.clone());
            }
        }
        if found.is_empty() {
            let (list, known) = match part {
                Part::View => ("views", listed(self.views.iter().map(|view| view.name.as_str()))),
                _ => ("resources", self.resource_names()),
            };
            let place = Place::file(&self.file).with(Part::Property, list);
            found.push(Error::new(place, Problem::NotOneOf, &[&known, name]));
        }
        found
    }

    fn check(&self, problems: &mut Problems) {
        for (index, resource) in self.resources.iter().enumerate() {
            if self.resources[..index].iter().any(|other| other.name == resource.name) {
                let place = Place::file(&self.file).with(Part::Resource, &resource.name);
                problems.push(Error::new(place, Problem::NameTwice, &[]));
            }
        }
        for (index, view) in self.views.iter().enumerate() {
            let place = Place::file(&self.file).with(Part::View, &view.name);
            if self.views[..index].iter().any(|other| other.name == view.name) {
                problems.push(Error::new(place.clone(), Problem::NameTwice, &[]));
            }
            let compared = view.compare.as_ref().map(|compare| &compare.resource);
            let named =
                [("resources", Some(&view.resource)), ("compare", compared), ("geometry", view.geometry.as_ref())];
            for (property, name) in named {
                let Some(name) = name else { continue };
                let unread = problems.iter().any(|error| error.place().within(Part::Resource, Some(name)));
                if self.resource(name).is_none() && !unread {
                    let place = place.clone().with(Part::Property, property);
                    problems.push(Error::new(place, Problem::NotOneOf, &[&self.resource_names(), name]));
                }
            }
        }
    }

    fn resource_names(&self) -> String {
        listed(self.resources.iter().map(|resource| resource.name.as_str()))
    }
}

impl Resource {
    fn read(object: &Object, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let name = object.required_string("name", problems)?;
        let object = object.named(1, Part::Resource, name);
        let path = path(&object, problems);
        let is_geometry = matches!(object.string("format", problems), Some("topojson" | "geojson"));
        let schema = if is_geometry {
            Schema::default()
        } else {
            Schema::read(&object.required_object("schema", problems)?, languages, problems)?
        };
        Some(Self { name: name.to_owned(), path: path?, schema, is_geometry, languages: languages.to_vec() })
    }
}

/// A path below the descriptor's own folder: the standard forbids all others, and so a package cannot
/// make us read what is none of its business.
fn path(resource: &Object, problems: &mut Problems) -> Option<String> {
    let path = resource.required_string("path", problems)?;
    let outside = path.contains([':', '\\']);
    let hidden = path.split('/').any(|step| step.is_empty() || step.starts_with('.'));
    if outside || hidden {
        let expected = "a file in or below the package's folder";
        problems.push(Error::new(resource.at("path"), Problem::Unexpected, &[expected, path]));
        return None;
    }
    Some(path.to_owned())
}

fn languages(root: &Object, problems: &mut Problems) -> Vec<String> {
    let mut languages = root.strings("languages", problems);
    if languages.is_empty() {
        languages.push("en".to_owned());
    }
    languages
}

/// The objects of a list, each at its number.
pub(super) fn objects<'a>(parent: &Object<'a>, list: &str, problems: &mut Problems) -> Vec<Object<'a>> {
    let mut objects = Vec::new();
    for (index, value) in parent.list(list, problems).iter().enumerate() {
        let place = parent.at(&concat(&[list, "[", &index.to_string(), "]"]));
        if let Some(object) = Object::new(value, place, problems) {
            objects.push(object);
        }
    }
    objects
}

pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(name);
    }
    list
}
