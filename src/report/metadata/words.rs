//! The words by which metadata are found.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon::{self, WordList};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Names before a colon on the page; a value ends where the next one begins.
    pub labels: WordList,
    pub title_labels: WordList,
    /// What stands behind a date that is the occasion of a report, not a part of its title.
    pub title_dates: WordList,
    /// What the body that issued a page stands behind, best first.
    pub issuer_labels: WordList,
    pub source_labels: WordList,
    /// Sources that are no issuers.
    pub not_sources: WordList,
    /// What a date of publication stands behind, best first.
    pub published_labels: WordList,
    pub signed_labels: WordList,
    /// What shows that a date is the day on which the page was read, or none of the report.
    pub today: WordList,
    /// What stands beside a date of publication that has no label.
    pub source_marks: WordList,
    /// What stands beside a date under the text that is no signature.
    pub not_signatures: WordList,
    /// What a covering letter says.
    pub letter_words: WordList,
    /// What a report says that is addressed like a letter.
    pub answer_words: WordList,
    /// What the title of a covering letter says.
    pub letter_titles: WordList,
    /// What a title of the documents read here is about.
    pub title_subjects: WordList,
    /// What a title of an annual report is about.
    pub report_subjects: WordList,
    /// How such a title ends.
    pub title_ends: WordList,
    /// The same of a document that a notice hands on.
    pub handed_on_ends: WordList,
    /// What a headline says that does not end like a title.
    pub headline_words: WordList,
    /// Where the text begins behind a title that it is glued to.
    pub title_stops: WordList,
    /// What stands between the title of a page and the name of the site.
    pub page_title_cuts: WordList,
    /// Where the issuer ends in a title.
    pub issuer_stops: WordList,
    pub party: WordList,
    /// Bodies that put their own name before that of the place.
    pub vertical: WordList,
    /// What the name of the issuer follows in running text.
    pub announcers: WordList,
    /// What shows that the year before it is the one to come.
    pub plans_behind_year: WordList,
    pub last_year: WordList,
    /// 现将…如下: a sentence that says what the report is about.
    pub announced: WordList,
    pub announcing: WordList,
    /// Stretches of several years by name; and what makes such a name a plan.
    pub five_years: WordList,
    pub five_year_plans: WordList,
    /// Words of chapters on the year that is reported, and on the one to come.
    pub looking_back: WordList,
    pub looking_ahead: WordList,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| lexicon::read("metadata.json", crate::bundled!("lexicon/metadata.json")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_that_is_asked_for_is_known_as_a_label() {
        for list in [
            &WORDS.title_labels,
            &WORDS.issuer_labels,
            &WORDS.source_labels,
            &WORDS.published_labels,
            &WORDS.signed_labels,
        ] {
            for label in list.iter() {
                assert!(WORDS.labels.iter().any(|known| known == label), "{label}");
            }
        }
    }
}
