//! The word lists that tell a title, a heading and page chrome from running text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon::{self, Prefixes};

/// Words of titles and headings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::report) struct Headings {
    /// What a title ends with.
    pub title_ends: Vec<String>,
    /// What a title is about.
    pub title_words: Vec<String>,
    /// How the second line of a split title begins.
    pub title_goes_on: Vec<String>,
    pub salutations: Vec<String>,
    /// Where the text begins after a heading that it is glued to.
    pub heading_openers: Vec<String>,
    /// What such a heading ends with.
    pub heading_closers: Vec<String>,
    /// Headings that often have no label.
    pub unlabelled: Vec<String>,
    pub unlabelled_starts: Vec<String>,
    /// Words that turn from results to shortcomings.
    pub turns: Vec<String>,
    /// The same, a few words into the sentence.
    pub turn_words: Vec<String>,
    /// Words that turn to what comes next.
    pub plans: Vec<String>,
    /// Characters that form a word with the 一 behind them.
    pub not_before_item: Vec<String>,
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
    pub contains: Vec<String>,
    /// Everything behind such a line, near the end of the text, belongs to the page.
    pub after: Vec<String>,
    /// How a caption ends, and who is named in it.
    pub photo: Vec<String>,
    pub photographers: Vec<String>,
}

pub(in crate::report) static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    lexicon::read(
        "headings.json",
        include_str!("../../../data/lexicon/headings.json"),
    )
});

pub(super) static CHROME: LazyLock<Chrome> = LazyLock::new(|| {
    lexicon::read(
        "chrome.json",
        include_str!("../../../data/lexicon/chrome.json"),
    )
});
