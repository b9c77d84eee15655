//! The reports of the library as screens look them up: by place in the list, by id, by issuer, by what was typed. Made once
//! whenever the library is listed; of 100,000 reports nothing here is gone through at a key or a frame.

use std::collections::HashMap;
use std::ops::{Deref, Range};

use crate::locale::Lang;
use crate::report::{Kind, is_same_issuer};
use crate::review::{Kin, Kinship};
use crate::search::{Filter, Rows, RowsBuilder, Sieve};
use crate::store::{body_of, year_before, years_back};

use super::model::{EditionId, Entry};

/// A library of more reports is not gone through unasked: reports are understood where the reader looks, and their wording is
/// not compared with that of all others.
pub const MANY: usize = 2_000;

/// All reports, by issuer, the newest year first.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// Private, like all below: must fit the entries.
    places: HashMap<EditionId, usize>,
    /// Where the reports of each body begin.
    bodies: Vec<usize>,
    kinds: Vec<Kind>,
    /// What stands in each row, for filters.
    rows: Rows,
    kinship: Kinship,
    /// How many there are in all, where these are only the first.
    first_of: Option<usize>,
}

impl Deref for Catalogue {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        &self.entries
    }
}

/// The name of a body, kept while the same issuer follows: it takes longer than all the rest.
#[derive(Default)]
struct Bodies {
    issuer: String,
    body: String,
}

impl Bodies {
    /// Whether it was another body before.
    fn change(&mut self, issuer: &str) -> bool {
        if self.issuer == issuer {
            return false;
        }
        issuer.clone_into(&mut self.issuer);
        let body = body_of(issuer);
        let other = self.body != body;
        body.clone_into(&mut self.body);
        other
    }
}

impl Catalogue {
    /// Takes the reports in the order of [`crate::store::Listing`].
    pub fn of(entries: Vec<Entry>, lang: Lang) -> Catalogue {
        let mut rows = RowsBuilder::default();
        let mut catalogue = Catalogue::default();
        let mut bodies = Bodies::default();
        let mut row = String::new();
        let kinds = Kind::ALL.map(|kind| (kind, lang.text(&format!("kind.{}", kind.name()))));
        for (at, entry) in entries.iter().enumerate() {
            catalogue.places.insert(entry.id.clone(), at);
            if bodies.change(entry.issuer.as_deref().unwrap_or_default()) || at == 0 {
                catalogue.bodies.push(at);
            }
            if !catalogue.kinds.contains(&entry.kind) {
                catalogue.kinds.push(entry.kind);
            }
            row.clear();
            let kind = kinds.iter().find(|(kind, _)| *kind == entry.kind);
            describe(&mut row, entry, kind.map_or("", |(_, name)| name));
            rows.push(&row);
        }
        catalogue.rows = rows.finish();
        catalogue.kinship = Kinship::of(entries.iter().map(|entry| Kin {
            edition: &entry.id,
            issuer: entry.issuer.as_deref(),
            former: entry.former.as_deref(),
            level: entry.level,
            year: entry.year,
        }));
        catalogue.entries = entries;
        catalogue
    }

    /// The first reports of a long list, while the rest is being read.
    pub fn beginning(entries: Vec<Entry>, all: usize, lang: Lang) -> Catalogue {
        Catalogue {
            first_of: Some(all),
            ..Catalogue::of(entries, lang)
        }
    }

    /// How many reports there are in all, where these are only the first of them.
    pub fn first_of(&self) -> Option<usize> {
        self.first_of
    }

    /// Which reports are one, and which are years of one issuer.
    pub fn kinship(&self) -> &Kinship {
        &self.kinship
    }

    /// Where a report stands in the list.
    pub fn place(&self, edition: &str) -> Option<usize> {
        self.places.get(edition).copied()
    }

    pub fn entry(&self, edition: &str) -> Option<&Entry> {
        self.entries.get(self.place(edition)?)
    }

    /// Whether there are too many reports to understand all of them unasked.
    pub fn is_wide(&self) -> bool {
        self.first_of.unwrap_or(self.len()) > MANY
    }

    /// How many bodies reported.
    pub fn bodies(&self) -> usize {
        self.bodies.len()
    }

    /// The kinds of report that there are.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// All reports of the body of one that stands there.
    pub fn body_at(&self, place: usize) -> Range<usize> {
        let behind = self.bodies.partition_point(|start| *start <= place);
        let start = |at: usize| self.bodies.get(at).copied().unwrap_or(self.len());
        behind.checked_sub(1).map_or(0, start)..start(behind)
    }

