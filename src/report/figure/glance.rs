//! Looks at the text around a place, never further than a bound, so that reading stays linear.

/// Longest look to either side, in bytes: some forty Chinese characters.
const REACH: usize = 120;

/// The text before a byte offset, at most [`REACH`] bytes of it.
pub(super) fn before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).unwrap_or("")
}

/// The text from a byte offset on, at most [`REACH`] bytes of it.
pub(super) fn after(text: &str, at: usize) -> &str {
    let mut end = at.saturating_add(REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or("")
}

/// The character before a byte offset.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at a byte offset.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// What stands before and behind the last 的 of a text. Searching its bytes costs a fraction of a general search.
pub(super) fn around_last_de(text: &str) -> Option<(&str, &str)> {
    let mut windows = text.as_bytes().windows('的'.len_utf8());
    let at = windows.rposition(|window| window == "的".as_bytes())?;
    Some((text.get(..at)?, text.get(at + '的'.len_utf8()..)?))
}

/// The last `count` characters of a text.
pub(super) fn last_chars(text: &str, count: usize) -> &str {
    let from = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or("")
}

/// The text behind the last character that ends a stretch; the whole text without one.
pub(super) fn behind_last(text: &str, ends: impl Fn(char) -> bool) -> &str {
    let from = text
        .char_indices()
        .rev()
        .find(|&(_, c)| ends(c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    text.get(from..).unwrap_or("")
}
