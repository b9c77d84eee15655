//! The screens: a stack, deeper with Enter and back with q. Each keeps its own state; what they share is in `app`.

pub mod checks;
pub mod compare;
pub mod conflict;
pub mod difference;
pub mod follow_up;
pub mod gaps;
pub mod library;
pub mod note;
pub mod report;
pub mod same_rule;
pub mod search;
pub mod tray;

use ratatui::layout::Rect;

use crate::review::Annotation;
use crate::search::Query;

use super::action::{Action, Scene};
use super::app::{Again, Go, Reply, Shared};
use super::canvas::Canvas;
use super::message::{Effect, Message};
use super::overlay::Overlay;
use super::overlay::picker::Picker;
use super::renaming::Renaming;
use super::reviewing;

use checks::ChecksScreen;
use compare::CompareScreen;
use conflict::ConflictScreen;
use difference::DifferenceScreen;
use follow_up::FollowUpScreen;
use gaps::GapsScreen;
use library::LibraryScreen;
use note::NoteScreen;
use report::ReportScreen;
use same_rule::SameRuleScreen;
use search::SearchScreen;
use tray::TrayScreen;

/// One screen of the stack.
pub enum Screen {
    Library(Box<LibraryScreen>),
    Report(Box<ReportScreen>),
    Compare(Box<CompareScreen>),
    Checks(Box<ChecksScreen>),
    SameRule(Box<SameRuleScreen>),
    Gaps(Box<GapsScreen>),
    Note(Box<NoteScreen>),
    Conflict(Box<ConflictScreen>),
    FollowUp(Box<FollowUpScreen>),
    Tray(Box<TrayScreen>),
    Difference(Box<DifferenceScreen>),
    Search(Box<SearchScreen>),
}

impl Screen {
    pub fn library() -> Screen {
        Screen::Library(Box::default())
    }

    pub fn report(edition: &str) -> Screen {
        Screen::Report(Box::new(ReportScreen::new(edition.to_owned(), None)))
    }

    pub fn scene(&self) -> Scene {
        match self {
            Screen::Library(_) => Scene::Library,
            Screen::Report(report) if report.outline.focused => Scene::Outline,
            Screen::Report(_) => Scene::Report,
            Screen::Compare(compare) => compare.scene(),
            Screen::Checks(_) => Scene::Checks,
            Screen::SameRule(_) => Scene::SameRule,
            Screen::Gaps(_) => Scene::Gaps,
            Screen::Note(_) => Scene::Note,
            Screen::Conflict(_) => Scene::Conflict,
            Screen::FollowUp(_) => Scene::FollowUp,
            Screen::Tray(_) => Scene::Tray,
            Screen::Difference(_) => Scene::Difference,
            Screen::Search(_) => Scene::Search,
        }
    }

    /// The report that it is about.
    pub fn edition(&self) -> Option<&str> {
        match self {
            Screen::Library(_) | Screen::Search(_) => None,
            Screen::Report(report) => Some(&report.edition),
            Screen::Compare(compare) => Some(&compare.edition),
            Screen::Checks(checks) => Some(&checks.edition),
            Screen::SameRule(same) => Some(&same.edition),
            Screen::Gaps(gaps) => gaps.edition(),
            Screen::Note(_) | Screen::Conflict(_) => None,
            Screen::FollowUp(follow) => Some(&follow.edition),
            Screen::Tray(tray) => Some(&tray.edition),
            Screen::Difference(difference) => Some(&difference.edition),
        }
    }

    pub fn act(&mut self, shared: &mut Shared, action: Action, letter: Option<char>) -> Reply {
        match self {
            Screen::Library(library) => library.act(shared, action),
            // From a report to the same place in the comparison.
            Screen::Report(report) if action == Action::Compare => {
                let (edition, at) = (report.edition.clone(), report.cursor.at);
                compare_with_last_year(shared, &edition, Some(at))
            }
            Screen::Report(report) => report.act(shared, action, letter),
            Screen::Compare(compare) => compare.act(shared, action),
            Screen::Checks(checks) => checks.act(shared, action),
            Screen::SameRule(same) => same.act(shared, action),
            Screen::Gaps(gaps) => gaps.act(shared, action),
            Screen::Note(note) => note.act(shared, action),
            Screen::Conflict(conflict) => conflict.act(shared, action, letter),
            Screen::FollowUp(follow) => follow.act(shared, action),
            Screen::Tray(tray) => tray.act(shared, action, letter),
            Screen::Difference(difference) => difference.act(shared, action),
            Screen::Search(search) => search.act(shared, action),
        }
    }

