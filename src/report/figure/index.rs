//! Words by a key made of their characters, found in a handful of steps.
//!
//! The readers ask at nearly every character near a number whether a word of some list begins or ends there, and nearly
//! always the answer is no: so the table is sparse, and a character that opens no word is refused at the first look.

/// Words by key, the longest first.
#[derive(Debug)]
pub(super) struct WordIndex<W> {
    /// A power of two of them, at most a quarter in use; none where there are no words. Private, because their ranges must
    /// fit `words`.
    slots: Vec<Slot>,
    words: Vec<W>,
    /// A bit for the low bits of every key: nearly all that is asked for is refused here.
    bits: [u64; 64],
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// 0 in an empty slot.
    key: u64,
    from: usize,
    to: usize,
}

/// The key of a character.
pub(super) fn key_of(c: char) -> u64 {
    u64::from(u32::from(c))
}

/// The key of two characters in a row.
pub(super) fn key_of_pair(first: char, second: char) -> u64 {
    (key_of(first) << 32) | key_of(second)
}

impl<W> Default for WordIndex<W> {
    fn default() -> WordIndex<W> {
        WordIndex::new([])
    }
}

impl<W> WordIndex<W> {
    /// An index of words that are in order under each key; a key of 0 is left out.
    pub(super) fn new(words: impl IntoIterator<Item = (u64, W)>) -> WordIndex<W> {
        let mut words: Vec<(u64, W)> = words.into_iter().filter(|(key, _)| *key != 0).collect();
        words.sort_by_key(|(key, _)| *key);
        let mut keys: Vec<Slot> = Vec::new();
        for (at, (key, _)) in words.iter().enumerate() {
            match keys.last_mut() {
                Some(slot) if slot.key == *key => slot.to = at + 1,
                _ => keys.push(Slot {
                    key: *key,
                    from: at,
                    to: at + 1,
                }),
            }
        }
        let mut index = WordIndex {
            slots: Vec::new(),
            words: words.into_iter().map(|(_, word)| word).collect(),
            bits: [0; 64],
        };
        if !keys.is_empty() {
            index.slots = vec![Slot::default(); (keys.len() * 4).next_power_of_two()];
        }
        for slot in keys {
            if let Some(bits) = index.bits.get_mut(word_of_bits(slot.key)) {
                *bits |= 1 << (slot.key & 63);
            }
            let free = index.place_of(slot.key);
            if let Some(place) = index.slots.get_mut(free) {
                *place = slot;
            }
        }
        index
    }

    /// The words under a key.
    pub(super) fn of(&self, key: u64) -> &[W] {
        if !self.may_hold(key) {
            return &[];
        }
        match self.slots.get(self.place_of(key)) {
            Some(slot) if slot.key == key => self.words.get(slot.from..slot.to).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Whether there may be words under a key; no is certain.
    pub(super) fn may_hold(&self, key: u64) -> bool {
        let bits = self.bits.get(word_of_bits(key)).copied().unwrap_or(0);
        bits >> (key & 63) & 1 == 1
    }

    /// All words.
    #[cfg(test)]
    pub(super) fn words(&self) -> &[W] {
        &self.words
    }

    /// The slot of a key, or the free one where it would stand.
    fn place_of(&self, key: u64) -> usize {
        // Fibonacci hashing: the high bits of the product are well mixed.
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        let mask = self.slots.len().wrapping_sub(1);
        let mixed = key.wrapping_mul(GOLDEN) >> 32;
        let mut place = usize::try_from(mixed).unwrap_or(0) & mask;
        while let Some(slot) = self.slots.get(place) {
            if slot.key == key || slot.key == 0 {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }
}

/// Which of the 64 words of bits a key has its bit in.
fn word_of_bits(key: u64) -> usize {
    usize::from(u8::try_from(key >> 6 & 63).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_under_their_keys() {
        let chars: Vec<char> = ('一'..='龥').step_by(7).collect();
        let index = WordIndex::new(chars.iter().map(|&c| (key_of(c), c)));
        for c in '一'..='龥' {
            let expected: &[char] = if chars.contains(&c) { &[c] } else { &[] };
            assert_eq!(index.of(key_of(c)), expected, "{c}");
        }
        assert!(WordIndex::<char>::default().of(key_of('一')).is_empty());
        let pairs = WordIndex::new([(key_of_pair('一', '体'), 1), (key_of_pair('一', '体'), 2)]);
        assert_eq!(pairs.of(key_of_pair('一', '体')), [1, 2]);
        assert!(pairs.of(key_of_pair('体', '一')).is_empty());
    }
}
