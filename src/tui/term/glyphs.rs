//! Characters on whose width terminals disagree: what the terminal answered, and what stands in for them on a narrow cell.

use unicode_width::UnicodeWidthChar;

/// How the terminal draws `“ … — · ① ─`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Glyphs {
    /// Not known: the cursor is placed anew behind each of them.
    #[default]
    Unsure,
    /// In one cell.
    Narrow,
    /// In two cells, or not at all: a character of ASCII stands in for those that have one.
    Ascii,
}

/// What is printed and measured at the start: one character each of the kinds that reports and the console use.
pub const PROBE: &str = "“…—·①─";

/// What stands in for what.
const STAND_INS: [(&str, char); 12] = [
    ("“”„‟", '"'),
    ("‘’", '\''),
    ("—–―─━═", '-'),
    ("│┃║▌", '|'),
    ("…·•‧", '.'),
    ("●◆■★", '*'),
    ("○◇□☆", 'o'),
    ("→⇒▸▶", '>'),
    ("←⇐◂◀", '<'),
    ("×", 'x'),
    ("÷", '/'),
    ("≈", '~'),
];

impl Glyphs {
    /// What the column behind the probe tells.
    pub fn of_column(column: u16) -> Glyphs {
        let count = u16::try_from(PROBE.chars().count()).unwrap_or(u16::MAX);
        match column.checked_sub(1) {
            Some(cells) if cells == count => Glyphs::Narrow,
            Some(cells) if cells == count.saturating_mul(2) => Glyphs::Ascii,
            Some(_) | None => Glyphs::Unsure,
        }
    }
}

/// Whether terminals disagree about the width of a character.
pub(super) fn is_ambiguous(char: char) -> bool {
    !matches!(char, ' '..='~' | '\u{e000}'..='\u{f8ff}')
        && char.width() == Some(1)
        && char.width_cjk() == Some(2)
}

/// The character of ASCII that stands in for one of these.
pub(super) fn stand_in(char: char) -> Option<char> {
    if let '①'..='⑨' = char {
        return char::from_digit(u32::from(char) - u32::from('①') + 1, 10);
    }
    let row = STAND_INS.iter().find(|(all, _)| all.contains(char));
    row.map(|(_, ascii)| *ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_tells_the_width() {
        for (column, expected) in [
            (7, Glyphs::Narrow),
            (13, Glyphs::Ascii),
            (9, Glyphs::Unsure),
            (0, Glyphs::Unsure),
        ] {
            assert_eq!(Glyphs::of_column(column), expected, "{column}");
        }
    }

    #[test]
    fn what_is_probed_has_a_stand_in() {
        for char in PROBE.chars() {
            assert!(is_ambiguous(char), "{char}");
            assert!(
                stand_in(char).is_some_and(|ascii| ascii.is_ascii()),
                "{char}"
            );
        }
        assert!(!is_ambiguous('法') && !is_ambiguous('a'));
        assert_eq!(stand_in('③'), Some('3'));
        assert_eq!(stand_in('法'), None);
    }
}
