//! Annotations: what reviewers wrote, decided and marked, as a union of events.
//!
//! An [`Event`] is one signed and ordered [`Operation`]; [`fold`] makes the [`Review`] out of any set of events in any order.

pub mod anchor;
pub mod annotation;
pub mod digest;
pub mod event;
pub mod merge;
mod register;
mod settle;
pub mod subject;
mod undo;

pub use anchor::{Anchor, Located, Place};
pub use annotation::{
    Annotation, Continuity, Grade, Judgement, Link, Motivation, Opinion, Rectification, Rectifying,
    Related, Reply, Scope, Target, Version,
};
pub use digest::{digest, section_keys};
pub use event::{Changes, Event, Operation, Role};
pub use merge::{Decision, PromiseDecision, Review, Suppression, Union, fold};
pub use subject::{Heads, Subject};
