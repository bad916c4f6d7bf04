//! Measurements as a table in Markdown.

use std::fmt::{self, Display, Formatter};

/// One thing that was measured several times.
pub struct Row {
    pub what: String,
    pub values: Vec<f64>,
    /// `ms`, `KB`, or nothing for counts.
    pub unit: &'static str,
    /// What the median should be at most.
    pub target: Option<f64>,
}

pub struct Table {
    pub rows: Vec<Row>,
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        writeln!(f, "| what | median | lowest – highest | of | target |")?;
        writeln!(f, "| --- | --- | --- | --- | --- |")?;
        for row in &self.rows {
            let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
            let (low, middle, high) = spread(&row.values);
            let (low, middle, high) = (written(low), written(middle), written(high));
            let count = row.values.len();
            writeln!(f, "| {} | {middle}{unit} | {low} – {high} | {count} | {} |", row.what, row.verdict())?;
        }
        Ok(())
    }
}

impl Row {
    /// `at most 32 ms: met`, `at most 32 ms: missed by 4`.
    fn verdict(&self) -> String {
        let Some(target) = self.target else { return String::new() };
        let (_, median, _) = spread(&self.values);
        let goal = format!("at most {} {}", written(target), self.unit);
        let goal = goal.trim();
        // A NaN is no success.
        if median <= target {
            format!("{goal}: met")
        } else {
            format!("{goal}: missed by {}", written(median - target))
        }
    }
}

/// The lowest value, the median and the highest.
pub fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let count = sorted.len();
    let median = if count % 2 == 1 { at(count / 2) } else { (at(count.wrapping_sub(1) / 2) + at(count / 2)) / 2.0 };
    (at(0), median, at(count.wrapping_sub(1)))
}

/// Whole from 100 on, else with one decimal, where there is one.
pub fn written(value: f64) -> String {
    let text = if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.1}") };
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A text with other results between the two marks of a name; nothing where these are missing.
pub fn replaced(text: &str, name: &str, results: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{results}{end}{after}"))
}
