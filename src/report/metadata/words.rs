//! The words by which metadata are found.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Names before a colon on the page; a value ends where the next one begins.
    pub labels: Vec<String>,
    pub title_labels: Vec<String>,
    /// What stands behind a date that is the occasion of a report, not a part of its title.
    pub title_dates: Vec<String>,
    /// What the body that issued a page stands behind, best first.
    pub issuer_labels: Vec<String>,
    pub source_labels: Vec<String>,
    /// Sources that are no issuers.
    pub not_sources: Vec<String>,
    /// What a date of publication stands behind, best first.
    pub published_labels: Vec<String>,
    pub signed_labels: Vec<String>,
    /// What shows that a date is the day on which the page was read, or none of the report.
    pub today: Vec<String>,
    /// What stands beside a date of publication that has no label.
    pub source_marks: Vec<String>,
    /// What stands beside a date under the text that is no signature.
    pub not_signatures: Vec<String>,
    /// What a covering letter says.
    pub letter_words: Vec<String>,
    /// What a report says that is addressed like a letter.
    pub answer_words: Vec<String>,
    /// What the title of a covering letter says.
    pub letter_titles: Vec<String>,
    /// What a title of the documents read here is about.
    pub title_subjects: Vec<String>,
    /// What a title of an annual report is about.
    pub report_subjects: Vec<String>,
    /// How such a title ends.
    pub title_ends: Vec<String>,
    /// The same of a document that a notice hands on.
    pub handed_on_ends: Vec<String>,
    /// Where the text begins behind a title that it is glued to.
    pub title_stops: Vec<String>,
    /// What stands between the title of a page and the name of the site.
    pub page_title_cuts: Vec<String>,
    /// Where the issuer ends in a title.
    pub issuer_stops: Vec<String>,
    pub party: Vec<String>,
    /// Bodies that put their own name before that of the place.
    pub vertical: Vec<String>,
    /// What the name of the issuer follows in running text.
    pub announcers: Vec<String>,
    /// What shows that the year before it is the one to come.
    pub plans_behind_year: Vec<String>,
    pub last_year: Vec<String>,
    /// 现将…如下: a sentence that says what the report is about.
    pub announced: Vec<String>,
    pub announcing: Vec<String>,
    /// Stretches of several years by name; and what makes such a name a plan.
    pub five_years: Vec<String>,
    pub five_year_plans: Vec<String>,
    /// Words of chapters on the year that is reported, and on the one to come.
    pub looking_back: Vec<String>,
    pub looking_ahead: Vec<String>,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    lexicon::read(
        "metadata.json",
        include_str!("../../../data/lexicon/metadata.json"),
    )
});

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
            for label in list {
                assert!(WORDS.labels.contains(label), "{label}");
            }
        }
    }
}
