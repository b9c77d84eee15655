//! Versions of one annotation by people who had not seen each other's edit, side by side; a digit chooses one.

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::review::{Annotation, Operation};
use crate::store::Change;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::describe;
use crate::tui::message::Message;
use crate::tui::telling;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::Screen;

/// The state of the screen.
pub struct ConflictScreen {
    id: Uuid,
}

/// One side of a conflict.
struct Side {
    head: String,
    said: String,
    /// What choosing it records, on top of everything known.
    operation: Operation,
}

impl ConflictScreen {
    /// Opens the screen where there is something to choose.
    pub fn open(annotation: &Annotation) -> Reply {
        match annotation.is_contested() {
            true => Reply::to(ConflictScreen { id: annotation.id }),
            false => Reply::stay(),
        }
    }

    /// Edits first; then judgements.
    fn sides(&self, shared: &Shared) -> Vec<Side> {
        let Some(annotation) = shared.review().annotation(self.id) else {
            return Vec::new();
        };
        let lang = shared.lang;
        let head = |reviewer: &str, time| format!("{reviewer}  {}", telling::moment(time));
        let versions = annotation.versions.iter().map(|version| Side {
            head: head(&version.reviewer, version.time),
            said: telling::changed(lang, &version.changes),
            operation: Operation::Edit {
                annotation: annotation.id,
                changes: version.changes.clone(),
            },
        });
        let versions: Vec<Side> = versions.collect();
        if !versions.is_empty() {
            return versions;
        }
        let opinions = annotation.opinions.iter().map(|opinion| {
            let mut said = describe::judgement(lang, opinion.judgement).to_owned();
            if let Some(reason) = &opinion.reason {
                said.push_str(&format!("：{}", describe::reason(lang, reason)));
            }
            Side {
                head: head(&opinion.reviewer, opinion.time),
                said,
                operation: Operation::Judge {
                    subject: annotation.id.to_string(),
                    edition: String::from(&annotation.target.edition),
                    judgement: opinion.judgement,
                    reason: opinion.reason.clone(),
                    quote: None,
                },
            }
        });
        opinions.collect()
    }
}

impl Screen for ConflictScreen {
    fn scene(&self) -> Scene {
        Scene::Conflict
    }

    fn act(&mut self, shared: &mut Shared, action: Action, letter: Option<char>) -> Reply {
        if action != Action::ChooseNumber {
            return match action {
                Action::Back => super::back(),
                _ => Reply::stay(),
            };
        }
        let number = letter
            .and_then(|letter| letter.to_digit(10))
            .and_then(|digit| usize::try_from(digit).ok())
            .and_then(|digit| digit.checked_sub(1));
        let mut sides = self.sides(shared);
        let Some(side) = number.filter(|number| *number < sides.len()) else {
            return Reply::stay();
        };
        let mut change = Change::from(sides.swap_remove(side).operation);
        // A grade that one of the sides had given already has its reason in the history.
        if let Operation::Edit { changes, .. } = &mut change.operation
            && changes.grade.is_some()
        {
            changes.reason = Some(shared.text("note.chosen").to_owned());
        }
        shared.message = Some(Message::good(shared.text("note.chosen")));
        let effect = shared.record_change(change);
        super::back().with(vec![effect])
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        vec![shared.text("ui.scene-conflict").to_owned()]
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = super::body(screen);
        let sides = self.sides(shared);
        let count = u16::try_from(sides.len()).unwrap_or(u16::MAX).max(1);
        let width = (body.width / count).max(1);
        for (number, side) in (0..count).zip(&sides) {
            let column = Rect {
                x: body.x.saturating_add(number.saturating_mul(width)),
                width: width.saturating_sub(2),
                ..body
            }
            .intersection(body);
            let head = [
                Piece::new(format!(" {} ", number + 1), Ink::Accent),
                Piece::new(&side.head, Ink::Strong),
            ];
            canvas.line(column, 0, &head);
            wrapping::draw(canvas, column, 2, &[Piece::plain(&side.said)], 0);
        }
    }
}
