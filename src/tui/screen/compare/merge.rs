//! Two versions of a sentence as one text: what is common once, what went in square and what came in curly brackets.

use crate::report::Span;
use crate::tui::canvas::Piece;
use crate::tui::theme::Ink;

/// One side of a changed sentence: its text, and the changed spans of it.
pub struct Side<'a> {
    /// The whole source.
    pub source: &'a str,
    pub sentence: Span,
    pub marks: &'a [Span],
}

/// A stretch of one side.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    text: &'a str,
    changed: bool,
}

/// The sentence with its marks as pieces; changed text stands in brackets, so that no colour is needed.
pub fn marked(side: &Side, open: &str, close: &str, ink: Ink) -> Vec<Piece> {
    stretches(side)
        .into_iter()
        .map(|stretch| {
            if stretch.changed {
                Piece::new(format!("{open}{}{close}", squeezed(stretch.text)), ink)
            } else {
                Piece::plain(squeezed(stretch.text))
            }
        })
        .collect()
}

/// Both versions as one text.
pub fn merged(old: &Side, new: &Side) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut old_stretches = stretches(old).into_iter().peekable();
    // Characters of unchanged old text that the new text has to pass before the next old mark is due.
    let mut common = 0;
    let mut take_old = |pieces: &mut Vec<Piece>, passed: usize| {
        common += passed;
        while let Some(stretch) = old_stretches.peek() {
            let length = if stretch.changed {
                0
            } else {
                stretch.text.chars().filter(|c| !c.is_whitespace()).count()
            };
            if length > common {
                break;
            }
            common -= length;
            if stretch.changed {
                pieces.push(Piece::new(
                    format!("[{}]", squeezed(stretch.text)),
                    Ink::Gone,
                ));
            }
            old_stretches.next();
        }
    };
    take_old(&mut pieces, 0);
    for stretch in stretches(new) {
        if stretch.changed {
            pieces.push(Piece::new(
                format!("{{{}}}", squeezed(stretch.text)),
                Ink::New,
            ));
            continue;
        }
        let mut run = String::new();
        for character in squeezed(stretch.text).chars() {
            run.push(character);
            let before = pieces.len();
            take_old(&mut pieces, usize::from(!character.is_whitespace()));
            if pieces.len() > before {
                let gone = pieces.split_off(before);
                pieces.push(Piece::plain(std::mem::take(&mut run)));
                pieces.extend(gone);
            }
        }
        pieces.push(Piece::plain(run));
    }
    take_old(&mut pieces, usize::MAX / 2);
    pieces
}

/// Whether so much of both sides changed that they are better read one after the other.
pub fn is_rewritten(old: &Side, new: &Side) -> bool {
    let share = |side: &Side| {
        let marked: usize = side
            .marks
            .iter()
            .map(|mark| mark.overlap(side.sentence))
            .sum();
        marked * 100 / side.sentence.len().max(1)
    };
    share(old) > 60 && share(new) > 60
}

fn stretches<'a>(side: &Side<'a>) -> Vec<Stretch<'a>> {
    let mut found = Vec::new();
    let mut at = side.sentence.start;
    let mut push = |start: usize, end: usize, changed: bool| {
        let text = Span::new(start, end).of(side.source);
        if !text.is_empty() {
            found.push(Stretch { text, changed });
        }
    };
    for mark in side
        .marks
        .iter()
        .filter(|mark| mark.overlap(side.sentence) > 0)
    {
        let start = mark.start.max(at);
        push(at, start, false);
        push(start, mark.end.min(side.sentence.end), true);
        at = mark.end.clamp(at, side.sentence.end);
    }
    push(at, side.sentence.end, false);
    found
}

/// Without the line ends and blanks that a source has inside a sentence.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\n' | '\r' | '\t' | '\u{3000}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks are written as `[…]` in the old and `{…}` in the new text.
    fn side(text: &str, open: char, close: char) -> (String, Vec<Span>) {
        let mut plain = String::new();
        let mut marks = Vec::new();
        let mut start = 0;
        for character in text.chars() {
            if character == open {
                start = plain.len();
            } else if character == close {
                marks.push(Span::new(start, plain.len()));
            } else {
                plain.push(character);
            }
        }
        (plain, marks)
    }

    #[test]
    fn both_years_read_as_one_sentence() {
        let check = |old: &str, new: &str, expected: &str| {
            let (old, old_marks) = side(old, '[', ']');
            let (new, new_marks) = side(new, '{', '}');
            let whole = |text: &str| Span::new(0, text.len());
            let old = Side {
                source: &old,
                sentence: whole(&old),
                marks: &old_marks,
            };
            let new = Side {
                source: &new,
                sentence: whole(&new),
                marks: &new_marks,
            };
            let text: String = merged(&old, &new)
                .into_iter()
                .map(|piece| piece.text)
                .collect();
            assert_eq!(text, expected);
        };
        check(
            "抽查案卷[41宗],反馈。",
            "抽查案卷{58宗},反馈。",
            "抽查案卷[41宗]{58宗},反馈。",
        );
        check(
            "抽查案卷。",
            "{随机}抽查案卷{12宗}。",
            "{随机}抽查案卷{12宗}。",
        );
        check("[全年]抽查[了]案卷。", "抽查案卷。", "[全年]抽查[了]案卷。");
        check("[甲]", "{乙}", "[甲]{乙}");
        check("同一句。", "同一句。", "同一句。");
        check("一[二]", "一", "一[二]");
        check("", "{新}", "{新}");
    }
}
