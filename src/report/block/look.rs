//! What the shape of a line says before its words are read: a table row, a page number, a heading that was marked up.

use memchr::memchr2;

use super::line::Line;
use crate::order;
use crate::report::mark::is_stop;
use crate::report::numbering;
use crate::report::text::{Edit, folded_text};
use crate::report::{Mark, MarkKind, Span};

/// What a line or a paragraph looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing says anything about it.
    #[default]
    Plain,
    Title,
    /// A heading with the level that the format gave it.
    Heading(u8),
    /// One row of a table.
    Row,
    /// A note that the format moved behind the text.
    Note,
    /// A page number that came along with the text.
    PageNumber,
}

/// Gives every line its look, by the marks of the format first and by its shape where there are none.
pub(super) fn give(source: &str, lines: &mut [Line], marks: &[Mark]) {
    by_marks(lines, marks);
    rows(source, lines);
    page_numbers(lines);
}

fn by_marks(lines: &mut [Line], marks: &[Mark]) {
    let mut marks: Vec<(usize, Look, &Mark)> = marks
        .iter()
        .enumerate()
        .filter_map(|(idx, mark)| Some((idx, marked(mark.kind)?, mark)))
        .collect();
    order::sort_by_key(&mut marks, |(.., mark)| (mark.span.start, mark.span.end));
    let mut marks = marks.into_iter().peekable();
    for line in lines.iter_mut().filter(|line| !line.is_blank()) {
        while marks
            .next_if(|(.., mark)| mark.span.end <= line.text.start)
            .is_some()
        {}
        let Some((idx, look, mark)) = marks.peek() else {
            return;
        };
        if mark.span.overlap(line.text) == 0 {
            continue;
        }
        line.mark = Some(*idx);
        line.look = *look;
    }
}

/// The look that a mark gives; none where it is about the bytes.
fn marked(kind: MarkKind) -> Option<Look> {
    match kind {
        MarkKind::Title => Some(Look::Title),
        MarkKind::Heading(level) => Some(Look::Heading(level)),
        MarkKind::Table => Some(Look::Row),
        MarkKind::Note => Some(Look::Note),
        MarkKind::OtherEncoding => None,
    }
}

/// Lines of cells are a table, also where no format says so, when two neighbours have the same number of them.
fn rows(source: &str, lines: &mut [Line]) {
    let cells: Vec<usize> = lines
        .iter()
        .map(|line| match line.look {
            Look::Plain => cells(line.text.of(source)),
            Look::Title | Look::Heading(_) | Look::Row | Look::Note | Look::PageNumber => 0,
        })
        .collect();
    let mut begin = 0;
    for run in cells.chunk_by(|one, next| *one > 1 && *next > 1) {
        let even = run
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if one == next));
        for line in lines.iter_mut().skip(begin).take(run.len()) {
            if even && run.len() > 1 {
                line.look = Look::Row;
            }
        }
        begin += run.len();
    }
}

/// How many cells a line has when it is a row; 0 when it is none.
fn cells(text: &str) -> usize {
    let between = |mark: char| {
        let cells = text.trim().trim_matches('|').split(mark);
        let filled = cells.clone().filter(|cell| !cell.trim().is_empty()).count();
        let first = cells.clone().next().unwrap_or("").trim();
        // `1.⇥加强领导` is a label with its text.
        let labelled = is_label(first);
        (filled > 1 && !labelled).then(|| cells.count())
    };
    match memchr2(b'\t', b'|', text.as_bytes()) {
        Some(_) if text.contains('\t') => between('\t').unwrap_or(0),
        Some(_) => between('|').unwrap_or(0),
        None => 0,
    }
}

fn is_label(cell: &str) -> bool {
    let short = cell.chars().take(8).count() < 8;
    short && {
        let normal = folded_text(cell);
        numbering::label(&normal).is_some_and(|label| label.len == normal.len())
    }
}

