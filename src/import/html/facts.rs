//! Publisher and date as the lines around an article say them.

use std::ops::Range;

use jiff::civil::Date;

use super::article::{Article, Page};
use super::chrome::{Sort, value_len};
use super::day;
use super::headline::Headline;
use super::tags::names_somebody;
use super::words::{Words, words};

/// How far around the article its date and source may stand.
const ABOVE: usize = 30;
const BELOW: usize = 8;

/// The lines that may say where an article comes from.
pub(super) struct Facts<'a> {
    words: &'a Words,
    /// Above the article and between its title and its text, then below it.
    lines: Vec<&'a str>,
    /// Those between title and text.
    under_title: Vec<&'a str>,
}

impl<'a> Facts<'a> {
    pub fn around(page: &'a Page, article: &Article, headline: &Headline) -> Facts<'a> {
        let words = words();
        let start = article.range.start.saturating_sub(ABOVE);
        let title_end = match &headline.lines {
            Some(lines) => lines.end,
            None => article.range.start.saturating_sub(BELOW).max(start),
        };
        let text = |range: Range<usize>| -> Vec<&'a str> {
            range
                .filter_map(|idx| page.lines.get(idx))
                .map(|line| line.text.as_str())
                .filter(|text| text.len() <= LONGEST && !is_today(words, text))
                .collect()
        };
        let mut under_title = text(title_end.min(article.body.start)..article.body.start);
        if let Some(above) = &headline.above {
            under_title.extend(text(above.end..article.range.start));
        }
        let tools = article.body.clone().take(BELOW);
        under_title.extend(
            tools
                .filter(|idx| page.sorts.get(*idx) == Some(&Sort::Tools))
                .flat_map(|idx| text(idx..idx + 1)),
        );
        let mut lines = under_title.clone();
        lines.extend(text(start..title_end.max(start)));
        lines.extend(text(article.body.end..article.range.end + BELOW));
        Facts {
            words,
            lines,
            under_title,
        }
    }

    pub fn published(&self) -> Option<Date> {
        let labels = &self.words.date_labels;
        let labelled = labels.iter().find_map(|label| {
            self.lines
                .iter()
                .find_map(|text| values(text, label).find_map(day::at_start))
        });
        labelled.or_else(|| self.stamped())
    }

    /// A date without a label, on a line of its own or beside the source.
    fn stamped(&self) -> Option<Date> {
        const LONGEST_LINE: usize = 60;
        let mut lines = self.under_title.iter();
        lines.find_map(|text| {
            let short = text.chars().count() <= LONGEST_LINE;
            let signed = text.contains("成文") || text.contains(['〔', '［', '。']);
            let beside = short && !signed && text.len() > "2031年01月06日".len();
            (day::is_alone(text) || beside)
                .then(|| day::find(text))
                .flatten()
        })
    }

    pub fn source(&self) -> Option<String> {
        let labels = &self.words.source_labels;
        labels.iter().find_map(|label| {
            self.lines.iter().find_map(|text| {
                values(text, label).find_map(|value| {
                    let value = value.get(..value_len(self.words, value))?;
                    let value = value.trim_matches([' ', '(', ')', '（', '）', '　']);
                    names_somebody(self.words, value).then(|| value.to_owned())
                })
            })
        })
    }
}

/// Longer lines are paragraphs; in bytes.
const LONGEST: usize = 900;

/// Whether a line shows the day of the visit.
fn is_today(words: &Words, text: &str) -> bool {
    words.todays.iter().any(|word| text.contains(word.as_str())) && !text.contains("发布")
}

/// What stands behind a label, wherever it stands in the text.
fn values<'a>(text: &'a str, label: &'a str) -> impl Iterator<Item = &'a str> {
    /// Longer labels are found inside of a run of letters as well, where the page lost the blank before them.
    const SURE: usize = "发布时间".len();
    text.match_indices(label).filter_map(move |(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let apart = before.is_none_or(|before| !before.is_alphabetic());
        let value = text.get(at + label.len()..)?.trim_start_matches(' ');
        let marked = value.strip_prefix(['：', ':', '\t', '】', ']']);
        let dated = value
            .starts_with(|next: char| next.is_ascii_digit())
            .then_some(value);
        (apart || label.len() >= SURE).then_some(())?;
        marked
            .map(|value| value.trim_start_matches([' ', '：', ':', '\t']))
            .or(dated)
    })
}
