//! The drawings that leave the site, as another program renders them: social cards and `figure.svg`. Every label is at
//! its mark, and nothing is cut.

use article_figures::describe;
use article_figures::figure::Figure;
use article_figures::package::Kind;
use article_figures::scene::{Frame, Rect, Shape, layout};
use article_figures::site::edition::{Edition, Shown};
use article_figures::site::typeface::Typeface;
use article_figures::site::{drawing, social};
use article_figures::state::State;
use article_figures::theme::{Colour, Theme};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Group, Node, Options, Paint, Tree};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::common::folder;
use crate::published::{LANGUAGES, Publication, typeface};

/// How far the middle of a label may be from the middle of its mark, in px.
const NEAR: f64 = 1.5;

/// A text as it is rendered.
struct Label {
    text: String,
    /// The rectangle around the outlines of its glyphs.
    ink: Rect,
    size: f64,
    /// The part of the drawing that is shown where it is.
    clip: Rect,
}

impl Label {
    /// The middle of its digits, which are as high as a capital letter; the tail of a comma does not count.
    fn digits(&self) -> f64 {
        self.ink.top + DIGITS * self.size / 2.0
    }
}

/// The height of a digit in Inter, in sizes of the font.
const DIGITS: f64 = 0.727;

/// A drawing as a renderer understands it.
struct Rendered {
    labels: Vec<Label>,
    /// Filled rectangles in the colour of the series.
    bars: Vec<Rect>,
    pixels: Pixmap,
}

impl Rendered {
    fn new(svg: &str, typeface: &Typeface) -> Self {
        let tree = Tree::from_str(svg, &Options { fontdb: typeface.database(), ..Options::default() }).expect("SVG");
        let size = tree.size().to_int_size();
        let mut pixels = Pixmap::new(size.width(), size.height()).expect("a size");
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        let whole = Rect::new(0.0, 0.0, f64::from(size.width()), f64::from(size.height()));
        let mut rendered = Self { labels: Vec::new(), bars: Vec::new(), pixels };
        rendered.collect(tree.root(), whole);
        rendered
    }

    fn collect(&mut self, group: &Group, clip: Rect) {
        let own = group.clip_path().map(|path| rect(path.root().abs_bounding_box()));
        let clip = own.map_or(clip, |own| own.within(&clip));
        for node in group.children() {
            match node {
                Node::Group(group) => self.collect(group, clip),
                Node::Text(text) => self.labels.push(Label {
                    text: text.chunks().iter().map(|chunk| chunk.text()).collect(),
                    ink: rect(text.flattened().abs_bounding_box()),
                    // Its transform is the scale of the drawing, which is drawn as it is.
                    size: text
                        .chunks()
                        .iter()
                        .flat_map(|chunk| chunk.spans())
                        .map(|span| f64::from(span.font_size().get()))
                        .fold(0.0, f64::max),
                    clip,
                }),
                Node::Path(path) => {
                    let is_series = path.fill().is_some_and(|fill| {
                        [Theme::LIGHT.series, Theme::LIGHT.soft_series]
                            .into_iter()
                            .any(|own| is_colour(fill.paint(), own))
                    });
                    let bounds = rect(path.abs_bounding_box());
                    // A rectangle has four corners and the end of its outline; the sample of a legend is a square.
                    if is_series && path.data().len() <= 6 && (bounds.width() - bounds.height()).abs() > 0.5 {
                        self.bars.push(bounds);
                    }
                }
                Node::Image(_) => {}
            }
        }
    }

    /// The value beside a bar: the nearest text with a digit on its row, at or behind its end.
    fn value_of(&self, bar: &Rect) -> Option<&Label> {
        let has_digit = |label: &&Label| label.text.contains(|character: char| character.is_ascii_digit());
        let on_row = |label: &&Label| (label.ink.middle().y - bar.middle().y).abs() < bar.height();
        let behind = |label: &&Label| label.ink.middle().x > bar.left;
        let distance = |label: &Label| (label.ink.left - bar.right).abs();
        let values = self.labels.iter().filter(has_digit).filter(on_row).filter(behind);
        values.min_by(|one, other| distance(one).total_cmp(&distance(other)))
    }

    /// The texts that reach beyond what is shown, and colours at the edge.
    fn cut(&self) -> Vec<String> {
        let beyond = |label: &&Label| label.ink.within(&label.clip) != label.ink;
        let mut cut: Vec<_> =
            self.labels.iter().filter(beyond).map(|label| format!("{:?} {:?}", label.text, label.ink)).collect();
        let (width, height) = (self.pixels.width(), self.pixels.height());
        let ground = self.pixels.pixel(0, 0);
        let edge = (0..width)
            .flat_map(|x| [(x, 0), (x, height - 1)])
            .chain((0..height).flat_map(|y| [(0, y), (width - 1, y)]));
        cut.extend(
            edge.filter(|(x, y)| self.pixels.pixel(*x, *y) != ground).take(1).map(|at| format!("colour at {at:?}")),
        );
        cut
    }
}

fn rect(bounds: usvg::Rect) -> Rect {
    let [left, top, right, bottom] = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
    Rect { left, top, right, bottom }
}

