//! Other units' reports: what of this one's wording stands in theirs.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::observation::{Observation, Reason};
use super::view::View;
use super::{Evidence, Localized};
use crate::compare::print;
use crate::report::{Report, Span, is_same_issuer, issuer_key};

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
    /// Private: the places below point here.
    reports: Vec<Peer>,
    /// For each mark the reports that have it, one a unit.
    places: HashMap<u64, Vec<usize>>,
    /// The reports by their texts and issuers.
    texts: HashMap<u64, usize>,
    /// The units by the part of their names that stays the same.
    units: BTreeMap<String, Vec<(String, usize)>>,
}

/// A report that was taken in.
#[derive(Clone, Debug)]
struct Peer {
    issuer: String,
    year: Option<i16>,
    /// The number of the first report of the same unit.
    unit: usize,
    /// Its print, so that it need not be made again when the report itself is checked.
    print: Vec<u64>,
}

impl Peers {
    /// Takes a report in; one without an issuer cannot be told from the rest and is left out.
    pub fn add(&mut self, report: &Report) {
        let Some(issuer) = issuer(report) else { return };
        let number = self.reports.len();
        let unit = self.unit(&issuer).unwrap_or(number);
        if unit == number {
            let alike = self.units.entry(issuer_key(&issuer).to_owned());
            alike.or_default().push((issuer.clone(), number));
        }
        let year = report.metadata.year;
        let print = hashes(report);
        let mut marks = print.clone();
        marks.sort_unstable();
        marks.dedup();
        self.texts.insert(key(report), number);
        self.reports.push(Peer {
            issuer,
            year,
            unit,
            print,
        });
        for hash in marks {
            let places = self.places.entry(hash).or_default();
            let same = |place: &usize| self.reports.get(*place).map(|peer| peer.unit) == Some(unit);
            if places.len() <= MOST_SHARING && !places.iter().any(same) {
                places.push(number);
            }
        }
    }

    /// The names of the units, without the places above them.
    pub(super) fn units(&self) -> impl Iterator<Item = &str> {
        self.units.keys().map(String::as_str)
    }

    fn unit(&self, issuer: &str) -> Option<usize> {
        let alike = self.units.get(issuer_key(issuer))?.iter();
        let mut same = alike.filter(|(known, _)| is_same_issuer(known, issuer));
        same.next().map(|(_, unit)| *unit)
    }

    /// Whether there is a unit besides this one.
    fn has_others(&self, unit: Option<usize>) -> bool {
        self.reports.iter().any(|peer| Some(peer.unit) != unit)
    }

    /// The other units' reports with a mark; none where so many share it that it is a frame.
    fn sharing(
        &self,
        mark: u64,
        unit: Option<usize>,
        common: usize,
    ) -> Option<impl Iterator<Item = usize>> {
        let places = self.places.get(&mark).map_or(&[][..], Vec::as_slice);
        let other = move |place: &&usize| {
            let peer = self.reports.get(**place);
            peer.is_some_and(|peer| Some(peer.unit) != unit)
        };
        let others = places.iter().filter(other);
        (others.clone().count() < common).then(|| others.copied())
    }

    /// The print of a report, whether it was taken in or not.
    fn print(&self, report: &Report) -> Cow<'_, [u64]> {
        let known = self.texts.get(&key(report));
        match known.and_then(|number| self.reports.get(*number)) {
            Some(peer) => Cow::Borrowed(&peer.print),
            None => Cow::Owned(hashes(report)),
        }
    }
}

fn hashes(report: &Report) -> Vec<u64> {
    print(report).iter().map(|mark| mark.hash).collect()
}

/// What the print of a report is made from.
fn key(report: &Report) -> u64 {
    let mut hasher = DefaultHasher::new();
    report.source.text.hash(&mut hasher);
    report.metadata.region.hash(&mut hasher);
    issuer(report).hash(&mut hasher);
    hasher.finish()
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
    let peers = view.context.peers.map(|peers| (peers, peers.unit(&issuer)));
    let Some((peers, unit)) = peers.filter(|(peers, unit)| peers.has_others(*unit)) else {
        return not(Reason::NoPeers);
    };
    let mut own = 0;
    let mut shared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, mark) in peers.print(view.report).iter().enumerate() {
        let Some(others) = peers.sharing(*mark, unit, common) else {
            continue;
        };
        own += 1;
        for other in others {
            shared.entry(other).or_default().push(at);
        }
    }
    if own < LEAST_MARKS {
        return not(Reason::Nothing);
    }
    let most = shared
        .iter()
        .max_by_key(|(place, marks)| (marks.len(), std::cmp::Reverse(**place)));
    let share = |marks: &[usize]| marks.len() * 100 / own;
    match most.filter(|(_, marks)| share(marks) >= percent) {
        None => {
            let highest = most.map_or(0, |(_, marks)| share(marks));
            let met = Observation::met(Vec::new()).labelled("near-duplicate");
            vec![with(met, "", highest)]
        }
        Some((place, shared)) => {
            let marks = print(view.report);
            let spans = shared.iter().filter_map(|at| Some(marks.get(*at)?.span));
            let passages = passages(spans).into_iter();
            let evidence = passages.map(|span| Evidence::here("place", span)).collect();
            let found = Observation::unmet(evidence).labelled("near-duplicate");
            let peer = peers.reports.get(*place);
            let unit = peer.map(|peer| match peer.year {
                Some(year) => format!("{} {year}", peer.issuer),
                None => peer.issuer.clone(),
            });
            vec![with(found, &unit.unwrap_or_default(), share(shared))]
        }
    }
}

fn with(observation: Observation, unit: &str, percent: usize) -> Observation {
    observation
        .with("unit", Localized::same(unit))
        .with("percent", Localized::same(percent.to_string()))
}

/// The longest shared passages, in text order.
fn passages(marks: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut passages: Vec<Span> = Vec::new();
    for mark in marks {
        match passages
            .last_mut()
            .filter(|last| mark.start <= last.end + GAP)
        {
            Some(last) => *last = last.hull(mark),
            None => passages.push(mark),
        }
    }
    passages.sort_by_key(|span| std::cmp::Reverse(span.len()));
    passages.truncate(MOST_PASSAGES);
    passages.sort_unstable();
    passages
}
