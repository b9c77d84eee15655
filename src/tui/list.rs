//! A cursor in a list of rows that is longer than the window.

use ratatui::layout::{Position, Rect};

use super::action::{Action, Motion};

/// Which row is chosen and which one is the first on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListCursor {
    pub row: usize,
    pub top: usize,
}

/// A list as it stands on the screen.
pub struct Listed<'a> {
    pub area: Rect,
    pub length: usize,
    pub cursor: &'a mut ListCursor,
}

/// What a click came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clicked {
    Chosen,
    /// The row that was chosen before.
    Again,
    Beside,
}

impl Listed<'_> {
    /// Takes a motion; `false` when the action is not one.
    pub fn moves(self, action: Action) -> bool {
        let height = usize::from(self.area.height);
        self.cursor.act(action, self.length, height)
    }

    /// Chooses the row at a place.
    pub fn click(self, at: Position) -> Clicked {
        let line = usize::from(at.y.saturating_sub(self.area.y));
        let row = self.cursor.top + line;
        if !self.area.contains(at) || row >= self.length {
            return Clicked::Beside;
        }
        match std::mem::replace(&mut self.cursor.row, row) == row {
            true => Clicked::Again,
            false => Clicked::Chosen,
        }
    }
}

impl ListCursor {
    /// Keeps the row inside the list and the row inside the window.
    pub fn fit(&mut self, length: usize, height: usize) {
        let height = height.max(1);
        self.row = self.row.min(length.saturating_sub(1));
        self.top = self
            .top
            .min(self.row)
            .max((self.row + 1).saturating_sub(height))
            .min(length.saturating_sub(1));
    }

    /// Takes a motion; `false` when the action is not one.
    pub fn act(&mut self, action: Action, length: usize, height: usize) -> bool {
        let Some(motion) = action.motion() else {
            return false;
        };
        let last = length.saturating_sub(1);
        let page = height.max(1);
        let half = (page / 2).max(1);
        let by = |row: usize, top: usize| ListCursor { row, top };
        let moved = match motion {
            Motion::Down => by(self.row + 1, self.top),
            Motion::Up => by(self.row.saturating_sub(1), self.top),
            Motion::PageDown => by(self.row + page, self.top + page),
            Motion::PageUp => by(self.row.saturating_sub(page), self.top.saturating_sub(page)),
            Motion::HalfDown => by(self.row + half, self.top + half),
            Motion::HalfUp => by(self.row.saturating_sub(half), self.top.saturating_sub(half)),
            Motion::Top => by(0, 0),
            Motion::Bottom => by(last, self.top),
            Motion::ScrollDown => {
                let top = (self.top + 1).min(length.saturating_sub(page));
                by(self.row.max(top), top)
            }
            Motion::ScrollUp => {
                let top = self.top.saturating_sub(1);
                by(self.row.min(top + page - 1), top)
            }
        };
        *self = moved;
        self.fit(length, height);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_in_the_list_and_in_the_window() {
        let check = |from: (usize, usize), action, expected: (usize, usize)| {
            let mut cursor = ListCursor {
                row: from.0,
                top: from.1,
            };
            cursor.act(action, 20, 5);
            assert_eq!((cursor.row, cursor.top), expected, "{action:?}");
        };
        check((0, 0), Action::Down, (1, 0));
        check((4, 0), Action::Down, (5, 1));
        check((19, 15), Action::Down, (19, 15));
        check((0, 0), Action::Up, (0, 0));
        check((3, 3), Action::Up, (2, 2));
        check((0, 0), Action::PageDown, (5, 5));
        check((2, 0), Action::Bottom, (19, 15));
        check((2, 0), Action::ScrollDown, (2, 1));
        check((0, 0), Action::ScrollDown, (1, 1));
        check((9, 5), Action::ScrollUp, (8, 4));
        let mut empty = ListCursor { row: 7, top: 9 };
        empty.fit(0, 0);
        assert_eq!(empty, ListCursor::default());
    }
}
