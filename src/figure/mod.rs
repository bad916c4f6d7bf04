//! What a reader sees, before it has any size: data with labels, values and where each comes from.

pub mod keys;
pub mod lines;
mod reading;

use std::collections::HashSet;
use std::rc::Rc;

use crate::error::Error;
use crate::locale::{Formats, Locale, Word};
use crate::order::ordered;
use crate::package::{Column, Geometry, Kind, Package, Precision, Text};
use crate::state::State;
use crate::work::{self, finish, spend, step};
use lines::Line;
use reading::Reading;

/// A view of a package in one language.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// The view's name in the package and in addresses.
    pub name: String,
    /// What the reader may choose from; never empty.
    pub kinds: Vec<Kind>,
    /// The language of the quotations, a BCP 47 tag.
    pub article_language: String,
    pub title: String,
    pub subtitle: Option<String>,
    pub note: Option<String>,
    /// What the labels name: "Land".
    pub category: String,
    /// What the values measure: "Anteil".
    pub measure: String,
    /// `%`, `Mio.`, `million`.
    pub unit: String,
    /// What the values are parts of, in the values' unit.
    pub whole: Option<f64>,
    /// In reading order: the rows of the table, then what is derived from them. Of lines, the points of the part that
    /// is shown, see [`lines`].
    pub data: Vec<Datum>,
    /// Numbers in time.
    pub lines: Vec<Line>,
    /// How many decimals the values of lines are written with.
    pub decimals: usize,
    /// How precisely their points are dated.
    pub precision: Precision,
    /// For axes. Pages have them once, apart from their figures.
    pub formats: Rc<Formats>,
    /// Whether the table has rows, or of lines values, that are not among the data.
    pub is_part: bool,
    /// The addresses that the article prints as its sources, each once.
    pub sources: Vec<String>,
    /// The lanes that a reader may choose from.
    pub lanes: Vec<Lanes>,
    /// The groups of the rows, by name.
    pub groups: Vec<String>,
    /// The series of others that a reader may lay beside the article's: years, periods.
    pub series: Vec<Series>,
    /// Whether the reader may sort.
    pub sort: bool,
    /// Whether bars begin in the order of their values; `sort=data` is that of the data then.
    pub by_value: bool,
    /// So many bars are drawn until the reader asks for all; `None` where that is all of them.
    pub limit: Option<usize>,
    /// The outlines of a map.
    pub geometry: Option<Rc<Geometry>>,
    pub emphasis: Emphasis,
}

/// The data that the title names: they have the colour of the series, the others a softer one.
#[derive(Debug, Clone, Default)]
pub struct Emphasis {
    /// In reading order; where there are none, all data are alike.
    pub data: Vec<DatumId>,
    /// What they are together, computed here: `54,5 %`. Empty unless there are several, and parts of one whole.
    pub sum: String,
    /// `30,2 + 24,3`
    pub terms: String,
}

/// One number of a figure.
#[derive(Debug, Clone, Default)]
pub struct Datum {
    /// Its name in addresses, events and exports: the row's primary key with hyphens for separators (see [`keys`]),
    /// `remainder` or `change`.
    pub key: String,
    pub label: String,
    /// Its place among all labels of a figure that can be sorted, in the language's alphabetical order.
    pub rank: usize,
    /// In the unit of the column; `None` where the table has no value.
    pub value: Option<f64>,
    /// The value with its unit, as the language writes it.
    pub text: String,
    /// The text as figures have it where the number is long: `18,2 Mio.`
    pub short: Option<String>,
    /// The number alone, with its unit; empty where there is none.
    pub amount: String,
    /// The unit of its own value, where its row has one in place of the figure's. For exports: pages do not carry it.
    pub unit: Option<String>,
    /// What the value is a share of, as a sentence goes on: "of the foreign investment volume".
    pub part_of: Option<String>,
    pub origin: Origin,
    /// What others say about the statement that it comes from.
    pub status: Status,
    /// When it was, where the figure is one of dates.
    pub span: Option<Span>,
    /// Where it was, where the figure is one of places.
    pub place: Option<Place>,
    /// Its lane in each of the figure's [`Lanes`].
    pub lanes: Vec<usize>,
    /// The group that it belongs to or is the sum of: an index into [`Figure::groups`].
    pub group: Option<usize>,
    /// The value as a share of the first one, computed here, where a reader may ask for that.
    pub relative: Option<Relative>,
}

