//! One row of the library: what lists show of an edition without its text.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::check::register::{Received, bare};
use crate::report::{Kind, Level, issuer_key};

use super::edition::EditionRecord;
use super::hints;
use super::index::{Row, name_of};

/// One report of the library, as its folder says and reviewers corrected it, without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub issuer: Option<String>,
    pub region: Option<String>,
    pub level: Level,
    pub year: Option<i16>,
    pub kind: Kind,
    /// Of the text; the name of the file where that has none.
    pub title: Option<String>,
    pub published: Option<Date>,
    /// The name that the issuer reported under before, where a reviewer said so.
    pub former: Option<String>,
    pub imported: Timestamp,
}

impl Entry {
    pub fn of(record: &EditionRecord) -> Entry {
        let metadata = &record.metadata;
        Entry {
            id: record.id.clone(),
            issuer: metadata.issuer.clone(),
            region: metadata.region.clone(),
            level: metadata.level(),
            year: metadata.year,
            kind: metadata.kind(),
            title: metadata.title.clone().or_else(|| record.file_name.clone()),
            published: metadata.published,
            former: record.former_issuer.clone(),
            imported: record.imported,
        }
    }

    pub(super) fn of_row(row: &Row) -> Entry {
        Entry {
            id: name_of(&row.id),
            issuer: row.issuer.map(str::to_owned),
            region: row.region.map(str::to_owned),
            level: hints::level(row.level),
            year: row.year,
            kind: Kind::named(row.kind).unwrap_or_default(),
            title: row.title.or(row.file_name).map(str::to_owned),
            published: row.published(),
            former: None,
            imported: row.imported().unwrap_or_default(),
        }
    }

    /// As the register of units sees it; what is no annual report owes nothing and pays nothing.
    pub fn received(&self) -> Option<Received> {
        let counts = match self.kind {
            Kind::AnnualReport | Kind::WorkSummaryAndPlan | Kind::NpcReport => true,
            Kind::Speech
            | Kind::Interpretation
            | Kind::WorkPlan
            | Kind::DisclosureReport
            | Kind::GovernmentWorkReport
            | Kind::ShufaReport
            | Kind::FiveYearSummary
            | Kind::Template
            | Kind::Other => false,
        };
        counts.then(|| Received {
            id: self.id.clone(),
            issuer: self.issuer.clone(),
            region: self.region.clone(),
            level: self.level,
            year: self.year,
            published: self.published,
        })
    }
}

/// Entries in the order of lists.
pub fn in_order(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_cached_key(|entry| {
        Rank::new(
            entry.issuer.as_deref(),
            entry.year,
            entry.imported,
            &entry.id,
        )
    });
    entries
}

/// What reports of one body stand together by: the name without the places above it and without 人民政府.
pub fn body_of(issuer: &str) -> &str {
    bare(issuer_key(issuer))
}

/// The order of lists: bodies by name, those without one last; the newest year first; then by time of import.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    nameless: bool,
    body: String,
    newest: i16,
    imported: Timestamp,
    id: String,
}

impl Rank {
    pub fn new(issuer: Option<&str>, year: Option<i16>, imported: Timestamp, id: &str) -> Rank {
        Rank {
            nameless: issuer.is_none(),
            body: issuer.map_or_else(String::new, |issuer| body_of(issuer).to_owned()),
            newest: -year.unwrap_or(0),
            imported,
            id: id.to_owned(),
        }
    }
}
