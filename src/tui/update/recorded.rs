//! What the recorder and the keeper of drafts say; and what is taken back.

use crate::review::{Event, Operation};
use crate::store::Change;

use crate::tui::app::{Again, App, Shared, Source};
use crate::tui::message::{Effect, Message, Tone};
use crate::tui::overlay::Overlay;
use crate::tui::telling;

/// Operations of this session are events now: they count on the screen.
pub(super) fn recorded(shared: &mut Shared, events: Vec<Event>) -> Vec<Effect> {
    shared.saving.unrecorded = shared.saving.unrecorded.saturating_sub(1);
    let mut effects = take(shared, events, Source::Here);
    effects.extend(catch_up(shared));
    effects
}

pub(super) fn news(shared: &mut Shared, events: Vec<Event>) -> Vec<Effect> {
    take(shared, events, Source::Elsewhere)
}

pub(super) fn saved(app: &mut App, count: u64) -> Vec<Effect> {
    let saving = &mut app.shared.saving;
    saving.saved += count;
    if saving.pending() > 0 {
        return Vec::new();
    }
    saving.refused = None;
    app.shared.message = Some(said_and_saved(&app.shared));
    finish_drafts(app)
}

/// Why, where everyone looks: what was said before, such as that the draft is kept, must not stand in front of it.
pub(super) fn not_saved(shared: &mut Shared, reason: String) -> Vec<Effect> {
    shared.saving.refused = Some(reason);
    let said = shared.message.take();
    shared.message = said.filter(|said| said.tone == Tone::Bad);
    Vec::new()
}

/// A warning stays until the next key: that the draft is kept goes without saying beside it.
pub(super) fn draft_kept(app: &mut App) -> Vec<Effect> {
    let said = app.shared.message.as_ref();
    let is_warned = said.is_some_and(|said| said.tone == Tone::Bad);
    if let (Some(Overlay::Editor(_)), false) = (&app.overlay, is_warned) {
        app.shared.message = Some(Message::quiet(app.shared.text("ui.draft-saved")));
    }
    Vec::new()
}

pub(super) fn draft_not_kept(shared: &mut Shared, reason: &str) -> Vec<Effect> {
    let said = shared
        .lang
        .fill("ui.draft-not-saved", &[("reason", &reason)]);
    shared.message = Some(Message::bad(said));
    Vec::new()
}

/// What was just said stays beside it: what was taken back, how many were decided.
fn said_and_saved(shared: &Shared) -> Message {
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

/// What became an annotation is on the disk: its draft may go.
fn finish_drafts(app: &mut App) -> Vec<Effect> {
    if app.shared.finished.is_empty() {
        return Vec::new();
    }
    app.shared.finished.clear();
    vec![Effect::KeepDrafts(app.drafts())]
}

/// Takes back or does again. What was asked for right after something else waits until that is an event.
pub(super) fn again(shared: &mut Shared, again: Again) -> Vec<Effect> {
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
