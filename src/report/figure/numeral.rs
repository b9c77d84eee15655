//! Numerals: ASCII digits and Chinese numerals, with 万/亿 and 余/多/几, as exact decimals.
//!
//! Numbers that no report means, of more than [`MAX_DIGITS`] digits or beyond what a decimal holds, are no numerals: they
//! are passed over, so that nothing overflows.

use std::ops::Range;

use rust_decimal::Decimal;

use super::chinese::{digit, parse, place};
use super::glance::{before, char_at, char_before};

/// Longest run of digits that is read as a number.
const MAX_DIGITS: usize = 15;
/// Most groups of three digits after the first.
const MAX_GROUPS: usize = 4;
/// Longest run of Chinese numeral characters that is read as a number.
const MAX_CHINESE: usize = 16;

/// A number as printed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numeral {
    pub(super) range: Range<usize>,
    pub(super) value: Decimal,
    /// Place value of the last printed digit.
    pub(super) step: Decimal,
    /// Place value of the last printed digit that is not zero: 100 of 2300.
    pub(super) grain: Decimal,
    /// What 万/亿 multiplied by; 1 without.
    pub(super) scale: Decimal,
    pub(super) spread: Spread,
    pub(super) script: Script,
}

/// How a numeral is loose in itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    None,
    /// 余, 多, 十几: above the number, below the next round one.
    Above,
    /// 三五, 几十: between the number and this one.
    UpTo(Decimal),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Digits,
    Chinese,
}

/// Whether a numeral may begin with the character.
pub(super) fn is_numeral_char(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_numeral(c)
}

/// What a Chinese numeral may have in it.
pub(super) const CHINESE_NUMERALS: &str = "一二三四五六七八九十百千万亿两零〇○几数廿卅半";

fn is_chinese_numeral(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
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
            | '两'
            | '零'
            | '〇'
            | '○'
            | '几'
            | '数'
            | '廿'
            | '卅'
            | '半'
    )
}

/// The end of the run of numeral characters at a place: where reading goes on when the run is no number. The points inside
/// 2.5 or 192.168.1.1 belong to the run.
pub(super) fn run_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let len = match rest.chars().next() {
        Some(c) if c.is_ascii_digit() => digits_len(rest.as_bytes()),
        Some(c) if is_chinese_numeral(c) => {
            rest.find(|c| !is_chinese_numeral(c)).unwrap_or(rest.len())
        }
        Some(c) => c.len_utf8(),
        None => 0,
    };
    at + len
}

