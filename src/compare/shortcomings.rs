//! What last year's report called its shortcomings: whether this year's names them again, and what was done about them.

use super::bigrams::Bag;
use super::budget::Budget;
use super::clauses::{Clause, particular, said, span, split};
use super::commonplace::{COMMONPLACES, UNDERTAKINGS};
use super::evidence::{Asked, Passages};
use super::prepared::Prepared;
use super::tokens::{Key, masked};
use super::{Again, Shortcoming};
use crate::report::{Part, Span};

/// Likeness from which a shortcoming is last year's word for word.
const VERBATIM: f64 = 0.95;
/// Likeness from which it is last year's in other words.
const REWORDED: f64 = 0.45;
/// Letters of a clause so short that it belongs to the one before.
const LEAST: usize = 4;

/// The shortcomings of the old report.
pub(super) fn shortcomings(
    old: &Prepared,
    new: &Prepared,
    deeds: &mut Passages,
    budget: &mut Budget,
) -> Vec<Shortcoming> {
    let now = named(new);
    named(old)
        .into_iter()
        .map(|flaw| {
            let asked = Asked {
                letters: &flaw.letters,
                titles: &[],
                targets: &[],
            };
            Shortcoming {
                old: flaw.span,
                again: again(&flaw, &now, budget),
                candidates: deeds.that_answer(&asked, budget),
            }
        })
        .collect()
}

/// One thing that is not as it should be.
struct Flaw {
    span: Span,
    bag: Bag,
    letters: Vec<char>,
}

/// What stands between full stops and semicolons of the part, without what only leads to it.
fn named(prepared: &Prepared) -> Vec<Flaw> {
    let report = prepared.report;
    let places = prepared.places(Part::Shortcomings);
    let sentences = report.sentences.iter().enumerate();
    sentences
        .filter(|(_, sentence)| {
            !sentence.heading && places.iter().any(|place| place.covers(sentence.span))
        })
        .flat_map(|(idx, _)| split(prepared.words(idx), ";"))
        .filter_map(|clause| flaw(prepared, clause))
        .collect()
}

fn flaw(prepared: &Prepared, clause: Clause) -> Option<Flaw> {
    let span = span(clause)?;
    let text = prepared.report.quote(span);
    let leads = ends_with_colon(clause)
        || UNDERTAKINGS
            .lead_ins
            .iter()
            .any(|word| text.contains(word.as_str()));
    let letters = particular(clause, &COMMONPLACES);
    (!leads && said(&letters) >= LEAST).then(|| Flaw {
        span,
        bag: Bag::of(&masked(prepared.report, clause)),
        letters,
    })
}

fn ends_with_colon(clause: Clause) -> bool {
    clause
        .last()
        .is_some_and(|token| token.key == Key::One(':'))
}

/// This year's shortcoming that is most like last year's.
fn again(flaw: &Flaw, now: &[Flaw], budget: &mut Budget) -> Again {
    let alike = now
        .iter()
        .filter(|other| budget.spend(flaw.bag.total() + other.bag.total()))
        .map(|other| (flaw.bag.dice(&other.bag), other.span));
    match alike.max_by(|one, two| one.0.total_cmp(&two.0)) {
        Some((alike, span)) if alike >= VERBATIM => Again::Verbatim(span),
        Some((alike, span)) if alike >= REWORDED => Again::Reworded(span),
        Some(_) | None => Again::NotNamed,
    }
}
