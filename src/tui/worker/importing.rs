//! Files that come into the library; what an import would do to annotations is asked first.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::import::{ImportError, Original, walk};
use crate::locale::Lang;
use crate::store::{Added, Intake, IntakeError, Origin, Read, Reimport, Taken};
use crate::tui::message::{Agreed, Importing, Msg, Progress};
use crate::tui::outside;

use super::{Settings, Worker};

/// How often an import says how far it is.
const OFTEN: Duration = Duration::from_millis(250);

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

    fn count(&mut self, outcome: Result<Outcome, IntakeError>, path: &Path, lang: Lang) {
        match outcome {
            Ok(Outcome::Taken(taken)) => match taken.added {
                Added::New(_) | Added::Changed { .. } => self.added += 1,
                Added::Known(_) => {}
            },
            Ok(Outcome::Asks(reimport)) => self.ask(path, &reimport, lang),
            Err(error) => self.refused.push(error.render(lang)),
        }
    }
}

/// What became of one file that could be read.
enum Outcome {
    Taken(Box<Taken>),
    /// It was not taken: annotations would come to stand elsewhere, and nobody has agreed to that yet.
    Asks(Box<Reimport>),
}

impl Worker {
    pub(super) fn import(&mut self, importing: Box<Importing>) {
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
            import.count(take(&mut intake, &path, importing), &path, lang);
        }
        import
    }
}

/// Takes a file, unless it would move annotations and nobody has agreed to that.
fn take(intake: &mut Intake, path: &Path, importing: &Importing) -> Result<Outcome, IntakeError> {
    let original = Original::of_file(path).map_err(IntakeError::Import)?;
    let prepared = match intake.read(original)? {
        Read::Known(taken) => return Ok(Outcome::Taken(taken)),
        Read::New(prepared) => prepared,
    };
    let reimport = Reimport::of(intake, &prepared, &importing.annotations)
        .map_err(IntakeError::Store)?
        .filter(Reimport::needs_consent);
    match (reimport, importing.agreed) {
        (Some(reimport), Agreed::NotAsked) => Ok(Outcome::Asks(Box::new(reimport))),
        (Some(_), Agreed::Yes) | (None, _) => {
            intake.keep(&prepared).map(Box::new).map(Outcome::Taken)
        }
    }
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
