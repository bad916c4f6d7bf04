//! The card of a figure: the picture that is shown where its address is shared.

use super::WriteError;
use super::edition::Edition;
use super::legend::{self, Entry, Sample};
use super::raster;
use super::sheet::{Block, Sheet, colours};
use super::typeface::Typeface;
use crate::figure::{Datum, DatumId, Emphasis, Figure};
use crate::locale::{Locale, Word};
use crate::package::Kind;
use crate::scene::{Frame, Mark, Point, Rect, Scene, Shape, layout};
use crate::state::State;
use crate::theme::{Font, Ink, Sizes, Theme};

/// What Open Graph and its readers expect, in px.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// The room of everything, in px: cards are cut and rounded at their edges.
const ROOM: Rect = Rect { left: 64.0, top: 44.0, right: 1136.0, bottom: 596.0 };

/// Between title and subtitle, and around the figure, in px.
const NEAR: f64 = 8.0;
const APART: f64 = 18.0;

/// Sizes of text in px, of which the largest that fits is taken. On a phone a card is a third as wide.
const SUBTITLE: [f64; 3] = [24.0, 22.0, 21.0];
const LEGEND: [f64; 3] = [18.0, 17.0, 16.0];
const ORIGIN: [f64; 2] = [18.0, 17.0];

/// How large a figure may be drawn, in px to one CSS px, and how far its rows are apart, in heights of their text; the
/// first is taken in which all of it fits.
const SCALES: [(f64, f64); 8] =
    [(1.7, 2.0), (1.7, 1.7), (1.6, 1.7), (1.5, 1.65), (1.4, 1.6), (1.4, 1.5), (1.4, 1.42), (1.3, 1.42)];

/// How much of a card's width the labels of a timeline may take: a plot can be smaller than rows are many.
const LABELS: [f64; 2] = [0.45, 0.6];

/// Where the title stands: sizes in px as above, and on how many lines at most.
struct Form {
    width: f64,
    title: &'static [f64],
    title_lines: usize,
    subtitle_lines: usize,
}

const ABOVE: Form =
    Form { width: ROOM.right - ROOM.left, title: &[44.0, 42.0, 40.0, 37.0, 34.0], title_lines: 2, subtitle_lines: 1 };

/// A map is wider than high: beside its title it is as large as below it, and the card is filled.
const BESIDE: Form = Form { width: 400.0, title: &[42.0, 39.0, 36.0, 33.0, 30.0], title_lines: 6, subtitle_lines: 4 };
const BETWEEN: f64 = 40.0;

/// A card as PNG, [`WIDTH`] × [`HEIGHT`] px: title, figure, legend and what it is from.
///
/// # Errors
/// What cannot be drawn: nothing that this program writes.
pub fn card(edition: &Edition, figure: &Figure, typeface: &Typeface) -> Result<Vec<u8>, WriteError> {
    let png = raster::png(&drawing(edition, figure, typeface), WIDTH, HEIGHT, typeface);
    png.ok_or_else(|| WriteError::Card { view: figure.name.clone() })
}

/// The first character of a figure that the typeface of cards lacks: a card with boxes in the place of letters is worse
/// than none.
pub fn lacking(edition: &Edition, figure: &Figure, typeface: &Typeface) -> Option<char> {
    let origin = edition.origin();
    let words = [&figure.title, &figure.unit, &origin].into_iter().chain(&figure.subtitle).chain(&figure.groups);
    let lanes = figure.lanes.iter().flat_map(|lanes| &lanes.labels);
    let data = figure.data.iter().flat_map(|datum| [&datum.label, &datum.text]);
    let places = figure.data.iter().filter_map(|datum| datum.place.as_ref()).map(|place| &place.label);
    let lines = figure.lines.iter().map(|line| &line.label);
    let texts = words.chain(lanes).chain(data).chain(places).chain(lines);
    let drawn = |character: &char| !character.is_whitespace() && !character.is_control();
    texts.flat_map(|text| text.chars()).filter(drawn).find(|character| !typeface.has(*character))
}

/// The card as SVG, in the light theme's colours.
pub fn drawing(edition: &Edition, figure: &Figure, typeface: &Typeface) -> String {
    let form = if figure.kind(None) == Kind::Map { BESIDE } else { ABOVE };
    let origin = Block::heading(&edition.origin(), &ORIGIN, (false, Ink::SoftText), (ROOM.width(), 2), typeface);
    let mut sheet = Sheet::new(typeface.baseline());
    let mut room = ROOM;
    room.bottom -= origin.height();
    sheet.block(&origin, Point { x: room.left, y: room.bottom });
    let words = form.push_words(figure, typeface, &mut sheet);
    room.top = if form.is_beside() { room.top } else { words + APART };
    room.left += if form.is_beside() { form.width + BETWEEN } else { 0.0 };
    let drawn = Drawn::new(figure, edition.locale, (room.width(), room.height() - APART), typeface);
    let legend = room.bottom - drawn.legend.height - NEAR / 2.0;
    sheet.scene(&drawn.legend, &drawn.sizes, Point { x: ROOM.left, y: legend });
    let free = if form.is_beside() { (legend - room.top - drawn.scene.height).max(0.0) } else { 0.0 };
    sheet.scene(&drawn.scene, &drawn.sizes, Point { x: room.left, y: room.top + (free / 2.0).round() });
    let mut svg = sheet.document(f64::from(WIDTH), f64::from(HEIGHT), "");
    for (name, colour) in colours(&Theme::LIGHT) {
        svg = svg.replace(&format!("\"var(--{name})\""), &format!("\"{colour}\""));
    }
    svg
}

