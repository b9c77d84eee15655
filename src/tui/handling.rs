//! What people do to annotations that stand: judge them, say how far they were put right, link them.

use uuid::Uuid;

use crate::review::{Annotation, Changes, Link, Operation, Rectification, Rectifying, digest};
use crate::store::Change;

use super::app::{Reply, Shared};
use super::deciding::{Judged, Judging};
use super::lacking::attempt;
use super::message::Message;
use super::overlay::Overlay;
use super::overlay::picker::{Choosing, Picker};
use super::overlay::prompt::{Prompt, Purpose, Question};

/// What an annotation can be to another; names on disk and last parts of the locale keys `link.*`.
pub const LINKS: [&str; 3] = ["duplicates", "continues", "related"];

/// What is recorded about putting a gap right, besides its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Unit,
    Person,
    Measure,
    Due,
    Done,
    Proof,
    Goal,
    Leader,
    Progress,
    Remark,
}

impl Detail {
    pub const ALL: [Detail; 10] = [
        Detail::Due,
        Detail::Proof,
        Detail::Unit,
        Detail::Person,
        Detail::Measure,
        Detail::Done,
        Detail::Goal,
        Detail::Leader,
        Detail::Progress,
        Detail::Remark,
    ];

    /// The locale key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Detail::Unit => "ledger.unit",
            Detail::Person => "ledger.person",
            Detail::Measure => "ledger.measure",
            Detail::Due => "ledger.due",
            Detail::Done => "ledger.done",
            Detail::Proof => "ledger.proof",
            Detail::Goal => "ledger.goal",
            Detail::Leader => "ledger.leader",
            Detail::Progress => "ledger.progress",
            Detail::Remark => "ledger.remark",
        }
    }

    fn of(self, details: &Rectifying) -> Option<&String> {
        match self {
            Detail::Unit => details.unit.as_ref(),
            Detail::Person => details.person.as_ref(),
            Detail::Measure => details.measure.as_ref(),
            Detail::Due => details.due.as_ref(),
            Detail::Done => details.done.as_ref(),
            Detail::Proof => details.proof.as_ref(),
            Detail::Goal => details.goal.as_ref(),
            Detail::Leader => details.leader.as_ref(),
            Detail::Progress => details.progress.as_ref(),
            Detail::Remark => details.remark.as_ref(),
        }
    }

    fn set(self, details: &mut Rectifying, text: String) {
        let field = match self {
            Detail::Unit => &mut details.unit,
            Detail::Person => &mut details.person,
            Detail::Measure => &mut details.measure,
            Detail::Due => &mut details.due,
            Detail::Done => &mut details.done,
            Detail::Proof => &mut details.proof,
            Detail::Goal => &mut details.goal,
            Detail::Leader => &mut details.leader,
            Detail::Progress => &mut details.progress,
            Detail::Remark => &mut details.remark,
        };
        *field = Some(text);
    }

    fn is_date(self) -> bool {
        matches!(self, Detail::Due | Detail::Done)
    }
}

/// Annotations that are about to be judged together.
pub fn judging<'a>(annotations: impl IntoIterator<Item = &'a Annotation>) -> Judging {
    let judged = annotations.into_iter().map(|annotation| {
        let sentences = annotation.target.anchors.iter();
        let quotes: Vec<&str> = sentences.map(|anchor| anchor.sentence.as_str()).collect();
        Judged {
            edition: String::from(&annotation.target.edition),
            finding: annotation.id.to_string(),
            quote: digest(quotes.join("\u{1f}").as_bytes()),
        }
    });
    Judging {
        findings: judged.collect(),
    }
}

/// Asks how far the gaps were put right: a state, or something about it.
pub fn rectify(shared: &Shared, annotations: Vec<Uuid>) -> Reply {
    if annotations.is_empty() {
        return Reply::stay();
    }
    let states = Rectification::ALL.into_iter();
    let states = states.map(|state| shared.text(&format!("rectification.{}", state.name())));
    let details = Detail::ALL
        .into_iter()
        .map(|detail| shared.text(detail.key()));
    let items = states
        .map(str::to_owned)
        .chain(details.map(|name| format!("{name}…")));
    Reply::open(Overlay::Picker(Picker::new(
        shared.text("note.rectify-title"),
        items.collect(),
        Choosing::Rectify(annotations),
    )))
}

