//! What was being typed, on this machine's disk, so that a lost line or a killed process loses no words.
//!
//! Each session holds a lock for as long as it lives; the drafts of sessions that are gone are offered to the next one.

use std::collections::BTreeMap;
use std::fs::File;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::review::Target;

use super::document;
use super::error::{Error, ErrorKind};
use super::folder::Folder;
use super::library::Library;

pub(super) const SCHEMA: &str = "ducha.draft.v1";
const DRAFTS: &str = "drafts";
/// What was restored or discarded stays here for a while.
const DISCARDED: &str = "discarded";
/// The latest, safe from the end of the process.
const DRAFT: &str = ".json";
/// Not the latest perhaps, but safe from a power cut.
const SYNCED: &str = ".synced.json";
const LOCK: &str = ".lock";

const LARGEST: u64 = 64 << 20;
const DISCARDED_FOR: Duration = Duration::from_secs(30 * 24 * 3600);
const LOCK_KEPT_FOR: Duration = Duration::from_secs(24 * 3600);

/// An annotation that is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub target: Target,
    /// The annotation that is being edited; `None` while a new one is written.
    pub annotation: Option<Uuid>,
    /// Its heads when the editor was opened.
    #[serde(default)]
    pub base: Vec<Uuid>,
    /// The fields of the editor by name.
    pub fields: BTreeMap<String, String>,
    /// The name of the field with the caret.
    pub focus: String,
    /// Code points of that field before the caret.
    pub caret: usize,
    pub time: Timestamp,
}

/// A draft file.
#[derive(Serialize, Deserialize)]
struct Stored {
    schema: String,
    library: Uuid,
    session: String,
    /// Counted up within the session.
    #[serde(default)]
    version: u64,
    draft: Draft,
}

/// The drafts of one library on this machine, and the life of this session among them.
#[derive(Debug)]
pub struct Drafts {
    folder: Folder,
    library: Uuid,
    session: String,
    /// Released by the system when the process ends, however it ends.
    _life: File,
}

/// What a session that is gone left behind.
#[derive(Clone, Debug)]
pub struct WaitingDraft {
    pub session: String,
    pub draft: Draft,
}

/// What a draft on disk is to outlive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    Process,
    PowerCut,
}

impl Drafts {
    /// Begins a session.
    pub fn open(library: &Library) -> Result<Drafts, Error> {
        let folder = library.state_folder()?.create_folder(DRAFTS, Mode::RWXU)?;
        let session = Uuid::now_v7().simple().to_string();
        let life = folder.lock_file(&format!("{session}{LOCK}"))?;
        // Where the system has no locks the session counts as gone: a draft offered twice is better than one never offered.
        let _ = life.try_lock();
        let drafts = Drafts {
            folder,
            library: library.id(),
            session,
            _life: life,
        };
        drafts.tidy();
        Ok(drafts)
    }

    /// What sessions that are gone left behind, newest first.
    pub fn waiting(&self) -> Result<Vec<WaitingDraft>, Error> {
        let names = self.folder.names()?;
        let mut waiting: BTreeMap<&str, Stored> = BTreeMap::new();
        for name in &names {
            let Some(session) = session_of(name).filter(|session| self.is_gone(session)) else {
                continue;
            };
            // One that cannot be read stays where it is, and hides no other.
            let Some(stored) = self.read(name) else {
                continue;
            };
            match waiting.get(session) {
                Some(known) if known.version >= stored.version => {}
                Some(_) | None => {
                    waiting.insert(session, stored);
                }
            }
        }
        // Session names grow with time.
        let newest_first = waiting.into_iter().rev();
        Ok(newest_first
            .map(|(session, stored)| WaitingDraft {
                session: session.to_owned(),
                draft: stored.draft,
            })
            .collect())
    }

