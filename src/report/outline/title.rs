//! The title of a heading whose text follows on the line.

use crate::report::Span;
use crate::report::mark;
use crate::report::numbering::{self, Style};

/// A first sentence of at most so many characters is the title; of a longer one its first clause is.
const LONGEST_SENTENCE: usize = 32;
/// A first clause of fewer characters says too little.
const SHORTEST_CLAUSE: usize = 4;

/// The title in the text behind a label, relative to it; never empty unless the text is.
pub(in crate::report) fn run_in_title(text: &str) -> Span {
    let sentence = text
        .char_indices()
        .find(|(at, mark)| *at > 0 && ends_title(text, *at, *mark))
        .map_or(text.len(), |(at, _)| at);
    let sentence_text = text.get(..sentence).unwrap_or(text);
    if sentence_text.chars().take(LONGEST_SENTENCE + 1).count() <= LONGEST_SENTENCE {
        return Span::new(0, sentence);
    }
    let clause = sentence_text
        .char_indices()
        .enumerate()
        .find(|(count, (_, mark))| *mark == ',' && *count >= SHORTEST_CLAUSE)
        .map_or(sentence, |(_, (at, _))| at);
    Span::new(0, clause)
}

/// A stop, or a comma before the next item of a list.
fn ends_title(text: &str, at: usize, mark: char) -> bool {
    let next_item = || {
        text.get(at + mark.len_utf8()..)
            .and_then(numbering::label)
            .is_some_and(|label| matches!(label.style, Style::Is | Style::Must))
    };
    mark::is_stop(mark) || mark == ':' || (mark == ',' && next_item())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_or_clause() {
        for (text, expected) in [
            ("强化培训。全年举办3期。", "强化培训"),
            (
                "坚持学用结合,推进提质增效。全年举办3期。",
                "坚持学用结合,推进提质增效",
            ),
            (
                "加强执法队伍建设,抓好行政执法人员法律知识的学习与培训,不断增强工作人员法律意识和能力。",
                "加强执法队伍建设",
            ),
            ("抓学习;", "抓学习"),
            ("抓学习,二是抓执法,三是抓监督", "抓学习"),
            ("抓学习", "抓学习"),
        ] {
            assert_eq!(run_in_title(text).of(text), expected);
        }
    }
}
