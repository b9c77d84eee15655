//! A reviewer's whole journey in a real pseudo-terminal: open, read, compare, check, annotate, save, come back.

#[path = "support/emulator.rs"]
mod emulator;
#[path = "support/pty.rs"]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use emulator::Emulator;
use portable_pty::CommandBuilder;
use pty::Pty;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const NOTE: &str = "请核对“合格率”的口径，两处不一致。";

fn start(home: &Path, words: &[&str], columns: u16, rows: u16) -> Pty {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ducha"));
    command.args(words);
    command.env_clear();
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
    Pty::spawn(command, columns, rows)
}

fn home() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Sends keys one by one, as a person does: each is drawn before the next.
fn press(pty: &mut Pty, keys: &[&str]) {
    for key in keys {
        pty.send(key);
        pty.settle(Duration::from_millis(60));
    }
}

fn leave(pty: &mut Pty) {
    for _ in 0..8 {
        if matches!(pty.child.try_wait(), Ok(Some(_))) {
            break;
        }
        pty.send("q");
        std::thread::sleep(Duration::from_millis(150));
    }
    assert_eq!(pty.exit().0, 0);
    assert!(!pty.look(|emulator| emulator.screen().alternate_screen()));
    assert_eq!(
        pty.look(|emulator| emulator.strays().to_vec()),
        Vec::<String>::new()
    );
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}

