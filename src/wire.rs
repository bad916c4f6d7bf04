//! A figure as a flat list of texts and numbers: what a built page carries, so that the living figure needs no
//! package, no schema and no reader of CSV.
//!
//! Each type says once in which order its fields stand, for writing and for reading alike. A list that another
//! version has written gives an empty figure; a list that is cut short gives what came before.

use std::rc::Rc;

use crate::figure::lines::Line;
use crate::figure::{
    Datum, DatumId, Edge, Emphasis, Figure, Finding, Lanes, Origin, Place, Relative, Series, Span, Statement, Status,
};
use crate::locale::Formats;
use crate::package::{Kind, LARGEST, Precision, Region};

/// Changes whenever the order of the fields does.
pub const VERSION: f64 = 7.0;

/// An entry of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Text(String),
    Number(f64),
}

/// All that the living figure needs to know of a figure, but for the points of its lines and how its language writes.
pub fn write(figure: &Figure) -> Vec<Item> {
    let mut writer = Writer(vec![Item::Number(VERSION)]);
    let mut figure = figure.clone();
    if !figure.lines.is_empty() {
        // They are made anew of the lines.
        figure.data.clear();
    }
    figure.code(&mut writer);
    writer.0
}

/// The points of all lines: of each how many it has, its times, each as days after the one before, then its values; NaN
/// is a gap.
pub fn points(figure: &Figure) -> Vec<f64> {
    let mut points = Vec::new();
    for line in &figure.lines {
        points.push(line.times.len() as f64);
        let mut last = 0.0;
        for time in &line.times {
            points.push(time - last);
            last = *time;
        }
        points.extend_from_slice(&line.values);
    }
    points
}

/// The figure of a list, of which `next` gives one entry after the other, and `None` at its end; `points` as
/// [`points`] gives them, where some are missing lines end.
pub fn read(next: &mut dyn FnMut() -> Option<Item>, points: &[f64], formats: Rc<Formats>) -> Figure {
    let mut figure = Figure { formats, ..Figure::default() };
    if next() == Some(Item::Number(VERSION)) {
        figure.code(&mut Reader(next));
    }
    if Kind::LINES {
        take_points(&mut figure, points);
    }
    figure
}

/// Days to the years 8000 before and 12,000 after our era, which is further than any date of a table.
const FAR: f64 = 3_650_000.0;

fn take_points(figure: &mut Figure, mut rest: &[f64]) {
    for line in &mut figure.lines {
        let Some((count, points)) = rest.split_first() else { return };
        // A list of another hand may say any number.
        let (times, values) = points.split_at((*count as usize).min(points.len() / 2));
        let (mut last, mut least) = (0.0, -FAR);
        for time in times {
            last += time;
            // Time goes on; what is no number stands still.
            last = if last >= least { last.min(FAR) } else { least };
            least = last;
            line.times.push(last);
        }
        let (values, others) = values.split_at(times.len());
        for value in values {
            line.values.push(if value.abs() <= LARGEST { *value } else { f64::NAN });
        }
        rest = others;
    }
}

/// Writes a value, or reads it into its place.
trait Coder {
    fn text(&mut self, text: &mut String);
    fn number(&mut self, number: &mut f64);
    /// Whether one more entry of a list follows; `known`: whether there is one to write.
    fn more(&mut self, known: bool) -> bool;

    fn count(&mut self, count: &mut usize) {
        let mut number = *count as f64;
        self.number(&mut number);
        *count = number as usize;
    }

    fn flag(&mut self, flag: &mut bool) {
        *flag = self.more(*flag);
    }
}

struct Writer(Vec<Item>);

impl Coder for Writer {
    fn text(&mut self, text: &mut String) {
        self.0.push(Item::Text(text.clone()));
    }

    fn number(&mut self, number: &mut f64) {
        self.0.push(Item::Number(*number));
    }

    fn more(&mut self, known: bool) -> bool {
        self.0.push(Item::Number(f64::from(u8::from(known))));
        known
    }
}

struct Reader<'a>(&'a mut dyn FnMut() -> Option<Item>);

impl Coder for Reader<'_> {
    fn text(&mut self, text: &mut String) {
        if let Some(Item::Text(found)) = (self.0)() {
            *text = found;
        }
    }

    fn number(&mut self, number: &mut f64) {
        if let Some(Item::Number(found)) = (self.0)() {
            *number = found;
        }
    }

    fn more(&mut self, _: bool) -> bool {
        (self.0)() == Some(Item::Number(1.0))
    }
}

/// A value that can be written and read.
trait Code: Default {
    fn code(&mut self, coder: &mut dyn Coder);
}

impl Code for String {
    fn code(&mut self, coder: &mut dyn Coder) {
        coder.text(self);
    }
}

impl Code for f64 {
    fn code(&mut self, coder: &mut dyn Coder) {
        coder.number(self);
    }
}

