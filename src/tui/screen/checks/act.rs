//! What the keys do among the findings: move, decide, suppress, go to the text or to the same rule elsewhere.

use crate::review::Judgement;
use crate::tui::action::Action;
use crate::tui::app::{Go, Reply, Shared};
use crate::tui::deciding;
use crate::tui::describe;
use crate::tui::list::ListCursor;
use crate::tui::message::{Effect, Message};
use crate::tui::model::Document;
use crate::tui::screen::report::ReportScreen;
use crate::tui::screen::same_rule::SameRuleScreen;
use crate::tui::screen::{self, Screen};
use crate::tui::silencing;

use super::list::Row;
use super::{ChecksScreen, Face, LAYOUT};

/// Whether an action needs a chosen finding.
pub(super) fn is_about_findings(action: Action) -> bool {
    matches!(
        action,
        Action::Uphold
            | Action::Reject
            | Action::NeedsEvidence
            | Action::NotApplicable
            | Action::ToGap
            | Action::Suppress
            | Action::SameRule
            | Action::Copy
            | Action::Enter
    )
}

/// Whether an action does something while the sheet is shown.
pub(super) fn is_for_sheet(action: Action) -> bool {
    matches!(
        action,
        Action::Back
            | Action::ViewSheet
            | Action::Checks
            | Action::Compare
            | Action::Gaps
            | Action::Undo
            | Action::Redo
            | Action::CommandLine
            | Action::Help
            | Action::Quit
            | Action::Suspend
    )
}

impl ChecksScreen {
    pub(super) fn press(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(document) = self.document.clone() else {
            return screen::common(shared, &self.edition, action);
        };
        if self.face == Face::Sheet {
            return self.act_on_sheet(shared, action);
        }
        if self.moves(shared, action) {
            let upwards = matches!(
                action,
                Action::Up | Action::PageUp | Action::HalfUp | Action::ScrollUp
            );
            self.leave_group(shared, !upwards);
            return Reply::stay();
        }
        match action {
            Action::NextSection | Action::PreviousSection => {
                self.next_group(shared, action == Action::NextSection);
                Reply::stay()
            }
            Action::NextPlace | Action::PreviousPlace => {
                self.next_open(shared, &document, action == Action::NextPlace)
            }
            Action::Filter => self.cycle(shared, &document),
            Action::ViewSheet => {
                self.face = Face::Sheet;
                Reply::stay()
            }
            Action::Checks => Reply::stay(),
            Action::Enter => self.follow(&document),
            Action::ToGap => match self.chosen() {
                Some(finding) => deciding::gap_from_finding(shared, &document, finding),
                None => Reply::stay(),
            },
            Action::Suppress => match self.chosen_finding(&document) {
                Some(finding) => silencing::suppress(shared, &document, finding),
                None => Reply::stay(),
            },
            Action::SameRule => match self.chosen_finding(&document) {
                Some(finding) => {
                    let same = SameRuleScreen::new(finding, &self.edition);
                    Reply::to(same)
                }
                None => Reply::stay(),
            },
            Action::Copy => self.copy(shared, &document),
            Action::Uphold | Action::Reject | Action::NeedsEvidence | Action::NotApplicable => {
                self.decide(shared, &document, action)
            }
            other => screen::common(shared, &self.edition, other),
        }
    }

    /// The sheet is only looked at: back to the findings, or away.
    fn act_on_sheet(&mut self, shared: &mut Shared, action: Action) -> Reply {
        if matches!(action, Action::Back | Action::ViewSheet | Action::Checks) {
            self.face = Face::Findings;
            return Reply::stay();
        }
        screen::common(shared, &self.edition, action)
    }

    fn decide(&mut self, shared: &mut Shared, document: &Document, action: Action) -> Reply {
        let Some(finding) = self.chosen() else {
            return Reply::stay();
        };
        let reply = deciding::decide(shared, document, finding, action);
        // A rejection asks for its reason first.
        if deciding::judgement(action) != Some(Judgement::Rejected) {
            self.go_on(shared);
        }
        reply
    }

