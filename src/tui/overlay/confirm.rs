//! A question that is answered with yes or no.

use ratatui::layout::Rect;

use crate::review::{Judgement, Operation};
use crate::shown::Shown;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, clipped, width};
use crate::tui::describe;
use crate::tui::exporting::Exporting;
use crate::tui::message::{Agreed, Draft, Importing};
use crate::tui::theme::Ink;

/// A question and what yes means.
pub struct Confirm {
    pub text: String,
    /// What the answer should rest on, above the question.
    pub lines: Vec<String>,
    pub purpose: Asking,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Asking {
    /// Some operations are not on the disk yet.
    Leave,
    /// A draft is thrown away.
    Discard(Box<Draft>),
    /// One decision for several findings.
    Decide(Vec<Operation>),
    /// An import that leaves annotations in doubt.
    Import(Box<Importing>),
    /// An export to a file that is there.
    Export(Box<Exporting>),
}

impl Confirm {
    pub fn leave(shared: &Shared) -> Confirm {
        Confirm {
            text: shared
                .lang
                .fill("ui.leave-unsaved", &[("count", &shared.saving.pending())]),
            lines: Vec::new(),
            purpose: Asking::Leave,
        }
    }

    pub fn discard(shared: &Shared, draft: Draft) -> Confirm {
        Confirm {
            text: shared.text("ui.draft-really").to_owned(),
            purpose: Asking::Discard(Box::new(draft)),
            lines: Vec::new(),
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
            lines: Vec::new(),
            purpose: Asking::Decide(operations),
        }
    }

    /// One answer for several gaps of last year.
    pub fn follow_up(text: String, operations: Vec<Operation>) -> Confirm {
        Confirm {
            text,
            lines: Vec::new(),
            purpose: Asking::Decide(operations),
        }
    }

    /// Asks whether to go on with an import, after what it would do to annotations.
    pub fn import(shared: &Shared, importing: Importing, lines: Vec<String>) -> Confirm {
        Confirm {
            text: shared.text("reimport.go-on").to_owned(),
            lines,
            purpose: Asking::Import(Box::new(Importing {
                agreed: Agreed::Yes,
                ..importing
            })),
        }
    }

    /// Asks whether an export may take the place of a file.
    pub fn replace(shared: &Shared, exporting: Exporting) -> Confirm {
        let path = Shown::new(&exporting.path);
        Confirm {
            text: shared.lang.fill("exporting.replace", &[("path", &path)]),
            lines: Vec::new(),
            purpose: Asking::Export(Box::new(Exporting {
                agreed: Agreed::Yes,
                ..exporting.clone()
            })),
        }
    }

    /// The question, with as much above it as half a screen holds.
    pub fn rows(&self, height: u16) -> u16 {
        let lines = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let above = lines.min(height / 2);
        let rule = u16::from(above > 0);
        (1 + above + rule).min(height)
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        if area.height > 1 {
            canvas.rule(area, 0);
            for (row, line) in (1..area.height.saturating_sub(1)).zip(&self.lines) {
                canvas.line(area, row, &[Piece::plain(line)]);
            }
        }
        let keys = format!(
            "  y {}  n {}",
            shared.text("key.yes"),
            shared.text("key.no")
        );
        // Of a long question the keys stay.
        let room = usize::from(area.width).saturating_sub(width(&keys));
        let question = Piece::new(clipped(&self.text, room), Ink::Strong);
        let last = area.height.saturating_sub(1);
        canvas.line(area, last, &[question, Piece::dim(keys)]);
    }
}
