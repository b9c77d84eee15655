//! The state of the console: what every screen shares, the stack of screens, and the one overlay.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Size;
use uuid::Uuid;

use crate::check::register::{Owed, Received};
use crate::locale::Lang;
use crate::review::{
    Annotation, Event, Grading, History, Kinship, Lack, Operation, Reversal, Review, Role,
    Standing, Subject, Union,
};
use crate::store::{Change, Memory};

use super::action::Action;
use super::catalogue::Catalogue;
use super::jumps::{Jumps, Spot};
use super::key::Key;
use super::keymap::Keymap;
use super::message::{Agreed, Draft, Effect, Importing, Message, Progress};
use super::model::{Document, EditionId, Entry, YearsDocument};
use super::notes::Notes;
use super::overlay::Overlay;
use super::screen::report::Show;
use super::screen::{self, Screen};
use super::tally::{Reached, Tallies, Tally};
use super::theme::Theme;

/// Everything that the console knows. Only [`super::update::update`] changes it.
pub struct App {
    pub shared: Shared,
    /// The last one is on the screen; there is always one.
    pub stack: Vec<Box<dyn Screen>>,
    pub overlay: Option<Overlay>,
    /// Keys of a sequence that is not complete yet.
    pub pressed: Vec<Key>,
    /// The program ends after this update.
    pub leaving: bool,
    /// What was asked for before the library was listed, which it takes; done as soon as it is.
    pub(super) asked_early: Option<Action>,
    pub(super) jumps: Jumps,
    /// Where a report is being read, as far as it is remembered.
    pub(super) reading: Option<Spot>,
}

/// What the screens share.
pub struct Shared {
    pub lang: Lang,
    pub theme: Theme,
    pub size: Size,
    pub keymap: Arc<Keymap>,
    pub entries: Arc<Catalogue>,
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
    /// As what, where the office says so.
    pub role: Option<Role>,
    /// All events with the state they amount to.
    union: Union,
    /// Private: must fit the union and the entries.
    notes: Notes,
    /// Counts up whenever the review changes, so that screens know when to look again.
    pub revision: u64,
    /// What this reviewer did, in this session and before.
    history: History,
    /// Undo and redo that were asked for before the recorder had answered.
    pub(super) waiting: Vec<Again>,
    pub saving: Saving,
    pub drafts: Vec<Draft>,
    /// Drafts that became annotations; their files go once the annotation is on the disk.
    pub finished: Vec<Draft>,
    pub message: Option<Message>,
    /// Where reports were left and what was typed, here and in sessions before.
    pub memory: Memory,
    /// What takes long, as far as it is.
    pub work: Option<Progress>,
    /// Ids of new annotations are made from it, so that `update` needs no clock and no chance.
    session: Uuid,
    made: u128,
    /// Whether reports open with their outline.
    pub outline: Show,
    /// Searches of all reports so far.
    pub searches: u64,
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
    /// Actions that it has not made events of yet.
    pub unrecorded: u64,
    pub saved: u64,
    /// Why the disk refuses, while it does.
    pub refused: Option<String>,
}

/// The two ways through what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    Undo,
    Redo,
}

/// Who wrote events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Here,
    Elsewhere,
}

/// Where a key leads.
pub enum Go {
    Stay,
    /// Deeper, onto the stack.
    To(Box<dyn Screen>),
    /// The same, and there something is asked at once.
    Ask(Box<dyn Screen>, Box<Overlay>),
    /// Onto the library, whatever lay on it.
    Over(Box<dyn Screen>),
    /// In place of the screen that is there.
    Instead(Box<dyn Screen>),
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

