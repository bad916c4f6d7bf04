use std::time::Duration;

use anyhow::Result;
use article_figures::figure::{DatumId, Figure};
use article_figures::locale::Locale;
use article_figures::markup;
use article_figures::scene::{Estimate, Frame, Point, Scene, Shape, layout};
use article_figures::state::State;
use article_figures::theme::{FONT_FAMILY, Font, Ink, Theme};

use tokio::time::sleep;

use crate::{Area, Browser, Picture};

/// An `<article-figure>` on the open page.
pub struct Shown<'a> {
    browser: &'a Browser,
    /// JavaScript that finds the element.
    pub element: String,
}

impl Browser {
    /// The first element of the page that shows `view`.
    pub fn figure(&self, view: &str) -> Shown<'_> {
        self.shown(&format!("document.querySelector('article-figure[view={view}]')"))
    }

    /// Turns the page to another figure.
    pub async fn turn_to(&self, view: &str) -> Result<Shown<'_>> {
        self.eval::<bool>(&format!("(document.getElementById('tab-{view}').click(), true)")).await?;
        let shown = self.figure(view);
        shown.alive().await?;
        Ok(shown)
    }

    /// The element that a JavaScript expression names.
    pub fn shown(&self, element: &str) -> Shown<'_> {
        Shown { browser: self, element: element.to_owned() }
    }
}

impl Shown<'_> {
    /// JavaScript for a part of the figure, such as `canvas.base`.
    pub fn part(&self, selector: &str) -> String {
        format!("{}.shadowRoot.querySelector('{selector}')", self.element)
    }

    /// Waits until the figure is painted; as a reader comes to one that is far away.
    pub async fn alive(&self) -> Result<()> {
        let element = &self.element;
        // Each time anew: the page of a tab is fetched first. A canvas without a size of its own has not been painted.
        let painted = format!(
            "(() => {{
                const {{ top, bottom }} = {element}.getBoundingClientRect();
                if (top > 2 * innerHeight || bottom < -innerHeight) {element}.scrollIntoView();
                return {}.style.width;
            }})()",
            self.part("canvas.base")
        );
        self.browser.wait_until(&format!("{element} is painted"), &painted).await?;
        self.browser.settle().await
    }

    /// Waits until nothing has moved it for a while, such as a row of buttons that has come.
    pub async fn still(&self) -> Result<()> {
        let (mut last, mut same) = (None, 0);
        while same < 3 {
            sleep(Duration::from_millis(100)).await;
            self.browser.settle().await?;
            let area = self.area().await?;
            let place = Some((area.y, area.height));
            same = if last == place { same + 1 } else { 0 };
            last = place;
        }
        Ok(())
    }

    /// Waits until it is alive and its menu is offered, which comes a moment later.
    pub async fn complete(&self) -> Result<()> {
        self.alive().await?;
        self.browser.wait_until(&format!("the menu of {} is offered", self.element), &self.part(".download")).await
    }

    /// Opens the disclosure of its options, where it has one.
    pub async fn options(&self) -> Result<()> {
        let open = format!("((options) => !options || (options.open = true))({})", self.part(".options"));
        self.browser.eval::<bool>(&open).await.map(drop)
    }

    /// Waits for a failure; its messages, as the element has them for its page.
    pub async fn messages(&self) -> Result<Vec<String>> {
        let messages = format!("{}.messages", self.element);
        self.browser.wait_until(&format!("{} says what is wrong", self.element), &format!("{messages}.length")).await?;
        self.browser.eval(&messages).await
    }

    /// Asks something of a figure that is on the page already, as its host would.
    pub async fn ask(&self, state: &str) -> Result<()> {
        self.browser.eval::<bool>(&format!("({}.setAttribute('state', '{state}'), true)", self.element)).await?;
        self.browser.settle().await
    }

    pub async fn base(&self) -> Result<Picture> {
        self.picture("canvas.base").await
    }

    pub async fn overlay(&self) -> Result<Picture> {
        self.picture("canvas.overlay").await
    }

    pub async fn picture(&self, canvas: &str) -> Result<Picture> {
        self.browser.picture(&self.part(canvas)).await
    }

    /// The parts of the tooltip's line; empty while there is none.
    pub async fn tooltip(&self) -> Result<Vec<String>> {
        let tooltip = self.part(".tooltip");
        self.browser.eval(&format!("{tooltip}.hidden ? [] : [...{tooltip}.children].map(one => one.textContent)")).await
    }

    pub async fn text(&self, selector: &str) -> Result<String> {
        self.browser.eval(&format!("{}.textContent", self.part(selector))).await
    }

    /// The base canvas's place in the viewport, in CSS px.
    pub async fn area(&self) -> Result<Area> {
        self.browser.area(&self.part("canvas.base")).await
    }

    /// A point of the scene in CSS px of the viewport.
    pub async fn on_screen(&self, point: Point) -> Result<(f64, f64)> {
        let (area, ratio) = (self.area().await?, self.ratio().await?);
        Ok((area.x + point.x / ratio, area.y + point.y / ratio))
    }

    pub async fn ratio(&self) -> Result<f64> {
        self.browser.eval("devicePixelRatio").await
    }

    /// The scene that the library lays out for this canvas in a state such as `kind=stack`.
    pub async fn scene(&self, figure: &Figure, state: &str) -> Result<Scene> {
        let state = State::parse(state);
        let width: f64 = self.browser.eval(&format!("{}.width", self.part("canvas.base"))).await?;
        let estimate = Estimate { stretch: 1.0 };
        Ok(layout(figure, &state, &Frame::new(width, self.ratio().await?, &estimate)))
    }
}

