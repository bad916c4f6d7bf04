//! Lines in time: a few round steps behind them, their names at their ends, and of each column of pixels the first, the
//! least, the greatest and the last point, so that a million points draw the same picture as all of them would.

use super::frame::Frame;
use super::label::{Label, spread};
use super::mark::{Align, Mark, Point, Rect, Scene, Shape};
use super::plane::{Scale, insert};
use crate::figure::Figure;
use crate::figure::lines::{Line, clock};
use crate::package::Date;
use crate::state::State;
use crate::text::concat;
use crate::theme::Ink;

/// Names beside the lines take at most this part of the width; longer ones stand above the plot.
const NAMES_AT_MOST: f64 = 0.3;
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
    /// The steps of the value axis, and how many decimals they need.
    steps: Vec<f64>,
    decimals: usize,
    /// Whether the names stand above the plot.
    above: bool,
    bottom: f64,
}

impl<'a> Chart<'a> {
    fn new(figure: &'a Figure, state: &State, frame: &'a Frame) -> Self {
        let sizes = &frame.sizes;
        let window = figure.window(state);
        let (steps, decimals) = steps(range(figure, window), (sizes.plot_height / sizes.column).floor());
        let mut widest = 0.0_f64;
        for step in &steps {
            widest = widest.max(frame.measure.width(&figure.signs.number(*step, decimals), sizes.small));
        }
        let mut names = 0.0_f64;
        for line in &figure.lines {
            names = names.max(frame.measure.width(&line.label, sizes.label));
        }
        let above = names > NAMES_AT_MOST * frame.width;
        let right = if names == 0.0 || above { sizes.dot } else { names + 3.0 * sizes.gap };
        let header = if above { figure.lines.len() as f64 * sizes.label.line_height() + sizes.gap } else { 0.0 };
        let left = (widest + sizes.gap).round();
        let top = (header + sizes.small.line_height() / 2.0).round();
        let plot = Rect {
            left,
            top,
            right: (frame.width - right).max(left + 1.0).round(),
            bottom: top + sizes.plot_height - sizes.label.line_height() - sizes.gap,
        };
        let domain = (steps.first().copied().unwrap_or(0.0), steps.last().copied().unwrap_or(1.0));
        Self {
            figure,
            frame,
            window,
            time: Scale::new(window, (plot.left, plot.right)),
            scale: Scale::new(domain, (plot.bottom, plot.top)),
            bottom: top + sizes.plot_height,
            plot,
            steps,
            decimals,
            above,
        }
    }

    /// The steps of the values: a rule each, the zero line clear.
    fn push_values(&self, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        for step in &self.steps {
            let y = self.scale.snapped(*step);
            let rule = Rect::new(self.plot.left, y, self.plot.width(), sizes.rule);
            let ink = if *step == 0.0 { Ink::Axis } else { Ink::Grid };
            marks.push(Mark::new(Shape::Rect(rule), ink, None));
            let text = self.figure.signs.number(*step, self.decimals);
            let label = Label { text: &text, font: sizes.small, ink: Ink::SoftText, datum: None };
            marks.push(label.mark(self.frame, Point { x: self.plot.left - sizes.gap, y }, Align::Right));
        }
    }

    /// The steps of time: a short rule each, below it the year, the month, the day or the hour.
    fn push_times(&self, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let room = self.plot.width() / (sizes.column + 2.0 * sizes.gap);
        let mut free = f64::NEG_INFINITY;
        for (time, text) in dates(self.window, room.max(1.0), &self.figure.months) {
            let x = self.time.snapped(time);
            let label = Label { text: &text, font: sizes.small, ink: Ink::SoftText, datum: None };
            let half = label.width(self.frame) / 2.0;
            let middle = x.min(self.frame.width - half).max(half);
            if middle - half < free {
                continue;
            }
            free = middle + half + sizes.gap;
            let tick = Rect::new(x, self.plot.bottom, sizes.rule, sizes.tick);
            marks.push(Mark::new(Shape::Rect(tick), Ink::Axis, None));
            let y = self.plot.bottom + sizes.gap + sizes.small.line_height() / 2.0;
            marks.push(label.mark(self.frame, Point { x: middle, y }, Align::Middle));
        }
    }

    /// A path for each part of a line without gaps; a point between two gaps is a dot.
    fn push_line(&self, line: &Line, ink: Ink, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        // With a point in every column of pixels, a wide line is a band.
        let dense = line.within(self.window).len() as f64 > self.plot.width();
        let width = if dense { DENSE * sizes.line } else { sizes.line };
        let mut run: Vec<Point> = Vec::new();
        let mut end = |run: &mut Vec<Point>| {
            let shape = match run[..] {
                [] => return,
                [centre] => Shape::Dot { centre, radius: sizes.tick },
                _ => Shape::Path { points: std::mem::take(run), width },
            };
            run.clear();
            marks.push(Mark::new(shape, ink, None));
        };
        let mut column = Column::default();
        for index in line.within(self.window) {
            let (time, value) = (line.times[index], line.values[index]);
            if value.is_nan() {
                column.flush(&mut run);
                end(&mut run);
                continue;
            }
            let point = Point { x: self.time.px(time), y: self.scale.px(value) };
            column.add(point, &mut run);
        }
        column.flush(&mut run);
        end(&mut run);
    }

