//! Reading a report: the text in the middle, the outline on the left, and below what the cursor is on.

mod act;
mod burn_down;
pub mod cursor;
mod headings;
mod moving;
mod noting;
mod outline;
mod places;
mod pointing;
pub mod search;
mod view;

use std::sync::Arc;

use ratatui::layout::{Rect, Size};
use uuid::Uuid;

use crate::report::{CodePoints, Span};
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
    /// The same, for the first section that is not read.
    pub wanted_unread: bool,
    /// The same, for a note.
    pub wanted_note: Option<Uuid>,
    /// Further places of the annotation that is about to be written.
    pub gathered: Vec<Span>,
    /// The annotation that is being placed by hand.
    pub placing: Option<Placing>,
    /// The same, for a search.
    pub wanted_query: Option<Query>,
    /// The state of the review that `places` were made from.
    seen: Option<u64>,
    /// Rows taken by an editor at the bottom.
    pub covered: u16,
    /// An editor is open over this screen.
    editing: bool,
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

/// Where the panes are. Between the line at the top and the line at the bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    pub outline: Option<Rect>,
    pub text: Rect,
    pub inspector: Option<Rect>,
}

/// From this width on the outline is shown unless it was sent away.
const WIDE: u16 = 100;
/// From this width on the inspector stands beside the text.
const VERY_WIDE: u16 = 160;
/// Rows of text longer than this tire the eye.
const LONGEST_ROW: u16 = 110;
/// Cursor bar, sign, note, blank.
pub const GUTTER: u16 = 4;

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
            wanted_unread: false,
            wanted_note: None,
            gathered: Vec::new(),
            placing: None,
            wanted_query: None,
            seen: None,
            covered: 0,
            editing: false,
        }
    }

    /// Begins where the report was left, or at its first sentence.
    fn begin(&mut self, shared: &Shared) {
        let Some(document) = &self.document else {
            return;
        };
        self.outline.choice = shared.outline;
        let text = &document.report.source.text;
        let sentences = &document.report.sentences;
        let first = sentences.first().map_or(0, |first| first.span.start);
        let left = shared.memory.place(&self.edition);
        let left = left.map(|points| CodePoints::of(text).offset(text, points));
        self.cursor = Cursor {
            at: left.map_or(first, |left| left.min(text.len())),
            unit: Unit::Row,
        };
        if let Some(at) = left.filter(|_| self.wanted.is_none()) {
            self.wanted = Some(Span::new(at, at));
        }
    }

    /// What was placed is there from now on, and the screen shows it.
    fn stop_placing(&mut self, shared: &Shared) {
        let Some(Placing { annotation, index }) = self.placing else {
            return;
        };
        let found = shared.review().annotation(annotation);
        let placed = found.and_then(|found| found.placed.get(&self.edition)?.get(&index));
        if placed.is_some() {
            self.placing = None;
            self.wanted_note = Some(annotation);
        }
    }

    /// Where the panes are on a screen of this size.
    pub fn panes(&self, size: Size) -> Panes {
        let panes = self.panes_uncovered(size);
        let text = Rect {
            height: panes.text.height.saturating_sub(self.covered),
            ..panes.text
        };
        Panes { text, ..panes }
    }

    fn panes_uncovered(&self, size: Size) -> Panes {
        let body = super::body(Rect::new(0, 0, size.width, size.height));
        let shown = match self.outline.choice {
            Show::Yes => true,
            Show::No => false,
            Show::ByWidth => body.width >= WIDE,
        };
        let (outline, rest) = match (shown, body.width >= WIDE) {
            (true, true) => {
                let width = (body.width / 3).min(34);
                let (left, right) = split_left(body, width);
                (
                    Some(left),
                    Rect {
                        x: right.x + 1,
                        width: right.width.saturating_sub(1),
                        ..right
                    },
                )
            }
            // On a narrow screen the outline takes the place of the text.
            (true, false) => (Some(body), body),
            (false, _) => (None, body),
        };
        // Sent away, the outline takes the inspector from the side with it: rows that run from edge to edge are scrolled by
        // the terminal itself.
        let side = match self.outline.choice {
            Show::No => body.width.min(VERY_WIDE - 1),
            Show::Yes | Show::ByWidth => body.width,
        };
        let (text, inspector) = split_inspector(rest, side);
        let text = Rect {
            width: text.width.min(LONGEST_ROW + GUTTER),
            ..text
        };
        Panes {
            outline,
            text,
            inspector,
        }
    }

    /// The first row on the screen when its end is in view.
    fn last_top(&self, shared: &Shared) -> usize {
        self.page.rows.len().saturating_sub(self.height(shared))
    }

    /// Rows of text on the screen.
    pub fn height(&self, shared: &Shared) -> usize {
        usize::from(self.panes(shared.size).text.height).max(1)
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
    /// Takes what is new: the report itself, another size, another state of the review.
    fn refresh(&mut self, shared: &Shared) {
        let newest = shared.readable(&self.edition);
        let fresh = newest.filter(|newest| {
            let held = self.document.as_ref();
            held.is_none_or(|held| !Arc::ptr_eq(held, newest))
        });
        let first = self.document.is_none();
        let mut rearranged = false;
        if let Some(document) = fresh {
            let held = self.document.as_ref();
            // A corrected heading looks otherwise.
            rearranged = held.is_some_and(|held| held.report.sections != document.report.sections);
            self.document = Some(Arc::clone(document));
            self.found.clear();
            self.seen = None;
        }
        if self.document.is_some() && first {
            self.begin(shared);
        }
        let Some(document) = self.document.clone() else {
            return;
        };
        let panes = self.panes(shared.size);
        let room = usize::from(panes.text.width.saturating_sub(GUTTER)).max(1);
        if rearranged || self.page.width != room || self.page.reading != self.reading {
            let first = self.page.row(self.top).map(|row| row.span.start);
            self.page = Page::new(&document.report, room, self.reading);
            self.top = first.map_or(0, |at| self.page.row_of(at));
        }
        if self.seen != Some(shared.revision) {
            self.places = Places::of(&document, shared, &mut self.found);
            self.seen = Some(shared.revision);
            self.stop_placing(shared);
        }
        if let Some(id) = self.wanted_note.take() {
            let place = self.found.get(&id).and_then(|(_, spans)| spans.first());
            self.wanted = place.copied();
            self.pinned = self.wanted.map(|_| Thing::Note(id));
        }
        if let Some(query) = self.wanted_query.take() {
            self.search_for(&query);
        }
        // Which sections there are to read is known with the findings.
        if self.wanted_unread && shared.document(&self.edition).is_some() {
            self.wanted_unread = false;
            self.wanted = self.next_unread(shared).map(|at| Span::new(at, at));
        }
        if let Some(span) = self.wanted.take() {
            self.cursor = Cursor {
                at: span.start,
                unit: Unit::Place(span),
            };
            self.show_cursor(shared, Keep::Third);
        }
        let last = self.page.rows.len().saturating_sub(1);
        self.top = self.top.min(last);
    }

    /// Makes room for an editor at the bottom and keeps what it is about in view above it.
    fn cover(&mut self, shared: &Shared, rows: u16, about: Option<Span>) {
        let body = super::body_now(shared);
        let panes = Panes {
            ..self.panes_uncovered(shared.size)
        };
        // The editor lies over the inspector first, then over the text.
        let below = body.bottom().saturating_sub(panes.text.bottom());
        let covered = rows.saturating_sub(below);
        if covered == self.covered && (rows > 0) == self.editing {
            return;
        }
        self.covered = covered;
        self.editing = rows > 0;
        if let (true, Some(span)) = (rows > 0, about) {
            let height = self.height(shared);
            let (first, last) = (
                self.page.row_of(span.start),
                self.page.row_of(span.end.saturating_sub(1).max(span.start)),
            );
            if first < self.top || last >= self.top + height {
                self.top = first.saturating_sub(height.saturating_sub(last - first + 1) / 2);
            }
        }
    }

    /// Looks for a text while it is typed.
    fn look_for(&mut self, _shared: &mut Shared, query: &Query) -> Vec<Effect> {
        self.search_for(query);
        Vec::new()
    }

    /// Whether an action would do something now.
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

fn split_left(area: Rect, width: u16) -> (Rect, Rect) {
    let left = Rect {
        width: width.min(area.width),
        ..area
    };
    let right = Rect {
        x: area.x + left.width,
        width: area.width - left.width,
        ..area
    };
    (left, right)
}

/// The inspector: beside the text on a very wide screen, below it on a usual one, gone on a small one.
fn split_inspector(area: Rect, screen: u16) -> (Rect, Option<Rect>) {
    if screen >= VERY_WIDE {
        let (text, side) = split_left(area, area.width.saturating_sub(46));
        let side = Rect {
            x: side.x + 2,
            width: side.width.saturating_sub(2),
            ..side
        };
        return (text, Some(side));
    }
    let height = match area.height {
        0..=13 => return (area, None),
        14..=27 => 4,
        _ => 6,
    };
    let text = Rect {
        height: area.height - height,
        ..area
    };
    let inspector = Rect {
        y: area.y + text.height,
        height,
        ..area
    };
    (text, Some(inspector))
}