fn written(folder: &Path, extension: &str) -> String {
    files(folder, extension)
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

/// Opens the county's report of 2024 from the library of samples.
fn open_county(pty: &mut Pty) {
    pty.wait_for("报告库");
    pty.wait_for("霁川县人民政府");
    press(pty, &["f", "霁川县", "\r"]);
    pty.wait_until("one issuer", |emulator| {
        !emulator
            .text()
            .iter()
            .any(|row| row.contains("槐汀镇人民政府 "))
    });
    press(pty, &["g", "g", "\r"]);
    pty.wait_for("一、主要举措和成效");
}

#[test]
fn open_compare_check_annotate_quit_and_come_back() {
    let home = home();
    let mut pty = start(home.path(), &[], 100, 30);
    open_county(&mut pty);

    press(&mut pty, &["d"]);
    pty.wait_for("⇄ 2024");
    press(&mut pty, &["g", "i"]);
    pty.wait_for("县本级政务服务事项");
    press(&mut pty, &["g", "p"]);
    pty.wait_for("未检索到对应内容");
    press(&mut pty, &["q", "c"]);
    pty.wait_for("117÷126");
    press(&mut pty, &["q"]);
    pty.wait_for("一、主要举措和成效");

    press(&mut pty, &["}", "a"]);
    pty.wait_for("Enter 保存");
    assert!(
        !pty.look(|emulator| emulator.screen().hide_cursor()),
        "the caret must be the real cursor"
    );
    press(&mut pty, &[NOTE]);
    pty.wait_for("两处不一致");
    press(&mut pty, &["\r"]);
    pty.wait_for("已保存");
    leave(&mut pty);

    let reviews = home.path().join(".local/share/ducha/samples/reviews");
    assert!(
        written(&reviews, "jsonl").contains(NOTE),
        "the journal has the note"
    );
    assert!(
        written(&reviews, "json").contains(NOTE),
        "the readable copy has the note"
    );

    let mut pty = start(home.path(), &[], 100, 30);
    open_county(&mut pty);
    press(&mut pty, &["t"]);
    pty.wait_for("两处不一致");
    press(&mut pty, &["\r"]);
    pty.wait_for("●");
    leave(&mut pty);
}

#[test]
fn what_is_asked_for_before_the_library_is_listed_is_done_then() {
    let home = home();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let files = ["2023", "2024"].map(|year| samples.join(format!("霁川县-{year}.txt")));
    let files = files.each_ref().map(|file| file.to_str().expect("a path"));
    let mut pty = start(home.path(), &files, 100, 30);
    pty.wait_for("一、主要举措和成效");
    press(&mut pty, &["d"]);
    pty.wait_for("2023 ⇄ 2024");
    leave(&mut pty);
}

#[test]
fn what_is_exported_is_a_file_that_nothing_replaces_unasked() {
    let home = home();
    let mut pty = start(home.path(), &[], 100, 30);
    open_county(&mut pty);
    let target = home.path().join("意见.md");
    let path = format!("{}\r", target.display());
    let mut export = |asked: &str| {
        press(&mut pty, &["E"]);
        pty.wait_for("整改台账 XLSX");
        press(&mut pty, &["7", "\u{15}", &path]);
        pty.wait_for(asked);
    };
    export("已导出 没有缺口（阅读时按 a 记下");
    let written = fs::read_to_string(&target).expect("the opinion is there");
    assert!(written.contains("霁川县人民政府"), "{written}");
    fs::write(&target, "另一份").expect("a file is there");
    export("已存在");
    press(&mut pty, &["n"]);
    assert_eq!(fs::read_to_string(&target).expect("it is there"), "另一份");
    press(&mut pty, &["E", "7", "\u{15}", "/proc/意见.md\r"]);
    pty.wait_for("时出错");
    leave(&mut pty);
}

#[test]
fn killed_right_after_saved_the_note_is_there() {
    let home = home();
    let mut pty = start(home.path(), &[], 80, 24);
    open_county(&mut pty);
    press(&mut pty, &["}", "a", NOTE]);
    pty.send("\r");
    pty.wait_for("已保存");
    pty.child.kill().expect("killed");
    pty.exit();
    let reviews = home.path().join(".local/share/ducha/samples/reviews");
    assert!(written(&reviews, "jsonl").contains(NOTE));
}

#[test]
fn a_line_cut_while_a_note_is_typed_keeps_the_draft_and_leaves_no_process() {
    let home = home();
    let mut pty = start(home.path(), &[], 80, 24);
    open_county(&mut pty);
    press(&mut pty, &["}", "a", NOTE]);
    pty.wait_for("两处不一致");
    pty.cut("尾");
    let (code, took) = pty.exit();
    assert_ne!(code, 0);
    assert!(took < Duration::from_secs(5), "gone after {took:?}");
    let state = home.path().join(".local/state/ducha");
    assert!(
        written(&state, "json").contains(NOTE),
        "the draft is on disk"
    );

    let pty = start(home.path(), &[], 80, 24);
    pty.wait_for("没有写完");
}

#[test]
fn a_hang_up_keeps_the_draft() {
    let home = home();
    let mut pty = start(home.path(), &[], 80, 24);
    open_county(&mut pty);
    press(&mut pty, &["}", "a", NOTE]);
    pty.wait_for("两处不一致");
    let id = pty
        .child
        .process_id()
        .and_then(|id| i32::try_from(id).ok())
        .expect("an id");
    kill_process(Pid::from_raw(id).expect("an id"), Signal::HUP).expect("signalled");
    assert_eq!(pty.exit().0, 129);
    assert!(written(&home.path().join(".local/state/ducha"), "json").contains(NOTE));
}

#[test]
fn every_size_shows_something_and_one_scrolled_row_is_cheap() {
    let home = home();
    let mut pty = start(home.path(), &[], 80, 24);
    open_county(&mut pty);
    let mut costs = Vec::new();
    for _ in 0..20 {
        let before = pty.settle(Duration::from_millis(60));
        pty.send("\u{5}");
        costs.push(pty.settle(Duration::from_millis(60)) - before);
    }
    costs.sort_unstable();
    assert!(costs[10] <= 300, "Ctrl-e writes {costs:?}");
    let before = pty.settle(Duration::from_millis(60));
    assert_eq!(
        pty.settle(Duration::from_millis(300)),
        before,
        "an idle console writes nothing"
    );
    for (columns, rows) in [(40, 10), (1, 1), (20, 3), (160, 50), (80, 24)] {
        pty.resize(columns, rows);
        pty.settle(Duration::from_millis(120));
    }
    pty.wait_for("霁川县");
    leave(&mut pty);
}

#[test]
fn hostile_text_reaches_the_terminal_only_as_visible_marks() {
    let home = home();
    let path = home.path().join("hostile.txt");
    let text = "某县2024年法治政府建设年度报告\n一、工作\u{1b}]0;x\u{7}情况\u{1b}[31m红\u{9b}31m。\u{202e}反向\n真实\r虚假。\n";
    fs::write(&path, text).expect("a file");
    let mut pty = start(home.path(), &[&path.to_string_lossy()], 80, 24);
    pty.wait_for("‹ESC›");
    leave(&mut pty);
    let bytes = pty.bytes();
    assert!(!String::from_utf8_lossy(&bytes).contains('\u{202e}'));
    assert!(
        !pty.look(Emulator::text)
            .iter()
            .any(|row| row.contains("31m红"))
    );
}

#[test]
fn without_a_terminal_the_console_says_so() {
    let home = home();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_ducha"))
        .env_clear()
        .env("HOME", home.path())
        .env("TERM", "xterm-256color")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("需要终端"));

    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ducha"));
    command.env_clear();
    command.env("HOME", home.path());
    command.env("TERM", "dumb");
    let mut pty = Pty::spawn(command, 80, 24);
    assert_eq!(pty.exit().0, 3);
    pty.wait_for("TERM");
}
