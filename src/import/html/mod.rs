//! A web page: the article and its tables, without what stands around it.

use encoding_rs::Encoding;

use super::{ExtractError, Extracted};

/// The encoding that the page says it is in.
pub fn declared_encoding(_bytes: &[u8]) -> Option<&'static Encoding> {
    None
}

/// Reads the article of a page that was decoded already.
pub fn extract(_text: &str) -> Result<Extracted, ExtractError> {
    Err(ExtractError::Damaged("not read yet".to_owned()))
}
