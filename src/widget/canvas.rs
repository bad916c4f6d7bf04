//! Two canvases on top of each other: the figure, and what a pointer or key has chosen in it.

use std::cell::Cell;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::mount::part;
use crate::figure::DatumId;
use crate::paint::Painter;
use crate::scene::Scene;
use crate::theme::{Sizes, Theme};

pub struct Surface {
    stage: HtmlElement,
    base: Layer,
    overlay: Layer,
    /// Whether the upper canvas is empty.
    bare: Cell<bool>,
}

impl Surface {
    pub fn new(stage: &HtmlElement) -> Result<Self, JsValue> {
        let (base, overlay) = (Layer::new(stage, ".base")?, Layer::new(stage, ".overlay")?);
        Ok(Self { stage: stage.clone(), base, overlay, bare: Cell::new(true) })
    }

    /// Paints the scene at `ratio` device px to one CSS px; whatever was chosen is gone.
    pub fn paint(&self, scene: &Scene, theme: &Theme, sizes: &Sizes, ratio: f64) {
        self.base.resize(scene, ratio);
        self.overlay.resize(scene, ratio);
        self.bare.set(true);
        self.base.painted(theme, sizes, |painter| painter.scene(scene).is_ok());
        if !self.base.canvas.is_connected() {
            // A stage always takes them.
            let _ = self.stage.prepend_with_node_2(&self.base.canvas, &self.overlay.canvas);
        }
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
        let bare = selected.is_empty() && focus.is_none();
        if self.bare.replace(bare) && bare {
            return;
        }
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
        // Until it is painted: in a document, each font that is set asks for the layout of everything before.
        canvas.remove();
        Ok(Self { canvas, context })
    }

    /// Empties the canvas; a size that stays needs no new layout of the page.
    fn resize(&self, scene: &Scene, ratio: f64) {
        let (width, height) = (scene.width as u32, scene.height as u32);
        if (self.canvas.width(), self.canvas.height()) == (width, height) {
            self.clear();
        } else {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        let style = self.canvas.style();
        // A style that a browser refuses leaves the canvas at its own size.
        let _ = style.set_property("width", &((scene.width / ratio).to_string() + "px"));
        let _ = style.set_property("height", &((scene.height / ratio).to_string() + "px"));
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
