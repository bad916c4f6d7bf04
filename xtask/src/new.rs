//! `cargo xtask new FOLDER`: a small Data Package to start from, with comments.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use article_figures::site;

use crate::{Verdict, files};

const DESCRIPTOR: &str = "datapackage.json";

const FILES: [(&str, &str); 3] = [
    (DESCRIPTOR, include_str!("../template/datapackage.json")),
    ("branches.csv", include_str!("../template/branches.csv")),
    ("months.csv", include_str!("../template/months.csv")),
];

/// A folder that holds tables already is given a descriptor of them; any other is given the template.
///
/// # Errors
/// A folder that holds something else or a descriptor already, tables that cannot be read, or no right to write.
pub fn run(folder: &Path) -> Result<Verdict> {
    if !folder.exists() || files::entries(folder)?.is_empty() {
        files::create(folder)?;
        for (name, text) in FILES {
            write(&folder.join(name), text)?;
        }
    } else {
        write(&folder.join(DESCRIPTOR), &described(folder)?)?;
    }
    let folder = folder.display();
    println!(
        "\nsee it:    cargo xtask serve --data {folder}\ncheck it:  cargo xtask check {folder}\npublish:   cargo xtask build --data {folder} --out site"
    );
    Ok(Verdict::Good)
}

fn described(folder: &Path) -> Result<String> {
    if folder.join(DESCRIPTOR).exists() {
        bail!("{} has a {DESCRIPTOR} already: name another folder", folder.display());
    }
    let Some(text) = site::description(folder) else {
        bail!("{} holds no tables that can be read: name a new folder, or one of CSV files", folder.display());
    };
    Ok(text)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", files::shown(path));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_without_problems_and_overwrites_nothing() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let own = folder.path().join("own");
        assert_eq!(run(&own)?, Verdict::Good);
        assert_eq!(article_figures::site::check(&own), []);
        assert!(run(&own).is_err());
        Ok(())
    }

    #[test]
    fn tables_are_described() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(
            folder.path().join("sales.csv"),
            "Monat;Umsatz\n01.02.2024;1.234,5\n01.03.2024;99,5\n01.04.2024;NA\n",
        )?;
        assert_eq!(run(folder.path())?, Verdict::Good);
        assert_eq!(article_figures::site::check(folder.path()), []);
        let text = fs::read_to_string(folder.path().join(DESCRIPTOR))?;
        for part in ["%d.%m.%Y", "\"groupChar\": \".\"", "\"line\"", "\"NA\""] {
            assert!(text.contains(part), "{part}: {text}");
        }
        fs::remove_file(folder.path().join(DESCRIPTOR))?;
        fs::write(folder.path().join("broken.csv"), "a,a\n1,2\n")?;
        assert!(run(folder.path()).is_err());
        Ok(())
    }
}
