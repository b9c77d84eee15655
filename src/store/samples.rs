//! The bundled sample reports, embedded in the program.

use std::sync::LazyLock;

use jiff::Timestamp;
use uuid::Uuid;

use crate::report::{self, Hints, SourceText};

use super::edition::{EditionRecord, Incoming};
use super::error::Error;

/// The samples are the same library everywhere, so that its drafts are found again.
pub(super) const LIBRARY: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

/// File name and text.
const SAMPLES: &[(&str, &str)] = &[];

const EXTRACTOR: &str = "plain/1";

static RECORDS: LazyLock<Vec<(EditionRecord, &'static str)>> = LazyLock::new(|| {
    let mut records = Vec::new();
    let read: Result<(), std::convert::Infallible> = each(|incoming| {
        records.push((
            EditionRecord::of(incoming, Timestamp::UNIX_EPOCH),
            incoming.file_name,
        ));
        Ok(())
    });
    let Ok(()) = read;
    records
        .into_iter()
        .zip(SAMPLES)
        .map(|((record, _), (_, text))| (record, *text))
        .collect()
});

/// The record and text of every sample.
pub(super) fn all() -> &'static [(EditionRecord, &'static str)] {
    &RECORDS
}

/// Hands over every sample as if it were being imported.
pub(super) fn each<E>(mut take: impl FnMut(&Incoming) -> Result<(), E>) -> Result<(), E> {
    for (name, text) in SAMPLES {
        let hints = Hints {
            file_name: Some((*name).to_owned()),
            ..Hints::default()
        };
        let report = report::parse(SourceText::new(*text), &hints);
        take(&Incoming {
            bytes: text.as_bytes(),
            text,
            extractor: EXTRACTOR,
            encoding: "utf-8",
            file_name: Some(name),
            hints: &hints,
            metadata: &report.metadata,
            importer: "ducha",
        })?;
    }
    Ok(())
}
