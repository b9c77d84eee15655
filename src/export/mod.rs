//! What goes out: values to bytes, and the plan of a filled ledger that comes back.
//!
//! An [`Item`] is an annotation with everything that a reader elsewhere needs beside it. Nothing of a text that goes out is
//! live where it arrives: no formula, no markup, no control character.

mod archive;
pub mod csv;
pub mod document;
pub mod inert;
mod item;
pub mod json_ld;
pub mod ledger;
mod number;
mod ooxml;
pub mod sarif;
mod what;
mod xml;

pub use item::{Item, Selection, Subject};
pub use number::Number;
pub use what::{Form, What};