    /// Takes what a session left behind off the list: when it was restored and is safe again, or is not wanted.
    /// It can be found in `discarded` for thirty days.
    pub fn put_away(&self, session: &str) -> Result<(), Error> {
        let discarded = self.folder.create_folder(DISCARDED, Mode::RWXU)?;
        for suffix in [DRAFT, SYNCED] {
            let name = format!("{session}{suffix}");
            match self.folder.rename(&name, &discarded, &name) {
                Err(error) if error.kind == ErrorKind::Missing => {}
                result => result?,
            }
        }
        self.folder.sync()
    }

    /// Keeps a copy of a draft that somebody throws away, for thirty days.
    pub fn discard(&self, draft: &Draft) -> Result<(), Error> {
        let discarded = self.folder.create_folder(DISCARDED, Mode::RWXU)?;
        let name = format!("{}{DRAFT}", Uuid::now_v7().simple());
        discarded.replace(&name, &self.sealed(draft, 0), mode())
    }

    /// Writes this session's draft, or removes it.
    pub(super) fn write(
        &self,
        draft: Option<&Draft>,
        version: u64,
        durability: Durability,
    ) -> Result<(), Error> {
        let [latest, synced] = [DRAFT, SYNCED].map(|suffix| format!("{}{suffix}", self.session));
        let Some(draft) = draft else {
            self.folder.remove(&latest)?;
            return self.folder.remove(&synced);
        };
        let bytes = self.sealed(draft, version);
        match durability {
            Durability::Process => self.folder.replace_loosely(&latest, &bytes, mode()),
            Durability::PowerCut => self.folder.replace(&synced, &bytes, mode()),
        }
    }

    fn sealed(&self, draft: &Draft, version: u64) -> Vec<u8> {
        document::seal(&Stored {
            schema: SCHEMA.to_owned(),
            library: self.library,
            session: self.session.clone(),
            version,
            draft: draft.clone(),
        })
    }

    fn read(&self, name: &str) -> Option<Stored> {
        let bytes = self.folder.read(name, LARGEST).ok()?;
        document::unseal::<Stored>(&bytes).map(|(stored, _)| stored)
    }

    /// Whether nobody holds the lock of the session.
    fn is_gone(&self, session: &str) -> bool {
        if session == self.session {
            return false;
        }
        let name = format!("{session}{LOCK}");
        match self.folder.stat(&name) {
            Ok(_) => self.folder.lock_file(&name).is_ok_and(|lock| {
                !matches!(lock.try_lock(), Err(std::fs::TryLockError::WouldBlock))
            }),
            Err(error) => error.kind == ErrorKind::Missing,
        }
    }

    /// Removes what nobody will ask for again; what cannot be removed stays.
    fn tidy(&self) {
        for name in self.folder.names().unwrap_or_default() {
            if let Some(session) = name.strip_suffix(LOCK)
                && is_older(&self.folder, &name, LOCK_KEPT_FOR)
                && self.is_gone(session)
            {
                let _ = self.folder.remove(&name);
            }
        }
        if let Ok(discarded) = self.folder.folder(DISCARDED) {
            for name in discarded.names().unwrap_or_default() {
                if is_older(&discarded, &name, DISCARDED_FOR) {
                    let _ = discarded.remove(&name);
                }
            }
        }
    }
}

fn mode() -> Mode {
    Mode::RUSR | Mode::WUSR
}

fn session_of(name: &str) -> Option<&str> {
    let session = name
        .strip_suffix(SYNCED)
        .or_else(|| name.strip_suffix(DRAFT))?;
    (!session.starts_with('.')).then_some(session)
}

pub(super) fn is_older(folder: &Folder, name: &str, age: Duration) -> bool {
    let Ok(stat) = folder.stat(name) else {
        return false;
    };
    let changed = u64::try_from(stat.st_mtime).unwrap_or(0);
    SystemTime::UNIX_EPOCH
        .checked_add(Duration::from_secs(changed))
        .and_then(|changed| changed.elapsed().ok())
        .is_some_and(|elapsed| elapsed > age)
}
