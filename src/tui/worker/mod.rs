//! Reading, understanding, comparing and checking reports on a thread of its own: what the reader waits for first.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::check::register::{Filed, Received};
use crate::check::{self, Context, Outcome, Pack, Peers, pack};
use crate::compare::{self, Comparison, Sharing, Stage, Told};
use crate::import::{ImportError, Importer, Original, walk};
use crate::locale::Lang;
use crate::report::{self, Hints, Report, SourceText};
use crate::review::{Review, Wording};
use crate::store::{
    Added, Corrected, EditionRecord, Intake, IntakeError, Library, Listing, Origin, Read, Reimport,
};

use crate::tui::catalogue::{Catalogue, MANY};
use crate::tui::message::{Agreed, Importing, Msg, Progress};
use crate::tui::model::{Document, EditionId, Entry, Previous, YearsDocument};
use crate::tui::outside;

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

/// How often an import says how far it is.
const OFTEN: Duration = Duration::from_millis(250);

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
    surroundings: Surroundings,
    /// Years that are being gone through, one at a time.
    following: Option<Following>,
    /// The report whose text went to the screen before anything else.
    shown: Option<EditionId>,
    /// Understood once, since a report is also the year before of another.
    reports: Understood,
    /// What editions say that have a newer one beside them, by digest of their text.
    wordings: BTreeMap<EditionId, (String, Arc<Wording>)>,
    /// Compiled when the first report is checked, which is after it can be read.
    packs: LazyCell<Vec<Pack>, Box<dyn FnOnce() -> Vec<Pack>>>,
}

/// Reports that are kept as they were understood. The year before is mostly among them, since they are gone through in
/// the order of the list.
const KEPT: usize = 16;

/// Whether the wording of all other reports can be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Extent {
    #[default]
    Whole,
    TooWide,
}

/// Other units' wording, as far as it is known.
#[derive(Default)]
struct Surroundings {
    extent: Extent,
    /// Not to be used before it is complete.
    peers: Peers,
    /// Reports whose wording is not taken in yet.
    unread: VecDeque<EditionId>,
    /// Reports that were judged before it was.
    unjudged: VecDeque<EditionId>,
    /// Reports that the reader has before him.
    opened: BTreeSet<EditionId>,
}

/// The reports that were understood last.
#[derive(Default)]
struct Understood {
    /// The one that was used last stands last.
    reports: VecDeque<(EditionId, Arc<Report>)>,
}

impl Understood {
    fn get(&mut self, id: &str) -> Option<Arc<Report>> {
        let at = self.reports.iter().position(|(known, _)| known == id)?;
        let used = self.reports.remove(at)?;
        let report = Arc::clone(&used.1);
        self.reports.push_back(used);
        Some(report)
    }

    fn keep(&mut self, id: &str, report: &Arc<Report>) {
        self.forget(id);
        if self.reports.len() >= KEPT {
            self.reports.pop_front();
        }
        self.reports.push_back((id.to_owned(), Arc::clone(report)));
    }

    fn forget(&mut self, id: &str) {
        self.reports.retain(|(known, _)| known != id);
    }
}

/// The years of an issuer, as far as they were read.
struct Following {
    /// From which report they were asked for.
    id: EditionId,
    /// Oldest first.
    entries: Vec<Entry>,
    reports: Vec<Arc<Report>>,
    comparisons: Vec<Comparison>,
    /// Other issuers whose reports of the latest year are still to be read.
    others: VecDeque<Entry>,
    /// The issuer and those that were read, with what each tells in that year.
    units: Vec<String>,
    told: Vec<Vec<Told>>,
}

/// Other issuers that one is set beside: more bars than a screen shows.
const MOST_OTHERS: usize = 200;

