//! Other units' reports: what of this one's wording stands in theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::observation::{Observation, Reason};
use super::view::View;
use super::{Evidence, Localized};
use crate::compare::{Mark, print};
use crate::report::{Report, Span};

/// Units of one mark that are remembered; a mark that more of them share says nothing about any.
pub const MOST_SHARING: usize = 16;

/// Fewer marks than this are too little text to judge.
const LEAST_MARKS: usize = 40;

/// Passages that are shown.
const MOST_PASSAGES: usize = 5;

/// Marks of one passage may stand this many bytes apart.
const GAP: usize = 90;

/// The prints of many reports. Their texts need not be in memory.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// Issuer and year of each report that was added. Private: the places below point here.
    reports: Vec<(String, Option<i16>)>,
    /// For each mark the reports that have it, one a unit.
    places: HashMap<u64, Vec<u32>>,
}

impl Peers {
    /// Takes a report in; one without an issuer cannot be told from the rest and is left out.
    pub fn add(&mut self, report: &Report) {
        let Some(issuer) = issuer(report) else { return };
        let Ok(number) = u32::try_from(self.reports.len()) else {
            return;
        };
        let hashes: BTreeSet<u64> = print(report).iter().map(|mark| mark.hash).collect();
        for hash in hashes {
            let places = self.places.entry(hash).or_default();
            let same = |place: &u32| {
                self.reports.get(*place as usize).map(|(known, _)| known) == Some(&issuer)
            };
            if places.len() <= MOST_SHARING && !places.iter().any(same) {
                places.push(number);
            }
        }
        self.reports.push((issuer, report.metadata.year));
    }

    /// Whether there is a unit besides the report's own.
    fn has_others(&self, issuer: &str) -> bool {
        self.reports.iter().any(|(other, _)| other != issuer)
    }

    /// The other units' reports with a mark; none where so many share it that it is a frame.
    fn sharing(&self, mark: &Mark, issuer: &str, common: usize) -> Option<Vec<u32>> {
        let places = self.places.get(&mark.hash).map_or(&[][..], Vec::as_slice);
        let other = |place: &&u32| {
            let known = self.reports.get(**place as usize);
            known.is_some_and(|(other, _)| other != issuer)
        };
        let others: Vec<u32> = places.iter().filter(other).copied().collect();
        (others.len() < common).then_some(others)
    }
}

fn issuer(report: &Report) -> Option<String> {
    let issuer = report.metadata.issuer.as_ref();
    issuer
        .map(|issuer| issuer.value.clone())
        .filter(|name| !name.is_empty())
}

/// A share of the report, what `common` or more other units also write left aside, stands in one other unit's report.
pub(super) fn near_duplicate(view: &View, percent: usize, common: usize) -> Vec<Observation> {
    let not = |reason| vec![Observation::not_assessable(reason)];
    let Some(issuer) = issuer(view.report) else {
        return not(Reason::IssuerUnknown);
    };
    let others = view.context.peers.filter(|peers| peers.has_others(&issuer));
    let Some(peers) = others else {
        return not(Reason::NoPeers);
    };
    let mut own = 0;
    let mut shared: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
    for mark in print(view.report) {
        let Some(others) = peers.sharing(&mark, &issuer, common) else {
            continue;
        };
        own += 1;
        for other in others {
            shared.entry(other).or_default().push(mark.span);
        }
    }
    if own < LEAST_MARKS {
        return not(Reason::Nothing);
    }
    let most = shared
        .iter()
        .max_by_key(|(place, spans)| (spans.len(), std::cmp::Reverse(**place)));
    let share = |spans: &[Span]| spans.len() * 100 / own;
    match most.filter(|(_, spans)| share(spans) >= percent) {
        None => {
            let highest = most.map_or(0, |(_, spans)| share(spans));
            let met = Observation::met(Vec::new()).labelled("near-duplicate");
            vec![with(met, "", highest)]
        }
        Some((place, spans)) => {
            let passages = passages(spans).into_iter();
            let evidence = passages.map(|span| Evidence::here("place", span)).collect();
            let found = Observation::unmet(evidence).labelled("near-duplicate");
            let unit = peers
                .reports
                .get(*place as usize)
                .map(|(unit, year)| match year {
                    Some(year) => format!("{unit} {year}"),
                    None => unit.clone(),
                });
            vec![with(found, &unit.unwrap_or_default(), share(spans))]
        }
    }
}

fn with(observation: Observation, unit: &str, percent: usize) -> Observation {
    observation
        .with("unit", Localized::same(unit))
        .with("percent", Localized::same(percent.to_string()))
}

/// The longest shared passages, in text order.
fn passages(marks: &[Span]) -> Vec<Span> {
    let mut passages: Vec<Span> = Vec::new();
    for mark in marks {
        match passages
            .last_mut()
            .filter(|last| mark.start <= last.end + GAP)
        {
            Some(last) => *last = last.hull(*mark),
            None => passages.push(*mark),
        }
    }
    passages.sort_by_key(|span| std::cmp::Reverse(span.len()));
    passages.truncate(MOST_PASSAGES);
    passages.sort_unstable();
    passages
}
