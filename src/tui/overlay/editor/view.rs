//! Drawing the annotation editor: the quote, the choices, the problem and the suggestion.

use ratatui::layout::{Position, Rect};

use crate::report::Span;
use crate::review::Scope;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, clipped, width};
use crate::tui::describe;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{Editor, Field};

/// The parts of the editor from top to bottom; one that there is no room for has no height.
pub(super) struct Places {
    pub quote: Rect,
    pub choices: Rect,
    pub problem: Rect,
    pub suggestion: Rect,
}

impl Editor {
    /// Half of the screen, no more than it needs.
    pub fn rows(&self, height: u16) -> u16 {
        match height {
            0..=5 => height,
            6..=11 => (height - 2).min(5),
            _ => (height / 2).clamp(7, 14),
        }
    }

    /// Where everything stands; the choices go first where there is no room.
    pub(super) fn places(&self, area: Rect) -> Places {
        let line = |row: u16, is_there: bool| Rect {
            y: area.y + row,
            height: u16::from(is_there),
            ..area
        };
        let quote = line(0, area.height >= 4);
        let choices = line(quote.height, area.height >= 5);
        let taken = quote.height + choices.height;
        let rest = Rect {
            y: area.y + taken,
            height: area.height - taken,
            ..area
        };
        let below = match rest.height {
            0..=2 if self.field == Field::Suggestion => rest.height,
            0..=2 => 0,
            3..=5 => 1,
            height => height / 3,
        };
        let problem = Rect {
            height: rest.height - below,
            ..rest
        };
        Places {
            quote,
            choices,
            problem,
            suggestion: Rect {
                y: problem.bottom(),
                height: below,
                ..rest
            },
        }
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let places = self.places(area);
        if places.quote.height > 0 {
            self.view_quote(shared, canvas, places.quote);
        }
        let mut caret = None;
        if places.choices.height > 0 {
            caret = self.view_choices(shared, canvas, places.choices);
        }
        let in_problem = self.view_text(shared, canvas, places.problem, Field::Problem);
        let in_suggestion = self.view_text(shared, canvas, places.suggestion, Field::Suggestion);
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

    /// The line of choices up to the rule that is typed, each piece with the field that it belongs to.
    pub(super) fn choices(&self, shared: &Shared) -> Vec<(Field, Piece)> {
        let lang = shared.lang;
        let ink = |field: Field, chosen: Ink, other: Ink| match self.field == field {
            true => chosen,
            false => other,
        };
        let label = |field: Field, key: &str| {
            let label = format!("{} ", shared.text(key));
            (field, Piece::new(label, ink(field, Ink::Accent, Ink::Dim)))
        };
        let value = |field: Field, text: &str| {
            let value = Piece::new(text, ink(field, Ink::Selected, Ink::Plain));
            [(field, value), (field, Piece::plain("  "))]
        };
        let motivation = describe::motivation(lang, self.draft.motivation);
        let no_grade = shared.text("ui.grade-none");
        let grade = self.draft.grade;
        let grade = grade.map_or(no_grade, |grade| describe::grade(lang, grade));
        let mut pieces = vec![label(Field::Motivation, "ui.motivation")];
        pieces.extend(value(Field::Motivation, motivation));
        pieces.push(label(Field::Grade, "ui.grade"));
        pieces.extend(value(Field::Grade, grade));
        // What may leave the office is the rule; what may not is said.
        if self.draft.private || self.field == Field::Visibility {
            let key = match self.draft.private {
                true => "note.private",
                false => "note.shared",
            };
            pieces.push(label(Field::Visibility, "note.visibility"));
            pieces.extend(value(Field::Visibility, shared.text(key)));
        }
        pieces.push(label(Field::Rule, "ui.rule"));
        pieces
    }

    fn view_choices(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let pieces = self.choices(shared).into_iter();
        let pieces: Vec<Piece> = pieces.map(|(_, piece)| piece).collect();
        let x = canvas.line(area, 0, &pieces);
        let after = canvas.text(area, x, area.y, self.rule.before(), Ink::Plain);
        canvas.text(area, after, area.y, self.rule.after(), Ink::Plain);
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
        if area.height == 0 {
            return None;
        }
        let ink = if self.field == field {
            Ink::Accent
        } else {
            Ink::Dim
        };
        let label = text_label(shared, field, area);
        canvas.text(area, area.x, area.y, &label, ink);
        let text = match field {
            Field::Suggestion => &self.suggestion,
            Field::Problem | Field::Motivation | Field::Grade | Field::Rule | Field::Visibility => {
                &self.problem
            }
        };
        let caret = text.view(canvas, beside(area, &label));
        (self.field == field).then_some(caret)
    }
}

/// What stands in front of a text, as much of it as there is room for.
pub(super) fn text_label(shared: &Shared, field: Field, area: Rect) -> String {
    let key = match field {
        Field::Suggestion => "ui.suggestion",
        Field::Problem | Field::Motivation | Field::Grade | Field::Rule | Field::Visibility => {
            "ui.problem"
        }
    };
    clipped(shared.text(key), usize::from(area.width))
}

/// Where the text stands beside its label.
pub(super) fn beside(area: Rect, label: &str) -> Rect {
    let taken = u16::try_from(width(label) + 1).unwrap_or(area.width);
    let taken = taken.min(area.width);
    Rect {
        x: area.x + taken,
        width: area.width - taken,
        ..area
    }
}
