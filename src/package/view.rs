//! A view: which table becomes which kind of figure.
//!
//! The view itself is a Frictionless `simple` view (`group` is the category field, `series` the value
//! field), so that other tools draw at least a bar chart; what they don't know stands in `_figure`.

use super::date::Date;
use super::descriptor::listed;
use super::json::{Json, Object, Problems};
use super::mistake::quoted;
use super::name::{slug, unfit_view};
use super::table::{Cells, Column, Table};
use super::text::Text;
use crate::error::{Error, Part, Place, Problem};
use crate::text::concat;
use crate::work::spend;

#[derive(Debug, Clone, Default)]
pub struct View {
    pub name: String,
    pub title: Text,
    pub resource: String,
    /// The field that names the marks.
    pub category: String,
    /// The field that sizes the marks; empty where the view is of dates or places alone, or counts rows.
    pub value: String,
    /// All fields of numbers: of lines there may be several, the first is `value`.
    pub values: Vec<String>,
    /// The field whose texts tell the lines of one number apart.
    pub split: Option<String>,
    /// How many bars or lines are drawn at most, the largest.
    pub limit: Option<usize>,
    /// Whether the value is how often a category stands in the table.
    pub count: bool,
    /// The kinds that the reader may choose from, the first to begin with; never empty.
    pub kinds: Vec<Kind>,
    /// A short name for tabs.
    pub tab: Option<Text>,
    pub subtitle: Option<Text>,
    pub note: Option<Text>,
    /// What the values are shares of.
    pub whole: Option<Whole>,
    /// The field whose keys sort the rows into groups.
    pub group: Option<String>,
    /// What others say, as a second series.
    pub compare: Option<Compare>,
    /// Whether the reader may sort the rows.
    pub sort: bool,
    /// Whether bars begin in the order of their values, the greatest first, and not in that of the rows.
    pub by_value: bool,
    /// The fields whose keys sort the rows into lanes: sectors, regions. The reader filters by the first.
    pub lanes: Vec<String>,
    /// The resource with the outlines of a map.
    pub geometry: Option<String>,
    /// The keys of the rows that the title names.
    pub emphasis: Vec<String>,
    /// The resource with what lies around them: water and other land.
    pub ground: Option<String>,
}

/// Values that others give for the same rows.
#[derive(Debug, Clone)]
pub struct Compare {
    /// The table; it has the columns `address`, the view's value field, and `key` (of a row of the view) or the
    /// view's category field with a `name` of its own.
    pub resource: String,
    /// The field that tells one series from another: a year, a period. All rows are one series where there is none.
    pub series: Option<String>,
    /// The field that names a series; the one that tells them apart where there is none.
    pub name: Option<String>,
    /// What the one series is called.
    pub title: Option<Text>,
}

/// A total that the values are parts of. What they leave of it is derived, never written into the data.
#[derive(Debug, Clone)]
pub struct Whole {
    pub total: f64,
    /// How a sentence goes on after "30.2 %": "of the foreign investment volume".
    pub name: Option<Text>,
    /// What the remainder is called.
    pub remainder: Text,
    /// The id of the statement in which the article speaks of the remainder.
    pub statement: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Horizontal bars, one for each row.
    #[default]
    Bars,
    /// One strip of 100 %.
    Stack,
    /// Two points in time and the change between them.
    Slope,
    /// Dated entries in lanes.
    Timeline,
    /// Entries at their places.
    Map,
    /// Single numbers.
    Cards,
    /// Numbers in time, as lines.
    Line,
}

/// In the order of [`Kind`].
const KINDS: [(&str, Kind); 7] = [
    ("bars", Kind::Bars),
    ("stack", Kind::Stack),
    ("slope", Kind::Slope),
    ("timeline", Kind::Timeline),
    ("map", Kind::Map),
    ("cards", Kind::Cards),
    ("line", Kind::Line),
];

