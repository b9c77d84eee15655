//! The command line after the colon.

use super::{act, leave, refresh};
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::message::{Effect, Message};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::picker::Picker;
use crate::tui::overlay::prompt::{Command, Prompt, Purpose, Question};
use crate::tui::screen::{self, Screen};

/// Does what was typed.
pub fn command(app: &mut App, text: &str) -> Vec<Effect> {
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    let Some(command) = Command::parse(name) else {
        if !text.is_empty() {
            let said = app
                .shared
                .lang
                .fill("ui.command-unknown", &[("name", &name)]);
            app.shared.message = Some(Message::bad(said));
        }
        return Vec::new();
    };
    match command {
        Command::Checks => act(app, Action::Checks, None),
        Command::Compare => act(app, Action::Compare, None),
        Command::Export => act(app, Action::Export, None),
        Command::Gaps => act(app, Action::Gaps, None),
        Command::FollowUp => act(app, Action::FollowUp, None),
        Command::Tray => act(app, Action::Tray, None),
        Command::Differences => act(app, Action::Difference, None),
        Command::Help => act(app, Action::Help, None),
        Command::Undo => act(app, Action::Undo, None),
        Command::Quit => leave(app),
        Command::Import if rest.trim().is_empty() => {
            app.overlay = Some(Overlay::Prompt(Prompt::new(
                Purpose::Asked(Question::Import),
                "",
            )));
            Vec::new()
        }
        Command::Import => vec![app.shared.import(rest.trim())],
        Command::Text => turn(app, Action::ViewText),
        Command::Indicators => turn(app, Action::ViewIndicators),
        Command::Promises => turn(app, Action::ViewPromises),
        Command::Reuse => turn(app, Action::ViewReuse),
        Command::Years => turn(app, Action::ViewYears),
        Command::History => turn(app, Action::ViewHistory),
        Command::Drafts => {
            if app.shared.drafts.is_empty() {
                app.shared.message = Some(Message::quiet(app.shared.text("ui.no-drafts")));
            } else {
                app.overlay = Some(Overlay::Picker(Picker::drafts(&app.shared)));
            }
            Vec::new()
        }
        Command::Next => next_report(app),
    }
}

/// A view of the comparison, from wherever one is.
fn turn(app: &mut App, action: Action) -> Vec<Effect> {
    let mut effects = Vec::new();
    let compares = |app: &App| app.screen().is_some_and(Screen::is_comparison);
    if !compares(app) {
        effects.extend(act(app, Action::Compare, None));
        refresh(app);
    }
    if compares(app) {
        effects.extend(act(app, action, None));
    }
    effects
}

fn next_report(app: &mut App) -> Vec<Effect> {
    let here = app
        .screen()
        .and_then(Screen::edition)
        .unwrap_or("")
        .to_owned();
    let Some(id) = app.shared.next_report(&here).map(|entry| entry.id.clone()) else {
        app.shared.message = Some(Message::quiet(app.shared.text("ui.everything-decided")));
        return Vec::new();
    };
    let effects = app.shared.request(&id);
    app.stack.truncate(1);
    app.stack.push(Box::new(screen::report(&id)));
    effects
}
