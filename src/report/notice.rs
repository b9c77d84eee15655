//! What a reader should know about a text: joined lines, lost ends, odd numbers, hidden characters.

use super::{Block, BlockKind, NormalText, Notice, NoticeKind, Remark, Section, Span, mark};

/// All notices, in text order.
pub(super) fn notices(
    source: &str,
    normal: &NormalText,
    blocks: &[Block],
    sections: &[Section],
    odd: &[usize],
    remarks: &[Remark],
) -> Vec<Notice> {
    let mut notices: Vec<Notice> = remarks.iter().map(|remark| remarked(*remark)).collect();
    notices.extend(page_chrome(blocks));
    notices.extend(joined_lines(source, blocks));
    notices.extend(truncated(normal, blocks));
    notices.extend(odd.iter().filter_map(|idx| {
        let section = sections.get(*idx)?;
        Some(Notice {
            kind: NoticeKind::OddNumbering,
            span: section.heading,
        })
    }));
    notices.extend(hidden(source));
    notices.extend(without_outline(blocks, sections));
    notices.extend(without_body(source, blocks));
    notices.sort_by_key(|notice| (notice.span.start, notice.span.end));
    notices
}

/// What was left out stands nowhere: the notice is about the text as a whole.
fn remarked(remark: Remark) -> Notice {
    Notice {
        kind: NoticeKind::Remark(remark),
        span: Span::default(),
    }
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
                    notices.push(Notice {
                        kind: NoticeKind::PageChrome,
                        span: block.text,
                    });
                    open = true;
                }
            },
            BlockKind::Blank => {}
            BlockKind::Title
            | BlockKind::Heading
            | BlockKind::Paragraph
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
        if !text.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
            continue;
        }
        let mut end = 0;
        for (at, line_end) in text.match_indices(['\n', '\r']) {
            if at >= end {
                let rest = text.get(at..).unwrap_or("");
                let len = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
                notices.push(Notice {
                    kind: NoticeKind::JoinedLine,
                    span: Span::new(
                        block.text.start + at,
                        block.text.start + at + len.max(line_end.len()),
                    ),
                });
                end = at + len;
            }
        }
    }
    notices
}

/// A shorter text is no report that was cut.
const SHORTEST_REPORT: usize = 600;

/// The last paragraph breaks off, and nobody signed below it.
fn truncated(normal: &NormalText, blocks: &[Block]) -> Option<Notice> {
    let last = blocks
        .iter()
        .rfind(|block| !matches!(block.kind, BlockKind::Blank | BlockKind::Chrome))?;
    let text = normal.to_normal(last.text).of(&normal.text);
    let breaks_off = last.kind == BlockKind::Paragraph
        && normal.text.len() > SHORTEST_REPORT
        && text.chars().take(20).count() == 20
        && mark::has_stop(text)
        && !mark::ends_sentence(text)
        && !text.ends_with(mark::is_closer);
    let start = text.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    let range = normal.to_normal(last.text);
    breaks_off.then(|| Notice {
        kind: NoticeKind::Truncated,
        span: normal.to_source(Span::new(range.start + start, range.end)),
    })
}

/// Runs of control characters and of characters that the encoding did not know.
fn hidden(source: &str) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut next = 0;
    while let Some(at) = rarely_seen(source, next) {
        let Some(character) = source.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        next = at + character.len_utf8();
        let Some(kind) = hidden_kind(character) else {
            continue;
        };
        let span = Span::new(at, at + character.len_utf8());
        match notices
            .last_mut()
            .filter(|last| last.kind == kind && last.span.end == at)
        {
            Some(last) => last.span.end = span.end,
            None => notices.push(Notice { kind, span }),
        }
    }
    notices
}

/// Where the next character stands that may be hidden.
fn rarely_seen(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes().get(from..)?;
    let at = bytes
        .iter()
        .position(|byte| MAY_HIDE.get(usize::from(*byte)) == Some(&true))?;
    Some(from + at)
}

/// First bytes of control characters, and of the blocks U+0080, U+2000 and U+F000, in which the invisible ones are.
const MAY_HIDE: [bool; 256] = {
    let mut may = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        may[byte] = byte != b'\n' as usize;
        byte += 1;
    }
    may[0x7f] = true;
    may[0xc2] = true;
    may[0xe2] = true;
    may[0xef] = true;
    may
};

fn hidden_kind(character: char) -> Option<NoticeKind> {
    match character {
        '\n' | '\r' | '\t' => None,
        '\u{fffd}' => Some(NoticeKind::Undecodable),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Some(NoticeKind::ControlCharacter),
        _ if character.is_control() => Some(NoticeKind::ControlCharacter),
        _ => None,
    }
}

/// A long text without any heading.
fn without_outline(blocks: &[Block], sections: &[Section]) -> Option<Notice> {
    let body: usize = blocks
        .iter()
        .filter(|block| block.kind.is_body())
        .map(|block| block.text.len())
        .sum();
    let first = blocks.iter().find(|block| block.kind.is_body())?;
    (sections.is_empty() && body > SHORTEST_REPORT).then_some(Notice {
        kind: NoticeKind::NoOutline,
        span: first.text,
    })
}

/// A report has sentences: so many bytes at least in lines that hold a stop.
const SHORTEST_BODY: usize = 300;

/// A page of navigation has many lines and hardly a sentence; a text of a few lines is taken as it is.
fn without_body(source: &str, blocks: &[Block]) -> Option<Notice> {
    let written = |block: &&Block| !matches!(block.kind, BlockKind::Blank);
    let first = blocks.iter().find(written)?;
    let last = blocks.iter().rfind(written)?;
    let all = first.text.hull(last.text);
    let sentences = blocks
        .iter()
        .filter(|block| block.kind.is_body())
        .map(|block| block.text.of(source))
        .filter(|text| mark::has_stop(text))
        .map(str::len);
    let lines = blocks.iter().filter(written).count();
    (lines >= MANY_LINES && sentences.sum::<usize>() < SHORTEST_BODY).then_some(Notice {
        kind: NoticeKind::NoBody,
        span: all,
    })
}

/// Fewer lines are a fragment, of which nobody expects a body.
const MANY_LINES: usize = 20;
