//! What the keys do in a report.

use crate::report::CodePoints;
use crate::review::Operation;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::correcting::Correcting;
use crate::tui::deciding;
use crate::tui::message::{Effect, Message};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::picker::Picker;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::screen;
use crate::tui::screen::{checks::ChecksScreen, gaps::GapsScreen};

use super::cursor::{Cursor, Unit};
use super::places::Thing;
use super::{Keep, ReportScreen};

impl ReportScreen {
    pub(super) fn press(
        &mut self,
        shared: &mut Shared,
        action: Action,
        letter: Option<char>,
    ) -> Reply {
        if self.document.is_none() {
            return match action {
                Action::Back => screen::back(),
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
                return screen::compare_with_last_year(shared, &edition, at);
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
            Action::NextUnread => return self.go_to_unread(shared),
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
            Some(_) | None => screen::common(shared, &self.edition, action),
        }
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
        screen::back()
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
