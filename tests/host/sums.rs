//! Every sum, share, change and rank in a sentence against a naive computation on the table, in whole tenths.

use std::collections::BTreeSet;

use crate::any::{GROUP, KEY, NAME, VALUE, any_figure, leads_to, rows};
use crate::common::{figure, generated, locale};
use article_figures::describe;
use article_figures::figure::{Datum, DatumId, Figure, Origin};
use article_figures::state::State;
use proptest::collection::vec;
use proptest::prelude::*;

const GROUPS: usize = 3;
const SHARE: &str = r#"{"name":"value","type":"number","unit":"%"}"#;

/// A number of tenths as English writes it: `30.2`, and `30` where it has none.
fn tenths(count: u32) -> String {
    if count.is_multiple_of(10) { (count / 10).to_string() } else { fixed(count) }
}

/// The same with its tenth, whatever it is.
fn fixed(count: u32) -> String {
    format!("{}.{}", count / 10, count % 10)
}

/// As exact as a column of tenths is.
fn is(value: Option<f64>, count: u32) -> bool {
    value.is_some_and(|value| (value * 10.0 - f64::from(count)).abs() < 1e-6)
}

/// Shares of a whole of 100, in groups.
fn shares(table: &[(u32, usize)]) -> Figure {
    let numbered: Vec<_> = table.iter().enumerate().collect();
    let values =
        rows("name,value,group", &numbered, |(row, (share, group))| format!("n{row},{},g{group}", fixed(*share)));
    let names: Vec<_> = (0..GROUPS).collect();
    let groups = rows("key,name", &names, |group| format!("g{group},Group {group}"));
    let fields = format!("{NAME},{SHARE},{GROUP}{}", leads_to("group", "groups"));
    any_figure(
        &[("values.csv", &fields, values), ("groups.csv", &format!("{KEY},{NAME}]"), groups)],
        r#""spec":{"type":"bar","group":"name","series":["value"]},"_figure":{"kinds":["bars","stack"],"whole":100,
        "remainder":"The rest","group":"group","sort":true}"#,
    )
}

/// The rows that a datum stands for, and what the rest is, if it is that.
fn parts(figure: &Figure, id: DatumId, table: &[(u32, usize)]) -> Vec<(usize, u32)> {
    let rest = 1000 - table.iter().map(|(share, _)| share).sum::<u32>();
    let Some(datum) = figure.datum(id) else { return Vec::new() };
    match (&datum.origin, datum.key.strip_prefix("sum-").and_then(|group| group.parse::<usize>().ok())) {
        (Origin::Stated(_), _) => vec![(id.0, table[id.0].0)],
        (Origin::Remainder { .. }, _) => vec![(table.len(), rest)],
        (_, Some(nth)) => {
            let name = &figure.groups[nth];
            let group: usize = name.trim_start_matches("Group ").parse().expect("a number");
            let members = table.iter().enumerate().filter(|(_, (_, own))| *own == group);
            members.map(|(row, (share, _))| (row, *share)).collect()
        }
        _ => Vec::new(),
    }
}

