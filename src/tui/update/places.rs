//! Where the reader is, was, and left off: the jump list, and what is remembered for the next session.

use crate::store::Habit;

use super::{no_longer_wanted, refresh};
use crate::tui::action::{Action, Motion};
use crate::tui::app::App;
use crate::tui::jumps::{Spot, SpotKind, Way};
use crate::tui::message::{Effect, Message};
use crate::tui::screen::Screen;
use crate::tui::screen::compare::CompareScreen;
use crate::tui::screen::report::ReportScreen;

/// The place that the screen shows.
pub(super) fn here(app: &App) -> Option<Spot> {
    app.screen().and_then(Screen::spot)
}

/// After an action that jumped: the place before it can be come back to.
pub(super) fn leave(app: &mut App, action: Action, before: Option<Spot>) {
    if matches!(action, Action::JumpBack | Action::JumpForward) {
        return;
    }
    let (Some(before), after) = (before, here(app)) else {
        return;
    };
    let elsewhere = after.as_ref().is_none_or(|after| !after.is_beside(&before));
    let jumped = !is_step(action) && after.as_ref() != Some(&before);
    if elsewhere || jumped {
        app.jumps.left(before);
    }
}

/// Whether an action goes on reading rather than elsewhere.
fn is_step(action: Action) -> bool {
    let step = matches!(
        action,
        Action::NextClause
            | Action::PreviousClause
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::PaneLeft
            | Action::PaneRight
            | Action::Select
    );
    let far = |motion| matches!(motion, Motion::Top | Motion::Bottom);
    step || action.motion().is_some_and(|motion| !far(motion))
}

/// To the place before the last jump, or forward again: on a screen of the stack that shows it, else on one of its own.
pub(super) fn jump(app: &mut App, way: Way) -> Vec<Effect> {
    let here = here(app);
    let mut known = std::iter::from_fn(|| app.jumps.go(way, here.as_ref()));
    let shared = &app.shared;
    let Some(place) = known.find(|place| shared.entry(&place.edition).is_some()) else {
        let key = match way {
            Way::Back => "ui.no-jump-back",
            Way::Forward => "ui.no-jump-forward",
        };
        app.shared.message = Some(Message::quiet(app.shared.text(key)));
        return Vec::new();
    };
    let shows = |screen: &dyn Screen| screen.spot().is_some_and(|at| at.is_beside(&place));
    let mut effects = Vec::new();
    match app.stack.iter().rposition(|screen| shows(screen.as_ref())) {
        Some(depth) => {
            while app.stack.len() > depth + 1 {
                let left = app.stack.pop();
                effects.extend(left.and_then(|left| no_longer_wanted(app, left.as_ref())));
            }
        }
        None => {
            effects.extend(app.shared.request(&place.edition));
            app.stack.push(match place.kind {
                SpotKind::Report => Box::new(ReportScreen::new(place.edition, None)),
                SpotKind::Comparison => Box::new(CompareScreen::new(place.edition, Some(place.at))),
            });
        }
    }
    refresh(app);
    if let Some(screen) = app.stack.last_mut() {
        screen.go_to(&app.shared, place.at);
    }
    effects
}

/// Remembers where a report is being read.
pub(super) fn remember(app: &mut App) -> Vec<Effect> {
    let place = here(app).filter(|place| place.kind == SpotKind::Report);
    let Some(place) = place.filter(|place| app.reading.as_ref() != Some(place)) else {
        return Vec::new();
    };
    let shared = &mut app.shared;
    let Some(document) = shared.readable(&place.edition) else {
        return Vec::new();
    };
    let before = document.report.source.text.get(..place.at).unwrap_or("");
    let habit = Habit::Place {
        edition: place.edition.clone(),
        at: before.chars().count(),
    };
    app.reading = Some(place);
    shared.memory.learn(habit.clone());
    vec![Effect::Learn(habit)]
}
