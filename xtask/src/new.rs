//! `cargo xtask new FOLDER`: a small Data Package to start from, with comments.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use article_figures::site;

use crate::{Verdict, check, files};

pub(crate) const DESCRIPTOR: &str = "datapackage.json";

/// The template.
pub(crate) const FILES: [(&str, &str); 3] = [
    (DESCRIPTOR, include_str!("../template/datapackage.json")),
    ("branches.csv", include_str!("../template/branches.csv")),
    ("months.csv", include_str!("../template/months.csv")),
];

/// A folder that holds tables already is given a descriptor of them; any other is given the template.
///
/// # Errors
/// A folder that holds something else or a descriptor already, no table that can be read, or no right to write.
pub fn run(folder: &Path) -> Result<Verdict> {
    let mut verdict = Verdict::Good;
    if !folder.exists() || files::entries(folder)?.is_empty() {
        files::create(folder)?;
        for (name, text) in FILES {
            write(&folder.join(name), text)?;
        }
    } else {
        verdict = describe(folder)?;
    }
    let folder = folder.display();
    println!(
        "\nsee it:    cargo xtask serve --data {folder}\ncheck it:  cargo xtask check {folder}\npublish:   cargo xtask build --data {folder} --out site"
    );
    Ok(verdict)
}

/// Describes the tables of a folder, and says what keeps some from it.
fn describe(folder: &Path) -> Result<Verdict> {
    if folder.join(DESCRIPTOR).exists() {
        bail!("{} has a {DESCRIPTOR} already: name another folder", folder.display());
    }
    let (text, report) = site::description(folder)?;
    let verdict = check::print(&report);
    let Some(text) = text else {
        bail!("{} holds no tables that can be read: name a new folder, or one of CSV files", folder.display());
    };
    write(&folder.join(DESCRIPTOR), &text)?;
    if verdict == Verdict::Bad {
        println!("\nto have all tables described, mend them, remove {DESCRIPTOR} and say this command again");
    }
    Ok(verdict)
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
        assert_eq!(article_figures::site::check(&own).problems, []);
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
        assert_eq!(article_figures::site::check(folder.path()).problems, []);
        let text = fs::read_to_string(folder.path().join(DESCRIPTOR))?;
        for part in ["%d.%m.%Y", "\"groupChar\": \".\"", "\"line\"", "\"NA\""] {
            assert!(text.contains(part), "{part}: {text}");
        }
        fs::remove_file(folder.path().join(DESCRIPTOR))?;
        fs::write(folder.path().join("broken.csv"), "a,a\n1,2\n")?;
        assert_eq!(run(folder.path())?, Verdict::Bad);
        let mut problems = site::check(folder.path()).problems;
        let broken = "broken.csv, row 1, column \"a\": expected each column once, found this name again";
        assert_eq!(problems.pop().map(|problem| problem.to_string()).as_deref(), Some(broken));
        assert_eq!(problems, []);
        Ok(())
    }

    #[test]
    fn an_open_decision_is_written_with_both_readings() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("towns.csv"), "Town;People\nAlford;1,234\nBarton;8,451\n")?;
        assert_eq!(run(folder.path())?, Verdict::Bad);
        let path = folder.path().join(DESCRIPTOR);
        let text = fs::read_to_string(&path)?;
        assert!(text.contains("\"decimalChar\": \"1234 / 1.234\""), "{text}");
        let problem = site::check(folder.path()).problems.remove(0).to_string();
        let expected = "datapackage.json, resource \"towns\", field \"People\", property \"decimalChar\": expected a single character, found \"1234 / 1.234\"";
        assert_eq!(problem, expected);
        fs::write(&path, text.replace("\"1234 / 1.234\"", "\".\", \"groupChar\": \",\""))?;
        assert_eq!(site::check(folder.path()).problems, []);
        Ok(())
    }

    #[test]
    fn where_no_table_can_be_read_nothing_is_written() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("broken.csv"), "a,a\n1,2\n")?;
        assert!(run(folder.path()).is_err());
        assert!(!folder.path().join(DESCRIPTOR).exists());
        Ok(())
    }
}
