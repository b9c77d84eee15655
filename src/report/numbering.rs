//! Labels of headings and items: 一、 (一) 1. 一是.
//!
//! Everything here reads normal text, where brackets and full-width digits are folded.

use crate::report::han;

/// A label at the start of a stretch of normal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub style: Style,
    /// The number it says; `None` where it was lost (`、坚持…`) or where the label has none (其次).
    pub number: Option<u16>,
    /// Bytes of the label.
    pub len: usize,
}

/// The ways of numbering, in the order in which documents nest them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// 第一部分: 第一章
    Chapter,
    /// 一、
    Han,
    /// (一)
    HanBracket,
    /// 1. 1、
    Arabic,
    /// (1) 1)
    ArabicBracket,
    /// ① ⑴
    Circled,
    /// ——
    Dash,
    /// 一是
    Is,
    /// 一要
    Must,
    /// 首先 其次 第一
    First,
}

impl Style {
    /// A member of an enumeration rather than a heading with a style of its own.
    pub fn is_item(self) -> bool {
        match self {
            Style::Dash | Style::Is | Style::Must | Style::First => true,
            Style::Chapter
            | Style::Han
            | Style::HanBracket
            | Style::Arabic
            | Style::ArabicBracket
            | Style::Circled => false,
        }
    }
}

/// The label that a stretch of normal text begins with.
pub fn label(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    match first {
        '第' => chapter(text).or_else(|| ordinal_item(text)),
        '(' => bracketed(text),
        '、' => lost_number(text),
        '0'..='9' => arabic(text),
        '①'..='⑳' | '⑴'..='⒇' | '⒈'..='⒛' | '㈠'..='㈩' | '❶'..='❿' => {
            circled(first)
        }
        '首' | '其' => word_item(text),
        '—' | '―' => dash(text),
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => han(text),
        _ => None,
    }
}

/// The value of a Chinese numeral up to 99 at the start, and its length in bytes.
pub fn han_number(text: &str) -> Option<(u16, usize)> {
    let mut tens: Option<u16> = None;
    let mut ones: Option<u16> = None;
    let mut len = 0;
    for character in text.chars() {
        match (han_digit(character), character) {
            (Some(digit), _) if ones.is_none() => ones = Some(digit),
            (None, '十') if tens.is_none() => {
                tens = Some(ones.take().unwrap_or(1));
            }
            _ => break,
        }
        len += character.len_utf8();
    }
    (len > 0).then(|| (tens.unwrap_or(0) * 10 + ones.unwrap_or(0), len))
}

/// The Chinese name of a number up to 19, as items print it.
pub fn han_name(number: u16) -> Option<String> {
    let digit = |value: u16| han::DIGITS.get(usize::from(value)).copied();
    match number {
        1..=9 => digit(number).map(String::from),
        10 => Some("十".to_owned()),
        11..=19 => digit(number - 10).map(|digit| format!("十{digit}")),
        _ => None,
    }
}

/// A digit with which a number begins or ends; nought has no place in 十 and 二十.
fn han_digit(character: char) -> Option<u16> {
    let digit = han::digit(character)?;
    (digit > 0).then(|| u16::from(digit))
}

fn arabic_number(text: &str) -> Option<(u16, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).take(3).count();
    let number = text.get(..len)?.parse().ok()?;
    (len <= 2 && number > 0).then_some((number, len))
}

/// 一、 一. 一是 一要, and 一) whose bracket was lost.
fn han(text: &str) -> Option<Label> {
    let (number, len) = han_number(text)?;
    let mut rest = text.get(len..)?.chars();
    let mark = rest.next()?;
    let style = match mark {
        '、' | '.' => Style::Han,
        ')' => Style::HanBracket,
        '是' => Style::Is,
        '要' => Style::Must,
        _ => return None,
    };
    let len = len + mark.len_utf8();
    let after = rest.next();
    // 一要素 and 一是非 are words; 一.5 is a number.
    let word = match style {
        Style::Must => after.is_some_and(|next| "素求件点领义务害塞".contains(next)),
        Style::Is => after == Some('非'),
        Style::Han if mark == '、' => is_list_of_numbers(text.get(len..)?),
        _ => mark == '.' && after.is_some_and(|next| next.is_ascii_digit()),
    };
    (!word).then_some(Label {
        style,
        number: Some(number),
        len,
    })
}

/// In 一、二等奖 and 一、二、三产业 nothing is a label.
pub(super) fn is_list_of_numbers(behind: &str) -> bool {
    han_number(behind).is_some_and(|(_, len)| {
        behind.get(len..).is_some_and(|rest| {
            rest.starts_with(['、', '产', '季', '级', '类', '线', '等', '审', '期', '楼'])
        })
    })
}

