//! Reading section by section: what was read is ticked off, and one goes on to what was not.

use crate::report::Span;
use crate::review::Operation;
use crate::tui::app::{Reply, Shared};
use crate::tui::message::Message;
use crate::tui::model::Document;
use crate::tui::screen;

use super::cursor::{Cursor, Unit};
use super::{Keep, ReportScreen};

impl ReportScreen {
    /// Marks the section as read and goes on to the next one that is not, or takes the mark back.
    pub(super) fn review_section(&mut self, shared: &mut Shared) -> Reply {
        let Some(document) = self.document.clone() else {
            return Reply::stay();
        };
        let at = self.cursor.at;
        let sections = sections(shared, &document);
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
            None if goes_on => shared.message = Some(Message::quiet(shared.text("ui.all-read"))),
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

    /// To the next section that is not read: of this report after the cursor, of its beginning, of another report.
    pub(super) fn go_to_unread(&mut self, shared: &mut Shared) -> Reply {
        match self.next_unread(shared) {
            Some(at) => {
                self.cursor = Cursor {
                    at,
                    unit: Unit::Row,
                };
                self.arrive(shared, Keep::Third);
                shared.message = Some(Message::quiet(shared.text("ui.to-unread")));
                Reply::stay()
            }
            None => screen::to_unread(shared, &self.edition),
        }
    }

    /// Where the next section begins that is not read; the one that the cursor is in comes last.
    pub(super) fn next_unread(&self, shared: &Shared) -> Option<usize> {
        let document = self.document.as_ref()?;
        let sections = sections(shared, document);
        let after = sections.partition_point(|section| section.extent.start <= self.cursor.at);
        let (before, after) = sections.split_at_checked(after)?;
        let mut in_turn = after.iter().chain(before);
        Some(in_turn.find(|section| !section.read)?.extent.start)
    }
}

fn sections(shared: &Shared, document: &Document) -> Vec<ReadSection> {
    let readable = document.readable.iter();
    readable
        .filter_map(|&idx| ReadSection::new(shared, document, idx))
        .collect()
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
