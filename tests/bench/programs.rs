//! The programs that stand side by side: ours, and what people use for the same.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// Ends the console, or a pager, or an editor, without a question.
const CTRL_C: &str = "\u{3}";
const LEAVE_VIM: &str = "\u{1b}:qa!\r";

/// A command and how it is told from others.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: &'static str,
    pub words: Vec<String>,
    /// Ends it without a question.
    pub quit: &'static str,
}

/// Our program with its arguments.
pub fn ducha(words: &[&str]) -> Program {
    program("ducha", own(), words, CTRL_C)
}

/// Our program: this build of it, or the one that `DUCHA_PROGRAM` names.
pub fn own() -> &'static str {
    static OWN: LazyLock<String> = LazyLock::new(|| {
        let built = env!("CARGO_BIN_EXE_ducha").to_owned();
        std::env::var("DUCHA_PROGRAM").unwrap_or(built)
    });
    &OWN
}

pub fn less(file: &str) -> Option<Program> {
    found(program("less", "less", &[file], "q"))
}

pub fn vim(file: &str) -> Option<Program> {
    let words = ["--clean", "-n", "-i", "NONE", file];
    found(program("vim", "vim", &words, LEAVE_VIM))
}

pub fn nvim(file: &str) -> Option<Program> {
    let words = ["--clean", "-n", "-i", "NONE", file];
    found(program("nvim", "nvim", &words, LEAVE_VIM))
}

pub fn vim_diff(old: &str, new: &str) -> Option<Program> {
    let words = ["--clean", "-n", "-i", "NONE", "-d", old, new];
    found(program("vim -d", "vim", &words, LEAVE_VIM))
}

pub fn nvim_diff(old: &str, new: &str) -> Option<Program> {
    let words = ["--clean", "-n", "-i", "NONE", "-d", old, new];
    found(program("nvim -d", "nvim", &words, LEAVE_VIM))
}

/// The history of the repository that it is started in.
pub fn tig() -> Option<Program> {
    found(program("tig", "tig", &[], "Q"))
}

pub fn program(name: &'static str, command: &str, words: &[&str], quit: &'static str) -> Program {
    let words = std::iter::once(&command).chain(words);
    Program {
        name,
        words: words.map(|word| (*word).to_owned()).collect(),
        quit,
    }
}

/// The program, when the machine has it.
fn found(program: Program) -> Option<Program> {
    is_here(program.words.first()?).then_some(program)
}

pub fn is_here(command: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(command).is_file())
        || Path::new(command).is_file()
}

/// The first line in which a program tells its version.
pub fn version(command: &str) -> Option<String> {
    let output = Command::new(command)
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stdout);
    Some(told.lines().next()?.trim().to_owned())
}
