//! The checks: findings worst first, each decided with one key.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::check::{Severity, Verdict};
use crate::review::Judgement;
use crate::tui::action::Action;
use crate::tui::app::{Go, Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::deciding;
use crate::tui::describe;
use crate::tui::list::ListCursor;
use crate::tui::message::{Effect, Message};
use crate::tui::model::{Document, EditionId};
use crate::tui::reviewing;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::Screen;
use super::report::{ReportScreen, finding_sign};

/// The state of the checks screen.
pub struct ChecksScreen {
    pub edition: EditionId,
    document: Option<Arc<Document>>,
    cursor: ListCursor,
    show: Show,
    /// A finding to begin with.
    wanted: Option<String>,
    rows: Vec<Row>,
    seen: Option<u64>,
}

/// Which findings are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Show {
    /// All that ask something, decided or not, and what could not be assessed.
    #[default]
    All,
    Open,
    Decided,
    /// The passes too.
    Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Group(Group),
    /// Index into the findings.
    Finding(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Severity(Severity),
    NotAssessable,
    Met,
}

impl ChecksScreen {
    pub fn new(edition: EditionId, wanted: Option<String>) -> ChecksScreen {
        ChecksScreen {
            edition,
            document: None,
            cursor: ListCursor::default(),
            show: Show::default(),
            wanted,
            rows: Vec::new(),
            seen: None,
        }
    }

    pub fn refresh(&mut self, shared: &Shared) {
        let opened = self.document.is_none();
        if opened {
            self.document = shared.document(&self.edition).cloned();
        }
        let Some(document) = self.document.clone() else {
            return;
        };
        if self.seen != Some(shared.revision) || opened {
            self.list(shared, &document);
            self.seen = Some(shared.revision);
        }
        if let Some(id) = self.wanted.take() {
            self.choose(&document, |finding| finding.id == id);
        } else if opened {
            let edition = self.edition.clone();
            self.choose(&document, |finding| {
                !reviewing::is_decided(shared.review(), &edition, &finding.id)
            });
        }
        self.cursor.fit(self.rows.len(), self.height(shared));
    }

    fn choose(&mut self, document: &Document, wanted: impl Fn(&crate::check::Finding) -> bool) {
        let found = self.rows.iter().position(|row| match row {
            Row::Finding(idx) => document.outcome.findings.get(*idx).is_some_and(&wanted),
            Row::Group(_) => false,
        });
        self.cursor.row = found
            .or_else(|| {
                self.rows
                    .iter()
                    .position(|row| matches!(row, Row::Finding(_)))
            })
            .unwrap_or(0);
    }

    fn list(&mut self, shared: &Shared, document: &Document) {
        let mut groups: Vec<(Group, Vec<usize>)> = Vec::new();
        for (idx, finding) in document.outcome.findings.iter().enumerate() {
            let decided = reviewing::is_decided(shared.review(), &self.edition, &finding.id);
            let group = match finding.verdict {
                Verdict::Unmet | Verdict::Unclear => Group::Severity(finding.severity),
                Verdict::NotAssessable => Group::NotAssessable,
                Verdict::Met => Group::Met,
            };
            let shown = match (self.show, group) {
                (Show::Passed, _) => true,
                (_, Group::Met) => false,
                (Show::All, _) => true,
                (Show::Open, Group::Severity(_)) => !decided,
                (Show::Decided, Group::Severity(_)) => decided,
                (Show::Open | Show::Decided, Group::NotAssessable) => false,
            };
            if !shown {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, list)) => list.push(idx),
                None => groups.push((group, vec![idx])),
            }
        }
        groups.sort_by_key(|(group, _)| group.rank());
        self.rows = groups
            .into_iter()
            .flat_map(|(group, list)| {
                std::iter::once(Row::Group(group)).chain(list.into_iter().map(Row::Finding))
            })
            .collect();
    }

    fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.cursor.row)? {
            Row::Finding(idx) => Some(*idx),
            Row::Group(_) => None,
        }
    }

    /// List above, detail below.
    fn panes(&self, body: Rect) -> (Rect, Option<Rect>) {
        let detail = match body.height {
            0..=7 => 0,
            8..=15 => 5,
            16..=27 => 8,
            height => height / 3,
        };
        let head = u16::from(body.height >= 8);
        let list = Rect {
            y: body.y + head,
            height: body.height - head - detail,
            ..body
        };
        let below = Rect {
            y: list.bottom(),
            height: detail,
            ..body
        };
        (list, (detail > 0).then_some(below))
    }

    fn height(&self, shared: &Shared) -> usize {
        let body = super::body(Rect::new(0, 0, shared.size.width, shared.size.height));
        usize::from(self.panes(body).0.height).max(1)
    }

    pub fn act(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(document) = self.document.clone() else {
            return super::common(shared, &self.edition, action);
        };
        if self
            .cursor
            .act(action, self.rows.len(), self.height(shared))
        {
            self.leave_group(
                shared,
                !matches!(
                    action,
                    Action::Up | Action::PageUp | Action::HalfUp | Action::ScrollUp
                ),
            );
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
            Action::Checks => Reply::stay(),
            Action::Enter => self.follow(&document),
            Action::ToGap => match self.chosen() {
                Some(finding) => deciding::gap_from_finding(shared, &document, finding),
                None => Reply::stay(),
            },
            Action::Copy => self.copy(shared, &document),
            _ => match (self.chosen(), deciding::judgement(action)) {
                (Some(finding), Some(judgement)) => {
                    let reply = deciding::decide(shared, &document, finding, action);
                    // A rejection asks for its reason first.
                    if judgement != Judgement::Rejected {
                        self.advance(shared);
                    }
                    reply
                }
                (None, Some(_)) => Reply::stay(),
                (Some(_) | None, None) => super::common(shared, &self.edition, action),
            },
        }
    }

    /// The cursor stands on findings, not on the headings between them.
    fn leave_group(&mut self, shared: &Shared, downwards: bool) {
        if matches!(self.rows.get(self.cursor.row), Some(Row::Group(_))) {
            let down = downwards || self.cursor.row == 0;
            self.cursor.row = if down {
                self.cursor.row + 1
            } else {
                self.cursor.row - 1
            };
            self.cursor.fit(self.rows.len(), self.height(shared));
        }
    }

    fn next_group(&mut self, shared: &Shared, forward: bool) {
        let groups =
            || (0..self.rows.len()).filter(|&at| matches!(self.rows.get(at), Some(Row::Group(_))));
        let found = if forward {
            groups().find(|&at| at > self.cursor.row)
        } else {
            groups().rev().filter(|&at| at < self.cursor.row).nth(1)
        };
        if let Some(at) = found {
            self.cursor.row = at + 1;
            self.cursor.fit(self.rows.len(), self.height(shared));
        }
    }

    /// The rows that still wait for a decision.
    fn is_open(&self, shared: &Shared, document: &Document, row: usize) -> bool {
        match self.rows.get(row) {
            Some(Row::Finding(idx)) => document.outcome.findings.get(*idx).is_some_and(|finding| {
                finding.verdict.asks()
                    && !reviewing::is_decided(shared.review(), &self.edition, &finding.id)
            }),
            Some(Row::Group(_)) | None => false,
        }
    }

    /// After a decision: to the next finding that waits for one.
    pub fn advance(&mut self, shared: &Shared) {
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
            self.cursor.fit(count, self.height(shared));
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
            self.cursor.fit(count, self.height(shared));
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
        let screen = Screen::Checks(Box::new(ChecksScreen::new(id, None)));
        Reply {
            effects,
            go: Go::Instead(Box::new(screen)),
        }
    }

    fn cycle(&mut self, shared: &mut Shared, document: &Document) -> Reply {
        let (show, key) = match self.show {
            Show::All => (Show::Open, "ui.show-open"),
            Show::Open => (Show::Decided, "ui.show-decided"),
            Show::Decided => (Show::Passed, "ui.show-passed"),
            Show::Passed => (Show::All, "ui.show-all"),
        };
        self.show = show;
        self.list(shared, document);
        self.cursor = ListCursor { row: 1, top: 0 };
        self.cursor.fit(self.rows.len(), self.height(shared));
        shared.message = Some(Message::quiet(shared.text(key)));
        Reply::stay()
    }

    /// To the place in the text that the finding rests on.
    fn follow(&self, document: &Document) -> Reply {
        let finding = self
            .chosen()
            .and_then(|idx| document.outcome.findings.get(idx));
        let own =
            finding.and_then(|finding| finding.evidence.iter().find(|evidence| !evidence.previous));
        let span = own.map(|evidence| evidence.span);
        Reply::to(Screen::Report(Box::new(ReportScreen::new(
            self.edition.clone(),
            span,
        ))))
    }

    fn copy(&self, shared: &mut Shared, document: &Document) -> Reply {
        let Some(finding) = self
            .chosen()
            .and_then(|idx| document.outcome.findings.get(idx))
        else {
            return Reply::stay();
        };
        shared.message = Some(Message::quiet(shared.text("ui.copied")));
        let text = format!(
            "{} {}",
            shared.lang.choose(&finding.title),
            shared.lang.choose(&finding.message)
        );
        Reply::effects(vec![Effect::Copy(text)])
    }

    pub fn offers(&self, shared: &Shared, action: Action) -> bool {
        let finding = self.chosen();
        match action {
            Action::Uphold
            | Action::Reject
            | Action::NeedsEvidence
            | Action::NotApplicable
            | Action::ToGap
            | Action::Enter => finding.is_some(),
            Action::NextPlace => {
                shared.undecided(&self.edition).is_some_and(|open| open > 0)
                    || shared.next_report(&self.edition).is_some()
            }
            _ => true,
        }
    }

    pub fn path(&self, shared: &Shared) -> Vec<String> {
        let name = shared
            .entry(&self.edition)
            .map(|entry| describe::name(entry, shared.lang));
        name.into_iter()
            .chain([shared.text("ui.scene-checks").to_owned()])
            .collect()
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = super::body(screen);
        let Some(document) = &self.document else {
            canvas.line(body, 0, &[Piece::dim(shared.text("ui.opening"))]);
            return;
        };
        let (list, detail) = self.panes(body);
        if list.y > body.y {
            canvas.line(
                body,
                0,
                &[Piece::dim(format!(" {}", coverage(shared, document)))],
            );
        }
        if self.rows.is_empty() {
            let key = if document.outcome.findings.is_empty() {
                "ui.no-rules"
            } else {
                "ui.no-findings"
            };
            wrapping::draw(
                canvas,
                list,
                1,
                &[Piece::plain(format!("   {}", shared.text(key)))],
                3,
            );
        }
        for (line, (number, row)) in
            (0..list.height).zip(self.rows.iter().enumerate().skip(self.cursor.top))
        {
            match row {
                Row::Group(group) => {
                    let count = self.count(*group, document);
                    canvas.line(
                        list,
                        line,
                        &[Piece::new(
                            format!(" {} · {count}", group.name(shared)),
                            Ink::Dim,
                        )],
                    );
                }
                Row::Finding(idx) => self.view_row(
                    shared,
                    canvas,
                    Rect {
                        y: list.y + line,
                        height: 1,
                        ..list
                    },
                    document,
                    *idx,
                    number == self.cursor.row,
                ),
            }
        }
        if let Some(area) = detail {
            self.view_detail(shared, canvas, area, document);
        }
    }

    fn count(&self, group: Group, document: &Document) -> usize {
        let findings = self.rows.iter().filter_map(|row| match row {
            Row::Finding(idx) => document.outcome.findings.get(*idx),
            Row::Group(_) => None,
        });
        findings
            .filter(|finding| match group {
                Group::Severity(severity) => finding.verdict.asks() && finding.severity == severity,
                Group::NotAssessable => finding.verdict == Verdict::NotAssessable,
                Group::Met => finding.verdict == Verdict::Met,
            })
            .count()
    }

    fn view_row(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        area: Rect,
        document: &Document,
        idx: usize,
        chosen: bool,
    ) {
        let Some(finding) = document.outcome.findings.get(idx) else {
            return;
        };
        let lang = shared.lang;
        let decision = reviewing::decision(shared.review(), &self.edition, &finding.id);
        let sign = finding_sign(finding.verdict, decision.map(|decision| decision.judgement));
        let x = canvas.line(
            area,
            0,
            &[Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent)],
        );
        let x = canvas.sign(area, x, area.y, sign);
        let rest = Rect {
            x: x + 1,
            width: area.right().saturating_sub(x + 1),
            ..area
        };
        let ink = match (chosen, decision.is_some()) {
            (true, _) => Ink::Strong,
            (false, true) => Ink::Dim,
            (false, false) => Ink::Plain,
        };
        let title_room = usize::from(rest.width / 3).clamp(8, 30);
        let mut pieces = vec![
            Piece::new(column(lang.choose(&finding.title), title_room), ink),
            Piece::new("  ", ink),
        ];
        if let Some(decision) = decision {
            pieces.push(Piece::new(
                format!("[{}] ", describe::judgement(lang, decision.judgement)),
                Ink::Good,
            ));
        }
        if reviewing::of_finding(shared.review(), &document.entry, &finding.id).is_some() {
            pieces.push(Piece::new("● ", Ink::Note));
        }
        pieces.push(Piece::new(describe::said(finding, lang), ink));
        canvas.line(rest, 0, &pieces);
    }

    fn view_detail(&self, shared: &Shared, canvas: &mut Canvas, area: Rect, document: &Document) {
        canvas.rule(area, 0);
        let inner = Rect {
            x: area.x + 1.min(area.width),
            width: area.width.saturating_sub(2),
            ..area
        };
        let Some(finding) = self
            .chosen()
            .and_then(|idx| document.outcome.findings.get(idx))
        else {
            return;
        };
        let mut row = 1;
        for paragraph in describe::finding(shared, document, finding) {
            row = wrapping::draw(canvas, inner, row, &paragraph, 2);
        }
        for evidence in finding.evidence.iter().take(4) {
            if row >= inner.height {
                break;
            }
            row = wrapping::draw(canvas, inner, row, &context(shared, document, evidence), 2);
        }
    }
}

