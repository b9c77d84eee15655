//! What of a report stands in the reports of other units, passage by passage, with where it stands there.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::peers::{GAP, Lender, Peers};
use super::print::print;
use super::tokens::is_letter;
use crate::order;
use crate::report::{Report, Span};

/// What so many units write is nobody's own.
const COMMON: usize = 4;

/// Reports of others that are read again and shown.
const MOST_LENDERS: usize = 6;
/// Passages of one of them that are shown.
const MOST_PASSAGES: usize = 12;
/// How much of the report another one must have to be told of it, in percent, unless one passage is long.
const LEAST_PERCENT: usize = 2;
const LONG: usize = 80;
/// Letters of a passage: shorter ones two reports share by chance.
const LEAST_LETTERS: usize = 24;

/// What of a report stands in the reports of other units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// How much of the report's own wording some other unit has, in percent; formulae and what many units write aside.
    pub percent: usize,
    /// The reports that have most of it, those first that have more.
    pub lenders: Vec<SharedWith>,
}

/// What of a report stands in one report of another unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedWith {
    /// As [`Peers::add`] was told.
    pub id: String,
    pub issuer: String,
    pub year: Option<i16>,
    /// How much of the asked report's own wording stands there.
    pub percent: usize,
    /// The longest ones, in text order; never empty.
    pub passages: Vec<Lent>,
}

impl SharedWith {
    /// The unit with the year of its report, where it is known.
    pub fn unit(&self) -> String {
        match self.year {
            Some(year) => format!("{} {year}", self.issuer),
            None => self.issuer.clone(),
        }
    }
}

/// A passage that two reports share; which of them had it first is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lent {
    /// In the report that was asked about.
    pub here: Span,
    /// In the other unit's.
    pub there: Span,
    pub letters: usize,
}

impl Peers {
    /// What of the report other units' reports have, which `read` fetches again by their names, a few at most.
    ///
    /// None when the report names no issuer, so that the others cannot be told from its own unit.
    pub fn shared_with_others<R: Borrow<Report>>(
        &self,
        report: &Report,
        mut read: impl FnMut(&str) -> Option<R>,
    ) -> Option<Sharing> {
        let borrowed = self.borrowed(report, COMMON)?;
        let likely = borrowed.from.iter().take(MOST_LENDERS);
        let lenders = likely.filter_map(|lender| {
            let theirs = read(&lender.id)?;
            let passages = passages(report, theirs.borrow(), lender);
            let percent = borrowed.percent(lender);
            let long = passages.iter().any(|lent| lent.letters >= LONG);
            let tells = long || percent >= LEAST_PERCENT && !passages.is_empty();
            tells.then(|| SharedWith {
                id: lender.id.clone(),
                issuer: lender.issuer.clone(),
                year: lender.year,
                percent,
                passages,
            })
        });
        Some(Sharing {
            lenders: lenders.collect(),
            percent: borrowed.percent_of_all(),
        })
    }
}

/// The longest passages that both have, in text order.
fn passages(report: &Report, theirs: &Report, lender: &Lender) -> Vec<Lent> {
    let mut there: BTreeMap<u64, Vec<Span>> = BTreeMap::new();
    for mark in print(theirs) {
        there.entry(mark.hash).or_default().push(mark.span);
    }
    let own = print(report);
    let mut pairs: Vec<(Span, Span)> = Vec::new();
    for mark in lender.marks(&own) {
        let Some(places) = there.get(&mark.hash) else {
            continue;
        };
        let last = pairs.last().copied();
        let goes_on = last.and_then(|(here, there)| {
            let next = places.iter().find(|place| follows(there, **place))?;
            follows(here, mark.span).then_some(*next)
        });
        match (pairs.last_mut(), goes_on) {
            (Some((here, there)), Some(next)) => {
                (*here, *there) = (here.hull(mark.span), there.hull(next));
            }
            _ => pairs.extend(places.first().map(|place| (mark.span, *place))),
        }
    }
    let grown = pairs.into_iter().map(|pair| grown(report, theirs, pair));
    let mut found: Vec<Lent> = grown.filter(|lent| lent.letters >= LEAST_LETTERS).collect();
    order::sort_by_key(&mut found, |lent| std::cmp::Reverse(lent.letters));
    found.truncate(MOST_PASSAGES);
    order::sort_by_key(&mut found, |lent| lent.here);
    found.dedup_by(|next, first| first.here.covers(next.here));
    found
}

