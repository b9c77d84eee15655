//! The console as its user meets it: keys go in, whole screens come out.

mod console {
    mod comparing;
    mod deciding;
    mod finding_ones_way;
    mod others;
    mod pointing;
    mod reviewing;
    mod screens;
    pub mod script;
    pub mod texts;
}

use std::fs;
use std::path::PathBuf;

use ducha::locale::Lang;
use ducha::review::{Judgement, Operation};
use ducha::tui::message::{Effect, Msg};
use ducha::tui::theme::Theme;
use proptest::prelude::*;

use console::script::{Disk, Script, Session};

/// Fixtures are `keys`, `size`, `lang` lines, a line `---`, and the screen. `DUCHA_BLESS=1` writes the screens anew.
#[test]
fn screens_are_as_they_were_shown() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/console");
    let mut names: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("fixtures")
        .map(|entry| entry.expect("fixture").path())
        .collect();
    names.sort();
    assert!(names.len() >= 12, "fixtures are missing");
    let mut wrong = Vec::new();
    for path in names {
        let text = fs::read_to_string(&path).expect("a fixture is text");
        let (head, expected) = text.split_once("---\n").expect("a line of dashes");
        let screen = Script::parse(head).run().screen();
        if std::env::var_os("DUCHA_BLESS").is_some() {
            fs::write(&path, format!("{head}---\n{screen}")).expect("a fixture is written");
        } else if screen != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}\n--- shown\n{screen}",
                path.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every screen, reached by keys.
const PLACES: [&str; 22] = [
    "",
    "f text:沧湖 Enter",
    "Enter",
    "Enter o",
    "Enter ] v w",
    "Enter ? text:批注",
    "Enter a text:口径不明",
    "Enter / text:案卷",
    "Enter ] 2",
    "/ text:案",
    "/ text:案 Enter j",
    "c",
    "c s",
    "c s 1 text:另有口径 Enter",
    "c R V",
    "c g s",
    "d",
    "d g i",
    "d g p",
    "d g r",
    "t",
    ":",
];

#[test]
fn every_text_that_the_console_asks_for_is_there() {
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/tui")];
    let mut asked = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("sources") {
            let path = entry.expect("a source").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).expect("a source is text");
            for key in source.split('"').filter(|text| {
                text.strip_prefix("ui.").is_some_and(|name| {
                    !name.is_empty() && !name.ends_with('-') && !name.contains(['{', ' '])
                })
            }) {
                asked += 1;
                for lang in [Lang::Zh, Lang::En] {
                    assert_ne!(lang.text(key), "?", "{key} in {}", path.display());
                }
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn every_screen_draws_at_any_size() {
    let sizes = [
        (1, 1),
        (2, 1),
        (1, 2),
        (3, 3),
        (10, 2),
        (20, 5),
        (40, 10),
        (79, 11),
        (80, 24),
        (100, 30),
        (120, 40),
        (160, 50),
        (300, 100),
    ];
    for keys in PLACES {
        for lang in [Lang::Zh, Lang::En] {
            let mut session = Session::new((80, 24), lang, Theme::Mono);
            session.keys(keys);
            for (width, height) in sizes {
                session.take(Msg::Resize(width, height));
                let screen = session.screen();
                assert_eq!(screen.lines().count(), usize::from(height), "{keys}");
                assert!(
                    height < 3 || width < 8 || screen.chars().any(|c| !c.is_whitespace()),
                    "{keys} at {width}x{height} is empty"
                );
            }
        }
    }
}

#[test]
fn saved_is_said_after_the_disk_and_not_before() {
    let mut session = Session::new((100, 24), Lang::Zh, Theme::Colour);
    session.disk(Disk::Slow);
    session.keys("Enter ] 1");
    assert!(
        session.last_row().contains("未保存 1 条"),
        "{}",
        session.last_row()
    );
    assert!(!session.screen().contains("已保存"));
    session.take(Msg::NotSaved {
        reason: "磁盘已满".to_owned(),
    });
    assert!(
        session.last_row().contains("未保存 1 条：磁盘已满"),
        "{}",
        session.last_row()
    );
    session.take(Msg::Saved(1));
    assert!(
        session.last_row().contains("已保存"),
        "{}",
        session.last_row()
    );
}

#[test]
fn a_note_that_could_not_be_saved_is_not_called_a_draft_that_was() {
    let mut session = Session::new((100, 24), Lang::Zh, Theme::Colour);
    session.disk(Disk::Slow);
    session.keys("Enter ] a x");
    assert!(
        session.last_row().contains("草稿已存"),
        "{}",
        session.last_row()
    );
    session.keys("Enter");
    session.take(Msg::NotSaved {
        reason: "只能读".to_owned(),
    });
    assert!(
        session.last_row().contains("未保存 2 条：只能读"),
        "{}",
        session.last_row()
    );
}

#[test]
fn leaving_with_something_unsaved_asks() {
    let mut session = Session::new((100, 24), Lang::Zh, Theme::Colour);
    session.disk(Disk::Slow);
    session.keys("Enter ] 1 q q");
    assert!(!session.has_left());
    assert!(
        session.last_row().contains("有 1 条尚未保存"),
        "{}",
        session.last_row()
    );
    session.keys("n");
    assert!(!session.has_left());
    session.keys("q y");
    assert!(session.has_left());
}

#[test]
fn text_entry_swallows_every_shortcut() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("Enter ) a text:jkq?:12/【】，。 Ctrl-j text:第二行 Enter");
    let problems: Vec<String> = session.recorded().iter().filter_map(problem).collect();
    assert_eq!(problems, ["jkq?:12/【】，。\n第二行"]);
}

#[test]
fn pasted_text_is_text_and_never_commands() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("Enter");
    let before = session.screen();
    session.take(Msg::Paste("qq1x".to_owned()));
    assert!(!session.has_left());
    assert!(session.recorded().is_empty());
    session.keys("j k");
    assert_eq!(session.screen(), before);
    session.keys("a");
    session.take(Msg::Paste("一行\r\n二行\u{1b}[2J".to_owned()));
    session.keys("Enter");
    assert_eq!(
        session.recorded().iter().find_map(problem).as_deref(),
        Some("一行\n二行[2J")
    );
}

