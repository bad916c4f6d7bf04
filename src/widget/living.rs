//! A figure that lives: what is shown of it now, and how that changes.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use js_sys::Float64Array;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::browser::Browser;
use super::canvas::Surface;
use super::changing::Changing;
use super::keys;
use super::messages;
use crate::describe;
use crate::figure::lines::ZOOM;
use crate::figure::{DatumId, Figure};
use crate::hit::{self, Direction, Step};
use crate::locale::Locale;
use crate::markup;
use crate::package::Kind;
use crate::question;
use crate::scene::{Estimate, Frame, Point, Rect, Scene, em, layout};
use crate::state::State;
use crate::svg;
use crate::text::concat;
use crate::theme::{FONT_FAMILY, Sizes, Theme};

/// What browsers can paint on: in device px, the highest canvas of Firefox and the largest of an iPhone.
const HIGHEST: f64 = 32_767.0;
const LARGEST: f64 = 16_777_216.0;
/// Below it nothing could be read; frames have none.
const LOWEST_RATIO: f64 = 0.25;
/// A figure on paper, in CSS px: what is left of A4 and Letter by their margins.
const PAPER: f64 = 680.0;

pub struct Living {
    figure: Changing<Figure>,
    pub locale: Locale,
    browser: Browser,
    surface: Surface,
    estimate: Estimate,
    state: RefCell<State>,
    /// What is shown: the datum under the pointer, else the one that the keyboard has reached.
    focus: Cell<Option<DatumId>>,
    keyed: Cell<Option<DatumId>>,
    /// Where Tab leads to: the datum that was reached last.
    entry: Cell<Option<DatumId>>,
    /// The name of the state that a reader has asked for, to be told to those who listen with the next painting.
    news: RefCell<Option<String>>,
    /// How many marks were painted last.
    count: Cell<usize>,
    /// The stage's width in device px, as the browser last told it; 0 where it does not know.
    width: Cell<f64>,
    /// Device px to one CSS px that a canvas of this figure can have at most.
    most: Cell<f64>,
    /// What the next painting is for, where that is known already.
    measured: RefCell<Option<Look>>,
    painted: RefCell<Option<Painted>>,
    /// To the keys, as long as the figure lives.
    _keys: EventListener,
}

/// What is on the canvas, and what it was painted for.
struct Painted {
    scene: Scene,
    sizes: Sizes,
    look: Look,
}

#[derive(Clone, PartialEq)]
struct Look {
    width: f64,
    ratio: f64,
    text: f64,
    state: State,
    theme: Theme,
}

impl Living {
    /// Takes over the figure around `stage`, to be painted when it is visible.
    pub fn new(
        stage: &HtmlElement,
        #[cfg_attr(not(feature = "lines"), expect(unused_mut))] mut figure: Figure,
        locale: Locale,
        state: &str,
        browser: Browser,
    ) -> Result<Rc<Self>, JsValue> {
        let state = question::state(&figure, state, &locale);
        #[cfg(feature = "lines")]
        figure.show_window(&state, &locale);
        let surface = Surface::new(browser.clone())?;
        let mut texts = String::new();
        for datum in &figure.data {
            texts = texts + &datum.label + &datum.text;
        }
        let estimate = Estimate { stretch: stretch(&texts, &browser) };
        let living = Rc::new_cyclic(|me| Self {
            figure: Changing::new(figure),
            locale,
            browser,
            surface,
            estimate,
            state: RefCell::new(state),
            focus: Cell::default(),
            keyed: Cell::default(),
            entry: Cell::default(),
            news: RefCell::default(),
            count: Cell::default(),
            width: Cell::default(),
            most: Cell::new(f64::INFINITY),
            measured: RefCell::default(),
            painted: RefCell::default(),
            _keys: keys::listen(stage, Weak::clone(me)),
        });
        living.mark_controls();
        living.show_selection();
        Ok(living)
    }

