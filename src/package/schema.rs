//! A Frictionless table schema: which columns a table has and what their cells may hold.

use std::collections::HashSet;

use super::descriptor::{listed, objects};
use super::json::{Json, Object, Problems, unexpected};
use super::moment::Format;
use super::number::{Affix, NEGATIVES, NumberFormat};
use super::text::Text;
use crate::error::{Error, Part, Problem, excerpt};
use crate::text::concat;
use crate::work::{self, spend};

#[derive(Debug, Default)]
pub struct Schema {
    pub fields: Vec<Field>,
    pub primary_key: Vec<String>,
    /// Columns whose cells may not come again together.
    pub unique_keys: Vec<Vec<String>>,
    pub foreign_keys: Vec<ForeignKey>,
    /// Cells that mean "no value"; the empty cell where the schema says nothing.
    pub missing_values: Vec<String>,
    pub fields_match: FieldsMatch,
}

/// How the columns of a file have to fit the fields of its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldsMatch {
    /// The file may have columns that the schema does not describe.
    pub more: bool,
    /// It may lack some that the schema describes.
    pub fewer: bool,
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
    pub numbers: NumberFormat,
    /// Cells that mean "no value" in this column, where they are not those of its schema.
    pub missing_values: Option<Vec<String>>,
    /// The only cells that it may have.
    pub allowed: Option<Vec<String>>,
}

/// How cells are read. Types of the standard that no figure computes with are read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    Text,
    Number,
    Integer,
    Year,
    Time(Format),
}

/// The types of the standard, and `geojson` of its first version; what follows the first six is read as text.
const TYPES: [&str; 16] = [
    "number",
    "integer",
    "year",
    "date",
    "datetime",
    "yearmonth",
    "string",
    "boolean",
    "object",
    "array",
    "list",
    "time",
    "geojson",
    "duration",
    "geopoint",
    "any",
];

