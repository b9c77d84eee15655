//! The rule on other units' reports: how much of this one's wording stands in one of theirs.

use super::observation::{Observation, Reason};
use super::view::View;
use super::{Evidence, Localized};

/// Fewer marks than this are too little text to judge.
const LEAST_MARKS: usize = 40;

/// A share of the report, what `common` or more other units also write left aside, stands in one other unit's report.
pub(super) fn near_duplicate(view: &View, percent: usize, common: usize) -> Vec<Observation> {
    let not = |reason| vec![Observation::not_assessable(reason)];
    if view.report.metadata.issuer.is_none() {
        return not(Reason::IssuerUnknown);
    }
    let peers = view.context.peers;
    let Some(peers) = peers.filter(|peers| peers.has_others(view.report)) else {
        return not(Reason::NoPeers);
    };
    let Some(borrowed) = peers.borrowed(view.report, common) else {
        return not(Reason::IssuerUnknown);
    };
    if borrowed.marks < LEAST_MARKS {
        return not(Reason::Nothing);
    }
    let most = borrowed.from.first();
    let share = most.map_or(0, |lender| borrowed.percent(lender));
    match most.filter(|_| share >= percent) {
        None => {
            let met = Observation::met(Vec::new()).labelled("near-duplicate");
            vec![with(met, "", share)]
        }
        Some(lender) => {
            let passages = lender.passages(view.report).into_iter();
            let evidence = passages.map(|span| Evidence::here("place", span)).collect();
            let found = Observation::unmet(evidence).labelled("near-duplicate");
            let unit = match lender.year {
                Some(year) => format!("{} {year}", lender.issuer),
                None => lender.issuer.clone(),
            };
            vec![with(found, &unit, share)]
        }
    }
}

fn with(observation: Observation, unit: &str, percent: usize) -> Observation {
    observation
        .with("unit", Localized::same(unit))
        .with("percent", Localized::same(percent.to_string()))
}
