//! Full dates as reports and pages print them: 2025年1月20日, 2025-01-06, 2025/1/6, 二〇二五年一月二十日.

use jiff::civil::Date;

use super::{Span, han, numbering};

/// The first full date in normal text, and where it stands.
pub(super) fn find(text: &str) -> Option<(Span, Date)> {
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let at = rest.find(begins_date)?;
        let start = from + at;
        let here = text.get(start..)?;
        if let Some((date, len)) = at_start(here) {
            return Some((Span::new(start, start + len), date));
        }
        let skip = here
            .find(|character| !begins_date(character))
            .unwrap_or(here.len());
        from = start + skip.max(1);
    }
    None
}

/// The date that a whole line consists of, brackets aside.
pub(super) fn whole(text: &str) -> Option<Date> {
    let text = text.trim_matches(['(', ')', ' ']);
    at_start(text)
        .filter(|(_, len)| *len == text.len())
        .map(|(date, _)| date)
}

fn begins_date(character: char) -> bool {
    character.is_ascii_digit() || han::digit_of_year(character).is_some()
}

fn at_start(text: &str) -> Option<(Date, usize)> {
    if !text.starts_with(begins_date) {
        return None;
    }
    in_numbers(text).or_else(|| in_words(text))
}

/// 2025年1月20日 and the forms with one mark between the numbers.
fn in_numbers(text: &str) -> Option<(Date, usize)> {
    let mut reader = Reader { text, at: 0 };
    let year = reader.number(4)?;
    let mark = reader.mark("年-/.")?;
    let month = reader.number(2)?;
    let second = if mark == '年' { '月' } else { mark };
    reader.mark_is(second)?;
    let day = reader.number(2)?;
    if mark == '年' {
        reader.mark("日号")?;
    }
    // A time may follow 日 directly, because blanks are dropped.
    let followed = mark != '年'
        && reader
            .rest()
            .starts_with(|next: char| next.is_ascii_digit());
    (!followed)
        .then(|| civil(year, month, day))
        .flatten()
        .map(|date| (date, reader.at))
}

/// 二〇二五年一月二十日
fn in_words(text: &str) -> Option<(Date, usize)> {
    let mut characters = text.chars();
    let mut year = 0;
    for character in characters.by_ref().take(4) {
        year = year * 10 + u32::from(han::digit_of_year(character)?);
    }
    let behind = characters.as_str().strip_prefix('年')?;
    let mut at = text.len() - behind.len();
    let (month, len) = numbering::han_number(text.get(at..)?)?;
    at += len;
    at += text
        .get(at..)?
        .starts_with('月')
        .then_some('月'.len_utf8())?;
    let (day, len) = numbering::han_number(text.get(at..)?)?;
    at += len;
    at += text
        .get(at..)?
        .starts_with('日')
        .then_some('日'.len_utf8())?;
    civil(year, u32::from(month), u32::from(day)).map(|date| (date, at))
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1949..2100).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Up to `most` digits; a year has exactly four.
    fn number(&mut self, most: usize) -> Option<u32> {
        let len = self
            .rest()
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let number = self.rest().get(..len)?.parse().ok()?;
        self.at += len;
        (most < 4 || len == 4).then_some(number)
    }

    fn mark(&mut self, marks: &str) -> Option<char> {
        let mark = self
            .rest()
            .chars()
            .next()
            .filter(|mark| marks.contains(*mark))?;
        self.at += mark.len_utf8();
        Some(mark)
    }

    fn mark_is(&mut self, wanted: char) -> Option<()> {
        self.mark(wanted.encode_utf8(&mut [0; 4])).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, expected) in [
            ("发布时间:2025年01月06日09:41", Some("2025-01-06")),
            ("2021/03/29 11:30:01", Some("2021-03-29")),
            ("共3件2024-2-8", Some("2024-02-08")),
            ("二〇二五年一月二十日", Some("2025-01-20")),
            ("二○二五年一月二十日", Some("2025-01-20")),
            ("二Ｏ二五年一月二十日", Some("2025-01-20")),
            ("2024.12.31", Some("2024-12-31")),
            ("2024年2月30日", None),
            ("2024年度", None),
            ("12024-01-01", None),
            ("", None),
        ] {
            let found = find(text).map(|(_, date)| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
