//! The score sheet: for each aspect of a report the findings that stand, and one of four grades with the office's cut-offs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Judgement, Standing};
use crate::check::{Finding, Severity, Verdict};

/// One side of a report that is graded by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Kind, issuer, dates, deadlines.
    Duty,
    /// The statutory parts.
    Content,
    /// What reports usually speak of.
    Matters,
    Figures,
    Wording,
    /// Beside the year before.
    Continuity,
    /// Beside other units.
    Originality,
    /// Rules of other packs that belong to no aspect of these.
    Other,
}

/// 优秀 良好 一般 较差: the four grades in use; there is no percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    Excellent,
    Good,
    Fair,
    Poor,
}

/// The most findings of each severity with which a grade may still be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Most {
    #[serde(rename = "S1", default)]
    pub s1: Option<usize>,
    #[serde(rename = "S2", default)]
    pub s2: Option<usize>,
    #[serde(rename = "S3", default)]
    pub s3: Option<usize>,
    #[serde(rename = "S4", default)]
    pub s4: Option<usize>,
}

/// Where one grade ends and the next begins; beyond `fair` is 较差.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoffs {
    pub excellent: Most,
    pub good: Most,
    pub fair: Most,
}

/// The cut-offs for one aspect and for the report as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    pub aspect: Cutoffs,
    pub whole: Cutoffs,
}

/// How many findings of each severity stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; 4]);

/// One line of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Unmet and not dismissed, or upheld by a person.
    pub standing: Counts,
    /// Findings that ask and wait for a decision.
    pub open: usize,
    /// Rules that met, failed or asked: without any there is nothing to grade.
    pub assessed: usize,
    pub rating: Option<Rating>,
}

/// The score sheet of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub aspects: BTreeMap<Aspect, Line>,
    pub whole: Line,
}

/// Which rules belong to which aspect, by the beginning of their ids.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Aspects {
    #[serde(rename = "schema")]
    _schema: String,
    aspects: Vec<Belonging>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Belonging {
    aspect: Aspect,
    rules: Vec<String>,
}

static ASPECTS: LazyLock<Vec<Belonging>> = LazyLock::new(|| {
    let json = crate::bundled!("lexicon/aspects.json");
    let read: Aspects = serde_json::from_str(json).expect("the bundled aspects are valid JSON");
    read.aspects
});

impl Sheet {
    /// Sums up the findings of a report with how each stands.
    pub fn of<'a>(
        findings: impl IntoIterator<Item = (&'a Finding, Standing<'a>)>,
        grading: &Grading,
    ) -> Sheet {
        let mut sheet = Sheet::default();
        for (finding, standing) in findings {
            let aspect = Aspect::of(&finding.rule);
            sheet
                .aspects
                .entry(aspect)
                .or_default()
                .take(finding, standing);
            sheet.whole.take(finding, standing);
        }
        for line in sheet.aspects.values_mut() {
            line.rate(&grading.aspect);
        }
        sheet.whole.rate(&grading.whole);
        sheet
    }
}

impl Line {
    fn take(&mut self, finding: &Finding, standing: Standing) {
        self.assessed += usize::from(finding.verdict != Verdict::NotAssessable);
        let upheld = standing
            .decision
            .is_some_and(|decision| decision.judgement == Judgement::Upheld);
        let stands = match finding.verdict {
            Verdict::Unmet => !standing.is_dismissed(),
            Verdict::Unclear => upheld && standing.suppressed.is_none(),
            Verdict::NotAssessable | Verdict::Met => false,
        };
        if stands {
            self.standing.add(finding.severity);
        }
        self.open += usize::from(finding.verdict.asks() && standing.is_open());
    }

    fn rate(&mut self, cutoffs: &Cutoffs) {
        self.rating = (self.assessed > 0).then(|| cutoffs.rate(&self.standing));
    }
}

impl Counts {
    pub fn of(self, severity: Severity) -> usize {
        let [s1, s2, s3, s4] = self.0;
        match severity {
            Severity::S1 => s1,
            Severity::S2 => s2,
            Severity::S3 => s3,
            Severity::S4 => s4,
        }
    }

    fn add(&mut self, severity: Severity) {
        let [s1, s2, s3, s4] = &mut self.0;
        *match severity {
            Severity::S1 => s1,
            Severity::S2 => s2,
            Severity::S3 => s3,
            Severity::S4 => s4,
        } += 1;
    }
}

