//! By keys alone: every datum of every figure in every state is reached, named, opened and closed.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result, ensure};
use article_figures::describe;
use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Direction};
use article_figures::locale::{Locale, Word};
use article_figures::package::Kind;
use article_figures::question::{is_for, questions};
use article_figures::scene::Scene;
use article_figures::state::State;
use browser::article::{self, VIEWS};
use browser::{Browser, Key, Shown, Suite, Viewport};
use serde::Deserialize;

const WAYS: [(Key, Direction); 4] = [
    (Key::Right, Direction::Right),
    (Key::Down, Direction::Down),
    (Key::Left, Direction::Left),
    (Key::Up, Direction::Up),
];
/// They order or mark what is shown and do not change it.
const OTHER: [&str; 3] = ["kind", "sort", "many"];

pub fn add(suite: &mut Suite) {
    for view in VIEWS {
        suite.either(["economy", "january"].contains(&view), view, async move |browser| {
            let count = Keyboard::open(browser, view).await?.everything().await?;
            let Count { data, states, keys } = count;
            println!("        {view}: {data} data reached and opened, in {states} states, by {keys} keys");
            Ok(())
        });
    }
}

/// What was gone through.
struct Count {
    data: usize,
    states: usize,
    keys: usize,
}

/// A key, and where the focus must be after it.
type Press = (Key, Focus);

/// What has the focus within a figure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
enum Focus {
    Item(usize),
    /// The card or the keys, and their heading.
    Card(String),
    Keys(String),
    Other(String),
}

/// Notes after each key, when the figure has had its say, what has the focus and whether anything is still open.
const LISTEN: &str = "
    window.pressed = [];
    window.focused = () => {
        const active = root.activeElement;
        const open = [...root.querySelectorAll('.card:not([hidden])')];
        const heading = open[0]?.querySelector('h3').textContent;
        if (open.length > 1) return { Other: 'several cards are open' };
        if (active?.matches('.item')) return open.length ? { Other: `${heading} is still open` } : { Item: Number(active.dataset.datum) };
        if (active?.matches('.keys')) return { Keys: heading ?? 'hidden' };
        if (active?.matches('.card')) return { Card: heading ?? 'hidden' };
        return { Other: active?.className ?? 'nothing' };
    };
    addEventListener('keydown', () => pressed.push(focused()));
    return true";

struct Keyboard<'a> {
    browser: &'a Browser,
    shown: Shown<'a>,
    figure: Figure,
    locale: Locale,
}

impl<'a> Keyboard<'a> {
    async fn open(browser: &'a Browser, view: &str) -> Result<Self> {
        browser.set_viewport(Viewport::new(1200, 1800)).await?;
        browser.open(&format!("/de/{view}/")).await?;
        let shown = browser.figure(view);
        shown.alive().await?;
        browser.run::<bool>(&format!("const root = {}.shadowRoot; {LISTEN}", shown.element), &[]).await?;
        Ok(Self { browser, shown, figure: article::figure(view, "de")?, locale: article::locale("de")? })
    }

    async fn everything(&self) -> Result<Count> {
        let mut opened = BTreeSet::new();
        let (states, mut keys) = (states(&self.figure, &self.locale), 0);
        for state in &states {
            keys += self.state(state, &mut opened).await.with_context(|| format!("in the state {state:?}"))?;
        }
        let missed = self.figure.entries().filter(|(id, _)| !opened.contains(id));
        let missed: Vec<_> = missed.map(|(_, datum)| &datum.key).collect();
        ensure!(missed.is_empty(), "no key leads to {missed:?}");
        self.around().await?;
        Ok(Count { data: opened.len(), states: states.len(), keys })
    }

