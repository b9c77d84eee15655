//! From the editor to what is recorded: a new annotation with all its places, or what was changed of one.

use crate::report::Span;
use crate::review::{Anchor, Annotation, Changes, Operation, Related, Statement, Target, Text};
use crate::store::Change;
use crate::tui::message::Draft;
use crate::tui::model::{Document, Previous};

use super::Editor;

/// What saving amounts to.
pub enum Saved {
    Change(Box<Change>),
    /// Nothing was changed.
    Nothing,
    /// The report that a new note is about is not open yet.
    NotOpen,
}

impl Editor {
    /// What saves the note; `current` is the annotation that is edited as it stands now.
    pub fn change(&self, document: Option<&Document>, current: Option<&Annotation>) -> Saved {
        let draft = self.draft();
        let change = match (draft.annotation, document) {
            (Some(_), _) => {
                let before = self
                    .opened
                    .clone()
                    .or(current.map(|found| Editor::of(found).draft()));
                let changes = changes(&draft, before.as_ref());
                if changes.is_empty() {
                    return Saved::Nothing;
                }
                Change {
                    base: Some(draft.base),
                    ..Change::from(Operation::Edit {
                        annotation: draft.id,
                        changes,
                    })
                }
            }
            (None, Some(document)) => Change::from(written(draft, document)),
            (None, None) => return Saved::NotOpen,
        };
        Saved::Change(Box::new(change))
    }
}

fn written(draft: Draft, document: &Document) -> Operation {
    Operation::Annotate {
        annotation: draft.id,
        statement: Box::new(Statement {
            target: Target {
                edition: Text::from(draft.edition.as_str()),
                issuer: draft.issuer.as_deref().map(Text::from),
                year: draft.year,
                scope: draft.scope,
                anchors: anchors(document, &draft),
                related: related(document, &draft).into_iter().collect(),
            },
            motivation: draft.motivation,
            grade: draft.grade,
            rule: rule(&draft),
            finding: draft.finding.map(Text::from),
            problem: Text::from(draft.problem),
            suggestion: Text::from(draft.suggestion),
            private: draft.private,
        }),
    }
}

fn rule(draft: &Draft) -> Option<Text> {
    (!draft.rule.is_empty()).then(|| Text::from(draft.rule.as_str()))
}

/// The fields that are not as they were; without a state before, all of them.
fn changes(draft: &Draft, before: Option<&Draft>) -> Changes {
    fn new<V: PartialEq>(value: V, before: Option<V>) -> Option<V> {
        before.is_none_or(|before| before != value).then_some(value)
    }
    let typed = |text: &String| Text::from(text.as_str());
    Changes {
        motivation: new(draft.motivation, before.map(|before| before.motivation)),
        grade: new(draft.grade, before.map(|before| before.grade)),
        rule: new(rule(draft), before.map(rule)),
        problem: new(&draft.problem, before.map(|before| &before.problem)).map(typed),
        suggestion: new(&draft.suggestion, before.map(|before| &before.suggestion)).map(typed),
        private: new(draft.private, before.map(|before| before.private)),
        ..Changes::default()
    }
}

/// Where the note stands: every place of its finding, or the spans it was made on.
fn anchors(document: &Document, draft: &Draft) -> Vec<Anchor> {
    let spans: Vec<Span> = match evidence(document, draft, false) {
        Some(spans) => spans,
        None => {
            let first = (draft.end > draft.start).then_some((draft.start, draft.end));
            let all = first.into_iter().chain(draft.others.iter().copied());
            all.map(|(start, end)| Span::new(start, end)).collect()
        }
    };
    spans
        .into_iter()
        .map(|span| Anchor::of(&document.report, &document.digest, span))
        .collect()
}

/// The places of last year's text that it rests on besides.
fn related(document: &Document, draft: &Draft) -> Option<Related> {
    let Previous { entry, report, .. } = document.previous.as_ref()?;
    let beside = || {
        let spans = draft.beside.iter();
        spans.map(|(start, end)| Span::new(*start, *end)).collect()
    };
    let spans = evidence(document, draft, true).unwrap_or_else(beside);
    if spans.is_empty() {
        return None;
    }
    let digest = crate::report::digest(report.source.text.as_bytes());
    let anchors = spans
        .into_iter()
        .map(|span| Anchor::of(report, &digest, span));
    Some(Related {
        role: "previous".to_owned(),
        edition: entry.id.clone(),
        issuer: entry.issuer.clone(),
        year: entry.year,
        anchors: anchors.collect(),
    })
}

/// What the finding of a note rests on, in this year's text or in last year's; `None` of a note without a finding.
fn evidence(document: &Document, draft: &Draft, previous: bool) -> Option<Vec<Span>> {
    let id = draft.finding.as_ref()?;
    let mut findings = document.outcome.findings.iter();
    let finding = findings.find(|finding| finding.id == *id)?;
    let evidence = finding.evidence.iter();
    let own = evidence.filter(|evidence| evidence.previous == previous);
    Some(own.map(|evidence| evidence.span).collect())
}
