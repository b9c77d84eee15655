//! What the keys do in an overlay, and what comes of it.

use crate::check::Verdict;
use crate::report::Span;
use crate::review::{DISMISSALS, Judgement, Operation};
use crate::search::{Folding, Query, Syntax};
use crate::store::Change;

use super::super::action::{Action, Scene};
use super::super::app::{App, Go, Shared};
use super::super::correcting::{Correcting, Setting, Way as Correction};
use super::super::deciding::{self, Judging};
use super::super::handling;
use super::super::lacking::{Lacking, attempt};
use super::super::message::{Draft, Effect, Message};
use super::super::model::Document;
use super::super::overlay::Overlay;
use super::super::overlay::confirm::{Asking, Confirm};
use super::super::overlay::editor::{Editor, Saved};
use super::super::overlay::help::Help;
use super::super::overlay::picker::{Choosing, OWN_REASON, Picker};
use super::super::overlay::prompt::{Prompt, Purpose};
use super::super::recovering::Way;
use super::super::screen::Screen;
use super::super::screen::compare::CompareScreen;
use super::super::screen::report::ReportScreen;
use super::commands::command;
use super::{act, follow, typing};

/// Takes an action while an overlay is open.
pub fn act_in_overlay(app: &mut App, action: Action, letter: Option<char>) -> Vec<Effect> {
    let Some(overlay) = app.overlay.take() else {
        return Vec::new();
    };
    match overlay {
        Overlay::Help(help) => act_in_help(app, help, action),
        Overlay::Editor(editor) => act_in_editor(app, *editor, action),
        Overlay::Picker(picker) => act_in_picker(app, picker, action, letter),
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
    let document = shared.documents.get(editor.edition()).cloned();
    let current = shared.review().annotations.get(&editor.id());
    let saved = editor.change(document.as_deref(), current);
    let mut effects = Vec::new();
    match saved {
        _ if editor.is_empty() => {
            shared.message = Some(Message::bad(shared.text("ui.problem-empty")));
        }
        Saved::NotOpen => {
            shared.message = Some(Message::bad(shared.text("ui.still-opening")));
            let edition = editor.edition().to_owned();
            effects.extend(shared.request(&edition));
        }
        Saved::Nothing => {
            let id = editor.id();
            shared.drafts.retain(|draft| draft.id != id);
            return vec![Effect::KeepDrafts(app.drafts())];
        }
        Saved::Change(change) => {
            let judgement = uphold(shared, &editor, document.as_deref());
            let changes = std::iter::once(*change).chain(judgement.map(Change::from));
            let reply = attempt(shared, changes.collect(), Some(editor.draft()));
            return follow(app, reply);
        }
    }
    app.overlay = Some(Overlay::Editor(Box::new(editor)));
    effects
}

/// A finding that goes into the ledger is upheld thereby, unless it was decided before.
fn uphold(shared: &Shared, editor: &Editor, document: Option<&Document>) -> Option<Operation> {
    let draft = editor.draft();
    let id = draft.finding?;
    let document = document?;
    let finding = document
        .outcome
        .findings
        .iter()
        .find(|finding| finding.id == id)?;
    let asks = matches!(finding.verdict, Verdict::Unmet | Verdict::Unclear);
    let standing = shared.standing(&draft.edition, &finding.rule, &id);
    if !asks || standing.decision.is_some() {
        return None;
    }
    let judging = Judging::one(document, finding);
    judging.operations(Judgement::Upheld, None).pop()
}

/// Leaves the editor; what was typed stays a draft.
fn put_aside(app: &mut App, editor: Editor) -> Vec<Effect> {
    let shared = &mut app.shared;
    let draft = editor.draft();
    let was_draft = shared.drafts.iter().any(|known| known.id == draft.id);
    shared.drafts.retain(|known| known.id != draft.id);
    if editor.is_empty() || !(editor.was_touched() || was_draft) {
        return vec![Effect::KeepDrafts(app.drafts())];
    }
    shared.drafts.push(draft);
    shared.message = Some(Message::quiet(shared.text("ui.draft-kept")));
    vec![Effect::KeepDrafts(app.drafts())]
}

fn act_in_picker(
    app: &mut App,
    mut picker: Picker,
    action: Action,
    letter: Option<char>,
) -> Vec<Effect> {
    let number = letter
        .and_then(|letter| letter.to_digit(10))
        .and_then(|digit| usize::try_from(digit).ok());
    match action {
        Action::Cancel => return Vec::new(),
        Action::Choose => {}
        Action::ChooseNumber => {
            picker.cursor.row = number.unwrap_or(0).saturating_sub(1);
        }
        _ => {
            let count = picker.items.len();
            picker.cursor.act(action, count, count);
            app.overlay = Some(Overlay::Picker(picker));
            return Vec::new();
        }
    }
    let row = picker.cursor.row;
    match picker.choosing {
        Choosing::Reason(judging) => match DISMISSALS.get(row) {
            Some(&OWN_REASON) => {
                app.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Reason(judging), "")));
                Vec::new()
            }
            Some(reason) => decided(app, &judging, reason),
            None => Vec::new(),
        },
        Choosing::Scope(silencing) => {
            if let Some(silencing) = silencing.with_scope(row) {
                app.overlay = Some(ask(Purpose::SilenceReason(silencing)));
            }
            Vec::new()
        }
        Choosing::Draft => match app.shared.drafts.get(row).cloned() {
            Some(draft) => {
                app.overlay = Some(Overlay::Picker(Picker::ways(&app.shared, draft)));
                Vec::new()
            }
            None => Vec::new(),
        },
        Choosing::Way(draft) => recover(app, *draft, row),
        Choosing::Compared(draft) => {
            app.overlay = Some(Overlay::Picker(Picker::ways(&app.shared, *draft)));
            Vec::new()
        }
        Choosing::Point(correcting) => correct(app, &correcting, row),
        Choosing::Rectify(annotations) => {
            let reply = handling::rectified(&mut app.shared, annotations, row);
            follow(app, reply)
        }
        Choosing::Link(chosen, others) => {
            let reply = handling::linked(&mut app.shared, chosen, &others, row);
            follow(app, reply)
        }
        Choosing::Value(setting) => match setting.chosen(row) {
            Some(operation) => vec![app.shared.record(operation)],
            None => Vec::new(),
        },
        Choosing::Former(renaming) => {
            if row < renaming.names.len() {
                let compare = CompareScreen::new(renaming.edition.clone(), None);
                app.stack.push(Box::new(compare));
            }
            vec![app.shared.record(renaming.chosen(row))]
        }
    }
}

