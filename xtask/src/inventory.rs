//! The list of a site's files, by which a build knows a folder as its own: `.article-figures`, as `sha256sum --check`
//! reads it.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use launcher::atomic;

use crate::files::{self, digest};

/// Without an extension: no server sends it as a page.
pub const NAME: &str = ".article-figures";

/// The first line: of a site that is complete, and of one that is being written.
const COMPLETE: &str = "# article-figures: the files of this site, which the next build replaces\n";
const UNFINISHED: &str = "# article-figures: this site is being written\n";

/// Files that every site has.
const REQUIRED: [&str; 2] = ["index.html", "article-figure.js"];

/// Raw data may be empty; the figure says so.
const DATA: &str = "data/";

/// The files of a site by their paths, each with its SHA-256.
#[derive(Debug, PartialEq, Eq)]
pub struct Inventory(BTreeMap<String, String>);

/// The owner of a folder, for a build.
#[derive(Debug, PartialEq, Eq)]
pub enum Owner {
    /// There is none, or it holds no file.
    Nobody,
    /// A build that wrote it to the end.
    Build(Inventory),
    /// A build that did not.
    Unfinished,
    Somebody,
}

impl Owner {
    /// # Errors
    /// A folder that cannot be read.
    pub fn of(folder: &Path) -> Result<Self> {
        match folder.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::Nobody),
            about if !about.as_ref().is_ok_and(fs::Metadata::is_dir) => return Ok(Self::Somebody),
            _ => {}
        }
        let text = fs::read_to_string(folder.join(NAME)).unwrap_or_default();
        if text == UNFINISHED {
            return Ok(Self::Unfinished);
        }
        Ok(match Inventory::parse(&text) {
            Some(inventory) => Self::Build(inventory),
            None if listed(folder)?.is_empty() => Self::Nobody,
            None => Self::Somebody,
        })
    }
}

/// Marks a folder before anything else is written into it.
///
/// # Errors
/// A folder that cannot be written.
pub fn begin(folder: &Path) -> Result<()> {
    files::create(folder)?;
    fs::write(folder.join(NAME), UNFINISHED).with_context(|| format!("cannot write into {}", folder.display()))
}

/// Removes a site that was not written to the end; its mark last, so that the rest can be removed by another if this is
/// killed.
///
/// # Errors
/// A file that cannot be removed.
pub fn remove_unfinished(folder: &Path) -> Result<()> {
    for path in files::entries(folder)?.iter().filter(|path| **path != folder.join(NAME)) {
        let is_folder = path.symlink_metadata().is_ok_and(|about| about.is_dir());
        let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.with_context(|| format!("cannot remove {}", path.display()))?;
    }
    files::remove(folder)
}

impl Inventory {
    /// Checks a site that is written and adds the list of its files.
    ///
    /// # Errors
    /// A file that is missing or empty, as on a full disk.
    pub fn finish(folder: &Path) -> Result<Self> {
        let found = Self::found(folder)?;
        for name in REQUIRED {
            ensure!(found.0.contains_key(name), "{} was not written", folder.join(name).display());
        }
        let nothing = digest(b"");
        let empty = found.0.iter().find(|(name, hash)| **hash == nothing && !name.starts_with(DATA));
        if let Some((name, _)) = empty {
            bail!("{} was written and is empty: is the disk full?", folder.join(name).display());
        }
        // Whole or not at all: a folder with half a list could be of anybody.
        atomic::write(&folder.join(NAME), found.text().as_bytes())?;
        Ok(found)
    }

    /// Compares a folder with the list that it holds.
    ///
    /// # Errors
    /// No list, or a file that is missing, differs, or is not on it.
    pub fn verify(folder: &Path) -> Result<Self> {
        let Owner::Build(listed) = Owner::of(folder)? else { bail!("{} holds no complete site", folder.display()) };
        let found = Self::found(folder)?;
        let differs = |name: &&String| listed.0.get(*name) != found.0.get(*name);
        if let Some(name) = listed.0.keys().chain(found.0.keys()).find(differs) {
            let is = match (listed.0.contains_key(name), found.0.contains_key(name)) {
                (true, true) => "differs from the list of its site",
                (true, false) => "is missing",
                _ => "is not on the list of its site",
            };
            bail!("{} {is}", folder.join(name).display());
        }
        Ok(listed)
    }

    /// The paths of all files, with slashes.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a file has these bytes.
    pub(crate) fn has(&self, path: &str, bytes: &[u8]) -> bool {
        self.0.get(path).is_some_and(|hash| *hash == digest(bytes))
    }

