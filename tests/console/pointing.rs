//! The mouse: what is clicked is chosen, what is clicked again is opened, what is dragged over is selected.

use ducha::locale::Lang;
use ducha::review::{Grade, Operation};
use ducha::tui::message::{Effect, Msg};
use ducha::tui::theme::Theme;

use super::script::Session;

fn session(keys: &str) -> Session {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys(keys);
    session
}

/// The row of the screen that holds a text, and the column where it begins.
fn find(session: &Session, text: &str) -> (usize, usize) {
    let screen = session.screen();
    let mut rows = screen.lines().enumerate();
    let (y, line) = rows
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("{text} is not on\n{screen}"));
    let before = line.split(text).next().unwrap_or("");
    (ducha::tui::canvas::width(before), y)
}

fn press(session: &mut Session, text: &str) {
    let (x, y) = find(session, text);
    session.keys(&format!("press:{x},{y} release:{x},{y}"));
}

#[test]
fn a_click_chooses_a_row_and_a_second_one_opens_it() {
    let check = |keys: &str, row: &str, chosen: &str, opened: &str| {
        let mut session = session(keys);
        press(&mut session, row);
        assert!(
            session.screen().contains(chosen),
            "{row}: {}",
            session.screen()
        );
        press(&mut session, row);
        let top = session.screen().lines().next().unwrap_or("").to_owned();
        assert!(top.contains(opened), "{row}: {top}");
    };
    check(
        "",
        "沧湖区人民政府",
        "▸ 沧湖区人民政府",
        "沧湖区人民政府 2024",
    );
    check(
        "c",
        "? 未见原因分析",
        "▸ ? 未见原因分析",
        "云岭县人民政府 2024",
    );
    check("c j R", "云岭县人民政府 2023", "▸ [ ]", "检查");
    check("d g r", "一、主要举措", "▸", "云岭县人民政府 2024");
}

#[test]
fn a_click_beside_everything_changes_nothing() {
    for keys in [
        "",
        "Enter",
        "c",
        "d",
        "d g i",
        "t",
        "Enter a text:一",
        "Enter ?",
        ":",
        "c 2",
    ] {
        let mut session = session(keys);
        let before = session.screen();
        session.keys("press:99,0 release:99,0 drag:4,4 release:300,300");
        assert_eq!(session.screen(), before, "{keys}");
    }
}

#[test]
fn the_bottom_line_and_help_are_to_be_clicked() {
    let mut session = session("");
    press(&mut session, "c 检查");
    assert!(session.screen().contains("› 检查"), "{}", session.screen());
    press(&mut session, "? 帮助");
    press(&mut session, "认定：成立");
    press(&mut session, "认定：成立");
    assert!(session.screen().contains("[成立]"), "{}", session.screen());
    session.keys("2");
    press(&mut session, "2 程序");
    press(&mut session, "2 程序");
    assert!(matches!(
        session.recorded().last(),
        Some(Operation::Judge {
            reason: Some(_),
            ..
        })
    ));
}

#[test]
fn a_drag_selects_from_character_to_character() {
    let mut session = session("Enter");
    let (x, y) = find(&session, "反馈意见建议21条");
    // From the second half of a wide character to the first half of another.
    session.keys(&format!(
        "press:{},{y} drag:{},{y} release:{},{y} y",
        x + 1,
        x + 10,
        x + 10
    ));
    let copied = session
        .effects()
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        });
    assert_eq!(copied.as_deref(), Some("反馈意见建议"));
    // Backwards, over two rows, and an annotation on it.
    session.keys(&format!(
        "press:{},{} drag:{x},{y} release:{x},{y} a",
        x + 2,
        y + 1
    ));
    assert!(
        session.screen().contains("● 反馈意见建议21条"),
        "{}",
        session.screen()
    );
    session.keys("Esc");
    press(&mut session, "开展案卷评查");
    session.keys("y");
    assert!(
        matches!(session.effects().last(), Some(Effect::Copy(text)) if text.contains("开展案卷评查")),
        "a click lets go of what was selected"
    );
}

#[test]
fn the_wheel_scrolls_and_leaves_the_cursor() {
    let mut session = session("size:60x12 Enter");
    let before = session.screen();
    session.keys("wheel-down:9,5");
    assert_ne!(session.screen(), before);
    session.keys("wheel-up:9,5");
    assert_eq!(session.screen(), before);
    session.keys("? wheel-down:9,5 Enter");
    assert!(!session.has_left());
}

#[test]
fn another_program_edits_the_text_of_a_note() {
    let mut session = session("Enter ) a text:一句 Ctrl-x");
    assert!(matches!(session.effects().last(), Some(Effect::EditOutside(text)) if text == "一句"));
    session.take(Msg::Edited("第一段\n\n第二段\u{1b}[2J".to_owned()));
    session.keys("Enter");
    let problem = session
        .recorded()
        .into_iter()
        .find_map(|operation| match operation {
            Operation::Annotate { statement, .. } => Some(String::from(&statement.problem)),
            _ => None,
        });
    assert_eq!(problem.as_deref(), Some("第一段\n\n第二段[2J"));
}

#[test]
fn a_click_in_a_note_puts_the_caret_there() {
    let mut session = session("Enter ) a text:共九十件，请核对。");
    press(&mut session, "件，请");
    session.keys("text:六");
    assert!(
        session.screen().contains("共九十六件，请核对。"),
        "{}",
        session.screen()
    );
    let screen = session.screen();
    let y = screen.lines().position(|line| line.starts_with("建议"));
    session.keys(&format!("press:9,{} text:改正", y.expect("the suggestion")));
    // A choice is gone to by one click and changed by the next.
    press(&mut session, "等级");
    press(&mut session, "一般不符合");
    press(&mut session, "规则");
    session.keys("text:自定 Enter");
    let written = session
        .recorded()
        .into_iter()
        .find_map(|operation| match operation {
            Operation::Annotate { statement, .. } => Some(*statement),
            _ => None,
        });
    let written = written.expect("a note");
    assert_eq!(&*written.problem, "共九十六件，请核对。");
    assert_eq!(&*written.suggestion, "改正");
    assert_eq!(written.grade, Some(Grade::ObservationItem));
    assert_eq!(written.rule.as_deref(), Some("自定"));
}

#[test]
fn a_click_on_a_section_of_a_comparison_goes_to_its_first_sentence() {
    let mut session = Session::new((130, 30), Lang::Zh, Theme::Colour);
    session.keys("d");
    let before = session.screen();
    let (_, y) = find(&session, "存在的不足");
    session.keys(&format!("press:6,{y} release:6,{y}"));
    let marked = |screen: &str| {
        let row = screen.lines().find(|line| line.contains('▌'));
        row.map(str::to_owned).unwrap_or_default()
    };
    assert_ne!(marked(&before), marked(&session.screen()));
    assert!(
        session
            .screen()
            .lines()
            .any(|line| line.contains('▸') && line.contains("存在的不足")),
        "{}",
        session.screen()
    );
}
