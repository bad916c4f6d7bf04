//! A Frictionless table schema: which columns a table has and what their cells may hold.

use super::descriptor::{listed, objects};
use super::json::{Json, Object, Problems};
use super::text::Text;
use crate::error::{Error, Part, Problem};

#[derive(Debug, Default)]
pub struct Schema {
    pub fields: Vec<Field>,
    pub primary_key: Vec<String>,
    pub foreign_keys: Vec<ForeignKey>,
    /// Cells that mean "no value"; the empty cell where the schema says nothing.
    pub missing_values: Vec<String>,
}

/// A column whose cells are keys of another table.
#[derive(Debug, Clone)]
pub struct ForeignKey {
    pub field: String,
    pub resource: String,
    /// The column of the other table that holds the keys.
    pub key: String,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub field_type: FieldType,
    pub title: Option<Text>,
    /// What the numbers count: `%`, `Mio.`, `million`.
    pub unit: Option<Text>,
    pub required: bool,
    pub unique: bool,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
}

/// How cells are read. Types of the standard that no figure computes with are read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    Text,
    Number,
    Integer,
    Year,
}

/// The types of the standard; what follows the first three is read as text.
const TYPES: [&str; 15] = [
    "number",
    "integer",
    "year",
    "string",
    "boolean",
    "object",
    "array",
    "list",
    "datetime",
    "date",
    "time",
    "yearmonth",
    "duration",
    "geopoint",
    "any",
];

impl Schema {
    pub(super) fn read(object: &Object, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let mut fields = Vec::new();
        for field in objects(object, "fields", problems) {
            if let Some(field) = Field::read(&field, languages, problems) {
                fields.push(field);
            }
        }
        let schema = Self {
            fields,
            primary_key: keys(object, "primaryKey", problems),
            foreign_keys: foreign_keys(object, problems),
            missing_values: missing_values(object, problems),
        };
        let foreign = schema.foreign_keys.iter().map(|foreign| ("foreignKeys", &foreign.field));
        for (property, key) in schema.primary_key.iter().map(|key| ("primaryKey", key)).chain(foreign) {
            if schema.field(key).is_none() {
                let known = listed(schema.fields.iter().map(|field| field.name.as_str()));
                problems.push(Error::new(object.at(property), Problem::NotOneOf, &[&known, key]));
            }
        }
        (problems.len() == before).then_some(schema)
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    fn read(object: &Object, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let name = object.required_string("name", problems)?;
        let object = object.named(2, Part::Field, name);
        let field_type = field_type(&object, problems)?;
        let mut field = Self {
            name: name.to_owned(),
            field_type,
            title: object.text("title", languages, problems),
            unit: object.text("unit", languages, problems),
            required: false,
            unique: false,
            minimum: None,
            maximum: None,
        };
        if let Some(constraints) = object.object("constraints", problems) {
            field.required = constraints.flag("required", problems);
            field.unique = constraints.flag("unique", problems);
            field.minimum = constraints.number("minimum", problems);
            field.maximum = constraints.number("maximum", problems);
        }
        Some(field)
    }
}

fn field_type(field: &Object, problems: &mut Problems) -> Option<FieldType> {
    let name = field.string("type", problems).unwrap_or("any");
    match name {
        "number" => Some(FieldType::Number),
        "integer" => Some(FieldType::Integer),
        "year" => Some(FieldType::Year),
        _ if TYPES.contains(&name) => Some(FieldType::Text),
        _ => {
            problems.push(Error::new(field.at("type"), Problem::NotOneOf, &[&listed(TYPES.into_iter()), name]));
            None
        }
    }
}

/// One name, as the standard's older form has it, or a list of names.
fn keys(object: &Object, name: &str, problems: &mut Problems) -> Vec<String> {
    match object.get(name) {
        Some(Json::Text(key)) => vec![key.clone()],
        _ => object.strings(name, problems),
    }
}

/// Those of one column; no figure looks anything up by two.
fn foreign_keys(object: &Object, problems: &mut Problems) -> Vec<ForeignKey> {
    let mut foreign_keys = Vec::new();
    for foreign in objects(object, "foreignKeys", problems) {
        let field = keys(&foreign, "fields", problems).pop();
        let Some(reference) = foreign.required_object("reference", problems) else { continue };
        let resource = reference.string("resource", problems);
        let key = keys(&reference, "fields", problems).pop();
        if let (Some(field), Some(resource), Some(key)) = (field, resource, key) {
            foreign_keys.push(ForeignKey { field, resource: resource.to_owned(), key });
        }
    }
    foreign_keys
}

fn missing_values(object: &Object, problems: &mut Problems) -> Vec<String> {
    match object.get("missingValues") {
        None => vec![String::new()],
        Some(_) => object.strings("missingValues", problems),
    }
}
