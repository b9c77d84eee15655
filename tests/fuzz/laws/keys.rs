//! No keys bring the console down, and no frame of it holds what a terminal would obey.

#[path = "../../console/script.rs"]
#[allow(dead_code)]
mod script;
#[path = "../../console/texts.rs"]
#[allow(dead_code)]
mod texts;

use ducha::locale::Lang;
use ducha::shown::is_dangerous;
use ducha::tui::key::{Code, Key};
use ducha::tui::message::Msg;
use ducha::tui::theme::Theme;
use script::Session;

/// Keys that are no character.
const NAMED: [Code; 16] = [
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::BackTab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::Function(1),
    Code::Char('县'),
];

/// More keys than this are no other kind of fault, only slower.
const MOST: usize = 160;

/// One byte a key: ASCII is itself with control keys as such; above are named keys, sizes and pastes.
pub fn run(bytes: &[u8]) {
    let mut session = Session::new((80, 24), Lang::Zh, Theme::Colour);
    for byte in bytes.iter().take(MOST) {
        session.take(msg(*byte));
        let screen = session.screen();
        assert!(
            !screen
                .chars()
                .any(|char| char != '\n' && is_dangerous(char)),
            "{screen:?}"
        );
        if session.has_left() {
            return;
        }
    }
}

fn msg(byte: u8) -> Msg {
    let key = |code| Msg::Key(Key::plain(code));
    match byte {
        0..=31 => Msg::Key(Key {
            code: Code::Char(char::from(byte % 26 + b'a')),
            ctrl: true,
            alt: false,
        }),
        32..=126 => key(Code::Char(char::from(byte))),
        127..=191 => key(NAMED[usize::from(byte) % NAMED.len()]),
        192..=223 => Msg::Resize(u16::from(byte - 192) * 6 + 1, u16::from(byte % 16) * 4 + 1),
        224..=239 => Msg::Paste("口径\u{1b}[2J不一\r\n致\u{202e}".repeat(usize::from(byte - 223))),
        240..=255 => Msg::Key(Key {
            code: NAMED[usize::from(byte) % NAMED.len()],
            ctrl: false,
            alt: true,
        }),
    }
}
