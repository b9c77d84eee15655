//! What the terminal can do, by asking it: how wide it draws letters, and which modes it knows.

use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio;
use rustix::termios::{self, OptionalActions, Termios, isatty, tcgetwinsize};

use super::{Check, Grade, check};
use crate::locale::Lang;

/// A terminal that has not answered by then will not.
const PATIENCE: Duration = Duration::from_millis(300);
/// The smallest window that the console works in.
const LEAST: (u16, u16) = (40, 10);

/// What can be said without and with asking.
pub(super) fn checks(lang: Lang) -> Vec<Check> {
    if !isatty(stdio::stdin()) || !isatty(stdio::stdout()) {
        return vec![check("terminal", Grade::Fine, lang, "no_terminal", &[])];
    }
    let mut checks = vec![size(lang), encoding(lang)];
    if std::env::var_os("TMUX").is_some() {
        checks.push(check("tmux", Grade::Fine, lang, "tmux", &[]));
    }
    match Asked::terminal() {
        Some(asked) => checks.extend(asked.checks(lang)),
        None => checks.push(check("widths", Grade::Warning, lang, "silent", &[])),
    }
    checks
}

fn size(lang: Lang) -> Check {
    let (columns, rows) =
        tcgetwinsize(stdio::stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    let grade = match columns < LEAST.0 || rows < LEAST.1 {
        true => Grade::Warning,
        false => Grade::Fine,
    };
    let slots: &[(&str, &dyn std::fmt::Display)] = &[("columns", &columns), ("rows", &rows)];
    check("size", grade, lang, "size", slots)
}

/// What the locale says; the terminal itself is asked by drawing.
fn encoding(lang: Lang) -> Check {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match locale.contains("utf-8") || locale.contains("utf8") {
        true => check("encoding", Grade::Fine, lang, "utf8", &[]),
        false => check("encoding", Grade::Warning, lang, "not_utf8", &[]),
    }
}

/// What the terminal answered.
struct Asked {
    /// Columns of a Chinese character, of an opening quotation mark, of a middle dot.
    widths: [Option<u16>; 3],
    synchronized: bool,
    bracketed: bool,
}

impl Asked {
    /// Asks, with the terminal in raw mode for the time of it; none when it does not answer.
    fn terminal() -> Option<Asked> {
        let before = termios::tcgetattr(stdio::stdin()).ok()?;
        let mut raw = before.clone();
        raw.make_raw();
        set(&raw)?;
        let asked = Asked::raw();
        set(&before)?;
        asked
    }

    fn raw() -> Option<Asked> {
        let mut widths = [None; 3];
        for (letter, width) in ["汉", "“", "·"].into_iter().zip(&mut widths) {
            *width = column(&ask(&format!("\r{letter}\x1b[6n"), b'R')?);
        }
        let knows = |mode: u16| {
            let answer = ask(&format!("\x1b[?{mode}$p"), b'y').unwrap_or_default();
            // `CSI ? mode ; state $ y`, with 0 for unknown.
            let state = answer
                .split(';')
                .nth(1)
                .and_then(|rest| rest.split('$').next());
            state.is_some_and(|state| state != "0")
        };
        let asked = Asked {
            widths,
            synchronized: knows(2026),
            bracketed: knows(2004),
        };
        write("\r\x1b[K");
        Some(asked)
    }

    fn checks(&self, lang: Lang) -> Vec<Check> {
        let [letter, quote, dot] = self.widths.map(|width| width.unwrap_or(0));
        let slots: &[(&str, &dyn std::fmt::Display)] =
            &[("letter", &letter), ("quote", &quote), ("dot", &dot)];
        let grade = match letter {
            2 => Grade::Fine,
            _ => Grade::Failure,
        };
        let mode = |name, known, lang| {
            let key = match known {
                true => "mode",
                false => "no_mode",
            };
            let words = lang_text(lang, name);
            check(name, Grade::Fine, lang, key, &[("mode", &words)])
        };
        vec![
            check("widths", grade, lang, "widths", slots),
            mode("synchronized", self.synchronized, lang),
            mode("bracketed", self.bracketed, lang),
        ]
    }
}

fn lang_text(lang: Lang, name: &str) -> &'static str {
    lang.text(&format!("doctor.{name}"))
}

fn set(modes: &Termios) -> Option<()> {
    termios::tcsetattr(stdio::stdin(), OptionalActions::Flush, modes).ok()
}

fn write(text: &str) {
    // Without a terminal there is no answer either.
    let _ = rustix::io::write(stdio::stdout(), text.as_bytes());
}

/// Writes a question and reads the answer up to its last letter.
fn ask(question: &str, last: u8) -> Option<String> {
    write(question);
    let limit = Instant::now() + PATIENCE;
    let mut answer = Vec::new();
    while answer.last() != Some(&last) && answer.len() < 64 {
        let left = limit.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).ok()?;
        let stdin = stdio::stdin();
        let mut waiting = [PollFd::new(&stdin, PollFlags::IN)];
        if poll(&mut waiting, Some(&left)).ok()? == 0 {
            return None;
        }
        let mut byte = [0];
        if rustix::io::read(stdin, &mut byte).ok()? == 0 {
            return None;
        }
        answer.extend_from_slice(&byte);
    }
    String::from_utf8(answer).ok()
}

/// The width of what was drawn from the first column, out of `CSI row ; column R`.
fn column(answer: &str) -> Option<u16> {
    let (_, column) = answer.strip_suffix('R')?.rsplit_once(';')?;
    column.parse::<u16>().ok()?.checked_sub(1)
}