/// Whether a mark goes on with the passage that ends with another.
fn follows(last: Span, next: Span) -> bool {
    next.start >= last.start && next.start <= last.end + GAP
}

/// As far as both read the same on either side: marks are a sample, and rarely end where the passage does.
fn grown(report: &Report, theirs: &Report, (here, there): (Span, Span)) -> Lent {
    let alike =
        |one: &mut dyn Iterator<Item = char>, two: &mut dyn Iterator<Item = char>| -> usize {
            let same = one
                .zip(two)
                .take_while(|(one, two)| one == two && *one != '\n');
            same.map(|(letter, _)| letter.len_utf8()).sum()
        };
    let (mine, other) = (report.source.text.as_str(), theirs.source.text.as_str());
    let before = alike(
        &mut mine.get(..here.start).unwrap_or("").chars().rev(),
        &mut other.get(..there.start).unwrap_or("").chars().rev(),
    );
    let after = alike(
        &mut mine.get(here.end..).unwrap_or("").chars(),
        &mut other.get(there.end..).unwrap_or("").chars(),
    );
    // What begins with a mark begins behind it.
    let from = here.start - before;
    let marks = mine.get(from..here.start).unwrap_or("").chars();
    let marks: usize = marks
        .take_while(|letter| !is_letter(*letter) && !"“《（".contains(*letter))
        .map(char::len_utf8)
        .sum();
    let before = before - marks;
    let grown = |span: Span| Span::new(span.start - before, span.end + after);
    let here = grown(here);
    Lent {
        here,
        there: grown(there),
        letters: report.quote(here).chars().filter(|c| is_letter(*c)).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, parse};

    const PASSAGE: &str =
        "在渡口旁设立石榴籽议事亭，请退休船工轮流值守，化解缆绳缠绕和泊位争执，没有一起升级。";

    fn report(unit: &str, text: &str) -> Report {
        let text = format!("{unit}人民政府2024年法治政府建设年度报告\n一、主要举措和成效\n{text}");
        parse(SourceText::new(text), &Hints::default())
    }

    fn check(mine: &str, theirs: &str, want: &[(&str, &str)]) {
        let (own, other) = (report("青禾镇", mine), report("石桥镇", theirs));
        let mut peers = Peers::default();
        peers.add("甲", &own);
        peers.add("乙", &other);
        let read = |id: &str| (id == "乙").then_some(&other);
        let sharing = peers.shared_with_others(&own, read).expect("an issuer");
        let passages = sharing.lenders.iter().flat_map(|lender| &lender.passages);
        let found: Vec<(&str, &str)> = passages
            .map(|lent| (own.quote(lent.here), other.quote(lent.there)))
            .collect();
        assert_eq!(found, want);
    }

    #[test]
    fn a_passage_is_shown_as_far_as_both_read_the_same() {
        check(
            &format!("今年以来{PASSAGE}成效明显。"),
            &format!("首先是普法集市。又{PASSAGE}群众满意。"),
            &[(PASSAGE, PASSAGE)],
        );
        check("修好两座石桥。", &format!("又{PASSAGE}"), &[]);
    }

    #[test]
    fn what_cannot_be_read_again_is_left_out() {
        let own = report("青禾镇", PASSAGE);
        let mut peers = Peers::default();
        peers.add("乙", &report("石桥镇", PASSAGE));
        let sharing = peers
            .shared_with_others(&own, |_| None::<Report>)
            .expect("an issuer");
        assert!(sharing.lenders.is_empty());
        assert_eq!(sharing.percent, 100, "how much is known without it");
    }
}
