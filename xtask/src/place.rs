//! The folder that a site is published in: whose it is, who writes it now, and how one site takes the place of another.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use launcher::lock::Lock;

use crate::files;
use crate::inventory::{self, Inventory, Owner};

/// A folder that nobody else publishes in meanwhile.
pub(crate) struct Place {
    out: PathBuf,
    /// Beside `out`, therefore on the same disk, as a rename demands. In `dist/`, `dist/` would be published.
    fresh: PathBuf,
    old: PathBuf,
    _lock: Lock,
}

impl Place {
    /// Waits for other builds into this folder, and repairs what one that was killed has left.
    ///
    /// # Errors
    /// A folder that holds files of somebody else, or is none to write to.
    pub(crate) fn take(out: &Path, data: &Path) -> Result<Self> {
        let out = resolved(out)?;
        ensure!(out.file_name().is_some(), "{} has no name to write to", out.display());
        refuse_above(&out, data)?;
        let place = Self { fresh: sibling(&out, "new"), old: sibling(&out, "old"), _lock: lock(&out)?, out };
        place.heal()?;
        place.refuse_foreign()?;
        Ok(place)
    }

    /// The folder to write the next site into, with nothing in it yet.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub(crate) fn begin(&self) -> Result<&Path> {
        inventory::begin(&self.fresh)?;
        Ok(&self.fresh)
    }

    /// Removes what was written and is not published.
    ///
    /// # Errors
    /// A file that cannot be removed.
    pub(crate) fn discard(&self) -> Result<()> {
        dispose(&self.fresh)
    }

    /// Checks what was written and puts it in place of the last site, at once. `is_durable`: also for a machine that loses
    /// its power a moment later.
    ///
    /// # Errors
    /// A site that is not complete, or a folder that cannot be moved; the last site stays then.
    pub(crate) fn publish(&self, is_durable: bool) -> Result<()> {
        Inventory::finish(&self.fresh)?;
        if is_durable {
            flush(&self.fresh)?;
        }
        // Files may have come meanwhile.
        self.refuse_foreign()?;
        self.swap(exchange)?;
        if let Some(parent) = self.out.parent().filter(|_| is_durable) {
            let _ = fs::File::open(parent).and_then(|folder| folder.sync_all());
        }
        // The site is published, whatever is left of the last one.
        if let Err(error) = dispose(&self.fresh).and_then(|()| dispose(&self.old)) {
            println!("note: {error:#}");
        }
        Ok(())
    }

    /// `exchange` lets two folders change places, or returns false.
    fn swap(&self, exchange: fn(&Path, &Path) -> bool) -> Result<()> {
        if !self.out.exists() {
            return rename(&self.fresh, &self.out);
        }
        if exchange(&self.fresh, &self.out) {
            return Ok(());
        }
        // Between these two there is no site; the next build puts one back if this one is killed here.
        rename(&self.out, &self.old)?;
        rename(&self.fresh, &self.out).inspect_err(|_| {
            let _ = fs::rename(&self.old, &self.out);
        })
    }

    /// Puts a site back that was moved away when its build was killed, and removes what such builds have left.
    fn heal(&self) -> Result<()> {
        if self.out.symlink_metadata().is_err() {
            if Inventory::verify(&self.fresh).is_ok() {
                rename(&self.fresh, &self.out)?;
            } else if self.old.symlink_metadata().is_ok() {
                rename(&self.old, &self.out)?;
            }
        }
        dispose(&self.fresh)?;
        dispose(&self.old)
    }

    /// `--out` must not empty a folder that was not written by this command, nor remove a file that somebody put there.
    fn refuse_foreign(&self) -> Result<()> {
        let out = &self.out;
        match Owner::of(out)? {
            Owner::Nobody | Owner::Unfinished => Ok(()),
            Owner::Build(inventory) => match inventory.foreign(out)?.first() {
                Some(path) => {
                    bail!("{} is not from a build: move it away or name another folder with --out", path.display())
                }
                None => Ok(()),
            },
            Owner::Somebody if is_earlier(out) => Ok(()),
            Owner::Somebody => bail!(
                "{} holds files that are not from a build: empty it or name another folder with --out",
                out.display()
            ),
        }
    }
}

/// Waits until no build is at work on a folder; none begins while the lock is held.
pub(crate) fn lock(out: &Path) -> Result<Lock> {
    Lock::exclusive(&sibling(out, "lock"), &files::shown(out).to_string())
}

