//! Packages that others have published: the code knows nothing of any of them, and shows them all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use article_figures::Error;

use crate::build::{Published, article, build};
use crate::registry::{Npm, wheel};
use crate::{Verdict, check, files, new};

const VEGA: Npm = Npm {
    name: "vega-datasets",
    version: "3.2.1",
    integrity: "lTSwZA6yq6qSU2YZm+6bqILiIvTPPxn4itir7jPGFmHIdPvUfQ9pCzzcrklYywMJgLUbaIeSkZQdiJd6wBxPug==",
};
const WORLD: Npm = Npm {
    name: "world-countries",
    version: "5.1.0",
    integrity: "CXR6EBvTbArDlDDIWU3gfKb7Qk0ck2WNZ234b/A0vuecPzIfzzxH+O6Ejnvg1sT8XuiZjVlzOH0h08ZtaO7g0w==",
};

/// A package by its name in `tests/packages`, and how its files come into a folder.
type Package = (&'static str, fn(&Path) -> Result<()>);

const PACKAGES: [Package; 6] = [
    ("vega-datasets", vega),
    ("plotnine", plotnine),
    ("world-countries", world),
    ("co2-ppm", |folder| own(folder, "co2-ppm")),
    ("gold-prices", |folder| own(folder, "gold-prices")),
    ("fiscal", |folder| own(folder, "fiscal")),
];

/// Builds a site of each and compares what it says of its figures with `tests/packages/expected`; with `UPDATE_GOLDENS`
/// set, writes that instead.
pub fn run() -> Result<Verdict> {
    for (name, fetch) in PACKAGES {
        let folder = files::cache().join("packages").join(name);
        let (data, site) = (folder.join("data"), folder.join("site"));
        files::remove(&data)?;
        files::create(&data)?;
        fetch(&data)?;
        let report = build(&site, Published { compressed: false, ..article(&data) })?;
        let told = told(&site, &report.problems)?;
        let expected = root().join("expected").join(format!("{name}.txt"));
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&expected, &told)?;
        }
        let known = fs::read_to_string(&expected).with_context(|| files::shown(&expected).to_string())?;
        println!("{name}: {}", files::shown(&site));
        ensure!(told == known, "{} says otherwise:\n{told}", files::shown(&expected));
    }
    Ok(Verdict::Good)
}

/// What a site says of each of its figures, in the words that stand in for the picture, then what is wrong with it.
fn told(site: &Path, problems: &[Error]) -> Result<String> {
    let mut text = String::new();
    for path in files::below(site)?.iter().filter(|path| path.ends_with("figure.svg")) {
        let svg = fs::read_to_string(path)?;
        let part = |name: &str| {
            let (_, rest) = svg.split_once(&format!("<{name}>"))?;
            Some(rest.split_once("</")?.0)
        };
        let view = path.parent().and_then(|folder| folder.strip_prefix(site).ok());
        let view = view.map(|view| view.display().to_string()).unwrap_or_default();
        let (title, description) = (part("title").unwrap_or_default(), part("desc").unwrap_or_default());
        text += &format!("{view}: {title}\n    {description}\n");
    }
    for line in check::lines(problems) {
        text += &format!("! {line}\n");
    }
    Ok(text)
}

fn root() -> PathBuf {
    files::root().join("tests/packages")
}

/// What lies in this project.
fn own(folder: &Path, name: &str) -> Result<()> {
    copy(&root().join(name), folder, &[])
}

fn vega(folder: &Path) -> Result<()> {
    let package = VEGA.install()?;
    fs::copy(package.join("datapackage.json"), folder.join("datapackage.json"))?;
    copy(&package.join("data"), folder, &["csv", "tsv"])
}

fn plotnine(folder: &Path) -> Result<()> {
    copy(&wheel("plotnine", "0.15.9")?.join("plotnine/data"), folder, &["csv"])?;
    new::run(folder).map(drop)
}

fn world(folder: &Path) -> Result<()> {
    own(folder, "world-countries")?;
    fs::copy(WORLD.install()?.join("dist/countries.csv"), folder.join("countries.csv"))?;
    Ok(())
}

/// The files of a folder that end in one of these ways, or all.
fn copy(from: &Path, to: &Path, extensions: &[&str]) -> Result<()> {
    for path in files::below(from)? {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if extensions.is_empty() || extensions.contains(&&*extension) {
            let target = to.join(path.strip_prefix(from)?);
            files::create(target.parent().context("a file in a folder")?)?;
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}
