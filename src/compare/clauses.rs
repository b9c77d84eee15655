//! Clauses of a sentence, and the letters of a clause that say something particular.

use super::bigrams::BREAK;
use super::commonplace::Phrases;
use super::tokens::{Key, Token, TokenKind, is_letter};
use crate::report::Span;

/// A clause: its tokens without the mark that ends it.
pub(super) type Clause<'a> = &'a [Token];

/// Splits at the marks given where they stand outside quotes and brackets.
pub(super) fn split<'a>(tokens: &'a [Token], marks: &str) -> Vec<Clause<'a>> {
    let mut depth = 0_usize;
    let mut ends = tokens.split(|token| {
        let Key::One(mark) = token.key else {
            return false;
        };
        match mark {
            '“' | '(' | '〈' => depth += 1,
            '”' | ')' | '〉' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && marks.contains(mark)
    });
    ends.by_ref().filter(|clause| !clause.is_empty()).collect()
}

/// The marks between the clauses of a sentence.
pub(super) const CLAUSE_MARKS: &str = ",;:。!?";

/// The text from the first token to the last.
pub(super) fn span(clause: Clause) -> Option<Span> {
    let (first, last) = (clause.first()?, clause.last()?);
    Some(first.span.hull(last.span))
}

/// Letters without marks; a break where a figure stands, at 、 and between clauses, and in place of the `common` words.
pub(super) fn particular(clause: Clause, common: &Phrases) -> Vec<char> {
    let mut letters = Vec::with_capacity(clause.len());
    for token in clause {
        match (token.kind, &token.key) {
            (TokenKind::Figure(_) | TokenKind::Number, _) => letters.push(BREAK),
            (TokenKind::Mark, Key::One(mark)) if *mark == '、' || CLAUSE_MARKS.contains(*mark) => {
                letters.push(BREAK);
            }
            (TokenKind::Mark, _) => {}
            (_, Key::One(letter)) => letters.push(*letter),
            (_, Key::Many(text)) => {
                letters.extend(text.chars().filter(|&letter| is_letter(letter)))
            }
        }
    }
    common.broken(&letters)
}

/// How many letters say something.
pub(super) fn said(letters: &[char]) -> usize {
    letters.iter().filter(|&&letter| letter != BREAK).count()
}
