//! What takes an operation back.

use uuid::Uuid;

use super::{Annotation, Changes, Judgement, Operation, Rectifying, Review, Subject};

impl Operation {
    /// The operation that restores what stands in `review`, the state before this one, for the reviewer who did it.
    ///
    /// `None` where nothing would change, and for operations of a newer version.
    pub fn inverse(&self, review: &Review, reviewer: &str) -> Option<Operation> {
        match self {
            Operation::Annotate { annotation, .. } => Some(Operation::Delete {
                annotation: *annotation,
                deleted: true,
            }),
            Operation::Edit { .. }
            | Operation::Delete { .. }
            | Operation::Reply { .. }
            | Operation::Rectify { .. }
            | Operation::Continue { .. }
            | Operation::Place { .. } => {
                let before = review.annotations.get(&self.annotation()?)?;
                self.inverse_on(before)
            }
            Operation::Judge { .. } => Some(self.inverse_judge(review)?),
            Operation::Review { .. } => self.inverse_review(review, reviewer),
            Operation::Correct { edition, field, .. } => {
                let key = (edition.clone(), field.clone());
                Some(Operation::Correct {
                    edition: edition.clone(),
                    field: field.clone(),
                    value: review
                        .corrections
                        .get(&key)
                        .map(|before| before.value.clone()),
                })
            }
            Operation::Suppress { .. } => self.inverse_suppress(review),
            Operation::Enrol { unit, .. } => Some(Operation::Enrol {
                unit: unit.clone(),
                entry: review.units.get(unit).cloned(),
            }),
            Operation::Promise {
                edition, promise, ..
            } => {
                let before = review.promises.get(&(edition.clone(), promise.clone()));
                Some(Operation::Promise {
                    edition: edition.clone(),
                    promise: promise.clone(),
                    decision: before.map(|before| before.decision.clone()),
                    note: before.and_then(|before| before.note.clone()),
                })
            }
            Operation::Mark { edition, name, .. } => Some(Operation::Mark {
                edition: edition.clone(),
                name: name.clone(),
                position: review.mark(reviewer, edition, name),
            }),
            Operation::Pin { indicator, .. } => Some(Operation::Pin {
                indicator: indicator.clone(),
                pinned: review.pins.contains(indicator),
            }),
            Operation::Rename { issuer, .. } => Some(Operation::Rename {
                issuer: issuer.clone(),
                former: review.former_names.get(issuer).cloned(),
            }),
            Operation::Unknown { .. } => None,
        }
    }

    /// The annotation that the operation is about, when it is about one by its own field.
    pub fn annotation(&self) -> Option<Uuid> {
        match self {
            Operation::Annotate { annotation, .. }
            | Operation::Edit { annotation, .. }
            | Operation::Delete { annotation, .. }
            | Operation::Reply { annotation, .. }
            | Operation::Rectify { annotation, .. }
            | Operation::Continue { annotation, .. }
            | Operation::Place { annotation, .. } => Some(*annotation),
            Operation::Judge { .. }
            | Operation::Review { .. }
            | Operation::Correct { .. }
            | Operation::Suppress { .. }
            | Operation::Enrol { .. }
            | Operation::Promise { .. }
            | Operation::Mark { .. }
            | Operation::Pin { .. }
            | Operation::Rename { .. }
            | Operation::Unknown { .. } => None,
        }
    }

    fn inverse_on(&self, before: &Annotation) -> Option<Operation> {
        let annotation = before.id;
        match self {
            Operation::Edit { changes, .. } => {
                let changes = before.values_of(changes);
                (!changes.is_empty()).then_some(Operation::Edit {
                    annotation,
                    changes,
                })
            }
            Operation::Delete { deleted, .. } => {
                (before.deleted != *deleted).then_some(Operation::Delete {
                    annotation,
                    deleted: !deleted,
                })
            }
            Operation::Reply { reply, text, .. } => {
                let known = before.replies.iter().find(|known| known.id == *reply);
                Some(Operation::Reply {
                    annotation,
                    reply: *reply,
                    text: known.map_or(text, |known| &known.text).clone(),
                    deleted: known.is_none(),
                })
            }
            Operation::Rectify { details, .. } => Some(Operation::Rectify {
                annotation,
                rectification: Some(before.rectification),
                details: before.rectifying.values_of(details),
            }),
            Operation::Continue { edition, .. } => Some(Operation::Continue {
                annotation,
                edition: edition.clone(),
                continuity: before.followed.get(edition).copied(),
            }),
            Operation::Place { edition, index, .. } => Some(Operation::Place {
                annotation,
                edition: edition.clone(),
                index: *index,
                anchor: before
                    .placed
                    .get(edition)
                    .and_then(|places| places.get(index))
                    .cloned(),
                reason: None,
            }),
            Operation::Annotate { .. }
            | Operation::Judge { .. }
            | Operation::Review { .. }
            | Operation::Correct { .. }
            | Operation::Suppress { .. }
            | Operation::Enrol { .. }
            | Operation::Promise { .. }
            | Operation::Mark { .. }
            | Operation::Pin { .. }
            | Operation::Rename { .. }
            | Operation::Unknown { .. } => None,
        }
    }