    /// Takes every arrow from every mark of a state, then by the keys that jump; opens what was not yet opened.
    async fn state(&self, state: &str, opened: &mut BTreeSet<DatumId>) -> Result<usize> {
        self.shown.ask(state).await?;
        let scene = self.shown.scene(&self.figure, state).await?;
        let order = hit::reading_order(&scene);
        self.named(&order).await?;
        let tour = self.tour(&scene, &State::parse(state), order[0]);
        let reached: BTreeSet<_> = tour.iter().map(|(_, id)| *id).chain([order[0]]).collect();
        let missed: Vec<_> = order.iter().filter(|id| !reached.contains(id)).collect();
        ensure!(missed.is_empty(), "no arrow leads to {missed:?}");
        let mut presses = Vec::new();
        for (key, id) in [(Key::Home, order[0])].into_iter().chain(tour) {
            presses.push((key, Focus::Item(id.0)));
            if opened.insert(id) {
                presses.extend(self.opening(id));
            }
        }
        presses.extend(self.jumps(&order, state));
        self.focus(".item[tabindex=\"0\"]").await?;
        self.press(&presses).await?;
        Ok(presses.len())
    }

    /// The names of the marks, in reading order, hold label and value.
    async fn named(&self, order: &[DatumId]) -> Result<()> {
        let items = format!("[...{}.shadowRoot.querySelectorAll('.item')]", self.shown.element);
        let names = format!("{items}.map(item => [Number(item.dataset.datum), item.ariaLabel])");
        let names: Vec<(usize, String)> = self.browser.eval(&names).await?;
        let data: Vec<_> = names.iter().map(|(datum, _)| DatumId(*datum)).collect();
        ensure!(data == order, "there are buttons for {data:?} instead of {order:?}");
        for (datum, name) in &names {
            let datum = &self.figure.data[*datum];
            let said = name.contains(&datum.label) && name.contains(&datum.text) && !datum.label.is_empty();
            ensure!(said, "{name:?} lacks {:?} or {:?}", datum.label, datum.text);
        }
        Ok(())
    }

    /// A way by arrows alone that takes every arrow of every mark once: always the nearest that is left.
    fn tour(&self, scene: &Scene, state: &State, first: DatumId) -> Vec<(Key, DatumId)> {
        let arrow = |from, direction| hit::arrow(scene, &self.figure, state, Some(from), direction).unwrap_or(from);
        let (mut tour, mut taken, mut at) = (Vec::new(), BTreeSet::new(), first);
        while let Some(way) = shortest(at, &taken, arrow) {
            for step in way {
                taken.insert((at, step));
                let (key, direction) = &WAYS[step];
                at = arrow(at, *direction);
                tour.push((key.clone(), at));
            }
        }
        tour
    }

    /// Enter opens the card and goes into it, Escape comes back.
    fn opening(&self, id: DatumId) -> [Press; 2] {
        let heading = describe::label(&self.figure.data[id.0], &self.locale);
        [(Key::Enter, Focus::Card(heading)), (Key::Escape, Focus::Item(id.0))]
    }

    /// To either end and, on a map, from one to the next.
    fn jumps(&self, order: &[DatumId], state: &str) -> Vec<Press> {
        let item = |id: &DatumId| Focus::Item(id.0);
        let last = order.last().map(item);
        let mut presses: Vec<_> = last.into_iter().map(|last| (Key::End, last)).collect();
        presses.push((Key::Home, item(&order[0])));
        if self.figure.kind(State::parse(state).get("kind")) == Kind::Map {
            presses.extend(order[1..].iter().map(|id| (Key::PageDown, item(id))));
            presses.extend(order.iter().rev().skip(1).map(|id| (Key::PageUp, item(id))));
        }
        presses
    }

