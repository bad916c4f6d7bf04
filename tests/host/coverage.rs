//! Every counted or dated statement of the article is in some figure.

use std::collections::BTreeMap;
use std::fs;

use crate::common::{article, folder};
use article_figures::package::STATEMENTS;
use article_figures::site::{self, coverage};

/// A statement as it was found when the article was read: `tests/fixtures/facts.csv`, whose numbers and dates
/// are the reader's, not the package's.
struct Fact {
    id: String,
    quotation: String,
    counted_or_dated: bool,
}

fn facts() -> Vec<Fact> {
    let text = fs::read_to_string(folder("tests/fixtures/facts.csv")).expect("the list");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let fact = |record: csv::StringRecord| Fact {
        id: record[0].to_owned(),
        quotation: record[1].to_owned(),
        counted_or_dated: (record[2].to_owned() + &record[3]).contains(|sign: char| sign.is_ascii_digit()),
    };
    reader.records().map(|record| fact(record.expect("a row"))).collect()
}

#[test]
fn every_counted_or_dated_statement_is_in_a_figure() {
    let facts = facts();
    assert_eq!(facts.len(), 73);
    let package = article();
    let statements = coverage::statements(&package);
    let shown: BTreeMap<_, _> = statements.iter().map(|shown| (shown.id.as_str(), shown)).collect();
    for fact in facts {
        let shown = shown.get(&*fact.id).unwrap_or_else(|| panic!("{} is not in the list of statements", fact.id));
        assert_eq!(shown.quotation, fact.quotation, "{}", fact.id);
        assert!(!shown.places.is_empty() || !fact.counted_or_dated, "{} is in no figure: {}", fact.id, fact.quotation);
    }
}

#[test]
fn what_is_not_drawn_says_why() {
    let package = article();
    let statements = package.table(STATEMENTS).expect("the statements");
    for row in 0..statements.rows {
        let cell = |column| statements.cell(column, row);
        let none = cell("drawn").as_deref() == Some("none");
        assert_eq!(none, cell("reason").is_some() && cell("reason@en").is_some(), "{:?}", cell("id"));
    }
    assert_eq!(
        site::check(&folder("data")).summary.as_deref(),
        Some("65 of 73 statements are shown, 8 are marked as not drawn")
    );
}
