//! Bytes from the terminal to keys and pastes.
//!
//! Our own and not crossterm's reader: that one leaves what lies beyond 1,024 bytes unread until the next key, never ends
//! when the terminal vanishes, blocks on half a sequence, and turns a slow Alt-Enter into Esc and Enter.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::pointer::Pointer;
use crate::tui::term::ground::Ground;
use crate::tui::term::input::Input;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";
/// A longer paste arrives in pieces, and a terminal that never ends one cannot fill the memory.
const PASTE_LIMIT: usize = 8 << 20;
/// Longer sequences are none.
const SEQUENCE_LIMIT: usize = 64;

/// Turns bytes into keys, keeping what is not yet complete.
#[derive(Debug, Default)]
pub struct Keys {
    pending: Vec<u8>,
    /// Bytes of an open paste that hold no end mark, so that each byte is looked at once.
    pasted: Option<usize>,
}

/// What the front of the pending bytes is.
enum Front {
    /// So many bytes, and what they mean, if anything.
    Done(usize, Option<Input>),
    Paste,
    More,
}

impl Keys {
    /// Takes bytes as they come and adds what is complete to `inputs`.
    pub fn feed(&mut self, bytes: &[u8], inputs: &mut Vec<Input>) {
        self.pending.extend_from_slice(bytes);
        let mut used = 0;
        loop {
            if self.pasted.is_some() {
                self.pending.drain(..used);
                used = 0;
                if !self.paste(inputs) {
                    break;
                }
            }
            match front(self.pending.get(used..).unwrap_or_default()) {
                Front::Done(length, input) => {
                    used += length;
                    inputs.extend(input);
                }
                Front::Paste => {
                    used += PASTE_START.len();
                    self.pasted = Some(0);
                }
                Front::More => break,
            }
        }
        self.pending.drain(..used);
    }

    /// Whether an Esc waits for the rest of its sequence.
    pub fn is_waiting(&self) -> bool {
        self.pasted.is_none() && self.pending.first() == Some(&0x1b)
    }

    /// The rest did not come: an Esc was an Esc.
    pub fn give_up(&mut self, inputs: &mut Vec<Input>) {
        if !self.is_waiting() {
            return;
        }
        match self.pending.as_slice() {
            [_] => inputs.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            [_, byte] => inputs.push(key(KeyCode::Char(char::from(*byte)), KeyModifiers::ALT)),
            _ => {}
        }
        self.pending.clear();
    }

    /// Ends an open paste if its end has come; false while more is needed.
    fn paste(&mut self, inputs: &mut Vec<Input>) -> bool {
        let searched = self.pasted.unwrap_or(0);
        let unsearched = self.pending.get(searched..).unwrap_or_default();
        let end = unsearched
            .windows(PASTE_END.len())
            .position(|window| window == PASTE_END);
        let Some(end) = end.map(|end| searched + end) else {
            self.pasted = Some(self.pending.len().saturating_sub(PASTE_END.len() - 1));
            if self.pending.len() > PASTE_LIMIT {
                inputs.push(Input::Paste(pasted_text(&self.pending)));
                self.pending.clear();
                self.pasted = Some(0);
            }
            return false;
        };
        inputs.push(Input::Paste(pasted_text(
            self.pending.get(..end).unwrap_or_default(),
        )));
        self.pending.drain(..end + PASTE_END.len());
        self.pasted = None;
        true
    }
}

/// Pasted text is data: line ends become `\n`, tabs stay, every other control character goes.
fn pasted_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    text.chars()
        .filter(|char| !char.is_control() || matches!(char, '\n' | '\t'))
        .collect()
}

fn front(bytes: &[u8]) -> Front {
    match bytes {
        [] => Front::More,
        [0x1b, rest @ ..] => escape(rest),
        _ => plain(bytes),
    }
}

/// A character or a control key.
fn plain(bytes: &[u8]) -> Front {
    let Some(first) = bytes.first().copied() else {
        return Front::More;
    };
    let control = |char: u8| key(KeyCode::Char(char::from(char)), KeyModifiers::CONTROL);
    let input = match first {
        b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        0x7f | 0x08 => key(KeyCode::Backspace, KeyModifiers::NONE),
        0 => control(b' '),
        0x01..=0x1a => control(first - 1 + b'a'),
        0x1b => key(KeyCode::Esc, KeyModifiers::NONE),
        0x1c..=0x1f => control(first - 0x1c + b'4'),
        _ => return character(bytes),
    };
    Front::Done(1, Some(input))
}

/// One character of UTF-8; a byte that is none shows as U+FFFD.
fn character(bytes: &[u8]) -> Front {
    let head = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() == 0 => {
            return match error.error_len() {
                Some(length) => Front::Done(length, Some(char_key('\u{fffd}'))),
                None => Front::More,
            };
        }
        Err(error) => {
            let valid = head.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or("")
        }
    };
    match valid.chars().next() {
        Some(char) => Front::Done(char.len_utf8(), Some(char_key(char))),
        None => Front::More,
    }
}

