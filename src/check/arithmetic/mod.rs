//! Relations between figures that a text claims: what is recomputed, and how exactly it must hold.
//!
//! Every finder reads the [`Ledger`] and returns [`Relation`]s. All arithmetic is on exact decimals and intervals
//! ([`exact`]); what cannot be told from the words is left out rather than guessed.

mod balance;
mod change;
mod counted;
mod exact;
mod formula;
mod ledger;
mod parts;
mod ratio;
mod roles;
mod subset;
mod sums;
mod two_values;
mod year_on_year;

pub(super) use exact::{Fit, fit, percent};
pub(super) use ledger::{Entry, Ledger, Line};
pub(super) use year_on_year::{agrees, changes};

use super::observation::{Observation, Reason};
use super::pack::Pattern;
use super::view::View;
use super::{Evidence, Localized, Severity, Verdict};

/// A claim about figures, recomputed.
#[derive(Clone, Debug)]
struct Relation<'a> {
    verdict: Verdict,
    severity: Option<Severity>,
    terms: Vec<Term<'a>>,
    /// The arithmetic, written out.
    formula: Localized,
    expected: Option<String>,
    found: Option<String>,
}

/// A figure and what it does in a relation.
#[derive(Clone, Copy, Debug)]
struct Term<'a> {
    role: &'static str,
    entry: &'a Entry<'a>,
}

/// Totals and their parts.
pub(super) fn parts_sum(view: &View) -> Vec<Observation> {
    observations(sums::sums(view.ledger()))
}

/// Parts within wholes, later stages within earlier ones.
pub(super) fn subset(view: &View) -> Vec<Observation> {
    observations(subset::subsets(view.ledger()))
}

/// Rates and the counts that they are made of.
pub(super) fn rate_counts(view: &View) -> Vec<Observation> {
    observations(ratio::ratios(view.ledger()))
}

/// One thing, said twice.
pub(super) fn two_values(view: &View) -> Vec<Observation> {
    observations(two_values::two_values(view))
}

/// What came in and what went out.
pub(super) fn balance(view: &View, topic: &Pattern, closed: &[String]) -> Vec<Observation> {
    observations(balance::balances(view.ledger(), topic, closed))
}

/// How cases were closed.
pub(super) fn outcomes(view: &View, topic: &Pattern) -> Vec<Observation> {
    observations(balance::outcomes(view.ledger(), topic))
}

/// Changes since last year.
pub(super) fn year_on_year(view: &View) -> Vec<Observation> {
    observations(year_on_year::bases(view.ledger()))
}

/// Changes beside the values before and after.
pub(super) fn stated_changes(view: &View) -> Vec<Observation> {
    observations(change::changes(view.ledger()))
}

/// Percent where percentage points are meant.
pub(super) fn percent_points(view: &View) -> Vec<Observation> {
    observations(change::points(view.ledger()))
}

/// Things announced by number and then listed.
pub(super) fn counted_lists(view: &View) -> Vec<Observation> {
    observations(counted::lists(view.ledger()))
}

fn observations(relations: Vec<Relation>) -> Vec<Observation> {
    if relations.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    relations.into_iter().map(observation).collect()
}

fn observation(relation: Relation) -> Observation {
    let evidence = relation
        .terms
        .iter()
        .map(|term| Evidence::here(term.role, term.entry.figure.span))
        .collect();
    let label = relation
        .terms
        .iter()
        .map(|term| {
            let label = term.entry.label();
            format!("{}:{label}{}", term.role, term.entry.figure.unit)
        })
        .collect::<Vec<_>>()
        .join("|");
    Observation {
        severity: relation.severity,
        expected: relation.expected,
        found: relation.found,
        ..Observation::new(relation.verdict, evidence)
            .with("formula", relation.formula)
            .labelled(label)
    }
}

impl<'a> Relation<'a> {
    fn new(verdict: Verdict, terms: Vec<Term<'a>>, formula: Localized) -> Relation<'a> {
        Relation {
            verdict,
            severity: None,
            terms,
            formula,
            expected: None,
            found: None,
        }
    }
}

impl<'a> Term<'a> {
    fn new(role: &'static str, entry: &'a Entry<'a>) -> Term<'a> {
        Term { role, entry }
    }
}
