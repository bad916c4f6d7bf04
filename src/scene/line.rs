//! Lines in time: a few round steps behind them, their names at their ends, and of each column of pixels the first, the
//! least, the greatest and the last point, so that a million points draw the same picture as all of them would.

use super::frame::Frame;
use super::label::{Label, spread};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::Scale;
use crate::figure::Figure;
use crate::figure::lines::Line;
use crate::locale::Formats;
use crate::order::ordered;
use crate::package::{Date, Precision, day_and_time};
use crate::state::State;
use crate::text::isolated;
use crate::theme::Ink;

/// Names beside the lines take at most this part of the width; longer ones stand above the plot.
const NAMES_AT_MOST: f64 = 0.3;
/// A unit takes at most this part of the width at the last step of its axis.
const UNIT_AT_MOST: f64 = 0.2;
/// And at most this part of the height.
const NAMES_HIGH: f64 = 0.8;
/// A value axis that begins at zero is worth this part of the room below the least value.
const ZERO_WITHIN: f64 = 0.4;
/// A line with more points than columns of pixels has this part of its width.
const DENSE: f64 = 0.6;

pub fn layout(figure: &Figure, state: &State, frame: &Frame) -> Scene {
    let chart = Chart::new(figure, state, frame);
    let mut marks = Vec::new();
    chart.push_values(&mut marks);
    chart.push_times(&mut marks);
    for (number, line) in figure.lines.iter().enumerate() {
        chart.push_line(line, ink(number), &mut marks);
    }
    chart.push_names(&mut marks);
    chart.push_spots(&mut marks);
    Scene { width: frame.width, height: chart.bottom, marks, plot: Some(chart.plot) }
}

fn ink(number: usize) -> Ink {
    Ink::Line(number as u8)
}

struct Chart<'a> {
    figure: &'a Figure,
    frame: &'a Frame<'a>,
    window: (f64, f64),
    plot: Rect,
    time: Scale,
    scale: Scale,
    /// The steps of the value axis, and how they are written.
    steps: Vec<f64>,
    texts: Vec<String>,
    /// The steps of the axis of time.
    dates: Dates,
    /// Where each line's name stands above the plot; nothing where the names stand beside the lines.
    above: Vec<(usize, Point)>,
    /// What stands at each line's end.
    ends: Vec<String>,
    bottom: f64,
}

impl<'a> Chart<'a> {
    fn new(figure: &'a Figure, state: &State, frame: &'a Frame) -> Self {
        let sizes = &frame.sizes;
        let window = figure.window(state);
        let (steps, decimals) = steps(range(figure, window), (sizes.plot_height / sizes.column).floor());
        let domain = (steps.first().copied().unwrap_or(0.0), steps.last().copied().unwrap_or(1.0));
        let mut widest = 0.0_f64;
        let mut texts = figure.formats.steps(&steps, decimals);
        if let Some(last) = texts.last_mut().filter(|_| !figure.unit.is_empty()) {
            let with_unit = figure.formats.with_unit(last, &figure.unit);
            if frame.measure.width(&with_unit, sizes.small) <= UNIT_AT_MOST * frame.width {
                *last = with_unit;
            }
        }
        for text in &texts {
            widest = widest.max(frame.measure.width(text, sizes.small));
        }
        let fits = |names: &[String]| widest_of(names, frame) <= NAMES_AT_MOST * frame.width;
        let with_values = ends(figure, window, true);
        let ends = if fits(&with_values) { with_values } else { self::ends(figure, window, false) };
        let names = widest_of(&ends, frame);
        let count = ends.iter().filter(|name| !name.is_empty()).count() as f64;
        let height = sizes.label.line_height();
        let beside = fits(&ends) && count * height <= NAMES_HIGH * sizes.plot_height;
        let above = if beside { Vec::new() } else { names_above(figure, frame) };
        let right = if beside && names > 0.0 { names + 3.0 * sizes.gap } else { sizes.dot };
        let header = above.last().map_or(0.0, |(_, last)| last.y + height / 2.0 + sizes.gap);
        let left = (widest + sizes.gap).round();
        let top = (header + sizes.small.line_height() / 2.0).round();
        let right = (frame.width - right).max(left + 1.0).round();
        let room = (right - left) / (sizes.column + 2.0 * sizes.gap);
        let mut dates = dates(window, room.max(1.0), figure, Formats::month);
        if !fit(&dates.steps, (right - left) / (window.1 - window.0), frame) {
            dates = self::dates(window, room.max(1.0), figure, Formats::short_month);
        }
        let mut bottom = (top + sizes.plot_height - height - sizes.gap).round();
        if !dates.whole.is_empty() {
            bottom -= sizes.small.line_height().round();
        }
        let plot = Rect { left, top, right, bottom };
        Self {
            figure,
            frame,
            window,
            time: Scale::new(window, (plot.left, plot.right)),
            scale: Scale::new(domain, (plot.bottom, plot.top)),
            bottom: top + sizes.plot_height,
            plot,
            steps,
            texts,
            dates,
            above,
            ends,
        }
    }

