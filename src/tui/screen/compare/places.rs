//! Where the thing under the cursor stands in either report: what Enter, `h`, `l` and `a` are about.

use crate::report::{Report, Span};
use crate::tui::model::{Document, Previous};

use super::{CompareScreen, View};

/// A place in last year's report, and the one that belongs to it in this year's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    pub old: Option<Span>,
    pub new: Option<Span>,
}

/// One of the two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Last,
    This,
}

impl Places {
    pub fn of(&self, year: Year) -> Option<Span> {
        match year {
            Year::Last => self.old,
            Year::This => self.new,
        }
    }
}

/// Of a sentence, its span.
pub(super) fn sentence(report: &Report, idx: Option<usize>) -> Option<Span> {
    Some(report.sentences.get(idx?)?.span)
}

impl CompareScreen {
    /// What the thing under the cursor points at.
    pub(super) fn places(&self, document: &Document, previous: &Previous) -> Places {
        match self.view {
            View::Text => self
                .row_here()
                .map_or_else(Places::default, |row| row_places(document, previous, row)),
            View::Indicators => self.figures.places(document, previous),
            View::Promises => self.promises.places(previous),
            View::Reuse => self.reuse_places(document, previous),
            View::Years | View::History => Places::default(),
        }
    }

    /// Where to go in one year's report: the place itself, or of a sentence that this year alone has, where it would stand.
    pub(super) fn nearest_place(
        &self,
        document: &Document,
        previous: &Previous,
        year: Year,
    ) -> Option<Span> {
        let here = self.places(document, previous).of(year);
        let beside = || {
            let row = self.row_here().filter(|_| self.view == View::Text)?;
            let mut before = (0..row).rev();
            let mut after = row + 1..previous.comparison.rows.len();
            let place = |row: usize| row_places(document, previous, row).of(year);
            before.find_map(&place).or_else(|| after.find_map(&place))
        };
        here.or_else(beside)
    }

    /// The row of the comparison that the cursor is on.
    pub(super) fn row_here(&self) -> Option<usize> {
        Some(self.items.get(self.cursor)?.first_row())
    }
}

/// Both sentences of a row.
pub(super) fn row_places(document: &Document, previous: &Previous, row: usize) -> Places {
    let Some(row) = previous.comparison.rows.get(row) else {
        return Places::default();
    };
    Places {
        old: sentence(&previous.report, row.old),
        new: sentence(&document.report, row.new),
    }
}
