//! What the keys do in an overlay, and what comes of it.

mod confirm;
mod note;
mod picker;
mod prompt;

use crate::review::Judgement;

use super::act;
use crate::tui::action::Action;
use crate::tui::app::{App, Go};
use crate::tui::deciding::{self, Judging};
use crate::tui::message::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::help::Help;
use crate::tui::overlay::prompt::{Prompt, Purpose};

/// Takes an action while an overlay is open.
pub(super) fn act_in_overlay(app: &mut App, action: Action, letter: Option<char>) -> Vec<Effect> {
    let Some(overlay) = app.overlay.take() else {
        return Vec::new();
    };
    match overlay {
        Overlay::Help(help) => act_in_help(app, help, action),
        Overlay::Editor(editor) => note::act_in_editor(app, *editor, action),
        Overlay::Picker(picker) => picker::act_in_picker(app, picker, action, letter),
        Overlay::Prompt(prompt) => prompt::act_in_prompt(app, prompt, action),
        Overlay::Confirm(confirm) => confirm::act_in_confirm(app, confirm, action),
    }
}

fn act_in_help(app: &mut App, mut help: Help, action: Action) -> Vec<Effect> {
    let height = usize::from(app.shared.size.height.saturating_sub(4)).max(1);
    match action {
        Action::Choose => {
            let chosen = help.chosen(&app.shared);
            // Marks need a letter, which only the keyboard can give.
            match chosen.filter(|action| !matches!(action, Action::SetMark | Action::GoToMark)) {
                Some(action) => act(app, action, None),
                None => Vec::new(),
            }
        }
        Action::Cancel => Vec::new(),
        motion => {
            let count = help.matching(&app.shared).len();
            help.cursor.act(motion, count, height);
            app.overlay = Some(Overlay::Help(help));
            Vec::new()
        }
    }
}

/// A line to type the next answer in.
fn ask(purpose: Purpose) -> Overlay {
    Overlay::Prompt(Prompt::new(purpose, ""))
}

/// A rejection has its reason: it is recorded, or confirmed first when it reaches several findings.
fn decided(app: &mut App, judging: &Judging, reason: &str) -> Vec<Effect> {
    let reply = deciding::settle(&mut app.shared, judging, Judgement::Rejected, Some(reason));
    if let Go::Open(overlay) = reply.go {
        app.overlay = Some(*overlay);
        return reply.effects;
    }
    advance(app);
    reply.effects
}

/// After a decision the screen goes on to the next.
fn advance(app: &mut App) {
    if let Some(screen) = app.stack.last_mut() {
        screen.advance(&mut app.shared);
    }
}
