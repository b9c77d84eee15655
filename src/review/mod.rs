//! Annotations: what reviewers wrote, decided and marked, as a union of events.
//!
//! An [`Event`] is one signed and ordered [`Operation`]; [`fold`] makes the [`Review`] out of any set of events in any order.

pub mod anchor;
pub mod annotation;
pub mod event;
mod fold;
mod likeness;
pub mod locate;
pub mod merge;
mod phrase;
mod register;
pub mod section;
mod settle;
pub mod subject;
mod surroundings;
mod undo;

pub use crate::report::digest;
pub use anchor::{Anchor, Located, Place};
pub use annotation::{
    Annotation, Continuity, Grade, Judgement, Link, Motivation, Opinion, Rectification, Rectifying,
    Related, Reply, Scope, Target, Version,
};
pub use event::{Changes, Event, Operation, Role};
pub use locate::Locator;
pub use merge::{Correction, Decision, PromiseDecision, Review, Suppression, Union, fold};
pub use section::section_keys;
pub use subject::{Heads, Subject};
