//! The rows of the library: the reports that a filter leaves and what the register waits for, in an order.

use std::sync::Arc;

use super::columns;
use super::{LibraryScreen, Order};
use crate::check::register::{Filing, Owed};
use crate::search::Filter;
use crate::tui::app::Shared;

/// A row: a report, or one that the register waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Position in the entries.
    Report(usize),
    /// Position in what is owed.
    Owed(usize),
}

/// What tells whether the rows are still right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    wanted: String,
    order: Order,
    /// Of the owed reports, and of what is open while that is the order.
    changes: (usize, u64),
}

impl Row {
    /// The name in the first column.
    fn name<'a>(&self, shared: &'a Shared) -> Option<&'a str> {
        match self {
            Row::Report(at) => shared.entries.get(*at)?.issuer.as_deref(),
            Row::Owed(at) => Some(&shared.owed.get(*at)?.unit),
        }
    }
}

impl LibraryScreen {
    pub(super) fn source(&self, shared: &Shared) -> Source {
        let open = match self.order {
            Order::Open => shared.tallies.changes + shared.revision,
            Order::Issuer | Order::Year => 0,
        };
        Source {
            wanted: self.wanted.clone(),
            order: self.order,
            changes: (shared.owed.len(), open),
        }
    }

    pub(super) fn make_rows(&mut self, shared: &Shared, source: Source) {
        let chosen = match self.rows.get(self.cursor.row) {
            Some(Row::Report(at)) => self.catalogue.get(*at),
            Some(Row::Owed(_)) | None => None,
        };
        let chosen = chosen.and_then(|entry| shared.entries.place(&entry.id));
        let filter = Filter::new(&self.wanted);
        let reports = self.reports(shared, &filter, &source);
        let missing = shared.owed.iter().enumerate().filter(|(_, owed)| {
            owed.filing == Filing::NotFiled && matches_owed(shared, owed, &filter)
        });
        let missing: Vec<Row> = missing.map(|(at, _)| Row::Owed(at)).collect();
        // Reports come in the order of the catalogue.
        let sorted = missing.is_empty() && self.order == Order::Issuer;
        self.rows = reports
            .into_iter()
            .map(Row::Report)
            .chain(missing)
            .collect();
        if !sorted {
            self.rows
                .sort_by_cached_key(|row| sort_key(shared, self.order, *row));
        }
        let names = self.rows.iter().filter_map(|row| row.name(shared));
        self.widest = columns::widest(names);
        self.made_of = Some(source);
        self.catalogue = Arc::clone(&shared.entries);
        let chosen = chosen.map(Row::Report);
        if let Some(row) = self.rows.iter().position(|row| Some(*row) == chosen) {
            self.cursor.row = row;
        }
    }

    /// The places of the reports that are wanted. While a filter is being typed they are among those that it left.
    fn reports(&self, shared: &Shared, filter: &Filter, source: &Source) -> Vec<usize> {
        let sieve = shared.entries.sieve(filter);
        let longer = |before: &&Source| {
            let added = source.wanted.strip_prefix(&before.wanted);
            // A new word does not narrow what the letters before it stood for.
            Arc::ptr_eq(&self.catalogue, &shared.entries)
                && before.order == Order::Issuer
                && added.is_some_and(|added| !added.is_empty() && !before.wanted.is_empty())
        };
        if self.made_of.as_ref().filter(longer).is_some() {
            let left = self.rows.iter().filter_map(|row| match row {
                Row::Report(at) => Some(*at),
                Row::Owed(_) => None,
            });
            return left.filter(|at| sieve.fits(*at)).collect();
        }
        (0..shared.entries.len())
            .filter(|at| sieve.fits(*at))
            .collect()
    }
}

fn matches_owed(shared: &Shared, owed: &Owed, wanted: &Filter) -> bool {
    wanted.fits(&format!(
        "{} {} {}",
        owed.unit,
        owed.year,
        shared.text("ui.owed")
    ))
}

/// Where a row stands: by what the order is about, then by issuer, then the newest year first.
fn sort_key(shared: &Shared, order: Order, row: Row) -> (usize, i16, Among, i16) {
    let (among, year, open) = match row {
        Row::Report(at) => {
            let entry = shared.entries.get(at);
            let open = entry.and_then(|entry| shared.undecided(&entry.id));
            let body = shared.entries.body_at(at).start;
            let year = entry.and_then(|entry| entry.year);
            (Among::listed(body), year, open)
        }
        Row::Owed(at) => match shared.owed.get(at) {
            Some(owed) => (Among::of(shared, &owed.unit), Some(owed.year), None),
            None => (Among::listed(0), None, None),
        },
    };
    let newest = -year.unwrap_or(0);
    match order {
        Order::Issuer => (0, 0, among, newest),
        Order::Year => (0, newest, among, 0),
        Order::Open => (usize::MAX - open.unwrap_or(0), 0, among, newest),
    }
}

/// Where an issuer stands among those that reported: those that never did stand before the next one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Among {
    body: usize,
    listed: bool,
    name: String,
}

impl Among {
    fn listed(body: usize) -> Among {
        Among {
            body,
            listed: true,
            name: String::new(),
        }
    }

    fn of(shared: &Shared, unit: &str) -> Among {
        match shared.entries.body_of(unit) {
            Ok(body) => Among::listed(body),
            Err(body) => Among {
                body,
                listed: false,
                name: unit.to_owned(),
            },
        }
    }
}
