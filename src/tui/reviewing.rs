//! Questions that the screens ask of a review.

use crate::review::{Annotation, Review};

use super::model::Entry;

/// The decision on a promise of last year's report.
pub fn promise<'a>(review: &'a Review, edition: &str, promise: &str) -> Option<&'a str> {
    review
        .promises
        .get(&(edition.to_owned(), promise.to_owned()))
        .map(|found| found.decision.as_str())
}

/// Whether an annotation is about a report: this edition, or another edition of the same issuer and year.
pub fn is_about(annotation: &Annotation, entry: &Entry) -> bool {
    let target = &annotation.target;
    target.edition == entry.id
        || (target.issuer.is_some()
            && target.issuer.as_deref() == entry.issuer.as_deref()
            && target.year == entry.year)
}
