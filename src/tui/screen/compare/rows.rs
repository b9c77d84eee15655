//! The compared text as a list: sentences with their signs, unchanged runs folded.

use std::collections::BTreeSet;

use crate::compare::{Row, RowChange};
use crate::report::{FigureKind, Report, Span};
use crate::tui::app::Shared;
use crate::tui::canvas::Piece;
use crate::tui::model::Previous;
use crate::tui::theme::{Ink, Sign};
use crate::tui::wrapping;

use super::Show;
use super::merge::{self, Side};

/// One thing that the cursor stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Index into the rows of the comparison.
    Row(usize),
    /// Rows that are not shown.
    Fold {
        from: usize,
        to: usize,
        /// How many of them contain figures.
        figures: usize,
    },
}

/// One row of the screen.
#[derive(Clone, Debug)]
pub struct Line {
    /// Index into the items.
    pub item: usize,
    /// On the first line of an item.
    pub sign: Sign,
    pub left: Vec<Piece>,
    /// This year beside last year.
    pub right: Option<Vec<Piece>>,
}

impl Item {
    pub fn first_row(&self) -> usize {
        match self {
            Item::Row(row) => *row,
            Item::Fold { from, .. } => *from,
        }
    }
}

/// Unchanged runs shorter than this are shown: folding them would save nothing.
const SHORTEST_FOLD: usize = 3;

pub fn items(
    previous: &Previous,
    report: &Report,
    show: Show,
    unfolded: &BTreeSet<usize>,
) -> Vec<Item> {
    let rows = &previous.comparison.rows;
    let mut items = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let shortest = if show == Show::All { SHORTEST_FOLD } else { 1 };
    for (idx, row) in rows.iter().enumerate() {
        if is_shown(row, show) {
            close_run(&mut items, &mut run, shortest, unfolded, rows, report);
            items.push(Item::Row(idx));
        } else {
            run.push(idx);
        }
    }
    close_run(&mut items, &mut run, shortest, unfolded, rows, report);
    items
}

fn close_run(
    items: &mut Vec<Item>,
    run: &mut Vec<usize>,
    shortest: usize,
    unfolded: &BTreeSet<usize>,
    rows: &[Row],
    report: &Report,
) {
    let run = std::mem::take(run);
    let (Some(&from), Some(&last)) = (run.first(), run.last()) else {
        return;
    };
    if run.len() < shortest || unfolded.contains(&from) {
        items.extend(run.into_iter().map(Item::Row));
        return;
    }
    let has_figure = |idx: &&usize| {
        let sentence = rows
            .get(**idx)
            .and_then(|row| row.new)
            .and_then(|idx| report.sentences.get(idx));
        sentence.is_some_and(|sentence| {
            report
                .figures_in(sentence.span)
                .any(|(_, figure)| figure.kind != FigureKind::Date)
        })
    };
    let figures = run.iter().filter(has_figure).count();
    items.push(Item::Fold {
        from,
        to: last + 1,
        figures,
    });
}

fn is_shown(row: &Row, show: Show) -> bool {
    let change = row.change;
    match show {
        Show::All => change != RowChange::Same || row.moved,
        Show::Figures => matches!(change, RowChange::Figures | RowChange::Both),
        Show::Wording => matches!(change, RowChange::Wording | RowChange::Both),
        Show::New => change == RowChange::Added,
        Show::Gone => change == RowChange::Removed,
        Show::Moved => row.moved,
        Show::Unchanged => change == RowChange::Same,
    }
}

/// The sign of a row: moved first, since that is what the reader would not see.
pub fn sign(row: &Row) -> Sign {
    match (row.change, row.moved) {
        (RowChange::Added, _) => Sign::new("+", " ", Ink::New),
        (RowChange::Removed, _) => Sign::new("-", " ", Ink::Gone),
        (_, true) => Sign::new("→", " ", Ink::Changed),
        (RowChange::Same, false) => Sign::new("=", " ", Ink::Dim),
        (RowChange::Figures | RowChange::Wording | RowChange::Both, false) => {
            Sign::new("~", " ", Ink::Changed)
        }
    }
}

pub fn lines(
    shared: &Shared,
    pair: (&Previous, &Report),
    items: &[Item],
    show: Show,
    width: u16,
    side_by_side: bool,
) -> Vec<Line> {
    let (previous, report) = pair;
    let mut lines = Vec::new();
    let width = usize::from(width.max(2));
    for (number, item) in items.iter().enumerate() {
        match *item {
            Item::Fold { from, to, figures } => {
                lines.push(fold_line(shared, number, to - from, figures, show))
            }
            Item::Row(row) => {
                let Some(row) = previous.comparison.rows.get(row) else {
                    continue;
                };
                let both = Both {
                    previous,
                    report,
                    row,
                };
                if side_by_side {
                    both.beside(number, width, &mut lines);
                } else {
                    both.inline(number, width, &mut lines);
                }
            }
        }
    }
    lines
}

fn fold_line(shared: &Shared, item: usize, count: usize, figures: usize, show: Show) -> Line {
    let key = match (show, figures > 0) {
        (Show::All, true) => "ui.folded-same-figures",
        (Show::All, false) => "ui.folded-same",
        (_, true) => "ui.folded-figures",
        (_, false) => "ui.folded",
    };
    let text = shared
        .lang
        .fill(key, &[("count", &count), ("figures", &figures)]);
    Line {
        item,
        sign: Sign::new("⋯", " ", Ink::Dim),
        left: vec![Piece::dim(text)],
        right: None,
    }
}

