//! The screens: a stack, deeper with Enter and back with q. Each keeps its own state; what they share is in `app`.

pub mod checks;
pub mod compare;
pub mod conflict;
pub mod difference;
pub mod follow_up;
pub mod gaps;
mod held;
mod layout;
pub mod library;
pub mod note;
pub mod report;
pub mod same_rule;
pub mod search;
pub mod tray;

use ratatui::layout::Rect;

use crate::report::Span;
use crate::review::Annotation;
use crate::search::Query;

use super::action::{Action, Scene};
use super::app::{Again, Go, Reply, Shared};
use super::canvas::Canvas;
use super::describe;
use super::exporting::Coverage;
use super::jumps::Spot;
use super::list::Listed;
use super::message::{Effect, Message};
use super::model::{EditionId, Found};
use super::overlay::Overlay;
use super::overlay::picker::Picker;
use super::pointer::Pointer;
use super::renaming::Renaming;
use super::reviewing;

use checks::ChecksScreen;
use compare::CompareScreen;
use difference::DifferenceScreen;
use follow_up::FollowUpScreen;
use gaps::GapsScreen;
use library::LibraryScreen;
use report::{ReportScreen, Sought};
use tray::TrayScreen;

use held::Held;
pub use layout::{Detail, ListLayout, body, body_now, height, list_and_detail};

/// One screen of the stack. What a screen has nothing to say to stays as it is here.
pub trait Screen {
    fn scene(&self) -> Scene;

    /// The report that it is about.
    fn edition(&self) -> Option<&str> {
        None
    }

    /// The reports that an export from here is about.
    fn coverage(&self, _shared: &Shared) -> Coverage {
        let edition = self.edition().map(str::to_owned);
        edition.map_or(Coverage::Library, |edition| {
            Coverage::Reports(vec![edition])
        })
    }

    /// Does what a key asks for; `letter` is what was typed where the key takes any letter or digit.
    fn act(&mut self, shared: &mut Shared, action: Action, letter: Option<char>) -> Reply;

    /// Takes what is new since the last time: documents, size, decisions.
    fn refresh(&mut self, _shared: &Shared) {}

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect);

    /// Where the reader is, from the library inwards.
    fn path(&self, shared: &Shared) -> Vec<String>;

    /// How far one is, at the right of the top line.
    fn progress(&self, _shared: &Shared) -> String {
        String::new()
    }

    /// Whether an action would do something now; [`offers`] asks it for the bottom line and for help.
    fn offers(&self, _shared: &Shared, _action: Action) -> bool {
        true
    }

    /// Whether the way back leaves the program now, which the bottom line then says.
    fn is_last(&self, _shared: &Shared) -> bool {
        false
    }

    /// Takes a filter while it is typed.
    fn narrow(&mut self, _shared: &mut Shared, _text: &str) {}

    /// Takes a search while it is typed.
    fn look_for(&mut self, _shared: &mut Shared, _query: &Query) -> Vec<Effect> {
        Vec::new()
    }

    /// Goes to the first hit of a search that was entered.
    fn go_to_hit(&mut self, _shared: &mut Shared) {}

    /// How much a search has found, while it is typed.
    fn found(&self, _shared: &Shared) -> Option<String> {
        None
    }

    /// Takes what was found in all reports; gives back what it did not ask for.
    fn take_found(&mut self, found: Found) -> Option<Found> {
        Some(found)
    }

    /// Goes on to the next after a decision that was asked about first.
    fn advance(&mut self, _shared: &mut Shared) {}

    /// Keeps `about` in view above the rows that an editor takes at the bottom.
    fn cover(&mut self, _shared: &Shared, _rows: u16, _about: Option<Span>) {}

    /// The list that a click chooses a row of.
    fn listed(&mut self, _shared: &Shared) -> Option<Listed<'_>> {
        None
    }

    /// Moves in its list; `false` where it has none, or the action is no motion.
    fn moves(&mut self, shared: &Shared, action: Action) -> bool {
        let listed = self.listed(shared);
        listed.is_some_and(|list| list.moves(action))
    }

    /// Takes the mouse in a text: the cursor goes to where it was pressed, and what it is dragged over is selected.
    fn point(&mut self, _shared: &mut Shared, _pointer: Pointer) {}

    /// The place that one can come back to.
    fn spot(&self) -> Option<Spot> {
        None
    }

    /// Goes back to a place of its own: a byte of the text.
    fn go_to(&mut self, _shared: &Shared, _at: usize) {}

    /// The reports of a list that it shows a row of.
    fn in_sight(&self, _shared: &Shared) -> Vec<EditionId> {
        Vec::new()
    }

    /// Whether it sets two years side by side: what was begun for it alone is stopped when it is left.
    fn is_comparison(&self) -> bool {
        false
    }
}

/// The stack's lowest screen.
pub fn library() -> Box<dyn Screen> {
    Box::new(LibraryScreen::default())
}

/// A report from its beginning.
pub fn report(edition: &str) -> ReportScreen {
    ReportScreen::new(edition.to_owned(), None)
}

