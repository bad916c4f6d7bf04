//! The records of a CSV file, before their cells mean anything.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::descriptor::Resource;
use super::limits;
use crate::error::{Error, Place, Problem};
use crate::work::{self, CHUNK, finish, spend, weight};

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
    pub async fn read(resource: &Resource, bytes: &[u8]) -> Result<Self, Vec<Error>> {
        let place = || Place::file(&resource.path);
        let text = decoded(bytes).await.map_err(|row| vec![Error::new(place().row(row), Problem::NotUtf8, &[])])?;
        let (named, skipped) = separator_line(&text);
        let delimiter = match resource.delimiter.or(named) {
            Some(known) => known,
            None => separator(&resource.path, &text[skipped..]).await,
        };
        let dialect = Dialect { delimiter, quote: resource.quote.unwrap_or(b'"'), comment: resource.comment };
        let above = usize::from(skipped > 0);
        let scan = Scan::of(&text[skipped..], dialect).await;
        let wrong = |(row, problem)| Error::new(place().row(above + row), problem, &[]);
        if !scan.problems.is_empty() {
            return Err(work::mapped(scan.problems, wrong).await);
        }
        let Some((records, mut rows, count)) = parsed(&text[skipped..], dialect).await else {
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
        for row in &mut rows {
            spend(1).await;
            *row += above;
        }
        Ok(Self { records, rows })
    }

    /// Lets go of all cells.
    pub async fn release(self) {
        for record in self.records {
            work::release(record).await;
        }
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
    let Ok(text) = finish(decoded(bytes)) else { return b',' };
    let (named, skipped) = separator_line(&text);
    named.unwrap_or_else(|| finish(separator(path, &text[skipped..])))
}

/// UTF-8, or UTF-16 with its mark, as Excel's "Unicode text" has it. Gives the bytes of UTF-8.
///
/// # Errors
/// The row of the first byte that is neither.
async fn decoded(bytes: &[u8]) -> Result<Cow<'_, [u8]>, usize> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes).await,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes).await,
        _ => match first_invalid(bytes).await {
            None => Ok(Cow::Borrowed(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes))),
            Some(at) => Err(1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count()),
        },
    }
}

async fn wide(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Result<Cow<'_, [u8]>, usize> {
    let (pairs, rest) = bytes.as_chunks();
    let mut text = String::new();
    for (at, character) in char::decode_utf16(pairs.iter().map(|pair| read(*pair))).enumerate() {
        if at % CHUNK == 0 {
            spend(work::SLICE / 2).await;
        }
        text.push(character.map_err(|_| 1_usize)?);
    }
    if rest.is_empty() { Ok(Cow::Owned(text.into_bytes())) } else { Err(1) }
}

/// Where the first byte is that no UTF-8 has.
async fn first_invalid(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < bytes.len() {
        let chunk = &bytes[at..bytes.len().min(at + CHUNK)];
        spend(weight(chunk)).await;
        let is_last = at + chunk.len() == bytes.len();
        at += match std::str::from_utf8(chunk) {
            Ok(_) => chunk.len(),
            // A character that goes on in the next chunk.
            Err(error) if error.error_len().is_none() && !is_last => error.valid_up_to(),
            Err(error) => return Some(at + error.valid_up_to()),
        };
    }
    None
}

/// The separator that Excel's own first line names, `sep=;`, and how many bytes that line has.
fn separator_line(text: &[u8]) -> (Option<u8>, usize) {
    const LONGEST: usize = 16;
    let start = &text[..text.len().min(LONGEST)];
    let line = start.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let bare = line.strip_suffix(b"\n").unwrap_or(line);
    let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
    let bare = bare.strip_prefix(b"\"").and_then(|bare| bare.strip_suffix(b"\"")).unwrap_or(bare);
    match bare {
        [start @ .., separator] if start.eq_ignore_ascii_case(b"sep=") && separator.is_ascii() => {
            (Some(*separator), line.len())
        }
        _ => (None, 0),
    }
}

/// As many commas as semicolons are those of a name such as "Price, net".
const SEPARATORS: [u8; 4] = *b";,\t|";

