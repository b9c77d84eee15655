//! The sections of both years with a sign for each.

use ratatui::layout::Rect;

use crate::compare::{SectionChange, SectionLink};
use crate::report::{Report, Section};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::list::ListCursor;
use crate::tui::model::{self, Document, Previous};
use crate::tui::theme::{Ink, Sign};

use super::CompareScreen;

/// The sign of a section: `=` same, `~` changed, `→` moved, `+` new, `-` gone, `R` renamed.
fn sign(link: &SectionLink) -> Sign {
    match (link.change, link.moved, link.renamed) {
        (SectionChange::Added, ..) => Sign::new("+", " ", Ink::New),
        (SectionChange::Removed, ..) => Sign::new("-", " ", Ink::Gone),
        (_, true, _) => Sign::new("→", " ", Ink::Changed),
        (_, false, true) => Sign::new("R", " ", Ink::Changed),
        (SectionChange::Same, false, false) => Sign::new("=", " ", Ink::Dim),
        (SectionChange::Changed | SectionChange::Split | SectionChange::Merged, false, false) => {
            Sign::new("~", " ", Ink::Changed)
        }
    }
}

fn section(report: &Report, idx: Option<usize>) -> Option<&Section> {
    report.sections.get(idx?)
}

impl CompareScreen {
    /// Draws the list; the section that the cursor is in stands out.
    pub(super) fn view_sections(
        &self,
        _shared: &Shared,
        canvas: &mut Canvas,
        area: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let here = self.section_here(document, previous);
        let links: Vec<&SectionLink> = previous
            .comparison
            .sections
            .iter()
            .filter(|link| {
                let shown = section(&document.report, link.new)
                    .or_else(|| section(&previous.report, link.old));
                shown.is_some_and(model::is_heading)
            })
            .collect();
        let position = links.iter().position(|link| {
            here.is_some_and(|(is_old, idx)| {
                if is_old {
                    link.old == Some(idx)
                } else {
                    link.new == Some(idx)
                }
            })
        });
        let mut cursor = ListCursor {
            row: position.unwrap_or(0),
            top: 0,
        };
        cursor.fit(links.len(), usize::from(area.height));
        for (line, (number, link)) in
            (0..area.height).zip(links.iter().enumerate().skip(cursor.top))
        {
            let Some(shown) =
                section(&document.report, link.new).or_else(|| section(&previous.report, link.old))
            else {
                continue;
            };
            let chosen = position == Some(number);
            let y = area.y + line;
            let x = canvas.text(area, area.x, y, if chosen { "▸" } else { " " }, Ink::Accent);
            let x = canvas.sign(area, x, y, sign(link));
            let indent = " ".repeat(usize::from(shown.level.saturating_sub(1)) * 2 + 1);
            let mut title = format!("{indent}{}{}", shown.label, shown.title);
            if let (true, Some(old)) = (link.moved, section(&previous.report, link.old))
                && !old.label.is_empty()
                && old.label != shown.label
            {
                title = format!("{indent}{}←{}{}", shown.label, old.label, shown.title);
            }
            let rest = Rect {
                x,
                y,
                width: area.right().saturating_sub(x),
                height: 1,
            };
            canvas.line(
                rest,
                0,
                &[Piece::new(
                    title,
                    if chosen { Ink::Strong } else { Ink::Plain },
                )],
            );
        }
    }

    /// The section of the row at the cursor, and whether it is last year's.
    fn section_here(&self, document: &Document, previous: &Previous) -> Option<(bool, usize)> {
        let row = previous
            .comparison
            .rows
            .get(self.items.get(self.cursor)?.first_row())?;
        let heading = |report: &Report, sentence: Option<usize>| {
            let sentence = report.sentences.get(sentence?)?;
            model::heading_at(report, sentence.span.start)
        };
        heading(&document.report, row.new)
            .map(|idx| (false, idx))
            .or_else(|| heading(&previous.report, row.old).map(|idx| (true, idx)))
    }
}
