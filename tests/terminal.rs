//! The terminal as a whole: entering, leaving, signals, a cut line, in a real pseudo-terminal.
//!
//! The program in it is this test binary: [`stand_in`] plays a console that shows what is typed.

#[path = "support/emulator.rs"]
mod emulator;
#[path = "support/pty.rs"]
mod pty;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::{KeyCode, KeyModifiers};
use ducha::tui::term::{Input, Options, Session, guard, input};
use ducha::tui::widget::Ambiguous;
use ducha::tui::widget::text::put_text;
use emulator::Emulator;
use portable_pty::CommandBuilder;
use pty::Pty;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use rustix::process::{Pid, Signal, kill_process};

const ROLE: &str = "DUCHA_STAND_IN";

/// Not a test but the program in the terminal of the others; without its variable it does nothing.
#[test]
fn stand_in() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let draft = std::env::var("DUCHA_DRAFT").unwrap_or_default();
    match Session::enter(Options::default()) {
        Ok(session) => console(session, &role, &draft),
        Err(error) => println!("refused: {error}"),
    }
}

fn console(mut session: Session, role: &str, draft: &str) {
    let typed = Arc::new(Mutex::new(String::new()));
    let (sender, inputs) = channel();
    let sink: input::Sink = Arc::new(move |inputs| drop(sender.send(inputs)));
    let (saves, to, stuck) = (Arc::clone(&typed), draft.to_owned(), role == "stuck");
    let save = move || {
        if stuck {
            std::thread::sleep(Duration::from_secs(60));
        }
        if let Ok(typed) = saves.try_lock() {
            std::fs::write(&to, typed.as_bytes()).expect("the draft can be written");
        }
    };
    guard::install(save, Arc::clone(&sink)).expect("a guard");
    input::start(sink).expect("a reader");
    let mut note = String::new();
    let mut frames = 0;
    loop {
        let size = session.size();
        let area = Rect::new(0, 0, size.width, size.height);
        let mut buffer = Buffer::empty(area);
        frames += 1;
        let flood = if role == "flood" && frames > 1 {
            frames
        } else {
            0
        };
        for y in 1..flood.min(area.height) {
            buffer.set_string(0, y, flood.to_string().repeat(20), Style::new());
        }
        let shown = format!(
            "{}:{note}",
            typed.lock().expect("held shortly").chars().count()
        );
        let end = put_text(&mut buffer, area, &shown, Style::new(), Ambiguous::Narrow);
        session
            .draw(&buffer, Some(Position::new(end.min(area.right() - 1), 0)))
            .expect("the terminal is there");
        if flood > 0 {
            continue;
        }
        for input in inputs.recv().expect("the reader goes on") {
            match input {
                Input::Key(key) if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    match key.code {
                        KeyCode::Char('q') => return,
                        KeyCode::Char('p') => panic!("on purpose"),
                        KeyCode::Char('e') => note.push_str(&lend(&mut session)),
                        KeyCode::Char('z') => session.suspend().expect("the process can stop"),
                        KeyCode::Char('s') => std::thread::sleep(Duration::from_secs(60)),
                        _ => note.push_str("control"),
                    }
                }
                Input::Key(key) => match key.code {
                    KeyCode::Char(char) => typed.lock().expect("held shortly").push(char),
                    code => note.push_str(&code.to_string()),
                },
                Input::Paste(text) => typed.lock().expect("held shortly").push_str(&text),
                Input::Cursor { .. } | Input::CaughtUp => {}
                Input::Mouse(pointer) => note.push_str(&format!("{:?}", pointer.gesture)),
                Input::Ground(ground) => note.push_str(&format!("{ground:?}")),
                Input::Resized => note.push_str("resized"),
                Input::Resumed => note.push_str("resumed"),
            }
        }
    }
}

