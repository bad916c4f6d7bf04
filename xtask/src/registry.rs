//! What others have published in registries: for tests and benchmarks, never shipped.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

use crate::files;
use launcher::{process, tools};

/// A version of a package on npm.
pub(crate) struct Npm {
    pub name: &'static str,
    pub version: &'static str,
    /// What npm calls `dist.integrity`, without `sha512-`: the SHA-512 of the tarball.
    pub integrity: &'static str,
}

impl Npm {
    /// The folder with its files, fetched once.
    ///
    /// # Errors
    /// When the registry cannot be reached, or has something else.
    pub fn install(&self) -> Result<PathBuf> {
        let folder = files::cache().join(format!("{}-{}", self.name, self.version));
        once(&folder, &format!("{} {} from npm", self.name, self.version), |folder| {
            tools::npm()?;
            let (name, version) = (self.name, self.version);
            let mut pack = process::command("npm");
            pack.args(["pack", "--silent", "--ignore-scripts", &format!("{name}@{version}"), "--pack-destination"]);
            process::output(pack.arg(folder))?;
            let tarball = folder.join(format!("{name}-{version}.tgz"));
            verify(&fs::read(&tarball)?, self.integrity).with_context(|| tarball.display().to_string())?;
            process::run(process::command("tar").arg("-xzf").arg(&tarball).arg("-C").arg(folder))?;
            Ok(fs::remove_file(&tarball)?)
        })?;
        Ok(folder.join("package"))
    }
}

/// The folder with the files of a wheel on PyPI, fetched once; pip compares it with the hash in the list.
pub(crate) fn wheel(name: &str, version: &str) -> Result<PathBuf> {
    let folder = files::cache().join(format!("{name}-{version}"));
    once(&folder, &format!("{name} {version} from PyPI"), |folder| {
        let list = files::root().join("xtask/requirements").join(name).with_extension("txt");
        let mut download = process::command(tools::frictionless()?);
        download.args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
        ]);
        process::run(download.args(["--only-binary", ":all:", "--dest"]).arg(folder).arg("--requirement").arg(list))?;
        for wheel in files::entries(folder)? {
            process::run(process::command("python3").args(["-m", "zipfile", "-e"]).arg(&wheel).arg(folder))?;
            fs::remove_file(&wheel)?;
        }
        Ok(())
    })?;
    Ok(folder)
}

/// Fills a folder beside its place, so that it is there as a whole or not at all.
fn once(folder: &Path, what: &str, fill: impl Fn(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    println!("missing, so: {what} into {}", files::shown(folder));
    let part = PathBuf::from(format!("{}.part", folder.display()));
    files::remove(&part)?;
    files::create(&part)?;
    fill(&part).with_context(|| format!("cannot install {what}"))?;
    fs::rename(&part, folder).with_context(|| format!("cannot move {} into its place", part.display()))
}

fn verify(bytes: &[u8], integrity: &str) -> Result<()> {
    let found = STANDARD.encode(Sha512::digest(bytes));
    if found != integrity {
        bail!("its SHA-512 is {found} instead of {integrity}: it is not what was published");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_tarball_is_refused() {
        let nothing = "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
        assert!(verify(b"", nothing).is_ok());
        let message = verify(b"x", nothing).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("not what was published"), "{message}");
    }

    #[test]
    fn half_a_folder_is_none() -> Result<()> {
        let scratch = tempfile::tempdir()?;
        let folder = scratch.path().join("x-1");
        let half = |folder: &Path| {
            fs::write(folder.join("half"), "")?;
            bail!("the wire was cut")
        };
        assert!(once(&folder, "x", half).is_err());
        assert!(!folder.exists());
        once(&folder, "x", |folder| Ok(fs::write(folder.join("whole"), "")?))?;
        assert_eq!(files::below(&folder)?, [folder.join("whole")]);
        Ok(())
    }
}
