//! The index: what lists show of every edition, in one file on this machine, so that a large library opens at once.
//!
//! It is derived and can be removed at any time. A checksum covers all of it, and it counts only while it names exactly the
//! editions that the folder has: otherwise what it knows is taken over, the rest is read from the editions, and it is
//! written anew.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};

use super::edition::{self, Content, EditionRecord, MetadataRecord};
use super::folder::Folder;
use super::hints::HintsRecord;

const NAME: &str = "index.bin";
/// Under this name earlier versions kept theirs.
const FORMER: &str = "index.jsonl";
const LARGEST: u64 = 1 << 30;
/// Begins the file; another number for another layout or another order of the rows.
const MAGIC: &[u8] = b"ducha index 2\n";
/// Rows that stand at the head: more than any screen shows, and there before the rest has been read.
const HEAD: usize = 128;
/// A head takes no more bytes.
const LARGEST_HEAD: usize = 1 << 20;

/// An id as the bytes that its digits stand for.
pub(super) type Id = [u8; 32];

/// An edition in the index. Texts are those of the file, so that nothing is copied that is not wanted.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Row<'a> {
    pub id: Id,
    schema: &'a str,
    source: (Id, u64),
    text: (Id, u64),
    extractor: &'a str,
    encoding: &'a str,
    pub file_name: Option<&'a str>,
    /// Seconds and nanoseconds since 1970.
    imported: (i64, i32),
    importer: &'a str,
    hints: Option<HintsRecord>,
    pub title: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub region: Option<&'a str>,
    pub level: &'a str,
    department_of: Option<&'a str>,
    pub kind: &'a str,
    pub year: Option<i16>,
    published: Option<Day>,
    signed: Option<Day>,
}

/// Year, month, day.
type Day = (i16, i8, i8);

/// What stands behind the beginning, in numbers of four bytes, the lowest first.
#[derive(Clone, Copy)]
struct Plan {
    /// Editions in all.
    count: u32,
    /// Bytes of the rows at the head.
    head: u32,
    /// Checksum over the other rows.
    rest_check: u32,
    /// Checksum over the rows at the head and the numbers above.
    head_check: u32,
}

impl Plan {
    const BYTES: usize = 16;

    fn bytes(self) -> impl Iterator<Item = u8> {
        let numbers = [self.count, self.head, self.rest_check, self.head_check];
        numbers.into_iter().flat_map(u32::to_le_bytes)
    }

    /// With the checksum that fits the rows at the head.
    fn checked(self, head: &[u8]) -> Plan {
        let mut check = crc32fast::Hasher::new();
        for number in [self.count, self.head, self.rest_check] {
            check.update(&number.to_le_bytes());
        }
        check.update(head);
        Plan {
            head_check: check.finalize(),
            ..self
        }
    }

    /// The plan, and the bytes of the rows.
    fn read(bytes: &[u8]) -> Option<(Plan, &[u8])> {
        let (plan, rows) = bytes.strip_prefix(MAGIC)?.split_at_checked(Plan::BYTES)?;
        let mut numbers = plan.chunks_exact(4).map(|number| {
            let number = number.try_into().unwrap_or_default();
            u32::from_le_bytes(number)
        });
        let plan = Plan {
            count: numbers.next()?,
            head: numbers.next()?,
            rest_check: numbers.next()?,
            head_check: numbers.next()?,
        };
        Some((plan, rows))
    }

    /// The rows at the head, if they are as they were written, and those behind it.
    fn split(self, rows: &[u8]) -> Option<(&[u8], &[u8])> {
        let (head, rest) = rows.split_at_checked(usize::try_from(self.head).ok()?)?;
        let whole = self.checked(head).head_check == self.head_check;
        whole.then_some((head, rest))
    }
}

/// The index as it was read; whole.
pub(super) struct Index {
    bytes: Vec<u8>,
}

impl Index {
    /// Nothing where there is none, or one that is damaged or of another version.
    pub fn read(state: &Folder) -> Option<Index> {
        let bytes = state.read(NAME, LARGEST).ok()?;
        let (plan, rows) = Plan::read(&bytes)?;
        let (_, rest) = plan.split(rows)?;
        (crc32fast::hash(rest) == plan.rest_check).then_some(Index { bytes })
    }