/// The columns of dated entries; a date is `2021`, `2021-09` or `2021-09-12`.
pub const START: &str = "start";
pub const END: &str = "end";

impl Kind {
    /// Whether this library draws all kinds, or bars, strips and slopes alone: a page that has no others need not load
    /// what draws them.
    pub const EVERY: bool = cfg!(feature = "every-kind");

    /// Whether it draws lines as well.
    pub const LINES: bool = cfg!(feature = "lines");

    pub const ALL: [Kind; 7] =
        [Kind::Bars, Kind::Stack, Kind::Slope, Kind::Timeline, Kind::Map, Kind::Cards, Kind::Line];

    pub fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    pub fn name(self) -> &'static str {
        KINDS[self as usize].0
    }
}

impl View {
    /// Whether it is written for another program: all but the "simple" ones of the standard are.
    pub(super) fn is_foreign(object: &Object) -> bool {
        match object.get("specType") {
            Some(Json::Text(name)) => name != "simple",
            Some(_) => false,
            None => object.get("spec").is_none() && object.get("_figure").is_none(),
        }
    }

    pub(super) fn read(object: &Object, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let name = object.required_string("name", problems)?;
        let object = object.named(1, Part::View, name);
        let plain = (slug(name) != name).then_some("a name of letters, digits, - and _");
        if let Some(expected) = plain.or_else(|| unfit_view(name)) {
            problems.push(Error::new(object.at("name"), Problem::Unexpected, &[expected, &quoted(name)]));
        }
        let resource = object.first_string("resources", problems);
        let spec = object.required_object("spec", problems);
        let title = object.text("title", languages, problems);
        let spec = spec?;
        // A view of the standard says no more than its type.
        let plain = Object { properties: &[], place: object.at("_figure") };
        let (figure, kinds) = match object.get("_figure") {
            Some(_) => {
                let figure = object.object("_figure", problems)?;
                let kinds = kinds(&figure, problems);
                (figure, kinds)
            }
            None => (plain, vec![kind_of_type(&spec, problems)]),
        };
        let category = spec.required_string("group", problems);
        let count = figure.flag("count", problems);
        let sized = kinds.iter().any(|kind| matches!(kind, Kind::Bars | Kind::Stack | Kind::Slope | Kind::Line));
        let mut values = Vec::new();
        if !count && (sized || spec.get("series").is_some()) {
            values = spec.strings("series", problems);
            if values.is_empty() {
                problems.push(spec.missing("series", "a list with a name"));
            }
        }
        let view = Self {
            name: name.to_owned(),
            title: title.unwrap_or_default(),
            kinds,
            tab: figure.text("tab", languages, problems),
            subtitle: figure.text("subtitle", languages, problems),
            note: figure.text("note", languages, problems),
            whole: Whole::read(&figure, languages, problems),
            group: figure.string("group", problems).map(str::to_owned),
            compare: Compare::read(&figure, languages, problems),
            sort: figure.flag("sort", problems),
            by_value: by_value(&figure, problems),
            lanes: figure.strings("lanes", problems),
            geometry: figure.string("geometry", problems).map(str::to_owned),
            emphasis: figure.strings("emphasis", problems),
            ground: figure.string("ground", problems).map(str::to_owned),
            resource: resource?,
            category: category?.to_owned(),
            value: values.first().cloned().unwrap_or_default(),
            values,
            split: figure.string("split", problems).map(str::to_owned),
            limit: limit(&figure, problems),
            count,
        };
        (problems.len() == before).then_some(view)
    }

    /// The resources that a map of it is drawn from.
    pub fn outlines(&self) -> impl Iterator<Item = &String> {
        self.geometry.iter().chain(&self.ground)
    }

