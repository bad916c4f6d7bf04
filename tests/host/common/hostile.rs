//! A package whose texts and addresses are markup, scripts and ends of elements.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

/// Changes the title of a page in which it is anything but text.
pub const HOSTILE: &str = "\"'><img src=x onerror=\"document.title='hacked'\"></script></title></svg><script>document.title='hacked'</script>\
    <a href=\"javascript:document.title='hacked'\">x</a>";
const ADDRESS: &str = "javascript:document.title='hacked'";

/// A text that a template or a message would fill, and its result. No page may have that.
pub const TEMPLATE: &str = "{{ 191 * 191 }}{% set a = 1 %}{# a #}{0}${191*191}";
pub const FILLED: &str = "36481";

/// The package of [`hostile_package`], with every text of its descriptor that is no name, and every unit, a hostile one that
/// is a formula and a template too.
pub fn worse_package(folder: &Path) -> Result<()> {
    hostile_package(folder)?;
    let path = folder.join("datapackage.json");
    let mut descriptor: Value = serde_json::from_slice(&fs::read(&path)?)?;
    let hostile = || Value::from(format!("=1+1 {TEMPLATE} {HOSTILE}"));
    for (name, value) in descriptor.as_object_mut().into_iter().flatten() {
        if ["version", "spatial", "homepage", "id"].contains(&name.as_str()) {
            *value = hostile();
        }
    }
    descriptor["keywords"] = Value::from(vec![hostile()]);
    descriptor["contributors"] =
        serde_json::json!([{ "title": hostile(), "roles": ["author", "publisher"], "path": ADDRESS }]);
    descriptor["licenses"] = serde_json::json!([{ "name": hostile(), "title": hostile(), "path": ADDRESS }]);
    worse_texts(&mut descriptor, &hostile);
    Ok(fs::write(path, descriptor.to_string())?)
}

fn worse_texts(value: &mut Value, hostile: &dyn Fn() -> Value) {
    const TEXTS: [&str; 9] =
        ["title", "description", "subtitle", "note", "tab", "unit", "remainder", "whole_name", "summary"];
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| worse_texts(item, hostile)),
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                match value {
                    Value::String(_) if TEXTS.contains(&name.split('@').next().unwrap_or_default()) => {
                        *value = hostile()
                    }
                    other => worse_texts(other, hostile),
                }
            }
        }
        _ => {}
    }
}

/// The article's package with hostile texts and addresses wherever readers see one.
pub fn hostile_package(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(super::folder("data"))? {
        let path = entry?.path();
        let copy = folder.join(path.file_name().unwrap_or_default());
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => hostile_table(&path, &copy)?,
            Some("json") if path.ends_with("datapackage.json") => {
                let mut descriptor: Value = serde_json::from_slice(&fs::read(&path)?)?;
                hostile_texts(&mut descriptor);
                fs::write(copy, descriptor.to_string())?;
            }
            _ => drop(fs::copy(&path, copy)?),
        }
    }
    Ok(())
}

fn hostile_table(path: &Path, copy: &Path) -> Result<()> {
    const TEXTS: [&str; 8] =
        ["name", "quotation", "note", "finding", "summary", "reason", "source_note", "period_name"];
    let mut reader = csv::Reader::from_path(path)?;
    let mut writer = csv::Writer::from_path(copy)?;
    let heads = reader.headers()?.clone();
    writer.write_record(&heads)?;
    for record in reader.records() {
        let record = record?;
        let cells = heads.iter().zip(&record).map(|(head, cell)| match head {
            _ if cell.is_empty() => String::new(),
            "source" | "address" => ADDRESS.to_owned(),
            head if TEXTS.contains(&head.split('@').next().unwrap_or_default()) => format!("{cell} {HOSTILE}"),
            _ => cell.to_owned(),
        });
        writer.write_record(cells)?;
    }
    Ok(writer.flush()?)
}

/// All titles and descriptions, whatever they are of.
fn hostile_texts(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(hostile_texts),
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                match value {
                    Value::String(text)
                        if ["title", "description", "subtitle", "note", "tab"]
                            .contains(&name.split('@').next().unwrap_or_default()) =>
                    {
                        text.push_str(HOSTILE)
                    }
                    Value::String(text) if name == "path" && text.starts_with("http") => *text = ADDRESS.to_owned(),
                    other => hostile_texts(other),
                }
            }
        }
        _ => {}
    }
}
