//! What must hold for any input, one law a fuzz target. `tests/hostile.rs` runs the same laws over the seeds.

pub mod check;
pub mod compare;
pub mod decode;
pub mod docx;
pub mod figures;
pub mod html;
pub mod journal;
pub mod keymap;
pub mod keys;
pub mod packs;
pub mod parse;
pub mod pdf;
pub mod sheet;
mod spans;
mod words;
