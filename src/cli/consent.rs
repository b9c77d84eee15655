//! Asking before an import changes where annotations stand: the plan first, then a word.

use std::io::{self, BufRead, IsTerminal};
use std::sync::Arc;

use super::{CliError, Output};
use crate::locale::Lang;
use crate::review::{Annotation, fold_all};
use crate::shown::Shown;
use crate::store::{Feed, Intake, Library, Prepared, Reimport};

/// Who says whether an import goes on that leaves annotations in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Said on the command line.
    Given,
    /// The user is asked.
    Asked,
    /// Nobody can be asked: it is left.
    Nobody,
}

impl Consent {
    pub fn of_terminal() -> Consent {
        match io::stdin().is_terminal() && io::stderr().is_terminal() {
            true => Consent::Asked,
            false => Consent::Nobody,
        }
    }

    /// Shows what becomes of the annotations of a report, and whether the import goes on.
    pub fn obtain(
        self,
        reimport: &Reimport,
        name: &str,
        lang: Lang,
        output: &mut Output,
    ) -> Result<bool, CliError> {
        let count = reimport.account.places.len();
        let (name, summary) = (Shown::new(name), reimport.summary(lang));
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("name", &name), ("count", &count), ("summary", &summary)];
        output.line(&lang.fill("reimport.plan", &values))?;
        for line in reimport.lines(lang) {
            output.line(&line)?;
        }
        if !reimport.needs_consent() {
            return Ok(true);
        }
        output.flush()?;
        match self {
            Consent::Given => Ok(true),
            Consent::Nobody => {
                output.say(&lang.fill("reimport.left", &[("name", &name)]));
                Ok(false)
            }
            Consent::Asked => {
                output.say(lang.text("reimport.question"));
                let mut answer = String::new();
                // A line that cannot be read is no consent.
                let read = io::stdin().lock().read_line(&mut answer).unwrap_or(0);
                let agreed = matches!(answer.trim(), "y" | "Y" | "yes" | "是");
                Ok(read > 0 && agreed)
            }
        }
    }
}

/// The annotations of a library, read when the first report comes that may have some.
#[derive(Default)]
pub struct Annotations(Option<Vec<Arc<Annotation>>>);

impl Annotations {
    /// What an import would do to the annotations of a report; `None` where there are none.
    pub fn reimport(
        &mut self,
        intake: &Intake,
        prepared: &Prepared,
    ) -> Result<Option<Reimport>, CliError> {
        if intake.editions(prepared).is_empty() {
            return Ok(None);
        }
        if self.0.is_none() {
            self.0 = Some(read(intake.library())?);
        }
        let annotations = self.0.as_deref().unwrap_or_default();
        Ok(Reimport::of(intake, prepared, annotations)?)
    }
}

fn read(library: &Library) -> Result<Vec<Arc<Annotation>>, CliError> {
    let library = Arc::new(Library::open(library.path())?);
    let news = Feed::for_reading(library).changes()?;
    Ok(fold_all(news.events).annotations.into_values().collect())
}
