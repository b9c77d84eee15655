//! Last year's gaps as this year's list: what was confirmed then, and the sentence that answers to it now.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::compare::{Comparison, RowChange};
use crate::order;
use crate::report::{Report, Span};

use super::{
    Anchor, Annotation, Continuity, Judgement, Kinship, Motivation, Operation, Place,
    Rectification, Review, Sought,
};

/// What a follow-up says of a gap, one digit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// 已整改: done, to be checked, and not seen in this report.
    Rectified,
    /// 延续
    Continuing,
    /// 变化
    Changed,
    /// 重复发生
    Recurring,
    /// 本期未见, which is not 已整改.
    NotSeen,
}

/// One gap of an earlier year, to be followed up in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub annotation: Uuid,
    /// Its place in last year's text; `None` of an absence, or where the place was lost.
    pub old: Option<Span>,
    pub proposal: Proposal,
    /// What was said of it in this report.
    pub answer: Option<Continuity>,
    /// Whether it was confirmed; what is still undecided may wait in the list but asks nothing.
    pub confirmed: bool,
}

/// Where to look in this year's text.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal {
    /// The sentence that answers to it; never the same place, however alike.
    Sentence {
        span: Span,
        place: Place,
        change: Option<RowChange>,
    },
    /// Nothing answers to it.
    Absent,
}

/// Two years of one issuer.
#[derive(Clone, Copy)]
pub struct Years<'a> {
    pub old: Sought<'a>,
    pub new_edition: &'a str,
    pub new: &'a Report,
    pub comparison: &'a Comparison,
}

impl Answer {
    pub const ALL: [Answer; 5] = [
        Answer::Rectified,
        Answer::Continuing,
        Answer::Changed,
        Answer::Recurring,
        Answer::NotSeen,
    ];

    /// The name in JSON and the last part of the locale key `answer.*`.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Rectified => "rectified",
            Answer::Continuing => "continuing",
            Answer::Changed => "changed",
            Answer::Recurring => "recurring",
            Answer::NotSeen => "not-seen",
        }
    }

    fn continuity(self) -> Continuity {
        match self {
            Answer::Rectified | Answer::NotSeen => Continuity::NotSeen,
            Answer::Continuing => Continuity::Continuing,
            Answer::Changed => Continuity::Changed,
            Answer::Recurring => Continuity::Recurring,
        }
    }

    /// What it does to the three axes, and the place that it confirms.
    pub fn operations(
        self,
        annotation: Uuid,
        edition: &str,
        place: Option<Anchor>,
    ) -> Vec<Operation> {
        let mut operations = vec![Operation::Continue {
            annotation,
            edition: edition.to_owned(),
            continuity: Some(self.continuity()),
        }];
        match self {
            Answer::Rectified => operations.push(Operation::Rectify {
                annotation,
                rectification: Some(Rectification::DoneAwaitingCheck),
                details: Box::default(),
            }),
            Answer::Continuing | Answer::Changed | Answer::Recurring => {
                operations.extend(place.map(|anchor| Operation::Place {
                    annotation,
                    edition: edition.to_owned(),
                    index: 0,
                    anchor: Some(anchor),
                    reason: None,
                }));
            }
            Answer::NotSeen => {}
        }
        operations
    }
}

impl Review {
    /// The gaps of an issuer's earlier years that a report has to answer for, those that nothing answers to first.
    ///
    /// Confirmed is what was upheld: the annotation itself, or the finding it was made from.
    /// What was closed comes back only where a sentence answers to it.
    pub fn due(&self, years: Years, kinship: &Kinship) -> Vec<Due> {
        let by_old = rows_by_old(years.comparison);
        let earlier: Vec<&str> = kinship
            .earlier(years.new_edition)
            .into_iter()
            .map(|(_, edition)| edition)
            .collect();
        let mut due: Vec<Due> = self
            .annotations
            .values()
            .filter(|annotation| is_gap(annotation))
            .filter(|annotation| earlier.contains(&annotation.target.edition.as_str()))
            .map(|annotation| Due {
                annotation: annotation.id,
                old: place_of(annotation, years.old),
                proposal: propose(annotation, years, &by_old),
                answer: self.answered(annotation, years.new_edition, kinship),
                confirmed: self.is_confirmed(annotation, kinship),
            })
            .filter(|due| !self.is_settled(due))
            .collect();
        order::sort_by_key(&mut due, |due| {
            let place = match due.proposal {
                Proposal::Absent => (0, 0),
                Proposal::Sentence { span, .. } => (1, span.start),
            };
            (place, due.annotation)
        });
        due
    }

