//! Quarters and halves of a year: 第一季度, 前三季度, 上半年.

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
        return None;
    }
    let (_, first, last) = WORDS.into_iter().find(|(word, ..)| text.ends_with(word))?;
    Some(Months { first, last })
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
            ("", None),
        ] {
            let found = months_at_end(text).map(|months| (months.first, months.last));
            assert_eq!(found, expected, "{text}");
        }
    }
}
