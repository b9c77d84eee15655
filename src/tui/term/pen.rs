//! Colours and attributes: what the terminal has, and the shortest way to what is wanted.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The colours and attributes with which the terminal draws the next character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Attribute, the number that sets it, the number that ends it.
const ATTRIBUTES: [(Modifier, u8, u8); 6] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    pub const DEFAULT: Pen = Pen {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    pub fn of(cell: &Cell) -> Pen {
        Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a cell looks the same drawn with this pen: of a blank only what shows without a character counts.
    pub fn draws(&self, cell: &Cell) -> bool {
        if cell.symbol() == " " && cell.modifier.is_empty() {
            return self.bg == cell.bg && self.is_plain_on_blank();
        }
        *self == Pen::of(cell)
    }

    fn is_plain_on_blank(&self) -> bool {
        !self
            .modifier
            .intersects(Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT)
    }

    /// Writes what turns this pen into the other.
    pub fn change(&mut self, to: Pen, out: &mut Vec<u8>) {
        if *self == to {
            return;
        }
        let mut anew = String::new();
        if to != Pen::DEFAULT {
            anew.push('0');
            Pen::DEFAULT.steps(to, &mut anew);
        }
        let mut onward = String::new();
        self.steps(to, &mut onward);
        let shorter = if anew.len() < onward.len() {
            &anew
        } else {
            onward.trim_start_matches(';')
        };
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(shorter.as_bytes());
        out.push(b'm');
        *self = to;
    }

    /// The numbers from this pen to the other, each after a semicolon.
    fn steps(&self, to: Pen, numbers: &mut String) {
        let mut kept = self.modifier;
        for (attribute, _, end) in ATTRIBUTES {
            if kept.contains(attribute) && !to.modifier.contains(attribute) {
                push(numbers, end);
                // One number ends both bold and dim.
                for (other, _, other_end) in ATTRIBUTES {
                    kept.set(other, kept.contains(other) && other_end != end);
                }
            }
        }
        for (attribute, start, _) in ATTRIBUTES {
            if to.modifier.contains(attribute) && !kept.contains(attribute) {
                push(numbers, start);
            }
        }
        if self.fg != to.fg {
            push_color(numbers, to.fg, 30);
        }
        if self.bg != to.bg {
            push_color(numbers, to.bg, 40);
        }
    }
}

fn push(numbers: &mut String, number: u8) {
    // Writing to a string cannot fail.
    let _ = write!(numbers, ";{number}");
}

/// `base` is 30 for the foreground and 40 for the background.
fn push_color(numbers: &mut String, color: Color, base: u8) {
    let basic = match color {
        Color::Reset => return push(numbers, base + 9),
        Color::Rgb(red, green, blue) => {
            let _ = write!(numbers, ";{};2;{red};{green};{blue}", base + 8);
            return;
        }
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    match basic {
        0..=7 => push(numbers, base + basic),
        8..=15 => push(numbers, base + 60 + basic - 8),
        _ => {
            let _ = write!(numbers, ";{};5;{basic}", base + 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn check(from: Style, to: Style, expected: &str) {
        let pen = |style: Style| {
            let mut cell = Cell::new("x");
            cell.set_style(style);
            Pen::of(&cell)
        };
        let mut out = Vec::new();
        let mut changing = pen(from);
        changing.change(pen(to), &mut out);
        assert_eq!(String::from_utf8_lossy(&out), expected);
        assert_eq!(changing, pen(to));
    }

    #[test]
    fn the_shortest_way_from_one_style_to_another() {
        let plain = Style::new();
        check(plain, plain, "");
        check(plain, plain.bold().red(), "\u{1b}[1;31m");
        check(plain.bold().red(), plain, "\u{1b}[m");
        check(
            plain.bold().red().on_blue(),
            plain.red().on_blue(),
            "\u{1b}[22m",
        );
        check(plain.bold().dim(), plain.dim(), "\u{1b}[0;2m");
        check(
            plain.fg(Color::DarkGray),
            plain.fg(Color::Indexed(208)),
            "\u{1b}[38;5;208m",
        );
        check(
            plain.on_red(),
            plain.bg(Color::Rgb(1, 2, 3)),
            "\u{1b}[48;2;1;2;3m",
        );
        check(plain.white(), plain.fg(Color::Gray), "\u{1b}[37m");
    }
}