/// Does with a draft what was chosen.
fn recover(app: &mut App, draft: Draft, row: usize) -> Vec<Effect> {
    let shared = &mut app.shared;
    match Way::all(shared, &draft).get(row) {
        Some(Way::Restore) => return resume(app, draft),
        Some(Way::Compare) => {
            app.overlay = Some(Overlay::Picker(Picker::compared(shared, draft)));
        }
        Some(Way::Later) | None => {
            shared.message = Some(Message::quiet(shared.text("ui.draft-kept")));
        }
        Some(Way::Discard) => {
            app.overlay = Some(Overlay::Confirm(Confirm::discard(shared, draft)));
        }
    }
    Vec::new()
}

/// Asks for the value of a point that is to be corrected.
fn correct(app: &mut App, correcting: &Correcting, row: usize) -> Vec<Effect> {
    let shared = &app.shared;
    let document = shared.readable(&correcting.edition);
    let way = document.and_then(|document| correcting.way(row, document, shared));
    app.overlay = way.map(|way| match way {
        Correction::Choose(setting, shown) => {
            Overlay::Picker(Picker::values(shared, setting, shown))
        }
        Correction::Type(setting, value) => {
            Overlay::Prompt(Prompt::editing(Purpose::Correct(setting), &value))
        }
    });
    Vec::new()
}

