//! Hostile journals: each costs the lines that it breaks and nothing else.

use std::fs;

use ducha::store::{Fault, Flaw, verify};

use crate::desk::{Desk, files, problems, resealed};

/// A hostile journal: what is done to the text of one with 甲, 乙, 丙 in lines 2 to 4, what still counts, and what is said.
type Hostile = (
    &'static str,
    fn(&str) -> Vec<u8>,
    &'static [&'static str],
    &'static [Flaw],
);

const HOSTILE: &[Hostile] = &[
    (
        "torn last line",
        |text| cut(text, 20),
        &["甲", "乙"],
        &[Flaw::Torn],
    ),
    (
        "zeros in the middle, and a line right behind them",
        |text| {
            let mut lines = text.split_inclusive('\n');
            let mut bytes: Vec<u8> = lines.by_ref().take(2).collect::<String>().into();
            bytes.extend([0; 4096]);
            bytes.extend(lines.collect::<String>().bytes());
            bytes
        },
        &["甲", "乙", "丙"],
        &[Flaw::Zeros],
    ),
    (
        "zeros over the end of a line and the start of the next",
        |text| {
            let mut bytes = Vec::from(text);
            let end = text.match_indices('\n').nth(1).map_or(0, |(at, _)| at);
            bytes[end - 40..end + 40].fill(0);
            bytes
        },
        &["丙"],
        &[Flaw::Form, Flaw::Zeros, Flaw::Form],
    ),
    (
        "bad checksum in line 3",
        |text| line(text, 3, |line| line.replace('乙', "戊")),
        &["甲", "丙"],
        &[Flaw::Checksum],
    ),
    (
        "a number twice, with other words",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"seq\":3", "\"seq\":2"))
            })
        },
        &["甲", "乙", "丙"],
        &[Flaw::Twice],
    ),
    (
        "a number left out",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"seq\":3", "\"seq\":7"))
            })
        },
        &["甲", "乙", "丙"],
        &[Flaw::Gap],
    ),
    (
        "another writer's name",
        |text| {
            line(text, 3, |line| {
                resealed(&line.replace("\"writer\":\"lin/", "\"writer\":\"wang/"))
            })
        },
        &["甲", "丙"],
        &[Flaw::Foreign],
    ),
    (
        "version 999",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"v\":1", "\"v\":999"))
            })
        },
        &["甲", "乙", "丙"],
        &[],
    ),
    (
        "JSON of depth 100,000",
        |text| {
            line(text, 4, |line| {
                let deep = "[".repeat(100_000) + &"]".repeat(100_000);
                resealed(&line.replace("\"body\":{", &format!("\"deep\":{deep},\"body\":{{")))
            })
        },
        &["甲", "乙", "丙"],
        &[],
    ),
    (
        "the number 1e999",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"lamport\":3", "\"lamport\":1e999"))
            })
        },
        &["甲", "乙"],
        &[Flaw::Content],
    ),
    (
        "a key twice",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"seq\":3", "\"seq\":3,\"seq\":3"))
            })
        },
        &["甲", "乙"],
        &[Flaw::Content],
    ),
    (
        "not UTF-8",
        |text| {
            let mut bytes = Vec::from(text);
            let at = text.find('乙').unwrap_or(0);
            bytes[at] = 0xff;
            bytes
        },
        &["甲", "丙"],
        &[Flaw::Form],
    ),
    (
        "a terminal's commands in place of a line",
        |text| line(text, 3, |_| "\u{1b}]52;c;aGk=\u{7}\n".to_owned()),
        &["甲", "丙"],
        &[Flaw::Form],
    ),
];

fn cut(text: &str, bytes: usize) -> Vec<u8> {
    text.as_bytes()[..text.len() - bytes].to_vec()
}

/// The text with one of its lines, counted from 1, made anew.
fn line(text: &str, number: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    let lines = text.split_inclusive('\n').zip(1..);
    let changed = lines.map(|(line, at)| match at == number {
        true => change(line.trim_end()).trim_end().to_owned() + "\n",
        false => line.to_owned(),
    });
    changed.collect::<String>().into_bytes()
}

#[test]
fn a_hostile_journal_costs_the_lines_that_it_breaks_and_nothing_else() {
    for (name, change, left, flaws) in HOSTILE {
        let desk = Desk::new();
        let journal = desk.three_saved();
        let text = fs::read_to_string(&journal).expect("the journal");
        let hostile = change(&text);
        fs::write(&journal, &hostile).expect("a hostile journal");
        let (review, _) = desk.read();
        assert_eq!(problems(&review), *left, "{name}");
        let found = verify(&desk.library).expect("a check").damage;
        let found: Vec<_> = found.into_iter().map(|damage| damage.fault).collect();
        let expected: Vec<_> = flaws.iter().map(|flaw| Fault::Line(*flaw)).collect();
        assert_eq!(found, expected, "{name}");
        // Somebody goes on working beside it, and leaves it as it is.
        let session = desk.session("wang");
        session.save("丁");
        session.close();
        assert_eq!(fs::read(&journal).expect("there"), hostile, "{name}");
        assert_eq!(desk.read().0.annotations.len(), left.len() + 1, "{name}");
    }
}

#[test]
fn every_changed_byte_of_a_library_is_found() {
    let desk = Desk::new();
    desk.import();
    desk.three_saved();
    for path in files(&desk.path(), "") {
        let whole = fs::read(&path).expect("a file");
        // Every byte of the journal is tried in another test; of the rest, some of each file.
        for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x01;
            fs::write(&path, &damaged).expect("a damaged file");
            let found = verify(&desk.library).map(|found| found.damage.len());
            assert_ne!(found, Ok(0), "byte {at} of {}", path.display());
        }
        fs::write(&path, &whole).expect("as it was");
    }
    assert_eq!(verify(&desk.library).expect("a check").damage, []);
}
