//! One rule over many reports: every finding of it in the library, ticked and decided together.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use crate::check::{Finding, Localized};
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::deciding::{self, Judged, Judging};
use crate::tui::describe;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::model::{EditionId, Head};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::checks::ChecksScreen;
use super::report::finding_sign;
use super::{Detail, ListLayout, Screen};

const LAYOUT: ListLayout = ListLayout::without_head(Detail::FourRows);

/// The state of the screen.
pub struct SameRuleScreen {
    rule: String,
    title: Localized,
    /// Where one came from.
    pub edition: EditionId,
    cursor: ListCursor,
    rows: Vec<Row>,
    /// Edition and fingerprint of what is ticked.
    ticked: BTreeSet<(EditionId, String)>,
    /// How far the summaries and the review were when the rows were made.
    seen: Option<(u64, u64)>,
}

/// One finding of one report.
struct Row {
    edition: EditionId,
    head: Head,
}

impl Row {
    fn key(&self) -> (EditionId, String) {
        (self.edition.clone(), self.head.id.clone())
    }
}

impl SameRuleScreen {
    pub fn new(finding: &Finding, edition: &str) -> SameRuleScreen {
        SameRuleScreen {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            edition: edition.to_owned(),
            cursor: ListCursor::default(),
            rows: Vec::new(),
            ticked: BTreeSet::new(),
            seen: None,
        }
    }

    fn list(&self, shared: &Shared) -> Vec<Row> {
        let mut rows = Vec::new();
        for entry in shared.entries.iter() {
            let summary = shared.tallies.summary(&entry.id);
            let heads = summary.into_iter().flat_map(|summary| &summary.findings);
            rows.extend(heads.filter(|head| head.rule == self.rule).map(|head| Row {
                edition: entry.id.clone(),
                head: head.clone(),
            }));
        }
        rows
    }

    /// Ticks everything that is open, or nothing when all of it is ticked.
    fn tick_all(&mut self, shared: &Shared) {
        let open = self.rows.iter().filter(|row| is_open(shared, row));
        let open: BTreeSet<_> = open.map(Row::key).collect();
        self.ticked = if open == self.ticked {
            BTreeSet::new()
        } else {
            open
        };
    }

    /// Decides what is ticked, or the finding under the cursor.
    fn decide(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let chosen = self.rows.get(self.cursor.row).map(Row::key);
        let meant = |row: &&Row| match self.ticked.is_empty() {
            true => Some(row.key()) == chosen,
            false => self.ticked.contains(&row.key()),
        };
        let findings = self.rows.iter().filter(meant).map(|row| Judged {
            edition: row.edition.clone(),
            finding: row.head.id.clone(),
            quote: row.head.quote.clone(),
        });
        let judging = Judging {
            findings: findings.collect(),
        };
        deciding::decide_all(shared, judging, action)
    }

    fn row(&self, shared: &Shared, row: &Row, chosen: bool, width: u16) -> Vec<Piece> {
        let standing = shared.standing(&row.edition, &row.head.rule, &row.head.id);
        let judgement = standing.decision.map(|decision| decision.judgement);
        let sign = finding_sign(row.head.verdict, judgement);
        let name = shared
            .entry(&row.edition)
            .map(|entry| describe::name(entry, shared.lang))
            .unwrap_or_default();
        let ink = match (chosen, standing.is_open()) {
            (true, _) => Ink::Strong,
            (false, true) => Ink::Plain,
            (false, false) => Ink::Dim,
        };
        let tick = if self.ticked.contains(&row.key()) {
            "[x] "
        } else {
            "[ ] "
        };
        let room = usize::from(width / 3).clamp(8, 32);
        let mut pieces = vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(tick, Ink::Accent),
            Piece::new(format!("{} ", sign.mark), sign.ink),
            Piece::new(column(&name, room), ink),
            Piece::plain("  "),
        ];
        if let Some(judgement) = judgement {
            let said = format!("[{}] ", describe::judgement(shared.lang, judgement));
            pieces.push(Piece::new(said, Ink::Good));
        }
        if standing.suppressed.is_some() {
            pieces.push(Piece::dim(format!("[{}] ", shared.text("ui.suppressed"))));
        }
        pieces.push(Piece::new(shared.lang.choose(&row.head.message), ink));
        pieces
    }
}

