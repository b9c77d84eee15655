//! A question that is answered with yes or no.

use ratatui::layout::Rect;

use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::theme::Ink;

/// A question and what yes means.
pub struct Confirm {
    pub text: String,
    pub purpose: Asking,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Some operations are not on the disk yet.
    Leave,
    /// Drafts of an earlier session were found.
    Drafts,
}

impl Confirm {
    pub fn leave(shared: &Shared) -> Confirm {
        Confirm {
            text: shared
                .lang
                .fill("ui.leave-unsaved", &[("count", &shared.saving.pending())]),
            purpose: Asking::Leave,
        }
    }

    pub fn drafts(shared: &Shared) -> Confirm {
        Confirm {
            text: shared
                .lang
                .fill("ui.drafts-found", &[("count", &shared.drafts.len())]),
            purpose: Asking::Drafts,
        }
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let keys = format!(
            "  y {}  n {}",
            shared.text("key.yes"),
            shared.text("key.no")
        );
        canvas.line(
            area,
            0,
            &[Piece::new(&self.text, Ink::Strong), Piece::dim(keys)],
        );
    }
}
