//! Views that nobody wrote, as an editor may copy them into a descriptor.

use serde_json::{Value, json};

use crate::package::{Kind, View};

/// The property `views` of a package.
pub fn text(views: &[View]) -> String {
    let views: Vec<_> = views.iter().map(entry).collect();
    format!("\"views\": {:#}", Value::from(views))
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
    json!({
        "name": view.name, "title": view.title.as_written(), "resources": [view.resource],
        "specType": "simple", "spec": spec, "_figure": figure,
    })
}
