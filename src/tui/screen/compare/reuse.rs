//! How much of this year's report stood in last year's, and which figures did not move.

use ratatui::layout::Rect;

use crate::compare::{Lent, SectionReuse, SharedWith};
use crate::report::{Span, issuer_key};
use crate::shown::in_one_line;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column, column_right};
use crate::tui::describe::percent;
use crate::tui::model::{Document, EditionId, Previous};
use crate::tui::screen;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::CompareScreen;
use super::places::{Places, row_places};

/// Shares from here on stand out.
const MUCH: f64 = 0.5;

/// One line of the list.
#[derive(Clone, Copy)]
enum ReuseLine<'a> {
    Section(&'a SectionReuse),
    /// A heading that nothing can be done with: so many sentences have last year's figures.
    Stale(usize),
    /// Index into the rows of the comparison.
    Row(usize),
    /// What stands in other units' reports, so much of the report in percent.
    Others(usize),
    Lender(&'a SharedWith),
    Passage(&'a SharedWith, &'a Lent),
}

/// Sections first, then the sentences with last year's figures, then what other units' reports have too.
fn lines<'a>(document: &'a Document, previous: &'a Previous) -> Vec<ReuseLine<'a>> {
    let reuse = &previous.comparison.reuse;
    let mut lines: Vec<ReuseLine> = reuse.sections.iter().map(ReuseLine::Section).collect();
    if !reuse.stale.is_empty() {
        lines.push(ReuseLine::Stale(reuse.stale.len()));
        lines.extend(reuse.stale.iter().copied().map(ReuseLine::Row));
    }
    if let Some(sharing) = &document.sharing {
        lines.push(ReuseLine::Others(sharing.percent));
        for shared in &sharing.lenders {
            lines.push(ReuseLine::Lender(shared));
            let passages = shared.passages.iter();
            lines.extend(passages.map(|lent| ReuseLine::Passage(shared, lent)));
        }
    }
    lines
}

/// How many lines there are.
pub(super) fn length(document: &Document, previous: &Previous) -> usize {
    lines(document, previous).len()
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
        match lines(document, previous).get(self.list.row).copied() {
            Some(ReuseLine::Section(section)) => {
                let mut links = previous.comparison.sections.iter();
                let link = links.find(|link| link.new == Some(section.new));
                Places {
                    old: heading(&previous.report, link.and_then(|link| link.old)),
                    new: heading(&document.report, Some(section.new)),
                }
            }
            Some(ReuseLine::Row(row)) => row_places(document, previous, row),
            Some(ReuseLine::Passage(_, lent)) => Places {
                old: None,
                new: Some(lent.here),
            },
            Some(ReuseLine::Lender(shared)) => Places {
                old: None,
                new: shared.passages.first().map(|lent| lent.here),
            },
            Some(ReuseLine::Stale(_) | ReuseLine::Others(_)) | None => Places::default(),
        }
    }

    /// Where a passage stands in the other unit's report: that is what the left side of it is.
    pub(super) fn place_of_lender(
        &self,
        document: &Document,
        previous: &Previous,
    ) -> Option<(EditionId, Span)> {
        match lines(document, previous).get(self.list.row).copied()? {
            ReuseLine::Passage(shared, lent) => Some((shared.id.clone(), lent.there)),
            ReuseLine::Lender(shared) => {
                let first = shared.passages.first()?;
                Some((shared.id.clone(), first.there))
            }
            ReuseLine::Section(_)
            | ReuseLine::Stale(_)
            | ReuseLine::Row(_)
            | ReuseLine::Others(_) => None,
        }
    }

    pub(super) fn act_on_reuse(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        action: Action,
    ) -> Reply {
        let lines = lines(document, previous);
        let (length, height) = (lines.len(), height(shared));
        if self.list.act(action, length, height) {
            return Reply::stay();
        }
        match action {
            Action::NextPlace | Action::PreviousPlace => {
                self.next_reused(&lines, action == Action::NextPlace);
                self.list.fit(length, height);
                Reply::stay()
            }
            Action::Enter => self.enter(shared, document, previous),
            other => screen::common(shared, &self.edition, other),
        }
    }

    /// To the next section that is mostly last year's, sentence with last year's figures, or passage of another unit's.
    fn next_reused(&mut self, lines: &[ReuseLine], forward: bool) {
        let asks = |at: &usize| match lines.get(*at) {
            Some(ReuseLine::Section(section)) => section.share >= MUCH,
            Some(ReuseLine::Row(_) | ReuseLine::Passage(..)) => true,
            Some(ReuseLine::Stale(_) | ReuseLine::Others(_) | ReuseLine::Lender(_)) | None => false,
        };
        let here = self.list.row;
        let found = match forward {
            true => (here + 1..lines.len()).find(asks),
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
        let mut total = shared.lang.fill("ui.reuse-total", &values);
        if document.sharing.is_none() && others_are_read(shared, document) {
            total.push_str(shared.text("ui.others-read"));
        }
        canvas.line(body, 0, &[Piece::dim(format!(" {total}"))]);
        let lines = lines(document, previous);
        if lines.is_empty() {
            let text = format!("   {}", shared.text("ui.no-reuse"));
            wrapping::draw(canvas, body, 2, &[Piece::plain(text)], 3);
            return;
        }
        let area = list(body);
        let shown = lines.iter().enumerate().skip(self.list.top);
        for (row, (at, line)) in (0..area.height).zip(shown) {
            let chosen = at == self.list.row;
            let heading = |key: &str, value: usize| {
                let text = shared.lang.fill(key, &[("count", &value)]);
                vec![Piece::new(format!(" {text}"), Ink::Strong)]
            };
            let pieces = match *line {
                ReuseLine::Section(section) => section_row(document, section, chosen, body.width),
                ReuseLine::Stale(count) => heading("ui.stale", count),
                ReuseLine::Row(row) => stale_row(document, previous, row, chosen),
                ReuseLine::Others(percent) => heading("ui.others", percent),
                ReuseLine::Lender(shared) => lender_row(shared, chosen),
                ReuseLine::Passage(_, lent) => {
                    quoted_row("    ", document.report.quote(lent.here), chosen)
                }
            };
            canvas.line(area, row, &pieces);
        }
    }
}

/// Whether the library has reports of other units, which are read when nobody waits.
fn others_are_read(shared: &Shared, document: &Document) -> bool {
    let own = document.entry.issuer.as_deref().map(issuer_key);
    let mut issuers = shared.entries.iter().map(|entry| entry.issuer.as_deref());
    own.is_some() && issuers.any(|issuer| issuer.map(issuer_key) != own)
}

/// Another unit's report, and how much of this one stands there.
fn lender_row(shared: &SharedWith, chosen: bool) -> Vec<Piece> {
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new("? ", Ink::Doubt),
        Piece::new(shared.unit(), ink),
        Piece::new(format!("  {}%", shared.percent), Ink::Doubt),
    ]
}

fn stale_row(document: &Document, previous: &Previous, row: usize, chosen: bool) -> Vec<Piece> {
    let span = row_places(document, previous, row).new.unwrap_or_default();
    quoted_row("? ", document.report.quote(span), chosen)
}

fn quoted_row(sign: &'static str, quote: &str, chosen: bool) -> Vec<Piece> {
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new(sign, Ink::Doubt),
        Piece::new(in_one_line(quote), ink),
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
