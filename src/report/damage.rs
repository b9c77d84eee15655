//! Numbers that lost a sign on the way: `20212025年`, `〔202133号`, `202310月`, `202311日至1231`.

use super::{NormalText, Span};

/// Where a range of years lost its dash, in bytes of the source.
pub(super) fn lost_dashes(source: &str) -> impl Iterator<Item = usize> + '_ {
    long_numbers(source).filter_map(|number| {
        let digits = number.of(source);
        let from = year(digits.get(..4)?)?;
        let to = year(digits.get(4..)?)?;
        let years = source.get(number.end..)?.starts_with('年');
        (years && from < to).then_some(number.start + 4)
    })
}

/// Numbers that cannot mean what they say, in normal text.
pub(super) fn numbers(normal: &NormalText) -> Vec<Span> {
    let text = normal.text.as_str();
    let damaged = |number: Span| {
        let sign = text.get(number.end..)?.chars().next()?;
        let before = text.get(..number.start)?.chars().next_back();
        is_damaged(number.of(text), sign, before)
            .then(|| Span::new(number.start, number.end + sign.len_utf8()))
    };
    long_numbers(text).filter_map(damaged).collect()
}

/// A year and one more digit.
const SHORTEST: usize = 5;

/// The whole numbers of five ASCII digits or more.
fn long_numbers(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            if at + SHORTEST > bytes.len() {
                return None;
            }
            // A number of this length that begins here or later within it has a digit there.
            let last = at + SHORTEST - 1;
            if !is_digit(last) {
                at = last + 1;
                continue;
            }
            let mut start = last;
            while start > at && is_digit(start - 1) {
                start -= 1;
            }
            let mut end = last + 1;
            while is_digit(end) {
                end += 1;
            }
            at = end;
            let decimal = start
                .checked_sub(1)
                .and_then(|before| bytes.get(before))
                .is_some_and(|before| matches!(before, b'.' | b'-'));
            if end - start >= SHORTEST && !decimal {
                return Some(Span::new(start, end));
            }
        }
    })
}

/// A year with something glued to it, before a sign that a longer number does not stand before.
fn is_damaged(digits: &str, sign: char, before: Option<char>) -> bool {
    let glued = digits
        .get(..4)
        .and_then(year)
        .zip(digits.get(4..).filter(|rest| !rest.is_empty()));
    let Some((_, rest)) = glued else { return false };
    let small = |most: u16| {
        rest.parse::<u16>()
            .is_ok_and(|number| (1..=most).contains(&number))
    };
    match sign {
        '年' => rest.len() <= 8,
        '月' => small(12),
        '日' => rest.len() <= 4,
        // 第20231号 and 京20231号 may be the number of a paper or of a car.
        '号' => {
            rest.len() <= 4 && before.is_none_or(|before| "〔[【(函发字令办〕".contains(before))
        }
        _ => false,
    }
}

fn year(digits: &str) -> Option<u16> {
    let year: u16 = digits.parse().ok()?;
    (digits.len() == 4 && (1949..=2060).contains(&year)).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::SourceText;

    fn check(source: &str, expected: &[&str]) {
        let normal = NormalText::of(&SourceText::new(source));
        let found: Vec<&str> = numbers(&normal)
            .iter()
            .map(|span| span.of(&normal.text))
            .collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn years_with_something_glued_to_them_are_damaged() {
        check("白露府办发〔202133号文件", &["202133号"]);
        check("白露府发20239号文件", &["20239号"]);
        check("自202310月起", &["202310月"]);
        check("自202311日至1231日", &["202311日"]);
        check("办结20252021年的案件", &["20252021年"]);
        check("2023年10月1日,第20231号,12345号,5000年,2021-2025年", &[]);
    }

    #[test]
    fn a_range_of_years_gets_its_dash_back() {
        for (source, expected) in [
            ("纲要(20212025年)", Some("2021-2025年")),
            ("20212025年度规划", Some("2021-2025年")),
            ("第20212025号", None),
            ("120212025年", None),
        ] {
            let normal = NormalText::of(&SourceText::new(source));
            assert_eq!(
                normal.text.contains("2021-2025年").then_some("2021-2025年"),
                expected,
                "{source}"
            );
        }
    }
}
