//! Where the panes of a comparison are, and whether its years stand side by side.

use ratatui::layout::Rect;

use super::CompareScreen;
use crate::tui::app::Shared;
use crate::tui::screen;

/// From this width on the years stand side by side.
const SIDE_BY_SIDE: u16 = 120;
/// From this width on the section list is shown.
const WIDE: u16 = 100;
/// Bar, sign, blank.
pub(super) const GUTTER: u16 = 4;

/// Where the panes are.
pub(super) struct Panes {
    pub sections: Option<Rect>,
    pub text: Rect,
    pub detail: Option<Rect>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Layout {
    /// Side by side where there is room.
    #[default]
    ByWidth,
    Inline,
    SideBySide,
}

/// Whether the section list is shown where there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pane {
    #[default]
    Shown,
    Hidden,
}

pub(super) fn panes(body: Rect, pane: Pane) -> Panes {
    let (sections, rest) = if body.width >= WIDE && pane == Pane::Shown {
        let width = (body.width / 4).min(30);
        let left = Rect { width, ..body };
        let right = Rect {
            x: body.x + width + 1,
            width: body.width - width - 1,
            ..body
        };
        (Some(left), right)
    } else {
        (None, body)
    };
    let detail = match body.height {
        0..=13 => 0,
        14..=27 => 3,
        _ => 4,
    };
    let text = Rect {
        height: rest.height - detail,
        ..rest
    };
    let below = Rect {
        y: text.bottom(),
        height: detail,
        ..rest
    };
    Panes {
        sections,
        text,
        detail: (detail > 0).then_some(below),
    }
}

impl CompareScreen {
    pub(super) fn panes(&self, shared: &Shared) -> Panes {
        panes(screen::body_now(shared), self.pane)
    }

    pub(super) fn height(&self, shared: &Shared) -> usize {
        screen::height(self.panes(shared).text)
    }

    pub(super) fn text_width(&self, shared: &Shared) -> u16 {
        self.panes(shared).text.width.saturating_sub(GUTTER)
    }

    pub(super) fn is_side_by_side(&self, shared: &Shared) -> bool {
        match self.layout {
            Layout::ByWidth => shared.size.width >= SIDE_BY_SIDE,
            Layout::Inline => false,
            Layout::SideBySide => true,
        }
    }
}
