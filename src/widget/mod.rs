//! The living figure in a browser: the only code that names web_sys, js_sys and gloo.
//!
//! Everything that a widget holds ends when it is dropped: listeners, observers, frames and fetches.

mod canvas;
mod colours;
mod controls;
mod intl;
mod living;
mod load;
mod messages;
mod tooltip;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, HtmlElement};

use crate::error::Error;
use crate::figure::Figure;
use crate::locale::Locale;
use intl::Intl;
use living::Living;
use messages::{Messenger, Options, Words, word};

/// A figure in a place of the document, from loading to the end of its life.
///
/// `on(type, values)` is told: `ready` when it is alive and `viewchange` with the view and its state, `select` with
/// the view and the key, label, value and text of what was chosen, `error` with a list of messages.
#[wasm_bindgen]
pub struct Widget {
    living: Rc<RefCell<Option<Rc<Living>>>>,
    options: Rc<RefCell<Options>>,
    loading: AbortController,
}

#[wasm_bindgen]
impl Widget {
    /// `options`: `[src, view, state, language]`; `words`: the interface's texts by name; `ask`: what only the
    /// browser can tell, see [`Intl`] and [`colours::theme`].
    ///
    /// # Errors
    /// Options of another shape. What fails later is told to `on`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        place: HtmlElement,
        options: JsValue,
        words: JsValue,
        ask: Function,
        on: Function,
    ) -> Result<Widget, JsValue> {
        let options = Rc::new(RefCell::new(Options::read(options)?));
        let widget = Widget { living: Rc::default(), options, loading: AbortController::new()? };
        let (living, options) = (Rc::clone(&widget.living), Rc::clone(&widget.options));
        wasm_bindgen_futures::spawn_local(start(
            place,
            options,
            Words { words, ask },
            Messenger::new(on),
            living,
            widget.loading.clone(),
        ));
        Ok(widget)
    }

    /// Takes over `state`; everything else needs a new widget, and themes are the style sheet's.
    ///
    /// # Errors
    /// Options of another shape.
    pub fn update(&self, options: JsValue) -> Result<(), JsValue> {
        self.options.replace(Options::read(options)?);
        // While it loads, there is nothing to update yet; what was asked last counts when it is there.
        if let Some(living) = self.living.borrow().as_ref() {
            living.update(&self.options.borrow());
        }
        Ok(())
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        self.loading.abort();
        self.living.take();
    }
}

/// The element that markup has made.
fn part(place: &HtmlElement, selector: &str) -> Result<HtmlElement, JsValue> {
    Ok(place.query_selector(selector)?.ok_or("a part of the figure is missing")?.unchecked_into())
}

/// Loads the data and brings the figure to life, unless the widget was dropped before.
async fn start(
    place: HtmlElement,
    options: Rc<RefCell<Options>>,
    words: Words,
    messenger: Messenger,
    slot: Rc<RefCell<Option<Rc<Living>>>>,
    loading: AbortController,
) {
    let asked = options.borrow().clone();
    let (translations, ask) = (words.words.clone(), words.ask.clone());
    let loaded = load(&asked, words, &loading).await;
    if loading.signal().aborted() {
        return;
    }
    let (figure, locale) = match loaded {
        Ok(loaded) => loaded,
        Err(errors) => return messenger.failed(&texts(&errors, &translations)),
    };
    let options = options.borrow().clone();
    match Living::new(place, figure, locale, &options, ask, messenger.clone()) {
        Ok(living) => {
            slot.replace(Some(Rc::clone(&living)));
            messenger.ready(&options);
            // The element has made room by now: painted at once, the stage never stands there empty.
            living.paint();
        }
        Err(error) => messenger.failed(&[error.as_string().unwrap_or_default()]),
    }
}

fn texts(errors: &[Error], translations: &JsValue) -> Vec<String> {
    let mut texts = Vec::new();
    for error in errors {
        texts.push(error.text(&|english| word(translations, english)));
    }
    texts
}

async fn load(options: &Options, words: Words, loading: &AbortController) -> Result<(Figure, Locale), Vec<Error>> {
    let locale = Locale::new(&options.language, Rc::new(Intl { call: words.ask }), |name| word(&words.words, name));
    let locale = locale.map_err(|error| vec![error])?;
    let package = load::package(&options.src, &options.view, &loading.signal()).await?;
    let figure = Figure::new(&package, &options.view, &locale)?;
    Ok((figure, locale))
}
