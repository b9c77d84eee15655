//! The editions of a library one by one: found, read, added.

use jiff::Timestamp;

use super::{EDITIONS, Library, Origin};
use crate::report::SourceText;
use crate::store::edition::{self, Added, EditionRecord, Incoming};
use crate::store::error::{Error, ErrorKind};
use crate::store::folder::{Access, Folder};
use crate::store::samples;

impl Library {
    /// The one edition whose id begins with these characters.
    pub fn resolve(&self, prefix: &str) -> Result<EditionRecord, Error> {
        let wrong = |kind| Err(Error::new(self.path.join(EDITIONS).join(prefix), kind));
        let records = self.entries()?.records;
        let mut fitting = records
            .into_iter()
            .filter(|record| !prefix.is_empty() && record.id.starts_with(prefix));
        match (fitting.next(), fitting.next()) {
            (Some(record), None) => Ok(record),
            (Some(_), Some(_)) => wrong(ErrorKind::AmbiguousEdition),
            (None, _) => wrong(ErrorKind::NoSuchEdition),
        }
    }

    /// The text and record of an edition, by its id or the beginning of it.
    pub fn load(&self, id: &str) -> Result<(SourceText, EditionRecord), Error> {
        let embedded = || samples::all().iter().find(|(record, _)| record.id == id);
        if self.origin == Origin::Samples
            && let Some((record, text)) = embedded()
        {
            return Ok((SourceText::new(*text), record.clone()));
        }
        if !edition::is_edition_id(id) {
            let record = self.resolve(id)?;
            return self.load(&record.id);
        }
        let missing = || Error::new(self.path.join(EDITIONS).join(id), ErrorKind::NoSuchEdition);
        let editions = self.reading().ok_or_else(missing)?.folder(EDITIONS)?;
        let record = edition::read_record(&editions, id).map_err(|error| match error.kind {
            ErrorKind::Missing => missing(),
            _ => error,
        })?;
        Ok((edition::read_text(&editions, &record)?, record))
    }

    /// The text of an edition as it lies there, unchecked: enough to look for words in it.
    pub fn glance(&self, id: &str) -> Result<String, Error> {
        let embedded = || samples::all().iter().find(|(record, _)| record.id == id);
        if self.origin == Origin::Samples
            && let Some((_, text)) = embedded()
        {
            return Ok((*text).to_owned());
        }
        let missing = || Error::new(self.path.join(EDITIONS).join(id), ErrorKind::NoSuchEdition);
        let root = self.reading().ok_or_else(missing)?;
        edition::glance(&root, id)
    }

    /// Adds an edition; the same bytes a second time change nothing and say so.
    pub fn add(&self, incoming: &Incoming) -> Result<Added, Error> {
        let editions = self.writing()?.folder(EDITIONS)?;
        add(&editions, self.access, incoming)
    }

    /// The edition that the incoming text would become, when it is here already; its metadata does not matter.
    pub fn known(&self, incoming: &Incoming) -> Result<Option<EditionRecord>, Error> {
        let Some(root) = self.reading() else {
            return Ok(None);
        };
        let id = EditionRecord::of(incoming, Timestamp::now()).id;
        known(&root.folder(EDITIONS)?, &id)
    }
}

pub(super) fn add(editions: &Folder, access: Access, incoming: &Incoming) -> Result<Added, Error> {
    let record = EditionRecord::of(incoming, Timestamp::now());
    if let Some(known) = known(editions, &record.id)? {
        return Ok(Added::Known(known));
    }
    edition::publish(editions, access, incoming, &record)?;
    Ok(Added::New(record))
}

fn known(editions: &Folder, id: &str) -> Result<Option<EditionRecord>, Error> {
    match edition::read_record(editions, id) {
        Ok(record) => Ok(Some(record)),
        Err(error) if error.kind == ErrorKind::Missing => Ok(None),
        Err(error) => Err(error),
    }
}