fn sibling(out: &Path, suffix: &str) -> PathBuf {
    out.with_file_name(format!(".{}.{suffix}", files::name(out)))
}

/// Whether the folder has no list and is ours nevertheless: intermediate results, and a site of a version that wrote no list,
/// where nothing but this workspace writes one.
fn is_earlier(folder: &Path) -> bool {
    let name = files::name(folder);
    let name = name.strip_prefix('.').and_then(|name| name.rsplit_once('.')).map_or(&*name, |(name, _)| name);
    let is_dist = folder.with_file_name(name) == files::dist();
    folder.starts_with(files::cache()) || is_dist && folder.join("article-figure.js").is_file()
}

/// Removes a site, whole or not; nothing else.
fn dispose(folder: &Path) -> Result<()> {
    match Owner::of(folder)? {
        Owner::Build(inventory) => inventory.remove(folder),
        Owner::Unfinished => inventory::remove_unfinished(folder),
        Owner::Somebody if !is_earlier(folder) => {
            bail!("{} is not from a build and in the way: move it away", folder.display())
        }
        _ => files::remove(folder),
    }
}

/// Where a path leads: the folder behind a link is published in, and the link stays.
fn resolved(out: &Path) -> Result<PathBuf> {
    let is_link = out.symlink_metadata().is_ok_and(|about| about.is_symlink());
    if out.exists() {
        ensure!(out.is_dir(), "{} is a file: name a folder with --out", out.display());
        return out.canonicalize().with_context(|| format!("cannot read {}", out.display()));
    }
    ensure!(!is_link, "{} is a link to a folder that does not exist: make that folder", out.display());
    let out = std::path::absolute(out).with_context(|| format!("cannot read {}", out.display()))?;
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else { return Ok(out) };
    files::create(parent)?;
    Ok(parent.canonicalize().with_context(|| format!("cannot read {}", parent.display()))?.join(name))
}

/// A folder whose name is a slip: what is read, where this was called, or a folder around these.
fn refuse_above(out: &Path, data: &Path) -> Result<()> {
    let here = env::current_dir().unwrap_or_default();
    for (folder, what) in [(data, "the Data Package"), (&files::root(), "the sources"), (&here, "the current folder")] {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        ensure!(!folder.starts_with(out), "{} holds {what}: name another folder with --out", out.display());
    }
    Ok(())
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot move {} to {}", from.display(), to.display()))
}

/// Lets two folders change places in one step; false where the disk has no such step.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Waits until the disk has everything: renamed before, a folder may hold empty files after a power failure.
#[cfg(target_os = "linux")]
fn flush(folder: &Path) -> Result<()> {
    let failed = || format!("cannot write {}", folder.display());
    let folder = fs::File::open(folder).with_context(failed)?;
    rustix::fs::syncfs(&folder).with_context(failed)
}

