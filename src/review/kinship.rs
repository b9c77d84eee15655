//! Which editions are one report, and which are its issuer's earlier years.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{Level, is_same_issuer, issuer_key};

/// The editions of a library by issuer and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// By the part of the issuer's name that stays the same, and level. Private: the two tables must fit each other.
    reports: BTreeMap<(String, Level), BTreeMap<i16, Vec<Known>>>,
    places: BTreeMap<String, Place>,
    /// The names that each issuer had before.
    former: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    edition: String,
    issuer: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    issuer: String,
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

impl Kinship {
    /// Editions whose issuer or year is unknown have no kin.
    pub fn of<'a>(editions: impl IntoIterator<Item = Kin<'a>>) -> Kinship {
        let mut kinship = Kinship::default();
        for Kin {
            edition,
            issuer,
            former,
            level,
            year,
        } in editions
        {
            let (Some(issuer), Some(year)) = (issuer.filter(|name| !name.is_empty()), year) else {
                continue;
            };
            if let Some(former) = former.filter(|name| !name.is_empty()) {
                let names = kinship.former.entry(issuer.to_owned()).or_default();
                names.insert(former.to_owned());
            }
            let key = (issuer_key(issuer).to_owned(), level);
            let years = kinship.reports.entry(key).or_default();
            years.entry(year).or_default().push(Known {
                edition: edition.to_owned(),
                issuer: issuer.to_owned(),
            });
            let place = Place {
                issuer: issuer.to_owned(),
                level,
                year,
            };
            kinship.places.insert(edition.to_owned(), place);
        }
        kinship
    }

    /// Who issued an edition.
    pub fn issuer(&self, edition: &str) -> Option<&str> {
        self.places.get(edition).map(|place| place.issuer.as_str())
    }

    /// Other editions of the same report.
    pub fn twins<'k>(&'k self, edition: &'k str) -> impl Iterator<Item = &'k str> + 'k {
        let same = self.series(edition).and_then(|(place, years)| {
            let same = years.get(&place.year)?.iter();
            Some(same.filter(|known| is_same_issuer(&known.issuer, &place.issuer)))
        });
        let same = same
            .into_iter()
            .flatten()
            .map(|known| known.edition.as_str());
        same.filter(move |other| *other != edition)
    }

    /// Editions of the issuer's earlier years with their year, the latest year first, under its former names too.
    pub fn earlier(&self, edition: &str) -> Vec<(i16, &str)> {
        let Some(place) = self.places.get(edition) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for name in self.names(&place.issuer) {
            let key = (issuer_key(name).to_owned(), place.level);
            let years = self.reports.get(&key).into_iter();
            let before = years.flat_map(|years| years.range(..place.year).rev());
            for (year, known) in before {
                let same = known
                    .iter()
                    .filter(|known| is_same_issuer(&known.issuer, name));
                found.extend(same.map(|known| (*year, known.edition.as_str())));
            }
        }
        found.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
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

    fn series(&self, edition: &str) -> Option<(&Place, &BTreeMap<i16, Vec<Known>>)> {
        let place = self.places.get(edition)?;
        let key = (issuer_key(&place.issuer).to_owned(), place.level);
        Some((place, self.reports.get(&key)?))
    }
}