/// A bare number is a page number only beside its next or its last one.
fn page_numbers(lines: &mut [Line]) {
    let bare: Vec<Option<u16>> = lines.iter().map(bare_number).collect();
    let numbers: Vec<u16> = bare.iter().flatten().copied().collect();
    let counts_up = numbers.len() > 1
        && numbers
            .windows(2)
            .all(|pair| matches!(pair, [first, second] if *second == first.saturating_add(1)));
    for (line, bare) in lines.iter_mut().zip(bare) {
        if line.look == Look::Plain
            && ((counts_up && bare.is_some()) || is_page_number(line.normal))
        {
            line.look = Look::PageNumber;
        }
    }
}

fn bare_number(line: &Line) -> Option<u16> {
    let digits = line.look == Look::Plain
        && (1..=3).contains(&line.normal.len())
        && line.normal.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| line.normal.parse().ok()).flatten()
}

/// `— 3 —`, `- 12 -`, `第3页 共12页`.
fn is_page_number(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let inner = text.trim_matches(|mark: char| "-—–―·~ ".contains(mark));
    let between_dashes = inner.len() + 2 <= text.len()
        && text.starts_with(['-', '—', '–', '―', '·'])
        && text.ends_with(['-', '—', '–', '―', '·'])
        && (1..=3).contains(&inner.len())
        && inner.bytes().all(|byte| byte.is_ascii_digit());
    let named = text.starts_with('第')
        && text.ends_with('页')
        && text
            .chars()
            .all(|character| character.is_ascii_digit() || "第共页,/ ".contains(character));
    between_dashes || (named && text.contains(|digit: char| digit.is_ascii_digit()))
}

/// The separators of the cells of a row, each of which becomes one tab; those at its ends go.
pub(super) fn separators(source: &str, row: Span) -> Vec<Edit> {
    let text = row.of(source);
    let mark = if text.contains('\t') { '\t' } else { '|' };
    let mut edits: Vec<Edit> = Vec::new();
    let is_between = |character: char| character == mark || character.is_whitespace();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(mark)) {
        let separator = at + found;
        let before = text.get(at..separator).unwrap_or("");
        let start = at + before.trim_end_matches(is_between).len();
        let rest = text.get(separator..).unwrap_or("");
        let end = separator + rest.len() - rest.trim_start_matches(is_between).len();
        let inner = start > 0 && end < text.len();
        edits.push(Edit {
            span: Span::new(row.start + start, row.start + end),
            put: if inner { "\t" } else { "" },
        });
        at = end.max(separator + mark.len_utf8());
    }
    edits
}

/// How deep Markdown's signs say that a line is, and what they stand around; the line without them is the text.
pub(super) fn markdown(line: &str) -> (Look, Span) {
    let whole = Span::new(0, line.len());
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let signs = text.bytes().take_while(|byte| *byte == b'#').count();
    let behind = text.get(signs..).unwrap_or("");
    if (1..=6).contains(&signs) && behind.starts_with([' ', '\t', '\u{3000}']) {
        let title = behind.trim_end().trim_end_matches('#');
        let start = indent + signs;
        let look = Look::Heading(u8::try_from(signs).unwrap_or(1));
        return match without_stars(title) {
            Some(inner) => (look, Span::new(start + inner.start, start + inner.end)),
            None => (look, Span::new(start, start + title.len())),
        };
    }
    match without_stars(text) {
        Some(inner) if numbering::label(&folded_text(inner.of(text))).is_some() => (
            Look::Plain,
            Span::new(indent + inner.start, indent + inner.end),
        ),
        _ => (Look::Plain, whole),
    }
}

/// What stands between the `**` around a whole short line.
fn without_stars(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let inner = text.trim().strip_prefix("**")?.strip_suffix("**")?;
    let plain = !inner.is_empty() && inner.len() < 300 && !inner.contains('*');
    let stops = inner.chars().rev().skip(1).any(is_stop);
    (plain && !stops).then(|| Span::new(start + 2, start + 2 + inner.len()))
}