impl Schema {
    pub(super) async fn read(object: &Object<'_>, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let mut fields = Vec::new();
        for field in objects(object, "fields", problems).await {
            spend(field.properties.len()).await;
            if let Some(field) = Field::read(&field, languages, problems) {
                fields.push(field);
            }
        }
        let schema = Self {
            fields,
            primary_key: keys(object, "primaryKey", problems),
            unique_keys: unique_keys(object, problems),
            foreign_keys: foreign_keys(object, problems).await,
            missing_values: missing_values(object, problems).unwrap_or_else(|| vec![String::new()]),
            fields_match: fields_match(object, problems),
        };
        let foreign = schema.foreign_keys.iter().map(|foreign| ("foreignKeys", &foreign.field));
        let primary = schema.primary_key.iter().map(|key| ("primaryKey", key));
        let unique = schema.unique_keys.iter().flatten().map(|key| ("uniqueKeys", key));
        let known: HashSet<_> = work::mapped(&schema.fields, |field| &field.name).await;
        for (property, key) in primary.chain(unique).chain(foreign) {
            spend(1).await;
            if !known.contains(key) {
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
        let mut field = Self::bare(name, field_type);
        field.title = object.text("title", languages, problems);
        field.unit = object.text("unit", languages, problems);
        field.missing_values = missing_values(&object, problems);
        field.numbers = number_format(&object, problems);
        if let Some(constraints) = object.object("constraints", problems) {
            field.required = constraints.flag("required", problems);
            field.unique = constraints.flag("unique", problems);
            field.allowed = allowed(&constraints, problems);
            // Of dates and years they may be texts, which no figure needs.
            let limit = |name| match constraints.get(name) {
                Some(Json::Number(limit)) => Some(*limit),
                _ => None,
            };
            (field.minimum, field.maximum) = (limit("minimum"), limit("maximum"));
        }
        Some(field)
    }

    /// A field of which nothing but name and type are known.
    pub(super) fn bare(name: &str, field_type: FieldType) -> Self {
        Self {
            name: name.to_owned(),
            field_type,
            title: None,
            unit: None,
            required: false,
            unique: false,
            minimum: None,
            maximum: None,
            numbers: NumberFormat::default(),
            missing_values: None,
            allowed: None,
        }
    }

    /// Whether it can be drawn as a size.
    pub fn is_number(&self) -> bool {
        matches!(self.field_type, FieldType::Number | FieldType::Integer)
    }
}

fn field_type(field: &Object, problems: &mut Problems) -> Option<FieldType> {
    let name = field.string("type", problems).unwrap_or("any");
    match name {
        "number" => Some(FieldType::Number),
        "integer" => Some(FieldType::Integer),
        "year" => Some(FieldType::Year),
        "date" | "datetime" | "yearmonth" => Some(FieldType::Time(format(field, problems))),
        _ if TYPES.contains(&name) => Some(FieldType::Text),
        _ => {
            problems.push(Error::new(field.at("type"), Problem::NotOneOf, &[&listed(TYPES.into_iter()), name]));
            None
        }
    }
}

/// The standard's `decimalChar`, `groupChar` and `bareNumber`; our `prefix`, `suffix`, `negative` and `marks`.
fn number_format(field: &Object, problems: &mut Problems) -> NumberFormat {
    let character = |name, problems: &mut Problems| {
        let text = field.string(name, problems)?;
        let mut characters = text.chars();
        let only = characters.next().filter(|_| characters.next().is_none());
        if only.is_none() {
            let found = concat(&["\"", &excerpt(text), "\""]);
            problems.push(Error::new(field.at(name), Problem::Unexpected, &["a single character", &found]));
        }
        only
    };
    let decimal = character("decimalChar", problems).unwrap_or('.');
    let group = character("groupChar", problems);
    let around = |name, problems: &mut Problems| field.string(name, problems).map(|text| text.trim().to_owned());
    let affix = match (around("prefix", problems), around("suffix", problems)) {
        (None, None) if field.get("bareNumber") == Some(&Json::Flag(false)) => Affix::Unknown,
        (None, None) => Affix::None,
        (prefix, suffix) => Affix::Known { prefix: prefix.unwrap_or_default(), suffix: suffix.unwrap_or_default() },
    };
    let name = field.string("negative", problems).unwrap_or(NEGATIVES[0].0);
    let negative = NEGATIVES.iter().find(|(known, _)| *known == name);
    if negative.is_none() {
        let known = listed(NEGATIVES.iter().map(|(known, _)| *known));
        problems.push(Error::new(field.at("negative"), Problem::NotOneOf, &[&known, name]));
    }
    let negative = negative.map(|(_, negative)| *negative).unwrap_or_default();
    NumberFormat { decimal, group, affix, negative, marks: field.strings("marks", problems) }
}

fn format(field: &Object, problems: &mut Problems) -> Format {
    match field.string("format", problems) {
        None | Some("default") => Format::Iso,
        Some("any") => Format::Any,
        // The standard's first drafts wrote `fmt:` before it.
        Some(pattern) => Format::Pattern(pattern.strip_prefix("fmt:").unwrap_or(pattern).to_owned()),
    }
}

/// One name, as the standard's older form has it, or a list of names.
fn keys(object: &Object, name: &str, problems: &mut Problems) -> Vec<String> {
    match object.get(name) {
        Some(Json::Text(key)) => vec![key.clone()],
        _ => object.strings(name, problems),
    }
}

/// Lists of names.
fn unique_keys(object: &Object, problems: &mut Problems) -> Vec<Vec<String>> {
    let mut keys = Vec::new();
    for columns in object.list("uniqueKeys", problems) {
        match columns {
            Json::Text(column) => keys.push(vec![column.clone()]),
            Json::List(columns) if columns.iter().all(|column| matches!(column, Json::Text(_))) => {
                let texts =
                    columns.iter().filter_map(|column| if let Json::Text(text) = column { Some(text) } else { None });
                keys.push(texts.cloned().collect());
            }
            other => problems.push(unexpected(object.at("uniqueKeys"), "a list of texts", other)),
        }
    }
    keys
}

/// The cells of an enumeration, as they would be written.
fn allowed(constraints: &Object, problems: &mut Problems) -> Option<Vec<String>> {
    constraints.get("enum")?;
    let mut cells = Vec::new();
    for value in constraints.list("enum", problems) {
        match value {
            Json::Text(text) => cells.push(text.clone()),
            Json::Number(number) => cells.push(number.to_string()),
            Json::Flag(flag) => cells.push(flag.to_string()),
            other => problems.push(unexpected(constraints.at("enum"), "a list of texts", other)),
        }
    }
    Some(cells)
}

/// Those of one column; no figure looks anything up by two.
async fn foreign_keys(object: &Object<'_>, problems: &mut Problems) -> Vec<ForeignKey> {
    let mut foreign_keys = Vec::new();
    for foreign in objects(object, "foreignKeys", problems).await {
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

/// Texts, or objects with a `value` each.
fn missing_values(object: &Object, problems: &mut Problems) -> Option<Vec<String>> {
    object.get("missingValues")?;
    let mut values = Vec::new();
    for value in object.list("missingValues", problems) {
        match value {
            Json::Text(text) => values.push(text.clone()),
            other => {
                let labelled = Object::new(other, object.at("missingValues"), problems);
                values.extend(labelled.and_then(|own| own.string("value", problems).map(str::to_owned)));
            }
        }
    }
    Some(values)
}

/// One name, or, as the standard's second version has been read too, a list with it.
fn fields_match(object: &Object, problems: &mut Problems) -> FieldsMatch {
    const WAYS: [(&str, FieldsMatch); 5] = [
        ("exact", FieldsMatch { more: false, fewer: false }),
        ("equal", FieldsMatch { more: false, fewer: false }),
        ("subset", FieldsMatch { more: true, fewer: false }),
        ("superset", FieldsMatch { more: false, fewer: true }),
        ("partial", FieldsMatch { more: true, fewer: true }),
    ];
    let Some(name) = keys(object, "fieldsMatch", problems).pop() else { return FieldsMatch::default() };
    let known = WAYS.iter().find(|(way, _)| *way == name);
    if known.is_none() {
        let ways = listed(WAYS.iter().map(|(way, _)| *way));
        problems.push(Error::new(object.at("fieldsMatch"), Problem::NotOneOf, &[&ways, &name]));
    }
    known.map(|(_, way)| *way).unwrap_or_default()
}
