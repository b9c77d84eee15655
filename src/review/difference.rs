//! Two reviewers of one report: what both raised, what only one of them did, and what an adjudicator makes of it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::order;
use crate::report::Span;

use super::{Annotation, Changes, Intervals, Judgement, Link, Operation, Review, Role, Statement};

/// The role of a link from a decision to what it decides on.
pub const ADJUDICATES: &str = "adjudicates";

/// Two places are one from this share of the shorter on.
const ONE_PLACE: f64 = 0.5;

/// What two reviewers raised in one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    pub first: String,
    pub second: String,
    /// In text order.
    pub rows: Vec<Row>,
}

/// One thing that was raised.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub raised: Raised,
    /// Where it stands first; `None` of an absence or a lost place.
    pub place: Option<Span>,
    /// The adjudicator's record about it.
    pub decided: Option<Uuid>,
}

/// Who raised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    /// Both, with the same grade and kind.
    Both {
        first: Uuid,
        second: Uuid,
    },
    /// Both, and they do not agree what it is.
    Otherwise {
        first: Uuid,
        second: Uuid,
    },
    First(Uuid),
    Second(Uuid),
}

/// An annotation with its places in the text.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    pub annotation: &'a Annotation,
    pub spans: &'a [Span],
}

impl Raised {
    /// Whether the reviewers differ: an adjudicator has nothing to do with the rest.
    pub fn differs(self) -> bool {
        match self {
            Raised::Both { .. } => false,
            Raised::Otherwise { .. } | Raised::First(_) | Raised::Second(_) => true,
        }
    }

    /// The annotations that raise it, the first reviewer's first.
    pub fn annotations(self) -> Vec<Uuid> {
        match self {
            Raised::Both { first, second } | Raised::Otherwise { first, second } => {
                vec![first, second]
            }
            Raised::First(only) | Raised::Second(only) => vec![only],
        }
    }

    /// The name in JSON and the last part of the locale key `raised.*`.
    pub fn name(self) -> &'static str {
        match self {
            Raised::Both { .. } => "both",
            Raised::Otherwise { .. } => "otherwise",
            Raised::First(_) => "first",
            Raised::Second(_) => "second",
        }
    }
}

impl Annotation {
    /// Whether it is an adjudicator's record about other annotations.
    pub fn is_adjudication(&self) -> bool {
        self.links.iter().any(|link| link.role == ADJUDICATES)
    }
}

impl Review {
    /// Who wrote these annotations or judged findings of these editions, adjudications aside: the first reviewer before the
    /// second, then by name. Who said nothing of a role stands between the two.
    pub fn reviewers<'a, E: AsRef<str>>(
        &'a self,
        annotations: impl IntoIterator<Item = &'a Annotation>,
        editions: &[E],
    ) -> Vec<String> {
        let written = annotations.into_iter();
        let written = written
            .filter(|annotation| !annotation.is_adjudication())
            .map(|annotation| (annotation.author.as_str(), annotation.author_role));
        let judged = editions.iter().flat_map(|edition| {
            let voices = self
                .voices
                .range((edition.as_ref().to_owned(), String::new())..);
            let voices = voices.take_while(move |((of, _), _)| of == edition.as_ref());
            let voices = voices.flat_map(|(_, voices)| voices);
            let voices = voices.filter(|(_, voice)| voice.role != Some(Role::Adjudicator));
            voices.map(|(name, voice)| (name.as_str(), voice.role))
        });
        let mut roles: BTreeMap<&str, Option<Role>> = BTreeMap::new();
        for (name, role) in written.chain(judged) {
            let known = roles.entry(name).or_default();
            *known = known.or(role);
        }
        let mut reviewers: Vec<(u8, &str)> = roles
            .into_iter()
            .map(|(name, role)| (turn(role), name))
            .collect();
        order::sort(&mut reviewers);
        let names = reviewers.into_iter();
        names.map(|(_, name)| name.to_owned()).collect()
    }
}

