//! The console.

pub mod term;
pub mod widget;
