//! A question that is answered with yes or no.

use ratatui::layout::Rect;

use crate::review::{Judgement, Operation};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::describe;
use crate::tui::theme::Ink;

/// A question and what yes means.
pub struct Confirm {
    pub text: String,
    pub purpose: Asking,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Asking {
    /// Some operations are not on the disk yet.
    Leave,
    /// Drafts of an earlier session were found.
    Drafts,
    /// One decision for several findings.
    Decide(Vec<Operation>),
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

    /// Says what one decision would reach.
    pub fn decide(
        shared: &Shared,
        reports: usize,
        judgement: Judgement,
        operations: Vec<Operation>,
    ) -> Confirm {
        let judgement = describe::judgement(shared.lang, judgement);
        Confirm {
            text: shared.lang.fill(
                "ui.decide-many",
                &[
                    ("reports", &reports),
                    ("findings", &operations.len()),
                    ("judgement", &judgement),
                ],
            ),
            purpose: Asking::Decide(operations),
        }
    }

    /// One answer for several gaps of last year.
    pub fn follow_up(text: String, operations: Vec<Operation>) -> Confirm {
        Confirm {
            text,
            purpose: Asking::Decide(operations),
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