/// Whose turn comes first when a report is reviewed.
fn turn(role: Option<Role>) -> u8 {
    match role {
        Some(Role::FirstReviewer) => 0,
        None => 1,
        Some(Role::SecondReviewer) => 2,
        Some(Role::Adjudicator) => 3,
    }
}

impl Difference {
    /// Sets the annotations of two reviewers about one report side by side. Those of others, and decisions about
    /// annotations, are passed over.
    pub fn of(placed: &[Placed], first: &str, second: &str, review: &Review) -> Difference {
        let by = |reviewer: &str| -> Vec<Placed> {
            let own = placed.iter().filter(|placed| {
                placed.annotation.author == reviewer && !placed.annotation.is_adjudication()
            });
            own.copied().collect()
        };
        let (ours, theirs) = (by(first), by(second));
        let decisions = decisions(review);
        let mut matched: BTreeSet<Uuid> = BTreeSet::new();
        let mut rows = Vec::new();
        for (_, one, other) in pairs(&ours, &theirs) {
            let (a, b) = (one.annotation, other.annotation);
            if matched.contains(&a.id) || matched.contains(&b.id) {
                continue;
            }
            matched.extend([a.id, b.id]);
            let (first, second) = (a.id, b.id);
            let raised = match a.grade == b.grade && a.motivation == b.motivation {
                true => Raised::Both { first, second },
                false => Raised::Otherwise { first, second },
            };
            rows.push(Row::new(raised, one, &decisions));
        }
        let alone = |all: &[Placed], raised: fn(Uuid) -> Raised| -> Vec<Row> {
            let left = all
                .iter()
                .filter(|placed| !matched.contains(&placed.annotation.id));
            left.map(|placed| Row::new(raised(placed.annotation.id), placed, &decisions))
                .collect()
        };
        rows.extend(alone(&ours, Raised::First));
        rows.extend(alone(&theirs, Raised::Second));
        order::sort_by_key(&mut rows, |row| {
            (row.place.is_none(), row.place, row.raised.annotations())
        });
        Difference {
            first: first.to_owned(),
            second: second.to_owned(),
            rows,
        }
    }

    /// How many were raised by both (whatever they made of it), only by the first, and only by the second.
    pub fn counts(&self) -> (usize, usize, usize) {
        self.rows
            .iter()
            .fold((0, 0, 0), |(both, first, second), row| match row.raised {
                Raised::Both { .. } | Raised::Otherwise { .. } => (both + 1, first, second),
                Raised::First(_) => (both, first + 1, second),
                Raised::Second(_) => (both, first, second + 1),
            })
    }
}

/// The latest record of an adjudicator about each annotation that one is about.
fn decisions(review: &Review) -> BTreeMap<Uuid, Uuid> {
    let records = review.undeleted().flat_map(|record| {
        let decides = record.links.iter().filter(|link| link.role == ADJUDICATES);
        decides.map(|link| (link.annotation, record.id))
    });
    records.collect()
}

impl Row {
    fn new(raised: Raised, placed: &Placed, decisions: &BTreeMap<Uuid, Uuid>) -> Row {
        let about = raised.annotations();
        Row {
            raised,
            place: placed.spans.first().copied(),
            decided: about
                .iter()
                .filter_map(|id| decisions.get(id))
                .max()
                .copied(),
        }
    }
}

/// Pairs that may be one thing, the surest first.
fn pairs<'a, 'b>(
    ours: &'a [Placed<'b>],
    theirs: &'a [Placed<'b>],
) -> Vec<(u64, &'a Placed<'b>, &'a Placed<'b>)> {
    let near = Near::of(theirs);
    let mut pairs = Vec::new();
    for one in ours {
        for other in near.to(one) {
            let same_kind = same_family(one.annotation, other.annotation);
            let share = overlap(one.spans, other.spans);
            if same_kind && share >= ONE_PLACE {
                // Whole millionths sort and compare like any number.
                pairs.push(((share * 1e6) as u64, one, other));
            }
        }
    }
    order::sort_by_key(&mut pairs, |(share, one, other)| {
        (
            std::cmp::Reverse(*share),
            one.annotation.id,
            other.annotation.id,
        )
    });
    pairs
}