/// Digits, and points that a digit follows.
fn digits_len(bytes: &[u8]) -> usize {
    let mut left = bytes;
    loop {
        left = match left {
            [b'0'..=b'9', rest @ ..] => rest,
            [b'.', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => rest,
            _ => break,
        };
    }
    bytes.len() - left.len()
}

/// The numeral that begins at a place.
pub(super) fn numeral_at(text: &str, at: usize) -> Option<Numeral> {
    if char_at(text, at)?.is_ascii_digit() {
        digits_at(text, at)
    } else {
        chinese_at(text, at)
    }
}

/// Printed digits before 万/亿 are applied.
struct Digits {
    end: usize,
    value: Decimal,
    step: Decimal,
    grain: Decimal,
}

fn digits_at(text: &str, at: usize) -> Option<Numeral> {
    let digits = plain_digits(text, at)?;
    let mut numeral = Numeral {
        range: at..digits.end,
        value: digits.value,
        step: digits.step,
        grain: digits.grain,
        scale: Decimal::ONE,
        spread: Spread::None,
        script: Script::Digits,
    };
    numeral.take_scales(text)?;
    numeral.take_more(text);
    Some(numeral)
}

/// `1,234.50`: groups of three or none, and a fraction.
fn plain_digits(text: &str, at: usize) -> Option<Digits> {
    let bytes = text.as_bytes();
    let run = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut end = at + run(at);
    if end - at <= 3 {
        // Bounded, so that an endless list of numbers is not read again from each of them.
        for _ in 0..MAX_GROUPS {
            if bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
                end += 4;
            }
        }
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    let printed = text.get(at..end)?;
    let mut digits = 0;
    let (mut value, mut decimals, mut zeros) = (0_i64, 0, 0);
    let mut pointed = false;
    for byte in printed.bytes() {
        match byte {
            b'.' => pointed = true,
            b'0'..=b'9' => {
                digits += 1;
                decimals += u32::from(pointed);
                zeros = if byte == b'0' { zeros + 1 } else { 0 };
                value = value * 10 + i64::from(byte - b'0');
                if digits > MAX_DIGITS {
                    return None;
                }
            }
            _ => {}
        }
    }
    let zeros = if value == 0 { 0 } else { zeros };
    Some(Digits {
        end,
        value: Decimal::new(value, decimals),
        step: Decimal::new(1, decimals),
        grain: Decimal::new(10_i64.pow(zeros), decimals),
    })
}

/// Multipliers after digits.
struct Scaled {
    factor: Decimal,
    end: usize,
    /// 余 or 多 stood before them: 10余万.
    loose: bool,
}

fn scaled(text: &str, at: usize) -> Option<Scaled> {
    let mut end = at;
    let mut factor = Decimal::ONE;
    let mut loose = false;
    loop {
        if let Some((by, len)) = scale_at(text, end) {
            factor = factor.checked_mul(by)?;
            end += len;
            continue;
        }
        // 10余万, 3万多亿.
        match more_len(text, end).filter(|len| !loose && scale_at(text, end + len).is_some()) {
            Some(len) => (end, loose) = (end + len, true),
            None => break,
        }
    }
    (end > at).then_some(Scaled { factor, end, loose })
}

impl Numeral {
    /// 万, 亿, 千 after digits, and smaller amounts after those: 1亿2000万.
    fn take_scales(&mut self, text: &str) -> Option<()> {
        let Some(mut by) = scaled(text, self.range.end) else {
            return Some(());
        };
        self.scale = by.factor;
        self.value = self.value.checked_mul(by.factor)?;
        loop {
            self.step = self.step.checked_mul(by.factor)?;
            self.grain = self.grain.checked_mul(by.factor)?;
            self.range.end = by.end;
            if by.loose {
                self.spread = Spread::Above;
                break;
            }
            let Some(next) = plain_digits(text, by.end) else {
                break;
            };
            match scaled(text, next.end).filter(|smaller| smaller.factor < by.factor) {
                Some(smaller) => by = smaller,
                None => break,
            }
            self.value = self.value.checked_add(next.value.checked_mul(by.factor)?)?;
            (self.step, self.grain) = (next.step, next.grain);
        }
        Some(())
    }

    /// 余, 多, 几, 来 after the number.
    fn take_more(&mut self, text: &str) {
        if let Some(len) = more_len(text, self.range.end) {
            self.range.end += len;
            self.spread = Spread::Above;
        }
    }
}

/// A multiplier at a place; not the 千 of 千瓦 nor the 百 of 百分点.
fn scale_at(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let c = char_at(text, at)?;
    let before = |chars| is_before(text, at, c, chars);
    let other_word = match c {
        '千' => before("瓦米克卡帕伏赫字家方"),
        '百' => before("分姓强年"),
        '万' => before("象达"),
        '亿' => false,
        _ => return None,
    };
    (!other_word).then_some((place(c)?, c.len_utf8()))
}

/// The length of 余, 多, 几 or 来 at a place where it loosens a number.
fn more_len(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at)?;
    let before = |chars| is_before(text, at, c, chars);
    let loosens = match c {
        '余' => !before("额款地热数量"),
        '多' => !before("元发方"),
        '几' => true,
        '来' => before("个名人件次家项条年天万"),
        _ => false,
    };
    loosens.then_some(c.len_utf8())
}

/// Whether one of some characters stands behind the one at a place.
fn is_before(text: &str, at: usize, c: char, chars: &str) -> bool {
    char_at(text, at + c.len_utf8()).is_some_and(|next| chars.contains(next))
}

fn chinese_at(text: &str, at: usize) -> Option<Numeral> {
    let run = text.get(at..run_end(text, at).min(text.len()))?;
    let mut chars = ['\0'; MAX_CHINESE];
    let mut left = run.chars();
    let places = chars.iter_mut().zip(left.by_ref());
    let count = places.map(|(place, c)| *place = c).count();
    if left.next().is_some() {
        return None;
    }
    let parsed = parse(chars.get(..count)?)?;
    let mut numeral = Numeral {
        range: at..at + run.len(),
        value: parsed.value,
        step: parsed.grain,
        grain: parsed.grain,
        scale: Decimal::ONE,
        spread: parsed.spread,
        script: Script::Chinese,
    };
    numeral.take_fraction(text);
    if numeral.spread == Spread::None {
        numeral.take_more(text);
    }
    numeral.take_late_scale(text)?;
    let rough = numeral.spread == Spread::Above || leans_on(before(text, at));
    (!parsed.bare || rough).then_some(numeral)
}

/// 上百, 近千, 超万: what makes a number of a bare 百.
fn leans_on(before: &str) -> bool {
    before.ends_with(['上', '近', '超', '逾', '过', '约', '破', '达', '足'])
}