/// The sentence around a piece of evidence, so that the quote can be judged without leaving.
fn context(shared: &Shared, document: &Document, evidence: &crate::check::Evidence) -> Vec<Piece> {
    let (report, label) = match (&document.previous, evidence.previous) {
        (Some(old), true) => (&*old.report, shared.text("ui.last-year")),
        (None, true) => return Vec::new(),
        (Some(_) | None, false) => (&*document.report, ""),
    };
    let clause = super::report::cursor::clause(report, evidence.span.start);
    let around = clause.hull(evidence.span);
    let part = |start, end| -> String {
        report
            .quote(crate::report::Span::new(start, end))
            .split_whitespace()
            .collect()
    };
    vec![
        Piece::dim(format!("  {label}“…")),
        Piece::dim(part(around.start, evidence.span.start)),
        Piece::new(part(evidence.span.start, evidence.span.end), Ink::Strong),
        Piece::dim(part(evidence.span.end, around.end)),
        Piece::dim("…”"),
    ]
}

fn coverage(shared: &Shared, document: &Document) -> String {
    let coverage = document.outcome.coverage;
    shared.lang.fill(
        "ui.coverage",
        &[
            ("figures", &coverage.figures),
            ("tied", &coverage.tied),
            ("conflicting", &coverage.conflicting),
            ("rest", &coverage.not_checkable),
        ],
    )
}

impl Group {
    fn rank(self) -> usize {
        match self {
            Group::Severity(Severity::S1) => 0,
            Group::Severity(Severity::S2) => 1,
            Group::Severity(Severity::S3) => 2,
            Group::Severity(Severity::S4) => 3,
            Group::NotAssessable => 4,
            Group::Met => 5,
        }
    }

    fn name(self, shared: &Shared) -> &'static str {
        shared.text(match self {
            Group::Severity(Severity::S1) => "ui.severity-1",
            Group::Severity(Severity::S2) => "ui.severity-2",
            Group::Severity(Severity::S3) => "ui.severity-3",
            Group::Severity(Severity::S4) => "ui.severity-4",
            Group::NotAssessable => "verdict.not-assessable",
            Group::Met => "verdict.met",
        })
    }
}