    fn inverse_judge(&self, review: &Review) -> Option<Operation> {
        let Operation::Judge {
            subject, edition, ..
        } = self
        else {
            return None;
        };
        let annotation = if let Subject::Annotation(id) = Subject::of(self, "") {
            Some(review.annotations.get(&id)?)
        } else {
            None
        };
        let (judgement, reason, quote) = match annotation {
            Some(before) => (before.judgement, before.judgement_reason.clone(), None),
            None => match review.decision(edition, subject) {
                Some(before) => (
                    before.judgement,
                    before.reason.clone(),
                    before.quote.clone(),
                ),
                None => (Judgement::Pending, None, None),
            },
        };
        Some(Operation::Judge {
            subject: subject.clone(),
            edition: edition.clone(),
            judgement,
            reason,
            quote,
        })
    }

    fn inverse_review(&self, review: &Review, reviewer: &str) -> Option<Operation> {
        let Operation::Review {
            edition,
            section,
            reviewed,
        } = self
        else {
            return None;
        };
        let readers = review.reviewed.get(&(edition.clone(), section.clone()));
        let before = readers.is_some_and(|readers| readers.contains(reviewer));
        (before != *reviewed).then(|| Operation::Review {
            edition: edition.clone(),
            section: section.clone(),
            reviewed: before,
        })
    }

    fn inverse_suppress(&self, review: &Review) -> Option<Operation> {
        let Operation::Suppress {
            rule,
            scope,
            reason,
            until,
            lifted,
        } = self
        else {
            return None;
        };
        let before = review.suppressions.get(&(rule.clone(), scope.clone()));
        if before.is_none() && *lifted {
            return None;
        }
        Some(Operation::Suppress {
            rule: rule.clone(),
            scope: scope.clone(),
            reason: before.map_or(reason, |before| &before.reason).clone(),
            until: before.map_or(until, |before| &before.until).clone(),
            lifted: before.is_none(),
        })
    }
}

impl Annotation {
    /// Its own values of the fields that the changes would set, without those that would stay the same.
    fn values_of(&self, changes: &Changes) -> Changes {
        fn was<V: Clone + PartialEq>(own: &V, set: &Option<V>) -> Option<V> {
            set.as_ref()
                .filter(|value| *value != own)
                .map(|_| own.clone())
        }
        Changes {
            motivation: was(&self.motivation, &changes.motivation),
            grade: was(&self.grade, &changes.grade),
            rule: was(&self.rule, &changes.rule),
            problem: was(&self.problem, &changes.problem),
            suggestion: was(&self.suggestion, &changes.suggestion),
            private: was(&self.private, &changes.private),
            links: was(&self.links, &changes.links),
            reason: None,
        }
    }
}

impl Rectifying {
    /// Its own values of the fields that the details would set; an empty text where there is none.
    fn values_of(&self, details: &Rectifying) -> Rectifying {
        fn was(own: &Option<String>, set: &Option<String>) -> Option<String> {
            set.as_ref().map(|_| own.clone().unwrap_or_default())
        }
        Rectifying {
            approach: details.approach.map(|_| self.approach.unwrap_or_default()),
            goal: was(&self.goal, &details.goal),
            leader: was(&self.leader, &details.leader),
            unit: was(&self.unit, &details.unit),
            person: was(&self.person, &details.person),
            measure: was(&self.measure, &details.measure),
            due: was(&self.due, &details.due),
            progress: was(&self.progress, &details.progress),
            done: was(&self.done, &details.done),
            proof: was(&self.proof, &details.proof),
            remark: was(&self.remark, &details.remark),
            reason: was(&self.reason, &details.reason),
        }
    }
}
