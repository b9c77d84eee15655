//! Where the panes are: by the size of the screen, what the reader asked for, and what lies over them.

use ratatui::layout::{Rect, Size};

use super::{ReportScreen, Show};
use crate::report::Span;
use crate::tui::app::Shared;
use crate::tui::screen;

/// From this width on the outline is shown unless it was sent away.
const WIDE: u16 = 100;
/// From this width on the inspector stands beside the text.
const VERY_WIDE: u16 = 160;
/// Rows of text longer than this tire the eye.
const LONGEST_ROW: u16 = 110;
/// Cursor bar, sign, note, blank.
pub const GUTTER: u16 = 4;

/// Where the panes are. Between the line at the top and the line at the bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    pub outline: Option<Rect>,
    pub text: Rect,
    pub inspector: Option<Rect>,
}

impl ReportScreen {
    /// Where the panes are on a screen of this size.
    pub fn panes(&self, size: Size) -> Panes {
        let panes = self.panes_uncovered(size);
        let text = Rect {
            height: panes.text.height.saturating_sub(self.covered),
            ..panes.text
        };
        Panes { text, ..panes }
    }

    fn panes_uncovered(&self, size: Size) -> Panes {
        let body = screen::body(Rect::new(0, 0, size.width, size.height));
        let shown = match self.outline.choice {
            Show::Yes => true,
            Show::No => false,
            Show::ByWidth => body.width >= WIDE,
        };
        let (outline, rest) = match (shown, body.width >= WIDE) {
            (true, true) => {
                let (left, right) = split_left(body, (body.width / 3).min(34), 1);
                (Some(left), right)
            }
            // On a narrow screen the outline takes the place of the text.
            (true, false) => (Some(body), body),
            (false, _) => (None, body),
        };
        // Sent away, the outline takes the inspector from the side with it: rows that run from edge to edge are scrolled by
        // the terminal itself.
        let side = match self.outline.choice {
            Show::No => body.width.min(VERY_WIDE - 1),
            Show::Yes | Show::ByWidth => body.width,
        };
        let (text, inspector) = split_inspector(rest, side);
        let text = Rect {
            width: text.width.min(LONGEST_ROW + GUTTER),
            ..text
        };
        Panes {
            outline,
            text,
            inspector,
        }
    }

    /// Rows of text on the screen.
    pub fn height(&self, shared: &Shared) -> usize {
        usize::from(self.panes(shared.size).text.height).max(1)
    }

    /// Makes room for an editor at the bottom and keeps what it is about in view above it.
    pub(super) fn make_room(&mut self, shared: &Shared, rows: u16, about: Option<Span>) {
        let text = self.panes_uncovered(shared.size).text;
        // The editor lies over the inspector first, then over the text.
        let below = screen::body_now(shared)
            .bottom()
            .saturating_sub(text.bottom());
        let covered = rows.saturating_sub(below);
        if covered == self.covered && (rows > 0) == self.editing {
            return;
        }
        self.covered = covered;
        self.editing = rows > 0;
        if let (true, Some(span)) = (rows > 0, about) {
            let height = self.height(shared);
            let (first, last) = (
                self.page.row_of(span.start),
                self.page.row_of(span.end.saturating_sub(1).max(span.start)),
            );
            if first < self.top || last >= self.top + height {
                self.top = first.saturating_sub(height.saturating_sub(last - first + 1) / 2);
            }
        }
    }

    /// The first row on the screen when its end is in view.
    pub(super) fn last_top(&self, shared: &Shared) -> usize {
        self.page.rows.len().saturating_sub(self.height(shared))
    }
}

/// An area of this width on the left, and what is right of it behind a gap.
fn split_left(area: Rect, width: u16, gap: u16) -> (Rect, Rect) {
    let left = Rect {
        width: width.min(area.width),
        ..area
    };
    let right = Rect {
        x: area.x + left.width + gap,
        width: (area.width - left.width).saturating_sub(gap),
        ..area
    };
    (left, right)
}

/// The inspector: beside the text on a very wide screen, below it on a usual one, gone on a small one.
fn split_inspector(area: Rect, screen: u16) -> (Rect, Option<Rect>) {
    if screen >= VERY_WIDE {
        let (text, side) = split_left(area, area.width.saturating_sub(46), 2);
        return (text, Some(side));
    }
    let height = match area.height {
        0..=13 => return (area, None),
        14..=27 => 4,
        _ => 6,
    };
    let text = Rect {
        height: area.height - height,
        ..area
    };
    let inspector = Rect {
        y: area.y + text.height,
        height,
        ..area
    };
    (text, Some(inspector))
}