/// What follows an Esc.
fn escape(rest: &[u8]) -> Front {
    match rest {
        [] => Front::More,
        [0x1b, ..] => Front::Done(1, Some(key(KeyCode::Esc, KeyModifiers::NONE))),
        [b'[', rest @ ..] => control_sequence(rest),
        [b']', rest @ ..] => answer_about_colours(rest),
        [b'O', rest @ ..] => match rest.first() {
            None => Front::More,
            Some(byte) => Front::Done(3, named(*byte).map(|code| key(code, KeyModifiers::NONE))),
        },
        _ => match plain(rest) {
            Front::Done(length, Some(Input::Key(event))) => Front::Done(
                length + 1,
                Some(key(event.code, event.modifiers | KeyModifiers::ALT)),
            ),
            Front::Done(length, input) => Front::Done(length + 1, input),
            other => other,
        },
    }
}

/// What follows `Esc ]`: the ground on which the terminal writes, which it was asked for; else the key.
fn answer_about_colours(rest: &[u8]) -> Front {
    const BEGINS: &[u8] = b"11;";
    let known = rest.len().min(BEGINS.len());
    if rest.get(..known) != BEGINS.get(..known) {
        return Front::Done(2, Some(key(KeyCode::Char(']'), KeyModifiers::ALT)));
    }
    let ends = |window: &[u8]| matches!(window, [0x07, ..] | [0x1b, b'\\']);
    let Some(end) = (0..rest.len()).find(|&at| {
        rest.get(at..)
            .is_some_and(|rest| ends(rest.get(..2).unwrap_or(rest)))
    }) else {
        return match rest.len() > SEQUENCE_LIMIT {
            true => Front::Done(2, None),
            false => Front::More,
        };
    };
    let mark = match rest.get(end) {
        Some(0x07) => 1,
        Some(_) | None => 2,
    };
    let colour = rest.get(BEGINS.len()..end).unwrap_or_default();
    let ground = std::str::from_utf8(colour).ok().and_then(Ground::of);
    Front::Done(2 + end + mark, ground.map(Input::Ground))
}

/// What follows `Esc [`.
fn control_sequence(rest: &[u8]) -> Front {
    match rest {
        // The mouse of old: three bytes that may be anything.
        [b'M', _, _, _, ..] => return Front::Done(6, None),
        [b'M', ..] | [b'['] => return Front::More,
        // The function keys of the Linux console.
        [b'[', byte @ b'A'..=b'E', ..] => {
            return Front::Done(
                4,
                Some(key(KeyCode::F(byte - b'A' + 1), KeyModifiers::NONE)),
            );
        }
        _ => {}
    }
    let Some(length) = rest.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
        let broken = rest.len() > SEQUENCE_LIMIT || rest.iter().any(|byte| *byte < 0x20);
        return if broken {
            Front::Done(2, None)
        } else {
            Front::More
        };
    };
    let last = rest.get(length).copied().unwrap_or_default();
    if let (Some(b'<'), b'M' | b'm') = (rest.first(), last) {
        let report: Vec<u32> = rest.get(1..length).map(parameters).unwrap_or_default();
        return Front::Done(length + 3, mouse(&report, last == b'm'));
    }
    let parameters: Vec<u32> = rest.get(..length).map(parameters).unwrap_or_default();
    if last == b'~' && parameters == [200] {
        return Front::Paste;
    }
    Front::Done(length + 3, sequence_key(last, &parameters))
}

fn mouse(report: &[u32], released: bool) -> Option<Input> {
    match report {
        [buttons, column, row] => {
            Pointer::reported(*buttons, *column, *row, released).map(Input::Mouse)
        }
        _ => None,
    }
}

/// The numbers of a control sequence; of `2:3` the first.
fn parameters(bytes: &[u8]) -> Vec<u32> {
    let text = std::str::from_utf8(bytes).unwrap_or("");
    let number = |part: &str| {
        part.split(':')
            .next()
            .and_then(|part| part.parse().ok())
            .unwrap_or(0)
    };
    text.split(';').map(number).collect()
}

fn sequence_key(last: u8, parameters: &[u32]) -> Option<Input> {
    let first = parameters.first().copied().unwrap_or(0);
    let held = modifiers(parameters.get(1).copied().unwrap_or(1));
    match last {
        b'Z' => Some(key(KeyCode::BackTab, KeyModifiers::SHIFT)),
        b'~' if first == 27 => coded(parameters.get(2).copied()?, held),
        b'~' => numbered(first).map(|code| key(code, held)),
        b'u' => coded(first, held),
        b'R' => match parameters {
            [row, column] => Some(Input::Cursor {
                column: u16::try_from(*column).ok()?,
                row: u16::try_from(*row).ok()?,
            }),
            _ => None,
        },
        b'n' if parameters == [0] => Some(Input::CaughtUp),
        b'I' | b'O' | b'M' | b'm' => None,
        _ => named(last).map(|code| key(code, held)),
    }
}

