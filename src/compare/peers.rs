//! Reports of other units: what of one report's wording stands in theirs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use super::print::{Mark, print};
use crate::order;
use crate::report::{Report, Span, is_same_issuer, issuer_key};

/// Units of one mark that are remembered; a mark that more of them share says nothing about any.
pub const MOST_SHARING: usize = 16;

/// Passages that are shown.
const MOST_PASSAGES: usize = 5;

/// Marks of one passage may stand this many bytes apart.
pub(super) const GAP: usize = 90;

/// The prints of many reports. Their texts need not be in memory.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// Private: the places below point here.
    reports: Vec<Peer>,
    /// Which reports have a mark.
    places: OnceLock<Places>,
    /// The reports by their texts and issuers.
    texts: HashMap<u64, usize>,
    /// The units by the part of their names that stays the same.
    units: BTreeMap<String, Vec<(String, usize)>>,
}

/// The marks of all reports in order, each with the reports that have it, one a unit: a third of the memory of a map, and
/// made when it is first asked, after the last report was taken in.
#[derive(Clone, Debug)]
struct Places(Vec<(u64, u32)>);

/// In so many steps the marks are put in order, so that most of them are never there twice.
const STEPS: u64 = 16;

impl Places {
    fn of(reports: &[Peer]) -> Places {
        let mut places = Vec::new();
        let mut part: Vec<(u64, u32)> = Vec::new();
        for step in 0..STEPS {
            let numbered = (0_u32..).zip(reports);
            let marks = numbered.flat_map(|(number, peer)| {
                let marks = peer.print.iter().copied().map(spread);
                marks.map(move |mark| (mark, number))
            });
            part.clear();
            part.extend(marks.filter(|(mark, _)| mark / (u64::MAX / STEPS + 1) == step));
            part.sort_unstable();
            part.dedup();
            for same in part.chunk_by(|one, other| one.0 == other.0) {
                keep_one_a_unit(same, reports, &mut places);
            }
        }
        places.shrink_to_fit();
        Places(places)
    }

    /// The reports that have a mark, in the order in which they were taken in.
    fn of_mark(&self, mark: u64) -> impl Iterator<Item = usize> {
        let mark = spread(mark);
        let from = self.0.partition_point(|(other, _)| *other < mark);
        let here = self.0.iter().skip(from);
        let here = here.take_while(move |(other, _)| *other == mark);
        here.map(|(_, number)| *number as usize)
    }
}

/// The marks of a print are the least of their neighbours; their lower half is as even as any number.
fn spread(mark: u64) -> u64 {
    mark.rotate_left(32)
}

/// Of the reports with one mark the first of each unit, and no more than tell that too many share it.
fn keep_one_a_unit(same: &[(u64, u32)], reports: &[Peer], places: &mut Vec<(u64, u32)>) {
    let unit_of = |number: u32| reports.get(number as usize).map(|peer| peer.unit);
    let first = places.len();
    for place in same {
        let known = places.get(first..).unwrap_or(&[]);
        if known.len() > MOST_SHARING {
            break;
        }
        if !known
            .iter()
            .any(|(_, other)| unit_of(*other) == unit_of(place.1))
        {
            places.push(*place);
        }
    }
}

/// What of a report's wording stands in the reports of other units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Borrowed {
    /// How many marks the report has that are no frame which many units share; few of them are too little text to judge.
    pub marks: usize,
    /// The reports that share some of them, those that share most first.
    pub from: Vec<Lender>,
}

/// Another unit's report that shares wording with the one that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lender {
    /// As it was called when it was taken in.
    pub id: String,
    pub issuer: String,
    pub year: Option<i16>,
    /// Which marks of the asked report it has too, in text order. Private: must fit the report's print.
    shared: Vec<usize>,
}

impl Lender {
    /// The marks of the asked report's print that stand in the lender's too, in text order.
    pub(super) fn marks<'a>(&'a self, print: &'a [Mark]) -> impl Iterator<Item = &'a Mark> {
        self.shared.iter().filter_map(|at| print.get(*at))
    }

    /// The longest passages of the asked report that stand there too, in text order.
    pub fn passages(&self, report: &Report) -> Vec<Span> {
        let print = print(report);
        passages(self.marks(&print).map(|mark| mark.span))
    }
}

