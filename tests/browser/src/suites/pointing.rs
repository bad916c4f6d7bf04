//! Each datum answers mouse, finger and keys with its own label and value.

use anyhow::{Context, Result};
use article_figures::describe;
use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Direction};
use article_figures::scene::{Scene, Shape};
use article_figures::state::State;
use article_figures::theme::{Ink, Sizes, Theme};
use browser::{Area, Browser, Key, Shown, Suite, Viewport, article, tooltip};
use serde::Deserialize;

/// Views in states; the middle of each mark in them belongs to no other.
const FIGURES: [(&str, &str); 4] = [("investment", ""), ("economy", ""), ("economy", "kind=stack"), ("population", "")];
/// These are clicked on one screen and tapped on the other, because there are many.
const MORE: [(&str, &str); 6] = [
    ("economy", "compare=2019"),
    ("strikes", ""),
    ("strikes", "kind=map"),
    ("january", ""),
    ("chronology", ""),
    ("counted", ""),
];

// Both are high enough that nothing has to be scrolled.
const DESKTOP: Viewport = Viewport::new(1200, 1800);
const PHONE: Viewport = Viewport::new(320, 2800).ratio(2.0);

pub fn add(suite: &mut Suite) {
    for (nth, (view, state)) in FIGURES.into_iter().chain(MORE).enumerate() {
        for (screen, viewport) in [("1200 px", DESKTOP), ("320 px at ratio 2", PHONE)] {
            let page = Page { viewport, view, state };
            let name = format!("{view} {state} on {screen}");
            // Each chart kind once, one after the other on both screens, at some of its data.
            if (nth % 2 == 0) == (screen == "1200 px") && !ALIKE.contains(&(view, state)) {
                suite.case(&name, async move |browser| page.open(browser).await?.all(SOME).await);
            }
            // Arrow keys differ on a strip, on a line between two values and on a map; `keyboard` has all of them.
            let is_quick = screen == "1200 px" && KEYS.contains(&(view, state));
            suite.either(is_quick, format!("{name}, by keys"), async move |browser| {
                page.open(browser).await?.keys().await
            });
            suite.full(format!("{name}, every datum"), async move |browser| {
                page.open(browser).await?.all(usize::MAX).await
            });
        }
    }
    suite.case("a key that means nothing here scrolls the page", other_keys);
    suite.case("a click on the tooltip is a click on its mark", clicked);
    suite.case("a pointer on its way goes through the tooltip, one that has rested enters it", rested);
    for (name, viewport) in [("light", DESKTOP), ("dark", DESKTOP.dark())] {
        for (view, state) in [("economy", "kind=stack"), ("strikes", "")] {
            suite.case(
                format!("{view} {state}: texts stay readable while one mark is chosen, {name}"),
                async move |browser| Page { viewport, view, state }.open(browser).await?.readable(name == "dark").await,
            );
        }
    }
}

const KEYS: [(&str, &str); 3] = [("economy", "kind=stack"), ("population", ""), ("strikes", "kind=map")];

/// Figures of chart kinds that others have as well.
const ALIKE: [(&str, &str); 3] = [("economy", "compare=2019"), ("january", ""), ("chronology", "")];

/// As many data as the quick tier points at.
const SOME: usize = 4;

/// A figure on a screen.
#[derive(Clone, Copy)]
struct Page {
    viewport: Viewport,
    view: &'static str,
    state: &'static str,
}

/// A painted figure beside what the library makes of it.
struct Pointed<'a> {
    browser: &'a Browser,
    shown: Shown<'a>,
    figure: Figure,
    scene: Scene,
    state: &'static str,
}

/// What is to be seen of a choice.
#[derive(Debug, Deserialize)]
struct Answer {
    /// The parts of the tooltip's line, while it is shown.
    parts: Vec<String>,
    /// How many lines these take.
    lines: usize,
    /// The accessible name of the mark that has the focus; empty where none has.
    reached: String,
    tooltip: Area,
    stage: Area,
    overlay_painted: bool,
    /// How far the canvas with what is chosen is from the one below it, in CSS px.
    apart: f64,
    /// Whether the stain that was put on the figure is still there.
    stained: bool,
}

