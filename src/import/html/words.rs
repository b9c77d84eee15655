//! The words of web pages around an article, and the names that page makers give to the parts of a page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::order;

/// The word list of this folder; names and tags in lower case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Ids and classes of elements that hold nothing but the article.
    pub containers: BTreeSet<String>,
    /// Ids and classes of elements that stand around the article.
    pub regions: BTreeSet<String>,
    /// Ids and classes of the headline.
    pub title_marks: BTreeSet<String>,
    /// Ids and classes of the name of the publisher.
    pub publisher_marks: BTreeSet<String>,
    /// Names of `<meta>` tags, best first.
    pub title_tags: Vec<String>,
    pub date_tags: Vec<String>,
    pub source_tags: Vec<String>,
    pub site_tags: Vec<String>,
    pub column_tags: Vec<String>,
    /// Ends of the names of sites and columns, as behind a page title.
    pub site_ends: Vec<String>,
    /// Ends of the titles of documents.
    pub title_ends: Vec<String>,
    /// Ends of the names of offices, as under a document.
    pub signature_ends: Vec<String>,
    /// What stands before a value, best first.
    pub date_labels: Vec<String>,
    pub source_labels: Vec<String>,
    pub other_labels: Vec<String>,
    /// Sources that name nobody.
    pub empty_values: Vec<String>,
    /// Buttons.
    pub tools: Prefixes,
    /// Beginnings of lines that no report has.
    pub begins: Prefixes,
    /// Parts of lines that no report has.
    pub contains: Vec<String>,
    /// Beginnings of lines below which the article is over.
    pub ends: Prefixes,
    /// Signs of a date that is the day of the visit.
    pub todays: Vec<String>,
    /// Signs of a page that shows something else instead of the article.
    pub refusals: Vec<String>,
}

/// Words by their first character; the longest that fits is found first.
#[derive(Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Prefixes(BTreeMap<char, Vec<String>>);

impl From<Vec<String>> for Prefixes {
    fn from(words: Vec<String>) -> Prefixes {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for word in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push(word);
            }
        }
        for words in by_first.values_mut() {
            order::sort_by_key(words, |word| std::cmp::Reverse(word.len()));
        }
        Prefixes(by_first)
    }
}

impl Prefixes {
    /// What stands behind the longest word that the text begins with.
    pub fn rest<'a>(&self, text: &'a str) -> Option<&'a str> {
        let words = self.0.get(&text.chars().next()?)?;
        words
            .iter()
            .find_map(|word| text.strip_prefix(word.as_str()))
    }
}

impl Words {
    /// All labels of values, whatever they say.
    pub fn labels(&self) -> &'static Prefixes {
        static LABELS: LazyLock<Prefixes> = LazyLock::new(|| {
            let Words {
                date_labels,
                source_labels,
                other_labels,
                ..
            } = words();
            let all = [date_labels, source_labels, other_labels];
            Prefixes::from(all.into_iter().flatten().cloned().collect::<Vec<_>>())
        });
        &LABELS
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/html.json")).expect("an embedded word list")
});

pub(super) fn words() -> &'static Words {
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_list_is_read_and_names_are_in_lower_case() {
        let words = words();
        for names in [&words.containers, &words.regions, &words.title_marks] {
            assert!(!names.is_empty());
            assert!(names.iter().all(|name| *name == name.to_lowercase()));
        }
        assert_eq!(words.begins.rest("上一篇：甲"), Some("：甲"));
    }
}
