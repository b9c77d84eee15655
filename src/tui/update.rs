//! All change: what happened and the state before it give the state after it, and what to do outside.

use crate::check::Verdict;
use crate::review::Judgement;
use crate::store::Change;

use super::action::{Action, Scene};
use super::app::{App, Go, Reply};
use super::key::Key;
use super::keymap::Resolved;
use super::message::{Effect, Message, Msg};
use super::model::EditionId;
use super::overlay::Overlay;
use super::overlay::confirm::{Asking, Confirm};
use super::overlay::editor::{Editor, Kept};
use super::overlay::help::Help;
use super::overlay::picker::{Choosing, OWN_REASON, Picker, REASONS};
use super::overlay::prompt::{Command, Prompt, Purpose};
use super::screen::Screen;

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
        | Msg::Opened(..)
        | Msg::NotOpened(..)
        | Msg::Imported { .. } => read(app, msg),
        Msg::Recorded(_)
        | Msg::Saved(_)
        | Msg::NotSaved { .. }
        | Msg::News(_)
        | Msg::DraftKept
        | Msg::DraftNotKept(_) => written(app, msg),
        Msg::Said(message) => {
            app.shared.message = Some(message);
            Vec::new()
        }
    };
    refresh(app);
    effects.extend(keep_draft(app));
    effects
}

/// Reports and the library arrived.
fn read(app: &mut App, msg: Msg) -> Vec<Effect> {
    let shared = &mut app.shared;
    match msg {
        Msg::Library(entries) => {
            let first_time = !shared.listed;
            shared.listed = true;
            shared.entries = entries;
            if first_time && !shared.drafts.is_empty() && app.overlay.is_none() {
                app.overlay = Some(Overlay::Confirm(Confirm::drafts(shared)));
            }
            let unknown: Vec<EditionId> = shared
                .entries
                .iter()
                .map(|entry| entry.id.clone())
                .filter(|id| !shared.summaries.contains_key(id))
                .collect();
            let mut effects = vec![Effect::Summarise(unknown)];
            for id in std::mem::take(&mut shared.open_at_start) {
                effects.extend(shared.request(&id));
                app.stack.push(Screen::report(&id));
            }
            return effects;
        }
        Msg::Summary(id, summary) => {
            shared.summaries.insert(id, *summary);
        }
        Msg::Opened(id, document) => {
            shared.opening.remove(&id);
            shared.summaries.insert(id.clone(), document.summary());
            shared.documents.insert(id, document);
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
            shared.summaries.clear();
        }
        Msg::Key(_)
        | Msg::Paste(_)
        | Msg::Resize(..)
        | Msg::Recorded(_)
        | Msg::Saved(_)
        | Msg::NotSaved { .. }
        | Msg::News(_)
        | Msg::DraftKept
        | Msg::DraftNotKept(_)
        | Msg::Said(_) => {}
    }
    Vec::new()
}

