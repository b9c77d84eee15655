//! Findings decided, suppressed, graded; and what of it stays in sight.

use ducha::locale::Lang;
use ducha::review::{Enrolment, Judgement, Operation};
use ducha::tui::theme::Theme;

use crate::console::script::Session;

#[test]
fn decisions_are_undone_and_done_again() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("c 1");
    assert!(session.screen().contains("[成立]"));
    session.keys("u");
    assert!(!session.screen().contains("[成立]"));
    session.keys("Ctrl-r");
    assert!(session.screen().contains("[成立]"));
    session.keys("u u u");
    assert!(session.last_row().contains("没有可撤销的"));
    let judged = session
        .recorded()
        .iter()
        .filter(|operation| matches!(operation, Operation::Judge { .. }))
        .count();
    assert_eq!(judged, 4);
}

#[test]
fn a_rejection_has_a_reason() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("c 2 j Enter");
    let check = |session: &Session, expected: &str| {
        let last = session.recorded().last().cloned();
        match last {
            Some(Operation::Judge {
                judgement,
                reason,
                quote,
                ..
            }) => {
                assert_eq!(judgement, Judgement::Rejected);
                assert_eq!(reason.as_deref(), Some(expected));
                assert!(quote.is_some());
            }
            other => panic!("{other:?}"),
        }
    };
    check(&session, "reading");
    session.keys("2 9 text:统计口径为办结数 Enter");
    check(&session, "统计口径为办结数");
    let before = session.recorded().len();
    session.keys("2 Esc");
    assert_eq!(session.recorded().len(), before);
}

/// The journey of a sweep: one rule over all reports, a suppression, the sheet that follows.
#[test]
fn one_rule_is_decided_over_many_reports_at_once() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    let judged = |session: &Session| -> Vec<(String, Judgement)> {
        let operations = session.recorded().into_iter();
        let judged = operations.filter_map(|operation| match operation {
            Operation::Judge {
                edition, judgement, ..
            } => Some((edition, judgement)),
            _ => None,
        });
        judged.collect()
    };
    session.keys("c j R");
    let screen = session.screen();
    assert!(
        screen.contains("同一规则") && screen.contains("3 份报告 · 3 处 · 待核 3"),
        "{screen}"
    );
    session.keys("V 3");
    assert!(
        session
            .last_row()
            .contains("3 份报告的 3 处发现都认定为“待补证”"),
        "{}",
        session.last_row()
    );
    assert_eq!(
        judged(&session),
        [],
        "nothing is recorded before it was shown"
    );
    session.keys("n V V 3 y");
    let decided = judged(&session);
    assert_eq!(decided.len(), 3, "{decided:?}");
    assert!(
        decided
            .iter()
            .all(|(_, judgement)| *judgement == Judgement::NeedsEvidence)
    );
    assert!(session.screen().contains("待核 0"), "{}", session.screen());
    // What one key did, one key takes back.
    session.keys("u");
    assert!(session.screen().contains("待核 3"), "{}", session.screen());
    // One finding under the cursor needs no confirmation; a rejection asks for its reason, and then the same question.
    session.keys("1");
    assert!(session.screen().contains("待核 2"), "{}", session.screen());
    session.keys("V 2 1 y");
    assert_eq!(
        judged(&session).last().map(|(_, judgement)| *judgement),
        Some(Judgement::Rejected)
    );
    assert!(session.screen().contains("待核 0"), "{}", session.screen());
    session.keys("q");
    assert!(session.screen().contains("检查"));
}

#[test]
fn what_is_suppressed_stays_in_sight_and_comes_back() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("c s 2 text:试行口径 Enter text:明天 Enter");
    assert!(session.last_row().contains("不是日期") || session.screen().contains("屏蔽至"));
    session.keys("Ctrl-u text:2025-12-31 Enter");
    let recorded = session.recorded();
    match recorded.last() {
        Some(Operation::Suppress {
            rule,
            scope,
            reason,
            until,
            lifted,
        }) => {
            let seen = (
                rule.as_str(),
                scope.as_str(),
                reason.as_str(),
                until.as_deref(),
            );
            assert_eq!(
                seen,
                (
                    "arith-parts-sum",
                    "云岭县人民政府",
                    "试行口径",
                    Some("2025-12-31")
                )
            );
            assert!(!lifted);
        }
        other => panic!("{other:?}"),
    }
    let screen = session.screen();
    assert!(
        screen.contains("已屏蔽 1") && screen.contains("已屏蔽 · 1"),
        "{screen}"
    );
    assert!(screen.contains("待核 1"), "{screen}");
    session.keys("q");
    assert!(
        session.screen().contains("待核 3 · 台账 0 · 已屏蔽 1"),
        "{}",
        session.screen()
    );
    session.keys("c f f f f");
    assert!(
        session.screen().contains("合计与分项不符"),
        "{}",
        session.screen()
    );
    session.keys("s");
    assert!(session.screen().contains("待核 2"), "{}", session.screen());
    session.keys("u");
    assert!(session.screen().contains("待核 1"), "{}", session.screen());
}

#[test]
fn last_years_decision_is_shown_and_decides_nothing() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("j c");
    assert!(session.screen().contains("云岭县人民政府 2023"));
    session.keys("4 q k c");
    let screen = session.screen();
    assert!(screen.contains("(2023 不适用)"), "{screen}");
    assert!(screen.contains("待核 2"), "{screen}");
    // Only what last year's report was not asked.
    session.keys("f f");
    let screen = session.screen();
    assert!(
        screen.contains("合计与分项不符") && !screen.contains("未见原因分析"),
        "{screen}"
    );
}

#[test]
fn the_library_shows_who_has_not_filed() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    let unit = |unit: &str, parent: &str, years: &str| Operation::Enrol {
        unit: unit.to_owned(),
        entry: Some(Enrolment {
            level: "county".to_owned(),
            parent: parent.to_owned(),
            years: years.to_owned(),
        }),
    };
    session.news([
        unit("云岭县", "青禾市", "2023-2024"),
        unit("沧湖区", "青禾市", "2023-2024"),
        unit("东坪县", "青禾市", "2024-2025"),
    ]);
    let screen = session.screen();
    let missing = |name: &str, year: &str| {
        let mut lines = screen.lines();
        lines.any(|line| line.contains(name) && line.contains(year) && line.contains("未见报告"))
    };
    assert!(
        missing("沧湖区", "2023") && missing("东坪县", "2024"),
        "{screen}"
    );
    assert!(
        !missing("云岭县", "2023") && !missing("东坪县", "2025"),
        "{screen}"
    );
    session.keys("f text:东坪 Enter");
    assert!(
        session.screen().contains("上级：青禾市"),
        "{}",
        session.screen()
    );
    // There is nothing to open.
    session.keys("Enter c d");
    assert!(session.screen().contains("报告库"));
}

#[test]
fn the_sheet_follows_what_was_decided() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    let figures = |session: &Session| -> String {
        let screen = session.screen();
        let line = screen
            .lines()
            .find(|line| line.trim_start().starts_with("数据"));
        line.expect("the aspect of figures").to_owned()
    };
    session.keys("c g s");
    assert!(figures(&session).contains("一般"), "{}", session.screen());
    session.keys("q 4 g s");
    assert!(figures(&session).contains("优秀"), "{}", session.screen());
    session.keys("q");
    assert!(session.screen().contains("检查"));
}
