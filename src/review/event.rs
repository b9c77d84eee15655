//! What happened: one operation, who did it, when, and after what.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Anchor, Continuity, Grade, Judgement, Motivation, Rectification, Target};

/// One operation with its envelope. The line format on disk is in `store::journal`.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub version: u32,
    /// The journal that holds it: `<reviewer>/<host>-<session>`.
    pub writer: String,
    /// From 1 within the writer.
    pub sequence: u64,
    /// Logical time: greater than every event known when it was written.
    pub lamport: u64,
    pub id: Uuid,
    pub time: Timestamp,
    pub reviewer: String,
    /// The event that an edit was made on, so that two edits of one state are seen as a conflict.
    pub base: Option<Uuid>,
    pub operation: Operation,
}

/// Everything a reviewer can do that must not be lost. The inverse of each is one of the same kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", content = "body", rename_all = "kebab-case")]
pub enum Operation {
    Annotate {
        annotation: Uuid,
        target: Target,
        motivation: Motivation,
        grade: Option<Grade>,
        rule: Option<String>,
        finding: Option<String>,
        problem: String,
        suggestion: String,
        private: bool,
    },
    Edit {
        annotation: Uuid,
        changes: Changes,
    },
    /// Deletes, or brings back.
    Delete {
        annotation: Uuid,
        deleted: bool,
    },
    Reply {
        annotation: Uuid,
        text: String,
    },
    /// Decides an annotation (`subject` is its id) or a finding (`subject` is its fingerprint).
    Judge {
        subject: String,
        edition: String,
        judgement: Judgement,
        reason: Option<String>,
        /// Digest of the quoted evidence, so that 原文已变 can be shown.
        quote: Option<String>,
    },
    Rectify {
        annotation: Uuid,
        rectification: Rectification,
        proof: Option<String>,
        reason: Option<String>,
    },
    Continue {
        annotation: Uuid,
        edition: String,
        continuity: Continuity,
    },
    /// Marks a section as read, or takes it back. `section` is the path of titles joined by ` › `.
    Review {
        edition: String,
        section: String,
        reviewed: bool,
    },
    /// Corrects what the program understood: `title`, `issuer`, `level`, `kind`, `year`, `published`, `signed`.
    Correct {
        edition: String,
        field: String,
        value: Option<String>,
    },
    Suppress {
        rule: String,
        /// Fingerprint, edition id, issuer, or `*`.
        scope: String,
        reason: String,
        until: Option<String>,
        lifted: bool,
    },
    /// Places an annotation by hand.
    Place {
        annotation: Uuid,
        edition: String,
        anchor: Anchor,
    },
    /// Decides a promise of last year's report.
    Promise {
        edition: String,
        promise: String,
        decision: Option<String>,
        note: Option<String>,
    },
    /// Sets a mark `a`–`z` at a code point, or removes it.
    Mark {
        edition: String,
        name: String,
        position: Option<usize>,
    },
    /// Written by a newer version; kept and never rewritten.
    #[serde(skip)]
    Unknown {
        name: String,
    },
}

/// Fields that an edit sets; absent ones stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivation: Option<Motivation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Option<Grade>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
}
