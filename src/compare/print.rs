//! The print of a report: a sample of its wording by which reports of other units are found that share it.
//!
//! Winnowing (Schleimer, Wilkerson, Aiken 2003): of every few runs of letters in a row one is kept, so that any shared
//! passage of `RUN + WINDOW` letters or more leaves the same mark in both prints. Formulae that everybody writes, figures
//! and the issuer's own name do not count.

use super::bigrams::BREAK;
use super::commonplace::STOCK_PHRASES;
use super::tokens::fold;
use crate::report::{BlockKind, Report, Span};

/// Letters of a run.
const RUN: usize = 12;
/// Runs of which one is kept.
const WINDOW: usize = 6;
/// Stands for the issuer's place, and for any figure.
const OWN: char = '\u{e000}';
const FIGURE: char = '#';

/// One kept run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub hash: u64,
    /// Where it stands in the source text.
    pub span: Span,
}

/// The marks of a report, in text order.
pub fn print(report: &Report) -> Vec<Mark> {
    let own = own_names(report);
    let mut marks = Vec::new();
    for block in &report.blocks {
        match block.kind {
            BlockKind::Paragraph | BlockKind::Table => winnow(report, block.text, &own, &mut marks),
            BlockKind::Title
            | BlockKind::Heading
            | BlockKind::Note
            | BlockKind::Salutation
            | BlockKind::SignOff
            | BlockKind::Chrome
            | BlockKind::Blank => {}
        }
    }
    marks
}

/// The issuer's place, with its last character and without: 青禾镇, 青禾.
fn own_names(report: &Report) -> Vec<Vec<char>> {
    let region: Vec<char> = report
        .metadata
        .region
        .iter()
        .flat_map(|name| name.chars())
        .collect();
    let short = region.split_last().map(|(_, short)| short.to_vec());
    let short = short.filter(|short| short.len() >= 2);
    let whole = Some(region).filter(|name| name.len() >= 2);
    whole.into_iter().chain(short).collect()
}

/// A letter that counts, with the bytes of normal text that it stands for.
#[derive(Clone, Copy)]
struct Letter {
    letter: char,
    start: usize,
    end: usize,
}

fn winnow(report: &Report, block: Span, own: &[Vec<char>], marks: &mut Vec<Mark>) {
    let letters = letters(report, block, own);
    for stretch in letters.split(|letter| letter.letter == BREAK) {
        let hashes: Vec<u64> = stretch.windows(RUN).map(hash).collect();
        let mut last = None;
        for (from, window) in hashes.windows(WINDOW.min(hashes.len()).max(1)).enumerate() {
            let least = window
                .iter()
                .enumerate()
                .rev()
                .min_by_key(|(_, hash)| **hash);
            let Some((offset, &hash)) = least.filter(|(offset, _)| last != Some(from + offset))
            else {
                continue;
            };
            last = Some(from + offset);
            let run = stretch.get(from + offset..from + offset + RUN);
            let ends = run.and_then(|run| Some((run.first()?.start, run.last()?.end)));
            if let Some((start, end)) = ends {
                let span = report.normal.to_source(Span::new(start, end));
                marks.push(Mark { hash, span });
            }
        }
    }
}

/// The letters of a block, with a break for every formula and one sign for own names and figures.
fn letters(report: &Report, block: Span, own: &[Vec<char>]) -> Vec<Letter> {
    let normal = report.normal.to_normal(block);
    let text = normal.of(&report.normal.text);
    let all: Vec<Letter> = text
        .char_indices()
        .filter_map(|(at, letter)| {
            let start = normal.start + at;
            let end = start + letter.len_utf8();
            let counts = |letter: &char| is_ideograph(*letter) || letter.is_alphanumeric();
            let letter = fold(letter).filter(counts)?;
            Some(Letter { letter, start, end })
        })
        .collect();
    let plain: Vec<char> = all.iter().map(|each| each.letter).collect();
    let mut kept: Vec<Letter> = Vec::with_capacity(all.len());
    let mut at = 0;
    while let (Some(&first), Some(rest)) = (all.get(at), plain.get(at..)) {
        let formula = STOCK_PHRASES.length_at(rest);
        let name = own
            .iter()
            .find(|name| rest.starts_with(name))
            .map_or(0, Vec::len);
        let number = !is_ideograph(first.letter) && first.letter.is_numeric();
        let (letter, length) = match (formula, name, number) {
            (1.., _, _) => (BREAK, formula),
            (0, 1.., _) => (OWN, name),
            (0, 0, true) => (FIGURE, 1),
            (0, 0, false) => (first.letter, 1),
        };
        let end = all.get(at + length - 1).map_or(first.end, |last| last.end);
        match kept
            .last_mut()
            .filter(|last| letter == FIGURE && last.letter == FIGURE)
        {
            Some(last) => last.end = end,
            None => kept.push(Letter {
                letter,
                end,
                ..first
            }),
        }
        at += length;
    }
    kept
}

/// Nearly every letter is one, and the tables of all scripts are slow to ask.
fn is_ideograph(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// FNV-1a: the same in every run of the program.
fn hash(run: &[Letter]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(u32::from(letter.letter))).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::{Hints, SourceText, parse};

    fn marks(text: &str) -> BTreeSet<u64> {
        let report = parse(SourceText::new(text), &Hints::default());
        let marks = print(&report);
        assert!(marks.iter().all(|mark| mark.span.end <= text.len()));
        marks.iter().map(|mark| mark.hash).collect()
    }

    fn report(place: &str, passage: &str) -> String {
        format!("{place}人民政府2024年法治政府建设年度报告\n一、主要举措和成效\n{passage}")
    }

    #[test]
    fn a_passage_is_known_again_under_another_name_and_with_other_figures() {
        let passage = |place: &str, n: u32| {
            format!(
                "{place}在河堤旁设立石榴籽议事亭,请退休渔民担任调解员,全年化解船只停靠争议{n}起,没有一起升级。"
            )
        };
        let one = marks(&report("青禾镇", &passage("青禾镇", 12)));
        let other = marks(&report("石桥镇", &passage("石桥镇", 7)));
        assert!(!one.is_empty());
        assert_eq!(one, other);
    }

    #[test]
    fn formulae_leave_no_mark() {
        let formula = "深入学习贯彻习近平法治思想。".repeat(9);
        assert!(marks(&report("青禾镇", &formula)).is_empty());
    }
}
