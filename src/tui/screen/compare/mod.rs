//! Two years side by side: as text, as figures, as promises, as reuse; and all years of the issuer.

mod act;
mod arriving;
mod history;
mod hits;
mod indicators;
mod merge;
mod names;
mod panes;
mod places;
mod pointing;
mod promises;
mod reuse;
mod rows;
mod sections;
mod text;
mod view;
mod years;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use crate::report::Span;
use crate::search::Query;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::jumps::{Spot, SpotKind};
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::Effect;
use crate::tui::model::{Document, EditionId};
use crate::tui::pointer::Pointer;

use super::Screen;
use history::HistoryList;
use indicators::FigureList;
use panes::{Layout, Pane};
use promises::PromiseList;
use rows::{Item, Line};
use years::YearsList;

/// The state of the comparison screen.
pub struct CompareScreen {
    pub edition: EditionId,
    document: Option<Arc<Document>>,
    view: View,
    show: Show,
    layout: Layout,
    /// What is listed, and the same wrapped for a width.
    items: Vec<Item>,
    lines: Vec<Line>,
    /// Width and layout that the lines were made for.
    made_for: Option<(u16, bool)>,
    /// Position in the items.
    cursor: usize,
    /// First line on the screen.
    top: usize,
    /// First rows of runs of unchanged sentences that the reader opened.
    unfolded: BTreeSet<usize>,
    query: Query,
    figures: FigureList,
    promises: PromiseList,
    /// Of the reuse view.
    list: ListCursor,
    years: YearsList,
    history: HistoryList,
    /// All years were asked for.
    follows: bool,
    pane: Pane,
    /// Where in this year's report to begin, until the comparison is there.
    start: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Text,
    Indicators,
    Promises,
    Reuse,
    Years,
    History,
}

/// Which rows are shown; the others are folded with their count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Everything; long unchanged runs are folded.
    #[default]
    All,
    Figures,
    Wording,
    New,
    Gone,
    Moved,
    /// Reuse: what was not changed.
    Unchanged,
}

impl CompareScreen {
    /// `start` is the place in this year's report to begin at.
    pub fn new(edition: EditionId, start: Option<usize>) -> CompareScreen {
        CompareScreen {
            edition,
            document: None,
            view: View::default(),
            show: Show::default(),
            layout: Layout::default(),
            items: Vec::new(),
            lines: Vec::new(),
            made_for: None,
            cursor: 0,
            top: 0,
            unfolded: BTreeSet::new(),
            query: Query::default(),
            figures: FigureList::default(),
            promises: PromiseList::default(),
            list: ListCursor::default(),
            years: YearsList::default(),
            history: HistoryList::default(),
            follows: false,
            pane: Pane::default(),
            start,
        }
    }
}

impl Screen for CompareScreen {
    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn scene(&self) -> Scene {
        match self.view {
            View::Text => Scene::Compare,
            View::Indicators => Scene::Indicators,
            View::Promises => Scene::Promises,
            View::Reuse => Scene::Reuse,
            View::Years => Scene::Years,
            View::History => Scene::History,
        }
    }

    fn refresh(&mut self, shared: &Shared) {
        self.take_document(shared);
        let width = self.text_width(shared);
        let side = self.is_side_by_side(shared);
        if self.made_for != Some((width, side)) {
            self.rebuild(shared);
        }
        self.refresh_view(shared);
    }

    /// Keeps what is being annotated above the rows that an editor takes.
    fn cover(&mut self, shared: &Shared, rows: u16, _about: Option<Span>) {
        let first = self.lines.partition_point(|line| line.item < self.cursor);
        let after = self.lines.partition_point(|line| line.item <= self.cursor);
        let body = super::body_now(shared);
        let height = usize::from(body.height.saturating_sub(rows)).max(1);
        if rows > 0 && self.view == View::Text && after > self.top + height {
            self.top = (after - height.min(after)).min(first);
        }
    }

    fn look_for(&mut self, _shared: &mut Shared, query: &Query) -> Vec<Effect> {
        self.query = query.clone();
        Vec::new()
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        let looks_for_hit = matches!(action, Action::NextHit | Action::PreviousHit);
        action != self.view.action() && !(looks_for_hit && self.query.is_empty())
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        self.names(shared)
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        self.press(shared, action)
    }

    fn go_to_hit(&mut self, shared: &mut Shared) {
        self.go_to_hit_beside(shared, true);
    }

    fn progress(&self, shared: &Shared) -> String {
        self.counts(shared)
    }

    fn is_comparison(&self) -> bool {
        true
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        self.list_shown(shared)
    }

    fn point(&mut self, shared: &mut Shared, pointer: Pointer) {
        self.take_pointer(shared, pointer);
    }

    fn spot(&self) -> Option<Spot> {
        let (document, previous) = self.both()?;
        let row = previous
            .comparison
            .rows
            .get(self.items.get(self.cursor)?.first_row())?;
        let sentence = document.report.sentences.get(row.new?)?;
        let spot = Spot {
            kind: SpotKind::Comparison,
            edition: self.edition.clone(),
            at: sentence.span.start,
        };
        (self.view == View::Text).then_some(spot)
    }

    fn go_to(&mut self, shared: &Shared, at: usize) {
        self.view = View::Text;
        match self.document {
            Some(_) => self.go_to_offset(shared, at),
            None => self.start = Some(at),
        }
    }
}

impl View {
    /// The action that turns to it.
    fn action(self) -> Action {
        match self {
            View::Text => Action::ViewText,
            View::Indicators => Action::ViewIndicators,
            View::Promises => Action::ViewPromises,
            View::Reuse => Action::ViewReuse,
            View::Years => Action::ViewYears,
            View::History => Action::ViewHistory,
        }
    }
}

impl Show {
    /// The locale key that says what is shown, when it is not everything.
    fn key(self) -> Option<&'static str> {
        match self {
            Show::All => None,
            Show::Figures => Some("ui.show-figures"),
            Show::Wording => Some("ui.show-wording"),
            Show::New => Some("ui.show-new"),
            Show::Gone => Some("ui.show-gone"),
            Show::Moved => Some("ui.show-moved"),
            Show::Unchanged => Some("ui.show-unchanged"),
        }
    }
}
