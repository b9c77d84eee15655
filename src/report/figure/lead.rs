//! The clause before a number, without what is said about the number itself: 共, 达, 超过, 同比增长, 减少到.

use super::Direction;
use super::lexicon::{APPROXIMATORS, CLAUSE_WORDS, longer};

/// The clause before a number, trimmed at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lead<'a> {
    pub(super) text: &'a str,
    /// The word of change: 同比增长, 减少到, 占; empty where there is none.
    pub(super) change: &'a str,
    /// Which way it goes; none where it leads to a level.
    pub(super) direction: Option<Direction>,
    /// The clause ended in 分别: its nouns belong to the figures that follow, in order.
    pub(super) dealt: bool,
    /// The clause ended in 的: it describes the noun behind the number.
    pub(super) describes: bool,
}

impl<'a> Lead<'a> {
    pub(super) fn of(clause: &'a str) -> Lead<'a> {
        let mut lead = Lead {
            text: clause,
            ..Lead::default()
        };
        while lead.trim() {}
        lead
    }

    /// Drops one word at the end; false when there is none to drop.
    fn trim(&mut self) -> bool {
        let words = &*CLAUSE_WORDS;
        let text = self.text;
        if self.change.is_empty() {
            let change = change_at_end(text);
            if !change.is_empty() {
                self.change = change;
                self.direction = direction(change);
                self.text = text.strip_suffix(change).unwrap_or(text);
                return true;
            }
        }
        let loose = APPROXIMATORS
            .before
            .at_end(text)
            .map(|(word, _)| word)
            .filter(|_| APPROXIMATORS.not_before.at_end(text).is_none());
        let filler = words
            .change_fillers
            .at_end(text)
            .filter(|_| !self.change.is_empty());
        let Some(word) = longer(loose, longer(words.tails.at_end(text), filler)) else {
            return false;
        };
        // 收到, 惠及, 行为: the tail is the end of a longer word.
        let whole = longer(words.verbs.at_end(text), words.not_stops.at_end(text));
        if whole.is_some_and(|whole| whole.len() > word.len()) {
            return false;
        }
        self.dealt |= word.starts_with("分别");
        self.describes |= word == "的" && self.change.is_empty();
        self.text = text.strip_suffix(word).unwrap_or(text);
        true
    }
}

/// The word of change at the end, with 到 or 至 that makes the number a level; empty where there is none.
fn change_at_end(text: &str) -> &str {
    const TO_LEVEL_ONLY: [&str; 7] = ["调整", "扩大", "扩展", "增", "升", "降", "压缩"];
    let words = &*CLAUSE_WORDS;
    let level = words.to_level.at_end(text).unwrap_or("");
    let bare = text.strip_suffix(level).unwrap_or(text);
    let bare = bare.strip_suffix('了').unwrap_or(bare);
    let word = longer(words.up.at_end(bare), words.down.at_end(bare));
    let word = word.or_else(|| {
        TO_LEVEL_ONLY
            .into_iter()
            .find(|word| !level.is_empty() && bare.ends_with(word))
    });
    let word = word.or_else(|| (level.is_empty() && bare.ends_with('占')).then_some("占"));
    let from = word.map_or(text.len(), |word| bare.len() - word.len());
    text.get(from..).unwrap_or("")
}

/// Which way a word of change goes; none where it gives a level.
fn direction(change: &str) -> Option<Direction> {
    let words = &*CLAUSE_WORDS;
    let bare = change.trim_end_matches('了');
    let to_level = ["到", "至", "为"].iter().any(|level| bare.ends_with(level));
    let bare = bare.trim_end_matches('达');
    if to_level {
        None
    } else if words.up.at_end(bare).is_some() {
        Some(Direction::Up)
    } else {
        words.down.at_end(bare).map(|_| Direction::Down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clause: &str, text: &str, change: &str, direction: Option<Direction>) {
        let lead = Lead::of(clause);
        assert_eq!(
            (lead.text, lead.change, lead.direction),
            (text, change, direction),
            "{clause}"
        );
    }

    #[test]
    fn a_clause_is_freed_of_words_about_the_number() {
        for (clause, text, change, direction) in [
            ("行政复议申请共", "行政复议申请", "", None),
            (
                "信访总量同比下降",
                "信访总量",
                "同比下降",
                Some(Direction::Down),
            ),
            ("窗口数量减少到", "窗口数量", "减少到", None),
            ("提速率超过", "提速率", "", None),
            ("收到", "收到", "", None),
            ("开展项目审计", "开展项目审计", "", None),
            ("惠及", "惠及", "", None),
            ("占全市", "", "占", None),
            ("名次较上年前移了", "", "前移了", Some(Direction::Up)),
        ] {
            check(clause, text, change, direction);
        }
        assert!(Lead::of("办结率、满意率分别达").dealt);
        assert!(Lead::of("评查不合格的").describes);
    }
}