/// A row with the texts it points into.
struct Both<'a> {
    previous: &'a Previous,
    report: &'a Report,
    row: &'a Row,
}

impl<'a> Both<'a> {
    fn last_year(&self) -> Option<Side<'a>> {
        let sentence = self.previous.report.sentences.get(self.row.old?)?;
        Some(Side {
            source: &self.previous.report.source.text,
            sentence: sentence.span,
            marks: &self.row.old_marks,
        })
    }

    fn this_year(&self) -> Option<Side<'a>> {
        let sentence = self.report.sentences.get(self.row.new?)?;
        Some(Side {
            source: &self.report.source.text,
            sentence: sentence.span,
            marks: &self.row.new_marks,
        })
    }

    fn is_heading(&self) -> bool {
        let new = self.row.new.and_then(|idx| self.report.sentences.get(idx));
        let old = self
            .row
            .old
            .and_then(|idx| self.previous.report.sentences.get(idx));
        new.or(old).is_some_and(|sentence| sentence.heading)
    }

    /// Both years as one text, this year's reading.
    fn inline(&self, item: usize, width: usize, lines: &mut Vec<Line>) {
        let texts: Vec<Vec<Piece>> = match (self.last_year(), self.this_year()) {
            (Some(old), Some(new)) if self.row.change == RowChange::Same => {
                let _ = old;
                vec![whole(&new, Ink::Dim)]
            }
            (Some(old), Some(new)) if merge::is_rewritten(&old, &new) => {
                vec![
                    merge::marked(&old, "[", "]", Ink::Gone),
                    merge::marked(&new, "{", "}", Ink::New),
                ]
            }
            (Some(old), Some(new)) => vec![merge::merged(&old, &new)],
            (None, Some(new)) => vec![whole(&new, Ink::New)],
            (Some(old), None) => vec![whole(&old, Ink::Gone)],
            (None, None) => return,
        };
        let mut sign = sign(self.row);
        for text in texts {
            let text = if self.is_heading() {
                strong(text)
            } else {
                text
            };
            for left in wrapping::pieces(&text, width, 0) {
                lines.push(Line {
                    item,
                    sign,
                    left,
                    right: None,
                });
                sign = Sign::NONE;
            }
        }
    }

    /// Last year on the left, this year on the right.
    fn beside(&self, item: usize, width: usize, lines: &mut Vec<Line>) {
        let half = width.saturating_sub(3) / 2;
        let ink = if self.row.change == RowChange::Same {
            Ink::Dim
        } else {
            Ink::Plain
        };
        let side = |side: Option<Side>,
                    open: &str,
                    close: &str,
                    marked: Ink,
                    alone: bool|
         -> Vec<Vec<Piece>> {
            let Some(side) = side else {
                return Vec::new();
            };
            let text = if alone {
                whole(&side, marked)
            } else if ink == Ink::Dim {
                whole(&side, ink)
            } else {
                merge::marked(&side, open, close, marked)
            };
            let text = if self.is_heading() {
                strong(text)
            } else {
                text
            };
            wrapping::pieces(&text, half, 0)
        };
        let old = side(
            self.last_year(),
            "[",
            "]",
            Ink::Gone,
            self.row.new.is_none(),
        );
        let new = side(self.this_year(), "{", "}", Ink::New, self.row.old.is_none());
        let mut sign = sign(self.row);
        for at in 0..old.len().max(new.len()) {
            lines.push(Line {
                item,
                sign,
                left: old.get(at).cloned().unwrap_or_default(),
                right: Some(new.get(at).cloned().unwrap_or_default()),
            });
            sign = Sign::NONE;
        }
    }
}

fn whole(side: &Side, ink: Ink) -> Vec<Piece> {
    let unmarked = Side {
        marks: &[],
        ..*side
    };
    merge::marked(&unmarked, "", "", ink)
        .into_iter()
        .map(|piece| Piece::new(piece.text, ink))
        .collect()
}

/// Headings stand out where nothing else does.
fn strong(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces
        .into_iter()
        .map(|piece| match piece.ink == Ink::Plain {
            true => Piece::new(piece.text, Ink::Strong),
            false => piece,
        })
        .collect()
}

/// The indicators whose figures stand in a row.
pub fn indicators_of(previous: &Previous, report: &Report, row: usize) -> Vec<usize> {
    let Some(row) = previous.comparison.rows.get(row) else {
        return Vec::new();
    };
    let span = |report: &Report, sentence: Option<usize>| -> Span {
        sentence
            .and_then(|idx| report.sentences.get(idx))
            .map(|sentence| sentence.span)
            .unwrap_or_default()
    };
    let (old, new) = (span(&previous.report, row.old), span(report, row.new));
    let inside = |report: &Report, figure: usize, span: Span| {
        report
            .figures
            .get(figure)
            .is_some_and(|figure| span.covers(figure.span))
    };
    previous
        .comparison
        .indicators
        .iter()
        .enumerate()
        .filter(|(_, indicator)| {
            inside(report, indicator.new, new) || inside(&previous.report, indicator.old, old)
        })
        .map(|(idx, _)| idx)
        .collect()
}