/// The others' annotations by where they stand, so that only near ones are looked at.
struct Near<'a, 'b> {
    places: Intervals,
    /// The annotation of each place.
    owners: Vec<&'a Placed<'b>>,
    /// Those without a place.
    absent: Vec<&'a Placed<'b>>,
}

impl<'a, 'b> Near<'a, 'b> {
    fn of(placed: &'a [Placed<'b>]) -> Near<'a, 'b> {
        let mut places: Vec<(Span, &Placed)> = placed
            .iter()
            .flat_map(|placed| placed.spans.iter().map(move |span| (*span, placed)))
            .collect();
        order::sort_by_key(&mut places, |(span, placed)| (*span, placed.annotation.id));
        let (spans, owners) = places.into_iter().unzip();
        let absent = placed.iter().filter(|placed| placed.spans.is_empty());
        Near {
            places: Intervals::of(spans),
            owners,
            absent: absent.collect(),
        }
    }

    fn to(&self, one: &Placed) -> Vec<&'a Placed<'b>> {
        if one.spans.is_empty() {
            return self.absent.clone();
        }
        let touching = one
            .spans
            .iter()
            .flat_map(|span| self.places.touching(*span));
        let mut near: Vec<&Placed> = touching
            .filter_map(|place| self.owners.get(place).copied())
            .collect();
        order::sort_by_key(&mut near, |placed| placed.annotation.id);
        near.dedup_by_key(|placed| placed.annotation.id);
        near
    }
}

/// The first word of a rule's id names its family. Where one names no rule, nothing speaks against it; two absences are
/// one only when they name the same rule.
fn same_family(one: &Annotation, other: &Annotation) -> bool {
    if one.target.anchors.is_empty() && other.target.anchors.is_empty() {
        return one.rule.is_some() && one.rule == other.rule;
    }
    match (&one.rule, &other.rule) {
        (Some(one), Some(other)) => family(one) == family(other),
        (None, _) | (_, None) => true,
    }
}

fn family(rule: &str) -> &str {
    rule.split('-').next().unwrap_or(rule)
}

/// The largest share of the shorter of two places that they have in common; two absences share all.
fn overlap(ours: &[Span], theirs: &[Span]) -> f64 {
    if ours.is_empty() && theirs.is_empty() {
        return 1.0;
    }
    let shares = ours.iter().flat_map(|one| {
        theirs.iter().map(move |other| {
            let shorter = one.len().min(other.len()).max(1);
            one.overlap(*other) as f64 / shorter as f64
        })
    });
    shares.fold(0.0, f64::max)
}

/// The record of an adjudicator about one row: it repeats what one of the reviewers wrote, links to all who raised it, and
/// judges. The originals stay as they are.
pub fn adjudication(
    record: Uuid,
    base: &Annotation,
    raised: Raised,
    judgement: Judgement,
    reason: Option<&str>,
) -> Vec<Operation> {
    let links = raised.annotations().into_iter().map(|annotation| Link {
        role: ADJUDICATES.to_owned(),
        annotation,
    });
    vec![
        Operation::Annotate {
            annotation: record,
            statement: Box::new(Statement {
                finding: None,
                ..Statement::clone(base)
            }),
        },
        Operation::Edit {
            annotation: record,
            changes: Changes {
                links: Some(links.collect()),
                ..Changes::default()
            },
        },
        Operation::Judge {
            subject: record.to_string(),
            edition: String::from(&base.target.edition),
            judgement,
            reason: reason.map(str::to_owned),
            quote: None,
        },
    ]
}
