//! The validator of Frictionless Data: a second opinion on `data/` by its standard's own tool.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use launcher::{process, tools};

const VERSION: &str = "5.21.0";

pub(crate) fn validate() -> Result<()> {
    let validator = install()?;
    process::run(process::command(validator).args(["validate", "data/datapackage.json"]))
}

/// In a virtual environment of its own, made once: system packages stay as they are.
pub(crate) fn install() -> Result<PathBuf> {
    let environment = files::cache().join(format!("frictionless-{VERSION}"));
    let validator = environment.join("bin/frictionless");
    if !validator.is_file() {
        tools::python()?;
        println!("missing, so: frictionless {VERSION} from PyPI into {}", environment.display());
        create(&environment).context("cannot install frictionless from PyPI")?;
    }
    Ok(validator)
}

fn create(environment: &Path) -> Result<()> {
    process::run(process::command("python3").args(["-m", "venv", "--clear"]).arg(environment))?;
    let list = files::root().join("xtask/requirements/frictionless.txt");
    let mut pip = process::command(environment.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--requirement"]);
    process::run(pip.arg(list))
}
