//! Many files on their way into the library: one after the other, each on its own, with an account at the end.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::consent::{Annotations, Consent};
use super::interrupt::Interrupt;
use super::progress::Progress;
use super::text::{record_name, short_id};
use super::{CliError, Output, Shared, Status, Typed, library};
use crate::import::{ExtractError, ImportError, ImportErrorKind, Original, walk};
use crate::locale::Lang;
use crate::shown::Shown;
use crate::store::{Added, ErrorKind, Intake, IntakeError, Library, Prepared, Read, Taken};

/// The files that were asked for, and what became of them so far.
pub struct Batch<'a> {
    intake: Intake<'a>,
    lang: Lang,
    /// Whether each edition is a line of the result.
    talkative: bool,
    progress: Progress,
    interrupt: Interrupt,
    consent: Consent,
    annotations: Annotations,
    account: Account,
}

/// What became of the files.
#[derive(Default)]
struct Account {
    /// A few files are told apart by their lines; what a folder held needs a sum.
    has_folders: bool,
    editions: Vec<String>,
    new: usize,
    changed: usize,
    known: usize,
    /// Not imported, because annotations would be left in doubt and nobody agreed to it.
    left: usize,
    /// No reports: pictures, tables and the like in a folder.
    skipped: Vec<PathBuf>,
    failed: Vec<String>,
}

/// One file to read.
enum Place {
    Stdin,
    /// Named by the user.
    Named(PathBuf),
    /// Found in a folder, where other things lie as well.
    Found(PathBuf),
}

impl<'a> Batch<'a> {
    /// Says every edition on standard output.
    pub fn new(
        library: &'a Library,
        shared: &'a Shared,
        consent: Consent,
    ) -> Result<Batch<'a>, CliError> {
        let mut batch = Batch::quiet(library, shared, consent)?;
        batch.talkative = true;
        Ok(batch)
    }

    /// Says only what goes wrong.
    pub fn quiet(
        library: &'a Library,
        shared: &'a Shared,
        consent: Consent,
    ) -> Result<Batch<'a>, CliError> {
        let reviewer = library::reviewer_name(shared);
        Ok(Batch {
            intake: Intake::new(library, &shared.importer, &reviewer)?,
            lang: shared.lang,
            talkative: false,
            progress: Progress::new(shared.progress, "import.progress"),
            interrupt: Interrupt::new(Arc::clone(&shared.importer.stop)),
            consent,
            annotations: Annotations::default(),
            account: Account::default(),
        })
    }

    /// The editions of the files, in their order.
    pub fn editions(&self) -> Vec<String> {
        self.account.editions.clone()
    }

    /// Takes in files and the files of folders, until the user interrupts or nothing can be kept any more.
    pub fn take(&mut self, typed: &[Typed], output: &mut Output) -> Result<(), CliError> {
        let places = self.places(typed);
        let total = places.len();
        // Waiting for standard input is no work to be finished first: there the first Ctrl-C ends at once.
        if !places.iter().any(Place::is_stdin) {
            self.interrupt.listen();
        }
        for (done, place) in places.into_iter().enumerate() {
            if self.interrupt.came() {
                break;
            }
            self.progress
                .show(output, self.lang, done, total, place.path());
            let outcome = place.original().map_err(IntakeError::Import);
            let read = outcome.and_then(|original| self.intake.read(original));
            let outcome = match read {
                Ok(Read::Known(taken)) => Ok(*taken),
                Ok(Read::New(prepared)) => {
                    if !self.agreed(&place, &prepared, output)? {
                        self.account.left += 1;
                        continue;
                    }
                    self.intake.keep(&prepared)
                }
                Err(error) => Err(error),
            };
            if !self.enter(&place, outcome, output)? {
                break;
            }
        }
        self.progress.clear(output);
        Ok(())
    }

    /// Whether a file may be kept: what becomes of annotations on its report is told first.
    fn agreed(
        &mut self,
        place: &Place,
        prepared: &Prepared,
        output: &mut Output,
    ) -> Result<bool, CliError> {
        let Some(reimport) = self.annotations.reimport(&self.intake, prepared)? else {
            return Ok(true);
        };
        self.progress.clear(output);
        let name = place.path().and_then(Path::file_name);
        let name = name.map_or_else(|| "-".into(), OsStr::to_string_lossy);
        let agreed = self.consent.obtain(&reimport, &name, self.lang, output)?;
        self.progress.let_through(output)?;
        Ok(agreed)
    }

    fn places(&mut self, typed: &[Typed]) -> Vec<Place> {
        let mut places = Vec::new();
        for typed in typed {
            let path = Path::new(typed);
            if typed == OsStr::new("-") {
                places.push(Place::Stdin);
            } else if path.is_dir() {
                let found = walk(path);
                self.account.has_folders = true;
                if found.is_empty() {
                    let name = path.to_string_lossy().into_owned();
                    let kind = ImportErrorKind::EmptyFolder;
                    let error = ImportError { name, kind };
                    self.account.failed.push(error.render(self.lang));
                }
                places.extend(found.files.into_iter().map(Place::Found));
                self.account.skipped.extend(found.skipped);
                let errors = found.errors.iter().map(|error| error.render(self.lang));
                self.account.failed.extend(errors);
            } else {
                places.push(Place::Named(path.to_owned()));
            }
        }
        places
    }

    /// Writes down what became of a file; whether it makes sense to go on.
    fn enter(
        &mut self,
        place: &Place,
        outcome: Result<Taken, IntakeError>,
        output: &mut Output,
    ) -> Result<bool, CliError> {
        match outcome {
            Ok(taken) => self.taken(place, &taken, output)?,
            Err(IntakeError::Import(error)) if is_stopped(&error) => return Ok(false),
            Err(IntakeError::Import(error)) if place.is_found() && is_no_report(&error) => {
                self.account
                    .skipped
                    .extend(place.path().map(Path::to_owned));
            }
            Err(error) => {
                self.account.failed.push(error.render(self.lang));
                return Ok(goes_on(&error));
            }
        }
        Ok(true)
    }

    fn taken(&mut self, place: &Place, taken: &Taken, output: &mut Output) -> Result<(), CliError> {
        let account = &mut self.account;
        account.editions.push(taken.added.record().id.clone());
        let is_known = match taken.added {
            Added::New(_) => {
                account.new += 1;
                false
            }
            Added::Changed { .. } => {
                account.changed += 1;
                false
            }
            Added::Known(_) => {
                account.known += 1;
                true
            }
        };
        // What a folder holds is here already after the first time, and counting it is enough.
        if self.talkative && !(is_known && place.is_found()) {
            self.progress.clear(output);
            output.line(&said(taken, self.lang))?;
            self.progress.let_through(output)?;
        }
        Ok(())
    }

    /// The account, and how it ended.
    pub fn close(self, output: &mut Output) -> Result<Status, CliError> {
        let Account {
            has_folders,
            editions,
            new,
            changed,
            known,
            left,
            skipped,
            failed,
        } = self.account;
        let lang = self.lang;
        let files = editions.len() + skipped.len() + failed.len();
        if self.talkative && has_folders && files > 1 {
            let (skipped, failed) = (skipped.len(), failed.len());
            output.line(&lang.fill(
                "import.account",
                &[
                    ("files", &files),
                    ("new", &new),
                    ("changed", &changed),
                    ("known", &known),
                    ("skipped", &skipped),
                    ("failed", &failed),
                ],
            ))?;
        }
        if self.talkative {
            for path in &skipped {
                let name = path.to_string_lossy();
                output.say(&lang.fill("import.skipped", &[("name", &Shown::new(&name))]));
            }
        }
        if files > 1 && !failed.is_empty() {
            output.say(&lang.fill("import.failed", &[("count", &failed.len())]));
        }
        for reason in &failed {
            output.say(reason);
        }
        if let Some(status) = self.interrupt.status() {
            output.say(&lang.fill("import.interrupted", &[("count", &editions.len())]));
            return Ok(status);
        }
        Ok(match (failed.is_empty(), left) {
            (false, _) => Status::Failed,
            (true, 0) => Status::Clean,
            (true, _) => Status::Found,
        })
    }
}

