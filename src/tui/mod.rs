//! The console.

pub mod action;
pub mod key;
pub mod keymap;
