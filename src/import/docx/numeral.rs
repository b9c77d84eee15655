//! How a number is written in a list: 一, 壹, ①, IV, 甲 …

use crate::report::han::DIGITS;

/// A format of `w:numFmt`, those that documents in Chinese use; all others are written in Arabic digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    #[default]
    Arabic,
    /// 01, 002: with zeros up to the width.
    Padded(usize),
    FullWidth,
    /// ① to the last number that has a sign of its own in this format.
    Circled {
        last: u32,
    },
    /// ⒈
    FullStop,
    /// ⑴
    Bracketed,
    /// - 1 -
    Dashed,
    Roman {
        upper: bool,
    },
    Letter {
        upper: bool,
    },
    /// 十二; from a hundred on digit by digit.
    Counting,
    /// 一百一十二
    CountingThousand,
    /// 百十二
    JapaneseCounting,
    /// 壹佰壹拾贰, 壹佰壹拾貳
    Legal {
        traditional: bool,
    },
    /// 一二 for 12, with the sign for zero.
    Digits {
        zero: char,
    },
    /// ㈠
    BracketedHan,
    /// 甲
    Stem,
    /// 子
    Branch,
    /// 甲子
    StemBranch,
    /// The text of the level stands for itself.
    Bullet,
    /// No number at all.
    None,
}

const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const LEGAL_TRADITIONAL: [char; 10] = ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = [
    '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥',
];

/// Word repeats letters for large numbers, but a label has at most this many characters.
const LONGEST: u32 = 31;

impl NumberFormat {
    /// The format of a `w:val`, with the `w:format` that goes with `custom`.
    pub fn named(name: &str, custom: Option<&str>) -> NumberFormat {
        match name {
            "decimalZero" => NumberFormat::Padded(2),
            "custom" => NumberFormat::sampled(custom.unwrap_or_default()),
            "decimalFullWidth" | "decimalFullWidth2" => NumberFormat::FullWidth,
            "decimalEnclosedCircle" => NumberFormat::Circled { last: 20 },
            "decimalEnclosedCircleChinese" => NumberFormat::Circled { last: 10 },
            "decimalEnclosedFullstop" => NumberFormat::FullStop,
            "decimalEnclosedParen" => NumberFormat::Bracketed,
            "numberInDash" => NumberFormat::Dashed,
            "upperRoman" => NumberFormat::Roman { upper: true },
            "lowerRoman" => NumberFormat::Roman { upper: false },
            "upperLetter" => NumberFormat::Letter { upper: true },
            "lowerLetter" => NumberFormat::Letter { upper: false },
            "chineseCounting" | "taiwaneseCounting" => NumberFormat::Counting,
            "chineseCountingThousand" | "taiwaneseCountingThousand" => {
                NumberFormat::CountingThousand
            }
            "japaneseCounting" => NumberFormat::JapaneseCounting,
            "chineseLegalSimplified" => NumberFormat::Legal { traditional: false },
            "ideographLegalTraditional" => NumberFormat::Legal { traditional: true },
            "ideographDigital" | "japaneseDigitalTenThousand" => {
                NumberFormat::Digits { zero: '〇' }
            }
            "taiwaneseDigital" => NumberFormat::Digits { zero: '○' },
            "ideographEnclosedCircle" => NumberFormat::BracketedHan,
            "ideographTraditional" => NumberFormat::Stem,
            "ideographZodiac" => NumberFormat::Branch,
            "ideographZodiacTraditional" => NumberFormat::StemBranch,
            "bullet" => NumberFormat::Bullet,
            "none" => NumberFormat::None,
            _ => NumberFormat::Arabic,
        }
    }

    /// The format that writes one as the sample `001, 002, 003, ...` begins.
    fn sampled(sample: &str) -> NumberFormat {
        let first = sample.split(',').next().unwrap_or_default().trim();
        match first.strip_suffix('1') {
            Some(zeros)
                if !zeros.is_empty()
                    && zeros.len() < 8
                    && zeros.bytes().all(|byte| byte == b'0') =>
            {
                NumberFormat::Padded(first.len())
            }
            _ => NumberFormat::Arabic,
        }
    }

