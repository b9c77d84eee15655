//! Twenty numbers changed in a report of which a section moved and sentences were reworded: each shown, whole and alone.

use std::collections::BTreeSet;

use ducha::compare::{Row, compare};
use ducha::report::{FigureKind, Report, Span};

use super::report;

const SAMPLE: &str = include_str!("../../data/samples/霁川县-2023.txt");
/// The section that moves, and the one that it moves behind.
const MOVED: &str = "(五)提高行政执法质效";
const BEHIND: &str = "(八)自觉接受各方面监督";
/// Words that a later report puts otherwise.
const REWORDED: [(&str, &str); 6] = [
    ("统筹推进", "协同推进"),
    ("逐项明确", "逐条明确"),
    ("同步更新", "及时更新"),
    ("面向企业和群众", "面向社会"),
    ("组织执法骨干", "安排执法骨干"),
    ("原因", "主要原因"),
];
/// A mark may be so much longer than the number.
const SLACK: usize = 12;

#[test]
fn twenty_changed_numbers_are_shown_whole_also_where_the_section_moved() {
    let old = report(SAMPLE);
    let chosen = chosen(&old);
    assert_eq!(chosen.len(), 20);
    let inside = section(&old, MOVED);
    let moved = chosen
        .iter()
        .filter(|&&idx| inside.covers(old.figures[idx].span));
    assert!(moved.count() >= 2, "some numbers stand in what moves");

    let new = report(&edited(&old, &chosen));
    let found = compare(&old, &new);
    for idx in chosen {
        let figure = &old.figures[idx];
        let row = found.rows.iter().find(|row| row.old == figure.sentence);
        let row = row.expect("every sentence has a row");
        let quote = old.quote(figure.span);
        assert!(row.new.is_some(), "{quote}: its sentence has no partner");
        let is_shown = |mark: &&Span| {
            mark.covers(figure.number)
                && old.quote(**mark).chars().count() <= quote.chars().count() + SLACK
        };
        assert!(
            row.old_marks.iter().any(|mark| is_shown(&mark)),
            "{quote} in last year's"
        );
        let changed = other_number(old.quote(figure.number));
        assert!(shows(&new, row, &changed), "{changed} in this year's");
        assert_eq!(row.moved, inside.covers(figure.span), "{quote} moved");
    }
}

/// Whether a mark of the new side holds the number whole and little else.
fn shows(new: &Report, row: &Row, number: &str) -> bool {
    row.new_marks.iter().any(|mark| {
        let text = new.quote(*mark);
        let whole = text.split(|letter: char| !letter.is_ascii_digit());
        let mut whole = whole.filter(|run| !run.is_empty());
        whole.any(|run| run == number) && text.chars().count() <= number.len() + SLACK
    })
}

/// Twenty counts, spread over the report, of different sentences where there are enough.
fn chosen(report: &Report) -> Vec<usize> {
    let counts: Vec<usize> = (0..report.figures.len())
        .filter(|&idx| {
            let figure = &report.figures[idx];
            let number = report.quote(figure.number);
            figure.kind == FigureKind::Count
                && number.len() > 1
                && number.chars().all(|letter| letter.is_ascii_digit())
        })
        .collect();
    let every = counts.len() / 20;
    counts.into_iter().step_by(every).take(20).collect()
}

/// Another number with as many digits, none of which stays in its place.
fn other_number(number: &str) -> String {
    let digits = number.chars().map(|digit| match digit {
        '9' => '4',
        '0'..='8' => char::from(digit as u8 + 1),
        other => other,
    });
    digits.collect()
}

fn section(report: &Report, heading: &str) -> Span {
    let sections = report.sections.iter();
    let mut found = sections.filter(|section| report.quote(section.heading).starts_with(heading));
    found
        .next()
        .map(|section| section.extent)
        .expect("the section")
}

/// The report a year later: other numbers, other words, another order.
fn edited(old: &Report, chosen: &[usize]) -> String {
    let (moved, behind) = (section(old, MOVED), section(old, BEHIND));
    let changed: BTreeSet<usize> = chosen.iter().copied().collect();
    let piece = |span: Span| {
        let mut text = String::new();
        let mut at = span.start;
        for idx in &changed {
            let number = old.figures[*idx].number;
            if span.covers(number) {
                text.push_str(old.quote(Span::new(at, number.start)));
                text.push_str(&other_number(old.quote(number)));
                at = number.end;
            }
        }
        text + old.quote(Span::new(at, span.end))
    };
    let text = [
        piece(Span::new(0, moved.start)),
        piece(Span::new(moved.end, behind.end)),
        piece(moved),
        piece(Span::new(behind.end, old.source.text.len())),
    ]
    .concat();
    REWORDED
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}
