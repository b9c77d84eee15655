//! The outline of a report: its headings, and the state of each section.

use ratatui::layout::Rect;

use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::model::{self, Document};
use crate::tui::theme::{Ink, Sign};

use super::ReportScreen;

/// One heading as the outline shows it.
pub struct OutlineRow {
    /// Index into the sections of the report.
    pub section: usize,
    /// Read, partly read, or neither.
    pub sign: Sign,
    pub open: usize,
    pub notes: usize,
}

impl ReportScreen {
    /// The headings of the first two levels.
    pub fn outline_sections(&self) -> Vec<usize> {
        let Some(document) = &self.document else {
            return Vec::new();
        };
        document
            .report
            .sections
            .iter()
            .enumerate()
            .filter(|(_, section)| model::is_heading(section))
            .map(|(idx, _)| idx)
            .collect()
    }

    /// The position in the outline of the section that the cursor is in.
    pub fn outline_position(&self) -> Option<usize> {
        let document = self.document.as_ref()?;
        let section = model::heading_at(&document.report, self.cursor.at)?;
        self.outline_sections()
            .iter()
            .position(|&idx| idx == section)
    }

    fn outline_row(&self, document: &Document, shared: &Shared, section: usize) -> OutlineRow {
        let extent = document
            .report
            .sections
            .get(section)
            .map(|section| section.extent)
            .unwrap_or_default();
        let (open, notes) = self.places.counted(extent);
        let readable = document.readable.iter().filter(|&&idx| {
            document
                .report
                .sections
                .get(idx)
                .is_some_and(|section| extent.covers(section.extent))
        });
        let is_read = |idx: &usize| {
            document
                .section_keys
                .get(*idx)
                .is_some_and(|key| shared.review().is_reviewed(&document.entry.id, key))
        };
        let (read, all) = readable.fold((0, 0), |(read, all), idx| {
            (read + usize::from(is_read(idx)), all + 1)
        });
        OutlineRow {
            section,
            sign: match (read, all) {
                (_, 0) | (0, _) => Sign::new("·", "-", Ink::Dim),
                (read, all) if read == all => Sign::TIED,
                _ => Sign::new("~", "~", Ink::Plain),
            },
            open,
            notes,
        }
    }

    /// Draws the outline; where the reader is stands out.
    pub fn view_outline(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let Some(document) = &self.document else {
            return;
        };
        let sections = self.outline_sections();
        let here = self.outline_position();
        let mut cursor = self.outline.cursor;
        if !self.outline.focused {
            cursor.row = here.unwrap_or(0);
        }
        cursor.fit(sections.len(), usize::from(area.height));
        let rows = sections
            .iter()
            .enumerate()
            .skip(cursor.top)
            .take(usize::from(area.height));
        for (line, (position, &section)) in (0..).zip(rows) {
            let row = self.outline_row(document, shared, section);
            let chosen = if self.outline.focused {
                position == cursor.row
            } else {
                here == Some(position)
            };
            draw_row(
                canvas,
                Rect {
                    y: area.y + line,
                    height: 1,
                    ..area
                },
                document,
                &row,
                chosen,
            );
        }
    }
}

fn draw_row(canvas: &mut Canvas, area: Rect, document: &Document, row: &OutlineRow, chosen: bool) {
    let Some(section) = document.report.sections.get(row.section) else {
        return;
    };
    let bar = if chosen { "▸" } else { " " };
    let x = canvas.text(area, area.x, area.y, bar, Ink::Accent);
    let x = canvas.sign(area, x, area.y, row.sign);
    let mut tail = String::new();
    if row.open > 0 {
        tail.push_str(&format!(" ✗{}", row.open));
    }
    if row.notes > 0 {
        tail.push_str(&format!(" ●{}", row.notes));
    }
    let tail_cells = u16::try_from(crate::tui::canvas::width(&tail)).unwrap_or(0);
    let indent = " ".repeat(usize::from(section.level.saturating_sub(1)) * 2 + 1);
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    let text = Rect {
        x,
        width: area.right().saturating_sub(x).saturating_sub(tail_cells),
        ..area
    };
    let title = format!("{indent}{}{}", section.label, section.title);
    let end = canvas.line(text, 0, &[Piece::new(title, ink)]);
    canvas.text(
        area,
        end,
        area.y,
        &tail,
        if row.open > 0 { Ink::Bad } else { Ink::Note },
    );
}
