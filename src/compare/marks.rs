//! What changed between two versions of a sentence: the class of the change and the marked text, figures always whole.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::RowChange;
use super::budget::Budget;
use super::tokens::{Key, Token, TokenKind};
use crate::report::Span;

/// The changed text of either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub old: Vec<Span>,
    pub new: Vec<Span>,
}

/// Equal runs shorter than this between two changes are read as part of one change.
const ISLAND: usize = 4;

/// The changed text; `old` and `new` differ.
pub(super) fn marks(old: &[Token], new: &[Token], budget: &mut Budget) -> Marks {
    let edits = edits(old, new, budget);
    Marks {
        old: marked(old, edits.iter().map(|edit| edit.old)),
        new: marked(new, edits.iter().map(|edit| edit.new)),
    }
}

/// Whether words, quantities, both or nothing changed.
pub(super) fn class(old: &[Token], new: &[Token]) -> RowChange {
    let words = old.iter().map(word).ne(new.iter().map(word));
    let figures = figures(old) != figures(new);
    match (words, figures) {
        (false, false) => RowChange::Same,
        (false, true) => RowChange::Figures,
        (true, false) => RowChange::Wording,
        (true, true) => RowChange::Both,
    }
}

/// What stands at a place when quantities do not count.
fn word(token: &Token) -> Option<&Key> {
    match token.kind {
        TokenKind::Figure(_) | TokenKind::Number => None,
        TokenKind::Title | TokenKind::Latin | TokenKind::Character | TokenKind::Mark => {
            Some(&token.key)
        }
    }
}

/// The quantities, sorted: another order of clauses is a change of words only.
fn figures(tokens: &[Token]) -> Vec<&Key> {
    let quantities = tokens.iter().filter(|token| word(token).is_none());
    let mut keys: Vec<&Key> = quantities.map(|token| &token.key).collect();
    keys.sort_unstable();
    keys
}

/// A half-open range of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    start: usize,
    end: usize,
}

impl Run {
    fn len(self) -> usize {
        self.end - self.start
    }

    fn of(self, tokens: &[Token]) -> &[Token] {
        tokens.get(self.start..self.end).unwrap_or(&[])
    }
}

/// Tokens of the old sentence that became tokens of the new one; either run may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edit {
    old: Run,
    new: Run,
}

impl Edit {
    fn len(self) -> usize {
        self.old.len().max(self.new.len())
    }

    /// One figure in the place of another.
    fn is_figure(self, old: &[Token], new: &[Token]) -> bool {
        let only = |run: Run, tokens| matches!(run.of(tokens), [token] if word(token).is_none());
        only(self.old, old) && only(self.new, new)
    }
}

fn edits(old: &[Token], new: &[Token], budget: &mut Budget) -> Vec<Edit> {
    let mut edits = raw_edits(old, new, budget);
    for edit in &mut edits {
        snap(edit, old, new);
    }
    merge_islands(edits, old, new)
}

/// The edits of the middle that a common head and tail leave; one edit when finding them would cost too much.
fn raw_edits(old: &[Token], new: &[Token], budget: &mut Budget) -> Vec<Edit> {
    let same = |pair: &(&Token, &Token)| pair.0.key == pair.1.key;
    let head = old.iter().zip(new).take_while(same).count();
    let most = old.len().min(new.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(most)
        .take_while(same)
        .count();
    let middle = |tokens: &[Token]| Run {
        start: head,
        end: tokens.len() - tail,
    };
    let (in_old, in_new) = (middle(old), middle(new));
    if !budget.spend(in_old.len().saturating_mul(in_new.len()) / 4) {
        return vec![Edit {
            old: in_old,
            new: in_new,
        }];
    }
    let keys = |run: Run, tokens: &[Token]| -> Vec<Key> {
        run.of(tokens)
            .iter()
            .map(|token| token.key.clone())
            .collect()
    };
    capture_diff_slices(Algorithm::Myers, &keys(in_old, old), &keys(in_new, new))
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            let (_, from, to) = op.as_tag_tuple();
            let shift = |range: std::ops::Range<usize>| Run {
                start: head + range.start,
                end: head + range.end,
            };
            Edit {
                old: shift(from),
                new: shift(to),
            }
        })
        .collect()
}

/// An insertion or a deletion that could as well stand a few tokens to the left begins after a mark or ends with one.
fn snap(edit: &mut Edit, old: &[Token], new: &[Token]) {
    let (run, tokens) = match (edit.old.len(), edit.new.len()) {
        (0, 1..) => (edit.new, new),
        (1.., 0) => (edit.old, old),
        _ => return,
    };
    let is_mark = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.kind == TokenKind::Mark)
    };
    let good = |back: usize| {
        let (start, end) = (run.start - back, run.end - back);
        is_mark(end.wrapping_sub(1)) || (start > 0 && is_mark(start - 1))
    };
    let most = run
        .start
        .min(edit.old.start)
        .min(edit.new.start)
        .min(run.len());
    let slack = (1..=most)
        .take_while(|&back| {
            let before = tokens.get(run.start - back).map(|token| &token.key);
            before.is_some() && before == tokens.get(run.end - back).map(|token| &token.key)
        })
        .count();
    if let Some(back) = (0..=slack).find(|&back| good(back)) {
        for run in [&mut edit.old, &mut edit.new] {
            run.start -= back;
            run.end -= back;
        }
    }
}

