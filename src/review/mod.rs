//! Annotations: what reviewers wrote, decided and marked, as a union of events.
//!
//! An [`Event`] is one signed and ordered [`Operation`]; [`fold`] makes the [`Review`] out of any set of events in any order.

pub mod anchor;
pub mod annotation;
pub mod event;
mod fold;
mod kinship;
mod likeness;
pub mod locate;
pub mod merge;
mod phrase;
mod register;
mod score;
pub mod section;
mod settle;
mod standing;
pub mod subject;
mod surroundings;
mod undo;

pub use crate::report::digest;
pub use anchor::{Anchor, Located, Place};
pub use annotation::{
    Annotation, Approach, Continuity, Grade, Judgement, Link, Motivation, Opinion, Rectification,
    Rectifying, Related, Reply, Scope, Target, Version,
};
pub use event::{Changes, Enrolment, Event, Operation, Role};
pub use kinship::Kinship;
pub use locate::Locator;
pub use merge::{Correction, Decision, PromiseDecision, Review, Suppression, Union, fold};
pub use score::{Aspect, Counts, Cutoffs, Grading, Line, Most, Rating, Sheet};
pub use section::section_keys;
pub use standing::{EVERYWHERE, Standing};
pub use subject::{Heads, Subject};
