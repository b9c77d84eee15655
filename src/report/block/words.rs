//! The word lists that tell a title, a heading and page chrome from running text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon::{self, Prefixes, WordList};

/// Words of titles and headings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::report) struct Headings {
    /// What a title ends with.
    pub title_ends: WordList,
    /// What a title is about.
    pub title_words: WordList,
    /// How the second line of a split title begins.
    pub title_goes_on: WordList,
    pub salutations: WordList,
    /// Where the text begins after a heading that it is glued to.
    pub heading_openers: WordList,
    /// What such a heading ends with.
    pub heading_closers: WordList,
    /// Headings that often have no label.
    pub unlabelled: WordList,
    pub unlabelled_starts: WordList,
    /// Words that turn from results to shortcomings.
    pub turns: WordList,
    /// The same, a few words into the sentence.
    pub turn_words: WordList,
    /// Words that turn to what comes next.
    pub plans: WordList,
    /// Words of a sentence that begins with a coming year and is a plan.
    pub intends: WordList,
    /// Characters that form a word with the 一 behind them.
    pub not_before_item: WordList,
}

/// Words of the page around a report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chrome {
    /// Names before a colon.
    pub labels: Prefixes,
    /// Whole lines, marks aside.
    pub whole: BTreeSet<String>,
    pub begins: Prefixes,
    pub contains: WordList,
    /// Everything behind such a line, near the end of the text, belongs to the page.
    pub after: WordList,
    /// How a caption ends, and who is named in it.
    pub photo: WordList,
    pub photographers: WordList,
}

pub(in crate::report) static HEADINGS: LazyLock<Headings> =
    LazyLock::new(|| lexicon::read("headings.json", crate::bundled!("lexicon/headings.json")));

pub(super) static CHROME: LazyLock<Chrome> =
    LazyLock::new(|| lexicon::read("chrome.json", crate::bundled!("lexicon/chrome.json")));
