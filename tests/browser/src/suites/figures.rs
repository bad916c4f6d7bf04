//! Each figure is painted: where the library lays a mark out, the canvas has the ink's colour, and nowhere else.

use anyhow::Result;
use article_figures::scene::{Align, FINE, Mark, Point, Rect, Scene, Shape, TextShape};
use article_figures::theme::{Colour, Ink, Sizes, Theme};
use browser::{Browser, Picture, Pixel, Shown, Suite, Viewport, article, css};
use serde_json::{Value, json};

/// Views in states: every kind of figure, and everything that a reader can have drawn in it.
const FIGURES: [(&str, &str); 15] = [
    ("investment", ""),
    ("investment", "group=1&sort=name"),
    ("economy", ""),
    ("economy", "kind=stack"),
    ("economy", "compare=2019&sort=value"),
    ("population", ""),
    ("population", "compare=1"),
    ("population", "compare=1&relative=1"),
    ("strikes", ""),
    ("strikes", "lanes=area&only=transport"),
    ("strikes", "kind=map"),
    ("strikes", "kind=map&only=transport"),
    ("january", ""),
    ("chronology", ""),
    ("counted", ""),
];
const NOTHING: Pixel = [0; 4];
/// How far an edge that is painted soft, its coordinates rounded, may be seen beyond its shape, in device px.
const SOFT: f64 = 2.0;

pub fn add(suite: &mut Suite) {
    for ratio in [1.0, 2.0, 1.25, 3.0] {
        for width in [320, 1200] {
            // Every state on whole ratios; on the odd ones, one state of each chart kind says enough.
            let is_odd = ratio != 1.0 && ratio != 2.0;
            for (nth, (view, state)) in
                FIGURES.into_iter().filter(|(_, state)| !is_odd || !state.contains(['&', '1'])).enumerate()
            {
                let is_quick = QUICK.contains(&(view, state)) && (ratio, width) == [(1.0, 1200), (2.0, 320)][nth % 2];
                let name = format!("{view} {state} is painted, and sharp, {width} px wide at ratio {ratio}");
                suite
                    .either(is_quick, name, async move |browser| {
                        painted(browser, Viewport::new(width, 900), view, state).await
                    })
                    .on(ratio);
            }
        }
    }
}

/// One of each chart kind; `tests/host/twins.rs` compares all states.
const QUICK: [(&str, &str); 6] = [
    ("economy", "compare=2019&sort=value"),
    ("economy", "kind=stack"),
    ("population", "compare=1"),
    ("strikes", ""),
    ("strikes", "kind=map"),
    ("counted", ""),
];

async fn painted(browser: &Browser, viewport: Viewport, view: &str, state: &str) -> Result<()> {
    browser.set_viewport(viewport).await?;
    browser.open(&format!("/de/{view}/?{state}")).await?;
    let shown = browser.figure(view);
    shown.alive().await?;
    let figure = article::figure(view, "de")?;
    let scene = shown.scene(&figure, state).await?;
    fits(browser, &shown, &scene).await?;
    let mut all = faults(&shown.base().await?, &scene, &Sizes::at(shown.ratio().await?));
    all.extend(texts(browser, &shown, &scene).await?);
    let seen = on_screen(browser, &shown, &scene).await?;
    all.extend(seen.into_iter().map(|fault| format!("on the screen: {fault}")));
    assert!(all.is_empty(), "{all:#?}");
    Ok(())
}

