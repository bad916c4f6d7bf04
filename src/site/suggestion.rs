//! What nobody wrote, as an editor may copy it: the views of a package, or all of its descriptor.

use serde_json::{Value, json};

use crate::package::{
    Affix, Field, FieldType, Format, Kind, MISSING, NEGATIVES, Negative, Package, Resource, Schema, Table, Text, View,
};

/// The property `views` of a package.
pub fn text(views: &[View]) -> String {
    format!("\"views\": {:#}", value(views))
}

pub fn value(views: &[View]) -> Value {
    views.iter().map(entry).collect()
}

fn entry(view: &View) -> Value {
    let kinds: Vec<_> = view.kinds.iter().map(|kind| kind.name()).collect();
    let mut figure = json!({ "kinds": kinds });
    if view.sort {
        figure["sort"] = true.into();
    }
    if view.count {
        figure["count"] = true.into();
    }
    if let Some(split) = &view.split {
        figure["split"] = split.clone().into();
    }
    if let Some(limit) = view.limit {
        figure["limit"] = limit.into();
    }
    let of_type = if view.kinds.contains(&Kind::Line) { "line" } else { "bar" };
    let mut spec = json!({ "type": of_type, "group": view.category });
    if !view.values.is_empty() {
        spec["series"] = view.values.clone().into();
    }
    let mut entry = json!({
        "name": view.name, "title": view.title.as_written(), "resources": [view.resource],
        "specType": "simple", "spec": spec, "_figure": figure,
    });
    for (language, title) in view.title.translations() {
        entry[Text::name("title", language)] = title.into();
    }
    entry
}

/// A table whose numbers can be read in two ways: its columns, and those that leave it open, with two readings of a cell.
pub type Draft = (Schema, Vec<(String, String)>);

/// A descriptor with all tables of a package. `draft` gives what is known of a table that leaves a decision open: it
/// stands in the descriptor where the decision belongs, in a form that `check` refuses until somebody makes it.
pub fn descriptor(name: &str, package: &Package, draft: impl Fn(&Resource) -> Option<Draft>) -> String {
    let mut is_open = false;
    let mut resources = Vec::new();
    for resource in &package.descriptor.resources {
        let mut entry = json!({ "name": resource.name, "path": resource.path });
        // What cannot be read yet is named, so that it is not forgotten.
        if let Ok(table) = package.table(&resource.name) {
            let fields: Vec<_> = table.columns.iter().map(|column| field(&column.field, Some(table))).collect();
            entry["schema"] = json!({ "fields": fields, "missingValues": MISSING });
        } else if let Some((schema, open)) = draft(resource).filter(|(_, open)| !open.is_empty()) {
            let fields: Vec<_> = schema.fields.iter().map(|own| undecided(own, &open)).collect();
            entry["schema"] = json!({ "fields": fields, "missingValues": MISSING });
            is_open = true;
        }
        if let Some(delimiter) = resource.delimiter.filter(|delimiter| *delimiter != b',') {
            entry["dialect"] = json!({ "delimiter": char::from(delimiter).to_string() });
        }
        resources.push(entry);
    }
    let mut descriptor = json!({
        "name": name, "title": name, "languages": package.descriptor.languages, "resources": resources,
    });
    // A table that cannot be read yet has no view: without any, all tables are given one as soon as they can.
    if !is_open {
        descriptor["views"] = value(&package.descriptor.views);
    }
    format!("{descriptor:#}\n")
}

/// A field with both readings of a number in the place of its decimal character, if nothing says which is meant.
fn undecided(own: &Field, open: &[(String, String)]) -> Value {
    let mut entry = field(own, None);
    if let Some((_, readings)) = open.iter().find(|(name, _)| *name == own.name) {
        entry["decimalChar"] = readings.clone().into();
        if let Some(entry) = entry.as_object_mut() {
            entry.remove("groupChar");
        }
    }
    entry
}

fn field(field: &Field, table: Option<&Table>) -> Value {
    let cells = |table: &Table| {
        let column = table.column(&field.name).into_iter();
        column.flat_map(|column| (0..table.rows).filter_map(|row| column.cells.time(row))).collect::<Vec<_>>()
    };
    let times = || table.map(cells).unwrap_or_default().into_iter();
    let field_type = match &field.field_type {
        FieldType::Text => "string",
        FieldType::Number => "number",
        FieldType::Integer => "integer",
        FieldType::Year => "year",
        FieldType::Time(_) if times().any(|time| time.fract() != 0.0) => "datetime",
        FieldType::Time(_) => "date",
    };
    let mut entry = json!({ "name": field.name, "type": field_type });
    match &field.field_type {
        FieldType::Time(Format::Pattern(pattern)) => entry["format"] = pattern.clone().into(),
        FieldType::Time(Format::Any) => entry["format"] = "any".into(),
        _ => {}
    }
    let format = &field.numbers;
    if format.decimal != '.' {
        entry["decimalChar"] = format.decimal.to_string().into();
    }
    if let Some(group) = format.group {
        entry["groupChar"] = group.to_string().into();
    }
    if let Affix::Known { prefix, suffix } = &format.affix {
        entry["bareNumber"] = false.into();
        for (name, text) in [("prefix", prefix), ("suffix", suffix)] {
            if !text.is_empty() {
                entry[name] = text.clone().into();
            }
        }
    }
    if format.negative != Negative::Sign {
        entry["negative"] = NEGATIVES[format.negative as usize].0.into();
    }
    if let Some(missing) = &field.missing_values {
        entry["missingValues"] = missing.clone().into();
    }
    entry
}