/// A value as a share of another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relative {
    /// `50,7 %`
    pub text: String,
    /// `3,7 ÷ 7,3 = 50,7 %`
    pub computation: String,
}

/// What others say of the rows, as one set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// What addresses call it.
    pub key: String,
    pub label: String,
}

/// What is known of a statement from other sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    Confirmed,
    /// The same event, a detail differs or is missing.
    Partly,
    /// Another source gives another value or date.
    Deviates,
    NotFound,
    #[default]
    NotChecked,
    /// The table has no statements or quotations of an article that other sources could confirm.
    Unasked,
}

impl Status {
    /// In the order in which they are listed.
    pub const ALL: [Status; 6] =
        [Status::Confirmed, Status::Partly, Status::Deviates, Status::NotFound, Status::NotChecked, Status::Unasked];
}

/// As the column `status` names them.
const STATUSES: [(&str, Status); 5] = [
    ("confirmed", Status::Confirmed),
    ("partly", Status::Partly),
    ("deviates", Status::Deviates),
    ("not_found", Status::NotFound),
    ("not_checked", Status::NotChecked),
];

/// A time, as precisely as it was stated.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Span {
    /// In days since 1 January 1970.
    pub begin: f64,
    /// The day after the last one; a single day is one long, a month 28 to 31.
    pub end: f64,
    pub begin_edge: Edge,
    pub end_edge: Edge,
    /// As the language writes it: `10.–12. November 2021`.
    pub text: String,
}

/// How well an end of a span is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// To the day.
    #[default]
    Sharp,
    /// Somewhere in the month or year that is stated, or "about": drawn as a fading edge.
    Fuzzy,
    /// It went on, nobody says until when: drawn as an open end.
    Open,
}

impl Edge {
    pub const ALL: [Edge; 3] = [Edge::Sharp, Edge::Fuzzy, Edge::Open];
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    pub key: String,
    pub label: String,
    /// Whether the datum's label names it already. Languages decline names, so this is told by the package's first one.
    pub is_named: bool,
    /// In degrees; of a region, where its label stands.
    pub latitude: f64,
    pub longitude: f64,
    /// The id of the geometry's region, where the place is one.
    pub region: Option<String>,
}

/// One way to sort data into lanes: by sector, by region.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    /// The field that sorts into them; what addresses call them.
    pub field: String,
    pub title: String,
    pub labels: Vec<String>,
    /// What addresses call each lane.
    pub keys: Vec<String>,
}

/// Where a number comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The article states it.
    Stated(Statement),
    /// What the stated shares leave of the whole, computed here; and what the article says of it.
    Remainder { computation: String, statement: Option<Box<Statement>> },
    /// The difference of two stated values, computed here.
    Change { computation: String },
    /// The sum of the stated values of a group, computed here.
    Sum { computation: String },
    /// Another source gives it, for a datum of the article or, in a figure of dates, for a time of its own.
    Found { of: Option<DatumId>, series: Series, address: Option<String>, note: Option<String> },
}

impl Default for Origin {
    fn default() -> Self {
        Origin::Stated(Statement::default())
    }
}

/// A statement of the article.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// Its number in the list of statements: `I01`. For exports: pages do not carry it.
    pub id: Option<String>,
    /// Verbatim, in the language of the article.
    pub quotation: Option<String>,
    /// The address that the article prints for it.
    pub source: Option<String>,
    /// What is to be said of that address, or why there is none.
    pub source_note: Option<String>,
    /// What others say, in a sentence.
    pub summary: Option<String>,
    /// What others say, one by one.
    pub findings: Vec<Finding>,
    /// The query of a figure that says more: `view=investment&select=us,nl`.
    pub see: Option<String>,
}

/// What another source says.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    pub text: String,
    pub address: Option<String>,
}

/// The place of a datum in [`Figure::data`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatumId(pub usize);

impl Figure {
    /// # Errors
    /// Everything that keeps the view from being read.
    pub fn new(package: &Package, view: &str, locale: &Locale) -> Result<Self, Vec<Error>> {
        finish(Self::read(package, view, locale))
    }

