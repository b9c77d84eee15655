//! Annotations made, changed and placed in the text of a report.

use crate::order;
use crate::report::Span;
use crate::review::Scope;
use crate::store::Change;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::deciding;
use crate::tui::lacking::attempt;
use crate::tui::message::Message;
use crate::tui::model;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::Editor;
use crate::tui::screen::tray;

use super::cursor;
use super::places::Thing;
use super::{Placing, ReportScreen};

impl ReportScreen {
    /// Annotates the selection or the sentence; on a finding, makes a gap of it.
    pub(super) fn annotate(&mut self, shared: &mut Shared) -> Reply {
        let Some(document) = self.document.clone() else {
            return Reply::stay();
        };
        if let (None, true, Some(finding)) =
            (self.selection, self.gathered.is_empty(), self.finding())
        {
            return deciding::gap_from_finding(shared, &document, finding);
        }
        let mut places = std::mem::take(&mut self.gathered);
        // What is selected besides, or the sentence where nothing else is.
        if self.selection.is_some() || places.is_empty() {
            places.extend(self.subject());
        }
        order::sort(&mut places);
        places.dedup();
        let Some((&span, others)) = places.split_first() else {
            return Reply::stay();
        };
        let whole = cursor::sentence(&document.report, span.start) == span;
        let scope = if whole {
            Scope::Sentence
        } else {
            Scope::Phrase
        };
        let mut editor = Editor::new(shared, &document, scope, span);
        let others = others.iter().map(|other| (other.start, other.end));
        editor.fill(|draft| draft.others = others.collect());
        Reply::open(Overlay::Editor(Box::new(editor)))
    }

    /// One more place of the annotation that is about to be written.
    pub(super) fn add_place(&mut self, shared: &mut Shared) -> Reply {
        if let Some(span) = self.subject() {
            match self.gathered.iter().position(|known| *known == span) {
                Some(known) => drop(self.gathered.remove(known)),
                None => self.gathered.push(span),
            }
            self.selection = None;
        }
        let count = self.gathered.len();
        let said = shared.lang.fill("note.gathered", &[("count", &count)]);
        shared.message = Some(Message::quiet(said));
        Reply::stay()
    }

    /// Puts the annotation that is being placed on the selection or the sentence.
    pub(super) fn place(&mut self, shared: &mut Shared) -> Reply {
        let (Some(placing), Some(document), Some(span)) =
            (self.placing, self.document.clone(), self.subject())
        else {
            return Reply::stay();
        };
        let Placing { annotation, index } = placing;
        let operation = tray::confirmed(&document, annotation, index, span);
        attempt(shared, vec![Change::from(operation)], None)
    }

    pub(super) fn annotate_section(&mut self, shared: &mut Shared) -> Reply {
        let Some(document) = self.document.clone() else {
            return Reply::stay();
        };
        let section = model::heading_at(&document.report, self.cursor.at)
            .and_then(|idx| document.report.sections.get(idx));
        let (scope, span) = match section {
            Some(section) => (Scope::Section, section.heading),
            // Without a section around it, what is missing is missing from the whole report.
            None => (Scope::Absence, Span::default()),
        };
        let editor = Editor::new(shared, &document, scope, span);
        Reply::open(Overlay::Editor(Box::new(editor)))
    }

    pub(super) fn change_note(&mut self, shared: &mut Shared, action: Action) -> Reply {
        match self.thing() {
            Some(Thing::Note(id)) => deciding::change_note(shared, id, action),
            Some(Thing::Finding(_) | Thing::Figure(_)) | None => {
                shared.message = Some(Message::quiet(shared.text("ui.no-note-here")));
                Reply::stay()
            }
        }
    }
}