impl Shown<'_> {
    /// Whether the canvas shows the figure in this state and theme: every stated mark has its ink from
    /// corner to corner, which no other state's marks have in the same places.
    pub async fn is_painted(&self, figure: &Figure, state: &str, theme: Theme) -> Result<()> {
        let (scene, picture) = (self.scene(figure, state).await?, self.base().await?);
        assert_eq!((picture.width, picture.height), (scene.width as i64, scene.height as i64), "{state:?}");
        let [red, green, blue] = theme.series;
        for mark in scene.marks.iter().filter(|mark| mark.is_body() && mark.ink == Ink::Series) {
            let bounds = mark.shape.bounds();
            let corners = match mark.shape {
                Shape::Rect(_) => [(bounds.left, bounds.top), (bounds.right - 1.0, bounds.bottom - 1.0)],
                // The middle of its line, at the right.
                Shape::Ring { centre, radius, .. } => [(centre.x + radius - 0.5, centre.y); 2],
                // Half a small disc has no pixel that is not blended.
                Shape::Polygon(ref points) if points.len() > 4 => continue,
                _ => [(bounds.middle().x, bounds.middle().y); 2],
            };
            for (x, y) in corners {
                let found = picture.at(x as i64, y as i64);
                assert_eq!(found, Some([red, green, blue, 0xff]), "{state:?}: ({x}, {y}) of {mark:?}");
            }
        }
        Ok(())
    }
}

/// The parts of the line that a tooltip has for a datum of a scene.
pub fn tooltip(figure: &Figure, scene: &Scene, id: DatumId, locale: &Locale) -> Vec<String> {
    let html = markup::tooltip(id, figure, &scene.texts_of(id), locale);
    let parts = html.replace("</span>", "").replace("<span class=", "\u{0}");
    let texts = parts.split('\u{0}').filter_map(|part| part.split_once('>')).map(|(_, text)| {
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
    });
    texts.collect()
}

/// A font as a canvas takes it.
pub fn css(font: Font) -> String {
    let weight = if font.bold { "bold" } else { "normal" };
    format!("{weight} {}px {FONT_FAMILY}", font.size)
}
