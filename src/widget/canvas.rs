//! Two canvases on top of each other: the figure, and what a pointer or key has chosen in it.

use std::cell::RefCell;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::part;
use crate::figure::DatumId;
use crate::paint::Painter;
use crate::scene::{Measure, Scene};
use crate::text::concat;
use crate::theme::{FONT_FAMILY, Font, Sizes, Theme};

pub struct Surface {
    base: Layer,
    overlay: Layer,
    widths: RefCell<Vec<(String, Font, f64)>>,
}

impl Surface {
    pub fn new(stage: &HtmlElement) -> Result<Self, JsValue> {
        let (base, overlay) = (Layer::new(stage, ".base")?, Layer::new(stage, ".overlay")?);
        Ok(Self { base, overlay, widths: RefCell::default() })
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

/// The canvas's own measure, remembered: a layout asks for the same widths again and again.
impl Measure for Surface {
    fn width(&self, text: &str, font: Font) -> f64 {
        let known = |(other, written, _): &&(String, Font, f64)| other == text && *written == font;
        if let Some((_, _, width)) = self.widths.borrow().iter().find(known) {
            return *width;
        }
        let width = self.base.text_width(text, font);
        self.widths.borrow_mut().push((text.to_owned(), font, width));
        width
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

    /// In device px. The font is written as plotters writes it, so that what is measured is what is painted.
    fn text_width(&self, text: &str, font: Font) -> f64 {
        let weight = if font.bold { "bold" } else { "normal" };
        self.context.set_font(&concat(&[weight, " ", &font.size.to_string(), "px ", FONT_FAMILY]));
        self.context.measure_text(text).map_or(0.0, |metrics| metrics.width())
    }
}