    /// Takes what is new since the last time: documents, size, decisions.
    pub fn refresh(&mut self, shared: &Shared) {
        match self {
            Screen::Library(library) => library.refresh(shared),
            Screen::Report(report) => report.refresh(shared),
            Screen::Compare(compare) => compare.refresh(shared),
            Screen::Checks(checks) => checks.refresh(shared),
            Screen::SameRule(same) => same.refresh(shared),
            Screen::Gaps(gaps) => gaps.refresh(shared),
            Screen::Note(note) => note.refresh(shared),
            Screen::Conflict(_) => {}
            Screen::FollowUp(follow) => follow.refresh(shared),
            Screen::Tray(tray) => tray.refresh(shared),
            Screen::Difference(difference) => difference.refresh(shared),
            Screen::Search(search) => search.refresh(shared),
        }
    }

    /// A filter while it is typed.
    pub fn narrow(&mut self, shared: &mut Shared, text: &str) {
        match self {
            Screen::Library(library) => library.filter(shared, text),
            Screen::Gaps(gaps) => gaps.filter(shared, text),
            Screen::Report(_)
            | Screen::Compare(_)
            | Screen::Checks(_)
            | Screen::SameRule(_)
            | Screen::Note(_)
            | Screen::Conflict(_)
            | Screen::FollowUp(_)
            | Screen::Tray(_)
            | Screen::Difference(_)
            | Screen::Search(_) => {}
        }
    }

    /// A search while it is typed.
    pub fn look_for(&mut self, shared: &mut Shared, query: &Query) -> Vec<Effect> {
        match self {
            Screen::Report(report) => report.search_for(query),
            Screen::Compare(compare) => compare.search_for(query),
            Screen::Search(search) => return search.look_for(shared, query),
            Screen::Library(_)
            | Screen::Checks(_)
            | Screen::SameRule(_)
            | Screen::Gaps(_)
            | Screen::Note(_)
            | Screen::Conflict(_)
            | Screen::FollowUp(_)
            | Screen::Tray(_)
            | Screen::Difference(_) => {}
        }
        Vec::new()
    }

    /// A search that was entered: to the first hit.
    pub fn go_to_hit(&mut self, shared: &mut Shared) {
        match self {
            Screen::Report(report) => report.go_to_hit(shared, true),
            Screen::Compare(compare) => compare.go_to_hit(shared, true),
            Screen::Library(_)
            | Screen::Checks(_)
            | Screen::SameRule(_)
            | Screen::Gaps(_)
            | Screen::Note(_)
            | Screen::Conflict(_)
            | Screen::FollowUp(_)
            | Screen::Tray(_)
            | Screen::Difference(_)
            | Screen::Search(_) => {}
        }
    }

    /// The list of what was found in all reports.
    pub fn searching(&mut self) -> Option<&mut SearchScreen> {
        match self {
            Screen::Search(search) => Some(search),
            Screen::Library(_)
            | Screen::Report(_)
            | Screen::Compare(_)
            | Screen::Checks(_)
            | Screen::SameRule(_)
            | Screen::Gaps(_)
            | Screen::Note(_)
            | Screen::Conflict(_)
            | Screen::FollowUp(_)
            | Screen::Tray(_)
            | Screen::Difference(_) => None,
        }
    }

    /// How much a search has found, while it is typed.
    pub fn found(&self, shared: &Shared) -> Option<String> {
        match self {
            Screen::Report(report) => {
                let count = report.search.hits.len();
                Some(shared.lang.fill("ui.search-count", &[("count", &count)]))
            }
            Screen::Search(search) => Some(search.progress(shared)),
            Screen::Library(_)
            | Screen::Compare(_)
            | Screen::Checks(_)
            | Screen::SameRule(_)
            | Screen::Gaps(_)
            | Screen::Note(_)
            | Screen::Conflict(_)
            | Screen::FollowUp(_)
            | Screen::Tray(_)
            | Screen::Difference(_) => None,
        }
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        match self {
            Screen::Library(library) => library.view(shared, canvas, screen),
            Screen::Report(report) => report.view(shared, canvas, screen),
            Screen::Compare(compare) => compare.view(shared, canvas, screen),
            Screen::Checks(checks) => checks.view(shared, canvas, screen),
            Screen::SameRule(same) => same.view(shared, canvas, screen),
            Screen::Gaps(gaps) => gaps.view(shared, canvas, screen),
            Screen::Note(note) => note.view(shared, canvas, screen),
            Screen::Conflict(conflict) => conflict.view(shared, canvas, screen),
            Screen::FollowUp(follow) => follow.view(shared, canvas, screen),
            Screen::Tray(tray) => tray.view(shared, canvas, screen),
            Screen::Difference(difference) => difference.view(shared, canvas, screen),
            Screen::Search(search) => search.view(shared, canvas, screen),
        }
    }

