//! A terminal that remembers what it was told, to compare with what it should show.
// Each test binary uses a part of it.
#![allow(dead_code)]

use std::num::NonZeroU16;

use vt100::{Callbacks, Parser, Screen};

/// What arrived that the emulator does not know and nobody allowed.
#[derive(Default)]
pub struct Strays(pub Vec<String>);

impl Callbacks for Strays {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.0.push("bell".to_owned());
    }
    fn set_window_title(&mut self, _: &mut Screen, _: &[u8]) {
        self.0.push("title".to_owned());
    }
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], _: &[u8]) {
        self.0.push("clipboard".to_owned());
    }
    fn unhandled_char(&mut self, _: &mut Screen, char: char) {
        if char != '\u{fffd}' {
            self.0.push(format!("character {char:?}"));
        }
    }
    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.0.push(format!("control {byte:#x}"));
    }
    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        self.0.push(format!("escape {:?}", char::from(byte)));
    }
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        first: Option<u8>,
        _: Option<u8>,
        numbers: &[&[u16]],
        last: char,
    ) {
        // Wrapping at the edge, frames as one piece, crossed-out text.
        let allowed = match (first, last) {
            (Some(b'?'), 'h' | 'l') => numbers.iter().all(|number| matches!(number, [7] | [2026])),
            // How wide it draws some characters, and whether it has come so far.
            (None, 'n') => matches!(numbers, [[5 | 6]]),
            (None, 'm') => numbers.iter().any(|number| matches!(number, [9] | [29])),
            _ => false,
        };
        if !allowed {
            self.0
                .push(format!("sequence {first:?} {numbers:?} {last}"));
        }
    }
    fn unhandled_osc(&mut self, _: &mut Screen, parts: &[&[u8]]) {
        // The colour of the ground is asked for.
        if parts != [b"11".as_slice(), b"?"] {
            self.0.push("operating system command".to_owned());
        }
    }
}

pub struct Emulator {
    parser: Parser<Strays>,
}

impl Emulator {
    pub fn new(columns: u16, rows: u16) -> Emulator {
        let (rows, columns) = (cells(rows), cells(columns));
        Emulator {
            parser: Parser::new_with_callbacks(rows, columns, 0, Strays::default()),
        }
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// The rows as text, without blanks at their ends.
    pub fn text(&self) -> Vec<String> {
        let (_, columns) = self.screen().size();
        self.screen()
            .rows(0, columns.get())
            .map(|row| row.trim_end().to_owned())
            .collect()
    }

    pub fn strays(&self) -> &[String] {
        &self.parser.callbacks().0
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a screen has at least one cell")
}
