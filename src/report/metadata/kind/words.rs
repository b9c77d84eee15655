//! The cues that tell kinds of documents.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon::{self, WordList, begins, contains, ends};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Cues in a title, the first that fits decides.
    pub title: Vec<Cue>,
    /// What an annual report is about.
    pub subjects: WordList,
    /// The same with the name of a place between two words: 法治青禾建设.
    pub subjects_between: Vec<(String, String)>,
    /// What begins like that and is another subject.
    pub not_subjects: WordList,
    /// Cues in the first paragraphs.
    pub opening: Vec<Cue>,
    pub headings: Headings,
    /// What a summary of several years says it is, and what it is about in the widest sense.
    pub summing_up: WordList,
    pub law: WordList,
    /// What a text without a title has to speak of to be an annual report.
    pub strong: WordList,
    /// What a site of model texts says beside them.
    pub model_texts: WordList,
    /// What stands in place of a name in a text that is for sale.
    pub placeholders: WordList,
}

/// Words of the chapters that kinds of documents have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Headings {
    pub plan: WordList,
    pub interpretation: WordList,
    pub results: WordList,
    pub shortcomings: WordList,
    pub ahead: WordList,
    pub duty: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cue {
    pub kind: String,
    /// One of these stands in the text,
    #[serde(default)]
    pub any: WordList,
    /// and one of these,
    #[serde(default)]
    pub also: WordList,
    /// and none of these,
    #[serde(default)]
    pub not: WordList,
    /// and it ends with one of these,
    #[serde(default)]
    pub ends: WordList,
    /// and it is about law-based government,
    #[serde(default)]
    pub subject: bool,
    /// and one of `also` stands behind one of `any`,
    #[serde(default)]
    pub ordered: bool,
    /// and all this stands in the line that greets the audience.
    #[serde(default)]
    pub greets: bool,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| lexicon::read("kinds.json", crate::bundled!("lexicon/kinds.json")));

impl Cue {
    pub fn fits(&self, text: &str) -> bool {
        let text = if self.greets { greeting(text) } else { text };
        let empty_or = |words: &WordList, fits: fn(&str, &WordList) -> bool| {
            words.is_empty() || fits(text, words)
        };
        empty_or(&self.any, contains)
            && empty_or(&self.also, contains)
            && empty_or(&self.ends, ends)
            && !contains(text, &self.not)
            && (!self.subject || is_about_law(text))
            && (!self.ordered || self.is_in_order(text))
    }

    fn is_in_order(&self, text: &str) -> bool {
        let first = self.any.iter().filter_map(|word| text.find(word.as_str()));
        let last = self
            .also
            .iter()
            .filter_map(|word| text.rfind(word.as_str()));
        first.min() < last.max()
    }

    /// The words in the text that made it fit.
    pub fn place(&self, text: &str) -> Option<Range<usize>> {
        let words = if self.any.is_empty() {
            &self.ends
        } else {
            &self.any
        };
        words
            .iter()
            .find_map(|word| text.rfind(word.as_str()).map(|at| at..at + word.len()))
    }
}

/// The first line as far as a greeting may reach, when it is one.
fn greeting(text: &str) -> &str {
    let end = text.find(['\n', ':', '!', '。']).unwrap_or(text.len());
    let (line, behind) = text.split_at_checked(end).unwrap_or((text, ""));
    let short = line.chars().take(LONGEST_GREETING + 1).count() <= LONGEST_GREETING;
    if short && !behind.starts_with('。') {
        line
    } else {
        ""
    }
}

const LONGEST_GREETING: usize = 40;

/// Whether a text is about law-based government.
pub(super) fn is_about_law(text: &str) -> bool {
    let between = || {
        WORDS.subjects_between.iter().any(|(first, second)| {
            text.match_indices(first.as_str()).any(|(at, _)| {
                let behind = text.get(at..).unwrap_or("");
                let near: String = behind.chars().take(10).collect();
                near.contains(second.as_str()) && !begins(behind, &WORDS.not_subjects)
            })
        })
    };
    contains(text, &WORDS.subjects) || between()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Kind;

    #[test]
    fn every_kind_in_the_list_exists() {
        for cue in WORDS.title.iter().chain(&WORDS.opening) {
            assert!(Kind::named(&cue.kind).is_some(), "{}", cue.kind);
        }
    }

    #[test]
    fn law_based_government_is_told_from_its_neighbours() {
        for (text, expected) in [
            ("2024年法治政府建设年度报告", true),
            ("法治青禾建设工作总结", true),
            ("推进依法行政工作情况", true),
            ("法治宣传教育工作总结", false),
            ("法治文化建设情况", false),
            ("农业农村工作总结", false),
        ] {
            assert_eq!(is_about_law(text), expected, "{text}");
        }
    }
}
