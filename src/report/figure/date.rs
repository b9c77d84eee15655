//! Dates and stretches of dates, as ISO text; a part that is not printed is taken from the date before or the report.

use std::ops::Range;

use super::cursor::{Cursor, YEARS, number};
use super::glance::{char_at, char_before};

/// A date as printed and as ISO text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateReading {
    pub(super) range: Range<usize>,
    /// `2024`, `2024-05`, `2024-05-25`, `2021-09-??`, `a/b` for a stretch.
    pub(super) iso: String,
    /// The year, printed or taken over.
    pub(super) year: Option<i16>,
    /// Whether the year is printed.
    pub(super) says_year: bool,
    /// Nothing but a year.
    pub(super) only_year: bool,
}

/// Parts of a date; what is not printed is `None`.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    year: Option<u32>,
    month: Option<u32>,
    day: Day,
    says_year: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Day {
    #[default]
    Unsaid,
    On(u32),
    /// 上旬, 中旬, 下旬 as first and last day.
    Between(u32, u32),
    /// 9月号: the number was forgotten.
    Missing,
}

/// The date that begins at a place. `known` is the year of the date before or of the report.
pub(super) fn date_at(text: &str, at: usize, known: Option<i16>) -> Option<DateReading> {
    let known = known.and_then(|year| u32::try_from(year).ok());
    let mut cursor = Cursor { text, at };
    let (first, last) = years(&mut cursor)
        .or_else(|| reset(&mut cursor, at, months))
        .or_else(|| reset(&mut cursor, at, |cursor| stretch(cursor, known)))?;
    let complete = |point: Point| Point {
        year: point.year.or(known),
        ..point
    };
    let (first, last) = (complete(first), last.map(complete));
    let mut iso = first.iso();
    if let Some(last) = last {
        iso.push('/');
        last.write(&mut iso);
    }
    Some(DateReading {
        range: at..cursor.at,
        iso,
        year: first.year.and_then(|year| i16::try_from(year).ok()),
        says_year: first.says_year,
        only_year: first.month.is_none(),
    })
}

fn reset<T>(cursor: &mut Cursor, at: usize, read: impl Fn(&mut Cursor) -> Option<T>) -> Option<T> {
    cursor.at = at;
    read(cursor)
}

type Stretch = (Point, Option<Point>);

/// `2021-2025`, `2021至2025年`, `20212025年` where a dash was lost.
fn years(cursor: &mut Cursor) -> Option<Stretch> {
    let year_point = |year| Point {
        year: Some(year),
        says_year: true,
        ..Point::default()
    };
    let run = cursor.ascii_digits();
    let (first, second) = if run.len() == 8 {
        let pair = (number(run.get(..4)?)?, number(run.get(4..)?)?);
        cursor.at += 8;
        (cursor.eat('年')).then_some(pair)?
    } else {
        let first = cursor.year()?;
        cursor.dash()?;
        let second = cursor.year()?;
        if !(cursor.eat('年') || cursor.next_is(")》】、,。;")) {
            return None;
        }
        if cursor.next_is("-/.") {
            return None;
        }
        (first, second)
    };
    let plausible = YEARS.contains(&first) && YEARS.contains(&second) && first < second;
    plausible.then_some((year_point(first), Some(year_point(second))))
}

/// `1至11月`.
fn months(cursor: &mut Cursor) -> Option<Stretch> {
    let first = cursor.small(12)?;
    cursor.dash()?;
    let second = cursor.small(12)?;
    let month_point = |month| Point {
        month: Some(month),
        ..Point::default()
    };
    (cursor.eat('月') && first < second).then_some((month_point(first), Some(month_point(second))))
}

/// A date, and the one after a dash or 至.
fn stretch(cursor: &mut Cursor, known: Option<u32>) -> Option<Stretch> {
    let first = cursor.point()?;
    let mut last = None;
    let end = cursor.at;
    if cursor.dash().is_some() {
        last = cursor.point().or_else(|| {
            let day = cursor.small(31)?;
            (matches!(first.day, Day::On(_)) && cursor.eat_any("日号")).then_some(Point {
                month: first.month,
                day: Day::On(day),
                ..Point::default()
            })
        });
    }
    match &mut last {
        Some(last) => last.year = last.year.or(first.year).or(known),
        None => cursor.at = end,
    }
    Some((first, last))
}