#[cfg(not(target_os = "linux"))]
fn flush(folder: &Path) -> Result<()> {
    files::below(folder)?.iter().try_for_each(|path| Ok(fs::File::open(path)?.sync_all()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [&str; 2] = ["index.html", "article-figure.js"];

    /// Writes a site whose pages are this text.
    fn write(folder: &Path, text: &str) -> Result<()> {
        inventory::begin(folder)?;
        for page in PAGES {
            fs::write(folder.join(page), text)?;
        }
        Ok(())
    }

    fn whole(folder: &Path, text: &str) -> Result<()> {
        write(folder, text)?;
        Inventory::finish(folder).map(drop)
    }

    fn publish(out: &Path, text: &str) -> Result<()> {
        let place = Place::take(out, Path::new("data"))?;
        write(place.begin()?, text)?;
        place.publish(true)
    }

    /// The text of the site in a folder that holds nothing else, nor does the one around it.
    fn text(out: &Path) -> Result<String> {
        Inventory::verify(out)?;
        let around = out.parent().context("a folder")?;
        let beside = files::entries(around)?.into_iter().filter(|path| files::name(path).starts_with('.'));
        assert_eq!(beside.collect::<Vec<_>>(), Vec::<PathBuf>::new());
        Ok(fs::read_to_string(out.join(PAGES[0]))?)
    }

    fn told<T>(result: Result<T>) -> String {
        result.err().map(|error| format!("{error:#}")).unwrap_or_default()
    }

    #[test]
    fn one_site_takes_the_place_of_another() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("deep/site");
        for words in ["one", "two", "three"] {
            publish(&out, words)?;
            assert_eq!(text(&out)?, words);
        }
        Ok(())
    }

    #[test]
    fn only_its_own_files_are_removed() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        files::create(&out)?;
        publish(&out, "one")?;
        let thesis = out.join("thesis.txt");
        fs::write(&thesis, "years of work")?;
        let error = told(publish(&out, "two"));
        assert_eq!(
            error,
            format!("{} is not from a build: move it away or name another folder with --out", thesis.display())
        );
        assert_eq!(fs::read_to_string(out.join(PAGES[0]))?, "one");
        fs::remove_file(thesis)?;
        publish(&out, "two")?;
        // A folder that looks like a site and has no list.
        let other = folder.path().join("other");
        files::create(&other)?;
        fs::write(other.join("article-figure.js"), "years of work")?;
        assert!(told(publish(&other, "one")).contains("holds files that are not from a build"));
        assert_eq!(files::below(&other)?, [other.join("article-figure.js")]);
        // Names that only a build gives, at files of somebody.
        for name in [".site.new", ".site.old"] {
            files::create(&folder.path().join(name))?;
            fs::write(folder.path().join(name).join("thesis.txt"), "years of work")?;
            assert!(told(publish(&out, "three")).contains(name));
            assert!(folder.path().join(name).join("thesis.txt").is_file());
            files::remove(&folder.path().join(name))?;
        }
        assert_eq!(text(&out)?, "two");
        Ok(())
    }

    #[test]
    fn a_link_stays_and_its_folder_is_published_in() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (link, behind) = (folder.path().join("link"), folder.path().join("releases/1"));
        std::os::unix::fs::symlink(&behind, &link)?;
        assert!(told(publish(&link, "one")).contains("is a link to a folder that does not exist"));
        files::create(&behind)?;
        publish(&link, "one")?;
        publish(&link, "two")?;
        assert_eq!(fs::read_link(&link)?, behind);
        assert_eq!(text(&behind)?, "two");
        Ok(())
    }

    #[test]
    fn slips_are_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("work/data");
        files::create(&data)?;
        fs::write(folder.path().join("file"), "")?;
        let (root, work) = (files::root(), data.parent().context("a folder")?);
        let file = folder.path().join("file");
        let paths = [Path::new("/"), Path::new("."), Path::new(".."), &data, work, &root, &file];
        for out in paths {
            assert!(Place::take(out, &data).is_err(), "{}", out.display());
        }
        assert_eq!(files::below(folder.path())?, [file]);
        Ok(())
    }

    #[test]
    fn every_state_of_a_killed_build_is_repaired() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        let [fresh, old] = ["new", "old"].map(|suffix| folder.path().join(format!(".site.{suffix}")));
        let take = || Place::take(&out, Path::new("data")).map(drop);
        // While it was writing.
        whole(&out, "one")?;
        write(&fresh, "two")?;
        take()?;
        assert_eq!(text(&out)?, "one");
        // Between two renames.
        whole(&fresh, "two")?;
        fs::rename(&out, &old)?;
        take()?;
        assert_eq!(text(&out)?, "two");
        // The same, with a new site that has lost a file.
        whole(&fresh, "three")?;
        fs::remove_file(fresh.join(PAGES[1]))?;
        fs::rename(&out, &old)?;
        take()?;
        assert_eq!(text(&out)?, "two");
        // After the exchange.
        whole(&fresh, "one")?;
        take()?;
        assert_eq!(text(&out)?, "two");
        // While it removed the last site.
        whole(&fresh, "one")?;
        fs::remove_file(fresh.join(PAGES[0]))?;
        files::create(&old)?;
        take()?;
        assert_eq!(text(&out)?, "two");
        Ok(())
    }

    #[test]
    fn two_renames_do_where_folders_cannot_be_exchanged() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("site");
        whole(&out, "one")?;
        let place = Place::take(&out, Path::new("data"))?;
        whole(&place.fresh, "two")?;
        place.swap(|_, _| false)?;
        assert_eq!(fs::read_to_string(out.join(PAGES[0]))?, "two");
        assert_eq!(fs::read_to_string(place.old.join(PAGES[0]))?, "one");
        // A second one that fails puts the last site back.
        dispose(&place.old)?;
        assert!(place.swap(|_, _| false).is_err());
        assert_eq!(fs::read_to_string(out.join(PAGES[0]))?, "two");
        Ok(())
    }
}
