//! Bytes to text: nothing is invented, and an encoding that was told gives the same as the one that was found.

use ducha::import::{ENCODINGS, decode, decode_page};

pub fn run(bytes: &[u8]) {
    if let Ok(decoded) = decode(bytes, None) {
        assert!(!decoded.text.trim().is_empty());
        // Two bytes of GB18030 may be one character of three, four may be one of three or four; nothing grows beyond that.
        assert!(decoded.text.len() <= bytes.len() * 3 + 3);
        let again = decode(decoded.text.as_bytes(), None).expect("a text is a text");
        assert_eq!(
            again.text.trim_start_matches('\u{feff}'),
            decoded.text.trim_start_matches('\u{feff}')
        );
    }
    for encoding in ENCODINGS {
        let _ = decode(bytes, Some(encoding));
        let _ = decode_page(bytes, None, Some(encoding));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0)
        && let Ok(decoded) = decode(bytes, None)
    {
        assert_eq!(
            decoded.text,
            text.strip_prefix('\u{feff}').unwrap_or(text),
            "UTF-8 stays as it is"
        );
    }
}