impl Cursor<'_> {
    fn point(&mut self) -> Option<Point> {
        let from = self.at;
        if let Some(year) = self.year() {
            let point = Point {
                year: Some(year),
                says_year: true,
                ..Point::default()
            };
            if let Some(point) = self.with_signs(point) {
                return Some(point);
            }
            if !self.eat('年') {
                return None;
            }
            if char_at(self.text, self.at) == Some('度') && !self.followed_by("度", "假夏过") {
                self.eat('度');
            }
            return Some(self.month_of(point));
        }
        // A Chinese month alone is hardly ever a date: 三月三, 十二月.
        let ascii = !self.ascii_digits().is_empty();
        let point = self.month_of(Point::default());
        let whole = point.month.is_some() && (ascii || point.day != Day::Unsaid);
        if !whole {
            self.at = from;
        }
        whole.then_some(point)
    }

    fn followed_by(&self, word: &str, chars: &str) -> bool {
        self.text
            .get(self.at + word.len()..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| chars.contains(c))
    }

    /// `2024-03-28`, `2024/3/28`, `2024.3.28`.
    fn with_signs(&mut self, point: Point) -> Option<Point> {
        let from = self.at;
        for sign in ['-', '/', '.'] {
            self.at = from;
            if !self.eat(sign) {
                continue;
            }
            let month = self.small(12);
            let day = month
                .filter(|_| self.eat(sign))
                .and_then(|_| self.small(31));
            if let (Some(_), Some(day)) = (month, day) {
                return Some(Point {
                    month,
                    day: Day::On(day),
                    ..point
                });
            }
        }
        self.at = from;
        None
    }

    /// `5月`, `5月25日`, `5月号`, `9月下旬` after the year of the point; the point itself when there is no month.
    fn month_of(&mut self, point: Point) -> Point {
        let from = self.at;
        let Some(month) = self.small(12).filter(|_| self.eat('月')) else {
            self.at = from;
            return point;
        };
        self.eat('份');
        let point = Point {
            month: Some(month),
            ..point
        };
        let end = self.at;
        if let Some(day) = self.small(31).filter(|_| self.eat_any("日号")) {
            return Point {
                day: Day::On(day),
                ..point
            };
        }
        self.at = end;
        let day = self
            .decade()
            .or_else(|| self.eat('号').then_some(Day::Missing));
        Point {
            day: day.unwrap_or_default(),
            ..point
        }
    }

    fn decade(&mut self) -> Option<Day> {
        let rest = self.text.get(self.at..)?;
        let (word, day) = [
            ("上旬", Day::Between(1, 10)),
            ("中旬", Day::Between(11, 20)),
            ("下旬", Day::Between(21, 31)),
        ]
        .into_iter()
        .find(|(word, _)| rest.starts_with(word))?;
        self.at += word.len();
        Some(day)
    }
}

impl Point {
    fn iso(self) -> String {
        let mut iso = String::with_capacity("2024-05-25".len());
        self.write(&mut iso);
        iso
    }

    fn write(self, iso: &mut String) {
        self.write_month(iso);
        let Some(month) = self.month else {
            return;
        };
        match self.day {
            Day::Unsaid => {}
            Day::On(day) => write_day(iso, day),
            Day::Between(first, last) => {
                write_day(iso, first);
                iso.push('/');
                self.write_month(iso);
                write_day(iso, last.min(month_days(self.year, month)));
            }
            Day::Missing => iso.push_str("-??"),
        }
    }

    fn write_month(self, iso: &mut String) {
        match self.year {
            Some(year) => {
                write_two(iso, year / 100);
                write_two(iso, year);
            }
            None => iso.push_str("????"),
        }
        if let Some(month) = self.month {
            write_day(iso, month);
        }
    }
}

