//! What the mouse does: a click chooses, a second one on the same row opens it, the wheel scrolls, a drag selects.

use ratatui::layout::{Position, Rect};

use super::{act, forget_message};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::list::Clicked;
use crate::tui::message::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::pointer::{Gesture, Pointer};
use crate::tui::view;

/// Rows that one notch of the wheel scrolls.
const NOTCH: usize = 3;

/// Takes the mouse. Keys of a sequence that was begun are forgotten.
pub(super) fn point(app: &mut App, pointer: Pointer) -> Vec<Effect> {
    app.pressed.clear();
    match pointer.gesture {
        Gesture::WheelDown => turn(app, Action::ScrollDown, Action::Down),
        Gesture::WheelUp => turn(app, Action::ScrollUp, Action::Up),
        Gesture::Press => press(app, pointer),
        Gesture::Drag | Gesture::Release => {
            if let (None, Some(screen)) = (&app.overlay, app.stack.last_mut()) {
                screen.point(&mut app.shared, pointer);
            }
            Vec::new()
        }
    }
}

/// The wheel scrolls a screen, and moves the chosen row of a list that lies over it.
fn turn(app: &mut App, scroll: Action, step: Action) -> Vec<Effect> {
    match app
        .overlay
        .as_mut()
        .map(|overlay| overlay.cursor().is_some())
    {
        None => (0..NOTCH).flat_map(|_| act(app, scroll, None)).collect(),
        Some(true) => act(app, step, None),
        Some(false) => Vec::new(),
    }
}

fn press(app: &mut App, pointer: Pointer) -> Vec<Effect> {
    forget_message(app);
    if let Some(action) = view::action_at(app, pointer.at) {
        return act(app, action, None);
    }
    if app.overlay.is_some() {
        return press_in_overlay(app, pointer.at);
    }
    let Some(screen) = app.stack.last_mut() else {
        return Vec::new();
    };
    match screen
        .listed(&app.shared)
        .map(|list| list.click(pointer.at))
    {
        Some(Clicked::Again) => act(app, Action::Enter, None),
        Some(Clicked::Chosen | Clicked::Beside) => Vec::new(),
        None => {
            screen.point(&mut app.shared, pointer);
            Vec::new()
        }
    }
}

/// A row of help or of a short list, or a place in a note; beside them nothing happens.
fn press_in_overlay(app: &mut App, at: Position) -> Vec<Effect> {
    let size = app.shared.size;
    let screen = Rect::new(0, 0, size.width, size.height);
    let Some(overlay) = &mut app.overlay else {
        return Vec::new();
    };
    let area = overlay.area(&app.shared, screen);
    if let Overlay::Editor(editor) = overlay {
        editor.click(&app.shared, area, at);
        return Vec::new();
    }
    let row = overlay.row_at(&app.shared, screen, at);
    let (Some(row), Some(cursor)) = (row, overlay.cursor()) else {
        return Vec::new();
    };
    match std::mem::replace(&mut cursor.row, row) == row {
        true => act(app, Action::Choose, None),
        false => Vec::new(),
    }
}
