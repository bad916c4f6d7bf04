//! The size of each table, and a check that figures have the same values as their tables.

use std::fmt;

use super::coverage::failure;
use crate::error::{Error, Problem};
use crate::figure::Figure;
use crate::package::{Kind, Package, Table, View};

/// The size of a table, to be compared with what a spreadsheet shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    pub file: String,
    /// Records below the header that have a cell with text.
    pub rows: usize,
    /// Named columns of the file, and those that the schema leaves out.
    pub columns: usize,
    pub left_out: usize,
}

impl Size {
    fn of(table: &Table) -> Self {
        let left_out = table.width.saturating_sub(table.columns.len());
        Self { file: table.file.clone(), rows: table.rows, columns: table.width, left_out }
    }
}

impl fmt::Display for Size {
    /// `countries.csv: 12 rows, 4 columns`
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let count = |count: usize, one| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        write!(out, "{}: {}, {}", self.file, count(self.rows, "row"), count(self.columns, "column"))?;
        match self.left_out {
            0 => Ok(()),
            left_out => write!(out, ", {left_out} of them not in the schema"),
        }
    }
}

/// The size of each table that was read.
pub fn sizes(package: &Package) -> Vec<Size> {
    package.tables().map(Size::of).collect()
}

/// Figures that have other rows or values than their tables: faults of this program, which no reader could see.
pub fn differences(package: &Package, figures: &[Figure]) -> Vec<Error> {
    let difference = |figure: &Figure| {
        let (view, table) = package.view(&figure.name).ok()?;
        let (problem, found, expected) = differs(view, table, figure)?;
        Some(failure(package, view, problem, &[&found, &expected]))
    };
    figures.iter().filter_map(difference).collect()
}

/// How a figure differs from its table: the problem with what the figure has, and the table.
fn differs(view: &View, table: &Table, figure: &Figure) -> Option<(Problem, String, String)> {
    let (mut found, mut expected) = (in_figure(view, figure), in_table(view, table)?);
    for values in [&mut found, &mut expected] {
        values.sort_by(|one, other| key(other).total_cmp(&key(one)));
    }
    expected.truncate(view.limit.filter(|_| !view.count && figure.limit.is_none()).unwrap_or(expected.len()));
    if found.len() != expected.len() {
        return Some((Problem::RowsLost, found.len().to_string(), expected.len().to_string()));
    }
    let written = |value: &Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let mut pairs = found.iter().zip(&expected);
    pairs.find(|(one, other)| one != other).map(|(one, other)| (Problem::ValuesDiffer, written(one), written(other)))
}

/// Missing values last.
fn key(value: &Option<f64>) -> f64 {
    value.unwrap_or(f64::NEG_INFINITY)
}

/// The value of each row that a figure shows, or of lines each point; of counted texts one for each row.
fn in_figure(view: &View, figure: &Figure) -> Vec<Option<f64>> {
    if view.kinds.contains(&Kind::Line) {
        let values = figure.lines.iter().flat_map(|line| &line.values);
        return values.filter(|value| !value.is_nan()).copied().map(Some).collect();
    }
    if view.count {
        // The rest of a limited count is derived, and a part of it.
        let rows: f64 = figure.data.iter().filter_map(|datum| datum.value).sum();
        return vec![None; rows as usize];
    }
    figure.data.iter().filter(|datum| datum.is_stated()).map(|datum| datum.value).collect()
}

/// The same of the table; `None` where a limit leaves out whole lines.
fn in_table(view: &View, table: &Table) -> Option<Vec<Option<f64>>> {
    if view.count {
        return Some(vec![None; table.rows]);
    }
    if !view.kinds.contains(&Kind::Line) {
        let column = table.column(&view.value);
        return Some((0..table.rows).map(|row| column?.cells.number(row)).collect());
    }
    if view.limit.is_some() {
        return None;
    }
    let time = table.column(&view.category)?;
    let timed: Vec<_> = (0..table.rows).filter(|row| time.cells.time(*row).is_some()).collect();
    let columns = view.values.iter().filter_map(|name| table.column(name));
    Some(columns.flat_map(|column| timed.iter().filter_map(|row| column.cells.number(*row))).map(Some).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Formats, Locale};
    use crate::package::Descriptor;

    fn package(csv: &str, spec: &str, figure: &str) -> Package {
        let descriptor = format!(
            r#"{{"name":"a","languages":["en"],"resources":[{{"name":"t","path":"t.csv"}}],"views":[{{"name":"v",
            "title":"V","resources":["t"],"specType":"simple","spec":{spec},"_figure":{figure}}}]}}"#
        );
        let mut package = Package::new(Descriptor::parse("datapackage.json", descriptor.as_bytes()).expect("JSON"));
        package.add("t", Ok(csv.as_bytes().to_vec()));
        assert_eq!(package.problems(), []);
        package
    }

    const BARS: &str = r#"{"type":"bar","group":"name","series":["value"]}"#;
    const LINES: &str = r#"{"type":"line","group":"year","series":["one","two"]}"#;

    #[test]
    fn figures_have_what_their_tables_have() {
        let formats = Formats::of("en").expect("English");
        let locale = Locale::new("en", formats, |_| Some("{0}".to_owned())).expect("words");
        let named = "name,value\na,1\nb,\nc,3\nd,2.5\n";
        let count = r#"{"type":"bar","group":"name","series":[]}"#;
        let times = "year,one,two\n2001,1,2\n2002,,3\n2003,5,\n,7,7\n";
        for (csv, spec, figure) in [
            (named, BARS, r#"{"kinds":["bars"]}"#),
            (named, BARS, r#"{"kinds":["bars"],"limit":2}"#),
            (named, BARS, r#"{"kinds":["stack"],"whole":100,"remainder":"The rest"}"#),
            ("name,value\na,1\na,2\nb,3\n", count, r#"{"kinds":["bars"],"count":true,"limit":1}"#),
            (times, LINES, r#"{"kinds":["line"]}"#),
        ] {
            let package = package(csv, spec, figure);
            let mut made = Figure::new(&package, "v", &locale).expect("a figure");
            assert_eq!(differences(&package, &[made.clone()]), [], "{figure}");
            match made.lines.first_mut() {
                Some(line) => drop(line.values.pop()),
                None => drop(made.data.remove(0)),
            }
            let lost = differences(&package, &[made.clone()]);
            assert_eq!(lost.first().map(Error::problem), Some(Problem::RowsLost), "{figure}");
        }
        let package = package(named, BARS, r#"{"kinds":["bars"]}"#);
        let mut made = Figure::new(&package, "v", &locale).expect("a figure");
        made.data[0].value = Some(10.0);
        let expected = "datapackage.json, view \"v\": the figure has the value 10 where its table has 3: this is a fault \
                        of the program, please report it";
        assert_eq!(differences(&package, &[made]).first().map(Error::to_string).as_deref(), Some(expected));
    }

    #[test]
    fn sizes_are_written() {
        let size = |rows, columns, left_out| Size { file: "a.csv".to_owned(), rows, columns, left_out }.to_string();
        assert_eq!(size(12, 4, 0), "a.csv: 12 rows, 4 columns");
        assert_eq!(size(1, 1, 0), "a.csv: 1 row, 1 column");
        assert_eq!(size(3, 5, 2), "a.csv: 3 rows, 5 columns, 2 of them not in the schema");
    }
}
