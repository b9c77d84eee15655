//! What reviewers corrected, over restarts and changed files.

use std::sync::Arc;

use ducha::report;
use ducha::report::Hints;
use ducha::review::Operation;
use ducha::store::{Corrected, EditionRecord, Library};

use crate::desk::{Session, TEXT, add, folder, library, read};

fn correct(edition: &str, field: &str, value: Option<&str>) -> Operation {
    Operation::Correct {
        edition: edition.to_owned(),
        field: field.to_owned(),
        value: value.map(str::to_owned),
    }
}

/// What a library says of its editions, opened anew: corrections and the rows of the list.
fn corrected(library: &Arc<Library>) -> (Corrected, Vec<EditionRecord>) {
    let entries = library.entries().expect("entries");
    let corrected = Corrected::of(&entries.records, &read(library).0);
    let records = entries.corrected(&corrected).records;
    (corrected, records)
}

#[test]
fn corrections_survive_reopening_and_go_over_to_a_changed_text() {
    let folder = folder();
    let first = library(&folder);
    let before = add(&first, TEXT).record().id.clone();
    let session = Session::of(&first, "林");
    session.save_all(vec![
        correct(&before, "level", Some("prefecture")),
        correct(&before, "heading-level@21", Some("none 一、主要举措")),
    ]);
    session.close();
    drop(first);

    let again = library(&folder);
    let (corrections, records) = corrected(&again);
    assert_eq!(records[0].metadata.level, "prefecture");
    assert_eq!(corrections.corrections(&before).headings.len(), 1);

    let changed = TEXT.replace("34件", "35件");
    let after = add(&again, &changed).record().id.clone();
    assert_ne!(after, before);
    let (corrections, records) = corrected(&again);
    assert!(
        records
            .iter()
            .all(|record| record.metadata.level == "prefecture")
    );
    assert_eq!(
        corrections.corrections(&after),
        corrections.corrections(&before)
    );

    // Another report under the same name takes nothing over.
    let other = TEXT.replace("白露县", "青禾县");
    let other = add(&again, &other).record().id.clone();
    assert!(corrected(&again).0.corrections(&other).is_empty());
}

#[test]
fn what_is_taken_back_is_as_it_was_read() {
    let folder = folder();
    let library = library(&folder);
    let id = add(&library, TEXT).record().id.clone();
    let understood = |library: &Arc<Library>| {
        let (source, record) = library.load(&id).expect("the text");
        let hints = Hints {
            corrections: corrected(library).0.corrections(&id),
            ..record.hints(&source)
        };
        report::parse(source, &hints)
    };
    let as_read = understood(&library);
    let session = Session::of(&library, "林");
    session.save_all(vec![
        correct(&id, "year", Some("2021")),
        correct(&id, "heading-level@21", Some("2 一、主要举措")),
    ]);
    assert_eq!(understood(&library).metadata.year, Some(2021));
    session.save_all(vec![correct(&id, "year", Some("2022"))]);
    assert_eq!(understood(&library).metadata.year, Some(2022));
    session.save_all(vec![
        correct(&id, "year", None),
        correct(&id, "heading-level@21", None),
    ]);
    session.close();
    let back = understood(&library);
    assert_eq!(back.metadata, as_read.metadata);
    assert_eq!(back.sections, as_read.sections);
    assert_eq!(back.parts, as_read.parts);
    assert_eq!(back.figures, as_read.figures);
}
