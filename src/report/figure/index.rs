//! Words found at the start or the end of a text in a handful of steps.
//!
//! The readers ask at nearly every character near a number whether a word of some list begins or ends there, and nearly
//! always the answer is no. So a text is looked at through the eight bytes at its edge, taken as one number: the character
//! there is some bits of it, which a sparse table mostly refuses, and a word of up to eight bytes is compared in one step.

use std::ops::Range;

/// The eight bytes at the start or the end of a text, those at the very edge lowest; zeros where there are fewer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    bytes: u64,
    /// What the word is filed under: the bytes of the character at the edge, or enough of them to tell most apart.
    key: u64,
}

/// How many bytes an edge shows.
const SHOWN: usize = 8;
/// How many bytes two Chinese characters have.
pub(super) const PAIR: usize = 6;

impl Edge {
    #[inline(always)]
    pub(super) fn start(text: &str) -> Edge {
        let bytes = text.as_bytes();
        let bytes = match bytes.first_chunk() {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => padded(bytes.iter().rev()),
        };
        let key = bytes & if bytes & 0xFF < 0xE0 { 0xFF } else { 0xFF_FFFF };
        Edge { bytes, key }
    }

    #[inline(always)]
    pub(super) fn end(text: &str) -> Edge {
        let bytes = text.as_bytes();
        let bytes = match bytes.last_chunk() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            None => padded(bytes.iter()),
        };
        let key = bytes & if bytes & 0xFF < 0x80 { 0xFF } else { 0xFFFF };
        Edge { bytes, key }
    }

    /// The start of a text under a key of two Chinese characters, for words that would crowd under their first one.
    pub(super) fn start_pair(text: &str) -> Edge {
        let edge = Edge::start(text);
        Edge {
            key: edge.pair(),
            ..edge
        }
    }

    #[inline(always)]
    fn pair(self) -> u64 {
        self.bytes & 0xFFFF_FFFF_FFFF
    }
}

