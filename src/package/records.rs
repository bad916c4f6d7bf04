//! The records of a CSV file, before their cells mean anything.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::descriptor::Resource;
use super::limits;
use crate::error::{Error, Place, Problem};

pub type Record = Vec<String>;

/// Header and rows of a file that have a cell with text, and the number of each in a spreadsheet, where empty lines count
/// and a record of several lines is one row.
#[derive(Debug)]
pub struct Records {
    pub records: Vec<Record>,
    pub rows: Vec<usize>,
}

impl Records {
    /// # Errors
    /// Bytes in another encoding, and quotation marks that swallow what follows.
    pub fn read(resource: &Resource, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        let place = || Place::file(&resource.path);
        let text = decoded(bytes).map_err(|row| vec![Error::new(place().row(row), Problem::NotUtf8, &[])])?;
        let (named, skipped) = separator_line(&text);
        let delimiter = resource.delimiter.or(named).unwrap_or_else(|| separator(&resource.path, &text[skipped..]));
        let dialect = Dialect { delimiter, quote: resource.quote.unwrap_or(b'"'), comment: resource.comment };
        let above = usize::from(skipped > 0);
        let scan = Scan::of(&text[skipped..], dialect);
        let wrong = |(row, problem)| Error::new(place().row(above + row), problem, &[]);
        if !scan.problems.is_empty() {
            return Err(scan.problems.into_iter().map(wrong).collect());
        }
        let Some((records, rows, count)) = parsed(&text[skipped..], dialect) else {
            return Err(vec![Error::new(place(), Problem::CellsMany, &[&limits::CELLS.to_string()])]);
        };
        if let Some(found) = records.first().map(Vec::len).filter(|found| *found > limits::COLUMNS) {
            let (most, found) = (limits::COLUMNS.to_string(), found.to_string());
            return Err(vec![Error::new(place(), Problem::ColumnsMany, &[&most, &found])]);
        }
        // Two readings of one file that differ mean that rows were lost.
        if count != scan.rows {
            let (one, other) = (scan.rows.to_string(), count.to_string());
            return Err(vec![Error::new(place(), Problem::RowsDiffer, &[&one, &other])]);
        }
        let rows = rows.into_iter().map(|row| above + row).collect();
        Ok(Self { records, rows })
    }
}

/// The characters that a file is made with.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    delimiter: u8,
    quote: u8,
    comment: Option<u8>,
}

/// The character between the cells of a file, as a resource without a dialect has it.
pub fn delimiter(path: &str, bytes: &[u8]) -> u8 {
    let Ok(text) = decoded(bytes) else { return b',' };
    let (named, skipped) = separator_line(&text);
    named.unwrap_or_else(|| separator(path, &text[skipped..]))
}

/// UTF-8, or UTF-16 with its mark, as Excel's "Unicode text" has it.
///
/// # Errors
/// The row of the first byte that is neither.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.map(Cow::Owned).ok().filter(|_| bytes.len().is_multiple_of(2)).ok_or(1)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))),
            Err(error) => Err(1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count()),
        },
    }
}

/// The separator that Excel's own first line names, `sep=;`, and how many bytes that line has.
fn separator_line(text: &str) -> (Option<u8>, usize) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let bare = line.trim_end_matches(['\r', '\n']).trim_matches('"');
    match bare.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| bare[4..].bytes().next()) {
        Some(separator) if bare.len() == 5 => (Some(separator), line.len()),
        _ => (None, 0),
    }
}

/// As many commas as semicolons are those of a name such as "Price, net".
const SEPARATORS: [u8; 4] = *b";,\t|";

/// The character that as many rows as possible have equally often.
fn separator(path: &str, text: &str) -> u8 {
    if path.ends_with(".tsv") || path.ends_with(".tab") {
        return b'\t';
    }
    let mut best = (b',', 0, 0);
    for candidate in SEPARATORS {
        let counts = separators(text, candidate);
        let usual = counts
            .iter()
            .copied()
            .filter(|count| *count > 0)
            .map(|count| (counts.iter().filter(|other| **other == count).count(), count));
        if let Some((rows, count)) = usual.max()
            && (rows, count) > (best.1, best.2)
        {
            best = (candidate, rows, count);
        }
    }
    best.0
}

