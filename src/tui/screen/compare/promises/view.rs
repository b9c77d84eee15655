//! Drawing the promises: last year's words left, what may answer them right, all of it below.

use ratatui::layout::Rect;

use crate::compare::Again;
use crate::shown::in_one_line;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, clipped, column};
use crate::tui::model::{self, Document, Previous};
use crate::tui::reviewing;
use crate::tui::screen::compare::CompareScreen;
use crate::tui::screen::compare::view::split;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{Group, Line, Point, Source, is_open, key, point, points};

fn decision_text(shared: &Shared, decision: &str) -> String {
    match decision {
        "done" | "on-track" | "behind" | "unanswered" | "unverifiable" => {
            shared.text(&format!("key.promise-{decision}")).to_owned()
        }
        // Written by another version.
        other => other.to_owned(),
    }
}

impl CompareScreen {
    pub(in crate::tui::screen::compare) fn promises_progress(
        &self,
        shared: &Shared,
        previous: &Previous,
    ) -> String {
        let (mut all, mut checkable, mut open) = (0, 0, 0);
        for (_, _, point) in points(previous) {
            all += 1;
            checkable += usize::from(point.checkable);
            let waits = point.checkable && is_open(shared, &self.edition, previous, &point);
            open += usize::from(waits);
        }
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("all", &all), ("checkable", &checkable), ("open", &open)];
        shared.lang.fill("ui.promises-progress", &values)
    }

    pub(in crate::tui::screen::compare) fn view_promises(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let list = &self.promises;
        if list.lines.is_empty() {
            let key = match points(previous).next() {
                Some(_) => "ui.none-here",
                None => "ui.no-promises",
            };
            let text = format!("   {}", shared.text(key));
            wrapping::draw(canvas, body, 1, &[Piece::plain(text)], 3);
            return;
        }
        let (area, detail) = split(body);
        let half = usize::from(body.width) / 2;
        if area.y > body.y {
            let header = format!(
                "     {}{}",
                column(shared.text("ui.column-promise"), half.saturating_sub(5)),
                shared.text("ui.column-candidates")
            );
            canvas.line(body, 0, &[Piece::dim(header)]);
        }
        for (row, (at, line)) in
            (0..area.height).zip(list.lines.iter().enumerate().skip(list.cursor.top))
        {
            let chosen = at == list.cursor.row;
            let pieces = match line {
                Line::Head(group) => self.head(shared, previous, *group, chosen),
                Line::Point(source, idx) => match point(previous, *source, *idx) {
                    Some(point) => {
                        self.point_row(shared, document, previous, (&point, *idx), half, chosen)
                    }
                    None => Vec::new(),
                },
            };
            canvas.line(area, row, &pieces);
        }
        if let (Some(area), Some(point)) = (detail, list.chosen(previous)) {
            view_detail(shared, canvas, area, document, previous, &point);
        }
    }

    /// A section of last year's report, how many points of it are listed, and how many wait.
    fn head(&self, shared: &Shared, previous: &Previous, group: Group, chosen: bool) -> Vec<Piece> {
        let (source, section) = group;
        let section = section.and_then(|idx| previous.report.sections.get(idx));
        let title = section.map_or_else(
            || shared.text("ui.no-heading").to_owned(),
            |section| format!("{}{}", section.label, section.title),
        );
        let title = match source {
            Source::Plan => title,
            Source::Shortcomings => format!("{} · {title}", shared.text("ui.shortcomings")),
        };
        let count = self
            .promises
            .counts
            .get(&group)
            .copied()
            .unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("all", &count.all), ("open", &count.open)];
        let said = shared.lang.fill("ui.group-count", &values);
        let arrow = match self.promises.folded.contains(&group) {
            true => "▸ ",
            false => "▾ ",
        };
        vec![
            Piece::new(if chosen { "▌" } else { " " }, Ink::Accent),
            Piece::new(format!("{arrow}{title}"), Ink::Strong),
            Piece::dim(format!("  {said}")),
        ]
    }

    fn point_row(
        &self,
        shared: &Shared,
        document: &Document,
        previous: &Previous,
        (point, idx): (&Point, usize),
        half: usize,
        chosen: bool,
    ) -> Vec<Piece> {
        let quote = key(previous, point.span);
        let decided = reviewing::promise(shared.review(), &self.edition, &quote);
        let ink = match (chosen, decided.is_some() || !point.checkable) {
            (true, _) => Ink::Strong,
            (false, true) => Ink::Dim,
            (false, false) => Ink::Plain,
        };
        let answer = match decided {
            Some(decision) => {
                let said = decision_text(shared, decision);
                Piece::new(format!("[{said}]"), Ink::Good)
            }
            None => answer(shared, document, point),
        };
        let answer = Piece::new(clipped(&answer.text, half.saturating_sub(2)), answer.ink);
        let numbered = format!("{} {quote}", idx + 1);
        vec![
            Piece::new(if chosen { "▌  " } else { "   " }, Ink::Accent),
            Piece::new(column(&numbered, half.saturating_sub(5)), ink),
            Piece::plain("  "),
            answer,
        ]
    }
}