    /// What keeps this view from being drawn from its table.
    pub async fn check(&self, table: &Table, descriptor: &str) -> Vec<Error> {
        let mut problems = Problems::new();
        let place = Place::file(descriptor).with(Part::View, &self.name);
        let named = [("group", &self.category)].into_iter().chain(self.values.iter().map(|value| ("series", value)));
        let split = self.split.iter().map(|split| ("split", split));
        for (property, field) in named.chain(split).chain(self.lanes.iter().map(|lane| ("lanes", lane))) {
            if !field.is_empty() && table.column(field).is_none() {
                let known = listed(table.columns.iter().map(|column| column.field.name.as_str()));
                let place = place.clone().with(Part::Property, property);
                problems.push(Error::new(place, Problem::NotOneOf, &[&known, field]));
            }
        }
        let unfit = |property, field: &str, expected: &str| {
            let place = place.clone().with(Part::Property, property);
            Error::new(place, Problem::Unexpected, &[expected, &concat(&["\"", field, "\""])])
        };
        for value in &self.values {
            if table.column(value).is_some_and(|column| matches!(column.cells, Cells::Text(_) | Cells::Time(_))) {
                problems.push(unfit("series", value, "a field of numbers"));
            }
        }
        let of_time = table.column(&self.category).is_none_or(Column::is_time);
        if self.kinds.contains(&Kind::Line) && !of_time {
            problems.push(unfit("group", &self.category, "a field of dates or years"));
        }
        let place_of = |name| place.clone().with(Part::Property, "_figure").with(Part::Property, name);
        if let Some(group) = &self.group
            && table.column(group).is_none()
        {
            let known = listed(table.columns.iter().map(|column| column.field.name.as_str()));
            problems.push(Error::new(place_of("group"), Problem::NotOneOf, &[&known, group]));
        }
        if self.kinds.contains(&Kind::Slope) && table.rows != POINTS {
            let (expected, found) = (POINTS.to_string(), table.rows.to_string());
            problems.push(Error::new(place.clone(), Problem::RowCount, &[&expected, &found]));
        }
        self.check_emphasis(table, &place_of("emphasis"), &mut problems).await;
        self.check_parts(table, &mut problems).await;
        self.check_whole(table, &mut problems).await;
        if self.kinds.contains(&Kind::Timeline) {
            check_dates(table, &mut problems).await;
        }
        problems
    }

    /// Each key of what is emphasised is that of a row.
    async fn check_emphasis(&self, table: &Table, place: &Place, problems: &mut Problems) {
        if self.emphasis.is_empty() {
            return;
        }
        let mut keys = Vec::new();
        for row in 0..table.rows {
            spend(1).await;
            keys.push(table.key(row));
        }
        for key in &self.emphasis {
            spend(keys.len()).await;
            if !keys.contains(key) {
                let known = listed(keys.iter().map(String::as_str));
                problems.push(Error::new(place.clone(), Problem::NotOneOf, &[&known, key]));
            }
        }
    }

    /// Parts of a whole or of a group are not below zero: their bars could not stand beside each other.
    async fn check_parts(&self, table: &Table, problems: &mut Problems) {
        let parted = self.whole.is_some() || self.group.is_some();
        let Some(column) = table.column(&self.value).filter(|_| parted) else { return };
        for row in 0..table.rows {
            spend(1).await;
            if let Some(value) = column.cells.number(row).filter(|value| *value < 0.0) {
                let place = Place::file(&table.file).row(table.line_of(row)).with(Part::Column, &self.value);
                problems.push(Error::new(place, Problem::TooSmall, &["0", &value.to_string()]));
            }
        }
    }

    async fn check_whole(&self, table: &Table, problems: &mut Problems) {
        let (Some(whole), Some(column)) = (&self.whole, table.column(&self.value)) else { return };
        let place = || Place::file(&table.file).with(Part::Column, &self.value);
        let mut sum = 0.0;
        for row in 0..table.rows {
            spend(1).await;
            sum += column.cells.number(row).unwrap_or(0.0);
        }
        // Decimal shares don't add up exactly in binary: 30.2 + 24.3 + … is 89.19999999999999.
        let sum = (sum * 1e6).round() / 1e6;
        if sum > whole.total {
            problems.push(Error::new(place(), Problem::SharesExceed, &[&whole.total.to_string(), &sum.to_string()]));
        }
    }
}

