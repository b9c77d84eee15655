//! Drawing the differences: a row for each, and below what either reviewer wrote.

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::review::Annotation;
use crate::review::difference::Raised;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::describe;
use crate::tui::screen;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{DifferenceScreen, Item, LAYOUT, Side};

const KIND: usize = 12;
const DECIDED: usize = 8;

impl DifferenceScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let body = screen::body(area);
        let (list, detail) = LAYOUT.panes(body);
        if self.items.is_empty() {
            let key = match (&self.held.document, self.reviewers.len()) {
                (None, _) => "ui.opening",
                (Some(_), 0 | 1) => "difference.one-reviewer",
                (Some(_), _) => "difference.none",
            };
            let text = format!("   {}", shared.text(key));
            wrapping::draw(canvas, list, 1, &[Piece::plain(text)], 3);
            return;
        }
        let items = self.items.iter().enumerate().skip(self.cursor.top);
        for (line, (number, item)) in (0..list.height).zip(items) {
            let pieces = self.line(shared, item, number == self.cursor.row);
            canvas.line(list, line, &pieces);
        }
        if let Some(area) = detail {
            self.view_detail(shared, canvas, area);
        }
    }

    fn line(&self, shared: &Shared, item: &Item, chosen: bool) -> Vec<Piece> {
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        let bar = if chosen { " ▸ " } else { "   " };
        let (kind, decided, text) = match item {
            Item::Raised(idx) => {
                let Some(row) = self.difference.rows.get(*idx) else {
                    return Vec::new();
                };
                let review = shared.review();
                let first = row.raised.annotations().first().copied();
                let annotation = first.and_then(|id| review.annotation(id));
                let record = row.decided.and_then(|id| review.annotation(id));
                let problem = annotation.map_or("", |annotation| annotation.problem.as_str());
                (
                    row.raised.name(),
                    record.map(|record| record.judgement),
                    problem.replace('\n', " "),
                )
            }
            Item::Finding { id, decided, .. } => ("judged", *decided, self.title(shared, id)),
        };
        let decided = decided.map_or("", |decided| describe::judgement(shared.lang, decided));
        let kind = match kind {
            "first" => self.difference.first.clone(),
            "second" => self.difference.second.clone(),
            kind => shared.text(&format!("raised.{kind}")).to_owned(),
        };
        vec![
            Piece::new(bar, Ink::Accent),
            Piece::new(column(&kind, KIND), Ink::Note),
            Piece::new(column(decided, DECIDED), Ink::Good),
            Piece::new(text, ink),
        ]
    }

    fn title(&self, shared: &Shared, id: &str) -> String {
        let document = self.held.document.as_ref();
        let mut findings = document
            .into_iter()
            .flat_map(|document| &document.outcome.findings);
        let finding = findings.find(|finding| finding.id == id);
        finding.map_or_else(String::new, |finding| {
            shared.lang.choose(&finding.title).to_owned()
        })
    }

    /// What each of the two wrote, the chosen side marked.
    fn view_detail(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        let half = area.width / 2;
        let columns = [
            Rect {
                x: area.x + 1.min(area.width),
                width: half.saturating_sub(2),
                ..area
            },
            Rect {
                x: area.x + half,
                width: half.saturating_sub(1),
                ..area
            },
        ];
        let names = [&self.difference.first, &self.difference.second];
        let sides = [Side::First, Side::Second];
        for ((column, name), side) in columns.into_iter().zip(names).zip(sides) {
            let ink = if side == self.side {
                Ink::Accent
            } else {
                Ink::Dim
            };
            let bar = if side == self.side { "▸ " } else { "  " };
            canvas.line(column, 1, &[Piece::new(format!("{bar}{name}"), ink)]);
            let mut at = 2;
            for paragraph in self.said(shared, side) {
                at = wrapping::draw(canvas, column, at, &paragraph, 2);
            }
        }
    }

    fn said(&self, shared: &Shared, side: Side) -> Vec<Vec<Piece>> {
        let review = shared.review();
        let found = |id: Uuid| review.annotation(id);
        let none = || vec![vec![Piece::dim(shared.text("difference.not-raised"))]];
        let wrote = |annotation: Option<&Annotation>| {
            annotation.map_or_else(none, |annotation| describe::annotation(shared, annotation))
        };
        match (self.items.get(self.cursor.row), side) {
            (Some(Item::Finding { first, .. }), Side::First) => {
                vec![vec![Piece::plain(describe::judgement(shared.lang, *first))]]
            }
            (Some(Item::Finding { second, .. }), Side::Second) => {
                vec![vec![Piece::plain(describe::judgement(
                    shared.lang,
                    *second,
                ))]]
            }
            (Some(Item::Raised(idx)), side) => {
                let raised = self.difference.rows.get(*idx).map(|row| row.raised);
                match (raised, side) {
                    (
                        Some(
                            Raised::Both { first, .. }
                            | Raised::Otherwise { first, .. }
                            | Raised::First(first),
                        ),
                        Side::First,
                    ) => wrote(found(first)),
                    (
                        Some(
                            Raised::Both { second, .. }
                            | Raised::Otherwise { second, .. }
                            | Raised::Second(second),
                        ),
                        Side::Second,
                    ) => wrote(found(second)),
                    (Some(Raised::Second(_)), Side::First)
                    | (Some(Raised::First(_)), Side::Second)
                    | (None, _) => none(),
                }
            }
            (None, _) => Vec::new(),
        }
    }
}
