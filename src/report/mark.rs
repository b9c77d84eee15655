//! Punctuation of normal text: what ends a sentence, and what belongs to the end.

/// Marks that end a sentence.
pub(super) const STOPS: &str = "。!?;";
/// Marks that close what a sentence opened; they belong to the sentence before them.
pub(super) const CLOSERS: &str = "”’》〉」』】)]\"";

pub(super) fn is_stop(character: char) -> bool {
    STOPS.contains(character)
}

pub(super) fn is_closer(character: char) -> bool {
    CLOSERS.contains(character)
}

/// Whether the text ends with a stop or a colon, closing marks aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.chars()
        .rev()
        .take(6)
        .find(|last| !is_closer(*last))
        .is_some_and(|last| is_stop(last) || last == ':' || last == '…')
}

/// The last visible character before the offset, closing marks aside.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?
        .chars()
        .rev()
        .take(6)
        .find(|last| !is_closer(*last))
}

/// Whether a sentence has ended inside the text.
pub(super) fn has_stop(text: &str) -> bool {
    text.contains(is_stop)
}

/// How far back an opening mark may stand: reports forget to close them.
const LONGEST_QUOTE: usize = 40;

/// Whether the offset lies inside a quotation or a title in 《》.
pub(super) fn is_enclosed(text: &str, at: usize) -> bool {
    text.get(..at)
        .unwrap_or("")
        .chars()
        .rev()
        .take(LONGEST_QUOTE)
        .find(|mark| "“”《》。".contains(*mark))
        .is_some_and(|mark| "“《".contains(mark))
}
