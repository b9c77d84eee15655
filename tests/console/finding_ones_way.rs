//! Back and forward through jumps, where a report was left, what was typed before, what is not read yet.

use ducha::export::{Form, What};
use ducha::locale::Lang;
use ducha::store::{Habit, LineKind, Memory};

use ducha::tui::exporting::Coverage;
use ducha::tui::message::{Agreed, Effect, Message, Msg, Progress};
use ducha::tui::model::Entry;
use ducha::tui::theme::Theme;

use super::script::Session;
use super::texts;

fn session(keys: &str) -> Session {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys(keys);
    session
}

/// The row of the text that the cursor is on.
fn at(session: &Session) -> String {
    let screen = session.screen();
    let row = screen.lines().find(|line| line.contains('▌'));
    let row = row.and_then(|row| row.split('▌').nth(1)).unwrap_or("");
    row.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '（')
        .to_owned()
}

#[test]
fn a_jump_is_taken_back_and_done_again() {
    let check = |keys: &str, expected: &str| {
        let session = session(keys);
        assert!(
            at(&session).starts_with(expected),
            "{keys}: {}",
            session.screen()
        );
    };
    check("Enter G", "建成乡镇");
    check("Enter G Ctrl-o", "云岭县人民政府2024");
    check("Enter G Ctrl-o Tab", "建成乡镇");
    check("Enter } } j Ctrl-o", "一、主要举措");
    // Reading on is no jump.
    check("Enter } j j w ) Ctrl-o", "云岭县人民政府2024");
    check("Enter / text:调解 Enter Ctrl-o", "云岭县人民政府2024");
    check("Enter } m a G ' a Ctrl-o", "建成乡镇");
}

#[test]
fn jumps_lead_across_screens_and_reports() {
    let mut session = session("Enter G d");
    assert!(session.screen().contains("⇄"));
    session.keys("Ctrl-o");
    assert!(at(&session).starts_with("建成乡镇"), "{}", session.screen());
    session.keys("q j Enter } q Ctrl-o");
    assert!(
        session.screen().contains("云岭县人民政府 2023"),
        "{}",
        session.screen()
    );
    session.keys("Ctrl-o Ctrl-o");
    let screen = session.screen();
    assert!(screen.contains("云岭县人民政府 2024"), "{screen}");
    session.keys("Tab");
    assert!(
        session.screen().contains("云岭县人民政府 2023"),
        "{}",
        session.screen()
    );
    session.keys("Ctrl-o Ctrl-o Ctrl-o Ctrl-o Ctrl-o");
    assert!(
        session.last_row().contains("前面没有跳转了"),
        "{}",
        session.last_row()
    );
}

#[test]
fn a_report_opens_where_it_was_left() {
    let mut session = session("Enter } } q");
    session.keys("Enter");
    assert!(
        at(&session).starts_with("（一）持续提升"),
        "{}",
        session.screen()
    );
    assert!(
        session.last_row().contains("回到上次读到的地方"),
        "{}",
        session.last_row()
    );
    // What is remembered on the disk is what the next session begins with.
    let mut memory = Memory::default();
    for effect in session.effects() {
        if let Effect::Learn(habit) = effect {
            memory.learn(habit.clone());
        }
    }
    let mut next = Session::remembering((100, 30), memory);
    next.keys("Enter");
    assert!(at(&next).starts_with("（一）持续提升"), "{}", next.screen());
    // Whoever comes for something else goes there.
    next.keys("q c Enter");
    assert!(
        !at(&next).starts_with("（一）持续提升"),
        "{}",
        next.screen()
    );
}

