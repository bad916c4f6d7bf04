//! Where the arrow keys lead: to every datum of every figure, and as each kind of figure is read.

use crate::common::{Ruler, STATES, figure};
use article_figures::figure::{DatumId, Figure};
use article_figures::hit::{self, Direction, Step};
use article_figures::scene::{Frame, Scene, layout};
use article_figures::state::State;

const DIRECTIONS: [Direction; 4] = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];

#[test]
fn arrows_alone_reach_every_datum() {
    for (view, query) in STATES {
        let (figure, state) = (figure(view, "de"), State::parse(query));
        for width in [320.0, 720.0, 1200.0] {
            let scene = layout(&figure, &state, &Frame::new(width, 1.0, &Ruler));
            let reached = reached(&scene, &figure, &state);
            let missed = hit::reading_order(&scene).into_iter().filter(|id| !reached.contains(id));
            let missed: Vec<_> = missed.map(|id| &figure.data[id.0].key).collect();
            assert!(missed.is_empty(), "{view} {query} at {width}: no arrow key leads to {missed:?}");
        }
    }
}

fn reached(scene: &Scene, figure: &Figure, state: &State) -> Vec<DatumId> {
    let mut reached: Vec<_> = hit::step(scene, None, Step::First).into_iter().collect();
    let mut next = 0;
    while let Some(from) = reached.get(next).copied() {
        for direction in DIRECTIONS {
            let to = hit::arrow(scene, figure, state, Some(from), direction).expect("it stays at least");
            if !reached.contains(&to) {
                reached.push(to);
            }
        }
        next += 1;
    }
    reached
}

#[test]
fn arrows_follow_the_kind() {
    use Direction::{Down, Left, Right, Up};
    for (view, query, from, direction, to) in [
        // Rows of one datum each: in reading order whatever the arrow.
        ("investment", "", "nl", Down, "us"),
        ("investment", "", "nl", Right, "us"),
        ("investment", "", "us", Up, "nl"),
        ("investment", "", "nl", Up, "nl"),
        ("investment", "", "remainder", Down, "remainder"),
        // Rows with what others state: sideways to it, up and down in the same series.
        ("investment", "compare=2020-9m", "us", Right, "us-2020-9m"),
        ("investment", "compare=2020-9m", "us-2020-9m", Left, "us"),
        ("investment", "compare=2020-9m", "us-2020-9m", Up, "nl-2020-9m"),
        ("investment", "compare=2020-9m", "us", Down, "ch"),
        ("investment", "compare=2020-9m", "us", Left, "us"),
        // Rows of a group and its members.
        ("investment", "group=1", "sum-0", Right, "nl"),
        ("investment", "group=1", "sum-0", Down, "us"),
        ("investment", "group=1", "fr", Left, "nl"),
        // Through time, and from row to row.
        ("strikes", "", "T01", Right, "T02"),
        ("strikes", "", "T02", Left, "T01"),
        ("strikes", "", "T04b", Down, "T05"),
        ("strikes", "", "T05", Up, "T04b"),
        // To the nearest place.
        ("january", "", "J05", Right, "J06"),
        // Along a strip, and from end to end of a slope: down leads on and up leads back.
        ("economy", "kind=stack", "trade", Down, "mining"),
        ("economy", "kind=stack", "trade", Right, "mining"),
        ("economy", "kind=stack", "mining", Up, "trade"),
        ("population", "", "1989", Down, "2021"),
        ("population", "", "2021", Up, "1989"),
        // In a grid.
        ("counted", "", "P01", Down, "T01"),
        ("counted", "", "P01", Right, "I12"),
    ] {
        let (figure, state) = (figure(view, "de"), State::parse(query));
        let scene = layout(&figure, &state, &Frame::new(720.0, 1.0, &Ruler));
        let id = |key| figure.data.iter().position(|datum| datum.key == key).map(DatumId);
        let next = hit::arrow(&scene, &figure, &state, id(from), direction);
        let key = next.map(|id| figure.data[id.0].key.as_str());
        assert_eq!(key, Some(to), "{view} {query}: {direction:?} from {from}");
    }
}