impl Cutoffs {
    /// The best grade that the counts allow.
    pub fn rate(&self, counts: &Counts) -> Rating {
        let grades = [
            (self.excellent, Rating::Excellent),
            (self.good, Rating::Good),
            (self.fair, Rating::Fair),
        ];
        let best = grades.into_iter().find(|(most, _)| most.holds(counts));
        best.map_or(Rating::Poor, |(_, rating)| rating)
    }

    /// Whether a better grade never allows more than a worse one.
    pub fn are_in_order(&self) -> bool {
        let steps = [(self.excellent, self.good), (self.good, self.fair)];
        steps.into_iter().all(|(better, worse)| {
            let pairs = better.all().into_iter().zip(worse.all());
            pairs
                .into_iter()
                .all(|(better, worse)| match (better, worse) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(better), Some(worse)) => better <= worse,
                })
        })
    }
}

impl Most {
    const fn new(s1: usize, s2: usize, s3: usize) -> Most {
        Most {
            s1: Some(s1),
            s2: Some(s2),
            s3: Some(s3),
            s4: None,
        }
    }

    fn all(&self) -> [Option<usize>; 4] {
        [self.s1, self.s2, self.s3, self.s4]
    }

    fn holds(&self, counts: &Counts) -> bool {
        let limits = self.all().into_iter().zip(counts.0);
        limits
            .into_iter()
            .all(|(most, count)| most.is_none_or(|most| count <= most))
    }
}

impl Default for Grading {
    /// A starting point; each office knows its own.
    fn default() -> Grading {
        Grading {
            aspect: Cutoffs {
                excellent: Most::new(0, 0, 1),
                good: Most::new(0, 1, 3),
                fair: Most::new(1, 3, 8),
            },
            whole: Cutoffs {
                excellent: Most::new(0, 1, 4),
                good: Most::new(0, 4, 10),
                fair: Most::new(2, 8, 20),
            },
        }
    }
}

impl Aspect {
    /// The aspect of a rule: the longest beginning of its id that is listed.
    pub fn of(rule: &str) -> Aspect {
        let listed = ASPECTS.iter();
        let fitting = listed.flat_map(|each| each.rules.iter().map(|head| (head, each.aspect)));
        fitting
            .filter(|(head, _)| rule.starts_with(head.as_str()))
            .max_by_key(|(head, _)| head.len())
            .map_or(Aspect::Other, |(_, aspect)| aspect)
    }

    /// The name in JSON and the last part of the locale key `aspect.*`.
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Duty => "duty",
            Aspect::Content => "content",
            Aspect::Matters => "matters",
            Aspect::Figures => "figures",
            Aspect::Wording => "wording",
            Aspect::Continuity => "continuity",
            Aspect::Originality => "originality",
            Aspect::Other => "other",
        }
    }
}

impl Rating {
    /// The name in JSON and the last part of the locale key `rating.*`.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Excellent => "excellent",
            Rating::Good => "good",
            Rating::Fair => "fair",
            Rating::Poor => "poor",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_offs_decide_and_nothing_else() {
        let check = |counts: [usize; 4], rating: Rating| {
            let cutoffs = Grading::default().aspect;
            assert_eq!(cutoffs.rate(&Counts(counts)), rating, "{counts:?}");
        };
        check([0, 0, 1, 99], Rating::Excellent);
        check([0, 0, 2, 0], Rating::Good);
        check([0, 2, 0, 0], Rating::Fair);
        check([2, 0, 0, 0], Rating::Poor);
    }

    #[test]
    fn the_bundled_cut_offs_rise_and_a_crossed_pair_is_seen() {
        let grading = Grading::default();
        assert!(grading.aspect.are_in_order() && grading.whole.are_in_order());
        let crossed = Cutoffs {
            good: grading.aspect.fair,
            fair: grading.aspect.good,
            ..grading.aspect
        };
        assert!(!crossed.are_in_order());
    }

    #[test]
    fn the_longest_beginning_names_the_aspect() {
        for (rule, aspect) in [
            ("doc-typo-known", Aspect::Wording),
            ("doc-date-missing", Aspect::Duty),
            ("item4-plan-vague", Aspect::Content),
            ("logic-date-incomplete", Aspect::Figures),
            ("own-rule", Aspect::Other),
        ] {
            assert_eq!(Aspect::of(rule), aspect, "{rule}");
        }
    }
}
