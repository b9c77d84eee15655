//! Annotations: what reviewers wrote, decided and marked, as a union of events.
//!
//! An [`Event`] is one signed and ordered [`Operation`]; [`fold`] makes the [`Review`] out of any set of events in any order.

pub mod anchor;
pub mod annotation;
pub mod event;
pub mod merge;

pub use anchor::{Anchor, Located, Place};
pub use annotation::{
    Annotation, Continuity, Grade, Judgement, Motivation, Rectification, Reply, Scope, Target,
};
pub use event::{Changes, Event, Operation};
pub use merge::{Review, fold};
