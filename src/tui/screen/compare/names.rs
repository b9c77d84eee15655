//! What a comparison is called in the line at the top: the issuer, its years, and the view.

use super::{CompareScreen, View};
use crate::tui::app::Shared;
use crate::tui::describe;
use crate::tui::model::Entry;

impl CompareScreen {
    pub(super) fn names(&self, shared: &Shared) -> Vec<String> {
        let Some(entry) = shared.entry(&self.edition) else {
            return Vec::new();
        };
        let mut view = shared.text(self.view.name()).to_owned();
        if let Some(shown) = self.shown() {
            view.push_str(&format!(" · {}", shared.text(shown)));
        }
        vec![self.name_with_years(shared, entry), view]
    }

    fn name_with_years(&self, shared: &Shared, entry: &Entry) -> String {
        if matches!(self.view, View::Years | View::History) {
            return self.span_of_years(shared, entry);
        }
        let previous = shared.previous(&self.edition);
        match previous.and_then(|previous| previous.year) {
            Some(year) => {
                let issuer = issuer(shared, entry);
                format!("{issuer} {year} ⇄ {}", entry.year.unwrap_or(year + 1))
            }
            None => describe::name(entry, shared.lang),
        }
    }

    /// What the view is narrowed to, if it is.
    fn shown(&self) -> Option<&'static str> {
        match self.view {
            View::Text => self.show.key(),
            View::Indicators => self.figures.listed.key(),
            View::Promises => Some(self.promises.listed.key()),
            View::Years => self.years.listed.key(),
            View::Reuse | View::History => None,
        }
    }

    /// The issuer with its first and last year, as far as they are known.
    fn span_of_years(&self, shared: &Shared, entry: &Entry) -> String {
        let years = shared.years.get(&self.edition);
        let first = years.and_then(|years| years.entries.first()?.year);
        let issuer = issuer(shared, entry);
        match (first, entry.year) {
            (Some(first), Some(last)) => format!("{issuer} {first}–{last}"),
            (_, Some(last)) => format!("{issuer} –{last}"),
            (_, None) => issuer,
        }
    }
}

impl View {
    fn name(self) -> &'static str {
        match self {
            View::Text => "key.view-text",
            View::Indicators => "key.view-indicators",
            View::Promises => "ui.scene-promises",
            View::Reuse => "ui.scene-reuse",
            View::Years => "ui.scene-years",
            View::History => "ui.scene-history",
        }
    }
}

fn issuer(shared: &Shared, entry: &Entry) -> String {
    let of_no_year = Entry {
        year: None,
        ..entry.clone()
    };
    describe::name(&of_no_year, shared.lang)
}
