//! What a reader should know about a text: joined lines, lost ends, odd numbers, a page without a report.

mod character;

use memchr::memchr2;

use super::{
    Block, BlockKind, Mark, MarkKind, NormalText, Notice, NoticeKind, Remark, Section, Span,
    correction, damage, mark,
};

use crate::order;

/// What the notices are made from.
pub(super) struct Seen<'a> {
    pub source: &'a str,
    pub normal: &'a NormalText,
    pub blocks: &'a [Block],
    pub sections: &'a [Section],
    /// Sections whose number does not follow.
    pub odd: &'a [usize],
    /// Page numbers inside paragraphs.
    pub page_numbers: &'a [Span],
    /// Numbers that cannot mean what they say.
    pub damaged: &'a [Span],
    pub marks: &'a [Mark],
    pub remarks: &'a [Remark],
    /// How many corrections of headings find no place.
    pub lost_corrections: usize,
}

/// All notices, in text order.
pub(super) fn notices(seen: &Seen) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    notices.extend(seen.remarks.iter().map(remarked));
    let other_encoding = |mark: &&Mark| mark.kind == MarkKind::OtherEncoding;
    notices.extend(
        seen.marks
            .iter()
            .filter(other_encoding)
            .map(|mark| one(NoticeKind::OtherEncoding, mark.span)),
    );
    notices.extend(correction::notice(seen.lost_corrections));
    notices.extend(page_chrome(seen.blocks));
    notices.extend(joined_lines(seen.source, seen.blocks));
    notices.extend(truncated(seen.normal, seen.blocks));
    notices.extend(seen.odd.iter().filter_map(|idx| {
        let section = seen.sections.get(*idx)?;
        Some(one(NoticeKind::OddNumbering, section.heading))
    }));
    let numbers = seen.page_numbers.iter();
    notices.extend(numbers.map(|number| one(NoticeKind::PageNumber, *number)));
    let damaged = seen.damaged.iter().copied();
    let dashes = damage::lost_dashes(seen.source).map(|at| Span::new(at - 4, at + 4));
    notices.extend(
        damaged
            .chain(dashes)
            .map(|number| one(NoticeKind::DamagedNumber, number)),
    );
    notices.extend(character::notices(seen.source));
    notices.extend(without_body(seen.source, seen.blocks));
    notices.extend(without_outline(seen.blocks, seen.sections));
    order::sort_by_key(&mut notices, |notice| (notice.span.start, notice.span.end));
    said_once(notices)
}

fn one(kind: NoticeKind, span: Span) -> Notice {
    Notice {
        kind,
        span,
        count: 1,
    }
}

/// What was left out stands nowhere: the notice is about the text as a whole.
fn remarked(remark: &Remark) -> Notice {
    Notice {
        kind: NoticeKind::Remark(*remark),
        span: Span::default(),
        count: remark.count,
    }
}

/// More places of one kind than this are one notice at the first of them.
const SAID_EACH: usize = 3;

/// What fills a page is said once, with its count; what a reviewer must look at one by one is not.
fn said_once(notices: Vec<Notice>) -> Vec<Notice> {
    let mut left: Vec<Notice> = Vec::with_capacity(notices.len());
    for kind in [
        NoticeKind::JoinedLine,
        NoticeKind::PageNumber,
        NoticeKind::ControlCharacter,
        NoticeKind::Undecodable,
        NoticeKind::OtherEncoding,
        NoticeKind::LookAlike,
        NoticeKind::ForeignLetter,
        NoticeKind::Garbled,
        NoticeKind::DamagedNumber,
    ] {
        let mut same = notices.iter().filter(|notice| notice.kind == kind);
        let count: usize = same.clone().map(|notice| notice.count).sum();
        if same.clone().count() > SAID_EACH {
            left.extend(same.next().map(|first| Notice { count, ..*first }));
        } else {
            left.extend(same.cloned());
        }
    }
    left.extend(notices.into_iter().filter(|notice| match notice.kind {
        NoticeKind::JoinedLine
        | NoticeKind::PageNumber
        | NoticeKind::ControlCharacter
        | NoticeKind::Undecodable
        | NoticeKind::OtherEncoding
        | NoticeKind::LookAlike
        | NoticeKind::ForeignLetter
        | NoticeKind::Garbled
        | NoticeKind::DamagedNumber => false,
        NoticeKind::PageChrome
        | NoticeKind::Truncated
        | NoticeKind::OddNumbering
        | NoticeKind::NoOutline
        | NoticeKind::NoBody
        | NoticeKind::Traditional
        | NoticeKind::LostCorrection
        | NoticeKind::Remark(_) => true,
    }));
    order::sort_by_key(&mut left, |notice| (notice.span.start, notice.span.end));
    left
}

