//! Clean tables, written as spreadsheets and programs write them, and with mistakes: a value that differs from the clean
//! table is never shown without an error or a note that names its cell.

use std::collections::BTreeMap;

use crate::common::generated;
use article_figures::error::{Error, Part};
use article_figures::package::{Cells, Descriptor, Package};

/// Random numbers that are the same everywhere (Steele, Lea and Flood 2014, SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }
}

/// A number by its digits: `decimals` of them are behind the decimal character.
#[derive(Clone, Copy, Debug)]
struct Value {
    digits: i64,
    decimals: usize,
}

impl Value {
    fn number(self) -> f64 {
        self.digits as f64 / 10_f64.powi(self.decimals as i32)
    }
}

/// Names with their values in two columns.
struct Clean {
    names: Vec<String>,
    columns: [Vec<Value>; 2],
}

impl Clean {
    /// With at most so many decimals less one.
    fn new(random: &mut Random, decimals: u64) -> Self {
        let rows = 4 + random.below(12);
        let names = (0..rows).map(|row| format!("Town {}", char::from(b'A' + row as u8))).collect();
        let column = |random: &mut Random| {
            let (decimals, size) = (random.below(decimals) as usize, 10_i64.pow(1 + random.below(6) as u32));
            let negative = random.one_in(3);
            let value = |random: &mut Random| {
                let digits = 1 + random.below(size as u64 * 9) as i64;
                Value { digits: if negative && random.one_in(3) { -digits } else { digits }, decimals }
            };
            (0..rows).map(|_| value(random)).collect()
        };
        Self { names, columns: [column(random), column(random)] }
    }
}

/// How a table is written.
#[derive(Clone, Debug)]
struct Dialect {
    delimiter: char,
    decimal: char,
    group: Option<char>,
    minus: &'static str,
    prefix: &'static str,
    suffix: &'static str,
    parentheses: bool,
}

const PLAIN: Dialect =
    Dialect { delimiter: ',', decimal: '.', group: None, minus: "-", prefix: "", suffix: "", parentheses: false };

impl Dialect {
    fn new(random: &mut Random) -> Self {
        let decimal = *random.of(&['.', ',']);
        let other = if decimal == '.' { ',' } else { '.' };
        let (prefix, suffix) = *random.of(&[
            ("", ""),
            ("", ""),
            ("", "%"),
            ("", " %"),
            ("$", ""),
            ("", " €"),
            ("", " Mio. €"),
            ("", " kg"),
        ]);
        Self {
            delimiter: *random.of(&[',', ';', '\t']),
            decimal,
            group: *random.of(&[None, None, Some(other), Some(' '), Some('\u{a0}'), Some('\'')]),
            minus: *random.of(&["-", "\u{2212}", "–", "—", "‑", "－"]),
            prefix,
            suffix,
            parentheses: random.one_in(6),
        }
    }

