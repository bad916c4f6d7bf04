//! The one public error: where something is wrong with a package, and what was expected there.

use crate::text::{concat, fill};

use std::fmt;

/// Something that is wrong with a Data Package.
///
/// Prints as `investment.csv, row 4, column "share": expected a number, found "n/a"`, the same in the
/// browser and in the terminal. One pointer wide, because results that carry it are everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    place: Place,
    problem: Problem,
    /// What fills the gaps of the problem's text.
    values: Vec<String>,
}

/// A place in a package: a file and the parts on the way to the cell or property that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Vec<(Part, String)>);

/// What a step of a place is. Rows are counted as a spreadsheet does: the header is row 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    File,
    Row,
    /// Of a text, from 1.
    Line,
    Column,
    Resource,
    Field,
    View,
    Property,
}

macro_rules! problems {
    ($($problem:ident = $text:literal,)+) => {
        /// What can be wrong at a [`Place`]; `{0}`, `{1}`, `{2}` in its text are filled with what was found there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Problem { $(#[doc = $text] $problem,)+ }

        const TEXTS: &[&str] = &[$($text,)+];
    };
}

problems! {
    FileMissing = "the file is missing",
    NotLoaded = "the file could not be loaded: {0}",
    Stopped = "reading stopped ({0}): the files may need more memory than the browser has, so leave out rows or columns",
    NoAnswer = "the file did not load within {0} s",
    FilesTooLarge = "the files of a figure have more than {0} MB: leave out rows or columns",
    NotUtf8 = "not valid UTF-8: save the file as UTF-8, in Excel as \"CSV UTF-8\"",
    QuoteOpen = "a quotation mark begins a cell in this row and is never closed: close it, or remove it",
    QuoteSwallows = "a cell in quotation marks begins in this row and holds what look like whole rows: close the quotation mark, or remove it",
    QuoteWithin = "a cell of this row goes on after its closing quotation mark: double each quotation mark within a cell",
    RowsDiffer = "the file can be read in two ways, with {0} or with {1} rows: check its quotation marks",
    Preamble = "rows up to {0} belong to no table, whose header seems to be row {1}: delete the rows above it",
    SecondHeader = "this row goes on with the header or has units: join it with the header, then delete it",
    NoteRow = "this row is a note and not data: delete it and name the source in \"sources\"",
    TotalRow = "{0} looks like the sum of the other rows and is drawn beside them: delete the row if it is",
    ReadAsTable = "{0} is read as {1}, as other columns of the table are written: if that is wrong, give the field \"decimalChar\"",
    ReadAsNegative = "{0} is read as {1}: if that is wrong, give the field \"negative\": \"sign\" and write the number alone",
    NotNumbers = "most cells of this column are numbers, but not {0}: the column is read as text",
    NotJson = "not valid JSON in line {0}, column {1}: did not expect {2}",
    FileLarge = "expected a file of at most {0} bytes, found {1}: leave out rows or columns, or split the file",
    CellsMany = "expected at most {0} cells: leave out rows or columns, or split the file",
    ColumnsMany = "expected at most {0} columns, found {1}: leave some out, or write a row for each",
    PositionsMany = "expected outlines of at most {0} points: simplify them",
    ListLong = "expected at most {0} entries, found {1}: the others are left out, so split the package",
    FilesMany = "expected a figure of at most {0} files, found more: leave out foreign keys",
    EmptyFile = "expected a header and rows, found an empty file",
    NoRows = "expected at least one row below the header, found none",
    Missing = "expected {0}, found nothing",
    Unexpected = "expected {0}, found {1}",
    NotOneOf = "expected one of {0}, found \"{1}\"",
    ColumnMissing = "expected this column, found only {0}",
    ColumnExtra = "the schema does not describe this column: describe it or remove it",
    ColumnTwice = "expected each column once, found this name again",
    Cells = "expected {0} cells, found {1}",
    CellLong = "expected at most {0} characters in a cell, found {1}",
    CellEmpty = "expected {0}, found an empty cell",
    DateFormat = "expected a date, found {0}: write it as 2021-09-12, or give the field \"format\": \"{1}\"",
    DateOrder = "expected a date, found {0}, whose day and month may be swapped: write it as 2021-09-12, or give the field a \"format\", one of \"{1}\"",
    NumberText = "expected a number, found {0}: remove \"{1}\" and write the number in the unit of its column, or leave the cell empty",
    NumberMark = "expected a number, found {0}: remove \"{1}\", or, if the number is right without it, give the field \"marks\": [\"{1}\"]",
    NumberBare = "expected a number, found {0}: write it as the others, with \"{1}\"",
    NumberSigns = "expected a number, found {0}: write it with digits and a point alone, or give the field {1}",
    NumberEither = "expected a number, found {0}, which may be either of {1}: write the one that is meant, or give the field \"groupChar\" or \"decimalChar\"",
    NumberMissing = "expected {0}, found {1}: if it stands for no value, add it to \"missingValues\"",
    DecimalComma = "expected a number, found \"{0}\": write a point, {1}",
    TooSmall = "expected at least {0}, found {1}",
    TooLarge = "expected at most {0}, found {1}",
    Duplicate = "expected every value once, found \"{0}\" already in row {1}",
    UnknownKey = "expected a key of {0}, found \"{1}\"",
    NotShown = "expected statement {0} in a figure, or \"none\" in the column \"drawn\"",
    NameTwice = "expected each name once, found this one again",
    NameAlike = "a disk may take this name for \"{0}\": give it another one that differs in more than its case",
    SharesExceed = "expected shares that add up to at most {0}, found {1}",
    NoFigure = "no figure fits this table: give it a column of numbers, and one of dates or names",
    NoNames = "no figure fits this table: beside its numbers it needs a column of dates or names",
    NoName = "this row has no name: give it one, or delete it if it belongs to the header",
    NamesTwice = "no figure fits this table: its names are repeated, so give it names or dates that occur once",
    ReadAsTime = "{0} is read as {1}, seconds or milliseconds since 1970: if that is wrong, give the field a \"type\"",
    TimeInTwo = "the time is in two columns, {0} and {1}: write it in one, as 2021-09, 2021-Q3 or 2021-W36",
    NotTime = "{0} looks like time and is not read as such: write it as 2021, 2021-09 or 2021-09-12, or give the field a \"format\"",
    NoTime = "this row has a value and no time, so it is not drawn",
    NotDrawn = "the figure shows {0}; these columns of numbers are in no figure: {1}",
    NotCounted = "the figure counts how often each text of {0} occurs; these columns of numbers are in no figure: {1}",
    NoCard = "no image for link previews in {0}: its typeface lacks {1}",
    CardFailed = "no image for link previews in {0}: it could not be drawn ({1})",
    FigureFailed = "the figure could not be written in {0}, the others were: {1}",
    RowsLost = "the figure has {0} of the {1} rows or values of its table: this is a fault of the program, please report it",
    ValuesDiffer = "the figure has the value {0} where its table has {1}: this is a fault of the program, please report it",
    RegionTwice = "expected every region once, found \"{0}\" again: give \"regionKey\" a property that tells the regions apart",
    RegionsUnnamed = "expected a region of the map, found \"{0}\", and no region has an \"id\": give the resource of the geometry a \"regionKey\", the property that names its regions",
    OffMap = "expected latitude and longitude of a place on the map, found {0}",
    Swapped = "expected latitude and longitude of a place on the map, found {0}: these two are swapped",
    NotSpoken = "expected one of {0}, found \"{1}\": the texts around the figures are in English there",
    NoPatterns = "found \"{0}\", for which the Unicode CLDR has no number and date formats: the English ones are used there",
    RowCount = "expected exactly {0} rows for this kind of figure, found {1}",
}

