//! All change: what happened and the state before it give the state after it, and what to do outside.

mod commands;
mod mouse;
mod overlay;
mod places;
mod recorded;
mod reports;

use crate::search::{Folding, Query};

use super::action::{Action, Scene};
use super::app::{Again, App, Go, Reply};
use super::exporting::{self, Exporting};
use super::jumps::Way;
use super::key::Key;
use super::keymap::Resolved;
use super::message::{Effect, Message, Msg, Progress, Tone};
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
use super::overlay::editor::Kept;
use super::overlay::help::Help;
use super::overlay::prompt::{Prompt, Purpose};
use super::screen::{self, Screen, search};
use overlay::act_in_overlay;

/// Takes one message.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let mut effects = take(app, msg);
    refresh(app);
    effects.extend(look_closer(app));
    effects.extend(keep_draft(app));
    effects.extend(places::remember(app));
    effects
}

fn take(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => return press(app, key),
        Msg::Paste(text) => return paste(app, &text),
        Msg::Mouse(pointer) => return mouse::point(app, pointer),
        Msg::Edited(text) => return edited(app, &text),
        Msg::Library(entries) => return reports::listed(app, entries),
        Msg::Opened(id, document) => return reports::opened(&mut app.shared, id, document),
        Msg::NotOpened(id, reason) => return reports::not_opened(&mut app.shared, &id, &reason),
        Msg::Imported { added, refused } => {
            return reports::imported(&mut app.shared, added, &refused);
        }
        Msg::Reimports { importing, lines } => return reports::ask_about(app, *importing, lines),
        Msg::Corrected { entries, changed } => return reports::corrected(app, entries, &changed),
        Msg::Recorded(events) => return recorded::recorded(&mut app.shared, events),
        Msg::News(events) => return recorded::news(&mut app.shared, events),
        Msg::Saved(count) => return recorded::saved(app, count),
        Msg::NotSaved { reason } => return recorded::not_saved(&mut app.shared, reason),
        Msg::DraftKept => return recorded::draft_kept(app),
        Msg::DraftNotKept(reason) => return recorded::draft_not_kept(&mut app.shared, &reason),
        Msg::Resize(width, height) => {
            app.shared.size = ratatui::layout::Size::new(width, height);
        }
        Msg::Ground(ground) => app.shared.theme = app.shared.theme.on(ground),
        Msg::Summary(id, summary) => app.shared.summarised(id, *summary),
        Msg::Text(id, document) => {
            app.shared.work = None;
            app.shared.texts.insert(id, document);
        }
        Msg::Years(id, years) => {
            app.shared.work = None;
            app.shared.years.insert(id, years);
        }
        Msg::Found(found) => {
            let mut screens = app.stack.iter_mut().rev();
            // A search that nobody waits for any more is forgotten.
            let _ = screens.try_fold(*found, |found, screen| screen.take_found(found));
        }
        Msg::WouldReplace(exporting) => would_replace(app, *exporting),
        Msg::Exported(message) => {
            app.shared.work = None;
            app.shared.message = Some(message);
        }
        Msg::Working(progress) => {
            app.shared.work = Some(progress);
            // That it began is said by how far it is.
            let message = app.shared.message.take();
            app.shared.message = message.filter(|message| message.tone != Tone::Quiet);
        }
        Msg::Said(message) => app.shared.message = Some(message),
    }
    Vec::new()
}

/// A note that is being typed is not covered by the question; the export can be asked for again.
fn would_replace(app: &mut App, exporting: Exporting) {
    app.shared.work = None;
    if app.overlay.is_none() {
        let confirm = Confirm::replace(&app.shared, exporting);
        app.overlay = Some(Overlay::Confirm(confirm));
    }
}

/// What another program made of the text of the note.
fn edited(app: &mut App, text: &str) -> Vec<Effect> {
    if let Some(Overlay::Editor(editor)) = &mut app.overlay {
        editor.replace(text);
    }
    Vec::new()
}

