//! Every hostile text through the console in a real terminal: its screens, lists, dialogs and messages.

use std::time::Duration;

use super::corpus::{Fate, LARGE, TEXTS, report};
use super::place::Place;
use super::stream::{Writer, check};
use crate::pty::Pty;

/// Keys that show a report everywhere it can be shown: text, normal text, outline, findings, comparison, series, list,
/// search, a note on it, the ledger, correction of what was read, help.
const TOUR: &[&str] = &[
    "o",
    "|",
    "j",
    ")",
    "}",
    "v",
    "w",
    "\x1b",
    "c",
    "j",
    "q",
    "a",
    "\x1b[200~粘贴\x1b[31m红\x1b[201~",
    "\r",
    "t",
    "\r",
    "q",
    "F",
    "\x1b",
    "/复议\r",
    "n",
    "d",
    "q",
    "gy",
    "q",
    ":",
    "\x1b",
    "?",
    "q",
    "G",
    "gg",
];

fn tour(pty: &mut Pty) {
    for keys in TOUR {
        pty.send(keys);
        pty.settle(Duration::from_millis(30));
    }
}

#[track_caller]
pub fn leave(pty: &mut Pty, code: u32, what: &str) {
    // What is open above the screen is closed first.
    for _ in 0..6 {
        pty.send("\x03");
        pty.settle(Duration::from_millis(100));
        if !pty.look(|emulator| emulator.screen().alternate_screen()) {
            break;
        }
    }
    assert_eq!(pty.exit().0, code, "{what}");
    check(&pty.bytes(), Writer::Console, what);
    assert!(
        !pty.look(|emulator| emulator.screen().alternate_screen()),
        "{what}: the screen is given back"
    );
}

/// All that is read in one text, with a paragraph each, so that one tour goes over all.
#[test]
fn no_text_reaches_the_terminal_through_the_console() {
    let place = Place::new();
    let mut text = report("");
    for hostile in TEXTS {
        let piece = (hostile.bytes)();
        if let (Fate::Read(_), Ok(piece)) = (&hostile.fate, String::from_utf8(piece)) {
            text.extend(piece.lines().nth(2).unwrap_or_default().chars().take(2000));
            text.push('\n');
        }
    }
    let old = place.file(
        "旧.txt",
        text.replace("2024", "2023").replace("45件", "35件"),
    );
    let new = place.file("报告.txt", &text);
    let mut pty = Pty::spawn(place.command(&[old, new]), 120, 40);
    pty.wait_for("青禾县");
    pty.send("\r");
    pty.settle(Duration::from_millis(300));
    tour(&mut pty);
    leave(&mut pty, 0, "the texts together");
}

/// A title, an issuer and a file name that steer terminals, in the list, the import dialog and the messages.
#[test]
fn no_name_reaches_the_terminal_through_the_console() {
    let place = Place::new();
    let bad = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}";
    place.file(format!("r/{bad}.txt"), report(bad));
    place.file(format!("r/空{bad}.txt"), "");
    let mut command = place.command(&["r"]);
    command.env("USER", bad);
    command.env("LOGNAME", bad);
    let mut pty = Pty::spawn(command, 100, 30);
    pty.wait_for("‹ESC›");
    pty.send("i");
    pty.settle(Duration::from_millis(100));
    pty.send(format!("\x1b[200~r/空{bad}.txt\x1b[201~\r"));
    pty.settle(Duration::from_millis(400));
    pty.send("\x1b");
    pty.settle(Duration::from_millis(150));
    tour(&mut pty);
    // One of the files was refused.
    leave(&mut pty, 3, "names");
}

/// A comparison says on the line below the text by which characters a sentence only looks the same.
#[test]
fn what_only_looks_the_same_is_told_in_the_console() {
    let place = Place::new();
    let with = |said: &str| report("").replace("普法宣传。", &format!("普法宣传。{said}，"));
    let old = place.file("旧.txt", with("各镇提速A项").replace("2024", "2023"));
    let new = place.file("新.txt", with("各镇提速А项"));
    let mut pty = Pty::spawn(place.command(&[old, new]), 80, 24);
    pty.wait_for("青禾县");
    pty.send("d");
    pty.wait_for("[A]{А}");
    pty.send("]]]");
    pty.wait_for("看似相同：A（U+0041）→А（U+0410）");
    leave(&mut pty, 0, "look-alikes");
}

#[test]
fn a_line_of_a_million_characters_is_on_the_screen() {
    let hostile = LARGE.first().expect("one line");
    let place = Place::new();
    let path = place.file(hostile.name, (hostile.bytes)());
    let mut pty = Pty::spawn(place.command(&[path]), 80, 24);
    pty.wait_for("办理行政复议");
    for keys in ["j", "G", "gg", " "] {
        pty.send(keys);
        pty.settle(Duration::from_millis(60));
    }
    leave(&mut pty, 0, hostile.name);
}
