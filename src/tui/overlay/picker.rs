//! A short list to choose from: reasons, drafts.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::review::DISMISSALS;
use crate::search::Filter;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::correcting::{Correcting, Setting};
use crate::tui::deciding::Judging;
use crate::tui::exporting::Coverage;
use crate::tui::input::Line;
use crate::tui::key::Key;
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
    /// What the rows are narrowed by, while that is typed.
    pub narrowed: Option<Line>,
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
    /// What to export of these reports.
    Export(Coverage),
}

impl Picker {
    pub fn new(title: impl Into<String>, items: Vec<String>, choosing: Choosing) -> Picker {
        Picker {
            title: title.into(),
            items,
            cursor: ListCursor::default(),
            choosing,
            narrowed: None,
        }
    }

    pub fn reasons(shared: &Shared, choosing: Choosing) -> Picker {
        Picker::new(
            shared.text("ui.reason-title"),
            DISMISSALS
                .iter()
                .map(|reason| shared.text(&format!("ui.reason-{reason}")).to_owned())
                .collect(),
            choosing,
        )
    }

    pub fn drafts(shared: &Shared) -> Picker {
        Picker::new(
            shared.text("ui.drafts-title"),
            shared.drafts.iter().map(recovering::row).collect(),
            Choosing::Draft,
        )
    }

    pub fn former(shared: &Shared, renaming: Renaming) -> Picker {
        Picker::new(
            renaming.title(shared),
            renaming.rows(shared),
            Choosing::Former(renaming),
        )
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
        Picker::new(
            format!("{title} {}", recovering::row(&draft)),
            Way::all(shared, &draft)
                .into_iter()
                .map(|way| way.text(shared).to_owned())
                .collect(),
            Choosing::Way(Box::new(draft)),
        )
    }

    pub fn compared(shared: &Shared, draft: Draft) -> Picker {
        Picker::new(
            shared.text("ui.draft-compare"),
            recovering::compared(shared, &draft),
            Choosing::Compared(Box::new(draft)),
        )
    }

    pub fn points(shared: &Shared, document: &Document, correcting: Correcting) -> Picker {
        Picker::new(
            shared.text("fix.title"),
            correcting.rows(document, shared),
            Choosing::Point(correcting),
        )
    }

    pub fn values(shared: &Shared, setting: Setting, shown: Vec<String>) -> Picker {
        Picker::new(setting.title(shared), shown, Choosing::Value(setting))
    }

    /// Begins to narrow the rows by what is typed.
    pub fn narrow(&mut self) {
        self.narrowed = Some(Line::default());
        self.cursor = ListCursor::default();
    }

    /// All rows again, where they were narrowed.
    pub fn stop_narrowing(&mut self) -> bool {
        self.cursor.row = self.chosen().unwrap_or(0);
        self.narrowed.take().is_some()
    }

    /// Takes a key while the rows are narrowed.
    pub fn typed(&mut self, key: Key) -> bool {
        let Some(line) = &mut self.narrowed else {
            return false;
        };
        self.cursor = ListCursor::default();
        line.press(key)
    }

    pub fn pasted(&mut self, text: &str) {
        if let Some(line) = &mut self.narrowed {
            line.insert(text);
            self.cursor = ListCursor::default();
        }
    }

    /// Positions of the rows that contain what was typed, by characters or by pinyin.
    pub fn shown(&self) -> Vec<usize> {
        let wanted = self.narrowed.as_ref().map(|line| Filter::new(line.text()));
        let rows = self.items.iter().enumerate();
        rows.filter(|(_, item)| wanted.as_ref().is_none_or(|wanted| wanted.fits(item)))
            .map(|(at, _)| at)
            .collect()
    }

    /// The position of the chosen row among all.
    pub fn chosen(&self) -> Option<usize> {
        self.shown().get(self.cursor.row).copied()
    }

    pub fn rows(&self, height: u16) -> u16 {
        let wanted = u16::try_from(self.items.len() + 2).unwrap_or(u16::MAX);
        wanted.min(height.saturating_sub(2)).max(1)
    }

    /// Where the rows are: below the title.
    pub fn list(&self, area: Rect) -> Rect {
        Rect {
            y: area.y.saturating_add(1),
            height: area.height.saturating_sub(1),
            ..area
        }
    }

    /// Draws the list; the position of the caret while it is narrowed.
    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        canvas.rule(area, 0);
        let mut title = vec![Piece::dim("── "), Piece::new(&self.title, Ink::Strong)];
        if self.narrowed.is_some() {
            let label = format!("  {} ", shared.text("ui.prompt-filter"));
            title.push(Piece::new(label, Ink::Accent));
        }
        title.push(Piece::plain(match &self.narrowed {
            Some(line) => line.before(),
            None => " ",
        }));
        let x = canvas.line(area, 0, &title);
        if let Some(line) = &self.narrowed {
            let end = canvas.text(area, x, area.y, line.after(), Ink::Plain);
            canvas.text(area, end, area.y, " ", Ink::Plain);
        }
        let list = self.list(area);
        let shown = self.shown();
        let mut cursor = self.cursor;
        cursor.fit(shown.len(), usize::from(list.height));
        for (line, (row, at)) in (0..list.height).zip(shown.iter().enumerate().skip(cursor.top)) {
            let chosen = row == cursor.row;
            let pieces = [
                Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
                Piece::plain(format!("{} ", at + 1)),
                Piece::new(
                    self.items.get(*at).map_or("", String::as_str),
                    if chosen { Ink::Strong } else { Ink::Plain },
                ),
            ];
            canvas.line(list, line, &pieces);
        }
        if shown.is_empty() {
            let text = format!("   {}", shared.text("ui.nothing-matches"));
            canvas.line(list, 0, &[Piece::dim(text)]);
        }
        let caret = Position::new(x.min(area.right().saturating_sub(1)), area.y);
        self.narrowed.is_some().then_some(caret)
    }
}