#[test]
fn lines_typed_before_come_back() {
    let mut memory = Memory::default();
    for line in ["gaps", "checks", "compare", "next"] {
        memory.learn(Habit::Line(LineKind::Command, line.to_owned()));
    }
    memory.learn(Habit::Line(LineKind::Search, "案卷".to_owned()));
    let check = |keys: &str, expected: &str| {
        let mut session = Session::remembering((100, 30), memory.clone());
        session.keys(keys);
        let row = session.last_row();
        let typed = row
            .trim_start_matches([':', '/'])
            .split("  ")
            .next()
            .unwrap_or("");
        assert_eq!(typed.trim(), expected, "{keys}: {row}");
    };
    check(": Up", "next");
    check(": Up Up", "compare");
    check(": Up Up Up Up Up Up", "gaps");
    check(": Up Up Down", "next");
    check(": text:c Up", "compare");
    check(": text:c Up Up Up", "checks");
    check(": text:c Up Up Down Down", "c");
    check("Enter / Up", "案卷");
    check("Enter / text:卷 Up", "卷");
    check("f Up", "筛选");
    // A command by the sound of its name.
    let mut session = session(": text:taizhang Enter");
    assert!(session.screen().contains("› 台账"), "{}", session.screen());
    assert!(session.effects().iter().any(
        |effect| matches!(effect, Effect::Learn(Habit::Line(LineKind::Command, line)) if line == "taizhang")
    ));
    session.keys("q : Up Enter");
    assert!(session.screen().contains("› 台账"), "{}", session.screen());
}

#[test]
fn sections_burn_down_and_the_queue_goes_on_to_other_reports() {
    let mut session = session("Enter r r r r r");
    assert!(
        session.screen().contains("已阅 4/4"),
        "{}",
        session.screen()
    );
    assert!(
        session.last_row().contains("R 到下一份"),
        "{}",
        session.last_row()
    );
    session.keys("R");
    let screen = session.screen();
    assert!(
        screen.contains("云岭县人民政府 2023") && screen.contains("已阅 0/4"),
        "{screen}"
    );
    assert!(at(&session).starts_with("（一）强化"), "{screen}");
    assert!(
        session.last_row().contains("到 云岭县人民政府 2023"),
        "{}",
        session.last_row()
    );
    session.keys("r R");
    assert!(
        at(&session).starts_with("二、存在的不足"),
        "{}",
        session.screen()
    );
    session.keys("r r r q");
    assert!(session.screen().contains("已阅 8/"), "{}", session.screen());
    session.keys("R");
    assert!(
        session.screen().contains("沧湖区人民政府 2024"),
        "{}",
        session.screen()
    );
    session.keys("r r R");
    assert!(
        session.last_row().contains("全库章节都已读完"),
        "{}",
        session.last_row()
    );
}

#[test]
fn a_short_list_is_narrowed_by_characters_and_by_sound() {
    let reason = |keys: &str| {
        let session = session(keys);
        session
            .recorded()
            .into_iter()
            .find_map(|operation| match operation {
                ducha::review::Operation::Judge { reason, .. } => reason,
                _ => None,
            })
    };
    let second = reason("c 2 j Enter");
    assert!(second.is_some());
    let mut narrowed = session("c 2 /");
    let row = narrowed.screen();
    let row = row
        .lines()
        .find(|line| line.starts_with("   2 "))
        .unwrap_or("")
        .to_owned();
    let word: String = row
        .chars()
        .filter(|c| ('一'..='龥').contains(c))
        .take(3)
        .collect();
    assert_eq!(reason(&format!("c 2 / text:{word} Enter")), second);
    narrowed.keys("text:jq");
    assert!(
        narrowed.screen().contains("筛选 jq"),
        "digits and letters are text: {}",
        narrowed.screen()
    );
    // Esc gives all rows back, then closes the list.
    narrowed.keys("Esc");
    assert!(narrowed.screen().contains(" 2 "), "{}", narrowed.screen());
    narrowed.keys("Esc");
    assert!(narrowed.screen().contains("认定") || narrowed.screen().contains("检查"));
    assert!(narrowed.recorded().is_empty());
    assert_eq!(reason("c 2 / text:没有这一条 Enter Esc Esc"), None);
}

