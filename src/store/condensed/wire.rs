//! Numbers of a fixed size and texts that stand once each: what thousands of records are made of.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::review::{Passage, Text};

/// Takes down records.
#[derive(Debug, Default)]
pub(super) struct Writer {
    numbers: Vec<u8>,
    texts: String,
    /// Where a text stands that was taken down before.
    known: HashMap<String, u32>,
    passages: HashMap<Arc<Passage>, u32>,
}

impl Writer {
    pub fn byte(&mut self, byte: u8) {
        self.numbers.push(byte);
    }

    /// Nothing is taken down of a number that does not fit.
    pub fn number(&mut self, number: usize) -> Option<()> {
        self.short(u32::try_from(number).ok()?);
        Some(())
    }

    pub fn short(&mut self, number: u32) {
        self.numbers.extend(number.to_le_bytes());
    }

    pub fn long(&mut self, number: u64) {
        self.numbers.extend(number.to_le_bytes());
    }

    pub fn id(&mut self, id: Uuid) {
        self.numbers.extend(id.as_bytes());
    }

    pub fn text(&mut self, text: &str) -> Option<()> {
        let start = match self.known.get(text) {
            Some(start) => *start,
            None => {
                let start = u32::try_from(self.texts.len()).ok()?;
                self.texts.push_str(text);
                self.known.insert(text.to_owned(), start);
                start
            }
        };
        self.short(start);
        self.number(text.len())
    }

    /// A passage by its number; the passages themselves are for the caller to write.
    pub fn passage(&mut self, passage: &Arc<Passage>) -> Option<()> {
        let next = u32::try_from(self.passages.len()).ok()?;
        let number = *self.passages.entry(Arc::clone(passage)).or_insert(next);
        self.short(number);
        Some(())
    }

    /// All passages that were referred to, in their order.
    pub fn passages(&self) -> Vec<Arc<Passage>> {
        let mut passages: Vec<_> = self.passages.iter().collect();
        passages.sort_unstable_by_key(|(_, number)| **number);
        let passages = passages.into_iter();
        passages.map(|(passage, _)| Arc::clone(passage)).collect()
    }

    pub fn maybe<T>(
        &mut self,
        value: Option<T>,
        write: impl FnOnce(&mut Writer, T) -> Option<()>,
    ) -> Option<()> {
        self.byte(u8::from(value.is_some()));
        match value {
            Some(value) => write(self, value),
            None => Some(()),
        }
    }

    pub fn each<T>(
        &mut self,
        values: &[T],
        mut write: impl FnMut(&mut Writer, &T) -> Option<()>,
    ) -> Option<()> {
        self.number(values.len())?;
        values.iter().try_for_each(|value| write(self, value))
    }

    /// A value as its place in a list of all that there are.
    pub fn one_of<T: PartialEq>(&mut self, all: &[T], value: T) -> Option<()> {
        let at = all.iter().position(|known| *known == value)?;
        self.byte(u8::try_from(at).ok()?);
        Some(())
    }

    /// How much was taken down, to come back to.
    pub fn position(&self) -> usize {
        self.numbers.len()
    }

    /// Forgets the records behind a position; their texts hurt nobody.
    pub fn back_to(&mut self, position: usize) {
        self.numbers.truncate(position);
    }

    /// The numbers so far. What follows points into the same texts.
    pub fn take_numbers(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.numbers)
    }

    pub fn texts(&self) -> &str {
        &self.texts
    }
}

/// Reads records back; nothing where the bytes are not such records.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    pub numbers: &'a [u8],
    pub texts: &'a Arc<str>,
    pub passages: &'a [Arc<Passage>],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.numbers.split_first_chunk()?;
        self.numbers = rest;
        Some(*first)
    }

    pub fn byte(&mut self) -> Option<u8> {
        let [byte] = self.take()?;
        Some(byte)
    }

    pub fn short(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take()?))
    }

    pub fn number(&mut self) -> Option<usize> {
        usize::try_from(self.short()?).ok()
    }

    pub fn long(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take()?))
    }

    pub fn id(&mut self) -> Option<Uuid> {
        Some(Uuid::from_bytes(self.take()?))
    }

    pub fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A text that goes on sharing its place with the others.
    pub fn text(&mut self) -> Option<Text> {
        let start = self.number()?;
        Text::piece(self.texts, start, self.number()?)
    }

    pub fn string(&mut self) -> Option<String> {
        let start = self.number()?;
        let end = start.checked_add(self.number()?)?;
        self.texts.get(start..end).map(str::to_owned)
    }

    pub fn passage(&mut self) -> Option<Arc<Passage>> {
        let number = self.number()?;
        self.passages.get(number).map(Arc::clone)
    }

    pub fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.flag()? {
            true => read(self).map(Some),
            false => Some(None),
        }
    }

    pub fn each<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // Each takes a byte at least: a damaged count must not ask for all memory.
        let mut values = Vec::with_capacity(count.min(self.numbers.len()));
        for _ in 0..count {
            values.push(read(self)?);
        }
        Some(values)
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.byte()?)).copied()
    }
}