    /// The lines' names: beside their ends, kept apart and joined to them, or in a list above.
    fn push_names(&self, marks: &mut Vec<Mark>) {
        let sizes = &self.frame.sizes;
        let mut ends: Vec<(f64, usize)> = Vec::new();
        for (number, line) in self.figure.lines.iter().enumerate() {
            if line.label.is_empty() {
                continue;
            }
            let last = line.within(self.window).rev().find(|index| !line.values[*index].is_nan());
            let Some(last) = last else { continue };
            insert(&mut ends, (self.scale.px(line.values[last]), number), |one, other| one.0 < other.0);
        }
        let height = sizes.label.line_height();
        let mut places = Vec::new();
        for (y, _) in &ends {
            places.push(*y);
        }
        let spread = spread(&places, height, (self.plot.top, self.plot.bottom));
        let from = self.plot.right + sizes.gap / 2.0;
        for (place, (y, number)) in ends.iter().enumerate() {
            let (from, to) = if self.above {
                let y = (0.5 + place as f64) * height;
                (Point { x: 0.0, y }, Point { x: 2.0 * sizes.gap, y })
            } else {
                (Point { x: from, y: *y }, Point { x: from + 1.5 * sizes.gap, y: spread[place] })
            };
            marks.push(Mark::new(Shape::Line { from, to, width: sizes.line }, ink(*number), None));
            let text = &self.figure.lines[*number].label;
            let label = Label { text, font: sizes.label, ink: Ink::Text, datum: None };
            let at = Point { x: to.x + sizes.gap / 2.0, y: to.y };
            marks.push(label.fitted(self.frame, at, Align::Left, self.frame.width - at.x));
        }
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
        for value in &line.values[line.within(window)] {
            // Of a number and what is none, these take the number.
            (least, most) = (least.min(*value), most.max(*value));
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

/// Round dates in a window, at most about `count`, and what is said of each.
fn dates((from, to): (f64, f64), count: f64, months: &[String]) -> Vec<(f64, String)> {
    let rough = (to - from) / count;
    let mut dates = Vec::new();
    let month_of = |date: Date| months.get(date.month.unwrap_or(1) as usize - 1).map_or("", |month| month);
    // In months, as long as these are not too short.
    if rough > 20.0 {
        let step = *MONTHS.iter().find(|step| f64::from(**step) * MONTH >= rough).unwrap_or(&MONTHS[MONTHS.len() - 1]);
        let date = Date::of(from);
        let mut month = date.year * 12 + date.month.unwrap_or(1) as i32 - 1;
        month -= month.rem_euclid(step);
        loop {
            let date = Date { year: month.div_euclid(12), month: Some(month.rem_euclid(12) as u32 + 1), day: None };
            let time = date.begin();
            if time > to {
                return dates;
            }
            if time >= from {
                let is_year = date.month == Some(1) || step >= 12;
                let text = if is_year { date.year.to_string() } else { month_of(date).to_owned() };
                dates.push((time, text));
            }
            month += step;
        }
    }
    let step = *DAYS.iter().find(|step| **step >= rough).unwrap_or(&28.0);
    let mut time = (from / step).ceil() * step;
    let mut last = None;
    while time <= to {
        let date = Date::of((time + SECOND).floor());
        let day = date.day.unwrap_or(1).to_string();
        let is_midnight = time - (time + SECOND).floor() < SECOND;
        let text = match is_midnight {
            true if date.month != last || step < 1.0 => concat(&[&day, " ", month_of(date)]),
            true => day,
            false => clock(time),
        };
        last = date.month;
        dates.push((time, text));
        time += step;
    }
    dates
}

/// Steps of months: up to a thousand years.
const MONTHS: [i32; 14] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000];
/// The days of a month, rounded up.
const MONTH: f64 = 30.5;
/// Steps of days: from a minute to four weeks.
const DAYS: [f64; 13] = [
    1.0 / 1440.0,
    5.0 / 1440.0,
    15.0 / 1440.0,
    30.0 / 1440.0,
    1.0 / 24.0,
    3.0 / 24.0,
    6.0 / 24.0,
    12.0 / 24.0,
    1.0,
    2.0,
    7.0,
    14.0,
    28.0,
];
const SECOND: f64 = 1.0 / 86_400.0;

#[cfg(test)]
mod tests {
    use super::*;

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
        let months: Vec<_> = (1..=12).map(|month| format!("M{month}")).collect();
        let day = |text: &str| Date::parse(text).expect("a date").begin();
        for (from, to, count, expected) in [
            (day("2000"), day("2010"), 5.0, "2000 2002 2004 2006 2008 2010"),
            (day("2000-11-15"), day("2001-03-02"), 4.0, "M12 2001 M2 M3"),
            (day("2001-02-25"), day("2001-03-03"), 6.0, "25_M2 26 27 28 1_M3 2 3"),
            (day("2001-02-25"), day("2001-02-26"), 4.0, "25_M2 6:00 12:00 18:00 26_M2"),
            (day("1000"), day("2000"), 3.0, "1000 1500 2000"),
        ] {
            let found = dates((from, to), count, &months);
            let found: Vec<_> = found.into_iter().map(|(_, text)| text.replace(' ', "_")).collect();
            assert_eq!(found.join(" "), expected);
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
