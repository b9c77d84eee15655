//! How much of this year's report stood in last year's.

use ratatui::layout::Rect;

use crate::compare::SectionReuse;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column, column_right};
use crate::tui::describe::percent;
use crate::tui::model::{Document, Previous};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::CompareScreen;

/// Shares from here on stand out.
const MUCH: f64 = 0.5;

impl CompareScreen {
    pub(super) fn view_reuse(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let reuse = &previous.comparison.reuse;
        let total = shared.lang.fill(
            "ui.reuse-total",
            &[("percent", &percent(reuse.verbatim_share))],
        );
        canvas.line(body, 0, &[Piece::dim(format!(" {total}"))]);
        if reuse.sections.is_empty() {
            wrapping::draw(
                canvas,
                body,
                2,
                &[Piece::plain(format!("   {}", shared.text("ui.no-reuse")))],
                3,
            );
            return;
        }
        let list = Rect {
            y: body.y + 1.min(body.height),
            height: body.height.saturating_sub(1),
            ..body
        };
        for (line, (row, section)) in
            (0..list.height).zip(reuse.sections.iter().enumerate().skip(self.list.top))
        {
            canvas.line(
                list,
                line,
                &reuse_row(document, section, row == self.list.row, body.width),
            );
        }
    }
}

fn reuse_row(document: &Document, reuse: &SectionReuse, chosen: bool, width: u16) -> Vec<Piece> {
    let title = document
        .report
        .sections
        .get(reuse.new)
        .map(|section| {
            format!(
                "{}{}{}",
                "  ".repeat(usize::from(section.level.saturating_sub(1))),
                section.label,
                section.title
            )
        })
        .unwrap_or_default();
    let room = usize::from(width).saturating_sub(3 + 6 + 23).clamp(10, 60);
    let cells = (reuse.share.clamp(0.0, 1.0) * 20.0).round() as usize;
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new(column(&title, room), ink),
        Piece::new(
            column_right(&percent(reuse.share), 6),
            if reuse.share >= MUCH { Ink::Doubt } else { ink },
        ),
        Piece::dim(format!("  {}", "▪".repeat(cells))),
    ]
}