impl Following {
    fn of(id: EditionId, entries: &Catalogue) -> Following {
        let this = entries.entry(&id);
        let mut found = this.map_or_else(Vec::new, |entry| entries.years(entry));
        found.reverse();
        let others = this.map_or_else(VecDeque::new, |this| others_of(entries, this));
        Following {
            id,
            entries: found,
            reports: Vec::new(),
            comparisons: Vec::new(),
            others,
            units: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Takes in what a report tells of the metrics that issuers are compared by.
    fn tell(&mut self, entry: &Entry, report: &Report) {
        self.units.push(entry.issuer.clone().unwrap_or_default());
        self.told.push(compare::told(report));
    }

    fn add(&mut self, report: Arc<Report>) {
        if let Some(before) = self.reports.last() {
            self.comparisons.push(compare::compare(before, &report));
        }
        self.reports.push(report);
    }

    /// What is known by now; the others' reports may be lacking.
    fn found(&self) -> (EditionId, YearsDocument) {
        let reports: Vec<&Report> = self.reports.iter().map(|report| &**report).collect();
        let pairs: Vec<&Comparison> = self.comparisons.iter().collect();
        let years = compare::follow(&reports, &pairs);
        let carried = self
            .comparisons
            .iter()
            .map(|comparison| comparison.reuse.sections.clone());
        let document = YearsDocument {
            entries: self.entries.clone(),
            years,
            carried: std::iter::once(Vec::new()).chain(carried).collect(),
            reports: self.reports.clone(),
            units: self.units.clone(),
            across: compare::across(self.told.clone()),
        };
        (self.id.clone(), document)
    }
}

/// The reports of other issuers of the same level and year, one an issuer.
fn others_of(entries: &[Entry], this: &Entry) -> VecDeque<Entry> {
    let own = this.issuer.as_deref().map(report::issuer_key);
    let mut seen: BTreeSet<&str> = own.into_iter().collect();
    let same = entries
        .iter()
        .filter(|entry| entry.year == this.year && entry.level == this.level);
    let others = same.filter(|entry| {
        let issuer = entry.issuer.as_deref().map(report::issuer_key);
        this.year.is_some() && issuer.is_some_and(|issuer| seen.insert(issuer))
    });
    others.take(MOST_OTHERS).cloned().collect()
}

impl Surroundings {
    /// Starts anew for a library that changed; one unit alone has nobody to be compared with.
    fn forget(&mut self, entries: &Catalogue) {
        self.peers = Peers::default();
        self.unjudged.clear();
        self.unread.clear();
        self.extent = match entries.is_wide() {
            false => Extent::Whole,
            true => Extent::TooWide,
        };
        if entries.bodies() > 1 && self.extent == Extent::Whole {
            self.unread
                .extend(entries.iter().map(|entry| entry.id.clone()));
        }
    }

    fn peers(&self) -> Option<&Peers> {
        let known = self.unread.is_empty() && self.extent == Extent::Whole;
        known.then_some(&self.peers)
    }

    fn are_known(&self) -> bool {
        self.unread.is_empty() && self.unjudged.is_empty()
    }
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
            surroundings: Surroundings::default(),
            following: None,
            shown: None,
            reports: Understood::default(),
            wordings: BTreeMap::new(),
            packs: LazyCell::new(Box::new(|| packs.unwrap_or_else(pack::bundled))),
        }
    }

    fn run(mut self, inbox: &Receiver<Job>) {
        let mut urgent: VecDeque<Job> = VecDeque::new();
        let mut idle: VecDeque<EditionId> = VecDeque::new();
        loop {
            let at_rest = idle.is_empty() && self.following.is_none();
            if urgent.is_empty() && at_rest && self.surroundings.are_known() {
                match inbox.recv() {
                    Ok(job) => sort(job, &mut urgent, &mut idle),
                    Err(_) => return,
                }
            }
            for job in inbox.try_iter() {
                sort(job, &mut urgent, &mut idle);
            }
            if let Some(job) = urgent.pop_front() {
                self.work(job);
            } else if let Some(following) = self.following.take() {
                self.follow(following);
            } else if let Some(id) = idle.pop_front() {
                self.summarise(id);
            } else {
                self.look_around();
            }
        }
    }

