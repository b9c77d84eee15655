//! When to look for what others wrote: as soon as the system tells of it, or in rounds where it does not tell.
//!
//! On a local file system nothing wakes up while nobody writes. What others write to a folder on a network this machine
//! hears nothing of, so there it is looked at every two seconds.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::{self, Errno};

use super::disk::FileSystem;
use super::feed::is_journal;
use super::folder::{Folder, patiently};
use super::library::{Library, REVIEWS};
use super::outbox;

/// How often it is looked where nobody tells.
const ROUND: Duration = Duration::from_secs(2);
/// Several writes in so short a time are one.
const PAUSE: Duration = Duration::from_millis(200);
/// Room for some dozens of words of the system at once.
const WORDS: usize = 4096;

/// A thread that says when to look; it ends with this value.
#[derive(Debug)]
pub(super) struct Watch {
    /// The thread waits at the other end for this one to go.
    _end: Option<UnixStream>,
}

impl Watch {
    /// Says whenever somebody else may have written. `own` is the beginning of the names of the journals that this session
    /// writes itself. Where no thread can be started nothing is said.
    pub fn start(library: Arc<Library>, own: String, look: impl Fn() + Send + 'static) -> Watch {
        let Ok((end, other_end)) = UnixStream::pair() else {
            return Watch { _end: None };
        };
        let watcher = Watcher {
            library,
            own,
            end: other_end,
        };
        let started = thread::Builder::new().spawn(move || watcher.run(look));
        Watch {
            _end: started.is_ok().then_some(end),
        }
    }
}

struct Watcher {
    library: Arc<Library>,
    own: String,
    end: UnixStream,
}

/// What the words of the system come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heard {
    /// Only what this session wrote itself, or what is no journal.
    Nothing,
    Written,
    /// A folder came or went: others have to be watched from now on.
    Folders,
}

impl Watcher {
    fn run(&self, look: impl Fn()) {
        let mut ear = self.listen();
        // What was written before it was listened to.
        look();
        loop {
            let told = match &ear {
                Some(ear) => self.wait(Some(ear), None),
                None => self.wait(None, Some(ROUND)),
            };
            if !told {
                return;
            }
            let heard = ear.as_ref().map_or(Heard::Folders, |ear| self.hear(ear));
            if heard == Heard::Folders {
                ear = self.listen();
            }
            if heard != Heard::Nothing {
                look();
            }
            if ear.is_some() && !self.wait(None, Some(PAUSE)) {
                return;
            }
        }
    }

    /// Waits for a word of the system or for the time to pass; false when it is time to end.
    fn wait(&self, ear: Option<&OwnedFd>, limit: Option<Duration>) -> bool {
        let mut sources = vec![PollFd::new(&self.end, PollFlags::IN)];
        sources.extend(ear.map(|ear| PollFd::new(ear, PollFlags::IN)));
        let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
        match patiently(|| poll(&mut sources, limit.as_ref())) {
            Ok(_) => sources.first().is_none_or(|end| end.revents().is_empty()),
            // A wait that fails at once must not become a loop that never rests.
            Err(_) => {
                thread::sleep(ROUND);
                true
            }
        }
    }

    /// Asks the system to tell of writes; nothing where it does not, or not of all.
    fn listen(&self) -> Option<OwnedFd> {
        let root = Folder::open(self.library.path()).ok()?;
        if !FileSystem::of(&root).tells() {
            return None;
        }
        let ear = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
        watch(&ear, self.library.path()).ok()?;
        if let Ok(reviews) = root.folder(REVIEWS) {
            watch_all(&ear, &reviews).ok()?;
        }
        // What another session could not write waits here, on this machine.
        if let Some(state) = self.library.state() {
            let there = [state.to_owned(), outbox::place(state)];
            for folder in there.iter().filter(|folder| folder.is_dir()) {
                watch(&ear, folder).ok()?;
            }
        }
        for room in [outbox::WAITING, outbox::TAKEN] {
            if let Some(room) = outbox::existing(&self.library, room) {
                watch_all(&ear, &room).ok()?;
            }
        }
        Some(ear)
    }

    /// Everything that the system has said by now.
    fn hear(&self, ear: &OwnedFd) -> Heard {
        let mut words = [MaybeUninit::uninit(); WORDS];
        let mut reader = inotify::Reader::new(ear, &mut words);
        let mut heard = Heard::Nothing;
        loop {
            match reader.next() {
                Ok(word) => heard = heard.max(self.meaning(word.events(), word.file_name())),
                Err(Errno::INTR) => {}
                Err(Errno::WOULDBLOCK) => return heard,
                Err(_) => return Heard::Folders,
            }
        }
    }