#[test]
fn an_input_method_left_on_is_no_obstacle() {
    let check = |key: char, shown: &str| {
        let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
        session.keys("Enter");
        session.take(Msg::Key(ducha::tui::key::Key::char(key)));
        assert!(
            session.screen().contains(shown),
            "{key}: {}",
            session.screen()
        );
    };
    check('？', "输入文字筛选");
    check('：', "compare 与上年对比");
    check('】', "成立");
    check('县', "输入法开着");
}

#[test]
fn what_is_typed_is_kept_as_a_draft_until_it_is_saved() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.disk(Disk::Slow);
    session.keys("Enter ) a text:半句");
    let kept = |session: &Session| -> Vec<String> {
        let last = session
            .effects()
            .iter()
            .rev()
            .find_map(|effect| match effect {
                Effect::KeepDrafts(drafts) => Some(drafts.clone()),
                _ => None,
            });
        let mut kept: Vec<String> = last
            .unwrap_or_default()
            .into_iter()
            .map(|draft| draft.problem)
            .collect();
        kept.sort();
        kept
    };
    assert_eq!(kept(&session), ["半句"]);
    session.keys("Esc");
    assert_eq!(kept(&session), ["半句"]);
    // Looking at it again and leaving is not throwing it away.
    session.keys(": text:drafts Enter Enter Enter Esc");
    assert_eq!(kept(&session), ["半句"]);
    // A second note does not push the first one out.
    session.keys(") a text:另一句");
    assert_eq!(kept(&session), ["半句", "另一句"]);
    session.keys("Esc : text:drafts Enter Enter Enter text:话 Enter");
    assert!(
        session
            .recorded()
            .iter()
            .filter_map(problem)
            .any(|problem| problem == "半句话")
    );
    assert_eq!(
        kept(&session),
        ["半句话", "另一句"],
        "the draft stays until the annotation is on the disk"
    );
    session.take(Msg::Saved(1));
    assert_eq!(kept(&session), ["另一句"]);
}

#[test]
fn a_gap_made_from_a_finding_has_everything_filled_in() {
    let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
    session.keys("c a Enter");
    let operations = session.recorded();
    let Some(Operation::Annotate { statement, .. }) = operations.first() else {
        panic!("{operations:?}");
    };
    assert_eq!(statement.rule.as_deref(), Some("arith-parts-sum"));
    assert!(statement.finding.is_some());
    assert!(statement.problem.contains("96 ≠ 98"), "{statement:?}");
    assert_eq!(statement.target.anchors.len(), 4);
    assert!(matches!(
        operations.get(1),
        Some(Operation::Judge {
            judgement: Judgement::Upheld,
            ..
        })
    ));
    // A second time the same annotation is opened.
    session.keys("g g a text:补 Enter");
    assert!(matches!(
        session.recorded().last(),
        Some(Operation::Edit { .. })
    ));
}