    /// What the wording of other units needs is gathered when nobody waits: first their prints, one report at a time, then
    /// every report is judged again with them.
    fn look_around(&mut self) {
        if let Some(id) = self.surroundings.unread.pop_front() {
            if let Ok(report) = self.parsed(&id) {
                self.surroundings.peers.add(&id, &report);
            }
            if self.surroundings.unread.is_empty() {
                let ids = self.entries.iter().map(|entry| entry.id.clone());
                self.surroundings.unjudged = ids.collect();
            }
        } else if let Some(id) = self.surroundings.unjudged.pop_front()
            && let Ok(Some(document)) = self.open(&id)
        {
            let summary = Box::new(document.summary());
            (self.report)(Msg::Summary(id.clone(), summary));
            if self.surroundings.opened.contains(&id) {
                (self.report)(Msg::Opened(id, Arc::new(document)));
            }
        }
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::List => self.list(),
            Job::Show(id) => {
                self.show_text(&id);
                self.shown = Some(id);
            }
            Job::Open(id) => {
                self.show_text(&id);
                self.surroundings.opened.insert(id.clone());
                let msg = match self.open(&id) {
                    Ok(Some(document)) => Msg::Opened(id, Arc::new(document)),
                    Ok(None) => return,
                    Err(reason) => Msg::NotOpened(id, reason),
                };
                (self.report)(msg);
            }
            Job::Summarise(_) => {}
            Job::Follow(id) => self.following = Some(Following::of(id, &self.entries)),
            Job::StopFollowing => self.following = None,
            Job::Close(id) => {
                self.surroundings.opened.remove(&id);
            }
            Job::Import(importing) => self.import(importing),
            Job::Correct(review) => {
                let enrolled = self.settings.corrections.units != review.units;
                self.settings.corrections = *review;
                let Some(listing) = self.listing() else {
                    return;
                };
                let mut changed = self.shelve(listing);
                if enrolled {
                    changed = self.entries.iter().map(|entry| entry.id.clone()).collect();
                }
                let entries = Arc::clone(&self.entries);
                (self.report)(Msg::Corrected { entries, changed });
            }
        }
    }

    /// Sets the rows of the library as corrected. The editions that are understood, or compared with last year's,
    /// otherwise than before.
    fn shelve(&mut self, listing: Listing) -> Vec<EditionId> {
        let Listing {
            entries, corrected, ..
        } = listing;
        let changed = corrected.changed_since(&self.corrected);
        self.corrected = corrected;
        for id in &changed {
            self.reports.forget(id);
        }
        let entries = Arc::new(Catalogue::of(entries, self.settings.lang));
        let before = std::mem::replace(&mut self.entries, entries);
        let register = self.settings.corrections.register();
        let received: Vec<Received> = match register.units.is_empty() {
            true => Vec::new(),
            false => self.entries.iter().filter_map(Entry::received).collect(),
        };
        self.filed = Filed::new(register, &received);
        if **before != **self.entries {
            self.surroundings.forget(&self.entries);
        }
        self.reached_from(changed, &before)
    }

    /// With the changed reports those whose year before is another one now, or is one of them.
    fn reached_from(&self, changed: Vec<EditionId>, before: &Catalogue) -> Vec<EditionId> {
        let either = |id: &EditionId| [before.entry(id), self.entries.entry(id)];
        let years = changed.iter().flat_map(either).flatten();
        let years: BTreeSet<Option<i16>> = years.map(|entry| entry.year).collect();
        let mut reached: BTreeSet<EditionId> = changed.into_iter().collect();
        let previous = |entries: &Catalogue, entry: &Entry| {
            entries.previous(entry).map(|previous| previous.id.clone())
        };
        let mut followers = Vec::new();
        for entry in self.entries.iter() {
            let was = before.entry(&entry.id);
            let renamed = was.is_some_and(|was| was.former != entry.former);
            // Only what reports of the year before became can matter to others.
            let year = entry.year.and_then(|year| year.checked_sub(1));
            if !renamed && (year.is_none() || !years.contains(&year)) {
                continue;
            }
            let is = previous(&self.entries, entry);
            let moved = was.and_then(|was| previous(before, was)) != is;
            if moved || is.is_some_and(|is| reached.contains(&is)) {
                followers.push(entry.id.clone());
            }
        }
        reached.extend(followers);
        reached.into_iter().collect()
    }

    /// What is known of an edition from outside its text, with what reviewers corrected.
    fn hints(&self, record: &EditionRecord, source: &SourceText) -> Hints {
        Hints {
            corrections: self.corrected.corrections(&record.id),
            ..record.hints(source)
        }
    }

    fn list(&mut self) {
        self.list_beginning();
        let Some(mut listing) = self.listing() else {
            return (self.report)(Msg::Library(Arc::default()));
        };
        let damaged = std::mem::take(&mut listing.damaged);
        self.shelve(listing);
        (self.report)(Msg::Library(Arc::clone(&self.entries)));
        if let Some(first) = damaged.first() {
            let lang = self.settings.lang;
            let reason = first.message(lang);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("count", &damaged.len()), ("reason", &reason)];
            self.say(lang.fill("ui.damaged", &values));
        }
    }

    /// Of a long list what the screen shows goes before the rest.
    fn list_beginning(&self) {
        let first = self.library.first_rows(&self.settings.corrections);
        if let Some((entries, all)) = first.filter(|(_, all)| *all > MANY) {
            let catalogue = Catalogue::beginning(entries, all, self.settings.lang);
            (self.report)(Msg::Library(Arc::new(catalogue)));
        }
    }

    /// What the library has; what keeps it from being read is said.
    fn listing(&self) -> Option<Listing> {
        let listing = self.library.listing(&self.settings.corrections);
        listing
            .map_err(|error| self.say(error.message(self.settings.lang)))
            .ok()
    }

    fn say(&self, bad: String) {
        (self.report)(Msg::Said(crate::tui::message::Message::bad(bad)));
    }

    fn summarise(&mut self, id: EditionId) {
        // A report that cannot be read says so when it is opened.
        if let Ok(Some(document)) = self.open(&id) {
            (self.report)(Msg::Summary(id, Box::new(document.summary())));
        }
    }

    /// The text can be read before it is checked and compared, and even before the library is listed: findings follow with the
    /// whole document.
    fn show_text(&mut self, id: &str) {
        let shown = self.shown.take().is_some_and(|shown| shown == id);
        if shown || self.reports.get(id).is_some() {
            return;
        }
        // Why one cannot be read is said when it is to be understood.
        let _ = catch_unwind(AssertUnwindSafe(|| self.show_text_of(id)));
    }

    fn show_text_of(&self, id: &str) -> Option<()> {
        let (source, record) = self.library.load(id).ok()?;
        let own = match self.entries.entry(id) {
            Some(_) => None,
            None => Some(Corrected::of(
                std::slice::from_ref(&record),
                &self.settings.corrections,
            )),
        };
        let corrected = own.as_ref().unwrap_or(&self.corrected);
        let entry = Entry::of(&corrected.record(&record));
        let corrections = corrected.corrections(id);
        let show = |source: SourceText| {
            let hints = Hints {
                corrections: corrections.clone(),
                ..record.hints(&source)
            };
            let report = Arc::new(report::parse_text(source, &hints));
            let digest = record.text.sha256.clone();
            let document = Document::new(entry.clone(), digest, report, Outcome::default(), None);
            (self.report)(Msg::Text(id.to_owned(), Arc::new(document)));
        };
        if let Some(beginning) = beginning(&source) {
            show(beginning);
        }
        show(source);
        Some(())
    }

    fn entry(&self, id: &str) -> Entry {
        self.entries.entry(id).cloned().unwrap_or_default()
    }

    /// Understands a report; a fault of the program is an error of this report and not the end of the session. None when
    /// the reader no longer wants it.
    fn open(&mut self, id: &str) -> Result<Option<Document>, String> {
        let lang = self.settings.lang;
        catch_unwind(AssertUnwindSafe(|| self.understand(id)))
            .unwrap_or_else(|_| Err(lang.text("ui.crashed").to_owned()))
    }

    fn understand(&mut self, id: &str) -> Result<Option<Document>, String> {
        let entry = self.entry(id);
        let before = self.entries.previous(&entry).cloned();
        if let Some(before) = &before
            && self.surroundings.opened.contains(id)
        {
            self.parse_both(id, &before.id);
        }
        let report = self.parsed(id)?;
        let previous = match before {
            Some(before) => {
                let old = self.parsed(&before.id)?;
                match self.compared(&entry, before, old, &report) {
                    Some(previous) => Some(previous),
                    None => return Ok(None),
                }
            }
            None => None,
        };
        let mut above = self.filed.above(&report.metadata);
        above.extend(self.settings.regions.iter().cloned());
        let context = Context {
            previous: previous
                .as_ref()
                .map(|previous| (&*previous.report, &previous.comparison)),
            today: self.settings.today,
            above: &above,
            peers: self.surroundings.peers(),
            filed: Some(&self.filed),
        };
        let outcome = check::check(&report, &context, &self.packs);
        let digest = report::digest(report.source.text.as_bytes());
        let wordings = self.wordings(&entry);
        let mut document = Document::new(entry, digest, report, outcome, previous);
        document.wordings = wordings;
        if self.surroundings.opened.contains(id) {
            document.sharing = self.sharing(&document.report);
        }
        Ok(Some(document))
    }

    /// What of a report stands in other units' reports, once those were read.
    fn sharing(&self, report: &Report) -> Option<Sharing> {
        let peers = self.surroundings.peers()?;
        peers.shared_with_others(report, |id| self.structure(id))
    }

    /// What the other editions of a report say: annotations made on them are found by it.
    fn wordings(&mut self, entry: &Entry) -> Vec<(String, Arc<Wording>)> {
        let twins = self.entries.kinship().twins(&entry.id);
        let twins: Vec<EditionId> = twins.map(str::to_owned).collect();
        let wordings = twins.into_iter().filter_map(|id| {
            if !self.wordings.contains_key(&id) {
                let report = self.structure(&id)?;
                let digest = report::digest(report.source.text.as_bytes());
                let wording = Arc::new(Wording::of(&report));
                self.wordings.insert(id.clone(), (digest, wording));
            }
            self.wordings.get(&id).cloned()
        });
        wordings.collect()
    }

    /// Sets a report beside last year's. One that the reader has before him is shown at once, as soon as it is known which
    /// sentences belong together, and again before it is checked; none when he left meanwhile.
    fn compared(
        &self,
        entry: &Entry,
        before: Entry,
        old: Arc<Report>,
        new: &Arc<Report>,
    ) -> Option<Previous> {
        let mut previous = Previous {
            entry: before,
            comparison: Comparison::default(),
            report: old,
        };
        let old = Arc::clone(&previous.report);
        if !self.surroundings.opened.contains(&entry.id) {
            previous.comparison = compare::compare(&old, new);
            return Some(previous);
        }
        self.settings.stop.store(false, Ordering::Relaxed);
        let mut show = |stage: Stage, comparison: &Comparison| match stage {
            Stage::Paired | Stage::Whole => {
                previous.comparison = comparison.clone();
                let digest = report::digest(new.source.text.as_bytes());
                let (outcome, shown) = (Outcome::default(), Some(previous.clone()));
                let document =
                    Document::new(entry.clone(), digest, Arc::clone(new), outcome, shown);
                (self.report)(Msg::Text(entry.id.clone(), Arc::new(document)));
            }
            Stage::Marked | Stage::Counted => {}
        };
        let found = compare::compare_in_stages(&old, new, &self.settings.stop, &mut show);
        previous.comparison = found?;
        Some(previous)
    }

    /// One year further; the last one tells the reader.
    fn follow(&mut self, mut following: Following) {
        let next = following.entries.get(following.reports.len()).cloned();
        let Some(entry) = next else {
            return self.set_beside_others(following);
        };
        let parsed = catch_unwind(AssertUnwindSafe(|| self.parsed(&entry.id)));
        match parsed {
            Ok(Ok(report)) => following.add(report),
            // A year that cannot be read says so when it is opened.
            Ok(Err(_)) | Err(_) => following.entries.retain(|one| one.id != entry.id),
        }
        self.following = Some(following);
    }

    /// The years are told as soon as they are known; what other issuers tell of the latest one follows, a report at a time.
    fn set_beside_others(&mut self, mut following: Following) {
        let begins = following.told.is_empty();
        if begins
            && let Some((last, entry)) = following.reports.last().zip(following.entries.last())
        {
            let (last, entry) = (Arc::clone(last), entry.clone());
            following.tell(&entry, &last);
        }
        let other = following.others.pop_front();
        if begins || other.is_none() {
            let (id, years) = following.found();
            (self.report)(Msg::Years(id, Arc::new(years)));
        }
        let Some(other) = other else { return };
        // One that cannot be read says so when it is opened; none stays in memory for this.
        let read = catch_unwind(AssertUnwindSafe(|| self.read(&other.id)));
        if let Ok(Some(report)) = read {
            following.tell(&other, &report);
        }
        self.following = Some(following);
    }

    fn read(&self, id: &str) -> Option<Report> {
        let (source, record) = self.library.load(id).ok()?;
        let hints = self.hints(&record, &source);
        Some(report::parse(source, &hints))
    }

    /// What can be shown first; a report that cannot be read says so when it is opened as a whole.
    fn structure(&self, id: &str) -> Option<Report> {
        let (source, record) = self.library.load(id).ok()?;
        let hints = self.hints(&record, &source);
        Some(report::parse_structure(source, &hints))
    }

    fn parsed(&mut self, id: &str) -> Result<Arc<Report>, String> {
        if let Some(report) = self.reports.get(id) {
            return Ok(report);
        }
        let (source, record) = self
            .library
            .load(id)
            .map_err(|error| error.message(self.settings.lang))?;
        let hints = self.hints(&record, &source);
        let report = Arc::new(report::parse(source, &hints));
        self.reports.keep(id, &report);
        Ok(report)
    }

    /// Reads two years at once that the reader waits for. One that cannot be read says so when it is asked for.
    fn parse_both(&mut self, new: &str, old: &str) {
        if self.reports.get(new).is_some() || self.reports.get(old).is_some() {
            return;
        }
        let text = |id: &str| {
            let (source, record) = self.library.load(id).ok()?;
            let hints = self.hints(&record, &source);
            Some((source, hints))
        };
        let Some(((source, hints), (old_source, old_hints))) = text(new).zip(text(old)) else {
            return;
        };
        let parsed = thread::scope(|scope| {
            let last_year = scope.spawn(|| report::parse(old_source, &old_hints));
            let this_year = report::parse(source, &hints);
            Some([this_year, last_year.join().ok()?])
        });
        for (id, report) in [new, old].into_iter().zip(parsed.into_iter().flatten()) {
            self.reports.keep(id, &Arc::new(report));
        }
    }

    fn import(&mut self, importing: Box<Importing>) {
        let Import {
            added,
            refused,
            asked,
        } = self.take_in(&importing);
        (self.report)(Msg::Imported { added, refused });
        if !asked.is_empty() {
            (self.report)(Msg::Reimports {
                importing,
                lines: asked,
            });
        }
        self.list();
    }

    fn take_in(&self, importing: &Importing) -> Import {
        let lang = self.settings.lang;
        if self.library.origin() == Origin::Samples {
            return Import::refused(lang.text("ui.sample-import").to_owned());
        }
        let Settings {
            importer, reviewer, ..
        } = &self.settings;
        let mut intake = match Intake::new(&self.library, importer, reviewer) {
            Ok(intake) => intake,
            Err(error) => return Import::refused(error.message(lang)),
        };
        let mut import = Import::default();
        let (files, refused) = files(&importing.path);
        let refused = refused.iter().map(|error| error.render(lang));
        import.refused.extend(refused);
        let all = files.len();
        self.settings.stop_import.store(false, Ordering::Relaxed);
        let mut told = Instant::now();
        for (done, path) in files.into_iter().enumerate() {
            if self.settings.stop_import.load(Ordering::Relaxed) {
                let values: [(&str, &dyn std::fmt::Display); 2] = [("done", &done), ("all", &all)];
                import.refused.push(lang.fill("ui.import-stopped", &values));
                break;
            }
            if told.elapsed() > OFTEN {
                told = Instant::now();
                (self.report)(Msg::Working(Progress::Importing { done, all }));
            }
            let original = Original::of_file(&path).map_err(IntakeError::Import);
            let taken = original.and_then(|original| match intake.read(original)? {
                Read::Known(taken) => Ok(Some(*taken)),
                Read::New(prepared) => {
                    let reimport = Reimport::of(&intake, &prepared, &importing.annotations)
                        .map_err(IntakeError::Store)?;
                    let asks = reimport.filter(Reimport::needs_consent);
                    match (asks, importing.agreed) {
                        (Some(reimport), Agreed::NotAsked) => {
                            import.ask(&path, &reimport, lang);
                            Ok(None)
                        }
                        (Some(_), Agreed::Yes) | (None, _) => intake.keep(&prepared).map(Some),
                    }
                }
            });
            match taken {
                Ok(Some(taken)) => match taken.added {
                    Added::New(_) | Added::Changed { .. } => import.added += 1,
                    Added::Known(_) => {}
                },
                Ok(None) => {}
                Err(error) => import.refused.push(error.render(lang)),
            }
        }
        import
    }
}

