//! A text of several lines with a caret: the editor of ratatui-textarea underneath, drawn with Chinese wrapping.

use ratatui::layout::{Position, Rect};
use ratatui_textarea::{Input, Key as AreaKey, TextArea};

use super::canvas::Canvas;
use super::key::{Code, Key};
use super::theme::Ink;
use super::widget::{Layout, Options};

/// A text being typed.
pub struct NoteText {
    area: TextArea<'static>,
}

impl NoteText {
    /// The text with the caret at its end.
    pub fn new(text: &str) -> NoteText {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let (line, column) = lines
            .iter()
            .enumerate()
            .next_back()
            .map_or((0, 0), |(at, last)| (at, last.chars().count()));
        let mut area = TextArea::new(lines);
        super::overlay::editor::jump(&mut area, line, column);
        NoteText { area }
    }

    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn is_empty(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    pub fn edit(&mut self, change: impl FnOnce(&mut TextArea<'static>)) {
        change(&mut self.area);
    }

    /// Takes a key; `false` when nothing changed but perhaps the caret.
    pub fn press(&mut self, key: Key) -> bool {
        let area_key = match key.code {
            Code::Char(character) => AreaKey::Char(character),
            Code::Backspace => AreaKey::Backspace,
            Code::Delete => AreaKey::Delete,
            Code::Up => AreaKey::Up,
            Code::Down => AreaKey::Down,
            Code::Left => AreaKey::Left,
            Code::Right => AreaKey::Right,
            Code::Home => AreaKey::Home,
            Code::End => AreaKey::End,
            Code::PageUp
            | Code::PageDown
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::BackTab
            | Code::Function(_) => return false,
        };
        self.area.input(Input {
            key: area_key,
            ctrl: key.ctrl,
            alt: key.alt,
            shift: false,
        })
    }

    /// Puts pasted text at the caret; line ends of any kind are line ends, other control characters go.
    pub fn paste(&mut self, text: &str) {
        let clean: String = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ")
            .chars()
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        self.area.insert_str(clean);
    }

    /// The byte of the joined text at which the caret stands.
    fn caret(&self) -> usize {
        let cursor = self.area.cursor();
        let before: usize = self
            .area
            .lines()
            .iter()
            .take(cursor.0)
            .map(|line| line.len() + 1)
            .sum();
        let line = self.area.lines().get(cursor.0).map_or("", String::as_str);
        let inside = line
            .char_indices()
            .nth(cursor.1)
            .map_or(line.len(), |(at, _)| at);
        before + inside
    }

    /// Puts the caret before the character at a place of the area that the text is drawn in; behind a row it is its end.
    pub fn click(&mut self, area: Rect, at: Position) {
        let text = self.text();
        let laid = Laid::new(&text, self.caret(), area);
        let row = laid.first + usize::from(at.y.saturating_sub(area.y));
        let cell = at.x.saturating_sub(area.x);
        let rows = laid.layout.rows();
        let caret = match rows.get(row) {
            // The end of a row that is not the end of its line is the beginning of the next.
            Some(found) if cell >= found.cells && ends_line(&text, found.end) => {
                let line = text.get(found.start..found.end).unwrap_or("");
                found.start + line.trim_end_matches('\n').len()
            }
            Some(_) => laid.layout.byte_at(row, cell),
            None => text.len(),
        };
        let before = text.get(..caret).unwrap_or(&text);
        let line = before.rsplit('\n').next().unwrap_or("");
        let (number, column) = (before.matches('\n').count(), line.chars().count());
        super::overlay::editor::jump(&mut self.area, number, column);
    }

    /// Draws the rows around the caret and says where the caret is.
    pub fn view(&self, canvas: &mut Canvas, area: Rect) -> Position {
        let text = self.text();
        let laid = Laid::new(&text, self.caret(), area);
        let rows = laid.layout.rows().iter().skip(laid.first);
        for (line, row) in (0..area.height).zip(rows) {
            let shown = text
                .get(row.start..row.end)
                .unwrap_or("")
                .trim_end_matches('\n');
            canvas.text(area, area.x, area.y + line, shown, Ink::Plain);
        }
        let (at, cell) = laid.caret;
        let down = u16::try_from(at - laid.first).unwrap_or(0);
        Position::new(
            (area.x + cell).min(area.right().saturating_sub(1)),
            (area.y + down).min(area.bottom().saturating_sub(1)),
        )
    }
}

/// Whether a row that ends here is the last of its line.
fn ends_line(text: &str, end: usize) -> bool {
    end == text.len() || text.get(..end).is_some_and(|row| row.ends_with('\n'))
}

/// The text in rows, as it is drawn around the caret.
struct Laid {
    layout: Layout,
    /// Row and cell of the caret.
    caret: (usize, u16),
    /// The first row that is on the screen.
    first: usize,
}

impl Laid {
    fn new(text: &str, caret: usize, area: Rect) -> Laid {
        let layout = Layout::new(text, area.width.saturating_sub(1), &Options::default());
        let mut at = layout.row_of(caret);
        let mut cell = layout.cell_of(caret);
        // After a full row the caret stands at the beginning of the next, as in print.
        if cell >= area.width {
            at += 1;
            cell = 0;
        }
        let height = usize::from(area.height.max(1));
        Laid {
            layout,
            caret: (at, cell),
            first: (at + 1).saturating_sub(height),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_and_pasted_text_is_kept_as_it_is() {
        let mut text = NoteText::new("共96件,");
        for character in "与所列不符".chars() {
            text.press(Key::char(character));
        }
        text.paste("\r\n第二行\u{1b}[31m");
        assert_eq!(text.text(), "共96件,与所列不符\n第二行[31m");
        assert_eq!(text.caret(), text.text().len());
        text.press(Key::plain(Code::Backspace));
        assert!(text.text().ends_with("[31"));
    }
    #[test]
    fn a_click_puts_the_caret_before_a_character() {
        // Rows of ten cells: 共96件，与 · 所列不符。 · (a line end) · 第二行
        let area = Rect::new(4, 2, 11, 4);
        let check = |x, y, before: &str| {
            let mut text = NoteText::new("共96件，与所列不符。\n\n第二行");
            text.click(area, Position::new(x, y));
            let all = text.text();
            assert_eq!(all.get(..text.caret()), Some(before), "{x},{y}");
        };
        check(4, 2, "");
        check(6, 2, "共");
        check(7, 2, "共9");
        check(4, 3, "共96件，与");
        check(14, 3, "共96件，与所列不符。");
        check(4, 4, "共96件，与所列不符。\n");
        check(9, 4, "共96件，与所列不符。\n");
        check(6, 5, "共96件，与所列不符。\n\n第");
        check(13, 5, "共96件，与所列不符。\n\n第二行");
        check(4, 9, "共96件，与所列不符。\n\n第二行");
    }
}
