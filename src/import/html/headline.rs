//! The title of the article: in it, above it, or only in the head of the page.

use std::collections::BTreeSet;
use std::ops::Range;

use super::article::{Article, Page};
use super::line::LineKind;
use super::tags::Tags;
use super::words::words;

/// Where the title of an article was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headline {
    /// As the page has it, on one line.
    pub title: Option<String>,
    /// Lines of the page that are the title, in the article or above it.
    pub lines: Option<Range<usize>>,
    /// The headline of the page above an article that has a title of its own.
    pub above: Option<Range<usize>>,
    /// Whether no line of the page shows the title.
    pub unseen: bool,
}

/// How far above the article the headline may stand.
const ABOVE: usize = 25;
/// Over how many lines a title may be split.
const MOST_LINES: usize = 4;
/// Longer lines are no part of a title.
const LONGEST: usize = 80;

/// Finds the title. What stands in the article counts before what stands above it, and what is seen before tags.
pub(super) fn headline(page: &Page, article: &Article, tags: &Tags) -> Headline {
    let inside = article.range.start..article.body.start;
    let above = inside.start.saturating_sub(ABOVE)..inside.start;
    let tagged = |range: &Range<usize>| {
        tags.titles
            .iter()
            .find_map(|title| seen(page, range, title))
    };
    let find = |range: &Range<usize>| {
        tagged(range)
            .or_else(|| marked(page, range))
            .or_else(|| worded(page, range))
    };
    let above = find(&above);
    let lines = find(&inside).or_else(|| above.clone());
    let joined = lines.clone().map(|lines| joined(page, lines));
    let unseen = lines.is_none() && !tags.titles.is_empty();
    Headline {
        title: tags.titles.first().cloned().or(joined),
        lines,
        above,
        unseen,
    }
}

fn joined(page: &Page, lines: Range<usize>) -> String {
    let texts = lines.filter_map(|idx| page.lines.get(idx));
    texts.map(|line| line.text.as_str()).collect()
}

/// Whether a line may be one of a title.
fn may_be_title(page: &Page, idx: usize) -> bool {
    page.lines.get(idx).is_some_and(|line| {
        !page.is_around(idx)
            && !line.is_row()
            && line.len() <= LONGEST
            && !line.text.ends_with(['。', '；', '，'])
    })
}

/// The lines that say what a tag says, on one line or several; the best match, and of those the last.
fn seen(page: &Page, range: &Range<usize>, title: &str) -> Option<Range<usize>> {
    let wanted = Shape::of(title);
    let mut best: Option<(usize, Range<usize>)> = None;
    for start in range.clone() {
        let mut shown = String::new();
        for end in start + 1..=(start + MOST_LINES).min(range.end) {
            let Some(line) = page
                .lines
                .get(end - 1)
                .filter(|_| may_be_title(page, end - 1))
            else {
                break;
            };
            shown.push_str(&line.text);
            let likeness = wanted.likeness(&Shape::of(&shown));
            if likeness >= ALIKE && best.as_ref().is_none_or(|(most, _)| likeness >= *most) {
                best = Some((likeness, start..end));
            }
        }
    }
    best.map(|(_, lines)| lines)
}

/// Of a hundred: titles with 年度 for 年 or a few more words are the same.
const ALIKE: usize = 80;

/// The letters of a title, and the pairs of them.
struct Shape {
    letters: String,
    pairs: BTreeSet<(char, char)>,
}

impl Shape {
    fn of(title: &str) -> Shape {
        let letters: String = title.chars().filter(|c| c.is_alphanumeric()).collect();
        let pairs = letters.chars().zip(letters.chars().skip(1)).collect();
        Shape { letters, pairs }
    }

    /// From 0 to 100; a title that was cut short is like the whole one.
    fn likeness(&self, other: &Shape) -> usize {
        let all = self.pairs.len() + other.pairs.len();
        if all == 0 {
            return 0;
        }
        let shared = self.pairs.intersection(&other.pairs).count() * 200 / all;
        let (short, long) = if self.letters.len() < other.letters.len() {
            (&self.letters, &other.letters)
        } else {
            (&other.letters, &self.letters)
        };
        let part = long.contains(short.as_str()) && short.len() * 10 >= long.len() * 6;
        if part { shared.max(ALIKE) } else { shared }
    }
}

/// The lines nearest to the text that the page marks up as a headline.
fn marked(page: &Page, range: &Range<usize>) -> Option<Range<usize>> {
    let is_marked = |idx: usize| {
        let line = page.lines.get(idx).filter(|_| may_be_title(page, idx));
        line.is_some_and(|line| {
            let heading = match line.kind {
                LineKind::Heading(level) => level < 3,
                LineKind::Text | LineKind::Row(_) => false,
            };
            (heading || line.headline) && !super::article::is_numbered(&line.text)
        })
    };
    let last = range.clone().rev().find(|idx| is_marked(*idx))?;
    let from = range.start.max(last.saturating_sub(MOST_LINES - 1));
    let first = (from..last).rev().take_while(|idx| is_marked(*idx)).last();
    let lines = first.unwrap_or(last)..last + 1;
    const SHORTEST: usize = 6;
    (joined(page, lines.clone()).chars().count() >= SHORTEST).then_some(lines)
}

/// The line nearest to the text that ends like the title of a document, with the line above it that it continues.
fn worded(page: &Page, range: &Range<usize>) -> Option<Range<usize>> {
    const SHORTEST: usize = 8;
    let ends = &words().title_ends;
    let is_title = |idx: usize| {
        may_be_title(page, idx)
            && page.lines.get(idx).is_some_and(|line| {
                let text = line.text.trim_end_matches(['）', ')']);
                line.len() >= SHORTEST && ends.iter().any(|end| text.ends_with(end.as_str()))
            })
    };
    let last = range.clone().find(|idx| is_title(*idx))?;
    let signs = &words().signature_ends;
    let opens = |idx: &usize| {
        may_be_title(page, *idx)
            && page
                .lines
                .get(*idx)
                .is_some_and(|line| signs.iter().any(|end| line.text.ends_with(end.as_str())))
    };
    let first = last
        .checked_sub(1)
        .filter(|idx| range.contains(idx))
        .filter(opens)
        .unwrap_or(last);
    Some(first..last + 1)
}
