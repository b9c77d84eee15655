//! Whose annotations the ledger lists.

use crate::report::is_same_issuer;
use crate::review::Annotation;
use crate::tui::app::Shared;
use crate::tui::exporting::Coverage;
use crate::tui::model::{EditionId, Entry};
use crate::tui::reviewing;

/// Whose annotations are listed; `t` again widens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Report(EditionId),
    Issuer(EditionId),
    Library,
}

impl Scope {
    /// The report it was asked for from.
    pub fn edition(&self) -> Option<&str> {
        match self {
            Scope::Report(edition) | Scope::Issuer(edition) => Some(edition),
            Scope::Library => None,
        }
    }

    /// `entry` is the report it was asked for from, while the library has it.
    pub fn holds(&self, entry: Option<&Entry>, annotation: &Annotation) -> bool {
        match (self, entry) {
            (Scope::Library, _) => true,
            (Scope::Report(edition) | Scope::Issuer(edition), None) => {
                annotation.target.edition == *edition
            }
            (Scope::Report(_), Some(entry)) => reviewing::is_about(annotation, entry),
            (Scope::Issuer(_), Some(entry)) => {
                let issuer = annotation.target.issuer.as_deref();
                let issuers = issuer.zip(entry.issuer.as_deref());
                issuers.is_some_and(|(one, other)| is_same_issuer(one, other))
            }
        }
    }

    /// The next wider one, and the text that says so.
    pub fn wider(&self) -> (Scope, &'static str) {
        match self {
            Scope::Report(edition) => (Scope::Issuer(edition.clone()), "ui.scope-issuer"),
            Scope::Issuer(_) | Scope::Library => (Scope::Library, "ui.scope-library"),
        }
    }

    /// The reports that an export from here is about.
    pub fn coverage(&self, shared: &Shared) -> Coverage {
        match self {
            Scope::Library => Coverage::Library,
            Scope::Report(edition) => Coverage::Reports(vec![edition.clone()]),
            Scope::Issuer(edition) => {
                let entry = shared.entry(edition);
                let years = entry.map(|entry| shared.entries.years(entry));
                let years = years.into_iter().flatten();
                Coverage::Reports(years.map(|entry| entry.id).collect())
            }
        }
    }
}