/// The character that as many rows as possible have equally often.
async fn separator(path: &str, text: &[u8]) -> u8 {
    if path.ends_with(".tsv") || path.ends_with(".tab") {
        return b'\t';
    }
    let mut best = (b',', 0, 0);
    for candidate in SEPARATORS {
        let counts = separators(text, candidate).await;
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
async fn separators(text: &[u8], separator: u8) -> Vec<usize> {
    const LINES: usize = 1000;
    let (mut counts, mut count, mut quoted, mut length) = (Vec::new(), 0, false, 0);
    for (at, byte) in text.iter().copied().chain([b'\n']).enumerate() {
        if at % CHUNK == 0 {
            spend(weight(&text[at..text.len().min(at + CHUNK)])).await;
        }
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
    async fn of(text: &[u8], dialect: Dialect) -> Self {
        let (mut scan, mut rest, mut width) = (Self::default(), text, None);
        loop {
            let (bytes, lines) = lines_without_cells(rest, dialect.comment).await;
            rest = &rest[bytes..];
            if rest.is_empty() {
                return scan;
            }
            let row = scan.rows + lines + 1;
            let mut cells = 0;
            loop {
                let cell = Cell::of(rest, dialect, width).await;
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
    async fn of(text: &[u8], Dialect { delimiter, quote, .. }: Dialect, width: Option<usize>) -> Self {
        let (mut at, mut problem) = (0, None);
        if text.first() == Some(&quote) {
            let (length, swallows) = quoted(text, delimiter, quote, width).await;
            at = length.unwrap_or(text.len());
            spend(weight(&text[..at % CHUNK])).await;
            problem = match length {
                None => Some(Problem::QuoteOpen),
                Some(_) if swallows => Some(Problem::QuoteSwallows),
                Some(_) => None,
            };
        }
        let is_end = |byte: &u8| *byte == delimiter || matches!(byte, b'\r' | b'\n');
        let behind = first_of(&text[at..], is_end).await;
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

/// How many bytes stand before the first one of a sort.
async fn first_of(text: &[u8], is_it: impl Fn(&u8) -> bool) -> usize {
    let mut before = 0;
    for chunk in text.chunks(CHUNK) {
        let found = chunk.iter().position(&is_it);
        let count = found.unwrap_or(chunk.len());
        spend(weight(&chunk[..count])).await;
        before += count;
        if found.is_some() {
            break;
        }
    }
    before
}

/// How many bytes a cell in quotation marks has, unless it has no end, and whether it holds a line that looks like a row:
/// with as many separators as the header.
async fn quoted(text: &[u8], delimiter: u8, quote: u8, width: Option<usize>) -> (Option<usize>, bool) {
    let enough = width.map_or(usize::MAX, |width| width.saturating_sub(1).max(1));
    let (mut at, mut line, mut count, mut swallows, mut spent) = (1, 0, 0, false, 0);
    while at < text.len() {
        if at - spent >= CHUNK {
            spend(weight(&text[spent..at])).await;
            spent = at;
        }
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
async fn parsed(text: &[u8], dialect: Dialect) -> Option<(Vec<Record>, Vec<usize>, usize)> {
    let Dialect { delimiter, quote, comment } = dialect;
    let (mut reader, mut rest) = (ReaderBuilder::new().delimiter(delimiter).quote(quote).build(), text);
    let (mut field, mut filled) = (Vec::new(), 0);
    let (mut records, mut record, mut lines, mut line) = (Vec::new(), Record::new(), Vec::new(), 0);
    let (mut cells, mut is_new) = (0, true);
    loop {
        if is_new {
            let (bytes, count) = lines_without_cells(rest, comment).await;
            rest = &rest[bytes..];
            line += if rest.is_empty() { 0 } else { count };
            is_new = false;
        }
        let chunk = &rest[..rest.len().min(CHUNK)];
        // No field is longer than what is read of it, so that none can be cut off.
        field.resize(field.len().max(filled + chunk.len() + 1), 0);
        let (result, read, written) = reader.read_field(chunk, &mut field[filled..]);
        spend(weight(&chunk[..read])).await;
        let ends_in_return = chunk[..read].last() == Some(&b'\r');
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
                    is_new = true;
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
async fn lines_without_cells(text: &[u8], comment: Option<u8>) -> (usize, usize) {
    let (mut bytes, mut lines) = (0, 0);
    loop {
        let rest = &text[bytes..];
        let is_comment = rest.first().is_some_and(|first| Some(*first) == comment);
        let length = if is_comment { first_of(rest, |byte| matches!(byte, b'\r' | b'\n')).await } else { 0 };
        let end = match &rest[length..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        if length + end == 0 {
            return (bytes, lines);
        }
        spend(1).await;
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
            let scan = finish(Scan::of(text.as_bytes(), dialect));
            assert_eq!((scan.rows, scan.problems.first().copied()), (rows, expected), "{text:?}");
            if expected.is_none() {
                assert_eq!(finish(parsed(text.as_bytes(), dialect)).map(|(_, _, count)| count), Some(rows), "{text:?}");
            }
        }
    }

    #[test]
    fn encodings() {
        let wide: Vec<u8> = "\u{feff}München\tä\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(finish(decoded(&wide)).as_deref(), Ok("München\tä\n".as_bytes()));
        let wide: Vec<u8> = "\u{feff}a".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(finish(decoded(&wide)).as_deref(), Ok(&b"a"[..]));
        assert_eq!(finish(decoded(b"\xef\xbb\xbfa")).as_deref(), Ok(&b"a"[..]));
        assert_eq!(finish(decoded(b"a\nM\xfcnchen")), Err(2));
        // Half a character at the end.
        assert_eq!(finish(decoded(b"\xff\xfea")), Err(1));
    }
}