    /// The steps of the values: a rule each, the zero line clear.
    fn push_values(&self, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        for (step, text) in self.steps.iter().zip(&self.texts) {
            let y = self.scale.snapped(*step);
            let rule = Rect::new(self.plot.left, y, self.plot.width(), sizes.rule);
            let ink = if *step == 0.0 { Ink::Axis } else { Ink::Grid };
            marks.push(Mark::new(Shape::Rect(rule), ink, None));
            let label = Label { text, font: sizes.small, ink: Ink::SoftText, datum: None };
            marks.push(label.mark(self.frame, Point { x: self.plot.left - sizes.gap, y }, Align::Right));
        }
    }

    /// The steps of time: a short rule each, below it the year, the month, the day or the hour, and below these what
    /// they have in common.
    fn push_times(&self, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let y = self.plot.bottom + sizes.gap + sizes.small.line_height() / 2.0;
        let place = |(time, text): &(f64, String)| {
            let (x, half) = (self.time.snapped(*time), self.frame.measure.width(text, sizes.small) / 2.0);
            (x, x.min(self.frame.width - half).max(half), half)
        };
        let (mut free, last) = (f64::NEG_INFINITY, self.last_date());
        let end = last.as_ref().map(place).map_or(f64::INFINITY, |(_, middle, half)| middle - half - sizes.gap);
        let steps = self.dates.steps.iter().filter(|step| place(step).1 + place(step).2 <= end);
        for step in steps.chain(&last) {
            let (x, middle, half) = place(step);
            if middle - half < free {
                continue;
            }
            free = middle + half + sizes.gap;
            let tick = Rect::new(x, self.plot.bottom, sizes.rule, sizes.tick);
            marks.push(Mark::new(Shape::Rect(tick), Ink::Axis, None));
            let label = Label { text: &step.1, font: sizes.small, ink: Ink::SoftText, datum: None };
            marks.push(label.mark(self.frame, Point { x: middle, y }, Align::Middle));
        }
        if !self.dates.whole.is_empty() {
            let label = Label { text: &self.dates.whole, font: sizes.small, ink: Ink::SoftText, datum: None };
            let at = Point { x: self.plot.left, y: y + sizes.small.line_height() };
            marks.push(label.fitted(self.frame, at, Align::Left, self.frame.width - at.x));
        }
    }

    /// The end of the axis with its date, unless it is only the end of a window, or a step.
    fn last_date(&self) -> Option<(f64, String)> {
        let end = self.window.1;
        let is_step = self.dates.steps.last().is_some_and(|(time, _)| *time == end);
        (!is_step && end == self.figure.extent().1)
            .then(|| (end, self.figure.formats.moment(end, self.figure.precision)))
    }