    fn meaning(&self, what: ReadFlags, name: Option<&CStr>) -> Heard {
        let lost = ReadFlags::IGNORED
            | ReadFlags::UNMOUNT
            | ReadFlags::QUEUE_OVERFLOW
            | ReadFlags::DELETE_SELF
            | ReadFlags::MOVE_SELF
            | ReadFlags::ISDIR;
        let name = name.and_then(|name| name.to_str().ok()).unwrap_or("");
        if what.intersects(lost) {
            Heard::Folders
        } else if is_journal(name) && !name.starts_with(&self.own) {
            Heard::Written
        } else {
            Heard::Nothing
        }
    }
}

/// A folder of folders, and each of these.
fn watch_all(ear: &OwnedFd, folder: &Folder) -> io::Result<()> {
    watch(ear, folder.path())?;
    for name in folder.names().map_err(|_| Errno::IO)? {
        // A link and a file are no reviewer's folder.
        if folder.folder(&name).is_ok() {
            watch(ear, &folder.at(&name))?;
        }
    }
    Ok(())
}

fn watch(ear: &OwnedFd, path: &Path) -> io::Result<()> {
    let writes = WatchFlags::CREATE | WatchFlags::MODIFY | WatchFlags::MOVED_TO;
    let ends = WatchFlags::DELETE_SELF | WatchFlags::MOVE_SELF | WatchFlags::ONLYDIR;
    patiently(|| inotify::add_watch(ear, path, writes | ends)).map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::{Receiver, channel};

    use tempfile::TempDir;

    use super::*;
    use crate::store::Places;

    /// Longer than a round.
    const SILENCE: Duration = Duration::from_secs(3);
    const PATIENCE: Duration = Duration::from_secs(20);

    struct Place {
        folder: TempDir,
        looks: Receiver<()>,
        _watch: Watch,
    }

    fn place() -> Place {
        let folder = TempDir::new().expect("a folder");
        let places = Places::under(folder.path());
        let library = Arc::new(places.open_or_create().expect("a library"));
        fs::create_dir_all(library.path().join("reviews/lin")).expect("a folder");
        let (say, looks) = channel();
        let watch = Watch::start(library, "desk-own".to_owned(), move || {
            let _ = say.send(());
        });
        let place = Place {
            folder,
            looks,
            _watch: watch,
        };
        place.looks.recv_timeout(PATIENCE).expect("the first look");
        place
    }

    impl Place {
        fn write(&self, name: &str) {
            let path = self.folder.path().join("library/reviews").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }

        fn is_looked(&self, patience: Duration) -> bool {
            let looked = self.looks.recv_timeout(patience).is_ok();
            // Several words may come of one act.
            while self.looks.recv_timeout(PAUSE * 2).is_ok() {}
            looked
        }
    }

    #[test]
    fn nothing_stirs_until_somebody_else_writes() {
        let place = place();
        place.write("lin/desk-own.1.jsonl");
        place.write("lin/annotations.json");
        assert!(!place.is_looked(SILENCE), "its own journal woke it");
        place.write("lin/desk-other.1.jsonl");
        assert!(place.is_looked(PATIENCE), "another session of the reviewer");
        place.write("zhao/desk-2.1.jsonl");
        assert!(place.is_looked(PATIENCE), "a new reviewer");
        place.write("zhao/desk-3.1.jsonl");
        assert!(place.is_looked(PATIENCE), "in the folder that is new");
        assert!(!place.is_looked(SILENCE), "it woke by itself");
    }

    #[test]
    fn a_library_that_is_gone_is_looked_for_in_rounds() {
        let place = place();
        let (here, there) = (
            place.folder.path().join("library"),
            place.folder.path().join("elsewhere"),
        );
        fs::rename(&here, &there).expect("moved");
        assert!(place.is_looked(PATIENCE), "it went");
        assert!(place.looks.recv_timeout(PATIENCE).is_ok(), "a round");
        fs::rename(&there, &here).expect("back");
        assert!(place.is_looked(PATIENCE), "it came back");
        assert!(!place.is_looked(SILENCE), "the system tells again");
        place.write("lin/desk-other.1.jsonl");
        assert!(place.is_looked(PATIENCE), "somebody wrote");
    }

    #[test]
    fn the_thread_ends_with_the_watch() {
        // The folder stays: that it goes would be something to say.
        let Place {
            folder: _folder,
            looks,
            _watch,
        } = place();
        drop(_watch);
        let mut looks = std::iter::from_fn(|| looks.recv_timeout(PATIENCE).ok());
        assert_eq!(looks.next(), None, "nobody is left to say anything");
    }
}
