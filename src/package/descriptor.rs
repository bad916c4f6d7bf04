//! `datapackage.json`: names, languages, sources, resources, views.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::mem;

use super::json::{self, Json, Object, Problems, unexpected};
use super::limits;
use super::mistake::quoted;
use super::name::{folded, unfit};
use super::schema::{ForeignKey, Schema};
use super::text::Text;
use super::view::View;
use crate::error::{Error, Part, Place, Problem};
use crate::text::concat;
use crate::work::{self, finish, spend, step, weight};

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
    pub sources: Vec<Source>,
    pub resources: Vec<Resource>,
    pub views: Vec<View>,
    /// Resources that are neither tables nor geometries, by name, with their path or what they have instead: pictures,
    /// JSON, files elsewhere. No figure draws them.
    pub unread: Vec<(String, String)>,
    pub problems: Vec<Error>,
    resource_places: Places,
    view_places: Places,
}

/// A source of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub title: Text,
    /// An address, where it has one.
    pub path: Option<String>,
}

/// Where each name is in a list first, once it is asked for.
type Places = OnceCell<HashMap<String, usize>>;

/// A file of the package at `path`, relative to the descriptor: a table as CSV, or a geometry.
#[derive(Debug)]
pub struct Resource {
    pub name: String,
    pub path: String,
    pub title: Option<Text>,
    /// Of a table; `None` where it says nothing of its columns, so that their cells have to tell.
    pub schema: Option<Schema>,
    /// What separates cells, where the descriptor says it.
    pub delimiter: Option<u8>,
    /// What stands around cells, and what begins a line that is no row, where it says so.
    pub quote: Option<u8>,
    pub comment: Option<u8>,
    /// Whether its format is `topojson` or `geojson`.
    pub is_geometry: bool,
    /// The property of a geometry's features that places name their region by, and where the descriptor says so. `None`:
    /// the feature's `id`.
    pub region_key: Option<(String, Place)>,
    /// The package's languages, the default first: translated columns are looked for in them.
    pub languages: Vec<String>,
}

/// What a resource has to be for a figure to draw it.
const TABLE_FILE: &str = "a CSV file in or below the package's folder";

