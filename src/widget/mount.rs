//! What the element holds of a living figure.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::intl::locale;
use super::living::Living;
use super::messages::Messenger;
use crate::figure::Figure;
use crate::locale::Formats;
use crate::package::Date;
use crate::wire::{self, Item};

/// A figure in a place of the document, until it is dropped.
#[wasm_bindgen]
pub struct Widget {
    living: Rc<Living>,
}

#[wasm_bindgen]
impl Widget {
    /// Brings to life the figure whose words stand in `place` already.
    ///
    /// `figure`: as [`wire`] has written it, and behind it the points of its lines, which only a library that draws
    /// lines reads; `state`: what the reader has asked, as in an address; `texts`: as [`locale`] reads
    /// them; `ask`: what only the browser can tell, see [`super::intl::Intl`] and [`super::colours::theme`];
    /// `on(type, …values)` is told: `viewchange` with the view and its state, `select` with the view and the key,
    /// label, value and text of what was chosen.
    ///
    /// # Errors
    /// A place without the parts of a figure.
    #[wasm_bindgen(constructor)]
    pub fn new(
        place: HtmlElement,
        figure: &Array,
        state: &str,
        language: &str,
        texts: &Array,
        ask: Function,
        on: Function,
    ) -> Result<Widget, JsValue> {
        let locale = locale(language, texts, ask.clone());
        let figure = read(figure, Rc::clone(&locale.formats));
        let living = Living::new(place, figure, locale, state, ask, Messenger::new(on))?;
        Ok(Widget { living })
    }

    /// Notes beforehand what the next painting needs to know, on a stage `width` CSS px wide.
    pub fn measure(&self, width: f64) {
        self.living.measure(width);
    }

    /// Paints now, where otherwise the next frame would.
    pub fn paint(&self) {
        self.living.paint();
    }

    /// Draws for paper what is shown, as SVG into the place's `.print`.
    pub fn print(&self) {
        self.living.print();
    }

    /// The stage is `width` device px wide now, as the browser snaps it to its grid; 0 where it does not know.
    pub fn resized(&self, width: f64) {
        self.living.resized(width);
    }

    /// A day as the language writes it: year, month from 1, day.
    pub fn date(&self, year: i32, month: u32, day: u32) -> String {
        Date::valid(year, Some(month), Some(day)).map_or_else(String::new, |date| self.living.locale.date(date))
    }

    /// Takes over another state; everything else needs a new widget, and themes are the style sheet's.
    pub fn update(&self, state: &str) {
        self.living.update(state);
    }
}

#[cfg(feature = "lines")]
#[wasm_bindgen]
impl Widget {
    /// Shows what lies between two places of a figure of lines, in CSS px from the left edge of its stage.
    pub fn brush(&self, from: f64, to: f64) {
        self.living.brush(from, to);
    }

    /// The table of the points that stand for what is shown, as HTML.
    pub fn table(&self) -> String {
        self.living.table()
    }
}

/// The element that markup has made.
pub fn part(place: &HtmlElement, selector: &str) -> Result<HtmlElement, JsValue> {
    Ok(place.query_selector(selector)?.ok_or("a part of the figure is missing")?.unchecked_into())
}

fn read(list: &Array, formats: Rc<Formats>) -> Figure {
    #[cfg(feature = "lines")]
    let points = js_sys::Float64Array::from(list.pop()).to_vec();
    #[cfg(not(feature = "lines"))]
    let points = [];
    let mut index = 0;
    let mut next = || {
        let value = list.get(index);
        index += 1;
        value.as_f64().map(Item::Number).or_else(|| value.as_string().map(Item::Text))
    };
    wire::read(&mut next, &points, formats)
}