    async fn press(&self, presses: &[Press]) -> Result<()> {
        self.browser.eval::<bool>("(pressed.length = 0, true)").await?;
        self.browser.type_keys(presses.iter().map(|(key, _)| key.clone())).await?;
        self.browser.wait_until("every key has come", &format!("pressed.length >= {}", presses.len())).await?;
        let found: Vec<Focus> = self.browser.eval("pressed").await?;
        for (index, (key, expected)) in presses.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| found.get(before));
            let at = found.get(index).context("a key has not come")?;
            ensure!(at == expected, "{key:?} from {before:?} leads to {at:?} instead of {expected:?}");
        }
        Ok(())
    }

    async fn focus(&self, selector: &str) -> Result<()> {
        self.browser.eval::<bool>(&format!("({}.focus(), true)", self.shown.part(selector))).await.map(drop)
    }

    async fn focused(&self) -> Result<Focus> {
        self.browser.eval("focused()").await
    }

    /// The marks are one tab stop; `?` shows the keys; one button leads past the figure.
    async fn around(&self) -> Result<()> {
        self.shown.ask("").await?;
        let order = hit::reading_order(&self.shown.scene(&self.figure, "").await?);
        let last = Focus::Item(order[order.len() - 1].0);
        let keys = self.locale.word(Word::Keys).to_owned();
        self.focus(".item[tabindex=\"0\"]").await?;
        self.press(&[(Key::End, last.clone())]).await?;
        self.browser.type_keys(['?']).await?;
        ensure!(self.focused().await? == Focus::Keys(keys), "? leads to {:?}", self.focused().await?);
        self.press(&[(Key::Escape, last.clone())]).await?;
        for backwards in [false, true] {
            self.tab(backwards).await?;
            ensure!(!matches!(self.focused().await?, Focus::Item(_)), "the marks are several tab stops");
            self.tab(!backwards).await?;
            ensure!(self.focused().await? == last, "Tab comes back to {:?}", self.focused().await?);
        }
        self.focus(".skip").await?;
        self.browser.press(&[Key::Enter]).await?;
        ensure!(self.focused().await? == Focus::Other("end".to_owned()), "skipped to {:?}", self.focused().await?);
        Ok(())
    }

    async fn tab(&self, backwards: bool) -> Result<()> {
        match backwards {
            true => self.browser.press_with(Key::Shift, Key::Tab).await,
            false => self.browser.press(&[Key::Tab]).await,
        }
    }
}

/// Breadth first over the arrows: the way to and through the nearest one that was not taken yet, as indices of [`WAYS`].
fn shortest(
    from: DatumId,
    taken: &BTreeSet<(DatumId, usize)>,
    arrow: impl Fn(DatumId, Direction) -> DatumId,
) -> Option<Vec<usize>> {
    let mut ways: BTreeMap<DatumId, Vec<usize>> = BTreeMap::from([(from, Vec::new())]);
    let mut next = VecDeque::from([from]);
    while let Some(at) = next.pop_front() {
        for (step, (_, direction)) in WAYS.iter().enumerate() {
            let way = [&*ways[&at], &[step]].concat();
            if !taken.contains(&(at, step)) {
                return Some(way);
            }
            let to = arrow(at, *direction);
            if let Entry::Vacant(unknown) = ways.entry(to) {
                unknown.insert(way);
                next.push_back(to);
            }
        }
    }
    None
}

/// Every kind, each with every choice that changes what is shown, then what the host's tests combine.
fn states(figure: &Figure, locale: &Locale) -> Vec<String> {
    let questions = questions(figure, locale);
    let kinds = questions.iter().filter(|question| question.name == "kind").flat_map(|question| &question.choices);
    let mut kinds: Vec<_> = kinds.map(|(kind, _)| kind.clone()).collect();
    if kinds.is_empty() {
        kinds.push(String::new());
    }
    let mut states = Vec::new();
    for kind in &kinds {
        let base = if kind.is_empty() { String::new() } else { format!("kind={kind}") };
        states.push(base.clone());
        let shown = figure.kind(Some(kind).filter(|kind| !kind.is_empty()).map(String::as_str));
        for question in questions.iter().filter(|question| !OTHER.contains(&question.name)) {
            let choices =
                question.choices.iter().filter(|(value, _)| !value.is_empty() && is_for(question.only, shown));
            let choices = choices.map(|(value, _)| format!("{base}&{}={value}", question.name));
            states.extend(choices.map(|state| state.trim_start_matches('&').to_owned()));
        }
    }
    let combined = super::common::STATES.iter().filter(|(view, state)| *view == figure.name && !state.contains("sort"));
    states.extend(combined.map(|(_, state)| (*state).to_owned()));
    let mut seen = BTreeSet::new();
    states.retain(|state| seen.insert(state.clone()));
    states
}
