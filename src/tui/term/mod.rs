//! The terminal: entering and leaving it, what it sends, what is written to it, and its end.
//!
//! - [`Session`] holds the terminal while the console runs: raw mode, other screen, bracketed paste; restored on drop, on a
//!   panic, on a signal. `draw` takes a finished ratatui buffer and writes what differs from the last one, in one write.
//! - [`input::start`] reads keys and pastes on a thread of its own and hands over all that wait at once.
//! - [`guard::install`] ends the process when the line is cut or a signal says so, after saving what is being typed.

mod encode;
mod frame;
mod glyphs;
pub mod ground;
pub mod guard;
pub mod input;
mod keys;
mod pace;
mod pen;
mod scroll;
mod session;
pub mod writer;

pub use glyphs::Glyphs;
pub use ground::Ground;
pub use input::Input;
pub use session::{Mouse, Options, Session, TermError};
pub use writer::{Colors, Scrolling, Synchronized, Writer};