    /// The number as a label shows it.
    pub fn write(self, number: u32) -> String {
        let special = match self {
            NumberFormat::Arabic => None,
            NumberFormat::Bullet | NumberFormat::None => Some(String::new()),
            NumberFormat::Padded(width) => Some(format!("{number:0width$}")),
            NumberFormat::FullWidth => Some(full_width(number)),
            NumberFormat::Circled { last } => circled(number, last).map(String::from),
            NumberFormat::FullStop => from_one('⒈', number, 20).map(String::from),
            NumberFormat::Bracketed => from_one('⑴', number, 20).map(String::from),
            NumberFormat::BracketedHan => from_one('㈠', number, 10).map(String::from),
            NumberFormat::Dashed => Some(format!("- {number} -")),
            NumberFormat::Roman { upper } => roman(number, upper),
            NumberFormat::Letter { upper } => letter(number, upper),
            NumberFormat::Counting => Some(if number < 100 {
                counting(number)
            } else {
                digits(number, '○')
            }),
            NumberFormat::CountingThousand => counting_thousand(number),
            NumberFormat::JapaneseCounting => japanese_counting(number),
            NumberFormat::Legal { traditional: false } => legal(number, &LEGAL),
            NumberFormat::Legal { traditional: true } => legal(number, &LEGAL_TRADITIONAL),
            NumberFormat::Digits { zero } => Some(digits(number, zero)),
            NumberFormat::Stem => nth(&STEMS, number).map(String::from),
            NumberFormat::Branch => nth(&BRANCHES, number).map(String::from),
            NumberFormat::StemBranch => stem_branch(number),
        };
        special.unwrap_or_else(|| number.to_string())
    }
}

/// ① to ㊿, as far as the format goes.
pub(super) fn circled(number: u32, last: u32) -> Option<char> {
    let (first, from) = match number {
        1..=20 => ('①', 1),
        21..=35 => ('㉑', 21),
        36..=50 => ('㊱', 36),
        _ => return None,
    };
    (number <= last)
        .then(|| char::from_u32(u32::from(first) + number - from))
        .flatten()
}

fn from_one(first: char, number: u32, last: u32) -> Option<char> {
    (1..=last)
        .contains(&number)
        .then(|| char::from_u32(u32::from(first) + number - 1))
        .flatten()
}

fn full_width(number: u32) -> String {
    let wide = |digit: char| {
        let value = digit.to_digit(10).unwrap_or_default();
        char::from_u32(u32::from('０') + value).unwrap_or(digit)
    };
    number.to_string().chars().map(wide).collect()
}

fn nth(signs: &[char], number: u32) -> Option<char> {
    let idx = usize::try_from(number).ok()?.checked_sub(1)?;
    signs.get(idx).copied()
}

fn stem_branch(number: u32) -> Option<String> {
    let idx = usize::try_from(number).ok()?.checked_sub(1)?;
    let stem = STEMS.iter().cycle().nth(idx % 60)?;
    let branch = BRANCHES.iter().cycle().nth(idx % 60)?;
    Some(String::from_iter([stem, branch]))
}

fn letter(number: u32, upper: bool) -> Option<String> {
    let idx = number.checked_sub(1)?;
    let repeated = idx / 26 + 1;
    let letter = char::from_u32(u32::from(if upper { 'A' } else { 'a' }) + idx % 26)?;
    (repeated <= LONGEST).then(|| std::iter::repeat_n(letter, repeated as usize).collect())
}

fn roman(number: u32, upper: bool) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number >= LONGEST * 1000 {
        return None;
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(if upper { text.to_uppercase() } else { text })
}

fn digit_of(signs: &[char; 10], digit: u32) -> Option<char> {
    signs.get(usize::try_from(digit).ok()?).copied()
}

/// 一, 十, 十二, 九十九.
fn counting(number: u32) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let mut text = String::new();
    if tens > 1 {
        text.extend(digit_of(&DIGITS, tens));
    }
    if tens > 0 {
        text.push('十');
    }
    if ones > 0 || number == 0 {
        text.extend(digit_of(&DIGITS, ones));
    }
    text
}

fn digits(number: u32, zero: char) -> String {
    let sign = |digit: char| match digit.to_digit(10) {
        Some(0) | None => zero,
        Some(digit) => digit_of(&DIGITS, digit).unwrap_or(zero),
    };
    number.to_string().chars().map(sign).collect()
}

/// A number below ten thousand with its units; `zero` stands once for every gap.
fn with_units(number: u32, signs: &[char; 10], units: [&str; 4], zero: &str) -> Option<String> {
    let mut text = String::new();
    let mut gap = false;
    for (unit, value) in units.into_iter().zip([1000, 100, 10, 1]) {
        let digit = number / value % 10;
        if digit == 0 {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push_str(zero);
        }
        gap = false;
        text.extend(digit_of(signs, digit));
        text.push_str(unit);
    }
    (1..10_000).contains(&number).then_some(text)
}

