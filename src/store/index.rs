//! The cache of edition records that makes a large library open fast. It can be removed at any time.

use std::collections::BTreeMap;

use rustix::fs::Mode;

use super::edition::EditionRecord;
use super::folder::Folder;
use super::line;

const NAME: &str = "index.jsonl";
const LARGEST: u64 = 1 << 30;

/// What the cache knows; lines that do not read are as if they were not there.
pub(super) fn read(state: &Folder) -> BTreeMap<String, EditionRecord> {
    let Ok(bytes) = state.read(NAME, LARGEST) else {
        return BTreeMap::new();
    };
    bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| line::unwrap(line).ok())
        .filter_map(|json| serde_json::from_str::<EditionRecord>(json).ok())
        .map(|record| (record.id.clone(), record))
        .collect()
}

/// Writes the cache anew. It is no truth, so a failure is no failure of the caller's.
pub(super) fn write<'a>(state: &Folder, records: impl Iterator<Item = &'a EditionRecord>) {
    let mut bytes = Vec::new();
    for record in records {
        if let Ok(json) = serde_json::to_string(record) {
            bytes.extend(line::wrap(&json));
            bytes.push(b'\n');
        }
    }
    let _ = state.replace(NAME, &bytes, Mode::RUSR | Mode::WUSR);
}
