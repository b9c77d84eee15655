//! Journals that were cut, changed or forged: every whole line counts, every other one is told.

use std::fs;

use ducha::store::{Fault, Flaw, verify};
use uuid::Uuid;

use crate::desk::{Session, annotation, files, folder, problems, read};
use crate::{flaws, three_saved};

#[test]
fn a_journal_cut_at_any_byte_keeps_every_whole_line() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    let ends: Vec<usize> = whole
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1)
        .collect();
    assert_eq!(ends.len(), 4);
    for cut in 0..whole.len() {
        fs::write(&journal, &whole[..cut]).expect("a cut journal");
        let lines = ends.iter().filter(|end| **end <= cut).count();
        let torn = cut > 0 && !ends.contains(&cut);
        let (review, damage) = read(&library);
        assert_eq!(review.annotations.len(), lines.saturating_sub(1), "{cut}");
        let expected = (Some(lines as u64 + 1), &Fault::Line(Flaw::Torn));
        let expected: Vec<_> = torn.then_some(expected).into_iter().collect();
        assert_eq!(flaws(&damage), expected, "{cut}");
    }
}

#[test]
fn a_bad_line_is_skipped_reported_and_left_as_it_is() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    let text = String::from_utf8(whole).expect("text");
    let cases: [(&str, &str, Flaw); 4] = [
        ("乙", "戊", Flaw::Checksum),
        ("{\"c\":\"", "{\"d\":\"", Flaw::Form),
        ("\"seq\":2", "\"seq\":9", Flaw::Checksum),
        ("}}\n", "}} \n", Flaw::Form),
    ];
    for (from, to, flaw) in cases {
        let damaged: String = text
            .split_inclusive('\n')
            .zip(1..)
            .map(|(line, number)| match number {
                3 => line.replacen(from, to, 1),
                _ => line.to_owned(),
            })
            .collect();
        fs::write(&journal, &damaged).expect("a damaged journal");
        let (review, damage) = read(&library);
        assert_eq!(problems(&review), ["甲", "丙"]);
        assert_eq!(flaws(&damage), [(Some(3), &Fault::Line(flaw))], "{from}");
        let checked = verify(&library).expect("a check");
        assert_eq!(flaws(&checked.damage), flaws(&damage));
        assert_eq!(fs::read_to_string(&journal).expect("unchanged"), damaged);
    }
}

#[test]
fn every_changed_byte_of_a_journal_is_found_and_costs_one_event_at_most() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x01;
        fs::write(&journal, &damaged).expect("a damaged journal");
        let (review, _) = read(&library);
        // A line end that is gone joins two lines, and both are lost.
        let least = if whole[at] == b'\n' { 1 } else { 2 };
        assert!(review.annotations.len() >= least, "byte {at}");
        let found = verify(&library).expect("a check").damage;
        assert!(!found.is_empty(), "byte {at}");
    }
}

#[test]
fn zero_bytes_in_the_middle_hide_nothing_behind_them() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    let second = whole
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line")
        + 1;
    let mut damaged = whole[..second].to_vec();
    damaged.extend([0; 4096]);
    damaged.push(b'\n');
    damaged.extend(&whole[second..]);
    fs::write(&journal, &damaged).expect("a damaged journal");
    let (review, damage) = read(&library);
    assert_eq!(review.annotations.len(), 3);
    assert_eq!(flaws(&damage), [(Some(2), &Fault::Line(Flaw::Zeros))]);
}

#[test]
fn verify_sees_a_lost_end_and_a_lost_file_by_what_others_saw() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let other = Session::of(&library, "王敏");
    other.save_all(vec![annotation(Uuid::now_v7(), "丁")]);
    other.close();
    assert_eq!(verify(&library).expect("a check").damage, []);
    let whole = fs::read_to_string(&journal).expect("the journal");
    let cut: String = whole.split_inclusive('\n').take(3).collect();
    fs::write(&journal, cut).expect("a cut journal");
    let lost = |found| Fault::Lost {
        writer: format!(
            "lin/{}",
            journal
                .file_name()
                .and_then(|name| name.to_str())
                .and_then(|name| name.strip_suffix(".1.jsonl"))
                .expect("a journal's name")
        ),
        seen: 3,
        found,
    };
    let damage = verify(&library).expect("a check").damage;
    assert_eq!(flaws(&damage), [(None, &lost(2))]);
    fs::remove_file(&journal).expect("a lost journal");
    let damage = verify(&library).expect("a check").damage;
    assert_eq!(flaws(&damage), [(None, &lost(0))]);
}

#[test]
fn what_a_newer_version_wrote_is_kept_and_counted() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let text = fs::read_to_string(&journal).expect("the journal");
    let newer = text
        .replace("\"v\":1", "\"v\":2")
        .replace("\"op\":\"annotate\"", "\"op\":\"enshrine\"")
        .replace("\"body\":{", "\"colour\":\"red\",\"body\":{\"mood\":1e999,");
    let sealed: String = newer.lines().map(resealed).collect();
    fs::write(&journal, &sealed).expect("a newer journal");
    let (review, damage) = read(&library);
    assert_eq!(review.unknown, 3);
    assert_eq!(damage, []);
    let session = Session::of(&library, "lin");
    session.save_all(vec![annotation(Uuid::now_v7(), "丁")]);
    session.close();
    let name = journal.file_name().and_then(|name| name.to_str());
    let journal = files(folder.path(), name.expect("a name")).remove(0);
    assert_eq!(fs::read_to_string(journal).expect("unchanged"), sealed);
}

/// A line with the checksum that belongs to its content.
fn resealed(line: &str) -> String {
    let (_, event) = line.split_once("\"e\":").expect("an event");
    let event = event.strip_suffix('}').expect("a line");
    let check = crc32fast::hash(event.as_bytes());
    format!("{{\"c\":\"{check:08x}\",\"e\":{event}}}\n")
}

#[test]
fn a_line_signed_by_someone_else_does_not_count() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let text = fs::read_to_string(&journal).expect("the journal");
    let forged: String = text
        .replace("\"reviewer\":\"lin\"", "\"reviewer\":\"wang\"")
        .lines()
        .map(resealed)
        .collect();
    fs::write(&journal, forged).expect("a forged journal");
    let (review, damage) = read(&library);
    assert_eq!(review.annotations.len(), 0);
    assert!(
        damage
            .iter()
            .all(|damage| damage.fault == Fault::Line(Flaw::Foreign))
    );
    assert_eq!(damage.len(), 4);
}
