//! What the keys do in a report.

use crate::report::CodePoints;
use crate::report::Span;
use crate::review::Operation;
use crate::tui::action::{Action, Motion};
use crate::tui::app::{Reply, Shared};
use crate::tui::correcting::Correcting;
use crate::tui::deciding;
use crate::tui::message::{Effect, Message};
use crate::tui::model::Document;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::picker::Picker;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::screen::{checks::ChecksScreen, gaps::GapsScreen};

use super::cursor::{self, Cursor, Unit};
use super::places::Thing;
use super::{Keep, ReportScreen, Selection, Show};

impl ReportScreen {
    pub(super) fn press(
        &mut self,
        shared: &mut Shared,
        action: Action,
        letter: Option<char>,
    ) -> Reply {
        if self.document.is_none() {
            return match action {
                Action::Back => super::super::back(),
                _ => Reply::stay(),
            };
        }
        if self.outline.focused {
            return self.act_in_outline(shared, action, letter);
        }
        if self.select_by_character(action)
            || self.move_by_rows(shared, action)
            || self.move_by_text(shared, action)
        {
            return Reply::stay();
        }
        match action {
            Action::NextPlace => return self.go_to_place(shared, true),
            Action::PreviousPlace => return self.go_to_place(shared, false),
            Action::NextHit => self.go_to_hit_beside(shared, true),
            Action::PreviousHit => self.go_to_hit_beside(shared, false),
            Action::Select => self.toggle_selection(),
            Action::Layout => self.reading = self.reading.other(),
            Action::Back => return self.back(),
            // To the same place in the comparison.
            Action::Compare => {
                let edition = self.edition.clone();
                let at = Some(self.cursor.at);
                return super::super::compare_with_last_year(shared, &edition, at);
            }
            Action::Search => {
                return Reply::open(Overlay::Prompt(Prompt::search(&self.search.query)));
            }
            Action::Outline | Action::PaneLeft => self.open_outline(shared, action),
            Action::SetMark | Action::GoToMark => return self.mark(shared, action, letter),
            Action::AddPlace => return self.add_place(shared),
            Action::Annotate => return self.annotate(shared),
            Action::AnnotateSection => return self.annotate_section(shared),
            Action::Edit | Action::Delete => return self.change_note(shared, action),
            Action::Copy => return self.copy(shared),
            Action::Correct => return self.correct(shared),
            Action::ReviewSection => return self.review_section(shared),
            Action::Enter if self.placing.is_some() => return self.place(shared),
            Action::Enter => return self.follow(),
            other => return self.act_on_finding(shared, other),
        }
        Reply::stay()
    }

    fn act_on_finding(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(document) = self.document.clone() else {
            return Reply::stay();
        };
        match self.finding() {
            Some(finding) if deciding::judgement(action).is_some() => {
                deciding::decide(shared, &document, finding, action)
            }
            Some(_) | None => super::super::common(shared, &self.edition, action),
        }
    }

    fn act_in_outline(
        &mut self,
        shared: &mut Shared,
        action: Action,
        letter: Option<char>,
    ) -> Reply {
        let sections = self.outline_sections();
        let height = self
            .panes(shared.size)
            .outline
            .map_or(1, |area| usize::from(area.height));
        let forward = match action {
            Action::NextSection => Action::Down,
            Action::PreviousSection => Action::Up,
            other => other,
        };
        if self.outline.cursor.act(forward, sections.len(), height) {
            self.go_to_chosen_section(shared);
            return Reply::stay();
        }
        match action {
            Action::Enter | Action::PaneRight | Action::Back | Action::Outline => {
                self.close_outline(shared);
                Reply::stay()
            }
            Action::PaneLeft => Reply::stay(),
            Action::NextPlace
            | Action::PreviousPlace
            | Action::ReviewSection
            | Action::AnnotateSection => {
                self.outline.focused = false;
                let reply = self.press(shared, action, letter);
                self.outline.focused = true;
                self.outline.cursor.row = self.outline_position().unwrap_or(0);
                reply
            }
            other => super::super::common(shared, &self.edition, other),
        }
    }