#[test]
fn a_report_cannot_reach_the_terminal() {
    let mut session = Session::new((80, 24), Lang::Zh, Theme::Colour);
    session.keys("G Enter");
    let screen = session.screen();
    assert!(screen.contains("‹ESC›"), "{screen}");
    assert!(!screen.chars().any(|c| c.is_control() && c != '\n'));
}

#[test]
fn nothing_is_asked_of_the_world_by_drawing() {
    let mut session = Session::new((80, 24), Lang::Zh, Theme::Colour);
    session.keys("Enter j j ] Ctrl-e");
    let effects = session.effects().len();
    let first = session.screen();
    assert_eq!(session.screen(), first);
    assert_eq!(session.effects().len(), effects);
}

fn problem(operation: &Operation) -> Option<String> {
    match operation {
        Operation::Annotate { statement, .. } => Some(String::from(&statement.problem)),
        _ => None,
    }
}

/// Keys that do something somewhere, and some that do nothing.
fn any_keys() -> impl Strategy<Value = Vec<String>> {
    let plain = proptest::sample::select(vec![
        "j",
        "k",
        "h",
        "l",
        "w",
        "b",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "g",
        "G",
        "v",
        "a",
        "A",
        "e",
        "x",
        "u",
        "r",
        "d",
        "c",
        "t",
        "o",
        "f",
        "s",
        "n",
        "N",
        "|",
        "m",
        "'",
        "1",
        "2",
        "3",
        "4",
        "5",
        "i",
        "p",
        "y",
        "/",
        ":",
        "?",
        "q",
        "Space",
        "Enter",
        "Esc",
        "Tab",
        "Shift-Tab",
        "Backspace",
        "Up",
        "Down",
        "Left",
        "Right",
        "Home",
        "End",
        "PgUp",
        "PgDn",
        "Del",
        "F1",
        "Ctrl-e",
        "Ctrl-y",
        "Ctrl-d",
        "Ctrl-u",
        "Ctrl-b",
        "Ctrl-r",
        "Ctrl-j",
        "Ctrl-n",
        "Ctrl-p",
        "Ctrl-w",
        "Alt-Enter",
        "县",
        "？",
        "％",
    ]);
    let resize = (1u16..170, 1u16..60).prop_map(|(width, height)| format!("size:{width}x{height}"));
    let key = prop_oneof![12 => plain.prop_map(str::to_owned), 1 => resize, 1 => Just("text:案卷41宗".to_owned())];
    proptest::collection::vec(key, 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_can_bring_it_down(keys in any_keys(), mono in any::<bool>()) {
        let theme = if mono { Theme::Mono } else { Theme::Colour };
        let mut session = Session::new((80, 24), Lang::Zh, theme);
        for key in keys {
            session.keys(&key);
            let _ = session.screen();
            if session.has_left() {
                break;
            }
        }
    }
}

#[test]
fn a_correction_is_recorded_and_reports_are_read_again() {
    let check = |keys: &str, field: &str, value: &str| {
        let mut session = Session::new((100, 30), Lang::Zh, Theme::Colour);
        session.keys(keys);
        let found = session.recorded().iter().any(|operation| {
            matches!(operation, Operation::Correct { field: of, value: Some(to), .. }
                if of == field && to == value)
        });
        assert!(found, "{keys}: {:?}", session.recorded());
        let again = |effect: &Effect| matches!(effect, Effect::Correct(_));
        assert!(session.effects().iter().any(again), "{keys}");
    };
    check("Enter F 6 3", "kind", "speech");
    check("Enter F 4 7", "level", "department");
    check("Enter F 7 Ctrl-u text:2021 Enter", "year", "2021");
    check("Enter F 8 Ctrl-u text:- Enter", "published", "");
    check("Enter F 2 Ctrl-u Enter", "issuer", "=");
    // What is no year can be typed again.
    check(
        "Enter F 7 Ctrl-u text:21 Enter Ctrl-u text:2021 Enter",
        "year",
        "2021",
    );
}
