//! Which editions are one report, and which are its issuer's earlier years.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::order;
use crate::report::{Level, is_same_issuer, issuer_key};

/// The editions of a library by issuer and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// Those of one body and level together, the latest year first. Private: the tables must fit each other.
    editions: Vec<Known>,
    places: HashMap<String, usize>,
    /// The names that each issuer had before.
    former: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    edition: String,
    issuer: String,
    /// Bytes of the issuer's name before the part that stays the same.
    above: usize,
    level: Level,
    year: i16,
}

/// What says whose report an edition is, and of which year.
#[derive(Clone, Copy, Debug)]
pub struct Kin<'a> {
    pub edition: &'a str,
    pub issuer: Option<&'a str>,
    /// The name that the issuer had before, where a reviewer said so.
    pub former: Option<&'a str>,
    pub level: Level,
    pub year: Option<i16>,
}

/// More names than any issuer had.
const MOST_NAMES: usize = 16;

impl Known {
    /// What reports of one body have in common.
    fn body(&self) -> (&str, Level) {
        (
            self.issuer.get(self.above..).unwrap_or_default(),
            self.level,
        )
    }
}

impl Kinship {
    /// Editions whose issuer or year is unknown have no kin.
    pub fn of<'a>(editions: impl IntoIterator<Item = Kin<'a>>) -> Kinship {
        let mut known: Vec<Known> = Vec::new();
        let mut former: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for kin in editions {
            let issuer = kin.issuer.filter(|name| !name.is_empty());
            let (Some(issuer), Some(year)) = (issuer, kin.year) else {
                continue;
            };
            if let Some(name) = kin.former.filter(|name| !name.is_empty()) {
                let names = former.entry(issuer.to_owned()).or_default();
                names.insert(name.to_owned());
            }
            // Lists come by issuer, and taking a name apart takes longer than all the rest.
            let before = known.last().filter(|before| before.issuer == issuer);
            let above = before.map_or_else(
                || issuer.len() - issuer_key(issuer).len(),
                |before| before.above,
            );
            known.push(Known {
                edition: kin.edition.to_owned(),
                issuer: issuer.to_owned(),
                above,
                level: kin.level,
                year,
            });
        }
        let order = |known: &Known| Reverse(known.year);
        order::sort_by(&mut known, |one, other| {
            let bodies = one.body().cmp(&other.body());
            bodies.then_with(|| order(one).cmp(&order(other)))
        });
        let places = known.iter().enumerate();
        Kinship {
            places: places
                .map(|(place, known)| (known.edition.clone(), place))
                .collect(),
            editions: known,
            former,
        }
    }

    /// Who issued an edition.
    pub fn issuer(&self, edition: &str) -> Option<&str> {
        self.get(edition).map(|known| known.issuer.as_str())
    }

    /// Other editions of the same report.
    pub fn twins<'k>(&'k self, edition: &'k str) -> impl Iterator<Item = &'k str> + 'k {
        let this = self.get(edition).into_iter();
        this.flat_map(|this| {
            let same = self.series(&this.issuer, this.level);
            same.filter(|known| known.year == this.year)
                .map(|known| known.edition.as_str())
        })
        .filter(move |other| *other != edition)
    }

    /// Editions of the issuer's earlier years with their year, the latest year first, under its former names too.
    pub fn earlier(&self, edition: &str) -> Vec<(i16, &str)> {
        let Some(this) = self.get(edition) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for name in self.names(&this.issuer) {
            let before = self.series(name, this.level);
            let before = before.filter(|known| known.year < this.year);
            found.extend(before.map(|known| (known.year, known.edition.as_str())));
        }
        order::sort_by_key(&mut found, |(year, _)| Reverse(*year));
        found
    }

    /// The issuer's name and those it had before, and before that.
    fn names<'k>(&'k self, issuer: &'k str) -> Vec<&'k str> {
        let mut names = vec![issuer];
        let mut at = 0;
        while let Some(&name) = names.get(at).filter(|_| at < MOST_NAMES) {
            let former = self.former.get(name).into_iter().flatten();
            for former in former.map(String::as_str) {
                if !names.contains(&former) {
                    names.push(former);
                }
            }
            at += 1;
        }
        names
    }

    fn get(&self, edition: &str) -> Option<&Known> {
        self.editions.get(*self.places.get(edition)?)
    }

    /// All editions of an issuer, the latest year first.
    fn series<'k>(&'k self, issuer: &'k str, level: Level) -> impl Iterator<Item = &'k Known> {
        let body = (issuer_key(issuer), level);
        let from = self.editions.partition_point(|known| known.body() < body);
        let rest = self.editions.get(from..).unwrap_or_default().iter();
        rest.take_while(move |known| known.body() == body)
            .filter(move |known| is_same_issuer(&known.issuer, issuer))
    }
}
