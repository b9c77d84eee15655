//! The grammar of Chinese numerals: 十二, 两百三十, 两千三百五, 廿五, 十几, 三五, 几十.

use rust_decimal::Decimal;

use super::numeral::Spread;
use crate::report::han;

/// A Chinese numeral without its place in the text.
pub(super) struct Parsed {
    pub(super) value: Decimal,
    pub(super) grain: Decimal,
    pub(super) spread: Spread,
    /// Begins with 百, 千 or 万: a number only beside a word that makes it one.
    pub(super) bare: bool,
}

/// The number that some numeral characters spell; none where they spell no number.
pub(super) fn parse(chars: &[char]) -> Option<Parsed> {
    match chars {
        ['半'] => Some(Parsed {
            value: Decimal::new(5, 1),
            grain: Decimal::new(1, 1),
            spread: Spread::None,
            bare: false,
        }),
        ['几' | '数', places @ ..] if !places.is_empty() => several(places),
        [head @ .., '几'] => {
            let (value, grain) = plain(head)?;
            Some(Parsed {
                value,
                grain,
                spread: Spread::Above,
                bare: false,
            })
        }
        _ => neighbours(chars).or_else(|| {
            let (value, grain) = plain(chars)?;
            let bare = matches!(chars, ['百' | '千' | '万' | '亿', ..]);
            Some(Parsed {
                value,
                grain,
                spread: Spread::None,
                bare,
            })
        }),
    }
}

/// 几十, 数百万: from two of them up to ten.
fn several(places: &[char]) -> Option<Parsed> {
    let mut product = Decimal::ONE;
    for &c in places {
        product = product.checked_mul(place(c)?)?;
    }
    Some(Parsed {
        value: product.checked_mul(Decimal::TWO)?,
        grain: product,
        spread: Spread::UpTo(product.checked_mul(Decimal::TEN)?),
        bare: false,
    })
}

/// 三五, 两三百, 三四十: two digits side by side are the ends of a range.
fn neighbours(chars: &[char]) -> Option<Parsed> {
    let at = chars
        .windows(2)
        .position(|pair| pair.iter().all(|&c| digit(c).is_some()))?;
    let (low, high) = (digit(*chars.get(at)?)?, digit(*chars.get(at + 1)?)?);
    if low == 0 || !(high == low + 1 || (low, high) == (3, 5)) {
        return None;
    }
    let without = |drop: usize| -> Option<(Decimal, Decimal)> {
        let kept: Vec<char> = chars
            .iter()
            .enumerate()
            .filter(|(idx, _)| *idx != drop)
            .map(|(_, c)| *c)
            .collect();
        plain(&kept)
    };
    let ((value, grain), (top, _)) = (without(at + 1)?, without(at)?);
    Some(Parsed {
        value,
        grain,
        spread: Spread::UpTo(top),
        bare: false,
    })
}

/// 两千三百五, 一万零三十, 廿五: value and the place value of the last digit that is not zero.
fn plain(chars: &[char]) -> Option<(Decimal, Decimal)> {
    let mut spelling = Spelling::default();
    for &c in chars {
        match c {
            '廿' => spelling.twenty_or_thirty(2)?,
            '卅' => spelling.twenty_or_thirty(3)?,
            _ => match digit(c) {
                Some(value) => spelling.digit(value)?,
                None => spelling.place(place(c)?)?,
            },
        }
    }
    let value = spelling.end()?;
    let said_zero = chars.iter().all(|&c| digit(c) == Some(0));
    (said_zero || !value.is_zero()).then_some((value, spelling.grain))
}

/// A number as far as it was read.
struct Spelling {
    /// What 万 and 亿 have closed.
    whole: Decimal,
    /// What was read since.
    section: Decimal,
    /// A digit that waits for its place.
    waiting: Option<u32>,
    /// The last place: 五 behind 百 is fifty.
    last: Decimal,
    /// 零 stood behind the last place: 五 behind 百零 is five.
    zero: bool,
    grain: Decimal,
}

impl Default for Spelling {
    fn default() -> Spelling {
        Spelling {
            whole: Decimal::ZERO,
            section: Decimal::ZERO,
            waiting: None,
            last: Decimal::ONE,
            zero: false,
            grain: Decimal::ONE,
        }
    }
}

impl Spelling {
    /// Two digits in a row spell a year or a range, no number.
    fn digit(&mut self, value: u32) -> Option<()> {
        if self.waiting.is_some_and(|waiting| waiting != 0) {
            return None;
        }
        self.zero |= value == 0;
        self.waiting = Some(value);
        Some(())
    }

    fn twenty_or_thirty(&mut self, tens: u32) -> Option<()> {
        self.digit(tens)?;
        self.place(Decimal::TEN)
    }

    fn place(&mut self, factor: Decimal) -> Option<()> {
        let count = self.waiting.take().filter(|&count| count != 0);
        if factor >= Decimal::from(10_000) {
            self.close(factor, count)?;
        } else {
            let count = Decimal::from(count.unwrap_or(1));
            self.section = self.section.checked_add(factor.checked_mul(count)?)?;
            self.grain = factor;
        }
        self.last = factor;
        self.zero = false;
        Some(())
    }

    /// 万 multiplies what was read since the last 亿; 亿 multiplies everything before it.
    fn close(&mut self, factor: Decimal, count: Option<u32>) -> Option<()> {
        let mut section = self
            .section
            .checked_add(Decimal::from(count.unwrap_or(0)))?;
        if section.is_zero() && self.whole.is_zero() {
            section = Decimal::ONE;
        }
        self.whole = if factor > Decimal::from(10_000) || section.is_zero() {
            self.whole.checked_add(section)?.checked_mul(factor)?
        } else {
            self.whole.checked_add(section.checked_mul(factor)?)?
        };
        self.section = Decimal::ZERO;
        let within = if count.is_some() {
            Decimal::ONE
        } else {
            self.grain
        };
        self.grain = factor.checked_mul(within)?;
        Some(())
    }

    fn end(&mut self) -> Option<Decimal> {
        if let Some(rest) = self.waiting.take().filter(|&rest| rest != 0) {
            let plain = self.zero || self.last == Decimal::ONE;
            let unit = if plain {
                Decimal::ONE
            } else {
                self.last / Decimal::TEN
            };
            self.section = self
                .section
                .checked_add(unit.checked_mul(Decimal::from(rest))?)?;
            self.grain = unit;
        }
        self.whole.checked_add(self.section)
    }
}

/// The value of a Chinese digit.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '两' => Some(2),
        _ => han::digit(c).map(u32::from),
    }
}

/// The multiplier that a character is.
pub(super) fn place(c: char) -> Option<Decimal> {
    let value = match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    };
    Some(Decimal::from(value))
}
