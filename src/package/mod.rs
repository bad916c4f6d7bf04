//! A Frictionless Data Package, read and checked once: descriptor, tables, views.
//!
//! Reading never stops at the first mistake: a part that cannot be read is left out, its problems are
//! kept, and whoever asks for that part is given them.

mod columns;
mod convention;
mod date;
mod decimal;
mod descriptor;
mod frame;
mod geometry;
mod guess;
mod inferred_view;
mod json;
pub mod limits;
mod mistake;
mod moment;
mod month;
mod name;
pub mod notes;
mod number;
mod places;
mod records;
mod schema;
mod table;
mod text;
mod view;

pub use date::Date;
pub use decimal::LARGEST;
pub use descriptor::{Descriptor, Resource, Source, is_table, spaced};
pub use geometry::{Geometry, Position, Region};
pub use guess::MISSING;
pub use moment::{
    Format, Precision, clock_text, day_and_time, parse as parse_moment, quarter_of, text as moment, week_of,
};
pub use number::{Affix, NEGATIVES, Negative, NumberFormat};
pub use records::delimiter;
pub use schema::{Field, FieldType, FieldsMatch, ForeignKey, Schema};
pub use table::{Cells, Column, Table};
pub use text::Text;
pub use view::{Compare, END, Kind, START, View, Whole};

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::error::{Error, Part, Place, Problem};
use crate::text::concat;
use crate::work::{finish, spend, step};
use name::{fit_view, folded};

/// The resource with every statement of the article.
pub const STATEMENTS: &str = "statements";

/// The resource with what other sources say, by the id of the statement.
pub const FINDINGS: &str = "findings";

/// A descriptor and those of its tables that were read.
#[derive(Debug)]
pub struct Package {
    pub descriptor: Descriptor,
    tables: Read<Table>,
    geometries: Read<Rc<Geometry>>,
    /// Whether its views are those that [`Package::guess_views`] gave it.
    guessed: bool,
}

/// The resources that were read, in the order of reading, and the place of each by its name.
#[derive(Debug)]
struct Read<T> {
    all: Vec<(String, Result<T, Vec<Error>>)>,
    places: HashMap<String, usize>,
}

impl<T> Read<T> {
    fn new() -> Self {
        Self { all: Vec::new(), places: HashMap::new() }
    }

    fn insert(&mut self, name: &str, read: Result<T, Vec<Error>>) {
        match self.places.get(name) {
            Some(place) => self.all[*place].1 = read,
            None => {
                self.places.insert(name.to_owned(), self.all.len());
                self.all.push((name.to_owned(), read));
            }
        }
    }

    fn get(&self, name: &str) -> Option<&Result<T, Vec<Error>>> {
        step(1);
        self.places.get(name).map(|place| &self.all[*place].1)
    }
}

impl Package {
    pub fn new(descriptor: Descriptor) -> Self {
        Self { descriptor, tables: Read::new(), geometries: Read::new(), guessed: false }
    }

    /// Reads a resource from the bytes of its file, or from why there are none; what was read of it before is forgotten.
    pub fn add(&mut self, resource: &str, file: Result<Vec<u8>, Error>) {
        finish(self.read(resource, file));
    }

    /// As [`Self::add`], in slices.
    pub async fn read(&mut self, resource: &str, file: Result<Vec<u8>, Error>) {
        let Some(known) = self.descriptor.resource(resource) else { return };
        let file = file.and_then(|bytes| limited(&known.path, bytes)).map_err(|error| vec![error]);
        if known.is_geometry {
            let is_named = |name: &Option<String>| name.as_deref() == Some(resource);
            let mut views = self.descriptor.views.iter();
            let is_ground = views.clone().any(|view| is_named(&view.ground)) && !views.any(|it| is_named(&it.geometry));
            let geometry = match file {
                Ok(bytes) if is_ground => Geometry::ground(&known.path, &bytes, &known.languages).await,
                Ok(bytes) => Geometry::keyed(&known.path, &bytes, known.region_key.as_ref()).await,
                Err(errors) => Err(errors),
            };
            let geometry = geometry.map(Rc::new);
            self.geometries.insert(resource, geometry);
        } else {
            let table = match file {
                Ok(bytes) => Table::read(known, &bytes).await,
                Err(errors) => Err(errors),
            };
            self.tables.insert(resource, table);
        }
    }

    /// Lets go of all cells, in slices.
    pub async fn release(self) {
        for (_, table) in self.tables.all {
            if let Ok(table) = table {
                table.release().await;
            }
        }
    }

    /// Gives a package that says nothing of views one for each table that any kind of figure fits.
    pub fn guess_views(&mut self) {
        finish(self.infer_views());
    }