/// How often a character stands outside of quotation marks, in each of the first lines that are not empty.
fn separators(text: &str, separator: u8) -> Vec<usize> {
    const LINES: usize = 1000;
    let (mut counts, mut count, mut quoted, mut length) = (Vec::new(), 0, false, 0);
    for byte in text.bytes().chain([b'\n']) {
        quoted ^= byte == b'"';
        match byte {
            b'\n' if !quoted => {
                if length > 0 {
                    counts.push(count);
                }
                (count, length) = (0, 0);
                if counts.len() == LINES {
                    break;
                }
            }
            b'\r' => {}
            _ => {
                count += usize::from(byte == separator && !quoted);
                length += 1;
            }
        }
    }
    counts
}

/// The rows of a file by its quotation marks alone, and the mistakes in these.
#[derive(Debug, Default)]
struct Scan {
    /// The rows as a spreadsheet counts them, with empty lines between them.
    rows: usize,
    problems: Vec<(usize, Problem)>,
}

impl Scan {
    /// Reads only where cells begin and end: beside the parser, so that rows that a quotation mark swallows are seen.
    fn of(text: &str, dialect: Dialect) -> Self {
        let (mut scan, mut rest, mut width) = (Self::default(), text.as_bytes(), None);
        loop {
            let (bytes, lines) = lines_without_cells(rest, dialect.comment);
            rest = &rest[bytes..];
            if rest.is_empty() {
                return scan;
            }
            let row = scan.rows + lines + 1;
            let mut cells = 0;
            loop {
                let cell = Cell::of(rest, dialect, width);
                scan.problems.extend(cell.problem.map(|problem| (row, problem)));
                rest = &rest[cell.length..];
                cells += 1;
                if cell.is_last {
                    break;
                }
            }
            scan.rows = row;
            width = width.or(Some(cells));
        }
    }
}

/// A cell at the begin of some bytes.
struct Cell {
    /// With the separator or the line's end behind it.
    length: usize,
    is_last: bool,
    problem: Option<Problem>,
}

