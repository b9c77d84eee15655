//! Annotations in the console: followed, placed, settled, adjudicated, closed; and many of them.

use std::time::{Duration, Instant};

use ducha::locale::Lang;
use ducha::report::Span;
use ducha::review::{Anchor, Continuity, Grade, Judgement, Operation, Rectification};
use ducha::tui::message::{Agreed, Effect, Importing, Msg};
use ducha::tui::theme::Theme;
use uuid::Uuid;

use super::others::{self, anchor, crossing, id, note};
use super::script::Session;
use super::texts;

fn session() -> Session {
    Session::new((100, 30), Lang::Zh, Theme::Colour)
}

fn shows(session: &Session, words: &[&str]) {
    let screen = session.screen();
    for word in words {
        assert!(screen.contains(word), "no {word} on\n{screen}");
    }
}

#[test]
fn last_years_gaps_wait_for_one_digit_each() {
    let mut session = session();
    others::gaps_of_last_year(&mut session);
    session.keys("g f");
    shows(
        &session,
        &[
            "上年问题回访",
            "2 条 · 待回访 2 · 未认定 1",
            "本期未见",
            "上年对应处",
        ],
    );
    let screen = session.screen();
    let place = |words: &str| screen.find(words).expect("on the screen");
    assert!(
        place("普法安排笼统") < place("评查数量偏少"),
        "absent ones first\n{screen}"
    );
    assert!(!screen.contains("未经认定"));
    // 本期未见, then on to the next: 变化, which confirms the place.
    session.keys("5 3");
    shows(&session, &["2 条 · 待回访 0"]);
    let recorded = session.recorded();
    let followed: Vec<_> = recorded
        .iter()
        .filter_map(|operation| match operation {
            Operation::Continue {
                annotation,
                continuity,
                ..
            } => Some((*annotation, *continuity)),
            _ => None,
        })
        .collect();
    assert_eq!(
        followed,
        [
            (id(2), Some(Continuity::NotSeen)),
            (id(1), Some(Continuity::Changed))
        ]
    );
    let placed = recorded.iter().find_map(|operation| match operation {
        Operation::Place {
            edition, anchor, ..
        } => Some((edition.clone(), anchor.as_ref()?.sentence.clone())),
        _ => None,
    });
    let (edition, sentence) = placed.expect("a place");
    assert_eq!(edition, "yun-2024");
    assert!(sentence.contains("58宗"), "{sentence}");
    // One key, one undo: the answer and the place together.
    session.keys("u");
    shows(&session, &["待回访 1"]);
    session.keys("f f");
    shows(&session, &["未经认定"]);
}

#[test]
fn what_lost_its_place_is_placed_by_hand_with_a_reason() {
    let mut session = session();
    others::doubtful_places(&mut session);
    session.keys("g o");
    shows(
        &session,
        &["待定位", "2 处待确认 · 1 处未定位", "未找到", "原文已变"],
    );
    // The edited one: its candidate is accepted, with a reason.
    session.keys("j 1");
    shows(&session, &["确认此处要写理由"]);
    session.keys("text:数字已更正 Enter");
    shows(&session, &["1 处待确认"]);
    // The lost one: to the text, onto a sentence, Enter.
    session.keys("Enter");
    shows(&session, &["放置批注"]);
    session.keys(") ) Enter text:已并入本句 Enter");
    let places: Vec<_> = session
        .recorded()
        .into_iter()
        .filter_map(|operation| match operation {
            Operation::Place {
                annotation,
                reason,
                anchor,
                ..
            } => Some((annotation, reason, anchor.is_some())),
            _ => None,
        })
        .collect();
    assert_eq!(
        places,
        [
            (id(2), Some("数字已更正".to_owned()), true),
            (id(1), Some("已并入本句".to_owned()), true)
        ]
    );
    session.keys("q");
    shows(&session, &["所有批注都在原处"]);
}

#[test]
fn versions_that_crossed_stand_side_by_side_and_a_digit_chooses() {
    let mut session = session();
    others::crossed_versions(&mut session);
    session.keys("t");
    shows(&session, &["!", "同时修改"]);
    session.keys("=");
    shows(&session, &["1 王", "2 林", "王的改法", "林的改法"]);
    session.keys("2");
    let chosen = session.recorded();
    assert!(
        matches!(&chosen[..], [Operation::Edit { changes, .. }] if changes.problem.as_deref() == Some("林的改法")),
        "{chosen:?}"
    );
}

