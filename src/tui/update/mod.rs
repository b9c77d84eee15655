//! All change: what happened and the state before it give the state after it, and what to do outside.

mod commands;
mod overlays;

use std::sync::Arc;

use crate::review::{Event, Operation};
use crate::search::{Folding, Query};
use crate::store::Change;

use super::action::{Action, Scene};
use super::app::{Again, App, Go, Reply, Shared, Source};
use super::catalogue::Catalogue;
use super::key::Key;
use super::keymap::Resolved;
use super::message::{Effect, Message, Msg, Tone};
use super::model::EditionId;
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
use super::overlay::editor::Kept;
use super::overlay::help::Help;
use super::overlay::picker::Picker;
use super::overlay::prompt::{Prompt, Purpose};
use super::screen::{self, Screen, search};
use super::telling;
use overlays::act_in_overlay;

/// Takes one message.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let mut effects = match msg {
        Msg::Key(key) => press(app, key),
        Msg::Paste(text) => paste(app, &text),
        Msg::Resize(width, height) => {
            app.shared.size = ratatui::layout::Size::new(width, height);
            Vec::new()
        }
        Msg::Library(_)
        | Msg::Summary(..)
        | Msg::Text(..)
        | Msg::Opened(..)
        | Msg::Years(..)
        | Msg::NotOpened(..)
        | Msg::Imported { .. } => read(app, msg),
        Msg::Corrected { entries, changed } => corrected(app, entries, &changed),
        Msg::Recorded(_)
        | Msg::Saved(_)
        | Msg::NotSaved { .. }
        | Msg::News(_)
        | Msg::DraftKept
        | Msg::DraftNotKept(_) => written(app, msg),
        Msg::Found(found) => {
            let mut screens = app.stack.iter_mut().rev();
            // A search that nobody waits for any more is forgotten.
            let _ = screens.try_fold(*found, |found, screen| screen.take_found(found));
            Vec::new()
        }
        Msg::Reimports { importing, lines } => {
            app.shared.message = None;
            let confirm = Confirm::import(&app.shared, *importing, lines);
            // A note that is being typed is not covered: its text is a draft, and the question can be asked again.
            if app.overlay.is_none() {
                app.overlay = Some(Overlay::Confirm(confirm));
            }
            Vec::new()
        }
        Msg::Said(message) => {
            app.shared.message = Some(message);
            Vec::new()
        }
    };
    refresh(app);
    effects.extend(look_closer(app));
    effects.extend(keep_draft(app));
    effects
}

/// Reports and the library arrived.
fn read(app: &mut App, msg: Msg) -> Vec<Effect> {
    let shared = &mut app.shared;
    match msg {
        Msg::Library(entries) => {
            if entries.first_of().is_some() {
                shared.shelve(entries);
                return Vec::new();
            }
            let first_time = !shared.listed;
            shared.listed = true;
            shared.shelve(entries);
            if first_time && !shared.drafts.is_empty() && app.overlay.is_none() {
                app.overlay = Some(Overlay::Picker(Picker::left_behind(shared)));
            }
            let mut effects = Vec::new();
            for id in std::mem::take(&mut shared.open_at_start) {
                effects.extend(shared.request(&id));
                app.stack.push(Box::new(screen::report(&id)));
            }
            // What the reader waits for comes before what only fills the list.
            effects.extend(shared.ask_for_summaries());
            return effects;
        }
        Msg::Summary(id, summary) => {
            shared.summarised(id, *summary);
        }
        Msg::Text(id, document) => {
            shared.texts.insert(id, document);
        }
        Msg::Opened(id, document) => {
            shared.opening.remove(&id);
            shared.texts.remove(&id);
            shared.summarised(id.clone(), document.summary());
            shared.documents.insert(id, document);
        }
        Msg::Years(id, years) => {
            shared.years.insert(id, years);
        }
        Msg::NotOpened(id, reason) => {
            shared.opening.remove(&id);
            shared.message = Some(Message::bad(
                shared.lang.fill("ui.not-opened", &[("reason", &reason)]),
            ));
        }
        Msg::Imported { added, refused } => {
            shared.message = Some(match refused.first() {
                None => Message::good(shared.lang.fill("ui.imported", &[("count", &added)])),
                Some(reason) => Message::bad(shared.lang.fill(
                    "ui.import-refused",
                    &[
                        ("count", &added),
                        ("refused", &refused.len()),
                        ("reason", reason),
                    ],
                )),
            });
            // A new year changes what the years beside it are compared with.
            shared.documents.clear();
            shared.years.clear();
            shared.forget_summaries();
        }
        Msg::Key(_)
        | Msg::Paste(_)
        | Msg::Resize(..)
        | Msg::Corrected { .. }
        | Msg::Recorded(_)
        | Msg::Saved(_)
        | Msg::NotSaved { .. }
        | Msg::News(_)
        | Msg::DraftKept
        | Msg::DraftNotKept(_)
        | Msg::Found(_)
        | Msg::Reimports { .. }
        | Msg::Said(_) => {}
    }
    Vec::new()
}

