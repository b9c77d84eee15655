//! The state of the console: what every screen shares, the stack of screens, and the one overlay.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Size;
use uuid::Uuid;

use crate::check::register::{Owed, Received};
use crate::locale::Lang;
use crate::review::{Event, Grading, Kinship, Operation, Review, Standing, Union};
use crate::store::Change;
use crate::store::{Series, year_before, years_back};

use super::history::History;
use super::key::Key;
use super::keymap::Keymap;
use super::message::{Draft, Effect, Message};
use super::model::{Document, EditionId, Entry, YearsDocument};
use super::overlay::Overlay;
use super::reviewing;
use super::screen::Screen;
use super::tally::{Reached, Tallies};
use super::theme::Theme;

/// Everything that the console knows. Only [`super::update::update`] changes it.
pub struct App {
    pub shared: Shared,
    /// The last one is on the screen; there is always one.
    pub stack: Vec<Screen>,
    pub overlay: Option<Overlay>,
    /// Keys of a sequence that is not complete yet.
    pub pressed: Vec<Key>,
    /// The program ends after this update.
    pub leaving: bool,
}

/// What the screens share.
pub struct Shared {
    pub lang: Lang,
    pub theme: Theme,
    pub size: Size,
    pub keymap: Arc<Keymap>,
    /// Newest year first within an issuer.
    pub entries: Vec<Entry>,
    /// Which entries are one report, and which are years of one issuer.
    kinship: Kinship,
    /// Every unit and year that the register names.
    pub owed: Vec<Owed>,
    /// The day of the session: suppressions end, and reports fall due.
    pub today: Option<Date>,
    /// The cut-offs of the score sheet.
    pub grading: Grading,
    /// Indicators that the configuration puts first.
    pub pinned: Vec<String>,
    pub tallies: Tallies,
    pub documents: BTreeMap<EditionId, Arc<Document>>,
    /// Reports that can be read and are not checked yet.
    pub texts: BTreeMap<EditionId, Arc<Document>>,
    /// All years of an issuer, by the report from which they were asked for.
    pub years: BTreeMap<EditionId, Arc<YearsDocument>>,
    /// Asked for and not yet there.
    pub opening: BTreeSet<EditionId>,
    /// Who annotates and decides here.
    pub reviewer: String,
    /// All events with the state they amount to.
    union: Union,
    /// Counts up whenever the review changes, so that screens know when to look again.
    pub revision: u64,
    pub history: History,
    pub saving: Saving,
    pub drafts: Vec<Draft>,
    /// Drafts that became annotations; their files go once the annotation is on the disk.
    pub finished: Vec<Draft>,
    pub message: Option<Message>,
    /// Ids of new annotations are made from it, so that `update` needs no clock and no chance.
    session: Uuid,
    made: u128,
    /// Searches of all reports so far.
    pub searches: u64,
    /// Reports to open as soon as the library is listed.
    pub open_at_start: Vec<EditionId>,
    /// Whether the library has been listed yet.
    pub listed: bool,
    /// The library is the bundled one: where to begin is said differently.
    pub sample: bool,
}

/// Who put an indicator first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    ByReviewer,
    ByConfiguration,
}

/// How far the journal is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// Operations that were handed to the recorder.
    pub asked: u64,
    pub saved: u64,
    /// Why the disk refuses, while it does.
    pub refused: Option<String>,
}

/// Where a key leads.
pub enum Go {
    Stay,
    /// Deeper, onto the stack.
    To(Box<Screen>),
    /// The same, and there something is asked at once.
    Ask(Box<Screen>, Box<Overlay>),
    /// In place of the screen that is there.
    Instead(Box<Screen>),
    Back,
    Open(Box<Overlay>),
    Leave,
}

/// What a screen answers to an action.
pub struct Reply {
    pub effects: Vec<Effect>,
    pub go: Go,
}

impl Reply {
    pub fn stay() -> Reply {
        Reply {
            effects: Vec::new(),
            go: Go::Stay,
        }
    }

    pub fn go(go: Go) -> Reply {
        Reply {
            effects: Vec::new(),
            go,
        }
    }

    pub fn to(screen: Screen) -> Reply {
        Reply::go(Go::To(Box::new(screen)))
    }

    pub fn open(overlay: Overlay) -> Reply {
        Reply::go(Go::Open(Box::new(overlay)))
    }

    pub fn effects(effects: Vec<Effect>) -> Reply {
        Reply {
            effects,
            go: Go::Stay,
        }
    }

    pub fn with(mut self, effects: Vec<Effect>) -> Reply {
        self.effects.extend(effects);
        self
    }
}

