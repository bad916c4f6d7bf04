//! Two canvases on top of each other: the figure, and what a pointer or key has chosen in it.

use std::cell::Cell;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::browser::Browser;
use crate::figure::DatumId;
use crate::paint::Painter;
use crate::scene::Scene;
use crate::theme::{Sizes, Theme};

pub struct Surface {
    browser: Browser,
    base: Layer,
    overlay: Layer,
    /// Whether the upper canvas is empty.
    bare: Cell<bool>,
}

impl Surface {
    pub fn new(browser: Browser) -> Result<Self, JsValue> {
        let (base, overlay) = (Layer::new(&browser, "base")?, Layer::new(&browser, "overlay")?);
        Ok(Self { browser, base, overlay, bare: Cell::new(true) })
    }

    /// Paints the scene at `ratio` device px to one CSS px; whatever was chosen is gone.
    pub fn paint(&self, scene: &Scene, theme: &Theme, sizes: &Sizes, ratio: f64) {
        self.browser.ask("fit", &[scene.width, scene.height, ratio].map(JsValue::from_f64));
        self.base.clear();
        self.overlay.clear();
        self.bare.set(true);
        self.base.painted(theme, sizes, |painter| painter.scene(scene).is_ok());
        self.browser.ask("painted", &[]);
    }

    /// Paints on the upper canvas what was selected, and what is in focus with a ring; where the lower one `fades`, its texts
    /// as well.
    pub fn paint_focus(
        &self,
        scene: &Scene,
        selected: &[DatumId],
        focus: Option<DatumId>,
        fades: bool,
        theme: &Theme,
        sizes: &Sizes,
    ) {
        let bare = selected.is_empty() && focus.is_none();
        if self.bare.replace(bare) && bare {
            return;
        }
        self.overlay.clear();
        self.overlay.painted(theme, sizes, |painter| {
            (!fades || painter.texts(scene).is_ok())
                && painter.data(scene, selected).is_ok()
                && focus.is_none_or(|datum| painter.focus(scene, datum).is_ok())
        });
    }
}

struct Layer {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Layer {
    fn new(browser: &Browser, name: &str) -> Result<Self, JsValue> {
        let canvas: HtmlCanvasElement = browser.ask(name, &[]).unchecked_into();
        let context = canvas.get_context("2d")?.ok_or("no 2d context")?.unchecked_into();
        Ok(Self { canvas, context })
    }

    fn clear(&self) {
        self.context.clear_rect(0.0, 0.0, self.canvas.width().into(), self.canvas.height().into());
    }

    fn painted(&self, theme: &Theme, sizes: &Sizes, paint: impl Fn(&Painter<CanvasBackend>) -> bool) {
        // A new size forgets it. Points of sharp angles would reach far beyond what they mean.
        self.context.set_line_join("round");
        let area: Option<DrawingArea<CanvasBackend, Shift>> =
            CanvasBackend::with_canvas_object(self.canvas.clone()).map(IntoDrawingArea::into_drawing_area);
        let zoom = |scale: f64| {
            // Fails for no number of ours.
            let _ = self.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        };
        let painted = area.is_some_and(|area| paint(&Painter { area: &area, theme, sizes, zoom: &zoom }));
        debug_assert!(painted, "the canvas refused to be painted on");
    }
}
