//! Chinese numerals: which characters are digits, and what years, labels and page numbers are written with.

/// The digits by their value.
pub const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What the number of a label or a page is written with: 三, 十二, 一百零三, 二〇.
pub const OF_LABELS: &str = "〇○零一二三四五六七八九十百";

/// The value of a digit, in every way that nought is written.
pub fn digit(character: char) -> Option<u8> {
    Some(match character {
        '〇' | '○' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The same in a year, where some type a letter in the place of nought: 二O二四年.
pub fn digit_of_year(character: char) -> Option<u8> {
    match character {
        'O' | 'Ｏ' => Some(0),
        _ => digit(character),
    }
}

/// Whether the number of a label or a page may have it, in Arabic or Chinese.
pub fn is_of_label(character: char) -> bool {
    character.is_ascii_digit() || digit(character).is_some() || matches!(character, '十' | '百')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sets_are_of_one_piece() {
        for (value, character) in (0..).zip(DIGITS) {
            assert_eq!(digit(character), Some(value));
            assert_eq!(digit_of_year(character), Some(value));
        }
        for character in OF_LABELS.chars() {
            assert!(is_of_label(character), "{character}");
        }
        for character in "两千万几O".chars() {
            assert_eq!(digit(character), None, "{character}");
            assert!(!is_of_label(character), "{character}");
        }
        assert_eq!(digit_of_year('Ｏ'), Some(0));
    }
}
