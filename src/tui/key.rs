//! A key as the keymap knows it: what was pressed, whatever keyboard or input method it came from.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
}

/// The keys that the console can be told about; shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

/// Names in the keymap, in help and in the README.
const NAMES: [(&str, Code); 15] = [
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Shift-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Space", Code::Char(' ')),
];

/// Marks that a Chinese input method sends for an ASCII key, where the code is not simply shifted by 0xFEE0.
const TWINS: [(char, char); 14] = [
    ('【', '['),
    ('】', ']'),
    ('「', '['),
    ('」', ']'),
    ('、', '/'),
    ('。', '.'),
    ('《', '<'),
    ('》', '>'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('·', '`'),
    ('\u{3000}', ' '),
];

impl Key {
    pub fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
        }
    }

    pub fn char(character: char) -> Key {
        Key::plain(Code::Char(character))
    }

    /// The key of a terminal event; `None` for releases and for keys that mean nothing here.
    pub fn from_event(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let code = match event.code {
            KeyCode::Char(character) => Code::Char(character),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab => Code::Tab,
            KeyCode::BackTab => Code::BackTab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            KeyCode::F(number) => Code::Function(number),
            _ => return None,
        };
        Some(Key {
            code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
        })
    }

    /// Reads `j`, `Ctrl-e`, `Alt-Enter`, `Space`, `F1`.
    pub fn parse(name: &str) -> Option<Key> {
        if let Some(rest) = name.strip_prefix("Ctrl-") {
            let key = Key::parse(rest)?;
            return Some(Key { ctrl: true, ..key });
        }
        if let Some(rest) = name.strip_prefix("Alt-") {
            let key = Key::parse(rest)?;
            return Some(Key { alt: true, ..key });
        }
        if let Some(&(_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Some(Key::plain(code));
        }
        let mut characters = name.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Some(Key::char(character)),
            (Some('F'), Some(_)) => name
                .get(1..)?
                .parse()
                .ok()
                .map(|number| Key::plain(Code::Function(number))),
            (Some(_) | None, _) => None,
        }
    }

    /// The ASCII key that a full-width character of an input method stands for; other keys as they are.
    pub fn folded(self) -> Key {
        let Code::Char(character) = self.code else {
            return self;
        };
        let ascii = match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
            other => TWINS
                .iter()
                .find(|(twin, _)| *twin == other)
                .map(|(_, ascii)| *ascii),
        };
        Key {
            code: Code::Char(ascii.unwrap_or(character)),
            ..self
        }
    }

    /// Text that an input method composed, rather than a key.
    pub fn is_composed(self) -> bool {
        matches!(self.folded().code, Code::Char(character) if !character.is_ascii())
    }

    /// The character that this key types into a text.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(character) if !self.ctrl && !self.alt => Some(character),
            Code::Char(_)
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::BackTab
            | Code::Backspace
            | Code::Delete
            | Code::Up
            | Code::Down
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End
            | Code::PageUp
            | Code::PageDown
            | Code::Function(_) => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        if self.ctrl {
            formatter.write_str("Ctrl-")?;
        }
        if self.alt {
            formatter.write_str("Alt-")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return formatter.write_str(name);
        }
        match self.code {
            Code::Char(character) => write!(formatter, "{character}"),
            Code::Function(number) => write!(formatter, "F{number}"),
            Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::BackTab
            | Code::Backspace
            | Code::Delete
            | Code::Up
            | Code::Down
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End
            | Code::PageUp
            | Code::PageDown => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_keys_go_there_and_back() {
        for name in [
            "j",
            "Ctrl-e",
            "Alt-Enter",
            "Space",
            "F1",
            "F12",
            "Shift-Tab",
            "?",
            "|",
            "F",
            "Del",
        ] {
            let key = Key::parse(name).expect(name);
            assert_eq!(key.to_string(), name);
        }
        for name in ["", "jj", "Ctrl-", "Fx"] {
            assert_eq!(Key::parse(name), None, "{name}");
        }
    }

    #[test]
    fn an_input_method_left_on_still_sends_the_keys() {
        for (sent, meant) in "：／？，。【】（）｛｝＂｜、"
            .chars()
            .zip(":/?,.[](){}\"|/".chars())
        {
            assert_eq!(Key::char(sent).folded(), Key::char(meant));
            assert!(!Key::char(sent).is_composed());
        }
        assert!(Key::char('县').is_composed());
        assert!(!Key::plain(Code::Enter).is_composed());
    }
}