    /// As [`Self::guess_views`], in slices.
    pub async fn infer_views(&mut self) {
        if !self.descriptor.lacks_views() {
            return;
        }
        self.guessed = true;
        let (mut views, mut names) = (Vec::new(), HashMap::new());
        for (name, table) in self.tables.all.iter() {
            spend(1).await;
            if views.len() == limits::VIEWS {
                break;
            }
            let Ok(table) = table else { continue };
            let Some(mut view) = inferred_view::view(name, table, &self.descriptor).await else { continue };
            view.name = fit_view(&view.name);
            // Different names may be the same in an address, or on a disk.
            while let Some(count) = names.get_mut(&folded(&view.name)) {
                *count += 1;
                view.name = concat(&[&view.name, "-", &usize::to_string(count)]);
            }
            names.insert(folded(&view.name), 1);
            views.push(view);
        }
        self.descriptor.set_views(views);
    }

    /// Whether its views are guessed, even if none was found.
    pub fn is_guessed(&self) -> bool {
        self.guessed
    }

    /// What a package without views of its own could have been given none for, and why.
    pub fn undrawn(&self) -> Vec<Error> {
        finish(self.obstacles())
    }

    /// As [`Self::undrawn`], in slices.
    pub async fn obstacles(&self) -> Vec<Error> {
        let mut undrawn = Vec::new();
        if !self.guessed {
            return undrawn;
        }
        let drawn: HashSet<_> = self.descriptor.views.iter().map(|view| &view.resource).collect();
        for (name, table) in &self.tables.all {
            spend(1).await;
            if let (Ok(table), false) = (table, drawn.contains(name)) {
                undrawn.push(notes::obstacle(table).await);
            }
        }
        undrawn.extend(self.descriptor.unreadable());
        undrawn
    }

    /// Returns notes on tables and views that can be read: decisions that the files leave open, and rows and
    /// columns that no figure shows.
    pub fn notes(&self) -> Vec<Error> {
        finish(self.remarks())
    }

    /// As [`Self::notes`], in slices.
    pub async fn remarks(&self) -> Vec<Error> {
        let mut notes = Vec::new();
        for table in self.tables() {
            spend(1).await;
            notes.extend_from_slice(&table.notes);
        }
        for view in &self.descriptor.views {
            spend(1).await;
            if let Some(Ok(table)) = self.tables.get(&view.resource) {
                notes.extend(notes::notes(view, table, self.guessed).await);
            }
        }
        notes
    }

    /// The view of this name with its table, or everything that keeps it from being shown.
    pub fn view(&self, name: &str) -> Result<(&View, &Table), Vec<Error>> {
        finish(self.checked_view(name))
    }

    /// As [`Self::view`], in slices.
    pub async fn checked_view(&self, name: &str) -> Result<(&View, &Table), Vec<Error>> {
        let view = match self.descriptor.view(name) {
            Ok(view) => view,
            // For a package that shows nothing, the reason says more.
            Err(_) if self.descriptor.views.is_empty() => return Err(self.check().await),
            Err(unknown) => return Err(unknown),
        };
        let table = self.table(&view.resource)?;
        let problems = self.check_view(view, table).await;
        if problems.is_empty() { Ok((view, table)) } else { Err(problems) }
    }

    async fn check_view(&self, view: &View, table: &Table) -> Vec<Error> {
        self.list_keys(table).await;
        let mut problems = view.check(table, &self.descriptor.file).await;
        problems.extend(self.too_many_files(view));
        problems.extend(self.misplaced(view, table).await);
        problems
    }

    /// The table of a resource, or what is wrong with it.
    pub fn table(&self, resource: &str) -> Result<&Table, Vec<Error>> {
        match self.tables.get(resource) {
            Some(Ok(table)) => Ok(table),
            Some(Err(problems)) => Err(problems.clone()),
            None => Err(self.descriptor.problems_of(Part::Resource, resource)),
        }
    }

    /// Whether a table has statements or quotations of an article.
    pub fn has_statements(&self) -> bool {
        self.tables().any(Table::quotes)
    }

