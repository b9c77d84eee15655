//! Drawing the report screen.

use ratatui::layout::Rect;

use crate::order;
use crate::report::Span;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::describe;
use crate::tui::model::{self, Document, Tie};
use crate::tui::page::{PageRow, Reading, RowKind};
use crate::tui::screen;
use crate::tui::theme::{Ink, Sign};
use crate::tui::wrapping;

use super::places::tie_sign;
use super::{GUTTER, ReportScreen};

/// A stretch of a row that looks different; later ones win.
type Paint = (Span, Ink);

impl ReportScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let panes = self.panes(screen.as_size());
        let Some(document) = &self.document else {
            let body = screen::body(screen);
            canvas.line(body, 0, &[Piece::dim(shared.text("ui.opening"))]);
            return;
        };
        if let Some(area) = panes.outline {
            self.view_outline(shared, canvas, area);
            if area.x == panes.text.x {
                return;
            }
        }
        self.view_text(document, canvas, panes.text);
        if !self.editing
            && let Some(area) = panes.inspector
        {
            self.view_inspector(shared, document, canvas, area);
        }
    }

    fn view_text(&self, document: &Document, canvas: &mut Canvas, area: Rect) {
        let cursor = self.page.row_of(self.cursor.at);
        let rows = self
            .page
            .rows
            .iter()
            .enumerate()
            .skip(self.top)
            .take(usize::from(area.height));
        for (line, (number, row)) in (0..).zip(rows) {
            let y = area.y + line;
            if number == cursor {
                canvas.text(area, area.x, y, "▌", Ink::Accent);
            }
            let (sign, note) = self.signs(document, row);
            let mut x = canvas.sign(area, area.x + 1, y, sign);
            x = x.max(area.x + 2);
            canvas.text(area, x, y, note.mark, note.ink);
            let text = Rect {
                x: area.x + GUTTER,
                width: area.width.saturating_sub(GUTTER),
                ..area
            };
            let paints = self.paints(document, row.span);
            draw_row(canvas, text, line, document, row, &paints);
        }
    }

    /// What looks different from plain text in a row, the strongest last.
    fn paints(&self, document: &Document, row: Span) -> Vec<Paint> {
        let mut paints: Vec<Paint> = Vec::new();
        let figures = &document.report.figures;
        // A figure may begin on one row and end on the next.
        let from = figures.partition_point(|figure| figure.span.end <= row.start);
        let ties = figures.iter().zip(&document.ties).skip(from);
        for (figure, tie) in ties.take_while(|(figure, _)| figure.span.start < row.end) {
            match tie {
                Tie::Conflict => paints.push((figure.span, Ink::Bad)),
                Tie::Unclear => paints.push((figure.span, Ink::Doubt)),
                Tie::Loose | Tie::Tied | Tie::Rounded => {}
            }
        }
        let noted = self.places.noted(row).iter();
        paints.extend(noted.map(|span| (*span, Ink::Note)));
        let hits = &self.search.hits;
        let from = hits.partition_point(|hit| hit.end <= row.start);
        let hits = hits.iter().skip(from);
        let here = hits.take_while(|hit| hit.start < row.end);
        paints.extend(here.map(|hit| (*hit, Ink::Hit)));
        paints.extend(self.gathered.iter().map(|span| (*span, Ink::Selected)));
        match (self.selection, self.cursor.unit) {
            (Some(selection), _) => paints.push((selection.span(), Ink::Selected)),
            (None, super::cursor::Unit::Row) => {}
            (None, _) => paints.push((self.focus(), Ink::Focus)),
        }
        paints
    }

    /// The signs of a row: the worst about its figures and findings, and whether a note begins on it.
    fn signs(&self, document: &Document, row: &PageRow) -> (Sign, Sign) {
        let finding = self
            .places
            .findings(row.span)
            .max_by_key(|place| (place.open, place.sign == Sign::CONFLICT));
        let worst = document
            .report
            .figures_in(row.span)
            .filter_map(|(idx, _)| document.ties.get(idx))
            .filter(|tie| matches!(tie, Tie::Tied | Tie::Rounded))
            .max();
        let sign = match (finding, worst) {
            (Some(place), _) => place.sign,
            (None, Some(tie)) => tie_sign(*tie),
            (None, None) => Sign::NONE,
        };
        let noted = self.places.note_begins(row.span);
        (sign, if noted { Sign::NOTE } else { Sign::NONE })
    }

    fn view_inspector(
        &self,
        shared: &Shared,
        document: &Document,
        canvas: &mut Canvas,
        area: Rect,
    ) {
        canvas.rule(area, 0);
        let area = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let paragraphs = match self.thing() {
            _ if self.placing.is_some() => self.placing_lines(shared),
            Some(thing) => describe::thing(shared, document, thing),
            None => vec![self.section_line(shared, document)],
        };
        let mut row = 0;
        for paragraph in &paragraphs {
            row = wrapping::draw(canvas, area, row, paragraph, 2);
        }
    }

    /// What is being placed, with the words that it was about.
    fn placing_lines(&self, shared: &Shared) -> Vec<Vec<Piece>> {
        let review = shared.review();
        let placing = self.placing;
        let anchor = placing.and_then(|placing| {
            let annotation = review.annotation(placing.annotation)?;
            annotation.target.anchors.get(placing.index)
        });
        let quote = anchor.map_or("", |anchor| anchor.quote());
        let hint = Piece::new(shared.text("tray.placing"), Ink::Accent);
        vec![vec![hint], vec![Piece::plain(quote)]]
    }

    /// With nothing particular under the cursor: the section, and how much of the report is tied.
    fn section_line(&self, shared: &Shared, document: &Document) -> Vec<Piece> {
        let coverage = document.outcome.coverage;
        let text = shared.lang.fill(
            "ui.coverage",
            &[
                ("figures", &coverage.figures),
                ("tied", &coverage.tied),
                ("conflicting", &coverage.conflicting),
                ("rest", &coverage.not_checkable),
            ],
        );
        vec![Piece::dim(text)]
    }

    /// The place in the top line: report, then section.
    pub(super) fn headings(&self, shared: &Shared) -> Vec<String> {
        let mut path = Vec::new();
        if let Some(entry) = shared.entry(&self.edition) {
            path.push(describe::name(entry, shared.lang));
        }
        if let Some(document) = &self.document
            && let Some(section) = model::heading_at(&document.report, self.cursor.at)
                .and_then(|idx| document.report.sections.get(idx))
        {
            path.push(format!("{}{}", section.label, section.title));
        }
        if self.reading == Reading::Original {
            path.push(shared.text("ui.original").to_owned());
        }
        path
    }
}