#[test]
fn an_adjudicator_works_the_list_of_differences_and_writes_records_of_her_own() {
    let mut session = session();
    others::two_reviewers(&mut session);
    session.keys("g d");
    shows(
        &session,
        &[
            "共同 1",
            "仅乙 1",
            "仅甲 1",
            "待裁定 2",
            "只有甲看到",
            "只有乙看到",
        ],
    );
    assert!(
        !session.screen().contains("两人都看到"),
        "{}",
        session.screen()
    );
    session.keys("1 2");
    shows(&session, &["不成立要写理由"]);
    session.keys("text:文内已有说明 Enter");
    shows(&session, &["待裁定 0"]);
    let recorded = session.recorded();
    let links = recorded.iter().filter_map(|operation| match operation {
        Operation::Edit { changes, .. } => changes.links.as_ref(),
        _ => None,
    });
    let linked: Vec<Uuid> = links.flatten().map(|link| link.annotation).collect();
    assert_eq!(linked, [id(2), id(4)]);
    let judgements: Vec<_> = recorded
        .iter()
        .filter_map(|operation| match operation {
            Operation::Judge {
                judgement, reason, ..
            } => Some((*judgement, reason.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(
        judgements,
        [
            (Judgement::Upheld, None),
            (Judgement::Rejected, Some("文内已有说明".to_owned()))
        ]
    );
}

#[test]
fn another_grade_and_a_closing_ask_for_what_they_need() {
    let mut session = session();
    let edition = "yun-2024";
    session.news_of(
        "审阅人",
        [note(
            1,
            edition,
            "待改等级",
            vec![anchor(edition, "58宗", None)],
        )],
    );
    // The grade is the fourth field; giving up the reason leads back to the note.
    session.keys("t e Tab Tab Tab Ctrl-n Enter");
    shows(&session, &["改等级要写理由"]);
    session.keys("Esc");
    shows(&session, &["待改等级", "观察项"]);
    session.keys("Enter text:影响结论 Enter");
    let recorded = session.recorded();
    let [Operation::Edit { changes, .. }] = &recorded[..] else {
        panic!("{recorded:?}");
    };
    assert_eq!(changes.reason.as_deref(), Some("影响结论"));
    assert_eq!(
        (changes.grade, &changes.problem),
        (Some(Some(Grade::ObservationItem)), &None)
    );

    session.keys("z 6");
    shows(&session, &["销号要有整改佐证"]);
    session.keys("text:现场照片 Enter");
    shows(&session, &["销号应由另一人确认"]);
    session.keys("text:本单位仅一人 Enter l");
    shows(&session, &["已销号", "审阅人 一人销号", "现场照片"]);
    let closed = session.recorded().into_iter().any(|operation| {
        matches!(
            operation,
            Operation::Rectify { rectification: Some(Rectification::Closed), details, .. }
                if details.proof.is_some() && details.reason.is_some()
        )
    });
    assert!(closed);
    // Everything that happened stands below.
    session.keys("r text:同意 Enter G");
    shows(&session, &["写批注", "影响结论", "回复：同意"]);
}

#[test]
fn undo_reaches_into_the_session_before() {
    let edition = "yun-2024";
    let written = note(1, edition, "上次所写", vec![anchor(edition, "58宗", None)]);
    let event = crossing(1, "审阅人", written, Uuid::nil());
    let before = vec![event.clone()];
    let mut session = Session::resumed((100, 30), Lang::Zh, Theme::Colour, before);
    session.keys("u");
    shows(&session, &["已撤销：写批注（上次所写）"]);
    let undone = session.effects().iter().find_map(|effect| match effect {
        Effect::Record(changes) => changes.first().cloned(),
        _ => None,
    });
    assert_eq!(undone.expect("recorded").undoes, Some(event.id));
    session.keys("t");
    shows(&session, &["台账是空的"]);
    session.keys("q Ctrl-r t");
    shows(&session, &["上次所写"]);
}

#[test]
fn a_note_can_be_about_several_places_and_private() {
    let mut session = session();
    session.keys("Enter ) + ) + a text:两处不一 Tab Tab Tab Tab Tab Space Enter");
    let recorded = session.recorded();
    let [Operation::Annotate { statement, .. }] = &recorded[..] else {
        panic!("{recorded:?}");
    };
    let said = (statement.target.anchors.len(), statement.private);
    assert_eq!(said, (2, true));
}

#[test]
fn an_import_that_leaves_annotations_in_doubt_is_confirmed_first() {
    let mut session = session();
    let importing = Importing {
        path: "年报.txt".to_owned(),
        annotations: Vec::new(),
        agreed: Agreed::NotAsked,
    };
    let asked = |session: &mut Session| {
        session.take(Msg::Reimports {
            importing: Box::new(importing.clone()),
            lines: vec![
                "年报.txt 是已有批注的报告的新版本".to_owned(),
                "  未找到  某句".to_owned(),
            ],
        });
    };
    asked(&mut session);
    shows(&session, &["新版本", "未找到  某句", "仍要导入"]);
    session.keys("n");
    let agreed = |session: &Session| {
        session.effects().iter().any(
            |effect| matches!(effect, Effect::Import(importing) if importing.agreed == Agreed::Yes),
        )
    };
    assert!(!agreed(&session));
    asked(&mut session);
    session.keys("y");
    assert!(agreed(&session));
}

/// The fastest of several rounds of keys, so that what else the machine does counts least.
fn fastest(session: &mut Session) -> Duration {
    let rounds = (0..7).map(|_| {
        let begun = Instant::now();
        session.keys("j j j ) w ] ] [ k k Ctrl-d Ctrl-u");
        std::hint::black_box(session.screen());
        begun.elapsed()
    });
    rounds.min().expect("rounds")
}

#[test]
fn ten_thousand_annotations_do_not_slow_a_key() {
    let edition = "yun-2024";
    let document = texts::document(edition);
    let sentences = &document.report.sentences;
    let notes = (0..10_000_u128).map(|number| {
        let at = usize::try_from(number).expect("small");
        let span = sentences[at % sentences.len()].span;
        let text = &document.report.source.text;
        let inside: Vec<usize> = span.of(text).char_indices().map(|(at, _)| at).collect();
        let from = inside[at / sentences.len() % inside.len()];
        let place = Span::new(span.start + from, span.end);
        let anchor = Anchor::of(&document.report, &document.digest, place);
        note(number + 1, edition, "批注", vec![anchor])
    });
    let mut empty = session();
    empty.keys("Enter");
    let mut full = session();
    full.news_of("同事", notes);
    full.keys("Enter");
    shows(&full, &["台账 10000"]);
    let (without, with) = (fastest(&mut empty), fastest(&mut full));
    let ratio = with.as_secs_f64() / without.as_secs_f64();
    println!("12 keys: {without:?} without, {with:?} with 10,000 annotations, ratio {ratio:.2}");
    assert!(ratio < 2.0, "{ratio}");
}
