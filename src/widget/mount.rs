//! What the element holds of a living figure.

use std::rc::Rc;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::browser::Browser;
use super::intl::locale;
use super::living::Living;
use crate::figure::{DatumId, Figure};
use crate::locale::Formats;
use crate::package::Date;
use crate::scene::Point;
use crate::wire::{self, Item};

/// A figure in a place of the document, until it is dropped.
#[wasm_bindgen]
pub struct Widget {
    living: Rc<Living>,
}

#[wasm_bindgen]
impl Widget {
    /// Brings to life the figure whose words stand around `stage` already.
    ///
    /// `figure`: as [`wire`] has written it, and behind it the points of its lines, which only a library that draws
    /// lines reads; `state`: what the reader has asked, as in an address; `texts`: as [`locale`] reads
    /// them; `ask(name, …values)`: answers for the browser, see `www/browser.js` and [`super::intl::Intl`], and is told
    /// `viewchange` with the view and its state, `select` with the view and the key, label, value and text of what was
    /// chosen.
    ///
    /// # Errors
    /// Canvases that can't be painted on.
    #[wasm_bindgen(constructor)]
    pub fn new(
        stage: &HtmlElement,
        figure: &Array,
        state: &str,
        language: &str,
        texts: &Array,
        ask: Function,
    ) -> Result<Widget, JsValue> {
        let locale = locale(language, texts, ask.clone());
        let figure = read(figure, Rc::clone(&locale.formats));
        Ok(Widget { living: Living::new(stage, figure, locale, state, Browser::new(ask))? })
    }

    /// Notes beforehand what the next painting needs to know, on a stage `width` CSS px wide.
    pub fn measure(&self, width: f64) {
        self.living.measure(width);
    }

    /// Paints now, where otherwise the next frame would.
    pub fn paint(&self) {
        self.living.paint();
    }

    /// Draws for paper what is shown, as SVG into the place's `.print`, for so many CSS px; without a width for a whole page.
    pub fn print(&self, width: f64) {
        self.living.print(width);
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

    /// The pointer is at a place of the stage, in CSS px from its top left corner.
    pub fn point(&self, x: f64, y: f64) {
        self.living.point_at(Some(Point { x, y }));
    }

    /// The pointer has left the stage.
    pub fn leave(&self) {
        self.living.point_at(None);
    }

    /// The stage was pressed at a place, and with it, where this is not negative, the button of a datum.
    pub fn choose(&self, x: f64, y: f64, datum: i32) {
        self.living.choose_at(Point { x, y }, usize::try_from(datum).ok().map(DatumId));
    }

    /// The button of a datum has the focus, from the keyboard or not.
    pub fn enter(&self, datum: usize, keyed: bool) {
        self.living.enter(DatumId(datum), keyed);
    }

    /// No button of a datum has the focus any more.
    pub fn exit(&self) {
        self.living.exit();
    }

    /// Nothing is pointed at any more.
    pub fn blur(&self) {
        self.living.focus_on(None);
    }

    /// A reader asks something by a control.
    pub fn ask(&self, name: &str, value: &str) {
        self.living.ask(name, value);
    }

    pub fn reset(&self) {
        self.living.reset();
    }

    /// Nothing is selected any more.
    pub fn close(&self) {
        self.living.close();
    }

    /// Back to the mark from which something was opened.
    pub fn resume(&self) {
        self.living.resume();
    }
}

#[cfg(feature = "lines")]
#[wasm_bindgen]
impl Widget {
    /// Shows what lies between two places of a figure of lines, in CSS px from the left edge of its stage.
    pub fn brush(&self, from: f64, to: f64) {
        self.living.brush(from, to);
    }

    /// Shows a part of a figure of lines that is `factor` times as long.
    pub fn zoom(&self, factor: f64) {
        self.living.zoom(factor);
    }

    /// The table of the points that stand for what is shown, as HTML.
    pub fn table(&self) -> String {
        self.living.table()
    }
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
