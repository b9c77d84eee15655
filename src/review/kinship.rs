//! Which editions are one report, and which are its issuer's earlier years.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::report::{Level, is_same_issuer, issuer_key};

/// The editions of a library by issuer and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinship {
    /// Those of one body and level together, the latest year first. Private: the tables must fit each other.
    editions: Vec<Known>,
    places: HashMap<String, usize>,
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
    pub fn of<'a>(
        editions: impl IntoIterator<Item = (&'a str, Option<&'a str>, Level, Option<i16>)>,
    ) -> Kinship {
        let mut known: Vec<Known> = Vec::new();
        for (edition, issuer, level, year) in editions {
            let (Some(issuer), Some(year)) = (issuer.filter(|name| !name.is_empty()), year) else {
                continue;
            };
            // Lists come by issuer, and taking a name apart takes longer than all the rest.
            let before = known.last().filter(|before| before.issuer == issuer);
            let above = before.map_or_else(
                || issuer.len() - issuer_key(issuer).len(),
                |before| before.above,
            );
            known.push(Known {
                edition: edition.to_owned(),
                issuer: issuer.to_owned(),
                above,
                level,
                year,
            });
        }
        let order = |known: &Known| Reverse(known.year);
        known.sort_by(|one, other| {
            let bodies = one.body().cmp(&other.body());
            bodies.then_with(|| order(one).cmp(&order(other)))
        });
        let places = known.iter().enumerate();
        Kinship {
            places: places
                .map(|(place, known)| (known.edition.clone(), place))
                .collect(),
            editions: known,
        }
    }

    /// Who issued an edition.
    pub fn issuer(&self, edition: &str) -> Option<&str> {
        self.get(edition).map(|known| known.issuer.as_str())
    }

    /// Other editions of the same report.
    pub fn twins<'k>(&'k self, edition: &'k str) -> impl Iterator<Item = &'k str> + 'k {
        let same = self.series(edition);
        let same = same.filter(move |(this, known)| known.year == this.year);
        same.map(|(_, known)| known.edition.as_str())
            .filter(move |other| *other != edition)
    }

    /// Editions of the issuer's earlier years with their year, the latest year first.
    pub fn earlier(&self, edition: &str) -> impl Iterator<Item = (i16, &str)> {
        let same = self.series(edition);
        let before = same.filter(|(this, known)| known.year < this.year);
        before.map(|(_, known)| (known.year, known.edition.as_str()))
    }

    fn get(&self, edition: &str) -> Option<&Known> {
        self.editions.get(*self.places.get(edition)?)
    }

    /// An edition, beside each of the same issuer and level.
    fn series(&self, edition: &str) -> impl Iterator<Item = (&Known, &Known)> {
        let this = self.get(edition).into_iter();
        this.flat_map(|this| {
            let from = (self.editions).partition_point(|known| known.body() < this.body());
            let rest = self.editions.get(from..).unwrap_or_default().iter();
            rest.take_while(move |known| known.body() == this.body())
                .filter(|known| is_same_issuer(&known.issuer, &this.issuer))
                .map(move |known| (this, known))
        })
    }
}