/// The number of less than eight bytes, the last one at the edge.
fn padded<'a>(bytes: impl Iterator<Item = &'a u8>) -> u64 {
    bytes.fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Words by the character at their edge, the longest first.
#[derive(Debug)]
pub(super) struct WordIndex {
    /// A power of two of them, at most a quarter in use. Private, because their ranges must fit `entries`.
    slots: Vec<Slot>,
    entries: Vec<Entry>,
    /// The keys: most of what is asked for is refused here.
    keys: Bits,
    /// The keys of words that an edge of one character settles, and the first two characters of all others: what is left
    /// is refused here, but for the words themselves.
    short: Bits,
    pairs: Bits,
}

/// A bit for each of some numbers, which several may share: no is certain.
#[derive(Debug, Default)]
struct Bits([u64; 32]);

impl Bits {
    fn add(&mut self, number: u64) {
        let (row, bit) = Bits::place_of(number);
        if let Some(bits) = self.0.get_mut(row) {
            *bits |= 1 << bit;
        }
    }

    #[inline(always)]
    fn may_hold(&self, number: u64) -> bool {
        let (row, bit) = Bits::place_of(number);
        self.0.get(row).is_some_and(|bits| bits >> bit & 1 == 1)
    }

    #[inline(always)]
    fn place_of(number: u64) -> (usize, u64) {
        let place = mixed(number) >> 53;
        (usize::try_from(place >> 6).unwrap_or(0), place & 63)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// 0 in an empty slot.
    key: u64,
    from: u32,
    to: u32,
}

impl Slot {
    fn range(self) -> Range<usize> {
        let place = |at: u32| usize::try_from(at).unwrap_or(0);
        place(self.from)..place(self.to)
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    edge: Edge,
    /// The bits of the edge that are the word's.
    mask: u64,
    len: usize,
    /// Its place in the list of words.
    word: usize,
}

impl WordIndex {
    /// An index of words by their edges and lengths in bytes, in the order of their list.
    pub(super) fn new(words: impl Iterator<Item = (Edge, usize)>) -> WordIndex {
        let mut entries: Vec<Entry> = words
            .enumerate()
            .filter(|(_, (edge, _))| edge.key != 0)
            .map(|(word, (edge, len))| Entry {
                edge,
                mask: mask_of(len),
                len,
                word,
            })
            .collect();
        entries.sort_unstable_by(|one, other| {
            let by_key = one.edge.key.cmp(&other.edge.key);
            by_key.then(other.len.cmp(&one.len))
        });
        let groups = entries.chunk_by(|one, other| one.edge.key == other.edge.key);
        let count = groups.clone().count();
        let mut index = WordIndex {
            slots: vec![Slot::default(); (count * 4).next_power_of_two()],
            entries: Vec::new(),
            keys: Bits::default(),
            short: Bits::default(),
            pairs: Bits::default(),
        };
        let mut from = 0;
        for group in groups {
            let to = from + group.len();
            let key = group.first().map_or(0, |entry| entry.edge.key);
            index.keys.add(key);
            for entry in group {
                if entry.len < PAIR {
                    index.short.add(key);
                } else {
                    index.pairs.add(entry.edge.pair());
                }
            }
            let free = index.place_of(key);
            if let Some(slot) = index.slots.get_mut(free) {
                let place = |at: usize| u32::try_from(at).unwrap_or(0);
                *slot = Slot {
                    key,
                    from: place(from),
                    to: place(to),
                };
            }
            from = to;
        }
        index.entries = entries;
        index
    }

    /// Whether a word may stand at the edge; no is certain. Asked wherever a look-up is, so that it must not cost a call.
    #[inline(always)]
    pub(super) fn may_hold(&self, edge: Edge) -> bool {
        self.keys.may_hold(edge.key)
            && (self.short.may_hold(edge.key) || self.pairs.may_hold(edge.pair()))
    }

    /// The first word, the longest first, that fits the edge and of which `is_whole` says that all of it stands there.
    pub(super) fn find(&self, edge: Edge, is_whole: impl Fn(usize) -> bool) -> Option<usize> {
        let slot = self.slot_of(edge)?;
        let entries = self.entries.get(slot.range())?;
        let fits = |entry: &&Entry| {
            (entry.edge.bytes ^ edge.bytes) & entry.mask == 0
                && (entry.len <= SHOWN || is_whole(entry.word))
        };
        entries.iter().find(fits).map(|entry| entry.word)
    }

    /// All words that fit the edge, the longest first, as far as it shows them.
    pub(super) fn all(&self, edge: Edge) -> impl Iterator<Item = usize> {
        let range = self.slot_of(edge).map_or(0..0, Slot::range);
        let entries = self.entries.get(range).unwrap_or(&[]).iter();
        entries
            .filter(move |entry| (entry.edge.bytes ^ edge.bytes) & entry.mask == 0)
            .map(|entry| entry.word)
    }

    #[inline]
    fn slot_of(&self, edge: Edge) -> Option<Slot> {
        let slot = *self.slots.get(self.place_of(edge.key))?;
        (slot.key != 0).then_some(slot)
    }

    /// The slot of a key, or the free one where it would stand.
    #[inline]
    fn place_of(&self, key: u64) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut place = usize::try_from(mixed(key) >> 40).unwrap_or(0) & last;
        while let Some(slot) = self.slots.get(place) {
            if slot.key == key || slot.key == 0 {
                break;
            }
            place = (place + 1) & last;
        }
        place
    }
}

/// Fibonacci hashing: the high bits of the product are well mixed.
#[inline(always)]
fn mixed(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn mask_of(len: usize) -> u64 {
    let bits = u32::try_from(len.min(SHOWN) * 8).unwrap_or(64);
    u64::MAX.checked_shr(64 - bits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_the_edge() {
        let chars: Vec<String> = ('一'..='龥').step_by(7).map(String::from).collect();
        let index = WordIndex::new(chars.iter().map(|c| (Edge::start(c), c.len())));
        for c in ('一'..='龥').map(String::from) {
            let expected = chars.iter().position(|word| *word == c);
            assert_eq!(index.find(Edge::start(&c), |_| true), expected, "{c}");
        }
        let none = WordIndex::new([].into_iter());
        assert_eq!(none.find(Edge::start("一"), |_| true), None);
        assert_eq!(none.find(Edge::start(""), |_| true), None);
    }

    #[test]
    fn the_longest_word_is_tried_first() {
        let words = ["m", "m²", "人", "人次", "😀", "不少于多少"];
        let starts = WordIndex::new(words.iter().map(|word| (Edge::start(word), word.len())));
        let ends = WordIndex::new(words.iter().map(|word| (Edge::end(word), word.len())));
        for word in words {
            let found = starts.find(Edge::start(&format!("{word}。")), |_| true);
            assert_eq!(found.and_then(|idx| words.get(idx)), Some(&word));
            let found = ends.find(Edge::end(&format!("。{word}")), |_| true);
            assert_eq!(found.and_then(|idx| words.get(idx)), Some(&word));
        }
        let found = starts.find(Edge::start("不少于"), |_| false);
        assert_eq!(found, None);
    }
}
