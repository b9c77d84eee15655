//! Days as people type them into a ledger.

use jiff::civil::{Date, date};

/// A day: 2026-04-30, 2026/4/30, 2026.4.30, 20260430, 2026年4月30日(前), with or without a time; the last day of a month for
/// 2026年4月底, or 2026年4月 alone.
pub(super) fn day_of(typed: &str) -> Option<Date> {
    let plain: String = typed.chars().filter_map(plain).collect();
    let plain = match plain.find(['t', 'T', ':']) {
        // A time of day after the date.
        Some(_) => typed
            .split_whitespace()
            .next()?
            .split(['T', 't'])
            .next()?
            .to_owned(),
        None => plain,
    };
    let plain = plain
        .trim_end_matches("之前")
        .trim_end_matches("以前")
        .trim_end_matches('前');
    let numbers: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .collect();
    let marks: String = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    match (numbers.as_slice(), marks.as_str()) {
        ([year, month, day], "年月日" | "年月号" | "年月" | "--" | "//" | ".." | "、、") => {
            whole(year, month, day)
        }
        ([year, month], "年月" | "年月底" | "年月末") => {
            let first = whole(year, month, "1")?;
            Some(first.last_of_month())
        }
        ([digits], "") if digits.len() == 8 => {
            whole(digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?)
        }
        _ => None,
    }
}

/// The day that a workbook counts, from 1954 to 2119: anything else is some other number.
pub(super) fn day_of_serial(number: &str, since_1904: bool) -> Option<Date> {
    let whole = number.split('.').next().unwrap_or(number);
    let days: i32 = whole.parse().ok()?;
    let days = match since_1904 {
        true => days.checked_add(1462)?,
        false => days,
    };
    (20_000..80_000).contains(&days).then_some(())?;
    date(1899, 12, 30)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

fn whole(year: &str, month: &str, day: &str) -> Option<Date> {
    (year.len() == 4).then_some(())?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn plain(character: char) -> Option<char> {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
        '—' | '–' | '‐' | '−' => Some('-'),
        '。' => Some('.'),
        other if other.is_whitespace() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_however_they_are_typed() {
        let day = Some(date(2026, 4, 30));
        for typed in [
            "2026-04-30",
            "2026/4/30",
            "2026.4.30",
            "20260430",
            "2026年4月30日",
            "2026年4月30日前",
            "2026年4月30日之前",
            "２０２６年４月３０号",
            "2026 年 4 月 30 日",
            "2026-04-30 00:00:00",
            "2026-04-30T00:00:00",
            "2026年4月底",
            "2026年4月底前",
            "2026年04月",
        ] {
            assert_eq!(day_of(typed), day, "{typed}");
        }
        for typed in [
            "",
            "长期",
            "4月30日",
            "2026-13-01",
            "2026-2-30",
            "26-4-30",
            "2026",
            "尽快",
        ] {
            assert_eq!(day_of(typed), None, "{typed}");
        }
    }

    #[test]
    fn days_are_counted_from_two_beginnings() {
        assert_eq!(day_of_serial("46142", false), Some(date(2026, 4, 30)));
        assert_eq!(day_of_serial("46142.5", false), Some(date(2026, 4, 30)));
        assert_eq!(day_of_serial("44680", true), Some(date(2026, 4, 30)));
        for other in ["5", "2026", "20260430", "-46142", "x"] {
            assert_eq!(day_of_serial(other, false), None, "{other}");
        }
    }
}
