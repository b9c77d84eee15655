//! The comparison step by step: what is known early is shown early, and nothing that was shown changes its place.

use std::sync::atomic::AtomicBool;

use super::Comparison;
use super::budget::Budget;
use super::evidence::Passages;
use super::indicators::Ledger;
use super::named::Figures;
use super::prepared::Prepared;
use super::promises::promises;
use super::reuse::reuse;
use super::rows::{mark, rows};
use super::sections::Sections;
use super::shortcomings::shortcomings;
use crate::report::Report;

/// What of a [`Comparison`] is final. Later stages only fill what is empty: the rows keep their number and order, so that
/// the index of a row is its identity and a cursor can stay on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Sections and rows with their classes, without marks; everything else is empty.
    Paired,
    /// The marks inside the rows, and what was carried over.
    Marked,
    /// Indicators, and the quantities that only one report gives.
    Counted,
    /// Promises and shortcomings: all there is.
    Whole,
}

/// Sets two years side by side.
pub fn compare(old: &Report, new: &Report) -> Comparison {
    let mut budget = Budget::generous();
    run(old, new, &mut budget, &mut |_, _| {})
}

/// Sets two years side by side and calls `each` when a stage is reached, the last one included.
///
/// None when `stop` was set meanwhile; the work ends within a few steps of that.
pub fn compare_in_stages(
    old: &Report,
    new: &Report,
    stop: &AtomicBool,
    each: &mut dyn FnMut(Stage, &Comparison),
) -> Option<Comparison> {
    let mut budget = Budget::until(stop);
    let comparison = run(old, new, &mut budget, each);
    (!budget.is_stopped()).then_some(comparison)
}

fn run(
    old: &Report,
    new: &Report,
    budget: &mut Budget,
    each: &mut dyn FnMut(Stage, &Comparison),
) -> Comparison {
    let mut reached = |stage: Stage, comparison: &Comparison, budget: &Budget| {
        let goes_on = !budget.is_stopped();
        if goes_on {
            each(stage, comparison);
        }
        goes_on
    };
    let mut found = Comparison::default();
    let (from, to) = (Prepared::of(old), Prepared::of(new));
    let sections = Sections::of(&from, &to, budget);
    found.rows = rows(&from, &to, &sections, budget);
    found.sections = sections.judged(old, new, &found.rows);
    if !reached(Stage::Paired, &found, budget) {
        return found;
    }
    mark(&mut found.rows, &from, &to, budget);
    found.reuse = reuse(&from, &to, &found.rows);
    if !reached(Stage::Marked, &found, budget) {
        return found;
    }
    let figures = Figures::of(&from, &to);
    let ledger = Ledger::of(&from, &to, &figures, &found.rows, budget);
    found.indicators = ledger.indicators;
    found.appeared = ledger.appeared;
    found.dropped = ledger.dropped;
    if !reached(Stage::Counted, &found, budget) {
        return found;
    }
    let mut deeds = Passages::of(&to, &from, &figures.new);
    found.promises = promises(&from, &figures.old, &mut deeds, budget);
    found.shortcomings = shortcomings(&from, &to, &mut deeds, budget);
    reached(Stage::Whole, &found, budget);
    found
}
