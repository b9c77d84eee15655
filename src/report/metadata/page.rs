//! The lines that metadata are read from: the head and the foot of a text, and a sample of what lies between.

use std::ops::Range;

use super::letter::{self, Front};
use super::words::WORDS;
use crate::report::{Block, BlockKind, NormalText, Section, Span};

/// A line with more bytes is running text.
pub(super) const LONG_LINE: usize = 180;
/// How many lines are read as the head and as the foot.
const HEAD_LINES: usize = 400;
const FOOT_LINES: usize = 60;
/// How many stretches of running text the head reaches into: a covering letter and the opening behind it.
const HEAD_TEXTS: usize = 8;
/// How many paragraphs are the opening, and how long it may be: a paragraph may be the whole report.
const OPENING: usize = 3;
const OPENING_BYTES: usize = 3600;
/// How much is read where a text has to be asked for its habits: in front, and at the end.
const FRONT_BYTES: usize = 24_000;
const BACK_BYTES: usize = 8_000;

/// One block, as normal text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub kind: BlockKind,
    /// Where it begins in the normal text.
    pub start: usize,
    pub text: &'a str,
}

impl Line<'_> {
    pub fn is_running(&self) -> bool {
        self.kind == BlockKind::Paragraph && self.text.len() > LONG_LINE
    }
}

pub(super) struct Page<'a> {
    pub normal: &'a NormalText,
    pub sections: &'a [Section],
    /// The first lines, blank ones left out.
    pub head: Vec<Line<'a>>,
    /// The last lines, in order.
    pub foot: Vec<Line<'a>>,
    /// Which lines of the head are a covering letter, and which the title.
    pub front: Front,
    /// The line of the head that the report itself begins with, behind title, letter and page.
    pub body: usize,
    /// The first paragraphs.
    pub opening: &'a str,
    /// Where the opening begins in the normal text.
    pub opening_start: usize,
}

impl<'a> Page<'a> {
    pub fn of(normal: &'a NormalText, blocks: &[Block], sections: &'a [Section]) -> Page<'a> {
        let head = head(normal, blocks);
        let front = letter::front(&head);
        let body = body(&head, front.title.end);
        let opening = opening(normal, &head, body);
        Page {
            normal,
            sections,
            foot: foot(normal, blocks),
            front,
            body,
            opening: opening.of(&normal.text),
            opening_start: opening.start,
            head,
        }
    }

    /// The source span of a stretch of a line or of the opening.
    pub fn source(&self, start: usize, range: Range<usize>) -> Span {
        self.normal
            .to_source(Span::new(start + range.start, start + range.end))
    }

    /// The lines of the covering letter.
    pub fn letter(&self) -> &[Line<'a>] {
        self.head.get(self.front.letter.clone()).unwrap_or(&[])
    }

    /// The lines of the title.
    pub fn title(&self) -> &[Line<'a>] {
        self.head.get(self.front.title.clone()).unwrap_or(&[])
    }

    /// The lines before the report that are neither letter nor title, with whether they stand behind a title.
    pub fn before(&self) -> impl Iterator<Item = (bool, &Line<'a>)> {
        // A page may print the title twice, and its date between.
        let shown = self.title().last().map(|line| line.text);
        let first = self
            .head
            .iter()
            .position(|line| letter::is_title_line(line) || Some(line.text) == shown);
        let title = first.map_or(self.front.title.end, |first| {
            first.clamp(self.front.letter.end, self.front.title.end)
        });
        let lines = self.head.iter().enumerate().take(self.body);
        lines
            .filter(|(idx, _)| !self.front.letter.contains(idx) && !self.front.title.contains(idx))
            .map(move |(idx, line)| (idx >= title, line))
    }

    /// The lines of the page around the report, first those before it.
    pub fn around(&self) -> impl Iterator<Item = &Line<'a>> {
        let before = self.before().map(|(_, line)| line);
        let behind = self.foot.iter();
        before
            .filter(|line| line.text.len() <= LONG_LINE)
            .chain(behind.filter(|line| line.kind == BlockKind::Chrome))
    }

    /// Enough of the beginning and of the end to know how the text speaks.
    pub fn sample(&self) -> [&'a str; 2] {
        let text = self.normal.text.as_str();
        let start = self.opening_start.min(text.len());
        let middle = boundary(text, start + FRONT_BYTES);
        let end = boundary(text, text.len().saturating_sub(BACK_BYTES)).max(middle);
        let part = |range: Range<usize>| text.get(range).unwrap_or("");
        [part(start..middle), part(end..text.len())]
    }

    /// Titles of chapters.
    pub fn chapters(&self) -> impl Iterator<Item = &'a Section> {
        let chapters = self.sections.iter().filter(|section| section.level <= 2);
        chapters.take(HEAD_LINES)
    }
}