impl Descriptor {
    /// # Errors
    /// Only where nothing at all can be shown: no UTF-8, no JSON, or no object.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        finish(Self::read(file, bytes))
    }

    /// As [`Self::parse`], in slices.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub async fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        if bytes.len() > limits::DESCRIPTOR_BYTES {
            let (most, found) = (limits::DESCRIPTOR_BYTES.to_string(), bytes.len().to_string());
            return Err(vec![Error::new(Place::file(file), Problem::FileLarge, &[&most, &found])]);
        }
        let value = json::read(file, bytes).await.map_err(|error| vec![error])?;
        let descriptor = Self::of(file, &value).await;
        value.release().await;
        descriptor
    }

    async fn of(file: &str, value: &Json) -> Result<Self, Vec<Error>> {
        let mut problems = Problems::new();
        let Some(root) = Object::new(value, Place::file(file), &mut problems) else { return Err(problems) };
        let languages = languages(&root, &mut problems);
        let mut descriptor = Self {
            file: file.to_owned(),
            title: root.text("title", &languages, &mut problems).unwrap_or_default(),
            description: root.text("description", &languages, &mut problems),
            sources: Vec::new(),
            resources: Vec::new(),
            views: Vec::new(),
            unread: Vec::new(),
            problems: Vec::new(),
            resource_places: Places::new(),
            view_places: Places::new(),
            languages,
        };
        if descriptor.title == Text::default() {
            let name = root.string("name", &mut Problems::new()).unwrap_or_default();
            descriptor.title = Text::new(&spaced(name), descriptor.languages.first().map_or("", |own| own));
        }
        descriptor.read_lists(&root, &mut problems).await;
        descriptor.leave_alike(&mut problems).await;
        descriptor.check(&mut problems).await;
        descriptor.problems = problems;
        Ok(descriptor)
    }

    /// A package of CSV files of which nothing but their paths is known.
    pub fn of_files(paths: &[String], language: &str) -> Self {
        let mut resources = Vec::new();
        for (path, name) in paths.iter().zip(names(paths)) {
            resources.push(Resource::of_file(path, name, language));
        }
        Self {
            file: paths.first().cloned().unwrap_or_default(),
            title: Text::default(),
            description: None,
            languages: vec![language.to_owned()],
            sources: Vec::new(),
            resources,
            views: Vec::new(),
            unread: Vec::new(),
            problems: Vec::new(),
            resource_places: Places::new(),
            view_places: Places::new(),
        }
    }

    async fn read_lists(&mut self, root: &Object<'_>, problems: &mut Problems) {
        for source in objects(root, "sources", problems).await {
            if let Some(title) = source.text("title", &self.languages, problems) {
                let path = source.string("path", &mut Problems::new()).map(str::to_owned);
                self.sources.push(Source { title, path });
            }
        }
        for resource in limited(root, "resources", limits::RESOURCES, problems).await {
            spend(resource.properties.len()).await;
            if let Some(unread) = unread(&resource) {
                self.unread.push(unread);
            } else if let Some(resource) = Resource::read(&resource, &self.languages, problems).await {
                self.resources.push(resource);
            }
        }
        for view in limited(root, "views", limits::VIEWS, problems).await {
            spend(view.properties.len()).await;
            if View::is_foreign(&view) {
                continue;
            }
            if let Some(view) = View::read(&view, &self.languages, problems) {
                self.views.push(view);
            }
        }
    }

    /// The view of this name, or what keeps it from being read.
    pub fn view(&self, name: &str) -> Result<&View, Vec<Error>> {
        let names = || self.views.iter().map(|view| &view.name);
        match place_of(&self.view_places, names, name) {
            Some(place) => Ok(&self.views[place]),
            None => Err(self.problems_of(Part::View, name)),
        }
    }

    pub fn resource(&self, name: &str) -> Option<&Resource> {
        let names = || self.resources.iter().map(|resource| &resource.name);
        place_of(&self.resource_places, names, name).map(|place| &self.resources[place])
    }

    /// Replaces all views.
    pub(super) fn set_views(&mut self, views: Vec<View>) {
        (self.views, self.view_places) = (views, Places::new());
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

    /// Leaves out views and resources that a disk may take for others.
    async fn leave_alike(&mut self, problems: &mut Problems) {
        let file = Place::file(&self.file);
        let mut known = HashMap::new();
        for view in mem::take(&mut self.views) {
            let place = || file.clone().with(Part::View, &view.name);
            match other_of(&mut known, &view.name).await {
                Some(other) => problems.push(Error::new(place(), Problem::NameAlike, &[&other])),
                None => self.views.push(view),
            }
        }
        let mut known = HashMap::from([(folded(&self.file), self.file.clone())]);
        for resource in mem::take(&mut self.resources) {
            let place = || file.clone().with(Part::Resource, &resource.name).with(Part::Property, "path");
            match other_of(&mut known, &resource.path).await {
                Some(other) => problems.push(Error::new(place(), Problem::NameAlike, &[&other])),
                None => self.resources.push(resource),
            }
        }
    }

    async fn check(&self, problems: &mut Problems) {
        let mut known = HashSet::new();
        for resource in &self.resources {
            spend(1).await;
            if !known.insert(&resource.name) {
                let place = Place::file(&self.file).with(Part::Resource, &resource.name);
                problems.push(Error::new(place, Problem::NameTwice, &[]));
            }
        }
        let told: HashSet<_> =
            work::kept(&*problems, |error| error.place().part(Part::Resource).map(str::to_owned)).await;
        let mut known = HashSet::new();
        for view in &self.views {
            let place = Place::file(&self.file).with(Part::View, &view.name);
            if !known.insert(&view.name) {
                problems.push(Error::new(place.clone(), Problem::NameTwice, &[]));
            }
            let compared = view.compare.as_ref().map(|compare| &compare.resource);
            let (geometry, ground) = (view.geometry.as_ref(), view.ground.as_ref());
            let named = [
                ("resources", Some(&view.resource)),
                ("compare", compared),
                ("geometry", geometry),
                ("ground", ground),
            ];
            for (property, name) in named {
                spend(1).await;
                let Some(name) = name else { continue };
                if self.resource(name).is_none() && !told.contains(name) {
                    problems.push(self.missing(name, place.clone().with(Part::Property, property)));
                }
            }
        }
    }

    /// Whether it says nothing of views, not even something that cannot be read.
    pub fn lacks_views(&self) -> bool {
        self.views.is_empty() && !self.problems.iter().any(|error| error.place().within(Part::View, None))
    }

    /// Resources that no figure can draw, whatever is in them.
    pub(super) fn unreadable(&self) -> impl Iterator<Item = Error> {
        let place = |name| Place::file(&self.file).with(Part::Resource, name);
        self.unread.iter().map(move |(name, found)| Error::new(place(name), Problem::Unexpected, &[TABLE_FILE, found]))
    }

    /// Why a resource that is named in a place cannot be drawn.
    fn missing(&self, name: &str, place: Place) -> Error {
        match self.unread.iter().find(|(unread, _)| unread == name) {
            Some((_, found)) => Error::new(place, Problem::Unexpected, &[TABLE_FILE, found]),
            None => Error::new(place, Problem::NotOneOf, &[&self.resource_names(), name]),
        }
    }

    fn resource_names(&self) -> String {
        listed(self.resources.iter().map(|resource| resource.name.as_str()))
    }
}