/// As many pixels as the scene is laid out for, as many as the screen has there, and as the stage is wide.
async fn fits(browser: &Browser, shown: &Shown<'_>, scene: &Scene) -> Result<()> {
    let (area, ratio) = (shown.area().await?, shown.ratio().await?);
    let stage = browser.area(&shown.part(".stage")).await?;
    let base = shown.part("canvas.base");
    let size: (f64, f64) = browser.eval(&format!("[{base}.width, {base}.height]")).await?;
    assert_eq!(size, (scene.width, scene.height));
    // The browser keeps lengths in 64ths of a CSS px.
    let near = |css: f64, device: f64| (css * ratio - device).abs() < ratio / 32.0;
    assert!(near(area.width, size.0) && near(area.height, size.1), "{area:?} shows {size:?} at {ratio}");
    assert!(stage.width * ratio - size.0 < 1.0, "{stage:?} has {size:?} at {ratio}");
    let (needed, given): (f64, f64) =
        browser.eval("[document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
    assert!(needed <= given, "the page is {needed} px wide in {given}");
    Ok(())
}

/// What is not painted as laid out, at most a few of them.
fn faults(picture: &Picture, scene: &Scene, sizes: &Sizes) -> Vec<String> {
    let mut faults = Vec::new();
    for (index, mark) in scene.marks.iter().enumerate() {
        let Some(colour) = colour(mark) else { continue };
        let canvas = Canvas { picture, scene, mark: index, ground: NOTHING };
        match &mark.shape {
            Shape::Rect(rect) if mark.ink == Ink::Remainder => faults.extend(canvas.hatched(*rect, colour, sizes)),
            Shape::Rect(rect) if mark.ink == Ink::Comparison => faults.extend(canvas.hollow(*rect, colour, sizes)),
            Shape::Rect(rect) => faults.extend(canvas.filled(*rect, colour)),
            Shape::Dot { centre, radius } => faults.extend(canvas.dot(*centre, *radius, colour)),
            Shape::Ring { centre, radius, .. } => faults.extend(canvas.circle(*centre, *radius, colour)),
            Shape::Polygon(_) => faults.extend(canvas.polygon(&mark.shape, colour)),
            Shape::Line { from, to, .. } if mark.is_body() => faults.extend(canvas.line(*from, *to, colour)),
            Shape::Path { points, .. } => faults.extend(canvas.path(points)),
            Shape::Line { .. } | Shape::Text(_) => {}
        }
    }
    faults.extend(strays(picture, scene));
    faults.truncate(8);
    faults
}

fn colour(mark: &Mark) -> Option<Pixel> {
    Theme::LIGHT.colour(mark.ink).map(opaque)
}

fn opaque([red, green, blue]: Colour) -> Pixel {
    [red, green, blue, 0xff]
}

/// A picture of a scene, seen from one of its marks.
struct Canvas<'a> {
    picture: &'a Picture,
    scene: &'a Scene,
    mark: usize,
    /// What is seen where there is no mark.
    ground: Pixel,
}

