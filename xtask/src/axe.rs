//! axe-core, which knows the rules of accessibility that a program can check: for the browser tests, never shipped.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

use crate::{files, process, tools};

pub const VERSION: &str = "4.14.1";
/// What npm calls `dist.integrity`: the SHA-512 of the tarball.
const INTEGRITY: &str = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==";
const REGISTRY: &str = "https://registry.npmjs.org";

/// The script that defines `axe` in a page, fetched once.
pub fn install() -> Result<PathBuf> {
    let folder = files::cache().join(format!("axe-core-{VERSION}"));
    let script = folder.join("package/axe.min.js");
    if !script.is_file() {
        tools::curl()?;
        println!("missing, so: axe-core {VERSION} from npm into {}", folder.display());
        fetch(&folder).context("cannot install axe-core from npm")?;
    }
    Ok(script)
}

fn fetch(folder: &Path) -> Result<()> {
    files::create(folder)?;
    let tarball = folder.join("axe-core.tgz");
    let url = format!("{}/axe-core/-/axe-core-{VERSION}.tgz", registry().trim_end_matches('/'));
    let mut curl = process::command("curl");
    curl.args(["--fail", "--silent", "--show-error", "--location", "--retry", "3", "--output"]);
    process::run(curl.arg(&tarball).arg(&url))?;
    verify(&fs::read(&tarball)?, INTEGRITY).with_context(|| url)?;
    let mut tar = process::command("tar");
    process::run(tar.arg("-xzf").arg(&tarball).arg("-C").arg(folder).args(["package/axe.min.js", "package/LICENSE"]))
}

/// As npm itself is told of another one.
fn registry() -> String {
    env::var("npm_config_registry").ok().filter(|url| !url.is_empty()).unwrap_or_else(|| REGISTRY.to_owned())
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
}
