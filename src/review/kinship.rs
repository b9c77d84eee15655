//! Which editions are one report, and which are its issuer's earlier years.

use std::collections::BTreeMap;

use crate::report::{Level, is_same_issuer, issuer_key};

/// The editions of a library by issuer and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// By the part of the issuer's name that stays the same, and level. Private: the two tables must fit each other.
    reports: BTreeMap<(String, Level), BTreeMap<i16, Vec<Known>>>,
    places: BTreeMap<String, Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    edition: String,
    issuer: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    issuer: String,
    year: i16,
    /// Where it stands among the reports.
    key: (String, Level),
}

impl Kinship {
    /// Editions whose issuer or year is unknown have no kin.
    pub fn of<'a>(
        editions: impl IntoIterator<Item = (&'a str, Option<&'a str>, Level, Option<i16>)>,
    ) -> Kinship {
        let mut kinship = Kinship::default();
        for (edition, issuer, level, year) in editions {
            let (Some(issuer), Some(year)) = (issuer.filter(|name| !name.is_empty()), year) else {
                continue;
            };
            let key = (issuer_key(issuer).to_owned(), level);
            let years = kinship.reports.entry(key.clone()).or_default();
            years.entry(year).or_default().push(Known {
                edition: edition.to_owned(),
                issuer: issuer.to_owned(),
            });
            let place = Place {
                issuer: issuer.to_owned(),
                year,
                key,
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

    /// Editions of the issuer's earlier years with their year, the latest year first.
    pub fn earlier(&self, edition: &str) -> impl Iterator<Item = (i16, &str)> {
        let series = self.series(edition).into_iter();
        series.flat_map(|(place, years)| {
            let before = years.range(..place.year).rev();
            before.flat_map(move |(year, known)| {
                let same = known.iter();
                let same = same.filter(|known| is_same_issuer(&known.issuer, &place.issuer));
                same.map(move |known| (*year, known.edition.as_str()))
            })
        })
    }

    fn series(&self, edition: &str) -> Option<(&Place, &BTreeMap<i16, Vec<Known>>)> {
        let place = self.places.get(edition)?;
        Some((place, self.reports.get(&place.key)?))
    }
}
