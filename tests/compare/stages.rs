//! What is shown early stays where it is, and whoever leaves stops the work.

use std::sync::atomic::{AtomicBool, Ordering};

use ducha::compare::{Stage, compare, compare_in_stages};

use super::{NEW, OLD, report};

#[test]
fn later_stages_fill_in_and_move_nothing() {
    let (old, new) = (report(OLD), report(NEW));
    let mut seen = Vec::new();
    let mut places = Vec::new();
    let found = compare_in_stages(&old, &new, &AtomicBool::new(false), &mut |stage, so_far| {
        seen.push(stage);
        let rows = so_far.rows.iter();
        places.push(
            rows.map(|row| (row.old, row.new, row.change, row.moved))
                .collect::<Vec<_>>(),
        );
        let marks: usize = so_far.rows.iter().map(|row| row.new_marks.len()).sum();
        assert_eq!(marks > 0, stage >= Stage::Marked);
        assert_eq!(so_far.indicators.is_empty(), stage < Stage::Counted);
        assert_eq!(so_far.promises.is_empty(), stage < Stage::Whole);
        assert!(!so_far.sections.is_empty());
    });
    assert_eq!(
        seen,
        [Stage::Paired, Stage::Marked, Stage::Counted, Stage::Whole]
    );
    assert!(places.windows(2).all(|two| two[0] == two[1]));
    let found = found.expect("nobody left");
    let at_once = compare(&old, &new);
    assert_eq!(found.rows, at_once.rows);
    assert_eq!(found.promises, at_once.promises);
}

#[test]
fn who_leaves_gets_nothing_more() {
    let (old, new) = (report(OLD), report(NEW));
    let stop = AtomicBool::new(false);
    let mut seen = Vec::new();
    let found = compare_in_stages(&old, &new, &stop, &mut |stage, _| {
        seen.push(stage);
        stop.store(true, Ordering::Relaxed);
    });
    assert!(found.is_none());
    assert_eq!(seen, [Stage::Paired]);
}

#[test]
fn who_left_before_it_began_waits_for_no_large_text() {
    let sentences = |last: char| -> String {
        let numbered = (0..20_000).map(|idx| format!("第{idx}号案卷{last}件已归档。"));
        numbered.collect()
    };
    let (old, new) = (report(&sentences('甲')), report(&sentences('乙')));
    let mut seen = 0;
    let found = compare_in_stages(&old, &new, &AtomicBool::new(true), &mut |_, _| seen += 1);
    assert!(found.is_none());
    assert_eq!(seen, 0);
}
