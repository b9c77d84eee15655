//! What comes of the line that was typed.

use crate::review::Operation;
use crate::search::{Folding, Query, Syntax};
use crate::store::Habit;
use crate::tui::action::{Action, Scene};
use crate::tui::app::App;
use crate::tui::correcting::Setting;
use crate::tui::exporting::{self, Exporting};
use crate::tui::handling;
use crate::tui::message::{Effect, Message};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::picker::OWN_REASON;
use crate::tui::overlay::prompt::{Prompt, Purpose, Question};
use crate::tui::silencing::Silencing;

use super::{ask, decided, note};
use crate::tui::update::commands::command;
use crate::tui::update::{follow, typing};

pub(super) fn act_in_prompt(app: &mut App, mut prompt: Prompt, action: Action) -> Vec<Effect> {
    match action {
        Action::Choose => return typed(app, prompt),
        Action::Cancel => {
            if let Purpose::Asked(Question::Lacking(lacking)) = prompt.purpose {
                return note::give_up(app, *lacking);
            }
            return given_up(app, &prompt);
        }
        Action::Pattern => prompt.change_syntax(),
        Action::Complete => prompt.complete(),
        Action::Up => prompt.recall(&app.shared.memory, true),
        Action::Down => prompt.recall(&app.shared.memory, false),
        // Every other key is text.
        _ => {}
    }
    app.overlay = Some(Overlay::Prompt(prompt));
    typing(app)
}

/// Does what the line is for; it comes back with the arrow keys.
fn typed(app: &mut App, prompt: Prompt) -> Vec<Effect> {
    let text = prompt.line.text().trim().to_owned();
    let kind = prompt.remembers().filter(|_| !text.is_empty());
    let habit = kind.map(|kind| Habit::Line(kind, text.clone()));
    if let Some(habit) = &habit {
        app.shared.memory.learn(habit.clone());
    }
    let mut effects: Vec<Effect> = habit.map(Effect::Learn).into_iter().collect();
    effects.extend(answered(app, prompt, text));
    effects
}

fn answered(app: &mut App, prompt: Prompt, text: String) -> Vec<Effect> {
    match prompt.purpose {
        Purpose::Command => command(app, &text),
        Purpose::Asked(question) => answer(app, question, text),
        Purpose::Filter => {
            if let Some(screen) = app.stack.last_mut() {
                screen.narrow(&mut app.shared, &text);
            }
            Vec::new()
        }
        Purpose::Search(syntax) => search(app, &text, syntax, prompt.query),
    }
}

fn answer(app: &mut App, question: Question, text: String) -> Vec<Effect> {
    match question {
        Question::Import | Question::Export(_) | Question::Reply(_) if text.is_empty() => {
            Vec::new()
        }
        Question::Import => {
            app.shared.message = Some(Message::quiet(app.shared.text("ui.importing")));
            vec![app.shared.import(&text)]
        }
        Question::Export(exporting) => {
            let exporting = Exporting {
                path: text,
                ..*exporting
            };
            exporting::begin(&mut app.shared, exporting)
        }
        Question::Reason(judging) if text.is_empty() => decided(app, &judging, OWN_REASON),
        Question::Reason(judging) => decided(app, &judging, &text),
        Question::SilenceReason(silencing) => silence_because(app, silencing, &text),
        Question::SilenceUntil(silencing) => silence_until(app, silencing, &text),
        Question::Correct(setting) => corrected(app, setting, &text),
        Question::Lacking(lacking) => {
            let reply = lacking.typed(&mut app.shared, &text);
            follow(app, reply)
        }
        Question::Detail(annotations, detail) => {
            let reply = handling::detailed(&mut app.shared, annotations, detail, &text);
            follow(app, reply)
        }
        Question::Reply(annotation) => {
            let reply = app.shared.new_id();
            vec![app.shared.record(Operation::Reply {
                annotation,
                reply,
                text,
                deleted: false,
            })]
        }
    }
}

/// A rule is silenced for a reason, which is asked for until it is there; then for how long.
fn silence_because(app: &mut App, silencing: Silencing, text: &str) -> Vec<Effect> {
    let next = match silencing.clone().with_reason(text) {
        Some(silencing) => Question::SilenceUntil(silencing),
        None => {
            app.shared.message = Some(Message::bad(app.shared.text("ui.suppress-no-reason")));
            Question::SilenceReason(silencing)
        }
    };
    app.overlay = Some(ask(Purpose::Asked(next)));
    Vec::new()
}

fn silence_until(app: &mut App, silencing: Silencing, text: &str) -> Vec<Effect> {
    if let Some(operation) = silencing.until(text) {
        return vec![app.shared.record(operation)];
    }
    let said = app
        .shared
        .lang
        .fill("suppress.bad_date", &[("text", &text)]);
    app.shared.message = Some(Message::bad(said));
    app.overlay = Some(ask(Purpose::Asked(Question::SilenceUntil(silencing))));
    Vec::new()
}

/// Records what was typed for a field, or says what is wrong with it and lets it be typed again.
fn corrected(app: &mut App, setting: Setting, text: &str) -> Vec<Effect> {
    match setting.typed(text, &app.shared) {
        Ok(operation) => vec![app.shared.record(operation)],
        Err(reason) => {
            app.shared.message = Some(Message::bad(reason));
            app.overlay = Some(Overlay::Prompt(Prompt::editing(
                Purpose::Asked(Question::Correct(setting)),
                text,
            )));
            Vec::new()
        }
    }
}

/// Looks for what was typed; an empty line repeats the last search.
fn search(app: &mut App, text: &str, syntax: Syntax, last: Query) -> Vec<Effect> {
    let Some(screen) = app.stack.last_mut() else {
        return Vec::new();
    };
    let query = match Query::new(text, syntax, Folding::All) {
        Ok(query) if query.is_empty() => last,
        Ok(query) => query,
        Err(error) => {
            let said = app
                .shared
                .lang
                .fill("ui.search-refused", &[("reason", &error.reason)]);
            app.shared.message = Some(Message::bad(said));
            return screen.look_for(&mut app.shared, &last);
        }
    };
    let effects = screen.look_for(&mut app.shared, &query);
    screen.go_to_hit(&mut app.shared);
    effects
}

/// Everything is as it was before something was typed.
fn given_up(app: &mut App, prompt: &Prompt) -> Vec<Effect> {
    let Some(screen) = app.stack.last_mut() else {
        return Vec::new();
    };
    match prompt.purpose {
        Purpose::Filter => screen.narrow(&mut app.shared, &prompt.before),
        Purpose::Search(_) => {
            let effects = screen.look_for(&mut app.shared, &prompt.query);
            // A list of hits for nothing is no place to be.
            if prompt.query.is_empty() && screen.scene() == Scene::Search {
                app.stack.pop();
            }
            return effects;
        }
        Purpose::Command | Purpose::Asked(_) => {}
    }
    Vec::new()
}