    pub fn to(screen: impl Screen + 'static) -> Reply {
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
    pub keymap: Keymap,
    pub size: Size,
    pub session: Uuid,
    pub reviewer: String,
    pub role: Option<Role>,
    pub union: Union,
    pub drafts: Vec<Draft>,
    /// Reports to open at once, the last one on top; whoever starts the console has asked for them.
    pub open: Vec<EditionId>,
    pub sample: bool,
    pub today: Option<Date>,
    pub grading: Grading,
    /// Indicators that the configuration puts first.
    pub pinned: Vec<String>,
    /// What earlier sessions on this machine left.
    pub memory: Memory,
}

impl App {
    pub fn new(start: Start) -> App {
        let history = History::of(&start.union, &start.reviewer);
        let shared = Shared {
            lang: start.lang,
            theme: start.theme,
            size: start.size,
            keymap: Arc::new(start.keymap),
            entries: Arc::default(),
            owed: Vec::new(),
            today: start.today,
            grading: start.grading,
            pinned: start.pinned,
            tallies: Tallies::default(),
            documents: BTreeMap::new(),
            texts: BTreeMap::new(),
            years: BTreeMap::new(),
            opening: start.open.iter().cloned().collect(),
            reviewer: start.reviewer,
            role: start.role,
            notes: Notes::default(),
            union: start.union,
            revision: 0,
            history,
            waiting: Vec::new(),
            saving: Saving::default(),
            drafts: start.drafts,
            finished: Vec::new(),
            message: None,
            memory: start.memory,
            work: None,
            session: start.session,
            made: 0,
            outline: Show::ByWidth,
            searches: 0,
            listed: false,
            sample: start.sample,
        };
        let opened = start.open.iter();
        let opened = opened.map(|id| Box::new(screen::report(id)) as Box<dyn Screen>);
        App {
            shared,
            stack: std::iter::once(screen::library()).chain(opened).collect(),
            overlay: None,
            pressed: Vec::new(),
            leaving: false,
            asked_early: None,
            jumps: Jumps::default(),
            reading: None,
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
    pub fn screen(&self) -> Option<&dyn Screen> {
        self.stack.last().map(AsRef::as_ref)
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

    /// Asks for an operation to be recorded.
    pub fn record(&mut self, operation: Operation) -> Effect {
        self.record_change(Change::from(operation))
    }

    /// The same for several operations that one key asks for: they are taken back together.
    pub fn record_all(&mut self, operations: Vec<Operation>) -> Vec<Effect> {
        if operations.is_empty() {
            return Vec::new();
        }
        vec![self.record_changes(operations.into_iter().map(Change::from).collect())]
    }

    /// The same for a change that says what it is based on.
    pub fn record_change(&mut self, change: Change) -> Effect {
        self.record_changes(vec![change])
    }

    pub fn record_changes(&mut self, changes: Vec<Change>) -> Effect {
        self.saving.asked += changes.len() as u64;
        self.saving.unrecorded += 1;
        Effect::Record(changes)
    }

    /// Asks for a path to be imported; what it would do to annotations is told before.
    pub fn import(&self, path: &str) -> Effect {
        Effect::Import(Box::new(Importing {
            path: path.to_owned(),
            annotations: self.review().annotations.values().map(Arc::clone).collect(),
            agreed: Agreed::NotAsked,
        }))
    }

    /// What still has to be typed before an operation may be recorded.
    pub fn lacks(&self, operation: &Operation) -> Option<Lack> {
        self.review()
            .lacks(operation, &self.reviewer, self.kinship())
    }

    /// What takes back, or does again, the last action of this reviewer.
    pub fn reversals(&self, again: Again) -> Vec<Reversal> {
        match again {
            Again::Undo => self.history.undo(&self.union),
            Again::Redo => self.history.redo(&self.union),
        }
    }

    pub fn can(&self, again: Again) -> bool {
        match again {
            Again::Undo => self.history.can_undo(),
            Again::Redo => self.history.can_redo(),
        }
    }

    /// Everything that happened to an annotation, oldest first.
    pub fn history_of(&self, annotation: Uuid) -> Vec<&Event> {
        self.union.history(annotation)
    }

    pub fn review(&self) -> &Review {
        self.union.review()
    }

    /// How a finding stands: decided, decided a year ago, suppressed.
    pub fn standing(&self, edition: &str, rule: &str, finding: &str) -> Standing<'_> {
        let review = self.review();
        review.standing_of(edition, finding, rule, self.kinship(), self.today)
    }

    /// Takes the reports of the library in, and which of them are one report or a year of one issuer.
    pub fn shelve(&mut self, entries: Arc<Catalogue>) {
        self.entries = entries;
        self.notes = Notes::of(self.union.review(), &self.entries);
        self.call_for();
        self.recount_after(Reached::All);
    }

    /// What the register of units still waits for.
    fn call_for(&mut self) {
        let received: Vec<Received> = self.entries.iter().filter_map(Entry::received).collect();
        let register = self.review().register();
        self.owed = match self.today {
            Some(today) if !register.units.is_empty() => register.owed(&received, today),
            Some(_) | None => Vec::new(),
        };
    }

    /// Takes events into the review: what this session did, and what others wrote.
    pub fn take(&mut self, events: Vec<Event>, from: Source) {
        let enrols = |event: &Event| matches!(event.operation, Operation::Enrol { .. });
        let enrolled = events.iter().any(enrols);
        let reached = Reached::by(&events);
        let own: Vec<Event> = events
            .iter()
            .filter(|event| event.reviewer == self.reviewer)
            .cloned()
            .collect();
        let noted =
            |event: &Event| matches!(Subject::of(&event.operation, ""), Subject::Annotation(_));
        let renote = events.iter().any(noted);
        self.union.absorb(events);
        self.revision += 1;
        if renote {
            self.notes = Notes::of(self.union.review(), &self.entries);
        }
        match from {
            Source::Here => own.iter().for_each(|event| self.history.observe(event)),
            // Another terminal of this reviewer may have written before what was done here.
            Source::Elsewhere if own.is_empty() => {}
            Source::Elsewhere => self.history = History::of(&self.union, &self.reviewer),
        }
        self.recount_after(reached);
        if enrolled {
            self.call_for();
        }
    }

    pub fn entry(&self, edition: &str) -> Option<&Entry> {
        self.entries.entry(edition)
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

    /// Which reports are one, and which are years of one issuer.
    pub fn kinship(&self) -> &Kinship {
        self.entries.kinship()
    }

    /// Other editions of the same report.
    pub(super) fn twins(&self, edition: &str) -> Vec<EditionId> {
        self.kinship().twins(edition).map(str::to_owned).collect()
    }

    /// Which edition of its report an entry is, counted as they were imported, and of how many; none of the only one, and
    /// where there are too many to tell apart.
    pub fn edition_number(&self, entry: &Entry) -> Option<(usize, usize)> {
        const MOST: usize = 64;
        let twins = self.kinship().twins(&entry.id).take(MOST);
        let twins = twins.filter_map(|id| self.entry(id));
        let (mut number, mut count) = (1, 1);
        for twin in twins.filter(|twin| twin.kind == entry.kind) {
            let is_older = (twin.imported, &twin.id) < (entry.imported, &entry.id);
            number += usize::from(is_older);
            count += 1;
        }
        (2..MOST).contains(&count).then_some((number, count))
    }

    /// Sections read and sections to be read.
    pub fn reviewed(&self, edition: &str) -> (usize, usize) {
        let tally = self.tallies.tally(edition).unwrap_or_default();
        (tally.read, tally.sections)
    }

    /// How many annotations stand, of one report (by issuer and year, whichever edition was read).
    pub fn gaps(&self, edition: &str) -> usize {
        self.notes.about(edition).len()
    }

    /// Which annotations belong to which report.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// The annotations about one report, oldest first.
    pub fn notes_of<'a>(&'a self, edition: &str) -> impl Iterator<Item = &'a Annotation> + use<'a> {
        let ids = self.notes.about(edition).iter();
        let review = self.review();
        ids.filter_map(move |id| review.annotation(*id))
    }

    /// The annotation that was made from a finding of a report.
    pub fn note_of_finding(&self, edition: &str, finding: &str) -> Option<&Annotation> {
        let id = self.notes.of_finding(edition, finding)?;
        self.review().annotation(id)
    }

    /// Another report with something left to decide, after the given one in the list.
    pub fn next_report(&self, edition: &str) -> Option<&Entry> {
        self.next_where(edition, |tally| tally.open > 0)
    }

    /// Another report with a section that is not read yet.
    pub fn next_unread(&self, edition: &str) -> Option<&Entry> {
        self.next_where(edition, Tally::is_unread)
    }

    /// The next report after one, and round again, that is wanted.
    fn next_where(&self, edition: &str, wanted: impl Fn(&Tally) -> bool) -> Option<&Entry> {
        let at = self.entries.place(edition).map_or(0, |at| at + 1);
        let (before, after) = self.entries.split_at_checked(at)?;
        after.iter().chain(before).find(|entry| {
            let tally = self.tallies.tally(&entry.id);
            entry.id != edition && tally.is_some_and(|tally| wanted(&tally))
        })
    }

    /// The same issuer's report of the year before.
    pub fn previous(&self, edition: &str) -> Option<&Entry> {
        self.entries.previous(self.entry(edition)?)
    }
}