    /// Where the reader is, from the library inwards.
    pub fn path(&self, shared: &Shared) -> Vec<String> {
        match self {
            Screen::Library(_) => library::path(shared),
            Screen::Report(report) => report.path(shared),
            Screen::Compare(compare) => compare.path(shared),
            Screen::Checks(checks) => checks.path(shared),
            Screen::SameRule(same) => same.path(shared),
            Screen::Gaps(gaps) => gaps.path(shared),
            Screen::Note(note) => note.path(shared),
            Screen::Conflict(conflict) => conflict.path(shared),
            Screen::FollowUp(follow) => follow.path(shared),
            Screen::Tray(tray) => tray.path(shared),
            Screen::Difference(difference) => difference.path(shared),
            Screen::Search(_) => search::path(shared),
        }
    }

    /// How far one is, at the right of the top line.
    pub fn progress(&self, shared: &Shared) -> String {
        match self {
            Screen::Library(library) => library.progress(shared),
            Screen::Report(report) => progress(shared, &report.edition),
            Screen::Compare(compare) => compare.progress(shared),
            Screen::Checks(checks) => progress(shared, &checks.edition),
            Screen::SameRule(same) => same.progress(shared),
            Screen::Gaps(gaps) => gaps.progress(shared),
            Screen::Note(_) | Screen::Conflict(_) => String::new(),
            Screen::FollowUp(follow) => follow.progress(shared),
            Screen::Tray(tray) => tray.progress(shared),
            Screen::Difference(difference) => difference.progress(shared),
            Screen::Search(search) => search.progress(shared),
        }
    }

    /// Whether an action would do something now: what the bottom line and help offer.
    pub fn offers(&self, shared: &Shared, action: Action) -> bool {
        let global = match action {
            Action::Undo => shared.can(Again::Undo),
            Action::Redo => shared.can(Again::Redo),
            Action::Compare => self
                .edition()
                .is_none_or(|edition| can_compare(shared, edition)),
            _ => true,
        };
        global
            && match self {
                Screen::Library(library) => library.offers(shared, action),
                Screen::Report(report) => report.offers(action),
                Screen::Compare(compare) => compare.offers(action),
                Screen::Checks(checks) => checks.offers(shared, action),
                Screen::SameRule(same) => same.offers(shared, action),
                Screen::Gaps(gaps) => gaps.offers(shared, action),
                Screen::Note(note) => note.offers(shared, action),
                Screen::Conflict(_) => true,
                Screen::FollowUp(follow) => follow.offers(action),
                Screen::Tray(tray) => tray.offers(action),
                Screen::Difference(difference) => difference.offers(action),
                Screen::Search(search) => search.offers(action),
            }
    }
}

/// A list with a line above it and `detail` rows below that say more about its chosen row.
pub fn list_and_detail(body: Rect, head: bool, detail: u16) -> (Rect, Option<Rect>) {
    let head = u16::from(head);
    let list = Rect {
        y: body.y + head,
        height: body.height.saturating_sub(head + detail),
        ..body
    };
    let below = Rect {
        y: list.bottom(),
        height: detail,
        ..body
    };
    (list, (detail > 0).then_some(below))
}

/// The rows between the line at the top and the line at the bottom; on a small screen there is no line at the top.
pub fn body(screen: Rect) -> Rect {
    let (top, bottom) = match screen.height {
        0 | 1 => (0, 0),
        2..=11 => (0, 1),
        _ => (1, 1),
    };
    Rect {
        y: screen.y + top,
        height: screen.height - top - bottom,
        ..screen
    }
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

/// Keys that mean the same on every screen of a report.
pub fn common(shared: &mut Shared, edition: &str, action: Action) -> Reply {
    match action {
        Action::Back => back(),
        Action::Compare => compare_with_last_year(shared, edition, None),
        Action::Checks => {
            let effects = shared.request(edition);
            Reply::to(Screen::Checks(Box::new(ChecksScreen::new(
                edition.to_owned(),
                None,
            ))))
            .with(effects)
        }
        Action::FollowUp => follow_up::open(shared, edition),
        Action::Tray => tray::open(shared, edition),
        Action::Difference => difference::open(shared, edition),
        Action::Gaps => Reply::to(Screen::Gaps(Box::new(GapsScreen::of_report(
            edition.to_owned(),
            None,
        )))),
        _ => Reply::stay(),
    }
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
    let effects = shared.request(&id);
    let mut screen = ReportScreen::new(id, None);
    screen.wanted_note = Some(annotation.id);
    Reply::to(Screen::Report(Box::new(screen))).with(effects)
}

/// Whether there is a report of the year before, or an issuer that may have been this one under another name.
fn can_compare(shared: &Shared, edition: &str) -> bool {
    shared.previous(edition).is_some() || Renaming::of(shared, edition).is_some()
}

fn compare_with_last_year(shared: &mut Shared, edition: &str, start: Option<usize>) -> Reply {
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
    let effects = shared.request(edition);
    Reply::to(Screen::Compare(Box::new(CompareScreen::new(
        edition.to_owned(),
        start,
    ))))
    .with(effects)
}
