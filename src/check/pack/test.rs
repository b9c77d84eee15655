//! The kinds of test that a rule can be made of, with their parameters.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::names::{MetricName, read_kinds, read_part};
use super::{
    Bound, Canon, DateField, DatedWords, Given, Mark, Misprint, Pattern, Share, Side, Within,
    Words, Worse,
};
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
    /// Another province, prefecture or unit of the issuer's kind stands before words of governing or right behind a
    /// mark, and `except` does not say why. There a county or township is known by the ending of its name.
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