    pub fn update(&self, state: &str) {
        let state = question::state(&self.figure.borrow(), state, &self.locale);
        if self.state.replace(state.clone()) != state {
            self.restate();
        }
        self.schedule();
    }

    /// What a reader asks by a switch; the page is told.
    pub fn ask(&self, name: &str, value: &str) {
        self.state.borrow_mut().set(name, value);
        self.news.replace(Some(name.to_owned()));
        self.restate();
        self.tell();
    }

    pub fn reset(&self) {
        self.state.replace(State::default());
        self.news.replace(Some(String::new()));
        self.restate();
        self.tell();
    }

    fn tell(&self) {
        let change = messages::change(&self.figure.borrow().name, &self.state.borrow().query());
        self.browser.ask("viewchange", &change);
    }

    fn restate(&self) {
        #[cfg(feature = "lines")]
        self.figure.borrow_mut().show_window(&self.state.borrow(), &self.locale);
        self.most.set(f64::INFINITY);
        self.focus_on(None);
        self.mark_controls();
        self.show_selection();
        self.schedule();
    }

    /// Presses the switches as the state has them, and hides those that this kind of figure has no use for.
    fn mark_controls(&self) {
        let (state, kind) = (self.state.borrow(), self.kind());
        let counts = describe::counts(&self.figure.borrow(), &state, &self.locale);
        let marks = describe::marks(&self.figure.borrow(), &state, &self.locale);
        let texts = [&state.query(), kind.name(), &marks, &counts];
        self.browser.ask("controls", &texts.map(JsValue::from_str));
    }

    /// The sum of what was selected in words, and the card where it is one datum.
    fn show_selection(&self) {
        let figure = self.figure.borrow();
        let selected = figure.selected(&self.state.borrow());
        let mut numbers = Vec::new();
        for id in &selected {
            numbers.push(id.0 as f64);
        }
        let card = match selected[..] {
            [one] => figure.datum(one).map(|datum| markup::card(one, datum, &figure, &self.locale)),
            _ => None,
        };
        let text = describe::selection(&figure, &selected, &self.locale);
        self.browser.ask("selection", &[text.into(), floats(&numbers), card.unwrap_or_default().into()]);
        self.show_focus();
    }

    /// Paints on the next frame, once however often it is asked.
    pub fn schedule(&self) {
        self.browser.ask("schedule", &[]);
    }

    /// Notes what the next painting needs to know on a stage `width` CSS px wide, so that figures which are painted in
    /// one go need one layout and not each its own.
    pub fn measure(&self, width: f64) {
        self.measured.replace(self.look(width));
    }

    /// Paints now what has changed since it was last painted; nothing while the figure is hidden.
    pub fn paint(&self) {
        let measured = || self.look(self.browser.number("wide", &[]));
        let Some(look) = self.measured.take().or_else(measured) else { return };
        if self.painted.borrow().as_ref().is_some_and(|painted| painted.look == look) {
            return;
        }
        let frame = Frame::new(look.width, look.ratio * look.text, &self.estimate);
        let scene = layout(&self.figure.borrow(), &look.state, &frame);
        let room = (LARGEST / scene.width / scene.height).sqrt().min(HIGHEST / scene.height);
        if room < 1.0 && look.ratio > LOWEST_RATIO {
            // Whole px let it shrink less than the ratio: a little more, so that it is not asked for again.
            self.most.set((look.ratio * room * 0.95).max(LOWEST_RATIO));
            return self.paint();
        }
        self.surface.paint(&scene, &look.theme, &frame.sizes, look.ratio);
        // What is removed loses the focus.
        let keyed = self.keyed.get();
        self.place_items(&scene, &look);
        self.painted.replace(Some(Painted { scene, sizes: frame.sizes, look }));
        self.show_focus();
        if let Some(keyed) = keyed {
            self.reach(keyed);
        }
    }