impl Canvas<'_> {
    /// Every pixel inside has the ink's colour, and none outside: no blend of both on any edge.
    fn filled(&self, rect: Rect, colour: Pixel) -> Vec<String> {
        let mut faults: Vec<_> = self.seen(rect).filter_map(|point| self.differs(point, colour)).take(2).collect();
        faults.extend(self.bare_around(rect));
        faults
    }

    /// A border of the colour, with the colour and the ground inside of it.
    fn hatched(&self, rect: Rect, colour: Pixel, sizes: &Sizes) -> Vec<String> {
        let hole = rect.grown(-sizes.rule);
        let border = self.seen(rect).filter(|point| !holds(&hole, *point));
        let mut faults: Vec<_> = border.filter_map(|point| self.differs(point, colour)).take(2).collect();
        faults.extend(self.bare_around(rect));
        // Between the lines of a piece that is smaller than their distance, nothing may be free.
        let small = hole.width().min(hole.height()) < sizes.hatch;
        for needed in [colour, self.ground].into_iter().filter(|_| !small) {
            if !pixels(hole).any(|(x, y)| self.picture.at(x, y) == Some(needed)) {
                faults.push(format!("{needed:?} is missing in the hatching of {rect:?}"));
            }
        }
        faults
    }

    /// The rows and columns of pixels next to the rectangle, where no other mark reaches.
    fn bare_around(&self, rect: Rect) -> Vec<String> {
        let ring = pixels(rect.grown(1.0)).filter(|point| !holds(&rect, *point) && self.is_alone(*point));
        ring.filter_map(|point| self.differs(point, self.ground)).take(2).collect()
    }

    /// A border of the colour alone: what is behind it shows inside.
    fn hollow(&self, rect: Rect, colour: Pixel, sizes: &Sizes) -> Vec<String> {
        let hole = rect.grown(-sizes.ring);
        let border = self.seen(rect).filter(|point| !holds(&hole, *point));
        let mut faults: Vec<_> = border.filter_map(|point| self.differs(point, colour)).take(2).collect();
        let inside = pixels(hole).filter(|point| self.is_alone(*point));
        faults.extend(inside.filter_map(|point| self.differs(point, self.ground)).take(2));
        faults.extend(self.bare_around(rect));
        faults
    }

    fn dot(&self, centre: Point, radius: f64, colour: Pixel) -> Vec<String> {
        let around = |radius: f64| {
            let turn = |step: i32| f64::from(step) * std::f64::consts::TAU / 16.0;
            (0..16).map(move |step| pixel(centre.x + radius * turn(step).cos(), centre.y + radius * turn(step).sin()))
        };
        let inside = std::iter::once(pixel(centre.x, centre.y)).chain(around(radius - 2.0));
        let inside = inside.filter(|point| self.is_in_front(*point));
        let mut faults: Vec<_> = inside.filter_map(|point| self.differs(point, colour)).take(2).collect();
        let outside = around(radius + 2.0).filter(|point| self.is_alone(*point));
        faults.extend(outside.filter_map(|point| self.differs(point, self.ground)).take(2));
        faults
    }

    /// The middle of its line at the four ends, and right of the centre the piece of ground that it stands on.
    fn circle(&self, centre: Point, radius: f64, colour: Pixel) -> Vec<String> {
        let Point { x, y } = centre;
        let (low, high) = (-radius, radius - 0.5);
        let ends = [(x + low, y), (x + high, y), (x, y + low), (x, y + high)].map(|(x, y)| pixel(x, y));
        let line = ends.into_iter().filter(|point| self.is_in_front(*point));
        let mut faults: Vec<_> = line.filter_map(|point| self.differs(point, colour)).take(2).collect();
        faults.extend(self.differs(pixel(x, y), opaque(Theme::LIGHT.ground)));
        faults
    }

    /// The colour at some points that lie well inside.
    fn polygon(&self, shape: &Shape, colour: Pixel) -> Vec<String> {
        let bounds = shape.bounds();
        let at = |part: i32, from: f64, to: f64| from + (f64::from(part) + 0.5) / 8.0 * (to - from);
        let grid = (0..8).flat_map(|row| (0..8).map(move |column| (column, row)));
        let points = grid.map(|(x, y)| pixel(at(x, bounds.left, bounds.right), at(y, bounds.top, bounds.bottom)));
        let inside = points.filter(|(x, y)| {
            let (x, y) = (*x as f64 + 0.5, *y as f64 + 0.5);
            let near =
                [(-1.5, -1.5), (-1.5, 1.5), (1.5, -1.5), (1.5, 1.5)].map(|(dx, dy)| Point { x: x + dx, y: y + dy });
            near.iter().all(|point| shape.distance(*point) == 0.0)
        });
        let seen = inside.filter(|point| self.is_in_front(*point) && !self.is_on_a_border(*point));
        seen.filter_map(|point| self.differs(point, colour)).take(2).collect()
    }

    /// Whether a border of the scene, which is painted soft, comes near a pixel.
    fn is_on_a_border(&self, (x, y): (i64, i64)) -> bool {
        let point = Point { x: x as f64 + 0.5, y: y as f64 + 0.5 };
        let near = |mark: &Mark| matches!(mark.shape, Shape::Path { .. }) && mark.shape.distance(point) < SOFT;
        self.scene.marks.iter().any(near)
    }

    /// Something else than the ground along a border.
    fn path(&self, points: &[Point]) -> Vec<String> {
        // A point lies where four pixels meet; at a sharp corner not all of them are on the line.
        let around = |point: &Point| {
            [(-1.0, -1.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 0.0)].map(|(x, y)| pixel(point.x + x, point.y + y))
        };
        let is_bare = |point: &&Point| {
            around(point).iter().all(|(x, y)| self.picture.at(*x, *y).is_none_or(|seen| seen == NOTHING))
        };
        points.iter().filter(is_bare).take(2).map(|point| format!("{point:?} of a border is bare")).collect()
    }

    fn line(&self, from: Point, to: Point, colour: Pixel) -> Vec<String> {
        let at = |part: f64| pixel(from.x + part * (to.x - from.x), from.y + part * (to.y - from.y));
        let along = [0.2, 0.5, 0.8].into_iter().map(at).filter(|point| self.is_in_front(*point));
        along.filter_map(|point| self.differs(point, colour)).collect()
    }

    fn differs(&self, (x, y): (i64, i64), expected: Pixel) -> Option<String> {
        // A mark at the edge of the canvas has nothing around it.
        let found = self.picture.at(x, y)?;
        let mark = &self.scene.marks[self.mark];
        (found != expected).then(|| format!("({x}, {y}) is {found:?} instead of {expected:?}: {mark:?}"))
    }

    /// The pixels of a rectangle that no mark in front of this one reaches.
    fn seen(&self, rect: Rect) -> impl Iterator<Item = (i64, i64)> {
        let front = self.scene.marks[self.mark + 1..].iter().filter(|mark| mark.ink != Ink::Reach).map(surroundings);
        let front: Vec<_> = front.filter(|other| other.overlaps(&rect)).collect();
        pixels(rect).filter(move |point| !front.iter().any(|other| holds(other, *point)))
    }

    /// Whether no mark in front of this one comes near a pixel.
    fn is_in_front(&self, point: (i64, i64)) -> bool {
        let front = self.scene.marks[self.mark + 1..].iter().filter(|mark| mark.ink != Ink::Reach);
        !front.into_iter().any(|mark| is_near(mark, point))
    }

    /// Whether no other mark reaches a pixel.
    fn is_alone(&self, point: (i64, i64)) -> bool {
        let others = self.scene.marks.iter().enumerate().filter(|(index, _)| *index != self.mark);
        !others.into_iter().any(|(_, mark)| reaches(mark, point))
    }
}

