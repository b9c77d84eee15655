//! The sentence around a place, told from the marks in the text alone.

use crate::report::Span;

/// Marks that end a sentence.
const ENDS: &str = "。！？!?";
/// A line of so many characters that has no end of a sentence may go on in the next.
const FULL_LINE: usize = 20;
/// No sentence is taken to be longer, before or after a place: a text without marks costs no more than others.
const LONGEST: usize = 600;

/// From behind the last end of a sentence before a place to the next one behind it.
pub(super) fn around(text: &str, hit: Span) -> Span {
    let before = text.get(..hit.start).unwrap_or("");
    let after = text.get(hit.end..).unwrap_or("");
    let mut start = hit.start;
    for (at, character) in before.char_indices().rev().take(LONGEST) {
        if ENDS.contains(character) || (character == '\n' && is_end_of_paragraph(text, at)) {
            break;
        }
        start = at;
    }
    let mut end = hit.end;
    for (at, character) in after.char_indices().take(LONGEST) {
        if character == '\n' && is_end_of_paragraph(text, hit.end + at) {
            break;
        }
        end = hit.end + at + character.len_utf8();
        if ENDS.contains(character) {
            break;
        }
    }
    Span::new(start, end)
}

/// Whether a line break ends a paragraph: the line before it is short, or the next one is empty or indented.
fn is_end_of_paragraph(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").chars().rev();
    let line = before.take(FULL_LINE).take_while(|c| *c != '\n').count();
    let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
    line < FULL_LINE || next.is_none_or(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_mark_or_with_its_paragraph() {
        let check = |text: &str, word: &str, expected: &str| {
            let at = text.find(word).expect(word);
            let found = around(text, Span::new(at, at + word.len()));
            assert_eq!(found.of(text), expected);
        };
        check("甲一。甲二，乙三。丙", "乙", "甲二，乙三。");
        check("一、总的情况\n甲二，乙三", "乙", "甲二，乙三");
        check("一、总的情况\n甲二，乙三", "总", "一、总的情况");
        let broken = "全镇渔船停泊在内港的泊位上共有二十余艘轮流\n出海。乙";
        check(
            broken,
            "出海",
            "全镇渔船停泊在内港的泊位上共有二十余艘轮流\n出海。",
        );
    }

    #[test]
    fn a_text_without_marks_is_not_read_to_its_end() {
        let text = "案".repeat(10_000);
        assert!(around(&text, Span::new(15_000, 15_003)).len() < 4_000);
    }
}
