//! How much of this year's text is last year's: runs carried over word for word, formulae that everybody writes aside.

use std::ops::Range;

use super::commonplace::STOCK_PHRASES;
use super::fast::FastSet;
use super::prepared::Prepared;
use super::sections::sentences_in;
use super::tokens::{TokenKind, masked};
use super::{Reuse, Row, RowChange, SectionReuse};
use crate::report::{Figure, FigureKind, Report};

/// Shorter runs are shared by reports that have nothing to do with each other (measured on unrelated ones).
const RUN: usize = 13;
/// Figures in a sentence from which their all being last year's is no chance.
const MANY: usize = 2;
/// Digits of a single figure from which its being last year's is no chance.
const LONG: usize = 3;

pub(super) fn reuse(old: &Prepared, new: &Prepared, rows: &[Row]) -> Reuse {
    let verbatim = all_carried(old, new, letters);
    let nearly = all_carried(old, new, masked_letters);
    let share = |carried: &[Carried], range: Range<usize>| {
        let inside = range.filter(|&idx| is_text(new.report, idx));
        Carried::share(inside.filter_map(|idx| carried.get(idx)))
    };
    let sections = new.report.sections.iter().enumerate();
    let whole = 0..new.sentences.len();
    Reuse {
        verbatim_share: share(&verbatim, whole.clone()),
        nearly_share: share(&nearly, whole),
        sections: sections
            .map(|(idx, section)| {
                let inside = sentences_in(new.report, section.extent);
                SectionReuse {
                    new: idx,
                    share: share(&verbatim, inside.clone()),
                    nearly: share(&nearly, inside),
                }
            })
            .collect(),
        stale: (0..rows.len())
            .filter(|&idx| {
                rows.get(idx)
                    .is_some_and(|row| is_stale(row, old.report, new.report))
            })
            .collect(),
    }
}

/// What each sentence carries over, by what is read of a sentence.
fn all_carried(
    old: &Prepared,
    new: &Prepared,
    letters: fn(&Prepared, usize) -> Vec<char>,
) -> Vec<Carried> {
    let mut known = FastSet::default();
    for idx in 0..old.sentences.len() {
        known.extend(runs(&letters(old, idx)));
    }
    (0..new.sentences.len())
        .map(|idx| carried(&letters(new, idx), &known))
        .collect()
}

fn is_text(report: &Report, sentence: usize) -> bool {
    let sentence = report.sentences.get(sentence);
    sentence.is_some_and(|sentence| !sentence.heading)
}

/// The letters of a sentence, without marks.
fn letters(prepared: &Prepared, sentence: usize) -> Vec<char> {
    let tokens = prepared.words(sentence).iter();
    tokens
        .filter(|token| token.kind != TokenKind::Mark)
        .flat_map(|token| token.key.letters())
        .collect()
}

/// The same with a sign for every quantity and date.
fn masked_letters(prepared: &Prepared, sentence: usize) -> Vec<char> {
    masked(prepared.report, prepared.words(sentence))
}

/// A number for every run of letters; a sentence shorter than a run is one itself.
fn runs(letters: &[char]) -> impl Iterator<Item = u64> + '_ {
    letters
        .windows(RUN.min(letters.len()).max(1))
        .map(fingerprint)
}

/// FNV-1a: the same in every run of the program.
fn fingerprint(letters: &[char]) -> u64 {
    letters.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Letters of a sentence that stood in the old report, of those that are no formula.
#[derive(Clone, Copy, Debug, Default)]
struct Carried {
    letters: usize,
    of: usize,
}

impl Carried {
    fn share<'a>(all: impl Iterator<Item = &'a Carried>) -> f64 {
        let sum = all.fold(Carried::default(), |sum, one| Carried {
            letters: sum.letters + one.letters,
            of: sum.of + one.of,
        });
        match sum.of {
            0 => 0.0,
            of => sum.letters as f64 / of as f64,
        }
    }
}

fn carried(letters: &[char], known: &FastSet<u64>) -> Carried {
    let own = without_formulae(letters);
    let run = RUN.min(letters.len());
    let mut covered_to = 0;
    let mut found = Carried::default();
    let mut starts = runs(letters);
    for (at, own) in own.into_iter().enumerate() {
        if starts.next().is_some_and(|print| known.contains(&print)) {
            covered_to = at + run;
        }
        if own {
            found.of += 1;
            found.letters += usize::from(at < covered_to);
        }
    }
    found
}

/// Whether each letter is outside every stock phrase.
fn without_formulae(letters: &[char]) -> Vec<bool> {
    let mut own = vec![true; letters.len()];
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let length = STOCK_PHRASES.length_at(rest);
        for slot in own.iter_mut().skip(at).take(length) {
            *slot = false;
        }
        at += length.max(1);
    }
    own
}

/// Last year's sentence with last year's numbers: nothing changed, or nothing but dates, and the figures are no small ones.
fn is_stale(row: &Row, old: &Report, new: &Report) -> bool {
    let (Some(old_idx), Some(new_idx)) = (row.old, row.new) else {
        return false;
    };
    if !matches!(row.change, RowChange::Same | RowChange::Figures) {
        return false;
    }
    let before = telling(old, old_idx);
    let now = telling(new, new_idx);
    let same = before
        .iter()
        .map(|figure| figure.value())
        .eq(now.iter().map(|figure| figure.value()));
    same && (now.len() >= MANY || now.iter().any(|figure| is_long(new, figure)))
}

/// The quantities of a sentence that should change from year to year: no dates, no 100 %.
fn telling(report: &Report, sentence: usize) -> Vec<&Figure> {
    let Some(sentence) = report.sentences.get(sentence) else {
        return Vec::new();
    };
    let figures = report.figures_in(sentence.span).map(|(_, figure)| figure);
    figures
        .filter(|figure| match figure.kind {
            FigureKind::Count | FigureKind::Amount | FigureKind::Score => true,
            FigureKind::Rate => figure.value() != Some(rust_decimal::Decimal::ONE_HUNDRED),
            FigureKind::Date | FigureKind::Duration | FigureKind::Ordinal | FigureKind::Rank => {
                false
            }
        })
        .collect()
}

fn is_long(report: &Report, figure: &Figure) -> bool {
    let digits = report
        .quote(figure.number)
        .chars()
        .filter(char::is_ascii_digit);
    digits.count() >= LONG
}