impl Form {
    fn is_beside(&self) -> bool {
        self.width < ROOM.width()
    }

    /// Title and subtitle; returns their bottom.
    fn push_words(&self, figure: &Figure, typeface: &Typeface, sheet: &mut Sheet) -> f64 {
        let room = (self.width, self.title_lines);
        let title = Block::heading(&figure.title, self.title, (true, Ink::Text), room, typeface);
        let bottom = sheet.block(&title, Point { x: ROOM.left, y: ROOM.top });
        let Some(text) = &figure.subtitle else { return bottom };
        let subtitle =
            |sizes: &[f64], lines| Block::heading(text, sizes, (false, Ink::SoftText), (self.width, lines), typeface);
        let mut block = subtitle(&SUBTITLE, self.subtitle_lines);
        if block.is_shortened(text) {
            block = subtitle(&SUBTITLE[SUBTITLE.len() - 1..], self.subtitle_lines + 1);
        }
        sheet.block(&block, Point { x: ROOM.left, y: bottom + NEAR })
    }
}

/// A figure laid out for a card.
struct Drawn {
    scene: Scene,
    sizes: Sizes,
    legend: Scene,
}

impl Drawn {
    /// The figure as large as it fits into a width and, with its legend, a height: in its lanes, without them, with longer
    /// lines of labels, else a part of its rows without lanes and how many others there are.
    fn new(figure: &Figure, locale: &Locale, (width, height): (f64, f64), typeface: &Typeface) -> Self {
        let mut entries = legend::entries(figure, locale);
        entries.retain(|entry| !matches!(entry.sample, Sample::Stated | Sample::Tints | Sample::Dot));
        let legend = self::legend(&entries, typeface);
        let mut plain = figure.clone();
        plain.lanes.clear();
        let room = (width, height - legend.height);
        for (figure, labels) in [(figure, LABELS[0]), (&plain, LABELS[0]), (&plain, LABELS[1])] {
            let (scene, sizes) = scaled(figure, labels, room, typeface);
            if scene.height <= room.1 {
                return Self { scene, sizes, legend };
            }
        }
        // Values of others are drawn only where a reader compares.
        let all = ids(&scaled(&plain, LABELS[0], room, typeface).0).len();
        let longest = others(all, locale);
        let lowest = self::legend(entries.iter().chain([&longest]), typeface).height;
        let (shown, scene, sizes) = part(plain, (width, height - lowest), typeface);
        // Statuses that are cut off have no entry.
        let is_drawn = |entry: &&Entry| match entry.sample {
            Sample::Status(status) => shown.iter().any(|datum| datum.status == status),
            _ => true,
        };
        let count = others(all - shown.len(), locale);
        let legend = self::legend(entries.iter().filter(is_drawn).chain([&count]), typeface);
        Self { scene, sizes, legend }
    }
}

/// `… 9 others`
fn others(count: usize, locale: &Locale) -> Entry {
    Entry { sample: Sample::Nothing, text: format!("… {}", locale.count(Word::Others, count)) }
}

/// As many rows as fit, and their data: in a timeline the latest ones, elsewhere the first.
fn part(figure: Figure, room: (f64, f64), typeface: &Typeface) -> (Vec<Datum>, Scene, Sizes) {
    if figure.kind(None) == Kind::Timeline {
        for count in (1..figure.data.len()).rev() {
            let latest = latest(&figure, count);
            for labels in LABELS {
                let (scene, sizes) = scaled(&latest, labels, room, typeface);
                if scene.height <= room.1 {
                    return (latest.data, scene, sizes);
                }
            }
        }
    }
    // Of the scales with the most rows the largest.
    let mut best = (Vec::new(), empty(), Sizes::at(1.0));
    for scale in SCALES {
        let (scene, sizes) = at(scale, &figure, LABELS[0], room, typeface);
        let scene = cropped(scene, room.1);
        let shown = ids(&scene);
        if shown.len() > best.0.len() {
            best = (shown, scene, sizes);
        }
    }
    let (shown, scene, sizes) = best;
    (shown.into_iter().filter_map(|id| figure.datum(id).cloned()).collect(), scene, sizes)
}

/// The entries of a timeline that begin last, more where several begin with the first of them.
fn latest(figure: &Figure, count: usize) -> Figure {
    let begin = |datum: &Datum| datum.span.as_ref().map(|span| span.begin);
    let mut begins: Vec<_> = figure.data.iter().filter_map(begin).collect();
    begins.sort_by(|one, other| other.total_cmp(one));
    let first = begins.get(count - 1).copied();
    let data = figure.data.iter().filter(|datum| begin(datum) >= first).cloned().collect();
    Figure { data, emphasis: Emphasis::default(), ..figure.clone() }
}

