//! An issuer that has another name than the year before: asked once, kept as an event.

use crate::review::Operation;

use super::app::Shared;
use super::model::{EditionId, Entry};

/// A report without a year before, and the issuers that may have been its own under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The report that is to be compared.
    pub edition: EditionId,
    issuer: String,
    pub names: Vec<String>,
}

impl Renaming {
    /// Those of the same level and kind that reported the year before and no more since; none once it was answered.
    pub fn of(shared: &Shared, edition: &str) -> Option<Renaming> {
        let entry = shared.entry(edition)?;
        let issuer = entry.issuer.clone()?;
        let year = entry.year?;
        let answered = shared.review().former_names.contains_key(&issuer);
        if answered || shared.previous(edition).is_some() {
            return None;
        }
        let mut found: Vec<String> = Vec::new();
        for (place, other) in shared.entries.iter().enumerate() {
            let alike = other.level == entry.level && other.kind == entry.kind;
            let before = other.year == year.checked_sub(1);
            if let Some(name) = names(other).filter(|_| alike && before)
                && !shared.entries.reported(place, year)
                // Names that are the same follow each other.
                && found.last().is_none_or(|known| known != name)
            {
                found.push(name.to_owned());
            }
        }
        (!found.is_empty()).then_some(Renaming {
            edition: edition.to_owned(),
            issuer,
            names: found,
        })
    }

    /// The choices as the list shows them; the last one is none of them.
    pub fn rows(&self, shared: &Shared) -> Vec<String> {
        let mut rows = self.names.clone();
        rows.push(shared.text("ui.no-former-name").to_owned());
        rows
    }

    pub fn title(&self, shared: &Shared) -> String {
        shared
            .lang
            .fill("ui.former-name", &[("issuer", &self.issuer)])
    }

    /// What a choice means; none of them is an answer too, so that nobody is asked again.
    pub fn chosen(&self, row: usize) -> Operation {
        Operation::Rename {
            issuer: self.issuer.clone(),
            former: Some(self.names.get(row).cloned().unwrap_or_default()),
        }
    }
}

fn names(entry: &Entry) -> Option<&str> {
    entry.issuer.as_deref().filter(|name| !name.is_empty())
}