/// What is known when the console starts.
pub struct Start {
    pub lang: Lang,
    pub theme: Theme,
    pub size: Size,
    pub session: Uuid,
    pub reviewer: String,
    pub union: Union,
    pub drafts: Vec<Draft>,
    /// Reports to open at once, the last one on top.
    pub open: Vec<EditionId>,
    pub sample: bool,
    pub today: Option<Date>,
    pub grading: Grading,
    /// Indicators that the configuration puts first.
    pub pinned: Vec<String>,
}

impl App {
    pub fn new(start: Start) -> App {
        let shared = Shared {
            lang: start.lang,
            theme: start.theme,
            size: start.size,
            keymap: Arc::new(Keymap::bundled()),
            entries: Vec::new(),
            kinship: Kinship::default(),
            owed: Vec::new(),
            today: start.today,
            grading: start.grading,
            pinned: start.pinned,
            tallies: Tallies::default(),
            documents: BTreeMap::new(),
            texts: BTreeMap::new(),
            years: BTreeMap::new(),
            opening: BTreeSet::new(),
            reviewer: start.reviewer,
            union: start.union,
            revision: 0,
            history: History::default(),
            saving: Saving::default(),
            drafts: start.drafts,
            finished: Vec::new(),
            message: None,
            session: start.session,
            made: 0,
            searches: 0,
            open_at_start: start.open,
            listed: false,
            sample: start.sample,
        };
        App {
            shared,
            stack: vec![Screen::library()],
            overlay: None,
            pressed: Vec::new(),
            leaving: false,
        }
    }

    /// Everything typed that is not an annotation on the disk yet: what is being typed, what was put aside, what is on its way.
    pub fn drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if let Some(Overlay::Editor(editor)) = &self.overlay
            && !editor.is_empty()
        {
            drafts.push(editor.draft());
        }
        for draft in self.shared.drafts.iter().chain(&self.shared.finished) {
            if !drafts.iter().any(|known: &Draft| known.id == draft.id) {
                drafts.push(draft.clone());
            }
        }
        drafts
    }

    /// The screen that is shown.
    pub fn screen(&self) -> Option<&Screen> {
        self.stack.last()
    }
}

impl Saving {
    /// Operations that are not on the disk yet.
    pub fn pending(&self) -> u64 {
        self.asked.saturating_sub(self.saved)
    }
}

