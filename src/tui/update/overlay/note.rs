//! The annotation editor: saved, put aside, taken up again.

use crate::check::Verdict;
use crate::report::Span;
use crate::review::{Judgement, Operation};
use crate::store::Change;

use crate::tui::action::Action;
use crate::tui::app::{App, Shared};
use crate::tui::deciding::Judging;
use crate::tui::lacking::{Lacking, attempt};
use crate::tui::message::{Draft, Effect, Message};
use crate::tui::model::Document;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::{Editor, Saved};
use crate::tui::screen::Screen;
use crate::tui::screen::report::ReportScreen;
use crate::tui::update::follow;

pub(super) fn act_in_editor(app: &mut App, mut editor: Editor, action: Action) -> Vec<Effect> {
    match action {
        Action::Save => return save(app, editor),
        Action::KeepDraft => return put_aside(app, editor),
        Action::NewLine => editor.new_line(),
        Action::EditOutside => {
            let text = editor.text();
            app.overlay = Some(Overlay::Editor(Box::new(editor)));
            return vec![Effect::EditOutside(text)];
        }
        Action::NextField => editor.next_field(true),
        Action::PreviousField => editor.next_field(false),
        Action::NextValue => editor.next_value(true),
        Action::PreviousValue => editor.next_value(false),
        // Every other key is text.
        _ => {}
    }
    app.overlay = Some(Overlay::Editor(Box::new(editor)));
    Vec::new()
}

/// Saves the note. Its draft stays on disk until the annotation is.
fn save(app: &mut App, editor: Editor) -> Vec<Effect> {
    let shared = &mut app.shared;
    let document = shared.documents.get(editor.edition()).cloned();
    let current = shared.review().annotation(editor.id());
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

/// Nothing is recorded without its reason; a note goes back into the editor.
pub(super) fn give_up(app: &mut App, lacking: Lacking) -> Vec<Effect> {
    app.overlay = lacking
        .draft
        .map(|draft| Overlay::Editor(Box::new(Editor::resume(draft))));
    Vec::new()
}

pub(super) fn resume(app: &mut App, draft: Draft) -> Vec<Effect> {
    let effects = app.shared.request(&draft.edition);
    let span = Span::new(draft.start, draft.end);
    if !span.is_empty() && app.screen().and_then(Screen::edition) != Some(&draft.edition) {
        let report = ReportScreen::new(draft.edition.clone(), Some(span));
        app.stack.push(Box::new(report));
    }
    app.overlay = Some(Overlay::Editor(Box::new(Editor::resume(draft))));
    effects
}
