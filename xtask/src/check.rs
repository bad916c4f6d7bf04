//! `cargo xtask check [FOLDER]`: everything that is wrong with a Data Package, or a file, and how large its tables are.

use std::path::Path;

use article_figures::Error;
use article_figures::error::Part;
use article_figures::site::{self, Report};
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::new::DESCRIPTOR;
use crate::{Verdict, files};

/// How the problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line each, for people
    Text,
    /// An object each, for programs
    Json,
}

pub fn run(path: &Path, format: Format) -> Verdict {
    let report = site::check(path);
    if format == Format::Json {
        let objects = |errors: &[Error]| errors.iter().map(object).collect::<Vec<_>>();
        let (problems, notes) = (objects(&report.problems), objects(&report.notes));
        println!("{:#}", json!({ "problems": problems, "notes": notes, "tables": tables(&report) }));
        return if report.problems.is_empty() { Verdict::Good } else { Verdict::Bad };
    }
    let verdict = print(&report);
    if verdict == Verdict::Good {
        println!("{}: no problems", files::shown(path));
    }
    if !path.is_file() && !path.join(DESCRIPTOR).exists() {
        println!("write one with: cargo xtask new {}", path.display());
    }
    verdict
}

/// Says what is wrong with a package, what else is to be said of it, and which figures it is given where it names none.
pub(crate) fn print(report: &Report) -> Verdict {
    if let Some(views) = &report.views {
        println!("the package has no \"views\"; these fit its tables, copy and change them as you like:\n{views}");
    }
    for size in &report.sizes {
        println!("{size}");
    }
    for note in &report.notes {
        println!("note: {note}");
    }
    if let Some(summary) = &report.summary {
        println!("{summary}");
    }
    problems(&report.problems)
}

/// The same mistake in more rows than this is one line.
const REPEATED: usize = 3;

/// One problem a line, then how many; the same mistake in many rows of a column stands there a few times.
pub(crate) fn problems(problems: &[Error]) -> Verdict {
    for line in lines(problems) {
        println!("{line}");
    }
    if problems.is_empty() { Verdict::Good } else { Verdict::Bad }
}

pub(crate) fn lines(problems: &[Error]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last: Option<(_, usize)> = None;
    for problem in problems {
        let place = problem.place();
        let kind = (problem.problem(), place.part(Part::File), place.part(Part::Column));
        let again = match last {
            Some((known, count)) if known == kind && place.part(Part::Row).is_some() => count + 1,
            _ => {
                lines.extend(silent(last.map_or(0, |(_, count)| count)));
                1
            }
        };
        last = Some((kind, again));
        if again <= REPEATED {
            lines.push(problem.to_string());
        }
    }
    lines.extend(silent(last.map_or(0, |(_, count)| count)));
    match problems.len() {
        0 => {}
        1 => lines.push("1 problem".to_owned()),
        count => lines.push(format!("{count} problems")),
    }
    lines
}

/// How often a mistake was not written.
fn silent(count: usize) -> Option<String> {
    (count > REPEATED).then(|| format!("  and so in {} more rows", count - REPEATED))
}

/// How large each table is.
fn tables(report: &Report) -> Vec<Value> {
    let tables = report.sizes.iter();
    tables.map(|size| json!({ "file": size.file, "rows": size.rows, "columns": size.columns })).collect()
}

/// Where it is and what to do, by names that stay.
fn object(problem: &Error) -> Value {
    let part = |part| problem.place().part(part);
    let row = part(Part::Row).and_then(|row| row.parse::<usize>().ok());
    json!({
        "file": part(Part::File), "row": row, "column": part(Part::Column), "resource": part(Part::Resource),
        "field": part(Part::Field), "view": part(Part::View), "property": part(Part::Property),
        "code": format!("{:?}", problem.problem()), "message": problem.message(), "text": problem.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use article_figures::error::{Place, Problem};

    use super::*;

    #[test]
    fn a_program_finds_the_place() {
        let place = Place::file("a.csv").row(4).with(Part::Column, "share");
        let found = object(&Error::new(place, Problem::DecimalComma, &["1,5", "1.5"]));
        assert_eq!((&found["file"], &found["row"], &found["column"]), (&json!("a.csv"), &json!(4), &json!("share")));
        assert_eq!(found["message"], "expected a number, found \"1,5\": write a point, 1.5");
        assert_eq!(found["code"], "DecimalComma");
    }
}
