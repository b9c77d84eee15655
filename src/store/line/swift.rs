//! An event of this version out of its JSON in one pass: what loading thousands of them spends its time on.

use std::borrow::Cow;
use std::fmt;

use crate::review::{Event, Operation};
use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// The event, and the hash of the line before it. Anything that is not exactly an event as this version writes it is an
/// error here and read in another way.
pub(super) fn read(json: &str) -> serde_json::Result<(Event, Option<Cow<'_, str>>)> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let read = reader.deserialize_map(Envelope)?;
    reader.end()?;
    Ok(read)
}

struct Envelope;

/// A text that stays where it is, unless characters in it were escaped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    V,
    Writer,
    Seq,
    Prev,
    Lamport,
    Id,
    T,
    Reviewer,
    Role,
    Base,
    Undoes,
    Group,
    Op,
    Body,
    #[serde(other)]
    Other,
}

impl<'de> Visitor<'de> for Envelope {
    type Value = (Event, Option<Cow<'de, str>>);

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an event")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut version, mut sequence, mut lamport) = (None, None, None);
        let (mut writer, mut reviewer, mut previous) = (None, None, None);
        let (mut id, mut time, mut name, mut operation) = (None, None, None, None);
        let (mut role, mut base, mut undoes, mut group) = (None, None, None, None);
        while let Some(key) = map.next_key()? {
            match key {
                Key::V => once(&mut version, map.next_value()?)?,
                Key::Writer => once(&mut writer, map.next_value()?)?,
                Key::Seq => once(&mut sequence, map.next_value()?)?,
                Key::Prev => once(&mut previous, map.next_value::<Option<Word>>()?)?,
                Key::Lamport => once(&mut lamport, map.next_value()?)?,
                Key::Id => once(&mut id, map.next_value()?)?,
                Key::T => once(&mut time, map.next_value()?)?,
                Key::Reviewer => once(&mut reviewer, map.next_value()?)?,
                Key::Role => once(&mut role, map.next_value()?)?,
                Key::Base => once(&mut base, map.next_value()?)?,
                Key::Undoes => once(&mut undoes, map.next_value()?)?,
                Key::Group => once(&mut group, map.next_value()?)?,
                Key::Op => once(&mut name, map.next_value::<Word>()?)?,
                Key::Body => {
                    let Word(name) = name.as_ref().ok_or_else(|| missing("op"))?;
                    let tagged = Tagged {
                        name: name.as_ref(),
                        map: &mut map,
                        next: Part::Name,
                    };
                    let tagged = MapAccessDeserializer::new(tagged);
                    once(&mut operation, Operation::deserialize(tagged)?)?;
                }
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let event = Event {
            version: version.ok_or_else(|| missing("v"))?,
            writer: writer.ok_or_else(|| missing("writer"))?,
            sequence: sequence.ok_or_else(|| missing("seq"))?,
            lamport: lamport.ok_or_else(|| missing("lamport"))?,
            id: id.ok_or_else(|| missing("id"))?,
            time: time.ok_or_else(|| missing("t"))?,
            reviewer: reviewer.ok_or_else(|| missing("reviewer"))?,
            role: role.flatten(),
            base: base.unwrap_or_default(),
            undoes: undoes.flatten(),
            group: group.flatten(),
            operation: operation.ok_or_else(|| missing("body"))?,
        };
        Ok((event, previous.flatten().map(|Word(previous)| previous)))
    }
}

fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

/// A key that stands there twice says two things.
fn once<T, E: Error>(place: &mut Option<T>, value: T) -> Result<(), E> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::custom("a key stands there twice")),
    }
}

/// The name and the body of an operation as one map, though they stand beside the rest of the envelope.
struct Tagged<'m, 'n, A> {
    name: &'n str,
    map: &'m mut A,
    next: Part,
}

enum Part {
    Name,
    Body,
    End,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Tagged<'_, '_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let key = match self.next {
            Part::Name => "op",
            Part::Body => "body",
            Part::End => return Ok(None),
        };
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.next {
            Part::Name => {
                self.next = Part::Body;
                seed.deserialize(StrDeserializer::new(self.name))
            }
            Part::Body | Part::End => {
                self.next = Part::End;
                self.map.next_value_seed(seed)
            }
        }
    }
}
