//! The console.
//!
//! [`app`] is the state, [`update`] the only thing that changes it, [`view`] draws it and changes nothing; whatever
//! touches the world is an [`message::Effect`] that goes through a [`port::Port`]: a terminal with a worker behind it,
//! or a script of keys in the tests.

pub mod action;
pub mod app;
mod awaited;
pub mod canvas;
pub mod catalogue;
pub mod correcting;
pub mod deciding;
pub mod describe;
mod drafting;
pub mod exporting;
pub mod handling;
pub mod input;
mod jumps;
pub mod key;
pub mod keymap;
mod lacking;
pub mod list;
pub mod message;
pub mod model;
pub mod note_text;
pub mod notes;
mod outside;
pub mod overlay;
pub mod page;
pub mod pointer;
pub mod port;
pub mod recovering;
mod renaming;
pub mod reviewing;
pub mod screen;
mod searcher;
mod sending;
mod silencing;
mod start;
mod tally;
pub mod telling;
pub mod term;
mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod widget;
mod worker;
pub mod wrapping;

pub use sending::Exporter;
pub use start::{Ending, Failure, Options, run};
