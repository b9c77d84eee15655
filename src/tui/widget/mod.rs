//! Drawing Chinese text into cells: widths, wrapping, styled rows, overlays.
//!
//! [`wrap::Layout`] breaks one paragraph into rows, once for each width; [`flow::Flow`] stacks the paragraphs of a report
//! and maps bytes of the source to rows and cells and back; [`text`] paints rows; [`rows`] serves lists and tables; [`overlay`] makes room for a popup.

pub mod breaks;
mod fill;
pub mod flow;
pub mod overlay;
pub mod rows;
pub mod text;
pub mod width;
pub mod wrap;

pub use flow::Flow;
pub use width::Ambiguous;
pub use wrap::{Layout, Newlines, Options, Row};
