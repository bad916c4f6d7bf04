//! `cargo xtask check [FOLDER]`: everything that is wrong with a Data Package.

use std::path::Path;

use article_figures::{Error, site};

use crate::{Verdict, files};

pub fn run(folder: &Path) -> Verdict {
    let verdict = report(&site::check(folder));
    if let Some(summary) = site::summary(folder) {
        println!("{summary}");
    }
    if verdict == Verdict::Good {
        println!("{}: no problems", files::shown(folder));
    }
    verdict
}

/// One problem a line, then how many.
pub(crate) fn report(problems: &[Error]) -> Verdict {
    for problem in problems {
        println!("{problem}");
    }
    match problems.len() {
        0 => return Verdict::Good,
        1 => println!("1 problem"),
        count => println!("{count} problems"),
    }
    Verdict::Bad
}