    /// Puts a button on every mark, and says what has changed.
    fn place_items(&self, scene: &Scene, look: &Look) {
        let (mut items, mut places) = (Vec::new(), Vec::new());
        let all = scene.places();
        for id in hit::reading_order(scene) {
            let Some(place) = all[id.0] else { continue };
            items.push(id);
            for px in [place.left, place.top, place.width(), place.height()] {
                places.push(px / look.ratio);
            }
        }
        let (figure, state, count) = (self.figure.borrow(), &look.state, items.len());
        let differs = self.count.replace(count) != count;
        let news = self.news.take();
        let news = news.map(|asked| describe::change(&figure, state, &asked, count, differs, &self.locale));
        let summary = describe::summary(&figure, state, count, &self.locale);
        self.browser.ask("summary", &[summary.into(), news.unwrap_or_default().into()]);
        let known = self.entry.get().filter(|entry| items.contains(entry));
        let selected = figure.selected(&self.state.borrow());
        let focus = known.or(items.first().copied()).unwrap_or_default();
        if !items.is_empty() {
            self.entry.set(Some(focus));
        }
        let marks = markup::items(&figure, state, &items, &selected, focus, &self.locale);
        self.browser.ask("items", &[marks.into(), floats(&places)]);
    }

    /// Moves the keyboard's focus to a mark; what then happens, the focus itself tells.
    fn reach(&self, id: DatumId) {
        self.browser.ask("reach", &[(id.0 as f64).into()]);
    }

    /// A mark's button has the focus. The keyboard's shows what is known of the mark; a pointer does that by itself.
    pub fn enter(&self, id: DatumId, is_keyed: bool) {
        self.entry.set(Some(id));
        if is_keyed {
            self.keyed.set(Some(id));
            self.focus_on(Some(id));
        }
    }

    /// No mark's button has the focus any more.
    pub fn exit(&self) {
        self.keyed.set(None);
        self.focus_on(None);
    }

    /// Draws for paper, as wide as that is or as a page says: a canvas would be printed as a picture, and is as wide as the
    /// window.
    pub fn print(&self, width: f64) {
        let width = if width > 0.0 { width } else { PAPER };
        let frame = Frame::new(width, 1.0, &self.estimate);
        let scene = layout(&self.figure.borrow(), &self.state.borrow(), &frame);
        let paper = svg::document(&scene, &frame.sizes, &self.figure.borrow().title);
        self.browser.ask("paper", &[paper.into()]);
    }

    /// What is to be painted on a stage so wide, in CSS px; nothing while the figure is hidden.
    fn look(&self, width: f64) -> Option<Look> {
        let full = self.ratio();
        let ratio = full.min(self.most.get());
        let told = self.width.get();
        let width = ((if told > 0.0 { told } else { width * full }) * (ratio / full)).floor();
        let mut state = self.state.borrow().clone();
        // What is selected lies on the upper canvas.
        state.set("select", "");
        (width >= 1.0).then(|| Look { width, ratio, text: self.text_size(), state, theme: self.browser.theme() })
    }

    /// How much larger the reader wants text than it is by itself.
    fn text_size(&self) -> f64 {
        self.browser.number("text", &[])
    }

    /// Device px to one CSS px of the figure, which a page around it may zoom.
    fn ratio(&self) -> f64 {
        self.browser.number("ratio", &[])
    }

    /// The stage has another width, in device px, or 0 where the browser does not know it.
    pub fn resized(&self, width: f64) {
        self.width.set(width);
        self.schedule();
    }

    /// The datum under a point in CSS px, or none.
    fn datum_at(&self, point: Point) -> Option<DatumId> {
        let painted = self.painted.borrow();
        let painted = painted.as_ref()?;
        let ratio = painted.look.ratio;
        let point = Point { x: point.x * ratio, y: point.y * ratio };
        // Beside a line its nearest point is meant.
        let reach = if Kind::LINES && painted.scene.plot.is_some() { f64::INFINITY } else { painted.sizes.reach };
        hit::at(&painted.scene, point, reach)
    }