impl Resource {
    async fn read(object: &Object<'_>, languages: &[String], problems: &mut Problems) -> Option<Self> {
        // The standard's drafts asked for no name; then a file has that of its path.
        let unnamed = object.get("name").is_none();
        let of_path = own_path(object).filter(|_| unnamed).map(stem);
        let name = match of_path {
            Some(name) => name,
            None => object.required_string("name", problems)?,
        };
        let object = object.named(1, Part::Resource, name);
        let path = path(&object, problems);
        let is_geometry = matches!(object.string("format", problems), Some("topojson" | "geojson"));
        let before = problems.len();
        let schema = match object.get("schema").filter(|_| !is_geometry) {
            Some(found @ Json::Text(_)) => {
                problems.push(unexpected(object.at("schema"), "a schema in the descriptor itself", found));
                None
            }
            Some(_) => match object.object("schema", problems) {
                Some(schema) => Schema::read(&schema, languages, problems).await,
                None => None,
            },
            None => None,
        };
        let sign = |name, problems: &mut Problems| dialect_sign(&object, name, problems);
        let (delimiter, quote) = (sign("delimiter", problems), sign("quoteChar", problems));
        let comment = sign("commentChar", problems);
        check_header(&object, problems);
        let region_key = object.string("regionKey", problems).map(|key| (key.to_owned(), object.at("regionKey")));
        if problems.len() > before {
            return None;
        }
        Some(Self {
            name: name.to_owned(),
            path: path?,
            title: object.text("title", languages, problems),
            delimiter,
            quote,
            comment,
            schema: schema.filter(|schema| !schema.fields.is_empty()),
            is_geometry,
            region_key,
            languages: languages.to_vec(),
        })
    }

    /// A CSV file of which nothing but its path is known.
    fn of_file(path: &str, name: &str, language: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            title: None,
            schema: None,
            delimiter: None,
            quote: None,
            comment: None,
            is_geometry: false,
            region_key: None,
            languages: vec![language.to_owned()],
        }
    }

    /// The foreign keys of its schema.
    pub fn foreign_keys(&self) -> &[ForeignKey] {
        self.schema.as_ref().map_or(&[], |schema| &schema.foreign_keys)
    }
}

/// Whether a file of which nothing but its path is known is taken for a table.
pub fn is_table(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    is_inside(path) && ending.is_some_and(|ending| matches!(&*ending, "csv" | "tsv" | "tab"))
}

