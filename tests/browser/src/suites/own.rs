//! The helpers of the tests and of the benchmark, which need no browser.

use anyhow::Result;
use browser::{Browser, Suite, difference};

use crate::bench::table::{Row, Table, replaced, spread};

pub fn add(suite: &mut Suite) {
    suite.case("medians and ranges", plain(medians));
    suite.case("a table says which target was missed", plain(a_table_says_what_was_missed));
    suite.case("new results take the place of the old ones", plain(results_take_the_place_of_the_last_ones));
    suite.case("the line of a golden that differs is named", plain(differing_lines));
}

/// A case that fails by its assertions alone.
fn plain(check: fn()) -> impl AsyncFnOnce(&Browser) -> Result<()> + Send + 'static {
    async move |_: &Browser| {
        check();
        Ok(())
    }
}

fn medians() {
    for (values, expected) in
        [(vec![3.0, 1.0, 2.0], (1.0, 2.0, 3.0)), (vec![4.0, 1.0], (1.0, 2.5, 4.0)), (vec![7.0], (7.0, 7.0, 7.0))]
    {
        assert_eq!(spread(&values), expected);
    }
    assert!(spread(&[]).1.is_nan());
}

fn a_table_says_what_was_missed() {
    let row = |values, target| Row { what: "x".to_owned(), values, unit: "ms", target };
    let rows = vec![row(vec![31.96, 32.0, 400.4], Some(32.0)), row(vec![36.25], Some(32.0)), row(vec![0.0], None)];
    let table = Table { rows }.to_string();
    let lines: Vec<_> = table.lines().skip(2).collect();
    assert_eq!(
        lines,
        [
            "| x | 32 ms | 32 – 400 | 3 | at most 32 ms: met |",
            "| x | 36.2 ms | 36.2 – 36.2 | 1 | at most 32 ms: missed by 4.2 |",
            "| x | 0 ms | 0 – 0 | 1 |  |",
        ]
    );
}

fn results_take_the_place_of_the_last_ones() {
    let text = "a\n<!-- bench -->\nold\n<!-- /bench -->\nb";
    assert_eq!(replaced(text, "bench", "new\n").as_deref(), Some("a\n<!-- bench -->\nnew\n<!-- /bench -->\nb"));
    assert_eq!(replaced("nothing", "bench", "new"), None);
}

fn differing_lines() {
    let told = difference("de/x.txt", "a\nb\n", "a\nc\nd\n");
    assert_eq!(told, "de/x.txt:2\n  golden: b\n  now:    c");
    assert!(difference("de/x.txt", "a\n", "a\nb\n").ends_with("golden: (end)\n  now:    b"));
}