/// What became of files.
#[derive(Default)]
struct Import {
    added: usize,
    /// Why others were not taken.
    refused: Vec<String>,
    /// What an import would do to annotations that nobody has agreed to yet.
    asked: Vec<String>,
}

impl Import {
    fn refused(reason: String) -> Import {
        Import {
            refused: vec![reason],
            ..Import::default()
        }
    }

    fn ask(&mut self, path: &Path, reimport: &Reimport, lang: Lang) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (count, summary) = (reimport.account.places.len(), reimport.summary(lang));
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("name", &name), ("count", &count), ("summary", &summary)];
        self.asked.push(lang.fill("reimport.plan", &values));
        self.asked.extend(reimport.lines(lang));
    }
}

fn sort(job: Job, urgent: &mut VecDeque<Job>, idle: &mut VecDeque<EditionId>) {
    match job {
        // What was asked for last is what the reader has before him now.
        Job::Summarise(ids) => {
            idle.retain(|id| !ids.contains(id));
            for id in ids.into_iter().rev() {
                idle.push_front(id);
            }
            idle.truncate(MANY);
        }
        Job::Close(id) => {
            urgent.retain(|job| !matches!(job, Job::Open(wanted) if *wanted == id));
            urgent.push_back(Job::Close(id));
        }
        Job::List
        | Job::Show(_)
        | Job::Open(_)
        | Job::Follow(_)
        | Job::StopFollowing
        | Job::Import(_)
        | Job::Correct(_) => urgent.push_back(job),
    }
}

