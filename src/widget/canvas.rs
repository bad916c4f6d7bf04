//! Two canvases on top of each other: the figure, and what a pointer or key has chosen in it.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::mount::part;
use crate::figure::DatumId;
use crate::paint::Painter;
use crate::scene::{Scene, em};
use crate::text::concat;
use crate::theme::{FONT_FAMILY, Sizes, Theme};

pub struct Surface {
    base: Layer,
    overlay: Layer,
}

impl Surface {
    pub fn new(stage: &HtmlElement) -> Result<Self, JsValue> {
        let (base, overlay) = (Layer::new(stage, ".base")?, Layer::new(stage, ".overlay")?);
        Ok(Self { base, overlay })
    }

    /// How much wider than estimated the reader's font sets a text; at least 1.
    pub fn stretch(&self, text: &str) -> f64 {
        self.base.stretch(text)
    }

    /// Paints the scene at `ratio` device px to one CSS px; whatever was chosen is gone.
    pub fn paint(&self, scene: &Scene, theme: &Theme, sizes: &Sizes, ratio: f64) {
        self.base.resize(scene, ratio);
        self.overlay.resize(scene, ratio);
        self.base.painted(theme, sizes, |painter| painter.scene(scene).is_ok());
    }

    /// Paints on the upper canvas what was selected, and what is in focus with a ring.
    pub fn paint_focus(
        &self,
        scene: &Scene,
        selected: &[DatumId],
        focus: Option<DatumId>,
        theme: &Theme,
        sizes: &Sizes,
    ) {
        self.overlay.clear();
        self.overlay.painted(theme, sizes, |painter| {
            let selected = selected.iter().all(|datum| painter.datum(scene, *datum).is_ok());
            selected && focus.is_none_or(|datum| painter.focus(scene, datum).is_ok())
        });
    }
}

struct Layer {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Layer {
    fn new(stage: &HtmlElement, class: &str) -> Result<Self, JsValue> {
        let canvas: HtmlCanvasElement = part(stage, class)?.unchecked_into();
        let context = canvas.get_context("2d")?.ok_or("no 2d context")?.unchecked_into();
        Ok(Self { canvas, context })
    }

    /// Setting a canvas's size also empties it.
    fn resize(&self, scene: &Scene, ratio: f64) {
        self.canvas.set_width(scene.width as u32);
        self.canvas.set_height(scene.height as u32);
        let style = self.canvas.style();
        // A style that a browser refuses leaves the canvas at its own size.
        let _ = style.set_property("width", &((scene.width / ratio).to_string() + "px"));
        let _ = style.set_property("height", &((scene.height / ratio).to_string() + "px"));
    }

    fn clear(&self) {
        self.context.clear_rect(0.0, 0.0, self.canvas.width().into(), self.canvas.height().into());
    }

    fn painted(&self, theme: &Theme, sizes: &Sizes, paint: impl Fn(&Painter<CanvasBackend>) -> bool) {
        let area: Option<DrawingArea<CanvasBackend, Shift>> =
            CanvasBackend::with_canvas_object(self.canvas.clone()).map(IntoDrawingArea::into_drawing_area);
        let painted = area.is_some_and(|area| paint(&Painter { area: &area, theme, sizes }));
        debug_assert!(painted, "the canvas refused to be painted on");
    }

    /// How much wider than estimated the reader's font sets a text; at least 1.
    fn stretch(&self, text: &str) -> f64 {
        self.context.set_font(&concat(&["100px ", FONT_FAMILY]));
        let set = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        (set / (100.0 * em(text)).max(1.0)).max(1.0)
    }
}
