//! Lines of the source, and which of them were broken in the middle of a sentence.

use super::paragraph::Paragraph;
use super::{chrome, title};
use crate::report::mark::{ends_sentence, is_closer, is_stop};
use crate::report::numbering;
use crate::report::text::{Fold, folded};
use crate::report::{Span, date};

/// One line of the source text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// With indent and line end.
    pub span: Span,
    /// From the first to the last visible character.
    pub text: Span,
    /// The line alone as normal text.
    pub normal: String,
    /// Blanks before the text.
    pub indented: bool,
}

/// The lines of a text; `\r\n` is one line end.
pub(super) fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < source.len() {
        let rest = source.get(start..).unwrap_or("");
        let end = start + line_len(rest);
        lines.push(Line::of(source, Span::new(start, end)));
        start = end;
    }
    lines
}

fn line_len(rest: &str) -> usize {
    let Some(at) = rest.find(['\n', '\r', '\u{2028}', '\u{2029}']) else {
        return rest.len();
    };
    let from = rest.get(at..).unwrap_or("");
    let end = if from.starts_with("\r\n") {
        2
    } else {
        from.chars().next().map_or(0, char::len_utf8)
    };
    at + end
}

impl Line {
    fn of(source: &str, span: Span) -> Line {
        let mut normal = String::new();
        let mut text: Option<Span> = None;
        for (fold, piece) in folded(span.of(source), span.start) {
            text = Some(text.map_or(piece, |text| text.hull(piece)));
            match fold {
                Fold::Same => normal.push_str(piece.of(source)),
                Fold::Narrow(byte) => normal.push(char::from(byte)),
                Fold::Blank => normal.push(' '),
            }
        }
        let text = text.unwrap_or(Span::new(span.start, span.start));
        Line {
            span,
            text,
            normal,
            indented: text.start > span.start,
        }
    }

    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// Marks that cannot begin a line.
const CANNOT_BEGIN: &str = "，,。、；;：:)》〉」』】”’！!？?%‰";
/// Marks that cannot end a sentence or a heading.
const CANNOT_END: &str = ",、(《〈「『【“‘-—+的";

/// How the lines of one text are broken.
pub(super) struct Wrapping {
    /// The length at which a program broke the lines, when there is one.
    width: Option<usize>,
}

/// Lines that fill the width may be this much shorter, because a mark may not begin a line.
const SLACK: usize = 3;

impl Wrapping {
    /// Many unfinished lines of nearly the same length were broken by a program.
    pub fn of(lines: &[Line]) -> Wrapping {
        let unfinished: Vec<usize> = lines
            .iter()
            .filter(|line| !line.is_blank() && !ends_sentence(&line.normal))
            .map(|line| line.normal.chars().count())
            .filter(|len| (18..=80).contains(len))
            .collect();
        let width = unfinished.iter().copied().max();
        let full = |width: usize| {
            unfinished
                .iter()
                .filter(|len| **len + SLACK >= width)
                .count()
        };
        Wrapping {
            width: width.filter(|width| full(*width) >= 6 && full(*width) * 2 >= unfinished.len()),
        }
    }

    /// Whether `next` goes on in the middle of what the paragraph says.
    pub fn joins(&self, open: &Paragraph, next: &Line) -> bool {
        let last = &open.last.normal;
        let begins = next.normal.chars().next().unwrap_or(' ');
        if open.lines == 1 && is_bare_label(last) {
            return !next.indented || open.last.indented;
        }
        if breaks_item(last, &next.normal) {
            return true;
        }
        if ends_sentence(last) {
            return is_closer(begins) && begins != '"';
        }
        if numbering::label(&next.normal).is_some_and(|label| label.number.is_some()) {
            return false;
        }
        if CANNOT_BEGIN.contains(begins) {
            return true;
        }
        if next.indented {
            return false;
        }
        let broken = last.ends_with(|last: char| CANNOT_END.contains(last));
        let goes_on = self.is_full(open.last)
            || (open.running && !opens_paragraph(&next.normal))
            || (broken && (open.running || !opens_paragraph(&next.normal)));
        goes_on && !stands_alone(last) && !stands_alone(&next.normal)
    }

    fn is_full(&self, line: &Line) -> bool {
        self.width
            .is_some_and(|width| line.normal.chars().count() + SLACK >= width)
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
