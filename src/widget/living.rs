//! A figure that lives: what is shown of it now, and how that changes.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement, Window};

use super::canvas::Surface;
use super::changing::Changing;
use super::colours;
use super::controls;
use super::messages::{self, Messenger};
use super::mount::part;
use super::tooltip::Tooltip;
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

/// What a stage holds, where its page had a picture.
const STAGE: &str = "<canvas class=\"base\" aria-hidden=\"true\"></canvas><canvas class=\"overlay\" aria-hidden=\"true\"></canvas>\
    <i class=\"probe\"></i><i class=\"watch\"></i><div class=\"print\"></div><div class=\"items\"></div><div class=\"tooltip\" aria-hidden=\"true\" hidden></div>";
/// What a finger needs at least, in CSS px (WCAG 2.2, 2.5.8).
const TARGET: f64 = 24.0;
/// What browsers can paint on: in device px, the highest canvas of Firefox and the largest of an iPhone.
const HIGHEST: f64 = 32_767.0;
const LARGEST: f64 = 16_777_216.0;
/// Below it nothing could be read; frames have none.
const LOWEST_RATIO: f64 = 0.25;
/// A figure on paper, in CSS px: what is left of A4 and Letter by their margins.
const PAPER: f64 = 680.0;

pub struct Living {
    me: Weak<Living>,
    place: HtmlElement,
    stage: HtmlElement,
    window: Window,
    figure: Changing<Figure>,
    pub locale: Locale,
    messenger: Messenger,
    surface: Surface,
    estimate: Estimate,
    tooltip: Tooltip,
    /// Below the stage: everything that is known of the datum that was chosen.
    card: HtmlElement,
    /// In the same place: which keys there are.
    keys: HtmlElement,
    /// What was selected, and its sum.
    selection: HtmlElement,
    /// On the marks: what the keyboard and a screen reader reach of them.
    items: HtmlElement,
    state: RefCell<State>,
    /// What is shown: the datum under the pointer, else the one that the keyboard has reached.
    focus: Cell<Option<DatumId>>,
    keyed: Cell<Option<DatumId>>,
    /// Where Tab leads to: the datum that was reached last.
    entry: Cell<Option<DatumId>>,
    /// Whether the next painting is to be told to those who listen.
    news: Cell<bool>,
    /// What only the browser can tell: here the colours.
    ask: Function,
    /// The stage's width in device px, as the browser last told it; 0 where it does not know.
    width: Cell<f64>,
    /// Device px to one CSS px that a canvas of this figure can have at most.
    most: Cell<f64>,
    /// What the next painting is for, where that is known already.
    measured: RefCell<Option<Look>>,
    painted: RefCell<Option<Painted>>,
    listeners: RefCell<Vec<EventListener>>,
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
    /// Takes over the figure's words in `place` and empties the stage, to be painted when it is visible.
    pub fn new(
        place: HtmlElement,
        #[cfg_attr(not(feature = "lines"), expect(unused_mut))] mut figure: Figure,
        locale: Locale,
        state: &str,
        ask: Function,
        messenger: Messenger,
    ) -> Result<Rc<Self>, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let state = State::parse(state);
        #[cfg(feature = "lines")]
        figure.show_window(&state, &locale);
        let stage = part(&place, ".stage")?;
        try_write(&ask, &stage, STAGE)?;
        let (card, keys) = (part(&place, ".card")?, part(&place, ".keys")?);
        let (selection, items) = (part(&place, ".selection")?, part(&stage, ".items")?);
        let (surface, tooltip) = (Surface::new(&stage)?, Tooltip::new(&stage, ask.clone())?);
        let mut texts = String::new();
        for datum in &figure.data {
            texts = texts + &datum.label + &datum.text;
        }
        let estimate = Estimate { stretch: stretch(&texts, &ask) };
        let living = Rc::new_cyclic(|me| Self {
            me: me.clone(),
            place,
            stage,
            window,
            figure: Changing::new(figure),
            locale,
            messenger,
            surface,
            estimate,
            tooltip,
            card,
            keys,
            selection,
            items,
            state: RefCell::new(state),
            focus: Cell::default(),
            keyed: Cell::default(),
            entry: Cell::default(),
            news: Cell::default(),
            ask,
            width: Cell::default(),
            most: Cell::new(f64::INFINITY),
            measured: RefCell::default(),
            painted: RefCell::default(),
            listeners: RefCell::default(),
        });
        living.listeners.replace(controls::listen(&living.place, &living.stage, &living.me));
        living.mark_controls();
        living.show_selection();
        Ok(living)
    }

    pub fn update(&self, state: &str) {
        let state = State::parse(state);
        if self.state.replace(state.clone()) != state {
            self.restate();
        }
        self.schedule();
    }

    /// What a reader asks by a switch; the page is told.
    pub fn ask(&self, name: &str, value: &str) {
        self.state.borrow_mut().set(name, value);
        self.news.set(true);
        self.restate();
        self.tell();
    }

    pub fn reset(&self) {
        self.state.replace(State::default());
        self.news.set(true);
        self.restate();
        self.tell();
    }

    fn tell(&self) {
        let change = messages::change(&self.figure.borrow().name, &self.state.borrow().query());
        self.messenger.changed(&change);
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
        for switch in self.elements(".switch") {
            let only = switch.get_attribute("data-only").unwrap_or_default();
            // A switch that looks wrong still works.
            let _ = switch.toggle_attribute_with_force("hidden", !question::is_for(&only, kind));
        }
        let _ = self.stage.set_attribute("aria-label", question::kind_label(kind, &self.locale));
        for control in self.elements("[data-name]") {
            let name = control.get_attribute("data-name").unwrap_or_default();
            let value = state.get(&name).unwrap_or_default();
            let Some(own) = control.get_attribute("data-value") else {
                control.unchecked_ref::<HtmlSelectElement>().set_value(value);
                continue;
            };
            let pressed = own == value;
            let _ = control.set_attribute("aria-pressed", if pressed { "true" } else { "false" });
        }
        for counts in self.elements(".counts") {
            counts.set_text_content(Some(&describe::counts(&self.figure.borrow(), &state, &self.locale)));
        }
        for button in self.elements(".reset") {
            let _ = button.toggle_attribute_with_force("hidden", state.query().is_empty());
        }
    }

    fn elements(&self, selector: &str) -> Vec<Element> {
        let mut elements = Vec::new();
        let Ok(found) = self.place.query_selector_all(selector) else { return elements };
        for index in 0..found.length() {
            elements.extend(found.item(index).map(JsCast::unchecked_into));
        }
        elements
    }

    /// The sum of what was selected in words, and the card where it is one datum.
    fn show_selection(&self) {
        let selected = self.figure.borrow().selected(&self.state.borrow());
        self.selection.set_text_content(Some(&describe::selection(&self.figure.borrow(), &selected, &self.locale)));
        self.selection.set_hidden(selected.len() < 2);
        for item in self.elements(".item") {
            let current = datum_of(&item).is_some_and(|id| selected.contains(&id));
            // Unknown to those who listen only.
            let _ = match current {
                true => item.set_attribute("aria-current", "true"),
                false => item.remove_attribute("aria-current"),
            };
        }
        match selected[..] {
            [one] => self.show_card(one),
            _ => self.card.set_hidden(true),
        }
        self.show_focus();
    }

    fn show_card(&self, id: DatumId) {
        let figure = self.figure.borrow();
        let Some(datum) = figure.datum(id) else { return };
        write(&self.ask, &self.card, &markup::card(datum, &self.figure.borrow(), &self.locale));
        self.keys.set_hidden(true);
        self.card.set_hidden(false);
    }

    /// Paints on the next frame, once however often it is asked.
    pub fn schedule(&self) {
        number(&self.ask, "schedule", &JsValue::NULL);
    }

    /// Notes what the next painting needs to know on a stage `width` CSS px wide, so that figures which are painted in
    /// one go need one layout and not each its own.
    pub fn measure(&self, width: f64) {
        self.measured.replace(self.look(width));
    }

    /// Paints now what has changed since it was last painted; nothing while the figure is hidden.
    pub fn paint(&self) {
        let measured = || self.look(number(&self.ask, "wide", &JsValue::NULL));
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

    /// Puts a button on every mark, and says what there is now.
    fn place_items(&self, scene: &Scene, look: &Look) {
        let (mut items, mut places) = (Vec::new(), Vec::new());
        for id in hit::reading_order(scene) {
            let Some(place) = scene.place_of(id).or_else(|| scene.extent_of(id)) else { continue };
            items.push(id);
            places.push(place);
        }
        let summary = describe::summary(&self.figure.borrow(), &look.state, items.len(), &self.locale);
        let announced = if self.news.take() { ".summary, .announcer" } else { ".summary" };
        for told in self.elements(announced) {
            told.set_text_content(Some(&summary));
        }
        let Some(first) = items.first() else { return write(&self.ask, &self.items, "") };
        let known = self.entry.get().filter(|entry| items.contains(entry));
        let selected = self.figure.borrow().selected(&self.state.borrow());
        let focus = known.unwrap_or(*first);
        self.entry.set(Some(focus));
        let marks = markup::items(&self.figure.borrow(), &items, &selected, focus, &self.locale);
        write(&self.ask, &self.items, &marks);
        let buttons = self.items.children();
        for (index, place) in places.iter().enumerate() {
            if let Some(button) = buttons.item(index as u32) {
                // Not as an attribute: a page may forbid those.
                button.unchecked_ref::<HtmlElement>().style().set_css_text(&box_of(place, look.ratio));
            }
        }
    }

    /// Moves the keyboard's focus to a mark; what then happens, the focus itself tells.
    fn reach(&self, id: DatumId) {
        if let Some(item) = self.item(id) {
            // An element that takes no focus leaves it where it was.
            let _ = item.focus();
        }
    }

    fn item(&self, id: DatumId) -> Option<HtmlElement> {
        part(&self.items, &concat(&["[data-datum=\"", &id.0.to_string(), "\"]"])).ok()
    }

    /// A mark's button has the focus. The keyboard's shows what is known of the mark; a pointer does that by itself.
    pub fn enter(&self, id: DatumId) {
        for (entry, tab) in [(self.entry.replace(Some(id)), "-1"), (Some(id), "0")] {
            let item = entry.and_then(|entry| self.item(entry));
            let _ = item.map(|item| item.set_attribute("tabindex", tab));
        }
        let item = self.item(id);
        if item.is_some_and(|item| item.matches(":focus-visible").unwrap_or(true)) {
            self.keyed.set(Some(id));
            self.focus_on(Some(id));
        }
    }

    /// No mark's button has the focus any more.
    pub fn exit(&self) {
        self.keyed.set(None);
        self.focus_on(None);
    }

    /// Draws for paper, as wide as that is: a canvas would be printed as a picture, and is as wide as the window.
    pub fn print(&self) {
        let frame = Frame::new(PAPER, 1.0, &self.estimate);
        let scene = layout(&self.figure.borrow(), &self.state.borrow(), &frame);
        if let Ok(paper) = part(&self.stage, ".print") {
            write(&self.ask, &paper, &svg::document(&scene, &frame.sizes, &self.figure.borrow().title));
        }
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
        (width >= 1.0).then(|| Look { width, ratio, text: self.text_size(), state, theme: colours::theme(&self.ask) })
    }

    /// How much larger the reader wants text than it is by itself.
    fn text_size(&self) -> f64 {
        number(&self.ask, "text", &JsValue::NULL)
    }

    /// Device px to one CSS px of the figure, which a page around it may zoom.
    fn ratio(&self) -> f64 {
        number(&self.ask, "ratio", &JsValue::NULL)
    }

    /// Where an event happened, in CSS px from the stage's top left corner, whatever the page does with the stage.
    pub fn position(&self, event: &Event) -> Point {
        Point { x: number(&self.ask, "x", event), y: number(&self.ask, "y", event) }
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
            (Some(pointed), _) => self.reach(pointed),
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

    /// The card takes the focus, so that it is read and Tab goes through its links.
    fn enter_card(&self) {
        if !self.card.hidden() {
            let _ = self.card.focus();
        }
    }

    /// Selects the datum in focus: alone, with its card, or with others, with their sum. Without one, nothing is
    /// selected.
    pub fn choose(&self) {
        let Some(selection) = self.select() else { return self.close() };
        self.show_selection();
        self.mark_controls();
        self.messenger.selected(&selection);
        self.tell();
    }

    fn select(&self) -> Option<js_sys::Array> {
        let (figure, mut state) = (self.figure.borrow(), self.state.borrow_mut());
        let datum = figure.datum(self.focus.get()?)?;
        if state.get("many").is_some() {
            state.toggle("select", &datum.key);
        } else {
            state.set("select", &datum.key);
        }
        Some(messages::selection(&figure.name, datum))
    }

    /// Escape closes one thing at a time: the keys, the card, the tooltip; outside of the figure the tooltip alone.
    pub fn escape(&self, event: &Event) {
        let inside = self.holds(event, &self.place);
        if inside && !self.keys.hidden() {
            self.keys.set_hidden(true);
        } else if inside && !self.card.hidden() {
            self.close();
        } else {
            return self.tooltip.hide();
        }
        self.resume();
    }

    /// Back to the mark from which something was opened.
    pub fn resume(&self) {
        if let Some(entry) = self.entry.get() {
            self.reach(entry);
        }
    }

    /// Opens the list of keys in place of a card, or closes it.
    pub fn help(&self) {
        write(&self.ask, &self.keys, &markup::keys(&self.figure.borrow(), self.kind(), &self.locale));
        self.keys.set_hidden(!self.keys.hidden());
        let _ = self.keys.focus();
    }

    fn kind(&self) -> Kind {
        self.figure.borrow().kind(self.state.borrow().get("kind"))
    }

    pub fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    pub fn skip(&self) {
        if let Ok(end) = part(&self.place, ".end") {
            let _ = end.focus();
        }
    }

    fn holds(&self, event: &Event, place: &HtmlElement) -> bool {
        event.composed_path().iter().any(|node| node == *AsRef::<JsValue>::as_ref(place))
    }

    /// Nothing is selected any more.
    pub fn close(&self) {
        if self.state.borrow().get("select").is_some() {
            self.state.borrow_mut().set("select", "");
            self.show_selection();
            self.mark_controls();
            self.tell();
        }
        self.card.set_hidden(true);
        self.keys.set_hidden(true);
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

    /// A touch outside of the stage ends what a touch inside had begun.
    pub fn leave(&self, event: &Event) {
        if !self.holds(event, &self.stage) {
            self.focus_on(None);
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
        // Before anything changes: a browser that is asked afterwards has to lay out the page for the answer.
        let seen = self.focus.get().map(|_| self.stage.get_bounding_client_rect());
        let selected = self.figure.borrow().selected(&self.state.borrow());
        self.surface.paint_focus(scene, &selected, self.focus.get(), &look.theme, sizes);
        let figure = self.figure.borrow();
        let chosen = self
            .focus
            .get()
            .and_then(|id| Some((figure.datum(id)?, scene.place_of(id).or_else(|| scene.extent_of(id))?)));
        // A stage that does not fade is no reason to fail.
        // Lines stay as they are around a point.
        let fades = !(Kind::LINES && self.is(Kind::Line)) && (chosen.is_some() || !selected.is_empty());
        let _ = self.stage.toggle_attribute_with_force("data-focus", fades);
        let (Some((datum, place)), Some(seen)) = (chosen, seen) else { return self.tooltip.hide() };
        let css = |px: f64| px / look.ratio;
        let place =
            Rect { left: css(place.left), top: css(place.top), right: css(place.right), bottom: css(place.bottom) };
        let window = self.window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::INFINITY);
        let (width, height) = (css(scene.width), css(scene.height));
        let scale = seen.height() / height;
        let visible = (-seen.top() / scale, (window - seen.top()) / scale);
        self.tooltip.show(&describe::datum(datum, &self.locale), place, (width, height), visible);
    }
}

/// Writes markup into an element. A page whose policy forbids it has refused the first markup already.
pub fn write(ask: &Function, element: &HtmlElement, html: &str) {
    let _ = try_write(ask, element, html);
}

fn try_write(ask: &Function, element: &HtmlElement, html: &str) -> Result<JsValue, JsValue> {
    ask.call3(&JsValue::NULL, &"write".into(), element, &html.into())
}

/// A number that only the browser can tell; 0 where it cannot.
fn number(ask: &Function, name: &str, value: &JsValue) -> f64 {
    ask.call2(&JsValue::NULL, &name.into(), value).ok().and_then(|number| number.as_f64()).unwrap_or(0.0)
}

/// How much wider than estimated the reader's font sets a text; at least 1.
fn stretch(text: &str, ask: &Function) -> f64 {
    let font = concat(&["100px ", FONT_FAMILY]);
    let set = ask.call3(&JsValue::NULL, &"width".into(), &font.into(), &text.into()).ok();
    let set = set.and_then(|set| set.as_f64()).unwrap_or(0.0);
    (set / (100.0 * em(text)).max(1.0)).max(1.0)
}

/// Where a mark's button lies, at `ratio` device px to one CSS px: on the mark, and large enough for a finger.
fn box_of(place: &Rect, ratio: f64) -> String {
    let middle = place.middle();
    let (width, height) = ((place.width() / ratio).max(TARGET), (place.height() / ratio).max(TARGET));
    let (left, top) = (middle.x / ratio - width / 2.0, middle.y / ratio - height / 2.0);
    let mut css = String::new();
    for (name, px) in [("left:", left), ("top:", top), ("width:", width), ("height:", height)] {
        css = css + name + &px.round().to_string() + "px;";
    }
    css
}

/// The datum that a mark's button stands for.
pub fn datum_of(item: &Element) -> Option<DatumId> {
    item.get_attribute("data-datum")?.parse().ok().map(DatumId)
}
