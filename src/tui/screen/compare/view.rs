//! Drawing a comparison.

use ratatui::layout::Rect;

use crate::compare::{RowChange, look_alikes};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::describe::percent;
use crate::tui::model::{Document, Previous};
use crate::tui::screen;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::panes::{GUTTER, panes};
use super::rows::{self, Item, Line};
use super::{CompareScreen, View};

/// A list above, what there is to say about its chosen row below.
pub fn split(body: Rect) -> (Rect, Option<Rect>) {
    let detail = match body.height {
        0..=9 => 0,
        10..=19 => 5,
        height => height / 3,
    };
    screen::list_and_detail(body, body.height >= 6, detail)
}

pub fn list_height(shared: &Shared) -> usize {
    screen::height(split(screen::body_now(shared)).0)
}

impl CompareScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = screen::body(screen);
        let Some(document) = &self.document else {
            canvas.line(body, 0, &[Piece::dim(shared.text("ui.opening"))]);
            return;
        };
        let Some(previous) = &document.previous else {
            let key = match shared.opening.contains(&self.edition) {
                true => "ui.opening",
                false => "ui.no-issuer-or-year",
            };
            let text = format!("   {}", shared.text(key));
            wrapping::draw(canvas, body, 1, &[Piece::plain(text)], 3);
            return;
        };
        match self.view {
            View::Text => self.view_text(shared, canvas, body, document, previous),
            View::Indicators => self.view_indicators(shared, canvas, body, document, previous),
            View::Promises => self.view_promises(shared, canvas, body, document, previous),
            View::Reuse => self.view_reuse(shared, canvas, body, document, previous),
            View::Years => self.view_years(shared, canvas, body),
            View::History => self.view_history(shared, canvas, body),
        }
    }

    fn view_text(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let panes = panes(body, self.pane);
        if let Some(area) = panes.sections {
            self.view_sections(canvas, area, document, previous);
        }
        for (row, line) in (0..panes.text.height).zip(self.lines.iter().skip(self.top)) {
            self.view_line(canvas, panes.text, row, line);
        }
        if self.items.is_empty() {
            let text = format!("   {}", shared.text("ui.nothing-changed"));
            canvas.line(panes.text, 1, &[Piece::plain(text)]);
        }
        if let Some(area) = panes.detail {
            self.view_row_detail(shared, canvas, area, document, previous);
        }
    }

    /// One line: last year's words beside this year's, or both in one.
    fn view_line(&self, canvas: &mut Canvas, area: Rect, row: u16, line: &Line) {
        let y = area.y + row;
        if line.item == self.cursor {
            canvas.text(area, area.x, y, "▌", Ink::Accent);
        }
        canvas.sign(area, area.x + 1, y, line.sign);
        let text = Rect {
            x: area.x + GUTTER,
            width: area.width.saturating_sub(GUTTER),
            ..area
        };
        let Some(right) = &line.right else {
            canvas.line(text, row, &line.left);
            return;
        };
        let half = area.width.saturating_sub(GUTTER + 3) / 2;
        let left = Rect {
            width: half,
            ..text
        };
        canvas.line(left, row, &line.left);
        canvas.text(area, text.x + half + 1, y, "│", Ink::Dim);
        let x = text.x + half + 3;
        let beside = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..text
        };
        canvas.line(beside, row, right);
    }

    /// The figures of the sentence under the cursor, each as last year → this year.
    fn view_row_detail(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        area: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        canvas.rule(area, 0);
        let Some(item) = self.items.get(self.cursor) else {
            return;
        };
        let row = match item {
            Item::Row(row) => *row,
            Item::Fold { .. } => {
                canvas.line(area, 1, &[Piece::dim(shared.text("ui.enter-unfolds"))]);
                return;
            }
        };
        let Some(found) = previous.comparison.rows.get(row) else {
            return;
        };
        let mut pieces = vec![Piece::dim(
            shared.text(&format!("row_change.{}", found.change.name())),
        )];
        if found.moved {
            pieces.push(Piece::dim(format!(" · {}", shared.text("ui.moved"))));
        }
        if let Some(alike) = look_alikes(found, &previous.report, &document.report) {
            pieces.push(Piece::plain("   "));
            pieces.push(Piece::new(shared.lang.look_alikes(&alike), Ink::Doubt));
        }
        for idx in rows::indicators_of(previous, &document.report, row) {
            if let Some(indicator) = previous.comparison.indicators.get(idx) {
                pieces.push(Piece::plain("   "));
                pieces.push(Piece::plain(super::indicators::line(
                    previous,
                    &document.report,
                    indicator,
                )));
            }
        }
        wrapping::draw(canvas, area, 1, &pieces, 2);
    }

    pub(super) fn counts(&self, shared: &Shared) -> String {
        let Some(previous) = self
            .document
            .as_ref()
            .and_then(|document| document.previous.as_ref())
        else {
            return String::new();
        };
        if self.view == View::Promises {
            return self.promises_progress(shared, previous);
        }
        if let (View::Years | View::History, Some(years)) =
            (self.view, shared.years.get(&self.edition))
        {
            let (reports, tracks) = (years.reports.len(), years.years.indicators.len());
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("years", &reports), ("indicators", &tracks)];
            return shared.lang.fill("ui.years-progress", &values);
        }
        let comparison = &previous.comparison;
        let count = |change: fn(&crate::compare::Row) -> bool| {
            comparison.rows.iter().filter(|row| change(row)).count()
        };
        let key = if shared.size.width < 100 {
            "ui.compare-progress-short"
        } else {
            "ui.compare-progress"
        };
        shared.lang.fill(
            key,
            &[
                (
                    "changed",
                    &count(|row| {
                        matches!(
                            row.change,
                            RowChange::Figures | RowChange::Wording | RowChange::Both
                        )
                    }),
                ),
                ("new", &count(|row| row.change == RowChange::Added)),
                ("gone", &count(|row| row.change == RowChange::Removed)),
                ("moved", &count(|row| row.moved)),
                ("reuse", &percent(comparison.reuse.verbatim_share)),
            ],
        )
    }
}
