//! The kind of a text by its chapters, where neither a title nor the opening names it.

use super::words::{WORDS, is_about_law};
use crate::report::lexicon::{WordList, contains};
use crate::report::metadata::evidence::{Certainty, Found, Origin};
use crate::report::metadata::page::Page;
use crate::report::metadata::years;
use crate::report::{Kind, Section};

/// How many signs of an annual report are enough.
const ENOUGH: usize = 4;

/// How often a text speaks of law-based government that is about it.
const OFTEN: usize = 3;

/// A text that is about law-based government and has the chapters of an annual report is one.
pub(super) fn by_chapters(page: &Page) -> Option<Found<Kind>> {
    let found = |kind, certainty| Some(Found::new(kind, Origin::Body, certainty, None));
    let has = |words: &WordList| {
        page.chapters()
            .filter(|section| contains(&section.title, words))
            .count()
    };
    let headings = &WORDS.headings;
    if placeholders(page) >= 3 {
        return found(Kind::Template, Certainty::Guess);
    }
    let reports = usize::from(has(&headings.results) > 0)
        + usize::from(has(&headings.shortcomings) > 0)
        + usize::from(has(&headings.ahead) > 0)
        + 2 * usize::from(has(&headings.duty) > 0);
    if has(&headings.interpretation) >= 2 && reports < 2 {
        return found(Kind::Interpretation, Certainty::Likely);
    }
    if page.chapters().any(reports_on_law) {
        return found(Kind::AnnualReport, Certainty::Likely);
    }
    if has(&headings.plan) >= 2 && reports < 2 {
        return found(Kind::WorkPlan, Certainty::Likely);
    }
    let about = is_about_law(page.opening);
    let dated = years::all(page.opening).next().is_some();
    let sample = page.sample();
    let spoken = sample.iter().any(|text| is_about_law(text));
    let strong = contains(page.opening, &WORDS.strong)
        || sample.iter().any(|text| {
            let words = WORDS.strong.iter();
            words
                .map(|word| text.matches(word.as_str()).count())
                .sum::<usize>()
                >= OFTEN
        });
    let score = reports + 2 * usize::from(about) + usize::from(dated) + usize::from(spoken);
    match strong && score >= ENOUGH {
        true if reports >= 2 => found(Kind::AnnualReport, Certainty::Likely),
        true => found(Kind::AnnualReport, Certainty::Guess),
        false => None,
    }
}

/// 2024年度推进法治政府建设的主要举措和成效: the chapter that the law asks for.
fn reports_on_law(section: &Section) -> bool {
    let title = section.title.as_str();
    section.level == 1
        && contains(title, &WORDS.strong)
        && contains(title, &WORDS.headings.results)
        && !contains(title, &WORDS.headings.plan)
}

pub(super) fn placeholders(page: &Page) -> usize {
    let text = page.opening;
    WORDS
        .placeholders
        .iter()
        .map(|word| text.matches(word.as_str()).count())
        .sum()
}