    /// A path for each part of a line without gaps; what is no longer than a px is a dot, because a path of no length is
    /// not painted.
    fn push_line(&self, line: &Line, ink: Ink, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        // With a point in every column of pixels, a wide line is a band.
        let dense = line.within(self.window).len() as f64 > self.plot.width();
        let width = if dense { DENSE * sizes.line } else { sizes.line };
        let mut run: Vec<Point> = Vec::new();
        let mut end = |run: &mut Vec<Point>| {
            let Some(centre) = run.first().copied() else { return };
            let points = std::mem::take(run);
            let is_point = points.iter().all(|point| (point.x - centre.x).hypot(point.y - centre.y) < 1.0);
            let dot = Shape::Dot { centre, radius: sizes.tick };
            marks.push(Mark::new(if is_point { dot } else { Shape::Path { points, width } }, ink, None));
        };
        let (mut column, mut last, mut gap) = (Column::default(), f64::NEG_INFINITY, false);
        for (time, value) in line.cut(self.window) {
            if value.is_nan() {
                gap = true;
                continue;
            }
            let point = Point { x: self.time.px(time), y: self.scale.px(value) };
            // A gap narrower than a px cannot be seen.
            if gap && point.x - last >= 1.0 {
                column.flush(&mut run);
                end(&mut run);
            }
            column.add(point, &mut run);
            (last, gap) = (point.x, false);
        }
        column.flush(&mut run);
        end(&mut run);
    }

    /// The lines' names: beside their ends, kept apart and joined to them, or above the plot.
    fn push_names(&self, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        for (number, at) in &self.above {
            self.push_name(*number, *at, Point { x: at.x + 2.0 * sizes.gap, y: at.y }, marks);
        }
        if !self.above.is_empty() {
            return;
        }
        let (mut ends, mut places) = (Vec::new(), Vec::new());
        for (number, line) in self.figure.lines.iter().enumerate() {
            let last = line.cut(self.window).filter(|(_, value)| !value.is_nan()).last();
            let Some((_, value)) = last.filter(|_| !self.ends[number].is_empty()) else { continue };
            ends.push((self.scale.px(value), number));
        }
        let ends = ordered(&ends, &|one: &(f64, usize), other| one.0 < other.0);
        for (y, _) in &ends {
            places.push(*y);
        }
        let spread = spread(&places, sizes.label.line_height(), (self.plot.top, self.plot.bottom));
        let x = self.plot.right + sizes.gap / 2.0;
        for ((y, number), place) in ends.iter().zip(spread) {
            self.push_name(*number, Point { x, y: *y }, Point { x: x + 1.5 * sizes.gap, y: place }, marks);
        }
    }

    /// A stroke of a line and, at its end, the line's name.
    fn push_name(&self, number: usize, from: Point, to: Point, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        // In a row above the plot it is the line's key; at the line's end as strong a stroke would be read as its going on.
        let (width, stroke) = if self.above.is_empty() { (sizes.rule, Ink::Axis) } else { (sizes.line, ink(number)) };
        marks.push(Mark::new(Shape::Line { from, to, width }, stroke, None));
        let text = if self.above.is_empty() { &self.ends[number] } else { &self.figure.lines[number].label };
        let label = Label { text, font: sizes.label, ink: Ink::LineText(number as u8), datum: None };
        let at = Point { x: to.x + sizes.gap / 2.0, y: to.y };
        marks.push(label.fitted(self.frame, at, Align::Left, self.frame.width - at.x));
    }

    /// What can be pointed at and reached: the data, which are points of the lines.
    fn push_spots(&self, marks: &mut Vec<Mark>) {
        for (id, datum) in self.figure.entries() {
            let (Some(span), Some(value)) = (&datum.span, datum.value) else { continue };
            let centre = Point { x: self.time.px(span.begin), y: self.scale.px(value) };
            let spot = Shape::Dot { centre, radius: self.frame.sizes.tick };
            marks.push(Mark::new(spot, Ink::Spot, Some(id)));
        }
    }
}

/// The name of each line, with its last value where that stands at the end of the axis.
fn ends(figure: &Figure, window: (f64, f64), with_values: bool) -> Vec<String> {
    let mut ends = Vec::new();
    for line in &figure.lines {
        let last = line.times.last().zip(line.values.last());
        let mut end = isolated(&line.label).into_owned();
        if let Some((_, value)) = last.filter(|(time, value)| with_values && **time == window.1 && !value.is_nan()) {
            end += if end.is_empty() { "" } else { " " };
            let short = figure.formats.short(*value, "");
            end += &short.unwrap_or_else(|| figure.formats.number(*value, figure.decimals));
        }
        ends.push(end);
    }
    ends
}

