//! Which editions are one report, and which are its issuer's earlier years.

use std::collections::BTreeMap;

use crate::report::Level;

/// The editions of a library by issuer and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// Private: the two tables must fit each other.
    reports: BTreeMap<(String, Level), BTreeMap<i16, Vec<String>>>,
    places: BTreeMap<String, (String, Level, i16)>,
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
            let years = kinship.reports.entry((issuer.to_owned(), level));
            let same = years.or_default().entry(year).or_default();
            same.push(edition.to_owned());
            let place = (issuer.to_owned(), level, year);
            kinship.places.insert(edition.to_owned(), place);
        }
        kinship
    }

    /// Who issued an edition.
    pub fn issuer(&self, edition: &str) -> Option<&str> {
        self.places.get(edition).map(|(issuer, ..)| issuer.as_str())
    }

    /// Other editions of the same report.
    pub fn twins<'k>(&'k self, edition: &'k str) -> impl Iterator<Item = &'k str> + 'k {
        let same = self.places.get(edition).and_then(|(issuer, level, year)| {
            let years = self.reports.get(&(issuer.clone(), *level))?;
            years.get(year)
        });
        let same = same.into_iter().flatten().map(String::as_str);
        same.filter(move |other| *other != edition)
    }

    /// Editions of the issuer's earlier years with their year, the latest year first.
    pub fn earlier(&self, edition: &str) -> impl Iterator<Item = (i16, &str)> {
        let place = self.places.get(edition);
        let years = place.and_then(|(issuer, level, year)| {
            let years = self.reports.get(&(issuer.clone(), *level))?;
            Some(years.range(..*year))
        });
        let years = years.into_iter().flatten().rev();
        years.flat_map(|(year, editions)| editions.iter().map(|edition| (*year, edition.as_str())))
    }
}