    /// The files of a folder that are not on the list.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn foreign(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let mut files = listed(folder)?;
        files.retain(|path| !self.0.contains_key(&relative(folder, path)));
        Ok(files)
    }

    /// Removes what is on the list, the list itself last, and the folders that are empty then.
    ///
    /// # Errors
    /// A file that cannot be removed, or is not on the list.
    pub fn remove(&self, folder: &Path) -> Result<()> {
        let foreign = self.foreign(folder)?;
        for path in listed(folder)?.iter().filter(|path| !foreign.contains(path)) {
            fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        if let Some(path) = foreign.first() {
            bail!("{} is not from a build: move it away", path.display());
        }
        files::remove(folder)
    }

    fn found(folder: &Path) -> Result<Self> {
        let hash = |path: PathBuf| {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((relative(folder, &path), digest(&bytes)))
        };
        listed(folder)?.into_iter().map(hash).collect::<Result<_>>().map(Self)
    }

    fn parse(text: &str) -> Option<Self> {
        let lines = text.strip_prefix(COMPLETE)?.lines();
        // A name with a line break is written as sha256sum does: escaped, behind a backslash.
        let entry = |line: &str| match line.strip_prefix('\\') {
            None => line.split_once("  ").map(|(hash, name)| (name.to_owned(), hash.to_owned())),
            Some(line) => {
                let (hash, name) = line.split_once("  ")?;
                let name = name.replace("\\\\", "\0").replace("\\n", "\n").replace('\0', "\\");
                Some((name, hash.to_owned()))
            }
        };
        lines.map(entry).collect::<Option<_>>().map(Self)
    }

    fn text(&self) -> String {
        let line = |(name, hash): (&String, &String)| match name.contains(['\\', '\n']) {
            true => format!("\\{hash}  {}\n", name.replace('\\', "\\\\").replace('\n', "\\n")),
            false => format!("{hash}  {name}\n"),
        };
        COMPLETE.to_owned() + &self.0.iter().map(line).collect::<String>()
    }
}

/// The files in a folder and below it, links among them, without the list itself.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in files::entries(folder)? {
        if path.symlink_metadata().is_ok_and(|about| about.is_dir()) {
            found.extend(listed(&path)?);
        } else {
            found.push(path);
        }
    }
    found.retain(|path| *path != folder.join(NAME));
    Ok(found)
}

/// As addresses have it. A name that is no Unicode is none of ours.
fn relative(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(folder: &Path) -> Result<()> {
        begin(folder)?;
        files::create(&folder.join("data"))?;
        files::create(&folder.join("en"))?;
        let names = ["index.html", "article-figure.js", "en/index.html", "data/a\\b\nc.csv"];
        for name in names {
            fs::write(folder.join(name), name)?;
        }
        Ok(fs::write(folder.join("data/empty.csv"), "")?)
    }

    #[test]
    fn a_list_is_what_the_folder_holds() -> Result<()> {
        let around = tempfile::tempdir()?;
        let folder = around.path().join("site");
        assert_eq!(Owner::of(&folder)?, Owner::Nobody);
        site(&folder)?;
        assert_eq!(Owner::of(&folder)?, Owner::Unfinished);
        let inventory = Inventory::finish(&folder)?;
        assert_eq!(Inventory::verify(&folder)?, inventory);
        let changed = |name: &str, text: &str| -> Result<String> {
            let before = fs::read(folder.join(name)).ok();
            fs::write(folder.join(name), text)?;
            let told = Inventory::verify(&folder).err().map(|error| error.to_string()).unwrap_or_default();
            match before {
                Some(before) => fs::write(folder.join(name), before)?,
                None => fs::remove_file(folder.join(name))?,
            }
            Ok(told)
        };
        assert!(changed("en/index.html", "")?.ends_with("en/index.html differs from the list of its site"));
        assert!(changed("en/thesis.txt", "x")?.ends_with("en/thesis.txt is not on the list of its site"));
        fs::write(folder.join("thesis.txt"), "years of work")?;
        assert_eq!(inventory.foreign(&folder)?, [folder.join("thesis.txt")]);
        assert!(inventory.remove(&folder).is_err());
        assert_eq!(files::below(&folder)?, [folder.join(NAME), folder.join("thesis.txt")]);
        fs::remove_file(folder.join("thesis.txt"))?;
        inventory.remove(&folder)?;
        assert!(!folder.exists());
        Ok(())
    }

    #[test]
    fn what_a_full_disk_leaves_is_no_site() -> Result<()> {
        let around = tempfile::tempdir()?;
        for (name, told) in [("en/index.html", "is empty: is the disk full?"), ("index.html", "is empty")] {
            let folder = around.path().join(name.replace('/', "-"));
            site(&folder)?;
            fs::write(folder.join(name), "")?;
            let error = Inventory::finish(&folder).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(told), "{error}");
            fs::remove_file(folder.join("index.html"))?;
            assert!(Inventory::finish(&folder).is_err_and(|error| error.to_string().contains("was not written")));
            assert_eq!(Owner::of(&folder)?, Owner::Unfinished);
        }
        Ok(())
    }

    #[test]
    fn a_name_like_ours_is_no_list() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("article-figure.js"), "")?;
        for text in ["", "my notes", "# article-figures\n"] {
            fs::write(folder.path().join(NAME), text)?;
            assert_eq!(Owner::of(folder.path())?, Owner::Somebody, "{text}");
        }
        assert_eq!(Owner::of(&folder.path().join("article-figure.js"))?, Owner::Somebody);
        Ok(())
    }
}
