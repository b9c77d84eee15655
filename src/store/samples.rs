//! The bundled sample reports, embedded in the program.

use std::sync::LazyLock;

use jiff::Timestamp;
use uuid::Uuid;

use crate::report::{self, Hints, SourceText};

use super::edition::{EditionRecord, Incoming};

/// The samples are the same library everywhere, so that its drafts are found again.
pub(super) const LIBRARY: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);

macro_rules! sample {
    ($name:literal) => {
        ($name, include_str!(concat!("../../data/samples/", $name)))
    };
}

/// File name and text.
const SAMPLES: &[(&str, &str)] = &[
    sample!("霁川县-2022.txt"),
    sample!("霁川县-2023.txt"),
    sample!("霁川县-2024.txt"),
    sample!("槐汀镇-2022.txt"),
    sample!("槐汀镇-2023.txt"),
    sample!("槐汀镇-2024.txt"),
];

const EXTRACTOR: &str = "plain/1";

static RECORDS: LazyLock<Vec<(EditionRecord, &'static str)>> = LazyLock::new(|| {
    SAMPLES
        .iter()
        .map(|(name, text)| {
            let record = incoming(name, text, |sample| {
                EditionRecord::of(sample, Timestamp::UNIX_EPOCH)
            });
            (record, *text)
        })
        .collect()
});

/// The record and text of every sample.
pub(super) fn all() -> &'static [(EditionRecord, &'static str)] {
    &RECORDS
}

/// Hands over every sample as if it were being imported.
pub(super) fn each<E>(mut take: impl FnMut(&Incoming) -> Result<(), E>) -> Result<(), E> {
    SAMPLES
        .iter()
        .try_for_each(|(name, text)| incoming(name, text, &mut take))
}

fn incoming<T>(name: &str, text: &str, take: impl FnOnce(&Incoming) -> T) -> T {
    let hints = Hints {
        file_name: Some(name.to_owned()),
        ..Hints::default()
    };
    let report = report::parse(SourceText::new(text), &hints);
    take(&Incoming {
        bytes: text.as_bytes(),
        text,
        extractor: EXTRACTOR,
        encoding: "utf-8",
        file_name: Some(name),
        hints: &hints,
        metadata: &report.metadata,
        importer: "ducha",
    })
}