/// A key given by its character code.
fn coded(code: u32, held: KeyModifiers) -> Option<Input> {
    let code = match char::from_u32(code)? {
        '\r' => KeyCode::Enter,
        '\t' if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        '\t' => KeyCode::Tab,
        '\u{1b}' => KeyCode::Esc,
        '\u{7f}' | '\u{8}' => KeyCode::Backspace,
        char if char.is_control() => return None,
        char => KeyCode::Char(char),
    };
    Some(key(code, held))
}

fn named(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(byte - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    let function = |from: u32, first: u32| u8::try_from(number - from + first).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=24 => function(23, 11),
        _ => None,
    }
}

fn modifiers(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut held = KeyModifiers::NONE;
    held.set(KeyModifiers::SHIFT, bits & 1 != 0);
    held.set(KeyModifiers::ALT, bits & 2 != 0);
    held.set(KeyModifiers::CONTROL, bits & 4 != 0);
    held
}

fn char_key(char: char) -> Input {
    let held = if char.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    key(KeyCode::Char(char), held)
}

fn key(code: KeyCode, held: KeyModifiers) -> Input {
    Input::Key(KeyEvent::new(code, held))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(input: &Input) -> String {
        match input {
            Input::Key(event) => {
                let held = [(KeyModifiers::CONTROL, "C-"), (KeyModifiers::ALT, "A-")];
                let held: String = held
                    .iter()
                    .filter(|(held, _)| event.modifiers.contains(*held))
                    .map(|(_, name)| *name)
                    .collect();
                match event.code {
                    KeyCode::Char(char) => format!("{held}{char}"),
                    code => format!("{held}<{code:?}>"),
                }
            }
            Input::Paste(text) => format!("paste {text:?}"),
            Input::Cursor { column, row } => format!("cursor {column} {row}"),
            Input::Mouse(pointer) => {
                format!("{:?} {} {}", pointer.gesture, pointer.at.x, pointer.at.y)
            }
            Input::Ground(ground) => format!("{ground:?}"),
            Input::CaughtUp => "caught up".to_owned(),
            Input::Resized | Input::Resumed => "other".to_owned(),
        }
    }

    /// The keys must not depend on how the bytes were cut.
    fn check(bytes: &[u8], expected: &str) {
        for piece in 1..=bytes.len() {
            let (mut keys, mut inputs) = (Keys::default(), Vec::new());
            bytes
                .chunks(piece)
                .for_each(|bytes| keys.feed(bytes, &mut inputs));
            keys.give_up(&mut inputs);
            let told: Vec<String> = inputs.iter().map(told).collect();
            assert_eq!(told.join(" "), expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn keys_do_not_depend_on_how_the_bytes_were_cut() {
        check("jG法治".as_bytes(), "j G 法 治");
        check(b"\x1b[1;7Rj", "cursor 7 1 j");
        check(b"\x1b[0nj", "caught up j");
        check(
            b"\x1b[A\x1b[1;5C\x1bOP\x1b[24~\x1b[Z",
            "<Up> C-<Right> <F(1)> <F(12)> <BackTab>",
        );
        check(
            b"\r\n\t\x7f\x05\x00",
            "<Enter> C-j <Tab> <Backspace> C-e C- ",
        );
        check(b"\x1b\r", "A-<Enter>");
        check("\x1b批x".as_bytes(), "A-批 x");
        check(b"\x1b", "<Esc>");
        check(b"\x1b\x1b", "<Esc> <Esc>");
        check(b"\x1b[", "A-[");
        check(b"\x1b[27;5;13~\x1b[106;5u", "C-<Enter> C-j");
        check(
            b"\x1b[M !!x\x1b[<0;3;4Mx\x1b[Ix\x1b[[Ax",
            "x Press 2 3 x x <F(1)> x",
        );
        check(
            b"\x1b[<65;1;1M\x1b[<0;1;1m\x1b[<0;1Mx",
            "WheelDown 0 0 Release 0 0 x",
        );
        check(b"j\x1b]11;rgb:fafa/f0f0/e6e6\x07k", "j Light k");
        check(b"\x1b]11;rgb:0000/0000/0000\x1b\\k", "Dark k");
        check(b"\x1b]11;what\x07k", "k");
        check(b"\x1b]x", "A-] x");
        check(b"\xb7\xa8x", "\u{fffd} \u{fffd} x");
        check(
            "\x1b[200~第一\r\n第二\x1b[31m\x07q\x1b[201~q".as_bytes(),
            "paste \"第一\\n第二[31mq\" q",
        );
    }

    #[test]
    fn a_long_paste_is_read_once() {
        let (mut keys, mut inputs) = (Keys::default(), Vec::new());
        keys.feed(PASTE_START, &mut inputs);
        for _ in 0..20_000 {
            keys.feed("依法行政".repeat(10).as_bytes(), &mut inputs);
        }
        keys.feed(PASTE_END, &mut inputs);
        assert!(
            matches!(inputs.as_slice(), [Input::Paste(text)] if text.chars().count() == 800_000)
                || inputs.len() > 1
        );
    }
}
