//! What nobody wrote, as an editor may copy it: the views of a package, or all of its descriptor.

use serde_json::{Value, json};

use crate::package::{Field, FieldType, Format, Kind, MISSING, Package, Table, Text, View};

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

/// A descriptor with all tables of a package.
pub fn descriptor(name: &str, package: &Package) -> String {
    let resources = package.descriptor.resources.iter().map(|resource| {
        let mut entry = json!({ "name": resource.name, "path": resource.path });
        // What cannot be read yet is named, so that it is not forgotten.
        if let Ok(table) = package.table(&resource.name) {
            let fields: Vec<_> = table.columns.iter().map(|column| field(&column.field, table)).collect();
            entry["schema"] = json!({ "fields": fields, "missingValues": MISSING });
        }
        if let Some(delimiter) = resource.delimiter.filter(|delimiter| *delimiter != b',') {
            entry["dialect"] = json!({ "delimiter": char::from(delimiter).to_string() });
        }
        entry
    });
    let descriptor = json!({
        "name": name, "title": name, "languages": package.descriptor.languages,
        "resources": resources.collect::<Vec<_>>(), "views": value(&package.descriptor.views),
    });
    format!("{descriptor:#}\n")
}

fn field(field: &Field, table: &Table) -> Value {
    let times =
        || table.column(&field.name).into_iter().flat_map(|column| (0..table.rows).map(|row| column.cells.time(row)));
    let field_type = match &field.field_type {
        FieldType::Text => "string",
        FieldType::Number => "number",
        FieldType::Integer => "integer",
        FieldType::Year => "year",
        FieldType::Time(_) if times().flatten().any(|time| time.fract() != 0.0) => "datetime",
        FieldType::Time(_) => "date",
    };
    let mut entry = json!({ "name": field.name, "type": field_type });
    match &field.field_type {
        FieldType::Time(Format::Pattern(pattern)) => entry["format"] = pattern.clone().into(),
        FieldType::Time(Format::Any) => entry["format"] = "any".into(),
        _ => {}
    }
    if field.signs.decimal != '.' {
        entry["decimalChar"] = field.signs.decimal.to_string().into();
    }
    if let Some(group) = field.signs.group {
        entry["groupChar"] = group.to_string().into();
    }
    if !field.signs.bare {
        entry["bareNumber"] = false.into();
    }
    entry
}