fn widest_of(texts: &[String], frame: &Frame) -> f64 {
    let mut widest = 0.0_f64;
    for text in texts {
        widest = widest.max(frame.measure.width(text, frame.sizes.label));
    }
    widest
}

/// Where the strokes begin that have the lines' names at their ends: one beside the other, on as many rows as they need.
fn names_above(figure: &Figure, frame: &Frame) -> Vec<(usize, Point)> {
    let sizes = &frame.sizes;
    let (start, height) = (sizes.line.round(), sizes.label.line_height());
    let (mut names, mut at) = (Vec::new(), Point { x: start, y: height / 2.0 });
    for (number, line) in figure.lines.iter().enumerate() {
        if line.label.is_empty() {
            continue;
        }
        let width = 4.5 * sizes.gap + frame.measure.width(&line.label, sizes.label);
        if at.x > start && at.x + width > frame.width {
            at = Point { x: start, y: at.y + height };
        }
        names.push((number, at));
        at.x += width;
    }
    names
}

/// The points of one column of pixels: what is drawn of it are the first, the least, the greatest and the last in the
/// order in which they come (Jugel, Jerzak, Hackenbroich, Markl: "M4", 2014), so that the line has the same pixels.
#[derive(Default)]
struct Column {
    at: f64,
    points: Option<[(usize, Point); 4]>,
    count: usize,
}

impl Column {
    fn add(&mut self, point: Point, run: &mut Vec<Point>) {
        let at = point.x.floor();
        if at != self.at {
            self.flush(run);
            self.at = at;
        }
        let here = (self.count, point);
        self.count += 1;
        let [_, least, most, last] = self.points.get_or_insert([here; 4]);
        *last = here;
        if point.y < least.1.y {
            *least = here;
        }
        if point.y > most.1.y {
            *most = here;
        }
    }

    fn flush(&mut self, run: &mut Vec<Point>) {
        let Some([first, least, most, last]) = self.points.take() else { return };
        let (one, other) = if least.0 < most.0 { (least, most) } else { (most, least) };
        let mut drawn = None;
        for (index, point) in [first, one, other, last] {
            if drawn != Some(index) {
                run.push(point);
            }
            drawn = Some(index);
        }
        self.count = 0;
    }
}

/// The least and the greatest value in a window.
fn range(figure: &Figure, window: (f64, f64)) -> (f64, f64) {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for line in &figure.lines {
        for (_, value) in line.cut(window) {
            // Of a number and what is none, these take the number.
            (least, most) = (least.min(value), most.max(value));
        }
    }
    match (least, most) {
        _ if least > most => (0.0, 1.0),
        _ if least == most => (least.min(0.0), most.max(if most > 0.0 { most } else { 1.0 })),
        _ if least > 0.0 && least < ZERO_WITHIN * most => (0.0, most),
        _ if most < 0.0 && most > ZERO_WITHIN * least => (least, 0.0),
        range => range,
    }
}

/// Round steps that hold a range, at most about `count`, and how many decimals they have.
fn steps((least, most): (f64, f64), count: f64) -> (Vec<f64>, usize) {
    let rough = (most - least) / count.max(1.0);
    let (mut unit, mut decimals) = (1.0, 0);
    while unit * 10.0 <= rough {
        unit *= 10.0;
    }
    let mut parts = 1.0;
    while unit > rough && decimals < 12 {
        decimals += 1;
        parts *= 10.0;
        unit = 1.0 / parts;
    }
    let mut step = unit;
    for factor in [2.0, 5.0, 10.0] {
        if step < rough {
            step = unit * factor;
        }
    }
    if step >= 10.0 * unit && decimals > 0 {
        decimals -= 1;
    }
    let (first, last) = ((least / step).floor(), (most / step).ceil());
    let mut steps = Vec::new();
    let mut index = first;
    while index <= last && steps.len() < 100 {
        steps.push(index * step);
        index += 1.0;
    }
    (steps, decimals)
}

/// Names a month, from 1.
type Name = fn(&Formats, u32) -> &str;

/// Whether each label of an axis has room up to the next one. `scale`: px for a day.
fn fit(steps: &[(f64, String)], scale: f64, frame: &Frame) -> bool {
    let (mut fit, sizes) = (true, &frame.sizes);
    for pair in steps.windows(2) {
        fit &= frame.measure.width(&pair[0].1, sizes.small) + sizes.gap < (pair[1].0 - pair[0].0) * scale;
    }
    fit
}

