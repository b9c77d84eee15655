//! ducha reads annual reports on law-based government (法治政府建设年度报告) the way an inspector does.
//!
//! # Map
//!
//! Core, without input, output, clock or locale: same input, same output.
//!
//! - [`report`]: what a report is: source text, normal text, blocks, outline, parts, sentences, figures.
//! - [`compare`]: two years set side by side: sections, sentences, indicators, promises, reuse.
//! - [`check`]: rules as data, and their findings with evidence.
//! - [`review`]: annotations, the events they are made of, and where they stand in a text.
//! - [`export`]: values to bytes: ledgers, documents, interchange; and the plan of a filled ledger that comes back.
//! - [`search`]: words in texts and rows in lists, however they are printed or typed.
//!
//! Edges:
//!
//! - [`import`]: bytes to source text, with limits.
//! - [`store`]: the library folder, journals, drafts.
//! - [`cli`]: one command a file; text and JSON output.
//! - [`tui`]: the console: state, update, view, and the screen writer under `tui::term`.
//!
//! Four small rooms serve them all: [`locale`] (texts in Chinese and English, as data), [`shown`]
//! (the only form in which text from outside reaches a terminal), [`sheet`] (a table as a spreadsheet holds it) and [`order`]
//! (sorting that takes little room).
//!
//! Imports go one way: `report ← compare ← check ← review ← export`, `report ← search`, all of core `← import, store ← cli, tui`.
//! `cli` and `tui` do not know each other. A test enforces this.
//!
//! # What always holds
//!
//! - A place in a text is a [`report::Span`] of bytes of the source text; code points appear only on disk and in JSON.
//! - Reading is total: every byte of a source belongs to one block, and bad input becomes notices, never an error.
//! - Figures are exact decimals in intervals; nothing is compared as a float.
//! - The console changes only in [`tui::update`], and [`tui::view`] changes nothing.
//! - Annotations are the fold of journals that only grow, one writer a file; what is said to be saved is on the disk.
//! - What others wrote reaches a terminal only through [`shown`].
#![forbid(unsafe_code)]

/// A table of `data/`, by its path there, as `src/build.rs` has made it ready to be built in.
macro_rules! bundled {
    ($path:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $path))
    };
}
pub(crate) use bundled;

pub mod check;
pub mod cli;
pub mod compare;
pub mod export;
pub mod import;
pub mod locale;
pub mod order;
pub mod report;
pub mod review;
pub mod search;
pub mod sheet;
pub mod shown;
pub mod store;
pub mod tui;