/// Remembers choices, stains the figure so that painting it again shows, and keeps a touch elsewhere from
/// taking the stage's focus, as Safari does.
const PREPARE: &str = "
    window.chosen = null;
    addEventListener('select', event => (window.chosen = event.detail));
    base.getContext('2d').fillRect(0, 0, 1, 1);
    document.querySelector('h1').addEventListener('mousedown', event => event.preventDefault());
    return true";

impl Page {
    async fn open(self, browser: &Browser) -> Result<Pointed<'_>> {
        let Self { viewport, view, state } = self;
        browser.set_viewport(viewport).await?;
        browser.open(&format!("/de/{view}/?{state}")).await?;
        let (shown, figure) = (browser.figure(view), article::figure(view, "de")?);
        shown.alive().await?;
        let scene = shown.scene(&figure, state).await?;
        browser.run::<bool>(&format!("const base = {}; {PREPARE}", shown.part("canvas.base")), &[]).await?;
        Ok(Pointed { browser, shown, figure, scene, state })
    }
}

impl Pointed<'_> {
    /// In reading order.
    fn data(&self) -> Vec<DatumId> {
        let mut order = Vec::new();
        for datum in self.scene.marks.iter().filter_map(|mark| mark.datum) {
            if !order.contains(&datum) {
                order.push(datum);
            }
        }
        order
    }

    /// So many of the data: the first, the last, and others at equal distances.
    fn some(&self, count: usize) -> Vec<DatumId> {
        let all = self.data();
        let count = count.min(all.len());
        (0..count).map(|nth| all[nth * (all.len() - 1) / (count - 1).max(1)]).collect()
    }

    /// The middle of a datum's mark, in CSS px of the viewport.
    async fn middle(&self, datum: DatumId) -> Result<(f64, f64)> {
        let middle = self.scene.place_of(datum).context("a datum without a mark")?.middle();
        let reach = Sizes::at(self.shown.ratio().await?).reach;
        assert_eq!(hit::at(&self.scene, middle, reach), Some(datum), "another mark lies in the middle of {datum:?}");
        self.shown.on_screen(middle).await
    }

    async fn all(&self, count: usize) -> Result<()> {
        self.hover(count).await?;
        self.tap(count).await?;
        self.click(count).await
    }

    async fn hover(&self, count: usize) -> Result<()> {
        for datum in self.some(count) {
            self.browser.hover(self.middle(datum).await?).await?;
            let answer = self.answer().await?;
            self.tells(&answer, datum)?;
            assert!(answer.stained, "the figure below was painted again");
        }
        self.browser.hover(self.outside().await?).await?;
        self.tells_nothing().await
    }

    async fn tap(&self, count: usize) -> Result<()> {
        for datum in self.some(count) {
            self.browser.tap(self.middle(datum).await?).await?;
            self.browser.wait_until("the tap is a choice", "chosen").await?;
            self.chose(datum).await?;
            self.browser.tap(self.outside().await?).await?;
            let answer = self.answer().await?;
            assert!(answer.parts.is_empty(), "{answer:?}");
            assert!(answer.overlay_painted, "{datum:?} does not stay marked");
        }
        Ok(())
    }

    async fn click(&self, count: usize) -> Result<()> {
        for datum in self.some(count) {
            self.browser.click(self.middle(datum).await?).await?;
            self.chose(datum).await?;
        }
        Ok(())
    }

    async fn keys(&self) -> Result<()> {
        let focused = format!("Boolean({}.shadowRoot.activeElement?.dataset.key)", self.shown.element);
        for _ in 0..40 {
            if self.browser.eval(&focused).await? {
                break;
            }
            self.browser.press(&[Key::Tab]).await?;
        }
        assert!(self.browser.eval::<bool>(&focused).await?, "Tab does not lead to the marks");
        let data = self.data();
        let (first, last) = (data[0], data[data.len() - 1]);
        self.reads(first).await?;
        self.walk().await?;
        self.press(Key::End, last).await?;
        self.press(Key::Home, first).await?;
        self.choose(first).await?;
        // The bubble can be sent away; the next key brings it back.
        self.browser.press(&[Key::Escape]).await?;
        let answer = self.answer().await?;
        assert!(answer.parts.is_empty() && answer.overlay_painted, "{answer:?}");
        self.press(Key::End, last).await?;
        // The marks are one tab stop.
        self.browser.press(&[Key::Tab]).await?;
        self.tells_nothing().await
    }

    /// With all four arrows in turn, choosing what they lead to.
    async fn walk(&self) -> Result<()> {
        const WAYS: [(Key, Direction); 4] = [
            (Key::Right, Direction::Right),
            (Key::Down, Direction::Down),
            (Key::Left, Direction::Left),
            (Key::Up, Direction::Up),
        ];
        let (state, mut at) = (State::parse(self.state), self.data()[0]);
        for (key, direction) in WAYS.into_iter().cycle().take(3 * WAYS.len()) {
            at = hit::arrow(&self.scene, &self.figure, &state, Some(at), direction).context("no way")?;
            self.press(key, at).await?;
            self.choose(at).await?;
        }
        Ok(())
    }

    async fn choose(&self, datum: DatumId) -> Result<()> {
        self.browser.press(&[Key::Enter]).await?;
        self.chose(datum).await?;
        let card = format!("{}.shadowRoot.activeElement === {}", self.shown.element, self.shown.part(".card"));
        assert!(self.browser.eval::<bool>(&card).await?, "the card has not the focus");
        self.browser.press(&[Key::Escape]).await?;
        assert!(self.browser.eval::<bool>(&format!("{}.hidden", self.shown.part(".card"))).await?);
        self.reads(datum).await
    }

    async fn press(&self, key: Key, leads_to: DatumId) -> Result<()> {
        self.browser.press(&[key]).await?;
        self.reads(leads_to).await
    }

    /// The mark has the focus, bears what is known of it as its name, and shows it.
    async fn reads(&self, datum: DatumId) -> Result<()> {
        let answer = self.answer().await?;
        let locale = article::locale("de")?;
        let said = describe::item(&self.figure, self.figure.datum(datum).context("no datum")?, &locale);
        assert_eq!(answer.reached, said, "{datum:?}: {answer:?}");
        self.tells(&answer, datum)
    }

    /// A point of the page that belongs to no figure.
    async fn outside(&self) -> Result<(f64, f64)> {
        Ok(self.browser.area("document.querySelector('h1')").await?.centre())
    }

    /// The page was told, once, which datum was chosen.
    async fn chose(&self, datum: DatumId) -> Result<()> {
        let expected = self.figure.datum(datum).context("no datum")?;
        let told =
            "[chosen?.view ?? '', chosen?.key ?? '', chosen?.label ?? '', chosen?.value ?? null, chosen?.text ?? '']";
        let told: (String, String, String, Option<f64>, String) = self.browser.eval(told).await?;
        let expected = expected.clone();
        let heading = describe::label(&expected, &article::locale("de")?);
        assert_eq!(told, (self.figure.name.clone(), expected.key, expected.label, expected.value, expected.text));
        self.browser.eval::<bool>("(window.chosen = null, true)").await?;
        let key = told.1;
        assert_eq!(self.shown.text(".card:not([hidden]) h3").await?, heading, "its card is not open");
        let selected: String = self.browser.eval("new URLSearchParams(location.search).get('select')").await?;
        assert_eq!(selected, key, "the address does not say what was chosen");
        let answer = self.answer().await?;
        assert!(answer.parts.is_empty() && answer.overlay_painted, "the card is told by a tooltip as well: {answer:?}");
        Ok(())
    }

    /// The tooltip says this datum in one line or a small block, at its mark and inside of the figure, and nothing that is drawn
    /// there.
    fn tells(&self, answer: &Answer, datum: DatumId) -> Result<()> {
        assert_eq!(answer.parts, tooltip(&self.figure, &self.scene, datum, &article::locale("de")?));
        let drawn = self.scene.texts_of(datum);
        assert!(!answer.parts.iter().any(|part| drawn.contains(part)), "{answer:?} repeats {drawn}");
        // With the name of its mark it is a small block.
        let name = describe::label(self.figure.datum(datum).context("no datum")?, &article::locale("de")?);
        let is_block = answer.parts.contains(&name) && answer.tooltip.width <= 288.5 && answer.lines <= 4;
        assert!(answer.lines == 1 || is_block || answer.stage.width < 500.0, "{answer:?} are several lines");
        assert!(answer.overlay_painted, "{datum:?} is not painted in front");
        assert!(answer.apart < 0.05, "{datum:?} is painted {} px from its mark", answer.apart);
        let (tooltip, stage) = (answer.tooltip, answer.stage);
        let apart = self.apart(tooltip, stage, datum)?;
        assert!(apart <= 12.0, "{datum:?}: {tooltip:?} is far from its mark");
        assert!(apart >= 0.0, "{datum:?}: {tooltip:?} covers its mark");
        // Firefox gives sixtieths of a px, whose sums differ in the last digits.
        let inside = tooltip.x >= stage.x && tooltip.x + tooltip.width <= stage.x + stage.width + 0.01;
        assert!(inside, "{datum:?}: {tooltip:?} leaves {stage:?}");
        let is_wide = answer.lines == 1 || tooltip.width >= 120.0_f64.min(stage.width / 3.0);
        assert!(is_wide, "{datum:?}: {tooltip:?} is too narrow to be read");
        Ok(())
    }

    /// How far a tooltip is above or below its mark, or beside what is drawn of it, in CSS px; 0 on a bar that is longer than it;
    /// negative where it covers anything else of its mark.
    fn apart(&self, tooltip: Area, stage: Area, datum: DatumId) -> Result<f64> {
        let mark = self.scene.place_of(datum).context("a datum without a mark")?;
        let scale = stage.width / self.scene.width;
        let (top, bottom) = (stage.y + mark.top * scale, stage.y + mark.bottom * scale);
        let across = (top - tooltip.y - tooltip.height).max(tooltip.y - bottom);
        let (from, to) = self.scene.free_beside(datum);
        let (left, right) = (stage.x + from * scale, stage.x + to * scale);
        let fits = tooltip.x + tooltip.width <= right;
        let (start, end) = (stage.x + mark.left * scale, stage.x + mark.right * scale);
        let is_on_bar = tooltip.x > start && tooltip.x + tooltip.width < end && bottom - top < 40.0;
        if across < 0.0 && is_on_bar {
            return Ok(0.0);
        }
        Ok(if across < 0.0 && fits { tooltip.x - left } else { across })
    }

    async fn tells_nothing(&self) -> Result<()> {
        let answer = self.answer().await?;
        assert!(answer.parts.is_empty() && answer.reached.is_empty() && !answer.overlay_painted, "{answer:?}");
        Ok(())
    }

    async fn answer(&self) -> Result<Answer> {
        let root = format!("const root = {}.shadowRoot;", self.shown.element);
        let body = "
            const part = (selector) => root.querySelector(selector);
            const place = (selector) => part(selector).getBoundingClientRect().toJSON();
            const pixels = (selector) => {
                const { width, height } = part(selector);
                return new Uint32Array(part(selector).getContext('2d').getImageData(0, 0, width, height).data.buffer);
            };
            const tooltip = part('.tooltip');
            return {
                parts: tooltip.hidden ? [] : [...tooltip.children].map(part => part.textContent),
                lines: tooltip.hidden ? 0 : Math.floor(tooltip.clientHeight / parseFloat(getComputedStyle(tooltip).lineHeight)),
                reached: root.activeElement?.dataset.key ? root.activeElement.ariaLabel : '',
                tooltip: place('.tooltip'),
                stage: place('.stage'),
                overlay_painted: pixels('.overlay').some(Boolean),
                apart: Math.hypot(place('.overlay').x - place('.base').x, place('.overlay').y - place('.base').y),
                stained: part('.base').getContext('2d').getImageData(0, 0, 1, 1).data[3] === 255,
            };";
        self.browser.run(&format!("{root}{body}"), &[]).await
    }
}

