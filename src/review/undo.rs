//! What takes an operation back.

use uuid::Uuid;

use super::{Annotation, Changes, Judgement, Operation, Rectifying, Review, Subject};

impl Operation {
    /// The operation that restores what stands in `review`, the state before this one, for the reviewer who did it.
    ///
    /// `None` where nothing would change, and for operations of a newer version.
    pub fn inverse(&self, review: &Review, reviewer: &str) -> Option<Operation> {
        let before = |annotation| review.annotations.get(annotation);
        match self {
            Operation::Annotate { annotation, .. } => Some(Operation::Delete {
                annotation: *annotation,
                deleted: true,
            }),
            Operation::Edit {
                annotation,
                changes,
            } => before(annotation)?.before_edit(changes),
            Operation::Delete {
                annotation,
                deleted,
            } => before(annotation)?.before_delete(*deleted),
            Operation::Reply {
                annotation,
                reply,
                text,
                ..
            } => Some(before(annotation)?.before_reply(*reply, text)),
            Operation::Rectify {
                annotation,
                details,
                ..
            } => Some(before(annotation)?.before_rectify(details)),
            Operation::Continue {
                annotation,
                edition,
                ..
            } => Some(before(annotation)?.before_continue(edition)),
            Operation::Place {
                annotation,
                edition,
                index,
                ..
            } => Some(before(annotation)?.before_place(edition, *index)),
            Operation::Judge { .. } => self.inverse_judge(review),
            Operation::Review { .. } => self.inverse_review(review, reviewer),
            Operation::Suppress { .. } => self.inverse_suppress(review),
            Operation::Correct { edition, field, .. } => {
                let before = review.corrections.get(&(edition.clone(), field.clone()));
                Some(Operation::Correct {
                    edition: edition.clone(),
                    field: field.clone(),
                    value: before.map(|before| before.value.clone()),
                })
            }
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

    fn inverse_judge(&self, review: &Review) -> Option<Operation> {
        let Operation::Judge {
            subject, edition, ..
        } = self
        else {
            return None;
        };
        let annotation = if let Subject::Annotation(id) = Subject::of(self, "") {
            Some(review.annotation(id)?)
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
    /// The edit that brings back what such an edit changes; `None` where it changes nothing.
    fn before_edit(&self, changes: &Changes) -> Option<Operation> {
        let changes = self.values_of(changes);
        (!changes.is_empty()).then_some(Operation::Edit {
            annotation: self.id,
            changes,
        })
    }

    fn before_delete(&self, deleted: bool) -> Option<Operation> {
        (self.deleted != deleted).then_some(Operation::Delete {
            annotation: self.id,
            deleted: !deleted,
        })
    }

    fn before_continue(&self, edition: &str) -> Operation {
        Operation::Continue {
            annotation: self.id,
            edition: edition.to_owned(),
            continuity: self.followed.get(edition).copied(),
        }
    }

    fn before_reply(&self, reply: Uuid, text: &str) -> Operation {
        let known = self.replies.iter().find(|known| known.id == reply);
        Operation::Reply {
            annotation: self.id,
            reply,
            text: known.map_or(text, |known| &known.text).to_owned(),
            deleted: known.is_none(),
        }
    }

    fn before_rectify(&self, details: &Rectifying) -> Operation {
        Operation::Rectify {
            annotation: self.id,
            rectification: Some(self.rectification),
            details: Box::new(self.rectifying.values_of(details)),
        }
    }

    fn before_place(&self, edition: &str, index: usize) -> Operation {
        let places = self.placed.get(edition);
        Operation::Place {
            annotation: self.id,
            edition: edition.to_owned(),
            index,
            anchor: places.and_then(|places| places.get(&index)).cloned(),
            reason: None,
        }
    }

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