    /// The cursor stands on findings, not on the headings between them.
    fn leave_group(&mut self, shared: &Shared, downwards: bool) {
        if matches!(self.rows.get(self.cursor.row), Some(Row::Group(..))) {
            let down = downwards || self.cursor.row == 0;
            self.cursor.row = if down {
                self.cursor.row + 1
            } else {
                self.cursor.row - 1
            };
            self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
        }
    }

    fn next_group(&mut self, shared: &Shared, forward: bool) {
        let groups =
            || (0..self.rows.len()).filter(|&at| matches!(self.rows.get(at), Some(Row::Group(..))));
        let found = if forward {
            groups().find(|&at| at > self.cursor.row)
        } else {
            groups().rev().filter(|&at| at < self.cursor.row).nth(1)
        };
        if let Some(at) = found {
            self.cursor.row = at + 1;
            self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
        }
    }

    /// The rows that still wait for a decision.
    fn is_open(&self, shared: &Shared, document: &Document, row: usize) -> bool {
        match self.rows.get(row) {
            Some(Row::Finding(idx)) => document.outcome.findings.get(*idx).is_some_and(|finding| {
                let standing = shared.standing(&self.edition, &finding.rule, &finding.id);
                finding.verdict.asks() && standing.is_open()
            }),
            Some(Row::Group(..)) | None => false,
        }
    }

    /// After a decision: to the next finding that waits for one.
    pub(super) fn go_on(&mut self, shared: &Shared) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let count = self.rows.len();
        let here = self.cursor.row;
        let next = (here + 1..count)
            .chain(0..here)
            .find(|&row| self.is_open(shared, &document, row));
        if let Some(row) = next {
            self.cursor.row = row;
            self.cursor.fit(count, LAYOUT.height(shared));
        }
    }

    /// To the next open finding; when there is none, to the next report that has one.
    fn next_open(&mut self, shared: &mut Shared, document: &Document, forward: bool) -> Reply {
        let count = self.rows.len();
        let here = self.cursor.row;
        let found = if forward {
            (here + 1..count)
                .chain(0..=here)
                .find(|&row| self.is_open(shared, document, row))
        } else {
            (0..here)
                .rev()
                .chain((here..count).rev())
                .find(|&row| self.is_open(shared, document, row))
        };
        if let Some(row) = found {
            self.cursor.row = row;
            self.cursor.fit(count, LAYOUT.height(shared));
            return Reply::stay();
        }
        let Some(next) = shared.next_report(&self.edition) else {
            shared.message = Some(Message::good(shared.text("ui.everything-decided")));
            return Reply::stay();
        };
        let id = next.id.clone();
        let name = describe::name(next, shared.lang);
        shared.message = Some(Message::quiet(
            shared.lang.fill("ui.went-on", &[("report", &name)]),
        ));
        let effects = shared.request(&id);
        let screen = ChecksScreen::new(id, None);
        Reply {
            effects,
            go: Go::Instead(Box::new(screen)),
        }
    }

    fn cycle(&mut self, shared: &mut Shared, document: &Document) -> Reply {
        let (show, key) = self.show.next();
        self.show = show;
        self.list(shared, document);
        self.cursor = ListCursor { row: 1, top: 0 };
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
        shared.message = Some(Message::quiet(shared.text(key)));
        Reply::stay()
    }

    /// To the place in the text that the finding rests on.
    fn follow(&self, document: &Document) -> Reply {
        let finding = self.chosen_finding(document);
        let own =
            finding.and_then(|finding| finding.evidence.iter().find(|evidence| !evidence.previous));
        let span = own.map(|evidence| evidence.span);
        let report = ReportScreen::new(self.edition.clone(), span);
        Reply::to(report)
    }

    fn copy(&self, shared: &mut Shared, document: &Document) -> Reply {
        let Some(finding) = self.chosen_finding(document) else {
            return Reply::stay();
        };
        shared.message = Some(Message::quiet(shared.text("ui.copied")));
        let lang = shared.lang;
        let (title, message) = (lang.choose(&finding.title), lang.choose(&finding.message));
        Reply::effects(vec![Effect::Copy(format!("{title} {message}"))])
    }
}
