//! The shortest annotation that there is.

use ducha::review::{Motivation, Operation, Scope, Target};
use uuid::Uuid;

/// Something is missing in an edition, nobody knows where.
pub fn gap(annotation: Uuid, edition: &str, year: Option<i16>, problem: &str) -> Operation {
    Operation::Annotate {
        annotation,
        target: Target {
            edition: edition.into(),
            issuer: None,
            year,
            scope: Scope::Absence,
            anchors: Vec::new(),
            related: Vec::new(),
        },
        motivation: Motivation::Gap,
        grade: None,
        rule: None,
        finding: None,
        problem: problem.to_owned(),
        suggestion: String::new(),
        private: false,
    }
}
