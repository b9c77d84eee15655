//! Quarters and halves of a year, and its first months: 第一季度, 前三季度, 上半年, 今年前11个月.

use super::Months;

/// The words and the months that they span. A word that ends another stands behind it.
const WORDS: [(&str, u8, u8); 9] = [
    ("前两季度", 1, 6),
    ("前二季度", 1, 6),
    ("前三季度", 1, 9),
    ("上半年", 1, 6),
    ("下半年", 7, 12),
    ("一季度", 1, 3),
    ("二季度", 4, 6),
    ("三季度", 7, 9),
    ("四季度", 10, 12),
];

/// The months that the word at the end of a text spans.
pub(super) fn months_at_end(text: &str) -> Option<Months> {
    if !text.ends_with("季度") && !text.ends_with("半年") {
        return first_months(text);
    }
    let (_, first, last) = WORDS.into_iter().find(|(word, ..)| text.ends_with(word))?;
    Some(Months { first, last })
}

/// Chinese numerals of months, by the number from 2; one that ends another stands behind it.
const NUMERALS: [(&str, u8); 11] = [
    ("十一", 11),
    ("十", 10),
    ("九", 9),
    ("八", 8),
    ("七", 7),
    ("六", 6),
    ("五", 5),
    ("四", 4),
    ("三", 3),
    ("两", 2),
    ("二", 2),
];

/// 今年前11个月, or 前三个月 at the head of a clause; 公示前3个月 is no part of the year.
fn first_months(text: &str) -> Option<Months> {
    let numbered = text.strip_suffix("个月")?;
    let lead = numbered.trim_end_matches(|last: char| last.is_ascii_digit());
    let (lead, last) = match numbered.get(lead.len()..)? {
        "" => NUMERALS
            .into_iter()
            .find_map(|(word, number)| Some((numbered.strip_suffix(word)?, number)))?,
        digits => (lead, digits.parse().ok()?),
    };
    let before = lead.strip_suffix('前')?;
    let of_year = before.is_empty() || before.ends_with(['年', ',', ';', ':', '。', '\n']);
    (of_year && (2..=11).contains(&last)).then_some(Months { first: 1, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_year_are_read() {
        for (text, expected) in [
            ("第一季度", Some((1, 3))),
            ("今年前三季度", Some((1, 9))),
            ("上半年受理,下半年", Some((7, 12))),
            ("历时半年", None),
            ("每季度", None),
            ("今年前11个月", Some((1, 11))),
            ("办结,前十一个月", Some((1, 11))),
            ("前两个月", Some((1, 2))),
            ("公示前3个月", None),
            ("前13个月", None),
            ("近3个月", None),
            ("", None),
        ] {
            let found = months_at_end(text).map(|months| (months.first, months.last));
            assert_eq!(found, expected, "{text}");
        }
    }
}
