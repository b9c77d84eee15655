//! Drawing the annotation editor: the quote, the choices, the problem and the suggestion.

use ratatui::layout::{Position, Rect};

use crate::report::Span;
use crate::review::Scope;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, clipped};
use crate::tui::describe;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{Editor, Field};

impl Editor {
    /// Half of the screen, no more than it needs.
    pub fn rows(&self, height: u16) -> u16 {
        match height {
            0..=5 => height,
            6..=11 => (height - 2).min(5),
            _ => (height / 2).clamp(7, 14),
        }
    }

    /// Quote, choices, problem, suggestion; the choices go first where there is no room.
    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let height = area.height;
        let mut row = 0;
        if height >= 4 {
            self.view_quote(shared, canvas, area);
            row += 1;
        }
        let mut caret = None;
        if height >= 5 {
            let line = Rect {
                y: area.y + row,
                height: 1,
                ..area
            };
            caret = self.view_choices(shared, canvas, line);
            row += 1;
        }
        let rest = Rect {
            y: area.y + row,
            height: height.saturating_sub(row),
            ..area
        };
        let suggestion_rows = match rest.height {
            0..=2 => 0,
            3..=5 => 1,
            _ => rest.height / 3,
        };
        let (problem, suggestion) = if suggestion_rows == 0 && self.field == Field::Suggestion {
            (Rect { height: 0, ..rest }, rest)
        } else {
            let problem = Rect {
                height: rest.height - suggestion_rows,
                ..rest
            };
            (
                problem,
                Rect {
                    y: rest.y + problem.height,
                    height: suggestion_rows,
                    ..rest
                },
            )
        };
        let in_problem = self.view_text(shared, canvas, problem, Field::Problem);
        let in_suggestion = self.view_text(shared, canvas, suggestion, Field::Suggestion);
        caret.or(in_problem).or(in_suggestion)
    }

    /// Year and words of last year's text that the note rests on.
    fn last_year(&self, shared: &Shared) -> Option<(String, String)> {
        let (start, end) = *self.draft.beside.first()?;
        let document = shared.compared(&self.draft.edition)?;
        let previous = document.previous.as_ref()?;
        let year = previous.entry.year.map(|year| year.to_string());
        let quote = previous.report.quote(Span::new(start, end));
        Some((year.unwrap_or_default(), quote.split_whitespace().collect()))
    }

    fn view_quote(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        let about = match self.draft.scope {
            Scope::Absence => shared.text("ui.scope-absence").to_owned(),
            Scope::Section => format!("{} {}", shared.text("ui.scope-section"), self.draft.quote),
            Scope::Sentence | Scope::Phrase => self.draft.quote.clone(),
        };
        let room = usize::from(area.width).saturating_sub(20);
        let beside = self.last_year(shared).filter(|_| room >= 40);
        let (about, beside) = match beside {
            Some((year, quote)) if quote != self.draft.quote => {
                let quote = wrapping::shortened(&quote, (room / 2).saturating_sub(8));
                let said = format!(" ⇄ {year} {quote} ");
                (wrapping::shortened(&about, room - room / 2), said)
            }
            Some(_) | None => (wrapping::shortened(&about, room), " ".to_owned()),
        };
        canvas.line(
            area,
            0,
            &[
                Piece::dim("── "),
                Piece::new("● ", Ink::Note),
                Piece::plain(about),
                Piece::dim(beside),
            ],
        );
    }

    fn view_choices(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let lang = shared.lang;
        let label = |field: Field, key: &str| {
            let ink = if self.field == field {
                Ink::Accent
            } else {
                Ink::Dim
            };
            Piece::new(format!("{} ", shared.text(key)), ink)
        };
        let value = |field: Field, text: &str| {
            let ink = if self.field == field {
                Ink::Selected
            } else {
                Ink::Plain
            };
            Piece::new(text, ink)
        };
        let grade = self
            .draft
            .grade
            .map_or(shared.text("ui.grade-none"), |grade| {
                describe::grade(lang, grade)
            });
        let pieces = [
            label(Field::Motivation, "ui.motivation"),
            value(
                Field::Motivation,
                describe::motivation(lang, self.draft.motivation),
            ),
            Piece::plain("  "),
            label(Field::Grade, "ui.grade"),
            value(Field::Grade, grade),
            Piece::plain("  "),
        ];
        let mut pieces = pieces.to_vec();
        // What may leave the office is the rule; what may not is said.
        if self.draft.private || self.field == Field::Visibility {
            let key = match self.draft.private {
                true => "note.private",
                false => "note.shared",
            };
            pieces.extend([
                label(Field::Visibility, "note.visibility"),
                value(Field::Visibility, shared.text(key)),
                Piece::plain("  "),
            ]);
        }
        pieces.push(label(Field::Rule, "ui.rule"));
        let x = canvas.line(area, 0, &pieces);
        let after = canvas.text(area, x, area.y, self.rule.before(), Ink::Plain);
        let rest = self
            .rule
            .text()
            .get(self.rule.before().len()..)
            .unwrap_or("");
        canvas.text(area, after, area.y, rest, Ink::Plain);
        let column = match self.field {
            Field::Rule => after,
            Field::Motivation | Field::Grade | Field::Visibility => area.x,
            Field::Problem | Field::Suggestion => return None,
        };
        Some(Position::new(
            column.min(area.right().saturating_sub(1)),
            area.y,
        ))
    }

    fn view_text(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        area: Rect,
        field: Field,
    ) -> Option<Position> {
        let (key, text) = match field {
            Field::Suggestion => ("ui.suggestion", &self.suggestion),
            Field::Problem | Field::Motivation | Field::Grade | Field::Rule | Field::Visibility => {
                ("ui.problem", &self.problem)
            }
        };
        if area.height == 0 {
            return None;
        }
        let ink = if self.field == field {
            Ink::Accent
        } else {
            Ink::Dim
        };
        let x = canvas.text(
            area,
            area.x,
            area.y,
            &clipped(shared.text(key), usize::from(area.width)),
            ink,
        ) + 1;
        let inner = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..area
        };
        let caret = text.view(canvas, inner);
        (self.field == field).then_some(caret)
    }
}