    /// Closed, and nothing in this report to say that it came back.
    fn is_settled(&self, due: &Due) -> bool {
        let annotation = self.annotation(due.annotation);
        let closed = annotation.is_some_and(|found| found.rectification == Rectification::Closed);
        closed && due.proposal == Proposal::Absent && due.answer.is_none()
    }

    /// What was said of a gap in a report, in whichever edition of it.
    fn answered(
        &self,
        annotation: &Annotation,
        edition: &str,
        kinship: &Kinship,
    ) -> Option<Continuity> {
        let here = annotation.followed.get(edition);
        let twin = || {
            kinship
                .twins(edition)
                .find_map(|twin| annotation.followed.get(twin))
        };
        here.or_else(twin).copied()
    }

    /// Whether a person said that the gap is one.
    pub fn is_confirmed(&self, annotation: &Annotation, kinship: &Kinship) -> bool {
        match annotation.judgement {
            Judgement::Upheld => true,
            Judgement::Rejected | Judgement::NotApplicable | Judgement::NeedsEvidence => false,
            Judgement::Pending => {
                let (Some(finding), Some(rule)) = (&annotation.finding, &annotation.rule) else {
                    return false;
                };
                let edition = &annotation.target.edition;
                let standing = self.standing_of(edition, finding, rule, kinship, None);
                standing
                    .decision
                    .is_some_and(|decision| decision.judgement == Judgement::Upheld)
            }
        }
    }
}

/// Whether it states a gap that nobody dismissed.
fn is_gap(annotation: &Annotation) -> bool {
    let dismissed = match annotation.judgement {
        Judgement::Rejected | Judgement::NotApplicable => true,
        Judgement::Pending | Judgement::Upheld | Judgement::NeedsEvidence => false,
    };
    annotation.motivation == Motivation::Gap && !annotation.deleted && !dismissed
}

/// The rows of a comparison by the sentence of the old report.
fn rows_by_old(comparison: &Comparison) -> BTreeMap<usize, usize> {
    let rows = comparison.rows.iter().enumerate();
    rows.filter_map(|(idx, row)| Some((row.old?, idx)))
        .collect()
}

fn place_of(annotation: &Annotation, old: Sought) -> Option<Span> {
    let places = 0..annotation.target.anchors.len();
    places
        .filter_map(|index| old.place(annotation, index))
        .find_map(|located| located.span)
}

/// The sentence of this year that stands beside the old one, or the section that stands beside the old section.
fn propose(annotation: &Annotation, years: Years, by_old: &BTreeMap<usize, usize>) -> Proposal {
    let report = years.old.locator.report();
    let Some(old) = place_of(annotation, years.old) else {
        return Proposal::Absent;
    };
    let aligned = report
        .sentence_at(old.start)
        .and_then(|sentence| by_old.get(&sentence))
        .and_then(|row| years.comparison.rows.get(*row))
        .and_then(|row| Some((years.new.sentences.get(row.new?)?.span, Some(row.change))));
    let heading = || {
        let section = report
            .sections
            .iter()
            .position(|section| section.heading.overlap(old) > 0)?;
        let mut links = years.comparison.sections.iter();
        let link = links.find(|link| link.old == Some(section))?;
        Some((years.new.sections.get(link.new?)?.heading, None))
    };
    match aligned.or_else(heading) {
        Some((span, change)) => Proposal::Sentence {
            span,
            place: Place::Carried,
            change,
        },
        None => Proposal::Absent,
    }
}