/// Pixels with colour where there is no mark.
fn strays(picture: &Picture, scene: &Scene) -> Vec<String> {
    let marks: Vec<_> = scene.marks.iter().filter(|mark| mark.ink != Ink::Reach).map(surroundings).collect();
    let mut strays = Vec::new();
    for y in 0..picture.height {
        // Only the marks that reach this row, because a canvas has millions of pixels.
        let row: Vec<_> = marks.iter().filter(|mark| mark.top < y as f64 + 1.0 && mark.bottom > y as f64).collect();
        let coloured = (0..picture.width).filter(|x| picture.at(*x, y) != Some(NOTHING));
        let bare = coloured.filter(|x| !row.iter().any(|mark| holds(mark, (*x, y))));
        strays.extend(bare.map(|x| format!("({x}, {y}) has colour and no mark")).take(1));
    }
    strays
}

fn reaches(mark: &Mark, point: (i64, i64)) -> bool {
    mark.ink != Ink::Reach && holds(&surroundings(mark), point)
}

/// Whether a pixel is on a mark or blended with it.
fn is_near(mark: &Mark, (x, y): (i64, i64)) -> bool {
    const BLEND: f64 = 1.5;
    let point = Point { x: x as f64 + 0.5, y: y as f64 + 0.5 };
    match mark.shape {
        Shape::Ring { centre, radius, width } => {
            ((centre.x - point.x).hypot(centre.y - point.y) - radius).abs() <= width / 2.0 + BLEND
        }
        Shape::Rect(_) | Shape::Text(_) => holds(&surroundings(mark), (x, y)),
        _ => mark.shape.distance(point) <= BLEND,
    }
}

/// The pixels that a mark may colour: letters reach above and below their size, edges of lines are blended.
fn surroundings(mark: &Mark) -> Rect {
    match &mark.shape {
        Shape::Rect(rect) => *rect,
        Shape::Text(text) => text.bounds().grown(text.font.size * if mark.ink.has_halo() { 0.45 } else { 0.3 }),
        _ => mark.shape.bounds().grown(SOFT),
    }
}