impl Screen for SameRuleScreen {
    fn scene(&self) -> Scene {
        Scene::SameRule
    }

    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    /// Reports that are still being read come in one after the other; the cursor stays on its finding.
    fn refresh(&mut self, shared: &Shared) {
        let state = (shared.tallies.changes, shared.revision);
        if self.seen != Some(state) {
            let first = self.seen.is_none();
            let chosen = self.rows.get(self.cursor.row).map(Row::key);
            self.rows = self.list(shared);
            let here = |row: &Row| match &chosen {
                Some(chosen) => row.key() == *chosen,
                None => first && row.edition == self.edition,
            };
            if let Some(at) = self.rows.iter().position(here) {
                self.cursor.row = at;
            }
            self.seen = Some(state);
        }
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        if deciding::judgement(action).is_some() {
            return self.decide(shared, action);
        }
        let chosen = self.rows.get(self.cursor.row);
        if action == Action::Select {
            let key = chosen.map(Row::key);
            if let Some(key) = key
                && !self.ticked.remove(&key)
            {
                self.ticked.insert(key);
            }
            self.cursor
                .act(Action::Down, self.rows.len(), LAYOUT.height(shared));
            return Reply::stay();
        }
        if action == Action::SelectAll {
            self.tick_all(shared);
            return Reply::stay();
        }
        if action == Action::Back && !self.ticked.is_empty() {
            self.ticked.clear();
            return Reply::stay();
        }
        match chosen.filter(|_| action == Action::Enter) {
            Some(row) => {
                let wanted = Some(row.head.id.clone());
                let checks = ChecksScreen::new(row.edition.clone(), wanted);
                super::to_screen_of(shared, &row.edition, checks)
            }
            None => super::common(shared, &self.edition, action),
        }
    }

    /// After a decision nothing is ticked any more.
    fn advance(&mut self, _shared: &mut Shared) {
        self.ticked.clear();
    }

    fn offers(&self, shared: &Shared, action: Action) -> bool {
        if action == Action::Compare {
            return shared.previous(&self.edition).is_some();
        }
        let needs_row = deciding::judgement(action).is_some()
            || matches!(action, Action::Select | Action::SelectAll | Action::Enter);
        !needs_row || !self.rows.is_empty()
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let scene = shared.text("ui.scene-same-rule").to_owned();
        vec![scene, shared.lang.choose(&self.title).to_owned()]
    }

    fn progress(&self, shared: &Shared) -> String {
        let open = self.rows.iter().filter(|row| is_open(shared, row)).count();
        let reports: BTreeSet<&EditionId> = self.rows.iter().map(|row| &row.edition).collect();
        shared.lang.fill(
            "ui.same-rule-progress",
            &[
                ("reports", &reports.len()),
                ("findings", &self.rows.len()),
                ("open", &open),
                ("ticked", &self.ticked.len()),
            ],
        )
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let (list, detail) = LAYOUT.panes(super::body(screen));
        if self.rows.is_empty() {
            canvas.line(list, 0, &[Piece::dim(shared.text("ui.no-findings"))]);
        }
        let shown = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, row)) in (0..list.height).zip(shown) {
            let pieces = self.row(shared, row, number == self.cursor.row, list.width);
            canvas.line(list, line, &pieces);
        }
        let chosen = self.rows.get(self.cursor.row);
        if let (Some(area), Some(row)) = (detail, chosen) {
            canvas.rule(area, 0);
            let said = [Piece::plain(shared.lang.choose(&row.head.message))];
            let next = wrapping::draw(canvas, area, 1, &said, 1);
            let rule = format!("{} {}", shared.text("ui.rule"), self.rule);
            canvas.line(area, next, &[Piece::dim(rule)]);
        }
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(LAYOUT.listed(shared, self.rows.len(), &mut self.cursor))
    }
}

fn is_open(shared: &Shared, row: &Row) -> bool {
    shared
        .standing(&row.edition, &row.head.rule, &row.head.id)
        .is_open()
}