/// The beginning of a text that is so long that its reader would wait for it.
fn beginning(source: &SourceText) -> Option<SourceText> {
    /// Bytes; ten times a long report.
    const LONG: usize = 200_000;
    /// More than any screen holds.
    const ENOUGH: usize = 20_000;
    let text = source.text.as_str();
    if text.len() < LONG {
        return None;
    }
    let cut = (0..=ENOUGH).rev().find(|at| text.is_char_boundary(*at))?;
    let beginning = text.get(..cut)?;
    // A number or a word that is cut off would be read as another one.
    let end = beginning.rfind(['\n', '。']).unwrap_or(beginning.len());
    Some(SourceText::new(beginning.get(..end)?))
}

/// The files that a typed path means: itself, or those in the folder; and what of the folder is not read.
fn files(typed: &str) -> (Vec<PathBuf>, Vec<ImportError>) {
    let path = outside::path(typed);
    if path.is_dir() {
        let found = walk(&path);
        (found.files, found.errors)
    } else {
        (vec![path], Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::check::Verdict;
    use crate::report::Metadata;
    use crate::store::Incoming;

    #[test]
    fn of_a_long_text_the_beginning_is_shown_first_up_to_a_sentence() {
        let check = |text: &str, expected: Option<usize>| {
            let beginning = beginning(&SourceText::new(text));
            assert_eq!(beginning.map(|beginning| beginning.text.len()), expected);
        };
        let sentence = "全年受理案件三十九件。";
        check(&sentence.repeat(100), None);
        let whole = 20_000 / sentence.len() * sentence.len();
        check(&sentence.repeat(10_000), Some(whole - "。".len()));
        check(&"件".repeat(100_000), Some(19_998));
    }

    const PASSAGE: &str = "在渔港码头设立石榴籽议事亭,请三位退休船工轮流值守,化解缆绳缠绕和泊位争执。\
把祠堂西厢改成普法书场,每逢赶集日由说书人讲一段宅基地官司。给山路上的收奶车装上提示铃,司机路过村口时播放合同须知。\
请果农把采摘园租约画成连环画,贴在冷库门口供游客翻看。在水文站旁边竖起河长对账牌,巡查员当场签下整改日期。\
让中学生给祖父母写法律家书,由邮递员代读并带回疑问。";

    fn add(library: &Library, unit: &str) -> EditionId {
        let text = format!(
            "{unit}人民政府2024年法治政府建设年度报告\n一、主要举措和成效\n{PASSAGE}\n二、存在的不足\n力量不足。"
        );
        let hints = Hints::default();
        let report = report::parse_structure(SourceText::new(text.as_str()), &hints);
        let metadata: &Metadata = &report.metadata;
        let incoming = Incoming {
            bytes: text.as_bytes(),
            text: &text,
            extractor: "plain/1",
            encoding: "utf-8",
            file_name: None,
            hints: &hints,
            metadata,
            importer: "a",
        };
        library
            .add(&incoming)
            .expect("an edition")
            .record()
            .id
            .clone()
    }

    /// A report can be read before the rest of the library has been; what the others' wording says of it follows.
    #[test]
    fn an_opened_report_is_judged_again_when_the_other_units_are_known() {
        let folder = tempfile::tempdir().expect("a folder");
        let places = crate::store::Places::under(folder.path());
        let library = Arc::new(places.open_or_create().expect("a library"));
        let id = add(&library, "石桥镇");
        add(&library, "临湖镇");
        let (said, heard) = channel();
        let settings = Settings {
            lang: Lang::Zh,
            today: None,
            reviewer: "a".to_owned(),
            importer: Importer::default(),
            packs: None,
            regions: Vec::new(),
            corrections: Review::default(),
            stop: Arc::default(),
            stop_import: Arc::default(),
        };
        let jobs = start(library, settings, move |msg| {
            let _ = said.send(msg);
        });
        jobs.send(Job::List).expect("a worker");
        jobs.send(Job::Open(id.clone())).expect("a worker");
        let mut verdicts = Vec::new();
        while verdicts.len() < 2 {
            let msg = heard
                .recv_timeout(Duration::from_secs(60))
                .expect("an answer");
            if let Msg::Opened(_, document) = msg {
                let mut findings = document.outcome.findings.iter();
                let found = findings.find(|finding| finding.rule == "xu-near-duplicate");
                verdicts.push(found.expect("a verdict").verdict);
            }
        }
        assert_eq!(verdicts, [Verdict::NotAssessable, Verdict::Unclear]);
    }
}
