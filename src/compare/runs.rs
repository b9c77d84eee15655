//! How much of an undertaking's particular words a passage holds, in runs: long ones are evidence, short ones chance.

use super::bigrams::{BREAK, Pair, Rarity};
use super::commonplace::SUBJECTS;

/// What a shared word of two letters counts beside longer runs: two letters are shared by chance.
const SHORT_RUN: f64 = 0.4;
/// What a letter pair counts inside a subject that every report speaks of.
const COMMON_SUBJECT: f64 = 0.5;

/// The letters of an undertaking, to find what long runs of them a window holds.
pub(super) struct Runs<'a> {
    letters: &'a [char],
}

impl<'a> Runs<'a> {
    pub fn of(letters: &'a [char]) -> Runs<'a> {
        Runs { letters }
    }

    /// What a window would share that holds all of it.
    pub fn worth(&self, rarity: &Rarity) -> f64 {
        let words = self.letters.split(|&letter| letter == BREAK);
        words.map(|word| worth(word, rarity)).sum()
    }

    /// The rarity of all pairs in the runs that the window holds too; words of two letters count less.
    pub fn shared_with(&self, window: &[char], rarity: &Rarity) -> f64 {
        let mut shared = 0.0;
        let mut at = 0;
        while let Some(rest) = self.letters.get(at..).filter(|rest| rest.len() > 1) {
            let run = longest_run(rest, window);
            if run < 2 {
                at += 1;
                continue;
            }
            shared += worth(rest.get(..run).unwrap_or(rest), rarity);
            at += run;
        }
        shared
    }
}

/// Whether the window holds half of the title in one run.
pub(super) fn names(window: &[char], title: &[char]) -> bool {
    let words = title.split(|&letter| letter == BREAK);
    let longest = words.max_by_key(|word| word.len()).unwrap_or(&[]);
    let half = longest.len().div_ceil(2).max(2);
    longest
        .windows(half)
        .any(|piece| window.windows(half).any(|there| there == piece))
}

/// What a run of letters is worth as evidence.
fn worth(run: &[char], rarity: &Rarity) -> f64 {
    let mut worth = 0.0;
    let mut subject_to = 0;
    for (at, pair) in run.windows(2).enumerate() {
        let rest = run.get(at..).unwrap_or(&[]);
        subject_to = subject_to.max(at + SUBJECTS.length_at(rest));
        let [first, second] = pair else { continue };
        let share = rarity.share(Pair::of(*first, *second));
        worth += if at + 1 < subject_to {
            share * COMMON_SUBJECT
        } else {
            share
        };
    }
    if run.len() == 2 {
        worth * SHORT_RUN
    } else {
        worth
    }
}

/// How many letters from the beginning of `rest` stand side by side somewhere in the window.
fn longest_run(rest: &[char], window: &[char]) -> usize {
    let [first, second, ..] = rest else { return 0 };
    if *first == BREAK || *second == BREAK {
        return 0;
    }
    let starts = window.windows(2).enumerate();
    starts
        .filter(|(_, pair)| matches!(pair, [one, two] if one == first && two == second))
        .filter_map(|(at, _)| window.get(at..))
        .map(|there| {
            let both = rest.iter().zip(there);
            both.take_while(|(one, two)| one == two && **one != BREAK)
                .count()
        })
        .max()
        .unwrap_or(0)
}
