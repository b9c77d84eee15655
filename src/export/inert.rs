//! Text as text in a spreadsheet: no formula, no command, nothing invisible; and back.

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula, with the full-width twins that an input method sends.
const LIVE: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// The sign by which spreadsheets know a text.
const GUARD: char = '\'';
/// The most that a cell of a spreadsheet holds, in UTF-16 units, is 32,767; a guard and the dots still fit.
const LONGEST: usize = 32_000;

/// Without control characters, direction marks and what XML cannot hold; line breaks stay, a tab is a blank.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .all(|character| kept(character) == Some(character))
    {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.replace("\r\n", "\n")
            .chars()
            .filter_map(kept)
            .collect(),
    )
}

/// A cell of a spreadsheet: clean, trimmed, and no longer than one may be.
pub fn cell(text: &str) -> Cow<'_, str> {
    let cleaned = match clean(text) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    let mut units = 0;
    let cut = cleaned.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST
    });
    match cut.and_then(|(end, _)| cleaned.get(..end)) {
        Some(kept) => Cow::Owned(format!("{kept}…")),
        None => cleaned,
    }
}

/// The same with a guard before what would be a formula; for CSV, where a cell has no type.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let text = cell(text);
    match is_live(text.trim_start_matches(GUARD)) {
        true => Cow::Owned(format!("{GUARD}{text}")),
        false => text,
    }
}

/// What stood behind a guard; anything else as it is.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix(GUARD) {
        Some(rest) if is_live(rest.trim_start_matches(GUARD)) => rest,
        Some(_) | None => text,
    }
}

/// Whether a spreadsheet might calculate it.
pub fn is_live(text: &str) -> bool {
    text.trim_start().starts_with(LIVE)
}

fn kept(character: char) -> Option<char> {
    match character {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_is_text_whatever_it_says() {
        for (text, shown) in [
            ("云岭县", "云岭县"),
            ("=1+1", "'=1+1"),
            ("＝1+1", "'＝1+1"),
            ("+86", "'+86"),
            ("－5", "'－5"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "'=1"),
            ("\u{200b}=1", "'=1"),
            ("\r\n=1", "'=1"),
            ("'=1", "''=1"),
            ("'好'", "'好'"),
            ("a\u{7}b\u{202e}c\r\nd", "abc\nd"),
        ] {
            assert_eq!(guarded(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_ends_with_dots() {
        let cut = cell(&"长".repeat(40_000)).into_owned();
        assert_eq!(cut.chars().count(), 32_001);
        assert!(cut.ends_with('…'));
    }

    proptest! {
        #[test]
        fn a_guard_comes_off_as_it_went_on(text in "['=＝+ \n-]{0,6}[a-z年=]{0,4}") {
            let guarded = guarded(&text).into_owned();
            prop_assert!(!is_live(&guarded));
            prop_assert_eq!(unguarded(&guarded), cell(&text));
        }
    }
}