/// Screens take what is new; the editor's text stays in view above it.
fn refresh(app: &mut App) {
    let (rows, about) = match &app.overlay {
        Some(overlay @ Overlay::Editor(editor)) => (overlay.rows(&app.shared), editor.span()),
        Some(Overlay::Help(_) | Overlay::Picker(_) | Overlay::Prompt(_) | Overlay::Confirm(_))
        | None => (0, None),
    };
    if let Some(screen) = app.stack.last_mut() {
        screen.refresh(&app.shared);
        screen.cover(&app.shared, rows, about);
    }
}

/// Of a library with very many reports only those in sight are understood.
fn look_closer(app: &mut App) -> Option<Effect> {
    let screen = app.stack.last().filter(|_| app.shared.entries.is_wide())?;
    let editions = screen.in_sight(&app.shared);
    app.shared.ask_for(editions)
}

/// While a note is typed, its draft goes to disk.
fn keep_draft(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Editor(editor)) = &mut app.overlay else {
        return Vec::new();
    };
    if editor.kept == Kept::Yes {
        return Vec::new();
    }
    editor.kept = Kept::Yes;
    vec![Effect::KeepDrafts(app.drafts())]
}

fn scene(app: &App) -> Scene {
    match (&app.overlay, app.screen()) {
        (Some(overlay), _) => overlay.scene(),
        (None, Some(screen)) => screen.scene(),
        (None, None) => Scene::Library,
    }
}

/// A message goes with the next key; that the draft is kept stays true while the note is typed.
fn forget_message(app: &mut App) {
    let kept = app.shared.text("ui.draft-saved");
    let message = app.shared.message.take();
    if let Some(Overlay::Editor(_)) = app.overlay {
        app.shared.message = message.filter(|message| message.text == kept);
    }
}

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    forget_message(app);
    let scene = scene(app);
    app.pressed.push(key);
    match app.shared.keymap.resolve(scene, &app.pressed) {
        Resolved::Begun => return Vec::new(),
        Resolved::Action(action, letter) if offers(app, action) || !scene.is_text_entry() => {
            app.pressed.clear();
            return act(app, action, letter);
        }
        Resolved::Action(..) | Resolved::Nothing => {}
    }
    let sequence = std::mem::take(&mut app.pressed);
    // A broken sequence is dropped as a whole, unless its last key means something by itself.
    if sequence.len() > 1 {
        return press(app, key);
    }
    match &mut app.overlay {
        Some(overlay) => {
            if overlay.typed(key) {
                return typing(app);
            }
        }
        None if key.is_composed() => {
            app.shared.message = Some(Message::bad(app.shared.text("ui.input-method")))
        }
        None => {
            let text = app.shared.lang.fill("ui.not-here", &[("key", &key)]);
            app.shared.message = Some(Message::quiet(text));
        }
    }
    Vec::new()
}

/// Text that came at once. Outside text entry it is not a row of commands.
fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    match &mut app.overlay {
        Some(overlay) => {
            overlay.pasted(text);
            typing(app)
        }
        None => {
            app.shared.message = Some(Message::bad(app.shared.text("ui.input-method")));
            Vec::new()
        }
    }
}

/// Searches and filters follow what is typed.
pub(super) fn typing(app: &mut App) -> Vec<Effect> {
    let (Some(Overlay::Prompt(prompt)), Some(screen)) = (&mut app.overlay, app.stack.last_mut())
    else {
        return Vec::new();
    };
    let text = prompt.line.text();
    match prompt.purpose {
        Purpose::Filter => screen.narrow(&mut app.shared, text),
        Purpose::Search(syntax) => match Query::new(text, syntax, Folding::All) {
            Ok(query) => {
                prompt.refused = None;
                return screen.look_for(&mut app.shared, &query);
            }
            Err(error) => prompt.refused = Some(error.reason),
        },
        Purpose::Command | Purpose::Asked(_) => {}
    }
    Vec::new()
}

fn offers(app: &App, action: Action) -> bool {
    match (&app.overlay, app.screen()) {
        (Some(overlay), _) => overlay.offers(action),
        (None, Some(screen)) => screen::offers(screen, &app.shared, action),
        (None, None) => false,
    }
}

