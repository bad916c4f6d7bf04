//! The validator of Frictionless Data: a second opinion on `data/` by its standard's own tool.

use anyhow::Result;
use launcher::{process, tools};

pub(crate) fn validate() -> Result<()> {
    process::run(process::command(tools::frictionless()?).args([
        "-m",
        "frictionless",
        "validate",
        "data/datapackage.json",
    ]))
}
