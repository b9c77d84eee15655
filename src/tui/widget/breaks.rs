//! Where a row of Chinese text may end.

/// What the place between two neighbouring characters allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// Only when nothing else is possible.
    Never,
    /// Better not: a number and its unit, a label and its words.
    Weak,
    Free,
}

/// What a character is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Start,
    Blank,
    /// Opening bracket or quotation mark: not at the end of a row.
    Open,
    /// Closing bracket, stop, comma: not at the start of a row.
    Close,
    Digit,
    Letter,
    /// Chinese numeral: 一 十 百.
    Numeral,
    Other,
}

/// Reads a paragraph from its start and says of each place between two characters whether a row may end there.
#[derive(Clone, Debug)]
pub struct Breaks {
    /// The last character that was not blank, folded to half width.
    last: char,
    last_class: Class,
    /// The class before that; `Blank` where blanks stand between.
    before: Class,
    /// Whether blanks follow the last character.
    blank: bool,
    /// Length of what may become a label such as `(一)`: an opening bracket and numerals.
    label: Option<u8>,
    /// Whether the last character ends a label or a count, so that what follows belongs to it.
    holds: bool,
    /// Whether nothing but a label has been read so far.
    leading: bool,
    /// Whether an ASCII quotation mark is open.
    quoted: bool,
}

impl Default for Breaks {
    fn default() -> Breaks {
        Breaks {
            last: '\n',
            last_class: Class::Start,
            before: Class::Start,
            blank: false,
            label: None,
            holds: false,
            leading: true,
            quoted: false,
        }
    }
}

impl Breaks {
    /// Whether a row may end before the next character.
    pub fn before(&mut self, char: char) -> Break {
        let char = folded(char);
        if char == '"' {
            self.quoted = !self.quoted;
        }
        let class = class(char, self.quoted);
        let found = self.judge(char, class);
        self.remember(char, class);
        found
    }

    fn judge(&self, char: char, class: Class) -> Break {
        if matches!(self.last_class, Class::Start | Class::Open)
            || matches!(class, Class::Blank | Class::Close)
            || self.leading && self.holds
        {
            return Break::Never;
        }
        let one_word = is_word(self.last_class) && (is_word(class) || joins(char));
        let joined_word = is_word(self.before) && joins(self.last) && is_word(class);
        if !self.blank && (one_word || joined_word) {
            return Break::Never;
        }
        if self.holds {
            return Break::Weak;
        }
        if self.blank {
            return Break::Free;
        }
        match (self.last_class, class) {
            (Class::Digit, Class::Other | Class::Numeral) => Break::Weak,
            (Class::Numeral, Class::Numeral | Class::Other) => Break::Weak,
            (Class::Other, Class::Numeral | Class::Digit) if self.last == '第' => Break::Weak,
            _ => Break::Free,
        }
    }

    fn remember(&mut self, char: char, class: Class) {
        if class == Class::Blank {
            self.blank = true;
            return;
        }
        let counted = matches!(self.last_class, Class::Digit | Class::Numeral) && !self.blank;
        let ends_label = char == ')' && self.label.is_some_and(|length| length > 1);
        self.leading &= !self.holds && !matches!(class, Class::Letter | Class::Other);
        self.holds = ends_label || counted && matches!(char, '.' | '、' | '余' | '多' | '个');
        self.label = match (char, class, self.label) {
            ('(', ..) => Some(1),
            (_, Class::Digit | Class::Numeral, Some(length)) if length < 5 => Some(length + 1),
            _ => None,
        };
        self.before = if self.blank {
            Class::Blank
        } else {
            self.last_class
        };
        self.last = char;
        self.last_class = class;
        self.blank = false;
    }
}

fn class(char: char, quoted: bool) -> Class {
    match char {
        // Nearly every character of a report; the other arms would say the same.
        '\u{4e00}'..='\u{9fff}' if !is_numeral(char) => Class::Other,
        '"' if quoted => Class::Open,
        '"' => Class::Close,
        ' ' | '\t' | '\u{a0}' | '\u{3000}' => Class::Blank,
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        _ if is_numeral(char) => Class::Numeral,
        _ if opens(char) => Class::Open,
        _ if closes(char) => Class::Close,
        _ if char < '\u{2000}' && char.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

fn is_numeral(char: char) -> bool {
    matches!(
        char,
        '〇' | '零'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
    )
}

fn is_word(class: Class) -> bool {
    matches!(class, Class::Digit | Class::Letter)
}

/// Full-width forms stand for their half-width twins.
fn folded(char: char) -> char {
    match char {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char),
        '\u{ffe5}' => '¥',
        _ => char,
    }
}

/// Not at the end of a row.
fn opens(char: char) -> bool {
    matches!(
        char,
        '(' | '['
            | '{'
            | '《'
            | '〈'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '〖'
            | '“'
            | '‘'
            | '¥'
            | '$'
            | '№'
    )
}

/// Not at the start of a row.
fn closes(char: char) -> bool {
    matches!(
        char,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '%'
            | '~'
            | '。'
            | '、'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '”'
            | '’'
            | '…'
            | '—'
            | '·'
            | '・'
            | '‰'
            | '℃'
            | '〜'
    )
}

/// Holds a word or a number together: `1,873`, `2024-2025`, `a/b`.
fn joins(char: char) -> bool {
    matches!(
        char,
        '.' | ','
            | ':'
            | '/'
            | '-'
            | '\''
            | '_'
            | '+'
            | '&'
            | '@'
            | '~'
            | '='
            | '#'
            | '%'
            | '–'
            | '’'
    )
}

/// Whether a row may begin with this character when it has the choice.
pub fn may_start(char: char) -> bool {
    !closes(folded(char))
}

/// Whether a row may end with this character when it has the choice.
pub fn may_end(char: char) -> bool {
    !opens(folded(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes `|` where a row may end and `:` where it had better not.
    fn check(text: &str, expected: &str) {
        let mut breaks = Breaks::default();
        let mut marked = String::new();
        for char in text.chars() {
            match breaks.before(char) {
                Break::Never => {}
                Break::Weak => marked.push('\''),
                Break::Free => marked.push('|'),
            }
            marked.push(char);
        }
        assert_eq!(marked, expected);
    }

    #[test]
    fn numbers_words_brackets_and_labels_hold_together() {
        check("依法行政", "依|法|行|政");
        check("办结,率", "办|结,|率");
        check("办结\u{ff0c}率", "办|结\u{ff0c}|率");
        check("《条例》和“一”", "《条|例》|和|“一”");
        check("共1,873件,其中", "共|1,873'件,|其|中");
        check("率99.7%以上", "率|99.7%|以|上");
        check("(一) 深入", "(一) 深|入");
        check("\u{ff08}一\u{ff09}深入", "\u{ff08}一\u{ff09}深|入");
        check("一、深入", "一、深|入");
        check("如(一)所述", "如|(一)'所|述");
        check("投资1.2亿元", "投|资|1.2'亿'元");
        check("约30余人", "约|30'余'人");
        check("see GB/T 15834-2011 now", "see |GB/T |15834-2011 |now");
        check("\"1+N\"体系", "\"1+N\"|体|系");
        check("第十三条", "第'十'三'条");
        check("稳定……好——的", "稳|定……|好——|的");
    }
}
