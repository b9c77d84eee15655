//! What the program asks of the system: no socket of the internet, no program but itself, whatever the environment says.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use portable_pty::CommandBuilder;

use super::console::leave;
use super::corpus::report;
use super::place::{Place, at_a_terminal};
use crate::pty::Pty;

/// Whether calls can be traced here; a test that cannot says so.
fn can_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output();
    let can = traced.is_ok_and(|output| output.status.success());
    if !can {
        eprintln!("skipped: strace is not there or may not trace");
    }
    can
}

/// The program under strace, with an editor and pagers that would leave a trace if they were started.
fn traced(place: &Place, words: &[&str]) -> CommandBuilder {
    let inner = place.command(words);
    let mut command = CommandBuilder::new("strace");
    command.args(["-f", "-qq", "-o", "trace", "-e", "trace=network,execve"]);
    command.arg(env!("CARGO_BIN_EXE_ducha"));
    command.args(words);
    command.cwd(place.path());
    command.env_clear();
    for name in ["HOME", "TERM", "LANG"] {
        command.env(name, inner.get_env(name).expect("set"));
    }
    command.env("PATH", "/usr/bin:/bin");
    for name in ["EDITOR", "VISUAL", "PAGER", "BROWSER", "SHELL", "LESSOPEN"] {
        command.env(name, place.at("leaves-a-trace"));
    }
    command
}

fn place() -> Place {
    let place = Place::new();
    let script = place.file(
        "leaves-a-trace",
        format!("#!/bin/sh\ntouch {}\n", place.at("started").display()),
    );
    fs::set_permissions(script, fs::Permissions::from_mode(0o755)).expect("a mode");
    place.file("报告.txt", report(""));
    place.file("旧.txt", report("").replace("2024", "2023"));
    place.file(
        "page.html",
        format!(
            "<html><body><img src=http://x.invalid/><article>{}</article></body></html>",
            report("").replace('\n', "<p>")
        ),
    );
    place
}

/// Every call that was traced is harmless.
#[track_caller]
fn harmless(place: &Place, what: &str) {
    let trace = fs::read_to_string(place.at("trace")).expect("a trace");
    assert!(trace.contains("execve("), "{what} was not traced");
    for line in trace.lines() {
        assert!(
            !line.contains("AF_INET") && !line.contains("AF_NETLINK"),
            "{what}: {line}"
        );
        // A channel between two threads or processes of its own is no network; nothing else may be opened.
        let is_socket =
            line.contains("socket(") || line.contains("connect(") || line.contains("bind(");
        assert!(!is_socket, "{what}: {line}");
        if let Some((_, program)) = line.split_once("execve(\"") {
            let program = program.split('"').next().unwrap_or_default();
            let is_own = Path::new(program) == Path::new(env!("CARGO_BIN_EXE_ducha"))
                || program == "/proc/self/exe";
            assert!(is_own, "{what} starts {program}");
        }
    }
    assert!(
        !place.at("started").exists(),
        "{what} starts what the environment names"
    );
}

#[test]
fn no_command_opens_a_socket_or_starts_another_program() {
    if !can_trace() {
        return;
    }
    let place = place();
    for words in [
        &["import", "报告.txt", "旧.txt", "page.html"][..],
        &["list"],
        &["show", "报告.txt"],
        &["check", "报告.txt", "--previous", "旧.txt"],
        &[
            "compare",
            "旧.txt",
            "报告.txt",
            "--format",
            "html",
            "--out",
            "a.html",
        ],
        &["search", "复议"],
        &["export", "page", "--out", "b.html"],
        &["export", "problems", "--out", "b.docx"],
        &["backup", "b.zip"],
        &["doctor"],
        &["verify"],
        &["man"],
    ] {
        let shown = at_a_terminal(traced(&place, words));
        assert!(shown.code <= 3, "{words:?}: {}", shown.text());
        harmless(&place, &words.join(" "));
    }
}

#[test]
fn no_console_opens_a_socket_or_starts_another_program() {
    if !can_trace() {
        return;
    }
    let place = place();
    let mut pty = Pty::spawn(traced(&place, &["报告.txt"]), 100, 30);
    pty.wait_for("青禾县");
    for keys in [
        "c", "q", "a", "口径", "\r", "y", "e", "\x1b", "t", "q", "g/", "复议\r", "q", "?", "q", "o",
    ] {
        pty.send(keys);
        pty.settle(Duration::from_millis(80));
    }
    leave(&mut pty, 0, "the console");
    harmless(&place, "the console");
}
