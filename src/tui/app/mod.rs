//! The state of the console: what every screen shares, the stack of screens, and the one overlay.

mod arriving;
mod doing;
mod known;
mod reply;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use ratatui::layout::Size;
use uuid::Uuid;

use crate::check::register::Owed;
use crate::locale::Lang;
use crate::review::{Grading, History, Role, Union};
use crate::store::Memory;

use super::action::Action;
use super::catalogue::Catalogue;
use super::jumps::{Jumps, Spot};
use super::key::Key;
use super::keymap::Keymap;
use super::message::{Draft, Message, Progress};
use super::model::{Document, EditionId, YearsDocument};
use super::notes::Notes;
use super::overlay::Overlay;
use super::screen::report::Show;
use super::screen::{self, Screen};
use super::tally::Tallies;
use super::theme::Theme;

pub use arriving::Source;
pub use doing::{Again, Saving};
pub use known::Pinned;
pub use reply::{Go, Reply};

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