fn pixel(x: f64, y: f64) -> (i64, i64) {
    (x.floor() as i64, y.floor() as i64)
}

fn holds(rect: &Rect, (x, y): (i64, i64)) -> bool {
    let (x, y) = (x as f64 + 0.5, y as f64 + 0.5);
    rect.left < x && x < rect.right && rect.top < y && y < rect.bottom
}

/// The pixels whose middle lies in a rectangle.
fn pixels(rect: Rect) -> impl Iterator<Item = (i64, i64)> {
    let (left, top) = pixel(rect.left + 0.5, rect.top + 0.5);
    let (right, bottom) = pixel(rect.right + 0.5, rect.bottom + 0.5);
    (top..bottom).flat_map(move |y| (left..right).map(move |x| (x, y)))
}

/// Writes the texts once more, with their fonts as the theme has them, and compares every pixel of theirs.
async fn texts(browser: &Browser, shown: &Shown<'_>, scene: &Scene) -> Result<Vec<String>> {
    let body = format!(
        "const base = {}.getContext('2d');
        const copy = document.createElement('canvas').getContext('2d');
        const {{ width, height }} = base.canvas;
        Object.assign(copy.canvas, {{ width, height }});
        copy.lineJoin = 'round';
        const [grounds, texts] = arguments;
        for (const {{ colour, place, points, width, circle, unit }} of grounds) {{
            copy.setTransform(unit ?? 1, 0, 0, unit ?? 1, 0, 0);
            Object.assign(copy, {{ fillStyle: colour, strokeStyle: colour, lineWidth: width ?? 0 }});
            if (place) copy.fillRect(...place);
            copy.beginPath();
            if (circle) copy.arc(...circle, 0, 2 * Math.PI);
            for (const point of points ?? []) copy.lineTo(...point);
            if (points && !width) copy.closePath();
            if (width) copy.stroke();
            else if (!place) copy.fill();
        }}
        copy.resetTransform();
        copy.textBaseline = 'middle';
        for (const {{ text, font, colour, align, at }} of texts) {{
            Object.assign(copy, {{ font, fillStyle: colour, textAlign: align }});
            copy.fillText(text, ...at);
        }}
        return texts.map(({{ place }}) => {{
            const [expected, found] = [copy, base].map(c => new Uint32Array(c.getImageData(...place).data.buffer));
            const painted = [...expected.keys()].filter(index => expected[index]);
            return [painted.length, painted.filter(index => found[index] !== expected[index]).length];
        }});",
        shown.part("canvas.base")
    );
    let counts: Vec<(u32, u32)> = browser.run(&body, &[grounds(scene), written(scene)]).await?;
    let wrong = written_texts(scene).zip(counts).filter(|(_, (painted, wrong))| {
        let allowed = if browser.is_exact() { 0 } else { painted / 8 };
        *painted == 0 || *wrong > allowed
    });
    Ok(wrong.map(|((text, _), (painted, wrong))| format!("{wrong} of {painted} px differ: {text:?}")).collect())
}

fn written_texts(scene: &Scene) -> impl Iterator<Item = (&TextShape, Colour)> {
    scene.marks.iter().filter_map(|mark| match &mark.shape {
        // The halo of another may lie on a text of a map.
        Shape::Text(text) if !mark.ink.has_halo() => Some((text, Theme::LIGHT.colour(mark.ink)?)),
        _ => None,
    })
}

fn written(scene: &Scene) -> Value {
    let text = |(shape, colour): (&TextShape, Colour)| {
        let align = match shape.align {
            Align::Left => "left",
            Align::Middle => "center",
            Align::Right => "right",
        };
        let at = [shape.at.x, shape.at.y];
        json!({ "text": shape.text, "font": css(shape.font), "colour": hex(colour), "align": align, "at": at, "place": place(shape.bounds()) })
    };
    written_texts(scene).map(text).collect()
}