impl Borrowed {
    /// The share of the report's marks that a lender has, in percent.
    pub fn percent(&self, lender: &Lender) -> usize {
        (lender.shared.len() * 100)
            .checked_div(self.marks)
            .unwrap_or(0)
    }

    /// The share of the report's marks that some lender has, in percent.
    pub fn percent_of_all(&self) -> usize {
        let lent = self.from.iter().flat_map(|lender| &lender.shared);
        let lent: BTreeSet<&usize> = lent.collect();
        (lent.len() * 100).checked_div(self.marks).unwrap_or(0)
    }
}

/// A report that was taken in.
#[derive(Clone, Debug)]
struct Peer {
    id: String,
    issuer: String,
    year: Option<i16>,
    /// The number of the first report of the same unit.
    unit: usize,
    /// Its print, so that it need not be made again when the report itself is asked about.
    print: Vec<u64>,
}

impl Peers {
    /// Takes a report in under a name by which it is read again; one without an issuer cannot be told from the rest and is
    /// left out.
    pub fn add(&mut self, id: &str, report: &Report) {
        let Some(issuer) = issuer(report) else { return };
        let number = self.reports.len();
        let unit = self.unit(&issuer).unwrap_or(number);
        if unit == number {
            let alike = self.units.entry(issuer_key(&issuer).to_owned());
            alike.or_default().push((issuer.clone(), number));
        }
        let year = report.metadata.year;
        let print = hashes(report);
        self.places = OnceLock::new();
        self.texts.insert(key(report), number);
        self.reports.push(Peer {
            id: id.to_owned(),
            issuer,
            year,
            unit,
            print,
        });
    }

    /// The names of the units, without the places above them.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.units.keys().map(String::as_str)
    }

    fn unit(&self, issuer: &str) -> Option<usize> {
        let alike = self.units.get(issuer_key(issuer))?.iter();
        let mut same = alike.filter(|(known, _)| is_same_issuer(known, issuer));
        same.next().map(|(_, unit)| *unit)
    }

    /// What of the report stands in the reports of other units; what `common` or more of them also write is left aside.
    /// None when the report names no issuer, so that the others cannot be told from its own unit.
    pub fn borrowed(&self, report: &Report, common: usize) -> Option<Borrowed> {
        let unit = self.unit(&issuer(report)?);
        let mut own = 0;
        let mut shared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, mark) in self.print(report).iter().enumerate() {
            let Some(others) = self.sharing(*mark, unit, common) else {
                continue;
            };
            own += 1;
            for other in others {
                shared.entry(other).or_default().push(at);
            }
        }
        let mut from: Vec<Lender> = shared
            .into_iter()
            .filter_map(|(place, shared)| {
                let peer = self.reports.get(place)?;
                Some(Lender {
                    id: peer.id.clone(),
                    issuer: peer.issuer.clone(),
                    year: peer.year,
                    shared,
                })
            })
            .collect();
        order::sort_by_key(&mut from, |lender| std::cmp::Reverse(lender.shared.len()));
        Some(Borrowed { marks: own, from })
    }

    /// Whether there is a report of a unit other than that of `report`.
    pub fn has_others(&self, report: &Report) -> bool {
        let unit = issuer(report).and_then(|issuer| self.unit(&issuer));
        self.reports.iter().any(|peer| Some(peer.unit) != unit)
    }

    /// The other units' reports with a mark, one a unit; none where so many share it that it is a frame.
    fn sharing(&self, mark: u64, unit: Option<usize>, common: usize) -> Option<Vec<usize>> {
        let places = self.places.get_or_init(|| Places::of(&self.reports));
        let is_other = |number: &usize| {
            let peer = self.reports.get(*number);
            peer.is_some_and(|peer| Some(peer.unit) != unit)
        };
        let sharing: Vec<usize> = places.of_mark(mark).filter(is_other).collect();
        (sharing.len() < common).then_some(sharing)
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
    order::sort_by_key(&mut passages, |span| std::cmp::Reverse(span.len()));
    passages.truncate(MOST_PASSAGES);
    order::sort(&mut passages);
    passages
}