    fn write(&self, value: Value) -> String {
        let digits = format!("{:0width$}", value.digits.abs(), width = value.decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - value.decimals);
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if let Some(group) = self.group.filter(|_| at > 0 && (whole.len() - at).is_multiple_of(3)) {
                text.push(group);
            }
            text.push(digit);
        }
        if value.decimals > 0 {
            text.push(self.decimal);
            text.push_str(fraction);
        }
        let text = format!("{}{text}{}", self.prefix, self.suffix);
        match value.digits < 0 {
            true if self.parentheses => format!("({text})"),
            true => format!("{}{text}", self.minus),
            false => text,
        }
    }

    fn row(&self, cells: &[String]) -> String {
        let quoted = |cell: &String| {
            let needs = cell.contains([self.delimiter, '"', '\n']);
            if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        cells.iter().map(quoted).collect::<Vec<_>>().join(&self.delimiter.to_string()) + "\n"
    }

    fn lines(&self, clean: &Clean) -> Vec<Vec<String>> {
        let header = ["Town", "Votes", "Area"].map(str::to_owned).to_vec();
        let row = |at: usize| {
            vec![clean.names[at].clone(), self.write(clean.columns[0][at]), self.write(clean.columns[1][at])]
        };
        [header].into_iter().chain((0..clean.names.len()).map(row)).collect()
    }

    fn text(&self, lines: &[Vec<String>]) -> String {
        lines.iter().map(|line| self.row(line)).collect()
    }

    /// The schema that says all of this.
    fn schema(&self) -> String {
        let mut number = format!(r#""type":"number","decimalChar":"{}""#, self.decimal);
        if let Some(group) = self.group {
            number += &format!(r#","groupChar":"{group}""#);
        }
        for (name, text) in [("prefix", self.prefix), ("suffix", self.suffix)] {
            if !text.is_empty() {
                number += &format!(r#","{name}":"{text}""#);
            }
        }
        if self.parentheses {
            number += r#","negative":"parentheses""#;
        }
        let fields = ["Votes", "Area"].map(|name| format!(r#"{{"name":"{name}",{number}}}"#));
        format!(r#"{{"fields":[{{"name":"Town","type":"string"}},{}]}}"#, fields.join(","))
    }
}

/// A mistake in a table, or something around it.
fn spoil(lines: &mut Vec<Vec<String>>, random: &mut Random) {
    let row = 1 + random.below(lines.len() as u64 - 1) as usize;
    let column = 1 + random.below(2) as usize;
    let cell = &mut lines[row][column];
    match random.below(12) {
        0 => *cell += *random.of(&["*", "(2)", "¹", " b", " p"]),
        1 => *cell = format!("<{cell}"),
        2 => *cell += *random.of(&["M", "k", " Mio.", " million"]),
        3 => *cell = format!("{cell}-"),
        4 => *cell = format!("({cell})"),
        5 => *cell = (*random.of(&["n.d.", ":", "–", "x", "?"])).to_owned(),
        6 => *cell = format!("ca. {cell}"),
        7 => *cell = cell.replace('.', "\u{1}").replace(',', ".").replace('\u{1}', ","),
        8 => lines.insert(0, vec!["Votes by town, 2021".to_owned()]),
        9 => lines.push(vec!["Source: Office of statistics".to_owned(), String::new(), String::new()]),
        10 => lines.insert(1, ["", "number", "km²"].map(str::to_owned).to_vec()),
        _ => *cell = format!("{cell}–{cell}"),
    }
}

/// Bytes in one of the encodings of spreadsheets.
fn encoded(text: &str, random: &mut Random) -> Vec<u8> {
    let wide = || format!("\u{feff}{text}").encode_utf16().collect::<Vec<_>>();
    match random.below(8) {
        0 => wide().into_iter().flat_map(u16::to_le_bytes).collect(),
        1 => wide().into_iter().flat_map(u16::to_be_bytes).collect(),
        2 => format!("\u{feff}{text}").into_bytes(),
        3 => text.replace('\n', "\r\n").into_bytes(),
        _ => text.as_bytes().to_vec(),
    }
}

fn package(schema: Option<&str>, delimiter: char, bytes: Vec<u8>) -> Package {
    let descriptor = match schema {
        Some(schema) => {
            let delimiter = if delimiter == '\t' { "\\t".to_owned() } else { delimiter.to_string() };
            let text = format!(
                r#"{{"languages":["en"],"resources":[{{"name":"t","path":"t.csv","dialect":{{"delimiter":"{delimiter}"}},"schema":{schema}}}]}}"#
            );
            Descriptor::parse("datapackage.json", text.as_bytes()).expect("JSON")
        }
        None => Descriptor::of_files(&["t.csv".to_owned()], "en"),
    };
    let mut package = Package::new(descriptor);
    package.add("t", Ok(bytes));
    package.guess_views();
    package
}

/// Values that differ from the clean table and that neither error nor note names.
fn silent(package: &Package, clean: &Clean) -> Vec<String> {
    let Ok(table) = package.table("t") else { return Vec::new() };
    let remarks: Vec<Error> = package.problems().into_iter().chain(package.notes()).chain(package.undrawn()).collect();
    let names = |line: usize, column: &str| {
        remarks.iter().any(|remark| {
            let place = remark.place();
            place.part(Part::Column) == Some(column) && place.part(Part::Row).is_none_or(|row| row == line.to_string())
                || place.part(Part::Column).is_none() && place.part(Part::Row) == Some(&line.to_string())
        })
    };
    // A decision on a column is noted at the first cell that it concerns.
    let is_noted = |column: &str| remarks.iter().any(|remark| remark.place().part(Part::Column) == Some(column));
    let rows: BTreeMap<_, _> = clean.names.iter().enumerate().map(|(row, name)| (name.clone(), row)).collect();
    let mut silent = Vec::new();
    if package.problems().is_empty() && table.rows < clean.names.len() {
        silent.push(format!("{} of {} rows", table.rows, clean.names.len()));
    }
    for (nth, name) in ["Votes", "Area"].into_iter().enumerate() {
        let Some(Cells::Number(cells)) = table.column(name).map(|column| &column.cells) else { continue };
        for (row, found) in cells.iter().enumerate() {
            let line = table.line_of(row);
            let known = table.cell("Town", row).and_then(|town| rows.get(&town).copied());
            let expected = known.map(|row| clean.columns[nth][row].number());
            let differs = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() > 1e-9 * expected.abs(),
                (Some(_), None) => true,
                (None, _) => false,
            };
            if differs && !names(line, name) && !is_noted(name) {
                silent.push(format!("row {line}, {name}: {found:?} instead of {expected:?}"));
            }
        }
    }
    silent
}

#[test]
fn no_value_is_silently_another() {
    let mut random = Random(20);
    let (mut found, mut clear, mut read) = (Vec::new(), 0, 0);
    for nth in 0..generated() {
        let clean = Clean::new(&mut random, 4);
        let dialect = Dialect::new(&mut random);
        let mut lines = dialect.lines(&clean);
        let mistakes = random.below(3);
        for _ in 0..mistakes {
            spoil(&mut lines, &mut random);
        }
        let mut text = dialect.text(&lines);
        if random.one_in(12) {
            let at = text.match_indices(dialect.delimiter).nth(random.below(6) as usize).map_or(0, |(at, _)| at + 1);
            text.insert(at, '"');
        }
        let package = package(None, dialect.delimiter, encoded(&text, &mut random));
        let silent = silent(&package, &clean);
        clear += u64::from(mistakes == 0);
        read += u64::from(mistakes == 0 && package.problems().is_empty());
        if !silent.is_empty() {
            found.push(format!("table {nth}: {silent:?}\n{text}"));
        }
    }
    // A reader that refuses everything would pass as well.
    assert!(read * 10 > clear * 8, "{read} of {clear} without a mistake are read");
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), generated(), found[..found.len().min(5)].join("\n"));
}

/// Clean tables, and messy ones whose dialect is declared, are read without a word.
#[test]
fn what_is_clear_needs_no_remark() {
    let mut random = Random(21);
    let (mut remarks, mut count) = (Vec::new(), 0);
    for nth in 0..generated() {
        // Three decimals and nothing else to see may be thousands, which is asked.
        let (is_plain, decimals) = if nth.is_multiple_of(2) { (true, 3) } else { (false, 4) };
        let clean = Clean::new(&mut random, decimals);
        let dialect = if is_plain { PLAIN } else { Dialect::new(&mut random) };
        let schema = (!is_plain).then(|| dialect.schema());
        let text = dialect.text(&dialect.lines(&clean));
        let package = package(schema.as_deref(), dialect.delimiter, encoded(&text, &mut random));
        count += 1;
        assert_eq!(silent(&package, &clean), Vec::<String>::new(), "{text}");
        let left = |own: &Error| own.to_string().contains("in no figure");
        let said: Vec<_> = package.problems().into_iter().chain(package.notes()).filter(|own| !left(own)).collect();
        if let Some(first) = said.first() {
            remarks.push(format!("{first}\n{text}"));
        }
    }
    assert!(
        remarks.len() * 100 <= count,
        "{} of {count}:\n{}",
        remarks.len(),
        remarks[..remarks.len().min(3)].join("\n")
    );
}
