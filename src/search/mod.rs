//! Finding words in texts and rows in lists, however they are printed or typed.
//!
//! [`Query`] looks for words or a regular expression in the text of a report: full and half width, upper and lower case,
//! traditional and simplified characters are one, and blanks and broken lines inside a word do not count. [`Filter`] is what
//! every list is narrowed by: the same, and the pinyin of what stands there, in full or by initials.

mod filter;
mod letter;
mod pattern;
mod pinyin;
mod place;
mod rows;
mod scope;
mod words;

use regex::Regex;

pub use filter::Filter;
pub use pattern::PatternError;
pub use place::{Excerpt, Place, excerpt, places, section_path, sentences};
pub use rows::{Rows, RowsBuilder, Sieve};

use crate::report::{NormalText, SourceText, Span};
use words::Word;

/// What is looked for in a text.
#[derive(Clone, Debug, Default)]
pub struct Query {
    typed: String,
    folding: Folding,
    wanted: Wanted,
}

#[derive(Clone, Debug, Default)]
enum Wanted {
    #[default]
    Nothing,
    /// All of them in one sentence.
    Words(Vec<Word>),
    Pattern(Box<Regex>),
}

/// What counts as the same character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Folding {
    /// All ways of printing a character.
    #[default]
    All,
    /// The character itself.
    None,
}

/// How a query is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    #[default]
    Words,
    /// A regular expression.
    Pattern,
}

impl Query {
    /// Reads what was typed.
    pub fn new(typed: &str, syntax: Syntax, folding: Folding) -> Result<Query, PatternError> {
        match syntax {
            Syntax::Words => Ok(Query::words(typed, folding)),
            Syntax::Pattern => Query::pattern(typed),
        }
    }

    /// Words with blanks between them: each must stand in the sentence.
    pub fn words(typed: &str, folding: Folding) -> Query {
        let words: Vec<Word> = typed
            .split_whitespace()
            .filter_map(|word| Word::new(word, folding))
            .collect();
        Query {
            typed: typed.trim().to_owned(),
            folding,
            wanted: match words.is_empty() {
                true => Wanted::Nothing,
                false => Wanted::Words(words),
            },
        }
    }

    /// A regular expression over the normal text: widths folded, broken lines joined, blanks gone.
    pub fn pattern(typed: &str) -> Result<Query, PatternError> {
        if typed.trim().is_empty() {
            return Ok(Query::default());
        }
        Ok(Query {
            typed: typed.trim().to_owned(),
            folding: Folding::All,
            wanted: Wanted::Pattern(Box::new(pattern::compile(typed.trim())?)),
        })
    }

    /// As it was typed, without blanks around it.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// How it is written.
    pub fn syntax(&self) -> Syntax {
        match self.wanted {
            Wanted::Nothing | Wanted::Words(_) => Syntax::Words,
            Wanted::Pattern(_) => Syntax::Pattern,
        }
    }

    /// Whether it looks for nothing at all.
    pub fn is_empty(&self) -> bool {
        matches!(self.wanted, Wanted::Nothing)
    }

    /// All places in a source text, in order, without overlap.
    pub fn hits(&self, text: &str) -> Vec<Span> {
        match &self.wanted {
            Wanted::Nothing => Vec::new(),
            Wanted::Words(words) => words::together(words, text),
            Wanted::Pattern(regex) => pattern::hits(regex, &NormalText::of(&SourceText::new(text))),
        }
    }
}

/// Two queries that were typed alike find the same.
impl PartialEq for Query {
    fn eq(&self, other: &Query) -> bool {
        (&self.typed, self.folding, self.syntax()) == (&other.typed, other.folding, other.syntax())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, query: &Query, expected: &[&str]) {
        let found: Vec<&str> = query.hits(text).iter().map(|hit| hit.of(text)).collect();
        assert_eq!(found, expected, "{} in {text}", query.typed());
    }

    #[test]
    fn printing_does_not_matter() {
        for (text, query, expected) in [
            ("办理案件４１件,其中41件", "41", &["４１", "41"] as &[_]),
            ("（一）总则 (一)分则", "(一)", &["（一）", "(一)"]),
            ("（一）总则 (一)分则", "（一）", &["（一）", "(一)"]),
            ("“互联网＋监管”", "互联网+", &["互联网＋"]),
            ("APP与app", "App", &["APP", "app"]),
            ("渔发〔2024〕5号", "[2024]5", &["〔2024〕5"]),
            ("執法與执法", "执法", &["執法", "执法"]),
            ("執法與执法", "執法", &["執法", "执法"]),
            ("⼀律⻅效", "一律", &["⼀律"]),
            ("共 166 件", "共166件", &["共 166 件"]),
            ("渔政785\n人", "785人", &["785\n人"]),
            ("完成785。\n\n人员", "785。人", &[]),
            ("aaa", "aa", &["aa"]),
            ("没有", "", &[]),
            ("没有", "  ", &[]),
        ] {
            check(text, &Query::words(query, Folding::All), expected);
        }
        check(
            "執法与执法",
            &Query::words("执法", Folding::None),
            &["执法"],
        );
    }

    #[test]
    fn words_with_blanks_between_them_stand_in_one_sentence() {
        let text = "渔政罚款3起。收缴网具8件，渔政劝导5次。";
        for (query, expected) in [
            ("渔政 劝导", &["渔政", "劝导"] as &[_]),
            ("渔政 罚款", &["渔政", "罚款"]),
            ("罚款 网具", &[]),
            ("网具 渔政 劝导", &["网具", "渔政", "劝导"]),
        ] {
            check(text, &Query::words(query, Folding::All), expected);
        }
    }

    #[test]
    fn a_pattern_sees_the_text_as_it_is_understood() {
        for (pattern, expected) in [
            (r"\d+件", &["４１件"] as &[_]),
            (r"[一二三]、", &["一、"]),
            (r"（其中\d", &["（其中3"]),
            (r"^办理", &["办理"]),
            (r"785人", &["785\n人"]),
        ] {
            let query = Query::pattern(pattern).expect(pattern);
            let text = "一、渔政\n办理４１件（其中3）。今年培训渔政执法人员785\n人参加考试。";
            check(text, &query, expected);
        }
        assert!(Query::pattern("(").is_err());
        assert!(Query::pattern(" ").is_ok_and(|query| query.is_empty()));
    }
}
