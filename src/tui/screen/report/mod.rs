//! Reading a report: the text in the middle, the outline on the left, and below what the cursor is on.

mod act;
mod arriving;
mod burn_down;
pub mod cursor;
mod headings;
mod moving;
mod noting;
mod outline;
mod panes;
mod places;
mod pointing;
pub mod search;
mod view;

use std::sync::Arc;

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::report::Span;
use crate::search::Query;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::jumps::{Spot, SpotKind};
use crate::tui::list::ListCursor;
use crate::tui::message::Effect;
use crate::tui::model::{Document, EditionId};
use crate::tui::page::{Page, Reading};
use crate::tui::pointer::Pointer;

use super::Screen;
use cursor::{Cursor, Unit};
pub use panes::{GUTTER, Panes};
pub use places::{Found, Place, Places, Thing, finding_sign, tie_sign};
use search::Search;

/// The state of the report screen.
pub struct ReportScreen {
    pub edition: EditionId,
    /// Absent until the worker has understood the report.
    pub document: Option<Arc<Document>>,
    pub page: Page,
    /// What the reader asked for; `page` follows at the next refresh.
    pub reading: Reading,
    pub cursor: Cursor,
    /// First row on the screen; the cursor may be outside after scrolling.
    pub top: usize,
    /// The finding or note that the last jump went to; gone with the next motion.
    pub pinned: Option<Thing>,
    pub selection: Option<Selection>,
    /// The character that a drag began on.
    grip: Option<Span>,
    pub search: Search,
    pub outline: Outline,
    /// Findings and notes with their places, in text order.
    pub places: Places,
    /// Where the notes of this text were found.
    found: Found,
    /// Where to go once the report is there.
    pub wanted: Option<Span>,
    /// The same, when the place is still to be found.
    pub sought: Option<Sought>,
    /// What to look for once the report is there.
    pub wanted_query: Option<Query>,
    /// Further places of the annotation that is about to be written.
    pub gathered: Vec<Span>,
    /// The annotation that is being placed by hand.
    pub placing: Option<Placing>,
    /// The state of the review that `places` were made from.
    seen: Option<u64>,
    /// Rows taken by an editor at the bottom.
    pub covered: u16,
    /// An editor is open over this screen.
    editing: bool,
}

/// A place that is known by what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The first section that is not read: known with the findings.
    Unread,
    Note(Uuid),
}

/// A selected text: from where it was begun to where the cursor took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub anchor: Span,
    pub head: Span,
}

/// A place of an annotation that a person is looking for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placing {
    pub annotation: Uuid,
    /// Index into `target.anchors`.
    pub index: usize,
}

/// The pane with the headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub choice: Show,
    pub focused: bool,
    pub cursor: ListCursor,
}

/// Whether the reader asked for the outline, sent it away, or leaves it to the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    ByWidth,
    Yes,
    No,
}

impl Selection {
    pub fn span(self) -> Span {
        self.anchor.hull(self.head)
    }
}

impl ReportScreen {
    pub fn new(edition: EditionId, wanted: Option<Span>) -> ReportScreen {
        ReportScreen {
            edition,
            document: None,
            page: Page::default(),
            reading: Reading::default(),
            cursor: Cursor::default(),
            top: 0,
            pinned: None,
            selection: None,
            grip: None,
            search: Search::default(),
            outline: Outline::default(),
            places: Places::default(),
            found: Found::default(),
            wanted,
            sought: None,
            wanted_query: None,
            gathered: Vec::new(),
            placing: None,
            seen: None,
            covered: 0,
            editing: false,
        }
    }

    /// Scrolls as far as needed to have the cursor on the screen.
    pub fn show_cursor(&mut self, shared: &Shared, keep: Keep) {
        let height = self.height(shared);
        let row = self.page.row_of(self.cursor.at);
        if (self.top..self.top + height).contains(&row) {
            return;
        }
        self.top = match keep {
            Keep::Near if row < self.top => row,
            Keep::Near => (row + 1).saturating_sub(height),
            Keep::Third => row.saturating_sub(height / 3),
        };
    }

    /// What the cursor is on.
    pub fn focus(&self) -> Span {
        match &self.document {
            Some(document) => self.cursor.focus(&document.report, &self.page),
            None => Span::default(),
        }
    }

    /// What an annotation made now would be about: the selection, or the sentence.
    pub fn subject(&self) -> Option<Span> {
        let document = self.document.as_ref()?;
        let span = match self.selection {
            Some(selection) => selection.span(),
            None => cursor::sentence(&document.report, self.cursor.at),
        };
        (!span.is_empty()).then_some(span)
    }

    /// Looks for a text while it is typed.
    pub fn search_for(&mut self, query: &Query) {
        if let Some(document) = &self.document {
            self.search = Search::new(&document.report.source.text, query.clone());
        }
    }
}

impl Screen for ReportScreen {
    fn refresh(&mut self, shared: &Shared) {
        self.take_in(shared);
    }

    fn cover(&mut self, shared: &Shared, rows: u16, about: Option<Span>) {
        self.make_room(shared, rows, about);
    }

    fn look_for(&mut self, _shared: &mut Shared, query: &Query) -> Vec<Effect> {
        self.search_for(query);
        Vec::new()
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        match action {
            Action::Uphold | Action::Reject | Action::NeedsEvidence | Action::NotApplicable => {
                self.finding().is_some()
            }
            Action::Edit | Action::Delete => matches!(self.thing(), Some(Thing::Note(_))),
            Action::NextHit | Action::PreviousHit => !self.search.hits.is_empty(),
            Action::NextPlace | Action::PreviousPlace => !self.places.is_empty(),
            Action::Enter => {
                self.outline.focused
                    || self.placing.is_some()
                    || matches!(self.thing(), Some(Thing::Note(_) | Thing::Finding(_)))
            }
            _ => true,
        }
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn scene(&self) -> Scene {
        match self.outline.focused {
            true => Scene::Outline,
            false => Scene::Report,
        }
    }

    fn act(&mut self, shared: &mut Shared, action: Action, letter: Option<char>) -> Reply {
        self.press(shared, action, letter)
    }

    fn go_to_hit(&mut self, shared: &mut Shared) {
        self.go_to_hit_beside(shared, true);
    }

    fn found(&self, shared: &Shared) -> Option<String> {
        let count = self.search.hits.len();
        Some(shared.lang.fill("ui.search-count", &[("count", &count)]))
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        self.headings(shared)
    }

    fn progress(&self, shared: &Shared) -> String {
        super::progress(shared, &self.edition)
    }

    fn point(&mut self, shared: &mut Shared, pointer: Pointer) {
        self.take_pointer(shared, pointer);
    }

    fn spot(&self) -> Option<Spot> {
        self.document.as_ref()?;
        Some(Spot {
            kind: SpotKind::Report,
            edition: self.edition.clone(),
            at: self.cursor.at,
        })
    }

    fn go_to(&mut self, shared: &Shared, at: usize) {
        if self.document.is_none() {
            self.wanted = Some(Span::new(at, at));
            return;
        }
        self.cursor = Cursor {
            at,
            unit: Unit::Clause,
        };
        self.pinned = None;
        self.show_cursor(shared, Keep::Third);
    }
}

/// How far to scroll when the cursor has left the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As little as possible: rows go by one by one.
    Near,
    /// The cursor lands in the upper third: a jump.
    Third,
}
