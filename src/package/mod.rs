//! A Frictionless Data Package, read and checked once: descriptor, tables, views.
//!
//! Reading never stops at the first mistake: a part that cannot be read is left out, its problems are
//! kept, and whoever asks for that part is given them.

mod date;
mod decimal;
mod descriptor;
mod geometry;
mod json;
mod schema;
mod table;
mod text;
mod view;

pub use date::Date;
pub use descriptor::{Descriptor, Resource};
pub use geometry::{Geometry, Position, Region};
pub use schema::{Field, FieldType, Schema};
pub use table::{Cells, Column, Table};
pub use text::Text;
pub use view::{Kind, View, Whole};

use crate::error::{Error, Part};

/// A descriptor and those of its tables that were read.
#[derive(Debug)]
pub struct Package {
    pub descriptor: Descriptor,
    tables: Vec<(String, Result<Table, Vec<Error>>)>,
}

impl Package {
    pub fn new(descriptor: Descriptor) -> Self {
        Self { descriptor, tables: Vec::new() }
    }

    /// Reads the table of a resource from the bytes of its file, or from why there are none.
    pub fn add(&mut self, resource: &str, file: Result<Vec<u8>, Error>) {
        let Some(known) = self.descriptor.resource(resource) else { return };
        let table = match file {
            Ok(bytes) => Table::read(known, &bytes),
            Err(error) => Err(vec![error]),
        };
        self.tables.push((resource.to_owned(), table));
    }

    /// The view of this name with its table, or everything that keeps it from being shown.
    pub fn view(&self, name: &str) -> Result<(&View, &Table), Vec<Error>> {
        let view = self.descriptor.view(name)?;
        let table = self.table(&view.resource)?;
        let problems = view.check(table, &self.descriptor.file);
        if problems.is_empty() { Ok((view, table)) } else { Err(problems) }
    }

    /// The table of a resource, or what is wrong with it.
    pub fn table(&self, resource: &str) -> Result<&Table, Vec<Error>> {
        match self.tables.iter().find(|(name, _)| name == resource) {
            Some((_, Ok(table))) => Ok(table),
            Some((_, Err(problems))) => Err(problems.clone()),
            None => Err(self.descriptor.problems_of(Part::Resource, resource)),
        }
    }

    /// Every problem of the descriptor, the tables that were read, and the views on them.
    pub fn problems(&self) -> Vec<Error> {
        let mut problems = self.descriptor.problems.clone();
        for (_, table) in &self.tables {
            problems.extend(table.as_ref().err().into_iter().flatten().cloned());
        }
        for view in &self.descriptor.views {
            if let Ok(table) = self.table(&view.resource) {
                problems.extend(view.check(table, &self.descriptor.file));
            }
        }
        problems
    }
}
