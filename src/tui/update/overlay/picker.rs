//! What comes of the row that was chosen from a short list.

use crate::review::DISMISSALS;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::correcting::{Correcting, Way as Correction};
use crate::tui::exporting;
use crate::tui::handling;
use crate::tui::message::{Draft, Effect, Message};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::picker::{Choosing, OWN_REASON, Picker};
use crate::tui::overlay::prompt::{Prompt, Purpose, Question};
use crate::tui::recovering::Way;
use crate::tui::screen::compare::CompareScreen;

use super::{ask, decided, note};
use crate::tui::update::follow;

pub(super) fn act_in_picker(
    app: &mut App,
    mut picker: Picker,
    action: Action,
    letter: Option<char>,
) -> Vec<Effect> {
    let row = match action {
        // What was typed goes first, then the list.
        Action::Cancel if picker.stop_narrowing() => None,
        Action::Cancel => return Vec::new(),
        Action::Choose => picker.chosen(),
        Action::ChooseNumber => {
            let number = letter.and_then(|letter| letter.to_digit(10)).unwrap_or(0);
            let number = usize::try_from(number).ok();
            number.and_then(|number| number.checked_sub(1))
        }
        Action::Filter => {
            picker.narrow();
            None
        }
        motion => {
            let count = picker.shown().len();
            picker.cursor.act(motion, count, count);
            None
        }
    };
    match row {
        Some(row) => choose(app, picker.choosing, row),
        None => {
            app.overlay = Some(Overlay::Picker(picker));
            Vec::new()
        }
    }
}

fn choose(app: &mut App, choosing: Choosing, row: usize) -> Vec<Effect> {
    match choosing {
        Choosing::Reason(judging) => match DISMISSALS.get(row) {
            Some(&OWN_REASON) => {
                app.overlay = Some(ask(Purpose::Asked(Question::Reason(judging))));
                Vec::new()
            }
            Some(reason) => decided(app, &judging, reason),
            None => Vec::new(),
        },
        Choosing::Scope(silencing) => {
            if let Some(silencing) = silencing.with_scope(row) {
                app.overlay = Some(ask(Purpose::Asked(Question::SilenceReason(silencing))));
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
        Choosing::Export(coverage) => {
            app.overlay = exporting::chosen(&app.shared, coverage, row);
            Vec::new()
        }
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
        Some(Way::Restore) => return note::resume(app, draft),
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
        Correction::Type(setting, value) => Overlay::Prompt(Prompt::editing(
            Purpose::Asked(Question::Correct(setting)),
            &value,
        )),
    });
    Vec::new()
}