/// The recorder or the draft keeper said something.
fn written(app: &mut App, msg: Msg) -> Vec<Effect> {
    let shared = &mut app.shared;
    match msg {
        Msg::Recorded(events) => {
            shared.saving.unrecorded = shared.saving.unrecorded.saturating_sub(1);
            let mut effects = take(shared, events, Source::Here);
            effects.extend(catch_up(shared));
            return effects;
        }
        Msg::News(events) => return take(shared, events, Source::Elsewhere),
        Msg::Saved(count) => {
            let saving = &mut shared.saving;
            saving.saved += count;
            if saving.pending() == 0 {
                saving.refused = None;
                shared.message = Some(saved(shared));
                return finish_drafts(app);
            }
        }
        Msg::NotSaved { reason } => shared.saving.refused = Some(reason),
        Msg::DraftKept => {
            if let Some(Overlay::Editor(_)) = app.overlay {
                shared.message = Some(Message::quiet(shared.text("ui.draft-saved")));
            }
        }
        Msg::DraftNotKept(reason) => {
            shared.message = Some(Message::bad(
                shared
                    .lang
                    .fill("ui.draft-not-saved", &[("reason", &reason)]),
            ));
        }
        Msg::Key(_)
        | Msg::Paste(_)
        | Msg::Resize(..)
        | Msg::Library(_)
        | Msg::Summary(..)
        | Msg::Corrected { .. }
        | Msg::Text(..)
        | Msg::Opened(..)
        | Msg::Years(..)
        | Msg::NotOpened(..)
        | Msg::Imported { .. }
        | Msg::Found(_)
        | Msg::Reimports { .. }
        | Msg::Said(_) => {}
    }
    Vec::new()
}

/// What was just said stays beside it: what was taken back, how many were decided.
fn saved(shared: &Shared) -> Message {
    let saved = shared.text("ui.saved");
    match &shared.message {
        Some(said) if said.tone == Tone::Quiet && !said.text.ends_with(saved) => {
            Message::good(format!("{} · {saved}", said.text))
        }
        Some(_) | None => Message::good(saved),
    }
}

/// Events count at once; when they correct something or change the register, reports are understood or checked again.
fn take(shared: &mut Shared, events: Vec<Event>, source: Source) -> Vec<Effect> {
    let corrects = |event: &Event| {
        let operation = &event.operation;
        matches!(
            operation,
            Operation::Correct { .. } | Operation::Enrol { .. } | Operation::Rename { .. }
        )
    };
    let correct = events.iter().any(corrects);
    shared.take(events, source);
    if !correct {
        return Vec::new();
    }
    vec![Effect::Correct(Box::new(
        shared.review().only_corrections(),
    ))]
}

/// Reports are understood differently: those on the screen stay there until they have been read again.
fn corrected(app: &mut App, entries: Arc<Catalogue>, changed: &[EditionId]) -> Vec<Effect> {
    app.shared.shelve(entries);
    app.shared.years.clear();
    let mut effects = Vec::new();
    for id in changed {
        app.shared.forget_summary(id);
        app.shared.texts.remove(id);
        if app.stack.iter().any(|screen| screen.edition() == Some(id)) {
            app.shared.opening.insert(id.clone());
            effects.push(Effect::Open(id.clone()));
        } else {
            app.shared.documents.remove(id);
        }
    }
    if !app.shared.entries.is_wide() {
        effects.push(Effect::Summarise(changed.to_vec()));
    }
    effects
}

/// What became an annotation is on the disk: its draft may go.
fn finish_drafts(app: &mut App) -> Vec<Effect> {
    if app.shared.finished.is_empty() {
        return Vec::new();
    }
    app.shared.finished.clear();
    vec![Effect::KeepDrafts(app.drafts())]
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
        Purpose::Command
        | Purpose::Import
        | Purpose::Reason(_)
        | Purpose::SilenceReason(_)
        | Purpose::SilenceUntil(_)
        | Purpose::Correct(_)
        | Purpose::Lacking(_)
        | Purpose::Reply(_)
        | Purpose::Detail(..) => {}
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
    if app.overlay.is_some() {
        return act_in_overlay(app, action, letter);
    }
    match action {
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
        Action::Quit => leave(app),
        Action::Suspend => vec![Effect::Suspend],
        Action::Undo => again(&mut app.shared, Again::Undo),
        Action::Redo => again(&mut app.shared, Again::Redo),
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
        Go::Instead(screen) => {
            app.stack.pop();
            app.stack.push(screen);
        }
        Go::Back if app.stack.len() > 1 => {
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

/// Takes back or does again. What was asked for right after something else waits until that is an event.
fn again(shared: &mut Shared, again: Again) -> Vec<Effect> {
    if shared.saving.unrecorded > 0 {
        shared.waiting.push(again);
        return Vec::new();
    }
    let reversals = shared.reversals(again);
    let said = match (reversals.last(), again) {
        (Some(last), _) => telling::reversed(shared, last, again),
        (None, Again::Undo) => shared.text("ui.nothing-to-undo").to_owned(),
        (None, Again::Redo) => shared.text("ui.nothing-to-redo").to_owned(),
    };
    shared.message = Some(Message::quiet(said));
    if reversals.is_empty() {
        return Vec::new();
    }
    let changes = reversals.into_iter().map(|reversal| Change {
        undoes: Some(reversal.undoes.id),
        ..Change::from(reversal.operation)
    });
    let changes = changes.collect();
    vec![shared.record_changes(changes)]
}

/// Does what was asked for while the recorder had not answered yet.
fn catch_up(shared: &mut Shared) -> Vec<Effect> {
    if shared.saving.unrecorded > 0 || shared.waiting.is_empty() {
        return Vec::new();
    }
    let next = shared.waiting.remove(0);
    again(shared, next)
}