impl Error {
    pub fn new(place: Place, problem: Problem, values: &[&str]) -> Self {
        let mut owned = Vec::new();
        for value in values {
            owned.push((*value).to_owned());
        }
        Self(Box::new(Inner { place, problem, values: owned }))
    }

    pub fn place(&self) -> &Place {
        &self.0.place
    }

    pub fn problem(&self) -> Problem {
        self.0.problem
    }

    /// What is wrong, without where.
    pub fn message(&self) -> String {
        let values: Vec<&str> = self.0.values.iter().map(String::as_str).collect();
        fill(TEXTS[self.0.problem as usize], &values)
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The message in another language: `translate` gives the translation of an English text with gaps, of a
    /// problem, a part of a place or what was expected there. What it does not know stays English.
    pub fn text(&self, translate: &dyn Fn(&str) -> Option<String>) -> String {
        let translated = |text: &str| translate(text).unwrap_or_else(|| text.to_owned());
        let Inner { place, problem, values } = &*self.0;
        let mut text = String::new();
        for (part, name) in &place.0 {
            let name = if *part == Part::File { name.clone() } else { excerpt(name) };
            text += &fill(&translated(part.text()), &[&name]);
        }
        let mut found: Vec<String> = Vec::new();
        for value in values {
            found.push(translated(value));
        }
        let mut gaps: Vec<&str> = Vec::new();
        for value in &found {
            gaps.push(value);
        }
        concat(&[&text, ": ", &fill(&translated(TEXTS[*problem as usize]), &gaps)])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.text(&|_| None))
    }
}

impl Part {
    fn text(self) -> &'static str {
        match self {
            Part::File => "{0}",
            Part::Row => ", row {0}",
            Part::Line => ", line {0}",
            Part::Column => ", column \"{0}\"",
            Part::Resource => ", resource \"{0}\"",
            Part::Field => ", field \"{0}\"",
            Part::View => ", view \"{0}\"",
            Part::Property => ", property \"{0}\"",
        }
    }
}

impl Place {
    pub fn file(name: &str) -> Self {
        Self(vec![(Part::File, name.to_owned())])
    }

    pub fn row(self, row: usize) -> Self {
        self.with(Part::Row, &row.to_string())
    }

    pub fn with(mut self, part: Part, name: &str) -> Self {
        self.0.push((part, name.to_owned()));
        self
    }

    /// The first `parts` parts of the way; one is the file as a whole.
    pub fn first(&self, parts: usize) -> Self {
        Self(self.0[..parts].to_vec())
    }

    /// The name of a part of the way: the file, the row.
    pub fn part(&self, part: Part) -> Option<&str> {
        self.0.iter().find(|(own, _)| *own == part).map(|(_, name)| name.as_str())
    }

    /// Whether this place lies in a part of its file: in the view `economy`, or in any view.
    pub fn within(&self, part: Part, name: Option<&str>) -> bool {
        self.0.iter().any(|(own, own_name)| *own == part && name.is_none_or(|name| name == own_name))
    }
}

/// The first characters of what was found, so that ten megabytes in a cell stay one line of a message.
pub fn excerpt(found: &str) -> String {
    const LONGEST: usize = 40;
    match found.char_indices().nth(LONGEST) {
        Some((end, _)) => concat(&[&found[..end], "…"]),
        None => found.to_owned(),
    }
}