impl Shared {
    pub fn text(&self, key: &str) -> &'static str {
        self.lang.text(key)
    }

    /// A new id: the session's, counted up.
    pub fn new_id(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(self.session.as_u128().wrapping_add(self.made))
    }

    /// Asks for an operation to be recorded, and remembers how to take it back.
    pub fn record(&mut self, operation: Operation) -> Effect {
        self.record_change(Change::from(operation))
    }

    /// The same for several operations that one key asks for: they are taken back together.
    pub fn record_all(&mut self, operations: Vec<Operation>) -> Vec<Effect> {
        let inverses = operations
            .iter()
            .rev()
            .filter_map(|each| self.inverse(each));
        let inverses = inverses.collect();
        self.history.did(inverses);
        let changes = operations.into_iter().map(Change::from);
        changes.map(|change| self.ask(change)).collect()
    }

    /// The same for a change that says what it is based on.
    pub fn record_change(&mut self, change: Change) -> Effect {
        let inverse = self.inverse(&change.operation);
        self.history.did(inverse.into_iter().collect());
        self.ask(change)
    }

    /// The operations that undo the last ones, off the list.
    pub fn take_back(&mut self) -> Vec<Operation> {
        let mut history = std::mem::take(&mut self.history);
        let operations = history.undo(|operation| self.inverse(operation));
        self.history = history;
        operations
    }

    /// The operations that do again what was undone last.
    pub fn bring_back(&mut self) -> Vec<Operation> {
        let mut history = std::mem::take(&mut self.history);
        let operations = history.redo(|operation| self.inverse(operation));
        self.history = history;
        operations
    }

    /// Asks for an operation to be recorded that the reader does not take back by undo.
    pub fn ask(&mut self, change: Change) -> Effect {
        self.saving.asked += 1;
        Effect::Record(Box::new(change))
    }

    /// The operation that takes another one back, judged by the state as it is now.
    pub fn inverse(&self, operation: &Operation) -> Option<Operation> {
        operation.inverse(self.review(), &self.reviewer)
    }

    pub fn review(&self) -> &Review {
        self.union.review()
    }

    /// How a finding stands: decided, decided a year ago, suppressed.
    pub fn standing(&self, edition: &str, rule: &str, finding: &str) -> Standing<'_> {
        let review = self.review();
        review.standing_of(edition, finding, rule, &self.kinship, self.today)
    }

    /// Takes the reports of the library in, and which of them are one report or a year of one issuer.
    pub fn shelve(&mut self, entries: Vec<Entry>) {
        self.kinship = Kinship::of(entries.iter().map(|entry| {
            let issuer = entry.issuer.as_deref();
            (entry.id.as_str(), issuer, entry.level, entry.year)
        }));
        self.entries = entries;
        self.call_for();
        self.recount_after(Reached::All);
    }

    /// What the register of units still waits for.
    fn call_for(&mut self) {
        let received: Vec<Received> = self
            .entries
            .iter()
            .filter_map(|entry| entry.received.clone())
            .collect();
        let register = self.review().register();
        self.owed = match self.today {
            Some(today) if !register.units.is_empty() => register.owed(&received, today),
            Some(_) | None => Vec::new(),
        };
    }

    /// Takes events into the review.
    pub fn take(&mut self, events: Vec<Event>) {
        let enrols = |event: &Event| matches!(event.operation, Operation::Enrol { .. });
        let enrolled = events.iter().any(enrols);
        let reached = Reached::by(&events);
        self.union.absorb(events);
        self.revision += 1;
        self.recount_after(reached);
        if enrolled {
            self.call_for();
        }
    }

    pub fn entry(&self, edition: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == edition)
    }

    pub fn document(&self, edition: &str) -> Option<&Arc<Document>> {
        self.documents.get(edition)
    }

    /// The report for reading, with its findings as soon as they are there.
    pub fn readable(&self, edition: &str) -> Option<&Arc<Document>> {
        self.document(edition).or_else(|| self.texts.get(edition))
    }

    /// The report with last year's beside it, as soon as the two are compared; its findings may follow.
    pub fn compared(&self, edition: &str) -> Option<&Arc<Document>> {
        let both = [self.document(edition), self.texts.get(edition)];
        let mut both = both.into_iter().flatten();
        both.find(|document| document.previous.is_some())
    }

    /// Whether an indicator of this name stands first, and who said so.
    pub fn pin_of(&self, name: &str) -> Option<Pinned> {
        if self.review().pins.contains(name) {
            return Some(Pinned::ByReviewer);
        }
        let subject = name.split('·').next().unwrap_or(name);
        let mut configured = self.pinned.iter();
        configured
            .any(|pinned| pinned == name || pinned == subject)
            .then_some(Pinned::ByConfiguration)
    }

    /// Asks for a report to be opened, once.
    pub fn request(&mut self, edition: &str) -> Vec<Effect> {
        if self.documents.contains_key(edition) || !self.opening.insert(edition.to_owned()) {
            return Vec::new();
        }
        vec![Effect::Open(edition.to_owned())]
    }

    /// Findings of a report that ask something and are not decided yet; `None` while unknown.
    pub fn undecided(&self, edition: &str) -> Option<usize> {
        self.tallies.tally(edition).map(|tally| tally.open)
    }

    /// Other editions of the same report.
    pub(super) fn twins(&self, edition: &str) -> Vec<EditionId> {
        self.kinship.twins(edition).map(str::to_owned).collect()
    }

    /// Sections read and sections to be read.
    pub fn reviewed(&self, edition: &str) -> (usize, usize) {
        let Some(summary) = self.tallies.summary(edition) else {
            return (0, 0);
        };
        let read = summary
            .sections
            .iter()
            .filter(|key| self.review().is_reviewed(edition, key));
        (read.count(), summary.sections.len())
    }

    /// Annotations that stand, of one report (by issuer and year, whichever edition was read).
    pub fn gaps(&self, edition: &str) -> usize {
        let Some(entry) = self.entry(edition) else {
            return 0;
        };
        reviewing::annotations(self.review())
            .filter(|annotation| reviewing::is_about(annotation, entry))
            .count()
    }

    /// Another report with something left to decide, after the given one in the list.
    pub fn next_report(&self, edition: &str) -> Option<&Entry> {
        let at = self
            .entries
            .iter()
            .position(|entry| entry.id == edition)
            .map_or(0, |at| at + 1);
        let (before, after) = self.entries.split_at_checked(at)?;
        after.iter().chain(before).find(|entry| {
            entry.id != edition && self.undecided(&entry.id).is_some_and(|open| open > 0)
        })
    }

    /// The same issuer's report of the year before.
    pub fn previous(&self, edition: &str) -> Option<&Entry> {
        let entry = self.entry(edition)?;
        previous_of(&self.entries, entry)
    }
}

/// The same issuer's report of the year before.
pub fn previous_of<'a>(entries: &'a [Entry], entry: &Entry) -> Option<&'a Entry> {
    year_before(entries, series(entry), series)
}

/// The same issuer's reports up to this one, newest first.
pub fn years_of(entries: &[Entry], entry: &Entry) -> Vec<Entry> {
    let back = years_back(entries, series(entry), series);
    back.into_iter().cloned().collect()
}

fn series(entry: &Entry) -> Series<'_> {
    Series {
        issuer: entry.issuer.as_deref(),
        level: entry.level,
        year: entry.year,
        former: entry.former.as_deref(),
    }
}