    fn go_to_chosen_section(&mut self, shared: &Shared) {
        let chosen = self
            .outline_sections()
            .get(self.outline.cursor.row)
            .copied();
        let document = self.document.as_ref();
        let section =
            chosen.and_then(|idx| document.and_then(|document| document.report.sections.get(idx)));
        if let Some(section) = section {
            self.cursor = Cursor {
                at: section.heading.start,
                unit: Unit::Row,
            };
            self.pinned = None;
            self.top = self.page.row_of(self.cursor.at);
            self.show_cursor(shared, Keep::Third);
        }
    }

    fn open_outline(&mut self, shared: &Shared, action: Action) {
        let visible = self.panes(shared.size).outline.is_some();
        if visible && action == Action::Outline {
            self.outline.choice = Show::No;
            self.outline.focused = false;
            return;
        }
        if !visible {
            self.outline.choice = Show::Yes;
        }
        self.outline.focused = true;
        self.outline.cursor.row = self.outline_position().unwrap_or(0);
    }

    /// Leaves the outline; on a narrow screen it makes room for the text again.
    fn close_outline(&mut self, shared: &Shared) {
        self.outline.focused = false;
        let panes = self.panes(shared.size);
        if panes.outline == Some(super::super::body_now(shared)) {
            self.outline.choice = Show::ByWidth;
        }
    }

    fn move_by_rows(&mut self, shared: &Shared, action: Action) -> bool {
        let Some(motion) = action.motion() else {
            return false;
        };
        let height = self.height(shared);
        let page = isize::try_from(height).unwrap_or(1);
        let half = (page / 2).max(1);
        let (by, scrolls) = match motion {
            Motion::Down => (1, false),
            Motion::Up => (-1, false),
            Motion::PageDown => (page, true),
            Motion::PageUp => (-page, true),
            Motion::HalfDown => (half, true),
            Motion::HalfUp => (-half, true),
            Motion::Top => (isize::MIN, false),
            Motion::Bottom => (isize::MAX, false),
            Motion::ScrollDown | Motion::ScrollUp => {
                self.scroll(shared, if motion == Motion::ScrollDown { 1 } else { -1 });
                return true;
            }
        };
        let row = self.page.row_of(self.cursor.at);
        let visible = (self.top..self.top + height).contains(&row);
        // After scrolling, the first step only brings the cursor back to what is being read.
        self.cursor = match (visible, by) {
            (false, -1 | 1) if row < self.top => cursor::at_row(&self.page, self.top),
            (false, -1 | 1) => cursor::at_row(&self.page, self.top + height - 1),
            _ => cursor::by_rows(&self.page, self.cursor, by),
        };
        if scrolls {
            let last = self.page.rows.len().saturating_sub(height);
            self.top = self.top.saturating_add_signed(by).min(last);
        }
        self.arrive(shared, Keep::Near);
        true
    }

    fn move_by_text(&mut self, shared: &Shared, action: Action) -> bool {
        let Some(document) = self.document.clone() else {
            return false;
        };
        match cursor::moved(&document.report, self.cursor, action) {
            Some(moved) => {
                self.cursor = moved;
                let keep = if matches!(moved.unit, Unit::Row) {
                    Keep::Third
                } else {
                    Keep::Near
                };
                self.arrive(shared, keep);
                true
            }
            None => cursor::is_motion(action),
        }
    }

    /// After every motion: nothing is pinned, the selection grows, the cursor is seen.
    fn arrive(&mut self, shared: &Shared, keep: Keep) {
        self.pinned = None;
        let focus = self.focus();
        if let Some(selection) = &mut self.selection {
            selection.head = focus;
        }
        self.show_cursor(shared, keep);
    }