    /// As [`Self::new`], in slices.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub async fn read(package: &Package, view: &str, locale: &Locale) -> Result<Self, Vec<Error>> {
        let (view, table) = package.checked_view(view).await?;
        let geometry = match (&view.geometry, &view.ground) {
            (Some(name), Some(ground)) => {
                let (geometry, ground) = (package.geometry(name)?, package.geometry(ground)?);
                Some(Rc::new(geometry.on(&ground, &locale.language).await))
            }
            (Some(name), None) => Some(package.geometry(name)?),
            (None, _) => None,
        };
        let mut reading = Reading::new(package, view, table, locale).await;
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.in_language(&locale.language));
        let mut data = if view.kinds.contains(&Kind::Line) { Vec::new() } else { reading.data().await };
        let emphasis = reading.emphasis(&data).await;
        keys::make_addressable(data.iter_mut().map(|datum| &mut datum.key));
        for lanes in &mut reading.lanes {
            keys::make_addressable(lanes.keys.iter_mut());
        }
        if view.sort {
            rank(&mut data, locale).await;
        }
        let mut lines = reading.lines().await;
        let count = reading.count().await;
        lines::make_addressable(&mut lines);
        let subtitle = text(&view.subtitle).or_else(|| reading.subtitle());
        let spans = table.column(&view.category).and_then(Column::span);
        let precision = match spans {
            Some(span) => span,
            None => lines::precision(&lines).await,
        };
        let mut figure = Self {
            name: view.name.clone(),
            kinds: view.kinds.clone(),
            article_language: package.descriptor.languages.first().cloned().unwrap_or_default(),
            title: view.title.in_language(&locale.language),
            subtitle,
            note: match (text(&view.note), reading.note.take()) {
                (Some(own), Some(limited)) => Some(locale.say(Word::Beside, &[&own, &limited])),
                (own, limited) => own.or(limited),
            },
            category: reading.field_title(&view.category),
            measure: reading.measure(),
            unit: reading.unit.clone(),
            whole: view.whole.as_ref().map(|whole| whole.total),
            sources: sources(&data).await,
            series: series(&data).await,
            sort: view.sort,
            by_value: view.by_value,
            limit: reading.limit,
            geometry,
            emphasis,
            formats: Rc::clone(&locale.formats),
            is_part: false,
            lanes: reading.lanes,
            groups: reading.groups,
            decimals: lines::decimals(&lines),
            precision,
            lines,
            data,
        };
        figure.show_window(&State::default(), locale);
        // Data that are derived or found elsewhere have no row in the table.
        let stated = work::count(&figure.data, |datum| datum.is_stated()).await;
        figure.is_part = count > stated;
        Ok(figure)
    }

    /// Whether the data are statements of an article, which other sources can confirm.
    pub fn has_statements(&self) -> bool {
        self.data.iter().any(|datum| datum.is_stated() && datum.status != Status::Unasked)
    }

    /// Whether a row of the table quotes the article.
    pub fn has_quotations(&self) -> bool {
        let quotes = |datum: &Datum| matches!(&datum.origin, Origin::Stated(Statement { quotation: Some(_), .. }));
        self.data.iter().any(quotes)
    }

    pub fn datum(&self, id: DatumId) -> Option<&Datum> {
        self.data.get(id.0)
    }

    /// The kind of this name if the reader may choose it, else the one to begin with.
    pub fn kind(&self, name: Option<&str>) -> Kind {
        let chosen = name.and_then(Kind::named).filter(|kind| self.kinds.contains(kind));
        chosen.unwrap_or_else(|| self.kinds.first().copied().unwrap_or(Kind::Bars))
    }

    /// The data that a state has selected, by their keys, in reading order.
    pub fn selected(&self, state: &State) -> Vec<DatumId> {
        let keys = state.list("select");
        let keys = ordered(&keys.iter().collect::<Vec<_>>(), &|one, other| one < other);
        let mut selected = Vec::new();
        for (id, datum) in self.entries() {
            if keys.binary_search(&&datum.key).is_ok() {
                selected.push(id);
            }
        }
        selected
    }

    /// The data that the reader's filter lets be seen, with their ids, in reading order.
    pub fn shown(&self, state: &State) -> impl Iterator<Item = (DatumId, &Datum)> {
        let lanes = self.lanes.first().zip(state.get("only"));
        let only = lanes.and_then(|(lanes, only)| lanes.keys.iter().position(|key| key == only));
        self.entries().filter(move |(_, datum)| only.is_none() || datum.lanes.first().copied() == only)
    }

    /// Whether each datum has a row of its own where the groups are taken together, or are not: a sum, what belongs to
    /// no sum, or every statement; and whether it is among the first ones or the reader asks for all.
    pub fn heads(&self, state: &State, grouped: bool) -> Vec<bool> {
        let (mut summed, mut heads) = (vec![false; self.groups.len()], Vec::new());
        let limit = self.limit.filter(|_| state.get("all").is_none()).unwrap_or(usize::MAX);
        for (_, datum) in self.entries() {
            if let Some(summed) = datum.group.and_then(|group| summed.get_mut(group)) {
                *summed |= grouped && datum.is_sum();
            }
        }
        for (id, datum) in self.entries() {
            let is_summed = datum.group.is_some_and(|group| summed.get(group) == Some(&true));
            heads.push(if datum.is_stated() { id.0 < limit && !is_summed } else { grouped && datum.is_sum() });
        }
        heads
    }

    /// Whether others say different things of the statements: where all are alike, the legend says it once, and no mark has
    /// a symbol.
    pub fn has_symbols(&self) -> bool {
        let mut all = self.data.iter().filter(|datum| datum.is_stated()).map(|datum| datum.status);
        let first = all.next();
        all.any(|status| Some(status) != first)
    }

    /// The first statement of which others say this.
    pub fn first_of(&self, status: Status) -> Option<DatumId> {
        let first = self.data.iter().position(|datum| datum.is_stated() && datum.status == status);
        first.map(DatumId)
    }

    /// Whether a datum has the colour of the series: the title names it, or names none.
    pub fn is_emphasised(&self, id: DatumId) -> bool {
        let data = &self.emphasis.data;
        data.is_empty() || data.binary_search(&id).is_ok()
    }

    /// The lanes that a state asks for, else the first.
    pub fn lanes(&self, state: &State) -> Option<usize> {
        let asked = state.get("lanes").and_then(|field| self.lanes.iter().position(|lanes| lanes.field == field));
        asked.or(if self.lanes.is_empty() { None } else { Some(0) })
    }

    /// The data with their ids, in reading order.
    pub fn entries(&self) -> impl Iterator<Item = (DatumId, &Datum)> {
        self.data.iter().enumerate().map(|(index, datum)| {
            step(1);
            (DatumId(index), datum)
        })
    }
}

