//! Pointer, keys and switches of a living figure.

use std::rc::Weak;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement, KeyboardEvent, MouseEvent};

use super::living::Living;
use crate::hit::{Direction, Step};
use crate::scene::Point;

/// Listens to everything that a reader does with the figure, until the listeners are dropped.
pub fn listen(place: &HtmlElement, stage: &HtmlElement, living: &Weak<Living>) -> Vec<EventListener> {
    let mut listeners = vec![
        on(stage, "pointermove", living, |living, event: &MouseEvent| living.point_at(Some(position(event)))),
        on(stage, "pointerleave", living, |living, _: &MouseEvent| living.point_at(None)),
        on(stage, "click", living, |living, event: &MouseEvent| living.choose_at(position(event))),
        on(stage, "blur", living, |living, _: &Event| living.focus_on(None)),
        keys(stage, living),
        on(place, "click", living, press_button),
        on(place, "change", living, choose),
    ];
    if let Some(document) = stage.owner_document() {
        listeners.push(on(&document, "pointerdown", living, Living::leave));
    }
    listeners
}

fn on<E: JsCast>(
    target: &web_sys::EventTarget,
    name: &'static str,
    living: &Weak<Living>,
    act: impl Fn(&Living, &E) + 'static,
) -> EventListener {
    let living = living.clone();
    EventListener::new(target, name, move |event| {
        if let Some(living) = living.upgrade() {
            act(&living, event.unchecked_ref());
        }
    })
}

/// Arrow keys would scroll the page too, so their default is prevented.
fn keys(stage: &HtmlElement, living: &Weak<Living>) -> EventListener {
    let living = living.clone();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(stage, "keydown", options, move |event| {
        let Some(living) = living.upgrade() else { return };
        let key: &KeyboardEvent = event.unchecked_ref();
        let modified = key.ctrl_key() || key.alt_key() || key.meta_key();
        if !modified && press(&living, &key.key()) {
            event.prevent_default();
        }
    })
}

/// Whether the key meant something here.
fn press(living: &Living, key: &str) -> bool {
    match key {
        "ArrowRight" => living.arrow(Direction::Right),
        "ArrowLeft" => living.arrow(Direction::Left),
        "ArrowDown" => living.arrow(Direction::Down),
        "ArrowUp" => living.arrow(Direction::Up),
        "Home" => living.step(Step::First),
        "End" => living.step(Step::Last),
        "Enter" | " " => living.choose(),
        "Escape" => living.escape(),
        _ => return false,
    }
    true
}

fn press_button(living: &Living, event: &Event) {
    let Some(target) = event.target().map(|target| target.unchecked_into::<Element>()) else { return };
    if target.has_attribute("data-close") {
        living.close();
    } else if target.has_attribute("data-reset") {
        living.reset();
    } else if let (Some(name), Some(value)) = (target.get_attribute("data-name"), target.get_attribute("data-value")) {
        living.ask(&name, &value);
    }
}

/// A list to choose from says itself which name it sets.
fn choose(living: &Living, event: &Event) {
    let Some(select) = event.target().map(|target| target.unchecked_into::<HtmlSelectElement>()) else { return };
    if let Some(name) = select.get_attribute("data-name") {
        living.ask(&name, &select.value());
    }
}

/// In CSS px from the stage's top left corner.
fn position(event: &MouseEvent) -> Point {
    let corner = event.current_target().map(|target| target.unchecked_into::<Element>());
    let corner = corner.map(|stage| stage.get_bounding_client_rect());
    let (left, top) = corner.map_or((0.0, 0.0), |rect| (rect.left(), rect.top()));
    Point { x: f64::from(event.client_x()) - left, y: f64::from(event.client_y()) - top }
}
