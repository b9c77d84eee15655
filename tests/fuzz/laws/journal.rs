//! Any journal is read line by line: what is whole counts, and folding does not care about order or repetition.

use ducha::review::{Event, fold};
use ducha::store::line::{Line, decode, encode};

/// Every line as it stands, and again with a checksum that fits.
pub fn run(bytes: &[u8]) {
    let mut events: Vec<Event> = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let sealed = seal(line);
        for line in [line, sealed.as_slice()] {
            if let Ok(record) = decode(line)
                && let Line::Event(event) = record.line
            {
                written_is_read(&event);
                events.push(*event);
            }
        }
    }
    let folded = fold(&events);
    let twice = events.iter().rev().chain(&events);
    assert_eq!(fold(twice), folded);
}

fn seal(json: &[u8]) -> Vec<u8> {
    let mut line = format!("{{\"c\":\"{:08x}\",\"e\":", crc32fast::hash(json)).into_bytes();
    line.extend_from_slice(json);
    line.push(b'}');
    line
}

fn written_is_read(event: &Event) {
    let Some(line) = encode(event, None) else {
        return;
    };
    let read = decode(&line).expect("what we write we read").line;
    let Line::Event(read) = read else {
        panic!("an event is an event: {read:?}");
    };
    assert_eq!(read.operation, event.operation);
    assert_eq!(
        (read.id, read.sequence, read.lamport),
        (event.id, event.sequence, event.lamport)
    );
}
