//! A comparison holds every sentence of both reports once, and its marks lie in them.

use ducha::compare::compare;
use ducha::report::{Report, Span};

use super::{spans, words};

pub fn run(bytes: &[u8]) {
    let (old, new) = words::two(bytes);
    let (old, new) = (spans::read(&old), spans::read(&new));
    let found = compare(&old, &new);
    once(&old, found.rows.iter().filter_map(|row| row.old));
    once(&new, found.rows.iter().filter_map(|row| row.new));
    for row in &found.rows {
        marks(&old, row.old, &row.old_marks);
        marks(&new, row.new, &row.new_marks);
    }
    for indicator in &found.indicators {
        assert!(indicator.old < old.figures.len() && indicator.new < new.figures.len());
    }
}

fn once(report: &Report, rows: impl Iterator<Item = usize>) {
    let mut seen: Vec<usize> = rows.collect();
    seen.sort_unstable();
    assert!(seen.into_iter().eq(0..report.sentences.len()));
}

fn marks(report: &Report, sentence: Option<usize>, marks: &[Span]) {
    let sentence = sentence.map_or(Span::default(), |idx| report.sentences[idx].span);
    assert!(marks.iter().all(|mark| sentence.covers(*mark)), "{marks:?}");
    spans::in_order(&report.source.text, marks.iter().copied());
}