/// To the next section of the library that nobody has read, from a report onwards.
pub fn to_unread(shared: &mut Shared, edition: &str) -> Reply {
    let Some(next) = shared.next_unread(edition) else {
        shared.message = Some(Message::good(shared.text("ui.everything-read")));
        return Reply::stay();
    };
    let (id, name) = (next.id.clone(), describe::name(next, shared.lang));
    let total = shared.tallies.total();
    let left = total.sections - total.read;
    let values: [(&str, &dyn std::fmt::Display); 2] = [("report", &name), ("left", &left)];
    shared.message = Some(Message::quiet(shared.lang.fill("ui.to-unread-of", &values)));
    let mut report = report(&id);
    report.sought = Some(Sought::Unread);
    let effects = shared.request(&id);
    Reply {
        effects,
        go: Go::Over(Box::new(report)),
    }
}

/// Whether an action would do something now: what the bottom line and help offer.
pub fn offers(screen: &dyn Screen, shared: &Shared, action: Action) -> bool {
    let can = match action {
        Action::Undo => shared.can(Again::Undo),
        Action::Redo => shared.can(Again::Redo),
        Action::Compare => {
            let edition = screen.edition();
            edition.is_none_or(|edition| can_compare(shared, edition))
        }
        _ => true,
    };
    can && screen.offers(shared, action)
}

/// Sections read, findings open, notes: the same on every screen of a report.
pub fn progress(shared: &Shared, edition: &str) -> String {
    let (read, all) = shared.reviewed(edition);
    let open = shared
        .undecided(edition)
        .map_or_else(|| "…".to_owned(), |open| open.to_string());
    let gaps = shared.gaps(edition);
    shared.lang.fill(
        "ui.progress",
        &[
            ("read", &read),
            ("all", &all),
            ("open", &open),
            ("gaps", &gaps),
        ],
    )
}

pub fn back() -> Reply {
    Reply::go(Go::Back)
}

/// A way from a report to another screen about it.
type Way = fn(&mut Shared, &str) -> Reply;

/// Keys that mean the same on every screen of a report.
const WAYS: [(Action, Way); 7] = [
    (Action::Back, |_, _| back()),
    (Action::Compare, |shared, edition| {
        compare_with_last_year(shared, edition, None)
    }),
    (Action::Checks, |shared, edition| {
        let checks = ChecksScreen::new(edition.to_owned(), None);
        to_screen_of(shared, edition, checks)
    }),
    (Action::FollowUp, |shared, edition| {
        let follow_up = FollowUpScreen::new(edition.to_owned());
        to_screen_of(shared, edition, follow_up)
    }),
    (Action::Tray, |shared, edition| {
        to_screen_of(shared, edition, TrayScreen::new(edition.to_owned()))
    }),
    (Action::Difference, |shared, edition| {
        let difference = DifferenceScreen::new(edition.to_owned());
        to_screen_of(shared, edition, difference)
    }),
    (Action::Gaps, |_, edition| {
        Reply::to(GapsScreen::of_report(edition.to_owned(), None))
    }),
];

/// Does what a key means on every screen of a report; a key that means nothing there changes nothing.
pub fn common(shared: &mut Shared, edition: &str, action: Action) -> Reply {
    match WAYS.iter().find(|(known, _)| *known == action) {
        Some((_, way)) => way(shared, edition),
        None => Reply::stay(),
    }
}

/// Deeper, to a screen that needs this report.
pub fn to_screen_of(shared: &mut Shared, edition: &str, screen: impl Screen + 'static) -> Reply {
    let effects = shared.request(edition);
    Reply::to(screen).with(effects)
}

/// To a place in a report; `q` comes back.
pub fn to_report(shared: &mut Shared, edition: &str, span: Span) -> Reply {
    let report = ReportScreen::new(edition.to_owned(), Some(span));
    to_screen_of(shared, edition, report)
}

/// To the place of an annotation in the text. One of an edition that is gone leads to the issuer's report of that year.
pub fn to_place(shared: &mut Shared, annotation: &Annotation) -> Reply {
    let exact = shared.entry(&annotation.target.edition);
    let mut entries = shared.entries.iter();
    let entry = exact.or_else(|| entries.find(|entry| reviewing::is_about(annotation, entry)));
    let Some(id) = entry.map(|entry| entry.id.clone()) else {
        shared.message = Some(Message::bad(shared.text("ui.report-gone")));
        return Reply::stay();
    };
    let mut report = report(&id);
    report.sought = Some(Sought::Note(annotation.id));
    to_screen_of(shared, &id, report)
}

/// Whether there is a report of the year before, or an issuer that may have been this one under another name.
fn can_compare(shared: &Shared, edition: &str) -> bool {
    shared.previous(edition).is_some() || Renaming::of(shared, edition).is_some()
}

pub fn compare_with_last_year(shared: &mut Shared, edition: &str, start: Option<usize>) -> Reply {
    if let Some(renaming) = Renaming::of(shared, edition) {
        let picker = Picker::former(shared, renaming);
        return Reply::open(Overlay::Picker(picker));
    }
    if shared.previous(edition).is_none() {
        let text = match shared
            .entry(edition)
            .map(|entry| (entry.issuer.is_some(), entry.year))
        {
            Some((true, Some(year))) => shared.lang.fill(
                "ui.no-previous-year",
                &[("year", &(year.saturating_sub(1)))],
            ),
            Some(_) | None => shared.text("ui.no-issuer-or-year").to_owned(),
        };
        shared.message = Some(Message::quiet(text));
        return Reply::stay();
    }
    let comparison = CompareScreen::new(edition.to_owned(), start);
    to_screen_of(shared, edition, comparison)
}
