//! Rows of the table that is printed.

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub enum Unit {
    Bytes,
    Millis,
    Kilobytes,
    Count,
}

/// What is to be reached.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// So many times the peer at most, and so much on top.
    Times(f64, f64),
    /// So much at most, whatever a peer does.
    Most(f64),
    /// Only listed.
    Listed,
}

pub fn head() {
    println!(
        "{:<46}{:>12}  {:<9}{:>12}{:>8}  goal",
        "what", "ducha", "peer", "", "ratio"
    );
}

/// Prints one row; no value of a peer is one that is not here.
pub fn row(what: &str, unit: Unit, ours: f64, peer: (&str, Option<f64>), goal: Goal) {
    let (name, theirs) = peer;
    let ratio = theirs
        .filter(|theirs| *theirs > 0.0)
        .map(|theirs| ours / theirs);
    let met = match (goal, theirs) {
        (Goal::Times(times, more), Some(theirs)) => Some(ours <= times * theirs + more),
        (Goal::Most(most), _) => Some(ours <= most),
        (Goal::Times(..), None) | (Goal::Listed, _) => None,
    };
    let goal = match goal {
        Goal::Times(times, more) if more > 0.0 => format!("<= {times} x + {more}"),
        Goal::Times(times, _) => format!("<= {times} x"),
        Goal::Most(most) => format!("<= {most}"),
        Goal::Listed => String::new(),
    };
    let said = match met {
        Some(true) => "met",
        Some(false) => "MISSED",
        None if goal.is_empty() => "",
        None => "SKIP",
    };
    let theirs = match (name, theirs) {
        ("", _) => String::new(),
        (_, Some(theirs)) => shown(unit, theirs),
        (_, None) => "SKIP".to_owned(),
    };
    let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    println!(
        "{what:<46}{:>12}  {name:<9}{theirs:>12}{ratio:>8}  {goal} {said}",
        shown(unit, ours)
    );
}

fn shown(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Bytes => format!("{value:.0} B"),
        Unit::Millis => format!("{value:.2} ms"),
        Unit::Kilobytes => format!("{value:.0} kB"),
        Unit::Count => format!("{value:.0}"),
    }
}
