//! Letters as they are written: no blanks that only the type-setter wanted, no letters that only a font knows.

use unicode_normalization::UnicodeNormalization;

/// Radicals that Unicode does not fold, and the letters that a font draws with the same glyph.
const RADICALS: &str = "⺁厂⺇几⺊卜⺌小⺍小⺓幺⺔彑⺖忄⺘扌⺙攵⺝月⺟母⺠民⺡氵⺣灬⺤爫⺦丬⺨犭⺩王⺫罒⺭礻⺮竹⺰纟⺲罒⺹耂⺼月⺽臼⺾艹⻁虎⻂衤⻃覀\
    ⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐\
    ⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// Bullets of symbol fonts, by their private codes.
const SYMBOLS: [(char, char); 8] = [
    ('\u{F06C}', '●'),
    ('\u{F06E}', '■'),
    ('\u{F075}', '◆'),
    ('\u{F0A7}', '▪'),
    ('\u{F0B7}', '•'),
    ('\u{F0D8}', '➢'),
    ('\u{F0E0}', '→'),
    ('\u{F0FC}', '✓'),
];

/// Whether a character only takes room.
pub(in crate::import::pdf) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}' | '\u{FEFF}' | '\0')
}

/// Whether the character is set without blanks around it: an ideograph or a full-width mark.
pub(in crate::import::pdf) fn is_wide(letter: char) -> bool {
    matches!(letter,
        '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '①'..='⑳')
}

/// Folds letters, drops blanks between wide characters and gathers others into one.
pub(in crate::import::pdf) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank: Option<char> = None;
    for letter in text.chars() {
        if is_blank(letter) {
            if !tidy.is_empty() {
                blank = match (blank, letter) {
                    (Some('\u{3000}'), _) | (_, '\u{3000}') => Some('\u{3000}'),
                    _ => Some(' '),
                };
            }
            continue;
        }
        if letter.is_control() {
            continue;
        }
        if let Some(blank) = blank.take()
            && (blank == '\u{3000}' || !is_between_wide(&tidy, letter))
        {
            tidy.push(blank);
        }
        fold(letter, &mut tidy);
    }
    tidy
}

fn is_between_wide(before: &str, after: char) -> bool {
    is_wide(after) && before.chars().next_back().is_some_and(is_wide)
}

/// Writes the letter that a radical, a ligature, a doubled ideograph or a symbol stands for.
fn fold(letter: char, text: &mut String) {
    match letter {
        '\u{2E80}'..='\u{2EFF}' => {
            let mut pairs = RADICALS.chars();
            while let (Some(radical), Some(usual)) = (pairs.next(), pairs.next()) {
                if radical == letter {
                    text.push(usual);
                    return;
                }
            }
            text.extend(std::iter::once(letter).nfkc());
        }
        '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}' => {
            text.extend(std::iter::once(letter).nfkc());
        }
        '\u{F000}'..='\u{F0FF}' => {
            let known = SYMBOLS.iter().find(|(code, _)| *code == letter);
            text.push(known.map_or(letter, |(_, usual)| *usual));
        }
        _ => text.push(letter),
    }
}

/// What goes between a line and the next one of the same paragraph.
pub(in crate::import::pdf) fn separator(before: &str, after: &str) -> &'static str {
    match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) if before.is_ascii() && after.is_ascii() => {
            let is_number = before.is_ascii_digit() && after.is_ascii_digit();
            let is_tight = matches!(before, '(' | '[' | '/' | '-' | ' ')
                || matches!(after, ')' | ']' | '%' | ',' | '.' | ';' | '/');
            if is_number || is_tight { "" } else { " " }
        }
        _ => "",
    }
}

/// Joins a line to the paragraph that it goes on with; a hyphen at the end of a word goes away.
pub(in crate::import::pdf) fn join(paragraph: &mut String, line: &str) {
    if paragraph.ends_with('\u{AD}') {
        paragraph.pop();
        paragraph.push_str(line);
        return;
    }
    let mut last = paragraph.chars().rev();
    let is_hyphenated = last.next() == Some('-')
        && last
            .next()
            .is_some_and(|letter| letter.is_ascii_lowercase())
        && line.starts_with(|letter: char| letter.is_ascii_lowercase());
    if is_hyphenated {
        paragraph.pop();
    } else {
        let separator = separator(paragraph, line);
        paragraph.push_str(separator);
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_odd_letters_are_tidied() {
        for (text, expected) in [
            ("法 治 政 府", "法治政府"),
            ("共 12 件", "共 12 件"),
            ("第一章　总则", "第一章　总则"),
            ("law  of\u{A0}China ", "law of China"),
            ("⽤⻓⼀", "用长一"),
            ("２０２４年，", "２０２４年，"),
            ("\u{FB01}le\u{7}", "file"),
            ("\u{F961}率", "率率"),
            ("“ 一网通办 ”", "“一网通办”"),
            ("\u{F0B7}", "•"),
        ] {
            assert_eq!(tidy(text), expected);
        }
    }

    #[test]
    fn the_table_of_radicals_is_made_of_pairs() {
        let letters: Vec<char> = RADICALS.chars().collect();
        assert!(
            letters
                .chunks(2)
                .all(|pair| matches!(pair, ['\u{2E80}'..='\u{2EFF}', '\u{4E00}'..='\u{9FFF}']))
        );
    }

    #[test]
    fn lines_are_joined_as_their_script_wants() {
        for (before, after, expected) in [
            ("依法", "行政", "依法行政"),
            ("共办理1", "2件", "共办理12件"),
            ("rule of", "law", "rule of law"),
            ("govern-", "ment", "government"),
            ("govern\u{AD}", "ment", "government"),
            ("达到98", "%", "达到98%"),
            ("2020-", "2024", "2020-2024"),
            ("平台APP", "上线", "平台APP上线"),
        ] {
            let mut text = before.to_owned();
            join(&mut text, after);
            assert_eq!(text, expected);
        }
    }
}
