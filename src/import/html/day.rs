//! Dates as pages print them: 2025-01-06 09:18, 2025年1月6日, 2025- 01- 06, 06.01.2025, 20250106.

use jiff::civil::Date;

/// The date that a text begins with, blanks and brackets aside.
pub(super) fn at_start(text: &str) -> Option<Date> {
    let text = text.trim_start_matches([' ', '\u{3000}', '[', '［', '(', '（', '【']);
    let mut numbers = Numbers { rest: text };
    let first = numbers.next()?;
    if first.digits == 8 {
        let (year, rest) = (first.value / 10_000, first.value % 10_000);
        return civil(year, rest / 100, rest % 100);
    }
    let second = numbers.after("-/.年－／．")?;
    let third = numbers.after("-/.月－／．")?;
    match (first.digits, third.digits) {
        (4, 1 | 2) => civil(first.value, second.value, third.value),
        (1 | 2, 4) => civil(third.value, second.value, first.value),
        _ => None,
    }
}

/// The first date anywhere in a text.
pub(super) fn find(text: &str) -> Option<Date> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find(is_digit)?..)?;
        if let Some(date) = at_start(rest) {
            return Some(date);
        }
        rest = rest.trim_start_matches(is_digit);
    }
}

/// Whether a line is a date, with or without the time, and nothing else.
pub(super) fn is_alone(text: &str) -> bool {
    let neutral = |c: char| is_digit(c) || " -/.:年月日时分秒－／．：[]（）()".contains(c);
    text.chars().all(neutral) && find(text).is_some()
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1949..2100).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

struct Numbers<'a> {
    rest: &'a str,
}

struct Number {
    value: u32,
    digits: usize,
}

impl Numbers<'_> {
    /// The number that stands here; a longer one than any date has is none.
    fn next(&mut self) -> Option<Number> {
        let mut number = Number {
            value: 0,
            digits: 0,
        };
        let mut rest = self.rest.chars();
        while let Some(digit) = rest.clone().next().filter(|c| is_digit(*c)) {
            rest.next();
            let plain = u32::from(digit) % 0xFEE0;
            number.value = number.value.checked_mul(10)? + plain.checked_sub(u32::from('0'))?;
            number.digits += 1;
            if number.digits > 8 {
                return None;
            }
        }
        self.rest = rest.as_str();
        (number.digits > 0).then_some(number)
    }

    /// The number behind one of the marks; blanks may stand around the mark.
    fn after(&mut self, marks: &str) -> Option<Number> {
        let rest = self.rest.trim_start_matches(' ');
        let mark = rest.chars().next().filter(|mark| marks.contains(*mark))?;
        self.rest = rest.get(mark.len_utf8()..)?.trim_start_matches(' ');
        self.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pages_are_read() {
        for (text, expected) in [
            ("2031-01-06 09:18", Some("2031-01-06")),
            (" 2031年01月06日 14时52分", Some("2031-01-06")),
            ("2031/1/6 9:18", Some("2031-01-06")),
            ("2031- 02- 12 16: 05", Some("2031-02-12")),
            ("25.02.2031  10:00", Some("2031-02-25")),
            ("20310106", Some("2031-01-06")),
            ("２０３１年１月６日", Some("2031-01-06")),
            ("[2031-01-06]", Some("2031-01-06")),
            ("2031-01-06T09:18:00+08:00", Some("2031-01-06")),
            ("2031-13-06", None),
            ("1922703480", None),
            ("2031年", None),
            ("", None),
        ] {
            let found = at_start(text).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        assert_eq!(
            find("第3期 2031年1月6日")
                .map(|date| date.to_string())
                .as_deref(),
            Some("2031-01-06")
        );
        assert!(is_alone("2031-01-06 09:18") && !is_alone("截至2031-01-06"));
    }
}
