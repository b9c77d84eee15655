//! Help: the keys that work here, from the key table; typing narrows the list, Enter does what is chosen.

use ratatui::layout::{Position, Rect};

use crate::locale::Lang;
use crate::search::Filter;
use crate::tui::action::{Action, Scene};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column, width};
use crate::tui::input::Line;
use crate::tui::key::Key;
use crate::tui::list::ListCursor;
use crate::tui::theme::Ink;

/// The keys of one scene, narrowed by what was typed.
pub struct Help {
    pub scene: Scene,
    /// Actions that would do something now, with their keys.
    rows: Vec<(Action, String)>,
    pub line: Line,
    pub cursor: ListCursor,
}

impl Help {
    pub fn new(scene: Scene, rows: Vec<(Action, String)>) -> Help {
        Help {
            scene,
            rows,
            line: Line::default(),
            cursor: ListCursor::default(),
        }
    }

    /// The rows that contain what was typed, in the key or in the words.
    pub fn matching(&self, shared: &Shared) -> Vec<&(Action, String)> {
        let wanted = Filter::new(self.line.text());
        let rows = self.rows.iter();
        rows.filter(|(action, keys)| {
            // Whoever reads one language may know the other's word.
            let key = format!("help.{}", action.name());
            let words = [shared.lang, Lang::Zh, Lang::En].map(|lang| lang.text(&key));
            wanted.fits(&format!("{keys} {}", words.join(" ")))
        })
        .collect()
    }

    pub fn chosen(&self, shared: &Shared) -> Option<Action> {
        self.matching(shared)
            .get(self.cursor.row)
            .map(|(action, _)| *action)
    }

    pub fn typed(&mut self, key: Key) -> bool {
        let taken = self.line.press(key);
        if taken {
            self.cursor = ListCursor::default();
        }
        taken
    }

    pub fn pasted(&mut self, text: &str) {
        self.line.insert(text);
        self.cursor = ListCursor::default();
    }

    /// Where the rows are: below what is typed.
    pub fn list(&self, area: Rect) -> Rect {
        Rect {
            y: area.y.saturating_add(2),
            height: area.height.saturating_sub(2),
            ..area
        }
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) -> Option<Position> {
        let scene = shared.text(&format!("ui.scene-{}", self.scene.name()));
        let title = format!(" {} · {scene}  ", shared.text("ui.scene-help"));
        let x = canvas.line(
            area,
            0,
            &[
                Piece::new(&title, Ink::Strong),
                Piece::plain(self.line.before()),
            ],
        );
        let after = self.line.after();
        let end = canvas.text(area, x, area.y, after, Ink::Plain);
        if self.line.text().is_empty() {
            canvas.text(area, end, area.y, shared.text("ui.help-type"), Ink::Dim);
        }
        let list = self.list(area);
        let rows = self.matching(shared);
        let mut cursor = self.cursor;
        cursor.fit(rows.len(), usize::from(list.height));
        let keys = rows.iter().map(|(_, keys)| width(keys)).max();
        let keys_width = keys.unwrap_or(0).min(18);
        let shown = rows.iter().enumerate().skip(cursor.top);
        for (line, (number, (action, keys))) in (0..list.height).zip(shown) {
            let (bar, ink) = match number == cursor.row {
                true => (" ▸ ", Ink::Strong),
                false => ("   ", Ink::Plain),
            };
            let help = shared.text(&format!("help.{}", action.name()));
            let pieces = [
                Piece::new(bar, Ink::Accent),
                Piece::new(column(keys, keys_width), Ink::Accent),
                Piece::new(format!("  {help}"), ink),
            ];
            canvas.line(list, line, &pieces);
        }
        if rows.is_empty() {
            let text = format!("   {}", shared.text("ui.nothing-matches"));
            canvas.line(list, 0, &[Piece::dim(text)]);
        }
        Some(Position::new(x.min(area.right().saturating_sub(1)), area.y))
    }
}