    /// In the order in which they are listed.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        rows(Plan::read(&self.bytes).map_or(&[], |(_, rows)| rows))
    }

    /// Whether it names these editions and no others; they are in order.
    pub fn names(&self, editions: &[Id]) -> bool {
        let mut known: Vec<Id> = self.rows().map(|row| row.id).collect();
        known.sort_unstable();
        known == editions
    }

    /// Everything that it knows, by id.
    pub fn records(&self) -> BTreeMap<Id, EditionRecord> {
        let known = self.rows().map(|row| (row.id, row.record()));
        known
            .filter_map(|(id, record)| Some((id, record?)))
            .collect()
    }
}

/// What the index begins with, and how many editions it has in all; not yet held against the folder.
pub(super) fn head<T>(state: &Folder, take: impl Fn(&Row) -> T) -> Option<(Vec<T>, usize)> {
    let bytes = state.read_head(NAME, LARGEST_HEAD).ok()?;
    let (plan, all) = Plan::read(&bytes)?;
    let (head, _) = plan.split(all)?;
    let found = rows(head).map(|row| take(&row)).collect();
    Some((found, usize::try_from(plan.count).ok()?))
}

fn rows(mut rest: &[u8]) -> impl Iterator<Item = Row<'_>> {
    std::iter::from_fn(move || {
        let (row, left) = postcard::take_from_bytes(rest).ok()?;
        rest = left;
        Some(row)
    })
}

/// Writes the index anew. It is no truth, so a failure is no failure of the caller's.
pub(super) fn write<'a>(state: &Folder, records: impl Iterator<Item = &'a EditionRecord>) {
    let (mut head, mut rest, mut count) = (Vec::new(), Vec::new(), 0);
    // A record with a name that is no id has no row, and so the index does not name all editions.
    for row in records.filter_map(Row::of) {
        let part = if count < HEAD { &mut head } else { &mut rest };
        match postcard::to_extend(&row, std::mem::take(part)) {
            Ok(longer) => *part = longer,
            Err(_) => return,
        }
        count += 1;
    }
    let (Ok(count), Ok(length)) = (u32::try_from(count), u32::try_from(head.len())) else {
        return;
    };
    let plan = Plan {
        count,
        head: length,
        rest_check: crc32fast::hash(&rest),
        head_check: 0,
    };
    let mut bytes = MAGIC.to_vec();
    bytes.extend(plan.checked(&head).bytes());
    bytes.append(&mut head);
    bytes.append(&mut rest);
    let _ = state.replace_loosely(NAME, &bytes, Mode::RUSR | Mode::WUSR);
    let _ = state.remove(FORMER);
}

impl<'a> Row<'a> {
    fn of(record: &'a EditionRecord) -> Option<Row<'a>> {
        let EditionRecord {
            metadata, hints, ..
        } = record;
        let content = |content: &Content| Some((id_of(&content.sha256)?, content.bytes));
        Some(Row {
            id: id_of(&record.id)?,
            schema: &record.schema,
            source: content(&record.source)?,
            text: content(&record.text)?,
            extractor: &record.extractor,
            encoding: &record.encoding,
            file_name: record.file_name.as_deref(),
            imported: (
                record.imported.as_second(),
                record.imported.subsec_nanosecond(),
            ),
            importer: &record.importer,
            hints: (*hints != HintsRecord::default()).then(|| hints.clone()),
            title: metadata.title.as_deref(),
            issuer: metadata.issuer.as_deref(),
            region: metadata.region.as_deref(),
            level: &metadata.level,
            department_of: metadata.department_of.as_deref(),
            kind: &metadata.kind,
            year: metadata.year,
            published: metadata.published.map(day),
            signed: metadata.signed.map(day),
        })
    }

    pub fn imported(&self) -> Option<Timestamp> {
        let (second, nanosecond) = self.imported;
        Timestamp::new(second, nanosecond).ok()
    }

    pub fn published(&self) -> Option<Date> {
        self.published.and_then(date)
    }

    /// The whole record; none of a time that is no time.
    pub fn record(self) -> Option<EditionRecord> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let content = |(digest, bytes): (Id, u64)| Content {
            sha256: name_of(&digest),
            bytes,
        };
        Some(EditionRecord {
            imported: self.imported()?,
            metadata: MetadataRecord {
                title: owned(self.title),
                issuer: owned(self.issuer),
                region: owned(self.region),
                level: self.level.to_owned(),
                department_of: owned(self.department_of),
                kind: self.kind.to_owned(),
                year: self.year,
                published: self.published(),
                signed: self.signed.and_then(date),
            },
            schema: self.schema.to_owned(),
            id: name_of(&self.id),
            source: content(self.source),
            text: content(self.text),
            extractor: self.extractor.to_owned(),
            encoding: self.encoding.to_owned(),
            file_name: owned(self.file_name),
            importer: self.importer.to_owned(),
            hints: self.hints.unwrap_or_default(),
            former_issuer: None,
        })
    }
}

