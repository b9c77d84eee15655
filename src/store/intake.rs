//! From a file that was read to an edition in the library.

use crate::import::Imported;
use crate::report::{Hints, Metadata, parse};

use super::edition::{Added, Incoming};
use super::error::Error;
use super::library::Library;

impl Library {
    /// Understands a file and keeps it. The same bytes again are known already: they are not read a second time, and
    /// nothing is written.
    pub fn take_in(&self, imported: &Imported, importer: &str) -> Result<Added, Error> {
        let hints = imported.hints();
        let unread = Metadata::default();
        if let Some(record) = self.known(&incoming(imported, &hints, &unread, importer))? {
            return Ok(Added::Known(record));
        }
        let report = parse(imported.source.clone(), &hints);
        self.add(&incoming(imported, &hints, &report.metadata, importer))
    }
}

fn incoming<'a>(
    imported: &'a Imported,
    hints: &'a Hints,
    metadata: &'a Metadata,
    importer: &'a str,
) -> Incoming<'a> {
    Incoming {
        bytes: &imported.bytes,
        text: &imported.source.text,
        extractor: imported.extractor(),
        encoding: imported.encoding,
        file_name: Some(&imported.name),
        hints,
        metadata,
        importer,
    }
}
