//! The library that a command works on.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{CliError, Shared};
use crate::review::{Review, fold};
use crate::store::{Feed, Library, Places, reviewer};

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

/// What all reviewers have written and decided, and how many lines could not be read.
pub fn review(library: Library) -> Result<(Arc<Library>, Review, usize), CliError> {
    let library = Arc::new(library);
    let news = Feed::new(Arc::clone(&library)).changes()?;
    let files: BTreeSet<_> = news.damage.iter().map(|damage| &damage.path).collect();
    let damaged = files.len();
    Ok((library, fold(&news.events), damaged))
}

/// Who is at the keyboard.
pub fn reviewer_name(shared: &Shared) -> String {
    reviewer(shared.reviewer.as_deref())
}