    /// The tables that could be read.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.all.iter().filter_map(|(_, table)| table.as_ref().ok())
    }

    /// The geometry of a resource, or what is wrong with it.
    pub fn geometry(&self, resource: &str) -> Result<Rc<Geometry>, Vec<Error>> {
        match self.geometries.get(resource) {
            Some(Ok(geometry)) => Ok(Rc::clone(geometry)),
            Some(Err(problems)) => Err(problems.clone()),
            None => Err(self.descriptor.problems_of(Part::Resource, resource)),
        }
    }

    /// The resources that a view needs: its own, those that its keys lead to, and what others say. At most one more than
    /// [`limits::FILES`].
    pub fn resources_of(&self, view: &View) -> Vec<String> {
        let mut needed = vec![view.resource.clone()];
        let compared = view.compare.as_ref().map(|compare| &compare.resource);
        for other in [compared, view.geometry.as_ref(), view.ground.as_ref()].into_iter().flatten() {
            needed.push(other.clone());
        }
        let mut known: HashSet<_> = needed.iter().cloned().collect();
        let mut next = 0;
        while let Some(resource) = needed.get(next).and_then(|name| self.descriptor.resource(name)) {
            for foreign in resource.foreign_keys() {
                if needed.len() <= limits::FILES && known.insert(foreign.resource.clone()) {
                    needed.push(foreign.resource.clone());
                }
            }
            next += 1;
        }
        if self.descriptor.resource(FINDINGS).is_some() {
            needed.push(FINDINGS.to_owned());
        }
        needed
    }

    fn too_many_files(&self, view: &View) -> Option<Error> {
        let place = Place::file(&self.descriptor.file).with(Part::View, &view.name);
        let error = || Error::new(place, Problem::FilesMany, &[&limits::FILES.to_string()]);
        (self.resources_of(view).len() > limits::FILES).then(error)
    }

    /// Where the key in a cell leads: another table and its row.
    pub fn referred(&self, table: &Table, field: &str, row: usize) -> Option<(&Table, usize)> {
        let foreign = table.foreign_keys.iter().find(|foreign| foreign.field == field)?;
        let other = self.table(&foreign.resource).ok()?;
        Some((other, other.row_of(&foreign.key, &table.cell(field, row)?)?))
    }

    /// Lists the rows that the keys of a table can lead to, before they are asked for one by one.
    async fn list_keys(&self, table: &Table) {
        for foreign in &table.foreign_keys {
            if let Ok(other) = self.table(&foreign.resource)
                && let Some(keys) = other.column(&foreign.key)
            {
                keys.list_rows().await;
            }
        }
    }

    /// Places of a map that are not on it, each once.
    async fn misplaced(&self, view: &View, table: &Table) -> Vec<Error> {
        let geometry = view.geometry.as_ref().and_then(|name| self.geometry(name).ok());
        let (Some(geometry), true) = (geometry, view.kinds.contains(&Kind::Map)) else { return Vec::new() };
        let land = places::Land::of(&geometry);
        let (mut known, mut problems) = (HashSet::new(), Vec::new());
        for row in 0..table.rows {
            spend(1).await;
            if let Some((places, row)) = self.referred(table, places::PLACE, row)
                && known.insert(row)
            {
                problems.extend(land.check(places, row));
            }
        }
        problems
    }

    /// Keys that lead nowhere.
    async fn lost_keys(&self, table: &Table) -> Vec<Error> {
        let mut problems = Vec::new();
        self.list_keys(table).await;
        for foreign in &table.foreign_keys {
            let Ok(other) = self.table(&foreign.resource) else { continue };
            let keys = other.column(&foreign.key);
            let is_lost = |key: &String| keys.is_none_or(|keys| keys.row_of(key).is_none());
            for row in 0..table.rows {
                spend(1).await;
                let Some(key) = table.cell(&foreign.field, row).filter(is_lost) else { continue };
                let place = Place::file(&table.file).row(table.line_of(row)).with(Part::Column, &foreign.field);
                problems.push(Error::new(place, Problem::UnknownKey, &[&foreign.resource, &key]));
            }
        }
        problems
    }

    /// What is wrong with tables that could not be read.
    pub fn broken(&self) -> Vec<Error> {
        self.tables.all.iter().filter_map(|(_, table)| table.as_ref().err()).flatten().cloned().collect()
    }

    /// Every problem of the descriptor, the tables that were read, and the views on them; why nothing can be shown,
    /// where that is so.
    pub fn problems(&self) -> Vec<Error> {
        finish(self.check())
    }

    /// As [`Self::problems`], in slices.
    pub async fn check(&self) -> Vec<Error> {
        let mut problems = self.descriptor.problems.clone();
        for (_, table) in &self.tables.all {
            spend(1).await;
            match table {
                Ok(table) => problems.extend(self.lost_keys(table).await),
                Err(errors) => problems.extend(errors.iter().cloned()),
            }
        }
        if self.descriptor.views.is_empty() {
            problems.extend(self.obstacles().await);
        }
        if self.descriptor.views.is_empty() && self.tables.all.is_empty() && problems.is_empty() {
            let place = Place::file(&self.descriptor.file).with(Part::Property, "resources");
            problems.push(Error::new(place, Problem::Missing, &["a list with a table"]));
        }
        // What no view draws need not be of a kind that can be drawn.
        let drawn: HashSet<_> = self.descriptor.views.iter().flat_map(View::outlines).collect();
        for (_, geometry) in self.geometries.all.iter().filter(|(name, _)| drawn.contains(name)) {
            problems.extend(geometry.as_ref().err().into_iter().flatten().cloned());
        }
        for view in &self.descriptor.views {
            spend(1).await;
            if let Some(Ok(table)) = self.tables.get(&view.resource) {
                problems.extend(self.check_view(view, table).await);
            }
        }
        problems
    }
}

/// The bytes of a file, unless there are too many.
fn limited(path: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let found = bytes.len();
    if found <= limits::BYTES {
        return Ok(bytes);
    }
    Err(Error::new(Place::file(path), Problem::FileLarge, &[&limits::BYTES.to_string(), &found.to_string()]))
}
