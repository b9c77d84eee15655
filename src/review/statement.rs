//! What a reviewer says of a place when he writes an annotation.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::{Grade, Motivation, Target, Text};

/// What an annotation says: as it was written, and later as edits have left it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    pub target: Target,
    pub motivation: Motivation,
    pub grade: Option<Grade>,
    /// Rule id.
    pub rule: Option<Text>,
    /// Fingerprint of the finding it was made from.
    pub finding: Option<Text>,
    pub problem: Text,
    pub suggestion: Text,
    /// Leaves in no export unless asked.
    pub private: bool,
}

impl Statement {
    /// A gap, and no more than what and where.
    pub fn new(target: Target, problem: impl Into<Text>) -> Statement {
        Statement {
            target,
            motivation: Motivation::Gap,
            grade: None,
            rule: None,
            finding: None,
            problem: problem.into(),
            suggestion: Text::default(),
            private: false,
        }
    }
}

/// Writes a statement and the id of its annotation as one object.
pub(super) fn serialize<S: Serializer>(
    annotation: &Uuid,
    statement: &Statement,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Written<'a> {
        annotation: &'a Uuid,
        #[serde(flatten)]
        statement: &'a Statement,
    }
    let written = Written {
        annotation,
        statement,
    };
    written.serialize(serializer)
}

/// The way back. Spelled out, because what is flattened is read much more slowly, and there are thousands.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<(Uuid, Box<Statement>), D::Error> {
    #[derive(Deserialize)]
    struct Read {
        annotation: Uuid,
        target: Target,
        motivation: Motivation,
        grade: Option<Grade>,
        rule: Option<Text>,
        finding: Option<Text>,
        problem: Text,
        suggestion: Text,
        #[serde(default)]
        private: bool,
    }
    let read = Read::deserialize(deserializer)?;
    let statement = Statement {
        target: read.target,
        motivation: read.motivation,
        grade: read.grade,
        rule: read.rule,
        finding: read.finding,
        problem: read.problem,
        suggestion: read.suggestion,
        private: read.private,
    };
    Ok((read.annotation, Box::new(statement)))
}
