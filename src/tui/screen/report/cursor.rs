//! Where the reader is in a text, and how the motions move there.

use crate::report::{Report, Span};
use crate::tui::action::Action;
use crate::tui::model;
use crate::tui::page::{Page, RowKind};

/// What the last motion moved by, which is what the cursor is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    #[default]
    Row,
    Clause,
    Sentence,
    /// A finding, a note, a hit: exactly this text.
    Place(Span),
}

/// The place of the reader in the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub at: usize,
    pub unit: Unit,
}

/// Marks that end a clause.
const CLAUSE_ENDS: &str = "，,。；;：:！!？?、\n";

impl Cursor {
    /// What the cursor is on.
    pub fn focus(&self, report: &Report, page: &Page) -> Span {
        match self.unit {
            Unit::Row => page
                .row(page.row_of(self.at))
                .map_or(Span::new(self.at, self.at), |row| row.span),
            Unit::Clause => clause(report, self.at),
            Unit::Sentence => sentence(report, self.at),
            Unit::Place(span) => span,
        }
    }
}

/// The sentence at an offset, or the nearest one before it.
pub fn sentence(report: &Report, at: usize) -> Span {
    let after = report
        .sentences
        .partition_point(|sentence| sentence.span.start <= at);
    report
        .sentences
        .get(after.saturating_sub(1))
        .map_or(Span::new(at, at), |sentence| sentence.span)
}

/// The clause at an offset: up to the next comma or stop, inside its sentence.
pub fn clause(report: &Report, at: usize) -> Span {
    let sentence = sentence(report, at);
    let at = at.clamp(sentence.start, sentence.end);
    let text = &report.source.text;
    let before = text.get(sentence.start..at).unwrap_or("");
    let start = before
        .rfind(|c| CLAUSE_ENDS.contains(c))
        .map_or(sentence.start, |end| {
            let length = before
                .get(end..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
            sentence.start + end + length
        });
    let after = text.get(at..sentence.end).unwrap_or("");
    let end = after
        .char_indices()
        .find(|(_, c)| CLAUSE_ENDS.contains(*c))
        .map_or(sentence.end, |(end, c)| at + end + c.len_utf8());
    Span::new(start, end)
}

/// Where a motion by text leads; `None` for other actions or where there is nothing further.
pub fn moved(report: &Report, cursor: Cursor, action: Action) -> Option<Cursor> {
    let clause_at = |at| Cursor {
        at: clause(report, at).start,
        unit: Unit::Clause,
    };
    let sentence_at = |span: Span| Cursor {
        at: span.start,
        unit: Unit::Sentence,
    };
    match action {
        Action::NextClause => {
            let end = clause(report, cursor.at).end;
            let next = if end < sentence(report, cursor.at).end {
                end
            } else {
                next_sentence(report, cursor.at)?.start
            };
            Some(clause_at(next))
        }
        Action::PreviousClause => {
            let start = clause(report, cursor.at).start;
            let first = sentence(report, cursor.at).start;
            let previous = if start > first {
                previous_char(report, start)
            } else {
                previous_char(report, previous_sentence(report, cursor.at)?.end)
            };
            Some(clause_at(previous))
        }
        Action::NextSentence => next_sentence(report, cursor.at).map(sentence_at),
        Action::PreviousSentence => {
            let own = sentence(report, cursor.at);
            if own.start < cursor.at && own.contains(cursor.at) {
                return Some(sentence_at(own));
            }
            previous_sentence(report, cursor.at).map(sentence_at)
        }
        Action::NextSection => headings(report)
            .find(|&start| start > cursor.at)
            .map(|at| Cursor {
                at,
                unit: Unit::Row,
            }),
        Action::PreviousSection => headings(report)
            .take_while(|&start| start < cursor.at)
            .last()
            .map(|at| Cursor {
                at,
                unit: Unit::Row,
            }),
        _ => None,
    }
}

fn headings(report: &Report) -> impl Iterator<Item = usize> {
    report
        .sections
        .iter()
        .filter(|section| model::is_heading(section))
        .map(|section| section.heading.start)
}

fn next_sentence(report: &Report, at: usize) -> Option<Span> {
    let after = report
        .sentences
        .partition_point(|sentence| sentence.span.start <= at);
    report.sentences.get(after).map(|sentence| sentence.span)
}

fn previous_sentence(report: &Report, at: usize) -> Option<Span> {
    let own = sentence(report, at);
    let before = report
        .sentences
        .partition_point(|sentence| sentence.span.start < own.start);
    let previous = before.checked_sub(1)?;
    report.sentences.get(previous).map(|sentence| sentence.span)
}

fn previous_char(report: &Report, at: usize) -> usize {
    report
        .source
        .text
        .get(..at)
        .and_then(|before| before.char_indices().next_back())
        .map_or(0, |(start, _)| start)
}

/// Where the rows lead: the row that is `by` rows away from the one the cursor is on.
pub fn by_rows(page: &Page, cursor: Cursor, by: isize) -> Cursor {
    let row = page.row_of(cursor.at);
    let last = page.rows.len().saturating_sub(1);
    let mut to = row.saturating_add_signed(by).min(last);
    if page.row(to).is_some_and(|row| row.kind == RowKind::Gap) {
        to = if by < 0 {
            to.saturating_sub(1)
        } else {
            (to + 1).min(last)
        };
    }
    at_row(page, to)
}

/// The cursor at the beginning of a row.
pub fn at_row(page: &Page, row: usize) -> Cursor {
    let at = page.row(page.text_row(row)).map_or(0, |row| row.span.start);
    Cursor {
        at,
        unit: Unit::Row,
    }
}

/// Whether an action moves by text, even where there is nothing further.
pub fn is_motion(action: Action) -> bool {
    matches!(
        action,
        Action::NextClause
            | Action::PreviousClause
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::NextSection
            | Action::PreviousSection
    )
}
