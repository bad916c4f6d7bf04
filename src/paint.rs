//! Painting a scene with plotters: the only code that names its elements.
//!
//! Rules and edges are filled rectangles on whole device px, because plotters strokes them blurred.

use plotters::coord::Shift;
use plotters::element::{Circle, EmptyElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, DrawingBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use crate::figure::DatumId;
use crate::scene::{Align, FINE, Mark, Point, Rect, Scene, Shape, TextShape};
use crate::theme::{Colour, FONT_FAMILY, Ink, PAINTS_LINES, Sizes, Theme};

type Painted<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

type Origin<DB> = EmptyElement<(i32, i32), DB>;

/// Where and how it is painted.
pub struct Painter<'a, DB: DrawingBackend> {
    pub area: &'a DrawingArea<DB, Shift>,
    pub theme: &'a Theme,
    pub sizes: &'a Sizes,
    /// Sets the size of a unit in px for what is painted next. plotters takes whole units, so outlines are painted in
    /// parts of a px.
    pub zoom: &'a dyn Fn(f64),
}

impl<DB: DrawingBackend> Painter<'_, DB> {
    /// Paints all marks, from back to front.
    pub fn scene(&self, scene: &Scene) -> Painted<DB> {
        for mark in scene.marks.iter().filter(|mark| mark.ink != Ink::Spot) {
            self.mark(mark)?;
        }
        Ok(())
    }

    /// Paints some data alone, given in reading order, but no tint: it would hide what lies on it.
    pub fn data(&self, scene: &Scene, data: &[DatumId]) -> Painted<DB> {
        for mark in &scene.marks {
            if mark.ink != Ink::Tint && mark.datum.is_some_and(|datum| data.binary_search(&datum).is_ok()) {
                self.mark(mark)?;
            }
        }
        Ok(())
    }

    /// Paints the texts of a scene over its faded marks, so that all of them can be read: softly, and on marks as text.
    pub fn texts(&self, scene: &Scene) -> Painted<DB> {
        for mark in &scene.marks {
            if let Shape::Text(text) = &mark.shape {
                let is_on_mark = matches!(mark.ink, Ink::OnSeries | Ink::OnSoft);
                let colour = if is_on_mark { self.theme.text } else { self.theme.soft_text };
                self.text(text, Point { x: 0.0, y: 0.0 }, colour)?;
            }
        }
        Ok(())
    }

    /// Paints one datum alone, with a ring around what shows its value: around its last mark where that
    /// holds the others, else around all of them. Among lines, a rule and the points of all of them at the same time.
    pub fn focus(&self, scene: &Scene, datum: DatumId) -> Painted<DB> {
        if PAINTS_LINES && let (Some(plot), Some(place)) = (scene.plot, scene.place_of(datum)) {
            self.crosshair(scene, plot, place.middle().x)?;
        }
        let mut last = None;
        for mark in &scene.marks {
            if mark.datum == Some(datum) && mark.is_body() {
                self.halo(&mark.shape)?;
                last = Some(&mark.shape);
            }
        }
        self.data(scene, &[datum])?;
        match (last, scene.place_of(datum)) {
            (Some(last), Some(place)) if last.bounds() == place => self.ring(last, scene),
            (_, Some(place)) => self.ring(&Shape::Rect(place), scene),
            _ => Ok(()),
        }
    }

    fn crosshair(&self, scene: &Scene, plot: Rect, x: f64) -> Painted<DB> {
        self.rect(Rect { left: x.round(), right: x.round() + self.sizes.rule, ..plot }, self.theme.axis)?;
        for mark in scene.marks.iter().filter(|mark| mark.is_spot()) {
            if (mark.shape.bounds().middle().x - x).abs() < 0.5 {
                self.mark(mark)?;
            }
        }
        Ok(())
    }

    fn mark(&self, mark: &Mark) -> Painted<DB> {
        let Some(colour) = self.theme.colour(mark.ink) else { return Ok(()) };
        match &mark.shape {
            Shape::Rect(rect) if mark.ink == Ink::Remainder => self.hatched(*rect, colour),
            Shape::Rect(rect) if mark.ink == Ink::Comparison => self.border(*rect, self.sizes.ring, colour),
            Shape::Rect(rect) => self.rect(*rect, colour),
            Shape::Dot { centre, radius } => self.dot(*centre, *radius, colour),
            Shape::Ring { centre, radius, width } => self.circle(*centre, *radius, *width, colour),
            Shape::Line { from, to, width } => self.line(*from, *to, *width, colour),
            Shape::Polygon(points) => {
                self.finely(|origin| self.area.draw(&(origin + Polygon::new(fine(points), style(colour).filled()))))
            }
            Shape::Path { points, width } => self.finely(|origin| {
                let line = style(colour).stroke_width((width.round() * FINE) as u32);
                self.area.draw(&(origin + PathElement::new(fine(points), line)))
            }),
            Shape::Text(text) => {
                if mark.ink.has_halo() {
                    self.text_halo(text)?;
                }
                self.text(text, Point { x: 0.0, y: 0.0 }, colour)
            }
        }
    }

    /// The text in the colour of the ground, moved into eight directions: plotters strokes no text.
    fn text_halo(&self, text: &TextShape) -> Painted<DB> {
        let (far, near) = (self.sizes.halo, self.sizes.halo * 0.7);
        for (x, y) in [(far, 0.0), (near, near), (0.0, far), (-near, near)] {
            for side in [1.0, -1.0] {
                self.text(text, Point { x: side * x, y: side * y }, self.theme.ground)?;
            }
        }
        Ok(())
    }

    /// Paints in parts of a px. Beside the origin, because plotters keeps points of its own within the area, which is as
    /// large as the canvas is in px.
    fn finely(&self, paint: impl FnOnce(Origin<DB>) -> Painted<DB>) -> Painted<DB> {
        (self.zoom)(1.0 / FINE);
        let painted = paint(EmptyElement::at((0, 0)));
        (self.zoom)(1.0);
        painted
    }

    fn rect(&self, rect: Rect, colour: Colour) -> Painted<DB> {
        let corners = [pixel(rect.left, rect.top), pixel(rect.right, rect.bottom)];
        self.area.draw(&Rectangle::new(corners, style(colour).filled()))
    }

    /// Diagonal lines in a border, for what was derived.
    fn hatched(&self, outside: Rect, colour: Colour) -> Painted<DB> {
        // Under the border end the lines' corners, which reach beyond their ends.
        let rect = outside.grown(-self.sizes.rule);
        let (reach, step) = (rect.width() + rect.height(), self.sizes.hatch);
        let mut along = step;
        while along < reach {
            // From the left or bottom edge up to the top or right edge, at 45 degrees.
            let from =
                Point { x: rect.left + (along - rect.height()).max(0.0), y: rect.top + along.min(rect.height()) };
            let to = Point { x: rect.left + along.min(rect.width()), y: rect.top + (along - rect.width()).max(0.0) };
            self.line(from, to, self.sizes.hatch_line, colour)?;
            along += step;
        }
        self.border(outside, self.sizes.rule, colour)
    }

    /// Four edges inside a rectangle.
    fn border(&self, rect: Rect, width: f64, colour: Colour) -> Painted<DB> {
        self.rect(Rect { bottom: rect.top + width, ..rect }, colour)?;
        self.rect(Rect { top: rect.bottom - width, ..rect }, colour)?;
        self.rect(Rect { right: rect.left + width, ..rect }, colour)?;
        self.rect(Rect { left: rect.right - width, ..rect }, colour)
    }

    fn dot(&self, centre: Point, radius: f64, colour: Colour) -> Painted<DB> {
        self.area.draw(&Circle::new(pixel(centre.x, centre.y), radius.round() as i32, style(colour).filled()))
    }

    fn circle(&self, centre: Point, radius: f64, width: f64, colour: Colour) -> Painted<DB> {
        let line = style(colour).stroke_width(width.round() as u32);
        self.area.draw(&Circle::new(pixel(centre.x, centre.y), radius.round() as i32, line))
    }

    fn line(&self, from: Point, to: Point, width: f64, colour: Colour) -> Painted<DB> {
        self.path(vec![pixel(from.x, from.y), pixel(to.x, to.y)], width, colour)
    }

    fn path(&self, points: Vec<(i32, i32)>, width: f64, colour: Colour) -> Painted<DB> {
        self.area.draw(&PathElement::new(points, style(colour).stroke_width(width.round() as u32)))
    }

    fn text(&self, text: &TextShape, moved: Point, colour: Colour) -> Painted<DB> {
        let horizontal = match text.align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        let weight = if text.font.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::Name(FONT_FAMILY), text.font.size, weight);
        let colour = rgb(colour);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(horizontal, VPos::Center));
        self.area.draw(&Text::new(text.text.as_str(), pixel(text.at.x + moved.x, text.at.y + moved.y), style))
    }

    /// A ring around a shape, one ring's width away from it so that it shows on every colour; at the
    /// edge of the canvas it comes closer rather than leave it.
    fn ring(&self, shape: &Shape, scene: &Scene) -> Painted<DB> {
        let (width, colour) = (self.sizes.ring, self.theme.text);
        match shape {
            Shape::Rect(rect) => self.border(rect.grown(2.0 * width).within(&scene.bounds()), width, colour),
            Shape::Dot { centre, radius } | Shape::Ring { centre, radius, .. } => {
                self.circle(*centre, radius + 1.5 * width, width, colour)
            }
            Shape::Polygon(_) | Shape::Text(_) => {
                self.border(shape.bounds().grown(2.0 * width).within(&scene.bounds()), width, colour)
            }
            Shape::Line { .. } | Shape::Path { .. } => Ok(()),
        }
    }

    /// The ring of a line is a wider line below it.
    fn halo(&self, shape: &Shape) -> Painted<DB> {
        let Shape::Line { from, to, width } = shape else { return Ok(()) };
        let ring = self.sizes.ring;
        self.line(*from, *to, width + 4.0 * ring, self.theme.text)?;
        self.line(*from, *to, width + 2.0 * ring, self.theme.ground)
    }
}

fn fine(points: &[Point]) -> Vec<(i32, i32)> {
    let mut parts = Vec::with_capacity(points.len());
    for point in points {
        parts.push(pixel(point.x * FINE, point.y * FINE));
    }
    parts
}

fn pixel(x: f64, y: f64) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

fn style(colour: Colour) -> ShapeStyle {
    rgb(colour).to_rgba().into()
}

fn rgb([red, green, blue]: Colour) -> RGBColor {
    RGBColor(red, green, blue)
}
