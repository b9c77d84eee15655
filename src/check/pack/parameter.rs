//! Values that parameters of tests take.

use jiff::civil::Date;
use serde::Deserialize;

use super::{MetricName, Pattern, Words};
use crate::check::{Localized, Severity};
use crate::report::Metric;

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

/// A lower mark with a severity of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worse {
    pub below: u32,
    pub severity: Severity,
}

/// A rate with the counts that it may be made of; each list is the sum of those of its metrics that are stated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    #[serde(default)]
    pub rate: Option<MetricName>,
    pub parts: Vec<Vec<MetricName>>,
    pub wholes: Vec<Vec<MetricName>>,
    /// The rate is of what the parts leave of the whole: 合格率 beside 不合格11件.
    #[serde(default)]
    pub rest: bool,
}

impl Share {
    /// Whether the share is made of the metric.
    pub fn names(&self, metric: &Metric) -> bool {
        let counts = self.parts.iter().chain(&self.wholes).flatten();
        let mut names = counts.chain(&self.rate);
        names.any(|name| name.0.id == metric.id)
    }
}

/// What a report should say about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Given {
    Title,
    Issuer,
    Year,
    /// Published or signed.
    Date,
}

/// One of the two dates of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateField {
    Published,
    Signed,
}

/// A misprint and what was meant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misprint {
    pub wrong: Pattern,
    pub right: String,
    /// Longer words in which the same characters are right.
    #[serde(default)]
    pub except: Option<Pattern>,
}

/// A pair of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub open: char,
    pub close: char,
    /// May stand inside itself.
    #[serde(default)]
    pub nests: bool,
}
