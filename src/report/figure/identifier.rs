//! Digits that name or identify something: 〔2024〕5号, 12345热线, 1+3+N, 12·4, 09:41, 3.0版, telephone numbers, addresses.

use super::glance::{after, before, char_at, char_before};
use super::lexicon::NAMES;
use super::numeral::Script;
use super::unit::unit_at;

/// The end of the name that the digits in `at..end` are or belong to; none where they may count.
pub(super) fn identifier_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let next = char_at(text, end);
    let whole = text.get(at..end).unwrap_or("");
    let by_next = match next {
        Some('+' | '×' | 'x' | 'X' | '*') => formula_end(text, end),
        Some('·' | '•' | '‧' | '・' | '∙') => day_end(text, end),
        Some(':') => clock_end(text, at, end),
        Some('时' | '点') => clock_words_end(text, at, end),
        Some('-') => telephone_end(text, at, end),
        Some('〕' | ']' | '】' | ')') => document_end(text, at, end),
        _ => None,
    };
    by_next
        .or_else(|| is_mobile(whole).then_some(end))
        .or_else(|| hotline_end(text, at, end))
        .or_else(|| version_end(text, at, end))
        .or_else(|| labelled_end(text, at, end))
        .or_else(|| address_end(text, at, end))
}

/// 1+3+N, 7×24小时.
fn formula_end(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let part = |b: &u8| b.is_ascii_digit() || b"NXn+x*".contains(b);
    let times = rest
        .strip_prefix('×')
        .or_else(|| rest.strip_prefix(['x', 'X', '*']));
    if let Some(behind) = times {
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let hours = behind.get(digits..).filter(|rest| rest.starts_with("小时"));
        let hours = hours.map_or(0, |_| "小时".len());
        return (digits > 0).then_some(end + rest.len() - behind.len() + digits + hours);
    }
    let len = rest.bytes().take_while(part).count();
    (len > 1).then_some(end + len)
}

/// 12·4: a day that names an event.
fn day_end(text: &str, end: usize) -> Option<usize> {
    let from = end + char_at(text, end)?.len_utf8();
    let digits = digits_at(text, from);
    (1..=2).contains(&digits).then_some(from + digits)
}

/// 09:41, 15:34:38.
fn clock_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let mut end = Some(end).filter(|end| end - at <= 2)?;
    let from = end;
    while char_at(text, end) == Some(':') && digits_at(text, end + 1) == 2 {
        end += 3;
    }
    (end > from).then_some(end)
}

/// 14时52分, 上午9点.
fn clock_words_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let from = end + char_at(text, end)?.len_utf8();
    let digits = digits_at(text, from);
    let minutes = text.get(from + digits..)?.starts_with('分');
    if (1..=2).contains(&digits) && minutes {
        return Some(from + digits + '分'.len_utf8());
    }
    let lead = before(text, at);
    NAMES.day_times.at_end(lead).map(|_| from)
}

/// 0599-1234567.
fn telephone_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let area = text.get(at..end)?;
    let digits = digits_at(text, end + 1);
    let dialled = area.starts_with('0') && (3..=4).contains(&area.len());
    (dialled && (7..=8).contains(&digits)).then_some(end + 1 + digits)
}

fn is_mobile(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    digits.len() == 11
        && bytes.next() == Some(b'1')
        && bytes.next().is_some_and(|b| b > b'2')
        && !digits.contains('.')
}

/// 〔2024〕5号, (2024)5号.
fn document_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let opened = char_before(text, at).is_some_and(|c| "〔[【(".contains(c));
    let from = end + char_at(text, end)?.len_utf8();
    let digits = digits_at(text, from);
    let year = end - at == 4 && text.get(at..end)?.starts_with(['1', '2']);
    let mut end = from + digits;
    if char_at(text, end) == Some('号') {
        end += '号'.len_utf8();
    }
    (opened && year && (1..=5).contains(&digits)).then_some(end)
}

/// 12345热线, 110接处警.
fn hotline_end(text: &str, at: usize, end: usize) -> Option<usize> {
    const BETWEEN: usize = 8;
    if !(3..=5).contains(&(end - at)) {
        return None;
    }
    let lines = &NAMES.hotlines;
    let number = text
        .get(at..end)
        .filter(|number| lines.numbers.holds(number))?;
    let rest = after(text, end);
    let named = lines.words.at_start(rest).is_some() || {
        let near = rest
            .char_indices()
            .nth(BETWEEN + 2)
            .map_or(rest.len(), |(at, _)| at);
        let near = rest.get(..near).unwrap_or("");
        let clause = near.split([',', '。', ';', '\n']).next().unwrap_or("");
        clause.contains("热线")
    };
    named.then_some(at + number.len())
}

/// 3.0版, 2.0升级.
fn version_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let pointed = end - at > 2 && text.get(at..end)?.contains('.');
    if !pointed {
        return None;
    }
    let word = NAMES.versions.at_start(after(text, end))?;
    Some(end + word.len())
}

/// 邮编350400, 电话:0599-1234567: a word before says that the digits identify.
fn labelled_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let lead = text.get(..at)?.trim_end_matches([':', ' ']);
    NAMES.identifiers.at_end(lead)?;
    let rest = text.get(end..)?;
    let tail = rest
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'-')
        .count();
    // 点击量3万次 counts.
    let counts = tail == 0 && unit_at(text, end, Script::Digits).is_some();
    (!counts).then_some(end + tail)
}

/// Digits inside an address on the web, up to its end.
fn address_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let joins = |b: &u8| b.is_ascii_alphanumeric() || b"/_-.@=?&%".contains(b);
    let joined = at > 0 && text.as_bytes().get(at - 1).is_some_and(joins);
    if !joined && char_at(text, end) != Some('@') {
        return None;
    }
    let graphic = |b: &u8| b.is_ascii_graphic();
    let lead = before(text, at);
    let from = lead.len() - lead.bytes().rev().take_while(graphic).count();
    let head = lead.get(from..)?;
    let rest = text.get(end..)?;
    let signs = ["://", "www.", "@"];
    let address = rest.starts_with('@') || signs.iter().any(|sign| head.contains(sign));
    address.then(|| end + rest.bytes().take_while(graphic).count())
}

fn digits_at(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.bytes().take(12).take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::numeral::run_end;

    #[test]
    fn identifiers_are_read_whole() {
        for (text, expected) in [
            ("〔2024〕5号", Some("2024〕5号")),
            ("(2024)5号", Some("2024)5号")),
            ("1+3+N工作法", Some("1+3+N")),
            ("7×24小时", Some("7×24小时")),
            ("12•4宣传日", Some("12•4")),
            ("09:41", Some("09:41")),
            ("15:34:38", Some("15:34:38")),
            ("2.31:1", None),
            ("14时52分", Some("14时52分")),
            ("上午9点", Some("9点")),
            ("9点建议", None),
            ("0599-1234567", Some("0599-1234567")),
            ("13012345678", Some("13012345678")),
            ("12345政务服务便民热线", Some("12345")),
            ("12345件", None),
            ("110警情", Some("110")),
            ("3.0版", Some("3.0版")),
            ("邮编:350400", Some("350400")),
            ("https://www.example.org/2024/5件", Some("2024/5")),
            ("abc2024@example.org", Some("2024@example.org")),
            ("322项", None),
        ] {
            let at = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            let end = identifier_end(text, at, run_end(text, at));
            assert_eq!(end.and_then(|end| text.get(at..end)), expected, "{text}");
        }
    }
}
