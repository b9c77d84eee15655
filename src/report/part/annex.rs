//! What is appended to a report: 附件 and the glossary, which no longer tell of the work.

use super::words::WORDS;
use crate::report::lexicon::contains;
use crate::report::{Block, NormalText, Report, Span};

/// A line that opens an annex, and all up to the next one.
struct Annex {
    span: Span,
    /// It says what words mean.
    is_glossary: bool,
}

/// Letters that such a line has at most.
const LONGEST: usize = 30;

/// An annex stands behind this share of the body, in percent: before it the word names something else.
const FROM: usize = 50;

/// Where the first annex begins.
pub(super) fn first_annex(blocks: &[Block], normal: &NormalText, body: Span) -> Option<usize> {
    annexes(blocks, normal, body)
        .first()
        .map(|annex| annex.span.start)
}

/// Where a report says what its words mean: nothing told there was done, and no number counts anything of the year.
pub(crate) fn glossaries(report: &Report) -> Vec<Span> {
    let mut bodies = report.blocks.iter().filter(|block| block.kind.is_body());
    let first = bodies.next().map_or(Span::default(), |block| block.text);
    let body = bodies
        .next_back()
        .map_or(first, |last| first.hull(last.text));
    let appended = annexes(&report.blocks, &report.normal, body).into_iter();
    let appended = appended
        .filter(|annex| annex.is_glossary)
        .map(|annex| annex.span);
    let sections = report.sections.iter();
    let titled = sections
        .filter(|section| contains(&section.title, &WORDS.glossaries))
        .map(|section| section.extent);
    titled.chain(appended).collect()
}

fn annexes(blocks: &[Block], normal: &NormalText, body: Span) -> Vec<Annex> {
    let from = body.start + body.len() / 100 * FROM;
    let mut found: Vec<Annex> = Vec::new();
    let first = blocks.partition_point(|block| block.text.start < from);
    // Most blocks are far longer than such a line.
    let lines = blocks.iter().skip(first);
    for block in lines.filter(|block| block.text.len() <= LONGEST * 4) {
        let line = normal.to_normal(block.text).of(&normal.text).trim();
        let short = line.chars().count() <= LONGEST && !line.contains('。');
        let is_glossary = contains(line, &WORDS.glossaries);
        if !short || !(is_glossary || opens_annex(line)) {
            continue;
        }
        let span = Span::new(block.text.start, body.end.max(block.text.end));
        match found.last_mut() {
            // 附件1 and the title below it are one line in two.
            Some(last) if is_empty_line(normal, last, block) => last.is_glossary |= is_glossary,
            Some(last) => {
                last.span.end = block.text.start;
                found.push(Annex { span, is_glossary });
            }
            None => found.push(Annex { span, is_glossary }),
        }
    }
    found
}

/// 附件, 附件2:, 附件:统计表.
fn opens_annex(line: &str) -> bool {
    line.strip_prefix("附件").is_some_and(|rest| {
        let rest = rest.trim_start_matches(|mark: char| {
            mark.is_ascii_digit() || "一二三四五六七八九十".contains(mark)
        });
        rest.is_empty() || rest.starts_with([':', ' ', '\u{3000}', '\n'])
    })
}

/// Whether nothing but the word and its number stands between the beginning of an annex and a block.
fn is_empty_line(normal: &NormalText, annex: &Annex, block: &Block) -> bool {
    let between = Span::new(annex.span.start, block.text.start.max(annex.span.start));
    let text = normal.to_normal(between).of(&normal.text);
    text.trim().chars().count() <= "附件10".chars().count()
}
