//! The comparison by its keys.

use ducha::locale::Lang;
use ducha::review::Operation;
use ducha::tui::message::{Effect, Msg};
use ducha::tui::theme::Theme;

use crate::console::script::Session;
use crate::console::texts;

/// The journey of a year-on-year review: each view, decisions by digit, a pin, both reports and back.
#[test]
fn a_comparison_is_gone_through_by_keys() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("d ] ] ] ] h");
    assert!(
        session.screen().contains("云岭县人民政府 2023"),
        "{}",
        session.screen()
    );
    session.keys("q l");
    assert!(session.screen().contains("云岭县人民政府 2024"));
    // From a report the comparison begins where the reader was.
    session.keys("} d");
    let screen = session.screen();
    assert!(
        screen
            .lines()
            .any(|row| row.contains('▌') && row.contains("化解行政争议")),
        "{screen}"
    );
    session.keys("q q g i p");
    assert!(
        session.last_row().contains("已置顶") || session.screen().contains(" * "),
        "{}",
        session.screen()
    );
    assert!(matches!(
        session.recorded().last(),
        Some(Operation::Pin { pinned: true, .. })
    ));
    session.keys("u g p 1");
    let decided = |session: &Session, wanted: &str| match session.recorded().last() {
        Some(Operation::Promise {
            decision: Some(decision),
            ..
        }) => assert_eq!(decision, wanted),
        other => panic!("{other:?}"),
    };
    decided(&session, "done");
    session.keys("2");
    decided(&session, "on-track");
    assert!(
        session.screen().contains("未认定 0"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_note_on_a_changed_sentence_has_both_years_words() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("d ] ] ] a text:口径不同 Enter");
    match session.recorded().last() {
        Some(Operation::Annotate { statement, .. }) => {
            let target = &statement.target;
            let [related] = target.related.as_slice() else {
                panic!("{target:?}");
            };
            assert_eq!(
                (related.role.as_str(), related.year),
                ("previous", Some(2023))
            );
            assert_eq!(related.edition, "yun-2023");
            assert!(related.anchors[0].sentence.contains("41宗"), "{related:?}");
            assert!(target.anchors[0].sentence.contains("58宗"), "{target:?}");
        }
        other => panic!("{other:?}"),
    }
}

/// A coarse comparison is replaced by the whole one without moving the cursor; leaving before that stops the work.
#[test]
fn a_passage_of_another_unit_leads_to_both_places() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("d g r G");
    assert!(
        session.screen().contains("沧湖区人民政府 2024"),
        "{}",
        session.screen()
    );
    session.keys("h");
    let screen = session.screen();
    assert!(screen.contains("审查行政规范性文件"), "{screen}");
    session.keys("q l");
    let screen = session.screen();
    assert!(screen.contains("云岭县"), "{screen}");
}

#[test]
fn a_finer_comparison_keeps_the_cursor_and_leaving_stops_it() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("d ] ] ] ]");
    let here = |session: &Session| -> String {
        let screen = session.screen();
        let row = screen.lines().find(|row| row.contains('▌'));
        row.expect("a cursor").to_owned()
    };
    let before = here(&session);
    session.take(Msg::Opened(
        "yun-2024".to_owned(),
        texts::document("yun-2024"),
    ));
    assert_eq!(here(&session), before);
    session.keys("g y q");
    assert!(!session.effects().contains(&Effect::StopFollowing));

    let mut waiting = Session::asleep((100, 30));
    waiting.keys("d q");
    let effects = waiting.effects();
    assert!(
        effects.contains(&Effect::Close("yun-2024".to_owned())),
        "{effects:?}"
    );
}

#[test]
fn a_renamed_issuer_is_asked_for_once() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("j j d");
    let screen = session.screen();
    assert!(!screen.contains("它上年叫什么"), "云岭县 goes on: {screen}");
    let mut entries = texts::entries();
    entries[0].issuer = Some("云岭区人民政府".to_owned());
    session.take(Msg::Library(texts::catalogue(entries)));
    session.keys("g g d");
    let screen = session.screen();
    assert!(
        screen.contains("它上年叫什么") && screen.contains("云岭县人民政府"),
        "{screen}"
    );
    session.keys("Enter");
    assert_eq!(
        session.recorded().last(),
        Some(&Operation::Rename {
            issuer: "云岭区人民政府".to_owned(),
            former: Some("云岭县人民政府".to_owned()),
        })
    );
    session.keys("q d");
    assert!(!session.screen().contains("它上年叫什么"), "asked again");
}
