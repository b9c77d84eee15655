//! What comes of yes and no.

use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::exporting;
use crate::tui::message::{Effect, Message};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::{Asking, Confirm};
use crate::tui::overlay::picker::Picker;

use super::advance;

pub(super) fn act_in_confirm(app: &mut App, confirm: Confirm, action: Action) -> Vec<Effect> {
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
        (Asking::Discard(draft), _no) => {
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
        (Asking::Export(exporting), Action::Yes) => exporting::begin(&mut app.shared, *exporting),
        (Asking::Leave | Asking::Decide(_) | Asking::Import(_) | Asking::Export(_), _no) => {
            Vec::new()
        }
    }
}
