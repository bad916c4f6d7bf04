//! A package whose texts and addresses are markup, scripts and ends of elements.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

/// Changes the title of a page in which it is anything but text.
pub const HOSTILE: &str = "\"'><img src=x onerror=\"document.title='hacked'\"></script></title></svg><script>document.title='hacked'</script>\
    <a href=\"javascript:document.title='hacked'\">x</a>";
const ADDRESS: &str = "javascript:document.title='hacked'";

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
