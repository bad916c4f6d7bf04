//! Pointer, keys and switches of a living figure.

use std::rc::Weak;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement, KeyboardEvent, MouseEvent};

use super::living::{Living, datum_of};
use crate::hit::{Direction, Step};
use crate::package::Kind;

/// Listens to everything that a reader does with the figure, until the listeners are dropped.
pub fn listen(place: &HtmlElement, stage: &HtmlElement, living: &Weak<Living>) -> Vec<EventListener> {
    let mut listeners = vec![
        on(stage, "pointermove", living, point),
        on(stage, "pointerleave", living, |living, _: &MouseEvent| living.point_at(None)),
        on(stage, "click", living, |living, event: &MouseEvent| {
            if target(event, ".tooltip").is_none() {
                living.choose_at(living.position(event), target(event, ".item").and_then(|item| datum_of(&item)));
            }
        }),
        on(stage, "focusin", living, |living, event: &Event| {
            if let Some(id) = target(event, ".item").and_then(|item| datum_of(&item)) {
                living.enter(id);
            }
        }),
        // The watch is a part of the stage whose colours and size go over to new ones within a millisecond.
        on(stage, "transitionend", living, |living, _: &Event| living.schedule()),
        on(stage, "focusout", living, |living, _: &Event| living.exit()),
        keys(stage, living),
        on(place, "click", living, press_button),
        on(place, "change", living, choose),
    ];
    if let Some(document) = stage.owner_document() {
        listeners.push(on(&document, "pointerdown", living, Living::leave));
        listeners.push(on(&document, "keydown", living, |living, event: &KeyboardEvent| {
            if event.key() == "Escape" {
                living.escape(event);
            }
        }));
    }
    listeners
}

/// Within the bubble of a mark, nothing else is pointed at: it can be read and copied from.
fn point(living: &Living, event: &MouseEvent) {
    if target(event, ".tooltip").is_none() {
        living.point_at(Some(living.position(event)));
    }
}

/// The element at which an event happened, or the one around it, that matches.
fn target(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.unchecked_into::<Element>().closest(selector).ok().flatten()
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
        // On a map alone, where arrows follow the compass; elsewhere these keys scroll the page.
        "PageDown" if living.is(Kind::Map) => living.step(Step::Next),
        "PageUp" if living.is(Kind::Map) => living.step(Step::Previous),
        "+" | "=" if Kind::LINES && living.is(Kind::Line) => living.zoom(0.5),
        "-" if Kind::LINES && living.is(Kind::Line) => living.zoom(2.0),
        "Enter" | " " => living.press(),
        "?" => living.help(),
        _ => return false,
    }
    true
}

fn press_button(living: &Living, event: &Event) {
    let Some(target) = event.target().map(|target| target.unchecked_into::<Element>()) else { return };
    if target.has_attribute("data-close") {
        living.close();
        // Pressed by a key: what had the focus is gone.
        if event.unchecked_ref::<MouseEvent>().detail() == 0 {
            living.resume();
        }
    } else if target.has_attribute("data-skip") {
        living.skip();
    } else if target.has_attribute("data-reset") {
        living.reset();
    } else if let Some(factor) = target.get_attribute("data-zoom").filter(|_| Kind::LINES) {
        living.zoom(if factor == "in" { 0.5 } else { 2.0 });
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