impl Code for usize {
    fn code(&mut self, coder: &mut dyn Coder) {
        coder.count(self);
    }
}

impl<T: Code> Code for Option<T> {
    fn code(&mut self, coder: &mut dyn Coder) {
        if coder.more(self.is_some()) {
            self.get_or_insert_default().code(coder);
        }
    }
}

impl<T: Code> Code for Box<T> {
    fn code(&mut self, coder: &mut dyn Coder) {
        (**self).code(coder);
    }
}

/// Every entry is announced, so that a list that is cut short ends there.
impl<T: Code> Code for Vec<T> {
    fn code(&mut self, coder: &mut dyn Coder) {
        let mut index = 0;
        while coder.more(index < self.len()) {
            if index == self.len() {
                self.push(T::default());
            }
            self[index].code(coder);
            index += 1;
        }
    }
}

impl Code for Figure {
    fn code(&mut self, coder: &mut dyn Coder) {
        for text in [
            &mut self.name,
            &mut self.article_language,
            &mut self.title,
            &mut self.category,
            &mut self.measure,
            &mut self.unit,
        ] {
            text.code(coder);
        }
        self.subtitle.code(coder);
        self.note.code(coder);
        self.kinds.code(coder);
        self.whole.code(coder);
        self.data.code(coder);
        self.sources.code(coder);
        self.lanes.code(coder);
        self.groups.code(coder);
        self.series.code(coder);
        coder.flag(&mut self.sort);
        coder.flag(&mut self.by_value);
        self.limit.code(coder);
        self.emphasis.code(coder);
        // Last, so that who draws neither maps nor lines need not read them.
        if Kind::EVERY && coder.more(self.geometry.is_some()) {
            let mut geometry = self.geometry.take().map(Rc::unwrap_or_clone).unwrap_or_default();
            geometry.parts.code(coder);
            // A list of another hand may say any number.
            let parts = geometry.parts.max(1.0);
            geometry.each(|degrees| (degrees * parts).round());
            geometry.regions.code(coder);
            geometry.ground.code(coder);
            geometry.each(|whole| whole / parts);
            self.geometry = Some(Rc::new(geometry));
        }
        if Kind::LINES {
            self.lines.code(coder);
            self.decimals.code(coder);
            self.precision.code(coder);
        }
    }
}

impl Code for Emphasis {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.data.code(coder);
        self.sum.code(coder);
        self.terms.code(coder);
    }
}

impl Code for Datum {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.key.code(coder);
        self.label.code(coder);
        self.rank.code(coder);
        self.value.code(coder);
        self.text.code(coder);
        self.short.code(coder);
        self.amount.code(coder);
        self.part_of.code(coder);
        self.origin.code(coder);
        self.status.code(coder);
        self.span.code(coder);
        self.place.code(coder);
        self.lanes.code(coder);
        self.group.code(coder);
        self.relative.code(coder);
    }
}

impl Code for Origin {
    fn code(&mut self, coder: &mut dyn Coder) {
        let known = match self {
            Origin::Stated(_) => 0,
            Origin::Remainder { .. } => 1,
            Origin::Change { .. } => 2,
            Origin::Sum { .. } => 3,
            Origin::Found { .. } => 4,
        };
        let mut tag = known;
        tag.code(coder);
        if tag != known {
            let computation = String::new();
            *self = match tag {
                1 => Origin::Remainder { computation, statement: None },
                2 => Origin::Change { computation },
                3 => Origin::Sum { computation },
                4 => Origin::Found { of: None, series: Series::default(), address: None, note: None },
                _ => Origin::default(),
            };
        }
        match self {
            Origin::Stated(statement) => statement.code(coder),
            Origin::Remainder { computation, statement } => {
                computation.code(coder);
                statement.code(coder);
            }
            Origin::Change { computation } | Origin::Sum { computation } => computation.code(coder),
            Origin::Found { of, series, address, note } => {
                of.code(coder);
                series.code(coder);
                address.code(coder);
                note.code(coder);
            }
        }
    }
}

impl Code for Statement {
    fn code(&mut self, coder: &mut dyn Coder) {
        for text in [&mut self.quotation, &mut self.source, &mut self.source_note, &mut self.summary, &mut self.see] {
            text.code(coder);
        }
        self.findings.code(coder);
    }
}

impl Code for Finding {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.text.code(coder);
        self.address.code(coder);
    }
}

impl Code for Series {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.key.code(coder);
        self.label.code(coder);
    }
}

impl Code for Span {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.begin.code(coder);
        self.end.code(coder);
        self.begin_edge.code(coder);
        self.end_edge.code(coder);
        self.text.code(coder);
    }
}

impl Code for Place {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.key.code(coder);
        self.label.code(coder);
        coder.flag(&mut self.is_named);
        self.latitude.code(coder);
        self.longitude.code(coder);
        self.region.code(coder);
    }
}

