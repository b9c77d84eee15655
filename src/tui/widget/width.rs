//! How many cells a character takes.

use ratatui::buffer::CellWidth;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide the terminal draws `“ ” … — · ① ─`, on which terminals disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    #[default]
    Narrow,
    Wide,
}

/// The cells of one character with whatever combines with it.
pub fn cells(symbol: &str, ambiguous: Ambiguous) -> u16 {
    match ambiguous {
        Ambiguous::Narrow => symbol.cell_width(),
        Ambiguous::Wide => symbol
            .cell_width()
            .max(u16::try_from(symbol.width_cjk()).unwrap_or(u16::MAX)),
    }
}

/// The cells of one character alone.
pub fn char_cells(char: char, ambiguous: Ambiguous) -> u16 {
    let cells = match (char, ambiguous) {
        (' '..='~', _) => return 1,
        ('\u{4e00}'..='\u{9fff}', _) => return 2,
        (_, Ambiguous::Narrow) => char.width(),
        (_, Ambiguous::Wide) => char.width_cjk(),
    };
    cells
        .and_then(|cells| u16::try_from(cells).ok())
        .unwrap_or(0)
}

/// Whether every terminal draws a character in the cells that [`char_cells`] says: ASCII, ideographs, kana, hangul, full-width forms.
pub fn is_certain(char: char) -> bool {
    matches!(char,
        ' '..='~' | '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{303e}' | '\u{3041}'..='\u{3096}'
        | '\u{30a0}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{3200}'..='\u{3247}' | '\u{3250}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{fad9}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{2fffd}' | '\u{30000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_disagree_about_quotes_and_dashes_only() {
        for (symbol, narrow, wide) in [
            ("法", 2, 2),
            ("a", 1, 1),
            ("“", 1, 2),
            ("—", 1, 2),
            ("①", 1, 2),
            ("·", 1, 2),
            ("\u{ff0c}", 2, 2),
        ] {
            assert_eq!(cells(symbol, Ambiguous::Narrow), narrow, "{symbol}");
            assert_eq!(cells(symbol, Ambiguous::Wide), wide, "{symbol}");
        }
    }

    #[test]
    fn what_is_certain_has_one_width_everywhere() {
        for char in (0..=0x3ffff)
            .filter_map(char::from_u32)
            .filter(|char| is_certain(*char))
        {
            if let Some(narrow) = char.width().filter(|cells| *cells > 0) {
                assert_eq!(Some(narrow), char.width_cjk(), "{:x}", u32::from(char));
            }
        }
    }
}
