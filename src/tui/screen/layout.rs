//! Where things are on a screen: the body between the two lines, and a list with what there is to say about its chosen row.

use ratatui::layout::Rect;

use crate::tui::app::Shared;
use crate::tui::list::{ListCursor, Listed};

/// How a screen with a list shares its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListLayout {
    pub head: Head,
    pub detail: Detail,
}

/// Whether a line says what is listed, where there is room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    Shown,
    None,
}

/// What of a high screen goes to the chosen row; a low one keeps the list alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// One sentence and one line.
    FourRows,
    Third,
    TwoFifths,
    Half,
}

impl ListLayout {
    pub const fn without_head(detail: Detail) -> ListLayout {
        ListLayout {
            head: Head::None,
            detail,
        }
    }

    pub const fn with_head(detail: Detail) -> ListLayout {
        ListLayout {
            head: Head::Shown,
            detail,
        }
    }

    /// The list, and the area below it.
    pub fn panes(self, body: Rect) -> (Rect, Option<Rect>) {
        let head = self.head == Head::Shown && body.height >= 8;
        list_and_detail(body, head, self.detail.rows(body.height))
    }

    /// The list where it stands now.
    pub fn listed<'a>(
        self,
        shared: &Shared,
        length: usize,
        cursor: &'a mut ListCursor,
    ) -> Listed<'a> {
        Listed {
            area: self.panes(body_now(shared)).0,
            length,
            cursor,
        }
    }

    /// Rows of the list on the screen.
    pub fn height(self, shared: &Shared) -> usize {
        height(self.panes(body_now(shared)).0)
    }
}

impl Detail {
    fn rows(self, height: u16) -> u16 {
        let share = match self {
            Detail::FourRows => return if height >= 10 { 4 } else { 0 },
            Detail::Third => height / 3,
            Detail::TwoFifths => (height / 5) * 2,
            Detail::Half => height / 2,
        };
        match height {
            0..=7 => 0,
            8..=15 => 5,
            16.. => share.max(8),
        }
    }
}

/// A list with a line above it and `detail` rows below that say more about its chosen row.
pub fn list_and_detail(body: Rect, head: bool, detail: u16) -> (Rect, Option<Rect>) {
    let head = u16::from(head);
    let list = Rect {
        y: body.y + head,
        height: body.height.saturating_sub(head + detail),
        ..body
    };
    let below = Rect {
        y: list.bottom(),
        height: detail,
        ..body
    };
    (list, (detail > 0).then_some(below))
}

/// The rows between the line at the top and the line at the bottom; on a small screen there is no line at the top.
pub fn body(screen: Rect) -> Rect {
    let (top, bottom) = match screen.height {
        0 | 1 => (0, 0),
        2..=11 => (0, 1),
        _ => (1, 1),
    };
    Rect {
        y: screen.y + top,
        height: screen.height - top - bottom,
        ..screen
    }
}

/// The body of the screen as large as it is now.
pub fn body_now(shared: &Shared) -> Rect {
    body(Rect::new(0, 0, shared.size.width, shared.size.height))
}

/// Rows of an area, as a list counts them: there is always one.
pub fn height(area: Rect) -> usize {
    usize::from(area.height).max(1)
}