impl Place {
    fn original(&self) -> Result<Original, ImportError> {
        match self {
            Place::Stdin => Original::of_stream(io::stdin().lock(), "-"),
            Place::Named(path) | Place::Found(path) => Original::of_file(path),
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Place::Stdin => None,
            Place::Named(path) | Place::Found(path) => Some(path),
        }
    }

    fn is_stdin(&self) -> bool {
        matches!(self, Place::Stdin)
    }

    fn is_found(&self) -> bool {
        matches!(self, Place::Found(_))
    }
}

fn is_stopped(error: &ImportError) -> bool {
    matches!(
        error.kind,
        ImportErrorKind::Extract(_, ExtractError::Stopped)
    )
}

/// Whether a file in a folder is something else than a report that could not be read.
fn is_no_report(error: &ImportError) -> bool {
    match &error.kind {
        ImportErrorKind::Refused(format) => !format.may_hold_a_report(),
        ImportErrorKind::Extract(_, error) => *error == ExtractError::Binary,
        ImportErrorKind::NotAFile => true,
        ImportErrorKind::NotFound
        | ImportErrorKind::Denied
        | ImportErrorKind::Directory
        | ImportErrorKind::EmptyFolder
        | ImportErrorKind::Link
        | ImportErrorKind::TooLarge
        | ImportErrorKind::Io(_) => false,
    }
}

/// One bad file does not stop the rest; a library that cannot be written does.
fn goes_on(error: &IntakeError) -> bool {
    match error {
        IntakeError::Import(_) => true,
        IntakeError::Store(error) => error.kind == ErrorKind::Damaged,
    }
}

fn said(taken: &Taken, lang: Lang) -> String {
    let record = taken.added.record();
    let (name, id) = (record_name(record, lang), short_id(&record.id));
    let mut line = match &taken.added {
        Added::New(_) => lang.fill("import.new", &[("name", &name), ("id", &id)]),
        Added::Known(_) => lang.fill("import.known", &[("name", &name), ("id", &id)]),
        Added::Changed { before, .. } => {
            let before = short_id(before);
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("name", &name), ("id", &id), ("before", &before)];
            lang.fill("import.changed", &values)
        }
    };
    if taken.without_body {
        line.push_str(lang.text("import.without_body"));
    }
    line
}
