//! Reports and the library as the worker reads them.

use std::sync::Arc;

use super::act;
use crate::tui::app::{App, Shared};
use crate::tui::catalogue::Catalogue;
use crate::tui::message::{Effect, Importing, Message};
use crate::tui::model::{Document, EditionId};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::picker::Picker;

/// The library was listed: its reports are read when there is time.
pub(super) fn listed(app: &mut App, entries: Arc<Catalogue>) -> Vec<Effect> {
    let shared = &mut app.shared;
    if entries.first_of().is_some() {
        shared.shelve(entries);
        return Vec::new();
    }
    shared.work = None;
    let first_time = !std::mem::replace(&mut shared.listed, true);
    shared.shelve(entries);
    if first_time && !shared.drafts.is_empty() && app.overlay.is_none() {
        app.overlay = Some(Overlay::Picker(Picker::left_behind(shared)));
    }
    let mut effects: Vec<Effect> = shared.ask_for_summaries().into_iter().collect();
    if let Some(action) = app.asked_early.take() {
        effects.extend(act(app, action, None));
    }
    effects
}

pub(super) fn opened(shared: &mut Shared, id: EditionId, document: Arc<Document>) -> Vec<Effect> {
    shared.work = None;
    shared.opening.remove(&id);
    shared.texts.remove(&id);
    shared.summarised(id.clone(), document.summary());
    shared.documents.insert(id, document);
    Vec::new()
}

pub(super) fn not_opened(shared: &mut Shared, id: &str, reason: &str) -> Vec<Effect> {
    shared.work = None;
    shared.opening.remove(id);
    let said = shared.lang.fill("ui.not-opened", &[("reason", &reason)]);
    shared.message = Some(Message::bad(said));
    Vec::new()
}

/// A new year changes what the years beside it are compared with.
pub(super) fn imported(shared: &mut Shared, added: usize, refused: &[String]) -> Vec<Effect> {
    shared.work = None;
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
    shared.documents.clear();
    shared.years.clear();
    shared.forget_summaries();
    Vec::new()
}

/// An import would leave annotations in doubt.
pub(super) fn ask_about(app: &mut App, importing: Importing, lines: Vec<String>) -> Vec<Effect> {
    app.shared.message = None;
    // A note that is being typed is not covered: its text is a draft, and the question can be asked again.
    if app.overlay.is_none() {
        let confirm = Confirm::import(&app.shared, importing, lines);
        app.overlay = Some(Overlay::Confirm(confirm));
    }
    Vec::new()
}

/// Reports are understood differently: those on the screen stay there until they have been read again.
pub(super) fn corrected(
    app: &mut App,
    entries: Arc<Catalogue>,
    changed: &[EditionId],
) -> Vec<Effect> {
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
