//! How characters are read aloud, without tones: every reading of every character.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "source")]
    _source: String,
    /// From a reading to all characters that may be read so.
    readings: BTreeMap<String, String>,
}

/// Every reading, and which characters are read so.
struct Readings {
    names: Vec<String>,
    /// Characters with the position of one of their readings, by character.
    of: Vec<(char, usize)>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let table: Table =
        serde_json::from_str(crate::bundled!("lexicon/pinyin.json")).expect("an embedded table");
    let rows = table.readings.values().enumerate();
    let mut of: Vec<(char, usize)> = rows
        .flat_map(|(at, characters)| characters.chars().map(move |character| (character, at)))
        .collect();
    of.sort_unstable();
    let names = table.readings.into_keys().collect();
    Readings { names, of }
});

/// All readings of a character; none where it is no Chinese character or a rare one.
pub(super) fn readings(character: char) -> impl Iterator<Item = &'static str> {
    let table = match character {
        '\u{3400}'.. => READINGS.of.as_slice(),
        _ => &[],
    };
    let from = table.partition_point(|(known, _)| *known < character);
    let rest = table.get(from..).unwrap_or_default().iter();
    rest.take_while(move |(known, _)| *known == character)
        .filter_map(|(_, at)| READINGS.names.get(*at).map(String::as_str))
}

/// The consonants that a reading begins with, which may be typed in its place.
pub(super) fn initial(reading: &str) -> &str {
    let length = match reading.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => 2,
        _ => 1,
    };
    reading.get(..length).unwrap_or(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_has_all_its_readings() {
        let check = |character: char, expected: &[&str]| {
            let found: Vec<&str> = readings(character).collect();
            assert_eq!(found, expected, "{character}");
        };
        check('县', &["xian"]);
        check('重', &["chong", "zhong"]);
        check('乐', &["lao", "le", "yue"]);
        check('绿', &["lu", "lv"]);
        check('a', &[]);
        check('\u{10ffff}', &[]);
        assert!(READINGS.of.len() > 8_105);
        let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(READINGS.names.iter().all(plain));
    }
}
