//! What happened: one operation, who did it, when, and after what.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::{
    Anchor, Continuity, Grade, Judgement, Link, Motivation, Rectification, Rectifying, Statement,
    Text,
};

/// One operation with its envelope. The line format on disk is in `store::line`.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub version: u32,
    /// The journal that holds it: `<reviewer>/<host>-<session>`.
    pub writer: Text,
    /// From 1 within the writer.
    pub sequence: u64,
    /// Logical time: greater than every event known when it was written.
    pub lamport: u64,
    pub id: Uuid,
    /// For people; order never depends on a clock.
    pub time: Timestamp,
    pub reviewer: Text,
    pub role: Option<Role>,
    /// The events on the same subject that its author had before his eyes; two events that do not know each other are concurrent.
    pub base: Vec<Uuid>,
    /// The event that this one takes back, so that undo and redo work across restarts.
    pub undoes: Option<Uuid>,
    /// The first event of the action that it is part of, where one key did several things.
    pub group: Option<Uuid>,
    pub operation: Operation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    FirstReviewer,
    SecondReviewer,
    Adjudicator,
}

/// Everything a reviewer can do that must not be lost. The inverse of each is one of the same kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", content = "body", rename_all = "kebab-case")]
pub enum Operation {
    #[serde(with = "super::statement")]
    Annotate {
        annotation: Uuid,
        statement: Box<Statement>,
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
    /// Writes, rewrites or takes back a reply.
    Reply {
        annotation: Uuid,
        reply: Uuid,
        text: String,
        #[serde(default)]
        deleted: bool,
    },
    /// Decides an annotation (`subject` is its id with hyphens) or a finding (`subject` is its fingerprint).
    Judge {
        subject: String,
        edition: String,
        judgement: Judgement,
        /// A key of the list of reasons, or own words.
        reason: Option<String>,
        /// Digest of the quoted evidence, so that 原文已变 can be shown.
        quote: Option<String>,
    },
    /// Absent fields stay; an empty text clears a field.
    Rectify {
        annotation: Uuid,
        rectification: Option<Rectification>,
        #[serde(default)]
        details: Box<Rectifying>,
    },
    /// Follow-up in an edition; `None` takes it back.
    Continue {
        annotation: Uuid,
        edition: String,
        continuity: Option<Continuity>,
    },
    /// Marks a section as read by this reviewer, or takes it back. `section` is its key from [`super::section_keys`].
    Review {
        edition: String,
        section: String,
        reviewed: bool,
    },
    /// Corrects what the program understood of an edition. `field` is the name of a [`crate::report::correction::Point`],
    /// `value` what it is set to; an empty one says that there is none, `None` takes back what was set.
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
        #[serde(default)]
        lifted: bool,
    },
    /// Enters a unit into the register, or strikes it out.
    Enrol {
        unit: String,
        entry: Option<Enrolment>,
    },
    /// Places one anchor of an annotation by hand; `None` takes it back.
    Place {
        annotation: Uuid,
        edition: String,
        /// Index into `target.anchors`.
        #[serde(default)]
        index: usize,
        anchor: Option<Anchor>,
        /// Why a place whose words differ was accepted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Decides a promise of last year's report; no decision takes it back.
    Promise {
        edition: String,
        promise: String,
        decision: Option<String>,
        note: Option<String>,
    },
    /// Sets the reviewer's mark `a`–`z` at a code point, or removes it.
    Mark {
        edition: String,
        name: String,
        position: Option<usize>,
    },
    /// Puts an indicator first in every comparison, or lets it go. `indicator` is what it is called: subject and verb.
    Pin {
        indicator: String,
        pinned: bool,
    },
    /// Says under which name an issuer reported before it had this one; `None` takes it back.
    Rename {
        issuer: String,
        former: Option<String>,
    },
    /// Written by a newer version; kept and never rewritten.
    #[serde(skip)]
    Unknown {
        name: String,
        /// The JSON as it stands on disk.
        body: String,
    },
}

/// What the register says of a unit, as it was typed; see [`crate::check::register::Unit`] for what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// A name of [`crate::report::Level`].
    pub level: String,
    #[serde(default)]
    pub parent: String,
    /// `2021-2024`, `2022-`.
    pub years: String,
}

/// Fields that an edit sets; absent ones stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivation: Option<Motivation>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub grade: Option<Option<Grade>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub rule: Option<Option<Text>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<Link>>,
    /// Why, where a reason is asked for; no field of the annotation, but kept in its history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A field that is there and null sets nothing: `null` is a value, absence is none.
fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

impl Changes {
    /// Whether nothing is set; a reason alone sets nothing.
    pub fn is_empty(&self) -> bool {
        let nothing = Changes {
            reason: self.reason.clone(),
            ..Changes::default()
        };
        *self == nothing
    }
}

impl Event {
    /// The total order in which later values win: logical time first, then whatever is the same for everyone.
    pub fn order(&self) -> (u64, &str, u64, Uuid) {
        (self.lamport, &self.writer, self.sequence, self.id)
    }
}

impl Role {
    pub const ALL: [Role; 3] = [Role::FirstReviewer, Role::SecondReviewer, Role::Adjudicator];

    /// The name in JSON and on the command line, and the last part of the locale key `reviewer_role.*`.
    pub fn name(self) -> &'static str {
        match self {
            Role::FirstReviewer => "first-reviewer",
            Role::SecondReviewer => "second-reviewer",
            Role::Adjudicator => "adjudicator",
        }
    }

    /// The role of a name, in full or by its first word.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| {
            let full = role.name();
            full == name || full.strip_suffix("-reviewer") == Some(name)
        })
    }
}

impl Operation {
    /// The name in the journal.
    pub fn name(&self) -> &str {
        match self {
            Operation::Annotate { .. } => "annotate",
            Operation::Edit { .. } => "edit",
            Operation::Delete { .. } => "delete",
            Operation::Reply { .. } => "reply",
            Operation::Judge { .. } => "judge",
            Operation::Rectify { .. } => "rectify",
            Operation::Continue { .. } => "continue",
            Operation::Review { .. } => "review",
            Operation::Correct { .. } => "correct",
            Operation::Suppress { .. } => "suppress",
            Operation::Enrol { .. } => "enrol",
            Operation::Place { .. } => "place",
            Operation::Promise { .. } => "promise",
            Operation::Mark { .. } => "mark",
            Operation::Pin { .. } => "pin",
            Operation::Rename { .. } => "rename",
            Operation::Unknown { name, .. } => name,
        }
    }
}
