//! A PDF document with a text layer: lines joined into paragraphs.

use super::{ExtractError, Extracted};

/// Takes the text out of the bytes of a whole file.
pub fn extract(_bytes: &[u8]) -> Result<Extracted, ExtractError> {
    Err(ExtractError::Damaged("not read yet".to_owned()))
}
