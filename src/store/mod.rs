//! The library folder: editions, journals, drafts. Truth only grows; everything else can be rebuilt.
//!
//! A session opens a [`Library`] through [`Places`], reads everyone's events with a [`Feed`], and hands the feed to a
//! [`Recorder`], which writes this session's own journal on a thread of its own:
//!
//! ```text
//! <library>/    library.json
//!               editions/<id>/{source.bin, text.txt, edition.json}     named by their content, never changed
//!               reviews/<reviewer>/<host>-<session>.<n>.jsonl          the truth: one writer each, only appended to
//!               reviews/<reviewer>/archive/*.jsonl                     the same, of sessions that are gone
//!               reviews/<reviewer>/annotations.json[.1 .2]             derived from them, for people to read
//!               reviews/<reviewer>/daily/<date>.json                   the last of each day, for two weeks
//!               quarantine/*.{bytes, why}                              copies of what is damaged, never deleted
//! <state>/<id>/ drafts/ · outbox/ · index.bin · journals.bin · memory.json   this machine, this user
//! <config>/     config.json · packs/*.json                             what the office sets
//! ```
//!
//! What was acknowledged is synced. After any error a journal goes on in a new file, and what the library does not take waits
//! in the outbox. `tests/faults` breaks disks, processes and lines under the program and counts what is lost.

mod archive;
mod backup;
mod book;
mod condensed;
mod config;
mod corrected;
mod daily;
mod disk;
mod document;
mod drafts;
mod edition;
mod entry;
mod error;
mod feed;
mod folder;
mod health;
mod hints;
mod index;
mod intake;
mod journal;
mod keeper;
mod library;
pub mod line;
mod memory;
mod outbox;
mod places;
mod quarantine;
mod readable;
mod recorder;
mod reimport;
mod samples;
mod scribe;
mod series;
mod stall;
mod verify;
mod watch;

pub use backup::{Contents, Restored, backup, library_of, restore};
pub use config::{
    Ambiguous, Config, ConfigError, ConfigFault, ConsoleConfig, ConsoleFault, KeySetting, Mouse,
    Outline, ThemeChoice,
};
pub use corrected::{Applied, Corrected, EditionCorrections};
pub use disk::FileSystem;
pub use drafts::{Draft, Drafts, WaitingDraft};
pub use edition::{Added, Content, EditionRecord, Incoming, MetadataRecord};
pub use entry::{Entry, body_of, in_order};
pub use error::{Error, ErrorKind};
pub use feed::{Damage, Fault, Feed, News, Notes, Sifted};
pub use folder::Access;
pub use health::{Health, OwnFolder, health};
pub use hints::{HintsRecord, MarkRecord, RemarkRecord};
pub use intake::{Intake, IntakeError, Prepared, Read, Taken};
pub use keeper::{DraftGuard, DraftKeeper};
pub use library::{Entries, Library, Listing, Manifest, Origin};
pub use line::Flaw;
pub use memory::{Habit, LineKind, Memory, MemoryKeeper};
pub use places::{Places, folder_name, reviewer};
pub use recorder::{Change, Kept, Outcome, Recorder, RecorderGuard, Reviewer, Unsaved};
pub use reimport::Reimport;
pub use series::{Series, year_before, years_back};
pub use verify::{
    Repair, Step as RepairStep, Verification, apply as apply_repair, plan as plan_repair, verify,
};
