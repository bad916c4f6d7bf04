//! Keys of a living figure; `www/pointer.js` listens to everything else.

use std::rc::Weak;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::living::Living;
use crate::hit::{Direction, Step};
use crate::package::Kind;

/// Listens to the keys on a stage, until the listener is dropped. Arrow keys would scroll the page too, so their default is
/// prevented.
pub fn listen(stage: &HtmlElement, living: Weak<Living>) -> EventListener {
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