impl Cell {
    fn of(text: &[u8], Dialect { delimiter, quote, .. }: Dialect, width: Option<usize>) -> Self {
        let (mut at, mut problem) = (0, None);
        if text.first() == Some(&quote) {
            let (length, swallows) = quoted(text, delimiter, quote, width);
            at = length.unwrap_or(text.len());
            problem = match length {
                None => Some(Problem::QuoteOpen),
                Some(_) if swallows => Some(Problem::QuoteSwallows),
                Some(_) => None,
            };
        }
        let is_end = |byte: &u8| *byte == delimiter || matches!(byte, b'\r' | b'\n');
        let behind = text[at..].iter().position(is_end).unwrap_or(text.len() - at);
        if at > 0 && problem.is_none() && !text[at..at + behind].trim_ascii().is_empty() {
            problem = Some(Problem::QuoteWithin);
        }
        at += behind;
        let end = match &text[at..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        Self { length: at + end, is_last: text.get(at) != Some(&delimiter), problem }
    }
}

/// How many bytes a cell in quotation marks has, unless it has no end, and whether it holds a line that looks like a row:
/// with as many separators as the header.
fn quoted(text: &[u8], delimiter: u8, quote: u8, width: Option<usize>) -> (Option<usize>, bool) {
    let enough = width.map_or(usize::MAX, |width| width.saturating_sub(1).max(1));
    let (mut at, mut line, mut count, mut swallows) = (1, 0, 0, false);
    while at < text.len() {
        let byte = text[at];
        if byte == quote && text.get(at + 1) == Some(&quote) {
            at += 1;
        } else if byte == quote {
            return (Some(at + 1), swallows);
        } else if byte == b'\n' {
            (line, count) = (line + 1, 0);
        } else if byte == delimiter && line > 0 {
            count += 1;
            swallows |= count >= enough;
        }
        at += 1;
    }
    (None, swallows)
}

/// The records that are not empty, their rows, and the number of the last row; `None` where there are too many cells.
fn parsed(text: &str, dialect: Dialect) -> Option<(Vec<Record>, Vec<usize>, usize)> {
    let Dialect { delimiter, quote, comment } = dialect;
    let (mut reader, mut rest) = (ReaderBuilder::new().delimiter(delimiter).quote(quote).build(), text.as_bytes());
    // No field is longer than the file, so that none can be cut off.
    let (mut field, mut filled) = (vec![0; text.len() + 1], 0);
    let (mut records, mut record, mut lines, mut line) = (Vec::new(), Record::new(), Vec::new(), 0);
    let mut cells = 0;
    loop {
        if record.is_empty() && filled == 0 {
            let (bytes, count) = lines_without_cells(rest, comment);
            rest = &rest[bytes..];
            line += if rest.is_empty() { 0 } else { count };
        }
        let (result, read, written) = reader.read_field(rest, &mut field[filled..]);
        let ends_in_return = rest[..read].last() == Some(&b'\r');
        rest = &rest[read..];
        filled += written;
        match result {
            ReadFieldResult::Field { record_end } => {
                // Cut at separators and quotation marks, what was UTF-8 stays UTF-8.
                record.push(String::from_utf8(field[..filled].to_vec()).unwrap_or_default());
                filled = 0;
                cells += 1;
                if cells > limits::CELLS {
                    return None;
                }
                if record_end {
                    rest = if ends_in_return { rest.strip_prefix(b"\n").unwrap_or(rest) } else { rest };
                    line += 1;
                    if record.iter().any(|cell| !cell.trim().is_empty()) {
                        records.push(std::mem::take(&mut record));
                        lines.push(line);
                    }
                    record.clear();
                }
            }
            // Asked once more with nothing left, the reader gives what it still holds.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::End => return Some((records, lines, line)),
        }
    }
}

/// How many bytes and how many lines stand before the next record that are empty or a comment.
fn lines_without_cells(text: &[u8], comment: Option<u8>) -> (usize, usize) {
    let (mut bytes, mut lines) = (0, 0);
    loop {
        let rest = &text[bytes..];
        let is_comment = rest.first().is_some_and(|first| Some(*first) == comment);
        let length = rest.iter().take_while(|byte| is_comment && !matches!(byte, b'\r' | b'\n')).count();
        let end = match &rest[length..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        if length + end == 0 {
            return (bytes, lines);
        }
        (bytes, lines) = (bytes + length + end, lines + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_by_all_rows() {
        for (path, text, expected) in [
            ("x.csv", "a,b;c,d", b','),
            ("x.csv", "a;b;c", b';'),
            ("x.csv", "Stadt;Preis, netto", b';'),
            ("x.csv", "Stadt;Miete (kalt, ohne Heizung, je m², 2020)\nBerlin;10,20\nBonn;11,05\n", b';'),
            ("x.csv", "a|b\n1,5|2\n2,5|3\n", b'|'),
            ("x.tsv", "a,b", b'\t'),
            ("x.csv", "\"a,b,c\";d;e", b';'),
            ("x.csv", "a", b','),
            ("x.csv", "sep=|\na;b|c\n", b'|'),
            ("x.csv", "\"sep=;\"\r\na,b;c\r\n", b';'),
        ] {
            assert_eq!(delimiter(path, text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn quotation_marks_that_swallow_rows() {
        let dialect = Dialect { delimiter: b',', quote: b'"', comment: Some(b'#') };
        for (text, rows, expected) in [
            ("a,b\n1,\"x\ny\"\n2,z\n", 3, None),
            ("a,b,c\n1,\"x\ny, z\",2\n", 2, None),
            ("a,b\n\n1,2", 3, None),
            ("a,b\r\n#x,\"\r\n1,\"2\"\"\"\r\n", 3, None),
            ("a,b\n1,5\" pipe\n", 2, None),
            ("a,b\n1,\"2\" \n", 2, None),
            ("a,b\n1,\"x\n2,y\n", 2, Some((2, Problem::QuoteOpen))),
            ("a,b\n1,\"x\n2,y\n3,z\"\n", 2, Some((2, Problem::QuoteSwallows))),
            ("a,b\n1,\"x\n2,\"y\"\n", 2, Some((2, Problem::QuoteSwallows))),
            ("a,b,c\n1,\"x,3\n2,\"y\",3\n", 2, Some((2, Problem::QuoteWithin))),
        ] {
            let scan = Scan::of(text, dialect);
            assert_eq!((scan.rows, scan.problems.first().copied()), (rows, expected), "{text:?}");
            if expected.is_none() {
                assert_eq!(parsed(text, dialect).map(|(_, _, count)| count), Some(rows), "{text:?}");
            }
        }
    }

    #[test]
    fn encodings() {
        let wide: Vec<u8> = "\u{feff}München\tä\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide).as_deref(), Ok("München\tä\n"));
        let wide: Vec<u8> = "\u{feff}a".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&wide).as_deref(), Ok("a"));
        assert_eq!(decoded(b"\xef\xbb\xbfa").as_deref(), Ok("a"));
        assert_eq!(decoded(b"a\nM\xfcnchen"), Err(2));
        // Half a character at the end.
        assert_eq!(decoded(b"\xff\xfea"), Err(1));
    }
}
