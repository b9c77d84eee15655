//! A short list to choose from: reasons, drafts.

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::review::DISMISSALS;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::correcting::{Correcting, Setting};
use crate::tui::deciding::Judging;
use crate::tui::list::ListCursor;
use crate::tui::message::Draft;
use crate::tui::model::Document;
use crate::tui::recovering::{self, Way};
use crate::tui::renaming::Renaming;
use crate::tui::silencing::Silencing;
use crate::tui::theme::Ink;

/// The reason that is typed.
pub const OWN_REASON: &str = "own";

/// A list with one chosen row.
pub struct Picker {
    pub title: String,
    pub items: Vec<String>,
    pub cursor: ListCursor,
    pub choosing: Choosing,
}

/// What is being chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choosing {
    Reason(Judging),
    /// Whom a suppression is for.
    Scope(Silencing),
    Draft,
    /// What becomes of a draft.
    Way(Box<Draft>),
    /// Nothing: a draft beside what is saved.
    Compared(Box<Draft>),
    /// What to correct.
    Point(Correcting),
    /// What to.
    Value(Setting),
    /// Which issuer of the year before it was.
    Former(Renaming),
    /// How far gaps were put right.
    Rectify(Vec<Uuid>),
    /// What the others are to the first.
    Link(Uuid, Vec<Uuid>),
}

impl Picker {
    pub fn reasons(shared: &Shared, choosing: Choosing) -> Picker {
        Picker {
            title: shared.text("ui.reason-title").to_owned(),
            items: DISMISSALS
                .iter()
                .map(|reason| shared.text(&format!("ui.reason-{reason}")).to_owned())
                .collect(),
            cursor: ListCursor::default(),
            choosing,
        }
    }

    pub fn drafts(shared: &Shared) -> Picker {
        Picker {
            title: shared.text("ui.drafts-title").to_owned(),
            items: shared.drafts.iter().map(recovering::row).collect(),
            cursor: ListCursor::default(),
            choosing: Choosing::Draft,
        }
    }

    pub fn former(shared: &Shared, renaming: Renaming) -> Picker {
        Picker {
            title: renaming.title(shared),
            items: renaming.rows(shared),
            cursor: ListCursor::default(),
            choosing: Choosing::Former(renaming),
        }
    }

    /// What was left behind: the one draft and what can be done with it, or the list of them.
    pub fn left_behind(shared: &Shared) -> Picker {
        match shared.drafts.as_slice() {
            [draft] => Picker::ways(shared, draft.clone()),
            _ => Picker::drafts(shared),
        }
    }

    pub fn ways(shared: &Shared, draft: Draft) -> Picker {
        let title = shared.text("ui.drafts-title");
        Picker {
            title: format!("{title} {}", recovering::row(&draft)),
            items: Way::all(shared, &draft)
                .into_iter()
                .map(|way| way.text(shared).to_owned())
                .collect(),
            cursor: ListCursor::default(),
            choosing: Choosing::Way(Box::new(draft)),
        }
    }

    pub fn compared(shared: &Shared, draft: Draft) -> Picker {
        Picker {
            title: shared.text("ui.draft-compare").to_owned(),
            items: recovering::compared(shared, &draft),
            cursor: ListCursor::default(),
            choosing: Choosing::Compared(Box::new(draft)),
        }
    }

    pub fn points(shared: &Shared, document: &Document, correcting: Correcting) -> Picker {
        Picker {
            title: shared.text("fix.title").to_owned(),
            items: correcting.rows(document, shared),
            cursor: ListCursor::default(),
            choosing: Choosing::Point(correcting),
        }
    }

    pub fn values(shared: &Shared, setting: Setting, shown: Vec<String>) -> Picker {
        Picker {
            title: setting.title(shared),
            items: shown,
            cursor: ListCursor::default(),
            choosing: Choosing::Value(setting),
        }
    }

    pub fn rows(&self, height: u16) -> u16 {
        let wanted = u16::try_from(self.items.len() + 2).unwrap_or(u16::MAX);
        wanted.min(height.saturating_sub(2)).max(1)
    }

    pub fn view(&self, _shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        canvas.line(
            area,
            0,
            &[
                Piece::dim("── "),
                Piece::new(&self.title, Ink::Strong),
                Piece::plain(" "),
            ],
        );
        let list = Rect {
            y: area.y.saturating_add(1),
            height: area.height.saturating_sub(1),
            ..area
        };
        let mut cursor = self.cursor;
        cursor.fit(self.items.len(), usize::from(list.height));
        for (line, (number, item)) in
            (0..list.height).zip(self.items.iter().enumerate().skip(cursor.top))
        {
            let chosen = number == cursor.row;
            let ink = if chosen { Ink::Strong } else { Ink::Plain };
            let bar = if chosen { " ▸ " } else { "   " };
            canvas.line(
                list,
                line,
                &[
                    Piece::new(bar, Ink::Accent),
                    Piece::plain(format!("{} ", number + 1)),
                    Piece::new(item, ink),
                ],
            );
        }
    }
}
