//! What people decide: findings, promises, notes. The same from every screen.

use std::collections::BTreeSet;

use crate::check::{Finding, Severity, Verdict};
use crate::review::{Grade, Judgement, Motivation, Operation, Scope};

use uuid::Uuid;

use super::action::Action;
use super::app::{Reply, Shared};
use super::describe;
use super::message::Message;
use super::model::Document;
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
use super::overlay::editor::Editor;
use super::overlay::picker::{Choosing, Picker};

/// The judgement that an action asks for.
pub fn judgement(action: Action) -> Option<Judgement> {
    match action {
        Action::Uphold => Some(Judgement::Upheld),
        Action::Reject => Some(Judgement::Rejected),
        Action::NeedsEvidence => Some(Judgement::NeedsEvidence),
        Action::NotApplicable => Some(Judgement::NotApplicable),
        _ => None,
    }
}

/// Decides a finding; a rejection asks for its reason first.
pub fn decide(shared: &mut Shared, document: &Document, finding: usize, action: Action) -> Reply {
    let Some(finding) = document.outcome.findings.get(finding) else {
        return Reply::stay();
    };
    let judging = Judging::one(document, finding);
    decide_all(shared, judging, action)
}

/// The same for findings of several reports, after showing how many.
pub fn decide_all(shared: &mut Shared, judging: Judging, action: Action) -> Reply {
    let Some(judgement) = judgement(action).filter(|_| !judging.findings.is_empty()) else {
        return Reply::stay();
    };
    if judgement == Judgement::Rejected {
        let picker = Picker::reasons(shared, Choosing::Reason(judging));
        return Reply::open(Overlay::Picker(picker));
    }
    settle(shared, &judging, judgement, None)
}

/// Records a decision whose reason is known; one that reaches several findings is confirmed first.
pub fn settle(
    shared: &mut Shared,
    judging: &Judging,
    judgement: Judgement,
    reason: Option<&str>,
) -> Reply {
    let operations = judging.operations(judgement, reason);
    if operations.len() > 1 {
        let confirm = Confirm::decide(shared, judging.reports(), judgement, operations);
        return Reply::open(Overlay::Confirm(confirm));
    }
    Reply::effects(shared.record_all(operations))
}

/// Findings that are about to be judged together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judging {
    pub findings: Vec<Judged>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub edition: String,
    pub finding: String,
    /// Digest of the quoted evidence.
    pub quote: String,
}

impl Judging {
    pub fn one(document: &Document, finding: &Finding) -> Judging {
        let judged = Judged {
            edition: document.entry.id.clone(),
            finding: finding.id.clone(),
            quote: document.quoted(finding),
        };
        Judging {
            findings: vec![judged],
        }
    }

    /// How many reports the findings are in.
    fn reports(&self) -> usize {
        let editions = self.findings.iter().map(|judged| &judged.edition);
        editions.collect::<BTreeSet<_>>().len()
    }

    pub fn operations(&self, judgement: Judgement, reason: Option<&str>) -> Vec<Operation> {
        let operation = |judged: &Judged| Operation::Judge {
            subject: judged.finding.clone(),
            edition: judged.edition.clone(),
            judgement,
            reason: reason.map(str::to_owned),
            quote: Some(judged.quote.clone()),
        };
        self.findings.iter().map(operation).collect()
    }
}

/// Opens the editor with everything filled in that the finding says; an annotation that was made from it is opened instead.
pub fn gap_from_finding(shared: &mut Shared, document: &Document, finding: usize) -> Reply {
    let Some(finding) = document.outcome.findings.get(finding) else {
        return Reply::stay();
    };
    if let Some(annotation) = shared.note_of_finding(&document.entry.id, &finding.id) {
        let editor = Editor::of(annotation);
        return Reply::open(Overlay::Editor(Box::new(editor)));
    }
    let own = finding.evidence.iter().find(|evidence| !evidence.previous);
    let (scope, span) = match own {
        Some(evidence) => (Scope::Phrase, evidence.span),
        None => (Scope::Absence, crate::report::Span::default()),
    };
    let problem = problem_of(shared, document, finding);
    let quotes = describe::quotes(document, finding);
    let mut editor = Editor::new(shared, document, scope, span);
    editor.fill(|draft| {
        draft.finding = Some(finding.id.clone());
        draft.rule = finding.rule.clone();
        draft.motivation = Motivation::Gap;
        draft.grade = Some(grade_of(finding));
        draft.problem = problem;
        if !quotes.is_empty() {
            draft.quote = quotes;
        }
    });
    Reply::open(Overlay::Editor(Box::new(editor)))
}

/// What the finding says, with its quotes, as the sentence that goes into the ledger.
fn problem_of(shared: &Shared, document: &Document, finding: &Finding) -> String {
    let title = shared.lang.choose(&finding.title);
    let said = describe::said(finding, shared.lang);
    let quotes = describe::quotes(document, finding);
    let key = match (said.is_empty(), quotes.is_empty()) {
        (true, _) => return title.to_owned(),
        (false, true) => "ui.problem-text",
        (false, false) => "ui.problem-quoting",
    };
    shared.lang.fill(
        key,
        &[("title", &title), ("message", &said), ("quotes", &quotes)],
    )
}

fn grade_of(finding: &Finding) -> Grade {
    match (finding.verdict, finding.severity) {
        (Verdict::Unmet, Severity::S1) => Grade::MajorNonconformity,
        (Verdict::Unmet, Severity::S2 | Severity::S3) => Grade::MinorNonconformity,
        (Verdict::Unmet, Severity::S4) => Grade::Improvement,
        (Verdict::Unclear | Verdict::NotAssessable | Verdict::Met, _) => Grade::ObservationItem,
    }
}

/// Edits or deletes an annotation.
pub fn change_note(shared: &mut Shared, id: Uuid, action: Action) -> Reply {
    if action == Action::Delete {
        let effect = shared.record(Operation::Delete {
            annotation: id,
            deleted: true,
        });
        shared.message = Some(Message::quiet(shared.text("ui.deleted")));
        return Reply::effects(vec![effect]);
    }
    match shared.review().annotation(id) {
        Some(annotation) => Reply::open(Overlay::Editor(Box::new(Editor::of(annotation)))),
        None => Reply::stay(),
    }
}