impl Numeral {
    /// 九十九点五.
    fn take_fraction(&mut self, text: &str) {
        let Some(rest) = text
            .get(self.range.end..)
            .and_then(|rest| rest.strip_prefix('点'))
        else {
            return;
        };
        let figures: Vec<u32> = rest.chars().take(6).map_while(digit).collect();
        if figures.is_empty() || rest.starts_with('两') {
            return;
        }
        let (mut value, mut step) = (self.value, Decimal::ONE);
        for figure in &figures {
            step /= Decimal::TEN;
            value += step * Decimal::from(*figure);
        }
        let len: usize = rest.chars().take(figures.len()).map(char::len_utf8).sum();
        self.range.end += '点'.len_utf8() + len;
        (self.value, self.step, self.grain) = (value, step, step);
    }

    /// 三十多万: a multiplier after 余 or 多.
    fn take_late_scale(&mut self, text: &str) -> Option<()> {
        if self.spread == Spread::None {
            return Some(());
        }
        while let Some((factor, len)) = scale_at(text, self.range.end) {
            self.range.end += len;
            self.value = self.value.checked_mul(factor)?;
            self.step = self.step.checked_mul(factor)?;
            self.grain = self.grain.checked_mul(factor)?;
            if let Spread::UpTo(high) = &mut self.spread {
                *high = high.checked_mul(factor)?;
            }
        }
        Some(())
    }
}

/// Whether a letter or a sign right before makes the digits part of a name: PM2.5, V3, +3.
pub(super) fn is_glued(text: &str, at: usize) -> bool {
    let signs = |c| matches!(c, '+' | '_' | '#' | '@' | '&' | '=' | '×' | '$');
    char_before(text, at).is_some_and(|c| c.is_ascii_alphabetic() || signs(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: &str, step: &str, grain: &str) {
        let numeral = numeral_at(text, 0).unwrap_or_else(|| panic!("{text}: no numeral"));
        let found = [numeral.value, numeral.step, numeral.grain].map(|n| n.normalize().to_string());
        assert_eq!(found, [value, step, grain], "{text}");
    }

    #[test]
    fn reads_digits_with_scales() {
        for (text, value, step, grain) in [
            ("322项", "322", "1", "1"),
            ("1,234,567元", "1234567", "1", "1"),
            ("45.45%", "45.45", "0.01", "0.01"),
            ("2300余人次", "2300", "1", "100"),
            ("5.17亿元", "517000000", "1000000", "1000000"),
            ("43万余元", "430000", "10000", "10000"),
            ("10余万人", "100000", "10000", "100000"),
            ("1亿2000万元", "120000000", "10000", "10000000"),
            ("5千多户", "5000", "1000", "1000"),
            ("500千瓦", "500", "1", "100"),
            ("3百分点", "3", "1", "1"),
            ("1.2万亿元", "1200000000000", "100000000000", "100000000000"),
        ] {
            check(text, value, step, grain);
        }
    }

    #[test]
    fn reads_chinese_numerals() {
        for (text, value, grain) in [
            ("十二个", "12", "1"),
            ("两百三十件", "230", "10"),
            ("两千三百五", "2350", "10"),
            ("一万二", "12000", "1000"),
            ("一百零五", "105", "1"),
            ("廿五", "25", "1"),
            ("二十", "20", "10"),
            ("三千万元", "30000000", "10000000"),
            ("一亿三千万", "130000000", "10000000"),
            ("九十九点五", "99.5", "0.1"),
            ("十余名", "10", "10"),
            ("百余场", "100", "100"),
            ("三十多万", "300000", "100000"),
        ] {
            check(text, value, grain, grain);
        }
    }

    #[test]
    fn loose_numerals_say_how_loose() {
        for (text, low, spread) in [
            ("十几个", 10, Spread::Above),
            ("几十个", 20, Spread::UpTo(Decimal::from(100))),
            (
                "数百万人",
                2_000_000,
                Spread::UpTo(Decimal::from(10_000_000)),
            ),
            ("三五次", 3, Spread::UpTo(Decimal::from(5))),
            ("两三百件", 200, Spread::UpTo(Decimal::from(300))),
            ("三四十人", 30, Spread::UpTo(Decimal::from(40))),
            ("200余件", 200, Spread::Above),
        ] {
            let numeral = numeral_at(text, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (numeral.value, numeral.spread),
                (Decimal::from(low), spread),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_passed_over() {
        for text in ["百姓", "千家万户", "万众", "二〇二四", "一二三", "零零"] {
            let read = numeral_at(text, 0).filter(|numeral| !numeral.value.is_zero());
            assert_eq!(read, None, "{text}");
        }
        let long = "9".repeat(1_000_000);
        assert_eq!(numeral_at(&long, 0), None);
        assert_eq!(run_end(&long, 0), long.len());
        let long = "亿".repeat(300_000);
        assert_eq!(numeral_at(&long, 0), None);
        assert_eq!(numeral_at(&format!("九{long}"), 0), None);
    }
}
