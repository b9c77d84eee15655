//! The checks screen as it is drawn: the list above, the chosen finding below.

use ratatui::layout::Rect;

use crate::check::{Evidence, Finding};
use crate::report::Span;
use crate::review::Standing;
use crate::shown::in_one_line;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::describe;
use crate::tui::model::Document;
use crate::tui::screen;
use crate::tui::screen::report::{cursor, finding_sign};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::list::{self, Row};
use super::{ChecksScreen, Face, LAYOUT, sheet};

/// A finding as a row: what it is, whether the cursor is on it, and whether last year's report did not have it.
struct Look<'a> {
    finding: &'a Finding,
    chosen: bool,
    fresh: bool,
}

impl ChecksScreen {
    /// List above, detail below.
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let body = screen::body(area);
        let Some(document) = &self.document else {
            canvas.line(body, 0, &[Piece::dim(shared.text("ui.opening"))]);
            return;
        };
        if self.face == Face::Sheet {
            sheet::view(shared, canvas, body, document);
            return;
        }
        let (list, detail) = LAYOUT.panes(body);
        if list.y > body.y {
            let head = coverage(shared, document);
            canvas.line(body, 0, &[Piece::dim(format!(" {head}"))]);
        }
        if self.rows.is_empty() {
            let key = if document.outcome.findings.is_empty() {
                "ui.no-rules"
            } else {
                "ui.no-findings"
            };
            let text = [Piece::plain(format!("   {}", shared.text(key)))];
            wrapping::draw(canvas, list, 1, &text, 3);
        }
        self.draw_rows(shared, canvas, list, document);
        if let Some(area) = detail {
            self.view_detail(shared, canvas, area, document);
        }
    }

    fn draw_rows(&self, shared: &Shared, canvas: &mut Canvas, list: Rect, document: &Document) {
        let known = list::findings_before(shared, document);
        let shown = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, row)) in (0..list.height).zip(shown) {
            let idx = match row {
                Row::Group(group, count) => {
                    let name = format!(" {} · {count}", group.name(shared));
                    canvas.line(list, line, &[Piece::new(name, Ink::Dim)]);
                    continue;
                }
                Row::Finding(idx) => *idx,
            };
            let Some(finding) = document.outcome.findings.get(idx) else {
                continue;
            };
            let known = known.as_ref();
            let look = Look {
                finding,
                chosen: number == self.cursor.row,
                fresh: known.is_some_and(|known| !known.contains(finding.id.as_str())),
            };
            let area = Rect {
                y: list.y + line,
                height: 1,
                ..list
            };
            self.view_row(shared, canvas, area, document, &look);
        }
    }

    fn view_row(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        area: Rect,
        document: &Document,
        look: &Look,
    ) {
        let finding = look.finding;
        let standing = shared.standing(&self.edition, &finding.rule, &finding.id);
        let decision = standing.decision;
        let sign = finding_sign(finding.verdict, decision.map(|decision| decision.judgement));
        let bar = if look.chosen { " ▸ " } else { "   " };
        let x = canvas.line(area, 0, &[Piece::new(bar, Ink::Accent)]);
        let x = canvas.sign(area, x, area.y, sign);
        let rest = Rect {
            x: x + 1,
            width: area.right().saturating_sub(x + 1),
            ..area
        };
        let ink = match (look.chosen, standing.is_open()) {
            (true, _) => Ink::Strong,
            (false, false) => Ink::Dim,
            (false, true) => Ink::Plain,
        };
        let title_room = usize::from(rest.width / 3).clamp(8, 30);
        let title = column(shared.lang.choose(&finding.title), title_room);
        let mut pieces = vec![Piece::new(title, ink), Piece::new("  ", ink)];
        pieces.extend(decided(shared, &standing));
        if look.fresh && finding.verdict.asks() {
            let mark = format!("{} ", shared.text("ui.new-mark"));
            pieces.push(Piece::new(mark, Ink::Accent));
        }
        let noted = shared.note_of_finding(&document.entry.id, &finding.id);
        if noted.is_some() {
            pieces.push(Piece::new("● ", Ink::Note));
        }
        pieces.push(Piece::new(describe::said(finding, shared.lang), ink));
        canvas.line(rest, 0, &pieces);
    }

    fn view_detail(&self, shared: &Shared, canvas: &mut Canvas, area: Rect, document: &Document) {
        canvas.rule(area, 0);
        let inner = Rect {
            x: area.x + 1.min(area.width),
            width: area.width.saturating_sub(2),
            ..area
        };
        let Some(finding) = self.chosen_finding(document) else {
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
fn context(shared: &Shared, document: &Document, evidence: &Evidence) -> Vec<Piece> {
    let (report, label) = match (&document.previous, evidence.previous) {
        (Some(old), true) => (&*old.report, shared.text("ui.last-year")),
        (None, true) => return Vec::new(),
        (Some(_) | None, false) => (&*document.report, ""),
    };
    let clause = cursor::clause(report, evidence.span.start);
    let around = clause.hull(evidence.span);
    let part = |start, end| -> String { in_one_line(report.quote(Span::new(start, end))) };
    vec![
        Piece::dim(format!("  {label}“…")),
        Piece::dim(part(around.start, evidence.span.start)),
        Piece::new(part(evidence.span.start, evidence.span.end), Ink::Strong),
        Piece::dim(part(evidence.span.end, around.end)),
        Piece::dim("…”"),
    ]
}

/// How many figures are tied, and how many findings are suppressed when some are.
fn coverage(shared: &Shared, document: &Document) -> String {
    let coverage = document.outcome.coverage;
    let mut text = shared.lang.fill(
        "ui.coverage",
        &[
            ("figures", &coverage.figures),
            ("tied", &coverage.tied),
            ("conflicting", &coverage.conflicting),
            ("rest", &coverage.not_checkable),
        ],
    );
    let standing =
        |finding: &Finding| shared.standing(&document.entry.id, &finding.rule, &finding.id);
    let suppressed = document
        .asking()
        .filter(|(_, finding)| standing(finding).suppressed.is_some());
    let count = suppressed.count();
    if count > 0 {
        text.push_str(&format!(" · {} {count}", shared.text("ui.suppressed")));
    }
    text
}

/// What was decided of it, or else a year ago.
fn decided(shared: &Shared, standing: &Standing) -> Option<Piece> {
    if let Some(decision) = standing.decision {
        let said = describe::judgement(shared.lang, decision.judgement);
        return Some(Piece::new(format!("[{said}] "), Ink::Good));
    }
    let (year, decision) = standing.earlier?;
    let said = describe::judgement(shared.lang, decision.judgement);
    Some(Piece::dim(format!("({year} {said}) ")))
}