/// Another program that says something and reads a line.
fn lend(session: &mut Session) -> String {
    let script = "echo other program; read line; echo \"$line\"  >&2; read line; printf '<%s>' \"$line\" >&2";
    let read = || {
        Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::inherit())
            .stdout(Stdio::inherit())
            .stderr(Stdio::piped())
            .output()
    };
    let output = session.lend(read).expect("the terminal comes back");
    String::from_utf8_lossy(&output.expect("a shell").stderr).replace('\n', "")
}

fn command(role: &str, draft: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
    command.args(["stand_in", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(ROLE, role);
    command.env("DUCHA_DRAFT", draft);
    command.env("TERM", "xterm-256color");
    command
}

fn start(role: &str, draft: &Path) -> Pty {
    let pty = Pty::spawn(command(role, draft), 80, 24);
    pty.wait_for("0:");
    pty
}

fn signal(pty: &Pty, signal: Signal) {
    let id = pty
        .child
        .process_id()
        .and_then(|id| i32::try_from(id).ok())
        .and_then(Pid::from_raw);
    kill_process(id.expect("a process"), signal).expect("the process is there");
}

fn is_restored(emulator: &Emulator) -> bool {
    let screen = emulator.screen();
    !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
}

fn draft() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("draft");
    (folder, file)
}

#[test]
fn leaving_gives_the_terminal_back() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    assert!(pty.look(
        |emulator| emulator.screen().alternate_screen() && emulator.screen().bracketed_paste()
    ));
    pty.send("督察");
    pty.wait_for("2:");
    assert_eq!(
        pty.settle(Duration::from_millis(200)),
        pty.settle(Duration::from_millis(500)),
        "idle writes nothing"
    );
    pty.send("\x11");
    assert_eq!(pty.exit().0, 0);
    pty.wait_until("restored terminal", is_restored);
    assert_eq!(
        pty.look(|emulator| emulator.strays().to_vec()),
        Vec::<String>::new()
    );
    let bytes = pty.bytes();
    let questions = bytes.windows(4).filter(|bytes| *bytes == b"\x1b[6n");
    assert_eq!(
        questions.count(),
        1,
        "the terminal is asked one thing, once"
    );
}

#[test]
fn typed_and_pasted_text_loses_nothing_at_any_speed() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    pty.send("依法行政".repeat(1_000));
    pty.wait_for("4000:");
    pty.send(format!("\x1b[200~{}\x1b[201~", "推进\r\n".repeat(2_000)));
    pty.wait_for("10000:");
    pty.send("\x1b");
    std::thread::sleep(Duration::from_millis(5));
    pty.send("[A");
    pty.wait_for("10000:Up");
    pty.send("\x1b");
    pty.wait_for("10000:UpEsc");
}

/// The mouse is asked for, what it reports are no keys, and the terminal gets it back.
#[test]
fn the_mouse_and_the_ground_are_told_apart_from_keys() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    let written = |pty: &Pty, what: &str| String::from_utf8_lossy(&pty.bytes()).contains(what);
    assert!(written(&pty, "\x1b[?1002h\x1b[?1006h"));
    assert!(written(&pty, "\x1b]11;?\x07"));
    pty.send("a\x1b[<0;3;4M\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[<64;3;4Mb");
    pty.wait_for("2:PressLightWheelUp");
    pty.send("\x11");
    assert_eq!(pty.exit().0, 0);
    pty.wait_until("restored terminal", is_restored);
    assert!(written(&pty, "\x1b[?1006l\x1b[?1002l"));
}

/// What is typed into another program is its own, and so is an interrupt.
#[test]
fn another_program_has_the_terminal_to_itself() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    pty.send("前\x05");
    pty.wait_for("other program");
    signal(&pty, Signal::INT);
    pty.send("第一行\r");
    std::thread::sleep(Duration::from_millis(100));
    pty.send("第二行\r");
    pty.wait_for("1:第一行<第二行>");
    pty.send("后");
    pty.wait_for("2:第一行<第二行>");
    pty.send("\x11");
    assert_eq!(pty.exit().0, 0);
}