impl Code for Lanes {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.field.code(coder);
        self.title.code(coder);
        self.labels.code(coder);
        self.keys.code(coder);
    }
}

/// Its points stand apart.
impl Code for Line {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.key.code(coder);
        self.label.code(coder);
    }
}

impl Code for Relative {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.text.code(coder);
        self.computation.code(coder);
    }
}

impl Code for DatumId {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.0.code(coder);
    }
}

impl Code for Region {
    fn code(&mut self, coder: &mut dyn Coder) {
        self.id.code(coder);
        coder.flag(&mut self.is_water);
        let mut polygons: Vec<Vec<Steps>> = Vec::new();
        for rings in &self.polygons {
            polygons.push(rings.iter().map(|ring| Steps::of(ring)).collect());
        }
        polygons.code(coder);
        self.polygons.clear();
        for rings in &polygons {
            self.polygons.push(rings.iter().map(Steps::ring).collect());
        }
    }
}

/// A ring in whole parts of a degree, longitude and latitude in turn, each after the one before; without its last point,
/// which is the first.
#[derive(Default)]
struct Steps(Vec<f64>);

impl Steps {
    fn of(ring: &[(f64, f64)]) -> Self {
        let (mut steps, mut last) = (Vec::new(), (0.0, 0.0));
        for here in &ring[..ring.len().saturating_sub(1)] {
            steps.push(here.0 - last.0);
            steps.push(here.1 - last.1);
            last = *here;
        }
        Self(steps)
    }

    fn ring(&self) -> Vec<(f64, f64)> {
        let (mut ring, mut here) = (Vec::new(), (0.0, 0.0));
        for step in self.0.chunks_exact(2) {
            here = (here.0 + step[0], here.1 + step[1]);
            ring.push(here);
        }
        ring.extend(ring.first().copied());
        ring
    }
}

/// How many there are comes first: an entry each would be twice as long.
impl Code for Steps {
    fn code(&mut self, coder: &mut dyn Coder) {
        let mut count = self.0.len();
        count.code(coder);
        for index in 0..count {
            let mut step = self.0.get(index).copied().unwrap_or(f64::NAN);
            step.code(coder);
            if step.is_nan() {
                break;
            }
            if index == self.0.len() {
                self.0.push(step);
            }
        }
    }
}

/// One of a list, by its number.
macro_rules! code_by_number {
    ($type:ty, $all:expr) => {
        impl Code for $type {
            fn code(&mut self, coder: &mut dyn Coder) {
                let mut number = *self as usize;
                number.code(coder);
                *self = $all.get(number).copied().unwrap_or_default();
            }
        }
    };
}

code_by_number!(Kind, Kind::ALL);
code_by_number!(Status, Status::ALL);
code_by_number!(Edge, Edge::ALL);
code_by_number!(Precision, Precision::ALL);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Geometry;

    fn round_trip(figure: &Figure) -> Figure {
        let mut items = write(figure).into_iter();
        read(&mut || items.next(), &points(figure), Rc::default())
    }

    #[test]
    fn another_version_is_an_empty_figure() {
        let mut items = vec![Item::Number(VERSION + 1.0), Item::Text("name".to_owned())].into_iter();
        assert_eq!(format!("{:?}", read(&mut || items.next(), &[], Rc::default())), format!("{:?}", Figure::default()));
    }

    #[test]
    fn what_is_cut_short_ends_there() {
        let figure = Figure {
            name: "one".to_owned(),
            kinds: vec![Kind::Map, Kind::Cards],
            sort: true,
            by_value: true,
            limit: Some(1),
            data: vec![Datum { key: "a".to_owned(), value: Some(0.5), ..Datum::default() }, Datum::default()],
            ..Figure::default()
        };
        assert_eq!(format!("{:?}", round_trip(&figure)), format!("{figure:?}"));
        let items = write(&figure);
        for length in 0..items.len() {
            let mut items = items[..length].iter().cloned();
            let cut = read(&mut || items.next(), &[], Rc::default());
            assert!(cut.data.len() <= figure.data.len(), "{length}");
        }
    }

    #[test]
    fn rings_come_back() {
        let ring = vec![(46.491, 40.568), (87.359, 55.434), (46.491, 40.568)];
        let small = vec![(2.334_103, 48.85), (2.332_052, 48.852_338), (2.327_948, 48.852_338), (2.334_103, 48.85)];
        let polygons = vec![vec![ring.clone(), ring], vec![small]];
        let region = Region { id: "x".to_owned(), polygons, ..Region::default() };
        let geometry = Geometry {
            ground: vec![Region { is_water: true, ..region.clone() }],
            regions: vec![region],
            turn: None,
            parts: 1e6,
        };
        let figure = round_trip(&Figure { geometry: Some(Rc::new(geometry.clone())), ..Figure::default() });
        assert_eq!(figure.geometry.as_deref(), Some(&geometry));
    }
}