    /// Shows what lies between two places of a figure of lines, in CSS px from the stage's left edge.
    #[cfg(feature = "lines")]
    pub fn brush(&self, from: f64, to: f64) {
        let window = self.painted.borrow().as_ref().and_then(|painted| {
            let (plot, ratio) = (painted.scene.plot?, painted.look.ratio);
            let (begin, end) = self.figure.borrow().window(&self.state.borrow());
            let time = |x: f64| begin + (x * ratio - plot.left) / plot.width() * (end - begin);
            Some((time(from), time(to)))
        });
        if let Some(window) = window {
            self.show_window(window);
        }
    }

    #[cfg(feature = "lines")]
    pub fn table(&self) -> String {
        markup::table(&self.figure.borrow(), &self.locale)
    }

    /// Shows a window `factor` times as long, around the point that the keyboard has reached, or the middle.
    pub fn zoom(&self, factor: f64) {
        let reached = self.reached();
        let (from, to) = self.figure.borrow().window(&self.state.borrow());
        let about = reached.map_or((from + to) / 2.0, |(_, time)| time);
        let window = self.figure.borrow().scaled(&self.state.borrow(), factor, about);
        self.show_window(window);
        if let Some((line, time)) = reached {
            let next = self.figure.borrow().near(line, time);
            self.entry.set(next);
            self.keyed.set(next);
        }
    }

    /// The line and the time of the point that the keyboard has reached.
    fn reached(&self) -> Option<(Option<usize>, f64)> {
        let figure = self.figure.borrow();
        let datum = self.keyed.get().and_then(|id| figure.datum(id))?;
        Some((datum.group, datum.span.as_ref()?.begin))
    }

    fn show_window(&self, window: (f64, f64)) {
        let zoom = self.figure.borrow().zoom(window);
        if let Some(zoom) = zoom {
            self.ask(ZOOM, &zoom);
        }
    }

    pub fn point_at(&self, point: Option<Point>) {
        self.focus_on(point.and_then(|point| self.datum_at(point)).or(self.keyed.get()));
    }

    /// Chooses what lies under a point, or, where a screen reader presses the button of a mark, that.
    pub fn choose_at(&self, point: Point, pressed: Option<DatumId>) {
        let pointed = self.datum_at(point);
        let pointed = if Kind::LINES { pointed.map(|id| self.next_at_place(id)) } else { pointed };
        self.focus_on(pointed.or(pressed));
        self.choose();
        match (pointed, pressed) {
            (Some(pointed), _) => {
                self.reach(pointed);
                self.browser.ask("uncover", &[]);
            }
            (None, Some(_)) => self.enter_card(),
            _ => {}
        }
    }

    fn next_at_place(&self, id: DatumId) -> DatumId {
        let selected = self.figure.borrow().selected(&self.state.borrow());
        self.painted.borrow().as_ref().map_or(id, |painted| hit::next_at_place(&painted.scene, id, &selected))
    }

    /// Chooses the mark that the keyboard has reached, even while a pointer rests on another one.
    pub fn press(&self) {
        self.focus_on(self.entry.get());
        self.choose();
        self.enter_card();
    }

    /// The card takes the focus where there is one.
    fn enter_card(&self) {
        self.browser.ask("read", &[]);
    }

    /// Selects the datum in focus: alone, with its card, or with others, with their sum. Without one, nothing is
    /// selected.
    pub fn choose(&self) {
        let Some(selection) = self.select() else { return self.close() };
        self.show_selection();
        self.mark_controls();
        self.browser.ask("select", &selection);
        self.tell();
    }

    fn select(&self) -> Option<[JsValue; 5]> {
        let (figure, mut state) = (self.figure.borrow(), self.state.borrow_mut());
        let datum = figure.datum(self.focus.get()?)?;
        if state.get("many").is_some() {
            state.toggle("select", &datum.key);
        } else {
            state.set("select", &datum.key);
        }
        Some(messages::selection(&figure.name, datum))
    }

