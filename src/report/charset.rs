//! Sets of characters, and the search for the next character of one: the loop that decides what reading costs.
//!
//! Nearly every character of a text is in none of the sets, so a three-byte character is refused by one look-up: its first
//! two bytes choose a row of bits, its third byte the bit.

/// A set of characters of one or three bytes, which are those of every list of words; others are in no set.
pub(super) struct CharSet {
    ascii: [bool; 128],
    wide: [u64; 1024],
}

impl CharSet {
    pub(super) const EMPTY: CharSet = CharSet {
        ascii: [false; 128],
        wide: [0; 1024],
    };

    pub(super) fn of<'a>(chars: impl Iterator<Item = &'a str>) -> CharSet {
        let mut set = CharSet::EMPTY;
        chars.for_each(|chars| set.add(chars));
        set
    }

    /// The set with more characters in it.
    pub(super) const fn with(mut self, chars: &str) -> CharSet {
        self.add(chars);
        self
    }

    pub(super) const fn add(&mut self, chars: &str) {
        let bytes = chars.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let lead = bytes[at];
            at += match lead {
                0..0x80 => {
                    self.ascii[lead as usize] = true;
                    1
                }
                0x80..0xE0 => 2,
                0xE0..0xF0 => {
                    self.wide[row(lead, bytes[at + 1])] |= 1 << (bytes[at + 2] & 0x3F);
                    3
                }
                0xF0.. => 4,
            };
        }
    }

    /// Where the next character of the set stands at or behind a place.
    pub(super) fn next_in(&self, text: &str, from: usize) -> Option<usize> {
        let mut left = text.as_bytes().get(from..)?;
        loop {
            // Only the first bytes of three-byte characters choose a row there is.
            if let [lead, second, third, rest @ ..] = left
                && let Some(bits) = self.wide.get(row(*lead, *second))
            {
                if bits >> (third & 0x3F) & 1 == 1 {
                    break;
                }
                left = rest;
                continue;
            }
            left = match left {
                [lead @ 0..0x80, rest @ ..] => {
                    if self.ascii.get(usize::from(*lead)) == Some(&true) {
                        break;
                    }
                    rest
                }
                [0x80..0xE0, _, rest @ ..] | [_, _, _, _, rest @ ..] => rest,
                _ => return None,
            };
        }
        Some(text.len() - left.len())
    }

    /// The places of a text where characters of the set stand.
    pub(super) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = self.next_in(text, from)?;
            // The next character begins within three bytes; the search steps over what continues this one.
            from = at
                + if text.as_bytes().get(at)? < &0x80 {
                    1
                } else {
                    3
                };
            Some(at)
        })
    }
}

/// The row of bits of a three-byte character by its first two bytes; beyond all rows for any other character.
const fn row(lead: u8, second: u8) -> usize {
    const FIRST: usize = 0xE0 << 6 | 0x80;
    ((lead as usize) << 6)
        .wrapping_add(second as usize)
        .wrapping_sub(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_missed() {
        static SET: CharSet = CharSet::EMPTY.with("7,年至—一龥").with("z第");
        let members = "7,年至—一龥z第";
        let text: String = ('\u{1}'..='\u{FFFF}').chain(['😀', '一']).collect();
        let found: Vec<_> = SET.places(&text).collect();
        let expected: Vec<_> = text
            .char_indices()
            .filter(|&(_, c)| members.contains(c))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(found, expected);
        assert_eq!(SET.next_in("", 0), None);
        assert_eq!(SET.next_in("年", 3), None);
    }
}