fn is_colour(paint: &Paint, [red, green, blue]: Colour) -> bool {
    matches!(paint, Paint::Color(colour) if (colour.red, colour.green, colour.blue) == (red, green, blue))
}

/// Calls with every figure of the article in every language.
fn each(mut check: impl FnMut(&Edition, &Figure, &str, &Typeface)) {
    let typeface = typeface();
    for language in LANGUAGES {
        let publication = Publication::article(language);
        for (figure, _) in publication.figures() {
            check(&publication.edition(None), &figure, &format!("{language} {}", figure.name), &typeface);
        }
    }
}

fn svg(edition: &Edition, figure: &Figure, typeface: &Typeface) -> String {
    let summary = describe::summary(figure, &State::default(), figure.data.len(), edition.locale);
    drawing::svg(edition, Shown { figure, summary: &summary, has_card: true }, typeface)
}

#[test]
fn values_are_at_their_bars_and_nothing_is_cut() {
    each(|edition, figure, name, typeface| {
        for (file, svg) in
            [("figure.svg", svg(edition, figure, typeface)), ("card", social::drawing(edition, figure, typeface))]
        {
            let rendered = Rendered::new(&svg, typeface);
            let cut = rendered.cut();
            assert!(rendered.labels.len() > 4 && cut.is_empty(), "{name}, {file}: {cut:#?}");
            if figure.kind(None) == Kind::Bars {
                assert!(rendered.bars.len() >= 5, "{name}, {file}: {} bars", rendered.bars.len());
                for bar in &rendered.bars {
                    let label = rendered.value_of(bar);
                    let label = label.unwrap_or_else(|| panic!("{name}, {file}: no value at {bar:?}"));
                    let (text, apart) = (&label.text, label.digits() - bar.middle().y);
                    assert!(
                        apart.abs() <= NEAR,
                        "{name}, {file}: {text:?} is {apart:.1} px below the middle of its bar"
                    );
                }
            }
        }
    });
}

/// Half of what the ascent of the typeface is more than its descent, as a part of both: how far the baseline lies below
/// the middle that a canvas aligns text with.
fn baseline() -> f64 {
    let bytes = std::fs::read(folder("www/font/Inter-Regular.ttf")).expect("a font");
    let metrics = FontRef::new(&bytes).expect("a font").metrics(Size::new(1.0), LocationRef::default());
    let (ascent, descent) = (f64::from(metrics.ascent), f64::from(-metrics.descent));
    (ascent - descent) / (ascent + descent) / 2.0
}

/// The outlines of a text whose baseline begins at the origin.
fn outlines(text: &str, size: f64, bold: bool, typeface: &Typeface) -> Rect {
    let weight = if bold { "bold" } else { "normal" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='2000' height='400'><text font-family='sans-serif' \
         font-weight='{weight}' x='0' y='200' font-size='{size}'>{text}</text></svg>"
    );
    let ink = Rendered::new(&svg, typeface).labels.remove(0).ink;
    Rect { top: ink.top - 200.0, bottom: ink.bottom - 200.0, ..ink }
}

/// Every text of every chart kind against the place that the layout gives it.
#[test]
fn texts_are_where_the_layout_has_them() {
    let baseline = baseline();
    each(|edition, figure, name, typeface| {
        let rendered = Rendered::new(&svg(edition, figure, typeface), typeface);
        let scene = layout(figure, &State::default(), &Frame::new(720.0, 1.0, typeface));
        let texts = scene.marks.iter().filter_map(|mark| match &mark.shape {
            Shape::Text(text) if !text.text.trim().is_empty() => Some(text),
            _ => None,
        });
        let expected: Vec<_> = texts.collect();
        // The texts of the scene follow each other; title and legend come before, note and sources behind.
        let begin = rendered
            .labels
            .windows(expected.len())
            .position(|labels| labels.iter().zip(&expected).all(|(label, text)| label.text.trim() == text.text.trim()));
        let begin = begin.unwrap_or_else(|| panic!("{name}: the texts of the scene are not in the drawing"));
        let place = |nth: usize| {
            let text = expected[nth];
            let outlines = outlines(&text.text, text.font.size, text.font.bold, typeface);
            text.at.y + baseline * text.font.size + outlines.middle().y
        };
        // Where the scene begins in the drawing: at the same distance for all of its texts.
        let offsets: Vec<_> =
            (0..expected.len()).map(|nth| rendered.labels[begin + nth].ink.middle().y - place(nth)).collect();
        let top = scene_top(&rendered, &scene);
        for (nth, offset) in offsets.iter().enumerate() {
            let apart = offset - top;
            assert!(apart.abs() <= NEAR, "{name}: {:?} is {apart:.1} px below its place", expected[nth].text);
        }
    });
}

/// Where the scene begins in its drawing: the top of the part that its texts are shown in.
fn scene_top(rendered: &Rendered, scene: &article_figures::scene::Scene) -> f64 {
    let parts = rendered.labels.iter().map(|label| label.clip);
    let own = parts.into_iter().find(|clip| (clip.height() - scene.height).abs() < 0.5 && clip.width() < 750.0);
    own.expect("a part of the scene's size").top
}
