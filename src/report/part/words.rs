//! The word lists that tell the parts of a report apart.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon::{self, WordList};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub first_responsible: WordList,
    /// A heading that begins so is about results, whatever else it names.
    pub achievements_first: WordList,
    /// So is one with such a word, even beside a coming year.
    pub reviews: WordList,
    pub shortcomings: WordList,
    /// Work on problems, which is no shortcoming.
    pub not_shortcomings: WordList,
    pub causes: WordList,
    pub plan_anywhere: WordList,
    pub plan_ends: WordList,
    /// What makes a heading with a coming year a plan.
    pub work: WordList,
    pub results: WordList,
    /// What a chapter on a duty is about besides, when its title says so.
    pub results_beside: WordList,
    pub other: WordList,
    /// Words of lines behind which words are explained.
    pub glossaries: WordList,
    /// Words of a sentence that states shortcomings.
    pub shortcoming_sentences: WordList,
    /// Words that turn such a sentence away from results.
    pub shortcoming_turns: WordList,
    /// Words that say that something is still so.
    pub shortcoming_marks: WordList,
    /// Words with which a writer turns to shortcomings and to nothing else.
    pub shortcoming_recognitions: WordList,
    /// Words of a sentence that states a cause.
    pub cause_sentences: WordList,
    /// How a passage on the coming year begins.
    pub plan_sentences: WordList,
    /// How the second half of a chapter on shortcomings and what is done about them begins.
    pub plan_halves: WordList,
    /// Words of intention.
    pub will: WordList,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| lexicon::read("parts.json", crate::bundled!("lexicon/parts.json")));