impl Pointed<'_> {
    /// The marks of the others fade; each of their texts has a colour that is read on the ground, and on a faded mark.
    async fn readable(&self, is_dark: bool) -> Result<()> {
        let theme = if is_dark { Theme::DARK } else { Theme::LIGHT };
        let first = self.data()[0];
        self.browser.hover(self.middle(first).await?).await?;
        self.browser.settle().await?;
        let opacity: String =
            self.browser.eval(&format!("getComputedStyle({}).opacity", self.shown.part(".base"))).await?;
        assert_eq!(opacity, "0.4");
        let (overlay, mut texts) = (self.shown.overlay().await?, 0);
        for mark in self.scene.marks.iter().filter(|mark| mark.datum != Some(first)) {
            if !matches!(mark.shape, Shape::Text(_)) {
                continue;
            }
            let [red, green, blue] =
                if matches!(mark.ink, Ink::OnSeries | Ink::OnSoft) { theme.text } else { theme.soft_text };
            let bounds = mark.shape.bounds();
            let rows = bounds.top as i64..bounds.bottom as i64;
            let mut points = rows.flat_map(|y| (bounds.left as i64..bounds.right as i64).map(move |x| (x, y)));
            let found = points.any(|(x, y)| overlay.at(x, y) == Some([red, green, blue, 0xff]));
            assert!(found, "{mark:?} fades");
            texts += 1;
        }
        assert!(texts > 4, "{texts} texts");
        Ok(())
    }
}

