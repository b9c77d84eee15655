//! The library that a command works on.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{CliError, Shared};
use crate::report::{Hints, Report, parse};
use crate::review::{Review, fold};
use crate::store::{Corrected, Entries, Feed, Library, Places, reviewer};

/// A library with what all reviewers wrote, decided and corrected in it.
pub struct Shelf {
    pub library: Arc<Library>,
    /// As corrected.
    pub entries: Entries,
    pub review: Review,
    pub corrected: Corrected,
    /// How many journals have lines that could not be read.
    pub damaged: usize,
}

impl Shelf {
    /// Reads everything but the texts.
    pub fn of(library: Library) -> Result<Shelf, CliError> {
        let entries = library.entries()?;
        let library = Arc::new(library);
        let news = Feed::new(Arc::clone(&library)).changes()?;
        let files: BTreeSet<_> = news.damage.iter().map(|damage| &damage.path).collect();
        let damaged = files.len();
        let review = fold(&news.events);
        let corrected = Corrected::of(&entries.records, &review);
        Ok(Shelf {
            library,
            entries: entries.corrected(&corrected),
            review,
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
