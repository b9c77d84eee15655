//! How much of this year's report stood in last year's, and which figures did not move.

use ratatui::layout::Rect;

use crate::compare::SectionReuse;
use crate::report::Span;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column, column_right};
use crate::tui::describe::percent;
use crate::tui::model::{Document, Previous};
use crate::tui::screen;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::CompareScreen;
use super::places::{Places, row_places};

/// Shares from here on stand out.
const MUCH: f64 = 0.5;

/// One line of the list: sections first, then the sentences with last year's figures.
enum ReuseLine<'a> {
    Section(&'a SectionReuse),
    /// A heading that nothing can be done with.
    Stale(usize),
    /// Index into the rows of the comparison.
    Row(usize),
}

fn line_at(previous: &Previous, at: usize) -> Option<ReuseLine<'_>> {
    let reuse = &previous.comparison.reuse;
    if let Some(section) = reuse.sections.get(at) {
        return Some(ReuseLine::Section(section));
    }
    let after = at - reuse.sections.len();
    match after.checked_sub(1) {
        None if reuse.stale.is_empty() => None,
        None => Some(ReuseLine::Stale(reuse.stale.len())),
        Some(stale) => reuse.stale.get(stale).copied().map(ReuseLine::Row),
    }
}

pub(super) fn length(previous: &Previous) -> usize {
    let reuse = &previous.comparison.reuse;
    let stale = reuse.stale.len();
    reuse.sections.len() + stale + usize::from(stale > 0)
}

fn height(shared: &Shared) -> usize {
    screen::height(list(screen::body_now(shared)))
}

pub(super) fn list(body: Rect) -> Rect {
    Rect {
        y: body.y + 1.min(body.height),
        height: body.height.saturating_sub(1),
        ..body
    }
}

impl CompareScreen {
    pub(super) fn reuse_places(&self, document: &Document, previous: &Previous) -> Places {
        let heading = |report: &crate::report::Report, idx: Option<usize>| -> Option<Span> {
            Some(report.sections.get(idx?)?.heading)
        };
        match line_at(previous, self.list.row) {
            Some(ReuseLine::Section(section)) => {
                let mut links = previous.comparison.sections.iter();
                let link = links.find(|link| link.new == Some(section.new));
                Places {
                    old: heading(&previous.report, link.and_then(|link| link.old)),
                    new: heading(&document.report, Some(section.new)),
                }
            }
            Some(ReuseLine::Row(row)) => row_places(document, previous, row),
            Some(ReuseLine::Stale(_)) | None => Places::default(),
        }
    }

    pub(super) fn act_on_reuse(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        action: Action,
    ) -> Reply {
        let (length, height) = (length(previous), height(shared));
        if self.list.act(action, length, height) {
            return Reply::stay();
        }
        match action {
            Action::NextPlace | Action::PreviousPlace => {
                self.next_reused(previous, action == Action::NextPlace);
                self.list.fit(length, height);
                Reply::stay()
            }
            Action::Enter => self.enter(shared, document, previous),
            other => screen::common(shared, &self.edition, other),
        }
    }

    /// To the next section that is mostly last year's, or sentence with last year's figures.
    fn next_reused(&mut self, previous: &Previous, forward: bool) {
        let asks = |at: &usize| match line_at(previous, *at) {
            Some(ReuseLine::Section(section)) => section.share >= MUCH,
            Some(ReuseLine::Row(_)) => true,
            Some(ReuseLine::Stale(_)) | None => false,
        };
        let here = self.list.row;
        let found = match forward {
            true => (here + 1..length(previous)).find(asks),
            false => (0..here).rev().find(asks),
        };
        self.list.row = found.unwrap_or(here);
    }

    pub(super) fn view_reuse(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let reuse = &previous.comparison.reuse;
        let (verbatim, nearly) = (percent(reuse.verbatim_share), percent(reuse.nearly_share));
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("percent", &verbatim), ("nearly", &nearly)];
        let total = shared.lang.fill("ui.reuse-total", &values);
        canvas.line(body, 0, &[Piece::dim(format!(" {total}"))]);
        if length(previous) == 0 {
            let text = format!("   {}", shared.text("ui.no-reuse"));
            wrapping::draw(canvas, body, 2, &[Piece::plain(text)], 3);
            return;
        }
        let area = list(body);
        for (row, at) in (0..area.height).zip(self.list.top..length(previous)) {
            let chosen = at == self.list.row;
            let pieces = match line_at(previous, at) {
                Some(ReuseLine::Section(section)) => {
                    section_row(document, section, chosen, body.width)
                }
                Some(ReuseLine::Stale(count)) => {
                    let text = shared.lang.fill("ui.stale", &[("count", &count)]);
                    vec![Piece::new(format!(" {text}"), Ink::Strong)]
                }
                Some(ReuseLine::Row(row)) => stale_row(document, previous, row, chosen),
                None => Vec::new(),
            };
            canvas.line(area, row, &pieces);
        }
    }
}

fn stale_row(document: &Document, previous: &Previous, row: usize, chosen: bool) -> Vec<Piece> {
    let span = row_places(document, previous, row).new.unwrap_or_default();
    let text: String = document.report.quote(span).split_whitespace().collect();
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new("? ", Ink::Doubt),
        Piece::new(text, ink),
    ]
}

fn section_row(document: &Document, reuse: &SectionReuse, chosen: bool, width: u16) -> Vec<Piece> {
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
    let room = usize::from(width)
        .saturating_sub(3 + 2 + 6 + 7 + 23)
        .clamp(10, 60);
    let cells = (reuse.share.clamp(0.0, 1.0) * 20.0).round() as usize;
    let more = (reuse.nearly.clamp(0.0, 1.0) * 20.0).round() as usize;
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    let much = reuse.share >= MUCH;
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new(if much { "? " } else { "  " }, Ink::Doubt),
        Piece::new(column(&title, room), ink),
        Piece::new(
            column_right(&percent(reuse.share), 6),
            if much { Ink::Doubt } else { ink },
        ),
        Piece::dim(column_right(&percent(reuse.nearly), 7)),
        Piece::dim(format!(
            "  {}{}",
            "▪".repeat(cells),
            "·".repeat(more.saturating_sub(cells))
        )),
    ]
}