    fn scroll(&mut self, shared: &Shared, by: isize) {
        let last = self.page.rows.len().saturating_sub(self.height(shared));
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    fn go_to_place(&mut self, shared: &mut Shared, forward: bool) -> Reply {
        match self.place_beside(forward) {
            Some(place) => {
                self.cursor = Cursor {
                    at: place.span.start,
                    unit: Unit::Place(place.span),
                };
                self.arrive(shared, Keep::Third);
                self.pinned = Some(place.thing);
            }
            None => {
                let key = match (self.places.is_empty(), forward) {
                    (true, _) => "ui.no-places",
                    (false, true) => "ui.no-next-place",
                    (false, false) => "ui.no-previous-place",
                };
                shared.message = Some(Message::quiet(shared.text(key)));
            }
        }
        Reply::stay()
    }

    pub(super) fn go_to_hit_beside(&mut self, shared: &mut Shared, forward: bool) {
        if self.search.query.is_empty() {
            shared.message = Some(Message::quiet(shared.text("ui.search-first")));
            return;
        }
        match self.search.beside(self.cursor.at, forward) {
            Some((number, hit)) => {
                self.cursor = Cursor {
                    at: hit.start,
                    unit: Unit::Place(hit),
                };
                self.arrive(shared, Keep::Third);
                let text = shared.lang.fill(
                    "ui.hit",
                    &[
                        ("number", &(number + 1)),
                        ("all", &self.search.hits.len()),
                        ("query", &self.search.query.typed()),
                    ],
                );
                shared.message = Some(Message::quiet(text));
            }
            None => {
                let text = shared
                    .lang
                    .fill("ui.not-found", &[("query", &self.search.query.typed())]);
                shared.message = Some(Message::quiet(text));
            }
        }
    }

    /// Goes to a span of the text and stays there.
    pub fn jump(&mut self, shared: &Shared, span: Span) {
        self.cursor = Cursor {
            at: span.start,
            unit: Unit::Place(span),
        };
        self.arrive(shared, Keep::Third);
    }

    fn toggle_selection(&mut self) {
        self.selection = match (self.selection, &self.document) {
            (None, Some(document)) => {
                let focus = match self.cursor.unit {
                    Unit::Row => cursor::clause(&document.report, self.cursor.at),
                    Unit::Clause | Unit::Sentence | Unit::Place(_) => self.focus(),
                };
                Some(Selection {
                    anchor: focus,
                    head: focus,
                })
            }
            (Some(_), _) | (None, None) => None,
        };
    }

    /// While text is selected, left and right move its end by one character.
    fn select_by_character(&mut self, action: Action) -> bool {
        let (Some(selection), Some(document)) = (&mut self.selection, &self.document) else {
            return false;
        };
        let text = &document.report.source.text;
        let span = selection.span();
        let end = match action {
            Action::PaneRight => text
                .get(span.end..)
                .and_then(|rest| rest.chars().next())
                .map(|c| span.end + c.len_utf8()),
            Action::PaneLeft => text
                .get(span.start..span.end)
                .and_then(|inside| inside.char_indices().next_back())
                .map(|(at, _)| span.start + at)
                .filter(|&end| end > span.start),
            _ => return false,
        };
        let span = Span::new(span.start, end.unwrap_or(span.end));
        *selection = Selection {
            anchor: span,
            head: Span::new(span.start, span.start),
        };
        true
    }

    /// One thing less: the selection, the hits, and then the screen.
    fn back(&mut self) -> Reply {
        if self.selection.take().is_some() {
            return Reply::stay();
        }
        if !self.gathered.is_empty() {
            self.gathered.clear();
            return Reply::stay();
        }
        if !self.search.query.is_empty() {
            self.search = super::search::Search::default();
            return Reply::stay();
        }
        super::super::back()
    }

    fn mark(&mut self, shared: &mut Shared, action: Action, letter: Option<char>) -> Reply {
        let (Some(document), Some(letter)) = (self.document.clone(), letter) else {
            return Reply::stay();
        };
        let text = &document.report.source.text;
        let points = CodePoints::of(text);
        let name = letter.to_string();
        if action == Action::SetMark {
            let position = Some(points.before(text, self.cursor.at));
            let said = shared.lang.fill("ui.mark-set", &[("name", &name)]);
            shared.message = Some(Message::quiet(said));
            let operation = Operation::Mark {
                edition: self.edition.clone(),
                name,
                position,
            };
            return Reply::effects(vec![shared.record(operation)]);
        }
        match shared.review().mark(&shared.reviewer, &self.edition, &name) {
            Some(position) => {
                let at = points.offset(text, position);
                self.cursor = Cursor {
                    at,
                    unit: Unit::Clause,
                };
                self.arrive(shared, Keep::Third);
            }
            None => {
                let said = shared.lang.fill("ui.no-mark", &[("name", &name)]);
                shared.message = Some(Message::quiet(said));
            }
        }
        Reply::stay()
    }

    /// Offers what can be corrected here: the fields of the report, and the heading or sentence under the cursor.
    fn correct(&mut self, shared: &mut Shared) -> Reply {
        let Some(document) = &self.document else {
            return Reply::stay();
        };
        let correcting = Correcting::at(document, self.cursor.at);
        Reply::open(Overlay::Picker(Picker::points(
            shared, document, correcting,
        )))
    }

    fn copy(&mut self, shared: &mut Shared) -> Reply {
        let (Some(document), Some(span)) = (&self.document, self.subject()) else {
            return Reply::stay();
        };
        shared.message = Some(Message::quiet(shared.text("ui.copied")));
        Reply::effects(vec![Effect::Copy(document.report.quote(span).to_owned())])
    }

    /// Marks the section as read and goes on to the next one that is not, or takes the mark back.
    fn review_section(&mut self, shared: &mut Shared) -> Reply {
        let Some(document) = self.document.clone() else {
            return Reply::stay();
        };
        let at = self.cursor.at;
        let sections: Vec<ReadSection> = document
            .readable
            .iter()
            .filter_map(|&idx| ReadSection::new(shared, &document, idx))
            .collect();
        let here = sections
            .iter()
            .position(|section| section.extent.contains(at));
        let after = here.map_or_else(
            || sections.partition_point(|section| section.extent.start <= at),
            |here| here + 1,
        );
        let unread =
            |position: &usize| sections.get(*position).is_some_and(|section| !section.read);
        let next = (after..sections.len())
            .chain(0..here.unwrap_or(after).min(sections.len()))
            .find(unread)
            .and_then(|position| sections.get(position));
        let marked = here.and_then(|here| sections.get(here));
        let goes_on = marked.is_none_or(|section| !section.read);
        match next.filter(|_| goes_on) {
            Some(next) => {
                self.cursor = Cursor {
                    at: next.extent.start,
                    unit: Unit::Row,
                };
                self.arrive(shared, Keep::Third);
                if marked.is_none() {
                    shared.message = Some(Message::quiet(shared.text("ui.to-unread")));
                }
            }
            None if goes_on => shared.message = Some(Message::good(shared.text("ui.all-read"))),
            None => {}
        }
        let Some(section) = marked else {
            return Reply::stay();
        };
        let operation = Operation::Review {
            edition: self.edition.clone(),
            section: section.key.clone(),
            reviewed: !section.read,
        };
        Reply::effects(vec![shared.record(operation)])
    }

    /// Enter leads to where the thing under the cursor is dealt with.
    fn follow(&mut self) -> Reply {
        match self.thing() {
            Some(Thing::Finding(idx)) => {
                let id = self
                    .document
                    .as_ref()
                    .and_then(|document| document.outcome.findings.get(idx))
                    .map(|finding| finding.id.clone());
                Reply::to(ChecksScreen::new(self.edition.clone(), id))
            }
            Some(Thing::Note(id)) => {
                Reply::to(GapsScreen::of_report(self.edition.clone(), Some(id)))
            }
            Some(Thing::Figure(_)) | None => Reply::stay(),
        }
    }
}

/// A section that the reviewer ticks off.
struct ReadSection {
    extent: Span,
    key: String,
    read: bool,
}

impl ReadSection {
    fn new(shared: &Shared, document: &Document, idx: usize) -> Option<ReadSection> {
        let key = document.section_keys.get(idx)?;
        Some(ReadSection {
            extent: document.report.sections.get(idx)?.extent,
            key: key.clone(),
            read: shared.review().is_reviewed(&document.entry.id, key),
        })
    }
}