/// Round dates in a window, at most about `count`, and what is said of each; more where there is but one, which tells no
/// distance.
fn dates(window: (f64, f64), count: f64, figure: &Figure, name: Name) -> Dates {
    let few = stepped(window, count, figure, name);
    if few.steps.len() < 2 { stepped(window, 2.0 * count, figure, name) } else { few }
}

fn stepped(window: (f64, f64), count: f64, figure: &Figure, name: Name) -> Dates {
    let rough = (window.1 - window.0) / count;
    // In months, as long as there are some: a reader looks for their first days.
    if rough > 10.0 { months(window, rough, figure, name) } else { days(window, rough, figure) }
}

/// The steps of an axis of time.
#[derive(Default)]
struct Dates {
    steps: Vec<(f64, String)>,
    /// What the first step leaves unsaid: its year or its day.
    whole: String,
}

fn months((from, to): (f64, f64), rough: f64, figure: &Figure, name: Name) -> Dates {
    let (mut dates, formats) = (Dates::default(), &figure.formats);
    let least = if figure.precision == Precision::Quarter { 3 } else { 1 };
    let is_enough = |step: &&i32| **step >= least && f64::from(**step) * MONTH >= rough;
    let step = *MONTHS.iter().find(is_enough).unwrap_or(&MONTHS[MONTHS.len() - 1]);
    let date = Date::of(from);
    let mut month = date.year * 12 + date.month.unwrap_or(1) as i32 - 1;
    month -= month.rem_euclid(step);
    loop {
        let (year, number) = (month.div_euclid(12), month.rem_euclid(12));
        let time = Date { year, month: Some(number as u32 + 1), day: None }.begin();
        if time > to {
            return dates;
        }
        if time >= from {
            if number != 0 && dates.steps.is_empty() {
                dates.whole = formats.year(year);
            }
            dates.steps.push((
                time,
                match number {
                    0 => formats.year(year),
                    _ if figure.precision == Precision::Quarter => formats.quarter(number as usize / 3 + 1).to_owned(),
                    _ => name(formats, number as u32 + 1).to_owned(),
                },
            ));
        }
        month += step;
    }
}

fn days((from, to): (f64, f64), rough: f64, figure: &Figure) -> Dates {
    let (mut dates, formats) = (Dates::default(), &figure.formats);
    let seconds = *SECONDS.iter().find(|step| **step >= rough * DAY).unwrap_or(&SECONDS[SECONDS.len() - 1]);
    let precision = match seconds {
        60.0.. => Precision::Minute,
        1.0.. => Precision::Second,
        _ => Precision::Thousandth,
    };
    let (mut index, mut last) = ((from * DAY / seconds).ceil(), None);
    while index * seconds <= to * DAY {
        let at = index * seconds / DAY;
        let (date, time) = day_and_time(at);
        let text = match time {
            0 if date.month != last || seconds < DAY => formats.day_of_month(date),
            0 => formats.day_number(date),
            _ => formats.clock(time, precision),
        };
        if dates.steps.is_empty() {
            dates.whole = if time == 0 { formats.year(date.year) } else { formats.date(date) };
        }
        last = date.month;
        dates.steps.push((at, text));
        index += 1.0;
    }
    dates
}