/// What a text may stand on: everything but hatching, which never lies behind a text.
fn grounds(scene: &Scene) -> Value {
    scene
        .marks
        .iter()
        .filter(|mark| mark.ink != Ink::Remainder && mark.ink != Ink::Comparison)
        .filter_map(ground)
        .collect()
}

/// A mark for the canvas: coordinates in whole px or, of outlines, in whole parts of them, as plotters has them.
fn ground(mark: &Mark) -> Option<Value> {
    let colour = hex(Theme::LIGHT.colour(mark.ink)?);
    let points = |points: &[Point]| points.iter().map(|point| [point.x.round(), point.y.round()]).collect::<Vec<_>>();
    let fine = |points: &[Point]| {
        points.iter().map(|point| [(point.x * FINE).round(), (point.y * FINE).round()]).collect::<Vec<_>>()
    };
    let circle = |centre: Point, radius: f64| [centre.x.round(), centre.y.round(), radius.round()];
    Some(match &mark.shape {
        Shape::Rect(rect) => json!({ "colour": colour, "place": place(*rect) }),
        Shape::Dot { centre, radius } => json!({ "colour": colour, "circle": circle(*centre, *radius) }),
        Shape::Ring { centre, radius, width } => {
            json!({ "colour": colour, "circle": circle(*centre, *radius), "width": width.round() })
        }
        Shape::Polygon(corners) => json!({ "colour": colour, "points": fine(corners), "unit": 1.0 / FINE }),
        Shape::Path { points: along, width } => {
            json!({ "colour": colour, "points": fine(along), "unit": 1.0 / FINE, "width": width.round() * FINE })
        }
        Shape::Line { from, to, width } => {
            json!({ "colour": colour, "points": points(&[*from, *to]), "width": width.round() })
        }
        Shape::Text(_) => return None,
    })
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Left, top, width and height in whole px.
fn place(rect: Rect) -> [f64; 4] {
    let (left, top) = (rect.left.floor(), rect.top.floor());
    [left, top, rect.right.ceil() - left, rect.bottom.ceil() - top]
}

/// The canvas as the reader sees it: edges of bars are as sharp on the screen as they were painted.
async fn on_screen(browser: &Browser, shown: &Shown<'_>, scene: &Scene) -> Result<Vec<String>> {
    browser
        .eval::<bool>(&format!("({}.scrollIntoView({{ behavior: 'instant' }}), true)", shown.part("canvas")))
        .await?;
    browser.settle().await?;
    let (area, ratio) = (shown.area().await?, shown.ratio().await?);
    let origin = ((area.x * ratio).round(), (area.y * ratio).round());
    // Where a canvas begins within a pixel, on which one it is shown is the browser's choice.
    if (area.y * ratio).fract() != 0.0 || (area.x * ratio).fract() != 0.0 {
        return Ok(Vec::new());
    }
    let mut faults = seen_from(browser, scene, origin).await?;
    if !faults.is_empty() && !browser.is_exact() {
        // Firefox scrolls to whole device px, and says it scrolled to a part of one.
        for shift in [-1.0, 1.0] {
            let others = seen_from(browser, scene, (origin.0, origin.1 + shift)).await?;
            faults = if others.len() < faults.len() { others } else { faults };
        }
    }
    faults.truncate(8);
    Ok(faults)
}

async fn seen_from(browser: &Browser, scene: &Scene, origin: (f64, f64)) -> Result<Vec<String>> {
    let picture = browser.screen(origin, (scene.width, scene.height)).await?;
    let ground = opaque(Theme::LIGHT.ground);
    let mut faults = Vec::new();
    for (index, mark) in scene.marks.iter().enumerate() {
        let canvas = Canvas { picture: &picture, scene, mark: index, ground };
        if let (Shape::Rect(rect), Some(colour)) = (&mark.shape, colour(mark))
            && mark.ink != Ink::Remainder
            && mark.ink != Ink::Comparison
        {
            faults.extend(canvas.filled(*rect, colour));
        }
    }
    Ok(faults)
}
