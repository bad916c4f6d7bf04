//! `cargo xtask new FOLDER`: a small Data Package to start from, with comments.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{Verdict, files};

const FILES: [(&str, &str); 3] = [
    ("datapackage.json", include_str!("../template/datapackage.json")),
    ("branches.csv", include_str!("../template/branches.csv")),
    ("months.csv", include_str!("../template/months.csv")),
];

/// # Errors
/// A folder that holds something already, or that cannot be written.
pub fn run(folder: &Path) -> Result<Verdict> {
    if folder.exists() && (!folder.is_dir() || !files::entries(folder)?.is_empty()) {
        bail!("{} holds something already: name a new folder", folder.display());
    }
    files::create(folder)?;
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}", files::shown(&path));
    }
    let folder = folder.display();
    println!(
        "\nsee it:    cargo xtask serve --data {folder}\ncheck it:  cargo xtask check {folder}\npublish:   cargo xtask build --data {folder} --out site"
    );
    Ok(Verdict::Good)
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
}
