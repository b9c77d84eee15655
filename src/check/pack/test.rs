//! The kinds of test that a rule can be made of, with their parameters.

use serde::Deserialize;

use super::Pattern;
use super::names::{read_kinds, read_part};
use crate::check::Verdict;
use crate::report::{Kind, Part};

/// A kind of test. Each is documented by what makes it hit.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Test {
    /// The document is of another kind than these; of the kinds in `ask` it is unclear.
    DocumentKind {
        #[serde(deserialize_with = "read_kinds")]
        accept: Vec<Kind>,
        #[serde(default, deserialize_with = "read_kinds")]
        ask: Vec<Kind>,
    },
    /// The title does not match.
    Title { pattern: Pattern },
    /// The text does not say this.
    Given { field: Given },
    /// The text ends in the middle of a sentence.
    Truncated {},
    /// A passage of the report matches, outside `except`.
    Passage {
        find: Vec<Pattern>,
        #[serde(default)]
        except: Vec<Pattern>,
    },
    /// A known misprint stands in the text.
    Misprints { words: Vec<Misprint> },
    /// An opening mark has no closing one, or the other way round, within a paragraph.
    UnbalancedMarks { marks: Vec<Mark> },
    /// Heading labels repeat, skip, or nest against their style.
    Numbering {},
    /// The date is after this day of the year after the report year; on the day itself it is unclear.
    Deadline { date: DateField, month: i8, day: i8 },
    /// The part is missing, and no sentence matches all patterns of one list of `or`.
    PartPresent {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        #[serde(default)]
        or: Vec<Vec<Pattern>>,
    },
    /// The part is there and nothing in it matches; `unless` is a part that serves as well.
    PartContains {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        find: Vec<Pattern>,
        #[serde(default)]
        except: Vec<Pattern>,
    },
    /// The part is shorter than both limits, or makes fewer points than `points`.
    PartSize {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        percent: u32,
        characters: usize,
        points: usize,
    },
    /// The part names neither the year after the report year nor one of these words.
    PartYear {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        words: Pattern,
    },
    /// The text speaks of `about`, but no sentence matches all patterns of one list of `show`.
    Sentence {
        about: Pattern,
        show: Vec<Vec<Pattern>>,
    },
    /// So many rates are stated, and this share of them is 100; or all of a family of them.
    PerfectRates {
        rates: usize,
        percent: u32,
        family: usize,
    },
    /// A rate of this name is at least this high.
    NamedRate { name: Pattern, at_least: u32 },
    /// Rates of both names are 100 on the same cases.
    ExclusiveRates { first: Pattern, second: Pattern },
    /// A date lacks a part that its neighbours have.
    IncompleteDate {},
    /// A rate with one of these names lies outside 0 to 100.
    RateRange { names: Pattern },
    /// A total differs from the sum of its parts.
    PartsSum {},
    /// A part is larger than its whole; of two stages of one process the later is larger: unclear.
    Subset {},
    /// A rate is not the ratio of its two counts.
    RateCounts {},
    /// One thing has two values.
    TwoValues {},
    /// Carried in and new do not equal closed and open, in a passage about `topic`.
    Balance { topic: Pattern },
    /// The ways in which cases were closed do not add up to the closed cases, in a passage about `topic`.
    Outcomes { topic: Pattern },
    /// A change in percent from which no whole number of last year follows.
    YearOnYear {},
    /// Shortcomings stand as they stood last year; `percent` is the share of equal characters.
    ShortfallsRepeat { percent: u32 },
    /// A checkable undertaking of last year's plan of which nothing was found.
    PlanUnanswered {},
    /// At least so many counts of more than one digit are the same as last year's.
    FrozenFigures { figures: usize },
    /// The change since last year that is printed is not the one that last year's report gives.
    ChangeSince {},
    /// A heading of the plan, or a sentence carried over from last year, still has the year of the report before.
    StaleYear {},
    /// This share of the text stood in last year's report; more than `severe` is worse.
    Recycled { percent: u32, severe: u32 },
    /// This share of the wording stands in one other unit's report; what `common` or more units write is left aside.
    NearDuplicate { percent: usize, common: usize },
    /// The register of units expects a report of the year before, and none came in.
    Registered {},
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

