//! What may reach a terminal: text that steers nothing, and the sequences that the program itself writes.
//!
//! The bytes are looked at as they come, not as an emulator understands them: what one terminal ignores another obeys.

use ducha::shown::is_dangerous;

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A command that ends: colours, and a line of progress that is written over.
    Command,
    /// The console: the screen is its own.
    Console,
}

/// Everything in a stream that the program does not write of its own accord, with what stands around it.
pub fn strays(bytes: &[u8], writer: Writer) -> Vec<String> {
    let mut found = Vec::new();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            return vec![format!(
                "bytes that are no text: {}",
                around(bytes, error.valid_up_to())
            )];
        }
    };
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = match char {
            '\u{1b}' => sequence(rest, writer),
            '\n' | '\r' => Some(1),
            // Between the columns of a list.
            '\t' if writer == Writer::Command => Some(1),
            '\u{8}' if writer == Writer::Console => Some(1),
            _ if is_dangerous(char) => None,
            _ => Some(char.len_utf8()),
        };
        if length.is_none() {
            found.push(format!("{char:?} in {}", around(bytes, at)));
        }
        rest = &rest[length.unwrap_or(char.len_utf8())..];
    }
    found
}

/// The length of a sequence that is ours.
fn sequence(text: &str, writer: Writer) -> Option<usize> {
    if writer == Writer::Console && text.starts_with(BACKGROUND) {
        return Some(BACKGROUND.len());
    }
    if writer == Writer::Console && text.starts_with(COPY) {
        return copied(text);
    }
    let inner = text.strip_prefix("\u{1b}[")?;
    let end = inner.find(|char: char| ('\u{40}'..='\u{7e}').contains(&char))?;
    let (parameters, last) = (&inner[..end], inner[end..].chars().next()?);
    let is_ours = match writer {
        Writer::Command => of_command(parameters, last),
        Writer::Console => of_console(parameters, last),
    };
    is_ours.then_some("\u{1b}[".len() + end + 1)
}

/// The question what colour the background has.
const BACKGROUND: &str = "\u{1b}]11;?\u{7}";

/// How the console hands a text to the clipboard when the reader presses a key for it; never asked for by a text.
const COPY: &str = "\u{1b}]52;c;";

/// The length of such a sequence, if what is copied would steer no terminal that it is pasted into.
fn copied(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(COPY)?;
    let end = inner.find("\u{1b}\\")?;
    let bytes = decoded(&inner[..end])?;
    let copied = String::from_utf8(bytes).ok()?;
    let is_harmless = !copied
        .chars()
        .any(|char| char != '\n' && is_dangerous(char));
    is_harmless.then_some(COPY.len() + end + 2)
}

/// The bytes of a text in base64.
fn decoded(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').chars() {
        held = held << 6 | u32::try_from(LETTERS.find(letter)?).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn of_command(parameters: &str, last: char) -> bool {
    matches!(
        (parameters, last),
        ("0" | "1" | "31" | "32" | "33" | "90", 'm')
            | ("", 'K')
            | ("6", 'n')
            | ("?2026$" | "?2004$", 'p')
    )
}

fn of_console(parameters: &str, last: char) -> bool {
    let numbers = parameters.split(';').filter(|number| !number.is_empty());
    let count = numbers.clone().count();
    let are_small = numbers
        .clone()
        .all(|number| number.parse::<u16>().is_ok_and(|number| number < 1000));
    match last {
        'h' | 'l' => {
            ["?1049", "?7", "?2004", "?25", "?2026", "?1002", "?1006"].contains(&parameters)
        }
        'J' => parameters == "2",
        // Where the cursor is, and whether the terminal has come so far.
        'n' => matches!(parameters, "5" | "6"),
        'm' => are_small,
        'H' | 'r' => are_small && count <= 2,
        'K' => parameters.is_empty(),
        'S' | 'T' | 'C' | 'G' | 'X' => are_small && count <= 1,
        _ => false,
    }
}

fn around(bytes: &[u8], at: usize) -> String {
    let piece = &bytes[at.saturating_sub(60)..(at + 60).min(bytes.len())];
    format!("{:?}", String::from_utf8_lossy(piece))
}

#[track_caller]
pub fn check(bytes: &[u8], writer: Writer, what: &str) {
    let found = strays(bytes, writer);
    assert!(
        found.is_empty(),
        "{what}: {} strays, first {}",
        found.len(),
        found.first().map_or("", String::as_str)
    );
}

#[test]
fn the_allow_list_notices_what_is_not_ours() {
    for (text, commands, console) in [
        ("全年收到申请45件\r\n", 0, 0),
        ("\u{1b}[31m删\u{1b}[0m\r\u{1b}[K", 0, 0),
        ("\u{1b}[?1049h\u{1b}[2;5H\u{8}\u{1b}[1;38;5;208m字", 4, 0),
        ("\u{1b}]52;c;aGk=\u{7}", 2, 2),
        // The reader's own copy of 法, and one that holds ESC.
        ("\u{1b}]52;c;5rOV\u{1b}\\", 2, 0),
        ("\u{1b}]52;c;Gw==\u{1b}\\", 2, 2),
        ("\u{1b}P\u{1b}\\\u{1b}c", 3, 3),
        ("\u{1b}]11;?\u{7}", 2, 0),
        ("\u{1b}]11;red\u{7}", 2, 2),
        ("\u{1b}[c\u{1b}[?1000h", 2, 2),
        ("\u{9b}31m\u{202e}\u{0}\t", 3, 4),
        ("\u{1b}[9999;1H\u{1b}[3J\u{1b}[21t", 3, 3),
        ("\u{1b}", 1, 1),
    ] {
        assert_eq!(
            strays(text.as_bytes(), Writer::Command).len(),
            commands,
            "{text:?}"
        );
        assert_eq!(
            strays(text.as_bytes(), Writer::Console).len(),
            console,
            "{text:?}"
        );
    }
    assert_eq!(strays(b"\xb9\x9b", Writer::Command).len(), 1);
}