/// What a row says of an undecided point: whether it is lacking again, the best passage, or that there is none.
fn answer(shared: &Shared, document: &Document, point: &Point) -> Piece {
    match (point.again, point.candidates.first()) {
        (Some(again @ Again::Verbatim(_)), _) => {
            let said = shared.text(&format!("again.{}", again.name()));
            Piece::new(format!("= {said}"), Ink::Doubt)
        }
        (Some(again @ Again::Reworded(_)), _) => {
            let said = shared.text(&format!("again.{}", again.name()));
            Piece::new(format!("~ {said}"), Ink::Doubt)
        }
        (Some(Again::NotNamed) | None, Some(best)) => {
            let text = in_one_line(document.report.quote(best.span));
            Piece::plain(format!("{:.2} {text}", best.score))
        }
        (Some(Again::NotNamed) | None, None) if point.checkable => {
            Piece::new(format!("? {}", shared.text("ui.no-candidate")), Ink::Doubt)
        }
        (Some(Again::NotNamed) | None, None) => Piece::dim(shared.text("ui.vague")),
    }
}

/// The point in full, where it is lacking again, and the passages that may account for it.
fn view_detail(
    shared: &Shared,
    canvas: &mut Canvas,
    area: Rect,
    document: &Document,
    previous: &Previous,
    point: &Point,
) {
    canvas.rule(area, 0);
    let area = Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    };
    let quote = key(previous, point.span);
    let mut row = wrapping::draw(canvas, area, 1, &[Piece::new(quote, Ink::Strong)], 2);
    let told = |span| in_one_line(document.report.quote(span));
    if let Some(again) = point.again {
        let said = shared.text(&format!("again.{}", again.name()));
        let mut pieces = vec![Piece::new(format!("{said} "), Ink::Doubt)];
        match again {
            Again::Verbatim(span) | Again::Reworded(span) => pieces.push(Piece::plain(told(span))),
            Again::NotNamed => {}
        }
        row = wrapping::draw(canvas, area, row, &pieces, 2);
    }
    for (number, candidate) in point.candidates.iter().enumerate() {
        let section = model::heading_at(&document.report, candidate.span.start);
        let section = section.and_then(|idx| document.report.sections.get(idx));
        let label = section.map_or("", |section| section.label.as_str());
        let head = format!("{} {:.2} {label} ", number + 1, candidate.score);
        let pieces = [Piece::dim(head), Piece::plain(told(candidate.span))];
        row = wrapping::draw(canvas, area, row, &pieces, 2);
    }
    if point.candidates.is_empty() {
        let key = match point.checkable {
            true => "ui.no-candidate",
            false => "ui.vague",
        };
        wrapping::draw(canvas, area, row, &[Piece::dim(shared.text(key))], 2);
    }
}
