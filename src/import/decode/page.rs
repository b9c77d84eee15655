//! The encoding of a web page, which may say it itself.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use super::{DecodeError, Decoded, as_told, detect, strict};

/// Browsers look for the declaration in the first 1,024 bytes; pages with long comments have it later.
const HEAD: usize = 8192;

/// Decodes a web page: by the encoding given, by its byte order mark, as UTF-8 where it is valid, as it declares, or by
/// detection.
pub fn decode_page(bytes: &[u8], given: Option<&'static Encoding>) -> Result<Decoded, DecodeError> {
    if let Some(encoding) = given {
        return as_told(encoding, bytes);
    }
    if Encoding::for_bom(bytes).is_some() || bytes.contains(&0) {
        return detect(bytes);
    }
    // Pages that declare GB2312 and are in UTF-8 are common; the reverse passes for UTF-8 nowhere.
    let whole = strict(UTF_8, bytes);
    let declared = || declared(bytes).and_then(|encoding| strict(encoding, bytes));
    match whole.or_else(declared) {
        Some(decoded) => Ok(decoded),
        None => detect(bytes),
    }
}

/// The encoding after `charset=` in the head of the page, with or without quotes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const KEY: &[u8] = b"charset=";
    let head = bytes.get(..HEAD).unwrap_or(bytes).to_ascii_lowercase();
    let at = head.windows(KEY.len()).position(|window| window == KEY)?;
    let label: Vec<u8> = head
        .get(at + KEY.len()..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    let encoding = Encoding::for_label(&label)?;
    // Whoever writes GBK may use the characters of its successor.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    encoding.is_ascii_compatible().then_some(encoding)
}