/// What is wrong with the columns of a timeline: what is no date, and ends before their beginnings.
pub(super) async fn check_dates(table: &Table, problems: &mut Problems) {
    for row in 0..table.rows {
        spend(1).await;
        let place = |column| Place::file(&table.file).row(table.line_of(row)).with(Part::Column, column);
        let [start, end] = [START, END].map(|column| table.cell(column, row));
        for (column, cell) in [(START, &start), (END, &end)] {
            if let Some(text) = cell
                && Date::parse(text).is_none()
            {
                problems.push(Error::new(place(column), Problem::Unexpected, &["2021, 2021-09 or 2021-09-12", text]));
            }
        }
        if let (Some(start), Some(end)) = (start, end)
            && let (Some(begin), Some(last)) = (Date::parse(&start), Date::parse(&end))
            && last.end() <= begin.begin()
        {
            problems.push(Error::new(place(END), Problem::TooSmall, &[&start, &end]));
        }
    }
}

/// A slope has two ends.
const POINTS: usize = 2;

fn kinds(figure: &Object, problems: &mut Problems) -> Vec<Kind> {
    let names = figure.strings("kinds", problems);
    if names.is_empty() {
        problems.push(figure.missing("kinds", "a list of kinds"));
    }
    let mut kinds = Vec::new();
    for name in &names {
        let kind = Kind::named(name);
        if kind.is_none() {
            let known = listed(KINDS.iter().map(|(known, _)| *known));
            problems.push(Error::new(figure.at("kinds"), Problem::NotOneOf, &[&known, name]));
        }
        kinds.extend(kind);
    }
    kinds
}

/// What fits best to a type of the standard.
fn kind_of_type(spec: &Object, problems: &mut Problems) -> Kind {
    match spec.string("type", problems) {
        Some("line" | "lines-and-points" | "points") => Kind::Line,
        _ => Kind::Bars,
    }
}

fn by_value(figure: &Object, problems: &mut Problems) -> bool {
    let order = figure.string("order", problems);
    if let Some(found) = order.filter(|order| *order != "value") {
        problems.push(Error::new(figure.at("order"), Problem::Unexpected, &["value", found]));
    }
    order.is_some()
}

/// A whole number above 0.
fn limit(figure: &Object, problems: &mut Problems) -> Option<usize> {
    let limit = figure.number("limit", problems)?;
    if limit < 1.0 || limit.fract() != 0.0 {
        let found = limit.to_string();
        problems.push(Error::new(figure.at("limit"), Problem::Unexpected, &["a whole number above 0", &found]));
    }
    Some(limit as usize)
}

impl Compare {
    fn read(figure: &Object, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let compare = figure.object("compare", problems)?;
        Some(Self {
            resource: compare.required_string("resource", problems)?.to_owned(),
            series: compare.string("series", problems).map(str::to_owned),
            name: compare.string("name", problems).map(str::to_owned),
            title: compare.text("title", languages, problems),
        })
    }
}

impl Whole {
    fn read(figure: &Object, languages: &[String], problems: &mut Problems) -> Option<Self> {
        let total = figure.number("whole", problems)?;
        if total <= 0.0 {
            let found = total.to_string();
            problems.push(Error::new(figure.at("whole"), Problem::Unexpected, &["a number above 0", &found]));
        }
        let remainder = figure.text("remainder", languages, problems);
        if remainder.is_none() {
            problems.push(figure.missing("remainder", "a text"));
        }
        Some(Self {
            total,
            name: figure.text("whole_name", languages, problems),
            remainder: remainder?,
            statement: figure.string("remainder_statement", problems).map(str::to_owned),
        })
    }
}
