//! `cargo xtask wordpress`: a real WordPress of Debian's, with PHP and MariaDB on the loopback, embeds figures by their
//! addresses alone. The trying is done by a program beside the tests in a browser.

use std::path::PathBuf;

use anyhow::Result;

use crate::build::Published;
use crate::{Verdict, build, files, programs};
use launcher::engine::Engine;
use launcher::process::run as run_program;
use launcher::tools;

/// Where the figures are published for it: WordPress asks ports 80, 443 and 8080 alone.
pub const FIGURES: &str = "http://127.0.0.1:8080/";

/// The folder of that site.
pub fn site() -> PathBuf {
    files::cache().join("wordpress-figures")
}

/// Builds the site for [`FIGURES`] and lets WordPress embed it.
pub fn run() -> Result<Verdict> {
    tools::wordpress()?;
    tools::browser(Engine::Chromium)?;
    build::build(&site(), Published { base: Some(FIGURES), ..build::article(&files::data()) })?;
    run_program(programs::in_browser().arg("wordpress"))?;
    Ok(Verdict::Good)
}