/// As short names of files as tell them apart: without folders and endings, with folders, else the whole paths.
fn names(paths: &[String]) -> Vec<&str> {
    for short in [stem, without_ending] {
        let names: Vec<_> = paths.iter().map(|path| short(path)).collect();
        if names.iter().collect::<HashSet<_>>().len() == names.len() {
            return names;
        }
    }
    paths.iter().map(String::as_str).collect()
}

fn without_ending(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(name, _)| name)
}

/// The name of a file without its folders and its ending.
fn stem(path: &str) -> &str {
    without_ending(path.rsplit('/').next().unwrap_or(path))
}

/// The name of a resource that is neither a CSV file of the package nor a geometry, and what it is instead.
fn unread(resource: &Object) -> Option<(String, String)> {
    let quiet = &mut Problems::new();
    let text = |name| match resource.get(name) {
        Some(Json::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let path = own_path(resource);
    let ending = path.and_then(|path| path.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let is_table = match text("format").or(ending.as_deref()) {
        Some(format) => matches!(&*format.to_ascii_lowercase(), "csv" | "tsv" | "tab" | "txt" | "topojson" | "geojson"),
        None => true,
    };
    let elsewhere = path.is_some_and(|path| path.starts_with("http://") || path.starts_with("https://"));
    let inline = path.is_none() && resource.get("data").is_some();
    let several = path.is_none() && matches!(resource.get("path"), Some(Json::List(_)));
    let found = match path {
        Some(path) if elsewhere || !is_table => path,
        None if inline => "data: …",
        _ if several => "path: […]",
        _ => return None,
    };
    Some((resource.string("name", quiet).unwrap_or_default().to_owned(), found.to_owned()))
}

/// The dialect of a resource, as the standard's first version and its second write it, and as frictionless-py does, below
/// `csv`; the one that has a property.
fn dialect<'a>(resource: &Object<'a>, name: &str, problems: &mut Problems) -> Option<Object<'a>> {
    let dialect = resource.object("dialect", problems)?;
    let own = dialect.object("csv", problems).filter(|own| own.get(name).is_some());
    Some(own.unwrap_or(dialect))
}

/// A sign of a dialect that is one byte, as all are that CSV is written with.
fn dialect_sign(resource: &Object, name: &str, problems: &mut Problems) -> Option<u8> {
    // What is wrong with the dialect itself is said once.
    let dialect = dialect(resource, name, &mut Problems::new())?;
    let sign = dialect.string(name, problems)?;
    if sign == "\\t" {
        return Some(b'\t');
    }
    let byte = sign.bytes().next().filter(|_| sign.len() == 1);
    if byte.is_none() {
        problems.push(unexpected(dialect.at(name), "a character such as ; or #", &Json::Text(sign.to_owned())));
    }
    byte
}

/// Without names above them, the first row would be lost.
fn check_header(resource: &Object, problems: &mut Problems) {
    let Some(dialect) = dialect(resource, "header", problems) else { return };
    if let Some(found @ Json::Flag(false)) = dialect.get("header") {
        problems.push(unexpected(dialect.at("header"), "a row of names above the others", found));
    }
}

/// A name as words: `gapminder_health-income` is `Gapminder health income`.
pub fn spaced(name: &str) -> String {
    let mut words = String::new();
    for sign in name.chars() {
        match sign {
            '_' | '-' if !words.is_empty() => words.push(' '),
            _ if words.is_empty() => words.extend(sign.to_uppercase()),
            _ => words.push(sign),
        }
    }
    words
}

/// A path below the descriptor's own folder: the standard forbids all others, and so a package cannot
/// make us read what is none of its business.
fn path(resource: &Object, problems: &mut Problems) -> Option<String> {
    let path = own_path(resource).or_else(|| resource.required_string("path", problems))?;
    if !is_inside(path) {
        let expected = "a file in or below the package's folder";
        problems.push(Error::new(resource.at("path"), Problem::Unexpected, &[expected, path]));
        return None;
    }
    // A site has the file by this name, and a browser runs what is called HTML or SVG.
    let expected = path.split('/').find_map(unfit).or_else(|| (!is_data(path)).then_some(DATA_FILE));
    if let Some(expected) = expected {
        problems.push(Error::new(resource.at("path"), Problem::Unexpected, &[expected, &quoted(path)]));
        return None;
    }
    Some(path.to_owned())
}

const DATA_FILE: &str = "a file whose name ends in .csv, .tsv, .tab, .txt, .json, .geojson or .topojson";

fn is_data(path: &str) -> bool {
    const ENDINGS: [&str; 7] = ["csv", "tsv", "tab", "txt", "json", "geojson", "topojson"];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The path of a resource of one file, which may stand in a list.
fn own_path<'a>(resource: &Object<'a>) -> Option<&'a str> {
    let path = match resource.get("path")? {
        Json::List(paths) if paths.len() == 1 => &paths[0],
        path => path,
    };
    let Json::Text(path) = path else { return None };
    Some(path.strip_prefix("./").unwrap_or(path)).filter(|path| !path.is_empty())
}

