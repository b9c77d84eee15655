//! Lines of the source, and which of them were broken in the middle of a sentence.

use std::ops::{Range, RangeInclusive};

use memchr::{memchr, memchr2, memmem};

use super::look::{self, Look};
use super::paragraph::Paragraph;
use super::words::HEADINGS;
use super::{chrome, title};
use crate::report::lexicon;
use crate::report::mark::{ends_sentence, is_closer, is_stop};
use crate::report::numbering;
use crate::report::text::{Writer, Written};
use crate::report::{NormalText, Span, date, release, spread};

/// One line of the source text.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// With indent and line end.
    pub span: Span,
    /// From the first to the last visible character.
    pub text: Span,
    /// The line alone as normal text.
    pub normal: &'a str,
    /// Blanks before the text.
    pub indented: bool,
    /// How wide the text is in print, where an ideograph has two cells.
    pub cells: usize,
    pub look: Look,
    /// Index of the mark of the format that it stands in.
    pub mark: Option<usize>,
}

/// The lines of a text, each of which is a line of its normal text.
pub(super) struct Lines {
    pub normal: NormalText,
    shapes: Vec<Shape>,
}

/// A line as it was found.
struct Shape {
    span: Span,
    written: Written,
    look: Look,
}

impl Lines {
    /// Cuts a text into lines; `\r\n` is one line end.
    pub fn of(source: &str) -> Lines {
        let read = spread::read(&stretches(source), |stretch| {
            vec![stretch_lines(source, stretch)]
        });
        let (mut writer, mut shapes) = (Writer::new(source), Vec::new());
        for (written, mut next) in read {
            let moved = writer.append(written);
            for shape in &mut next {
                shape.written.normal.start += moved;
                shape.written.normal.end += moved;
            }
            shapes.append(&mut next);
        }
        Lines {
            normal: writer.finish(),
            shapes,
        }
    }

    /// The normal text of the lines, which is all that is left of them.
    pub fn into_normal(self) -> NormalText {
        release::free(self.shapes);
        self.normal
    }

    pub fn lines<'a>(&'a self, source: &str) -> Vec<Line<'a>> {
        let line = |shape: &Shape| {
            let text = match shape.written.visible {
                unseen if unseen.is_empty() => Span::new(shape.span.start, shape.span.start),
                visible => visible,
            };
            Line {
                span: shape.span,
                text,
                normal: shape.written.normal.of(&self.normal.text),
                indented: text.start > shape.span.start,
                cells: cells(text.of(source)),
                look: shape.look,
                mark: None,
            }
        };
        self.shapes.iter().map(line).collect()
    }
}

/// Stretches of whole lines.
fn stretches(source: &str) -> Vec<Range<usize>> {
    let step = source
        .len()
        .div_ceil(spread::stretches(source.len()))
        .max(1);
    let mut stretches = Vec::new();
    let mut start: usize = 0;
    loop {
        let from = start.saturating_add(step);
        let behind = source.as_bytes().get(from..).unwrap_or_default();
        let end = memchr(b'\n', behind).map_or(source.len(), |at| from + at + 1);
        stretches.push(start..end);
        if end >= source.len() {
            return stretches;
        }
        start = end;
    }
}

/// The lines of a stretch, and their normal text.
fn stretch_lines<'a>(source: &'a str, stretch: &Range<usize>) -> (Writer<'a>, Vec<Shape>) {
    let mut shapes = Vec::new();
    let mut writer = Writer::of_stretch(source, stretch.len());
    let mut start = stretch.start;
    while start < stretch.end {
        let rest = source.get(start..stretch.end).unwrap_or("");
        let span = Span::new(start, start + line_len(rest));
        let (look, inner) = look::markdown(span.of(source));
        shapes.push(Shape {
            span,
            written: writer.add(Span::new(start + inner.start, start + inner.end)),
            look,
        });
        start = span.end;
    }
    (writer, shapes)
}

fn line_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let usual = memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
    let line = bytes.get(..usual).unwrap_or_default();
    // U+2028 and U+2029, with one look for what both begin with.
    let rare = memmem::find_iter(line, b"\xe2\x80")
        .find(|at| matches!(line.get(at + 2), Some(0xa8 | 0xa9)));
    match rare {
        Some(at) => at + '\u{2028}'.len_utf8(),
        None if bytes
            .get(usual..)
            .is_some_and(|end| end.starts_with(b"\r\n")) =>
        {
            usual + 2
        }
        None => (usual + 1).min(bytes.len()),
    }
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the format says that both lines are one heading or one note.
    fn is_one_with(&self, next: &Line) -> bool {
        match self.look {
            Look::Heading(_) | Look::Note => self.mark.is_some() && self.mark == next.mark,
            Look::Plain | Look::Title | Look::Row | Look::PageNumber => false,
        }
    }
}

/// Nearly every character beyond ASCII has three bytes and two cells.
fn cells(text: &str) -> usize {
    let characters = text.chars().count();
    characters + (text.len() - characters) / 2
}

/// Marks that cannot begin a line.
const CANNOT_BEGIN: &str = "，,。、；;：:)》〉」』】”’！!？?%‰";
/// Marks that cannot end a sentence or a heading.
const CANNOT_END: &str = ",、(《〈「『【“‘-—+的";

/// What stands behind a number more often than at the start of a line.
const COUNTED: &str = "人件次个项名起场期份万亿年月日家户条宗余多篇部台元米公里小时";

/// 附件2 is no line that was cut.
const SHORTEST_CUT: usize = 6;

/// How the lines of one text are broken.
pub(super) struct Wrapping {
    /// The length at which a program broke the lines, when there is one.
    width: Option<usize>,
}

