//! Annotations: what reviewers wrote, decided and marked, as a union of events.
//!
//! An [`Event`] is one signed and ordered [`Operation`]; [`fold`] makes the [`Review`] out of any set of events in any order.

pub mod agreement;
pub mod anchor;
pub mod annotation;
pub mod carry;
pub mod difference;
pub mod event;
mod fold;
mod follow;
mod history;
mod intervals;
mod kinship;
mod likeness;
pub mod locate;
pub mod merge;
mod phrase;
mod register;
mod required;
mod score;
pub mod section;
mod settle;
mod standing;
mod statement;
pub mod subject;
mod surroundings;
mod text;
mod undo;
pub mod web;

pub use crate::report::digest;
pub use anchor::{Anchor, Located, Passage, Place};
pub use annotation::{
    Annotation, Approach, Closing, Continuity, Grade, Judgement, Link, Motivation, Opinion,
    Rectification, Rectifying, Related, Reply, Scope, Target, Version,
};
pub use event::{Changes, Enrolment, Event, Operation, Role};
pub use follow::{Account, Followed, Sought};
pub use history::{History, Reversal};
pub use intervals::Intervals;
pub use kinship::{Kin, Kinship};
pub use locate::{Locator, Wording};
pub use merge::{
    Correction, Decision, PromiseDecision, Review, Suppression, Union, Voice, fold, fold_all,
};
pub use required::{DISMISSALS, Lack};
pub use score::{Aspect, Counts, Cutoffs, Grading, Line, Most, Rating, Sheet};
pub use section::section_keys;
pub use standing::{EVERYWHERE, Standing};
pub use statement::Statement;
pub use subject::{Heads, Subject};
pub use text::Text;
