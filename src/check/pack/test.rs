//! The kinds of test that a rule can be made of, with their parameters.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::names::{MetricName, read_kinds, read_part};
use super::{Bound, Canon, DatedWords, Pattern, Side, Within, Words};
use crate::check::{Severity, Verdict};
use crate::report::{Kind, Metric, Part};

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
    ///
    /// Of a match with a group `year` the group has to be the report's year.
    Passage {
        find: Vec<Pattern>,
        #[serde(default)]
        except: Vec<Pattern>,
        /// Also what stands around the report on its page.
        #[serde(default)]
        page: bool,
    },
    /// A known misprint stands in the text.
    Misprints { words: Vec<Misprint> },
    /// An opening mark has no closing one, or the other way round, within a paragraph.
    UnbalancedMarks { marks: Vec<Mark> },
    /// A heading of the upper two levels matches.
    Heading {
        find: Pattern,
        #[serde(default)]
        except: Option<Pattern>,
    },
    /// The title names another year than the text announces, tells of or plans for.
    YearOfText { announce: Pattern },
    /// More letters than `at_most`, or fewer than `at_least` says of the issuer's level.
    Length {
        #[serde(default)]
        at_most: Option<usize>,
        #[serde(default)]
        at_least: BTreeMap<String, usize>,
    },
    /// Another province or prefecture stands before words of governing or right behind a mark, and `except` does not say why.
    ForeignPlace {
        behind: Words,
        ahead: Words,
        except: Words,
    },
    /// Words are used before their time or after it.
    Validity { table: Vec<DatedWords> },
    /// A cited title is a known one with a slip in it.
    Titles(Canon),
    /// The figures of a unit stay below a number.
    Bound(Bound),
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
    /// This share of the points that the part makes, if it makes so many, are stock phrases with nothing specific.
    PartGeneric {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        stock: Words,
        specific: Pattern,
        percent: u32,
        points: usize,
    },
    /// So many paragraphs of the part are dense with these words and have nothing specific.
    PartVague {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        words: Words,
        specific: Pattern,
        per_thousand: usize,
        paragraphs: usize,
    },
    /// Issuer or title match `joint`, and the part tells of one side only.
    PartSides {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        joint: Pattern,
        sides: [Side; 2],
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
    /// The report does not speak of a topic: no stretch has a word of every group of one list of `show`.
    Topic {
        /// Asked only of a text with one of these words.
        #[serde(default)]
        about: Option<Words>,
        show: Vec<Vec<Words>>,
        #[serde(default)]
        within: Within,
        /// A count, a rate or an amount has to stand there too.
        #[serde(default)]
        figure: bool,
        /// Longer words in which the same characters mean something else.
        #[serde(default)]
        except: Option<Words>,
    },
    /// The paragraphs about `about` name some of the terms, but not all.
    Listed { about: Words, terms: Vec<Words> },
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
    Balance {
        topic: Pattern,
        /// Words for a closed case besides the usual ones.
        #[serde(default)]
        closed: Vec<String>,
    },
    /// The ways in which cases were closed do not add up to the closed cases, in a passage about `topic`.
    Outcomes { topic: Pattern },
    /// A change in percent from which no whole number of last year follows.
    YearOnYear {},
    /// A change is not the one between the values before and after it; of two readings neither: unclear.
    StatedChange {},
    /// A change of a rate is printed in percent and is the difference in percentage points.
    PercentPoints {},
    /// Another number of things is listed than was announced.
    CountedList {},
    /// A value of one of these metrics does not reach the mark.
    MetricBelow {
        metrics: Vec<MetricName>,
        below: u32,
        #[serde(default)]
        worse: Option<Worse>,
    },
    /// A rate is not that of its counts in the same paragraph, or a part is more than its whole; `together`, the
    /// shares exclude each other and cannot be more than all.
    Shares {
        shares: Vec<Share>,
        #[serde(default)]
        together: bool,
    },
    /// A rate stands in a paragraph without a count of its topic.
    RateAlone {
        #[serde(default)]
        except: Vec<MetricName>,
    },
    /// The metrics `carried` are not what the metrics `open`, in the same order, were in last year's report.
    CarriedOver {
        carried: Vec<MetricName>,
        open: Vec<MetricName>,
    },
    /// Last year's report states one of these metrics and this one does not.
    MetricDropped { metrics: Vec<MetricName> },
    /// Years in a row that are not one more than last year's report says of the same thing.
    YearsInARow {},
    /// A metric is more than so many times last year's and so many units off, or a rate so many points.
    MetricJump {
        times: u32,
        units: u32,
        points: u32,
        #[serde(default)]
        except: Vec<MetricName>,
    },
    /// The part stands as it stood last year; `percent` is the share of equal characters.
    PartRepeats {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        percent: u32,
    },
    /// A point of last year's part of which nothing is told this year; sentences that match `except` are no points, and
    /// `stock` are words that say nothing particular.
    PartUnanswered {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        except: Pattern,
        stock: Words,
    },
    /// This year's plan answers a smaller share of the points of the part.
    PartUnplanned {
        #[serde(deserialize_with = "read_part")]
        part: Part,
        except: Pattern,
        stock: Words,
        percent: u32,
        points: usize,
    },
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
            | Test::Topic { .. }
            | Test::Listed { .. }
            | Test::RateRange { .. }
            | Test::RateCounts {}
            | Test::YearOnYear {}
            | Test::MetricBelow { .. }
            | Test::Shares { .. }
            | Test::RateAlone { .. }
            | Test::CarriedOver { .. }
            | Test::MetricDropped { .. }
            | Test::MetricJump { .. }
            | Test::YearsInARow {}
            | Test::ChangeSince {}
            | Test::Heading { .. }
            | Test::YearOfText { .. }
            | Test::Length { .. }
            | Test::ForeignPlace { .. }
            | Test::Titles(_)
            | Test::Bound(_)
            | Test::PartGeneric { .. }
            | Test::PartVague { .. }
            | Test::PartSides { .. }
            | Test::PartRepeats { .. }
            | Test::PartUnplanned { .. }
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
            | Test::Outcomes { .. }
            | Test::StatedChange {} => ALL,
            Test::Validity { table } => {
                match (table.iter().any(|e| e.ask), table.iter().all(|e| e.ask)) {
                    (false, _) => PLAIN,
                    (true, true) => ASKS,
                    (true, false) => ALL,
                }
            }
            Test::PerfectRates { .. }
            | Test::NamedRate { .. }
            | Test::ExclusiveRates { .. }
            | Test::IncompleteDate {}
            | Test::PartUnanswered { .. }
            | Test::PercentPoints {}
            | Test::CountedList {}
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
            | Test::Topic { .. }
            | Test::Heading { .. }
            | Test::NamedRate { .. }
            | Test::ExclusiveRates { .. }
            | Test::IncompleteDate {}
            | Test::RateRange { .. } => &["quote"],
            Test::Listed { .. } => &["quote", "absent", "named"],
            Test::Misprints { .. } | Test::Titles(_) => &["quote", "right"],
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
            | Test::YearOnYear {}
            | Test::StatedChange {}
            | Test::PercentPoints {}
            | Test::CountedList {} => &["formula"],
            Test::ChangeSince {} | Test::Shares { .. } | Test::CarriedOver { .. } => &["formula"],
            Test::MetricBelow { .. } | Test::RateAlone { .. } => &["quote"],
            Test::YearsInARow {} => &["quote", "previous", "expected"],
            Test::MetricDropped { .. } => &["metric", "quote"],
            Test::MetricJump { .. } => &["metric", "formula"],
            Test::PartRepeats { .. } => &["quote", "percent"],
            Test::PartUnplanned { .. } => &["quote", "linked", "points"],
            Test::PlanUnanswered {} | Test::PartUnanswered { .. } => &["quote"],
            Test::YearOfText { .. } => &["quote", "year", "other"],
            Test::Length { .. } => &["characters", "limit"],
            Test::ForeignPlace { .. } => &["quote", "place"],
            Test::Validity { .. } => &["quote", "time", "note"],
            Test::Bound(_) => &["quote", "found", "least"],
            Test::PartGeneric { .. } | Test::PartVague { .. } => &["quote", "empty", "of"],
            Test::PartSides { .. } => &["quote", "named", "absent"],
            Test::FrozenFigures { .. } => &["figures", "compared"],
            Test::StaleYear {} => &["quote", "year"],
            Test::Recycled { .. } => &["percent"],
            Test::NearDuplicate { .. } => &["unit", "percent"],
            Test::Registered {} => &["unit", "year"],
        }
    }

    /// The expressions among its parameters.
    pub(super) fn patterns(&self) -> Vec<&Pattern> {
        match self {
            Test::Title { pattern } => vec![pattern],
            Test::Passage { find, except, .. } | Test::PartContains { find, except, .. } => {
                find.iter().chain(except).collect()
            }
            Test::Misprints { words } => words
                .iter()
                .flat_map(|word| [&word.wrong].into_iter().chain(&word.except))
                .collect(),
            Test::PartPresent { or, .. } => or.iter().flatten().collect(),
            Test::PartYear { words, .. } => vec![words],
            Test::Sentence { about, show } => {
                [about].into_iter().chain(show.iter().flatten()).collect()
            }
            Test::NamedRate { name, .. } => vec![name],
            Test::Heading { find, except } => [find].into_iter().chain(except).collect(),
            Test::YearOfText { announce } => vec![announce],
            Test::PartUnanswered { except, .. } | Test::PartUnplanned { except, .. } => {
                vec![except]
            }
            Test::Validity { table } => table
                .iter()
                .flat_map(|entry| entry.with.iter().chain(&entry.except))
                .collect(),
            Test::Bound(bound) => [&bound.clause, &bound.sentence, &bound.except]
                .into_iter()
                .flatten()
                .collect(),
            Test::PartGeneric { specific, .. } | Test::PartVague { specific, .. } => vec![specific],
            Test::PartSides { joint, .. } => vec![joint],
            Test::ExclusiveRates { first, second } => vec![first, second],
            Test::RateRange { names } => vec![names],
            Test::Balance { topic, .. } | Test::Outcomes { topic } => vec![topic],
            Test::DocumentKind { .. }
            | Test::Given { .. }
            | Test::Truncated {}
            | Test::UnbalancedMarks { .. }
            | Test::Numbering {}
            | Test::Deadline { .. }
            | Test::PartSize { .. }
            | Test::Topic { .. }
            | Test::Listed { .. }
            | Test::PerfectRates { .. }
            | Test::IncompleteDate {}
            | Test::PartsSum {}
            | Test::Subset {}
            | Test::RateCounts {}
            | Test::TwoValues {}
            | Test::YearOnYear {}
            | Test::Length { .. }
            | Test::Titles(_)
            | Test::PartRepeats { .. }
            | Test::PlanUnanswered {}
            | Test::FrozenFigures { .. }
            | Test::ChangeSince {}
            | Test::StaleYear {}
            | Test::ForeignPlace { .. }
            | Test::StatedChange {}
            | Test::PercentPoints {}
            | Test::CountedList {}
            | Test::MetricBelow { .. }
            | Test::Shares { .. }
            | Test::RateAlone { .. }
            | Test::CarriedOver { .. }
            | Test::MetricDropped { .. }
            | Test::MetricJump { .. }
            | Test::YearsInARow {}
            | Test::NearDuplicate { .. }
            | Test::Registered {}
            | Test::Recycled { .. } => Vec::new(),
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
            | Test::Shares { .. }
            | Test::YearOnYear {}
            | Test::StatedChange {}
            | Test::PercentPoints {}
            | Test::CountedList {} => true,
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
            | Test::Topic { .. }
            | Test::Listed { .. }
            | Test::PerfectRates { .. }
            | Test::NamedRate { .. }
            | Test::IncompleteDate {}
            | Test::MetricBelow { .. }
            | Test::RateAlone { .. }
            | Test::CarriedOver { .. }
            | Test::MetricDropped { .. }
            | Test::YearsInARow {}
            | Test::MetricJump { .. }
            | Test::ChangeSince {}
            | Test::Heading { .. }
            | Test::YearOfText { .. }
            | Test::Length { .. }
            | Test::ForeignPlace { .. }
            | Test::Validity { .. }
            | Test::Titles(_)
            | Test::Bound(_)
            | Test::PartGeneric { .. }
            | Test::PartVague { .. }
            | Test::PartSides { .. }
            | Test::PartRepeats { .. }
            | Test::PartUnanswered { .. }
            | Test::PartUnplanned { .. }
            | Test::PlanUnanswered {}
            | Test::FrozenFigures { .. }
            | Test::StaleYear {}
            | Test::Recycled { .. }
            | Test::NearDuplicate { .. }
            | Test::Registered {} => false,
        }
    }
}
