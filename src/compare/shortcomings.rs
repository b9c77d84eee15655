//! What last year's report called its shortcomings: whether this year's names them again, and what was done about them.

use super::bigrams::Bag;
use super::budget::Budget;
use super::clauses::{Clause, particular, said, span, split};
use super::commonplace::{COMMONPLACES, UNDERTAKINGS};
use super::evidence::{Asked, Passages};
use super::prepared::Prepared;
use super::tokens::{Key, masked};
use super::{Again, Shortcoming};
use crate::report::{Part, Span, numbering};

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
        .flat_map(|(idx, _)| clauses(prepared, prepared.words(idx)))
        .filter_map(|clause| flaw(prepared, clause))
        .collect()
}

/// What a sentence names: its halves between semicolons, and of 还存在一些困难:力量不足,经费紧张 what follows the lead.
fn clauses<'a>(prepared: &Prepared, sentence: Clause<'a>) -> Vec<Clause<'a>> {
    let Some(rest) = behind_lead(prepared, sentence) else {
        return split(sentence, ";");
    };
    let text = span(rest).map_or("", |rest| prepared.report.quote(rest));
    let listed = text.contains([';', '；']) || numbering::label(text).is_some();
    split(rest, if listed { ";" } else { "," })
}

/// What follows a colon behind such a lead, or 主要是.
fn behind_lead<'a>(prepared: &Prepared, sentence: Clause<'a>) -> Option<Clause<'a>> {
    let whole = span(sentence)?;
    let text = prepared.report.quote(whole);
    let mut openings = UNDERTAKINGS.list_openings.iter();
    let opened = openings.find_map(|word| text.find(word.as_str()).map(|at| at + word.len()));
    let colon = || {
        let at = text.find([':', '：'])?;
        leads(text.get(..at)?).then_some(at)
    };
    let from = whole.start + opened.or_else(colon)?;
    let behind = sentence.iter().position(|token| token.span.start >= from)?;
    let rest = sentence.get(behind..)?;
    let colon = rest.first().is_some_and(|token| token.key == Key::One(':'));
    rest.get(usize::from(colon)..)
}

/// Whether the words lead to shortcomings and name none.
fn leads(text: &str) -> bool {
    let mut words = UNDERTAKINGS.lead_ins.iter();
    words.any(|word| text.contains(word.as_str()))
}

fn flaw(prepared: &Prepared, clause: Clause) -> Option<Flaw> {
    let span = span(clause)?;
    let text = prepared.report.quote(span);
    let leads = ends_with_colon(clause) || leads(text);
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
