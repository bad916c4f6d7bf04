//! The two drawings of a scene, the static SVG of a page and the canvas that plotters paints, rendered by one renderer:
//! the same marks in the same places and colours. One figure of each chart kind is compared in browsers as well.

use article_figures::figure::Figure;
use article_figures::scene::{Frame, Scene, layout};
use article_figures::state::State;
use article_figures::svg;
use article_figures::theme::{Colour, Sizes, Theme};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::common::{self, Ruler, STATES, figure};

/// The widths of the static SVGs of a page, and of a wide canvas, in CSS px.
const WIDTHS: [f64; 5] = [720.0, 358.0, 328.0, 288.0, 1200.0];

/// plotters takes whole px.
const NEAR: i64 = 1;
/// How much the blended edge of a shape may differ by its position within a pixel, of 255.
const SIMILAR: i32 = 64;

/// Renders an SVG without its texts: no typeface is given.
pub fn rendered(svg: &str, scene: &Scene, ground: Colour) -> Pixmap {
    let tree = Tree::from_str(svg, &Options::default()).expect("SVG");
    let mut pixels = Pixmap::new(scene.width as u32, scene.height.ceil() as u32).expect("a size");
    let [red, green, blue] = ground;
    pixels.fill(Color::from_rgba8(red, green, blue, 0xff));
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels
}

/// The static SVG, with the colours of a theme in place of its variables.
pub fn static_svg(scene: &Scene, sizes: &Sizes, theme: &Theme) -> String {
    let mut svg = svg::document(scene, sizes, "");
    for (name, [red, green, blue]) in Theme::NAMES.into_iter().zip(theme.colours()) {
        svg = svg.replace(&format!("\"var(--{name})\""), &format!("\"#{red:02x}{green:02x}{blue:02x}\""));
    }
    assert!(!svg.contains("var("), "a colour has no name");
    svg
}

/// The calls of plotters that paint the canvas, as SVG.
fn painted(scene: &Scene, sizes: &Sizes, theme: &Theme) -> String {
    let svg = common::painted(scene, theme, sizes, |painter| painter.scene(scene).expect("painted"));
    // As the canvas is set up before plotters paints on it.
    svg.replacen("<svg ", "<svg stroke-linejoin=\"round\" ", 1)
}

/// The pixels of one drawing that the other one has not anywhere near.
fn missing(one: &Pixmap, other: &Pixmap) -> Vec<(i64, i64)> {
    let at = |pixels: &Pixmap, x: i64, y: i64| {
        let (x, y) = (u32::try_from(x).ok()?, u32::try_from(y).ok()?);
        pixels.pixel(x, y).map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
    };
    let similar = |one: Colour, other: Colour| {
        one.iter().zip(other).all(|(one, other)| (i32::from(*one) - i32::from(other)).abs() <= SIMILAR)
    };
    let mut missing = Vec::new();
    for y in 0..i64::from(one.height()) {
        for x in 0..i64::from(one.width()) {
            let pixel = at(one, x, y);
            // Most are the same, and need no search.
            if at(other, x, y) == pixel {
                continue;
            }
            let near = |dx, dy| pixel.zip(at(other, x + dx, y + dy)).is_some_and(|(one, other)| similar(one, other));
            if !(-NEAR..=NEAR).any(|dy| (-NEAR..=NEAR).any(|dx| near(dx, dy))) {
                missing.push((x, y));
            }
        }
    }
    missing
}

fn agree(figure: &Figure, query: &str, width: f64, theme: &Theme) {
    let frame = Frame::new(width, 1.0, &Ruler);
    let scene = layout(figure, &State::parse(query), &frame);
    let one = rendered(&static_svg(&scene, &frame.sizes, theme), &scene, theme.ground);
    let other = rendered(&painted(&scene, &frame.sizes, theme), &scene, theme.ground);
    for (one, other, drawing) in [(&one, &other, "static SVG"), (&other, &one, "canvas")] {
        let missing = missing(one, other);
        let place = format!("{} {query} at {width} px", figure.name);
        assert!(missing.is_empty(), "{place}: {} px only in the {drawing}, such as {:?}", missing.len(), missing[0]);
    }
}

#[test]
fn static_svg_and_canvas_have_the_same_marks() {
    for (nth, (view, query)) in STATES.into_iter().enumerate() {
        let figure = figure(view, "de");
        for (other, width) in WIDTHS.into_iter().enumerate() {
            // Both themes at each width, in turn: they share everything but the colours.
            let theme = if (nth + other) % 2 == 0 { Theme::LIGHT } else { Theme::DARK };
            agree(&figure, query, width, &theme);
        }
    }
}

#[test]
fn a_mark_that_is_somewhere_else_is_found() {
    let figure = figure("economy", "de");
    let frame = Frame::new(358.0, 1.0, &Ruler);
    let scene = layout(&figure, &State::default(), &frame);
    let mut moved = scene.clone();
    let mark = moved.marks.iter_mut().find(|mark| mark.is_body()).expect("a bar");
    if let article_figures::scene::Shape::Rect(rect) = &mut mark.shape {
        rect.right += 3.0;
    }
    let theme = Theme::LIGHT;
    let one = rendered(&static_svg(&scene, &frame.sizes, &theme), &scene, theme.ground);
    let other = rendered(&painted(&moved, &frame.sizes, &theme), &scene, theme.ground);
    assert!(!missing(&other, &one).is_empty());
}