fn is_inside(path: &str) -> bool {
    !path.contains(|own: char| matches!(own, ':' | '\\') || own.is_control())
        && !path.split('/').any(|step| step.is_empty() || step.starts_with('.'))
}

fn languages(root: &Object, problems: &mut Problems) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    let mut known = HashMap::new();
    for tag in root.strings("languages", problems) {
        let place = || root.at("languages");
        if let Some(expected) = unfit(&tag) {
            problems.push(Error::new(place(), Problem::Unexpected, &[expected, &quoted(&tag)]));
            continue;
        }
        match known.insert(folded(&tag), tag.clone()) {
            Some(other) if other != tag => problems.push(Error::new(place(), Problem::NameAlike, &[&other])),
            Some(_) => {}
            None => languages.push(tag),
        }
    }
    if languages.len() > limits::LANGUAGES {
        problems.push(long_list(root, "languages", limits::LANGUAGES, languages.len()));
        languages.truncate(limits::LANGUAGES);
    }
    if languages.is_empty() {
        languages.push("en".to_owned());
    }
    languages
}

/// The objects of a list, each at its number.
pub(super) async fn objects<'a>(parent: &Object<'a>, list: &str, problems: &mut Problems) -> Vec<Object<'a>> {
    let mut objects = Vec::new();
    for (index, value) in parent.list(list, problems).iter().enumerate() {
        spend(1).await;
        let place = parent.at(&concat(&[list, "[", &index.to_string(), "]"]));
        if let Some(object) = Object::new(value, place, problems) {
            objects.push(object);
        }
    }
    objects
}

/// The first of a list of objects, and a problem where there are more.
async fn limited<'a>(root: &Object<'a>, list: &str, most: usize, problems: &mut Problems) -> Vec<Object<'a>> {
    let mut objects = objects(root, list, problems).await;
    if objects.len() > most {
        problems.push(long_list(root, list, most, objects.len()));
        objects.truncate(most);
    }
    objects
}

fn long_list(root: &Object, list: &str, most: usize, found: usize) -> Error {
    Error::new(root.at(list), Problem::ListLong, &[&most.to_string(), &found.to_string()])
}

fn place_of<'a, Names: Iterator<Item = &'a String>>(
    places: &Places,
    names: impl Fn() -> Names,
    name: &str,
) -> Option<usize> {
    step(1);
    let first = || {
        let mut first = HashMap::new();
        for (place, name) in names().enumerate() {
            first.entry(name.clone()).or_insert(place);
        }
        first
    };
    places.get_or_init(first).get(name).copied()
}

/// The other name that a disk may take for this one, if there is one.
async fn other_of(known: &mut HashMap<String, String>, name: &str) -> Option<String> {
    spend(weight(name.as_bytes())).await;
    let other = known.entry(folded(name)).or_insert_with(|| name.to_owned());
    (other != name).then(|| other.clone())
}

/// Names for a message, as many as a reader may look at.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const LONGEST: usize = 2000;
    let mut list = String::new();
    for name in names {
        if list.len() > LONGEST {
            list.push_str(", …");
            break;
        }
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(name);
    }
    list
}
