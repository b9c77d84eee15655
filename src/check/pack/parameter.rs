//! Values that parameters of tests take.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Pattern, Words};
use crate::check::Localized;

/// How near to each other words have to stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    #[default]
    Sentence,
    Paragraph,
    Report,
}

/// Words that hold from a day on, or up to a report year; an entry without words is a slot to be filled.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedWords {
    #[serde(default)]
    pub words: Option<Words>,
    /// What they name, for the message.
    pub note: Localized,
    /// No report finished before this day can speak of it.
    #[serde(default)]
    pub since: Option<Date>,
    /// The last report year that may speak of it as in force.
    #[serde(default)]
    pub until: Option<i16>,
    /// Only in a sentence that matches.
    #[serde(default)]
    pub with: Option<Pattern>,
    /// Not in a sentence that matches.
    #[serde(default)]
    pub except: Option<Pattern>,
    /// A question, not a finding.
    #[serde(default)]
    pub ask: bool,
}

/// Titles of documents, and what makes another title of one that looks like them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canon {
    pub titles: Vec<String>,
    /// Titles that are right although they look like one of the canon.
    #[serde(default)]
    pub others: Vec<String>,
    /// Words that end a title and say what kind of document it is: 办法 in place of 条例 is another document.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Words of the canon in whose place a local document has the name of its place: 中国 in 法治中国建设规划.
    #[serde(default)]
    pub places: Vec<String>,
}

/// Figures that have to reach a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The units that count.
    pub units: Vec<String>,
    pub at_least: u32,
    pub take: Take,
    /// The clause of the figure has to match.
    #[serde(default)]
    pub clause: Option<Pattern>,
    /// Its sentence has to match.
    #[serde(default)]
    pub sentence: Option<Pattern>,
    /// Its clause must not match.
    #[serde(default)]
    pub except: Option<Pattern>,
}

/// Which of several figures counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Take {
    Largest,
    Sum,
}

/// One of two sides that a part has to tell of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    pub name: Localized,
    pub words: Words,
}