#[test]
fn resizing_draws_at_the_new_size_down_to_one_cell() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    pty.wait_for("0:");
    let before = pty.bytes().len();
    pty.resize(1, 1);
    pty.wait_beyond(before);
    pty.wait_until("one cell", |emulator| emulator.text() == ["0"]);
    pty.resize(100, 30);
    pty.wait_for("0:resizedresized");
}

/// A dropped connection: the draft is kept, nothing is left running, with and without a controlling terminal.
#[test]
fn a_cut_line_keeps_the_draft_and_ends_the_process() {
    for controlling in [true, false] {
        let (_folder, file) = draft();
        let mut command = command("plain", &file);
        command.set_controlling_tty(controlling);
        let mut pty = Pty::spawn(command, 80, 24);
        pty.wait_for("0:");
        pty.send("问题描述");
        pty.wait_for("4:");
        pty.cut("。");
        let (code, took) = pty.exit();
        assert_eq!(code, 129, "controlling terminal: {controlling}");
        assert!(took < Duration::from_secs(3), "{took:?}");
        assert_eq!(
            std::fs::read_to_string(&file).expect("a draft"),
            "问题描述。"
        );
    }
}

#[test]
fn signals_save_and_restore_even_when_the_console_is_stuck() {
    for (sent, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let (_folder, file) = draft();
        let mut pty = start("plain", &file);
        pty.send("草稿\x13");
        // The console draws nothing any more, so there is nothing to wait for.
        std::thread::sleep(Duration::from_millis(200));
        signal(&pty, sent);
        assert_eq!(pty.exit().0, code);
        pty.wait_until("restored terminal", is_restored);
        assert_eq!(std::fs::read_to_string(&file).expect("a draft"), "草稿");
    }
}

#[test]
fn a_disk_that_does_not_answer_cannot_keep_the_process() {
    let (_folder, file) = draft();
    let mut pty = start("stuck", &file);
    signal(&pty, Signal::TERM);
    let (code, took) = pty.exit();
    assert_eq!(code, 143);
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn a_line_that_takes_no_bytes_cannot_keep_the_process() {
    let (_folder, file) = draft();
    let mut pty = start("flood", &file);
    pty.stop_reading("x");
    std::thread::sleep(Duration::from_millis(500));
    signal(&pty, Signal::TERM);
    let (code, took) = pty.exit();
    assert_eq!(code, 143);
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert_eq!(std::fs::read_to_string(&file).expect("a draft"), "x");
}

#[test]
fn a_panic_leaves_the_screen_and_speaks() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    pty.send("\x10");
    assert_eq!(pty.exit().0, 101);
    pty.wait_until("restored terminal", is_restored);
    pty.wait_for("on purpose");
}

#[test]
fn stopped_and_continued_it_draws_everything_again() {
    let (_folder, file) = draft();
    let mut pty = start("plain", &file);
    pty.send("甲\x1a");
    pty.wait_until("restored terminal", is_restored);
    std::thread::sleep(Duration::from_millis(100));
    signal(&pty, Signal::CONT);
    pty.wait_for("1:resumed");
    assert!(pty.look(|emulator| emulator.screen().alternate_screen()));
    pty.send("\x11");
    assert_eq!(pty.exit().0, 0);
}

#[test]
fn without_a_terminal_it_refuses_kindly() {
    let output = Command::new(std::env::current_exe().expect("this binary"))
        .args(["stand_in", "--exact", "--nocapture"])
        .env(ROLE, "plain")
        .stdin(Stdio::null())
        .output()
        .expect("this binary runs");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        told.contains("refused: standard input or output is not a terminal"),
        "{told}"
    );
    assert!(!told.contains('\u{1b}'));

    let (_folder, file) = draft();
    let mut command = command("plain", &file);
    command.env("TERM", "dumb");
    let pty = Pty::spawn(command, 80, 24);
    pty.wait_for("refused: TERM names no terminal");
    assert!(!pty.bytes().contains(&0x1b));
}
