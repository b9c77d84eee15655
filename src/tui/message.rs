//! What reaches the console, and what it asks the world to do. Both are values: nothing here acts.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::review::{Annotation, Event, Grade, Motivation, Review, Scope};
use crate::search::Query;
use crate::store::{Change, Habit};

use super::catalogue::Catalogue;
use super::exporting::Exporting;
use super::key::Key;
use super::model::{Document, EditionId, Found, Summary, YearsDocument};
use super::pointer::Pointer;
use super::term::Ground;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    Paste(String),
    Mouse(Pointer),
    /// The terminal has told on what it writes.
    Ground(Ground),
    /// What another program made of the text that was given to it.
    Edited(String),
    Resize(u16, u16),
    /// The library was listed, at start and after an import.
    Library(Arc<Catalogue>),
    Summary(EditionId, Box<Summary>),
    /// Corrections changed the library, and how these reports are understood.
    Corrected {
        entries: Arc<Catalogue>,
        changed: Vec<EditionId>,
    },
    /// A report to be read while it is still being checked: no findings yet.
    Text(EditionId, Arc<Document>),
    Opened(EditionId, Arc<Document>),
    /// All years of an issuer, asked for from one of them.
    Years(EditionId, Arc<YearsDocument>),
    /// A report could not be opened: the reason, for the reader.
    NotOpened(EditionId, String),
    /// Operations were taken by the recorder: they count on the screen, but are not on the disk yet.
    Recorded(Vec<Event>),
    /// So many more operations are safe on the disk.
    Saved(u64),
    /// The disk refuses; what is not saved is kept and tried again.
    NotSaved {
        reason: String,
    },
    /// What other reviewers wrote.
    News(Vec<Event>),
    DraftKept,
    /// A draft could not be written: the reason.
    DraftNotKept(String),
    /// An import ended: how many reports are new, and why others were refused.
    Imported {
        added: usize,
        refused: Vec<String>,
    },
    /// What a search of all reports has come to since the last time.
    Found(Box<Found>),
    /// Imports that would leave annotations in doubt: nothing of them was written.
    Reimports {
        importing: Box<Importing>,
        /// What becomes of the annotations, in a few lines.
        lines: Vec<String>,
    },
    /// A file is there where something is to be exported to.
    WouldReplace(Box<Exporting>),
    /// An export ended, and how.
    Exported(Message),
    /// What takes long is so far.
    Working(Progress),
    /// Something the reader should know.
    Said(Message),
}

/// How far something is that takes longer than a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The disk or the report keeps the reader waiting, for so many seconds.
    Waiting { seconds: u64 },
    /// So many files of all are read in.
    Importing { done: usize, all: usize },
    /// A file has been in the making for so many seconds.
    Exporting { seconds: u64 },
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Understand a report, with last year's beside it.
    Open(EditionId),
    /// Follow figures and sections through all years of the issuer of a report.
    Follow(EditionId),
    /// Nobody waits for the years any more.
    StopFollowing,
    /// Nobody waits for this report any more.
    Close(EditionId),
    /// Understand reports when nothing else is waiting.
    Summarise(Vec<EditionId>),
    /// The operations of one action: they are taken back together.
    Record(Vec<Change>),
    /// All notes that are not annotations yet; none when nothing is left of them.
    KeepDrafts(Vec<Draft>),
    /// A draft is thrown away; a copy is kept for a month.
    Discard(Box<Draft>),
    Import(Box<Importing>),
    /// Understand reports as corrected and check them by the register: nothing else of the review is needed.
    Correct(Box<Review>),
    Copy(String),
    /// Let the reader's own editor have a text; what it makes of it comes back as [`Msg::Edited`].
    EditOutside(String),
    /// Look through all reports; a search that is still going on ends.
    Search(Box<Searching>),
    StopSearch,
    /// Nobody waits for the rest of an import any more.
    StopImport,
    Export(Box<Exporting>),
    /// Nobody waits for what is being exported any more.
    StopExport,
    /// Remember something for the next session on this machine.
    Learn(Habit),
    /// Look for what other reviewers wrote.
    Rescan,
    Suspend,
    Leave,
}

/// What to look for, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Searching {
    /// Tells what was found for this search from what was found for others.
    pub ticket: u64,
    pub query: Query,
    /// In the order in which the hits are to be listed.
    pub editions: Vec<EditionId>,
}

/// A path to be imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Importing {
    pub path: String,
    /// What was written so far: the import tells first what becomes of it.
    pub annotations: Vec<Arc<Annotation>>,
    pub agreed: Agreed,
}

/// Whether the reader has seen what becomes of what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
    Yes,
    NotAsked,
}

/// A note that is being typed, as it is kept on disk until it is saved or thrown away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub id: Uuid,
    pub edition: EditionId,
    pub issuer: Option<String>,
    pub year: Option<i16>,
    /// The annotation that is edited; a new one when absent.
    pub annotation: Option<Uuid>,
    /// Its heads when the editor was opened, so that two edits of one state are seen as two.
    #[serde(default)]
    pub base: Vec<Uuid>,
    pub scope: Scope,
    /// Bytes of the source text.
    pub start: usize,
    pub end: usize,
    /// Further places of this text, as start and end.
    #[serde(default)]
    pub others: Vec<(usize, usize)>,
    /// Places of last year's text that belong to it.
    #[serde(default)]
    pub beside: Vec<(usize, usize)>,
    /// What stands there, to be shown above the editor.
    pub quote: String,
    pub finding: Option<String>,
    pub motivation: Motivation,
    pub grade: Option<Grade>,
    pub rule: String,
    pub problem: String,
    pub suggestion: String,
    #[serde(default)]
    pub private: bool,
}

/// A line in the fixed slot at the bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub tone: Tone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Quiet,
    Good,
    Bad,
}

impl Message {
    pub fn quiet(text: impl Into<String>) -> Message {
        Message {
            text: text.into(),
            tone: Tone::Quiet,
        }
    }

    pub fn good(text: impl Into<String>) -> Message {
        Message {
            text: text.into(),
            tone: Tone::Good,
        }
    }

    pub fn bad(text: impl Into<String>) -> Message {
        Message {
            text: text.into(),
            tone: Tone::Bad,
        }
    }
}