fn counting_thousand(number: u32) -> Option<String> {
    if number < 100 {
        return Some(counting(number));
    }
    with_units(number, &DIGITS, ["千", "百", "十", ""], "零")
}

fn legal(number: u32, signs: &[char; 10]) -> Option<String> {
    with_units(number, signs, ["仟", "佰", "拾", ""], "零")
}

fn japanese_counting(number: u32) -> Option<String> {
    let long = with_units(number, &DIGITS, ["千", "百", "十", ""], "")?;
    Some(
        long.replace("一千", "千")
            .replace("一百", "百")
            .replace("一十", "十"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, cases: &[(u32, &str)]) {
        for (number, text) in cases {
            assert_eq!(
                NumberFormat::named(name, None).write(*number),
                *text,
                "{name} {number}"
            );
        }
    }

    #[test]
    fn numbers_of_chinese_lists() {
        check(
            "chineseCounting",
            &[
                (1, "一"),
                (10, "十"),
                (11, "十一"),
                (20, "二十"),
                (99, "九十九"),
                (100, "一○○"),
                (112, "一一二"),
            ],
        );
        check(
            "chineseCountingThousand",
            &[
                (1, "一"),
                (10, "十"),
                (19, "十九"),
                (100, "一百"),
                (101, "一百零一"),
                (110, "一百一十"),
                (1005, "一千零五"),
                (12_000, "12000"),
            ],
        );
        check(
            "japaneseCounting",
            &[
                (3, "三"),
                (10, "十"),
                (12, "十二"),
                (21, "二十一"),
                (101, "百一"),
                (110, "百十"),
            ],
        );
        check(
            "taiwaneseCountingThousand",
            &[(12, "十二"), (120, "一百二十")],
        );
        check(
            "ideographDigital",
            &[(1, "一"), (10, "一〇"), (21, "二一"), (100, "一〇〇")],
        );
        check("taiwaneseDigital", &[(10, "一○")]);
        check(
            "chineseLegalSimplified",
            &[
                (1, "壹"),
                (2, "贰"),
                (10, "壹拾"),
                (12, "壹拾贰"),
                (101, "壹佰零壹"),
            ],
        );
        check("ideographLegalTraditional", &[(2, "貳"), (3, "參")]);
        check(
            "ideographEnclosedCircle",
            &[(1, "㈠"), (10, "㈩"), (11, "11")],
        );
        check("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "11")]);
        check("ideographZodiac", &[(12, "亥")]);
        check(
            "ideographZodiacTraditional",
            &[(1, "甲子"), (11, "甲戌"), (60, "癸亥"), (61, "甲子")],
        );
    }

    #[test]
    fn other_numbers() {
        check("decimal", &[(0, "0"), (12, "12")]);
        check("decimalZero", &[(1, "01"), (12, "12")]);
        check("decimalFullWidth", &[(12, "１２")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "21")]);
        check("decimalEnclosedCircleChinese", &[(10, "⑩"), (11, "11")]);
        check(
            "decimalEnclosedFullstop",
            &[(1, "⒈"), (20, "⒛"), (21, "21")],
        );
        check("decimalEnclosedParen", &[(1, "⑴"), (20, "⒇")]);
        check("numberInDash", &[(3, "- 3 -")]);
        check(
            "upperRoman",
            &[
                (4, "IV"),
                (1999, "MCMXCIX"),
                (0, "0"),
                (4_000_000, "4000000"),
            ],
        );
        check(
            "lowerLetter",
            &[
                (1, "a"),
                (26, "z"),
                (27, "aa"),
                (0, "0"),
                (u32::MAX, "4294967295"),
            ],
        );
        check("bullet", &[(1, "")]);
        check("none", &[(1, "")]);
        check("thaiNumbers", &[(7, "7")]);
        assert_eq!(
            NumberFormat::named("custom", Some("001, 002, 003, ...")).write(7),
            "007"
        );
        assert_eq!(
            NumberFormat::named("custom", Some("00000000000001")).write(7),
            "7"
        );
        assert_eq!(
            [21, 35, 36, 50, 51].map(|number| circled(number, 50)),
            [Some('㉑'), Some('㉟'), Some('㊱'), Some('㊿'), None]
        );
    }
}