/// Where the tooltip is beside the value, it lies under a pointer that was there.
async fn clicked(browser: &Browser) -> Result<()> {
    let page = Page { viewport: DESKTOP, view: "investment", state: "" }.open(browser).await?;
    let china = DatumId(3);
    browser.hover(page.middle(china).await?).await?;
    browser.settle().await?;
    let tooltip = page.shown.part(".tooltip");
    let at = browser.area(&tooltip).await?.centre();
    browser.hover(at).await?;
    let ended = format!("({tooltip}.getAnimations().forEach(rest => rest.finish()), true)");
    browser.eval::<bool>(&ended).await?;
    let hit =
        format!("{}.shadowRoot.elementFromPoint({}, {}).closest('.tooltip') !== null", page.shown.element, at.0, at.1);
    assert!(browser.eval::<bool>(&hit).await?, "the pointer is not in the tooltip");
    browser.click(at).await?;
    browser.settle().await?;
    let label = page.figure.data[china.0].label.clone();
    assert_eq!(page.shown.text(".card:not([hidden]) h3").await?, label);
    Ok(())
}

async fn rested(browser: &Browser) -> Result<()> {
    let page = Page { viewport: DESKTOP, view: "investment", state: "" }.open(browser).await?;
    for datum in page.some(3) {
        browser.hover(page.middle(datum).await?).await?;
        let body = format!(
            "const root = {}.shadowRoot;
            const tooltip = root.querySelector('.tooltip');
            // As it begins, whatever time has gone by.
            const [rest] = tooltip.getAnimations();
            rest.currentTime = 0;
            const before = getComputedStyle(tooltip).pointerEvents;
            rest.finish();
            return [before, getComputedStyle(tooltip).pointerEvents]",
            page.shown.element
        );
        let taken: (String, String) = browser.run(&body, &[]).await?;
        assert_eq!(taken, ("none".to_owned(), "auto".to_owned()));
    }
    Ok(())
}

async fn other_keys(browser: &Browser) -> Result<()> {
    // The next mark is in sight: otherwise the focus would scroll to it.
    browser.set_viewport(Viewport::new(800, 900)).await?;
    browser.open("/").await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    let item = shown.part(".item[tabindex=\"0\"]");
    browser.eval::<bool>(&format!("({item}.focus({{ preventScroll: true }}), true)")).await?;
    browser.press(&[Key::Down]).await?;
    browser.settle().await?;
    let scrolled: f64 = browser.eval("scrollY").await?;
    assert_eq!(scrolled, 0.0, "an arrow key chooses and does not scroll");
    browser.press(&[Key::PageDown]).await?;
    browser.wait_until("the page is scrolled", "scrollY > 0").await
}