/// The row of the list that [`rectify`] shows.
pub fn rectified(shared: &mut Shared, annotations: Vec<Uuid>, row: usize) -> Reply {
    if let Some(state) = Rectification::ALL.get(row) {
        let changes = annotations.into_iter().map(|annotation| {
            Change::from(Operation::Rectify {
                annotation,
                rectification: Some(*state),
                details: Box::default(),
            })
        });
        return attempt(shared, changes.collect(), None);
    }
    let detail = row.checked_sub(Rectification::ALL.len());
    match detail.and_then(|row| Detail::ALL.get(row)) {
        Some(detail) => {
            let review = shared.review();
            let only = annotations.first().and_then(|id| review.annotation(*id));
            let known = only.and_then(|annotation| detail.of(&annotation.rectifying));
            let text = known.cloned().unwrap_or_default();
            let purpose = Purpose::Asked(Question::Detail(annotations, *detail));
            Reply::open(Overlay::Prompt(Prompt::editing(purpose, &text)))
        }
        None => Reply::stay(),
    }
}

/// Records a detail as it was typed; a date that is none is asked for again.
pub fn detailed(shared: &mut Shared, annotations: Vec<Uuid>, detail: Detail, text: &str) -> Reply {
    let is_date = text.parse::<jiff::civil::Date>().is_ok();
    if detail.is_date() && !text.is_empty() && !is_date {
        let said = shared.lang.fill("suppress.bad_date", &[("text", &text)]);
        shared.message = Some(Message::bad(said));
        let purpose = Purpose::Asked(Question::Detail(annotations, detail));
        return Reply::open(Overlay::Prompt(Prompt::editing(purpose, text)));
    }
    let changes = annotations.into_iter().map(|annotation| {
        let mut details: Box<Rectifying> = Box::default();
        detail.set(&mut details, text.to_owned());
        Change::from(Operation::Rectify {
            annotation,
            rectification: None,
            details,
        })
    });
    attempt(shared, changes.collect(), None)
}

/// Asks what the ticked annotations are to the chosen one.
pub fn link(shared: &mut Shared, chosen: Uuid, ticked: Vec<Uuid>) -> Reply {
    let others: Vec<Uuid> = ticked.into_iter().filter(|id| *id != chosen).collect();
    if others.is_empty() {
        shared.message = Some(Message::quiet(shared.text("note.tick-first")));
        return Reply::stay();
    }
    let items = LINKS.map(|role| shared.text(&format!("link.{role}")).to_owned());
    Reply::open(Overlay::Picker(Picker::new(
        shared.text("note.link-title"),
        items.to_vec(),
        Choosing::Link(chosen, others),
    )))
}

/// Links each of the others to the chosen one; the same link again takes it back.
pub fn linked(shared: &mut Shared, chosen: Uuid, others: &[Uuid], row: usize) -> Reply {
    let Some(role) = LINKS.get(row) else {
        return Reply::stay();
    };
    let review = shared.review();
    let found = others.iter().filter_map(|id| review.annotation(*id));
    let operations = found.map(|annotation| {
        let link = Link {
            role: (*role).to_owned(),
            annotation: chosen,
        };
        let mut links = annotation.links.clone();
        match links.iter().position(|known| *known == link) {
            Some(at) => drop(links.remove(at)),
            None => links.push(link),
        }
        Operation::Edit {
            annotation: annotation.id,
            changes: Changes {
                links: Some(links),
                ..Changes::default()
            },
        }
    });
    let operations = operations.collect();
    shared.message = Some(Message::quiet(shared.text("note.linked")));
    Reply::effects(shared.record_all(operations))
}