fn act(app: &mut App, action: Action, letter: Option<char>) -> Vec<Effect> {
    let before = places::here(app);
    let effects = do_now(app, action, letter);
    places::leave(app, action, before);
    effects
}

fn do_now(app: &mut App, action: Action, letter: Option<char>) -> Vec<Effect> {
    if app.overlay.is_some() {
        return act_in_overlay(app, action, letter);
    }
    match action {
        Action::Compare | Action::NextUnread if !app.shared.listed => {
            app.asked_early = Some(action);
            app.shared.message = Some(Message::quiet(app.shared.text("ui.opening")));
            Vec::new()
        }
        Action::Help => {
            let rows = available(app);
            let scene = scene(app);
            app.overlay = Some(Overlay::Help(Help::new(scene, rows)));
            Vec::new()
        }
        Action::CommandLine => {
            app.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Command, "")));
            Vec::new()
        }
        Action::SearchAll => follow(app, search::ask()),
        Action::JumpBack => places::jump(app, Way::Back),
        Action::JumpForward => places::jump(app, Way::Forward),
        Action::Export => exporting::ask(app),
        Action::Back if matches!(app.shared.work, Some(Progress::Exporting { .. })) => {
            vec![Effect::StopExport]
        }
        Action::Quit => leave(app),
        Action::Suspend => vec![Effect::Suspend],
        Action::Undo => recorded::again(&mut app.shared, Again::Undo),
        Action::Redo => recorded::again(&mut app.shared, Again::Redo),
        of_the_screen => {
            let Some(screen) = app.stack.last_mut() else {
                return Vec::new();
            };
            let reply = screen.act(&mut app.shared, of_the_screen, letter);
            follow(app, reply)
        }
    }
}

/// The actions that would do something here and now, with their keys.
fn available(app: &App) -> Vec<(Action, String)> {
    let scene = scene(app);
    let rows = app.shared.keymap.actions(scene);
    rows.into_iter()
        .filter(|(action, _)| offers(app, *action))
        .collect()
}

fn follow(app: &mut App, reply: Reply) -> Vec<Effect> {
    let Reply { mut effects, go } = reply;
    match go {
        Go::Stay => {}
        Go::To(screen) => app.stack.push(screen),
        Go::Ask(screen, overlay) => {
            app.stack.push(screen);
            app.overlay = Some(*overlay);
        }
        Go::Over(screen) => {
            while app.stack.len() > 1 {
                let left = app.stack.pop();
                effects.extend(left.and_then(|left| no_longer_wanted(app, left.as_ref())));
            }
            app.stack.push(screen);
        }
        Go::Instead(screen) => {
            app.stack.pop();
            app.stack.push(screen);
        }
        Go::Back if app.stack.len() > 1 => {
            if let Some(Progress::Waiting { .. }) = app.shared.work {
                app.shared.work = None;
            }
            let left = app.stack.pop();
            effects.extend(left.and_then(|screen| no_longer_wanted(app, screen.as_ref())));
            if app.stack.len() == 1 {
                effects.push(Effect::Rescan);
            }
        }
        Go::Back | Go::Leave => effects.extend(leave(app)),
        Go::Open(overlay) => app.overlay = Some(*overlay),
    }
    effects
}

/// Stops the work for a screen that was left, unless another one needs it.
fn no_longer_wanted(app: &mut App, left: &dyn Screen) -> Option<Effect> {
    let edition = left.edition()?.to_owned();
    let wanted = app
        .stack
        .iter()
        .any(|screen| screen.edition() == Some(&edition));
    let stops = left.is_comparison() && !wanted && app.shared.opening.remove(&edition);
    if !stops {
        return None;
    }
    app.shared.texts.remove(&edition);
    Some(Effect::Close(edition))
}

/// Leaving asks only when something is not safe yet.
fn leave(app: &mut App) -> Vec<Effect> {
    if app.shared.saving.pending() > 0 {
        app.overlay = Some(Overlay::Confirm(Confirm::leave(&app.shared)));
        return Vec::new();
    }
    app.leaving = true;
    vec![Effect::Leave]
}
