//! The mouse in the annotation editor: a click puts the caret there, a second one on a choice takes the next value.

use ratatui::layout::{Position, Rect};

use crate::tui::app::Shared;
use crate::tui::canvas::width;

use super::view::{beside, text_label};
use super::{Editor, Field};

impl Editor {
    /// Takes a click; `area` is where the editor is drawn.
    pub fn click(&mut self, shared: &Shared, area: Rect, at: Position) {
        let places = self.places(area);
        if places.choices.contains(at) {
            self.click_choice(shared, usize::from(at.x - places.choices.x));
        }
        for (field, place) in [
            (Field::Problem, places.problem),
            (Field::Suggestion, places.suggestion),
        ] {
            if place.contains(at) {
                self.field = field;
                let inner = beside(place, &text_label(shared, field, place));
                if let Some(text) = self.text_field() {
                    text.click(inner, at);
                }
            }
        }
    }

    /// The choice at so many cells from the left; behind all of them stands the rule that is typed.
    fn click_choice(&mut self, shared: &Shared, cell: usize) {
        let mut end = 0;
        let mut pieces = self.choices(shared).into_iter();
        let clicked = pieces.find(|(_, piece)| {
            end += width(&piece.text);
            cell < end
        });
        match clicked {
            Some((field, _)) if field == self.field => self.next_value(true),
            Some((field, _)) => self.field = field,
            None => {
                self.field = Field::Rule;
                self.rule.click(cell - end);
            }
        }
    }
}