/// The figure in the largest scale in which it fits, else in the smallest.
fn scaled(figure: &Figure, labels: f64, room: (f64, f64), typeface: &Typeface) -> (Scene, Sizes) {
    let mut drawn = (empty(), Sizes::at(1.0));
    for scale in SCALES {
        drawn = at(scale, figure, labels, room, typeface);
        if drawn.0.height <= room.1 {
            break;
        }
    }
    drawn
}

/// The figure in a scale.
fn at(scale: (f64, f64), figure: &Figure, labels: f64, room: (f64, f64), typeface: &Typeface) -> (Scene, Sizes) {
    let mut frame = frame(scale, room.0, room.1, typeface);
    frame.sizes.labels = labels;
    (layout(figure, &State::default(), &frame), frame.sizes)
}

fn empty() -> Scene {
    Scene { width: 0.0, height: 0.0, marks: Vec::new(), plot: None }
}

fn frame((ratio, row): (f64, f64), width: f64, height: f64, typeface: &Typeface) -> Frame<'_> {
    let mut frame = Frame::new(width, ratio, typeface);
    let sizes = &mut frame.sizes;
    sizes.row = (sizes.label.size * row).round();
    sizes.band = sizes.row;
    sizes.bar = (sizes.band * 2.0 / 3.0).round();
    sizes.slope_height = height.floor();
    sizes.map_width = width;
    sizes.tall = f64::INFINITY;
    // What is for phones has no place on a card, however few CSS px it is wide.
    sizes.narrow = 0.0;
    frame
}

/// On one line if any size lets it.
fn legend<'a>(entries: impl IntoIterator<Item = &'a Entry> + Clone, typeface: &Typeface) -> Scene {
    let frame = Frame::new(ROOM.width(), 1.4, typeface);
    let layout = |size| legend::layout(entries.clone(), Font { size, bold: false }, &frame);
    let fewer = |best: Scene, next: Scene| if next.height < best.height - LEGEND[0] { next } else { best };
    LEGEND.into_iter().map(layout).reduce(fewer).unwrap_or_else(empty)
}

/// The data of which anything is painted.
fn ids(scene: &Scene) -> Vec<DatumId> {
    let painted = scene.marks.iter().filter(|mark| mark.ink != Ink::Reach);
    let mut ids: Vec<_> = painted.filter_map(|mark| mark.datum).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The upper part of a scene, to the last row that fits into a height, and below it the names of its axis.
fn cropped(scene: Scene, height: f64) -> Scene {
    let rows = rows(&scene);
    let last = rows.iter().map(|row| row.bottom).fold(0.0, f64::max);
    let axis = scene.height - last;
    let splits = |y: f64| rows.iter().any(|row| row.top < y && y < row.bottom);
    let ends = rows.iter().map(|row| row.bottom).filter(|y| *y <= height - axis && !splits(*y));
    let cut = ends.fold(0.0, f64::max);
    let marks = scene.marks.into_iter().filter_map(|mark| kept(mark, cut, last)).collect();
    Scene { width: scene.width, height: cut + axis, marks, plot: None }
}

/// What must not be cut, from top to bottom: all marks of a datum, and other texts that stand among them.
fn rows(scene: &Scene) -> Vec<Rect> {
    let painted = |mark: &&Mark| mark.ink != Ink::Reach;
    let all = |id| {
        let bounds = scene.marks_of(id).filter(painted).map(|mark| mark.shape.bounds());
        bounds.reduce(|all: Rect, bounds| all.joined(&bounds))
    };
    let mut rows: Vec<Rect> = ids(scene).into_iter().filter_map(all).collect();
    let last = rows.iter().map(|row| row.bottom).fold(0.0, f64::max);
    let texts = scene.marks.iter().filter(|mark| mark.datum.is_none() && matches!(mark.shape, Shape::Text(_)));
    rows.extend(texts.map(|mark| mark.shape.bounds()).filter(|bounds| bounds.top < last));
    rows
}

/// A mark of a scene whose rows end at `cut` instead of `last`: what stands below them moves up, rules that run through
/// them are shorter.
fn kept(mut mark: Mark, cut: f64, last: f64) -> Option<Mark> {
    let bounds = mark.shape.bounds();
    let above = bounds.bottom <= cut;
    match &mut mark.shape {
        _ if mark.ink == Ink::Reach => return None,
        _ if above => {}
        Shape::Text(text) if bounds.top >= last => text.at.y -= last - cut,
        Shape::Rect(rect) if bounds.top >= last => {
            *rect = Rect { top: rect.top - last + cut, bottom: rect.bottom - last + cut, ..*rect }
        }
        Shape::Rect(rect) if mark.datum.is_none() && bounds.top < cut => {
            rect.bottom = (rect.bottom - last + cut).max(cut)
        }
        _ => return None,
    }
    Some(mark)
}