fn selection(figure: &Figure, chosen: &[DatumId], table: &[(u32, usize)]) -> String {
    let labels: Vec<_> = chosen.iter().filter_map(|id| figure.datum(*id)).map(|datum| datum.label.as_str()).collect();
    let parts: BTreeSet<_> = chosen.iter().flat_map(|id| parts(figure, *id, table)).collect();
    let counts: Vec<u32> = parts.iter().map(|(_, count)| *count).collect();
    let sum: u32 = counts.iter().sum();
    let total = if counts.iter().any(|count| !count.is_multiple_of(10)) { fixed(sum) } else { (sum / 10).to_string() };
    let terms: Vec<_> = counts.iter().map(|count| tenths(*count)).collect();
    let how = match counts.len() {
        0 | 1 => String::new(),
        _ => format!(" (our calculation: {})", terms.join(" + ")),
    };
    format!("Selected: {} – {total}%{how}", labels.join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: generated() as u32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Ten states of each table.
    #[test]
    fn of_parts(
        table in vec((1..80_u32, 0..GROUPS), 1..12),
        states in vec(vec(any::<prop::sample::Index>(), 1..6), 10),
    ) {
        let figure = shares(&table);
        for state in states {
            let mut chosen: Vec<_> = state.iter().map(|index| DatumId(index.index(figure.data.len()))).collect();
            chosen.sort();
            chosen.dedup();
            let found = describe::selection(&figure, &chosen, &locale("en"));
            prop_assert_eq!(found, selection(&figure, &chosen, &table));
        }
        for (id, datum) in figure.entries() {
            let sum = parts(&figure, id, &table).iter().map(|(_, count)| count).sum();
            prop_assert!(is(datum.value, sum), "{}: {:?} is not {sum}", datum.key, datum.value);
            if let Origin::Sum { computation } | Origin::Remainder { computation, .. } = &datum.origin {
                let (_, result) = computation.rsplit_once(" = ").expect("a result");
                prop_assert_eq!(result.parse::<f64>().ok(), datum.value);
            }
        }
    }

    /// The greatest two, which are named, and what they are together.
    #[test]
    fn of_the_greatest(table in vec((1..80_u32, 0..GROUPS), 2..12)) {
        let figure = shares(&table);
        let summary = describe::summary(&figure, &State::default(), figure.data.len(), &locale("en"));
        let mut ranked: Vec<_> = table.iter().enumerate().map(|(row, (share, _))| (*share, row)).collect();
        ranked.sort_by_key(|(share, row)| (std::cmp::Reverse(*share), *row));
        let whole = table.iter().all(|(share, _)| share.is_multiple_of(10));
        let text = |count| if whole { tenths(count) } else { fixed(count) };
        let [(first, one), (second, other)] = [ranked[0], ranked[1]];
        let both = if first.is_multiple_of(10) && second.is_multiple_of(10) { tenths(first + second) } else { fixed(first + second) };
        for expected in [
            format!("Largest value: n{one}, {}%", text(first)),
            format!("followed by n{other}, {}%", text(second)),
            format!("together {both}%"),
        ] {
            prop_assert!(summary.contains(&expected), "{summary}: {expected}");
        }
    }

    /// The difference of two years and what it is of the first.
    #[test]
    fn of_changes(first in 1..100_000_u32, last in 0..100_000_u32) {
        let table = format!("year,value\n1990,{}\n2000,{}\n", fixed(first), fixed(last));
        let figure = any_figure(
            &[("values.csv", &format!(r#"{{"name":"year","type":"year"}},{VALUE}]"#), table)],
            r#""spec":{"type":"lines-and-points","group":"year","series":["value"]},"_figure":{"kinds":["slope"]}"#,
        );
        let change = figure.data.iter().find(|datum| datum.is_change()).expect("a change");
        let difference = i64::from(last) - i64::from(first);
        let value = change.value.expect("a value");
        prop_assert!((value * 10.0 - difference as f64).abs() < 1e-6, "{value}: {difference} tenths");
        // In tenths of a percent; where both neighbours are as near, either will do.
        let share = 1000.0 * difference as f64 / f64::from(first);
        let written = change.text.split_once('(').and_then(|(_, rest)| rest.split_once('%')).expect("a share").0;
        let written: f64 = written.replace('−', "-").replace(',', "").parse().expect("a number");
        prop_assert!((written * 10.0 - share).abs() <= 0.5 + 1e-6, "{}: {share}", change.text);
    }
}

/// Every combination of single rows, the rest and groups of the article's shares, as an address selects them, in the state in
/// which groups are shown. Values are in tenths; each part counts once, and one part alone is not called computed.
#[test]
fn every_combination_of_the_article() {
    let (figure, locale) = (figure("investment", "en"), locale("en"));
    let chosen: Vec<_> = figure.entries().filter(|(_, datum)| datum.is_part() || datum.is_sum()).collect();
    assert!(chosen.len() > 12 && chosen.iter().filter(|(_, datum)| datum.is_sum()).count() > 1);
    let parts: Vec<_> = figure.entries().filter(|(_, datum)| datum.is_part()).collect();
    for combination in 1_u32..1 << chosen.len() {
        let picked = chosen.iter().enumerate().filter(|(nth, _)| combination >> nth & 1 == 1).map(|(_, entry)| *entry);
        let picked: Vec<_> = picked.collect();
        let keys: Vec<_> = picked.iter().map(|(_, datum)| &*datum.key).collect();
        let selected = figure.selected(&State::parse(&format!("many=1&group=1&select={}", keys.join(","))));
        let counts = |(id, part): &(DatumId, &Datum)| {
            let sums = || picked.iter().any(|(_, datum)| datum.is_sum() && datum.group == part.group);
            picked.iter().any(|(own, _)| own == id) || part.is_stated() && sums()
        };
        let terms: Vec<_> = parts.iter().filter(|part| counts(part)).filter_map(|(_, part)| part.value).collect();
        let terms: Vec<_> = terms.iter().map(|value| (value * 10.0).round() as u32).collect();
        let labels: Vec<_> = picked.iter().map(|(_, datum)| &*datum.label).collect();
        let listed: Vec<_> = terms.iter().map(|term| tenths(*term)).collect();
        let how = format!(" (our calculation: {})", listed.join(" + "));
        let how = if terms.len() > 1 { how } else { String::new() };
        let sum = tenths(terms.iter().sum());
        let found = describe::selection(&figure, &selected, &locale);
        // A sum keeps the decimals of its terms.
        let (total, fixed) = (format!(" – {sum}%"), format!(" – {}%", fixed(terms.iter().sum())));
        let expected = [total, fixed].map(|total| format!("Selected: {}{total}{how}", labels.join(", ")));
        assert!(expected.contains(&found), "{keys:?}: {found} instead of {expected:?}");
    }
}
