//! The score sheet of a report: its aspects, the findings that stand, and the grade that the office's cut-offs give.

use ratatui::layout::Rect;

use crate::check::Severity;
use crate::review::{Line, Rating, Sheet};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column, column_right};
use crate::tui::model::Document;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

const NAME: usize = 18;
const GRADE: usize = 24;
const COUNT: usize = 5;

/// Draws the sheet; findings that wait for a decision are counted beside the grade, which may still change.
pub fn view(shared: &Shared, canvas: &mut Canvas, area: Rect, document: &Document) {
    let findings = document.outcome.findings.iter();
    let judged = findings.map(|finding| {
        let standing = shared.standing(&document.entry.id, &finding.rule, &finding.id);
        (finding, standing)
    });
    let sheet = Sheet::of(judged, &shared.grading);
    canvas.line(area, 0, &[Piece::dim(head(shared))]);
    let mut row = 1;
    for (aspect, found) in &sheet.aspects {
        let name = shared.text(&format!("aspect.{}", aspect.name()));
        canvas.line(area, row, &line(shared, name, found, Ink::Plain));
        row = row.saturating_add(1);
    }
    canvas.rule(area, row);
    let whole = line(
        shared,
        shared.text("aspect.whole"),
        &sheet.whole,
        Ink::Strong,
    );
    canvas.line(area, row.saturating_add(1), &whole);
    let note = [Piece::dim(shared.text("ui.sheet-note"))];
    wrapping::draw(canvas, area, row.saturating_add(3), &note, 1);
}

fn head(shared: &Shared) -> String {
    let severities = ["S1", "S2", "S3", "S4"].map(|name| column_right(name, COUNT));
    format!(
        " {}{}{}{}",
        column(shared.text("ui.sheet-aspect"), NAME),
        column(shared.text("ui.sheet-grade"), GRADE),
        severities.concat(),
        column_right(shared.text("ui.column-open"), COUNT + 2)
    )
}

fn line(shared: &Shared, name: &str, line: &Line, ink: Ink) -> Vec<Piece> {
    let (rating, tone) = match line.rating {
        None => ("rating.none", Ink::Dim),
        Some(Rating::Excellent) => ("rating.excellent", Ink::Good),
        Some(Rating::Good) => ("rating.good", Ink::Good),
        Some(Rating::Fair) => ("rating.fair", Ink::Doubt),
        Some(Rating::Poor) => ("rating.poor", Ink::Bad),
    };
    // What still waits for a decision may change it.
    let grade = match (line.rating, line.open) {
        (None, _) | (_, 0) => shared.text(rating).to_owned(),
        (Some(_), _) => format!(
            "{}{}",
            shared.text(rating),
            shared.text("rating.provisional")
        ),
    };
    let count = |count: usize| match count {
        0 => "·".to_owned(),
        count => count.to_string(),
    };
    let severities = [Severity::S1, Severity::S2, Severity::S3, Severity::S4];
    let counts = severities.map(|severity| column_right(&count(line.standing.of(severity)), COUNT));
    vec![
        Piece::new(format!(" {}", column(name, NAME)), ink),
        Piece::new(column(&grade, GRADE), tone),
        Piece::new(counts.concat(), ink),
        Piece::dim(column_right(&count(line.open), COUNT + 2)),
    ]
}
