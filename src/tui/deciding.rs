//! What people decide: findings, promises, notes. The same from every screen.

use crate::check::{Finding, Severity, Verdict};
use crate::review::{Grade, Judgement, Motivation, Operation, Scope};

use uuid::Uuid;

use super::action::Action;
use super::app::{Reply, Shared};
use super::describe;
use super::message::Message;
use super::model::Document;
use super::overlay::Overlay;
use super::overlay::editor::Editor;
use super::overlay::picker::{Choosing, Picker};
use super::reviewing;

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
    let (Some(finding), Some(judgement)) =
        (document.outcome.findings.get(finding), judgement(action))
    else {
        return Reply::stay();
    };
    let judging = Judging {
        edition: document.entry.id.clone(),
        finding: finding.id.clone(),
        quote: document.quoted(finding),
    };
    if judgement == Judgement::Rejected {
        return Reply::open(Overlay::Picker(Picker::reasons(
            shared,
            Choosing::Reason(judging),
        )));
    }
    Reply::effects(vec![shared.record(judging.operation(judgement, None))])
}

/// A finding that is about to be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judging {
    pub edition: String,
    pub finding: String,
    /// Digest of the quoted evidence.
    pub quote: String,
}

impl Judging {
    pub fn operation(&self, judgement: Judgement, reason: Option<String>) -> Operation {
        Operation::Judge {
            subject: self.finding.clone(),
            edition: self.edition.clone(),
            judgement,
            reason,
            quote: Some(self.quote.clone()),
        }
    }
}

/// Opens the editor with everything filled in that the finding says; an annotation that was made from it is opened instead.
pub fn gap_from_finding(shared: &mut Shared, document: &Document, finding: usize) -> Reply {
    let Some(finding) = document.outcome.findings.get(finding) else {
        return Reply::stay();
    };
    if let Some(annotation) = reviewing::of_finding(shared.review(), &document.entry, &finding.id) {
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
    match shared.review().annotations.get(&id) {
        Some(annotation) => Reply::open(Overlay::Editor(Box::new(Editor::of(annotation)))),
        None => Reply::stay(),
    }
}