/// Lines that fill the width may be so many cells shorter, because a mark may not begin a line.
const SLACK: usize = 6;
/// Shorter lines are headings and longer ones paragraphs, as likely as not.
const WIDTHS: RangeInclusive<usize> = 36..=160;

impl Wrapping {
    /// Many unfinished lines of nearly the same width were broken by a program.
    pub fn of(lines: &[Line]) -> Wrapping {
        let unfinished: Vec<usize> = lines
            .iter()
            .filter(|line| !line.is_blank() && !ends_sentence(line.normal))
            .map(|line| line.cells)
            .filter(|cells| WIDTHS.contains(cells))
            .collect();
        let width = unfinished.iter().copied().max();
        let full = |width: usize| {
            unfinished
                .iter()
                .filter(|cells| **cells + SLACK >= width)
                .count()
        };
        Wrapping {
            width: width.filter(|width| full(*width) >= 6 && full(*width) * 2 >= unfinished.len()),
        }
    }

    /// Whether `next` goes on in the middle of what the paragraph says.
    pub fn joins(&self, open: &Paragraph, next: &Line) -> bool {
        if open.last.look != Look::Plain || next.look != Look::Plain {
            return open.last.look == next.look && open.last.is_one_with(next);
        }
        let last = open.last.normal;
        let begins = next.normal.chars().next().unwrap_or(' ');
        if open.lines == 1 && is_bare_label(last) {
            return !next.indented || open.last.indented;
        }
        if breaks_item(last, next.normal) {
            return true;
        }
        if ends_sentence(last) {
            return is_closer(begins) && begins != '"';
        }
        if numbering::label(next.normal).is_some_and(|label| label.number.is_some()) {
            return !next.indented && open.running && breaks_word(last, next.normal);
        }
        if CANNOT_BEGIN.contains(begins) {
            return true;
        }
        if next.indented {
            return false;
        }
        let broken = last.ends_with(|last: char| CANNOT_END.contains(last));
        let goes_on = self.is_full(open.last)
            || cuts_quantity(last, next.normal)
            || (open.running && !opens_paragraph(next.normal))
            || (broken && (open.running || !opens_paragraph(next.normal)));
        goes_on && !stands_alone(last) && !stands_alone(next.normal)
    }

    fn is_full(&self, line: &Line) -> bool {
        self.width.is_some_and(|width| line.cells + SLACK >= width)
    }
}

/// A line of the page, a date or a title never goes on in the next.
fn stands_alone(line: &str) -> bool {
    let short = line.chars().take(91).count() <= 90;
    short
        && (chrome::is_chrome(line)
            || date::whole(line).is_some()
            || title::title_line(line).is_some_and(|score| score > 1))
}

fn is_bare_label(text: &str) -> bool {
    numbering::label(text).is_some_and(|label| label.len == text.len())
}

/// 一 at the end of one line, 是 at the start of the next.
fn breaks_item(last: &str, next: &str) -> bool {
    let Some(first) = next.chars().next().filter(|first| "是要".contains(*first)) else {
        return false;
    };
    let mut back = last.chars().rev();
    let Some(digit) = back.next() else {
        return false;
    };
    let joined: String = [digit, first].into_iter().collect();
    numbering::label(&joined).is_some()
        && back
            .next()
            .is_none_or(|before| is_stop(before) || ",:".contains(before))
}

/// 785 at the end of one line, 人 at the start of the next.
fn cuts_quantity(last: &str, next: &str) -> bool {
    last.ends_with(|last: char| last.is_ascii_digit())
        && last.chars().take(SHORTEST_CUT).count() == SHORTEST_CUT
        && next.contains(['。', ',', ';'])
        && next.starts_with(|first: char| COUNTED.contains(first))
}

/// 统 at the end of one line, 一、 at the start of the next.
fn breaks_word(last: &str, next: &str) -> bool {
    next.starts_with("一、") && lexicon::ends(last, &HEADINGS.not_before_item)
}

/// Words that begin a paragraph even when the one before lost its stop.
fn opens_paragraph(text: &str) -> bool {
    let openers = [
        "下一步",
        "下步",
        "今年",
        "近年来",
        "特此",
        "各位",
        "同志们",
        "一年来",
        "此外",
        "附件",
        "在肯定",
    ];
    openers.iter().any(|opener| text.starts_with(opener))
        || text
            .find('年')
            .is_some_and(|at| at <= 12 && text.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_into_lines_in_stretches_as_it_would_be_in_one() {
        let lines = [
            "\u{3000}\u{3000}全县共１６６ 件。\r\n",
            " \n\n",
            "AI Agent 平台\u{200b}\n",
            "## 一、 主要成效\n",
            "⼀是抓学习。\u{2028}",
        ];
        let picked = (0..40_000_usize).filter_map(|turn| lines.get(turn * turn % 83 % 5));
        let source: String = picked.copied().collect();
        assert!(stretches(&source).len() > 1);
        let (writer, shapes) = stretch_lines(&source, &(0..source.len()));
        let normal = writer.finish();
        let (whole, read) = (Lines { normal, shapes }, Lines::of(&source));
        assert!(whole.normal.text == read.normal.text);
        for (one, other) in whole.lines(&source).iter().zip(read.lines(&source)) {
            assert_eq!(
                (one.span, one.text, one.normal),
                (other.span, other.text, other.normal)
            );
            assert_eq!(
                whole.normal.to_normal(one.span),
                read.normal.to_normal(one.span)
            );
        }
        assert_eq!(whole.shapes.len(), read.shapes.len());
    }
}