impl Test {
    /// The verdicts that the test itself can give, besides not-assessable.
    pub fn verdicts(&self) -> &'static [Verdict] {
        const PLAIN: &[Verdict] = &[Verdict::Met, Verdict::Unmet];
        const ALL: &[Verdict] = &[Verdict::Met, Verdict::Unmet, Verdict::Unclear];
        const ASKS: &[Verdict] = &[Verdict::Met, Verdict::Unclear];
        match self {
            Test::Title { .. }
            | Test::Given { .. }
            | Test::Truncated {}
            | Test::Passage { .. }
            | Test::Misprints { .. }
            | Test::UnbalancedMarks { .. }
            | Test::Numbering {}
            | Test::PartPresent { .. }
            | Test::PartContains { .. }
            | Test::PartSize { .. }
            | Test::PartYear { .. }
            | Test::Sentence { .. }
            | Test::RateRange { .. }
            | Test::RateCounts {}
            | Test::YearOnYear {}
            | Test::ChangeSince {}
            | Test::ShortfallsRepeat { .. }
            | Test::FrozenFigures { .. }
            | Test::StaleYear {}
            | Test::Recycled { .. }
            | Test::NearDuplicate { .. }
            | Test::Registered {} => PLAIN,
            Test::DocumentKind { .. }
            | Test::Deadline { .. }
            | Test::PartsSum {}
            | Test::Subset {}
            | Test::TwoValues {}
            | Test::Balance { .. }
            | Test::Outcomes { .. } => ALL,
            Test::PerfectRates { .. }
            | Test::NamedRate { .. }
            | Test::ExclusiveRates { .. }
            | Test::IncompleteDate {}
            | Test::PlanUnanswered {} => ASKS,
        }
    }

    /// The slots that a message may use.
    pub fn slots(&self) -> &'static [&'static str] {
        match self {
            Test::DocumentKind { .. }
            | Test::Title { .. }
            | Test::Given { .. }
            | Test::Truncated {}
            | Test::Passage { .. }
            | Test::UnbalancedMarks { .. }
            | Test::Numbering {}
            | Test::PartPresent { .. }
            | Test::PartContains { .. }
            | Test::Sentence { .. }
            | Test::NamedRate { .. }
            | Test::ExclusiveRates { .. }
            | Test::IncompleteDate {}
            | Test::RateRange { .. } => &["quote"],
            Test::Misprints { .. } => &["quote", "right"],
            Test::Deadline { .. } => &["date", "deadline"],
            Test::PartSize { .. } => &["quote", "percent", "characters", "points"],
            Test::PartYear { .. } => &["quote", "year"],
            Test::PerfectRates { .. } => &["full", "rates"],
            Test::PartsSum {}
            | Test::Subset {}
            | Test::RateCounts {}
            | Test::TwoValues {}
            | Test::Balance { .. }
            | Test::Outcomes { .. }
            | Test::YearOnYear {} => &["formula"],
            Test::ChangeSince {} => &["formula"],
            Test::ShortfallsRepeat { .. } => &["quote", "percent"],
            Test::PlanUnanswered {} => &["quote"],
            Test::FrozenFigures { .. } => &["figures", "compared"],
            Test::StaleYear {} => &["quote", "year"],
            Test::Recycled { .. } => &["percent"],
            Test::NearDuplicate { .. } => &["unit", "percent"],
            Test::Registered {} => &["unit", "year"],
        }
    }

    /// Whether the test is about how figures relate to each other; only these count in the coverage.
    pub fn relates_figures(&self) -> bool {
        match self {
            Test::RateRange { .. }
            | Test::ExclusiveRates { .. }
            | Test::PartsSum {}
            | Test::Subset {}
            | Test::RateCounts {}
            | Test::TwoValues {}
            | Test::Balance { .. }
            | Test::Outcomes { .. }
            | Test::YearOnYear {} => true,
            Test::DocumentKind { .. }
            | Test::Title { .. }
            | Test::Given { .. }
            | Test::Truncated {}
            | Test::Passage { .. }
            | Test::Misprints { .. }
            | Test::UnbalancedMarks { .. }
            | Test::Numbering {}
            | Test::Deadline { .. }
            | Test::PartPresent { .. }
            | Test::PartContains { .. }
            | Test::PartSize { .. }
            | Test::PartYear { .. }
            | Test::Sentence { .. }
            | Test::PerfectRates { .. }
            | Test::NamedRate { .. }
            | Test::IncompleteDate {}
            | Test::ChangeSince {}
            | Test::ShortfallsRepeat { .. }
            | Test::PlanUnanswered {}
            | Test::FrozenFigures { .. }
            | Test::StaleYear {}
            | Test::Recycled { .. }
            | Test::NearDuplicate { .. }
            | Test::Registered {} => false,
        }
    }
}