    /// Back to the mark from which something was opened.
    pub fn resume(&self) {
        if let Some(entry) = self.entry.get() {
            self.reach(entry);
        }
    }

    /// Opens the list of keys in place of a card, or closes it.
    pub fn help(&self) {
        let keys = markup::keys(&self.figure.borrow(), self.kind(), &self.locale);
        self.browser.ask("keys", &[keys.into()]);
    }

    fn kind(&self) -> Kind {
        self.figure.borrow().kind(self.state.borrow().get("kind"))
    }

    pub fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    /// Nothing is selected any more.
    pub fn close(&self) {
        if self.state.borrow().get("select").is_some() {
            self.state.borrow_mut().set("select", "");
            self.show_selection();
            self.mark_controls();
            self.tell();
        }
        self.browser.ask("keys", &["".into()]);
    }

    pub fn step(&self, step: Step) {
        let painted = self.painted.borrow();
        let next = painted.as_ref().and_then(|painted| hit::step(&painted.scene, self.entry.get(), step));
        drop(painted);
        self.go_on(next);
    }

    pub fn arrow(&self, direction: Direction) {
        let painted = self.painted.borrow();
        let next = painted.as_ref().and_then(|painted| {
            hit::arrow(&painted.scene, &self.figure.borrow(), &painted.look.state, self.entry.get(), direction)
        });
        drop(painted);
        self.go_on(next);
    }

    /// Reaches a mark and shows it anew where the keyboard stays on it.
    fn go_on(&self, next: Option<DatumId>) {
        if let Some(next) = next {
            self.reach(next);
            self.show_focus();
        }
    }

    pub fn focus_on(&self, datum: Option<DatumId>) {
        if self.focus.replace(datum) != datum {
            self.show_focus();
        }
    }

    fn show_focus(&self) {
        let painted = self.painted.borrow();
        let Some(Painted { scene, sizes, look }) = painted.as_ref() else { return };
        let figure = self.figure.borrow();
        let selected = figure.selected(&self.state.borrow());
        // Lines stay as they are around a point.
        let stays = Kind::LINES && self.is(Kind::Line);
        let fades = !stays && (self.focus.get().is_some() || !selected.is_empty());
        self.surface.paint_focus(scene, &selected, self.focus.get(), fades, &look.theme, sizes);
        let (mut tooltip, mut place, mut aside) = (String::new(), Rect::new(0.0, 0.0, 0.0, 0.0), (0.0, 0.0));
        // The card of a datum says everything of it.
        if let Some(id) = self.focus.get().filter(|id| selected != [*id])
            && let Some(found) = scene.place_of(id).or_else(|| scene.extent_of(id))
        {
            (tooltip, place) = (markup::tooltip(id, &figure, &scene.texts_of(id), &self.locale), found);
            if (self.is(Kind::Bars) || self.is(Kind::Timeline)) && scene.width >= sizes.narrow {
                aside = scene.free_beside(id);
            }
        }
        if let (true, Some(plot)) = (stays, &scene.plot) {
            // One tooltip tells of all lines at a time, and must cover none of them.
            (place.top, place.bottom) = (plot.top, scene.height);
        }
        let sides =
            [place.left, place.top, place.right, place.bottom, scene.width, scene.height, aside.0 + sizes.gap, aside.1];
        let sides = floats(&sides.map(|px| px / look.ratio));
        self.browser.ask("focus", &[fades.into(), tooltip.into(), sides]);
    }
}

fn floats(numbers: &[f64]) -> JsValue {
    Float64Array::from(numbers).into()
}

/// How much wider than estimated the reader's font sets a text; at least 1.
fn stretch(text: &str, browser: &Browser) -> f64 {
    let set = browser.number("width", &[concat(&["100px ", FONT_FAMILY]).into(), text.into()]);
    (set / (100.0 * em(text)).max(1.0)).max(1.0)
}
