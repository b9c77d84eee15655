//! The shortest annotation that there is.

use ducha::review::{Operation, Scope, Statement, Target};
use uuid::Uuid;

/// Something is missing in an edition, nobody knows where.
pub fn gap(annotation: Uuid, edition: &str, year: Option<i16>, problem: &str) -> Operation {
    let target = Target {
        edition: edition.into(),
        issuer: None,
        year,
        scope: Scope::Absence,
        anchors: Vec::new(),
        related: Vec::new(),
    };
    Operation::Annotate {
        annotation,
        statement: Box::new(Statement::new(target, problem)),
    }
}
