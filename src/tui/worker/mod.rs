//! Reading, understanding, comparing and checking reports on a thread of its own: what the reader waits for first.

mod first_text;
mod following;
mod importing;
mod kept;
mod listing;
mod queue;
mod reading;
mod surroundings;
mod understanding;

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use jiff::civil::Date;

use crate::check::register::Filed;
use crate::check::{Pack, pack};
use crate::import::Importer;
use crate::locale::Lang;
use crate::review::{Review, Wording};
use crate::store::{Corrected, Library};

use super::catalogue::Catalogue;
use super::message::{Importing, Msg};
use super::model::EditionId;

use following::Following;
use kept::Kept;
use queue::Queue;
use surroundings::Surroundings;

/// Something that takes longer than a key may wait.
#[derive(Clone, Debug)]
pub enum Job {
    List,
    /// The text of a report alone, before the library is listed.
    Show(EditionId),
    Open(EditionId),
    /// All years of the issuer of a report.
    Follow(EditionId),
    StopFollowing,
    /// Nobody waits for this report any more.
    Close(EditionId),
    /// When nothing else is waiting.
    Summarise(Vec<EditionId>),
    Import(Box<Importing>),
    /// These are the corrections now.
    Correct(Box<Review>),
}

/// What the worker needs besides the library.
pub struct Settings {
    pub lang: Lang,
    pub today: Option<Date>,
    pub reviewer: String,
    pub importer: Importer,
    /// The packs to check with; the bundled ones when not given.
    pub packs: Option<Vec<Pack>>,
    /// The places that the office's units lie in.
    pub regions: Vec<String>,
    /// What is corrected at the start.
    pub corrections: Review,
    /// Set by whoever no longer wants what is being compared.
    pub stop: Arc<AtomicBool>,
    /// Set by whoever no longer wants the rest of an import.
    pub stop_import: Arc<AtomicBool>,
}

/// Starts the worker; it ends when nobody can ask it any more.
pub fn start(
    library: Arc<Library>,
    settings: Settings,
    report: impl Fn(Msg) + Send + 'static,
) -> Sender<Job> {
    let (jobs, inbox) = channel();
    thread::spawn(move || Worker::new(library, settings, Box::new(report)).run(&inbox));
    jobs
}

struct Worker {
    library: Arc<Library>,
    settings: Settings,
    report: Box<dyn Fn(Msg) + Send>,
    corrected: Corrected,
    /// As corrected.
    entries: Arc<Catalogue>,
    /// The register of units with what came in.
    filed: Filed,
    /// Reports that the reader has before him.
    opened: BTreeSet<EditionId>,
    surroundings: Surroundings,
    /// Years that are being gone through, one at a time.
    following: Option<Following>,
    /// The report whose text went to the screen before anything else.
    shown: Option<EditionId>,
    /// Understood once, since a report is also the year before of another.
    reports: Kept,
    /// What editions say that have a newer one beside them, by digest of their text.
    wordings: BTreeMap<EditionId, (String, Arc<Wording>)>,
    /// Compiled when the first report is checked, which is after it can be read.
    packs: LazyCell<Vec<Pack>, Box<dyn FnOnce() -> Vec<Pack>>>,
}

impl Worker {
    fn new(
        library: Arc<Library>,
        mut settings: Settings,
        report: Box<dyn Fn(Msg) + Send>,
    ) -> Worker {
        let packs = settings.packs.take();
        Worker {
            library,
            settings,
            report,
            corrected: Corrected::default(),
            entries: Arc::default(),
            filed: Filed::default(),
            opened: BTreeSet::new(),
            surroundings: Surroundings::default(),
            following: None,
            shown: None,
            reports: Kept::default(),
            wordings: BTreeMap::new(),
            packs: LazyCell::new(Box::new(|| packs.unwrap_or_else(pack::bundled))),
        }
    }

    fn run(mut self, inbox: &Receiver<Job>) {
        let mut queue = Queue::default();
        loop {
            if queue.is_empty() && self.is_at_rest() {
                match inbox.recv() {
                    Ok(job) => queue.add(job),
                    Err(_) => return,
                }
            }
            for job in inbox.try_iter() {
                queue.add(job);
            }
            // Between two steps there is a look at the inbox, so that nobody waits for what nobody waits for.
            if let Some(job) = queue.urgent() {
                self.work(job);
            } else if let Some(following) = self.following.take() {
                self.follow(following);
            } else if let Some(id) = queue.idle() {
                self.summarise(id);
            } else {
                self.look_around();
            }
        }
    }

    fn is_at_rest(&self) -> bool {
        self.following.is_none() && self.surroundings.are_known()
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::List => self.list(),
            Job::Show(id) => {
                self.show_text(&id);
                self.shown = Some(id);
            }
            Job::Open(id) => self.open(id),
            Job::Close(id) => {
                self.opened.remove(&id);
            }
            Job::Follow(id) => self.following = Some(Following::of(id, &self.entries)),
            Job::StopFollowing => self.following = None,
            Job::Import(importing) => self.import(importing),
            Job::Correct(review) => self.correct(*review),
            Job::Summarise(ids) => ids.into_iter().for_each(|id| self.summarise(id)),
        }
    }
}

#[cfg(test)]
mod tests;