fn write_day(iso: &mut String, day: u32) {
    iso.push('-');
    write_two(iso, day);
}

/// Two digits: formatting machinery would cost more than all else about a date.
fn write_two(iso: &mut String, number: u32) {
    for digit in [number / 10 % 10, number % 10] {
        iso.extend(char::from_digit(digit, 10));
    }
}

fn month_days(year: Option<u32>, month: u32) -> u32 {
    let year = year
        .and_then(|year| i16::try_from(year).ok())
        .unwrap_or(2024);
    let month = i8::try_from(month).unwrap_or(1);
    jiff::civil::Date::new(year, month, 1)
        .map_or(31, |date| u32::try_from(date.days_in_month()).unwrap_or(31))
}

/// A year without 年, as in 2020获得: four digits that stand alone.
pub(super) fn bare_year_at(text: &str, at: usize) -> Option<DateReading> {
    let mut cursor = Cursor { text, at };
    let year = cursor.year().filter(|year| (1990..=2050).contains(year))?;
    let end = cursor.at;
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_graphic() || "(),;:".contains(c));
    let fits = cursor.at == at + 4
        && alone(char_before(text, at))
        && alone(char_at(text, end))
        && char_at(text, end).is_some_and(|c| !"〕】]号〔余多几来万亿千百".contains(c));
    fits.then(|| DateReading {
        range: at..end,
        iso: format!("{year:04}"),
        year: i16::try_from(year).ok(),
        says_year: true,
        only_year: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, quote: &str, iso: &str) {
        let date = date_at(text, 0, Some(2024)).unwrap_or_else(|| panic!("{text}: no date"));
        assert_eq!(
            (text.get(date.range).unwrap_or(""), date.iso.as_str()),
            (quote, iso),
            "{text}"
        );
    }

    #[test]
    fn reads_dates_as_printed() {
        for (text, quote, iso) in [
            ("2024年,", "2024年", "2024"),
            ("2023年度考核", "2023年度", "2023"),
            ("2024年5月召开", "2024年5月", "2024-05"),
            ("2024年5月份", "2024年5月份", "2024-05"),
            ("2025年02月06日09:41", "2025年02月06日", "2025-02-06"),
            ("5月13号、", "5月13号", "2024-05-13"),
            ("9月号、", "9月号", "2024-09-??"),
            ("10月2日至4日、", "10月2日至4日", "2024-10-02/2024-10-04"),
            (
                "11月28日至12月3日",
                "11月28日至12月3日",
                "2024-11-28/2024-12-03",
            ),
            ("2021年9月下旬,", "2021年9月下旬", "2021-09-21/2021-09-30"),
            ("2021-2025)", "2021-2025", "2021/2025"),
            ("2016—2020年", "2016—2020年", "2016/2020"),
            ("20212025年", "20212025年", "2021/2025"),
            ("1至11月", "1至11月", "2024-01/2024-11"),
            ("2024-03-28 09:18", "2024-03-28", "2024-03-28"),
            ("2024/3/8", "2024/3/8", "2024-03-08"),
            (
                "二〇二四年三月二十八日",
                "二〇二四年三月二十八日",
                "2024-03-28",
            ),
            (
                "2023年11月至2024年2月",
                "2023年11月至2024年2月",
                "2023-11/2024-02",
            ),
        ] {
            check(text, quote, iso);
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in ["5个月", "13月", "三月", "2024件", "3年", "五年", "202410月"] {
            assert_eq!(date_at(text, 0, Some(2024)), None, "{text}");
        }
        assert_eq!(
            date_at("5月3日", 0, None).map(|date| date.iso),
            Some("????-05-03".into())
        );
    }

    #[test]
    fn a_year_may_stand_without_its_unit() {
        assert!(bare_year_at("2020获得", 0).is_some());
        for text in ["2020〕5号", "20201", "2020-1", "4728战略", "2000余人"] {
            assert_eq!(bare_year_at(text, 0), None, "{text}");
        }
    }
}
