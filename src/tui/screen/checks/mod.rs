//! The checks: findings worst first, each decided with one key; and the score sheet that follows from them.

mod act;
mod list;
mod sheet;
mod view;

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::check::Finding;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::describe;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::model::{Document, EditionId};

use super::{Detail, ListLayout, Screen};
use list::{Row, Show};

const LAYOUT: ListLayout = ListLayout::with_head(Detail::Third);

/// The state of the checks screen.
pub struct ChecksScreen {
    pub edition: EditionId,
    document: Option<Arc<Document>>,
    cursor: ListCursor,
    show: Show,
    face: Face,
    /// A finding to begin with.
    wanted: Option<String>,
    rows: Vec<Row>,
    seen: Option<u64>,
}

/// What the screen shows of the checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Face {
    #[default]
    Findings,
    Sheet,
}

impl ChecksScreen {
    pub fn new(edition: EditionId, wanted: Option<String>) -> ChecksScreen {
        ChecksScreen {
            edition,
            document: None,
            cursor: ListCursor::default(),
            show: Show::default(),
            face: Face::default(),
            wanted,
            rows: Vec::new(),
            seen: None,
        }
    }

    fn list(&mut self, shared: &Shared, document: &Document) {
        self.rows = list::rows(shared, document, self.show);
    }

    fn choose(&mut self, document: &Document, wanted: impl Fn(&Finding) -> bool) {
        let found = self.rows.iter().position(|row| match row {
            Row::Finding(idx) => document.outcome.findings.get(*idx).is_some_and(&wanted),
            Row::Group(..) => false,
        });
        let any = || {
            let mut rows = self.rows.iter();
            rows.position(|row| matches!(row, Row::Finding(_)))
        };
        self.cursor.row = found.or_else(any).unwrap_or(0);
    }

    fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.cursor.row)? {
            Row::Finding(idx) => Some(*idx),
            Row::Group(..) => None,
        }
    }

    fn chosen_finding<'d>(&self, document: &'d Document) -> Option<&'d Finding> {
        document.outcome.findings.get(self.chosen()?)
    }
}

impl Screen for ChecksScreen {
    fn scene(&self) -> Scene {
        Scene::Checks
    }

    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn refresh(&mut self, shared: &Shared) {
        let opened = self.document.is_none();
        let chosen = self.document.clone();
        let chosen = chosen.and_then(|old| Some(self.chosen_finding(&old)?.id.clone()));
        let newer = shared.document(&self.edition);
        let replaced = match (&self.document, newer) {
            (Some(old), Some(new)) => !Arc::ptr_eq(old, new),
            (None, _) | (_, None) => false,
        };
        if opened || replaced {
            self.document = newer.cloned().or(self.document.take());
        }
        let Some(document) = self.document.clone() else {
            return;
        };
        if self.seen != Some(shared.revision) || opened || replaced {
            self.list(shared, &document);
            self.seen = Some(shared.revision);
        }
        if let Some(chosen) = chosen.filter(|_| replaced) {
            self.choose(&document, |finding| finding.id == chosen);
        }
        if let Some(id) = self.wanted.take() {
            self.choose(&document, |finding| finding.id == id);
        } else if opened {
            let edition = self.edition.clone();
            self.choose(&document, |finding| {
                shared
                    .standing(&edition, &finding.rule, &finding.id)
                    .is_open()
            });
        }
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
    }

    fn offers(&self, shared: &Shared, action: Action) -> bool {
        let asks = || {
            let document = self.document.as_ref()?;
            Some(self.chosen_finding(document)?.verdict.asks())
        };
        if self.face == Face::Sheet {
            return act::is_for_sheet(action);
        }
        if action == Action::NextPlace {
            return shared.undecided(&self.edition).is_some_and(|open| open > 0)
                || shared.next_report(&self.edition).is_some();
        }
        if matches!(action, Action::Suppress | Action::SameRule) {
            return asks() == Some(true);
        }
        !act::is_about_findings(action) || self.chosen().is_some()
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let name = shared
            .entry(&self.edition)
            .map(|entry| describe::name(entry, shared.lang));
        let key = match self.face {
            Face::Findings => "ui.scene-checks",
            Face::Sheet => "ui.sheet",
        };
        name.into_iter()
            .chain([shared.text(key).to_owned()])
            .collect()
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        self.press(shared, action)
    }

    fn progress(&self, shared: &Shared) -> String {
        super::progress(shared, &self.edition)
    }

    fn advance(&mut self, shared: &mut Shared) {
        self.go_on(shared);
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(LAYOUT.listed(shared, self.rows.len(), &mut self.cursor))
    }
}