/// One notice for neighbouring lines of the page.
fn page_chrome(blocks: &[Block]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut open = false;
    for block in blocks {
        match block.kind {
            BlockKind::Chrome => match notices.last_mut().filter(|_| open) {
                Some(last) => last.span = last.span.hull(block.text),
                None => {
                    notices.push(one(NoticeKind::PageChrome, block.text));
                    open = true;
                }
            },
            BlockKind::Blank => {}
            BlockKind::Title
            | BlockKind::Heading
            | BlockKind::Paragraph
            | BlockKind::Table
            | BlockKind::Note
            | BlockKind::Salutation
            | BlockKind::SignOff => open = false,
        }
    }
    notices
}

/// The line ends inside blocks.
fn joined_lines(source: &str, blocks: &[Block]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for block in blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Chrome)
    {
        let text = block.text.of(source);
        if memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
            continue;
        }
        let mut end = 0;
        for (at, line_end) in text.match_indices(['\n', '\r']) {
            if at >= end {
                let rest = text.get(at..).unwrap_or("");
                let len = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
                let len = len.max(line_end.len());
                let at = block.text.start + at;
                notices.push(one(NoticeKind::JoinedLine, Span::new(at, at + len)));
                end = at - block.text.start + len;
            }
        }
    }
    notices
}

/// A shorter text is no report that was cut.
const SHORTEST_REPORT: usize = 600;

/// The last paragraph breaks off, and nobody signed below it.
fn truncated(normal: &NormalText, blocks: &[Block]) -> Option<Notice> {
    let last = blocks.iter().rfind(|block| {
        !matches!(
            block.kind,
            BlockKind::Blank | BlockKind::Chrome | BlockKind::Note
        )
    })?;
    let text = normal.to_normal(last.text).of(&normal.text);
    let breaks_off = last.kind == BlockKind::Paragraph
        && normal.text.len() > SHORTEST_REPORT
        && text.chars().take(20).count() == 20
        && mark::has_stop(text)
        && !mark::ends_sentence(text)
        && !text.ends_with(mark::is_closer);
    let start = text.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    let range = normal.to_normal(last.text);
    breaks_off.then(|| {
        one(
            NoticeKind::Truncated,
            normal.to_source(Span::new(range.start + start, range.end)),
        )
    })
}

fn len_of(blocks: &[Block], is: impl Fn(&Block) -> bool) -> usize {
    blocks
        .iter()
        .filter(|block| is(block))
        .map(|block| block.text.len())
        .sum()
}

/// A long text without any heading.
fn without_outline(blocks: &[Block], sections: &[Section]) -> Option<Notice> {
    let body = len_of(blocks, |block| block.kind.is_body());
    let first = blocks.iter().find(|block| block.kind.is_body())?;
    (sections.is_empty() && body > SHORTEST_REPORT).then(|| one(NoticeKind::NoOutline, first.text))
}

/// A report has sentences: so many bytes at least in lines that hold a stop.
const SHORTEST_BODY: usize = 300;
/// Fewer lines are a fragment, of which nobody expects a body.
const MANY_LINES: usize = 20;
/// Unless the page around it is longer than this.
const LONG_PAGE: usize = 300;

/// A page of navigation has many lines and hardly a sentence; a text of a few lines is taken as it is.
fn without_body(source: &str, blocks: &[Block]) -> Option<Notice> {
    let written = || {
        blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Blank))
    };
    let Some((first, last)) = written().next().zip(written().next_back()) else {
        return Some(one(NoticeKind::NoBody, Span::default()));
    };
    let sentences = len_of(blocks, |block| {
        let text = block.text.of(source);
        block.kind.is_body() && (block.kind == BlockKind::Table || mark::has_stop(text))
    });
    let page = len_of(blocks, |block| block.kind == BlockKind::Chrome);
    let is_page = written().count() >= MANY_LINES || page > LONG_PAGE + sentences;
    (is_page && sentences < SHORTEST_BODY)
        .then(|| one(NoticeKind::NoBody, first.text.hull(last.text)))
}