/// The next character boundary at or behind the offset.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

fn line<'a>(normal: &'a NormalText, block: &Block) -> Line<'a> {
    let range = normal.to_normal(block.text);
    Line {
        kind: block.kind,
        start: range.start,
        text: range.of(&normal.text),
    }
}

fn head<'a>(normal: &'a NormalText, blocks: &[Block]) -> Vec<Line<'a>> {
    let mut texts = 0;
    let seen = blocks.iter().filter(|block| block.kind != BlockKind::Blank);
    seen.map(|block| line(normal, block))
        .take_while(|line| {
            let goes_on = texts < HEAD_TEXTS;
            texts += usize::from(line.is_running());
            goes_on
        })
        .take(HEAD_LINES)
        .collect()
}

/// Notes are moved behind the text by the reader of the file: they are no part of its end.
fn foot<'a>(normal: &'a NormalText, blocks: &[Block]) -> Vec<Line<'a>> {
    let seen = blocks
        .iter()
        .rev()
        .filter(|block| !matches!(block.kind, BlockKind::Blank | BlockKind::Note));
    let mut lines: Vec<Line> = seen
        .take(FOOT_LINES)
        .map(|block| line(normal, block))
        .collect();
    lines.reverse();
    lines
}

/// The first line of the report behind its title.
fn body(head: &[Line], title_end: usize) -> usize {
    let lines = head.iter().enumerate().skip(title_end);
    lines
        .filter(|(_, line)| line.kind.is_body())
        .map(|(idx, _)| idx)
        .next()
        .unwrap_or(head.len())
}

fn opening(normal: &NormalText, head: &[Line], body: usize) -> Span {
    let mut lines = head
        .iter()
        .skip(body)
        .filter(|line| matches!(line.kind, BlockKind::Paragraph | BlockKind::Salutation));
    let Some(first) = lines.next() else {
        return Span::default();
    };
    let last = lines.nth(OPENING - 2).or(lines.next()).unwrap_or(first);
    let end = (last.start + last.text.len()).max(first.start + first.text.len());
    let text = normal.text.as_str();
    Span::new(
        first.start,
        boundary(text, end.min(first.start + OPENING_BYTES)).min(end),
    )
}

/// Where the value behind a label stands in a line: `label: value`, `[ label ] value`, `label|value`.
pub(super) fn labelled(text: &str, label: &str) -> Option<Range<usize>> {
    let mut places = text.match_indices(label).map(|(at, _)| at);
    let at = places.find(|at| is_whole_label(text, *at, label))?;
    let rest = text.get(at + label.len()..)?;
    let value = rest.trim_start_matches(BETWEEN);
    let start = text.len() - value.len();
    if value.len() == rest.len() && !value.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let cell = value.find(['|', '[', '【', '\t']);
    let end = cell.into_iter().chain(next_label(value)).min();
    let value = value.get(..end.unwrap_or(value.len()))?;
    let value = value.trim_end_matches([' ', '-', '|', ',', ';', '(']);
    (!value.is_empty()).then_some(start..start + value.len())
}

/// What may stand between a label and its value.
const BETWEEN: [char; 8] = [':', ']', '】', '|', ' ', '\t', ')', '>'];

/// The end of a longer label is none, and a short word inside another is none.
fn is_whole_label(text: &str, at: usize, label: &str) -> bool {
    let (Some(before), Some(to_end)) = (text.get(..at), text.get(..at + label.len())) else {
        return false;
    };
    let longer = WORDS
        .labels
        .iter()
        .any(|other| other.len() > label.len() && to_end.ends_with(other.as_str()));
    let inside_a_word = label.chars().count() <= 2 && before.ends_with(char::is_alphabetic);
    !longer && (!inside_a_word || begins_with_label(before))
}

/// 发布单位:青禾县司法局时间:2025-01-03 lost its blank.
fn begins_with_label(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(first, _)| WORDS.labels.iter().any(|label| label == first))
}

/// Where the next label of the line begins.
fn next_label(value: &str) -> Option<usize> {
    let ends = value.match_indices([':', ']']).map(|(end, _)| end);
    ends.filter_map(|end| {
        let before = value.get(..end)?;
        let labels = WORDS.labels.iter();
        let label = labels.filter(|label| before.ends_with(label.as_str()));
        label.map(String::len).max().map(|len| end - len)
    })
    .min()
}
