//! The word lists that tell the parts of a report apart.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub first_responsible: Vec<String>,
    /// A heading that begins so is about results, whatever else it names.
    pub achievements_first: Vec<String>,
    /// So is one with such a word, even beside a coming year.
    pub reviews: Vec<String>,
    pub shortcomings: Vec<String>,
    /// Work on problems, which is no shortcoming.
    pub not_shortcomings: Vec<String>,
    pub causes: Vec<String>,
    pub plan_anywhere: Vec<String>,
    pub plan_ends: Vec<String>,
    /// What makes a heading with a coming year a plan.
    pub work: Vec<String>,
    pub results: Vec<String>,
    pub other: Vec<String>,
    /// Words of a sentence that states shortcomings.
    pub shortcoming_sentences: Vec<String>,
    /// Words that turn such a sentence away from results.
    pub shortcoming_turns: Vec<String>,
    /// Words that say that something is still so.
    pub shortcoming_marks: Vec<String>,
    /// Words of a sentence that states a cause.
    pub cause_sentences: Vec<String>,
    /// How a passage on the coming year begins.
    pub plan_sentences: Vec<String>,
    /// Words of intention.
    pub will: Vec<String>,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    lexicon::read(
        "parts.json",
        include_str!("../../../data/lexicon/parts.json"),
    )
});
