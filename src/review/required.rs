//! What must be typed before an operation counts: a reason, a proof, another person.

use super::fold::folded;
use super::{Judgement, Kinship, Operation, Rectification, Review};

/// What an operation lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Why something is dismissed.
    DismissalReason,
    /// Why the grade is another now.
    GradeReason,
    /// Why words that differ from those annotated are taken for the same place.
    PlaceReason,
    /// What shows that the gap was put right.
    Proof,
    /// Closing is another person's, or has a reason of its own.
    AnotherPerson,
}

/// Why something is dismissed: keys of the locale (`ui.reason-*`) and values on disk; `own` stands for words of one's own.
pub const DISMISSALS: [&str; 11] = [
    "scope",
    "reading",
    "rounding",
    "approximate",
    "carried-over",
    "open-list",
    "elsewhere",
    "rule",
    "own",
    "superior",
    "duplicate",
];

impl Lack {
    /// The last part of the locale key `lack.*`.
    pub fn name(self) -> &'static str {
        match self {
            Lack::DismissalReason => "dismissal-reason",
            Lack::GradeReason => "grade-reason",
            Lack::PlaceReason => "place-reason",
            Lack::Proof => "proof",
            Lack::AnotherPerson => "another-person",
        }
    }
}

impl Review {
    /// What still has to be typed before `reviewer` may do this; `None` when nothing.
    ///
    /// Nothing is refused when journals are read: what another version wrote counts as it stands.
    pub fn lacks(&self, operation: &Operation, reviewer: &str, kinship: &Kinship) -> Option<Lack> {
        dismissal(operation)
            .or_else(|| self.regrading(operation))
            .or_else(|| self.closing(operation, reviewer))
            .or_else(|| self.placing(operation, kinship))
    }

    fn regrading(&self, operation: &Operation) -> Option<Lack> {
        let Operation::Edit {
            annotation,
            changes,
        } = operation
        else {
            return None;
        };
        let before = self.annotations.get(annotation)?.grade;
        let regraded = before.is_some() && changes.grade.is_some_and(|grade| grade != before);
        (regraded && is_blank(changes.reason.as_deref())).then_some(Lack::GradeReason)
    }

    fn closing(&self, operation: &Operation, reviewer: &str) -> Option<Lack> {
        let Operation::Rectify {
            annotation,
            rectification: Some(Rectification::Closed),
            details,
        } = operation
        else {
            return None;
        };
        let before = self.annotations.get(annotation)?;
        let proof = details.proof.as_ref().or(before.rectifying.proof.as_ref());
        if is_blank(proof.map(String::as_str)) {
            return Some(Lack::Proof);
        }
        let handed = before.handed_by.as_deref().unwrap_or(&before.author);
        let alone = handed == reviewer;
        (alone && is_blank(details.reason.as_deref())).then_some(Lack::AnotherPerson)
    }

    fn placing(&self, operation: &Operation, kinship: &Kinship) -> Option<Lack> {
        let Operation::Place {
            annotation,
            edition,
            index,
            anchor: Some(anchor),
            reason,
        } = operation
        else {
            return None;
        };
        let before = &self.annotations.get(annotation)?.target;
        let known = before.anchors.get(*index)?;
        // Another year's sentence is another sentence: there a key that says so is enough.
        let mut twins = kinship.twins(edition);
        let same_report = before.edition == *edition || twins.any(|twin| twin == before.edition);
        let differs = folded(&known.sentence) != folded(&anchor.sentence);
        (same_report && differs && is_blank(reason.as_deref())).then_some(Lack::PlaceReason)
    }
}

fn dismissal(operation: &Operation) -> Option<Lack> {
    let Operation::Judge {
        judgement: Judgement::Rejected,
        reason,
        ..
    } = operation
    else {
        return None;
    };
    is_blank(reason.as_deref()).then_some(Lack::DismissalReason)
}

impl Operation {
    /// Writes what was typed where it was lacking.
    pub fn supply(&mut self, lack: Lack, text: &str) {
        let typed = Some(text.to_owned());
        match (lack, self) {
            (Lack::DismissalReason, Operation::Judge { reason, .. })
            | (Lack::PlaceReason, Operation::Place { reason, .. }) => *reason = typed,
            (Lack::GradeReason, Operation::Edit { changes, .. }) => changes.reason = typed,
            (Lack::Proof, Operation::Rectify { details, .. }) => details.proof = typed,
            (Lack::AnotherPerson, Operation::Rectify { details, .. }) => details.reason = typed,
            (
                Lack::DismissalReason
                | Lack::PlaceReason
                | Lack::GradeReason
                | Lack::Proof
                | Lack::AnotherPerson,
                _,
            ) => {}
        }
    }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