#[test]
fn what_takes_long_is_told_and_nothing_blocks() {
    let mut session = Session::asleep((100, 30));
    session.keys("Enter");
    session.take(Msg::Working(Progress::Waiting { seconds: 2 }));
    assert!(
        session.last_row().contains("已等 2 秒"),
        "{}",
        session.last_row()
    );
    session.take(Msg::Working(Progress::Waiting { seconds: 9 }));
    assert!(
        session.last_row().contains("磁盘 9 秒没有响应"),
        "{}",
        session.last_row()
    );
    // One can go on elsewhere, type, and come back.
    session.keys("q");
    assert!(!session.last_row().contains('秒'), "{}", session.last_row());
    session.keys("f text:cang Enter");
    assert!(session.screen().contains("沧湖区"), "{}", session.screen());
    session.keys("i text:/tmp/报告 Enter");
    session.take(Msg::Working(Progress::Importing { done: 12, all: 40 }));
    assert!(
        session.last_row().contains("正在导入 12/40"),
        "{}",
        session.last_row()
    );
    session.keys("q");
    assert!(matches!(session.effects().last(), Some(Effect::StopImport)));
    session.take(Msg::Imported {
        added: 12,
        refused: Vec::new(),
    });
    assert!(session.last_row().contains("12"), "{}", session.last_row());
    let document = super::texts::document("yun-2024");
    session.take(Msg::Opened("yun-2024".to_owned(), document));
    assert!(!session.last_row().contains('秒'), "{}", session.last_row());
}

#[test]
fn an_export_is_of_what_is_in_sight_and_replaces_nothing_unasked() {
    let mut session = Session::new((100, 24), Lang::Zh, Theme::Colour);
    let last = |session: &Session| match session.effects().last() {
        Some(Effect::Export(exporting)) => exporting.as_ref().clone(),
        other => panic!("no export but {other:?}"),
    };
    session.keys("E Enter Ctrl-u text:台账.xlsx Enter");
    let whole = last(&session);
    assert_eq!((whole.what, whole.form), (What::Ledger, Form::Xlsx));
    assert_eq!(whole.coverage, Coverage::Library);
    assert_eq!(
        (whole.path.as_str(), whole.agreed),
        ("台账.xlsx", Agreed::NotAsked)
    );
    // While it goes on there is no other, and `q` stops it instead of leaving.
    session.keys("E");
    assert!(
        session.last_row().contains("q 停下"),
        "{}",
        session.last_row()
    );
    session.keys("q");
    assert!(matches!(session.effects().last(), Some(Effect::StopExport)));
    session.take(Msg::WouldReplace(Box::new(whole)));
    assert!(
        session.last_row().contains("台账.xlsx 已存在"),
        "{}",
        session.last_row()
    );
    session.keys("y");
    assert_eq!(last(&session).agreed, Agreed::Yes);
    session.take(Msg::Exported(Message::good("已导出")));
    assert!(
        session.last_row().contains("已导出"),
        "{}",
        session.last_row()
    );
    let covered = |session: &mut Session, keys: &str| {
        session.keys(keys);
        let coverage = last(session).coverage;
        session.take(Msg::Exported(Message::good("已导出")));
        coverage
    };
    let reports = |ids: &[&str]| Coverage::Reports(ids.iter().map(|id| (*id).to_owned()).collect());
    assert_eq!(
        covered(&mut session, "f text:cang Enter E 5 Enter"),
        reports(&["lin-2024"])
    );
    assert_eq!(
        covered(&mut session, "Esc Enter t E 2 Enter"),
        reports(&["lin-2024"])
    );
    assert_eq!(
        covered(&mut session, ": text:export Enter 3 Enter"),
        reports(&["lin-2024"])
    );
}

#[test]
fn two_editions_of_one_report_are_told_apart() {
    for width in [80, 100] {
        let mut session = Session::new((width, 24), Lang::Zh, Theme::Colour);
        let mut entries = texts::entries();
        assert!(!session.screen().contains("版"), "{}", session.screen());
        let first = entries.first().cloned().expect("a report");
        entries.push(Entry {
            id: "yun-2024-again".to_owned(),
            imported: "2025-03-01T08:30:00Z".parse().expect("a time"),
            ..first
        });
        session.take(Msg::Library(texts::catalogue(entries)));
        let screen = session.screen();
        for told in ["第1版", "第2版", "（共 2 版）"] {
            assert!(screen.contains(told), "{told}: {screen}");
        }
        session.keys("j");
        let both = [screen, session.screen()].concat();
        assert!(both.contains("2025-03-01 08:30 导入"), "{both}");
    }
}