    /// Where the reports of a body begin, or would.
    pub fn body_of(&self, issuer: &str) -> Result<usize, usize> {
        let wanted = body_of(issuer);
        let name = |start: &usize| {
            let entry = self.entries.get(*start);
            entry.and_then(|entry| entry.issuer.as_deref()).map(body_of)
        };
        let before = |start: &usize| name(start).is_some_and(|name| name < wanted);
        let at = self.bodies.partition_point(before);
        let start = self.bodies.get(at).copied().unwrap_or(self.len());
        match name(&start) {
            Some(found) if found == wanted => Ok(start),
            Some(_) | None => Err(start),
        }
    }

    /// The same issuer's report of the year before.
    pub fn previous(&self, entry: &Entry) -> Option<&Entry> {
        let before = entry.year?.checked_sub(1);
        let place = self.place(&entry.id);
        let mut same = place
            .and_then(|place| self.entries.get(self.body_at(place)))
            .unwrap_or_default()
            .iter();
        let exact = same.find(|other| {
            let issuer = other.issuer.is_some() && other.issuer == entry.issuer;
            issuer && other.year == before && other.level == entry.level
        });
        // Under another form of the name, or under a former one, it may stand anywhere.
        exact.or_else(|| year_before(&self.entries, entry.series(), Entry::series))
    }

    /// The same issuer's reports up to this one, newest first.
    pub fn years(&self, entry: &Entry) -> Vec<Entry> {
        let back = years_back(&self.entries, entry.series(), Entry::series);
        back.into_iter().cloned().collect()
    }

    /// Whether the issuer of the report at a place reported in a year.
    pub fn reported(&self, place: usize, year: i16) -> bool {
        let all = self.entries.get(self.body_at(place)).unwrap_or_default();
        let issuer = self.get(place).and_then(|entry| entry.issuer.as_deref());
        let mut those = all.iter().filter(|entry| entry.year == Some(year));
        those.any(|entry| {
            let both = entry.issuer.as_deref().zip(issuer);
            both.is_some_and(|(one, other)| is_same_issuer(one, other))
        })
    }

    /// A filter over the rows of the list, by their place.
    pub fn sieve(&self, filter: &Filter) -> Sieve<'_> {
        filter.over(&self.rows)
    }
}

/// What a row is found by.
fn describe(row: &mut String, entry: &Entry, kind: &str) {
    row.push_str(entry.issuer.as_deref().unwrap_or(""));
    row.push(' ');
    if let Some(year) = entry.year {
        row.push_str(&year.to_string());
    }
    row.push(' ');
    row.push_str(kind);
    row.push(' ');
    row.push_str(entry.title.as_deref().unwrap_or(""));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Level;
    use crate::store::in_order;

    fn catalogue() -> Catalogue {
        let rows = [
            ("临湖县人民政府", 2024),
            ("临湖县人民政府", 2023),
            ("青山市东湖区人民政府", 2024),
            ("东湖区人民政府", 2023),
            ("石桥镇人民政府", 2022),
        ];
        let entries = rows
            .into_iter()
            .enumerate()
            .map(|(at, (issuer, year))| Entry {
                id: format!("e{at}"),
                issuer: Some(issuer.to_owned()),
                level: Level::County,
                year: Some(year),
                ..Entry::default()
            });
        Catalogue::of(in_order(entries.collect()), Lang::Zh)
    }

    #[test]
    fn reports_are_found_by_id_and_by_body() {
        let catalogue = catalogue();
        assert_eq!(catalogue.bodies(), 3);
        for (place, entry) in catalogue.iter().enumerate() {
            assert_eq!(catalogue.place(&entry.id), Some(place));
            let body = catalogue.body_at(place);
            assert!(body.contains(&place), "{entry:?}");
            let issuer = entry.issuer.as_deref().unwrap_or_default();
            assert_eq!(catalogue.body_of(issuer), Ok(body.start), "{entry:?}");
        }
        assert_eq!(catalogue.place("e9"), None);
        let absent = catalogue.body_of("一个没有的单位");
        assert_eq!(absent, Err(0), "before all others");
    }

    #[test]
    fn the_year_before_is_the_one_that_a_search_of_all_finds() {
        let catalogue = catalogue();
        for entry in catalogue.iter() {
            let found = catalogue.previous(entry).map(|found| &found.id);
            let expected = year_before(&catalogue, entry.series(), Entry::series);
            assert_eq!(found, expected.map(|found| &found.id), "{entry:?}");
        }
    }
}