impl Datum {
    /// With nothing known but this.
    #[inline(never)]
    fn new(key: String, label: String, value: Option<f64>, text: String, origin: Origin) -> Self {
        Self { key, label, value, amount: text.clone(), text, origin, ..Self::default() }
    }

    /// The value as it stands beside a mark; cards and the table have all of its digits.
    pub fn drawn(&self) -> &str {
        self.short.as_ref().unwrap_or(&self.text)
    }

    pub fn is_stated(&self) -> bool {
        matches!(self.origin, Origin::Stated(_))
    }

    /// Whether it was computed here.
    pub fn is_derived(&self) -> bool {
        matches!(self.origin, Origin::Remainder { .. } | Origin::Change { .. } | Origin::Sum { .. })
    }

    pub fn is_change(&self) -> bool {
        matches!(self.origin, Origin::Change { .. })
    }

    pub fn is_sum(&self) -> bool {
        matches!(self.origin, Origin::Sum { .. })
    }

    /// Whether it is one of the whole's parts: a stated row or what they leave.
    pub fn is_part(&self) -> bool {
        matches!(self.origin, Origin::Stated(_) | Origin::Remainder { .. })
    }
}

async fn rank(data: &mut [Datum], locale: &Locale) {
    let labels: Vec<_> = work::mapped(&*data, |datum| datum.label.clone()).await;
    for (datum, rank) in data.iter_mut().zip(locale.ranks(&labels)) {
        spend(1).await;
        datum.rank = rank;
    }
}

async fn series(data: &[Datum]) -> Vec<Series> {
    let (mut all, mut known) = (Vec::new(), HashSet::new());
    for datum in data {
        spend(1).await;
        if let Origin::Found { series, .. } = &datum.origin
            && known.insert((&series.key, &series.label))
        {
            all.push(series.clone());
        }
    }
    all
}

async fn sources(data: &[Datum]) -> Vec<String> {
    let (mut sources, mut known) = (Vec::new(), HashSet::new());
    for datum in data {
        spend(1).await;
        if let Origin::Stated(Statement { source: Some(source), .. }) = &datum.origin
            && known.insert(source)
        {
            sources.push(source.clone());
        }
    }
    sources
}
