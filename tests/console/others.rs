//! What other reviewers wrote before the console looks: each is a way to fill a screen.

use std::sync::Arc;

use ducha::review::{
    Anchor, Changes, Event, Grade, Judgement, Operation, Passage, Scope, Statement, Target,
};
use ducha::tui::message::Msg;
use jiff::Timestamp;
use uuid::Uuid;

use super::script::Session;
use super::texts;

/// Three gaps of last year's report, two of them confirmed.
pub fn gaps_of_last_year(session: &mut Session) {
    let old = "yun-2023";
    session.news_of(
        "同事",
        [
            note(1, old, "评查数量偏少", vec![anchor(old, "41宗", None)]),
            note(
                2,
                old,
                "普法安排笼统",
                vec![anchor(old, "持续加强普法宣传", None)],
            ),
            note(3, old, "未经认定", vec![anchor(old, "1520件", None)]),
            judged(1, old, Judgement::Upheld),
            judged(2, old, Judgement::Upheld),
        ],
    );
}

/// A sentence that is gone, and one whose figure changed.
pub fn doubtful_places(session: &mut Session) {
    let edition = "yun-2024";
    let here = anchor(edition, "58宗", None);
    let gone = Anchor {
        passage: Arc::new(Passage {
            sentence: "全年开展行政执法监督检查二十余次，发现并纠正问题若干。".into(),
            digest: "an edition before".into(),
            ..Passage::clone(&here.passage)
        }),
        ..here
    };
    let edited = anchor(edition, "受理41件", Some(("受理41件", "受理40件")));
    session.news_of(
        "同事",
        [
            note(1, edition, "监督检查次数不明", vec![gone]),
            note(2, edition, "受理数待核", vec![edited]),
        ],
    );
}

/// Two edits of one annotation by people who had not seen each other's.
pub fn crossed_versions(session: &mut Session) {
    let edition = "yun-2024";
    let written = note(1, edition, "原来的话", vec![anchor(edition, "58宗", None)]);
    let first = crossing(1, "林", written, Uuid::nil());
    let base = first.id;
    session.take(Msg::News(vec![
        first,
        crossing(2, "林", reworded(1, "林的改法"), base),
        crossing(3, "王", reworded(1, "王的改法"), base),
    ]));
}

/// Two reviewers who agree about one sentence.
pub fn two_reviewers(session: &mut Session) {
    let edition = "yun-2024";
    session.news_of(
        "甲",
        [
            note(
                1,
                edition,
                "两人都看到",
                vec![anchor(edition, "58宗", None)],
            ),
            note(
                2,
                edition,
                "只有甲看到",
                vec![anchor(edition, "受理41件", None)],
            ),
        ],
    );
    session.news_of(
        "乙",
        [
            note(
                3,
                edition,
                "两人都看到",
                vec![anchor(edition, "58宗", None)],
            ),
            note(
                4,
                edition,
                "只有乙看到",
                vec![anchor(edition, "业务能力", None)],
            ),
        ],
    );
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number << 32)
}

/// The sentence with these words, as it is, or as it was before some words of it changed.
pub fn anchor(edition: &str, words: &str, was: Option<(&str, &str)>) -> Anchor {
    let document = texts::document(edition);
    let text = &document.report.source.text;
    let at = text.find(words).expect("the words stand there");
    let sentence = document.report.sentence_at(at).expect("a sentence");
    let span = document.report.sentences[sentence].span;
    let mut anchor = Anchor::of(&document.report, &document.digest, span);
    if let Some((new, old)) = was {
        anchor.passage = Arc::new(Passage {
            sentence: anchor.sentence.replace(new, old).into(),
            digest: "an edition before".into(),
            ..Passage::clone(&anchor.passage)
        });
    }
    anchor
}

pub fn note(number: u128, edition: &str, problem: &str, anchors: Vec<Anchor>) -> Operation {
    let mut entries = texts::entries().into_iter();
    let entry = entries.find(|entry| entry.id == edition).expect("an entry");
    let target = Target {
        edition: edition.into(),
        issuer: entry.issuer.map(Into::into),
        year: entry.year,
        scope: Scope::Sentence,
        anchors,
        related: Vec::new(),
    };
    Operation::Annotate {
        annotation: id(number),
        statement: Box::new(Statement {
            grade: Some(Grade::MinorNonconformity),
            ..Statement::new(target, problem)
        }),
    }
}

pub fn judged(number: u128, edition: &str, judgement: Judgement) -> Operation {
    Operation::Judge {
        subject: id(number).to_string(),
        edition: edition.to_owned(),
        judgement,
        reason: None,
        quote: None,
    }
}

/// An event of someone who had seen only the first.
pub fn crossing(number: u64, who: &str, operation: Operation, base: Uuid) -> Event {
    Event {
        version: 1,
        writer: format!("{who}/h").into(),
        sequence: number,
        lamport: number,
        id: Uuid::from_u128(u128::from(number) << 96),
        time: Timestamp::UNIX_EPOCH,
        reviewer: who.into(),
        role: None,
        base: if base.is_nil() {
            Vec::new()
        } else {
            vec![base]
        },
        undoes: None,
        group: None,
        operation,
    }
}

pub fn reworded(number: u128, problem: &str) -> Operation {
    Operation::Edit {
        annotation: id(number),
        changes: Changes {
            problem: Some(problem.into()),
            ..Changes::default()
        },
    }
}
