//! The encoding of a web page, which may say it itself.

use encoding_rs::{Encoding, UTF_8};

use super::{DecodeError, Decoded, as_told, detect, strict};

/// Decodes a web page: by the encoding given, by its byte order mark, as UTF-8 where it is valid, as it declares, or by
/// detection.
pub fn decode_page(
    bytes: &[u8],
    given: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, DecodeError> {
    if let Some(encoding) = given {
        return as_told(encoding, bytes);
    }
    if Encoding::for_bom(bytes).is_some() || bytes.contains(&0) {
        return detect(bytes);
    }
    // Pages that declare GB2312 and are in UTF-8 are common; the reverse passes for UTF-8 nowhere.
    let whole = strict(UTF_8, bytes);
    match whole.or_else(|| strict(declared?, bytes)) {
        Some(decoded) => Ok(decoded),
        None => detect(bytes),
    }
}