fn day(date: Date) -> Day {
    (date.year(), date.month(), date.day())
}

fn date((year, month, day): Day) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The bytes of an id; none where it is not one.
pub(super) fn id_of(name: &str) -> Option<Id> {
    if !edition::is_edition_id(name) {
        return None;
    }
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte - b'a' + 10,
    };
    let mut id = Id::default();
    for (byte, digits) in id.iter_mut().zip(name.as_bytes().chunks_exact(2)) {
        if let [high, low] = digits {
            *byte = digit(*high) << 4 | digit(*low);
        }
    }
    Some(id)
}

/// The digits that stand for an id.
pub(super) fn name_of(id: &Id) -> String {
    let digit = |value: u8| {
        char::from(if value < 10 {
            b'0' + value
        } else {
            b'a' + value - 10
        })
    };
    let mut name = String::with_capacity(2 * id.len());
    for byte in id {
        name.push(digit(byte >> 4));
        name.push(digit(byte & 15));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, Metadata};
    use crate::store::Incoming;

    fn record(number: usize) -> EditionRecord {
        let text = format!("石桥镇{number}");
        let incoming = Incoming {
            bytes: text.as_bytes(),
            text: &text,
            extractor: "plain/1",
            encoding: "UTF-8",
            file_name: Some("石桥.txt"),
            hints: &Hints::default(),
            metadata: &Metadata::default(),
            importer: "审阅人",
        };
        let mut record = EditionRecord::of(&incoming, Timestamp::UNIX_EPOCH);
        record.metadata.published = Some(jiff::civil::date(2025, 3, 1));
        record.metadata.year = Some(2024);
        record.hints.page_title = (number == 1).then(|| "石桥镇".to_owned());
        record
    }

    fn written(records: &[EditionRecord]) -> (tempfile::TempDir, Folder) {
        let folder = tempfile::tempdir().expect("a folder");
        let state = Folder::open(folder.path()).expect("a folder");
        write(&state, records.iter());
        (folder, state)
    }

    #[test]
    fn records_come_back_as_they_were_and_in_their_order() {
        let records: Vec<EditionRecord> = (0..HEAD + 3).map(record).collect();
        let (_folder, state) = written(&records);
        let index = Index::read(&state).expect("an index");
        let read: Vec<EditionRecord> = index.rows().filter_map(Row::record).collect();
        assert_eq!(read, records);
        let mut ids: Vec<Id> = records.iter().filter_map(|one| id_of(&one.id)).collect();
        ids.sort_unstable();
        assert!(index.names(&ids));
        assert!(!index.names(ids.get(1..).expect("more than one")));
        let (first, count) = head(&state, |row| name_of(&row.id)).expect("a head");
        assert_eq!((first.len(), count), (HEAD, records.len()));
        assert!(
            first
                .iter()
                .eq(records.iter().map(|one| &one.id).take(HEAD))
        );
    }

    #[test]
    fn no_byte_changes_unnoticed() {
        let records: Vec<EditionRecord> = (0..2).map(record).collect();
        let (folder, state) = written(&records);
        let path = folder.path().join(NAME);
        let bytes = std::fs::read(&path).expect("an index");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            std::fs::write(&path, &changed).expect("written");
            assert!(Index::read(&state).is_none(), "byte {at}");
            assert!(head(&state, |_| ()).is_none(), "byte {at} of the head");
        }
        std::fs::write(&path, &bytes[..bytes.len() - 1]).expect("written");
        assert!(Index::read(&state).is_none());
    }
}