/// The recorder or the draft keeper said something.
fn written(app: &mut App, msg: Msg) -> Vec<Effect> {
    let shared = &mut app.shared;
    match msg {
        Msg::Recorded(events) | Msg::News(events) => shared.take(events),
        Msg::Saved(count) => {
            let saving = &mut shared.saving;
            saving.saved += count;
            if saving.pending() == 0 {
                saving.refused = None;
                shared.message = Some(Message::good(shared.text("ui.saved")));
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
        | Msg::Opened(..)
        | Msg::NotOpened(..)
        | Msg::Imported { .. }
        | Msg::Said(_) => {}
    }
    Vec::new()
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
    let covered = match &app.overlay {
        Some(overlay @ Overlay::Editor(_)) => overlay.rows(&app.shared),
        Some(Overlay::Help(_) | Overlay::Picker(_) | Overlay::Prompt(_) | Overlay::Confirm(_))
        | None => 0,
    };
    let about = match &app.overlay {
        Some(Overlay::Editor(editor)) => editor.span(),
        Some(Overlay::Help(_) | Overlay::Picker(_) | Overlay::Prompt(_) | Overlay::Confirm(_))
        | None => None,
    };
    let shared = &app.shared;
    if let Some(screen) = app.stack.last_mut() {
        screen.refresh(shared);
        match screen {
            Screen::Report(report) => report.cover(shared, covered, about),
            Screen::Compare(compare) => compare.cover(shared, covered),
            Screen::Library(_) | Screen::Checks(_) | Screen::Gaps(_) => {}
        }
    }
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

fn press(app: &mut App, key: Key) -> Vec<Effect> {
    app.shared.message = None;
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
fn typing(app: &mut App) -> Vec<Effect> {
    if let (Some(Overlay::Prompt(prompt)), Some(screen)) = (&app.overlay, app.stack.last_mut()) {
        screen.typing(&mut app.shared, &prompt.purpose, prompt.line.text());
    }
    Vec::new()
}

fn offers(app: &App, action: Action) -> bool {
    match (&app.overlay, app.screen()) {
        (Some(overlay), _) => overlay.offers(action),
        (None, Some(screen)) => screen.offers(&app.shared, action),
        (None, None) => false,
    }
}

fn act(app: &mut App, action: Action, letter: Option<char>) -> Vec<Effect> {
    if app.overlay.is_some() {
        return act_in_overlay(app, action);
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
        Action::Quit => leave(app),
        Action::Suspend => vec![Effect::Suspend],
        Action::Undo => undo(app),
        Action::Redo => redo(app),
        _ => {
            let Some(screen) = app.stack.last_mut() else {
                return Vec::new();
            };
            let reply = screen.act(&mut app.shared, action, letter);
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
        Go::To(screen) => app.stack.push(*screen),
        Go::Instead(screen) => {
            app.stack.pop();
            app.stack.push(*screen);
        }
        Go::Back if app.stack.len() > 1 => {
            app.stack.pop();
            if app.stack.len() == 1 {
                effects.push(Effect::Rescan);
            }
        }
        Go::Back | Go::Leave => effects.extend(leave(app)),
        Go::Open(overlay) => app.overlay = Some(*overlay),
    }
    effects
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

fn undo(app: &mut App) -> Vec<Effect> {
    let shared = &mut app.shared;
    let Some(operation) = shared.take_back() else {
        shared.message = Some(Message::quiet(shared.text("ui.nothing-to-undo")));
        return Vec::new();
    };
    shared.message = Some(Message::quiet(shared.text("ui.undone")));
    vec![shared.ask(Change::from(operation))]
}

fn redo(app: &mut App) -> Vec<Effect> {
    let shared = &mut app.shared;
    let Some(operation) = shared.bring_back() else {
        shared.message = Some(Message::quiet(shared.text("ui.nothing-to-redo")));
        return Vec::new();
    };
    shared.message = Some(Message::quiet(shared.text("ui.redone")));
    vec![shared.ask(Change::from(operation))]
}

fn act_in_overlay(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(overlay) = app.overlay.take() else {
        return Vec::new();
    };
    match overlay {
        Overlay::Help(help) => act_in_help(app, help, action),
        Overlay::Editor(editor) => act_in_editor(app, *editor, action),
        Overlay::Picker(picker) => act_in_picker(app, picker, action),
        Overlay::Prompt(prompt) => act_in_prompt(app, prompt, action),
        Overlay::Confirm(confirm) => act_in_confirm(app, confirm, action),
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
        _ => {
            let count = help.matching(&app.shared).len();
            help.cursor.act(action, count, height);
            app.overlay = Some(Overlay::Help(help));
            Vec::new()
        }
    }
}

fn act_in_editor(app: &mut App, mut editor: Editor, action: Action) -> Vec<Effect> {
    match action {
        Action::Save => return save(app, editor),
        Action::KeepDraft => return put_aside(app, editor),
        Action::NewLine => editor.new_line(),
        Action::NextField => editor.next_field(true),
        Action::PreviousField => editor.next_field(false),
        Action::NextValue => editor.next_value(true),
        Action::PreviousValue => editor.next_value(false),
        _ => {}
    }
    app.overlay = Some(Overlay::Editor(Box::new(editor)));
    Vec::new()
}

/// Saves the note. Its draft stays on disk until the annotation is.
fn save(app: &mut App, editor: Editor) -> Vec<Effect> {
    let shared = &mut app.shared;
    let problem = if editor.is_empty() {
        Some("ui.problem-empty")
    } else {
        None
    };
    let document = shared.documents.get(editor.edition()).cloned();
    let change = editor.change(document.as_deref());
    let mut effects = Vec::new();
    match (problem, change) {
        (Some(key), _) => shared.message = Some(Message::bad(shared.text(key))),
        (None, None) => {
            shared.message = Some(Message::bad(shared.text("ui.still-opening")));
            let edition = editor.edition().to_owned();
            effects.extend(shared.request(&edition));
        }
        (None, Some(change)) => {
            let id = editor.id();
            shared.drafts.retain(|draft| draft.id != id);
            shared.finished.push(editor.draft());
            effects.push(shared.record_change(change));
            if let Some(judgement) = uphold(shared, &editor, document.as_deref()) {
                effects.push(judgement);
            }
            return effects;
        }
    }
    app.overlay = Some(Overlay::Editor(Box::new(editor)));
    effects
}

/// A finding that goes into the ledger is upheld thereby, unless it was decided before.
fn uphold(
    shared: &mut super::app::Shared,
    editor: &Editor,
    document: Option<&super::model::Document>,
) -> Option<Effect> {
    let draft = editor.draft();
    let id = draft.finding?;
    let document = document?;
    let finding = document
        .outcome
        .findings
        .iter()
        .find(|finding| finding.id == id)?;
    let asks = matches!(finding.verdict, Verdict::Unmet | Verdict::Unclear);
    if !asks || super::reviewing::is_decided(shared.review(), &draft.edition, &id) {
        return None;
    }
    let judging = super::deciding::Judging {
        edition: draft.edition,
        finding: id,
        quote: document.quoted(finding),
    };
    Some(shared.record(judging.operation(Judgement::Upheld, None)))
}

/// Leaves the editor; what was typed stays a draft.
fn put_aside(app: &mut App, editor: Editor) -> Vec<Effect> {
    let shared = &mut app.shared;
    let draft = editor.draft();
    shared.drafts.retain(|known| known.id != draft.id);
    if editor.is_empty() || !editor.was_touched() {
        return vec![Effect::KeepDrafts(app.drafts())];
    }
    shared.drafts.push(draft);
    shared.message = Some(Message::quiet(shared.text("ui.draft-kept")));
    vec![Effect::KeepDrafts(app.drafts())]
}

fn act_in_picker(app: &mut App, mut picker: Picker, action: Action) -> Vec<Effect> {
    match action {
        Action::Cancel => return Vec::new(),
        Action::Choose => {}
        _ => {
            let count = picker.items.len();
            picker.cursor.act(action, count, count);
            app.overlay = Some(Overlay::Picker(picker));
            return Vec::new();
        }
    }
    let row = picker.cursor.row;
    match picker.choosing {
        Choosing::Reason(judging) => match REASONS.get(row) {
            Some(&OWN_REASON) => {
                app.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Reason(judging), "")));
                Vec::new()
            }
            Some(reason) => {
                let operation = judging.operation(Judgement::Rejected, Some((*reason).to_owned()));
                vec![app.shared.record(operation)]
            }
            None => Vec::new(),
        },
        Choosing::Draft => match app.shared.drafts.get(row).cloned() {
            Some(draft) => resume(app, draft),
            None => Vec::new(),
        },
    }
}

fn resume(app: &mut App, draft: super::message::Draft) -> Vec<Effect> {
    let effects = app.shared.request(&draft.edition);
    app.overlay = Some(Overlay::Editor(Box::new(Editor::resume(draft))));
    effects
}

fn act_in_prompt(app: &mut App, mut prompt: Prompt, action: Action) -> Vec<Effect> {
    match action {
        Action::Choose => {}
        Action::Cancel => {
            if let Some(screen) = app.stack.last_mut() {
                screen.typing(&mut app.shared, &prompt.purpose, &prompt.before);
            }
            return Vec::new();
        }
        Action::Complete => {
            prompt.complete();
            app.overlay = Some(Overlay::Prompt(prompt));
            return Vec::new();
        }
        _ => {
            app.overlay = Some(Overlay::Prompt(prompt));
            return Vec::new();
        }
    }
    let text = prompt.line.text().trim().to_owned();
    match prompt.purpose {
        Purpose::Command => command(app, &text),
        Purpose::Import if text.is_empty() => Vec::new(),
        Purpose::Import => {
            app.shared.message = Some(Message::quiet(app.shared.text("ui.importing")));
            vec![Effect::Import(text)]
        }
        Purpose::Reason(judging) => {
            let reason = if text.is_empty() {
                OWN_REASON.to_owned()
            } else {
                text
            };
            vec![
                app.shared
                    .record(judging.operation(Judgement::Rejected, Some(reason))),
            ]
        }
        Purpose::Search | Purpose::Filter => {
            if let Some(screen) = app.stack.last_mut() {
                // An empty search repeats the last one.
                let wanted = if text.is_empty() && prompt.purpose == Purpose::Search {
                    prompt.before.clone()
                } else {
                    text
                };
                screen.typing(&mut app.shared, &prompt.purpose, &wanted);
                screen.entered(&mut app.shared, &prompt.purpose);
            }
            Vec::new()
        }
    }
}

fn command(app: &mut App, text: &str) -> Vec<Effect> {
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
        Command::Gaps => act(app, Action::Gaps, None),
        Command::Help => act(app, Action::Help, None),
        Command::Undo => act(app, Action::Undo, None),
        Command::Quit => leave(app),
        Command::Import if rest.trim().is_empty() => {
            app.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Import, "")));
            Vec::new()
        }
        Command::Import => vec![Effect::Import(rest.trim().to_owned())],
        Command::Text => turn(app, Action::ViewText),
        Command::Indicators => turn(app, Action::ViewIndicators),
        Command::Promises => turn(app, Action::ViewPromises),
        Command::Reuse => turn(app, Action::ViewReuse),
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
    if !matches!(app.screen(), Some(Screen::Compare(_))) {
        effects.extend(act(app, Action::Compare, None));
        refresh(app);
    }
    if let Some(Screen::Compare(compare)) = app.stack.last_mut() {
        compare.turn_by(&app.shared, action);
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
    app.stack.push(Screen::report(&id));
    effects
}

fn act_in_confirm(app: &mut App, confirm: Confirm, action: Action) -> Vec<Effect> {
    match (confirm.purpose, action) {
        (Asking::Leave, Action::Yes) => {
            app.leaving = true;
            vec![Effect::Leave]
        }
        (Asking::Drafts, Action::Yes) => match app.shared.drafts.first().cloned() {
            Some(draft) => resume(app, draft),
            None => Vec::new(),
        },
        (Asking::Drafts, Action::No) => {
            app.shared.message = Some(Message::quiet(app.shared.text("ui.draft-kept")));
            Vec::new()
        }
        (Asking::Leave, _) | (Asking::Drafts, _) => Vec::new(),
    }
}
