//! The number of a gap (问题编号): short enough to be read out, the same for ever, in any order and on any machine.

use std::fmt::{self, Write};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::review::Annotation;

/// Digits and letters without those that are read for others.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// The number of an annotation: the year of the report, and forty bits of the digest of its id: `2024-7K3M9QXD`.
///
/// Two of ten thousand annotations of one year have the same number once in twenty thousand such ledgers; a ledger in which
/// that happens is refused at those rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(String);

impl Number {
    /// The year is that in which the annotation was written down, so that a later correction does not change the number.
    pub fn of(annotation: &Annotation) -> Number {
        Number::new(annotation.id, annotation.target.year)
    }

    fn new(id: Uuid, year: Option<i16>) -> Number {
        let digest = Sha256::digest(id.as_bytes());
        let bits = digest
            .iter()
            .take(5)
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let letters = (0..LENGTH).rev().filter_map(|place| {
            let idx = usize::try_from(bits >> (5 * place) & 31).ok()?;
            LETTERS.get(idx).copied().map(char::from)
        });
        let mut number = String::with_capacity(5 + LENGTH);
        // Writing to a string cannot fail.
        let _ = write!(number, "{:04}-", year.unwrap_or(0));
        number.extend(letters);
        Number(number)
    }

    /// A number as people type it: small letters, wide ones, blanks, another dash, O for 0, I and L for 1.
    pub fn read(typed: &str) -> Option<Number> {
        let plain: String = typed.chars().filter_map(plain).collect();
        let (year, letters) = plain.split_once('-')?;
        let is_year = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
        let letters: String = letters.chars().map(likely).collect();
        let known = |letter: u8| LETTERS.contains(&letter);
        (is_year && letters.len() == LENGTH && letters.bytes().all(known))
            .then(|| Number(format!("{year}-{letters}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

fn plain(character: char) -> Option<char> {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
        '—' | '–' | '‐' | '‑' | '−' => Some('-'),
        other if other.is_whitespace() || other == '\u{feff}' => None,
        other => Some(other),
    }
}

fn likely(letter: char) -> char {
    match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_for_ever() {
        let id = Uuid::from_u128(7);
        assert_eq!(Number::new(id, Some(2024)).as_str(), "2024-DEQ44T12");
        assert_eq!(Number::new(id, None).as_str(), "0000-DEQ44T12");
    }

    #[test]
    fn a_number_is_known_however_it_is_typed() {
        let number = Number("2024-1K3M0QXD".to_owned());
        for typed in [
            "2024-1K3M0QXD",
            " 2024-1k3m0qxd\n",
            "２０２４－１Ｋ３Ｍ０ＱＸＤ",
            "2024—IK3MOQXD",
            "2024 - lk3m oqxd",
        ] {
            assert_eq!(Number::read(typed), Some(number.clone()), "{typed}");
        }
        for typed in [
            "",
            "2024",
            "2024-1K3M0QX",
            "24-1K3M0QXD",
            "2024-1K3M0QXU",
            "号-1K3M0QXD",
        ] {
            assert_eq!(Number::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn numbers_hardly_ever_meet() {
        let ids = (0..20_000_u128).map(|id| Number::new(Uuid::from_u128(id << 64), Some(2024)));
        assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), 20_000);
    }
}