/// Records what was typed for a field, or says what is wrong with it and lets it be typed again.
fn corrected(app: &mut App, setting: Setting, text: &str) -> Vec<Effect> {
    match setting.typed(text, &app.shared) {
        Ok(operation) => vec![app.shared.record(operation)],
        Err(reason) => {
            app.shared.message = Some(Message::bad(reason));
            app.overlay = Some(Overlay::Prompt(Prompt::editing(
                Purpose::Correct(setting),
                text,
            )));
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

/// Nothing is recorded without its reason; a note goes back into the editor.
fn give_up(app: &mut App, lacking: Lacking) -> Vec<Effect> {
    app.overlay = lacking
        .draft
        .map(|draft| Overlay::Editor(Box::new(Editor::resume(draft))));
    Vec::new()
}

fn resume(app: &mut App, draft: Draft) -> Vec<Effect> {
    let effects = app.shared.request(&draft.edition);
    let span = Span::new(draft.start, draft.end);
    if !span.is_empty() && app.screen().and_then(Screen::edition) != Some(&draft.edition) {
        let report = ReportScreen::new(draft.edition.clone(), Some(span));
        app.stack.push(Box::new(report));
    }
    app.overlay = Some(Overlay::Editor(Box::new(Editor::resume(draft))));
    effects
}

fn act_in_prompt(app: &mut App, mut prompt: Prompt, action: Action) -> Vec<Effect> {
    match action {
        Action::Choose => {}
        Action::Cancel => {
            return match prompt.purpose {
                Purpose::Lacking(lacking) => give_up(app, *lacking),
                _ => given_up(app, &prompt),
            };
        }
        Action::Pattern => {
            prompt.change_syntax();
            app.overlay = Some(Overlay::Prompt(prompt));
            return typing(app);
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
            vec![app.shared.import(&text)]
        }
        Purpose::Reason(judging) => {
            let reason = if text.is_empty() {
                OWN_REASON.to_owned()
            } else {
                text
            };
            decided(app, &judging, &reason)
        }
        Purpose::SilenceReason(silencing) => {
            match silencing.clone().with_reason(&text) {
                Some(silencing) => app.overlay = Some(ask(Purpose::SilenceUntil(silencing))),
                None => {
                    app.shared.message =
                        Some(Message::bad(app.shared.text("ui.suppress-no-reason")));
                    app.overlay = Some(ask(Purpose::SilenceReason(silencing)));
                }
            }
            Vec::new()
        }
        Purpose::SilenceUntil(silencing) => match silencing.until(&text) {
            Some(operation) => vec![app.shared.record(operation)],
            None => {
                let said = app
                    .shared
                    .lang
                    .fill("suppress.bad_date", &[("text", &text)]);
                app.shared.message = Some(Message::bad(said));
                app.overlay = Some(ask(Purpose::SilenceUntil(silencing)));
                Vec::new()
            }
        },
        Purpose::Correct(setting) => corrected(app, setting, &text),
        Purpose::Lacking(lacking) => {
            let reply = lacking.typed(&mut app.shared, &text);
            follow(app, reply)
        }
        Purpose::Detail(annotations, detail) => {
            let reply = handling::detailed(&mut app.shared, annotations, detail, &text);
            follow(app, reply)
        }
        Purpose::Reply(_) if text.is_empty() => Vec::new(),
        Purpose::Reply(annotation) => {
            let reply = app.shared.new_id();
            vec![app.shared.record(Operation::Reply {
                annotation,
                reply,
                text,
                deleted: false,
            })]
        }
        Purpose::Filter => {
            if let Some(screen) = app.stack.last_mut() {
                screen.narrow(&mut app.shared, &text);
            }
            Vec::new()
        }
        Purpose::Search(syntax) => search(app, &text, syntax, prompt.query),
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

fn act_in_confirm(app: &mut App, confirm: Confirm, action: Action) -> Vec<Effect> {
    match (confirm.purpose, action) {
        (Asking::Leave, Action::Yes) => {
            app.leaving = true;
            vec![Effect::Leave]
        }
        (Asking::Discard(draft), Action::Yes) => {
            app.shared.drafts.retain(|known| known.id != draft.id);
            app.shared.message = Some(Message::quiet(app.shared.text("ui.draft-discarded")));
            vec![Effect::Discard(draft), Effect::KeepDrafts(app.drafts())]
        }
        (Asking::Discard(draft), _) => {
            app.overlay = Some(Overlay::Picker(Picker::ways(&app.shared, *draft)));
            Vec::new()
        }
        (Asking::Decide(operations), Action::Yes) => {
            let count = operations.len();
            let effects = app.shared.record_all(operations);
            let said = app
                .shared
                .lang
                .fill("ui.decided-many", &[("count", &count)]);
            app.shared.message = Some(Message::quiet(said));
            advance(app);
            effects
        }
        (Asking::Import(importing), Action::Yes) => {
            app.shared.message = Some(Message::quiet(app.shared.text("ui.importing")));
            vec![Effect::Import(importing)]
        }
        (Asking::Leave | Asking::Decide(_) | Asking::Import(_), _) => Vec::new(),
    }
}
