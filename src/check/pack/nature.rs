//! The kinds of test in one table: what each can answer, what its messages can name, and the expressions it holds.

use super::{Pattern, Test};
use crate::check::Verdict;

/// What the rest of the program has to know of a test without running it.
struct Nature<'t> {
    verdicts: &'static [Verdict],
    slots: &'static [&'static str],
    patterns: Vec<&'t Pattern>,
}

/// Met or not.
const PLAIN: &[Verdict] = &[Verdict::Met, Verdict::Unmet];
/// Met, or a question.
const ASKS: &[Verdict] = &[Verdict::Met, Verdict::Unclear];
/// Met, not met, or a question.
const GRADED: &[Verdict] = &[Verdict::Met, Verdict::Unmet, Verdict::Unclear];

impl Test {
    /// The verdicts that the test itself can give, besides not-assessable.
    pub fn verdicts(&self) -> &'static [Verdict] {
        self.nature().verdicts
    }

    /// The slots that a message may use.
    pub fn slots(&self) -> &'static [&'static str] {
        self.nature().slots
    }

    /// The expressions among its parameters.
    pub(super) fn patterns(&self) -> Vec<&Pattern> {
        self.nature().patterns
    }

    fn nature(&self) -> Nature<'_> {
        match self {
            Test::DocumentKind { .. } => gives(GRADED, &["quote"]),
            Test::Title { pattern } => gives(PLAIN, &["quote"]).with([pattern]),
            Test::Given { .. } | Test::Truncated {} => gives(PLAIN, &["quote"]),
            Test::Passage { find, except, .. } | Test::PartContains { find, except, .. } => {
                gives(PLAIN, &["quote"]).with(find.iter().chain(except))
            }
            Test::Misprints { words } => {
                let patterns = words.iter();
                let patterns =
                    patterns.flat_map(|word| [&word.wrong].into_iter().chain(&word.except));
                gives(PLAIN, &["quote", "right"]).with(patterns)
            }
            Test::UnbalancedMarks { .. } | Test::Numbering {} => gives(PLAIN, &["quote"]),
            Test::Heading { find, except } => {
                gives(PLAIN, &["quote"]).with([find].into_iter().chain(except))
            }
            Test::YearOfText { announce } => {
                gives(PLAIN, &["quote", "year", "other"]).with([announce])
            }
            Test::Length { .. } => gives(PLAIN, &["characters", "limit"]),
            Test::ForeignPlace { .. } => gives(PLAIN, &["quote", "place"]),
            Test::Validity { table } => {
                let verdicts = match (table.iter().any(|e| e.ask), table.iter().all(|e| e.ask)) {
                    (false, _) => PLAIN,
                    (true, true) => ASKS,
                    (true, false) => GRADED,
                };
                let patterns = table
                    .iter()
                    .flat_map(|each| each.with.iter().chain(&each.except));
                gives(verdicts, &["quote", "time", "note"]).with(patterns)
            }
            Test::Titles(_) => gives(PLAIN, &["quote", "right"]),
            Test::Bound(bound) => {
                let patterns = [&bound.clause, &bound.sentence, &bound.except];
                gives(PLAIN, &["quote", "found", "least"]).with(patterns.into_iter().flatten())
            }
            Test::Deadline { .. } => gives(GRADED, &["date", "deadline"]),
            Test::IncompleteDate {} => gives(ASKS, &["quote"]),
            Test::PartPresent { or, .. } => gives(PLAIN, &["quote"]).with(or.iter().flatten()),
            Test::PartSize { .. } => gives(PLAIN, &["quote", "percent", "characters", "points"]),
            Test::PartGeneric { specific, .. } | Test::PartVague { specific, .. } => {
                gives(PLAIN, &["quote", "empty", "of"]).with([specific])
            }
            Test::PartSides { joint, .. } => {
                gives(PLAIN, &["quote", "named", "absent"]).with([joint])
            }
            Test::PartYear { words, .. } => gives(PLAIN, &["quote", "year"]).with([words]),
            Test::Sentence { about, show } => {
                gives(PLAIN, &["quote"]).with([about].into_iter().chain(show.iter().flatten()))
            }
            Test::Topic { .. } => gives(PLAIN, &["quote"]),
            Test::Listed { .. } => gives(PLAIN, &["quote", "absent", "named"]),
            Test::PerfectRates { .. } => gives(ASKS, &["full", "rates"]),
            Test::NamedRate { name, .. } => gives(ASKS, &["quote"]).with([name]),
            Test::ExclusiveRates { first, second } => gives(ASKS, &["quote"]).with([first, second]),
            Test::RateRange { names } => gives(PLAIN, &["quote"]).with([names]),
            Test::PartsSum {} | Test::Subset {} | Test::TwoValues {} | Test::StatedChange {} => {
                gives(GRADED, &["formula"])
            }
            Test::Balance { topic, .. } | Test::Outcomes { topic } => {
                gives(GRADED, &["formula"]).with([topic])
            }
            Test::RateCounts {} | Test::YearOnYear {} => gives(PLAIN, &["formula"]),
            Test::PercentPoints {} | Test::CountedList {} => gives(ASKS, &["formula"]),
            Test::Shares { .. } => gives(PLAIN, &["formula"]),
            Test::MetricBelow { .. } | Test::RateAlone { .. } => gives(PLAIN, &["quote"]),
            Test::CarriedOver { .. } | Test::ChangeSince {} => gives(PLAIN, &["formula"]),
            Test::MetricDropped { .. } => gives(PLAIN, &["metric", "quote"]),
            Test::MetricJump { .. } => gives(PLAIN, &["metric", "formula"]),
            Test::YearsInARow {} => gives(PLAIN, &["quote", "previous", "expected"]),
            Test::PartRepeats { .. } => gives(PLAIN, &["quote", "percent"]),
            Test::PartUnanswered { except, .. } => gives(ASKS, &["quote"]).with([except]),
            Test::PartUnplanned { except, .. } => {
                gives(PLAIN, &["quote", "linked", "points"]).with([except])
            }
            Test::PlanUnanswered {} => gives(ASKS, &["quote"]),
            Test::FrozenFigures { .. } => gives(PLAIN, &["figures", "compared"]),
            Test::StaleYear {} => gives(PLAIN, &["quote", "year"]),
            Test::Recycled { .. } => gives(PLAIN, &["percent"]),
            Test::NearDuplicate { .. } => gives(PLAIN, &["unit", "percent"]),
            Test::Registered {} => gives(PLAIN, &["unit", "year"]),
        }
    }
}

impl<'t> Nature<'t> {
    fn with(self, patterns: impl IntoIterator<Item = &'t Pattern>) -> Nature<'t> {
        let patterns = patterns.into_iter().collect();
        Nature { patterns, ..self }
    }
}

fn gives<'t>(verdicts: &'static [Verdict], slots: &'static [&'static str]) -> Nature<'t> {
    Nature {
        verdicts,
        slots,
        patterns: Vec::new(),
    }
}