/// (一) (1), with the 、 that some put behind.
fn bracketed(text: &str) -> Option<Label> {
    let inner = text.get(1..)?;
    let (style, (number, len)) = match han_number(inner) {
        Some(number) => (Style::HanBracket, number),
        None => (Style::ArabicBracket, arabic_number(inner)?),
    };
    let rest = inner.get(len..)?.strip_prefix(')')?;
    let extra = if rest.starts_with('、') {
        '、'.len_utf8()
    } else {
        0
    };
    Some(Label {
        style,
        number: Some(number),
        len: 1 + len + 1 + extra,
    })
}

/// 1. 1、 1) and 1．, but neither 1.5 nor 2024.
fn arabic(text: &str) -> Option<Label> {
    let (number, len) = arabic_number(text)?;
    let rest = text.get(len..)?;
    let mark = rest.chars().next()?;
    let after = rest.get(mark.len_utf8()..)?;
    let style = match mark {
        '.' if !after.starts_with(|next: char| next.is_ascii_digit()) || year_follows(after) => {
            Style::Arabic
        }
        '、' if !after.starts_with(|next: char| next.is_ascii_digit()) || year_follows(after) => {
            Style::Arabic
        }
        ')' => Style::ArabicBracket,
        _ => return None,
    };
    Some(Label {
        style,
        number: Some(number),
        len: len + mark.len_utf8(),
    })
}

/// In `1.2024年` the label is `1.`.
fn year_follows(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.get(4..).is_some_and(|rest| rest.starts_with('年'))
}

fn circled(character: char) -> Option<Label> {
    let (style, first) = match character {
        '①'..='⑳' => (Style::Circled, '①'),
        '⑴'..='⒇' => (Style::ArabicBracket, '⑴'),
        '⒈'..='⒛' => (Style::Arabic, '⒈'),
        '❶'..='❿' => (Style::Circled, '❶'),
        _ => (Style::HanBracket, '㈠'),
    };
    let number = u32::from(character).checked_sub(u32::from(first))? + 1;
    Some(Label {
        style,
        number: u16::try_from(number).ok(),
        len: character.len_utf8(),
    })
}

/// 第一部分 第一章 第一节, with the mark behind.
fn chapter(text: &str) -> Option<Label> {
    let inner = text.strip_prefix('第')?;
    let (number, len) = han_number(inner).or_else(|| arabic_number(inner))?;
    let rest = inner.get(len..)?;
    let word = ["部分", "章", "编"]
        .into_iter()
        .find(|word| rest.starts_with(word))?;
    let after = rest.get(word.len()..)?;
    let extra = after
        .chars()
        .next()
        .filter(|mark| ":、.".contains(*mark))
        .map_or(0, char::len_utf8);
    Some(Label {
        style: Style::Chapter,
        number: Some(number),
        len: '第'.len_utf8() + len + word.len() + extra,
    })
}

/// 第一, 第二、
fn ordinal_item(text: &str) -> Option<Label> {
    let inner = text.strip_prefix('第')?;
    let (number, len) = han_number(inner)?;
    let mark = inner.get(len..)?.chars().next()?;
    ",、:".contains(mark).then_some(Label {
        style: Style::First,
        number: Some(number),
        len: '第'.len_utf8() + len + mark.len_utf8(),
    })
}

/// 首先, 其次, 其一,
fn word_item(text: &str) -> Option<Label> {
    let words = [
        ("首先", Some(1)),
        ("其次", Some(2)),
        ("其一", Some(1)),
        ("其二", Some(2)),
        ("其三", Some(3)),
        ("其四", Some(4)),
    ];
    let (word, number) = words.into_iter().find(|(word, _)| text.starts_with(word))?;
    let mark = text.get(word.len()..)?.chars().next()?;
    ",、:".contains(mark).then_some(Label {
        style: Style::First,
        number,
        len: word.len() + mark.len_utf8(),
    })
}

/// `、坚持…` at the start of a line has lost its 一.
fn lost_number(text: &str) -> Option<Label> {
    text.strip_prefix('、').map(|_| Label {
        style: Style::Han,
        number: None,
        len: '、'.len_utf8(),
    })
}

/// `——经济运行稳中有进。` at the start of a line.
fn dash(text: &str) -> Option<Label> {
    let rest = text.trim_start_matches(['—', '―']);
    let len = text.len() - rest.len();
    (len == 2 * '—'.len_utf8()).then_some(Label {
        style: Style::Dash,
        number: None,
        len,
    })
}
