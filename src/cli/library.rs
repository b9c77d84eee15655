//! The library that a command works on.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::civil::Date;

use super::{CliError, Output, Shared, Status};
use crate::check::Finding;
use crate::check::register::{Filed, Received};
use crate::report::{Hints, Report, parse, parse_structure};
use crate::review::{Event, Kin, Kinship, Operation, Review, Standing, fold_all};
use crate::store::{
    Corrected, Damage, EditionRecord, Entries, Feed, Library, Notes, Outcome, Places, Recorder,
    Reviewer, reviewer,
};

/// How long the disk may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A library with what all reviewers wrote, decided and corrected in it.
pub struct Shelf {
    pub library: Arc<Library>,
    /// As corrected.
    pub entries: Entries,
    /// A command ends with its shelf: thousands of annotations are not freed one by one before that.
    pub review: ManuallyDrop<Review>,
    pub corrected: Corrected,
    pub kinship: Kinship,
    /// How many journals have lines that could not be read.
    pub damaged: usize,
}

impl Shelf {
    /// Reads everything but the texts.
    pub fn of(library: Library) -> Result<Shelf, CliError> {
        let library = Arc::new(library);
        let news = Feed::for_reading(Arc::clone(&library)).changes()?;
        Shelf::with(library, news.events, &news.damage)
    }

    /// The same without annotations, and where those are to be read, a report at a time.
    pub fn and_notes(library: Library) -> Result<(Shelf, Notes), CliError> {
        let library = Arc::new(library);
        let sifted = Feed::sifted(Arc::clone(&library))?;
        let shelf = Shelf::with(library, sifted.events, &sifted.damage)?;
        Ok((shelf, sifted.notes))
    }

    fn with(
        library: Arc<Library>,
        events: Vec<Event>,
        damage: &[Damage],
    ) -> Result<Shelf, CliError> {
        let entries = library.entries()?;
        let files: BTreeSet<_> = damage.iter().map(|damage| &damage.path).collect();
        let damaged = files.len();
        let review = fold_all(events);
        let corrected = Corrected::of(&entries.records, &review);
        let entries = entries.corrected(&corrected);
        let series = entries.records.iter().map(|record| {
            let series = record.series();
            Kin {
                edition: &record.id,
                issuer: series.issuer,
                former: series.former,
                level: series.level,
                year: series.year,
            }
        });
        Ok(Shelf {
            library,
            kinship: Kinship::of(series),
            entries,
            review: ManuallyDrop::new(review),
            corrected,
            damaged,
        })
    }

    /// Understands one edition, as corrected.
    pub fn report(&self, id: &str) -> Result<Report, CliError> {
        let (text, record) = self.library.load(id)?;
        let hints = Hints {
            corrections: self.corrected.corrections(id),
            ..record.hints(&text)
        };
        Ok(parse(text, &hints))
    }

    /// The same without figures, when only the wording matters.
    pub fn structure(&self, id: &str) -> Result<Report, CliError> {
        let (text, record) = self.library.load(id)?;
        let hints = Hints {
            corrections: self.corrected.corrections(id),
            ..record.hints(&text)
        };
        Ok(parse_structure(text, &hints))
    }

    /// What reviewers said of each finding of an edition.
    pub fn standings(&self, id: &str, findings: &[Finding], today: Date) -> Vec<Standing<'_>> {
        let standing = |finding| {
            self.review
                .standing(id, finding, &self.kinship, Some(today))
        };
        findings.iter().map(standing).collect()
    }

    /// The reports that came in, as the register sees them.
    pub fn received(&self) -> Vec<Received> {
        self.entries
            .records
            .iter()
            .filter_map(EditionRecord::received)
            .collect()
    }

    /// The register of units with what came in.
    pub fn filed(&self) -> Filed {
        Filed::new(self.review.register(), &self.received())
    }

    /// How a command ends that read all journals: says so when some of them are damaged.
    pub fn health(&self, shared: &Shared, output: &mut Output) -> Status {
        if self.damaged == 0 {
            return Status::Clean;
        }
        let said = &[("count", &self.damaged as &dyn std::fmt::Display)];
        output.say(&shared.lang.fill("gaps.damaged", said));
        Status::Failed
    }

    /// Starts a session of this reviewer, with what its recorder says.
    pub fn recorder(&self, shared: &Shared) -> Result<(Recorder, Receiver<Outcome>), CliError> {
        let mut feed = Feed::new(Arc::clone(&self.library));
        feed.changes()?;
        let who = Reviewer {
            name: reviewer_name(shared),
            role: shared.role,
        };
        let (say, said) = channel();
        let recorder = Recorder::start(feed, who, move |outcome| {
            let _ = say.send(outcome);
        });
        Ok((recorder, said))
    }

    /// Whether this reviewer may do this as it is; the console asks for what is lacking, and a command names it.
    pub fn permit(&self, operation: &Operation, shared: &Shared) -> Result<(), CliError> {
        let reviewer = reviewer_name(shared);
        match self.review.lacks(operation, &reviewer, &self.kinship) {
            Some(lack) => Err(CliError::Lacks(lack)),
            None => Ok(()),
        }
    }

    /// Writes operations to this reviewer's journal; they are on the disk when this returns. All or none of them.
    pub fn record(&self, operations: Vec<Operation>, shared: &Shared) -> Result<(), CliError> {
        for operation in &operations {
            self.permit(operation, shared)?;
        }
        let (recorder, said) = self.recorder(shared)?;
        recorder.record(operations);
        match recorder.close(PATIENCE) {
            Ok(()) => Ok(()),
            Err(unsaved) => {
                let refused = said.try_iter().find_map(|outcome| match outcome {
                    Outcome::Failed { error, .. } => Some(error),
                    Outcome::Recorded { .. }
                    | Outcome::Saved { .. }
                    | Outcome::Stuck { .. }
                    | Outcome::Changed(_)
                    | Outcome::Unread(_)
                    | Outcome::Merged(_)
                    | Outcome::Quarantined(_) => None,
                });
                Err(refused.unwrap_or(unsaved.error).into())
            }
        }
    }
}

/// The library to read: the samples when asked for or when the user has none of her own.
pub fn open(shared: &Shared) -> Result<Library, CliError> {
    let places = Places::of_system(shared.library.as_deref())?;
    if shared.sample || (shared.library.is_none() && !places.has_library()) {
        return Ok(places.samples()?);
    }
    Ok(places.open()?)
}

/// The library to import into, made where there is none.
pub fn open_or_create(shared: &Shared) -> Result<Library, CliError> {
    let places = Places::of_system(shared.library.as_deref())?;
    if shared.sample {
        return Err(CliError::SampleIsFixed);
    }
    Ok(places.open_or_create()?)
}

/// Who is at the keyboard.
pub fn reviewer_name(shared: &Shared) -> String {
    reviewer(shared.reviewer.as_deref())
}