/// Joins edits that only a short equal run keeps apart, unless they replace single figures or are shorter than the run.
fn merge_islands(edits: Vec<Edit>, old: &[Token], new: &[Token]) -> Vec<Edit> {
    let mut merged: Vec<Edit> = Vec::new();
    for edit in edits {
        if let Some(last) = merged.last_mut() {
            let island = edit.new.start.saturating_sub(last.new.end);
            let figures = last.is_figure(old, new) || edit.is_figure(old, new);
            if island < ISLAND && !figures && island <= last.len().min(edit.len()) {
                last.old.end = edit.old.end;
                last.new.end = edit.new.end;
                continue;
            }
        }
        merged.push(edit);
    }
    merged
}

/// The text of the runs; the whole sentence when most of it changed anyway.
fn marked(tokens: &[Token], runs: impl Iterator<Item = Run>) -> Vec<Span> {
    let runs: Vec<Run> = runs.filter(|run| run.len() > 0).collect();
    let touched: usize = runs.iter().map(|run| run.len()).sum();
    let span = |run: &Run| {
        let run = run.of(tokens);
        run.first()
            .zip(run.last())
            .map(|(first, last)| first.span.hull(last.span))
    };
    if touched * 10 > tokens.len() * 6 {
        let whole = Run {
            start: 0,
            end: tokens.len(),
        };
        return span(&whole).into_iter().collect();
    }
    runs.iter().filter_map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One token a letter; digits are numbers.
    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut at = 0;
        for piece in pieces(text) {
            let span = Span::new(at, at + piece.len());
            at = span.end;
            let first = piece.chars().next();
            let kind = match first {
                Some('0'..='9') => TokenKind::Number,
                Some('，' | '。' | '、') => TokenKind::Mark,
                _ => TokenKind::Character,
            };
            let key = Key::Many(piece.into());
            tokens.push(Token { span, kind, key });
        }
        tokens
    }

    fn pieces(text: &str) -> Vec<String> {
        let mut pieces: Vec<String> = Vec::new();
        for letter in text.chars() {
            match pieces.last_mut() {
                Some(last)
                    if letter.is_ascii_digit() && last.ends_with(|c: char| c.is_ascii_digit()) =>
                {
                    last.push(letter);
                }
                _ => pieces.push(letter.to_string()),
            }
        }
        pieces
    }

    /// Shows the marks of both sides as `[…]`.
    fn check(old: &str, new: &str, class: RowChange, want_old: &str, want_new: &str) {
        let (old_tokens, new_tokens) = (tokens(old), tokens(new));
        let found = marks(&old_tokens, &new_tokens, &mut Budget::generous());
        let shown = |text: &str, marks: &[Span]| {
            let mut shown = text.to_owned();
            for mark in marks.iter().rev() {
                shown.insert(mark.end, ']');
                shown.insert(mark.start, '[');
            }
            shown
        };
        assert_eq!(
            super::class(&old_tokens, &new_tokens),
            class,
            "{old} → {new}"
        );
        assert_eq!(shown(old, &found.old), want_old);
        assert_eq!(shown(new, &found.new), want_new);
    }

    #[test]
    fn the_class_says_whether_words_or_quantities_changed() {
        let same = "抽查案卷12宗。";
        check(same, same, RowChange::Same, same, same);
        check(
            "全年抽查各类案卷12宗。",
            "全年抽查各类案卷134宗。",
            RowChange::Figures,
            "全年抽查各类案卷[12]宗。",
            "全年抽查各类案卷[134]宗。",
        );
        check(
            "组织开展案卷评查2次，反馈建议12条。",
            "开展案卷评查2次，反馈建议12条。",
            RowChange::Wording,
            "[组织]开展案卷评查2次，反馈建议12条。",
            "开展案卷评查2次，反馈建议12条。",
        );
        let swapped = ("评查2次，抽查1次。", "抽查1次，评查2次。");
        assert_eq!(
            class(&tokens(swapped.0), &tokens(swapped.1)),
            RowChange::Wording
        );
    }

    #[test]
    fn two_figures_side_by_side_stay_two_marks() {
        check(
            "其中维持22件、驳回7件、终止6件、撤销3件，均已办结并归档。",
            "其中维持25件、驳回9件、终止6件、撤销3件，均已办结并归档。",
            RowChange::Figures,
            "其中维持[22]件、驳回[7]件、终止6件、撤销3件，均已办结并归档。",
            "其中维持[25]件、驳回[9]件、终止6件、撤销3件，均已办结并归档。",
        );
    }

    #[test]
    fn short_islands_do_not_blink() {
        check(
            "全县持续深化行政审批制度改革，方便群众就近办事。",
            "全县纵深推进政务服务改革，方便群众就近办事。",
            RowChange::Wording,
            "全县[持续深化行政审批制度]改革，方便群众就近办事。",
            "全县[纵深推进政务服务]改革，方便群众就近办事。",
        );
    }

    #[test]
    fn an_inserted_clause_is_marked_with_its_own_comma() {
        check(
            "建立台账，逐项销号，按期办结。",
            "建立台账，建立清单，逐项销号，按期办结。",
            RowChange::Wording,
            "建立台账，逐项销号，按期办结。",
            "建立台账，[建立清单，]逐项销号，按期办结。",
        );
    }

    #[test]
    fn a_rewritten_sentence_is_marked_whole() {
        check(
            "甲乙丙丁。",
            "戊己庚辛。",
            RowChange::Wording,
            "[甲乙丙丁。]",
            "[戊己庚辛。]",
        );
    }
}
