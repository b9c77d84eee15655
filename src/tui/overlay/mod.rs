//! What lies over a screen: one at a time.

pub mod confirm;
pub mod editor;
pub mod help;
pub mod picker;
pub mod prompt;

use ratatui::layout::{Position, Rect};

use super::action::{Action, Scene};
use super::app::Shared;
use super::canvas::Canvas;
use super::key::Key;
use super::list::ListCursor;
use super::screen;

use confirm::Confirm;
use editor::Editor;
use help::Help;
use picker::Picker;
use prompt::Prompt;

/// The overlay that has the keyboard.
pub enum Overlay {
    Help(Help),
    Editor(Box<Editor>),
    Picker(Picker),
    Prompt(Prompt),
    Confirm(Confirm),
}

impl Overlay {
    pub fn scene(&self) -> Scene {
        match self {
            Overlay::Help(_) => Scene::Help,
            Overlay::Editor(_) => Scene::Editor,
            Overlay::Picker(picker) if picker.narrowed.is_some() => Scene::Prompt,
            Overlay::Picker(_) => Scene::Picker,
            Overlay::Prompt(_) => Scene::Prompt,
            Overlay::Confirm(_) => Scene::Confirm,
        }
    }

    /// Rows that it takes at the bottom of a screen; the text above stays in view.
    pub fn rows(&self, shared: &Shared) -> u16 {
        let height = shared.size.height;
        match self {
            Overlay::Editor(editor) => editor.rows(height),
            Overlay::Picker(picker) => picker.rows(height),
            Overlay::Help(_) => height,
            Overlay::Confirm(confirm) => confirm.rows(height),
            Overlay::Prompt(_) => 1,
        }
    }

    /// A key that is not in the key table: text for those that take text.
    pub fn typed(&mut self, key: Key) -> bool {
        match self {
            Overlay::Help(help) => help.typed(key),
            Overlay::Editor(editor) => editor.typed(key),
            Overlay::Prompt(prompt) => prompt.line.press(key),
            Overlay::Picker(picker) => picker.typed(key),
            Overlay::Confirm(_) => false,
        }
    }

    pub fn pasted(&mut self, text: &str) {
        match self {
            Overlay::Help(help) => help.pasted(text),
            Overlay::Editor(editor) => editor.pasted(text),
            Overlay::Prompt(prompt) => prompt.line.insert(text),
            Overlay::Picker(picker) => picker.pasted(text),
            Overlay::Confirm(_) => {}
        }
    }

    /// Where it is drawn: at the bottom, above the line of keys.
    pub fn area(&self, shared: &Shared, screen: Rect) -> Rect {
        let rows = self.rows(shared).min(screen.height);
        match self {
            Overlay::Prompt(_) | Overlay::Confirm(_) => Rect {
                y: screen.bottom() - rows,
                height: rows,
                ..screen
            },
            Overlay::Help(_) => screen::body(screen),
            Overlay::Editor(_) | Overlay::Picker(_) => {
                let body = screen::body(screen);
                let rows = rows.min(body.height);
                Rect {
                    y: body.bottom() - rows,
                    height: rows,
                    ..body
                }
            }
        }
    }

    /// Draws it; the position of the caret where text is typed.
    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) -> Option<Position> {
        let area = self.area(shared, screen);
        canvas.clear(area);
        match self {
            Overlay::Help(help) => help.view(shared, canvas, area),
            Overlay::Editor(editor) => editor.view(shared, canvas, area),
            Overlay::Picker(picker) => picker.view(shared, canvas, area),
            Overlay::Prompt(prompt) => prompt.view(shared, canvas, area),
            Overlay::Confirm(confirm) => {
                confirm.view(shared, canvas, area);
                None
            }
        }
    }

    /// The row of a list that stands at a place.
    pub fn row_at(&self, shared: &Shared, screen: Rect, at: Position) -> Option<usize> {
        let area = self.area(shared, screen);
        let (list, length, mut cursor) = match self {
            Overlay::Help(help) => (help.list(area), help.matching(shared).len(), help.cursor),
            Overlay::Picker(picker) => (picker.list(area), picker.shown().len(), picker.cursor),
            Overlay::Editor(_) | Overlay::Prompt(_) | Overlay::Confirm(_) => return None,
        };
        cursor.fit(length, usize::from(list.height));
        let row = cursor.top + usize::from(at.y.saturating_sub(list.y));
        (list.contains(at) && row < length).then_some(row)
    }

    /// The chosen row of a list.
    pub fn cursor(&mut self) -> Option<&mut ListCursor> {
        match self {
            Overlay::Help(help) => Some(&mut help.cursor),
            Overlay::Picker(picker) => Some(&mut picker.cursor),
            Overlay::Editor(_) | Overlay::Prompt(_) | Overlay::Confirm(_) => None,
        }
    }

    /// Whether an action would do something now.
    pub fn offers(&self, action: Action) -> bool {
        match self {
            Overlay::Editor(editor) => editor.offers(action),
            Overlay::Prompt(prompt) => match action {
                Action::Complete => prompt.purpose == prompt::Purpose::Command,
                Action::Pattern => matches!(prompt.purpose, prompt::Purpose::Search(_)),
                _ => true,
            },
            // The keys of a line that is typed, without those of commands and searches.
            Overlay::Picker(_) => !matches!(action, Action::Complete | Action::Pattern),
            Overlay::Help(_) | Overlay::Confirm(_) => true,
        }
    }
}