fn draw_row(
    canvas: &mut Canvas,
    area: Rect,
    line: u16,
    document: &Document,
    row: &PageRow,
    paints: &[Paint],
) {
    let base = match row.kind {
        RowKind::Text | RowKind::Table | RowKind::Original { .. } => Ink::Plain,
        RowKind::Heading | RowKind::Title => Ink::Strong,
        RowKind::Aside => Ink::Dim,
        RowKind::Gap => return,
    };
    let mut edges: Vec<usize> = vec![row.span.start, row.span.end];
    let mut touching: Vec<&Paint> = Vec::new();
    for paint in paints.iter().filter(|(span, _)| span.overlap(row.span) > 0) {
        edges.push(paint.0.start.max(row.span.start));
        edges.push(paint.0.end.min(row.span.end));
        touching.push(paint);
    }
    order::sort(&mut edges);
    edges.dedup();
    let mut pieces = Vec::with_capacity(edges.len());
    for (&start, &end) in edges.iter().zip(edges.iter().skip(1)) {
        let ink = touching
            .iter()
            .rev()
            .find(|(span, _)| span.contains(start))
            .map_or(base, |(_, ink)| *ink);
        let text: String = document
            .report
            .quote(Span::new(start, end))
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r'))
            .map(|c| match (c, row.kind) {
                ('\t', RowKind::Table) => '│',
                ('\t', _) => ' ',
                (c, _) => c,
            })
            .collect();
        pieces.push(Piece::new(text, ink));
    }
    if row.kind == (RowKind::Original { broken: true }) {
        pieces.push(Piece::dim("⏎"));
    }
    let area = Rect {
        x: area.x + row.indent,
        width: area.width.saturating_sub(row.indent),
        ..area
    };
    canvas.line(area, line, &pieces);
}