/// Steps of months: up to a thousand years.
const MONTHS: [i32; 14] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000];
/// The days of a month, rounded up.
const MONTH: f64 = 30.5;
/// A day in seconds.
const DAY: f64 = 86_400.0;
/// Steps of seconds: from a thousandth to two weeks.
const SECONDS: [f64; 22] = [
    0.001,
    0.005,
    0.01,
    0.05,
    0.1,
    0.5,
    1.0,
    5.0,
    15.0,
    30.0,
    60.0,
    300.0,
    900.0,
    1800.0,
    3600.0,
    3.0 * 3600.0,
    6.0 * 3600.0,
    12.0 * 3600.0,
    DAY,
    2.0 * DAY,
    7.0 * DAY,
    14.0 * DAY,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    use crate::locale::{PATTERNS, Patterns};
    use crate::package::{Format, parse_moment};

    #[test]
    fn steps_are_round() {
        for (range, count, expected, decimals) in [
            ((0.0, 100.0), 5.0, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0], 0),
            ((0.0, 0.7), 4.0, vec![0.0, 0.2, 0.4, 0.6, 0.8], 1),
            ((-3.0, 3.0), 3.0, vec![-4.0, -2.0, 0.0, 2.0, 4.0], 0),
            ((1990.0, 2010.0), 4.0, vec![1990.0, 1995.0, 2000.0, 2005.0, 2010.0], 0),
            ((0.0, 1e9), 2.0, vec![0.0, 5e8, 1e9], 0),
        ] {
            let (found, places) = steps(range, count);
            assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-9), "{range:?}: {found:?}");
            assert_eq!((found.len(), places), (expected.len(), decimals), "{range:?}: {found:?}");
        }
    }

    #[test]
    fn dates_are_round() {
        let months = |letter: &str| (1..=12).map(|month| format!("{letter}{month}")).collect::<Vec<_>>().join("\n");
        let text = |pattern: &&str| match *pattern {
            "months" => months("m"),
            "months_alone" => months("M"),
            "day" => "{d}_{M}_{y}".to_owned(),
            "day_of_month" => "{d}_{M}".to_owned(),
            "clock" => "{H}:{i}\n{H}:{i}:{s}".to_owned(),
            "decimal" => ".".to_owned(),
            "year" => "{y}".to_owned(),
            _ => String::new(),
        };
        let mut formats = Formats::default();
        formats.patterns = Patterns(PATTERNS.iter().map(text).collect());
        let figure = Figure { formats: Rc::new(formats), ..Figure::default() };
        let time = |text: &str| parse_moment(text, &Format::Iso).expect("a time");
        for (from, to, count, expected, whole) in [
            ("2000", "2010", 5.0, "2000 2002 2004 2006 2008 2010", ""),
            ("1967", "2015", 2.0, "1980 2000", ""),
            ("2000-11-15", "2001-03-02", 4.0, "M12 2001 M2 M3", "2000"),
            ("2025-01-01", "2025-04-01", 7.0, "2025 M2 M3 M4", ""),
            ("2024-02-05", "2024-03-20", 6.0, "15_m2 29 14_m3", "2024"),
            ("2024-03-05", "2024-10-05", 8.0, "M4 M5 M6 M7 M8 M9 M10", "2024"),
            ("2001-02-25", "2001-03-03", 6.0, "25_m2 26 27 28 1_m3 2 3", "2001"),
            ("2001-02-25", "2001-02-26", 4.0, "25_m2 06:00 12:00 18:00 26_m2", "2001"),
            ("2001-02-25T14:30", "2001-02-25T16:30", 3.0, "15:00 16:00", "25_m2_2001"),
            ("2001-02-25T14:30:02", "2001-02-25T14:30:17", 4.0, "14:30:05 14:30:10 14:30:15", "25_m2_2001"),
            (
                "2001-02-25T14:30:02.2",
                "2001-02-25T14:30:02.36",
                4.0,
                "14:30:02.200 14:30:02.250 14:30:02.300 14:30:02.350",
                "25_m2_2001",
            ),
            ("1000", "2000", 3.0, "1000 1500 2000", ""),
        ] {
            let found = dates((time(from), time(to)), count, &figure, Formats::month);
            let texts: Vec<_> = found.steps.into_iter().map(|(_, text)| text).collect();
            assert_eq!((&*texts.join(" "), &*found.whole), (expected, whole));
        }
    }

    #[test]
    fn a_column_keeps_its_extremes() {
        let (mut column, mut run) = (Column::default(), Vec::new());
        for (index, y) in [5.0, 1.0, 9.0, 3.0, 4.0].into_iter().enumerate() {
            column.add(Point { x: 10.0 + index as f64 / 10.0, y }, &mut run);
        }
        column.add(Point { x: 11.0, y: 7.0 }, &mut run);
        column.flush(&mut run);
        let ys: Vec<_> = run.iter().map(|point| point.y).collect();
        assert_eq!(ys, [5.0, 1.0, 9.0, 4.0, 7.0]);
    }
}
